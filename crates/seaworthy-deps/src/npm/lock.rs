//! Lock files: package → version as installed.

use std::collections::BTreeMap;

use crate::data::Data;

/// `package-lock.json` of versions 1 to 3.
pub(super) fn npm(data: &Data) -> BTreeMap<String, String> {
    let mut versions = BTreeMap::new();
    for (path, package) in data.get("packages").map(Data::table).unwrap_or_default() {
        // Deeper copies belong to other packages.
        if let Some(name) =
            path.strip_prefix("node_modules/").filter(|n| !n.contains("/node_modules/"))
            && let Some(version) = package.member("version")
        {
            versions.insert(name.to_owned(), version.to_owned());
        }
    }
    for (name, package) in data.get("dependencies").map(Data::table).unwrap_or_default() {
        if let Some(version) = package.member("version") {
            versions.entry(name.clone()).or_insert_with(|| version.to_owned());
        }
    }
    versions
}

/// `yarn.lock` of Yarn 1 and later: entries at the margin, `version` below. The first of several versions counts.
pub(super) fn yarn(text: &str) -> BTreeMap<String, String> {
    let mut versions = BTreeMap::new();
    let mut name: Option<&str> = None;
    for line in text.lines() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        if !line.starts_with(' ') {
            name = line.trim_start_matches('"').split([',', '"']).next().and_then(descriptor_name);
        } else if let Some(rest) = line.trim().strip_prefix("version") {
            let version = rest.trim_start_matches([':', ' ']).trim_matches('"');
            if let Some(name) = name.take() {
                versions.entry(name.to_owned()).or_insert_with(|| version.to_owned());
            }
        }
    }
    versions
}

/// `@scope/name@range` → `@scope/name`.
fn descriptor_name(descriptor: &str) -> Option<&str> {
    let at = descriptor.get(1..)?.find('@')? + 1;
    descriptor.get(..at)
}

/// `pnpm-lock.yaml`: what the importers resolved, by indentation; the rest of the file is not needed.
pub(super) fn pnpm(text: &str) -> BTreeMap<String, String> {
    let mut versions = BTreeMap::new();
    let mut name: Option<String> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if indent == 0 && (line.starts_with("packages:") || line.starts_with("snapshots:")) {
            break;
        }
        let code = line.trim();
        if let Some(version) = code.strip_prefix("version:") {
            // `link:../lib` is a folder of the workspace and has no version here.
            if let Some(name) = name.take().filter(|_| !version.contains("link:")) {
                versions.entry(name).or_insert_with(|| clean(version));
            }
        } else if let Some(key) = code.strip_suffix(':') {
            name = Some(unquoted(key));
        } else if let Some((key, value)) = code.split_once(": ") {
            // Older locks: `koa: 2.15.0`.
            if !key.starts_with("specifier")
                && value.starts_with(|c: char| c.is_ascii_digit())
                && indent >= 2
            {
                versions.entry(unquoted(key)).or_insert_with(|| clean(value));
            }
        }
    }
    versions
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches(['\'', '"']).to_owned()
}

/// `2.15.0(peer@1)` and `2.15.0_peer@1` → `2.15.0`.
fn clean(version: &str) -> String {
    unquoted(version.split(['(', '_']).next().unwrap_or(version))
}

/// The `- 'item'` lines below a key at the margin.
pub(super) fn list_items(text: &str, key: &str) -> Vec<String> {
    let mut inside = false;
    let mut items = Vec::new();
    for line in text.lines() {
        if line.starts_with(key) {
            inside = true;
        } else if inside && !line.trim().is_empty() {
            match line.trim().strip_prefix("- ") {
                Some(item) => items.push(unquoted(item)),
                None if line.starts_with([' ', '#']) => {}
                None => inside = false,
            }
        }
    }
    items
}
