//! Same input, same bytes: twice, and with one and two threads.
#![allow(clippy::unwrap_used, reason = "helpers of tests may unwrap as tests do")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use seaworthy_tests::{root, run, stderr};

fn bytes_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(at) = pending.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else {
                found.insert(
                    path.strip_prefix(folder).unwrap().display().to_string(),
                    fs::read(&path).unwrap(),
                );
            }
        }
    }
    found
}

#[test]
fn threads_and_repetition_change_nothing() {
    let samples = root().join("samples");
    let dir = tempfile::tempdir().unwrap();
    for sample in fs::read_dir(samples).unwrap() {
        let sample = sample.unwrap().path();
        if !sample.is_dir() {
            continue;
        }
        let path = sample.to_str().unwrap();
        let mut first: Option<BTreeMap<String, Vec<u8>>> = None;
        for (number, threads) in ["1", "2", "2"].iter().enumerate() {
            let name = format!("{}-{number}", sample.file_name().unwrap().to_string_lossy());
            let output = run(dir.path(), &["assess", path, "-o", &name, "-j", threads]);
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            let bytes = bytes_below(&dir.path().join(&name));
            assert!(bytes.len() > 3);
            match &first {
                None => first = Some(bytes),
                Some(first) => {
                    for (file, content) in first {
                        assert!(
                            bytes.get(file) == Some(content),
                            "{path}: {file} differs with {threads} threads"
                        );
                    }
                    assert_eq!(first.len(), bytes.len());
                }
            }
        }
    }
}
