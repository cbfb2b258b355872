//! The page as a browser would read it.

use std::sync::Arc;

use seaworthy_base::{Evidence, Position};
use seaworthy_facts::Role;
use seaworthy_graph::Picture;
use seaworthy_matching::Incident;

use super::*;
use crate::{Excerpt, Excerpts, portfolio, shop};

fn demo() -> String {
    page(&ReportInput {
        assessment: &shop::assessment(),
        picture: &shop::picture(),
        drafts: &shop::drafts(),
        excerpts: &shop::excerpts(),
    })
    .unwrap()
}

/// The page without style and script, which are ours and have tests of their own.
fn markup(page: &str) -> String {
    page.replace(STYLE, "").replace(SCRIPT, "")
}

/// Attributes as a browser would see them: name and value. Fails on anything that is not ours to write.
fn attributes(html: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag_end = tag.find('>').unwrap_or_else(|| panic!("no end: {tag}"));
        let mut rest = tag[..tag_end].split_once(' ').map_or("", |(_, rest)| rest);
        while let Some((name, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap_or_else(|| panic!("open: {tag}"));
            let name = name.split_whitespace().last().unwrap_or("").to_owned();
            found.push((name, value.to_owned()));
            rest = after;
        }
    }
    found
}

#[test]
fn hostile_names_stay_text() {
    for html in [markup(&demo()), markup(&portfolio::page(&crate::fleet::portfolio()).unwrap())] {
        assert!(!html.contains(shop::HOSTILE_TAG));
        assert!(!html.contains(shop::HOSTILE_QUOTE));
        assert!(!html.contains("<img"));
        assert!(html.contains("&#60;script&#62;alert(1)"), "the name is still shown");
        assert_eq!(html.matches("<script>").count(), 1);
        for (name, value) in attributes(&html) {
            assert!(!name.starts_with("on"), "{name}={value}");
        }
    }
}

#[test]
fn nothing_is_asked_of_the_network() {
    for page in [demo(), portfolio::page(&crate::fleet::portfolio()).unwrap()] {
        for (name, value) in attributes(&markup(&page)) {
            match name.as_str() {
                "src" | "srcset" | "data" | "action" | "poster" | "style" | "background" => {
                    panic!("{name}={value}")
                }
                "href" => assert!(
                    value.starts_with('#')
                        || value.starts_with("data:")
                        || value.starts_with("https://")
                        || !value.contains(':'),
                    "{value}"
                ),
                "marker-end" => assert_eq!(value, "url(#arrow)"),
                _ => {}
            }
        }
        // Links that are followed by a click are the only mention of other hosts.
        assert!(!markup(&page).contains("<link rel=\"stylesheet\""));
        assert!(page.contains("default-src 'none'"));
    }
    for text in [STYLE, SCRIPT] {
        for word in ["@import", "url(", "http:", "https:", "fetch(", "import(", "XMLHttpRequest"] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(!text.contains("</"), "would end the element it stands in");
    }
}

#[test]
fn links_only_follow_web_addresses() {
    let html = demo();
    assert!(html.contains("<li>javascript:alert(1)</li>"));
    assert!(html.contains("rel=\"noreferrer noopener\""));
}

#[test]
fn every_link_inside_the_page_has_its_target_and_no_id_stands_twice() {
    for page in [demo(), portfolio::page(&crate::fleet::portfolio()).unwrap()] {
        let attributes = attributes(&markup(&page));
        let of = |wanted: &str| -> Vec<&str> {
            let named = attributes.iter().filter(|(name, _)| name == wanted);
            named.map(|(_, value)| value.as_str()).collect()
        };
        let ids = of("id");
        let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len());
        for target in of("href").into_iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(unique.contains(target), "#{target}");
        }
        for target in of("aria-labelledby").into_iter().flat_map(str::split_whitespace) {
            assert!(unique.contains(target), "{target}");
        }
    }
}

#[test]
fn elements_are_closed_in_order() {
    const VOID: [&str; 4] = ["meta", "link", "input", "wbr"];
    for page in [demo(), portfolio::page(&crate::fleet::portfolio()).unwrap()] {
        let html = markup(&page);
        let mut open: Vec<&str> = Vec::new();
        for tag in html.split('<').skip(1).filter(|t| !t.starts_with('!')) {
            let inner = &tag[..tag.find('>').unwrap()];
            if let Some(name) = inner.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{tag}");
            } else {
                let name = inner.split([' ', '/']).next().unwrap();
                if !VOID.contains(&name) && !inner.ends_with('/') {
                    open.push(name);
                }
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn drafted_fields_and_concerns_lead_to_each_other() {
    let html = demo();
    let upload = shop::assessment().findings[2].fingerprint.clone();
    assert!(html.contains("href=\"#draft-0-14\">shop/deployment.yaml:14</a>"));
    let reason = format!("href=\"#finding-{upload}\" title=\"Go to the concern at this place\"");
    assert!(html.contains(&reason));
    assert!(html.contains("<mark id=\"draft-0-14\""));
}

#[test]
fn the_waterfall_ends_at_the_score_before_caps() {
    let assessment = shop::assessment();
    let overview = overview::view(&assessment);
    let last = overview.burden.bars.last().unwrap();
    assert_eq!(last.running, overview.burden.before_caps);
    assert_eq!(last.title, "Concerns of code that this component shares");
}

#[test]
fn concerns_of_code_inside_a_component_are_in_its_waterfall() {
    let mut assessment = shop::assessment();
    assessment.components[0].uses = vec!["export".to_owned()];
    let overview = overview::view(&assessment);
    let last = overview.burden.bars.last().unwrap();
    assert_eq!((last.title.as_str(), last.running.as_str()), ("Logs go to files", "44.6"));
}

#[test]
fn no_number_is_shown_without_coverage() {
    let mut assessment = shop::assessment();
    assessment.summary.score.value = None;
    let html = page(&ReportInput {
        assessment: &assessment,
        picture: &Picture::default(),
        drafts: &[],
        excerpts: &Excerpts::new(),
    })
    .unwrap();
    assert!(html.contains("No number is shown, because coverage is too low. The floor is 38."));
    assert!(!html.contains("class=\"fill\""));
    assert!(html.contains("There is nothing to draw.") && html.contains("Nothing was drafted."));
}

#[test]
fn large_results_stay_small() {
    let mut assessment = shop::assessment();
    let mut excerpts = Excerpts::new();
    let template = assessment.findings.pop().unwrap();
    assessment.findings.clear();
    for f in 0..100_u32 {
        let mut finding = template.clone();
        finding.fingerprint = format!("{f:016x}");
        finding.grade = seaworthy_rules::Grade::Mandatory;
        finding.incidents = (0..50_u32)
            .map(|i| {
                let path =
                    format!("server/src/main/java/org/example/shop/module{f}/Service{i}.java");
                let path: Arc<str> = Arc::from(path);
                let lines =
                    vec!["        final Object value = session.getAttribute(NAME);".to_owned(); 7];
                excerpts.insert((path.clone(), 20), Excerpt { first_line: 17, lines });
                Incident {
                    evidence: Evidence::cause(
                        &path,
                        Position { line: 20, column: 9 },
                        "getAttribute",
                    ),
                    scope: "Service.handle".into(),
                    role: Role::Production,
                }
            })
            .collect();
        assessment.findings.push(finding);
    }
    let input = ReportInput {
        assessment: &assessment,
        picture: &Picture::default(),
        drafts: &[],
        excerpts: &excerpts,
    };
    let html = page(&input).unwrap();
    assert!(html.len() < 2_000_000, "{} bytes for 5000 places", html.len());
    assert!(html.contains("module99/Service49.java"), "all places are listed");
}

#[test]
fn equal_input_gives_equal_bytes() {
    assert_eq!(demo(), demo());
}

#[test]
fn snapshot() {
    insta::assert_snapshot!(markup(&demo()));
}
