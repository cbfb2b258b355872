use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn c(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.c"), Language::C, text)
}

fn cpp(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.cpp"), Language::Cpp, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert!(crate::grammar::unknown_rows(&super::language(Language::C), super::SHARED).is_empty());
    let both = [super::SHARED, super::CPP].concat();
    assert!(crate::grammar::unknown_rows(&super::language(Language::Cpp), &both).is_empty());
}

#[test]
fn c_files_have_includes_macros_functions_and_calls() {
    let f = c(r#"
        #include <sys/socket.h>
        #include "own.h"
        #define HOST "db.example.org" /* where */
        #define PORT (11211)
        static const char *dir = "/var/lib/app";
        static int daemon(int a) { return a; }
        int main(int argc, char **argv) {
            char *home = getenv("APP_HOME");
            FILE *f = fopen("/var/log/app.log", "a");
            int fd = open(dir, O_RDWR | O_CREAT, 0600);
            daemon(1);
            system("gzip " HOST);
            s->handler(s, PORT);
            return 0;
        }"#);
    assert_eq!(of(&f, FactKind::Import), [("sys/socket.h", ""), ("own.h", "")]);
    assert!(of(&f, FactKind::Assign).contains(&("HOST", "\"db.example.org\"")));
    assert_eq!(of(&f, FactKind::EnvRead), [("APP_HOME", "")]);
    assert_eq!(of(&f, FactKind::Exec), [("gzip db.example.org", "system")]);
    assert!(of(&f, FactKind::FileWrite).contains(&("/var/log/app.log", "fopen")));
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("static.daemon", "1")), "{calls:?}");
    assert!(calls.contains(&("?.handler", "$s, 11211")), "{calls:?}");
    assert!(!calls.iter().any(|(name, _)| *name == "daemon"));
}

#[test]
fn sockets_tell_ports() {
    let f = c(r#"void f(void) {
        struct sockaddr_in addr, peer; struct sockaddr_un local;
        addr.sin_port = htons(8080);
        addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        bind(fd, (struct sockaddr *)&addr, sizeof addr);
        peer.sin_port = htons(5432);
        inet_pton(AF_INET, "10.0.0.7", &peer.sin_addr);
        connect(fd, (struct sockaddr *)&peer, sizeof peer);
        bind(fd, (struct sockaddr *)&local, sizeof local);
        bind(key, action, NULL);
    }"#);
    assert_eq!(of(&f, FactKind::Listen), [("8080", "127.0.0.1")]);
    assert_eq!(of(&f, FactKind::Url), [("tcp://10.0.0.7:5432", "connect")]);
}

#[test]
fn conditionals_of_the_preprocessor_do_not_end_the_walk() {
    let f = c(
        "int f(void) {\n#ifdef A\n if (x) {\n#else\n if (y) {\n#endif\n  fork();\n }\n}\nint g(void) { setsid(); }\n",
    );
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("fork", "")) && calls.contains(&("setsid", "")), "{calls:?}");
}

#[test]
fn cpp_names_are_qualified() {
    let f = cpp(r#"
        namespace fs = std::filesystem;
        namespace app {
        class Server : public net::Base {
            std::string host;
            void run();
        };
        void Server::run() {
            std::ofstream out("/var/lib/app/state");
            fs::create_directories("/srv/data");
            const char *home = std::getenv("HOME");
            Poco::Logger::get("x");
            httplib::Server web;
            web.listen("0.0.0.0", 9090);
            ::fork();
            auto p = new QTcpServer(this);
        }
        }"#);
    assert_eq!(of(&f, FactKind::TypeDecl), [("app.Server", "class")]);
    assert_eq!(of(&f, FactKind::Supertype), [("net.Base", "app.Server")]);
    assert_eq!(of(&f, FactKind::Listen), [("9090", "0.0.0.0")]);
    assert_eq!(of(&f, FactKind::EnvRead), [("HOME", "")]);
    let writes = of(&f, FactKind::FileWrite);
    assert!(writes.contains(&("/var/lib/app/state", "std.ofstream")), "{writes:?}");
    assert!(writes.contains(&("/srv/data", "std.filesystem.create_directories")), "{writes:?}");
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("fork", "")), "{calls:?}");
    assert!(calls.contains(&("Poco.Logger.get", "\"x\"")), "{calls:?}");
    assert!(of(&f, FactKind::New).contains(&("QTcpServer", "$this")));
    assert!(of(&f, FactKind::FunctionDecl).iter().any(|(name, _)| *name == "app.Server.run"));
}

#[test]
fn headers_are_read_by_what_they_hold() {
    let text = "namespace a { class B { public: void c(); }; }\n";
    let f = Analyser::new(Limits::default()).analyse(&Arc::from("a.h"), Language::C, text);
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(of(&f, FactKind::TypeDecl), [("a.B", "class")]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_does_not_panic(text in r#"([a-z]{1,4}|[(){}\[\];:"'<>*&=|#.\n -]|htons|bind|::|->|#define |struct |sockaddr_in ){0,60}"#) {
        c(&text);
        cpp(&text);
    }
}
