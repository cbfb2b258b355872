//! Any text is read as every file of a Gradle or Ant build, and the builds are put together:
//! `cargo +nightly fuzz run gradle fuzz/corpus/gradle fuzz/seeds/gradle`. Parts of the input that are divided by a line
//! `====` are the files in turn; the last part stands for all that are missing.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use seaworthy_deps::version::gradle::{RichVersion, compare};
use seaworthy_deps::{link, read};

const PATHS: &[&str] = &[
    "build.gradle",
    "settings.gradle",
    "gradle/libs.versions.toml",
    "app/build.gradle.kts",
    "gradle.lockfile",
    "gradle.properties",
    "buildSrc/src/main/kotlin/acme.base.gradle.kts",
    "gradle/extra.gradle",
    "gradle/wrapper/gradle-wrapper.properties",
    "legacy/build.xml",
    "legacy/ivy.xml",
];

fuzz_target!(|text: &str| {
    let parts: Vec<&str> = text.split("\n====\n").collect();
    let last = parts.last().copied().unwrap_or("");
    let mut problems = Vec::new();
    let mut files = Vec::new();
    for (n, path) in PATHS.iter().enumerate() {
        let part = parts.get(n).copied().unwrap_or(last);
        files.extend(read(&Arc::from(*path), part, &mut problems));
    }
    let modules = link(files.clone(), &mut problems);
    files.reverse();
    assert_eq!(link(files, &mut problems), modules, "the order of files decides");
    for module in &modules {
        for dependency in &module.dependencies {
            let version = dependency.version.as_deref().unwrap_or("");
            assert_eq!(compare(version, version), std::cmp::Ordering::Equal);
            let rich = RichVersion::parse(&dependency.requirement);
            assert!(rich.version().is_none_or(|v| rich.accepts(v) != Some(false)));
        }
    }
});
