//! What a component reads from its environment, where it writes, and when it runs.

use std::collections::BTreeMap;

use seaworthy_base::{Evidence, looks_secret};
use seaworthy_facts::FactKind;

use crate::{Claim, EnvVar, Signal, WritePath};

/// The variables it reads, sorted, each with up to three places.
pub(crate) fn variables(signals: &[&Signal]) -> Vec<Claim<EnvVar>> {
    let mut found: BTreeMap<&str, (Option<&str>, Vec<Evidence>)> = BTreeMap::new();
    for signal in signals.iter().filter(|s| s.kind == FactKind::EnvRead && is_variable(&s.name)) {
        let (default, places) = found.entry(&signal.name).or_default();
        if default.is_none() && !signal.value.is_empty() {
            *default = Some(&signal.value);
        }
        if places.len() < 3 {
            places.push(signal.evidence.clone());
        }
    }
    found
        .into_iter()
        .map(|(name, (default, evidence))| {
            let secret = looks_secret(name);
            let default = default.filter(|_| !secret).map(str::to_owned);
            Claim { value: EnvVar { name: name.to_owned(), default, secret }, evidence }
        })
        .collect()
}

fn is_variable(name: &str) -> bool {
    name.len() <= 100
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !matches!(
            name,
            "PATH" | "HOME" | "PWD" | "USER" | "SHELL" | "TERM" | "TMPDIR" | "LANG" | "_"
        )
}

/// The places it writes to, at most a hundred.
pub(crate) fn writes(signals: &[&Signal]) -> Vec<Claim<WritePath>> {
    let mut found: BTreeMap<(Option<&str>, bool), Vec<Evidence>> = BTreeMap::new();
    for signal in signals.iter().filter(|s| s.kind == FactKind::FileWrite) {
        let temporary =
            signal.temporary || &*signal.name == "<temp>" || signal.name.starts_with("/tmp");
        let path = Some(&*signal.name).filter(|p| !p.is_empty() && *p != "?" && *p != "<temp>");
        let places = found.entry((path, temporary)).or_default();
        if places.len() < 3 {
            places.push(signal.evidence.clone());
        }
    }
    found
        .into_iter()
        .take(100)
        .map(|((path, temporary), evidence)| Claim {
            value: WritePath { path: path.map(str::to_owned), temporary },
            evidence,
        })
        .collect()
}

/// The schedules of crontabs, timers and annotations, as written.
pub(crate) fn schedules(signals: &[&Signal]) -> Vec<Claim<String>> {
    signals
        .iter()
        .filter(|s| !s.value.trim().is_empty())
        .filter_map(|s| match s.kind {
            FactKind::ConfigKey
                if s.name.starts_with("cron/") || &*s.name == "Timer/OnCalendar" =>
            {
                Some(Claim::new(s.value.to_string(), s.evidence.clone()))
            }
            FactKind::Annotation
                if s.name.ends_with("Scheduled") || s.name.ends_with(".Schedule") =>
            {
                Some(Claim::new(s.value.to_string(), s.evidence.clone()))
            }
            _ => None,
        })
        .take(50)
        .collect()
}
