//! Reads weights: the standard file with the keys of a user's file laid over it.

use std::ops::Range;
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic, LineIndex, Span, code_frame};
use serde::Deserialize;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::{STANDARD_WEIGHTS, Weights};

/// What is wrong with a file of weights, with a picture of the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{frame}")]
pub struct WeightsError {
    /// The problem as data.
    pub diagnostic: Diagnostic,
    /// Path, line and column, the source line and a marker; plain text.
    pub frame: String,
}

impl Weights {
    /// The standard weights with the keys of `text` laid over them; an empty text gives the standard. `path` names the
    /// file in messages. Errors: no TOML, an unknown section or key, a wrong type, a value out of its range, or values
    /// that contradict each other (an optimistic day above the pessimistic one).
    pub fn load(text: &str, path: &str) -> Result<Self, WeightsError> {
        let mut merged: Table = toml::from_str(STANDARD_WEIGHTS)
            .map_err(|e| of_toml(&e, STANDARD_WEIGHTS, "weights.toml"))?;
        let file = File { text, path };
        let user = DeTable::parse(text).map_err(|e| of_toml(&e, text, path))?;
        for (section, keys) in user.get_ref() {
            let name = section.get_ref().as_ref();
            let Some(standard) = merged.get_mut(name).and_then(Value::as_table_mut) else {
                let known: Vec<&str> = merged.keys().map(String::as_str).collect();
                return Err(file.unknown("section", name, section.span(), &known));
            };
            let Some(keys) = keys.get_ref().as_table() else {
                let message = format!("`{name}` is a section: write `[{name}]` and its keys below");
                return Err(file.error(&message, keys.span(), "no section"));
            };
            for (key, value) in keys {
                let key_name = key.get_ref().as_ref();
                let Some(slot) = standard.get_mut(key_name) else {
                    let known: Vec<&str> = standard.keys().map(String::as_str).collect();
                    return Err(file.unknown("key", key_name, key.span(), &known));
                };
                *slot = file.value(name, key_name, value, slot)?;
            }
        }
        let weights = Self::deserialize(merged).map_err(|e| of_toml(&e, text, path))?;
        match weights.contradiction() {
            None => Ok(weights),
            Some((section, key, message)) => {
                let span = user
                    .get_ref()
                    .get(section)
                    .map(|s| s.get_ref().as_table().and_then(|t| t.get(key)).unwrap_or(s).span());
                Err(file.error(&message, span.unwrap_or(0..0), "contradicts another value"))
            }
        }
    }

    /// The first pair of values that the model's guarantees do not allow together: section, key, message.
    fn contradiction(&self) -> Option<(&'static str, &'static str, String)> {
        let s = &self.severity;
        let rising = [
            ("mandatory", s.advisory, s.mandatory, "advisory"),
            ("hard", s.mandatory, s.hard, "mandatory"),
            ("blocker", s.hard, s.blocker, "hard"),
        ];
        for (key, below, above, lower) in rising {
            if above < below {
                let message = format!(
                    "`severity.{key}` ({above}) must not be below `severity.{lower}` ({below})"
                );
                return Some(("severity", key, message));
            }
        }
        if self.caps.blocker > self.caps.hard {
            return Some((
                "caps",
                "blocker",
                "`caps.blocker` must not be above `caps.hard`".into(),
            ));
        }
        if self.coverage.not_assessed_below > self.coverage.low_evidence_below {
            let message =
                "`coverage.not_assessed_below` must not be above `coverage.low_evidence_below`";
            return Some(("coverage", "not_assessed_below", message.into()));
        }
        if self.tests.some_from > self.tests.good_from {
            let message = "`tests.some_from` must not be above `tests.good_from`";
            return Some(("tests", "some_from", message.into()));
        }
        None
    }
}

/// The user's file, for messages.
#[derive(Clone, Copy)]
struct File<'a> {
    text: &'a str,
    path: &'a str,
}

impl File<'_> {
    fn error(self, message: &str, at: Range<usize>, label: &str) -> WeightsError {
        let span = Span::new(at.start, at.end);
        let position = LineIndex::new(self.text).position(self.text, span.start);
        WeightsError {
            diagnostic: Diagnostic::error(Code::BadSettings, &Arc::from(self.path), message)
                .at(position),
            frame: code_frame(message, self.path, self.text, span, label),
        }
    }

    fn unknown(self, what: &str, name: &str, at: Range<usize>, known: &[&str]) -> WeightsError {
        let mut error =
            self.error(&format!("unknown {what} `{name}`"), at, &format!("no such {what}"));
        let help = format!("known here: {}", known.join(", "));
        error.frame.push_str("\n  ");
        error.frame.push_str(&help);
        error.diagnostic = error.diagnostic.help(help);
        error
    }

    /// The user's value in the type of the standard one.
    fn value(
        self,
        section: &str,
        key: &str,
        given: &Spanned<DeValue<'_>>,
        standard: &Value,
    ) -> Result<Value, WeightsError> {
        let wrong = |expected: &str| {
            self.error(
                &format!(
                    "`{section}.{key}` must be {expected}, not {}",
                    given.get_ref().type_str()
                ),
                given.span(),
                &format!("expected {expected}"),
            )
        };
        match standard {
            Value::Integer(_) => {
                let number = given.get_ref().as_integer().ok_or_else(|| wrong("a whole number"))?;
                let number: i64 =
                    number.to_string().parse().map_err(|_| wrong("a whole number"))?;
                self.in_range(section, key, number as f64, given.span())?;
                Ok(Value::Integer(number))
            }
            Value::Array(standard) => {
                let expected = "three numbers: [optimistic, likely, pessimistic]";
                let items = given.get_ref().as_array().ok_or_else(|| wrong(expected))?;
                if items.len() != standard.len() {
                    return Err(wrong(expected));
                }
                let mut numbers = Vec::with_capacity(items.len());
                for item in items {
                    let number = number(item.get_ref()).ok_or_else(|| wrong(expected))?;
                    self.in_range(section, key, number, item.span())?;
                    numbers.push(number);
                }
                if !numbers.is_sorted() {
                    let message = format!(
                        "`{section}.{key}` must rise: optimistic, then likely, then pessimistic"
                    );
                    return Err(self.error(&message, given.span(), "does not rise"));
                }
                Ok(Value::Array(numbers.into_iter().map(Value::Float).collect()))
            }
            _ => {
                let number = number(given.get_ref()).ok_or_else(|| wrong("a number"))?;
                self.in_range(section, key, number, given.span())?;
                Ok(Value::Float(number))
            }
        }
    }

    fn in_range(
        self,
        section: &str,
        key: &str,
        number: f64,
        at: Range<usize>,
    ) -> Result<(), WeightsError> {
        let (least, most) = range(section, key);
        if (least..=most).contains(&number) {
            return Ok(());
        }
        let message = format!("`{section}.{key}` must lie between {least} and {most}");
        Err(self.error(&message, at, "out of range"))
    }
}

/// A finite number of either kind.
fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match (value.as_float(), value.as_integer()) {
        (Some(float), _) => float.to_string(),
        (None, Some(integer)) => integer.to_string(),
        (None, None) => return None,
    };
    text.parse::<f64>().ok().filter(|n| n.is_finite())
}

/// The least and the greatest value of a key.
fn range(section: &str, key: &str) -> (f64, f64) {
    match (section, key) {
        ("spread", "doublings") => (1.0, 32.0),
        ("score", "half_life") | ("strategy", "rearchitect_count") => (1.0, 1000.0),
        ("caps", "blocker" | "hard") | ("verdict", "ready_from") => (0.0, 100.0),
        ("verdict" | "strategy", "large_effort") => (1.0, 13.0),
        ("spread" | "caps" | "coverage", _)
        | ("effort", "learning" | "correlation" | "low_factor") => (0.0, 1.0),
        ("tests", "good_factor" | "some_factor" | "few_factor") | ("effort", "team_factor") => {
            (0.1, 10.0)
        }
        ("tests", _) => (0.0, 10.0),
        ("effort", "hours_per_day") => (1.0, 24.0),
        ("effort", "deviations") => (0.0, 4.0),
        ("effort", _) => (1.0, 10.0),
        ("site", _) => (0.0, 10_000.0),
        _ => (0.0, 1000.0),
    }
}

fn of_toml(error: &toml::de::Error, text: &str, path: &str) -> WeightsError {
    let message = error.message().lines().next().unwrap_or("not readable").to_owned();
    File { text, path }.error(&message, error.span().unwrap_or(0..0), "here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fails(text: &str) -> WeightsError {
        Weights::load(text, "my.toml").unwrap_err()
    }

    #[test]
    fn the_standard_file_fits_the_model_and_every_range() {
        let standard = Weights::load("", "").unwrap();
        assert_eq!(Weights::load(STANDARD_WEIGHTS, "weights.toml").unwrap(), standard);
        assert!((standard.severity.hard - 16.0).abs() < f64::EPSILON);
        assert_eq!((standard.caps.blocker, standard.caps.hard), (39, 79));
    }

    #[test]
    fn a_user_changes_single_keys() {
        let own = Weights::load("[severity]\nhard = 20\n[design]\n13 = [5, 12.5, 30]\n", "my.toml")
            .unwrap();
        let mut expected = Weights::load("", "").unwrap();
        expected.severity.hard = 20.0;
        expected.design.thirteen = [5.0, 12.5, 30.0];
        assert_eq!(own, expected);
    }

    #[test]
    fn mistakes_are_shown_where_they_stand() {
        for (text, place, what) in [
            ("[severity]\nhrad = 3.0\n", "my.toml:2:1", "unknown key `hrad`"),
            ("\n[sevrity]\n", "my.toml:2:2", "unknown section `sevrity`"),
            ("severity = 3\n", "my.toml:1:12", "is a section"),
            ("[severity]\nhard = \"x\"\n", "my.toml:2:8", "must be a number, not string"),
            ("[caps]\nhard = 79.5\n", "my.toml:2:8", "must be a whole number"),
            ("[caps]\nhard = 101\n", "my.toml:2:8", "between 0 and 100"),
            ("[severity]\nhard = nan\n", "my.toml:2:8", "must be a number"),
            ("[severity]\nhard = 1.0\n", "my.toml:2:8", "must not be below `severity.mandatory`"),
            ("[design]\n3 = [1, 2]\n", "my.toml:2:5", "three numbers"),
            ("[design]\n3 = [3, 2, 1]\n", "my.toml:2:5", "must rise"),
            ("[design]\n3 = [1, 2, -3]\n", "my.toml:2:12", "between 0 and 1000"),
            ("[caps\n", "my.toml:1", ""),
        ] {
            let error = fails(text);
            assert!(error.frame.contains(place), "{text}: {}", error.frame);
            assert!(error.frame.contains(what), "{text}: {}", error.frame);
            assert!(error.diagnostic.at.is_some());
        }
        assert!(fails("[caps]\nx = 1\n").frame.contains("known here: blocker, confidence, hard"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\[|\\]|severity|caps|hard|=|[0-9.]|\"|\n| |é){0,40}") {
            if let Err(error) = Weights::load(&text, "p") {
                prop_assert!(!error.frame.is_empty());
            }
        }
    }
}
