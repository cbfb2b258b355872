use proptest::prelude::*;
use seaworthy_base::LineIndex;
use seaworthy_konveyor::FilePaths;

use super::*;

fn scan(xpaths: &[&str], text: &str) -> Vec<(LeafId, u32, String, String)> {
    let leaves: Vec<Leaf> = xpaths
        .iter()
        .map(|x| Leaf::Json { xpath: (*x).to_owned(), filepaths: FilePaths::Any })
        .collect();
    let (plan, errors) = JsonPlan::compile(&leaves, &FileTable::default(), Mode::Konveyor);
    assert!(errors.is_empty(), "{errors:?}");
    let lines = LineIndex::new(text);
    let file = FileText { id: 0, path: "a/b.json", text, lines: &lines };
    let (mut hits, mut problems) = (Vec::new(), Vec::new());
    plan.scan(file, &mut hits, &mut problems);
    assert!(problems.is_empty());
    hits.into_iter()
        .map(|hit| {
            let [(_, Variable::Text(data)), (_, Variable::Text(json))] = &hit.variables[..] else {
                panic!("{hit:?}");
            };
            (hit.leaf, hit.line, data.clone(), json.clone())
        })
        .collect()
}

fn hit(leaf: LeafId, line: u32, data: &str, json: &str) -> (LeafId, u32, String, String) {
    (leaf, line, data.to_owned(), json.to_owned())
}

const TEXT: &str = "{\n  \"version\": 2000000,\n  \"name\": \"shop\",\n  \"scripts\": {\"x:y\": null, \"start\": \"run it\"},\n  \"tags\": [\"a\", true, {\"k\": 1.5}]\n}\n";

#[test]
fn members_are_elements_and_items_have_no_name() {
    assert_eq!(scan(&["/name"], TEXT), [hit(0, 3, "name", "shop")]);
    assert_eq!(scan(&["//start", "/scripts/*"], TEXT).len(), 3);
    assert_eq!(
        scan(&["/tags/*"], TEXT),
        [hit(0, 3, "", "a"), hit(0, 5, "", "true"), hit(0, 5, "", "1.5")]
    );
    assert_eq!(scan(&["/tags/*/k[. = 1.5]"], TEXT), [hit(0, 5, "k", "1.5")]);
    assert_eq!(scan(&["//start/text()"], TEXT), [hit(0, 4, "run it", "run it")]);
}

#[test]
fn numbers_are_printed_as_go_prints_them() {
    // Such a number stands nowhere in the file, so there is no line.
    assert_eq!(scan(&["/version"], TEXT), [hit(0, 0, "version", "2e+06")]);
    for (number, text) in [
        (0.0, "0"),
        (-12.5, "-12.5"),
        (999_999.0, "999999"),
        (0.0001, "0.0001"),
        (0.000_01, "1e-05"),
    ] {
        assert_eq!(number_text(number), text);
    }
}

#[test]
fn what_is_no_json_has_no_hits() {
    assert!(scan(&["//a"], "{\"a\": }").is_empty());
    assert!(scan(&["//a"], &"[".repeat(100_000)).is_empty());
}

#[test]
fn wrong_expressions_are_errors() {
    let leaf = Leaf::Json { xpath: "//a[".to_owned(), filepaths: FilePaths::Any };
    let (plan, errors) = JsonPlan::compile(&[leaf], &FileTable::default(), Mode::Konveyor);
    assert_eq!(errors.len(), 1);
    assert!(!plan.wants("a.json"));
}

proptest! {
    #[test]
    fn any_text_scans(text in any::<String>()) {
        scan(&["//*", "//text()"], &text);
    }
}
