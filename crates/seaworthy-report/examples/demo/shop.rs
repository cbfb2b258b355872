//! A made-up application that has something of everything, hostile names included.

mod attachments;
mod workloads;

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_assess::{
    Assessment, Cap, ComponentResult, DimensionScore, Effort, Finding, Inventory, LanguageShare,
    Score, Skipped, Strategy, Summary, Tool, Verdict,
};
use seaworthy_base::{Code, ContentHash, Diagnostic, Evidence, Position};
use seaworthy_facts::{Language, Role};
use seaworthy_matching::Incident;
use seaworthy_rules::{Dimension, Grade, Remedy, Tier};

pub(crate) use attachments::{drafts, excerpts, picture};

/// A name that breaks a page which forgets to escape.
pub(crate) const HOSTILE_TAG: &str = "<script>alert(1)</script>";
/// A name that breaks an attribute which forgets to escape.
pub(crate) const HOSTILE_QUOTE: &str = "\"onmouseover=alert(1) x='";

fn at(path: &str, line: u32, text: &str) -> Evidence {
    Evidence::cause(&Arc::from(path), Position { line, column: 5 }, text)
}

fn incident(path: &str, line: u32, text: &str, scope: &str, role: Role) -> Incident {
    Incident { evidence: at(path, line, text), scope: scope.into(), role }
}

/// The assessment.
pub(crate) fn assessment() -> Assessment {
    let shop = score(39, 38, 44.6, 46.6, Some(("jdbc-driver-windows-only", 39)));
    let effort = |low, likely, high| Effort {
        low,
        likely,
        high,
        assumptions: vec![
            "Six productive hours a day, one team that knows the code.".to_owned(),
            "Tests are 12 % of production lines: factor 1.25.".to_owned(),
            "Data migration, licences, training and approvals are not in it.".to_owned(),
        ],
    };
    Assessment {
        schema: 1,
        tool: Tool {
            name: "seaworthy".to_owned(),
            version: "0.1.0".to_owned(),
            model: "RM-1".to_owned(),
            input: ContentHash::of_parts([b"input".as_slice()]),
            rules: ContentHash::of_parts([b"rules".as_slice()]),
        },
        application: "corner-shop".to_owned(),
        inventory: inventory(),
        summary: Summary {
            verdict: Verdict::Blocked,
            low_evidence: false,
            score: shop.clone(),
            decided_by: "shop".to_owned(),
            strategy: Strategy::Replatform,
            strategy_reason: "The native print driver decides: it needs another library. Rehost would ask for Windows nodes.".to_owned(),
            effort: effort(16.2, 31.8, 61.0),
        },
        components: vec![
            ComponentResult {
                component: workloads::web(),
                score: shop,
                verdict: Verdict::Blocked,
                strategy: Strategy::Replatform,
                strategy_reason: "The native print driver decides: it needs another library.".to_owned(),
                uses: Vec::new(),
                effort: effort(13.0, 25.4, 48.0),
                factors: attachments::factors(),
            },
            ComponentResult {
                component: workloads::job(),
                score: score(88, 83, 88.0, 7.4, None),
                verdict: Verdict::Ready,
                strategy: Strategy::Rehost,
                strategy_reason: "Configuration is all that has to change.".to_owned(),
                uses: Vec::new(),
                effort: effort(2.1, 4.0, 8.3),
                factors: Vec::new(),
            },
        ],
        findings: findings(),
        suppressed: attachments::suppressed(),
        libraries: attachments::libraries(),
        graph: attachments::graph(),
        diagnostics: vec![
            Diagnostic::warning(Code::SyntaxError, &Arc::from("shop/src/Legacy.java"), "two places could not be parsed")
                .at(Position { line: 118, column: 9 }),
            Diagnostic::note(Code::UnresolvedVersion, &Arc::from("pom.xml"), "the parent is not in this tree")
                .help("put the parent pom beside the application"),
            Diagnostic::warning(Code::BadConfig, &Arc::from(HOSTILE_TAG), HOSTILE_QUOTE),
        ],
    }
}

fn score(value: u32, floor: u32, before_caps: f64, burden: f64, cap: Option<(&str, u32)>) -> Score {
    let scores = [50.0, 71.6, 78.2, 84.1, 96.6, 100.0, 93.3, 100.0, 98.3];
    Score {
        value: Some(value),
        before_caps,
        floor,
        coverage: 0.91,
        burden,
        dimensions: Dimension::ALL
            .into_iter()
            .zip(scores)
            .map(|(dimension, score)| DimensionScore {
                dimension,
                score,
                burden: (-400.0 * f64::log2(score / 100.0)).round().abs() / 10.0,
                coverage: (60.0 + score / 2.5).round() / 100.0,
            })
            .collect(),
        cap: cap.map(|(rule, at)| Cap { at, rule: rule.to_owned() }),
    }
}

fn inventory() -> Inventory {
    let share = |language, files, lines, test_lines, parsed, partly, unread| LanguageShare {
        language,
        files,
        lines,
        test_lines,
        parsed,
        partly,
        unread,
    };
    Inventory {
        files: 1482,
        bytes: 18_400_000,
        languages: vec![
            share(Language::Java, 612, 48_211, 5_790, 530, 4, 0),
            share(Language::JavaScript, 88, 9_120, 0, 61, 11, 0),
            share(Language::Sql, 14, 2_204, 0, 0, 14, 0),
            share(Language::Swift, 6, 480, 0, 0, 0, 6),
        ],
        roles: BTreeMap::from([
            (Role::Production, 713),
            (Role::Test, 118),
            (Role::Vendored, 540),
            (Role::Docs, 21),
        ]),
        skipped: vec![
            Skipped {
                reason: "vendored library".to_owned(),
                files: 540,
                bytes: 9_100_000,
                examples: vec![
                    Arc::from("web/lib/jquery-1.11.min.js"),
                    Arc::from("web/lib/ext-all.js"),
                ],
            },
            Skipped {
                reason: "no analyser for Swift".to_owned(),
                files: 6,
                bytes: 21_000,
                examples: vec![Arc::from("ios/App.swift")],
            },
        ],
    }
}

fn findings() -> Vec<Finding> {
    let many: Vec<Incident> = (0..64)
        .map(|i| {
            let path = format!("shop/src/main/java/shop/page/Page{:02}.java", i / 3);
            incident(
                &path,
                20 + 7 * (i % 3),
                "session.setAttribute(\"cart\", cart);",
                "doPost",
                Role::Production,
            )
        })
        .chain([incident(
            "shop/src/test/java/shop/CartTest.java",
            31,
            "session.setAttribute(\"cart\", cart);",
            "keepsCart",
            Role::Test,
        )])
        .collect();
    vec![
        finding(
            "jdbc-driver-windows-only",
            "A native library is loaded that exists for Windows only",
            "shop",
            Dimension::Runtime,
            Grade::Blocker,
            Remedy::Library,
            Tier::Resolved,
            22.8,
            1,
            vec![incident(
                "shop/src/main/java/shop/Print.java",
                12,
                "System.loadLibrary(\"prn32\");",
                "Print",
                Role::Production,
            )],
        ),
        finding(
            "http-session-state",
            "State is kept in the HTTP session",
            "shop",
            Dimension::State,
            Grade::Hard,
            Remedy::Config,
            Tier::Import,
            12.0,
            64,
            many,
        ),
        finding(
            "local-file-write",
            "Files are written to a fixed local folder",
            "shop",
            Dimension::Storage,
            Grade::Mandatory,
            Remedy::Config,
            Tier::Resolved,
            6.2,
            1,
            vec![incident(
                "shop/src/main/java/shop/Upload.java",
                88,
                "new FileOutputStream(\"/var/shop/uploads/\" + name)",
                "Upload.save",
                Role::Production,
            )],
        ),
        finding(
            "config-in-code",
            &format!("A name such as {HOSTILE_TAG} stands in the code"),
            "shop",
            Dimension::Config,
            Grade::Mandatory,
            Remedy::Config,
            Tier::Parsed,
            5.0,
            2,
            vec![
                incident(HOSTILE_TAG, 7, HOSTILE_TAG, HOSTILE_QUOTE, Role::Production),
                incident(HOSTILE_QUOTE, 9, HOSTILE_QUOTE, HOSTILE_TAG, Role::Production),
            ],
        ),
        finding(
            "log-to-file",
            "Logs go to files",
            "export",
            Dimension::Observability,
            Grade::Advisory,
            Remedy::Config,
            Tier::Text,
            0.6,
            1,
            vec![incident("batch/src/main/resources/log4j.xml", 0, "", "", Role::Production)],
        ),
        finding(
            "sleep-in-test",
            "Threads sleep for a fixed time",
            "shop",
            Dimension::Lifecycle,
            Grade::Advisory,
            Remedy::Code,
            Tier::Import,
            0.0,
            0,
            vec![incident(
                "shop/src/test/java/shop/WaitTest.java",
                14,
                "Thread.sleep(5000);",
                "waits",
                Role::Test,
            )],
        ),
        finding(
            "health-endpoint",
            "There is a health endpoint",
            "shop",
            Dimension::Lifecycle,
            Grade::Positive,
            Remedy::Manifest,
            Tier::Resolved,
            0.0,
            1,
            vec![incident(
                "shop/src/main/java/shop/Health.java",
                9,
                "@Path(\"/ready\")",
                "Health",
                Role::Production,
            )],
        ),
    ]
}

#[expect(clippy::too_many_arguments, reason = "one row of a table of made-up concerns")]
fn finding(
    rule: &str,
    title: &str,
    component: &str,
    dimension: Dimension,
    grade: Grade,
    remedy: Remedy,
    tier: Tier,
    burden: f64,
    occurrences: u32,
    incidents: Vec<Incident>,
) -> Finding {
    Finding {
        fingerprint: ContentHash::of_parts([rule.as_bytes(), component.as_bytes()]).prefix(16).to_owned(),
        rule: rule.to_owned(),
        title: title.to_owned(),
        component: component.to_owned(),
        dimension,
        factor: None,
        grade,
        remedy,
        effort: 3,
        tier,
        confidence: tier.confidence(),
        burden,
        points_back: burden.round() as u32 / 2,
        occurrences,
        why: "A pod can be stopped and started on another node at any time. What it keeps only for itself is lost then, and a second replica does not see it.".to_owned(),
        answer: "Move it to a service that all replicas share, or to a volume, and let the manifest name it.".to_owned(),
        manifest: Some("A PersistentVolumeClaim, mounted where the code writes.".to_owned()),
        links: vec!["https://kubernetes.io/docs/concepts/storage/volumes/".to_owned(), "javascript:alert(1)".to_owned()],
        incidents,
        more: if occurrences > 50 { 12 } else { 0 },
    }
}
