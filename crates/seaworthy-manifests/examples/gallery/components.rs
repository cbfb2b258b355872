//! Made-up components: one of every platform and kind, with the oddities that drafts have to stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_assess::Finding;
use seaworthy_base::{Evidence, Position};
use seaworthy_components::{
    BackendKind, Claim, Component, ComponentKind, EnvVar, Health, Outbound, Platform, Port,
    WritePath,
};
use seaworthy_deps::{BuildTool, Ecosystem};
use seaworthy_facts::Role;
use seaworthy_matching::Incident;
use seaworthy_rules::{Dimension, Grade, Remedy, Tier};

/// A place in a made-up file.
pub(crate) fn at(path: &str, line: u32, text: &str) -> Evidence {
    Evidence::cause(&Arc::from(path), Position { line, column: 1 }, text)
}

/// A component that nothing more is known about.
pub(crate) fn component(id: &str, kind: ComponentKind, platform: Platform) -> Component {
    let why = at(&format!("{id}/build.file"), 1, "made up");
    Component {
        id: id.to_owned(),
        name: id.to_owned(),
        root: Arc::from(id),
        kind,
        platform: Claim::new(platform, why.clone()),
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
        evidence: vec![why],
    }
}

/// A claim with a made-up place.
pub(crate) fn claim<T>(value: T, text: &str) -> Claim<T> {
    Claim::new(value, at("src/made-up.file", 7, text))
}

/// A port.
pub(crate) fn port(name: &str, number: u16, host: Option<&str>) -> Claim<Port> {
    let text = format!("port {number}");
    claim(Port { name: name.to_owned(), number, host: host.map(str::to_owned) }, &text)
}

/// A variable.
pub(crate) fn variable(name: &str, default: Option<&str>, secret: bool) -> Claim<EnvVar> {
    claim(EnvVar { name: name.to_owned(), default: default.map(str::to_owned), secret }, name)
}

/// Something called.
pub(crate) fn outbound(
    kind: BackendKind,
    technology: &str,
    host: Option<&str>,
    port: Option<u16>,
) -> Claim<Outbound> {
    let host = host.map(str::to_owned);
    claim(Outbound { kind, technology: technology.to_owned(), host, port }, technology)
}

/// Something written.
pub(crate) fn write(path: Option<&str>, temporary: bool) -> Claim<WritePath> {
    claim(WritePath { path: path.map(str::to_owned), temporary }, "write")
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

/// One component of every platform and kind.
pub(crate) fn gallery() -> Vec<Component> {
    use ComponentKind::{Desktop, Job, Library, Static, Web, Worker};
    use Platform as P;
    let framework = |name: &str| Some(claim(name.to_owned(), name));
    let version = |v: &str| Some(claim(v.to_owned(), v));
    let tool = |t: BuildTool| Some(claim(t, "build"));
    let file = |f: &str| Some(claim(f.to_owned(), f));
    let health = |live: &str, ready: &str, port: &str| {
        let health = Health { liveness: live.into(), readiness: ready.into(), port: port.into() };
        Some(claim(health, live))
    };
    vec![
        Component {
            framework: framework("Spring Boot 3.4.0"),
            platform_version: version("21"),
            version: Some("3.4.0".into()),
            ecosystem: Some(Ecosystem::Maven),
            build_tool: tool(BuildTool::Maven),
            artifact: file("target/shop-3.4.0.jar"),
            ports: vec![port("http", 80, None), port("management", 8081, None)],
            health: health("/actuator/health/liveness", "/actuator/health/readiness", "management"),
            env: vec![
                variable("SPRING_PROFILES_ACTIVE", Some("postgres"), false),
                variable(
                    "SPRING_DATASOURCE_URL",
                    Some("jdbc:postgresql://localhost:5432/shop"),
                    false,
                ),
                variable("SPRING_DATASOURCE_PASSWORD", Some("never-shown"), true),
                variable("BROKER", Some("amqp://user:never-shown@mq:5672/"), false),
                variable("FEATURE_X", Some("yes"), false),
                variable("REGION", None, false),
                variable("odd name", Some("x"), false),
            ],
            outbound: vec![
                outbound(BackendKind::Database, "postgresql", Some("localhost"), Some(5432)),
                outbound(BackendKind::Http, "http", Some("orders"), Some(80)),
                outbound(BackendKind::Http, "https", Some("api.payments.example"), Some(443)),
                outbound(BackendKind::Directory, "ldap", Some("10.1.2.3"), Some(389)),
                outbound(BackendKind::Queue, "rabbitmq", None, Some(5672)),
                outbound(BackendKind::Other, "mystery", Some("mystery.example"), None),
            ],
            ..component("shop", Web, P::Java)
        },
        Component {
            framework: framework("Spring Boot 2.2.1"),
            platform_version: version("1.8"),
            build_tool: tool(BuildTool::Gradle),
            ports: vec![port("http", 8080, Some("127.0.0.1"))],
            ..component("old-boot", Web, P::Java)
        },
        Component {
            version: Some("1.0-SNAPSHOT".into()),
            ..component("plain-jar", Worker, P::Java)
        },
        Component {
            platform_version: version("17"),
            artifact: file("target/orders.war"),
            build_tool: tool(BuildTool::Maven),
            writes: vec![
                write(Some("/var/orders/export.csv"), false),
                write(Some("logs/app.log"), false),
                write(None, false),
            ],
            ..component("orders", Web, P::Servlet)
        },
        Component {
            build_tool: tool(BuildTool::Ant),
            framework: framework("Jakarta EE 10"),
            platform_version: version("8"),
            ..component("ant-war", Web, P::Servlet)
        },
        Component {
            platform_version: version("8"),
            build_tool: tool(BuildTool::Maven),
            artifact: file("target/trader.ear"),
            schedules: vec![claim("*/5 * * * *".into(), "@Schedule")],
            ..component("trader", Web, P::JavaEe)
        },
        Component {
            framework: framework("WebSphere Liberty"),
            ports: vec![port("http", 9080, None), port("https", 9443, None)],
            ..component("liberty", Web, P::JavaEe)
        },
        Component {
            platform_version: version("net8.0"),
            build_tool: Some(Claim::new(BuildTool::Msbuild, at("Web/Web.csproj", 1, "Sdk"))),
            ports: vec![port("http", 80, None)],
            health: health("/healthz", "/healthz", "http"),
            env: vec![
                variable("ConnectionStrings__Db", None, true),
                variable("Logging__Level", Some("Information"), false),
            ],
            ..component("dotnet-web", Web, P::DotNet)
        },
        Component {
            platform_version: version("netcoreapp3.1"),
            ..component("dotnet-worker", Worker, P::DotNet)
        },
        Component {
            platform_version: version("v4.7.2"),
            ports: vec![port("http", 80, None)],
            build_tool: Some(Claim::new(
                BuildTool::Msbuild,
                at("MVC/Shop.csproj", 1, "ToolsVersion"),
            )),
            writes: vec![write(Some("C:\\data\\uploads"), false), write(Some("D:/x"), true)],
            env: vec![variable("DB_PASSWORD", None, true)],
            ..component("mvc5", Web, P::DotNetFramework)
        },
        Component { ..component("win-service", Worker, P::DotNetFramework) },
        Component {
            platform_version: version(">=18"),
            build_tool: tool(BuildTool::Npm),
            artifact: file("dist/server.js"),
            start: Some(claim(words(&["node", "dist/server.js"]), "start")),
            ports: vec![port("http", 9001, None)],
            env: vec![
                variable("PORT", Some("9001"), false),
                variable("NODE_ENV", Some("development"), false),
            ],
            ..component("node-web", Web, P::Node)
        },
        Component {
            build_tool: tool(BuildTool::Yarn),
            start: Some(claim(words(&["npm", "start"]), "start")),
            ..component("node-yarn", Web, P::Node)
        },
        Component {
            build_tool: tool(BuildTool::Pnpm),
            ..component("node-worker", Worker, P::Node)
        },
        Component {
            framework: framework("Django 2.2"),
            platform_version: version("3.6"),
            build_tool: tool(BuildTool::Pip),
            start: Some(claim(words(&["python", "manage.py", "runserver"]), "start")),
            writes: vec![write(Some("/srv/media"), false), write(Some("/tmp/x"), true)],
            ..component("django", Web, P::Python)
        },
        Component {
            framework: framework("FastAPI"),
            platform_version: version(">=3.11,<4"),
            build_tool: tool(BuildTool::Poetry),
            ..component("fastapi", Web, P::Python)
        },
        Component {
            build_tool: tool(BuildTool::Pipenv),
            start: Some(claim(words(&["celery", "-A", "app", "worker"]), "worker: celery")),
            ..component("celery", Worker, P::Python)
        },
        Component {
            schedules: vec![
                claim("0 0 2 ? * MON-FRI".into(), "cron"),
                claim("15 3 * * *".into(), "cron"),
            ],
            ..component("report-job", Job, P::Python)
        },
        Component {
            schedules: vec![claim("fixedRate = 5000".into(), "rate")],
            ..component("once-job", Job, P::Java)
        },
        Component {
            framework: framework("Laravel 9"),
            platform_version: version("^8.1"),
            build_tool: tool(BuildTool::Composer),
            ports: vec![port("http", 80, None)],
            outbound: vec![outbound(BackendKind::Database, "mysql", Some("db"), Some(3306))],
            ..component("laravel", Web, P::Php)
        },
        component("php-worker", Worker, P::Php),
        Component {
            framework: framework("Rails 6.1"),
            platform_version: version("2.7.5"),
            ..component("rails", Web, P::Ruby)
        },
        component("ruby-worker", Worker, P::Ruby),
        Component {
            platform_version: version("1.22"),
            artifact: file("./cmd/server"),
            ports: vec![port("grpc", 50051, None)],
            env: vec![variable("PORT", Some("50051"), false)],
            ..component("go-grpc", Web, P::Go)
        },
        component("go-worker", Worker, P::Go),
        component("site", Static, P::StaticFiles),
        Component {
            build_tool: tool(BuildTool::Npm),
            artifact: file("build"),
            ..component("spa", Static, P::StaticFiles)
        },
        Component {
            dockerfile: file("legacy/Dockerfile"),
            start: Some(claim(words(&["/run", "queue"]), "queue: /run queue")),
            ..component("docker-worker", Worker, P::Unknown)
        },
        Component {
            dockerfile: file("src/ad/Dockerfile"),
            ports: vec![port("http", 443, None)],
            ..component("docker-web", Web, P::Node)
        },
        component("unknown", Web, P::Unknown),
        component("0-digits-first", Web, P::Go),
        component("a-library", Library, P::Java),
        component("a-window", Desktop, P::Java),
    ]
}

/// A finding that keeps a component from running twice.
pub(crate) fn findings() -> Vec<Finding> {
    let evidence =
        at("rails/config/initializers/session_store.rb", 3, "session_store :memory_store");
    vec![Finding {
        fingerprint: "0".into(),
        rule: "made-up-session".into(),
        title: "Sessions in memory".into(),
        component: "rails".into(),
        dimension: Dimension::State,
        factor: None,
        grade: Grade::Hard,
        remedy: Remedy::Library,
        effort: 3,
        tier: Tier::Resolved,
        confidence: 0.95,
        burden: 1.0,
        points_back: 1,
        occurrences: 1,
        why: String::new(),
        answer: String::new(),
        manifest: Some("Needs a session store and its address.".into()),
        links: Vec::new(),
        incidents: vec![Incident { evidence, scope: "".into(), role: Role::Production }],
        more: 0,
    }]
}
