use std::collections::BTreeMap;

use seaworthy_konveyor::{Dependency, Incident, LinkResult, RulesetResult, Violation};

use super::*;

fn incident(path: &str, line: u32, message: &str) -> Incident {
    Incident {
        uri: format!("file:///srv/shop/{path}"),
        message: message.to_owned(),
        code_snip: "\n 6  import a;\n 7  import b;\n 8  class <T> {\n 9  }\n10  // end".into(),
        line_number: Some(line),
        ..Incident::default()
    }
}

fn results() -> Vec<RulesetResult> {
    let violation = Violation {
        description: "Mail is sent by hand\nUse a service".to_owned(),
        category: Some("mandatory"),
        incidents: (0..6).map(|n| incident("src/Mail.java", 8 + n % 2, "Replace <it>")).collect(),
        links: vec![
            LinkResult { url: "https://example.com/mail".to_owned(), title: "Mail".to_owned() },
            LinkResult { url: "javascript:alert(1)".to_owned(), title: "Trap".to_owned() },
        ],
        effort: Some(3),
        ..Violation::default()
    };
    vec![RulesetResult {
        name: "shop rules".to_owned(),
        tags: ["Mail=SMTP".to_owned(), "Plain".to_owned()].into(),
        violations: BTreeMap::from([("mail-001".to_owned(), violation)]),
        errors: BTreeMap::from([("broken-001".to_owned(), "bad expression".to_owned())]),
        ..RulesetResult::default()
    }]
}

fn rendered() -> String {
    let dependencies = [DependencyFile {
        file_uri: "file:///srv/shop/pom.xml".to_owned(),
        provider: "java".to_owned(),
        dependencies: vec![Dependency { name: "a.b".to_owned(), ..Dependency::default() }],
    }];
    let shop = AnalyzedApplication {
        name: "shop",
        base_uri: "file:///srv/shop/",
        results: &results(),
        dependencies: &dependencies,
    };
    page("0.1.0", &[shop]).unwrap()
}

#[test]
fn the_page_counts_what_the_rules_found() {
    let page = rendered();
    assert!(page.contains("<p class=\"big\">18 <small>story points</small>"), "{page}");
    assert!(page.contains("in 1 file<"));
    assert!(page.contains("broken-001"));
    assert!(page.contains("<th scope=\"row\">Mail</th><td>SMTP</td>"));
}

#[test]
fn messages_and_code_are_text_and_never_markup() {
    let page = rendered();
    assert!(page.contains("Replace &#60;it&#62;"));
    assert!(page.contains("class &#60;T&#62; {"));
    assert!(!page.contains("href=\"javascript:"));
    assert!(page.contains("src/Mail.java:8"));
    assert!(!page.contains("file:///srv/shop/src"));
}

#[test]
fn an_excerpt_keeps_the_lines_around_its_place() {
    let snip = "\n 6  import a;\n 7  import b;\n 8  class X {\n 9  }\n10  // end";
    let lines = excerpt(snip, 8);
    assert_eq!(lines.iter().map(|l| l.number).collect::<Vec<_>>(), [6, 7, 8, 9, 10]);
    assert_eq!(lines.iter().find(|l| l.hit).map(|l| l.text.as_str()), Some("class X {"));
    assert!(excerpt(snip, 30).is_empty());
    assert!(excerpt("", 3).is_empty());
}
