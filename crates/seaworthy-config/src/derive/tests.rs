use seaworthy_facts::FactKind;

use super::env::{EnvVariable, reads};
use super::listen::{host_and_port, port_of};
use super::url::addresses;
use crate::testing::{keys, row, rows};

fn variables(value: &str) -> Vec<(&str, &str)> {
    reads(value, false).into_iter().map(|EnvVariable { name, default }| (name, default)).collect()
}

#[test]
fn placeholders_in_upper_case_are_variables() {
    assert_eq!(
        variables("${DB_HOST}:${DB_PORT:5432}/${DB:-x}"),
        [("DB_HOST", ""), ("DB_PORT", "5432"), ("DB", "x")]
    );
    assert_eq!(variables("${server.port:8080} ${name} $HOST"), []);
    assert_eq!(
        variables("${env.A_B:c} ${env:CD} ${?OPT} ${MUST:?no}"),
        [("A_B", "c"), ("CD", ""), ("OPT", ""), ("MUST", "")]
    );
    assert_eq!(variables("${A1:${B2:x}}"), [("A1", "${B2:x}"), ("B2", "x")]);
    assert_eq!(variables("%APPDATA%\\x %d{HH} http://x/%C3%A9"), [("APPDATA", "")]);
    assert_eq!(variables("%env(resolve:DATABASE_URL)%"), [("DATABASE_URL", "")]);
    assert_eq!(variables("$${ESCAPED}"), []);
    assert_eq!(
        variables(
            "<%= ENV['RAILS_X'] %> <%= ENV.fetch(\"POOL\") { \"5\" } %> <%= ENV.fetch('DB', 'd') %>"
        ),
        [("RAILS_X", ""), ("POOL", "5"), ("DB", "d")]
    );
    assert_eq!(reads("-p $PORT", true), [EnvVariable { name: "PORT", default: "" }]);
}

#[test]
fn addresses_are_values_not_mentions() {
    for (value, expected) in [
        ("http://orders:8080/api", vec!["http://orders:8080/api"]),
        ("${DB_URL:jdbc:postgresql://db:5432/x}", vec!["jdbc:postgresql://db:5432/x"]),
        ("${DB_URL:-jdbc:h2:mem:x}", vec!["jdbc:h2:mem:x"]),
        ("jdbc:postgresql://${HOST:localhost}/x", vec!["jdbc:postgresql://${HOST:localhost}/x"]),
        (
            "jdbc:sqlserver://h:1433;databaseName=a b",
            vec!["jdbc:sqlserver://h:1433;databaseName=a"],
        ),
        ("DATABASE_URL=postgres://u:p@db/x", vec!["postgres://u:p@db/x"]),
        ("amqp://a:5672,amqp://b:5672", vec!["amqp://a:5672", "amqp://b:5672"]),
        ("See http://example.org/ for more", vec![]),
        ("http://example.org/ has more", vec![]),
        ("http://www.w3.org/2001/XMLSchema", vec![]),
        ("classpath:x.xml", vec![]),
        ("http://", vec![]),
        ("'mongodb://a:1,b:2/x'", vec!["mongodb://a:1,b:2/x"]),
    ] {
        assert_eq!(addresses(value, false), expected, "{value}");
    }
    assert_eq!(addresses("/app http://backend:8080/", true), ["http://backend:8080/"]);
}

#[test]
fn ports_of_values() {
    assert_eq!(port_of("8080"), Some("8080"));
    assert_eq!(port_of("${PORT:8081}"), Some("8081"));
    assert_eq!(port_of("${PORT:-8082}"), Some("8082"));
    assert_eq!(port_of("${PORT}"), Some("?"));
    assert_eq!(port_of("0"), Some("?"));
    assert_eq!(port_of("-1"), None);
    assert_eq!(host_and_port("[::]:80"), ("[::]", "80"));
    assert_eq!(host_and_port("[::1]"), ("[::1]", ""));
    assert_eq!(host_and_port("0.0.0.0:1"), ("0.0.0.0", "1"));
    assert_eq!(host_and_port("x"), ("x", ""));
}

#[test]
fn framework_ports_listen() {
    for (path, text, expected) in [
        (
            "application.properties",
            "server.port=${PORT:8080}\nmanagement.server.port=8081\n",
            vec![("8080", "", 1), ("8081", "", 2)],
        ),
        ("application.yml", "quarkus:\n  http:\n    port: 8082\n", vec![("8082", "", 3)]),
        (
            "appsettings.json",
            "{\"Kestrel\": {\"Endpoints\": {\"A\": {\"Url\": \"http://*:5000\"}}}}",
            vec![("5000", "*", 1)],
        ),
        (
            "appsettings.Production.json",
            "{\"Urls\": \"http://0.0.0.0:5001/\"}",
            vec![("5001", "0.0.0.0", 1)],
        ),
        (
            "appsettings.json",
            "{\"Kestrel:Endpoints:A:Url\": \"http://*:5002\"}",
            vec![("5002", "*", 1)],
        ),
        (".env", "PORT=3000\nREDIS_PORT=6379\n", vec![("3000", "", 1)]),
        (
            "Dockerfile",
            "FROM a\nENV ASPNETCORE_URLS=http://+:80;https://+:443\n",
            vec![("80", "+", 2), ("443", "+", 2)],
        ),
        ("Properties/launchSettings.json", "{\"urls\": \"http://localhost:5000\"}", vec![]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(row).collect();
        assert_eq!(rows(FactKind::Listen, path, text), expected, "{path}");
        assert!(rows(FactKind::Url, path, text).is_empty(), "{path}");
    }
}

#[test]
fn compose_ports_listen_under_their_service() {
    let text = "services:\n  web:\n    ports:\n      - \"127.0.0.1:80:8080/tcp\"\n      - 9000\n      - target: 81\n        published: 82\n    environment:\n      - DB=${DB:-x}\n  db:\n    expose: [5432]\n";
    let expected = [("8080", "", 4), ("9000", "", 5), ("81", "", 6), ("5432", "", 11)];
    assert_eq!(rows(FactKind::Listen, "docker-compose.yml", text), expected.map(row));
    assert_eq!(rows(FactKind::EnvRead, "docker-compose.yml", text), [row(("DB", "x", 9))]);
    let read = crate::testing::facts("docker-compose.yml", text);
    let scopes: Vec<_> = read.of(FactKind::Listen).map(|(f, ..)| read.scope(f)).collect();
    assert_eq!(scopes, ["services.web", "services.web", "services.web", "services.db"]);
    assert_eq!(read.scope(read.of(FactKind::ConfigKey).last().unwrap().0), "");
}

#[test]
fn compose_names_may_hold_dots_and_ports_placeholders() {
    let text = "services:\n  a.test:\n    ports: ['${P:-80}:81', '${A:-1}:${B:-9001}', '3000-3002:4000-4002', '${X}']\n";
    let expected = [("81", "", 3), ("9001", "", 3), ("4000", "", 3), ("?", "", 3)];
    let read = rows(FactKind::Listen, "compose.yaml", text);
    assert_eq!(read, expected.map(row));
    let old = rows(FactKind::Listen, "docker-compose.yml", "web:\n  ports: ['8000:80']\n");
    assert_eq!(old, [row(("80", "", 2))]);
}

#[test]
fn aliases_repeat_ports_but_no_addresses() {
    let text = "services:\n  a: &a\n    ports: ['80']\n    environment: {U: 'http://b/', V: '${X_Y}'}\n  c:\n    <<: *a\n";
    assert_eq!(rows(FactKind::Listen, "compose.yaml", text).len(), 2);
    assert_eq!(rows(FactKind::Url, "compose.yaml", text).len(), 1);
    assert_eq!(rows(FactKind::EnvRead, "compose.yaml", text).len(), 1);
}

#[test]
fn one_value_gives_a_bounded_number_of_facts() {
    let text = format!("a={}\nb={}\n", "${A_B}".repeat(100), "http://x,".repeat(100));
    assert_eq!(rows(FactKind::EnvRead, "a.properties", &text).len(), super::MAX_DERIVED);
    assert_eq!(rows(FactKind::Url, "a.properties", &text).len(), super::MAX_DERIVED);
}

#[test]
fn scripts_give_keys_alone_and_data_none() {
    let script = "args:\n  - |\n    A=1\n    echo ${A_B}\n";
    assert!(rows(FactKind::EnvRead, "deployment.yaml", script).is_empty());
    let changes = "<databaseChangeLog><insert><column name=\"u\" value=\"http://a/b\"/></insert></databaseChangeLog>";
    assert!(keys("changes.xml", changes).is_empty(), "data has no keys");
    let build = "<project><property name=\"u\" value=\"http://a/b\"/></project>";
    assert!(!keys("build.xml", build).is_empty());
    assert!(rows(FactKind::Url, "build.xml", build).is_empty());
    assert!(keys("messages_pt_BR.properties", "a=http://a/b").is_empty());
    assert_eq!(keys("application_old.properties", "a=b").len(), 1);
}

#[test]
fn log_files_of_properties() {
    let text =
        "log4j.appender.A.File=/var/log/a.log\nlogging.file.name=b.log\nlogging.level.root=INFO\n";
    let expected = [("/var/log/a.log", "logging", 1), ("b.log", "logging", 2)];
    assert_eq!(rows(FactKind::FileWrite, "log4j.properties", text), expected.map(row));
}

#[test]
fn build_files_give_keys_alone() {
    let text =
        "{\"homepage\": \"http://a.example\", \"scripts\": {\"x\": \"http://b.example ${HOME}\"}}";
    assert_eq!(keys("package.json", text).len(), 2);
    assert!(rows(FactKind::Url, "package.json", text).is_empty());
    assert!(rows(FactKind::EnvRead, ".github/workflows/a.yml", "a: ${TOKEN}\n").is_empty());
}
