//! Counting labels.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Label, LanguageGroup, RepositoryLabels, Share, Verdict};

/// What labels say of a rule or a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Precision {
    /// Labels with a verdict.
    pub labelled: u32,
    /// Right ones.
    pub right: u32,
    /// Wrong ones.
    pub wrong: u32,
}

impl Precision {
    fn add(&mut self, verdict: Verdict) {
        self.labelled += 1;
        match verdict {
            Verdict::Right => self.right += 1,
            Verdict::Wrong => self.wrong += 1,
        }
    }

    /// Right ones of all with the interval.
    pub fn share(&self) -> Share {
        Share::new(self.right, self.labelled)
    }
}

/// A group or a rule with its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Group or rule.
    pub name: String,
    /// What is found today.
    pub now: Precision,
    /// Wrong places that a rule no longer finds since it was mended.
    pub mended: u32,
    /// Right places that a rule no longer finds.
    pub lost: u32,
}

/// How often a second judgement says what the first said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// Places judged twice.
    pub twice: u32,
    /// Places judged twice alike.
    pub alike: u32,
}

/// Everything counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// By group: the places of the latest draw of that group which are still found.
    pub groups: Vec<Row>,
    /// By group: the first draw as it was found, before rules were mended.
    pub first_draw: Vec<Row>,
    /// By group, only severities blocker, hard and mandatory of the latest draw.
    pub must: Vec<Row>,
    /// By rule: every labelled place that is still found, the most labelled first.
    pub rules: Vec<Row>,
    /// Second judgements.
    pub agreement: Agreement,
}

/// Counts. A label counts where it has a verdict.
pub fn tally(repositories: &[RepositoryLabels]) -> Tally {
    let labels: Vec<(&Label, Verdict)> = repositories
        .iter()
        .flat_map(|r| &r.label)
        .filter_map(|label| Some((label, label.verdict?)))
        .collect();
    let (mut first, mut last) = (BTreeMap::new(), BTreeMap::new());
    for (label, _) in &labels {
        for draw in &label.draws {
            let least = first.entry(label.group).or_insert(*draw);
            *least = (*least).min(*draw);
            let most = last.entry(label.group).or_insert(*draw);
            *most = (*most).max(*draw);
        }
    }
    let in_draw = |label: &Label, draws: &BTreeMap<LanguageGroup, u32>| {
        draws.get(&label.group).is_some_and(|d| label.draws.contains(d))
    };
    let mut groups = BTreeMap::<LanguageGroup, Row>::new();
    let mut first_draw = BTreeMap::<LanguageGroup, Row>::new();
    let mut must = BTreeMap::<LanguageGroup, Row>::new();
    let mut rules = BTreeMap::<&str, Row>::new();
    let mut agreement = Agreement::default();
    for (label, verdict) in labels {
        let group = || new_row(label.group.name());
        if in_draw(label, &first) {
            first_draw.entry(label.group).or_insert_with(group).now.add(verdict);
        }
        if in_draw(label, &last) {
            count(groups.entry(label.group).or_insert_with(group), label, verdict);
            if label.severity > seaworthy_rules::Grade::Advisory {
                count(must.entry(label.group).or_insert_with(group), label, verdict);
            }
        }
        count(rules.entry(&label.rule).or_insert_with(|| new_row(&label.rule)), label, verdict);
        if let Some(again) = label.again {
            agreement.twice += 1;
            agreement.alike += u32::from(again == verdict);
        }
    }
    let mut rules: Vec<Row> = rules.into_values().collect();
    rules.sort_by(|a, b| b.now.labelled.cmp(&a.now.labelled).then_with(|| a.name.cmp(&b.name)));
    Tally {
        groups: groups.into_values().collect(),
        first_draw: first_draw.into_values().collect(),
        must: must.into_values().collect(),
        rules,
        agreement,
    }
}

fn new_row(name: &str) -> Row {
    Row { name: name.to_owned(), now: Precision::default(), mended: 0, lost: 0 }
}

fn count(row: &mut Row, label: &Label, verdict: Verdict) {
    match (label.gone, verdict) {
        (false, _) => row.now.add(verdict),
        (true, Verdict::Wrong) => row.mended += 1,
        (true, Verdict::Right) => row.lost += 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_rules::Grade;

    fn label(rule: &str, draws: &[u32], verdict: Verdict, gone: bool) -> Label {
        Label {
            rule: rule.to_owned(),
            path: format!("{rule}{draws:?}{gone}"),
            line: 1,
            group: LanguageGroup::Go,
            severity: Grade::Mandatory,
            draws: draws.to_vec(),
            verdict: Some(verdict),
            again: Some(Verdict::Right),
            gone,
            reason: "because".to_owned(),
        }
    }

    #[test]
    fn the_latest_draw_counts_and_what_is_gone_does_not() {
        let labels = vec![
            label("a", &[1], Verdict::Wrong, true),
            label("a", &[1, 2], Verdict::Right, false),
            label("b", &[1], Verdict::Right, false),
            label("b", &[2], Verdict::Wrong, false),
        ];
        let repository =
            RepositoryLabels { repository: "a/b".to_owned(), commit: String::new(), label: labels };
        let counted = tally(&[repository]);
        let go = &counted.groups[0];
        assert_eq!((go.now.right, go.now.wrong, go.mended), (1, 1, 0));
        assert_eq!(counted.first_draw[0].now, Precision { labelled: 3, right: 2, wrong: 1 });
        assert_eq!(counted.must, counted.groups);
        let a = counted.rules.iter().find(|r| r.name == "a").unwrap();
        assert_eq!((a.now.labelled, a.mended, a.lost), (1, 1, 0));
        assert_eq!(counted.agreement, Agreement { twice: 4, alike: 2 });
    }

    #[test]
    fn stubs_do_not_count() {
        let mut stub = label("a", &[1], Verdict::Right, false);
        stub.verdict = None;
        let repository =
            RepositoryLabels { repository: "a/b".into(), commit: String::new(), label: vec![stub] };
        assert_eq!(tally(&[repository]), Tally::default());
    }
}
