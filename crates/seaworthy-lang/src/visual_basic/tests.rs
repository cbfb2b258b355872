use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(path: &str, text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from(path), Language::of_path(path), text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn names_of_net_are_qualified_through_imports() {
    let f = facts(
        "a.vb",
        "Imports System.IO\nImports Q = System.Messaging.MessageQueue\nNamespace Shop\nPublic Class Store\n  Inherits System.Web.UI.Page\n  Private Shared cache As New Hashtable\n  Public Sub Save(ByVal name As String) ' File.Delete\n    File.WriteAllText(\"C:\\data\\\" & name,\n      \"x\")\n    Dim w As New StreamWriter(\"a.txt\")\n    w.Write(\"y\")\n    Session(\"cart\") = name\n    Dim m = New Q(\"orders\")\n    Process.Start(\"cmd.exe\")\n  End Sub\nEnd Class\nEnd Namespace\n",
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(of(&f, FactKind::TypeDecl), [("Shop.Store", "class")]);
    assert_eq!(of(&f, FactKind::FunctionDecl), [("Shop.Store.Save", "")]);
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("System.IO.File.WriteAllText", r#""C:\\data\\", "x""#)), "{calls:?}");
    assert!(calls.contains(&("System.IO.StreamWriter.Write", r#""y""#)), "{calls:?}");
    assert!(calls.contains(&("System.Diagnostics.Process.Start", r#""cmd.exe""#)), "{calls:?}");
    let made = of(&f, FactKind::New);
    assert!(made.contains(&("System.IO.StreamWriter", r#""a.txt""#)), "{made:?}");
    assert!(made.contains(&("System.Messaging.MessageQueue", r#""orders""#)), "{made:?}");
    let read = of(&f, FactKind::Reference);
    assert!(read.contains(&("System.Web.HttpContext.Current.Session", "cart")), "{read:?}");
    assert_eq!(of(&f, FactKind::Supertype), [("System.Web.UI.Page", "Shop.Store")]);
}

#[test]
fn components_files_and_libraries_of_version_6_are_facts() {
    let f = facts(
        "a.bas",
        "Attribute VB_Name = \"Orders\"\nPrivate Declare Function GetTickCount Lib \"kernel32\" () As Long\nSub Main()\n  Rem CreateObject(\"No.No\")\n  Dim cn As ADODB.Connection\n  Set cn = New ADODB.Connection\n  cn.Open \"Provider=X;\" & _\n    \"Password=y\", , \"z\"\n  Set xl = CreateObject(\"Excel.Application\")\n  xl.Workbooks.Add\n  Open App.Path & \"\\out.txt\" For Output As #1\n  Open \"C:\\in.txt\" For Input As #2\n  If a = 1 Then Shell \"net use\", 1\n  SaveSetting \"Shop\", \"Main\", \"Left\", 5\n  x = Environ$(\"HOME\")\nEnd Sub\n",
    );
    assert_eq!(of(&f, FactKind::Annotation), [("Declare", r#""kernel32", $GetTickCount"#)]);
    let made = of(&f, FactKind::New);
    assert!(made.contains(&("ADODB.Connection", "")), "{made:?}");
    assert!(made.contains(&("Excel.Application", "\"CreateObject\"")), "{made:?}");
    let calls = of(&f, FactKind::Call);
    assert!(calls.contains(&("ADODB.Connection.Open", r#""Provider=X;", _, "z""#)), "{calls:?}");
    assert!(calls.contains(&("SaveSetting", r#""Shop", "Main", "Left", 5"#)), "{calls:?}");
    assert_eq!(of(&f, FactKind::FileWrite), [("?", "Open For Output")]);
    assert_eq!(of(&f, FactKind::FileRead), [("C:\\in.txt", "Open For Input")]);
    assert_eq!(of(&f, FactKind::Exec), [("net use", "Shell")]);
    assert_eq!(of(&f, FactKind::EnvRead), [("HOME", "")]);
}

#[test]
fn forms_name_their_controls() {
    let f = facts(
        "a.frm",
        "VERSION 5.00\nObject = \"{648A5603-2C6E-101B-82B6-000000000014}#1.1#0\"; \"MSCOMM32.OCX\"\nBegin VB.Form Main\n   Caption = \"Orders\"\n   Begin VB.Timer Tick\n      Interval = 1000\n   End\nEnd\nAttribute VB_Name = \"Main\"\n",
    );
    assert_eq!(of(&f, FactKind::Import), [("MSCOMM32.OCX", "")]);
    assert_eq!(
        of(&f, FactKind::Field),
        [("VB.Form", "control Main"), ("VB.Timer", "control Tick")]
    );
}

#[test]
fn only_the_code_of_a_page_is_read() {
    let text = "<%@ Language=VBScript %>\n<!-- #include file=\"inc\\db.asp\" -->\n<p>CreateObject(\"No.No\")</p>\n<% Set c = Server.CreateObject(\"ADODB.Connection\")\nc.Open \"DSN=shop\"\nSession(\"user\") = 1 %>\n<b><%= Application(\"hits\") %></b><script>Session(\"x\")</script>\n";
    let f = facts("a.asp", text);
    assert_eq!(of(&f, FactKind::Import), [("inc/db.asp", "")]);
    assert_eq!(of(&f, FactKind::New), [("ADODB.Connection", "\"CreateObject\"")]);
    let state: Vec<_> =
        of(&f, FactKind::Reference).into_iter().filter(|(_, v)| !v.is_empty()).collect();
    assert_eq!(state, [("Session", "user"), ("Application", "hits")]);
    let made = f.of(FactKind::New).next().map(|(f, _, _)| f.span.of(text).to_owned());
    assert_eq!(made.as_deref(), Some("Server.CreateObject(\"ADODB.Connection\")"));
    let other = facts("a.asp", "<%@ Language=\"JScript\" %><% var x = 1; %>");
    assert_eq!(other.outcome, ParseOutcome::NotParsed);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(<%|%>|\\(|\\)|\"|\n|\\.|,| = |Dim |As |New |With |End |Open |For |[a-zA-Z<>_'é ]){0,50}") {
        for path in ["a.vb", "a.bas", "a.asp"] {
            facts(path, &text);
        }
    }
}
