use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use super::{CPP_ROWS, ROWS, grammar, is_cpp_header};
use crate::grammar::unknown_rows;
use crate::{Analyser, Limits};

fn facts(path: &str, language: Language, text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from(path), language, text)
}

fn c(text: &str) -> FileFacts {
    facts("a.c", Language::C, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_its_grammar() {
    assert_eq!(unknown_rows(&grammar(Language::C), ROWS), [""; 0]);
    assert_eq!(unknown_rows(&grammar(Language::Cpp), &[ROWS, CPP_ROWS].concat()), [""; 0]);
}

#[test]
fn a_daemon_is_read() {
    let f = c(r#"
#include <stdio.h>
#include "conf.h"
#define PORT 8125
#define STATE "/var/lib/" "metered"
#define HOST "db1.example.org" /* the old one */
// fork();
static void stop(int sig) { exit(0); }
int main(void) {
    struct sockaddr_in at;
    at.sin_port = htons(PORT);
    const char *log = "/var/log/metered.log";
    FILE *out = fopen(log, "a");
    int fd = open("/etc/metered.conf", O_RDONLY);
    int db = open("/var/lib/metered/db", O_RDWR | O_CREAT, 0600);
    signal(SIGTERM, stop);
    if (fork() == 0) setsid();
    bind(s, (struct sockaddr *)&at, sizeof at);
    listen(s, 8);
    char *home = getenv("METERED_HOME");
    system("/usr/bin/gzip " HOST);
#if 0
    shmget(1, 2, 3);
#else
    semget(1, 2, 3);
#endif
}
"#);
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(of(&f, FactKind::Import), [("stdio.h", ""), ("conf.h", "")]);
    assert_eq!(of(&f, FactKind::FunctionDecl), [("stop", "()"), ("main", "()")]);
    let calls: Vec<&str> = of(&f, FactKind::Call).iter().map(|c| c.0).collect();
    assert_eq!(
        calls,
        [
            "exit", "htons", "fopen", "open", "open", "signal", "fork", "setsid", "bind", "listen",
            "getenv", "system", "semget"
        ]
    );
    assert!(of(&f, FactKind::Call).contains(&("signal", "$SIGTERM, $stop")));
    assert_eq!(of(&f, FactKind::Listen), [("8125", "")]);
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [("/var/log/metered.log", "fopen"), ("/var/lib/metered/db", "open")]
    );
    assert_eq!(of(&f, FactKind::FileRead), [("/etc/metered.conf", "open")]);
    assert_eq!(of(&f, FactKind::EnvRead), [("METERED_HOME", "")]);
    assert_eq!(of(&f, FactKind::Exec), [("/usr/bin/gzip db1.example.org", "system")]);
    assert!(of(&f, FactKind::StringLit).contains(&("db1.example.org", "assign:HOST")));
}

#[test]
fn a_client_does_not_listen() {
    let f = c("void f(int s) { a.sin_port = htons(113); bind(s, &own, 4); connect(s, &a, 16); }");
    assert_eq!(of(&f, FactKind::Listen), []);
}

#[test]
fn a_variable_that_changes_is_no_constant() {
    let f = c("void f(char *p) { char *a = \"/x/y\"; a = p; fopen(a, \"w\"); }");
    assert_eq!(of(&f, FactKind::FileWrite), [("?", "fopen")]);
}

#[test]
fn classes_and_members_of_cpp() {
    let f = facts(
        "server.cc",
        Language::Cpp,
        r#"
namespace shop {
class Server : public net::Base {
  void run(boost::asio::io_service &io) { io.run(); other.go(); }
};
void start() {
    std::ofstream out("/var/spool/shop/orders");
    auto *s = new Server(R"(a"b)");
    std::system("ls");
    ::fork();
}
}
"#,
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(of(&f, FactKind::Package), [("shop", "")]);
    assert_eq!(of(&f, FactKind::TypeDecl), [("Server", "")]);
    assert_eq!(of(&f, FactKind::Supertype), [("net.Base", "")]);
    let calls: Vec<&str> = of(&f, FactKind::Call).iter().map(|c| c.0).collect();
    assert_eq!(calls, ["boost.asio.io_service.run", "?.go", "std.system", "fork"]);
    assert!(
        of(&f, FactKind::New).contains(&("Server", "\"a\\\"b\""))
            || of(&f, FactKind::New).len() == 2
    );
    assert_eq!(of(&f, FactKind::FileWrite), [("/var/spool/shop/orders", "std.ofstream")]);
    assert_eq!(of(&f, FactKind::Exec), [("ls", "std.system")]);
}

#[test]
fn headers_tell_their_language() {
    assert!(is_cpp_header("#pragma once\nnamespace a {\nclass B;\n}\n"));
    assert!(is_cpp_header("struct A {\n public:\n  int x;\n};\n"));
    assert!(!is_cpp_header(
        "/* a class of its own */\nint class_of(int x);\nstruct a { int b; };\n"
    ));
    let f = facts("a.h", Language::C, "class A : public B { void f() { g(); } };");
    assert_eq!(of(&f, FactKind::TypeDecl), [("A", "")]);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
        let _ = c(&text);
        let _ = facts("a.cc", Language::Cpp, &text);
    }
}
