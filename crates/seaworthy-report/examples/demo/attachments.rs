//! The made-up graph, drafts and code.

use std::sync::Arc;

use seaworthy_assess::{
    FactorReading, FactorReason, FactorStatus, Library, LibraryFile, Suppressed,
};
use seaworthy_base::{Evidence, EvidenceRole};
use seaworthy_deps::jar::{IdentifiedBy, Licence};
use seaworthy_deps::{Ecosystem, Scope};
use seaworthy_graph::{
    DepGraph, Edge, EdgeKind, Node, NodeKind, Picture, PictureEdge, PictureNode,
};
use seaworthy_manifests::{DraftFile, DraftKind, FieldReason};
use seaworthy_report::{Excerpt, Excerpts};
use seaworthy_rules::{Factor, Grade};

use super::{HOSTILE_TAG, at};

/// The graph.
pub(crate) fn graph() -> DepGraph {
    let node = |id: &str, kind, label: &str, weight, group| Node {
        id: id.to_owned(),
        kind,
        label: label.to_owned(),
        weight,
        group,
    };
    let edge =
        |from, to, kind, count, evidence| Edge { from, to, kind, count, evidence: vec![evidence] };
    DepGraph {
        nodes: vec![
            node("application:corner-shop", NodeKind::Application, "corner-shop", 713, 0),
            node("component:export", NodeKind::Component, "export", 42, 0),
            node("component:shop", NodeKind::Component, "shop", 671, 0),
            node("database:postgresql:db", NodeKind::Database, "postgresql at db", 2, 0),
            node("library:maven:javax:javaee-api", NodeKind::Library, "javax:javaee-api", 1, 0),
            node("package:shop:shop.cart", NodeKind::Package, "shop.cart", 210, 1),
            node("package:shop:shop.order", NodeKind::Package, HOSTILE_TAG, 180, 1),
        ],
        edges: vec![
            edge(0, 1, EdgeKind::Contains, 1, at("batch/crontab", 3, "15 4 * * *")),
            edge(0, 2, EdgeKind::Contains, 1, at("shop/pom.xml", 12, "<packaging>war</packaging>")),
            edge(
                2,
                3,
                EdgeKind::Connects,
                3,
                at(
                    "shop/src/main/resources/db.properties",
                    2,
                    "url=jdbc:postgresql://db:5432/shop",
                ),
            ),
            edge(
                2,
                4,
                EdgeKind::DependsOn,
                1,
                at("shop/pom.xml", 31, "<artifactId>javaee-api</artifactId>"),
            ),
            edge(
                2,
                5,
                EdgeKind::Contains,
                1,
                Evidence::file(&Arc::from("shop/src/main/java/shop/cart"), "")
                    .with_role(EvidenceRole::Context),
            ),
            edge(
                5,
                6,
                EdgeKind::Uses,
                31,
                at("shop/src/main/java/shop/cart/Cart.java", 4, "import shop.order.Order;"),
            ),
            edge(
                6,
                5,
                EdgeKind::Uses,
                12,
                at("shop/src/main/java/shop/order/Order.java", 6, "import shop.cart.Cart;"),
            ),
        ],
    }
}

/// Two of the twelve factors: one met, one not.
pub(crate) fn factors() -> Vec<FactorReading> {
    let reason = |reason: &str, evidence: Evidence| FactorReason {
        reason: reason.to_owned(),
        finding: String::new(),
        evidence,
    };
    vec![
        FactorReading {
            factor: Factor::Dependencies,
            status: FactorStatus::Met,
            supported_by: vec![reason(
                "A build manifest declares the dependencies",
                at("shop/pom.xml", 12, "<packaging>war</packaging>"),
            )],
            opposed_by: Vec::new(),
        },
        FactorReading {
            factor: Factor::Logs,
            status: FactorStatus::NotMet,
            supported_by: Vec::new(),
            opposed_by: vec![reason(
                "Logs are written to a file",
                at("shop/src/main/resources/log4j.xml", 7, "<param name=\"File\"/>"),
            )],
        },
    ]
}

/// A concern that somebody judged to need no work.
pub(crate) fn suppressed() -> Vec<Suppressed> {
    vec![Suppressed {
        rule: "java-temporary-file".to_owned(),
        title: "Temporary files are made".to_owned(),
        component: "shop".to_owned(),
        grade: Grade::Advisory,
        places: vec![at("shop/src/main/java/shop/Export.java", 44, "File.createTempFile(a, b);")],
        reason: "gone when the request ends".to_owned(),
        until: Some("2027-06-30".to_owned()),
        by: at(
            "shop/src/main/java/shop/Export.java",
            43,
            "// seaworthy:ignore java-temporary-file",
        ),
    }]
}

/// The libraries: one that a manifest names, one that is brought along, one as a file.
pub(crate) fn libraries() -> Vec<Library> {
    let library = |name: &str, evidence: Evidence| Library {
        ecosystem: Ecosystem::Maven,
        name: name.to_owned(),
        version: None,
        scope: Scope::Runtime,
        direct: true,
        licences: Vec::new(),
        used_by: vec!["shop".to_owned()],
        brought_by: Vec::new(),
        file: None,
        evidence,
    };
    let api = at("shop/pom.xml", 31, "<artifactId>javaee-api</artifactId>");
    let jar: Arc<str> = Arc::from("shop/lib/print-driver.jar");
    vec![
        Library {
            version: Some("7.0".to_owned()),
            scope: Scope::Provided,
            licences: vec![Licence { spdx: Some("CDDL-1.0".to_owned()), ..Licence::default() }],
            ..library("javax:javaee-api", api.clone())
        },
        Library {
            direct: false,
            version: Some("1.5.0".to_owned()),
            brought_by: vec!["javax:javaee-api:7.0".to_owned()],
            ..library("com.sun.mail:javax.mail", api)
        },
        Library {
            file: Some(LibraryFile {
                path: Arc::clone(&jar),
                size: 48_120,
                hashes: None,
                identified_by: IdentifiedBy::FileName,
            }),
            ..library("print-driver", Evidence::file(&jar, "print-driver.jar"))
        },
    ]
}

/// The drawing.
pub(crate) fn picture() -> Picture {
    let graph = graph();
    let places = [
        (420.0, 30.0),
        (220.0, 120.0),
        (480.0, 120.0),
        (330.0, 220.0),
        (500.0, 220.0),
        (650.0, 220.0),
        (650.0, 310.0),
    ];
    let nodes = (0..).zip(&graph.nodes).zip(places);
    Picture {
        width: 800.0,
        height: 350.0,
        nodes: nodes
            .map(|((i, n), (x, y))| PictureNode {
                node: i,
                kind: n.kind,
                label: n.label.clone(),
                x,
                y,
                width: 150.0,
                height: 34.0,
            })
            .collect(),
        edges: graph
            .edges
            .iter()
            .filter_map(|e| {
                let (a, b) = (places.get(e.from as usize)?, places.get(e.to as usize)?);
                let points = vec![(a.0, a.1 + 17.0), (b.0, b.1 - 17.0)];
                Some(PictureEdge { from: e.from, to: e.to, kind: e.kind, points })
            })
            .collect(),
        left_out: 3,
    }
}

/// Drafted files.
pub(crate) fn drafts() -> Vec<DraftFile> {
    let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\nspec:\n  template:\n    spec:\n      containers:\n        - name: shop\n          ports:\n            - containerPort: 8080 # default of the server\n          volumeMounts:\n            - name: uploads\n              mountPath: /var/shop/uploads # Upload.java:88\n";
    vec![
        DraftFile {
            path: "shop/deployment.yaml".to_owned(),
            kind: DraftKind::Kubernetes,
            component: "shop".to_owned(),
            content: deployment.to_owned(),
            fields: vec![
                FieldReason {
                    field:
                        "Deployment/shop spec.template.spec.containers[0].ports[0].containerPort"
                            .to_owned(),
                    line: 11,
                    value: "8080".to_owned(),
                    why: vec![Evidence::default_of(
                        "The server listens on 8080 unless told otherwise",
                    )],
                    todo: Some("Confirm the port of the server's own settings.".to_owned()),
                },
                FieldReason {
                    field:
                        "Deployment/shop spec.template.spec.containers[0].volumeMounts[0].mountPath"
                            .to_owned(),
                    line: 14,
                    value: "/var/shop/uploads".to_owned(),
                    why: vec![at(
                        "shop/src/main/java/shop/Upload.java",
                        88,
                        "new FileOutputStream(\"/var/shop/uploads/\" + name)",
                    )],
                    todo: None,
                },
            ],
        },
        DraftFile {
            path: "evidence.json".to_owned(),
            kind: DraftKind::Evidence,
            component: String::new(),
            content: "{}\n".to_owned(),
            fields: Vec::new(),
        },
    ]
}

/// Code around two of the places.
pub(crate) fn excerpts() -> Excerpts {
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    Excerpts::from([
        (
            (Arc::from("shop/src/main/java/shop/Upload.java"), 88),
            Excerpt {
                first_line: 85,
                lines: lines(
                    "    void save(Part part) throws IOException {\n        String name = part.getSubmittedFileName();\n        try (var in = part.getInputStream();\n             var out = new FileOutputStream(\"/var/shop/uploads/\" + name)) {\n            in.transferTo(out);\n        }\n    }",
                ),
            },
        ),
        (
            (Arc::from(HOSTILE_TAG), 7),
            Excerpt {
                first_line: 6,
                lines: lines(
                    "</pre></details>\n<script>alert(1)</script>\n<img src=https://example.org/x.png>",
                ),
            },
        ),
    ])
}
