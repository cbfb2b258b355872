//! What an existing Dockerfile says of the image that is run, and which of several Dockerfiles counts.

use std::collections::BTreeMap;

use seaworthy_facts::{FactKind, Language};

use crate::Signal;

/// The signals without those of other Dockerfiles than `dockerfile` and without those of build stages. `FROM` lines stay
/// all, for a builder's image tells the release of a platform.
pub(crate) fn of_running_stage<'s>(
    dockerfile: Option<&str>,
    signals: Vec<&'s Signal>,
) -> Vec<&'s Signal> {
    let stages = stages(dockerfile, &signals);
    let last = stages.len().saturating_sub(1);
    // The last stage is run, and what it builds on gives it the ports and the start that it does not set itself.
    let mut kept = vec![false; stages.len()];
    let mut at = (!stages.is_empty()).then_some(last);
    while let Some(index) = at {
        kept[index] = true;
        let base = stages[index].image.to_ascii_lowercase();
        at = stages[..index]
            .iter()
            .rposition(|s| s.name.is_some_and(|name| name.eq_ignore_ascii_case(&base)));
    }
    let mut overridden: BTreeMap<&str, usize> = BTreeMap::new();
    for signal in &signals {
        if let (true, Some(stage)) = (is_start(signal), stage_of(&stages, dockerfile, signal))
            && kept[stage]
        {
            let latest = overridden.entry(&signal.name).or_insert(stage);
            *latest = (*latest).max(stage);
        }
    }
    signals
        .into_iter()
        .filter(|signal| {
            if Language::of_path(&signal.evidence.path) != Language::Dockerfile {
                return true;
            }
            if Some(&*signal.evidence.path) != dockerfile {
                return false;
            }
            if signal.kind == FactKind::ConfigKey && signal.name.starts_with("FROM") {
                return true;
            }
            let Some(stage) = stage_of(&stages, dockerfile, signal) else { return false };
            kept[stage] && (!is_start(signal) || overridden.get(&*signal.name) == Some(&stage))
        })
        .collect()
}

/// Whether a `COPY` of a Dockerfile in folder `dir` takes the folder `root` from the sources.
pub(crate) fn copies(arguments: &str, dir: &str, root: &str) -> bool {
    let inside = match root.strip_prefix(dir) {
        Some(rest) if dir.is_empty() => rest,
        Some(rest) => match rest.strip_prefix('/') {
            Some(rest) => rest,
            None => return false,
        },
        None => return false,
    };
    let words: Vec<&str> = arguments.split_whitespace().collect();
    if inside.is_empty() || words.iter().any(|w| w.starts_with("--from")) {
        return false;
    }
    let sources = words.split_last().map_or(&[][..], |(_, sources)| sources);
    sources.iter().filter(|w| !w.starts_with("--")).any(|source| {
        let source = source.trim_matches(['"', '[', ']', ',']);
        let source = source.strip_prefix("./").unwrap_or(source).trim_end_matches('/');
        matches!(source, "" | ".") || source == inside || inside.starts_with(&format!("{source}/"))
    })
}

struct Stage<'s> {
    line: u32,
    image: &'s str,
    name: Option<&'s str>,
}

fn is_start(signal: &Signal) -> bool {
    signal.kind == FactKind::ConfigKey && matches!(&*signal.name, "CMD" | "ENTRYPOINT")
}

/// The stages in the order of the file.
fn stages<'s>(dockerfile: Option<&str>, signals: &[&'s Signal]) -> Vec<Stage<'s>> {
    let mut stages: Vec<Stage<'s>> = Vec::new();
    for signal in signals
        .iter()
        .filter(|s| s.kind == FactKind::ConfigKey && Some(&*s.evidence.path) == dockerfile)
    {
        match &*signal.name {
            "FROM" => stages.push(Stage {
                line: signal.evidence.at.line,
                image: &signal.value,
                name: None,
            }),
            "FROM.AS" => {
                if let Some(stage) = stages.last_mut() {
                    stage.name = Some(&signal.value);
                }
            }
            _ => {}
        }
    }
    stages
}

/// The stage a signal stands in; `None` before the first one and outside of the Dockerfile.
fn stage_of(stages: &[Stage<'_>], dockerfile: Option<&str>, signal: &Signal) -> Option<usize> {
    if Some(&*signal.evidence.path) != dockerfile {
        return None;
    }
    stages.partition_point(|s| s.line <= signal.evidence.at.line).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_base::{Evidence, Position};
    use std::sync::Arc;

    fn signal(path: &str, line: u32, kind: FactKind, name: &str, value: &str) -> Signal {
        let path: Arc<str> = Arc::from(path);
        Signal {
            kind,
            name: name.into(),
            value: value.into(),
            temporary: false,
            evidence: Evidence::cause(&path, Position { line, column: 1 }, value),
        }
    }

    fn kept(signals: &[Signal]) -> Vec<(&str, &str)> {
        of_running_stage(Some("Dockerfile"), signals.iter().collect())
            .into_iter()
            .filter(|s| !s.name.starts_with("FROM"))
            .map(|s| (&*s.name, &*s.value))
            .collect()
    }

    #[test]
    fn the_last_stage_and_what_it_builds_on_are_run() {
        let key = FactKind::ConfigKey;
        let signals = [
            signal("Dockerfile", 1, key, "FROM", "runtime:1"),
            signal("Dockerfile", 1, key, "FROM.AS", "base"),
            signal("Dockerfile", 2, FactKind::Listen, "80", ""),
            signal("Dockerfile", 3, key, "CMD", "[\"help\"]"),
            signal("Dockerfile", 4, key, "FROM", "sdk:1"),
            signal("Dockerfile", 4, key, "FROM.AS", "build"),
            signal("Dockerfile", 5, FactKind::Listen, "5005", ""),
            signal("Dockerfile", 6, key, "CMD", "[\"make\"]"),
            signal("Dockerfile", 7, key, "FROM", "base"),
            signal("Dockerfile", 7, key, "FROM.AS", "final"),
            signal("Dockerfile", 8, key, "CMD", "[\"run\"]"),
            signal("Dockerfile.debug", 1, key, "FROM", "x"),
            signal("Dockerfile.debug", 2, FactKind::Listen, "9999", ""),
            signal("src/a.js", 2, FactKind::Listen, "80", ""),
        ];
        assert_eq!(kept(&signals), [("80", ""), ("CMD", "[\"run\"]"), ("80", "")]);
    }

    #[test]
    fn copies_of_sources() {
        for (arguments, dir, root, expected) in [
            (". .", "", "admin", true),
            ("--chown=a:b ./admin/ ./x", "", "admin", true),
            ("client ./client", "", "client/web", true),
            ("--from=build /app/admin ./admin", "", "admin", false),
            ("src ./src", "", "admin", false),
            (". .", "api", "admin", false),
            (". .", "", "", false),
        ] {
            assert_eq!(copies(arguments, dir, root), expected, "{arguments}");
        }
    }

    #[test]
    fn an_inherited_start_counts_and_a_stage_named_after_itself_ends() {
        let key = FactKind::ConfigKey;
        let signals = [
            signal("Dockerfile", 1, key, "FROM", "node:20"),
            signal("Dockerfile", 1, key, "FROM.AS", "base"),
            signal("Dockerfile", 2, key, "CMD", "[\"node\"]"),
            signal("Dockerfile", 3, key, "FROM", "base"),
            signal("Dockerfile", 3, key, "FROM.AS", "base"),
        ];
        assert_eq!(kept(&signals), [("CMD", "[\"node\"]")]);
        assert!(of_running_stage(None, Vec::new()).is_empty());
    }
}
