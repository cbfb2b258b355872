//! Konveyor rules beside the native ones.

use std::path::Path;

use seaworthy_analyzer::{Analysis, Options as AnalyzerOptions, Semantics, analyse, base_uri};
use seaworthy_base::{Code, Diagnostic};
use seaworthy_exchange::adopt;
use seaworthy_konveyor::{FailingRule, Ruleset};
use seaworthy_rules::Rule;

use crate::Options;
use crate::worker::FileResult;

/// Rules in Konveyor's language, as its loader gives them.
#[derive(Clone, Debug, Default)]
pub struct KonveyorRules {
    /// The rules.
    pub rulesets: Vec<Ruleset>,
    /// Rules that cannot be evaluated.
    pub failing: Vec<FailingRule>,
}

impl KonveyorRules {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rulesets.iter().all(|r| r.rules.is_empty()) && self.failing.is_empty()
    }
}

/// Runs the Konveyor rules as their authors mean them, adds what they find to the results of the files, and gives the
/// rules that found something; their numbers follow those of the native rules. `base` is the folder of the application.
pub(crate) fn run(
    base: &Path,
    options: &Options,
    results: &mut [FileResult],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Rule> {
    let analyzer = AnalyzerOptions {
        semantics: Semantics::Mended,
        context_lines: 1,
        threads: options.threads,
        ..AnalyzerOptions::default()
    };
    let report = analyse(&Analysis {
        base,
        rulesets: &options.konveyor.rulesets,
        failing: &options.konveyor.failing,
        options: &analyzer,
    });
    let root: std::sync::Arc<str> = ".".into();
    let report = match report {
        Ok(report) => report,
        Err(error) => {
            let message = format!("the Konveyor rules could not be run: {error}");
            diagnostics.push(Diagnostic::warning(Code::BadRule, &root, message));
            return Vec::new();
        }
    };
    for (rule, reason) in report.results.iter().flat_map(|r| &r.errors) {
        let message = format!("the rule {rule} could not be evaluated: {reason}");
        diagnostics.push(Diagnostic::warning(Code::BadRule, &root, message));
    }
    diagnostics.extend(report.problems);
    let adopted = adopt(&report.results, &base_uri(base), options.rules.rules.len());
    for said in adopted.without_place {
        let message = format!("of the application as a whole, {said}");
        diagnostics.push(Diagnostic::note(Code::FoundWithoutPlace, &root, message));
    }
    for hit in adopted.hits {
        let path = &hit.evidence.path;
        // What the inventory leaves out (its own reports, ignored files) is no part of the application.
        if let Ok(index) = results.binary_search_by(|r| r.summary.path.as_ref().cmp(path.as_ref()))
        {
            results[index].hits.push(hit);
        }
    }
    adopted.rules
}
