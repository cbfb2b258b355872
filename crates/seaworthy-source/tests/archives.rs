//! Archives as input, good ones and hostile ones.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use proptest::prelude::*;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use seaworthy_base::Code;
use seaworthy_facts::Role;
use seaworthy_source::{Limits, SourceError, SourceTree};

/// A zip file of deflated entries; names are taken as they are.
fn zip(entries: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut out);
    for (name, content) in entries {
        let (mut entry, config) = archive
            .new_file(EntryPath::verbatim(*name))
            .compression_method(CompressionMethod::DEFLATE)
            .start()
            .unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    out
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        // The library refuses to write names that lead out; an attacker does not.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

struct Input {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn input(name: &str, bytes: &[u8]) -> Input {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    Input { _folder: folder, path }
}

fn open(input: &Input) -> SourceTree {
    SourceTree::open(&input.path, &Limits::default()).unwrap()
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
fn an_ear_is_opened_down_to_its_modules() {
    let library = zip(&[(b"L.class", b"l")]);
    let ejb = zip(&[(b"com/acme/Bean.class", b"b")]);
    let war = zip(&[
        (b"index.jsp", b"<%= 1 %>"),
        (b"WEB-INF/web.xml", b"<web-app/>"),
        (b"WEB-INF/lib/commons.jar", &library),
    ]);
    let ear = zip(&[
        (
            b"META-INF/application.xml",
            b"<application><ejb> ejb.jar\n</ejb><web-uri>web.war</web-uri></application>",
        ),
        (b"web.war", &war),
        (b"ejb.jar", &ejb),
        (b"log.jar", &library),
        (b"lib/", b""),
        (b"lib/util.jar", &library),
    ]);
    let input = input("shop.ear", &ear);
    let tree = open(&input);
    assert_eq!(tree.name, "shop");
    assert_eq!(
        paths(&tree),
        [
            "META-INF/application.xml",
            "ejb.jar",
            "ejb.jar!/com/acme/Bean.class",
            "lib/util.jar",
            "log.jar",
            "web.war",
            "web.war!/WEB-INF/lib/commons.jar",
            "web.war!/WEB-INF/web.xml",
            "web.war!/index.jsp",
        ]
    );
    assert_eq!(content(&tree, "web.war!/index.jsp"), b"<%= 1 %>");
    let role = |path: &str| tree.files.iter().find(|f| &*f.path == path).unwrap().role;
    assert_eq!(role("web.war"), Role::Production);
    assert_eq!(role("ejb.jar!/com/acme/Bean.class"), Role::Production);
    assert_eq!(role("log.jar"), Role::Vendored);
    assert_eq!(role("web.war!/WEB-INF/lib/commons.jar"), Role::Vendored);
    assert!(tree.problems.is_empty(), "{:?}", tree.problems);
}

#[test]
fn a_folder_of_archives_is_a_deployments_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.war"), zip(&[(b"index.jsp", b"x")])).unwrap();
    fs::write(folder.path().join("a.war.deployed"), "").unwrap();
    fs::write(folder.path().join("b.jar"), b"no zip at all").unwrap();
    let tree = SourceTree::open(folder.path(), &Limits::default()).unwrap();
    assert_eq!(paths(&tree), ["a.war", "a.war!/index.jsp", "a.war.deployed", "b.jar"]);
    assert_eq!(problems(&tree), [("b.jar", Code::BadArchive)]);
    // Beside source code archives stay closed.
    fs::write(folder.path().join("Main.java"), "class Main {}").unwrap();
    let tree = SourceTree::open(folder.path(), &Limits::default()).unwrap();
    assert_eq!(paths(&tree), ["Main.java", "a.war", "a.war.deployed", "b.jar"]);
}

#[test]
fn names_that_lead_out_are_refused() {
    let entries: [(&[u8], &[u8]); 5] = [
        (b"../../evil.sh", b"x"),
        (b"/etc/passwd", b"x"),
        (b"C:\\x.bat", b"x"),
        (b"ok.txt", b"x"),
        (b"a\\b.txt", b"y"),
    ];
    let tree = open(&input("a.zip", &zip(&entries)));
    assert_eq!(paths(&tree), ["a/b.txt", "ok.txt"]);
    assert_eq!(
        problems(&tree),
        [
            ("../../evil.sh", Code::ArchiveEntryRefused),
            ("/etc/passwd", Code::ArchiveEntryRefused),
            ("C:\\x.bat", Code::ArchiveEntryRefused),
        ]
    );
    let tree = open(&input("a.tar", &tar(&[("../evil.sh", b"x"), ("ok.txt", b"x")])));
    assert_eq!(paths(&tree), ["ok.txt"]);
    assert_eq!(problems(&tree), [("../evil.sh", Code::ArchiveEntryRefused)]);
}

#[test]
fn bombs_are_refused_by_ratio_entry_and_total() {
    let zeros = vec![0; 8 << 20];
    let input = input("bomb.zip", &zip(&[(b"a.txt", b"x"), (b"bomb.txt", &zeros)]));
    let tree = open(&input);
    assert_eq!(paths(&tree), ["a.txt"]);
    assert_eq!(problems(&tree), [("bomb.txt", Code::ArchiveEntryRefused)]);
    let limits = Limits { max_ratio: u64::MAX, max_entry_bytes: 1000, ..Limits::default() };
    assert_eq!(paths(&SourceTree::open(&input.path, &limits).unwrap()), ["a.txt"]);
    let limits = Limits { max_ratio: u64::MAX, max_total_bytes: 1000, ..Limits::default() };
    assert_eq!(paths(&SourceTree::open(&input.path, &limits).unwrap()), ["a.txt"]);
    let limits = Limits { max_ratio: u64::MAX, ..Limits::default() };
    let tree = SourceTree::open(&input.path, &limits).unwrap();
    assert_eq!(content(&tree, "bomb.txt").len(), 8 << 20);
}

#[test]
fn an_entry_that_lies_about_its_size_is_damaged() {
    let mut bytes = zip(&[(b"a.txt", &[b'a'; 5000])]);
    // The unpacked size in the central directory, 24 bytes after its signature.
    let at = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&10u32.to_le_bytes());
    let tree = open(&input("a.zip", &bytes));
    assert_eq!(tree.files[0].size, 10);
    assert_eq!(tree.read(&tree.files[0]).unwrap_err().code, Code::BadArchive);
}

#[test]
fn a_gzip_bomb_ends_at_the_limit() {
    let zeros = vec![0; 40 << 20];
    let bytes = gzip(&tar(&[("a.txt", b"a"), ("zeros.bin.gz", &zeros), ("z.txt", b"z")]));
    assert!(bytes.len() < 80_000);
    let tree = open(&input("a.tgz", &bytes));
    assert!(paths(&tree).contains(&"a.txt"));
    assert!(!paths(&tree).contains(&"z.txt"));
    assert_eq!(problems(&tree), [("", Code::BadArchive)]);
}

#[test]
fn encrypted_entries_and_other_methods_are_refused() {
    let mut bytes = zip(&[(b"a.txt", b"a"), (b"b.txt", b"b"), (b"c.txt", b"c")]);
    let headers: Vec<usize> =
        (0..bytes.len() - 4).filter(|&at| &bytes[at..at + 4] == b"PK\x01\x02").collect();
    bytes[headers[0] + 8] |= 1;
    bytes[headers[1] + 10] = 14;
    let tree = open(&input("a.zip", &bytes));
    assert_eq!(paths(&tree), ["c.txt"]);
    assert_eq!(
        problems(&tree),
        [("a.txt", Code::ArchiveEntryRefused), ("b.txt", Code::ArchiveEntryRefused)]
    );
    assert!(tree.problems[0].message.contains("encrypted"));
}

#[test]
fn of_double_names_the_last_one_counts() {
    let tree = open(&input("a.zip", &zip(&[(b"a.txt", b"old"), (b"a.txt", b"new")])));
    assert_eq!(paths(&tree), ["a.txt"]);
    assert_eq!(content(&tree, "a.txt"), b"new");
    assert_eq!(problems(&tree), [("a.txt", Code::ArchiveEntryRefused)]);
}

#[test]
fn many_refusals_are_summed_up() {
    let names: Vec<String> = (0..100).map(|n| format!("../{n}")).collect();
    let entries: Vec<(&[u8], &[u8])> =
        names.iter().map(|name| (name.as_bytes(), &b"x"[..])).collect();
    let tree = open(&input("a.zip", &zip(&entries)));
    assert_eq!(tree.problems.len(), 21);
    assert!(
        tree.problems.iter().any(|p| p.code == Code::Truncated && p.message.contains("80 more"))
    );
}

#[test]
fn archives_in_archives_end_at_the_depth_limit() {
    let mut bytes = zip(&[(b"deepest.txt", b"x")]);
    for _ in 0..12 {
        bytes = zip(&[(b"inner.war", &bytes)]);
    }
    let tree = open(&input("a.war", &bytes));
    assert_eq!(tree.files.len(), 8);
    assert_eq!(tree.problems.len(), 1);
    assert_eq!(tree.problems[0].code, Code::ArchiveEntryRefused);
    assert_eq!(tree.problems[0].path.matches("!/").count(), 7);
}

#[test]
fn what_is_no_archive_is_an_error_as_input_only() {
    let noise: Vec<u8> =
        (0..5000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for name in ["a.jar", "a.ear", "a.zip", "a.rar", "a.tar", "a.tar.gz", "a.tgz"] {
        let input = input(name, &noise);
        let error = SourceTree::open(&input.path, &Limits::default()).unwrap_err();
        assert!(matches!(error, SourceError::NotAnArchive { .. }), "{name}: {error}");
    }
    let tree = open(&input("a.ear", &zip(&[(b"bad.war", &noise)])));
    assert_eq!(paths(&tree), ["bad.war"]);
    assert_eq!(problems(&tree), [("bad.war", Code::BadArchive)]);
    let empty = input("a.zip", &zip(&[]));
    let error = SourceTree::open(&empty.path, &Limits::default()).unwrap_err();
    assert!(matches!(error, SourceError::NoFiles { .. }), "{error}");
}

#[test]
fn tar_members_are_read_from_all_their_places() {
    let big = vec![b'b'; 3 << 20];
    let noise: Vec<u8> =
        (0..3_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    let members: [(&str, &[u8]); 4] = [
        ("./app/a.php", b"<?php"),
        ("app/big.sql", &noise),
        ("app/logo.png", &big[..100]),
        ("app/z.php", b"z"),
    ];
    let plain = tar(&members);
    for (name, bytes) in [("a.tar", plain.clone()), ("a.tar.gz", gzip(&plain))] {
        let input = input(name, &bytes);
        let tree = open(&input);
        assert_eq!(tree.name, "a");
        assert_eq!(paths(&tree), ["app/a.php", "app/big.sql", "app/logo.png", "app/z.php"]);
        for (path, expected) in members {
            assert_eq!(content(&tree, path.trim_start_matches("./")), expected, "{name} {path}");
        }
        assert!(tree.problems.is_empty());
    }
}

#[test]
fn tar_links_and_devices_are_refused_and_a_cut_tar_keeps_its_start() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(0);
    header.set_entry_type(tar::EntryType::Symlink);
    builder.append_link(&mut header, "link", "/etc/passwd").unwrap();
    header.set_entry_type(tar::EntryType::Block);
    builder.append_data(&mut header, "disk", &b""[..]).unwrap();
    let mut bytes = builder.into_inner().unwrap();
    bytes.truncate(1024);
    bytes.extend(tar(&[("a.txt", b"a"), ("b.txt", &[b'b'; 2000])]));
    let tree = open(&input("a.tar", &bytes));
    assert_eq!(paths(&tree), ["a.txt", "b.txt"]);
    assert_eq!(problems(&tree), [("disk", Code::ArchiveEntryRefused), ("link", Code::LinkSkipped)]);

    let packed = gzip(&bytes);
    for (name, cut) in [("a.tar", &bytes[..3000]), ("a.tgz", &packed[..packed.len() - 20])] {
        let tree = open(&input(name, cut));
        assert_eq!(content(&tree, "a.txt"), b"a", "{name}");
        assert!(
            tree.problems.iter().any(|p| p.code == Code::BadArchive),
            "{name}: {:?}",
            tree.problems
        );
    }
}

#[test]
fn a_tar_name_of_megabytes_is_refused() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    builder.append_data(&mut header, "a.txt", &b"a"[..]).unwrap();
    // A path this long makes the library write an extension header before the member.
    builder.append_data(&mut header, "n".repeat(3 << 20), &b"b"[..]).unwrap();
    let bytes = builder.into_inner().unwrap();
    for (name, bytes) in [("a.tgz", gzip(&bytes)), ("a.tar", bytes)] {
        let tree = open(&input(name, &bytes));
        assert_eq!(paths(&tree), ["a.txt"]);
        assert_eq!(problems(&tree), [("", Code::BadArchive)]);
    }
}

#[test]
fn version_control_in_archives_is_left_out() {
    let tree = open(&input(
        "a.zip",
        &zip(&[(b"x/.git/config", b"c"), (b"x/.git/HEAD", b"h"), (b"x/a.php", b"p")]),
    ));
    assert_eq!(paths(&tree), ["x/a.php"]);
    assert_eq!((&*tree.left_out[0].path, tree.left_out[0].files), ("x/.git", 2));
}

fn list_and_read(name: &str, bytes: &[u8]) {
    let input = input(name, bytes);
    let limits = Limits { max_read_bytes: 1 << 20, ..Limits::default() };
    if let Ok(tree) = SourceTree::open(&input.path, &limits) {
        for file in &tree.files {
            assert!(is_inside(&file.path), "{}", file.path);
            let _ = tree.read(file);
        }
    }
}

fn is_inside(path: &str) -> bool {
    !Path::new(path).is_absolute() && path.split('/').all(|part| part != "..")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn changed_archives_never_panic(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<proptest::sample::Index>(),
        truncate in any::<bool>(),
    ) {
        let war = zip(&[(b"index.jsp", b"hello hello hello"), (b"WEB-INF/lib/a.jar", b"x")]);
        let ear = zip(&[(b"a.txt", b"text"), (b"web.war", &war)]);
        let tape = tar(&[("a.txt", b"text"), ("b/c.txt", &[b'c'; 600])]);
        for (name, mut bytes) in [("a.ear", ear), ("a.tgz", gzip(&tape)), ("a.tar", tape)] {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            if truncate {
                bytes.truncate(cut.index(bytes.len()));
            }
            list_and_read(name, &bytes);
        }
    }

    #[test]
    fn any_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for name in ["a.jar", "a.tar", "a.tgz"] {
            list_and_read(name, &bytes);
        }
    }
}
