use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("A.kt"), Language::Kotlin, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert!(crate::grammar::unknown_rows(&super::language(), super::ROWS).is_empty());
}

#[test]
fn declarations_calls_and_apis() {
    let f = facts(
        r#"package shop.web

import java.io.File
import java.io.FileOutputStream
import java.net.ServerSocket as Listening
import javax.servlet.http.*
import org.springframework.web.bind.annotation.GetMapping

const val PORT = 8080

class Cart(private val session: HttpSession, name: String) : HttpServlet(), Marker {
    private val cache = HashMap<String, Any>()

    @GetMapping("/cart/{id}")
    fun load(request: HttpServletRequest, ids: List<String>): String {
        session.setAttribute("a", 1)
        request.session.setAttribute("b", name)
        request.getSession(true).setAttribute("c", null)
        FileOutputStream(File("/var/data/x"))
        File("/opt/app/log.txt").appendText("line")
        Listening(PORT)
        System.getenv("HOME")
        Runtime.getRuntime().exec("sh run.sh")
        val url = "jdbc:postgresql://db/$name"
        helper(url)
        // System.getenv("NOT")
        return "x"
    }

    private fun helper(text: String) {}

    companion object {
        const val KEY = "key"
    }
}
"#,
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(
        of(&f, FactKind::TypeDecl),
        [("shop.web.Cart", "class"), ("shop.web.Cart.Companion", "object")]
    );
    assert_eq!(
        of(&f, FactKind::Supertype),
        [("javax.servlet.http.HttpServlet", "shop.web.Cart"), ("shop.web.Marker", "shop.web.Cart")]
    );
    let session = "javax.servlet.http.HttpSession.setAttribute";
    let calls = of(&f, FactKind::Call);
    for expected in [
        (session, "\"a\", 1"),
        (session, "\"b\", $name"),
        (session, "\"c\", null"),
        ("shop.web.Cart.helper", "$url"),
        ("java.lang.Runtime.exec", "\"sh run.sh\""),
    ] {
        assert!(calls.contains(&expected), "{expected:?} in {calls:?}");
    }
    assert_eq!(of(&f, FactKind::EnvRead), [("HOME", "")]);
    assert_eq!(of(&f, FactKind::Listen), [("8080", "")]);
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("/var/data/x", "java.io.FileOutputStream"),
            ("/opt/app/log.txt", "java.io.File.appendText")
        ]
    );
    assert_eq!(of(&f, FactKind::Exec), [("sh run.sh", "java.lang.Runtime.exec")]);
    assert_eq!(of(&f, FactKind::Url), [("jdbc:postgresql://db/", "url")]);
    assert_eq!(of(&f, FactKind::Route), [("/cart/{id}", "GET")]);
    assert!(of(&f, FactKind::Field).contains(&("java.util.HashMap", "private val cache")));
    assert!(
        of(&f, FactKind::Field)
            .contains(&("javax.servlet.http.HttpSession", "private val session"))
    );
    assert!(of(&f, FactKind::FunctionDecl).contains(&(
        "shop.web.Cart.load",
        "(javax.servlet.http.HttpServletRequest, kotlin.collections.List)"
    )));
    assert!(of(&f, FactKind::Import).contains(&("java.net.ServerSocket", "Listening")));
    assert!(of(&f, FactKind::Assign).contains(&("shop.web.PORT", "8080")));
}

#[test]
fn broken_and_deep_text_is_survived() {
    let f = facts("class A { fun m() { val = ; System.getenv(\"X\") } fun n( { }");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    let n = 20_000;
    facts(&format!("val x = {}1{}\n", "(".repeat(n), ")".repeat(n)));
    let chain = format!("val x = b{}\n", ".c(\"abc\")".repeat(n));
    assert_eq!(of(&facts(&chain), FactKind::Call).len(), n);
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
    }

    #[test]
    fn any_kotlin_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["class", "A", "{", "}", "(", ")", "import", "a.b", "\n", "\"s", "\"", "[", "]", "fun", "x",
            ".", "->", "=", "$", "val", "?.", "@", "<", ">", ",", "+", "this", "'", "\"\"\"", "\\", "é", ":", "companion object"]), 0..60)) {
        facts(&words.join(" "));
    }
}
