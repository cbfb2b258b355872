use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::Code;
use seaworthy_facts::{FactFlags, FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("A.java"), Language::Java, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert!(crate::grammar::unknown_rows(&super::language(), super::ROWS).is_empty());
}

#[test]
fn sessions_are_found_through_fields_parameters_and_chains() {
    let f = facts(
        r#"package shop.web;
        import javax.servlet.http.*;
        import static java.lang.System.getenv;
        public class Cart extends HttpServlet {
            private HttpSession session;
            void a(HttpServletRequest request) {
                session.setAttribute("a", 1);
                request.getSession().setAttribute("b", value);
                request.getSession(true).setAttribute("c", null);
                HttpSession local = request.getSession();
                local.setAttribute("d", new Object());
                ((HttpSession) thing()).setAttribute("e", true);
                unknown.setAttribute("f", 'x');
                for (HttpSession each : all) each.setAttribute("g", this.session);
                own().setAttribute("h", 1);
                getenv("HOME");
            }
            HttpSession own() { return null; }
        }"#,
    );
    let session = "javax.servlet.http.HttpSession.setAttribute";
    let calls: Vec<_> =
        of(&f, FactKind::Call).into_iter().filter(|c| c.0.ends_with("setAttribute")).collect();
    assert_eq!(
        calls,
        [
            (session, r#""a", 1"#),
            (session, r#""b", $value"#),
            (session, r#""c", null"#),
            (session, r#""d", _"#),
            (session, r#""e", true"#),
            ("?.setAttribute", r#""f", 'x'"#),
            (session, r#""g", $this.session"#),
            (session, r#""h", 1"#),
        ]
    );
    assert_eq!(of(&f, FactKind::EnvRead), [("HOME", "")]);
    assert!(
        f.of(FactKind::Call)
            .filter(|(_, n, _)| *n == session)
            .all(|(x, _, _)| x.flags.has(FactFlags::RESOLVED))
    );
    assert_eq!(of(&f, FactKind::Supertype), [("javax.servlet.http.HttpServlet", "shop.web.Cart")]);
    assert!(f.of(FactKind::Call).all(|(x, _, _)| f.scope(x) == "shop.web.Cart.a"));
}

#[test]
fn declarations_have_modifiers_types_and_owners() {
    let f = facts(
        r#"package a.b;
        import java.util.Map;
        public abstract class Outer<T> implements java.io.Serializable, Marker {
            private static final Map<String, T> cache = new java.util.HashMap<>(), other = null;
            int n;
            public static native int read(int fd, byte[] to, Map.Entry<String, T>... more);
            enum Color { RED("r") { void x() { System.exit(1); } }; Color(String s) {} private String f; }
            interface Inner extends Marker { String KEY = "key"; }
            record Point(int x, Outer o) {}
        }"#,
    );
    assert_eq!(
        of(&f, FactKind::TypeDecl),
        [
            ("a.b.Outer", "class"),
            ("a.b.Outer.Color", "enum"),
            ("a.b.Outer.Inner", "interface"),
            ("a.b.Outer.Point", "record")
        ]
    );
    assert_eq!(
        of(&f, FactKind::Supertype),
        [
            ("java.io.Serializable", "a.b.Outer"),
            ("a.b.Marker", "a.b.Outer"),
            ("a.b.Marker", "a.b.Outer.Inner")
        ]
    );
    assert_eq!(
        of(&f, FactKind::Field),
        [
            ("java.util.Map", "private static final cache"),
            ("java.util.Map", "private static final other"),
            ("int", "n"),
            ("java.lang.String", "private f"),
            ("java.lang.String", "KEY"),
        ]
    );
    assert!(
        of(&f, FactKind::FunctionDecl).contains(&(
            "a.b.Outer.read",
            "public static native (int, byte[], java.util.Map.Entry)"
        ))
    );
    assert!(
        of(&f, FactKind::FunctionDecl).contains(&("a.b.Outer.Color.<init>", "(java.lang.String)"))
    );
    assert_eq!(of(&f, FactKind::Call), [("java.lang.System.exit", "1")]);
    assert_eq!(of(&f, FactKind::New), [("java.util.HashMap", "")]);
}

#[test]
fn files_ports_programs_and_addresses() {
    let f = facts(
        r#"import java.io.*; import java.net.ServerSocket; import java.nio.file.*;
        class Io {
            static final String DIR = "/var/data";
            static final int PORT = 8080;
            void m(String name) throws Exception {
                new FileOutputStream(DIR + "/x.txt");
                new FileWriter(new File("C:\\logs\\a.log"), true);
                Files.write(Paths.get("/opt/app/out"), data);
                File.createTempFile("a", "b");
                new File("/srv/up").mkdirs();
                new RandomAccessFile("/var/db", "rw");
                new RandomAccessFile("/var/ro", "r");
                new PrintWriter(name);
                String path = "/first";
                new FileInputStream(path);
                path = name;
                new FileInputStream(path);
                new ServerSocket(PORT);
                Runtime.getRuntime().exec("cmd.exe /c dir");
                new ProcessBuilder("sh", "-c", name);
                java.sql.DriverManager.getConnection("jdbc:postgresql://db:5432/shop", "u", "p");
                st.executeQuery("SELECT id FROM orders WHERE id = " + name);
                // new ServerSocket(1); "http://comment/"
                /* System.getenv("NOT_ME"); */
            }
        }"#,
    );
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("/var/data/x.txt", "java.io.FileOutputStream"),
            ("C:\\logs\\a.log", "java.io.FileWriter"),
            ("/opt/app/out", "java.nio.file.Files.write"),
            ("<temp>", "java.io.File.createTempFile"),
            ("/srv/up", "java.io.File.mkdirs"),
            ("/var/db", "java.io.RandomAccessFile"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::FileRead),
        [
            ("/var/ro", "java.io.RandomAccessFile"),
            ("/first", "java.io.FileInputStream"),
            ("?", "java.io.FileInputStream"),
        ]
    );
    assert_eq!(of(&f, FactKind::Listen), [("8080", "")]);
    assert_eq!(
        of(&f, FactKind::Exec),
        [("cmd.exe /c dir", "java.lang.Runtime.exec"), ("sh", "java.lang.ProcessBuilder")]
    );
    assert_eq!(
        of(&f, FactKind::Url),
        [("jdbc:postgresql://db:5432/shop", "java.sql.DriverManager.getConnection")]
    );
    assert_eq!(of(&f, FactKind::Sql), [("SELECT", "orders")]);
    assert!(of(&f, FactKind::EnvRead).is_empty());
    assert!(of(&f, FactKind::StringLit).iter().all(|l| l.0 != "rw"), "two bytes are too short");
    assert!(of(&f, FactKind::StringLit).contains(&("/var/data", "assign:Io.DIR")));
}

#[test]
fn routes_of_spring_jax_rs_and_servlets() {
    let f = facts(
        r#"package w;
        import org.springframework.web.bind.annotation.*;
        import javax.ws.rs.*;
        @RestController @RequestMapping("/shop")
        class A {
            @GetMapping("orders/{id}") void a() {}
            @RequestMapping(value = {"/x", "/y"}, method = RequestMethod.POST) void b() {}
            @DeleteMapping void c() {}
        }
        @Path("rest") class B { @GET void all() {} @POST @Path("/new") void add() {} }
        @javax.servlet.annotation.WebServlet(urlPatterns = {"/s", "/t/*"}) class C {}"#,
    );
    assert_eq!(
        of(&f, FactKind::Route),
        [
            ("/shop/orders/{id}", "GET"),
            ("/shop/x", "POST"),
            ("/shop/y", "POST"),
            ("/shop", "DELETE"),
            ("/rest", "GET"),
            ("/rest/new", "POST"),
            ("/s", "*"),
            ("/t/*", "*"),
        ]
    );
    assert!(
        of(&f, FactKind::Annotation)
            .contains(&("org.springframework.web.bind.annotation.GetMapping", r#""orders/{id}""#))
    );
}

#[test]
fn annotations_by_star_import_are_qualified() {
    let f = facts(
        "package p; import javax.ejb.*; import com.acme.*; @Stateful(name = N) @Odd class S { static final String N = \"cart\"; }",
    );
    assert_eq!(
        of(&f, FactKind::Annotation),
        [("javax.ejb.Stateful", r#"name="cart""#), ("com.acme.Odd", "")]
    );
    let sure: Vec<_> =
        f.of(FactKind::Annotation).map(|(x, _, _)| x.flags.has(FactFlags::RESOLVED)).collect();
    assert_eq!(sure, [true, false]);
}

#[test]
fn broken_syntax_is_noted_and_the_rest_is_read() {
    let f = facts("class A { void m() { int = ; System.getenv(\"X\"); } void n( { }");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    assert_eq!(f.problems.len(), 1);
    assert_eq!(f.problems[0].code, Code::SyntaxError);
    assert!(f.problems[0].at.is_some());
    assert_eq!(of(&f, FactKind::EnvRead), [("X", "")]);
}

#[test]
fn depth_costs_no_stack() {
    let n = 20_000;
    let nested = format!("class A {{ int x = {}1{}; }}", "(".repeat(n), ")".repeat(n));
    assert_eq!(of(&facts(&nested), FactKind::TypeDecl), [("A", "class")]);
    let chain = format!("class A {{ int x = b{}; }}", ".c(\"abc\")".repeat(n));
    assert_eq!(of(&facts(&chain), FactKind::Call).len(), n);
    let sum = format!("class A {{ String x = \"abc\"{}; }}", " + \"abc\"".repeat(n));
    assert_eq!(of(&facts(&sum), FactKind::StringLit).len(), n + 1);
    facts(&format!("class A {{ {} ", "class B { void m() { ".repeat(n)));
}

#[test]
fn a_parse_that_takes_too_long_is_given_up() {
    let text = "class A { int x = 1; } ".repeat(2_000);
    let f = Analyser::new(Limits { parse_steps: 3 }).analyse(
        &Arc::from("A.java"),
        Language::Java,
        &text,
    );
    assert_eq!(f.outcome, ParseOutcome::NotParsed);
    assert_eq!(f.problems[0].code, Code::ParseTimeout);
    assert!(f.facts.is_empty());
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
    }

    #[test]
    fn any_java_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["class", "A", "{", "}", "(", ")", "import", "a.b.*", ";", "\"s", "\"", "@", "new", "x",
            ".", "->", "=", "enum", "record", "::", "static", "<", ">", ",", "+", "this", "'", "\"\"\"", "\\", "é"]), 0..60)) {
        facts(&words.join(" "));
    }
}

#[test]
fn facts_that_nobody_wants_are_left_out() {
    let text = r#"package shop;
        import java.io.File;
        class Store extends Base {
            private String home = System.getenv("HOME");
            @Deprecated void save(@Valid String name, int n) {
                log.info("saving {}", name);
                new File("/data/x").delete();
            }
        }"#;
    let path = Arc::from("A.java");
    let mut analyser = Analyser::new(Limits::default());
    let all = analyser.analyse(&path, Language::Java, text);
    let wanted = |kind: FactKind, name: &str| {
        matches!(kind, FactKind::New | FactKind::FunctionDecl) || name.ends_with(".delete")
    };
    let some = analyser.analyse_for(&path, Language::Java, text, &mut { wanted });
    let rows = |facts: &FileFacts, keep: &dyn Fn(FactKind, &str) -> bool| -> Vec<String> {
        let kept = facts.facts.iter().filter(|f| keep(f.kind, facts.name(f)));
        kept.map(|f| format!("{:?} {} {} {:?}", f.kind, facts.name(f), facts.value(f), f.span))
            .collect()
    };
    // What has a meaning of its own, as a file that is written, is kept however little is wanted.
    let asked = |kind: FactKind, name: &str| wanted(kind, name);
    assert_eq!(rows(&some, &asked), rows(&all, &asked));
    assert!(some.facts.len() < all.facts.len());
    assert!(!rows(&all, &asked).is_empty());
}

#[test]
fn what_is_passed_over_holds_no_facts() {
    let f = facts(
        r#"class A {
            void a(java.util.List<@Size(max = 9) String> p, final Map<K, V> q, @Named("n") String r) {
                use(p, q);
                use(p instanceof Store s, q);
                s.save(other(), "text");
                x.y.z.call();
                use(Thread.MAX_PRIORITY, this.b);
            }
        }"#,
    );
    let calls: Vec<&str> = of(&f, FactKind::Call).into_iter().map(|c| c.0).collect();
    assert_eq!(calls, ["?.use", "?.use", "Store.save", "?.other", "?.call", "?.use"]);
    let annotations: Vec<&str> = of(&f, FactKind::Annotation).into_iter().map(|c| c.0).collect();
    assert_eq!(annotations, ["Size", "Named"]);
    let references: Vec<&str> = of(&f, FactKind::Reference).into_iter().map(|c| c.0).collect();
    assert_eq!(references, ["java.util.List", "java.lang.Thread.MAX_PRIORITY"]);
}
