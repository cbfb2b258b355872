//! Whole graphs, small and very large.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::{Evidence, Position};
use seaworthy_components::{
    BackendKind, Claim, Component, ComponentKind, Import, Outbound, Platform,
};
use seaworthy_deps::{BuildTool, Dependency, Ecosystem, Module, Packaging, Scope};

use crate::{
    DepGraph, EdgeKind, Fan, GraphInput, NodeKind, PackageFile, build, fans, groups, module_uses,
};

fn place(path: &str, line: u32) -> Evidence {
    Evidence::cause(&Arc::from(path), Position { line, column: 1 }, "x")
}

fn component(id: &str, root: &str) -> Component {
    Component {
        id: id.into(),
        name: format!("The {id}"),
        root: Arc::from(root),
        kind: ComponentKind::Web,
        platform: Claim::new(Platform::Java, Evidence::default_of("test")),
        platform_version: None,
        framework: None,
        version: None,
        ecosystem: None,
        build_tool: None,
        artifact: None,
        start: None,
        dockerfile: None,
        ports: Vec::new(),
        health: None,
        env: Vec::new(),
        outbound: Vec::new(),
        writes: Vec::new(),
        programs: Vec::new(),
        schedules: Vec::new(),
        technologies: Vec::new(),
        lines: BTreeMap::new(),
        test_lines: 0,
        evidence: vec![place("pom.xml", 1)],
    }
}

fn module(root: &str, name: &str, dependencies: &[(&str, &str, Scope)]) -> Module {
    Module {
        ecosystem: Ecosystem::Maven,
        build_tool: BuildTool::Maven,
        name: name.into(),
        version: None,
        root: Arc::from(root),
        packaging: Packaging::Library,
        dependencies: dependencies
            .iter()
            .map(|&(name, version, scope)| Dependency {
                ecosystem: Ecosystem::Maven,
                name: name.into(),
                version: Some(version.into()).filter(|v: &String| !v.is_empty()),
                requirement: version.into(),
                scope,
                direct: true,
                via: Vec::new(),
                evidence: place(&format!("{root}/pom.xml"), 9),
            })
            .collect(),
        properties: BTreeMap::new(),
        submodules: Vec::new(),
        evidence: place(&format!("{root}/pom.xml"), 1),
    }
}

fn file(component: &str, package: &str, path: &str, imports: &[&str]) -> PackageFile {
    PackageFile {
        component: component.into(),
        package: package.into(),
        path: Arc::from(path),
        imports: (1..)
            .zip(imports)
            .map(|(line, name)| {
                let at = place(path, line);
                Import { name: (*name).into(), text: at.text.into(), at: at.at }
            })
            .collect(),
    }
}

fn outbound(kind: BackendKind, technology: &str, host: Option<&str>) -> Claim<Outbound> {
    let value =
        Outbound { kind, technology: technology.into(), host: host.map(str::to_owned), port: None };
    Claim::new(value, place("application.properties", 2))
}

struct Shop {
    components: Vec<Component>,
    modules: Vec<Module>,
    packages: Vec<PackageFile>,
}

impl Shop {
    fn new() -> Self {
        let mut web = component("web", "web");
        web.outbound = vec![
            outbound(BackendKind::Database, "postgresql", Some("db")),
            outbound(BackendKind::Http, "http", Some("jobs")),
            outbound(BackendKind::Http, "grpc", Some("Core.shop.svc.cluster.local")),
            outbound(BackendKind::Mail, "smtp", None),
        ];
        let mut jobs = component("jobs", "jobs");
        jobs.outbound = vec![
            outbound(BackendKind::Database, "postgresql", Some("db")),
            outbound(BackendKind::Queue, "rabbitmq", None),
        ];
        Self {
            components: vec![web, jobs, component("core", "libs/core")],
            modules: vec![
                module("", "x:parent", &[("org.q:quartz", "2.3", Scope::Runtime)]),
                module(
                    "web",
                    "x:web",
                    &[
                        ("x:glue", "", Scope::Runtime),
                        ("org.q:quartz", "2.3", Scope::Runtime),
                        ("junit:junit", "4", Scope::Test),
                    ],
                ),
                module("jobs", "x:jobs", &[("org.q:quartz", "1.8", Scope::Provided)]),
                module("glue", "x:glue", &[("x:core", "", Scope::Runtime)]),
                module("libs/core/impl", "x:core", &[("x:web", "", Scope::Test)]),
            ],
            packages: vec![
                file("web", "com.acme.web", "web/A.java", &["com.acme.core.Model", "java.util.*"]),
                file("web", "com.acme.web", "web/B.java", &["com.acme.core.Other"]),
                file("web", "com.acme.cart", "web/C.java", &["com.acme.web.A"]),
                file("web", "com.acme.web", "web/D.java", &["com.acme.cart.*"]),
                file("core", "com.acme.core", "libs/core/M.java", &[]),
                file("", "", "Stray.java", &[]),
            ],
        }
    }

    fn build(&self) -> DepGraph {
        build(&GraphInput {
            application: "Shop",
            components: &self.components,
            modules: &self.modules,
            packages: &self.packages,
        })
    }
}

/// `from kind to` by ids.
fn edges(graph: &DepGraph, kind: EdgeKind) -> Vec<String> {
    let id = |n: u32| graph.nodes[n as usize].id.as_str();
    let of_kind = graph.edges.iter().filter(|e| e.kind == kind);
    of_kind.map(|e| format!("{} > {}", id(e.from), id(e.to))).collect()
}

#[test]
fn what_a_graph_says() {
    let graph = Shop::new().build();
    assert_eq!(
        edges(&graph, EdgeKind::Uses),
        [
            "component:web > component:core",
            "component:web > component:jobs",
            "component:web > module:maven:x:glue",
            "module:maven:x:glue > component:core",
            "package:web:com.acme.cart > package:web:com.acme.web",
            "package:web:com.acme.web > package:core:com.acme.core",
            "package:web:com.acme.web > package:web:com.acme.cart",
        ]
    );
    assert_eq!(
        edges(&graph, EdgeKind::Connects),
        [
            "component:jobs > database:postgresql:db",
            "component:jobs > queue:rabbitmq:",
            "component:web > database:postgresql:db",
            "component:web > host:smtp:",
        ]
    );
    assert_eq!(
        edges(&graph, EdgeKind::DependsOn),
        [
            "component:jobs > library:maven:org.q:quartz",
            "component:web > library:maven:org.q:quartz",
            "module:maven:x:parent > library:maven:org.q:quartz",
        ]
    );
    let node = |id: &str| graph.nodes.iter().find(|n| n.id == id).unwrap();
    let quartz = node("library:maven:org.q:quartz");
    assert_eq!((quartz.label.as_str(), quartz.weight), ("quartz 1.8, 2.3", 3));
    assert_eq!(node("component:web").label, "The web");
    assert_eq!(node("package:web:com.acme.web").weight, 3);
    assert_eq!(node("database:postgresql:db").weight, 2);
    let stray = "application > package::";
    assert!(edges(&graph, EdgeKind::Contains).contains(&stray.to_owned()));
    let counted = graph.edges.iter().find(|e| {
        e.kind == EdgeKind::Uses && graph.nodes[e.to as usize].id == "package:core:com.acme.core"
    });
    let places: Vec<String> = counted.unwrap().evidence.iter().map(Evidence::place).collect();
    assert_eq!((counted.unwrap().count, places), (2, vec!["web/A.java:1".into()]));

    let circle = groups(&graph);
    assert_eq!(circle.len(), 1);
    let members: Vec<&str> =
        circle[0].iter().map(|&n| graph.nodes[n as usize].id.as_str()).collect();
    assert_eq!(members, ["package:web:com.acme.cart", "package:web:com.acme.web"]);
    let web = graph.nodes.iter().position(|n| n.id == "package:web:com.acme.web").unwrap();
    assert_eq!(fans(&graph)[web], Fan { incoming: 1, outgoing: 2 });
}

#[test]
fn code_that_runs_in_a_component() {
    let mut shop = Shop::new();
    let uses = module_uses(&shop.components, &shop.modules);
    assert_eq!(uses, BTreeMap::from([("web".to_owned(), vec!["core".to_owned()])]));
    // A circle of modules ends, and a component does not use itself.
    shop.modules[4] = module("libs/core", "x:core", &[("x:web", "", Scope::Runtime)]);
    let uses = module_uses(&shop.components, &shop.modules);
    assert_eq!(uses["core"], ["web"]);
    assert_eq!(uses["web"], ["core"]);
}

/// `n` packages, each importing the next; the last one the first where `closed`.
fn chain(n: u32, closed: bool) -> DepGraph {
    let packages: Vec<PackageFile> = (0..n)
        .map(|i| {
            let next = if i + 1 == n && closed { 0 } else { i + 1 };
            file("", &format!("p{i:06}"), "f.py", &[&format!("p{next:06}")])
        })
        .collect();
    build(&GraphInput { application: "long", components: &[], modules: &[], packages: &packages })
}

#[test]
fn very_long_chains_and_circles() {
    const N: u32 = 200_000;
    let open = chain(N, false);
    assert_eq!(edges(&open, EdgeKind::Uses).len(), N as usize - 1);
    assert!(groups(&open).is_empty());
    let closed = chain(N, true);
    assert_eq!(groups(&closed).len(), 1);
    assert_eq!(groups(&closed)[0].len(), N as usize);
    for graph in [&open, &closed] {
        let picture = crate::layout(graph, 120);
        assert!(picture.nodes.len() <= 120);
        assert_eq!(picture.nodes.len() + picture.left_out as usize, graph.nodes.len());
    }
    assert_eq!(crate::layout(&closed, 120).nodes[1].label, "p000000 +199999");
}

#[test]
fn deep_folders_and_many_modules() {
    let deep = vec!["d"; 100_000].join("/");
    let components = [component("root", "")];
    let modules: Vec<Module> = (0..2000)
        .map(|i| {
            module(
                &format!("m{i}"),
                &format!("x:{i}"),
                &[(&format!("x:{}", i + 1), "", Scope::Runtime)],
            )
        })
        .chain([module(&deep, "x:2000", &[])])
        .collect();
    assert!(module_uses(&components, &modules).is_empty());
    let graph = build(&GraphInput {
        application: "a",
        components: &components,
        modules: &modules,
        packages: &[],
    });
    assert_eq!(graph.nodes.iter().filter(|n| n.kind == NodeKind::Module).count(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_of_input_does_not_matter(
        (components, modules, packages) in Just(()).prop_flat_map(|()| {
            let shop = Shop::new();
            (
                Just(shop.components).prop_shuffle(),
                Just(shop.modules).prop_shuffle(),
                Just(shop.packages).prop_shuffle(),
            )
        }),
    ) {
        let sorted = Shop::new().build();
        let shuffled = Shop { components, modules, packages };
        prop_assert_eq!(module_uses(&shuffled.components, &shuffled.modules),
            module_uses(&Shop::new().components, &Shop::new().modules));
        prop_assert_eq!(shuffled.build(), sorted);
    }
}
