use seaworthy_base::LineIndex;
use seaworthy_lang::{Analyser, Limits};

use super::*;
use crate::ListedFile;

fn table(paths: &[&str]) -> FileTable {
    let listed = |path: &&str| ListedFile {
        path: (*path).into(),
        size: 0,
        language: Language::of_path(path),
    };
    FileTable { base: "/app".into(), files: paths.iter().map(listed).collect() }
}

fn hits(pattern: &str, location: &str, text: &str) -> Vec<Hit> {
    let leaf = Leaf::CSharp {
        pattern: pattern.to_owned(),
        location: location.to_owned(),
        filepaths: FilePaths::Any,
    };
    let (plan, errors) = CSharpPlan::compile(&[leaf], &table(&["A.cs"]));
    assert!(errors.is_empty() && plan.wants(0));
    let tree = Analyser::new(Limits::default()).parse(Language::CSharp, text).unwrap();
    let index = LineIndex::new(text);
    let mut hits = Vec::new();
    plan.scan(FileText { id: 0, path: "A.cs", text, lines: &index }, &tree, &mut hits);
    assert!(hits.is_empty() || plan.may_hold(text), "the gate loses hits of {pattern}");
    hits
}

fn lines(pattern: &str, location: &str, text: &str) -> Vec<u32> {
    let mut lines: Vec<u32> = hits(pattern, location, text).into_iter().map(|h| h.line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

const STORE: &str = r#"using System;
using System.Configuration;
using System.Data.Entity;
using System.Web.Mvc;
using Shop.Model;
using Sec = System.Web.Security.FormsAuthentication;

namespace Shop.Web
{
    [Authorize]
    public class BasketController : Controller
    {
        private readonly ShopContext _db = new ShopContext();
        public DbSet<Basket> Baskets { get; set; }

        public ActionResult Show(Guid id)
        {
            // ConfigurationManager.AppSettings in a comment
            var title = ConfigurationManager.AppSettings["title"];
            Session["seen"] = title;
            var path = Server.MapPath("~/App_Data");
            System.Web.HttpContext.Current.Response.End();
            Sec.SignOut();
            Audit.Log(title);
            return View(_db.Baskets);
        }
    }

    public class ShopContext : DbContext { }
}
"#;

#[test]
fn members_of_known_types_are_found_through_usings_and_aliases() {
    assert_eq!(lines(r".*\.ConfigurationManager\.AppSettings", "ALL", STORE), [19]);
    assert_eq!(lines("System.Web.Security.FormsAuthentication", "ALL", STORE), [6, 23]);
    assert_eq!(lines(r".*\.HttpContext\.Current", "ALL", STORE), [22]);
}

#[test]
fn base_classes_tell_names_without_an_object() {
    assert_eq!(lines(r".*\.(Session|HttpContext\.Session)", "ALL", STORE), [20]);
    assert_eq!(lines(r".*\.Server\.MapPath", "METHOD", STORE), [21]);
    assert_eq!(lines(r".*\.Server\.MapPath", "FIELD", STORE), [0_u32; 0]);
}

#[test]
fn a_namespace_counts_where_the_type_is_surely_in_it() {
    // The import, the attribute, the base class, its result, its inherited members; not Audit, which may be anywhere.
    assert_eq!(lines("System.Web.Mvc.*", "ALL", STORE), [4, 10, 11, 16, 20, 21, 25]);
    assert_eq!(lines("Shop.Model", "ALL", STORE), [5]);
}

#[test]
fn an_open_type_counts_where_the_pattern_names_it() {
    assert_eq!(lines(r"Shop\.Model\.Audit", "ALL", STORE), [24]);
    assert_eq!(lines(r".*\.Audit\.Log", "METHOD", STORE), [24]);
    assert_eq!(lines(r"Shop\.Model\.Basket", "ALL", STORE), [14]);
}

#[test]
fn types_in_declarations_count_for_every_location() {
    assert_eq!(lines(r".*\.DbSet", "ALL", STORE), [14]);
    assert_eq!(lines(r".*\.DbSet", "METHOD", STORE), [14]);
    assert_eq!(lines("System.Data.Entity.DbContext", "CLASS", STORE), [29]);
    assert_eq!(lines("System.Data.Entity.DbContext", "METHOD", STORE), [0_u32; 0]);
}

#[test]
fn variables_say_what_was_found() {
    let found = hits(r".*\.ConfigurationManager\.AppSettings", "FIELD", STORE).remove(0);
    let text = |name| found.variables.iter().find(|v| v.0 == name).map(|v| v.1.clone());
    assert_eq!(text("fqdn_namespace"), Some("System.Configuration".into()));
    assert_eq!(text("fqdn_field"), Some("AppSettings".into()));
    assert_eq!(text("symbol"), Some("ConfigurationManager.AppSettings".into()));
    assert_eq!(found.location, Some((18, 18)));
}

#[test]
fn a_variable_is_of_its_declared_type() {
    let text = "using System.Threading;\nclass A {\n  Thread worker;\n  void Stop(Timer t) {\n    worker.Abort();\n    t.Abort();\n    var other = new Thread(Run);\n    other.Abort();\n    Thread.CurrentThread.Abort();\n  }\n}\n";
    assert_eq!(lines(r".*\.Thread\.Abort", "METHOD", text), [5, 8, 9]);
}

#[test]
fn what_builds_write_is_not_asked() {
    let leaf = Leaf::CSharp {
        pattern: "A".to_owned(),
        location: String::new(),
        filepaths: FilePaths::Any,
    };
    let files = table(&["src/A/A.csproj", "src/A/obj/G.cs", "src/A/B.cs", "src/obj/C.cs"]);
    let (plan, _) = CSharpPlan::compile(&[leaf], &files);
    assert_eq!((0..4).map(|i| plan.wants(i)).collect::<Vec<_>>(), [false, false, true, true]);
}

#[test]
fn a_broken_pattern_is_an_error_of_its_leaf() {
    let leaf = Leaf::CSharp {
        pattern: "*.HttpContext".to_owned(),
        location: String::new(),
        filepaths: FilePaths::Any,
    };
    let (_, errors) = CSharpPlan::compile(&[leaf], &table(&[]));
    assert_eq!(errors.len(), 1);
}

proptest::proptest! {
    #[test]
    fn any_text_is_scanned_without_panic(text in "(using A;\n)?(class B : C \\{ void D\\(\\) \\{)?.{0,80}") {
        lines("A.B", "ALL", &text);
    }
}

#[test]
fn long_chains_and_deep_nesting_end() {
    let chain = format!("class A {{ object B = C{}; }}\n", ".D()".repeat(4_000));
    assert_eq!(lines("C.D", "ALL", &chain), [1]);
    let deep = format!("class A {{ object B = {}1{}; }}\n", "(".repeat(3000), ")".repeat(3000));
    lines("C", "ALL", &deep);
}
