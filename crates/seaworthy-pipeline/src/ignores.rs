//! Files of silenced findings: by fingerprint, or by path.

use std::ops::Range;
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic, Evidence, LineIndex};
use seaworthy_matching::{Ignore, IgnoredPlace};
use serde::Deserialize;
use toml::Spanned;

/// The file that is read where it lies at the root of an application.
pub const IGNORE_FILE: &str = "seaworthy-ignore.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    ignore: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: Option<String>,
    path: Option<String>,
    rule: Option<String>,
    #[serde(default)]
    reason: String,
    until: Option<String>,
}

/// Reads the text of such a file. What is wrong with it is told with its place, and silences nothing.
pub fn read_ignores(path: &Arc<str>, text: &str, problems: &mut Vec<Diagnostic>) -> Vec<Ignore> {
    let lines = LineIndex::new(text);
    let mut wrong = |range: Range<usize>, message: String| {
        problems.push(
            Diagnostic::warning(Code::Silenced, path, message)
                .at(lines.position(text, range.start as u32))
                .help("an entry is `[[ignore]]` with `fingerprint` or `path`, and `reason`"),
        );
    };
    let document: Document = match toml::from_str(text) {
        Ok(document) => document,
        Err(error) => {
            wrong(error.span().unwrap_or(0..0), error.message().to_owned());
            return Vec::new();
        }
    };
    let mut out = Vec::new();
    for entry in document.ignore {
        let span = entry.span();
        let at = lines.position(text, span.start as u32);
        let entry = entry.into_inner();
        let place = match (entry.fingerprint, entry.path) {
            (Some(fingerprint), None) => IgnoredPlace::Fingerprint(fingerprint),
            (None, Some(glob)) => IgnoredPlace::Path(glob),
            _ => {
                wrong(span, "this entry needs either `fingerprint` or `path`".to_owned());
                continue;
            }
        };
        out.push(Ignore {
            rule: entry.rule,
            place,
            reason: entry.reason.trim().to_owned(),
            until: entry.until,
            evidence: Evidence::cause(path, at, lines.line(text, at.line)),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_what_is_wrong_with_them() {
        let text = r#"
[[ignore]]
path = "legacy/**"
rule = "java-file-write"
reason = "goes away with the old client"
until = "2027-06-30"

[[ignore]]
reason = "of nothing"
"#;
        let mut problems = Vec::new();
        let found = read_ignores(&Arc::from("x.toml"), text, &mut problems);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place, IgnoredPlace::Path("legacy/**".to_owned()));
        assert_eq!(found[0].evidence.at.line, 2);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("needs either"), "{problems:?}");
        let none = read_ignores(&Arc::from("x.toml"), "ignore = 3", &mut problems);
        assert!(none.is_empty() && problems.len() == 2);
    }
}
