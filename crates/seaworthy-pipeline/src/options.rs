//! What a run is asked to do.

use std::num::NonZeroUsize;

use seaworthy_assess::{Tool, Weights, WeightsError};
use seaworthy_base::ContentHash;
use seaworthy_manifests::DraftOptions;
use seaworthy_matching::Ignore;
use seaworthy_rules::{Plan, RuleSet};
use seaworthy_source::Limits;

use crate::{KonveyorRules, LocalMaven};

/// Everything that decides a result besides the input itself.
#[derive(Debug)]
pub struct Options {
    /// Bounds on what is read.
    pub limits: Limits,
    /// The rules.
    pub rules: RuleSet,
    /// The rules, compiled.
    pub plan: Plan,
    /// Rules in Konveyor's language, which are run beside them.
    pub konveyor: KonveyorRules,
    /// Findings that a file silences, beside the comments in the code.
    pub ignores: Vec<Ignore>,
    /// The day of the run, `YYYY-MM-DD`, for what is silenced until a day; empty where none shall expire.
    pub today: String,
    /// Weights of the readiness model.
    pub weights: Weights,
    /// What Maven would know on this machine; empty by default.
    pub maven: LocalMaven,
    /// Whether libraries that lie in the application are hashed, for a bill of materials.
    pub hash_libraries: bool,
    /// How manifests are drafted.
    pub drafts: DraftOptions,
    /// Worker threads.
    pub threads: NonZeroUsize,
}

impl Options {
    /// Options with the given rules, weights as shipped, and as many threads as there are processors.
    ///
    /// Fails only if the weights that are part of the binary are wrong, which a test rules out.
    pub fn new(rules: RuleSet) -> Result<Self, WeightsError> {
        let plan = Plan::compile(&rules);
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            limits: Limits::default(),
            rules,
            plan,
            konveyor: KonveyorRules::default(),
            maven: LocalMaven::default(),
            hash_libraries: false,
            ignores: Vec::new(),
            today: String::new(),
            weights: Weights::load("", "")?,
            drafts: DraftOptions::default(),
            threads,
        })
    }

    /// What makes a result, for the given input.
    pub(crate) fn tool(&self, input: ContentHash) -> Tool {
        Tool {
            name: "seaworthy".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: "RM-1".to_owned(),
            input,
            rules: self.hash(),
        }
    }

    /// A hash over everything that changes the result: version, rules, weights, limits. Threads do not.
    pub fn hash(&self) -> ContentHash {
        // The day is left out: it matters only once something has expired, see `portfolio`.
        let shown = format!(
            "{:?}|{:?}|{:?}|{:?}|{:?}",
            self.weights, self.limits, self.drafts, self.ignores, self.maven
        );
        let konveyor =
            if self.konveyor.is_empty() { String::new() } else { format!("{:?}", self.konveyor) };
        ContentHash::of_parts([
            env!("CARGO_PKG_VERSION").as_bytes(),
            self.rules.hash.as_str().as_bytes(),
            shown.as_bytes(),
            konveyor.as_bytes(),
        ])
    }
}
