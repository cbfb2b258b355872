//! Asking the libraries.

use seaworthy_konveyor::{DependencyQuery, Leaf, Value};

use crate::content::LazyRegex;
use crate::dependency::version::{Bounds, Version};
use crate::dependency::{BuildFile, Library};
use crate::{Hit, LeafError, LeafId};

/// The dependency conditions of all rules.
#[derive(Debug, Default)]
pub struct DependencyPlan {
    questions: Vec<Question>,
}

#[derive(Debug)]
struct Question {
    leaf: LeafId,
    query: DependencyQuery,
    names: Option<LazyRegex>,
    /// Bounds, or the text that is no version; that only matters where a library with a version is found.
    bounds: Result<Bounds, String>,
}

impl DependencyPlan {
    /// Takes the dependency conditions out of the list of all leaves. A name that is no regular expression is an error.
    pub fn compile(leaves: &[Leaf]) -> (Self, Vec<LeafError>) {
        let mut questions = Vec::new();
        let mut errors = Vec::new();
        for (leaf, query) in (0..).zip(leaves).filter_map(|(i, leaf)| match leaf {
            Leaf::Dependency(query) => Some((i, query)),
            _ => None,
        }) {
            let names = match query.name_regex.as_str() {
                "" => None,
                pattern => match LazyRegex::new(pattern) {
                    Ok(regex) => Some(regex),
                    Err(error) => {
                        let message = format!("nameregex cannot be read: {error}");
                        errors.push(LeafError { leaf, message });
                        continue;
                    }
                },
            };
            let bounds = Bounds::read(&query.lower, &query.upper).map_err(str::to_owned);
            questions.push(Question { leaf, query: query.clone(), names, bounds });
        }
        (Self { questions }, errors)
    }

    /// Whether no rule asks for libraries, so that no build file need be read.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// Asks the builds. The variables of a hit are `name`, `version` and, where no bound was held against it, `type`;
    /// name and version of the last hit of a leaf are what a chained condition sees. A version that cannot be read is
    /// an error of the leaf.
    pub fn run(&self, builds: &[BuildFile]) -> (Vec<Hit>, Vec<LeafError>) {
        let mut hits = Vec::new();
        let mut errors = Vec::new();
        for question in &self.questions {
            let before = hits.len();
            if let Err(message) = question.ask(builds, &mut hits) {
                hits.truncate(before);
                errors.push(LeafError { leaf: question.leaf, message });
            }
        }
        (hits, errors)
    }
}

impl Question {
    fn ask(&self, builds: &[BuildFile], hits: &mut Vec<Hit>) -> Result<(), String> {
        for build in builds.iter().filter(|b| b.provider == self.query.provider) {
            for library in &build.libraries {
                let exact = library.name == self.query.name;
                if !exact && !self.names.as_ref().is_some_and(|n| n.is_match(&library.name)) {
                    continue;
                }
                hits.extend(self.hold(build, library)?);
                // The exact name is looked for once a build, whether the version is right or not.
                if exact {
                    break;
                }
            }
        }
        Ok(())
    }

    fn hold(&self, build: &BuildFile, library: &Library) -> Result<Option<Hit>, String> {
        let mut variables = vec![
            ("name", Value::from(library.name.as_str())),
            ("version", Value::from(library.version.as_str())),
        ];
        // What a starter brings has a version, even though it is not known.
        let holds_always = matches!(&self.bounds, Ok(bounds) if bounds.hold_always());
        if library.version.is_empty() && library.indirect && !holds_always {
            return Ok(None);
        }
        if library.version.is_empty() || matches!(&self.bounds, Ok(bounds) if bounds.is_empty()) {
            variables.insert(1, ("type", Value::from(library.scope.as_str())));
        } else {
            let version = Version::read(&library.version).ok_or_else(|| {
                format!(
                    "{} has a version that cannot be compared: {}",
                    library.name, library.version
                )
            })?;
            let bounds =
                self.bounds.as_ref().map_err(|text| format!("a bound is no version: {text}"))?;
            if !bounds.hold(&version) {
                return Ok(None);
            }
        }
        Ok(Some(Hit {
            leaf: self.leaf,
            file: build.file,
            line: library.line.unwrap_or(0),
            location: library.line.map(|line| (line, line)),
            variables,
        }))
    }
}
