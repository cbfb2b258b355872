//! Archives that are broken, odd or hostile: each is told, none ends the run, the rest is read.
#![allow(clippy::unwrap_used)]

use std::fs;

use proptest::prelude::*;
use seaworthy_base::{Code, Severity};
use seaworthy_source::{Limits, SourceTree};

#[path = "forge/zip.rs"]
mod forge;

use forge::{class, deflate, directory_of, forge, item, jar, zip};

fn open_with(name: &str, bytes: &[u8], limits: &Limits) -> (tempfile::TempDir, SourceTree) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let tree = SourceTree::open(&folder.path().join(name), limits).unwrap();
    (folder, tree)
}

fn open(name: &str, bytes: &[u8]) -> (tempfile::TempDir, SourceTree) {
    open_with(name, bytes, &Limits::default())
}

fn paths(tree: &SourceTree) -> Vec<&str> {
    tree.files.iter().map(|file| &*file.path).collect()
}

fn problems(tree: &SourceTree) -> Vec<(&str, Code)> {
    tree.problems.iter().map(|problem| (&*problem.path, problem.code)).collect()
}

fn content(tree: &SourceTree, path: &str) -> Vec<u8> {
    tree.read(tree.files.iter().find(|file| &*file.path == path).unwrap()).unwrap()
}

#[test]
fn zip64_and_data_descriptors_are_read() {
    let mut large = item("a.txt", "a".repeat(5000));
    large.zip64 = true;
    let mut streamed = item("b.txt", "b".repeat(5000));
    streamed.descriptor = true;
    let mut stored = item("c.txt", "c");
    stored.stored = true;
    let (_folder, tree) = open("a.jar", &forge(&[large, streamed, stored]));
    assert_eq!(content(&tree, "a.txt"), "a".repeat(5000).as_bytes());
    assert_eq!(content(&tree, "b.txt"), "b".repeat(5000).as_bytes());
    assert_eq!(content(&tree, "c.txt"), b"c");
    assert!(tree.problems.is_empty(), "{:?}", tree.problems);
}

#[test]
fn a_wrong_checksum_is_told_when_the_entry_is_read() {
    let mut wrong = item("a.txt", "text");
    wrong.crc = Some(1);
    let (_folder, tree) = open("a.jar", &forge(&[wrong, item("b.txt", "b")]));
    let error = tree.read(&tree.files[0]).unwrap_err();
    assert_eq!((error.code, &*error.path), (Code::BadArchive, "a.txt"));
    assert!(error.message.contains("checksum"), "{error}");
    assert_eq!(content(&tree, "b.txt"), b"b");
}

#[test]
fn methods_that_are_not_deflate_are_told_by_name() {
    let items: Vec<_> = [(9, "deflate64"), (12, "bzip2"), (93, "zstd"), (77, "unknown")]
        .map(|(method, name)| {
            let mut entry = item(name, "x");
            entry.method = Some(method);
            entry
        })
        .into_iter()
        .chain([item("ok.txt", "x")])
        .collect();
    let (_folder, tree) = open("a.jar", &forge(&items));
    assert_eq!(paths(&tree), ["ok.txt"]);
    assert_eq!(tree.problems.len(), 4);
    for (problem, name) in tree.problems.iter().zip(["BZIP2", "DEFLATE64", "UNKNOWN", "ZSTD"]) {
        assert_eq!(problem.code, Code::ArchiveEntryRefused);
        assert!(problem.message.contains(name), "{problem}");
    }
}

#[test]
fn an_encrypted_jar_in_a_war_does_not_hide_the_rest() {
    let mut secret = item("WEB-INF/lib/secret.jar", jar("org.x", "x", &["org/x/X"]));
    secret.flags = 1;
    let (_folder, tree) =
        open("a.war", &forge(&[secret, item("WEB-INF/lib/open.jar", jar("org.y", "y", &["Y"]))]));
    assert_eq!(problems(&tree), [("WEB-INF/lib/secret.jar", Code::ArchiveEntryRefused)]);
    assert_eq!(tree.libraries.len(), 1);
    assert_eq!(tree.libraries[0].pom_properties.len(), 1);
}

#[test]
fn a_lost_directory_is_made_up_for_by_the_headers_of_the_entries() {
    let mut streamed = item("b.txt", "b".repeat(5000));
    streamed.descriptor = true;
    let whole = forge(&[item("a.txt", "a".repeat(500)), streamed, item("c.txt", "c")]);
    let cut = &whole[..directory_of(&whole)];
    let (_folder, tree) = open("a.jar", cut);
    assert_eq!(paths(&tree), ["a.txt", "b.txt", "c.txt"]);
    assert_eq!(content(&tree, "b.txt"), "b".repeat(5000).as_bytes());
    assert_eq!(problems(&tree), [("", Code::BadArchive)]);
    assert!(tree.problems[0].message.contains("own headers"), "{}", tree.problems[0]);
    // The last entry is cut in its content: those before it are there.
    let (_folder, tree) = open("a.jar", &whole[..directory_of(&whole) - 2]);
    assert_eq!(paths(&tree), ["a.txt", "b.txt"]);
    // The same inside of another archive, and damage in the middle of the directory.
    let mut broken = whole.clone();
    let second = directory_of(&whole) + 46 + 5;
    broken[second..second + 4].copy_from_slice(b"XXXX");
    let (_folder, tree) = open("a.ear", &zip(&[("x.war", cut), ("y.war", &broken)]));
    assert_eq!(content(&tree, "x.war!/c.txt"), b"c");
    assert_eq!(content(&tree, "y.war!/c.txt"), b"c");
    assert_eq!(problems(&tree), [("x.war", Code::BadArchive), ("y.war", Code::BadArchive)]);
}

#[test]
fn a_program_before_the_archive_does_not_matter() {
    let mut bytes = b"#!/bin/sh\nexec java -jar \"$0\"\n".to_vec();
    bytes.extend(zip(&[("a/B.class", &class(8)), ("a.txt", b"text")]));
    let (_folder, tree) = open("run.jar", &bytes);
    assert_eq!(content(&tree, "a.txt"), b"text");
    assert!(tree.problems.is_empty(), "{:?}", tree.problems);
}

#[test]
fn entries_in_entries_are_refused() {
    // The bomb of entries that lie in each other: the second header is content of the first, stored.
    let kernel = deflate(&vec![0; 1 << 20]);
    let inner = forge(&[item("inner", vec![0; 1 << 20])]);
    assert!(inner.len() > kernel.len());
    let mut outer = item("outer", &inner);
    outer.stored = true;
    let mut pointing = item("inner", vec![0; 1 << 20]);
    pointing.header = Some(30 + 5);
    let (_folder, tree) = open("a.jar", &forge(&[outer, pointing]));
    assert_eq!(paths(&tree), ["outer"]);
    assert_eq!(problems(&tree), [("inner", Code::ArchiveEntryRefused)]);
}

#[test]
fn many_small_entries_that_unpack_to_much_are_refused() {
    let zeros = vec![0; 1 << 20];
    let items: Vec<_> = (0..100).map(|n| item(format!("{n:03}"), &zeros)).collect();
    let (_folder, tree) = open("a.jar", &forge(&items));
    assert_eq!(tree.files.len(), 64);
    assert_eq!(tree.problems.len(), 21);
    assert!(tree.problems.iter().all(|p| p.path.is_empty() || p.message.contains("together")));
}

#[test]
fn wide_and_deep_nesting_ends() {
    // Each level holds twenty of the next: 20 to the eighth archives if none stopped it.
    let mut bytes = zip(&[("deepest.txt", b"x")]);
    for _ in 0..7 {
        let items: Vec<_> = (0..20).map(|n| item(format!("{n}.war"), &bytes)).collect();
        bytes = forge(&items);
    }
    let limits = Limits { max_total_bytes: 64 << 20, ..Limits::default() };
    let (_folder, tree) = open_with("a.war", &bytes, &limits);
    assert!(!tree.problems.is_empty());
    assert!(tree.files.iter().map(|file| file.size).sum::<u64>() <= 64 << 20);
}

#[test]
fn an_archive_that_holds_itself_ends_at_the_depth_limit() {
    // A true quine needs a crafted stream; its effect is that each level holds the next, for ever. Here each level
    // is a copy, deeper than the limit.
    let mut bytes = zip(&[("end.txt", b"x")]);
    for _ in 0..40 {
        let mut inner = item("again.war", &bytes);
        inner.stored = true;
        bytes = forge(&[inner]);
    }
    let (_folder, tree) = open("again.war", &bytes);
    assert_eq!(tree.files.len(), 8);
    assert_eq!(tree.problems.len(), 1);
    assert!(tree.problems[0].message.contains("deep"), "{}", tree.problems[0]);
}

#[test]
fn a_directory_that_declares_other_numbers_is_told() {
    let mut bytes = zip(&[("a.txt", b"a"), ("b.txt", b"b")]);
    let end = bytes.len() - 22;
    bytes[end + 8..end + 12].copy_from_slice(&[9, 0, 9, 0]);
    let (_folder, tree) = open("a.jar", &bytes);
    assert_eq!(paths(&tree), ["a.txt", "b.txt"]);
    assert_eq!(problems(&tree), [("", Code::BadArchive)]);
    assert!(tree.problems[0].message.contains("declares 9"), "{}", tree.problems[0]);
}

#[test]
fn odd_names_are_cleaned_told_or_refused() {
    let items = [
        item(b"caf\xE9.txt", "x"),
        item(b"a\\b.txt", "x"),
        item(b"n\0l.txt", "x"),
        item("../up.txt", "x"),
        item("/abs.txt", "x"),
        item("x/../../y.txt", "x"),
        item("./z.txt", "x"),
    ];
    let (_folder, tree) = open("a.jar", &forge(&items));
    assert_eq!(paths(&tree), ["a/b.txt", "caf\\xE9.txt", "z.txt"]);
    let refused = tree.problems.iter().filter(|p| p.code == Code::ArchiveEntryRefused).count();
    assert_eq!(refused, 4);
    assert!(tree.problems.iter().any(|p| p.code == Code::BadEncoding));
}

#[test]
fn of_double_names_it_is_told_whether_they_differ() {
    let (_folder, tree) =
        open("a.jar", &forge(&[item("a", "1"), item("a", "2"), item("b", "x"), item("b", "x")]));
    assert_eq!(content(&tree, "a"), b"2");
    let messages: Vec<&str> = tree.problems.iter().map(|p| p.message.as_str()).collect();
    assert!(messages[0].contains("different"), "{messages:?}");
    assert!(!messages[1].contains("different"), "{messages:?}");
}

#[test]
fn signed_archives_are_noted() {
    let bytes = zip(&[("META-INF/ACME.SF", b"x"), ("META-INF/ACME.RSA", b"x"), ("a.txt", b"a")]);
    let (_folder, tree) = open("a.jar", &bytes);
    assert_eq!(tree.problems.len(), 1);
    assert_eq!(tree.problems[0].severity, Severity::Note);
    let (_folder, tree) = open("a.war", &zip(&[("WEB-INF/lib/signed.jar", &bytes)]));
    assert!(tree.libraries[0].signed);
    assert!(tree.problems.is_empty());
}

#[test]
fn a_broken_library_is_still_a_library() {
    let (_folder, tree) = open("a.war", &zip(&[("WEB-INF/lib/log4j-1.2.17.jar", b"no zip")]));
    assert_eq!(problems(&tree), [("WEB-INF/lib/log4j-1.2.17.jar", Code::BadArchive)]);
    assert_eq!(&*tree.libraries[0].path, "WEB-INF/lib/log4j-1.2.17.jar");
    assert_eq!(tree.libraries[0].classes, 0);
    assert_eq!(tree.hash(&tree.libraries[0]).unwrap().sha1.len(), 40);
}

fn sample_ear() -> Vec<u8> {
    let war = zip(&[
        ("WEB-INF/classes/com/acme/A.class", &class(8)),
        ("WEB-INF/lib/l.jar", &jar("org.other", "l", &["org/other/L"])),
        ("index.jsp", b"<%= 1 %>"),
    ]);
    let mut streamed = item("web.war", war);
    streamed.descriptor = true;
    forge(&[
        item("META-INF/application.xml", "<web-uri>web.war</web-uri>"),
        streamed,
        item("lib/k.jar", jar("com.acme", "k", &["com/acme/K"])),
    ])
}

/// Lists and reads everything there is; what is read is bounded by what is declared.
fn list_and_read(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ear");
    fs::write(&path, bytes).unwrap();
    let limits = Limits { max_entry_bytes: 1 << 20, max_read_bytes: 1 << 20, ..Limits::default() };
    let Ok(tree) = SourceTree::open(&path, &limits) else { return };
    for file in &tree.files {
        assert!(file.path.split('/').all(|part| part != ".."));
        if let Ok(content) = tree.read(file) {
            assert_eq!(content.len() as u64, file.size);
        }
    }
    for library in &tree.libraries {
        let _ = tree.hash(library);
        if let Ok(open) = tree.open_library(library) {
            (0..open.paths().len()).for_each(|at| drop(open.read(at)));
        }
    }
    let grouped: usize = tree.class_groups().iter().map(|group| group.files.len()).sum();
    assert!(grouped <= tree.files.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn changed_archives_never_panic(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 0u32..8), 1..10),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = sample_ear();
        for (at, bit) in &flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        list_and_read(&bytes);
    }
}
