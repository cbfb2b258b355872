use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::{PackageType, SbomEdge};

fn library(kind: PackageType, name: &str, version: &str) -> SbomComponent {
    SbomComponent {
        purl: Purl::new(kind, name, Some(version)),
        identified: Some((Technique::Manifest, 1.0)),
        ..SbomComponent::default()
    }
}

fn shop() -> SbomInput {
    let mut core = library(PackageType::Maven, "org.acme:core", "1.2");
    core.sha1 = Some("a".repeat(40));
    core.sha256 = Some("b".repeat(64));
    core.licences = vec![
        SbomLicence { spdx: Some("MIT".to_owned()), ..SbomLicence::default() },
        SbomLicence { name: "Our own".to_owned(), url: Some("see below".to_owned()), spdx: None },
        SbomLicence { spdx: Some("Acme-9".to_owned()), ..SbomLicence::default() },
        SbomLicence::default(),
    ];
    core.occurrences = vec![SbomOccurrence { path: "pom.xml".to_owned(), line: 12 }];
    core.contains =
        Purl::new(PackageType::Maven, "org.acme:inner", Some("3")).into_iter().collect();
    let mut bare = SbomComponent { name: "tools".to_owned(), ..SbomComponent::default() };
    bare.identified = Some((Technique::FileName, f64::NAN));
    bare.scope = SbomScope::Excluded;
    let left = library(PackageType::Npm, "@acme/left", "2.0.0");
    SbomInput {
        name: "shop".to_owned(),
        version: Some("7".to_owned()),
        tool_version: "0.1.0".to_owned(),
        parts: vec![SbomPart {
            name: "web".to_owned(),
            version: None,
            deployable: true,
            path: "web".to_owned(),
        }],
        edges: vec![
            SbomEdge { from: "application:shop".to_owned(), to: "part:web".to_owned() },
            SbomEdge { from: "part:web".to_owned(), to: core.reference() },
            SbomEdge { from: core.reference(), to: left.reference() },
            SbomEdge { from: core.reference(), to: "nowhere".to_owned() },
        ],
        components: vec![left, core, bare],
        completeness: Completeness::Incomplete,
    }
}

fn parsed(input: &SbomInput) -> Value {
    serde_json::from_str(&write(input)).unwrap()
}

#[test]
fn a_document_has_what_the_schema_requires() {
    let document = parsed(&shop());
    assert_eq!(document["bomFormat"], "CycloneDX");
    assert_eq!(document["specVersion"], "1.6");
    assert_eq!(document["version"], 1);
    assert_eq!(document["metadata"]["component"]["components"][0]["bom-ref"], "part:web");
    assert!(document["metadata"].get("timestamp").is_none());
    let serial = document["serialNumber"].as_str().unwrap().strip_prefix("urn:uuid:").unwrap();
    let lengths: Vec<usize> = serial.split('-').map(str::len).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12]);
    assert_eq!(serial.as_bytes()[14], b'8');
    assert!(matches!(serial.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
    let names: Vec<&str> = document["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["tools", "core", "left"]);
}

#[test]
fn a_library_says_what_is_known_of_it() {
    let document = parsed(&shop());
    let core = &document["components"][1];
    assert_eq!(core["purl"], "pkg:maven/org.acme/core@1.2");
    assert_eq!(core["group"], "org.acme");
    assert_eq!(core["hashes"][1]["alg"], "SHA-256");
    let licences: Vec<(&Value, &Value)> = core["licenses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| (&l["license"]["id"], &l["license"]["name"]))
        .collect();
    let none = &Value::Null;
    assert_eq!(
        licences,
        [
            (none, &Value::from("Our own")),
            (none, &Value::from("Acme-9")),
            (&Value::from("MIT"), none)
        ]
    );
    assert!(core["licenses"][0]["license"].get("url").is_none());
    assert_eq!(core["evidence"]["occurrences"][0]["location"], "pom.xml");
    assert_eq!(core["evidence"]["occurrences"][0]["line"], 12);
    assert_eq!(core["evidence"]["identity"][0]["methods"][0]["technique"], "manifest-analysis");
    assert_eq!(
        core["components"][0]["bom-ref"],
        "pkg:maven/org.acme/core@1.2|pkg:maven/org.acme/inner@3"
    );
    let tools = &document["components"][0];
    assert_eq!(tools["scope"], "excluded");
    assert_eq!(tools["evidence"]["identity"][0]["confidence"], 0.0);
    assert_eq!(document["components"][2]["group"], "@acme");
}

#[test]
fn edges_lead_only_to_what_is_listed() {
    let document = parsed(&shop());
    let edges: Vec<(String, usize)> = document["dependencies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            let on = d["dependsOn"].as_array().map_or(0, Vec::len);
            (d["ref"].as_str().unwrap().to_owned(), on)
        })
        .collect();
    let counts: Vec<usize> = edges.iter().map(|e| e.1).collect();
    assert_eq!(counts, [1, 0, 1, 1, 0], "{edges:?}");
    assert_eq!(document["compositions"][0]["aggregate"], "incomplete");
}

#[test]
fn the_same_library_twice_is_one() {
    let mut input = shop();
    let mut again = library(PackageType::Maven, "org.acme:core", "1.2");
    again.scope = SbomScope::Excluded;
    again.sha1 = Some("c".repeat(40));
    again.occurrences = vec![SbomOccurrence { path: "x.ear!/core.jar".to_owned(), line: 0 }];
    input.components.push(again);
    let document = parsed(&input);
    assert_eq!(document["components"].as_array().unwrap().len(), 3);
    let core = &document["components"][1];
    assert_eq!(core["scope"], "required");
    assert_eq!(core["evidence"]["occurrences"].as_array().unwrap().len(), 2);
    assert_eq!(core["properties"][0]["name"], "seaworthy:other-sha1");
    assert_eq!(core["properties"][0]["value"], "c".repeat(40));
}

proptest! {
    #[test]
    fn the_order_of_the_input_does_not_matter(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let mut input = shop();
        let mut more = input.components.clone();
        for component in &mut more {
            component.occurrences.push(SbomOccurrence { path: "other".to_owned(), line: 1 });
        }
        input.components.extend(more);
        let expected = write(&input);
        input.components = order.iter().map(|n| input.components[*n].clone()).collect();
        prop_assert_eq!(write(&input), expected);
    }

    #[test]
    fn another_library_gives_another_serial_number(version in "[0-9.]{1,8}") {
        let mut input = shop();
        let before = parsed(&input)["serialNumber"].clone();
        input.components.push(library(PackageType::Gem, "rake", &version));
        prop_assert_ne!(parsed(&input)["serialNumber"].clone(), before);
    }
}
