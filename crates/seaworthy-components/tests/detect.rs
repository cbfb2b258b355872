//! Detection on small applications put together from modules and file summaries.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::{Evidence, Position};
use seaworthy_components::{ComponentKind, FileSummary, Platform, Signal, detect};
use seaworthy_deps::{BuildTool, Dependency, Ecosystem, Module, Packaging, Scope};
use seaworthy_facts::{FactKind, Language, ParseOutcome, Role};

fn place(path: &str) -> Evidence {
    Evidence::cause(&Arc::from(path), Position { line: 1, column: 1 }, "x")
}

fn module(
    ecosystem: Ecosystem,
    name: &str,
    root: &str,
    packaging: Packaging,
    dependencies: &[&str],
) -> Module {
    Module {
        ecosystem,
        build_tool: match ecosystem {
            Ecosystem::Npm => BuildTool::Npm,
            Ecosystem::Go => BuildTool::Go,
            _ => BuildTool::Maven,
        },
        name: name.to_owned(),
        version: Some("1.0".to_owned()),
        root: Arc::from(root),
        packaging,
        dependencies: dependencies
            .iter()
            .map(|d| Dependency {
                ecosystem,
                name: (*d).to_owned(),
                version: Some("2.0".to_owned()),
                requirement: String::new(),
                scope: Scope::Runtime,
                direct: true,
                evidence: place("manifest"),
            })
            .collect(),
        properties: BTreeMap::new(),
        submodules: Vec::new(),
        evidence: place(&format!("{root}/manifest")),
    }
}

fn file(path: &str, imports: &[&str], signals: &[(FactKind, &str, &str)]) -> FileSummary {
    FileSummary {
        path: Arc::from(path),
        language: Language::of_path(path),
        role: Role::Production,
        lines: 10,
        outcome: ParseOutcome::Parsed,
        package: if path.ends_with(".go") { "main".into() } else { "".into() },
        imports: imports.iter().map(|i| ((*i).into(), place(path))).collect(),
        signals: signals
            .iter()
            .map(|(kind, name, value)| Signal {
                kind: *kind,
                name: (*name).into(),
                value: (*value).into(),
                temporary: false,
                evidence: place(path),
            })
            .collect(),
    }
}

#[test]
fn a_war_inside_an_ear_is_no_deployable_of_its_own() {
    let modules = [
        module(Ecosystem::Maven, "acme:ear", "ear", Packaging::EnterpriseArchive, &["acme:web"]),
        module(Ecosystem::Maven, "acme:web", "web", Packaging::WebArchive, &[]),
    ];
    let files = [file("web/src/main/java/A.java", &["javax.ejb.Stateless"], &[])];
    let found = detect("shop", &modules, &files);
    let kinds: Vec<_> =
        found.components.iter().map(|c| (c.id.as_str(), c.kind, c.platform.value)).collect();
    assert_eq!(
        kinds,
        [
            ("ear", ComponentKind::Web, Platform::JavaEe),
            ("shop-web", ComponentKind::Library, Platform::JavaEe)
        ]
    );
    assert_eq!(found.owners, [Some(1)]);
}

#[test]
fn a_plain_war_is_a_servlet_component_and_ejb_makes_it_java_ee() {
    for (import, platform) in [
        ("javax.servlet.http.HttpServlet", Platform::Servlet),
        ("javax.ejb.Stateless", Platform::JavaEe),
    ] {
        let modules = [module(Ecosystem::Maven, "acme:shop", "", Packaging::WebArchive, &[])];
        let found = detect("shop", &modules, &[file("src/main/java/A.java", &[import], &[])]);
        assert_eq!(found.components[0].platform.value, platform, "{import}");
        assert_eq!(found.components[0].ports[0].value.number, 8080);
    }
}

#[test]
fn each_go_program_is_a_component() {
    let modules = [module(Ecosystem::Go, "acme.example/tools", "", Packaging::Library, &[])];
    let main = (FactKind::FunctionDecl, "main.main", "");
    let files = [
        file("cmd/api/main.go", &["net/http"], &[main, (FactKind::Listen, "9000", "")]),
        file("cmd/sync/main.go", &[], &[main]),
    ];
    let found = detect("tools", &modules, &files);
    let kinds: Vec<_> = found.components.iter().map(|c| (c.id.as_str(), c.kind)).collect();
    assert_eq!(kinds, [("api", ComponentKind::Web), ("sync", ComponentKind::Job)]);
    assert_eq!(found.components[0].ports[0].value.number, 9000);
}

#[test]
fn a_package_json_for_assets_is_part_of_the_application_around_it() {
    let modules = [
        module(Ecosystem::Gem, "shop", "", Packaging::Application, &["rails"]),
        module(Ecosystem::Npm, "assets", "app/assets", Packaging::Application, &["jquery"]),
    ];
    let files = [file("app/models/a.rb", &[], &[]), file("app/assets/a.js", &[], &[])];
    let found = detect("shop", &modules, &files);
    assert_eq!(found.components.len(), 1);
    assert_eq!(found.components[0].framework.as_ref().unwrap().value, "Ruby on Rails 2.0");
    assert_eq!(found.owners, [Some(0), Some(0)]);
}

#[test]
fn secrets_are_named_and_never_valued() {
    let modules = [module(Ecosystem::Npm, "api", "", Packaging::Application, &["express"])];
    let reads = [
        (FactKind::EnvRead, "DB_PASSWORD", "hunter2"),
        (FactKind::EnvRead, "PORT", "3000"),
        (FactKind::Listen, "3000", ""),
    ];
    let found = detect("api", &modules, &[file("server.js", &["express"], &reads)]);
    let env = &found.components[0].env;
    assert_eq!(env[0].value.name, "DB_PASSWORD");
    assert!(env[0].value.secret && env[0].value.default.is_none());
    assert_eq!(env[1].value.default.as_deref(), Some("3000"));
}
