use proptest::prelude::*;
use seaworthy_base::LineIndex;

use super::*;

fn leaf(api_version: &str, kind: &str, deprecated_in: &str, removed_in: &str) -> Leaf {
    Leaf::K8sResource {
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        deprecated_in: deprecated_in.to_owned(),
        removed_in: removed_in.to_owned(),
        replacement_api: "new/v1".to_owned(),
    }
}

fn hits(leaves: &[Leaf], text: &str) -> Vec<Hit> {
    let (plan, errors) = K8sPlan::compile(leaves, DEFAULT_KUBERNETES);
    assert_eq!(errors, []);
    let mut found = Vec::new();
    let lines = LineIndex::new(text);
    plan.scan(FileText { id: 7, path: "a.yaml", text, lines: &lines }, &mut found);
    found
}

#[test]
fn every_document_is_asked_for_its_version_and_kind() {
    let text = "\
# two resources
kind: Ingress
metadata:
  apiVersion: old/v9
  kind: Pod
apiVersion: \"old/v1\"
---
apiVersion: old/v1
kind: Deployment
spec: [{kind: Ingress}]
---
[apiVersion, old/v1]
";
    let rules = [
        leaf("old/v1", "Ingress", "v1.14.0", "v1.22.0"),
        leaf("old/v1", "Deployment", "", "v1.22"),
        leaf("old/v9", "Pod", "v1.1.0", ""),
        leaf("old/v1", "Ingress", "v1.29.0", "v1.40.0"),
    ];
    let found = hits(&rules, text);
    let places: Vec<_> = found.iter().map(|hit| (hit.leaf, hit.file, hit.line)).collect();
    assert_eq!(places, [(0, 7, 6), (1, 7, 8)]);
    assert_eq!(found[0].location, None);
    let names: Vec<_> = found[0].variables.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["apiVersion", "deprecated-in", "kind", "removed-in", "replacement-API"]);
    assert!(names.is_sorted());
}

#[test]
fn a_file_that_is_no_yaml_has_no_resources() {
    let rule = [leaf("old/v1", "Ingress", "v1.14.0", "")];
    let good = "apiVersion: old/v1\nkind: Ingress\n";
    assert_eq!(hits(&rule, good).len(), 1);
    assert_eq!(hits(&rule, &format!("{good}---\n{{{{ if .Values }}}}\na: [")), []);
}

#[test]
fn a_leaf_must_say_what_it_asks() {
    let rules = [
        leaf("", "Ingress", "v1.1.0", ""),
        leaf("a/v1", "", "v1.1.0", ""),
        leaf("a/v1", "Ingress", "", ""),
        leaf("a/v1", "Ingress", "1.1", ""),
    ];
    let (plan, errors) = K8sPlan::compile(&rules, DEFAULT_KUBERNETES);
    assert_eq!(errors.iter().map(|error| error.leaf).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(!plan.wants("a.yaml"), "a version without `v` is none");
    let (plan, _) = K8sPlan::compile(&[leaf("a/v1", "Ingress", "v1.1.0", "")], "v1.2.0");
    assert!(plan.wants("x/a.yaml") && plan.wants("b.yml") && !plan.wants("a.yaml/b.json"));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(apiVersion|kind|: |\n|- |\\[|\\{|\"|a|&b|\\*b|---|\\PC)*") {
        let _ = resources(&text);
        let _ = resources(&format!("apiVersion: a\nkind: b\n{text}"));
    }
}
