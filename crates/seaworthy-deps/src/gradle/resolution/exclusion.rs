//! What is left out on the way to a library.

use std::collections::BTreeSet;
use std::sync::Arc;

/// Most rules that are kept; what lies beyond leaves nothing out.
const MAX_RULES: usize = 4000;

/// A name, or any.
type Name = Option<Arc<str>>;

/// A set of libraries: those that one of its rules names, each by group and module, `None` for any. A library that is
/// reached in several ways is left out where all of them leave it out, so sets are both united and met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Exclusions {
    rules: BTreeSet<(Name, Name)>,
}

impl Exclusions {
    /// The set of everything.
    pub(super) fn all() -> Self {
        Self { rules: BTreeSet::from([(None, None)]) }
    }

    /// A set of rules; an empty name or `*` stands for any.
    pub(super) fn of<'n>(rules: impl Iterator<Item = (&'n str, &'n str)>) -> Self {
        let name = |text: &str| (!text.is_empty() && text != "*").then(|| Arc::from(text));
        let mut found = Self::default();
        for (group, module) in rules {
            found.add((name(group), name(module)));
        }
        found
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether a library is in the set.
    pub(super) fn holds(&self, group: &str, module: &str) -> bool {
        if self.rules.is_empty() {
            return false;
        }
        let (group, module) = (Some(Arc::from(group)), Some(Arc::from(module)));
        self.covers(&(group, module))
    }

    /// Whether a rule, or a wider one, is in the set.
    fn covers(&self, rule: &(Name, Name)) -> bool {
        let (group, module) = rule;
        self.rules.contains(&(None, None))
            || self.rules.contains(rule)
            || self.rules.contains(&(group.clone(), None))
            || self.rules.contains(&(None, module.clone()))
    }

    fn add(&mut self, rule: (Name, Name)) {
        if self.covers(&rule) {
            return;
        }
        let (group, module) = &rule;
        let narrower = |(g, m): &(Name, Name)| {
            (group.is_none() || g == group) && (module.is_none() || m == module)
        };
        if group.is_none() || module.is_none() {
            self.rules.retain(|other| !narrower(other));
        }
        if self.rules.len() < MAX_RULES {
            self.rules.insert(rule);
        }
    }

    /// What one of both holds.
    pub(super) fn union(&self, other: &Self) -> Self {
        let mut found = self.clone();
        for rule in &other.rules {
            found.add(rule.clone());
        }
        found
    }

    /// What both hold.
    pub(super) fn meet(&self, other: &Self) -> Self {
        let mut found = Self::default();
        if self == other {
            return self.clone();
        }
        for a in &self.rules {
            for b in &other.rules {
                let names = (both(&a.0, &b.0), both(&a.1, &b.1));
                if let (Some(group), Some(module)) = names {
                    found.add((group, module));
                }
            }
        }
        found
    }
}

/// The name that both names mean; `None` where there is none.
fn both(a: &Name, b: &Name) -> Option<Name> {
    match (a, b) {
        (None, other) | (other, None) => Some(other.clone()),
        (Some(a), Some(b)) => (a == b).then(|| Some(Arc::clone(a))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set() -> impl Strategy<Value = Exclusions> {
        let name = prop::sample::select(vec!["", "a", "b", "c"]);
        prop::collection::vec((name.clone(), name), 0..5)
            .prop_map(|rules| Exclusions::of(rules.into_iter()))
    }

    proptest! {
        #[test]
        fn sets_behave_as_sets(x in set(), y in set(), g in "[abcd]", m in "[abcd]") {
            let (in_x, in_y) = (x.holds(&g, &m), y.holds(&g, &m));
            prop_assert_eq!(x.union(&y).holds(&g, &m), in_x || in_y);
            prop_assert_eq!(x.meet(&y).holds(&g, &m), in_x && in_y);
            // One form for each set, so that a walk sees when nothing changes any more.
            prop_assert_eq!(x.union(&y), y.union(&x));
            prop_assert_eq!(x.meet(&y), y.meet(&x));
            prop_assert_eq!(x.meet(&x.union(&y)), x.clone());
            prop_assert!(Exclusions::all().holds(&g, &m));
        }
    }
}
