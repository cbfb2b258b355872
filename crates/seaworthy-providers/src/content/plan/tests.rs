use seaworthy_base::LineIndex;
use seaworthy_facts::Language;

use super::*;
use crate::ListedFile;
use crate::content::ContentOutcome;

fn leaf(pattern: &str, file_pattern: &str) -> Leaf {
    within(pattern, file_pattern, FilePaths::Any)
}

fn within(pattern: &str, file_pattern: &str, filepaths: FilePaths) -> Leaf {
    Leaf::FileContent {
        pattern: pattern.to_owned(),
        file_pattern: file_pattern.to_owned(),
        filepaths,
    }
}

fn table(files: &[(&str, &str)]) -> FileTable {
    let list = files.iter().map(|(path, text)| ListedFile {
        path: (*path).into(),
        size: text.len() as u64,
        language: Language::Other,
    });
    FileTable { base: "/no/such/base".into(), files: list.collect() }
}

fn outcome(leaves: &[Leaf], files: &[(&str, &str)]) -> ContentOutcome {
    let table = table(files);
    let (plan, errors) = ContentPlan::compile(leaves, &table);
    assert_eq!(errors, []);
    let mut all = ContentHits::default();
    // Order and grouping of the files must not matter.
    for (id, (path, text)) in files.iter().enumerate().rev() {
        let mut some = ContentHits::default();
        let lines = LineIndex::new(text);
        let id = id as FileId;
        if plan.wants(id) {
            plan.scan(FileText { id, path, text, lines: &lines }, &mut some);
        }
        all.append(some);
    }
    all.settle()
}

/// Leaf, file, line and text of the hits.
fn hits(leaves: &[Leaf], files: &[(&str, &str)]) -> Vec<(LeafId, FileId, u32, String)> {
    let outcome = outcome(leaves, files);
    assert_eq!((outcome.diagnostics.len(), outcome.errors.len()), (0, 0));
    let text = |hit: &Hit| match hit.variables.as_slice() {
        [("matchingText", Value::Text(text))] => text.clone(),
        other => panic!("{other:?}"),
    };
    outcome.hits.iter().map(|hit| (hit.leaf, hit.file, hit.line, text(hit))).collect()
}

fn hit(leaf: LeafId, file: FileId, line: u32, text: &str) -> (LeafId, FileId, u32, String) {
    (leaf, file, line, text.to_owned())
}

#[test]
fn g31_a_hit_has_its_line_and_its_place_counted_from_1() {
    let found = outcome(&[leaf("b+", "")], &[("f", "a\nxbb b\n")]).hits;
    assert_eq!(found.len(), 2);
    // Excerpts take the place as counted from 0; that is Konveyor's window, shifted by one.
    assert_eq!((found[0].line, found[0].location), (2, Some((2, 2))));
    assert_eq!(found[1].variables, [("matchingText", Value::from("b"))]);
}

#[test]
fn equal_hits_of_a_line_are_one() {
    let found = hits(&[leaf("[ab]", "")], &[("f", "abba\nab")]);
    assert_eq!(found, [hit(0, 0, 1, "a"), hit(0, 0, 1, "b"), hit(0, 0, 2, "a"), hit(0, 0, 2, "b")]);
}

#[test]
fn g50_quotes_stay_where_they_match_somewhere() {
    let rule = [leaf("\"foo\"", "")];
    let quoted = [("a", "foo"), ("b", "x = \"foo\"")];
    assert_eq!(hits(&rule, &quoted), [hit(0, 1, 1, "\"foo\"")]);
    assert_eq!(hits(&rule, &[("a", "foo"), ("b", "foo bar")]).len(), 2);
    assert_eq!(hits(&[leaf("\"foo\\\"", "")], &[("a", "foo\"")]), [hit(0, 0, 1, "foo\"")]);
}

#[test]
fn g27_the_file_pattern_is_anchored_without_wildcards() {
    let files = [("a.xml", "foo"), ("d/a.xml", "foo"), ("xa.xml", "foo"), ("a.txt", "foo")];
    let rules = [leaf("foo", r"a\.xml"), leaf("foo", r".*\.xml"), leaf("foo", "*.txt")];
    let found: Vec<_> = hits(&rules, &files).iter().map(|h| (h.0, h.1)).collect();
    assert_eq!(found, [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 3)]);
}

#[test]
fn a_file_that_only_the_leading_slash_matches_counts_when_no_other_has_the_text() {
    let rule = [leaf("foo", ".*/a[.]xml")];
    assert_eq!(hits(&rule, &[("a.xml", "foo"), ("d/a.xml", "foo")]), [hit(0, 1, 1, "foo")]);
    assert_eq!(hits(&rule, &[("a.xml", "foo"), ("d/a.xml", "bar")]), [hit(0, 0, 1, "foo")]);
}

#[test]
fn restricted_leaves_are_read_line_by_line() {
    let patterns = FilePaths::Patterns(vec!["a.txt b.txt".to_owned()]);
    let rules = [
        within("x[^y]*", "", patterns),
        within("x[^y]*", "", FilePaths::Chained("other".to_owned())),
        leaf("x[^y]*", ""),
        within(r"x[^y]*\n", "", FilePaths::CapitalChained("other".to_owned())),
    ];
    let text = "x\nz y";
    let found = hits(&rules, &[("b.txt", text), ("c.txt", text)]);
    assert_eq!(
        found,
        [
            hit(0, 0, 1, "x"),
            hit(1, 0, 1, "x"),
            hit(1, 1, 1, "x"),
            hit(2, 0, 1, "x\nz "),
            hit(2, 1, 1, "x\nz "),
            hit(3, 0, 1, "x\n"),
            hit(3, 1, 1, "x\n"),
        ]
    );
}

#[test]
fn g25_a_chained_leaf_is_asked_of_every_file() {
    let rule = [within("a", r".*\.txt", FilePaths::Chained("parent".to_owned()))];
    let found = hits(&rule, &[("x.txt", "a"), ("y/z.txt", "a"), ("z.md", "a")]);
    assert_eq!(found, [hit(0, 0, 1, "a"), hit(0, 1, 1, "a")]);
}

#[test]
fn g30_a_pattern_of_grep_alone_is_still_found() {
    assert_eq!(
        hits(&[leaf(r"\Qa.b\E\h++c", "")], &[("f", "axb c\na.b  c")]),
        [hit(0, 0, 2, "a.b  c")]
    );
}

#[test]
fn a_pattern_that_nothing_reads_is_an_error_of_its_leaf() {
    let rules = [leaf("ok", ""), leaf(".service(", ""), leaf("*ngIf", r".*\.html")];
    let (_, errors) = ContentPlan::compile(&rules, &table(&[("f", "")]));
    assert_eq!(errors.iter().map(|error| error.leaf).collect::<Vec<_>>(), [1, 2]);
    assert!(errors[0].message.contains(".service("), "{}", errors[0].message);
}

#[test]
fn a_flood_is_cut_and_reported() {
    let numbers: Vec<String> = (0..MAX_HITS + 5).map(|n| n.to_string()).collect();
    let text = numbers.join("\n");
    let found = outcome(&[leaf(".*", ""), leaf("7", "")], &[("f", &text)]);
    assert_eq!(found.hits.iter().filter(|hit| hit.leaf == 0).count(), MAX_HITS);
    assert_eq!(found.diagnostics.len(), 1);
    assert_eq!(found.diagnostics[0].code, Code::Truncated);
    assert!(found.diagnostics[0].message.contains("`.*`"));
}

#[test]
fn files_over_the_limit_and_files_without_leaves_are_not_wanted() {
    let mut files = table(&[("big.txt", ""), ("a.java", ""), ("b.txt", "")]);
    files.files[0].size = MAX_READ_BYTES + 1;
    let (plan, _) = ContentPlan::compile(&[leaf("x", r".*\.txt")], &files);
    assert_eq!([plan.wants(0), plan.wants(1), plan.wants(2)], [false, false, true]);
    assert!(!plan.wants(3));
}

#[test]
fn an_exploding_search_is_given_up_with_a_diagnostic() {
    let text = "a".repeat(50);
    let found = outcome(&[leaf(r"(a|a)+(?<!a)", ""), leaf("a{50}", "")], &[("f", &text)]);
    assert_eq!(found.diagnostics.len(), 1);
    assert_eq!(found.hits.len(), 1);
}
