//! Cloning, with everything switched off that would run code of the repository or ask the user.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::SourceError;

/// Settings for the clone: no hooks, no remote helpers, no file-system monitor, no content filters, and no waiting
/// for a server that sends next to nothing for a minute.
const SETTINGS: [&str; 10] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "protocol.ext.allow=never",
    "filter.lfs.smudge=",
    "filter.lfs.process=",
    "filter.lfs.required=false",
    "submodule.recurse=false",
    "advice.detachedHead=false",
    "http.lowSpeedLimit=100",
    "http.lowSpeedTime=60",
];

/// Whether `text` is an address to clone rather than a path: `https://…`, `ssh://…`, `git://…`, `file://…` or
/// `user@host:path`.
pub fn is_git_url(text: &str) -> bool {
    const SCHEMES: [&str; 5] = ["https://", "http://", "ssh://", "git://", "file://"];
    if SCHEMES.iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme)) {
        return true;
    }
    let Some((user, rest)) = text.split_once('@') else { return false };
    let Some((host, path)) = rest.split_once(':') else { return false };
    let is_word = |s: &str| {
        !s.is_empty()
            && !s.starts_with('-')
            && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    is_word(user) && is_word(host) && !path.is_empty()
}

/// Clones the newest commit of `url` into the folder `into`, which must be empty or missing.
///
/// No history, tags, submodules, large-file contents or hooks; git never asks for a password.
pub fn clone_git(url: &str, into: &Path) -> Result<(), SourceError> {
    let failed = |message: &str| SourceError::GitFailed {
        url: without_password(url),
        message: message.to_owned(),
    };
    if !is_git_url(url) {
        return Err(failed("this is not an address that git can clone"));
    }
    let mut command = Command::new("git");
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command
        .args(["clone", "--quiet", "--depth", "1", "--single-branch", "--no-tags"])
        .args(["--no-recurse-submodules", "--template=", "--", url])
        .arg(into)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_LFS_SKIP_SMUDGE", "1")
        .env("GIT_ASKPASS", "")
        .env("SSH_ASKPASS", "")
        .env("GCM_INTERACTIVE", "never")
        .env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=30")
        .env("LC_ALL", "C")
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .stdin(Stdio::null());
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => SourceError::GitMissing,
        _ => failed(&error.to_string()),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let printed = String::from_utf8_lossy(&output.stderr).replace(url, &without_password(url));
    let line = printed
        .lines()
        .rev()
        .find(|line| line.starts_with("fatal:") || line.starts_with("error:"))
        .or_else(|| printed.lines().rev().find(|line| !line.trim().is_empty()))
        .unwrap_or("git gave no reason");
    Err(failed(
        line.trim_start_matches("fatal: ").trim_start_matches("error: ").trim_end_matches('.'),
    ))
}

/// The address without what stands before `@` in its host part.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let host_end = rest.find('/').unwrap_or(rest.len());
    match rest.get(..host_end).and_then(|host| host.rfind('@')) {
        Some(at) => format!("{scheme}://{}", rest.get(at + 1..).unwrap_or("")),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(folder: &Path, args: &[&str]) {
        let status = Command::new("git")
            .current_dir(folder)
            .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
            .args(args)
            .status()
            .unwrap();
        assert!(status.success(), "git {args:?}");
    }

    #[test]
    fn addresses_are_told_from_paths() {
        for url in [
            "https://example.org/a.git",
            "git@example.org:a/b.git",
            "ssh://git@h/x",
            "file:///srv/x",
        ] {
            assert!(is_git_url(url), "{url}");
        }
        for path in [
            "",
            "https://",
            "a/b",
            "C:\\x",
            "./a@b",
            "ext::sh -c x",
            "--upload-pack=x@h:y",
            "-a@h:y",
        ] {
            assert!(!is_git_url(path), "{path}");
        }
    }

    #[test]
    fn a_clone_has_the_files_and_runs_no_hook() {
        let folder = tempfile::tempdir().unwrap();
        let origin = folder.path().join("origin");
        std::fs::create_dir(&origin).unwrap();
        git(&origin, &["init", "-q"]);
        std::fs::write(origin.join("a.txt"), "a").unwrap();
        git(&origin, &["add", "a.txt"]);
        git(&origin, &["commit", "-q", "-m", "one"]);
        let into = folder.path().join("copy");
        clone_git(&format!("file://{}", origin.display()), &into).unwrap();
        assert!(into.join("a.txt").is_file());
        assert!(!into.join(".git/hooks").exists());
    }

    #[test]
    fn a_failed_clone_says_why_without_the_password() {
        let folder = tempfile::tempdir().unwrap();
        let error = clone_git("file://u:s3cret@/no/such/repository", folder.path()).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("cloning file:///no/such/repository failed"), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
        assert!(matches!(
            clone_git("--version", folder.path()),
            Err(SourceError::GitFailed { .. })
        ));
    }
}
