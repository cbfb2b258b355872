//! Folders that are broken, odd or hostile.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

use seaworthy_base::Code;
use seaworthy_facts::Role;
use seaworthy_source::{Limits, SourceError, SourceTree};

fn open(path: &Path) -> SourceTree {
    SourceTree::open(path, &Limits::default()).unwrap()
}

fn paths(tree: &SourceTree) -> Vec<&str> {
    tree.files.iter().map(|file| &*file.path).collect()
}

fn write(root: &Path, path: &str, content: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

#[test]
fn what_is_no_application_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits::default();
    let error = |path: &Path| SourceTree::open(path, &limits).unwrap_err();
    assert!(matches!(error(Path::new("")), SourceError::EmptyPath));
    assert!(matches!(error(&folder.path().join("no")), SourceError::Missing { .. }));
    assert!(matches!(error(folder.path()), SourceError::NoFiles { .. }));
    let text = folder.path().join("a.txt");
    fs::write(&text, "text").unwrap();
    assert!(matches!(error(&text), SourceError::NotAnArchive { .. }));
    let pipe = folder.path().join("s.jar");
    let _socket = UnixListener::bind(&pipe).unwrap();
    assert!(matches!(error(&pipe), SourceError::NotAnArchive { .. }));
    let message = error(&folder.path().join("no")).to_string();
    assert!(message.ends_with("/no does not exist; check the path"), "{message}");
}

#[test]
fn links_are_noted_and_never_followed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("app");
    write(&root, "src/a.java", b"class A {}");
    write(folder.path(), "outside/secret.txt", b"x");
    symlink(&root, root.join("src/loop")).unwrap();
    symlink("self", root.join("self")).unwrap();
    symlink(folder.path().join("outside"), root.join("out")).unwrap();
    symlink(root.join("src/a.java"), root.join("same.java")).unwrap();
    let tree = open(&root);
    assert_eq!(paths(&tree), ["src/a.java"]);
    let noted: Vec<&str> = tree.problems.iter().map(|problem| &*problem.path).collect();
    assert_eq!(noted, ["out", "self", "src/loop"]);
    assert!(tree.problems.iter().all(|problem| problem.code == Code::LinkSkipped));
    // The root itself may be a link.
    symlink(&root, folder.path().join("link")).unwrap();
    assert_eq!(paths(&open(&folder.path().join("link"))), ["src/a.java"]);
}

#[test]
fn a_huge_sparse_file_is_listed_and_not_read() {
    let folder = tempfile::tempdir().unwrap();
    File::create(folder.path().join("dump.sql")).unwrap().set_len(1 << 30).unwrap();
    let tree = open(folder.path());
    assert_eq!(tree.files[0].size, 1 << 30);
    assert_eq!(tree.read(&tree.files[0]).unwrap_err().code, Code::TooLarge);
}

#[test]
fn odd_names_and_bytes_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let content = [b"caf\xE9".as_slice(), &[0xFF, 0xFE, 0x00]].concat();
    fs::write(folder.path().join(OsStr::from_bytes(b"caf\xE9.txt")), &content).unwrap();
    fs::write(folder.path().join(OsStr::from_bytes(b"caf\xE8.txt")), b"other").unwrap();
    let tree = open(folder.path());
    assert_eq!(paths(&tree), ["caf\\xE8.txt", "caf\\xE9.txt"]);
    assert_eq!(tree.read(&tree.files[1]).unwrap(), content);
    assert_eq!(tree.problems.iter().filter(|p| p.code == Code::BadEncoding).count(), 2);
}

#[test]
fn a_file_that_went_away_is_a_diagnostic() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", b"a");
    let tree = open(folder.path());
    fs::remove_file(folder.path().join("a.txt")).unwrap();
    let problem = tree.read(&tree.files[0]).unwrap_err();
    assert_eq!((problem.code, &*problem.path), (Code::Unreadable, "a.txt"));
    // A file that grew since is not read without end.
    let limits = Limits { max_read_bytes: 10, ..Limits::default() };
    write(folder.path(), "a.txt", b"a");
    let tree = SourceTree::open(folder.path(), &limits).unwrap();
    write(folder.path(), "a.txt", &[b'a'; 100]);
    assert_eq!(tree.read(&tree.files[0]).unwrap_err().code, Code::TooLarge);
}

#[test]
fn sockets_are_noted() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", b"a");
    let _socket = UnixListener::bind(folder.path().join("app.sock")).unwrap();
    let tree = open(folder.path());
    assert_eq!(paths(&tree), ["a.txt"]);
    assert_eq!((&*tree.problems[0].path, tree.problems[0].code), ("app.sock", Code::Unreadable));
}

#[test]
fn output_folders_are_left_out_only_where_a_manifest_proves_them() {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        "pom.xml",
        "target/classes/A.class",
        "target/a/b.jar",
        "web/package.json",
        "web/node_modules/x/index.js",
        "net/App.csproj",
        "net/bin/App.dll",
        "tools/bin/run.sh",
        "tools/target/keep.txt",
        ".git/config",
        ".hidden",
    ] {
        write(folder.path(), path, b"x");
    }
    let tree = open(folder.path());
    let expected = [
        ".hidden",
        "net/App.csproj",
        "pom.xml",
        "tools/bin/run.sh",
        "tools/target/keep.txt",
        "web/package.json",
    ];
    assert_eq!(paths(&tree), expected);
    let left_out: Vec<(&str, u64)> = tree.left_out.iter().map(|l| (&*l.path, l.files)).collect();
    assert_eq!(left_out, [(".git", 1), ("net/bin", 1), ("target", 2), ("web/node_modules", 1)]);
}

#[test]
fn gitignore_counts_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), ".gitignore", b"lib/\n");
    write(folder.path(), "lib/a.jar", b"x");
    write(folder.path(), "a.java", b"x");
    assert_eq!(paths(&open(folder.path())), [".gitignore", "a.java", "lib/a.jar"]);
    let limits = Limits { respect_gitignore: true, ..Limits::default() };
    let tree = SourceTree::open(folder.path(), &limits).unwrap();
    assert_eq!(paths(&tree), [".gitignore", "a.java"]);
}

#[test]
fn the_number_of_files_is_limited() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..5 {
        write(folder.path(), &format!("{n}.txt"), b"x");
    }
    let limits = Limits { max_files: 3, ..Limits::default() };
    let tree = SourceTree::open(folder.path(), &limits).unwrap();
    assert_eq!(paths(&tree), ["0.txt", "1.txt", "2.txt"]);
    assert_eq!(tree.problems[0].code, Code::Truncated);
}

#[test]
fn a_tree_is_read_from_many_threads() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..20 {
        write(folder.path(), &format!("{n}.txt"), n.to_string().as_bytes());
    }
    let tree = open(folder.path());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for file in &tree.files {
                    let text = String::from_utf8(tree.read(file).unwrap()).unwrap();
                    assert_eq!(format!("{text}.txt"), *file.path);
                }
            });
        }
    });
    assert!(tree.files.iter().all(|file| file.role == Role::Production));
}
