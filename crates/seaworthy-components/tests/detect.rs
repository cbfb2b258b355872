//! Detection on small applications put together from modules and file summaries.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::{Evidence, EvidenceRole, Position};
use seaworthy_components::{
    ComponentKind, Detected, FileSummary, Import, Platform, Signal, detect,
};
use seaworthy_deps::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope};
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
                via: Vec::new(),
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
        imports: imports
            .iter()
            .map(|i| Import { name: (*i).into(), text: "here".into(), at: place(path).at })
            .collect(),
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

fn ids(found: &Detected) -> Vec<(&str, ComponentKind)> {
    found.components.iter().map(|c| (c.id.as_str(), c.kind)).collect()
}

#[test]
fn a_program_that_nothing_starts_beside_a_web_component_is_a_tool() {
    let tool = module(Ecosystem::Maven, "acme:migrate", "migrate", Packaging::Executable, &[]);
    let web = module(Ecosystem::Maven, "acme:shop", "shop", Packaging::WebArchive, &[]);
    let files = [
        file("migrate/src/main/java/M.java", &[], &[]),
        file("shop/src/main/java/A.java", &["javax.servlet.http.HttpServlet"], &[]),
    ];
    let found = detect("acme", &[tool.clone(), web], &files);
    assert_eq!(ids(&found), [("shop", ComponentKind::Web), ("migrate", ComponentKind::Library)]);
    let reason = found.components[1].evidence.last().unwrap();
    assert_eq!(reason.role, EvidenceRole::Absence);
    assert!(reason.text.contains("tool"), "{}", reason.text);
    let alone = detect("acme", std::slice::from_ref(&tool), &files[..1]);
    assert_eq!(alone.components[0].kind, ComponentKind::Worker);
    let scheduled = [
        file(
            "migrate/src/main/java/M.java",
            &[],
            &[(FactKind::Annotation, "org.x.Scheduled", "fixedRate=5")],
        ),
        files[1].clone(),
    ];
    let web = module(Ecosystem::Maven, "acme:shop", "shop", Packaging::WebArchive, &[]);
    let found = detect("acme", &[tool, web], &scheduled);
    assert!(found.components.iter().all(|c| c.kind.is_deployable()));
}

#[test]
fn a_dockerfile_at_the_root_ships_the_archive_for_the_server() {
    let modules = [
        module(Ecosystem::Maven, "acme:ear", "ear", Packaging::EnterpriseArchive, &["acme:web"]),
        module(Ecosystem::Maven, "acme:web", "web", Packaging::WebArchive, &[]),
        module(Ecosystem::Maven, "acme:tool", "tool", Packaging::Executable, &[]),
    ];
    let files = [
        file("Dockerfile", &[], &[(FactKind::ConfigKey, "FROM", "open-liberty:full")]),
        file("web/src/main/java/A.java", &["javax.ejb.Stateless"], &[]),
    ];
    let found = detect("shop", &modules, &files);
    let ear = &found.components[0];
    assert_eq!(ear.id, "ear");
    assert_eq!(ear.dockerfile.as_ref().unwrap().value, "Dockerfile");
    assert_eq!(ear.ports[0].value.number, 9080);
}

#[test]
fn an_archive_does_what_its_libraries_do() {
    let modules = [
        module(
            Ecosystem::Maven,
            "acme:api",
            "api",
            Packaging::Library,
            &["org.postgresql:postgresql"],
        ),
        module(
            Ecosystem::Maven,
            "acme:web",
            "web",
            Packaging::Library,
            &["acme:api", "org.springframework:spring-webmvc"],
        ),
        module(Ecosystem::Maven, "acme:war", "war", Packaging::WebArchive, &["acme:web"]),
    ];
    let files = [
        file("api/src/main/java/A.java", &[], &[(FactKind::EnvRead, "API_HOME", "")]),
        file("war/src/main/webapp/a.jsp", &[], &[]),
        file("web/src/main/java/B.java", &["jakarta.servlet.Filter"], &[]),
    ];
    let found = detect("acme", &modules, &files);
    let war = &found.components[0];
    assert_eq!(war.id, "war");
    assert_eq!(war.framework.as_ref().unwrap().value, "Spring MVC 2.0");
    assert_eq!(war.outbound[0].value.technology, "postgresql");
    assert_eq!(war.env[0].value.name, "API_HOME");
    assert!(war.technologies.iter().any(|t| t.name == "Jakarta Servlet"));
    assert!(!war.technologies.iter().any(|t| t.name == "Java Servlet"));
    assert_eq!(found.owners, [Some(1), Some(0), Some(2)]);
}

#[test]
fn settings_beside_a_dockerfile_belong_to_the_application_around_them() {
    let modules = [module(Ecosystem::Pypi, "board", "", Packaging::Application, &["django"])];
    let files = [
        file(
            "docker/Dockerfile",
            &[],
            &[(FactKind::Listen, "8001", ""), (FactKind::ConfigKey, "FROM", "python:3.11-slim")],
        ),
        file("docker/config.py", &[], &[(FactKind::EnvRead, "DB_HOST", "")]),
        file("manage.py", &["django.core"], &[]),
        file(
            "settings.py",
            &[],
            &[(FactKind::Assign, "WSGI_APPLICATION", "\"board.wsgi.application\"")],
        ),
    ];
    let found = detect("board", &modules, &files);
    assert_eq!(ids(&found), [("board", ComponentKind::Web)]);
    let board = &found.components[0];
    assert_eq!(board.dockerfile.as_ref().unwrap().value, "docker/Dockerfile");
    assert_eq!(board.platform_version.as_ref().unwrap().value, "3.11");
    assert_eq!(board.ports[0].value.number, 8001);
    assert_eq!(board.env[0].value.name, "DB_HOST");
    assert_eq!(
        board.start.as_ref().unwrap().value,
        ["gunicorn", "--bind", "0.0.0.0:8000", "board.wsgi:application"]
    );
}

#[test]
fn pages_that_another_image_builds_are_no_deployable_of_their_own() {
    let mut admin = module(Ecosystem::Npm, "admin", "admin", Packaging::Application, &["vite"]);
    let build = Property { value: "vite build".to_owned(), evidence: place("admin/package.json") };
    admin.properties.insert("script.build".to_owned(), build);
    let modules =
        [admin, module(Ecosystem::Npm, "pads", "backend", Packaging::Application, &["express"])];
    let copies = |source: &str| {
        [
            file("Dockerfile", &[], &[(FactKind::ConfigKey, "COPY", source)]),
            file("admin/a.ts", &[], &[]),
            file("backend/server.js", &["express"], &[(FactKind::Listen, "9001", "")]),
        ]
    };
    let kind = |source: &str| {
        let found = detect("pads", &modules, &copies(source));
        found.components.iter().find(|c| c.id == "admin").unwrap().kind
    };
    assert_eq!(kind(". ."), ComponentKind::Library);
    assert_eq!(kind("backend ./backend"), ComponentKind::Static);
}

#[test]
fn tasks_of_a_build_read_no_environment_of_the_program() {
    let modules = [module(Ecosystem::Gem, "root", "", Packaging::Application, &["rails"])];
    let files = [
        file("config/puma.rb", &[], &[(FactKind::EnvRead, "WEB_CONCURRENCY", "")]),
        file("lib/tasks/mail.rake", &[], &[(FactKind::EnvRead, "folder", "")]),
    ];
    let found = detect("tracker", &modules, &files);
    assert_eq!(found.components[0].id, "tracker");
    let names: Vec<_> = found.components[0].env.iter().map(|e| e.value.name.as_str()).collect();
    assert_eq!(names, ["WEB_CONCURRENCY"]);
}

#[test]
fn the_health_check_of_an_image_names_the_path() {
    let modules = [module(Ecosystem::Maven, "acme:shop", "", Packaging::WebArchive, &[])];
    let check = "CMD curl -f http://localhost:8080/shop/health/alive || exit 1";
    let signals = [
        (FactKind::ConfigKey, "FROM", "tomcat:11"),
        (FactKind::ConfigKey, "HEALTHCHECK", check),
        (FactKind::ConfigKey, "ENTRYPOINT", "[\"tini\", \"--\"]"),
        (FactKind::ConfigKey, "CMD", "[\"catalina.sh\", \"run\"]"),
    ];
    let files = [file("Dockerfile", &[], &signals), file("src/A.java", &[], &[])];
    let found = detect("shop", &modules, &files);
    let shop = &found.components[0];
    assert_eq!(shop.health.as_ref().unwrap().value.liveness, "/shop/health/alive");
    assert_eq!(shop.start.as_ref().unwrap().value, ["tini", "--", "catalina.sh", "run"]);
}

#[test]
fn an_image_tells_the_release_that_a_requirement_only_bounds() {
    let mut app = module(Ecosystem::Pypi, "api", "", Packaging::Application, &["flask"]);
    let wanted = Property { value: ">=3.8".to_owned(), evidence: place("pyproject.toml") };
    app.properties.insert("python.requires".to_owned(), wanted);
    let image = "python:3.12-slim@sha256:00ff";
    let files = [
        file("Dockerfile", &[], &[(FactKind::ConfigKey, "FROM", image)]),
        file("app.py", &["flask"], &[(FactKind::Listen, "5000", "")]),
    ];
    let version = |files: &[FileSummary]| {
        let found = detect("api", std::slice::from_ref(&app), files);
        found.components[0].platform_version.clone().unwrap()
    };
    assert_eq!(version(&files).value, "3.12");
    assert_eq!(version(&files).evidence.len(), 2);
    assert_eq!(version(&files[1..]).value, "3.8");
}

#[test]
fn hosts_of_example_settings_are_placeholders() {
    let modules = [module(Ecosystem::Composer, "crm", "", Packaging::Application, &[])];
    let search = [(FactKind::Url, "http://search:7700", "SEARCH_HOST")];
    let files = [file(".env.example.dev", &[], &search), file("public/index.php", &[], &[])];
    assert!(detect("crm", &modules, &files).components[0].outbound.is_empty());
    let files = [file(".env.production", &[], &search), file("public/index.php", &[], &[])];
    assert_eq!(detect("crm", &modules, &files).components[0].outbound.len(), 1);
}

#[test]
fn the_adapter_of_rails_names_its_database() {
    let modules =
        [module(Ecosystem::Gem, "desk", "", Packaging::Application, &["rails", "mysql2"])];
    let keys = [
        (FactKind::ConfigKey, "production.adapter", "mysql2"),
        (FactKind::ConfigKey, "production.host", "10.0.3.11"),
    ];
    let found = detect("desk", &modules, &[file("config/database.yml", &[], &keys)]);
    let outbound: Vec<_> = found.components[0].outbound.iter().map(|o| &o.value).collect();
    assert_eq!(outbound.len(), 1);
    assert_eq!((outbound[0].technology.as_str(), outbound[0].port), ("mysql", Some(3306)));
    assert_eq!(outbound[0].host.as_deref(), Some("10.0.3.11"));
}

#[test]
fn only_a_server_makes_grpc_the_framework_of_a_go_program() {
    let grpc = "google.golang.org/grpc";
    let main = (FactKind::FunctionDecl, "main.main", "");
    let framework = |call: &'static str| {
        let modules = [module(Ecosystem::Go, "acme.example/a", "", Packaging::Library, &[grpc])];
        let signals = [main, (FactKind::Call, call, ""), (FactKind::Listen, "3550", "")];
        let found = detect("a", &modules, &[file("main.go", &[grpc], &signals)]);
        let component = &found.components[0];
        (
            component.framework.as_ref().map(|f| f.value.clone()),
            component.ports[0].value.name.clone(),
        )
    };
    let server = framework("google.golang.org/grpc.NewServer");
    assert_eq!(server, (Some("gRPC 2.0".to_owned()), "grpc".to_owned()));
    assert_eq!(framework("google.golang.org/grpc.NewClient"), (None, "http".to_owned()));
}
