//! Seeds: anti-patterns that are put into samples.

use std::fs;
use std::path::Path;

use seaworthy_rules::{Example, Rule};
use serde::Deserialize;
use walkdir::WalkDir;

use crate::run::write_files;
use crate::{RunError, SnippetFile};

/// An anti-pattern, the sample it goes into, and where it must be found.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// Id of the rule that must find it.
    pub rule: String,
    /// The syntactic shape, in a few words.
    pub shape: String,
    /// Folder below `samples/`; the one that `[[into]]` names for the rule if there is none, and no sample at all if that
    /// names none either.
    #[serde(default)]
    pub sample: Option<String>,
    /// The file that is added, or into which the source is put.
    pub path: String,
    /// Text of a line of the sample's file after which the source is put; without it the file is new.
    #[serde(default)]
    pub after: Option<String>,
    /// The source.
    pub source: String,
    /// Other files that belong to it, for example a manifest.
    #[serde(default)]
    pub also: Vec<SnippetFile>,
    /// Lines of the source at which the rule must hold, each a line or first and last of a statement over several.
    pub expect: Vec<Expected>,
}

/// A line, or a statement over several lines, any of which may be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Expected {
    /// Exactly this line; 0 for the file as a whole.
    Line(u32),
    /// Any line from the first to the last.
    Lines(u32, u32),
}

impl Expected {
    /// Whether a finding at this line is meant.
    pub fn holds(self, line: u32) -> bool {
        match self {
            Self::Line(own) => own == line,
            Self::Lines(first, last) => (first..=last).contains(&line),
        }
    }

    /// The same so many lines further down; a file as a whole stays one.
    pub(crate) fn down(self, by: u32) -> Self {
        match self {
            Self::Line(0) => self,
            Self::Line(line) => Self::Line(line + by),
            Self::Lines(first, last) => Self::Lines(first + by, last + by),
        }
    }
}

impl Seed {
    /// The example of a rule as it stands.
    pub fn of_example(rule: &Rule, example: &Example) -> Self {
        Self {
            rule: rule.id.clone(),
            shape: "as written".to_owned(),
            sample: None,
            path: example.path.clone(),
            after: None,
            source: example.source.clone(),
            also: example
                .also
                .iter()
                .map(|f| SnippetFile { path: f.path.clone(), source: f.source.clone() })
                .collect(),
            expect: example.expect.iter().map(|line| Expected::Line(*line)).collect(),
        }
    }

    /// Copies the sample to `root` and puts the seed into it. Gives the lines at which it must be found.
    pub(crate) fn plant(
        &self,
        samples: &Path,
        sample: Option<&str>,
        root: &Path,
    ) -> Result<Vec<Expected>, RunError> {
        if let Some(sample) = self.sample.as_deref().or(sample) {
            copy(&samples.join(sample), root)?;
        }
        write_files(root, &self.also)?;
        let Some(after) = &self.after else {
            let source = self.source.clone();
            write_files(root, &[SnippetFile { path: self.path.clone(), source }])?;
            return Ok(self.expect.clone());
        };
        let nowhere =
            || RunError::Seed(format!("{}: no line of {} holds `{after}`", self.rule, self.path));
        let text = fs::read_to_string(root.join(&self.path)).map_err(|_| nowhere())?;
        let at = text.lines().position(|line| line.contains(after.as_str())).ok_or_else(nowhere)?;
        let mut lines: Vec<&str> = text.lines().collect();
        lines.splice(at + 1..=at, self.source.lines());
        let source = lines.join("\n") + "\n";
        write_files(root, &[SnippetFile { path: self.path.clone(), source }])?;
        let by = u32::try_from(at + 1).unwrap_or(u32::MAX);
        Ok(self.expect.iter().map(|expected| expected.down(by)).collect())
    }
}

/// Copies a folder.
fn copy(from: &Path, to: &Path) -> Result<(), RunError> {
    if !from.is_dir() {
        return Err(RunError::Seed(format!("there is no sample at {}", from.display())));
    }
    for entry in WalkDir::new(from).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let path = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        let copied = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::copy(entry.path(), &path).map(|_| ()));
        copied.map_err(|error| RunError::Write { path, error })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed(after: Option<&str>) -> Seed {
        Seed {
            rule: "r".to_owned(),
            shape: "plain".to_owned(),
            sample: Some("shop".to_owned()),
            path: "a.rb".to_owned(),
            after: after.map(str::to_owned),
            source: "new\nlines\n".to_owned(),
            also: Vec::new(),
            expect: vec![Expected::Line(2), Expected::Lines(1, 2), Expected::Line(0)],
        }
    }

    #[test]
    fn a_seed_is_put_after_its_anchor() {
        let folder = tempfile::tempdir().unwrap();
        let samples = folder.path().join("samples");
        fs::create_dir_all(samples.join("shop/lib")).unwrap();
        fs::write(samples.join("shop/a.rb"), "one\ntwo\nthree\n").unwrap();
        fs::write(samples.join("shop/lib/b.rb"), "b").unwrap();
        let root = folder.path().join("app");
        let expected = seed(Some("two")).plant(&samples, None, &root).unwrap();
        assert_eq!(fs::read_to_string(root.join("a.rb")).unwrap(), "one\ntwo\nnew\nlines\nthree\n");
        assert_eq!(fs::read_to_string(root.join("lib/b.rb")).unwrap(), "b");
        assert_eq!(expected, [Expected::Line(4), Expected::Lines(3, 4), Expected::Line(0)]);
        assert!(expected[1].holds(3) && !expected[1].holds(5));
        assert!(seed(Some("four")).plant(&samples, None, &root).is_err());
        assert_eq!(seed(None).plant(&samples, None, &root).unwrap(), seed(None).expect);
    }

    #[test]
    fn a_sample_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(seed(None).plant(folder.path(), None, &folder.path().join("app")).is_err());
    }
}
