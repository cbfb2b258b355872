//! Values and their conversions.

use crate::ast::Comparison;
use crate::node::Tree;
use crate::{Mode, NodeRef, XPathError};

/// What an expression gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nodes in document order, each once.
    Nodes(Vec<NodeRef>),
    /// A boolean.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
}

impl Value {
    pub(crate) fn boolean(&self) -> bool {
        match self {
            Self::Nodes(nodes) => !nodes.is_empty(),
            Self::Boolean(value) => *value,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
        }
    }

    pub(crate) fn number(&self, tree: Tree<'_>) -> f64 {
        match self {
            Self::Boolean(value) => f64::from(u8::from(*value)),
            Self::Number(number) => *number,
            Self::Text(text) => tree.mode.number_of(text),
            Self::Nodes(nodes) => {
                nodes.first().map_or(f64::NAN, |n| tree.mode.number_of(&tree.string_value(*n)))
            }
        }
    }

    pub(crate) fn text(self, tree: Tree<'_>) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => to_text(number),
            Self::Boolean(value) => value.to_string(),
            Self::Nodes(nodes) => {
                nodes.first().map_or_else(String::new, |n| tree.string_value(*n).into_owned())
            }
        }
    }
}

impl Mode {
    /// The number that a string stands for.
    pub(crate) fn number_of(self, text: &str) -> f64 {
        match self {
            Self::Standard | Self::Mended => to_number(text),
            // The library reads what Go reads, exponents and infinities too, and no blanks.
            Self::Konveyor => text.parse().unwrap_or(f64::NAN),
        }
    }

    /// Compares a string with a number. The library stops at a string that is none.
    pub(crate) fn compare_with_number(
        self,
        comparison: Comparison,
        text: &str,
        number: f64,
    ) -> Result<bool, XPathError> {
        if self == Self::Konveyor && text.parse::<f64>().is_err() {
            return Err(XPathError::Refused("a comparison of a number with a text that is none"));
        }
        Ok(compare_numbers(comparison, self.number_of(text), number))
    }

    /// The comparison of nodes with a value beside them: with nodes on the left of a string the library exchanges the
    /// sides.
    pub(crate) fn nodes_against(
        self,
        comparison: Comparison,
        other: &Value,
        left: bool,
    ) -> Comparison {
        if self == Self::Konveyor && left && matches!(other, Value::Text(_)) {
            comparison.mirrored()
        } else {
            comparison
        }
    }

    /// Compares strings: as strings for equality, as numbers for order.
    pub(crate) fn compare_texts(self, comparison: Comparison, a: &str, b: &str) -> bool {
        match comparison {
            Comparison::Equal => a == b,
            Comparison::NotEqual => a != b,
            // The library knows an order of strings.
            Comparison::Less if self == Self::Konveyor => a < b,
            Comparison::LessOrEqual if self == Self::Konveyor => a <= b,
            Comparison::Greater if self == Self::Konveyor => a > b,
            Comparison::GreaterOrEqual if self == Self::Konveyor => a >= b,
            _ => compare_numbers(comparison, self.number_of(a), self.number_of(b)),
        }
    }
}

/// The recommendation's reading: digits with at most one point and one minus.
fn to_number(text: &str) -> f64 {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|&b| b == b'.').count() <= 1
        && digits.bytes().any(|b| b.is_ascii_digit());
    if plain { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

/// A number as a string: no exponent, no trailing point.
pub(crate) fn to_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    number.to_string()
}

/// Compares numbers.
#[expect(clippy::float_cmp, reason = "equality of numbers is what the expression asks")]
pub(crate) fn compare_numbers(comparison: Comparison, a: f64, b: f64) -> bool {
    match comparison {
        Comparison::Equal => a == b,
        Comparison::NotEqual => a != b,
        Comparison::Less => a < b,
        Comparison::LessOrEqual => a <= b,
        Comparison::Greater => a > b,
        Comparison::GreaterOrEqual => a >= b,
    }
}

/// Rounds to the nearest integer, halves up.
pub(crate) fn round(number: f64) -> f64 {
    if (-0.5..0.0).contains(&number) {
        return -0.0;
    }
    let floor = number.floor();
    if number - floor >= 0.5 { floor + 1.0 } else { floor }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_strings() {
        for (number, text) in [
            (1.0, "1"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (-12.5, "-12.5"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(to_text(number), text);
        }
    }

    #[test]
    fn strings_as_numbers() {
        for (text, number) in [(" 12 ", 12.0), ("-.5", -0.5), ("3.", 3.0), ("\n0\t", 0.0)] {
            assert!(compare_numbers(Comparison::Equal, to_number(text), number), "{text}");
        }
        for text in ["", "-", ".", "1e5", "+1", "1.2.3", "0x1", "inf", "1 2"] {
            assert!(to_number(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn halves_are_rounded_up() {
        for (number, rounded) in [(0.5, 1.0), (-0.5, 0.0), (1.5, 2.0), (-1.5, -1.0), (2.4, 2.0)] {
            assert!(compare_numbers(Comparison::Equal, round(number), rounded), "{number}");
        }
        assert!(round(-0.2).is_sign_negative());
        assert!(round(f64::NAN).is_nan());
        assert!(round(f64::INFINITY).is_infinite());
    }
}
