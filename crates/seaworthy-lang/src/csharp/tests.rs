use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactFlags, FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("A.cs"), Language::CSharp, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    assert!(crate::grammar::unknown_rows(&super::language(), super::ROWS).is_empty());
}

#[test]
fn server_side_state_is_referenced() {
    let f = facts(
        r#"using System.Web; using System.Web.UI;
        namespace Shop.Web {
            public partial class Basket : Page, IThing {
                void Load(object sender) {
                    Session["cart"] = new Cart();
                    var n = (int)Session["count"];
                    HttpContext.Current.Application["hits"] = 1;
                    ViewState["x"] = "y";
                    Session.Add("k", 2);
                    Server.MapPath("~/App_Data");
                    var local = new Dictionary<string, int>(); local["Session"] = 3;
                }
            }
        }"#,
    );
    let references = of(&f, FactKind::Reference);
    for expected in [
        ("Session", "\"cart\""),
        ("System.Web.HttpContext.Current.Session", "\"cart\""),
        ("System.Web.HttpContext.Current.Session", "\"count\""),
        ("System.Web.HttpContext.Current.Application", "\"hits\""),
        ("System.Web.UI.Control.ViewState", "\"x\""),
    ] {
        assert!(references.contains(&expected), "{expected:?} in {references:?}");
    }
    assert!(of(&f, FactKind::Assign).contains(&("System.Web.HttpContext.Current.Session", "_")));
    assert!(of(&f, FactKind::Assign).contains(&("System.Web.UI.Control.ViewState", "\"y\"")));
    assert_eq!(
        of(&f, FactKind::Call),
        [
            ("System.Web.SessionState.HttpSessionState.Add", "\"k\", 2"),
            ("System.Web.HttpServerUtility.MapPath", "\"~/App_Data\""),
        ]
    );
    assert_eq!(
        of(&f, FactKind::Supertype),
        [("System.Web.UI.Page", "Shop.Web.Basket"), ("IThing", "Shop.Web.Basket")]
    );
    assert!(f.of(FactKind::Call).all(|(x, _, _)| f.scope(x) == "Shop.Web.Basket.Load"));
}

#[test]
fn windows_apis_files_and_programs() {
    let f = facts(
        r#"using System; using System.IO; using System.Messaging; using Microsoft.Win32;
        using System.Diagnostics; using System.Configuration; using System.Runtime.InteropServices;
        class Native {
            const string Root = @"C:\data";
            private readonly MessageQueue queue = new MessageQueue(@".\private$\orders");
            public static Dictionary<string, string> Cache { get; set; }
            [DllImport("kernel32.dll", SetLastError = true)]
            static extern bool Beep(uint frequency, uint duration);
            void Run(string name) {
                queue.Send(name);
                Registry.LocalMachine.OpenSubKey("SOFTWARE\\Acme").GetValue("Path");
                File.WriteAllText(Root + "\\out.txt", name);
                using (var stream = new FileStream("C:\\in.bin", FileMode.Open)) { stream.ReadByte(); }
                using var writer = new StreamWriter(stream);
                Process.Start("cmd.exe", "/c dir");
                EventLog.WriteEntry("shop", $"started {name}");
                var setting = ConfigurationManager.AppSettings["mail"];
                Environment.GetEnvironmentVariable("HOME");
                // Process.Start("not me");
                /* File.Delete("nor me"); */
            }
        }"#,
    );
    assert_eq!(
        of(&f, FactKind::Annotation),
        [("System.Runtime.InteropServices.DllImport", "\"kernel32.dll\", SetLastError=true")]
    );
    assert!(
        of(&f, FactKind::FunctionDecl).contains(&("Native.Beep", "static extern (uint, uint)"))
    );
    let calls = of(&f, FactKind::Call);
    for expected in [
        ("System.Messaging.MessageQueue.Send", "$name"),
        ("Microsoft.Win32.RegistryKey.GetValue", "\"Path\""),
        ("System.Diagnostics.EventLog.WriteEntry", "\"shop\", \"started \""),
        ("System.IO.FileStream.ReadByte", ""),
    ] {
        assert!(calls.contains(&expected), "{expected:?} in {calls:?}");
    }
    assert!(f.of(FactKind::Call).all(|(x, _, _)| x.flags.has(FactFlags::RESOLVED)));
    assert_eq!(of(&f, FactKind::FileWrite), [("C:\\data\\out.txt", "System.IO.File.WriteAllText")]);
    assert_eq!(of(&f, FactKind::FileRead), [("C:\\in.bin", "System.IO.FileStream")]);
    assert_eq!(of(&f, FactKind::Exec), [("cmd.exe", "System.Diagnostics.Process.Start")]);
    assert_eq!(of(&f, FactKind::EnvRead), [("HOME", "")]);
    assert!(
        of(&f, FactKind::Reference)
            .contains(&("System.Configuration.ConfigurationManager.AppSettings", "\"mail\""))
    );
    assert!(
        of(&f, FactKind::Field)
            .contains(&("System.Collections.Generic.Dictionary", "public static Cache"))
    );
    assert!(of(&f, FactKind::Field).contains(&("System.String", "const Root")));
}

#[test]
fn routes_and_ports_of_asp_net_core() {
    let f = facts(
        r#"using Microsoft.AspNetCore.Mvc;
        namespace Api;
        [ApiController, Route("api/[controller]")]
        public class OrdersController : ControllerBase {
            [HttpGet("{id}")] public IActionResult Get(int id) => Ok();
            [HttpPost] public IActionResult Add() { return Ok(); }
            [Route("~/ping")] public string Ping() => "pong";
            void Start(WebApplication app) {
                app.MapHealthChecks("/hc");
                app.MapGet("/x", () => "y");
                host.UseUrls("http://*:5000");
                options.ListenAnyIP(5001);
                HttpContext.Session.SetString("a", "b");
            }
        }"#,
    );
    assert_eq!(
        of(&f, FactKind::Route),
        [
            ("/api/Orders/{id}", "GET"),
            ("/api/Orders", "POST"),
            ("/ping", "*"),
            ("/hc", "GET"),
            ("/x", "GET"),
        ]
    );
    assert_eq!(of(&f, FactKind::Listen), [("5000", "*"), ("5001", "")]);
    assert!(of(&f, FactKind::Url).is_empty());
    assert!(
        of(&f, FactKind::Call)
            .contains(&("Microsoft.AspNetCore.Http.ISession.SetString", "\"a\", \"b\""))
    );
    assert_eq!(of(&f, FactKind::TypeDecl), [("Api.OrdersController", "class")]);
    assert!(of(&f, FactKind::Annotation).contains(&("Microsoft.AspNetCore.Mvc.ApiController", "")));
}

#[test]
fn broken_and_deep_text_is_survived() {
    let f = facts("class A { void M() { int = ; System.IO.File.Delete(\"/x\"); } void n( { }");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    assert_eq!(of(&f, FactKind::FileWrite), [("/x", "System.IO.File.Delete")]);
    let n = 20_000;
    facts(&format!("class A {{ int x = {}1{}; }}", "(".repeat(n), ")".repeat(n)));
    let chain = format!("class A {{ void m() {{ b{}; }} }}", ".c(\"abc\")".repeat(n));
    assert_eq!(of(&facts(&chain), FactKind::Call).len(), n);
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
    }

    #[test]
    fn any_csharp_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["class", "A", "{", "}", "(", ")", "using", "a.b", ";", "\"s", "\"", "[", "]", "new", "x",
            ".", "=>", "=", "$\"", "namespace", "?.", "@\"", "<", ">", ",", "+", "this", "'", "\"\"\"", "\\", "é", "#if"]), 0..60)) {
        facts(&words.join(" "));
    }
}
