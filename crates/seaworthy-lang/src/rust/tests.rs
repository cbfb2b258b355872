use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("src/main.rs"), Language::Rust, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert!(crate::grammar::unknown_rows(&super::language(), super::ROWS).is_empty());
}

#[test]
fn use_trees_and_paths() {
    let f = facts(
        r#"use std::{fs::{self, File as Handle}, process::*};
use tokio::net::TcpListener;
mod stock;

fn run() {
    fs::write("/var/lib/shop/a.txt", "x").unwrap();
    Handle::open("/etc/shop.toml").unwrap();
    Command::new("convert").arg("-v").spawn().unwrap();
    stock::count();
    self::helper(1);
    crate::money::round(2.5);
}

fn helper(n: u8) {}
"#,
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(
        of(&f, FactKind::Import),
        [
            ("std.fs", ""),
            ("std.fs.File", "Handle"),
            ("std.process.*", ""),
            ("tokio.net.TcpListener", "")
        ]
    );
    assert_eq!(of(&f, FactKind::FileWrite), [("/var/lib/shop/a.txt", "std.fs.write")]);
    assert_eq!(of(&f, FactKind::FileRead), [("/etc/shop.toml", "std.fs.File.open")]);
    assert_eq!(of(&f, FactKind::Exec), [("convert", "std.process.Command.new")]);
    let calls = of(&f, FactKind::Call);
    for expected in [
        ("std.process.Command.arg", "\"-v\""),
        ("crate.stock.count", ""),
        ("crate.helper", "1"),
        ("crate.money.round", "2.5"),
    ] {
        assert!(calls.contains(&expected), "{expected:?} in {calls:?}");
    }
}

#[test]
fn environment_with_defaults() {
    let f = facts(
        r#"use std::env;
fn main() {
    let a = env::var("DATABASE_URL").expect("set it");
    let b = env::var("PORT").unwrap_or_else(|_| "8080".to_string());
    let c: u16 = env::var("ADMIN_PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(9090);
    let d = read("REGION", "eu");
    println!("{}", std::env::var("HOME").unwrap());
    // env::var("NOT")
}
fn read(name: &str, default: &str) -> String {
    env::var(name).unwrap_or(default.into())
}
"#,
    );
    assert_eq!(
        of(&f, FactKind::EnvRead),
        [
            ("DATABASE_URL", ""),
            ("PORT", "8080"),
            ("ADMIN_PORT", "9090"),
            ("REGION", "eu"),
            ("HOME", ""),
            ("?", "")
        ]
    );
}

#[test]
fn addresses_that_are_listened_on() {
    let f = facts(
        r#"use std::net::{Ipv4Addr, SocketAddr};
use actix_web::{App, HttpServer};
const ADDR: &str = "127.0.0.1:7000";
async fn run(host: String) {
    let port = std::env::var("PORT").unwrap_or("8081".to_string());
    tokio::net::TcpListener::bind(format!("{}:{}", host, port)).await.unwrap();
    let listener = std::net::TcpListener::bind(ADDR).unwrap();
    axum::Server::bind(&SocketAddr::from(([0, 0, 0, 0], 3000))).serve(app).await;
    HttpServer::new(|| App::new()).workers(2).bind(("0.0.0.0", 8082))?.run().await;
    warp::serve(routes).run(([127, 0, 0, 1], 3030)).await;
    let at = SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 50051);
    tonic::transport::Server::builder().add_service(shop).serve(at).await;
    std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
}
"#,
    );
    assert_eq!(
        of(&f, FactKind::Listen),
        [
            ("8081", ""),
            ("7000", "127.0.0.1"),
            ("3000", "0.0.0.0"),
            ("8082", "0.0.0.0"),
            ("3030", "127.0.0.1"),
            ("50051", "0.0.0.0")
        ]
    );
}

#[test]
fn routes_of_frameworks() {
    let f = facts(
        r#"use axum::{routing::get, Router};
use actix_web::web;
fn app() -> Router {
    Router::new().route("/health", get(health)).route("/cart", get(list).post(add))
}
fn configure(cfg: &mut web::ServiceConfig) {
    cfg.route("/stock", web::get().to(stock)).service(web::resource("/items").route(web::put().to(put)));
}
#[post("/orders?<page>", data = "<order>")]
fn order() {}
async fn serve(req: Request<Body>) {
    match (req.method(), req.uri().path()) {
        (&Method::GET, "/live") => {}
        _ => {}
    }
}
"#,
    );
    let mut routes = of(&f, FactKind::Route);
    routes.sort_unstable();
    assert_eq!(
        routes,
        [
            ("/cart", "GET"),
            ("/cart", "POST"),
            ("/health", "GET"),
            ("/items", "*"),
            ("/live", "GET"),
            ("/orders", "POST"),
            ("/stock", "GET")
        ]
    );
}

#[test]
fn no_path_starts_with_a_function() {
    let f = facts("#[launch]\nfn rocket() -> _ { rocket::build() }\n");
    assert_eq!(of(&f, FactKind::Listen), [("8000", "")]);
}

#[test]
fn tests_are_no_code() {
    let f = facts(
        r#"fn code() { std::fs::read("/a"); }

#[cfg(test)]
mod tests {
    fn help() { std::fs::read("/b"); }
}

#[tokio::test]
// with a note
#[should_panic]
async fn checks() { std::fs::read("/c"); }

#[cfg(not(test))]
fn also() { std::fs::read("/d"); }
"#,
    );
    assert_eq!(of(&f, FactKind::FileRead), [("/a", "std.fs.read"), ("/d", "std.fs.read")]);
}

#[test]
fn state_and_types() {
    let f = facts(
        r#"use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};
static mut COUNT: u32 = 0;
static USERS: OnceLock<Mutex<HashMap<String, User>>> = OnceLock::new();
lazy_static! {
    static ref SESSIONS: Mutex<HashMap<String, User>> = Mutex::new(HashMap::new());
}
pub struct Shop { pub carts: Arc<Mutex<HashMap<String, u32>>>, db: sqlx::PgPool }
impl Shop {
    fn add(&self, key: String) {
        self.carts.lock().unwrap().insert(key, 1);
        SESSIONS.lock().unwrap().insert(key, user);
        let mut local = HashMap::new();
        local.insert(key, 2);
        self.db.acquire();
    }
}
impl Drop for Shop { fn drop(&mut self) {} }
"#,
    );
    let fields = of(&f, FactKind::Field);
    for expected in [
        ("u32", "static mut COUNT"),
        ("std.sync.OnceLock", "static USERS"),
        ("std.sync.Mutex", "static SESSIONS"),
        ("std.sync.Arc", "pub carts"),
        ("sqlx.PgPool", "db"),
    ] {
        assert!(fields.contains(&expected), "{expected:?} in {fields:?}");
    }
    let assigned: Vec<_> = of(&f, FactKind::Assign).into_iter().map(|a| a.0).collect();
    assert_eq!(assigned, ["crate.COUNT", "crate.USERS", "self.carts[]", "crate.Shop.SESSIONS[]"]);
    assert!(of(&f, FactKind::Call).contains(&("sqlx.PgPool.acquire", "")));
    assert!(of(&f, FactKind::Supertype).contains(&("Drop", "crate.Shop")));
}

#[test]
fn files_and_command_lines() {
    let f = facts(
        r#"use std::fs::OpenOptions;
#[derive(clap::Parser)]
struct Options {
    #[arg(long, env = "SHOP_PORT", default_value_t = 8080)]
    port: u16,
    #[clap(long, env)]
    database_url: String,
}
fn run() {
    OpenOptions::new().append(true).create(true).open("shop.log").unwrap();
    OpenOptions::new().read(true).open("shop.toml").unwrap();
    tempfile::NamedTempFile::new().unwrap();
    rusqlite::Connection::open("shop.db").unwrap();
    tracing_appender::rolling::daily("/var/log/shop", "shop.log");
}
"#,
    );
    assert_eq!(of(&f, FactKind::EnvRead), [("SHOP_PORT", "8080"), ("DATABASE_URL", "")]);
    assert_eq!(of(&f, FactKind::Listen), [("8080", "")]);
    assert_eq!(of(&f, FactKind::FileRead), [("shop.toml", "std.fs.OpenOptions.open")]);
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("shop.log", "std.fs.OpenOptions.open"),
            ("<temp>", "tempfile.NamedTempFile.new"),
            ("shop.db", "rusqlite.Connection.open"),
            ("/var/log/shop", "tracing_appender.rolling.daily")
        ]
    );
}

#[test]
fn broken_and_deep_text_is_survived() {
    let f = facts("fn a() { let = ; std::env::var(\"X\") } fn b( { }");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    let n = 10_000;
    facts(&format!("fn a() {{ {}1{} }}", "(".repeat(n), ")".repeat(n)));
    let chain = format!("fn a() {{ b{}; }}", ".c(\"abc\")".repeat(n));
    assert_eq!(of(&facts(&chain), FactKind::Call).len(), n);
    facts(&format!("use {}a{};", "a::{".repeat(2_000), "}".repeat(2_000)));
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
    }

    #[test]
    fn any_rust_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["fn", "a", "{", "}", "(", ")", "use", "b", "::", "\n", "\"s", "\"", "[", "]", "struct", "X",
            ".", "=>", "=", "#[test]", "let", "?", "!", "<", ">", ",", "+", "self", "'", "r#\"", "\\", "é", ":", "impl", "mod",
            "static", "format!", "lazy_static!", "ref", "&", "*", "8080", "env::var", "unwrap_or"]), 0..60)) {
        facts(&words.join(" "));
    }
}
