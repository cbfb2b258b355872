use proptest::prelude::*;
use seaworthy_base::LineIndex;
use seaworthy_konveyor::Value;

use super::*;

fn leaf(xpath: &str) -> Leaf {
    leaf_with(xpath, &[], FilePaths::Any)
}

fn leaf_with(xpath: &str, namespaces: &[(&str, &str)], filepaths: FilePaths) -> Leaf {
    let namespaces = namespaces.iter().map(|(p, a)| ((*p).to_owned(), (*a).to_owned())).collect();
    Leaf::Xml { xpath: xpath.to_owned(), namespaces, filepaths }
}

fn public_id(regex: &str) -> Leaf {
    Leaf::XmlPublicId {
        regex: regex.to_owned(),
        namespaces: Namespaces::new(),
        filepaths: FilePaths::Any,
    }
}

/// Few steps, so that what takes too many of them ends soon.
const FEW: Steps = Steps { together: 1_000_000, each: 100_000 };

fn scan_as(leaves: &[Leaf], path: &str, text: &str, mode: Mode) -> (Vec<Hit>, Vec<Diagnostic>) {
    let (mut plan, errors) = XmlPlan::compile(leaves, &FileTable::default(), mode);
    assert!(errors.is_empty(), "{errors:?}");
    plan.steps = FEW;
    let lines = LineIndex::new(text);
    let file = FileText { id: 7, path, text, lines: &lines };
    let (mut hits, mut problems) = (Vec::new(), Vec::new());
    plan.scan(file, &mut hits, &mut problems);
    (hits, problems)
}

fn scan(leaves: &[Leaf], path: &str, text: &str) -> Vec<Hit> {
    scan_as(leaves, path, text, Mode::Konveyor).0
}

fn lines(hits: &[Hit]) -> Vec<(LeafId, u32)> {
    hits.iter().map(|hit| (hit.leaf, hit.line)).collect()
}

const POM: &str = "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n  <artifactId>shop</artifactId>\n  <dependencies>\n    <dependency>\n      <groupId>org.old</groupId>\n      <artifactId>shop</artifactId>\n      <scope/>\n    </dependency>\n  </dependencies>\n</project>\n";

#[test]
fn a_hit_says_what_stands_there() {
    let hits = scan(&[leaf("//dependency/groupId")], "a/pom.xml", POM);
    assert_eq!(lines(&hits), [(0, 5)]);
    let hit = &hits[0];
    assert_eq!((hit.file, hit.location), (7, Some((5, 5))));
    let text = |t: &str| Value::Text(t.to_owned());
    assert_eq!(
        hit.variables,
        [
            ("data", text("groupId")),
            ("innerText", text("org.old")),
            ("matchingXML", text("org.old")),
        ]
    );
}

#[test]
fn the_line_is_that_of_the_first_equal_text() {
    let hits = scan(&[leaf("//dependency/artifactId"), leaf("//scope")], "pom.xml", POM);
    // `shop` stands in line 2 first; an empty element is looked for by its name.
    assert_eq!(lines(&hits), [(0, 2), (1, 7)]);
    let (mended, _) = scan_as(&[leaf("//dependency/artifactId")], "pom.xml", POM, Mode::Mended);
    assert_eq!(lines(&mended), [(0, 6)]);
}

#[test]
fn a_text_that_is_not_found_has_the_line_of_its_node_and_no_location() {
    let hits = scan(&[leaf("//b"), leaf("//b/@k")], "x.xml", "<a>\n<b k='&lt;z'>1 &amp; 2</b></a>");
    assert_eq!(lines(&hits), [(0, 2), (1, 0)]);
    assert!(hits.iter().all(|hit| hit.location.is_none()));
}

#[test]
fn only_files_of_the_right_name_are_read() {
    let (plan, _) = XmlPlan::compile(&[leaf("//a")], &FileTable::default(), Mode::Konveyor);
    for (path, wanted) in [
        ("a.xml", true),
        ("b/c.xhtml", true),
        ("a.XML", false),
        ("a.xmlx", false),
        ("a.html", false),
        (".xml", true),
    ] {
        assert_eq!(plan.wants(path), wanted, "{path}");
    }
    let (none, _) = XmlPlan::compile(&[], &FileTable::default(), Mode::Konveyor);
    assert!(!none.wants("a.xml"));
}

#[test]
fn file_patterns_restrict() {
    let only = |pattern: &str| FilePaths::Patterns(vec![pattern.to_owned()]);
    let leaves = [
        leaf("//a"),
        leaf_with("//a", &[], only("web.xml pom.xml")),
        leaf_with("//a", &[], only("other.xml")),
        leaf_with("//a", &[], FilePaths::Chained("x".to_owned())),
    ];
    assert_eq!(lines(&scan(&leaves, "m/pom.xml", "<a/>")), [(0, 1), (1, 1), (3, 1)]);
}

#[test]
fn names_follow_the_dialect() {
    let text = "<p:a xmlns:p='urn:p'><b xmlns='urn:b'>t</b></p:a>";
    let leaves = [
        leaf("/p:a/b"),
        leaf_with("/x:a/b", &[("x", "urn:p")], FilePaths::Any),
        leaf("/a"),
        leaf_with("//y:b", &[("y", "urn:b")], FilePaths::Any),
    ];
    assert_eq!(lines(&scan(&leaves, "a.xml", text)), [(0, 1), (1, 1), (3, 1)]);
}

#[test]
fn equal_questions_are_asked_once_and_answered_to_all() {
    let leaves = [leaf("//a"), leaf("//b"), leaf("//a")];
    let (plan, _) = XmlPlan::compile(&leaves, &FileTable::default(), Mode::Konveyor);
    assert_eq!(plan.queries.len(), 2);
    assert_eq!(lines(&scan(&leaves, "a.xml", "<a/>")), [(0, 1), (2, 1)]);
}

#[test]
fn wrong_expressions_are_errors() {
    let leaves = [
        leaf("//a["),
        leaf("//a[matches(., '*')]"),
        leaf_with("//p:a", &[("q", "u")], FilePaths::Any),
        public_id("("),
        leaf("//a"),
        leaf("//a["),
    ];
    let (plan, errors) = XmlPlan::compile(&leaves, &FileTable::default(), Mode::Konveyor);
    assert_eq!(errors.iter().map(|e| e.leaf).collect::<Vec<_>>(), [0, 1, 2, 3, 5]);
    assert!(errors[0].message.starts_with("could not parse provided xpath query '//a[': column "));
    assert_eq!(plan.queries.len(), 1);
}

#[test]
fn what_the_library_refuses_is_passed_over() {
    for text in ["<a><b></a></c>", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "", "<a"] {
        assert!(scan(&[leaf("//a")], "x.xml", text).is_empty(), "{text}");
    }
    let (mended, _) = scan_as(&[leaf("//a")], "x.xml", "<a><b></a></c>", Mode::Mended);
    assert_eq!(lines(&mended), [(0, 1)]);
}

#[test]
fn public_ids() {
    let text = "<?xml version='1.0'?>\n<!DOCTYPE web PUBLIC '-//Old//DTD Web 1.0//EN' 'x'>\n<web/>";
    assert!(scan(&[public_id("Old")], "x.xml", text).is_empty());
    let (hits, _) = scan_as(&[public_id("Old"), public_id("New")], "x.xml", text, Mode::Mended);
    assert_eq!(lines(&hits), [(0, 0)]);
    assert_eq!(hits[0].location, None);
    let written = "<a><b public-id='-//Old//X'/></a>";
    assert_eq!(lines(&scan(&[public_id("Old")], "x.xml", written)), [(0, 0)]);
}

#[test]
fn expensive_questions_are_given_up() {
    let text = format!("<r>{}</r>", "<a>x</a>".repeat(500));
    let (hits, problems) = scan_as(
        &[leaf("//a[. = //a[. = 'y']] | //a[count(//a) = 1]")],
        "x.xml",
        &text,
        Mode::Konveyor,
    );
    assert!(hits.is_empty());
    assert!(problems[0].message.contains("too many steps"), "{problems:?}");
}

#[test]
fn a_file_takes_only_so_many_steps() {
    let text = format!("<r>{}</r>", "<a>x</a>".repeat(500));
    let leaves: Vec<Leaf> = (0..20).map(|n| leaf(&format!("//a[count(//a) = {n}]"))).collect();
    let (hits, problems) = scan_as(&leaves, "x.xml", &text, Mode::Konveyor);
    assert!(hits.is_empty());
    assert_eq!(problems.len(), 11);
    assert!(problems[10].message.contains("the rest was not asked"), "{problems:?}");
}

#[test]
fn too_much_content_is_cut() {
    let depth = 200;
    let text = format!("{}{}{}", "<a>".repeat(depth), "x".repeat(1 << 20), "</a>".repeat(depth));
    let (hits, problems) = scan_as(&[leaf("//a")], "x.xml", &text, Mode::Konveyor);
    assert!(hits.len() < depth && !hits.is_empty());
    assert!(problems[0].message.contains("too long"), "{problems:?}");
}

#[test]
fn very_long_files_are_named() {
    let text = " ".repeat(seaworthy_xml::MAX_BYTES + 1);
    let (_, problems) = scan_as(&[leaf("//a")], "x.xml", &text, Mode::Konveyor);
    assert_eq!(problems.iter().map(|p| p.code).collect::<Vec<_>>(), [Code::TooLarge]);
}

proptest! {
    /// The gate of names loses no hit, whatever the document.
    #[test]
    fn any_markup_scans_and_the_gate_is_safe(parts in proptest::collection::vec(
        prop_oneof![
            Just("<a>"), Just("</a>"), Just("<b k='1'>"), Just("</b>"), Just("<c/>"), Just("x"), Just("<![CDATA[x]]>"),
            Just("<!--c-->"), Just("<?b c?>"), Just(" "), Just("<p:a xmlns:p='u'/>"), Just("<!DOCTYPE a>"),
        ], 0..30))
    {
        let text = parts.concat();
        let expressions = [
            "//a/b", "//b[@k='1']", "//*[local-name()='a']", "//a[b or c]", "//node()[local-name()='x']",
            "//a[not(b)]", "//c/.. | //b", "//b/ancestor::a", "/*[a and b]", "//b and //c", "//a or //c",
        ];
        let leaves: Vec<Leaf> = expressions.iter().map(|x| leaf(x)).collect();
        for mode in [Mode::Konveyor, Mode::Mended] {
            let (hits, _) = scan_as(&leaves, "x.xml", &text, mode);
            let reading =
                if mode == Mode::Konveyor { Reading::Konveyor } else { Reading::Recommendation };
            let doc = Document::read(&text, reading);
            if mode == Mode::Konveyor && doc.refusal.is_some() {
                prop_assert!(hits.is_empty());
                continue;
            }
            for (at, expression) in expressions.iter().enumerate() {
                let xpath = XPath::parse(expression, mode).unwrap();
                let nodes = xpath.select(&doc, &Namespaces::new(), &mut Budget::default()).unwrap();
                let found = hits.iter().filter(|hit| hit.leaf as usize == at).count();
                prop_assert_eq!(found, nodes.len(), "{} in {}", expression, text);
            }
        }
    }
}
