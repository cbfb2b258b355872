//! Drawing places at random for labelling.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use seaworthy_rules::Grade;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::{Label, LanguageGroup, Place, RepositoryLabels};

/// An assessment that places are drawn from.
#[derive(Clone, Debug)]
pub struct Reported {
    /// Name of the application, `owner/name` (`assess --name owner/name`).
    pub application: String,
    /// The group of files without a language of their own.
    pub main: LanguageGroup,
    /// Places in production with the severity at which they are shown.
    pub places: Vec<(Place, Grade)>,
}

/// An assessment that cannot be drawn from.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// Its JSON is wrong.
    #[error("{path} is no assessment: {error}")]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Where and why.
        error: serde_json::Error,
    },
}

#[derive(Deserialize)]
struct AssessmentJson {
    application: String,
    inventory: InventoryJson,
    findings: Vec<FindingJson>,
}

#[derive(Deserialize)]
struct InventoryJson {
    languages: Vec<LanguageJson>,
}

#[derive(Deserialize)]
struct LanguageJson {
    language: String,
    lines: u64,
}

#[derive(Deserialize)]
struct FindingJson {
    rule: String,
    grade: Grade,
    incidents: Vec<IncidentJson>,
}

#[derive(Deserialize)]
struct IncidentJson {
    role: String,
    evidence: EvidenceJson,
}

#[derive(Deserialize)]
struct EvidenceJson {
    path: String,
    line: u32,
}

impl Reported {
    /// Reads `assessment.json`. `main` overrides the group with the most lines.
    pub fn read(json: &str, path: &str, main: Option<LanguageGroup>) -> Result<Self, DrawError> {
        let read: AssessmentJson = serde_json::from_str(json)
            .map_err(|error| DrawError::Syntax { path: PathBuf::from(path), error })?;
        let languages = read.inventory.languages.iter();
        let main = main.unwrap_or_else(|| {
            LanguageGroup::main_of(languages.map(|l| (l.language.as_str(), l.lines)))
        });
        let mut places = BTreeSet::new();
        for finding in &read.findings {
            for incident in finding.incidents.iter().filter(|i| i.role == "production") {
                let at = &incident.evidence;
                let place =
                    Place { rule: finding.rule.clone(), path: at.path.clone(), line: at.line };
                places.insert((place, finding.grade));
            }
        }
        Ok(Self { application: read.application, main, places: places.into_iter().collect() })
    }
}

/// A drawn place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The application.
    pub application: String,
    /// Where.
    pub place: Place,
    /// The severity at which it is shown.
    pub severity: Grade,
    /// Its group.
    pub group: LanguageGroup,
}

/// Draws `number` places of every group, all where there are fewer, none of severity positive. The order of the input does
/// not matter: each place has a hash of seed, application, rule, path and line, and those with the smallest are drawn.
pub fn draw(reports: &[Reported], number: usize, seed: u32) -> Vec<Drawn> {
    let mut groups = BTreeMap::<LanguageGroup, Vec<([u8; 32], Drawn)>>::new();
    for report in reports {
        for (place, severity) in report.places.iter().filter(|(_, g)| *g != Grade::Positive) {
            let group = LanguageGroup::of_file(&place.path, report.main);
            let mut hash = Sha256::new();
            let line = place.line.to_string();
            let name = &report.application;
            hash.update(format!("{seed}\0{name}\0{}\0{}\0{line}", place.rule, place.path));
            let drawn = Drawn {
                application: report.application.clone(),
                place: place.clone(),
                severity: *severity,
                group,
            };
            groups.entry(group).or_default().push((hash.finalize().into(), drawn));
        }
    }
    let mut all = Vec::new();
    for (_, mut places) in groups {
        places.sort_by_key(|place| place.0);
        all.extend(places.into_iter().take(number).map(|(_, drawn)| drawn));
    }
    all.sort_by(|a, b| (&a.application, &a.place).cmp(&(&b.application, &b.place)));
    all
}

/// The drawn places as label files, by application. What is labelled already keeps its judgement and only gains the
/// draw; the commit of an application without labels is left for the person to fill in.
pub fn stubs(
    drawn: &[Drawn],
    seed: u32,
    known: &[RepositoryLabels],
) -> BTreeMap<String, RepositoryLabels> {
    let mut files = BTreeMap::<String, RepositoryLabels>::new();
    for one in drawn {
        let file = files.entry(one.application.clone()).or_insert_with(|| {
            let known = known.iter().find(|k| k.repository == one.application);
            known.cloned().unwrap_or_else(|| RepositoryLabels {
                repository: one.application.clone(),
                commit: "0".repeat(40),
                label: Vec::new(),
            })
        });
        let same = |l: &&mut Label| {
            l.rule == one.place.rule && l.path == one.place.path && l.line == one.place.line
        };
        if let Some(label) = file.label.iter_mut().find(same) {
            if !label.draws.contains(&seed) {
                label.draws.push(seed);
            }
            label.severity = one.severity;
            label.gone = false;
        } else {
            file.label.push(Label {
                rule: one.place.rule.clone(),
                path: one.place.path.clone(),
                line: one.place.line,
                group: one.group,
                severity: one.severity,
                draws: vec![seed],
                verdict: None,
                again: None,
                gone: false,
                reason: String::new(),
            });
        }
    }
    for file in files.values_mut() {
        file.label.sort_by(|a, b| (&a.rule, &a.path, a.line).cmp(&(&b.rule, &b.path, b.line)));
    }
    files
}

impl RepositoryLabels {
    /// The file as TOML, one label after the other.
    pub fn text(&self) -> String {
        let quoted = |s: &str| toml::Value::from(s).to_string();
        let mut out = format!(
            "repository = {}\ncommit = {}\n",
            quoted(&self.repository),
            quoted(&self.commit)
        );
        for label in &self.label {
            let _ = write!(
                out,
                "\n[[label]]\nrule = {}\npath = {}\nline = {}\ngroup = {}\nseverity = {}\ndraws = {:?}\n",
                quoted(&label.rule),
                quoted(&label.path),
                label.line,
                quoted(label.group.name()),
                quoted(label.severity.name()),
                label.draws
            );
            for (key, verdict) in [("verdict", label.verdict), ("again", label.again)] {
                if let Some(verdict) = verdict {
                    let name = match verdict {
                        crate::Verdict::Right => "right",
                        crate::Verdict::Wrong => "wrong",
                    };
                    let _ = writeln!(out, "{key} = \"{name}\"");
                }
            }
            if label.gone {
                out.push_str("gone = true\n");
            }
            let _ = writeln!(out, "reason = {}", quoted(&label.reason));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(lines: u32) -> Reported {
        let places = (1..=lines)
            .map(|line| {
                let rule = format!("rule-{}", line % 3);
                (Place { rule, path: format!("src/a{}.go", line % 7), line }, Grade::Hard)
            })
            .collect();
        Reported { application: "acme/shop".to_owned(), main: LanguageGroup::Go, places }
    }

    #[test]
    fn a_draw_follows_from_its_seed_alone() {
        let report = report(60);
        let mut turned = report.clone();
        turned.places.reverse();
        let one = draw(std::slice::from_ref(&report), 10, 1);
        assert_eq!(one.len(), 10);
        assert_eq!(one, draw(&[turned], 10, 1));
        assert_ne!(one, draw(std::slice::from_ref(&report), 10, 2));
        assert_eq!(draw(&[report], 100, 1).len(), 60);
    }

    #[test]
    fn positive_findings_are_not_drawn() {
        let mut report = report(5);
        for place in &mut report.places {
            place.1 = Grade::Positive;
        }
        assert_eq!(draw(&[report], 10, 1), []);
    }

    #[test]
    fn a_second_draw_keeps_judgements() {
        let drawn = draw(&[report(5)], 5, 1);
        let mut files = stubs(&drawn, 1, &[]);
        let mut file = files.remove("acme/shop").unwrap();
        file.label[0].verdict = Some(crate::Verdict::Wrong);
        file.label[0].reason = "a \"test\"".to_owned();
        let again = stubs(&drawn, 2, std::slice::from_ref(&file));
        let label = &again["acme/shop"].label[0];
        assert_eq!(
            (label.draws.as_slice(), label.verdict),
            ([1, 2].as_slice(), file.label[0].verdict)
        );
        assert_eq!(
            toml::from_str::<RepositoryLabels>(&again["acme/shop"].text()).as_ref(),
            Ok(&again["acme/shop"])
        );
    }

    #[test]
    fn an_assessment_is_read() {
        let json = r#"{"application": "acme/shop", "inventory": {"languages": [{"language": "Ruby", "lines": 9}]},
            "findings": [{"rule": "r", "grade": "hard", "incidents": [
                {"role": "production", "evidence": {"path": "a.rb", "line": 3}},
                {"role": "test", "evidence": {"path": "b.rb", "line": 4}}]}]}"#;
        let report = Reported::read(json, "x.json", None).unwrap();
        assert_eq!((report.main, report.places.len()), (LanguageGroup::Ruby, 1));
        assert!(
            Reported::read("{}", "x.json", None).is_err_and(|e| e.to_string().contains("x.json"))
        );
    }
}
