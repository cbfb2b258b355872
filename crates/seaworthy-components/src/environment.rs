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
        && !is_of_shell(name)
}

/// Variables that a shell sets, or that the session around it does: nobody sets them for the application.
fn is_of_shell(name: &str) -> bool {
    const SET: [&str; 44] = [
        "_",
        "COLUMNS",
        "COMP_WORDS",
        "DISPLAY",
        "EDITOR",
        "EUID",
        "FUNCNAME",
        "GROUPS",
        "HISTFILE",
        "HOME",
        "HOSTNAME",
        "HOSTTYPE",
        "IFS",
        "LANG",
        "LANGUAGE",
        "LINENO",
        "LINES",
        "LOGNAME",
        "MACHTYPE",
        "MAIL",
        "OLDPWD",
        "OPTARG",
        "OPTERR",
        "OPTIND",
        "OSTYPE",
        "PAGER",
        "PATH",
        "PIPESTATUS",
        "PPID",
        "PS1",
        "PS2",
        "PS4",
        "PWD",
        "RANDOM",
        "REPLY",
        "SECONDS",
        "SHELL",
        "SHLVL",
        "TERM",
        "TMPDIR",
        "UID",
        "USER",
        "VISUAL",
        "ZSH_VERSION",
    ];
    SET.contains(&name)
        || ["BASH_", "LC_", "SUDO_", "XDG_"].iter().any(|start| name.starts_with(start))
        || name == "BASH"
}

/// Whether a path names something: not the folder of the process, not a stream or device.
fn is_file(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    !matches!(path, "" | "." | ".." | "-" | "/dev") && !path.starts_with("/dev/")
}

/// The places it writes to, at most a hundred.
pub(crate) fn writes(signals: &[&Signal]) -> Vec<Claim<WritePath>> {
    let mut found: BTreeMap<(Option<&str>, bool), Vec<Evidence>> = BTreeMap::new();
    for signal in signals.iter().filter(|s| s.kind == FactKind::FileWrite && is_file(&s.name)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_base::Position;
    use std::sync::Arc;

    fn signal(kind: FactKind, name: &str) -> Signal {
        let path: Arc<str> = Arc::from("bin/run.sh");
        Signal {
            kind,
            name: name.into(),
            value: "".into(),
            temporary: false,
            evidence: Evidence::cause(&path, Position { line: 1, column: 1 }, name),
        }
    }

    #[test]
    fn what_a_shell_sets_is_no_key_of_the_application() {
        let names = ["RANDOM", "IFS", "1", "@", "BASH_SOURCE", "HOME", "LC_ALL", "SHOP_DB", "PORT"];
        let signals: Vec<Signal> = names.map(|n| signal(FactKind::EnvRead, n)).into();
        let found = variables(&signals.iter().collect::<Vec<_>>());
        let found: Vec<&str> = found.iter().map(|c| c.value.name.as_str()).collect();
        assert_eq!(found, ["PORT", "SHOP_DB"]);
    }

    #[test]
    fn devices_and_the_current_folder_are_no_files() {
        let names = [".", "/dev/null", "/dev/stderr", "-", "..", "./", "?", "/var/x", "./data"];
        let signals: Vec<Signal> = names.map(|n| signal(FactKind::FileWrite, n)).into();
        let found = writes(&signals.iter().collect::<Vec<_>>());
        let found: Vec<_> = found.iter().map(|c| c.value.path.as_deref()).collect();
        assert_eq!(found, [None, Some("./data"), Some("/var/x")]);
    }
}
