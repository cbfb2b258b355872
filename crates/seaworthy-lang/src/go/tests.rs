use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::Code;
use seaworthy_facts::{FactFlags, FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.go"), Language::Go, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

/// The facts of statements in `main` of a file with these imports.
fn main_with(imports: &str, body: &str) -> FileFacts {
    facts(&format!("package main\nimport (\n{imports}\n)\nfunc main() {{\n{body}\n}}\n"))
}

fn listens(imports: &str, body: &str) -> Vec<(String, String)> {
    let f = main_with(imports, body);
    of(&f, FactKind::Listen).iter().map(|(p, h)| ((*p).to_owned(), (*h).to_owned())).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert!(crate::grammar::unknown_rows(&super::language(), super::ROWS).is_empty());
}

#[test]
fn packages_imports_and_declarations_are_named_by_path() {
    let f = facts(
        r#"package shop
        import "net/http"
        import (
            "C"
            _ "github.com/lib/pq"
            redis "github.com/redis/go-redis/v9"
            "github.com/labstack/echo/v4" // the comment is none
        )
        type Base interface { http.Handler; Close() error }
        type Server struct {
            http.Server
            *Options
            db map[string]int `json:"secret_tag"`
            client *redis.Client
        }
        type Options struct{}
        type ID string
        var cache, other = map[string]string{}, make(map[int]*Server)
        var count int
        const Limit = 10
        func (s *Server) Start(w http.ResponseWriter, ids ...ID) error {
            s.client.Get(nil, "key")
            s.db["a"] = 1
            cache["a"] = "b"
            count = 2
            local := 1
            return s.helper(local)
        }
        func (s *Server) helper(int) error { return nil }
        "#,
    );
    assert_eq!(of(&f, FactKind::Package), [("shop", "")]);
    assert_eq!(
        of(&f, FactKind::Import),
        [
            ("net/http", ""),
            ("C", ""),
            ("github.com/lib/pq", "_"),
            ("github.com/redis/go-redis/v9", "redis"),
            ("github.com/labstack/echo/v4", ""),
        ]
    );
    assert_eq!(
        of(&f, FactKind::TypeDecl),
        [
            ("shop.Base", "interface"),
            ("shop.Server", "struct"),
            ("shop.Options", "struct"),
            ("shop.ID", "type"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::Supertype),
        [
            ("net/http.Handler", "shop.Base"),
            ("net/http.Server", "shop.Server"),
            ("shop.Options", "shop.Server"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::Field),
        [
            ("map", "db"),
            ("github.com/redis/go-redis/v9.Client", "client"),
            ("map", "var cache"),
            ("map", "var other"),
            ("int", "var count"),
            ("?", "const Limit"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::FunctionDecl),
        [
            ("shop.Server.Start", "(net/http.ResponseWriter, shop.ID)"),
            ("shop.Server.helper", "(int)")
        ]
    );
    assert_eq!(
        of(&f, FactKind::Call),
        [("github.com/redis/go-redis/v9.Client.Get", r#"nil, "key""#), ("shop.Server.helper", "1")]
    );
    assert_eq!(
        of(&f, FactKind::Assign),
        [
            ("shop.cache", "{}"),
            ("shop.other", "_"),
            ("shop.Limit", "10"),
            ("shop.Server.db[]", "1"),
            ("shop.cache[]", r#""b""#),
            ("shop.count", "2"),
        ]
    );
    assert!(of(&f, FactKind::StringLit).iter().all(|l| !l.0.contains("secret_tag")));
    assert!(f.of(FactKind::Call).all(|(x, _, _)| f.scope(x) == "shop.Server.Start"));
    assert!(f.of(FactKind::Call).all(|(x, _, _)| x.flags.has(FactFlags::RESOLVED)));
}

#[test]
fn the_main_function_is_found() {
    let f = facts("package main\nfunc main() {}\nfunc init() {}");
    assert_eq!(of(&f, FactKind::FunctionDecl), [("main.main", "()"), ("main.init", "()")]);
}

#[test]
fn addresses_to_listen_on() {
    let web = "\"net/http\"\n\"os\"\n\"fmt\"\n\"net\"\n\"flag\"";
    let one = |body: &str| listens(web, body);
    let port = |p: &str, h: &str| vec![(p.to_owned(), h.to_owned())];
    assert_eq!(one(r#"http.ListenAndServe(":8080", nil)"#), port("8080", ""));
    assert_eq!(one(r#"http.ListenAndServe("127.0.0.1:80", nil)"#), port("80", "127.0.0.1"));
    assert_eq!(one(r#"s := &http.Server{Addr: ":9090"}; s.ListenAndServe()"#), port("9090", ""));
    assert_eq!(one(r#"s := http.Server{}; s.Addr = ":9091""#), port("9091", ""));
    assert_eq!(one(r#"l, err := net.Listen("tcp", ":50051"); _ = l; _ = err"#), port("50051", ""));
    assert_eq!(
        one(r#"port := "8080"
            if os.Getenv("PORT") != "" { port = os.Getenv("PORT") }
            http.ListenAndServe(fmt.Sprintf("0.0.0.0:%s", port), nil)"#),
        port("8080", "0.0.0.0")
    );
    assert_eq!(
        one(r#"port := os.Getenv("PORT")
            if port == "" { port = "3000" }
            http.ListenAndServe(":"+port, nil)"#),
        port("3000", "")
    );
    assert_eq!(
        one(r#"const port = 8081
            addr := fmt.Sprintf("%s:%d", host(), port)
            http.ListenAndServe(addr, nil)"#),
        port("8081", "")
    );
    assert_eq!(
        one(r#"addr := os.Getenv("LISTEN_ADDR")
            http.ListenAndServe(addr+":"+"7000", nil)"#),
        port("7000", "")
    );
    assert_eq!(one("http.ListenAndServe(address(), nil)"), port("?", ""));
    assert_eq!(one(r#"net.Listen("unix", "/run/app.sock")"#), []);
    assert_eq!(one(r#"p := flag.Int("port", 8085, "where"); _ = p"#), port("8085", ""));
    assert_eq!(
        one(r#"p := flag.Int("p", 8086, "where")
            http.ListenAndServe(fmt.Sprintf(":%d", *p), nil)"#),
        port("8086", "")
    );
    assert_eq!(
        one(r#"var addr string
            flag.StringVar(&addr, "db-addr", ":8087", "where")
            http.ListenAndServe(addr, nil)"#),
        port("8087", "")
    );
    assert_eq!(one(r#"flag.String("redis-addr", "localhost:6379", "")"#), []);
    assert_eq!(listens("\"github.com/gin-gonic/gin\"", "gin.Default().Run()"), port("8080", ""));
    assert_eq!(
        listens("\"github.com/gin-gonic/gin\"", "r := gin.New(); r.Run(\":81\")"),
        port("81", "")
    );
    assert_eq!(
        listens("\"github.com/labstack/echo/v4\"", "e := echo.New(); e.Start(\":1323\")"),
        port("1323", "")
    );
    assert_eq!(
        listens("\"github.com/gofiber/fiber/v2\"", "fiber.New().Listen(\":3001\")"),
        port("3001", "")
    );
}

#[test]
fn variables_of_the_package_are_known_in_any_order() {
    let f = facts(
        r#"package main
        import ("fmt"; "net"; "os")
        func main() { if os.Getenv("PORT") != "" { port = os.Getenv("PORT") }; run(port) }
        func run(port string) { net.Listen("tcp", fmt.Sprintf(":%s", port)) }
        var ( port = "3550" )
        "#,
    );
    assert_eq!(of(&f, FactKind::Listen), [("3550", "")]);
    assert_eq!(of(&f, FactKind::EnvRead), [("PORT", ""), ("PORT", "")]);
}

#[test]
fn functions_that_read_the_environment_for_others() {
    let f = facts(
        r#"package main
        import ("net/http"; "os")
        func env(key, fallback string) string {
            if v, ok := os.LookupEnv(key); ok { return v }
            return fallback
        }
        func must(target *string, envKey string) { *target = os.Getenv(envKey) }
        func main() {
            http.ListenAndServe(":"+env("PORT", "8088"), nil)
            must(&addr, "CART_ADDR")
        }"#,
    );
    let named: Vec<_> = of(&f, FactKind::EnvRead).into_iter().filter(|e| e.0 != "?").collect();
    assert_eq!(named, [("PORT", "8088"), ("CART_ADDR", "")]);
    assert_eq!(of(&f, FactKind::Listen), [("8088", "")]);
}

#[test]
fn files_programs_and_addresses() {
    let f = main_with(
        "\"os\"\n\"os/exec\"\n\"path/filepath\"\n\"database/sql\"\n\"os/signal\"\n\"gopkg.in/natefinch/lumberjack.v2\"\nbolt \"go.etcd.io/bbolt\"",
        r#"const dir = "/var/data"
        os.WriteFile(filepath.Join(dir, "a.txt"), nil, 0o644)
        os.MkdirAll(dir+"/up", 0755)
        os.OpenFile("/var/log/app.log", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0644)
        os.OpenFile("/etc/conf", os.O_RDONLY, 0)
        os.CreateTemp("", "x")
        os.Create(unknown)
        bolt.Open("my.db", 0600, nil)
        log.SetOutput(&lumberjack.Logger{Filename: "/logs/x.log", MaxSize: 5})
        os.ReadFile("/etc/motd")
        exec.Command("git", "clone", url).Run()
        exec.CommandContext(ctx, "/usr/bin/convert")
        db, err := sql.Open("postgres", "postgres://u@db:5432/shop")
        sql.Open("sqlite3", "file:data.db?x=1")
        db.Query("SELECT id FROM orders WHERE id = $1", id)
        signal.Notify(c, os.Interrupt)
        // os.Getenv("NO"); "http://comment/"
        /* http.ListenAndServe(":1", nil) */
        text := "os.Getenv(\"NOT\")" + `http.ListenAndServe(":2")`
        "#,
    );
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("/var/data/a.txt", "os.WriteFile"),
            ("/var/data/up", "os.MkdirAll"),
            ("/var/log/app.log", "os.OpenFile"),
            ("<temp>", "os.CreateTemp"),
            ("?", "os.Create"),
            ("my.db", "go.etcd.io/bbolt.Open"),
            ("/logs/x.log", "gopkg.in/natefinch/lumberjack.v2.Logger"),
            ("data.db", "database/sql.Open"),
        ]
    );
    let temporary = f.of(FactKind::FileWrite).filter(|w| w.0.flags.has(FactFlags::TEMPORARY));
    assert_eq!(temporary.count(), 1);
    assert_eq!(
        of(&f, FactKind::FileRead),
        [("/etc/conf", "os.OpenFile"), ("/etc/motd", "os.ReadFile")]
    );
    assert_eq!(
        of(&f, FactKind::Exec),
        [("git", "os/exec.Command"), ("/usr/bin/convert", "os/exec.CommandContext")]
    );
    assert_eq!(of(&f, FactKind::Url), [("postgres://u@db:5432/shop", "database/sql.Open")]);
    assert_eq!(of(&f, FactKind::Sql), [("SELECT", "orders")]);
    assert!(of(&f, FactKind::New).contains(&(
        "gopkg.in/natefinch/lumberjack.v2.Logger",
        r#"Filename="/logs/x.log", MaxSize=5"#
    )));
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("os/exec.Cmd.Run", "")));
    assert!(calls.contains(&("os/signal.Notify", "$c, $os.Interrupt")));
    assert!(calls.iter().any(|c| c.0 == "database/sql.DB.Query"));
    assert!(of(&f, FactKind::EnvRead).is_empty() && of(&f, FactKind::Listen).is_empty());
}

#[test]
fn what_lies_below_a_temporary_folder_is_temporary() {
    let f = main_with(
        "\"os\"\n\"path\"\n\"path/filepath\"",
        r#"
        os.WriteFile(filepath.Join(tmpDir, "README.md"), data, 0o644)
        os.MkdirAll(path.Dir(tmpPath), 0o755)
        os.Create(path.Join(os.TempDir(), "a", name))
        os.Create(filepath.Join(dataDir, "tmp", name))
        os.Create(filepath.Join(templateDir, "a.html"))
        os.MkdirAll(path.Dir(target), 0o755)
        "#,
    );
    let paths: Vec<&str> = of(&f, FactKind::FileWrite).iter().map(|w| w.0).collect();
    assert_eq!(paths, ["<temp>", "<temp>", "<temp>", "?", "?", "?"]);
}

#[test]
fn routes_of_the_standard_library_and_of_routers() {
    let f = main_with(
        "\"net/http\"\n\"github.com/gorilla/mux\"\n\"github.com/gin-gonic/gin\"\n\"github.com/go-chi/chi/v5\"",
        r#"http.HandleFunc("/healthz", ok)
        m := http.NewServeMux()
        m.Handle("POST /orders", h)
        r := mux.NewRouter()
        r.HandleFunc("/a", h).Methods("GET", http.MethodPost)
        s := r.PathPrefix("/api").Subrouter()
        s.HandleFunc("/b", h)
        g := gin.Default().Group("/v1")
        g.GET("/c", h)
        g.Handle("PUT", "/d", h)
        c := chi.NewRouter()
        c.Get("/e", h)
        cache.Get("/not", 1, "a route of")
        http.Get("/nor")
        client.Header.Get("X")"#,
    );
    let sure: Vec<_> = f
        .of(FactKind::Route)
        .filter(|r| r.0.flags.has(FactFlags::RESOLVED))
        .map(|r| (r.1, r.2))
        .collect();
    assert_eq!(
        sure,
        [
            ("/healthz", "*"),
            ("/orders", "POST"),
            ("/a", "GET"),
            ("/a", "POST"),
            ("/api/b", "*"),
            ("/v1/c", "GET"),
            ("/v1/d", "PUT"),
            ("/e", "GET"),
        ]
    );
}

#[test]
fn a_reassigned_local_is_no_constant() {
    let f = main_with(
        "\"os\"",
        "path := \"/first\"\nos.Open(path)\npath = name\nos.Open(path)\nfor i := 0; i < 3; i++ { f(i) }",
    );
    assert_eq!(of(&f, FactKind::FileRead), [("/first", "os.Open"), ("?", "os.Open")]);
    assert!(of(&f, FactKind::Call).contains(&("main.f", "$i")));
}

#[test]
fn a_variable_hides_a_package() {
    let f = main_with("\"os\"", "os := thing()\nos.Getenv(\"X\")");
    assert!(of(&f, FactKind::EnvRead).is_empty());
    assert!(of(&f, FactKind::Call).contains(&("?.Getenv", "\"X\"")));
}

#[test]
fn broken_syntax_is_noted_and_the_rest_is_read() {
    let f = main_with("\"os\"", "x := y z\nos.Getenv(\"X\")\n}\nfunc g() { if }");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    assert_eq!(f.problems[0].code, Code::SyntaxError);
    assert_eq!(of(&f, FactKind::EnvRead), [("X", "")]);
}

#[test]
fn depth_costs_no_stack() {
    let n = 5_000;
    facts(&format!("package a\nvar x = {}1{}", "(".repeat(n), ")".repeat(n)));
    facts(&format!("package a\nfunc f() {{ {}", "if x { func() { ".repeat(n)));
    let chain = facts(&format!("package a\nvar x = b{}", ".C(\"abc\")".repeat(n)));
    assert_eq!(of(&chain, FactKind::Call).len(), n);
    let sum = facts(&format!("package a\nvar x = \"abc\"{}", " + \"abc\"".repeat(n)));
    assert_eq!(of(&sum, FactKind::StringLit).len(), n + 1);
    let routes =
        format!("package a\nfunc f() {{ r{} }}", ".Group(\"/a\", x).GET(\"/b\", y)".repeat(n));
    facts(&routes);
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
    }

    #[test]
    fn any_go_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["package", "main", "import", "\"net/http\"", "(", ")", "{", "}", "func", "x", ":=", "=",
            ".", ",", "http", "Server", "Addr", ":", "\n", "type", "struct", "interface", "var", "const", "`s", "\"", "&", "*",
            "+", "map", "[", "]", "if", "for", "range", "switch", "case", "os", "Getenv", "é"]), 0..60)) {
        facts(&words.join(" "));
    }
}
