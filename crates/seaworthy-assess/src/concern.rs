//! What the model needs to know of a finding.

use seaworthy_rules::{Dimension, Grade, Remedy, Rule};

/// A rule that holds in a component, with the number of its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Concern {
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// Part of readiness.
    pub dimension: Dimension,
    /// How bad.
    pub grade: Grade,
    /// Kind of work.
    pub remedy: Remedy,
    /// Design effort: 1, 2, 3, 5, 8, 13.
    pub effort: u8,
    /// 0 to 1.
    pub confidence: f64,
    /// Distinct (file, function) places in production: `n`.
    pub occurrences: u32,
}

impl Concern {
    /// The concern of a rule with `occurrences` places.
    pub fn of(rule: &Rule, occurrences: u32) -> Self {
        Self {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            dimension: rule.dimension,
            grade: rule.grade,
            remedy: rule.remedy,
            effort: rule.effort,
            confidence: rule.tier.confidence(),
            occurrences,
        }
    }

    /// Whether it is a burden: found in production, and no positive evidence.
    pub fn is_open(&self) -> bool {
        self.occurrences > 0 && self.grade != Grade::Positive
    }

    /// Whether it must be solved before the component can go.
    pub fn is_gating(&self) -> bool {
        self.is_open() && self.grade >= Grade::Mandatory
    }
}
