//! One requirement: `Name[extra]>=1.0; marker`.

use seaworthy_base::Evidence;

use crate::{Dependency, Ecosystem, Scope};

/// A library asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    name: String,
    requirement: String,
}

impl Asked {
    pub(super) fn dependency(self, scope: Scope, evidence: Evidence) -> Dependency {
        let exact = self.requirement.trim_start_matches('=').trim();
        let is_exact = (self.requirement.starts_with("==")
            || self.requirement.starts_with(|c: char| c.is_ascii_digit()))
            && exact.starts_with(|c: char| c.is_ascii_digit())
            && !exact.contains(['*', ',', '<', '>', ' ']);
        Dependency {
            ecosystem: Ecosystem::Pypi,
            name: self.name,
            version: is_exact.then(|| exact.to_owned()),
            requirement: self.requirement,
            scope,
            direct: true,
            via: Vec::new(),
            evidence,
        }
    }
}

/// Names are compared in lower case with `-` for runs of `-`, `_` and `.` (PEP 503).
pub(super) fn normalised(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.trim().chars() {
        if matches!(c, '-' | '_' | '.') {
            if !out.ends_with('-') {
                out.push('-');
            }
        } else {
            out.push(c.to_ascii_lowercase());
        }
    }
    out
}

/// A requirement whose name and version stand apart, as in Poetry and Pipenv.
pub(super) fn named(name: &str, requirement: &str) -> Asked {
    Asked { name: normalised(name), requirement: requirement.trim().to_owned() }
}

/// Reads one line; `None` for options, comments, paths and addresses without a name.
pub(super) fn parse(line: &str) -> Option<Asked> {
    let code = line.split(';').next().unwrap_or(line).trim();
    let code = code.split(" --").next().unwrap_or(code).trim().trim_end_matches('\\').trim();
    if let Some(egg) = code.split("#egg=").nth(1) {
        return Some(Asked {
            name: normalised(egg.split(['&', '[']).next()?),
            requirement: String::new(),
        });
    }
    let end = code
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(code.len());
    let (name, rest) = code.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric())
        || rest.starts_with([':', '/', '=']) && !rest.starts_with("==")
    {
        return None;
    }
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']').map_or("", |(_, r)| r),
        None => rest,
    };
    let rest = rest.trim();
    // `name @ https://…` is a library from an address.
    let requirement = if rest.starts_with('@') { "" } else { rest.trim_matches(['(', ')']).trim() };
    if !requirement.is_empty() && !requirement.starts_with(['=', '<', '>', '!', '~']) {
        return None;
    }
    Some(Asked { name: normalised(name), requirement: requirement.replace(' ', "") })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines() {
        let parsed = |line: &str| parse(line).map(|a| (a.name, a.requirement));
        let asked = |name: &str, requirement: &str| Some((name.to_owned(), requirement.to_owned()));
        assert_eq!(
            parsed("Zope.Interface[test] >= 4.0 ; python_version<'3'"),
            asked("zope-interface", ">=4.0")
        );
        assert_eq!(parsed("git+https://h/x.git#egg=My_Lib"), asked("my-lib", ""));
        assert_eq!(parsed("celery==4.2 --hash=sha256:0"), asked("celery", "==4.2"));
        assert_eq!(parsed("# comment"), None);
        assert_eq!(parsed("--index-url https://x"), None);
        assert_eq!(parsed("./local/path"), None);
        assert_eq!(parsed("a sentence of words"), None);
    }

    proptest! {
        #[test]
        fn any_line(line in ".{0,60}") {
            let _ = parse(&line);
        }
    }
}
