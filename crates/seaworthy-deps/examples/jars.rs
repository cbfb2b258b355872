//! Tells what unpacked archives are: `cargo run -p seaworthy-deps --example jars -- DIR`. Each folder in DIR is named as
//! the archive was and holds its `META-INF` and licence files.
#![allow(clippy::print_stdout, reason = "an example talks to the person who runs it")]

use std::path::{Path, PathBuf};

use seaworthy_deps::jar::{JarParts, identify};

fn main() {
    let root = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).into_iter().flatten().flatten().map(|e| e.path()).collect();
    folders.sort();
    for folder in folders {
        let mut files = Vec::new();
        let mut pending = vec![folder.clone()];
        while let Some(at) = pending.pop() {
            for path in std::fs::read_dir(at).into_iter().flatten().flatten().map(|e| e.path()) {
                if path.is_dir() {
                    pending.push(path);
                } else if let Ok(bytes) = std::fs::read(&path) {
                    let name = path.strip_prefix(&folder).unwrap_or(Path::new(""));
                    let name = name.to_string_lossy().into_owned();
                    files.push((name, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
        }
        files.sort();
        let ending = |end: &str| -> Vec<(String, String)> {
            files.iter().filter(|(n, _)| n.ends_with(end)).cloned().collect()
        };
        let maven = ["pom.properties", "pom.xml", "MANIFEST.MF"];
        let licences: Vec<(String, String)> =
            files.iter().filter(|(n, _)| !maven.iter().any(|m| n.ends_with(m))).cloned().collect();
        let (pom_properties, poms, manifests) =
            (ending("pom.properties"), ending("pom.xml"), ending("MANIFEST.MF"));
        let parts = JarParts {
            file_name: &folder.file_name().unwrap_or_default().to_string_lossy(),
            pom_properties: &pom_properties,
            poms: &poms,
            manifest: manifests.first().map(|(_, text)| text.as_str()),
            licences: &licences,
            sha1: None,
        };
        let identity = identify(&parts, None);
        let (group, artifact) = identity.coordinates.unwrap_or_default();
        let licences: Vec<String> = identity
            .licences
            .into_iter()
            .map(|l| l.spdx.unwrap_or(format!("? {}", l.name)))
            .collect();
        println!(
            "{}\t{group}\t{artifact}\t{}\t{}\t{:?}\t{}\t{}",
            parts.file_name,
            identity.name,
            identity.version.unwrap_or_default(),
            identity.how,
            licences.join(" | "),
            identity.shaded.len()
        );
    }
}
