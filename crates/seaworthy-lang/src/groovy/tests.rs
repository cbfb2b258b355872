use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("A.groovy"), Language::Groovy, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn declarations_calls_and_apis() {
    let f = facts(
        r#"package shop.web

import java.net.ServerSocket as Listening
import javax.servlet.http.*
import org.springframework.web.bind.annotation.GetMapping

class Cart extends HttpServlet implements Serializable {
    private static final String FOLDER = "/var/data"
    def stockService
    Map<String, Integer> counts = [:]

    @GetMapping("/cart/{id}")
    def load(HttpServletRequest request, List<String> ids) {
        request.session.setAttribute("b", ids)
        request.getSession(true).setAttribute('c', null)
        new FileOutputStream(new File("/var/data/x"))
        new File("/opt/app/log.txt").append("line")
        new File(FOLDER).mkdirs()
        new File("/srv/page.txt").text = "x"
        new Listening(8080)
        System.getenv("HOME")
        "convert a b".execute()
        def url = "jdbc:postgresql://db/${ids}"
        // System.getenv("NOT")
        return url
    }
}
"#,
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(of(&f, FactKind::TypeDecl), [("shop.web.Cart", "class")]);
    assert_eq!(
        of(&f, FactKind::Supertype),
        [
            ("javax.servlet.http.HttpServlet", "shop.web.Cart"),
            ("java.io.Serializable", "shop.web.Cart")
        ]
    );
    let session = "javax.servlet.http.HttpSession.setAttribute";
    let calls = of(&f, FactKind::Call);
    for expected in [(session, "\"b\", $ids"), (session, "\"c\", null")] {
        assert!(calls.contains(&expected), "{expected:?} in {calls:?}");
    }
    assert_eq!(of(&f, FactKind::EnvRead), [("HOME", "")]);
    assert_eq!(of(&f, FactKind::Listen), [("8080", "")]);
    let mut written: Vec<_> = of(&f, FactKind::FileWrite).into_iter().map(|w| w.0).collect();
    written.sort_unstable();
    assert_eq!(written, ["/opt/app/log.txt", "/srv/page.txt", "/var/data", "/var/data/x"]);
    assert_eq!(of(&f, FactKind::Exec), [("convert a b", "java.lang.String.execute")]);
    assert_eq!(of(&f, FactKind::Url), [("jdbc:postgresql://db/", "url")]);
    assert_eq!(of(&f, FactKind::Route), [("/cart/{id}", "GET")]);
    assert!(of(&f, FactKind::Field).contains(&("java.util.Map", "counts")));
    assert!(of(&f, FactKind::Import).contains(&("javax.servlet.http.*", "")));
}

#[test]
fn controllers_and_mappings_of_grails() {
    let f = facts(
        r#"class CartController {
    def add() {
        session.cart = params.item
        session["user"] = 'a'
        log.info "session.x = 1"
        render view: 'cart', model: [a: 1]
    }
}
class UrlMappings {
    static mappings = {
        "/health"(controller: "health")
    }
}
"#,
    );
    let session = "javax.servlet.http.HttpSession.setAttribute";
    let set: Vec<_> = of(&f, FactKind::Call).into_iter().filter(|c| c.0 == session).collect();
    assert_eq!(set, [(session, "\"cart\", $params.item"), (session, "\"user\", \"a\"")]);
    assert_eq!(of(&f, FactKind::Route), [("/health", "*")]);
}

#[test]
fn broken_and_deep_text_is_survived() {
    let f = facts("class A { def m( { 'x }");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    let n = 10_000;
    facts(&format!("def x = {}1{}\n", "(".repeat(n), ")".repeat(n)));
    facts(&format!("def x = b{}\n", ".c(\"abc\")".repeat(n)));
    facts(&"[".repeat(n));
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
    }

    #[test]
    fn any_groovy_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["class", "A", "{", "}", "(", ")", "import", "a.b", "\n", "\"s", "\"", "[", "]", "def", "x",
            ".", "->", "=", "$", "new", "?.", "@", "<", ">", ",", "+", "this", "'", "\"\"\"", "\\", "é", ":", "static", "/", "String"]), 0..60)) {
        facts(&words.join(" "));
    }
}
