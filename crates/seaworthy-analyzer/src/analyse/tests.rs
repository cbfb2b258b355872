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

/// Names of the files where the chained `java.referenced` finds its import.
fn chained(reference: &str, semantics: Semantics) -> Vec<String> {
    let rules = format!(
        r#"
- ruleID: chain
  message: found
  effort: 1
  when:
    and:
      - java.referenced: {{pattern: a.b.C, location: IMPORT, filepaths: "{reference}"}}
        from: beans
      - builtin.file: {{pattern: '.*Bean\.java'}}
        as: beans
        ignore: true
"#
    );
    let unit = "package p;\nimport a.b.C;\nclass X {}\n";
    let files = [
        ("pom.xml", "<project/>"),
        ("extra/ZBean.java", unit),
        ("src/main/java/p/ABean.java", unit),
        ("src/main/java/p/BBean.java", unit),
        ("src/test/java/p/Other.java", unit),
    ];
    let report = run(&files, &rules, &Options { semantics, ..Options::default() });
    let violation = report.results[0].violations.get("chain");
    let incidents = violation.map_or(&[][..], |v| &v.incidents);
    incidents.iter().map(|i| i.uri.rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn java_with_chained_paths_looks_at_the_first_file_in_a_source_folder_or_not() {
    // The first file of the chain lies outside of the source folders, so that nothing is found.
    assert!(chained("{{beans.filepaths}}", Semantics::Exact).is_empty());
    let mended = chained("{{beans.filepaths}}", Semantics::Mended);
    assert_eq!(mended, ["ZBean.java", "ABean.java", "BBean.java"]);
}

#[test]
fn capital_file_paths_restrict_nothing_in_the_exact_way() {
    let exact = chained("{{beans.Filepaths}}", Semantics::Exact);
    assert_eq!(exact, ["ABean.java", "BBean.java", "Other.java"]);
    assert_eq!(chained("{{beans.Filepaths}}", Semantics::Mended).len(), 3);
}

#[test]
fn java_incidents_know_their_element_and_file() {
    let rules = "
- ruleID: call
  message: '{{kind}} {{name}} in {{package}}'
  when:
    java.referenced: {pattern: a.b.C.stop*, location: METHOD_CALL}
";
    let unit = "package p;\nimport a.b.C;\nclass X {\n  void run(C c) {\n    c.stop();\n  }\n}\n";
    let files = [("pom.xml", "<project/>"), ("src/main/java/p/X.java", unit)];
    let report = run(&files, rules, &Options::default());
    let incident = &report.results[0].insights["call"].incidents[0];
    assert_eq!((incident.message.as_str(), incident.line_number), ("Method run in p", Some(5)));
    assert_eq!(incident.variables["file"].to_string(), incident.uri);
    assert!(incident.code_snip.text().contains("\n  5  c.stop();"), "{:?}", incident.code_snip);
}

#[test]
fn libraries_are_listed_and_asked() {
    let rules = "
- ruleID: old
  message: 'use a newer {{name}} than {{version}}'
  effort: 1
  when:
    java.dependency: {name: g.lib, upperbound: 1.5.0}
";
    let pom = "<project><groupId>x</groupId><artifactId>app</artifactId><version>1</version><dependencies>\n<dependency>\n\
        <groupId>g</groupId>\n<artifactId>lib</artifactId>\n<version>1.2</version></dependency></dependencies></project>";
    let report = run(&[("pom.xml", pom)], rules, &Options::default());
    let incident = &report.results[0].violations["old"].incidents[0];
    assert_eq!(incident.message, "use a newer g.lib than 1.2");
    assert_eq!(report.dependencies[0].dependencies[0].name, "g.lib");
    assert_eq!(report.dependencies[0].file_uri, incident.uri);
    let unlisted = Options { dependencies: false, ..Options::default() };
    let report = run(&[("pom.xml", pom)], rules, &unlisted);
    assert!(report.dependencies.is_empty());
    assert!(report.results[0].violations.contains_key("old"));
}
