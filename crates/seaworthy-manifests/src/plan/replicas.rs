//! How many copies may run: two, unless something found would break.

use seaworthy_base::Evidence;
use seaworthy_components::{Component, ComponentKind};
use seaworthy_rules::{Dimension, Grade};

use super::{Application, Decision, Storage};

/// Copies and how they are replaced.
#[derive(Clone, Debug)]
pub(crate) struct Replicas {
    /// One or two.
    pub(crate) count: Decision<i64>,
    /// Reasons why the old copy must be gone before the new one starts; empty where both may run for a while.
    pub(crate) recreate: Vec<Evidence>,
}

/// Decides from volumes, schedules and findings about state.
pub(crate) fn plan(
    application: &Application<'_>,
    component: &Component,
    storage: &Storage,
) -> Replicas {
    let claims: Vec<Evidence> =
        storage.volumes.iter().filter(|v| v.is_claim()).flat_map(|v| v.why.clone()).collect();
    if !claims.is_empty() {
        let count = Decision::new(1, claims.clone())
            .todo("one copy, because its volume is mounted by one node: move the files to object storage to have more");
        return Replicas { count, recreate: claims };
    }
    let schedules: Vec<Evidence> = match component.kind {
        ComponentKind::Web | ComponentKind::Worker => {
            component.schedules.iter().flat_map(|s| s.evidence.clone()).collect()
        }
        _ => Vec::new(),
    };
    if !schedules.is_empty() {
        let count = Decision::new(1, schedules.clone())
            .todo("one copy, because it has timers that every copy would run: move them to a CronJob or use a lock");
        return Replicas { count, recreate: schedules };
    }
    let state = application.findings_of(component).find(|f| {
        f.grade >= Grade::Hard && matches!(f.dimension, Dimension::State | Dimension::Storage)
    });
    let count = match state {
        Some(finding) => {
            let why = finding.first().cloned().into_iter().collect::<Vec<_>>();
            Decision::new(1, why).todo(&format!(
                "one copy, because of {}: {}; two are safe once that is solved",
                finding.rule, finding.title
            ))
        }
        None => Decision::default_of(2, "nothing found that keeps two copies from running"),
    };
    Replicas { count, recreate: Vec::new() }
}
