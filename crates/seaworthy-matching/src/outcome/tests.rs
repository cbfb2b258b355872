use seaworthy_base::{Evidence, Position};
use seaworthy_facts::Role;

use super::*;

/// One rule with matches, and clauses as asked for.
fn rules(keys: &str, clauses: &str) -> RuleSet {
    let text = format!(
        "[[rule]]\nid = \"a\"\ntitle = \"t\"\ndimension = \"state\"\nseverity = \"hard\"\n\
         remedy = \"code\"\neffort = 1\nconfidence = \"text\"\nwhy = \"w\"\nanswer = \"a\"\n{keys}\n\
         [[rule.match]]\nfact = 'call'\nname = 'm'\n{clauses}\n"
    );
    let set = RuleSet::of_texts(&[("r.toml", &text)]);
    assert_eq!(set.problems, []);
    set
}

const REQUIRES: &str = "[[rule.requires]]\nfact = 'call'\nname = 'r'";
const UNLESS: &str = "[[rule.unless]]\nfact = 'call'\nname = 'u'";

/// A file with hits: `m3` is a match in line 3, `r` and `u` are its partners; scopes after a dot.
fn file(path: &str, component: Option<u32>, role: Role, hits: &[&str]) -> FileHits {
    let path: Arc<str> = Arc::from(path);
    let hit = |text: &&str| {
        let (place, scope) = text.split_once('.').unwrap_or((text, ""));
        let (clause, line) = place.split_at(1);
        let at = Position { line: line.parse().unwrap(), column: 1 };
        Hit {
            rule: 0,
            clause: match clause {
                "m" => Clause::Match,
                "r" => Clause::Requires,
                _ => Clause::Unless,
            },
            scope: scope.into(),
            evidence: Evidence::cause(&path, at, "x"),
        }
    };
    FileHits { path: Arc::clone(&path), role, component, hits: hits.iter().map(hit).collect() }
}

/// `component: places; n` per outcome.
fn found(set: &RuleSet, files: &[FileHits]) -> Vec<String> {
    let components = [Arc::from("web"), Arc::from("worker")];
    outcomes(set, &components, files)
        .iter()
        .map(|o| {
            let places: Vec<String> = o.incidents.iter().map(|i| i.evidence.place()).collect();
            format!("{}: {}; {}", o.component, places.join(" "), o.occurrences)
        })
        .collect()
}

use Role::{Production, Test};

#[test]
fn places_are_sorted_and_counted_by_scope() {
    let files = [
        file("b", Some(0), Production, &["m9.f", "m2.g", "m3.g", "m2.g"]),
        file("a", Some(0), Production, &["m1"]),
        file("t", Some(0), Test, &["m5.x"]),
        file("w", Some(1), Test, &["m1"]),
        file("root", None, Production, &["m4"]),
    ];
    assert_eq!(
        found(&rules("", ""), &files),
        [": root:4; 1", "web: a:1 b:2 b:3 b:9 t:5; 3", "worker: w:1; 0"]
    );
}

#[test]
fn requires_looks_as_far_as_reach() {
    let files = [
        file("a", Some(0), Production, &["m1"]),
        file("b", Some(0), Production, &["m2", "r3"]),
        file("c", Some(1), Production, &["m4"]),
        file("t", Some(1), Test, &["m5", "r6"]),
    ];
    let reach = |reach: &str| found(&rules(&format!("reach = '{reach}'"), REQUIRES), &files);
    assert_eq!(reach("file"), ["web: b:2; 1", "worker: t:5; 0"]);
    assert_eq!(reach("component"), ["web: a:1 b:2; 2"]);
    assert_eq!(reach("application"), ["web: a:1 b:2; 2", "worker: c:4 t:5; 1"]);
}

#[test]
fn unless_silences_as_far_as_reach() {
    let files = [
        file("a", Some(0), Production, &["m1"]),
        file("b", Some(0), Production, &["m2", "u3"]),
        file("c", Some(1), Production, &["m4"]),
        file("t", Some(1), Test, &["u6"]),
    ];
    let reach = |reach: &str| found(&rules(&format!("reach = '{reach}'"), UNLESS), &files);
    assert_eq!(reach("file"), ["web: a:1; 1", "worker: c:4; 1"]);
    assert_eq!(reach("component"), ["worker: c:4; 1"], "a test silences nothing");
    assert_eq!(reach("application"), [""; 0]);
}

#[test]
fn the_application_speaks_for_its_components_and_they_for_it() {
    let set = rules("", UNLESS);
    let root = file("root", None, Production, &["u1"]);
    assert_eq!(found(&set, &[root, file("a", Some(0), Production, &["m1"])]), [""; 0]);
    let inner = file("a", Some(0), Production, &["u1"]);
    assert_eq!(found(&set, &[inner, file("root", None, Production, &["m1"])]), [""; 0]);
}

#[test]
fn an_absence_is_one_lack_with_the_places_searched() {
    let set = rules("absence = true", &format!("{REQUIRES}\n{UNLESS}"));
    let lacking = || file("a", Some(0), Production, &["r1.f", "r2.g"]);
    let files = [lacking(), file("b", Some(1), Production, &["m1", "r7"])];
    assert_eq!(found(&set, &files), ["web: a:1 a:2; 1"]);
    let components = [Arc::from("web"), Arc::from("worker")];
    let outcomes = outcomes(&set, &components, &files);
    assert!(outcomes[0].incidents.iter().all(|i| i.evidence.role == EvidenceRole::Absence));
    for silent in [
        file("x", Some(0), Production, &["m1"]),
        file("x", Some(0), Production, &["u1"]),
        file("x", None, Production, &["m1"]),
    ] {
        assert_eq!(found(&set, &[lacking(), silent]), [""; 0]);
    }
    let tested = file("x", Some(0), Test, &["m1"]);
    assert_eq!(found(&set, &[lacking(), tested]), ["web: a:1 a:2; 1"], "a test is no answer");
    assert_eq!(found(&set, &[file("x", Some(0), Test, &["r1"])]), [""; 0], "nor a question");
    assert_eq!(found(&set, &[file("x", Some(0), Production, &["m1"])]), [""; 0]);
}

#[test]
fn an_absence_per_file() {
    let set = rules("absence = true\nreach = 'file'", REQUIRES);
    let files =
        [file("a", Some(0), Production, &["r1"]), file("b", Some(0), Production, &["r1", "m2"])];
    assert_eq!(found(&set, &files), ["web: a:1; 1"]);
}

proptest::proptest! {
    #[test]
    fn the_order_of_files_does_not_matter(
        hits in proptest::collection::vec((0usize..5, "[mru][1-3](\\.[fg])?"), 0..14),
        turn in 0usize..5,
    ) {
        let mut files: Vec<FileHits> = (0..5)
            .map(|i| {
                let own: Vec<&str> =
                    hits.iter().filter(|(f, _)| *f == i).map(|(_, h)| h.as_str()).collect();
                let component = [Some(0), Some(1), None, Some(0), Some(1)][i];
                file(&format!("f{i}"), component, if i == 4 { Test } else { Production }, &own)
            })
            .collect();
        for absence in ["", "absence = true"] {
            let set = rules(absence, &format!("{REQUIRES}\n{UNLESS}"));
            let before = found(&set, &files);
            files.rotate_left(turn);
            for file in &mut files {
                file.hits.reverse();
            }
            proptest::prop_assert_eq!(before, found(&set, &files));
        }
    }
}
