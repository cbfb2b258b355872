//! Built archives: the samples compiled, and archives made here.
#![allow(clippy::unwrap_used, reason = "helpers of tests may unwrap as tests do")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use seaworthy_tests::{root, run, stderr};
use serde_json::Value;

/// Sample and archive.
const BUILT: [(&str, &str); 2] =
    [("java-ee-shop", "java-ee-shop.war"), ("spring-boot-orders", "spring-boot-orders.jar")];

fn assess(input: &Path) -> Value {
    let output = run(&root(), &["assess", input.to_str().unwrap(), "--format", "json", "-q"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// (rule, class) of every finding in the program's own Java code.
fn findings(assessment: &Value, extension: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for finding in assessment["findings"].as_array().unwrap() {
        for incident in finding["incidents"].as_array().unwrap() {
            let path = incident["evidence"]["path"].as_str().unwrap();
            let name = path.rsplit('/').next().unwrap();
            if let Some(class) = name.strip_suffix(extension)
                && incident["role"] == "production"
            {
                found.insert((finding["rule"].as_str().unwrap().to_owned(), class.to_owned()));
            }
        }
    }
    found
}

#[test]
fn an_archive_shows_what_its_sources_show() {
    for (sample, archive) in BUILT {
        let source = assess(&root().join("samples").join(sample));
        let built = assess(&root().join("tests/archives").join(archive));
        let of_source = findings(&source, ".java");
        assert!(of_source.len() >= 4, "{of_source:?}");
        assert_eq!(of_source, findings(&built, ".class"), "{sample}");
        let platform = |a: &Value| a["components"][0]["component"]["platform"]["value"].clone();
        assert_eq!(platform(&source), platform(&built));
        let libraries = |a: &Value| -> Vec<String> {
            let all = a["libraries"].as_array().unwrap().iter();
            all.map(|l| format!("{} {}", l["name"], l["version"])).collect()
        };
        assert_eq!(libraries(&source), libraries(&built), "the pom in the archive says the same");
    }
}

/// Where the two may differ: what the compiler does not write down. Places inside of methods have the same line; annotations
/// and fields have none of their own.
#[test]
fn lines_inside_of_methods_are_those_of_the_source() {
    let built = assess(&root().join("tests/archives/java-ee-shop.war"));
    let line = |rule: &str| -> Vec<u64> {
        let findings = built["findings"].as_array().unwrap().iter();
        let mut lines: Vec<u64> = findings
            .filter(|f| f["rule"] == rule)
            .flat_map(|f| f["incidents"].as_array().unwrap())
            .map(|i| i["evidence"]["line"].as_u64().unwrap())
            .collect();
        lines.sort_unstable();
        lines
    };
    let source = fs::read_to_string(
        root().join("samples/java-ee-shop/src/main/java/org/harbour/shop/stock/StockClient.java"),
    )
    .unwrap();
    let lookup = (1..).zip(source.lines()).find(|(_, l)| l.contains("Naming.lookup")).unwrap().0;
    assert_eq!(line("java-rmi"), [lookup]);
    let dir = tempfile::tempdir().unwrap();
    let archive = root().join("tests/archives/java-ee-shop.war");
    let output = run(dir.path(), &["assess", archive.to_str().unwrap(), "-q", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = fs::read_to_string(dir.path().join("out/index.html")).unwrap();
    assert!(page.contains("java.rmi.Naming.lookup("), "the code is shown as Java");
}

#[test]
fn archives_are_those_of_the_sources() {
    let mut now = String::new();
    for (sample, _) in BUILT {
        let folder = root().join("samples").join(sample).join("src/main");
        let mut files = Vec::new();
        let mut open = vec![folder];
        while let Some(dir) = open.pop() {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { open.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "java")) {
            let name = file.strip_prefix(root()).unwrap().display();
            let text = fs::read_to_string(file).unwrap();
            let _ = writeln!(now, "{} {name}", blake3::hash(text.as_bytes()).to_hex());
        }
    }
    let kept = root().join("tests/archives/sources.txt");
    if std::env::var_os("SEAWORTHY_CODEGEN").is_some() {
        fs::write(&kept, &now).unwrap();
    }
    let known = fs::read_to_string(kept).unwrap_or_default();
    assert_eq!(known, now, "a sample changed: see tests/archives/README.md");
}

#[test]
fn a_bill_of_materials_names_what_is_in_an_archive() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("shop.cdx.json");
    let archive = root().join("tests/archives/java-ee-shop.war");
    let arguments =
        ["assess", archive.to_str().unwrap(), "--format", "json", "--sbom", file.to_str().unwrap()];
    let output = run(dir.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = fs::read_to_string(&file).unwrap();
    let sbom: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&sbom["bomFormat"], &sbom["specVersion"]), (&"CycloneDX".into(), &"1.6".into()));
    let purls: Vec<&str> =
        sbom["components"].as_array().unwrap().iter().filter_map(|c| c["purl"].as_str()).collect();
    assert!(purls.contains(&"pkg:maven/log4j/log4j@1.2.17"), "{purls:?}");
    // An existing file is never replaced without being asked.
    let again = run(dir.path(), &arguments);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("is there already"), "{}", stderr(&again));
    let replaced = run(dir.path(), &[&arguments[..], &["--overwrite"]].concat());
    assert_eq!(replaced.status.code(), Some(0), "{}", stderr(&replaced));
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "the same bytes each time");
}

#[test]
fn damaged_archives_are_told_and_never_end_a_run() {
    let bytes = fs::read(root().join("tests/archives/java-ee-shop.war")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut state: u64 = 7;
    for round in 0..40 {
        let mut damaged = bytes.clone();
        for _ in 0..8 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = (state >> 33) as usize % damaged.len();
            damaged[at] ^= 1 << (state & 7);
        }
        if round % 4 == 0 {
            damaged.truncate(damaged.len() * 3 / 4);
        }
        let file = dir.path().join(format!("d{round}.war"));
        fs::write(&file, &damaged).unwrap();
        let output = run(dir.path(), &["assess", file.to_str().unwrap(), "--format", "json"]);
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 2)), "{round}: {code:?} {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    }
}
