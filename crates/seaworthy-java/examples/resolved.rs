//! How many calls of Java sources have a known declaring type: `cargo run --example resolved -- FOLDER [--list]`.
//!
//! Dependencies are the coordinates that the folder's `pom.xml` files write. With `--list` every call is printed: file, line,
//! method, receiver, declaring type; separated by tabs.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "an example talks to who runs it")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_java::{Libraries, NameGate, Project, Resolution, Unit};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "java") || path.ends_with("pom.xml") {
            found.push(path);
        }
    }
}

fn between<'t>(text: &'t str, tag: &str) -> Option<&'t str> {
    let start = text.find(&format!("<{tag}>"))? + tag.len() + 2;
    let rest = text.get(start..)?;
    rest.get(..rest.find("</")?).map(str::trim)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = PathBuf::from(arguments.first().map_or(".", String::as_str));
    let is_list = arguments.iter().any(|argument| argument == "--list");
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_java::LANGUAGE.into()).unwrap();
    let mut units = Vec::new();
    let mut coordinates = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        if path.ends_with("pom.xml") {
            for dependency in text.split("<dependency>").skip(1) {
                if let (Some(group), Some(artifact)) =
                    (between(dependency, "groupId"), between(dependency, "artifactId"))
                {
                    coordinates.push((group.to_owned(), artifact.to_owned()));
                }
            }
            continue;
        }
        let relative = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().into_owned();
        let tree = parser.parse(text.as_bytes(), None).unwrap();
        units.push(Unit::read(&tree, &text, Arc::from(relative), &NameGate::everything()));
    }
    let libraries = Libraries::new(coordinates.iter().map(|(g, a)| (g.as_str(), a.as_str())));
    let start = std::time::Instant::now();
    let project = Project::new(&units, libraries);
    let (mut calls, mut resolved) = (0, 0);
    for unit in &units {
        let mut resolver = project.resolver(unit);
        for call in &unit.calls {
            let target = resolver.call(call);
            calls += 1;
            let name = |of: &Resolution<'_>| match of {
                Resolution::Exact(name) | Resolution::Parameter(name) => name.qualified.to_string(),
                _ => "?".to_owned(),
            };
            resolved += usize::from(matches!(target.declaring, Resolution::Exact(_)));
            if is_list {
                let (receiver, declaring) = (name(&target.receiver), name(&target.declaring));
                let method = unit.text(call.name);
                println!("{}\t{}\t{method}\t{receiver}\t{declaring}", unit.path, call.line);
            }
        }
    }
    if !is_list {
        println!(
            "{} files, {calls} calls, {resolved} resolved ({:.1} %), {:?}",
            units.len(),
            resolved as f64 * 100.0 / f64::from(calls.max(1)),
            start.elapsed()
        );
    }
}
