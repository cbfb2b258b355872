use std::fs;
use std::path::Path;

use super::*;

fn tree(paths: &[&str]) -> tempfile::TempDir {
    let base = tempfile::tempdir().unwrap();
    for path in paths {
        let path = base.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "text").unwrap();
    }
    base
}

fn listed(base: &Path, options: &ListOptions) -> Vec<String> {
    let (table, diagnostics) = list_files(base, options).unwrap();
    assert_eq!(diagnostics, []);
    table.files.iter().map(|file| file.path.to_string()).collect()
}

#[test]
fn folders_are_walked_by_their_names() {
    let base = tree(&["b.txt", "a/z", "a/b/c", "a.txt", ".hidden/x", "Z"]);
    let (table, _) = list_files(base.path(), &ListOptions::default()).unwrap();
    let paths: Vec<&str> = table.files.iter().map(|file| &*file.path).collect();
    assert_eq!(paths, [".hidden/x", "Z", "a/b/c", "a/z", "a.txt", "b.txt"]);
    assert!(table.files.iter().all(|file| file.size == 4));
    assert!(table.base.is_absolute());
}

#[test]
fn g28_default_exclusions_hold_at_the_root_only() {
    let base = tree(&[
        "target/x",
        "module/target/x",
        "node_modules/m/i.js",
        "ui/node_modules/m/i.js",
        "targets/x",
        "a/venv",
    ]);
    assert_eq!(
        listed(base.path(), &ListOptions::default()),
        ["a/venv", "module/target/x", "targets/x", "ui/node_modules/m/i.js"][1..]
    );
}

#[test]
fn an_exclusion_may_be_a_file_or_a_pattern() {
    let base =
        tree(&["vendor", "a/vendor", "gen/A.java", "src/gen/B.java", "src/C.java", "x.min.js"]);
    let options = ListOptions::excluding(&["gen".to_owned(), r".*\.min\.js".to_owned()]);
    assert_eq!(listed(base.path(), &options), ["src/C.java", "src/gen/B.java"]);
    let starred = ListOptions::excluding(&[".*gen.*".to_owned()]);
    assert_eq!(listed(base.path(), &starred), ["src/C.java", "x.min.js"]);
    let everything = ListOptions::excluding(&[]);
    assert_eq!(listed(base.path(), &everything).len(), 6);
}

#[test]
fn inclusions_are_paths_or_patterns() {
    let base = tree(&["src/A.java", "src/b.xml", "test/C.java", "pom.xml"]);
    let options = ListOptions {
        included: vec!["src".to_owned(), "pom.xml".to_owned()],
        ..Default::default()
    };
    assert_eq!(listed(base.path(), &options), ["pom.xml", "src/A.java", "src/b.xml"]);
}

#[cfg(unix)]
#[test]
fn links_to_files_are_listed_and_links_to_folders_are_not_followed() {
    use std::os::unix::fs::symlink;
    let base = tree(&["real/a.txt"]);
    symlink(base.path().join("real/a.txt"), base.path().join("link.txt")).unwrap();
    symlink(base.path(), base.path().join("real/loop")).unwrap();
    symlink(base.path().join("nowhere"), base.path().join("broken")).unwrap();
    assert_eq!(listed(base.path(), &ListOptions::default()), ["broken", "link.txt", "real/a.txt"]);
}

#[test]
fn a_missing_base_is_an_error() {
    assert!(list_files(Path::new("/no/such/base"), &ListOptions::default()).is_err());
}
