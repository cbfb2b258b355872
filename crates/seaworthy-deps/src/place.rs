//! Paths relative to the application's root, with `/` and without IO.

use std::sync::Arc;

/// The folder of a path; empty for the root.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A file name without its last extension.
pub(crate) fn stem(path: &str) -> &str {
    let name = file_name(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// `relative` seen from `folder`, with `.` and `..` worked out and `\` taken as `/`; `None` where it leaves the root.
pub(crate) fn join(folder: &str, relative: &str) -> Option<String> {
    let relative = relative.replace('\\', "/");
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

/// The folder and those above it, nearest first, the root (empty) last.
pub(crate) fn upwards(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |f| (!f.is_empty()).then(|| self::folder(f)))
}

/// A name for a module in `root` that states none: the folder's name, or `root`.
pub(crate) fn name_of(root: &str) -> String {
    if root.is_empty() { "root".to_owned() } else { file_name(root).to_owned() }
}

/// Whether a workspace pattern (`packages/*`, `apps/**`, `lib`) names this folder. `*` stands for one part, `**` for
/// any number.
pub(crate) fn matches(pattern: &str, folder: &str) -> bool {
    let pattern: Vec<&str> = parts(pattern).collect();
    let folder: Vec<&str> = parts(folder).collect();
    // Table over (pattern parts, folder parts) so that many `**` stay cheap.
    let mut reachable = vec![false; folder.len() + 1];
    if let Some(first) = reachable.first_mut() {
        *first = true;
    }
    for part in pattern {
        let mut next = vec![false; folder.len() + 1];
        for i in 0..=folder.len() {
            let here = reachable.get(i).copied().unwrap_or(false);
            let deep = part == "**" && i > 0 && next.get(i - 1).copied().unwrap_or(false);
            let step = part != "**"
                && i > 0
                && reachable.get(i - 1).copied().unwrap_or(false)
                && folder.get(i - 1).is_some_and(|name| part_matches(part, name));
            if let Some(slot) = next.get_mut(i) {
                *slot = deep || step || (part == "**" && here);
            }
        }
        reachable = next;
    }
    reachable.last().copied().unwrap_or(false)
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|p| !p.is_empty() && *p != ".")
}

/// One part with at most one `*`.
fn part_matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
        None => pattern == name,
    }
}

/// Shared text of a path.
pub(crate) fn shared(path: &str) -> Arc<str> {
    Arc::from(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_leaves() {
        assert_eq!(join("a/b", "../c\\d.csproj").as_deref(), Some("a/c/d.csproj"));
        assert_eq!(join("a", "..").as_deref(), Some(""));
        assert_eq!(join("a", "../.."), None);
        assert_eq!(upwards("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(stem("x/a.b.csproj"), "a.b");
    }

    #[test]
    fn workspace_patterns() {
        assert!(matches("packages/*", "packages/a"));
        assert!(matches("./packages/*/", "packages/a"));
        assert!(!matches("packages/*", "packages/a/b"));
        assert!(matches("apps/**", "apps/a/b"));
        assert!(matches("plugin-*", "plugin-x"));
        assert!(!matches("bin", "src"));
    }
}
