use proptest::prelude::*;
use seaworthy_base::ContentHash;

use super::*;
use crate::{Dimension, Grade, Reach, Remedy, Rule, Tier};

fn rule_set(leaves: &[Leaf]) -> RuleSet {
    let rule = |(i, leaf): (usize, &Leaf)| Rule {
        id: format!("r{i}"),
        title: String::new(),
        catalogue: None,
        factor: None,
        dimension: Dimension::State,
        grade: Grade::Hard,
        remedy: Remedy::Code,
        effort: 1,
        tier: Tier::Text,
        why: String::new(),
        answer: String::new(),
        manifest: None,
        links: Vec::new(),
        secret: false,
        matches: vec![leaf.clone()],
        requires: Vec::new(),
        unless: Vec::new(),
        reach: Reach::Component,
        absence: false,
        once: crate::Once::Place,
        examples: Vec::new(),
        source: String::new(),
    };
    RuleSet {
        rules: leaves.iter().enumerate().map(rule).collect(),
        problems: Vec::new(),
        hash: ContentHash::of_parts([]),
    }
}

/// What a leaf says of a name, without any index.
fn name_fits(leaf: &Leaf, name: &str) -> bool {
    leaf.names.is_empty()
        || leaf.names.iter().any(|pattern| {
            let source = match pattern.strip_prefix('~') {
                Some(regex) => regex.to_owned(),
                None => format!("^{}$", regex::escape(pattern).replace("\\*", ".*")),
            };
            let regex =
                regex::RegexBuilder::new(&source).case_insensitive(leaf.ignore_case).build();
            regex.unwrap().is_match(name)
        })
}

fn path_fits(leaf: &Leaf, path: &str) -> bool {
    let any = |globs: &[String]| {
        globs.iter().any(|g| path_glob(g).unwrap().compile_matcher().is_match(path.to_lowercase()))
    };
    (leaf.files.is_empty() || any(&leaf.files)) && !any(&leaf.not_files)
}

fn names() -> impl Strategy<Value = String> {
    "([a-cA-C]{1,3}|\\?|net/http)([./:][a-cA-C]{1,2}){0,3}"
}

fn patterns() -> impl Strategy<Value = String> {
    prop_oneof![
        names(),
        "[a-cA-C]{1,3}([.][a-c]{0,2}\\*?){0,3}",
        "\\*?[./:a-c]{0,4}\\*?[a-c]{0,4}\\*?[ab]{0,1}",
        "~\\^?[a-c]{1,4}(\\.\\*|\\$|\\[abc\\]|\\(ab\\|cba\\))?",
    ]
    .prop_filter("a pattern is not empty", |p| !p.is_empty() && p != "~")
}

fn leaves() -> impl Strategy<Value = Vec<Leaf>> {
    let leaf = (
        prop::collection::vec(patterns(), 0..3),
        prop::collection::vec(
            prop::sample::select(vec![FactKind::Call, FactKind::New, FactKind::Import]),
            1..3,
        ),
        prop::collection::vec(
            prop::sample::select(vec!["*.java", "src/**", "**/a/*", "A.*", "web.xml"]),
            0..3,
        ),
        prop::collection::vec(prop::sample::select(vec!["**/b/**", "*.xml"]), 0..2),
        prop::collection::vec(prop::sample::select(vec![Language::Java, Language::Xml]), 0..2),
        any::<bool>(),
    );
    let leaf = leaf.prop_map(|(names, kinds, files, not_files, languages, ignore_case)| Leaf {
        names,
        kinds,
        files: files.into_iter().map(str::to_owned).collect(),
        not_files: not_files.into_iter().map(str::to_owned).collect(),
        languages,
        ignore_case,
        ..Leaf::default()
    });
    prop::collection::vec(leaf, 0..70)
}

proptest! {
    // Building the plan and the plain regular expressions anew for every case is slow.
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_index_finds_what_every_leaf_alone_would(
        leaves in leaves(),
        names in prop::collection::vec(names(), 1..12),
        path in "(src/|a/|b/|x/a/){0,2}(A|web|c)\\.(java|xml|XML)",
        language in prop::sample::select(vec![Language::Java, Language::Xml, Language::Other]),
    ) {
        let plan = Plan::compile(&rule_set(&leaves));
        let mut live = LeafSet::default();
        plan.live_leaves(&path, language, &mut live);
        let (mut scratch, mut found) = (Scratch::default(), Vec::new());
        for (id, leaf) in leaves.iter().enumerate() {
            let alone = path_fits(leaf, &path)
                && (leaf.languages.is_empty() || leaf.languages.contains(&language));
            prop_assert_eq!(live.contains(id as u32), alone, "{:?}", leaf);
        }
        for kind in [FactKind::Call, FactKind::Import, FactKind::Sql] {
            let wanted = leaves.iter().enumerate().any(|(id, l)| l.kinds.contains(&kind) && live.contains(id as u32));
            prop_assert_eq!(plan.wants(kind, &live), wanted);
            for name in &names {
                plan.candidates(kind, name, &mut scratch, &mut found);
                let alone: Vec<u32> = leaves
                    .iter()
                    .zip(0u32..)
                    .filter(|(leaf, _)| leaf.kinds.contains(&kind) && name_fits(leaf, name))
                    .map(|(_, id)| id)
                    .collect();
                prop_assert_eq!(&found, &alone, "{}", name);
            }
        }
    }

    #[test]
    fn the_text_gate_loses_nothing(
        sources in prop::collection::vec("(\\(\\?i\\))?\\^?([a-c]{1,4}|\\(abc\\|bc\\)|[a-c]\\+|\\[ab\\]|\\(cab\\)\\?){1,4}", 0..12),
        texts in prop::collection::vec("[a-cA-C\n]{0,20}", 1..6),
        asked in prop::collection::vec(prop::bool::ANY, 12),
    ) {
        let leaves: Vec<Leaf> =
            sources.iter().map(|s| Leaf { text: Some(s.clone()), ..Leaf::default() }).collect();
        let plan = Plan::compile(&rule_set(&leaves));
        let (mut scratch, mut found) = (Scratch::default(), Vec::new());
        let mut live = LeafSet::new(plan.len());
        for id in (0..plan.len() as u32).filter(|id| asked[*id as usize]) {
            live.insert(id);
        }
        for text in &texts {
            plan.text_candidates(text, &live, &mut scratch, &mut found);
            let mut sorted = found.clone();
            sorted.dedup();
            prop_assert_eq!(&sorted, &found);
            for id in 0..plan.len() as u32 {
                let pattern = plan.leaf(id).unwrap().text.as_ref().unwrap();
                prop_assert!(!pattern.is_match(text) || !live.contains(id) || found.contains(&id));
                prop_assert!(live.contains(id) || !found.contains(&id));
            }
        }
    }
}

#[test]
fn values_and_versions_decide_last() {
    let leaf = Leaf {
        value: Some("a".to_owned()),
        value_not: Some("b".to_owned()),
        resolved: true,
        ..Leaf::default()
    };
    let plain = PlanLeaf::new(0, Clause::Match, false, &leaf);
    assert!(plain.accepts(FactFlags::RESOLVED, "xax"));
    assert!(!plain.accepts(FactFlags::default(), "xax"));
    assert!(!plain.accepts(FactFlags::RESOLVED, "xabx"));
    assert!(!plain.accepts(FactFlags::RESOLVED, "x"));
    let leaf = Leaf {
        version_from: Some("2.0".to_owned()),
        version_below: Some("3.1".to_owned()),
        ..Leaf::default()
    };
    let between = PlanLeaf::new(0, Clause::Match, false, &leaf);
    for (version, fits) in
        [("2.0", true), ("^2.7.1", true), ("3.1.0", false), ("1.9", false), ("", false)]
    {
        assert_eq!(between.accepts(FactFlags::default(), version), fits, "{version}");
    }
}
