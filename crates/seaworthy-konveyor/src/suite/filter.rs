//! Which tests run.

use std::collections::BTreeSet;

use super::Suite;

/// Rules and cases to run: `rule-a,rule-b#case`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Empty for everything.
    names: BTreeSet<String>,
}

impl Filter {
    /// Reads the names, separated by commas, nothing trimmed: ids of rules, or `id#case`.
    pub fn parse(text: &str) -> Self {
        Self { names: text.split(',').filter(|n| !n.is_empty()).map(str::to_owned).collect() }
    }

    /// Leaves the chosen tests.
    pub(super) fn apply(&self, suite: &mut Suite) {
        if self.names.is_empty() {
            return;
        }
        suite.tests.retain_mut(|test| {
            if self.names.contains(&test.rule) {
                return true;
            }
            test.cases.retain(|case| self.names.contains(&format!("{}#{}", test.rule, case.name)));
            !test.cases.is_empty()
        });
    }
}
