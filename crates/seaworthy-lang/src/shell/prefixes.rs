//! Commands that start the command after them.

/// How many words before the command that a prefix starts, and which of its options take a word.
struct Prefix {
    name: &'static str,
    /// Options that are followed by a value of their own.
    valued: &'static [&'static str],
    /// Words of its own before the command: the user of `gosu`, the time of `timeout`.
    words: usize,
}

const PREFIXES: &[Prefix] = &[
    Prefix { name: "builtin", valued: &[], words: 0 },
    Prefix { name: "busybox", valued: &[], words: 0 },
    Prefix { name: "chroot", valued: &[], words: 1 },
    Prefix { name: "chrt", valued: &[], words: 1 },
    Prefix { name: "command", valued: &[], words: 0 },
    Prefix { name: "doas", valued: &["-u", "-C"], words: 0 },
    Prefix { name: "env", valued: &["-u", "-C", "-S"], words: 0 },
    Prefix { name: "exec", valued: &["-a"], words: 0 },
    Prefix { name: "gosu", valued: &[], words: 1 },
    Prefix { name: "ionice", valued: &["-c", "-n", "-p"], words: 0 },
    Prefix { name: "nice", valued: &["-n"], words: 0 },
    Prefix { name: "nohup", valued: &[], words: 0 },
    Prefix { name: "numactl", valued: &["-N", "-m", "-C"], words: 0 },
    Prefix { name: "setsid", valued: &[], words: 0 },
    Prefix { name: "stdbuf", valued: &["-i", "-o", "-e"], words: 0 },
    Prefix { name: "su-exec", valued: &[], words: 1 },
    Prefix { name: "sudo", valued: &["-u", "-g", "-C", "-h", "-p", "-r", "-t", "-U"], words: 0 },
    Prefix { name: "time", valued: &["-f", "-o"], words: 0 },
    Prefix { name: "timeout", valued: &["-k", "-s"], words: 1 },
    Prefix { name: "tini", valued: &["-p", "-e"], words: 0 },
    Prefix { name: "dumb-init", valued: &[], words: 0 },
    Prefix { name: "xargs", valued: &["-I", "-n", "-P", "-L", "-d", "-a", "-s", "-E"], words: 0 },
];

/// The position, among the words after a prefix, of the command that it starts; `None` where the name is no prefix or
/// it starts none.
pub(super) fn inner(name: &str, words: &[Option<&str>]) -> Option<usize> {
    let prefix = PREFIXES.iter().find(|p| p.name == name)?;
    let mut own = prefix.words;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        match word {
            // `command -v x` asks whether there is an x.
            Some("-v" | "-V") if name == "command" => return None,
            Some("--") => {}
            Some(option) if option.len() > 1 && option.starts_with('-') => {
                if prefix.valued.contains(option) {
                    at += 1;
                }
            }
            Some(assignment) if is_assignment(assignment) && matches!(name, "env" | "sudo") => {}
            _ if own > 0 => own -= 1,
            _ => return Some(at),
        }
        at += 1;
    }
    None
}

/// Whether a word gives a variable a value: `A=b`.
fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::inner;

    #[test]
    fn the_command_stands_after_options_and_own_words() {
        for (line, at) in [
            ("sudo -u app -E run", Some(3)),
            ("env A=b C=d run", Some(2)),
            ("timeout -k 5 30 run x", Some(3)),
            ("gosu app run", Some(1)),
            ("exec", None),
            ("command -v run", None),
            ("grep x", None),
        ] {
            let mut words = line.split(' ');
            let name = words.next().unwrap();
            let words: Vec<Option<&str>> = words.map(Some).collect();
            assert_eq!(inner(name, &words), at, "{line}");
        }
    }
}
