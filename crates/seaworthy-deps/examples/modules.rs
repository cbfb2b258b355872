//! Prints the modules of a folder and what they ask for: `cargo run -p seaworthy-deps --example modules -- DIR`.
#![allow(clippy::print_stdout, reason = "an example talks to the person who runs it")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_deps::{is_manifest, link, read};

fn main() {
    let root = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let mut pending = vec![root.clone()];
    let mut problems = Vec::new();
    let mut files = Vec::new();
    while let Some(folder) = pending.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()) {
            if path.is_dir() && !path.is_symlink() {
                pending.push(path);
            } else if let Some((name, text)) = manifest(&root, &path) {
                files.extend(read(&Arc::from(name), &text, &mut problems));
            }
        }
    }
    for module in link(files, &mut problems) {
        println!(
            "{} {:?} {:?} in /{} ({})",
            module.name,
            module.build_tool,
            module.packaging,
            module.root,
            module.evidence.place()
        );
        for (key, property) in &module.properties {
            println!("    {key} = {}", property.value);
        }
        for d in &module.dependencies {
            let version = d.version.as_deref().unwrap_or("?");
            println!(
                "  {} {version} [{}] {:?} direct={} {}",
                d.name,
                d.requirement,
                d.scope,
                d.direct,
                d.evidence.place()
            );
        }
    }
    for problem in problems {
        println!("{problem}");
    }
}

fn manifest(root: &Path, path: &Path) -> Option<(String, String)> {
    let name = path.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/");
    is_manifest(&name).then(|| std::fs::read_to_string(path).ok().map(|text| (name, text)))?
}
