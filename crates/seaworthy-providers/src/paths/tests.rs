use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::PathPattern;

fn nowhere() -> &'static Path {
    Path::new("/no/such/base")
}

fn matches(pattern: &str, path: &str) -> bool {
    PathPattern::new(pattern, nowhere()).matches(path)
}

#[test]
fn g27_a_literal_is_anchored_to_the_name_or_the_rooted_path() {
    assert!(matches("pom.xml", "pom.xml"));
    assert!(matches("pom.xml", "a/b/pom.xml"));
    assert!(!matches("pom.xml", "a/my-pom.xml"));
    assert!(!matches("pom.xml", "pom.xml.bak"));
    // The dot is one of a regular expression.
    assert!(matches("pom.xml", "pomXxml"));
    assert!(matches("/a/pom.xml", "a/pom.xml"));
    assert!(!matches("a/pom.xml", "a/pom.xml"));
    assert!(matches(r"beans\.xml", "x/beans.xml"));
}

#[test]
fn g27_wildcards_make_an_unanchored_expression() {
    assert!(matches(r".*\.xml", "a/b.xmlx"));
    assert!(matches("bea[n]s", "src/mybeansfile"));
    assert!(matches(r".*/WEB-INF/.*\.xml$", "WEB-INF/web.xml"));
    assert!(matches("^/src/", "src/A.java"));
    assert!(!matches("^/src/", "x/src/A.java"));
    assert!(matches("^A", "src/A.java"));
    assert!(matches("(foo|bar).*", "x/bar"));
    assert!(matches(r"[\w]+\.(css|html)$", "web/site.css"));
}

#[test]
fn g27_what_is_no_expression_is_a_glob() {
    assert!(matches("*.java", "src/A.java"));
    assert!(!matches("*.java", "src/A.javax"));
    assert!(matches("/src/*.java", "src/A.java"));
    assert!(!matches("*(", "a"));
    // As an expression this means any number of slashes, then one character; it is tried first.
    assert!(matches("/*.xml", "deep/down/a.xml"));
}

#[test]
fn what_exists_is_a_path() {
    let base = tempfile::tempdir().unwrap();
    let base = base.path();
    fs::create_dir_all(base.join("src/main")).unwrap();
    fs::write(base.join("package.json"), "").unwrap();
    fs::write(base.join("src/a.txt"), "").unwrap();
    let matches = |pattern: &str, path: &str| PathPattern::new(pattern, base).matches(path);
    assert!(matches("src", "src/main/A.java"));
    assert!(matches("src/", "src/main/A.java"));
    assert!(matches("./src/../src", "src/main/A.java"));
    assert!(!matches("src", "src2/A.java"));
    assert!(!matches("src", "x/src"));
    assert!(matches("", "anything/at/all"));
    assert!(matches(".", "anything/at/all"));
    assert!(matches("package.json", "package.json"));
    assert!(matches("package.json", "ui/package.json"));
    assert!(!matches("package.json", "ui/packageXjson"));
    assert!(matches("src/a.txt", "src/a.txt"));
    assert!(!matches("src/a.txt", "x/src/a.txt"));
    let absolute = base.join("src").display().to_string();
    assert!(matches(&absolute, "src/a.txt"));
    assert!(!matches(&absolute, "package.json"));
}

proptest! {
    #[test]
    fn any_pattern_and_any_path_have_a_verdict(pattern in "\\PC{0,16}", path in "\\PC{0,16}") {
        let _ = matches(&pattern, &path);
    }

    #[test]
    fn a_plain_name_means_the_files_of_that_name(
        name in "[a-z_-]{1,8}",
        folder in "([a-z]{1,4}/){0,3}",
        other in "[a-z_-]{1,8}",
    ) {
        let same = format!("{folder}{name}");
        let another = format!("{folder}{other}");
        prop_assert!(matches(&name, &same));
        prop_assert_eq!(matches(&name, &another), name == other);
    }

    #[test]
    fn a_set_says_what_its_patterns_say(
        patterns in prop::collection::vec("([*?$^.|()]|\\[|\\]|\\\\\\.|/|[a-cK]|xml|\\(\\?i\\)){1,6}", 1..6),
        path in "([a-cKk]|xml|/|\\.|\u{212A}){0,8}",
    ) {
        let mut set = super::PathPatternSet::default();
        let numbers: Vec<u32> = patterns.iter().map(|p| set.intern(p, nowhere())).collect();
        let found = set.matching(&path);
        for (pattern, number) in patterns.iter().zip(numbers) {
            prop_assert_eq!(found.contains(&number), matches(pattern, &path), "{}", pattern);
        }
    }
}
