use proptest::prelude::*;
use seaworthy_facts::ParseOutcome;

use super::*;
use crate::testing::{facts, keys};

/// One path for every reader.
const PATHS: [&str; 20] = [
    "a.xml",
    "a.yaml",
    "a.json",
    "a.toml",
    "a.properties",
    "MANIFEST.MF",
    "a.ini",
    "a.service",
    ".env",
    "Dockerfile",
    "Procfile",
    "crontab",
    "nginx.conf",
    "a.conf",
    ".htaccess",
    "docker-compose.yml",
    "php.ini",
    "logback.xml",
    "web.config",
    "appsettings.json",
];

#[test]
fn every_reader_is_reached() {
    for path in PATHS {
        assert!(supports(Language::of_path(path)), "{path}");
    }
    for language in
        [Language::Gradle, Language::Terraform, Language::Lock, Language::Makefile, Language::Java]
    {
        assert!(!supports(language));
    }
}

#[test]
fn locks_give_nothing() {
    for path in ["package-lock.json", "a/npm-shrinkwrap.json", "pnpm-lock.yaml"] {
        let read = facts(path, "{\"a\": 1}");
        assert!(read.facts.is_empty() && read.outcome == ParseOutcome::Parsed, "{path}");
    }
}

#[test]
fn keys_past_the_limit_are_left_out_and_said() {
    for (path, text) in [
        ("a.properties", "k=v\n".repeat(MAX_KEYS + 10)),
        ("a.json", format!("[{}]", "1,".repeat(MAX_KEYS + 10))),
        ("a.yaml", "- v\n".repeat(MAX_KEYS + 10)),
        ("a.xml", format!("<a>{}</a>", "<b/>".repeat(MAX_KEYS + 10))),
        ("nginx.conf", "k v;\n".repeat(MAX_KEYS + 10)),
    ] {
        let read = facts(path, &text);
        assert_eq!(read.facts.len(), MAX_KEYS, "{path}");
        assert_eq!(read.problems.len(), 1, "{path}: {:?}", read.problems);
        assert_eq!(read.problems[0].code, seaworthy_base::Code::Truncated);
    }
}

#[test]
fn spans_hold_the_value() {
    let text = "a: é\nb: 'two words'\n";
    let read = facts("a.yml", text);
    let spans: Vec<_> = read.facts.iter().map(|f| f.span.of(text)).collect();
    assert_eq!(spans, ["é", "'two words'"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,120}") {
        for path in PATHS {
            for fact in &facts(path, &text).facts {
                prop_assert!(fact.span.start <= fact.span.end && fact.span.end as usize <= text.len(), "{}", path);
            }
        }
    }

    #[test]
    fn text_of_the_formats_own_signs_is_read_without_panic(
        text in "([\\[\\]{}<>:=;,#!%$'\"\\\\/&*?|@-]|[a-cA-C0-2]|\n|\r\n|  |\t|é|FROM |ENV |<<|\\$\\{AB|https?://|- ){0,60}",
    ) {
        for path in PATHS {
            for fact in &facts(path, &text).facts {
                prop_assert!(text.get(fact.span.start as usize..fact.span.end as usize).is_some(), "{}", path);
            }
        }
    }

    #[test]
    fn reading_twice_gives_the_same(text in "[a-c:={}\\[\\]\n \"-]{0,80}") {
        for path in PATHS {
            prop_assert_eq!(keys(path, &text), keys(path, &text));
        }
    }
}
