//! What a run is asked to do.

use std::num::NonZeroUsize;
use std::path::Path;

use seaworthy_konveyor::{FailingRule, Ruleset};
use seaworthy_providers::DEFAULT_KUBERNETES;
use serde::{Deserialize, Serialize};

use crate::Semantics;

/// An application, rules, and how to run them.
#[derive(Clone, Copy, Debug)]
pub struct Analysis<'a> {
    /// Folder of the application. A relative path gives relative addresses of incidents.
    pub base: &'a Path,
    /// The rules.
    pub rulesets: &'a [Ruleset],
    /// Rules that the loader could not make sense of; they end among the errors.
    pub failing: &'a [FailingRule],
    /// How to run them.
    pub options: &'a Options,
}

/// Whether libraries are looked at.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The application's own files.
    #[default]
    SourceOnly,
    /// Libraries too. Class files are not read: what is found differs from the other mode only in the dependencies that
    /// are listed.
    Full,
}

/// How rules are run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whose way of understanding rules is followed.
    pub semantics: Semantics,
    /// Whether libraries are looked at.
    pub mode: Mode,
    /// Chooses rules by their labels; `None` for all.
    pub label_selector: Option<String>,
    /// Chooses incidents by their variables; `None` for all.
    pub incident_selector: Option<String>,
    /// Chooses incidents in libraries by the labels of the library; `None` for all.
    pub dependency_label_selector: Option<String>,
    /// Version of the cluster that `yaml.k8sResourceMatched` has in mind, with a leading `v`.
    pub kubernetes: String,
    /// Whether the libraries of the build files are listed in the report. Conditions on them are asked in any case.
    pub dependencies: bool,
    /// Whether incidents carry their excerpt. Variables are taken from the code in any case.
    pub snippets: bool,
    /// Lines above and below the place in an excerpt.
    pub context_lines: u32,
    /// Most incidents per rule; `None` for all.
    pub incident_limit: Option<usize>,
    /// Most excerpts per file and rule; `None` for all.
    pub snippet_limit: Option<usize>,
    /// Threads to use. The result does not depend on it.
    pub threads: NonZeroUsize,
}

impl Default for Options {
    /// What `kantra analyze` does by default, without libraries and on one thread.
    fn default() -> Self {
        Self {
            semantics: Semantics::Exact,
            mode: Mode::SourceOnly,
            label_selector: None,
            incident_selector: None,
            dependency_label_selector: None,
            kubernetes: DEFAULT_KUBERNETES.to_owned(),
            dependencies: true,
            snippets: true,
            context_lines: 100,
            incident_limit: None,
            snippet_limit: None,
            threads: NonZeroUsize::MIN,
        }
    }
}
