//! Lock files: `gradle.lockfile`, and one for each configuration under `gradle/dependency-locks/`.

use seaworthy_base::Evidence;

use crate::source::Source;
use crate::{Scope, place};

/// What one lock file holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lock {
    pub(super) entries: Vec<Locked>,
}

/// One library that was resolved.
#[derive(Clone, Debug)]
pub(in crate::gradle) struct Locked {
    /// `group:artifact`.
    pub(super) name: String,
    pub(super) version: String,
    pub(super) scope: Scope,
    pub(super) evidence: Evidence,
}

pub(super) fn read(source: &Source<'_>) -> Lock {
    // The old form has no list of configurations: the file is named by its one.
    let own = place::stem(&source.path);
    let mut lock = Lock::default();
    for (number, line) in (1..).zip(source.text.lines()) {
        let line = line.trim();
        let (coordinates, configurations) = line.split_once('=').unwrap_or((line, own));
        let mut parts = coordinates.split(':');
        if let (Some(group), Some(artifact), Some(version), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
            && !line.starts_with('#')
        {
            lock.entries.push(Locked {
                name: format!("{group}:{artifact}"),
                version: version.to_owned(),
                scope: scope_of(configurations),
                evidence: source.line(number),
            });
        }
    }
    lock
}

/// What part a library plays that was resolved for these configurations: the one nearest to what is shipped.
fn scope_of(configurations: &str) -> Scope {
    let lower = configurations.to_ascii_lowercase();
    let names = || lower.split(',').map(str::trim).filter(|n| !n.contains("test"));
    let shipped =
        |n: &str| n.ends_with("runtimeclasspath") || matches!(n, "runtime" | "compile" | "default");
    if names().any(shipped) {
        Scope::Runtime
    } else if names().any(|n| n.ends_with("compileclasspath") || n.starts_with("provided")) {
        Scope::Provided
    } else if lower.contains("test") {
        Scope::Test
    } else {
        Scope::Dev
    }
}
