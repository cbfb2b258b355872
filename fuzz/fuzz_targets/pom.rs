//! Any text is read as poms that are a project, its parent, its bill of materials and its libraries at once:
//! `cargo +nightly fuzz run pom fuzz/corpus/pom fuzz/seeds/pom`. Parts of the input that are divided by a line `====`
//! are the poms in turn; whatever is looked up in the repository is one of them.
#![no_main]

use std::collections::BTreeSet;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use seaworthy_deps::{
    Gav, MavenEnvironment, MavenRepository, MavenSettings, MavenSources, link_with, read,
    resolve_maven,
};

const PATHS: &[&str] = &["pom.xml", "web/pom.xml", ".mvn/maven.config", ".mvn/extensions.xml"];

fuzz_target!(|text: &str| {
    let parts: Vec<&str> = text.split("\n====\n").collect();
    let mut problems = Vec::new();
    let mut files = Vec::new();
    for (path, part) in PATHS.iter().zip(parts.iter().cycle()) {
        files.extend(read(&Arc::from(*path), part, &mut problems));
    }
    // The part whose artifact is asked for, else one that the name chooses.
    let pom = |gav: &Gav| {
        let name = format!("<artifactId>{}<", gav.artifact);
        let chosen = || parts.get(gav.artifact.len() % parts.len().max(1));
        parts.iter().find(|part| part.contains(&name)).or_else(chosen).map(|p| Arc::from(*p))
    };
    let versions =
        |_: &str, artifact: &str| vec!["1".to_owned(), "2.0-rc1".to_owned(), artifact.to_owned()];
    let environment = MavenEnvironment::default()
        .with_settings(&MavenSettings::read(parts.last().unwrap_or(&"")));
    let tree = BTreeSet::from([Arc::from("pom.xml")]);
    let sources = MavenSources {
        repository: MavenRepository { pom: &pom, versions: &versions },
        environment: &environment,
        tree: &tree,
    };
    let resolved = resolve_maven(&files, sources);
    for project in &resolved {
        for (index, library) in project.dependencies.iter().enumerate() {
            assert!(library.parent.is_none_or(|parent| parent < index));
            assert_eq!(project.path_to(index).last(), Some(&index));
        }
    }
    files.reverse();
    assert_eq!(resolve_maven(&files, sources), resolved, "the order of files decides");
    link_with(files, Some(sources), &mut problems);
});
