//! The direction of dependency: a crate may use only what stands below it in ARCHITECTURE.md.
#![allow(clippy::unwrap_used, reason = "helpers of tests may unwrap as tests do")]

use std::collections::BTreeMap;
use std::process::Command;

/// Crate → crates of this workspace it may depend on, without the `seaworthy-` before each.
const ALLOWED: [(&str, &str); 28] = [
    ("base", ""),
    ("xml", "base"),
    ("facts", "base"),
    ("config", "base xml facts"),
    ("deps", "base xml facts"),
    ("lang", "base facts"),
    ("source", "base facts"),
    ("jvm", ""),
    ("types", ""),
    ("sbom", "base"),
    ("components", "base facts deps"),
    ("rules", "base facts"),
    ("matching", "base facts rules"),
    ("graph", "base facts deps components"),
    ("assess", "base facts deps rules matching components graph"),
    ("manifests", "base facts deps components rules assess"),
    ("report", "base facts deps rules matching components graph assess manifests konveyor"),
    (
        "pipeline",
        "base facts config deps jvm lang source components rules matching graph assess manifests report sbom konveyor exchange analyzer",
    ),
    ("xpath", "base xml"),
    ("konveyor", "base"),
    ("java", "base konveyor types"),
    ("providers", "base deps facts java konveyor xml xpath"),
    ("exchange", "base facts rules matching assess konveyor"),
    ("analyzer", "base deps facts java konveyor lang providers xpath"),
    ("bench", "facts rules pipeline"),
    (
        "",
        "base facts rules graph manifests report pipeline konveyor providers analyzer exchange bench",
    ),
    ("tests", ""),
    ("xtask", "types"),
];

#[test]
fn crates_depend_only_on_what_stands_below_them() {
    let output = Command::new(env!("CARGO"))
        .current_dir(seaworthy_tests::root())
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let allowed: BTreeMap<&str, Vec<&str>> =
        ALLOWED.iter().map(|(c, d)| (*c, d.split_whitespace().collect())).collect();
    let short =
        |name: &str| name.trim_start_matches("seaworthy").trim_start_matches('-').to_owned();
    let mut seen = 0;
    for package in metadata["packages"].as_array().unwrap() {
        let name = short(package["name"].as_str().unwrap());
        let below =
            allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not in the table"));
        seen += 1;
        for dependency in package["dependencies"].as_array().unwrap() {
            let dependency_name = dependency["name"].as_str().unwrap();
            if dependency["path"].is_null() || dependency["kind"] == "dev" {
                continue;
            }
            let dependency_name = short(dependency_name);
            assert!(
                below.contains(&dependency_name.as_str()),
                "{name} must not depend on {dependency_name}"
            );
        }
    }
    assert_eq!(seen, ALLOWED.len(), "the table names a crate that is gone");
}
