use std::num::NonZeroUsize;
use std::path::Path;

use seaworthy_konveyor::{LoadOptions, load};

use super::*;
use crate::{Options, Semantics};

/// Writes files into a folder.
fn application(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn run(files: &[(&str, &str)], rules: &str, options: &Options) -> Report {
    let application = application(files);
    let ruleset = self::application(&[("rules.yaml", rules)]);
    let loaded = load(&[ruleset.path().join("rules.yaml")], &LoadOptions::default());
    assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
    let base = application.path();
    let analysis = Analysis { base, rulesets: &loaded.rulesets, failing: &loaded.failing, options };
    analyse(&analysis).unwrap()
}

const CHAIN: &str = r#"
- ruleID: chain
  message: "{{matchingText}}"
  effort: 1
  when:
    and:
      - builtin.file: {pattern: '.*\.cfg'}
        as: settings
        ignore: true
      - builtin.filecontent:
          pattern: port=\d+
          filepaths: "{{settings.filepaths}}"
        from: settings
"#;

#[test]
fn a_chain_looks_at_the_files_of_its_start() {
    let files = [("a.cfg", "x\r\nport=1\r\n"), ("b.txt", "port=2\n"), ("c d.cfg", "port=3")];
    let report = run(&files, CHAIN, &Options::default());
    let incidents = &report.results[0].violations["chain"].incidents;
    let found: Vec<_> = incidents.iter().map(|i| (i.message.as_str(), i.line_number)).collect();
    assert_eq!(found, [("port=1", Some(2)), ("port=3", Some(1))]);
    assert!(incidents[1].uri.ends_with("/c%20d.cfg"));
}

#[test]
fn the_report_does_not_depend_on_threads() {
    let texts: Vec<(String, String)> =
        (0..40).map(|i| (format!("{i}.cfg"), format!("port={i}\n").repeat(i))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let application = application(&files);
    let rules = self::application(&[("rules.yaml", CHAIN)]);
    let loaded = load(&[rules.path().to_owned()], &LoadOptions::default());
    let reports: Vec<Report> = [1, 2, 5]
        .iter()
        .map(|&threads| {
            let threads = NonZeroUsize::new(threads).unwrap();
            let options = Options { threads, ..Options::default() };
            let base = application.path();
            let rulesets = &loaded.rulesets;
            analyse(&Analysis { base, rulesets, failing: &[], options: &options }).unwrap()
        })
        .collect();
    assert_eq!(reports[0].results[0].violations["chain"].incidents.len(), 780);
    assert!(reports.iter().all(|r| r == &reports[0]));
}

const JAVA: &str = "
- ruleID: java
  message: found
  when:
    java.referenced: {pattern: a.b.C, location: IMPORT}
- ruleID: either
  message: found
  effort: 1
  when:
    builtin.file: {pattern: '*.java'}
";

#[test]
fn java_without_a_build_file_fails_its_rules_and_no_others() {
    let files = [("src/main/java/A.java", "import a.b.C;\nclass A {}\n")];
    let report = run(&files, JAVA, &Options::default());
    assert_eq!(report.results[0].errors.keys().collect::<Vec<_>>(), ["java"]);
    assert_eq!(report.results[0].violations.keys().collect::<Vec<_>>(), ["either"]);
    let mended = Options { semantics: Semantics::Mended, ..Options::default() };
    assert!(run(&files, JAVA, &mended).results[0].errors.is_empty());
}

#[test]
fn an_application_that_is_not_there_is_an_error() {
    let options = Options::default();
    let analysis = Analysis {
        base: Path::new("/no/such/folder"),
        rulesets: &[],
        failing: &[],
        options: &options,
    };
    assert!(analyse(&analysis).unwrap_err().to_string().starts_with("/no/such/folder"));
    let options = Options { incident_selector: Some("(".into()), ..Options::default() };
    let base = Path::new(env!("CARGO_MANIFEST_DIR"));
    let error = analyse(&Analysis { base, options: &options, ..analysis }).unwrap_err();
    assert_eq!(error.to_string(), "invalid expression '('");
}

#[test]
fn what_cannot_be_read_is_a_problem() {
    let application = application(&[("a.cfg", "port=1")]);
    let rules = self::application(&[("rules.yaml", CHAIN)]);
    let loaded = load(&[rules.path().to_owned()], &LoadOptions::default());
    std::os::unix::fs::symlink("/no/such/file", application.path().join("b.cfg")).unwrap();
    let options = Options::default();
    let base = application.path();
    let rulesets = &loaded.rulesets;
    let report = analyse(&Analysis { base, rulesets, failing: &[], options: &options }).unwrap();
    assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
    assert_eq!(&*report.problems[0].path, "b.cfg");
    assert_eq!(report.results[0].violations["chain"].incidents.len(), 1);
}
