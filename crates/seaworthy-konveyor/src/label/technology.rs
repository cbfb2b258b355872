//! Labels that name technologies: where an application comes from and where it goes.

use std::collections::BTreeSet;

use super::{Label, Selector};
use crate::Ruleset;

/// Key of the technology a rule is about.
pub const SOURCE_LABEL: &str = "konveyor.io/source";
/// Key of the technology a rule leads to.
pub const TARGET_LABEL: &str = "konveyor.io/target";

/// The technologies that rules name, each without the sign of a range, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Technologies {
    /// Values of [`SOURCE_LABEL`].
    pub sources: BTreeSet<String>,
    /// Values of [`TARGET_LABEL`].
    pub targets: BTreeSet<String>,
}

/// The technologies of the labels of rules and rulesets.
pub fn technologies(rulesets: &[Ruleset]) -> Technologies {
    let mut found = Technologies::default();
    for ruleset in rulesets {
        let labels = ruleset.rules.iter().flat_map(|rule| &rule.labels).chain(&ruleset.labels);
        for label in labels.filter_map(|l| Label::parse(l).ok()) {
            let list = match label.key {
                SOURCE_LABEL => &mut found.sources,
                TARGET_LABEL => &mut found.targets,
                _ => continue,
            };
            let value = label.value.strip_suffix('+').unwrap_or(label.value);
            let value = value.strip_suffix('-').unwrap_or(value);
            if !value.is_empty() && !list.contains(value) {
                list.insert(value.to_owned());
            }
        }
    }
    found
}

/// The expression that `--source` and `--target` mean: any of the targets and any of the sources, and what discovers
/// technologies. `None` where both are empty.
pub fn technology_selector(sources: &[String], targets: &[String]) -> Option<String> {
    let any = |key: &str, values: &[String]| {
        let labels: Vec<String> = values.iter().map(|value| format!("{key}={value}")).collect();
        (!labels.is_empty()).then(|| format!("({})", labels.join(" || ")))
    };
    match (any(TARGET_LABEL, targets), any(SOURCE_LABEL, sources)) {
        (Some(targets), Some(sources)) => Some(format!("({targets} && {sources}) || (discovery)")),
        (Some(one), None) | (None, Some(one)) => Some(format!("{one} || (discovery)")),
        (None, None) => None,
    }
}

/// The selector of dependencies that kantra takes by default: no open-source libraries.
pub fn dependency_selector() -> Option<Selector> {
    Selector::parse("!konveyor.io/dep-source=open-source").ok()
}
