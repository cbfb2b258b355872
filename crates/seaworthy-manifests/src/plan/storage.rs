//! Directories that stay writable under a read-only root: scratch space, and volumes for files that must last.

use std::collections::BTreeMap;

use seaworthy_base::Evidence;
use seaworthy_components::Component;

use super::Profile;

/// What a volume is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum VolumeSource {
    /// Gone with the pod; the limit of its size.
    EmptyDir(&'static str),
    /// A claim of that name.
    Claim(String),
}

/// A writable directory.
#[derive(Clone, Debug)]
pub(crate) struct Volume {
    /// A DNS label, unique in the pod.
    pub(crate) name: String,
    /// Absolute.
    pub(crate) path: String,
    pub(crate) source: VolumeSource,
    pub(crate) why: Vec<Evidence>,
    pub(crate) todo: String,
}

impl Volume {
    pub(crate) fn is_claim(&self) -> bool {
        matches!(self.source, VolumeSource::Claim(_))
    }
}

/// All writable directories and the writes that none of them answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Storage {
    /// By path.
    pub(crate) volumes: Vec<Volume>,
    /// Writes to look at, one line each.
    pub(crate) open: Vec<String>,
}

/// Directories that hold parts of the image or the kernel: a volume there would hide them.
const KEPT: [&str; 21] = [
    "/",
    "/app",
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/lib64",
    "/opt",
    "/proc",
    "/root",
    "/sbin",
    "/srv",
    "/sys",
    "/usr",
    "/usr/local",
    "/usr/share",
    "/var",
    "/var/lib",
    "/var/www",
];
/// Volumes of one component; more would be a list nobody reads.
const MOST: usize = 8;

/// Decides from what the component writes.
pub(crate) fn plan(component: &Component, profile: &Profile, name: &str) -> Storage {
    let windows = component.platform.value.is_windows();
    let mut storage = Storage::default();
    let mut lasting: BTreeMap<String, Vec<Evidence>> = BTreeMap::new();
    let mut scratch: BTreeMap<String, Vec<Evidence>> = BTreeMap::new();
    let mut temporary = Vec::new();
    for claim in &component.writes {
        let write = &claim.value;
        let places = || claim.evidence.first().map(Evidence::place).unwrap_or_default();
        let path = write.path.as_deref().map(|p| p.replace('\\', "/"));
        match path.as_deref().map(|path| target(path, windows)) {
            Some(Target::Ignored) => {}
            Some(Target::Temporary) => temporary.extend(claim.evidence.iter().cloned()),
            Some(Target::Scratch(dir)) => {
                scratch.entry(dir).or_default().extend(claim.evidence.iter().cloned());
            }
            Some(Target::Directory(dir)) if write.temporary => {
                scratch.entry(dir).or_default().extend(claim.evidence.iter().cloned());
            }
            Some(Target::Directory(dir)) => {
                lasting.entry(dir).or_default().extend(claim.evidence.iter().cloned());
            }
            None if write.temporary => temporary.extend(claim.evidence.iter().cloned()),
            Some(Target::Unclear) if write.temporary => {
                temporary.extend(claim.evidence.iter().cloned());
            }
            Some(Target::Unclear) => storage.open.push(format!(
                "{} writes {}: mount a volume where that is, or write elsewhere",
                places(),
                write.path.as_deref().unwrap_or("")
            )),
            None => storage.open.push(format!(
                "{} writes to a computed path: mount a volume where that is",
                places()
            )),
        }
    }
    storage.open.sort();
    storage.open.dedup();
    let hidden = storage.open.len().saturating_sub(MOST);
    storage.open.truncate(MOST);
    if hidden > 0 {
        storage.open.push(format!("{hidden} more writes, see the findings about storage"));
    }

    if !windows {
        let mut why = temporary;
        why.push(Evidence::default_of("libraries and runtimes write to /tmp"));
        storage.volumes.push(Volume {
            name: "tmp".to_owned(),
            path: "/tmp".to_owned(),
            source: VolumeSource::EmptyDir(profile.temporary),
            why,
            todo: String::new(),
        });
    }
    for (volume, path) in profile.scratch {
        storage.volumes.push(Volume {
            name: (*volume).to_owned(),
            path: (*path).to_owned(),
            source: VolumeSource::EmptyDir("128Mi"),
            why: vec![Evidence::default_of("the server writes there while it runs")],
            todo: String::new(),
        });
    }
    let mut number = 0;
    for (lasts, dirs) in [(true, lasting), (false, scratch)] {
        for (path, why) in dirs {
            if storage.volumes.iter().any(|v| overlaps(&v.path, &path)) {
                // The directory above is a volume already, or two volumes would lie in one another.
                continue;
            }
            if storage.volumes.len() == MOST {
                storage.open.push(format!("{path} is written too: give it a volume"));
                continue;
            }
            number += 1;
            let (source, todo) = if lasts {
                let text = "check the size and that the files have to last; object storage allows more copies";
                (VolumeSource::Claim(format!("{name}-data-{number}")), text)
            } else {
                let text = "these files are gone with the pod; logs belong on the standard output";
                (VolumeSource::EmptyDir("128Mi"), text)
            };
            let volume = format!("data-{number}");
            storage.volumes.push(Volume { name: volume, path, source, why, todo: todo.to_owned() });
        }
    }
    storage.volumes.sort_by(|a, b| a.path.cmp(&b.path));
    storage
}

enum Target {
    /// A device or a stream: no file.
    Ignored,
    /// Below `/tmp`.
    Temporary,
    /// A directory a volume can be mounted at.
    Directory(String),
    /// A directory of logs, locks or caches: files that need not last.
    Scratch(String),
    /// Relative, in a directory of the image, or not constant.
    Unclear,
}

/// `path` with forward slashes.
fn target(path: &str, windows: bool) -> Target {
    let drive = path.as_bytes();
    let path = match drive {
        [letter, b':', b'/', ..] if letter.is_ascii_alphabetic() && windows => {
            path.get(2..).unwrap_or("")
        }
        _ => path,
    };
    if path.starts_with("/dev/") || path.starts_with("/proc/") || path == "<temp>" {
        return if path == "<temp>" { Target::Temporary } else { Target::Ignored };
    }
    if path == "/tmp" || path.starts_with("/tmp/") || path.starts_with("/var/tmp/") && windows {
        return Target::Temporary;
    }
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    let constant = path.len() <= 200 && path.chars().all(legal) && !path.contains("//");
    if !path.starts_with('/') || !constant || path.split('/').any(|part| part == "..") {
        return Target::Unclear;
    }
    let path = path.trim_end_matches('/');
    let (parent, last) = path.rsplit_once('/').unwrap_or(("", path));
    let is_file = last.find('.').is_some_and(|dot| dot > 0);
    let dir = if is_file { parent } else { path };
    let in_image = KEPT.contains(&dir)
        || dir.is_empty()
        || ["/etc/", "/usr/", "/bin/", "/sbin/", "/lib/", "/lib64/", "/sys/", "/boot/"]
            .iter()
            .any(|kept| dir.starts_with(kept));
    // Logs belong on the standard output; locks and caches are made again.
    let passing =
        ["/var/log", "/var/run", "/var/cache", "/var/tmp", "/var/lock", "/run"].iter().any(|top| {
            dir.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
    let passing = passing || [".log", ".pid", ".lock"].iter().any(|ext| last.ends_with(ext));
    if in_image {
        Target::Unclear
    } else if passing {
        Target::Scratch(dir.to_owned())
    } else {
        Target::Directory(dir.to_owned())
    }
}

/// Whether one directory is the other or lies in it.
fn overlaps(a: &str, b: &str) -> bool {
    let within = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    within(a, b) || within(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(path: &str, windows: bool) -> String {
        match target(path, windows) {
            Target::Ignored => "ignored".to_owned(),
            Target::Temporary => "temporary".to_owned(),
            Target::Directory(dir) => format!("lasting {dir}"),
            Target::Scratch(dir) => format!("scratch {dir}"),
            Target::Unclear => "unclear".to_owned(),
        }
    }

    #[test]
    fn paths_are_told_apart() {
        for (path, expected) in [
            ("/var/data/orders/x.csv", "lasting /var/data/orders"),
            ("/data", "lasting /data"),
            ("/data/uploads/", "lasting /data/uploads"),
            ("/var/log/app/app.log", "scratch /var/log/app"),
            ("/data/app.pid", "scratch /data"),
            ("/tmp/x", "temporary"),
            ("<temp>", "temporary"),
            ("/dev/null", "ignored"),
            ("/proc/self/x", "ignored"),
            ("/etc/app/x.conf", "unclear"),
            ("/app/x.txt", "unclear"),
            ("/x.txt", "unclear"),
            ("logs/x", "unclear"),
            ("/data/${day}/x", "unclear"),
            ("/data/../etc", "unclear"),
            ("C:/data/x", "unclear"),
        ] {
            assert_eq!(kind(path, false), expected, "{path}");
        }
        assert_eq!(kind("C:/data/x", true), "lasting /data/x");
    }

    #[test]
    fn directories_in_one_another_overlap() {
        assert!(overlaps("/data", "/data/a") && overlaps("/data/a", "/data"));
        assert!(!overlaps("/data", "/database"));
    }
}
