//! Laws of drafts: whatever the components, they are valid and keep secrets.

use proptest::prelude::*;
use seaworthy_components::{BackendKind, Component, ComponentKind, Health, Platform};
use seaworthy_manifests::{DraftKind, DraftOptions, draft, draft_objects, validate};

use crate::components::{claim, component, outbound, port, variable, write};

fn any_component() -> impl Strategy<Value = Component> {
    let kind = prop::sample::select(vec![
        ComponentKind::Web,
        ComponentKind::Worker,
        ComponentKind::Job,
        ComponentKind::Static,
        ComponentKind::Library,
    ]);
    let platform = prop::sample::select(vec![
        Platform::Java,
        Platform::Servlet,
        Platform::JavaEe,
        Platform::DotNet,
        Platform::DotNetFramework,
        Platform::Node,
        Platform::Python,
        Platform::Php,
        Platform::Ruby,
        Platform::Go,
        Platform::Rust,
        Platform::StaticFiles,
        Platform::Unknown,
    ]);
    let word = || prop_oneof!["[a-z0-9/._:$ -]{0,20}", any::<String>()];
    let path = prop_oneof!["(/[a-z.]{1,6}){1,4}", "[A-Z]:\\\\[a-z\\\\]{1,9}", any::<String>()];
    let ports = prop::collection::vec((word(), any::<u16>(), prop::option::of(word())), 0..4);
    let calls = prop::collection::vec(
        (
            word(),
            prop::option::of(prop_oneof![
                word(),
                "[a-z]{1,3}".prop_map(String::from),
                Just("10.0.0.7".to_owned())
            ]),
            prop::option::of(any::<u16>()),
        ),
        0..4,
    );
    let writes = prop::collection::vec((prop::option::of(path), any::<bool>()), 0..4);
    let env = prop::collection::vec(
        (prop_oneof!["[A-Z_]{1,8}", any::<String>()], prop::option::of(word()), any::<bool>()),
        0..4,
    );
    let schedules = prop::collection::vec(prop_oneof!["[0-9*/?, -]{5,15}", any::<String>()], 0..2);
    let texts = (
        prop::option::of(word()),
        prop::option::of(word()),
        prop::option::of(word()),
        prop::option::of(word()),
    );
    (
        "[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?",
        kind,
        platform,
        ports,
        calls,
        writes,
        env,
        schedules,
        texts,
        prop::option::of((word(), word())),
    )
        .prop_map(
            |(id, kind, platform, ports, calls, writes, env, schedules, texts, health)| {
                let (version, release, framework, docker) = texts;
                Component {
                    version,
                    platform_version: release.map(|r| claim(r, "release")),
                    artifact: framework.clone().map(|r| claim(r, "artifact")),
                    start: framework.clone().map(|r| claim(vec![r], "start")),
                    framework: framework.map(|r| claim(r, "framework")),
                    dockerfile: docker.map(|r| claim(r, "docker")),
                    ports: ports.iter().map(|(n, p, h)| port(n, *p, h.as_deref())).collect(),
                    outbound: calls
                        .iter()
                        .map(|(t, h, p)| outbound(BackendKind::Other, t, h.as_deref(), *p))
                        .collect(),
                    writes: writes.iter().map(|(p, t)| write(p.as_deref(), *t)).collect(),
                    env: env.iter().map(|(n, d, s)| variable(n, d.as_deref(), *s)).collect(),
                    schedules: schedules.into_iter().map(|s| claim(s, "schedule")).collect(),
                    health: health.map(|(path, port)| {
                        claim(Health { liveness: path.clone(), readiness: path, port }, "health")
                    }),
                    ..component(&id, kind, platform)
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn a_secret_never_leaves(value in "[a-zA-Z0-9]{12,20}", platform in 0..12usize) {
        let platform = [
            Platform::Java, Platform::Servlet, Platform::JavaEe, Platform::DotNet,
            Platform::DotNetFramework, Platform::Node, Platform::Python, Platform::Php,
            Platform::Ruby, Platform::Go, Platform::Rust, Platform::StaticFiles, Platform::Unknown,
        ][platform];
        let part = Component {
            env: vec![
                variable("KEY", Some(&value), true),
                variable("DB_PASSWORD", Some(&value), false),
                variable("DATABASE_URL", Some(&format!("postgres://u:{value}@db/x")), false),
                variable("OPTIONS", Some(&format!("a=b;password={value}")), false),
            ],
            start: Some(claim(vec!["run".into(), format!("--password={value}")], "start")),
            ..component("a", ComponentKind::Web, platform)
        };
        for file in draft("a", &[part], &[], &DraftOptions::default()) {
            prop_assert!(!file.content.contains(&value), "{}", file.path);
        }
    }

    #[test]
    fn any_components_make_valid_drafts(
        application in any::<String>(),
        parts in prop::collection::vec(any_component(), 0..4),
    ) {
        let objects = draft_objects(&application, &parts, &[], &DraftOptions::default());
        prop_assert_eq!(validate(&objects), []);
        for file in draft(&application, &parts, &[], &DraftOptions::default()) {
            if matches!(file.kind, DraftKind::Kubernetes | DraftKind::Kustomization) {
                let parsed = serde_saphyr::from_str::<serde_json::Value>(&file.content);
                prop_assert!(parsed.is_ok(), "{}\n{}", parsed.unwrap_err(), file.content);
            }
        }
    }
}
