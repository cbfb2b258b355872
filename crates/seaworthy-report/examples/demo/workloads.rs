//! The made-up components.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::Evidence;
use seaworthy_components::{
    BackendKind, Claim, Component, ComponentKind, EnvVar, Health, Outbound, Platform, Port,
    Technology, WritePath,
};
use seaworthy_deps::{BuildTool, Ecosystem};
use seaworthy_facts::Language;

use super::{HOSTILE_QUOTE, HOSTILE_TAG, at};

/// The shop's web part.
pub(crate) fn web() -> Component {
    let pom = || at("shop/pom.xml", 12, "<packaging>war</packaging>");
    Component {
        id: "shop".to_owned(),
        name: "corner-shop-web".to_owned(),
        root: Arc::from("shop"),
        kind: ComponentKind::Web,
        platform: Claim::new(
            Platform::JavaEe,
            at("shop/pom.xml", 31, "<artifactId>javaee-api</artifactId>"),
        ),
        platform_version: Some(Claim::new(
            "7".to_owned(),
            at("shop/pom.xml", 32, "<version>7.0</version>"),
        )),
        framework: Some(Claim::new(
            "JSF 2.2".to_owned(),
            at("shop/src/main/webapp/WEB-INF/faces-config.xml", 3, "version=\"2.2\""),
        )),
        version: Some("4.2.0".to_owned()),
        ecosystem: Some(Ecosystem::Maven),
        build_tool: Some(Claim::new(BuildTool::Maven, pom())),
        artifact: Some(Claim::new("target/shop.war".to_owned(), pom())),
        start: None,
        dockerfile: None,
        ports: vec![
            Claim::new(
                Port { name: "http".to_owned(), number: 8080, host: None },
                Evidence::default_of("The server listens on 8080 unless told otherwise"),
            ),
            Claim::new(
                Port {
                    name: "tcp-1099".to_owned(),
                    number: 1099,
                    host: Some("127.0.0.1".to_owned()),
                },
                at(
                    "shop/src/main/java/shop/Registry.java",
                    22,
                    "LocateRegistry.createRegistry(1099)",
                ),
            ),
        ],
        health: Some(Claim::new(
            Health {
                liveness: "/live".to_owned(),
                readiness: "/ready".to_owned(),
                port: "http".to_owned(),
            },
            at("shop/src/main/java/shop/Health.java", 9, "@Path(\"/ready\")"),
        )),
        env: vec![
            Claim::new(
                EnvVar {
                    name: "SHOP_DB_URL".to_owned(),
                    default: Some("jdbc:postgresql://db:5432/shop".to_owned()),
                    secret: false,
                },
                at("shop/src/main/java/shop/Config.java", 14, "System.getenv(\"SHOP_DB_URL\")"),
            ),
            Claim::new(
                EnvVar { name: "SHOP_DB_PASSWORD".to_owned(), default: None, secret: true },
                at(
                    "shop/src/main/java/shop/Config.java",
                    15,
                    "System.getenv(\"SHOP_DB_PASSWORD\")",
                ),
            ),
            Claim::new(
                EnvVar {
                    name: HOSTILE_QUOTE.to_owned(),
                    default: Some(HOSTILE_TAG.to_owned()),
                    secret: false,
                },
                at(HOSTILE_QUOTE, 1, HOSTILE_TAG),
            ),
        ],
        outbound: vec![
            Claim::new(
                Outbound {
                    kind: BackendKind::Database,
                    technology: "postgresql".to_owned(),
                    host: Some("db".to_owned()),
                    port: Some(5432),
                },
                at(
                    "shop/src/main/resources/db.properties",
                    2,
                    "url=jdbc:postgresql://db:5432/shop",
                ),
            ),
            Claim::new(
                Outbound {
                    kind: BackendKind::Mail,
                    technology: "smtp".to_owned(),
                    host: None,
                    port: Some(25),
                },
                at("shop/src/main/java/shop/Mailer.java", 40, "Transport.send(message)"),
            ),
        ],
        writes: vec![Claim::new(
            WritePath { path: Some("/var/shop/uploads".to_owned()), temporary: false },
            at(
                "shop/src/main/java/shop/Upload.java",
                88,
                "new FileOutputStream(\"/var/shop/uploads/\" + name)",
            ),
        )],
        programs: Vec::new(),
        schedules: vec![Claim::new(
            "0 30 2 * * *".to_owned(),
            at(
                "shop/src/main/java/shop/Nightly.java",
                17,
                "@Schedule(hour = \"2\", minute = \"30\")",
            ),
        )],
        technologies: vec![
            Technology {
                name: "JSF".to_owned(),
                category: "framework".to_owned(),
                version: Some("2.2".to_owned()),
                evidence: vec![at("shop/pom.xml", 31, "javaee-api")],
            },
            Technology {
                name: "PostgreSQL".to_owned(),
                category: "database".to_owned(),
                version: None,
                evidence: vec![at("shop/src/main/resources/db.properties", 2, "jdbc:postgresql")],
            },
        ],
        lines: BTreeMap::from([(Language::Java, 44_900), (Language::JavaScript, 9_120)]),
        test_lines: 5_790,
        evidence: vec![pom()],
    }
}

/// The nightly export.
pub(crate) fn job() -> Component {
    let crontab = || at("batch/crontab", 3, "15 4 * * * /opt/shop/export.sh");
    Component {
        id: "export".to_owned(),
        name: "export".to_owned(),
        root: Arc::from("batch"),
        kind: ComponentKind::Job,
        platform: Claim::new(Platform::Java, crontab()),
        platform_version: None,
        framework: None,
        version: None,
        ecosystem: Some(Ecosystem::Maven),
        build_tool: None,
        artifact: None,
        start: Some(Claim::new(vec!["/opt/shop/export.sh".to_owned()], crontab())),
        dockerfile: None,
        ports: Vec::new(),
        health: None,
        env: Vec::new(),
        outbound: Vec::new(),
        writes: Vec::new(),
        programs: Vec::new(),
        schedules: vec![Claim::new("15 4 * * *".to_owned(), crontab())],
        technologies: vec![Technology {
            name: "PostgreSQL".to_owned(),
            category: "database".to_owned(),
            version: None,
            evidence: vec![crontab()],
        }],
        lines: BTreeMap::from([(Language::Java, 3_311)]),
        test_lines: 0,
        evidence: vec![crontab()],
    }
}
