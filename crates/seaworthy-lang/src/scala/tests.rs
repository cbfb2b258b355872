use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("A.scala"), Language::Scala, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert_eq!(crate::grammar::unknown_rows(&super::language(), super::ROWS), Vec::<&str>::new());
}

#[test]
fn declarations_calls_and_apis() {
    let f = facts(
        r#"package shop.web

import java.io.{File, FileOutputStream => Out}
import java.net.ServerSocket
import javax.servlet.http._
import scala.collection.mutable

object Settings {
  val Port = 8080
}

class Cart(session: HttpSession, name: String) extends HttpServlet with Marker {
  private val cache = mutable.Map.empty[String, Int]
  var count: Int = 0

  @Deprecated
  def load(request: HttpServletRequest)(implicit ids: List[String]): String = {
    session.setAttribute("a", 1)
    request.getSession.setAttribute("b", name)
    request.getSession(true).setAttribute("c", null)
    new Out(new File("/var/data/x"))
    new File("/opt/app").mkdirs()
    new ServerSocket(9090)
    sys.env.getOrElse("REGION", "eu")
    sys.env("TOKEN")
    System.getenv("HOME")
    Runtime.getRuntime.exec("sh run.sh")
    val url = s"jdbc:postgresql://db/$name"
    helper(url)
    count = 2
    // System.getenv("NOT")
    "x"
  }

  private def helper(text: String): Unit = {}
}
"#,
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(
        of(&f, FactKind::TypeDecl),
        [("shop.web.Settings", "object"), ("shop.web.Cart", "class")]
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
    assert_eq!(of(&f, FactKind::EnvRead), [("REGION", "eu"), ("TOKEN", ""), ("HOME", "")]);
    assert_eq!(of(&f, FactKind::Listen), [("9090", "")]);
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [("/var/data/x", "java.io.FileOutputStream"), ("/opt/app", "java.io.File.mkdirs")]
    );
    assert_eq!(of(&f, FactKind::Exec), [("sh run.sh", "java.lang.Runtime.exec")]);
    assert_eq!(of(&f, FactKind::Url), [("jdbc:postgresql://db/", "url")]);
    let fields = of(&f, FactKind::Field);
    assert!(fields.contains(&("javax.servlet.http.HttpSession", "val session")), "{fields:?}");
    assert!(fields.contains(&("scala.Int", "var count")), "{fields:?}");
    assert!(of(&f, FactKind::Assign).contains(&("shop.web.Cart.count", "2")));
    assert!(of(&f, FactKind::Import).contains(&("java.io.FileOutputStream", "Out")));
    assert!(of(&f, FactKind::FunctionDecl).contains(&(
        "shop.web.Cart.load",
        "(javax.servlet.http.HttpServletRequest, scala.collection.immutable.List)"
    )));
}

#[test]
fn routes_and_programs() {
    let f = facts(
        r#"import org.scalatra.ScalatraServlet
import scala.sys.process._

class Shop extends ScalatraServlet {
  get("/cart") {
    "convert a b".!!
  }
  post("/cart/:id") { map.get("/no") }
}
"#,
    );
    assert_eq!(of(&f, FactKind::Route), [("/cart", "GET"), ("/cart/:id", "POST")]);
    let programs: Vec<_> = of(&f, FactKind::Exec).into_iter().map(|e| e.0).collect();
    assert_eq!(programs, ["convert a b"]);
}

#[test]
fn broken_and_deep_text_is_survived() {
    let f = facts("class A { def m() = { val = ; System.getenv(\"X\") } def n( { }");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    let n = 3_000;
    facts(&format!("object A {{ val x = {}1{} }}\n", "(".repeat(n), ")".repeat(n)));
    let chain = format!("object A {{ val x = b{} }}\n", ".c(\"abc\")".repeat(n));
    assert_eq!(of(&facts(&chain), FactKind::Call).len(), n);
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
    }

    #[test]
    fn any_scala_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["class", "A", "{", "}", "(", ")", "import", "a.b", "\n", "\"s", "\"", "[", "]", "def", "x",
            ".", "=>", "=", "$", "val", "_", "@", "<-", ">", ",", "+", "this", "'", "\"\"\"", "s\"", "é", ":", "object", "!"]), 0..60)) {
        facts(&words.join(" "));
    }
}
