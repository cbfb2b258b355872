use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::LineIndex;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(path: &str, text: &str) -> FileFacts {
    let language = Language::of_path(path);
    let facts = Analyser::new(Limits::default()).analyse(&Arc::from(path), language, text);
    for fact in &facts.facts {
        assert!(fact.span.start <= fact.span.end && fact.span.end as usize <= text.len());
    }
    facts
}

/// Facts of a kind: line, column, name, value.
fn of<'f>(facts: &'f FileFacts, text: &str, kind: FactKind) -> Vec<(u32, u32, &'f str, &'f str)> {
    let lines = LineIndex::new(text);
    facts
        .of(kind)
        .map(|(fact, name, value)| {
            let at = lines.position(text, fact.span.start);
            (at.line, at.column, name, value)
        })
        .collect()
}

const PATHS: [&str; 7] =
    ["a.jsp", "a.erb", "a.aspx", "a.asmx", "a.cshtml", "a.razor", "a.blade.php"];

const JSP: &str = r#"<%-- session.setAttribute("no", 1); --%>
<%@ page language="java" import="java.util.*, java.io.File" %>
<%@ page import="static shop.Prices.format" %>
<%!
  private static Map<String, Order> seen = new HashMap<>();
  String greet(String who) { return "Hi " + who; }
%>
<html><% if (request.getParameter("q") != null) { %>
  <b><%= greet(request.getParameter("q")) %></b>
<% } else { session.setAttribute("cart", new ArrayList()); } %>
<p title="<%= System.getenv("SHOP_TITLE") %>">é<% new File("/var/shop/out.txt").delete(); %>
<% if (seen.isEmpty()) %> none <% else %> <%= seen.size() %> all
<jsp:useBean id="basket" class="shop.Basket" scope="session"/>
<c:set var="theme" value="dark" scope="session" />
<% application.setAttribute("n", basket.count()); // the end %>
<%= out %>
"#;

#[test]
fn a_jsp_is_java_at_its_own_places() {
    let f = facts("web/order-list.jsp", JSP);
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(
        of(&f, JSP, FactKind::Import),
        [
            (2, 34, "java.util.*", ""),
            (2, 47, "java.io.File", ""),
            (3, 18, "shop.Prices.format", ""),
            (13, 33, "shop.Basket", ""),
        ]
    );
    let calls = of(&f, JSP, FactKind::Call);
    let session = "javax.servlet.http.HttpSession.setAttribute";
    for expected in [
        (8, 22, "javax.servlet.http.HttpServletRequest.getParameter", r#""q""#),
        (9, 24, "javax.servlet.http.HttpServletRequest.getParameter", r#""q""#),
        (10, 21, session, r#""cart", _"#),
        (11, 22, "java.lang.System.getenv", r#""SHOP_TITLE""#),
        (11, 81, "java.io.File.delete", ""),
        (13, 1, session, r#""basket", null"#),
        (14, 1, session, r#""theme", null"#),
        (15, 16, "javax.servlet.ServletContext.setAttribute", r#""n", _"#),
    ] {
        assert!(calls.contains(&expected), "{expected:?} in {calls:#?}");
    }
    assert!(!calls.iter().any(|c| c.3.contains("no") || c.2.ends_with("JspWriter.print")));
    assert_eq!(
        of(&f, JSP, FactKind::EnvRead).iter().map(|e| (e.0, e.2)).collect::<Vec<_>>(),
        [(11, "SHOP_TITLE")]
    );
    let delete = f.of(FactKind::Call).find(|c| c.1 == "java.io.File.delete").unwrap();
    assert_eq!(f.scope(delete.0), "order_list_jsp._jspService");
    let fields = of(&f, JSP, FactKind::Field);
    assert_eq!(fields.iter().map(|f| (f.0, f.2)).collect::<Vec<_>>(), [(5, "java.util.Map")]);
}

#[test]
fn a_jsp_document_is_java_without_the_signs_of_xml() {
    let text = "<jsp:root xmlns:jsp=\"http://java.sun.com/JSP/Page\">
<jsp:directive.page import=\"jakarta.servlet.http.Cookie\"/>
<jsp:scriptlet><![CDATA[ if (1 < 2) session.setAttribute(\"a\", 1); ]]></jsp:scriptlet>
<jsp:expression>1 &lt; 2 &amp;&amp; System.getProperty(&quot;shop.mode&quot;) != null</jsp:expression>
<jsp:declaration>int visits;</jsp:declaration>
</jsp:root>";
    let f = facts("a.jspx", text);
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    let calls = of(&f, text, FactKind::Call);
    assert_eq!(
        calls.iter().map(|c| (c.0, c.1, c.2)).collect::<Vec<_>>(),
        [
            (3, 45, "jakarta.servlet.http.HttpSession.setAttribute"),
            (4, 44, "java.lang.System.getProperty"),
        ]
    );
}

#[test]
fn a_tag_file_knows_its_attributes() {
    let text = "<%@ tag import=\"shop.Order\" %>\n<%@ attribute name=\"from\" type=\"java.io.File\" %>\n\
                <% from.mkdirs(); %>";
    let f = facts("tags/x.tag", text);
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(of(&f, text, FactKind::Call), [(3, 9, "java.io.File.mkdirs", "")]);
}

#[test]
fn markup_alone_gives_nothing() {
    for path in ["a.jsp", "a.tld", "a.html.erb", "a.aspx", "a.cshtml", "a.blade.php"] {
        let f = facts(path, "<html>${a.b()} #{c} a@b.example <a href='x'>y</a></html>");
        assert_eq!((f.facts.len(), f.outcome), (0, ParseOutcome::Parsed), "{path}");
    }
}

#[test]
fn erb_is_ruby_from_top_to_bottom() {
    let text = "<%# File.write('no', '') %>\n<%% puts 1 %>\n<% if ENV['SHOP_MODE'] == 'a' -%>
  é<%= link_to 'x', ENV.fetch(\"SHOP_URL\", \"u\") %>
<%- end -%>
<%= form_for @order do |f| %>
  <%= f.text_field :name # why %>
<% end %>
<% case @kind %>
<% when 1 %> one
<% when 2 then File.write('/var/shop/a', 'b') %>
<% end %>
";
    let f = facts("app/views/orders/_form.html.erb", text);
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(
        of(&f, text, FactKind::EnvRead),
        [(3, 7, "SHOP_MODE", ""), (4, 21, "SHOP_URL", "u")]
    );
    let writes = of(&f, text, FactKind::FileWrite);
    assert_eq!(writes, [(11, 16, "/var/shop/a", "File.write")]);
}

const ASPX: &str = r#"<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Import Namespace="System.IO" %>
<%-- Session["no"] = 1; --%>
<script runat="server">
  void Page_Load(object sender, EventArgs e) {
    Session["cart"] = new Cart();
    File.WriteAllText(Server.MapPath("~/log.txt"), "x");
  }
</script>
<form runat="server"><% foreach (var o in Orders) { %>
  é<b><%= o.Name %></b> <%: ConfigurationManager.AppSettings["Title"] %>
<% } if (Application["n"] == null) %> none <% else %> some
<asp:Label Text='<%# Eval("Name") + Environment.GetEnvironmentVariable("SHOP_MODE") %>' runat="server" />
<asp:Label Text="<%$ AppSettings:Title %>" runat="server" />
</form>
"#;

#[test]
fn a_page_of_asp_net_is_csharp_at_its_own_places() {
    let f = facts("web/Orders.aspx", ASPX);
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(of(&f, ASPX, FactKind::Import), [(2, 23, "System.IO", "")]);
    let references = of(&f, ASPX, FactKind::Reference);
    for expected in [
        (6, "System.Web.HttpContext.Current.Session", r#""cart""#),
        (11, "System.Configuration.ConfigurationManager.AppSettings", r#""Title""#),
        (12, "System.Web.HttpContext.Current.Application", r#""n""#),
    ] {
        assert!(
            references.iter().any(|r| (r.0, r.2, r.3) == expected),
            "{expected:?} in {references:#?}"
        );
    }
    assert!(!references.iter().any(|r| r.3.contains("no")));
    assert_eq!(of(&f, ASPX, FactKind::EnvRead), [(13, 49, "SHOP_MODE", "")]);
    assert_eq!(of(&f, ASPX, FactKind::FileWrite).iter().map(|w| w.0).collect::<Vec<_>>(), [7]);
    let write = f.of(FactKind::FileWrite).next().unwrap().0;
    assert_eq!(f.scope(write), "Orders_aspx.Page_Load");
}

#[test]
fn a_page_of_asp_net_is_visual_basic_where_it_says_so() {
    for head in
        ["<%@ Page Language=\"VB\" %>", "<%@ Page CodeBehind=\"a.aspx.vb\" %>", "<%@ Page %>"]
    {
        let text = format!(
            "{head}\n<%@ Import Namespace=\"System.IO\" %>\n<script runat=\"server\">\n\
             Sub Page_Load(sender As Object, e As EventArgs)\n  Session(\"cart\") = 1 ' no\nEnd Sub\n</script>\n\
             <% If File.Exists(\"a.txt\") Then %>\n  <%= Environment.GetEnvironmentVariable(\"SHOP_MODE\") %>\n<% End If %>\n"
        );
        let f = facts("a.aspx", &text);
        assert_eq!(f.outcome, ParseOutcome::Parsed, "{head} {:?}", f.problems);
        let references = of(&f, &text, FactKind::Reference);
        assert!(
            references.iter().any(|r| (r.0, r.2) == (5, "System.Web.HttpContext.Current.Session")),
            "{references:?}"
        );
        let calls = of(&f, &text, FactKind::Call);
        assert!(calls.iter().any(|c| (c.0, c.2) == (8, "System.IO.File.Exists")), "{calls:?}");
        let env: Vec<_> = of(&f, &text, FactKind::EnvRead).iter().map(|e| (e.0, e.2)).collect();
        assert_eq!(env, [(9, "SHOP_MODE")]);
    }
}

#[test]
fn a_handler_is_code_after_its_directive() {
    let text = "<%@ WebHandler Language=\"C#\" Class=\"Shop.Image\" %>\n\nusing System.IO;\nnamespace Shop {\n\
                public class Image { void A() { File.Delete(\"/var/shop/a<b\"); } } }\n";
    let f = facts("Image.ashx", text);
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(of(&f, text, FactKind::Import), [(3, 1, "System.IO", "")]);
    assert_eq!(
        of(&f, text, FactKind::FileWrite).iter().map(|w| (w.0, w.2)).collect::<Vec<_>>(),
        [(5, "/var/shop/a<b")]
    );
    assert!(f.of(FactKind::TypeDecl).any(|t| t.1 == "Shop.Image"));
    let behind = "<%@ WebService Language=\"C#\" CodeBehind=\"a.asmx.cs\" Class=\"A\" %>\n";
    assert_eq!(facts("a.asmx", behind).facts.len(), 0);
}

const RAZOR: &str = r##"@using System.IO
@model Shop.Order
@* Session["no"] = 1; *@
@{
    Layout = "~/a.cshtml"; // }
    var sign = '}'; var attributes = new { @class = "wide" };
    if (Model.Items.Count < 3) {
        <p class="@sign"><br>few of @Model.Items.Count <img src="a>b"/></p>
        @: one line of @Model.Name }
        Session["few"] = true;
        <script>if (a < b) { document.write("<p>"); }</script>
    }
}
<a href="mailto:shop@example.org">é@(File.Exists("a.txt") ? "yes" : "no")</a> @@home
@if (Application["n"] == null) {
    <text>none</text>
} else if (Model.IsOpen) {
    @Html.Partial("_open", Model)
    <b>@Html.Action("x")</b>
}
@foreach (var item in Model.Items) { <li>@item.Name.ToUpper()[0]. @Html.ActionLink("a", "b", new { id = item.Id })</li> }
@switch (Model.Kind) { case 1: <p>1</p> break; default: <i>@Model.Kind</i> break; }
@do { <hr> } while (Model.Next());
@using (Html.BeginForm()) { <input value="@Environment.GetEnvironmentVariable("SHOP_MODE")"> }
@helper Price(decimal d) { <b>@d.ToString("0.00")</b> File.Delete("/var/shop/b"); }
@functions {
    static Dictionary<string, string> cache = new Dictionary<string, string>();
}
@section Scripts { <script src="x"></script> @Scripts.Render("~/js") }
"##;

#[test]
fn a_razor_view_is_csharp_at_its_own_places() {
    let f = facts("Views/Order/Show.cshtml", RAZOR);
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(of(&f, RAZOR, FactKind::Import), [(1, 8, "System.IO", "")]);
    let state: Vec<_> = of(&f, RAZOR, FactKind::Reference)
        .into_iter()
        .filter(|r| r.2.starts_with("System.Web.HttpContext.Current"))
        .map(|r| (r.0, r.1, r.3))
        .collect();
    assert_eq!(state, [(10, 9, r#""few""#), (15, 6, r#""n""#)]);
    let calls = of(&f, RAZOR, FactKind::Call);
    for (line, column, name) in [
        (14, 43, "System.IO.File.Exists"),
        (18, 11, "Partial"),
        (19, 14, "Action"),
        (21, 53, "ToUpper"),
        (21, 73, "ActionLink"),
        (23, 27, "Next"),
        (24, 14, "BeginForm"),
        (25, 34, "ToString"),
        (25, 60, "System.IO.File.Delete"),
        (29, 55, "Render"),
    ] {
        assert!(
            calls.iter().any(|c| (c.0, c.1) == (line, column) && c.2.ends_with(name)),
            "{name} in {calls:#?}"
        );
    }
    assert_eq!(
        of(&f, RAZOR, FactKind::EnvRead).iter().map(|e| (e.0, e.2)).collect::<Vec<_>>(),
        [(24, "SHOP_MODE")]
    );
    assert_eq!(of(&f, RAZOR, FactKind::Field).iter().map(|e| e.0).collect::<Vec<_>>(), [27]);
    let delete = f.of(FactKind::Call).find(|c| c.1 == "System.IO.File.Delete").unwrap();
    assert_eq!(f.scope(delete.0), "Show_cshtml.Price");
}

#[test]
fn a_component_has_what_is_injected_into_it() {
    let text = "@page \"/orders\"\n@inject Microsoft.Extensions.Configuration.IConfiguration Settings\n\
                @await Html.PartialAsync(\"x\")<button @onclick=\"Save\" @bind:event=\"x\">@Settings[\"Title\"]</button>\n\
                @code {\n  [Parameter] public string Name { get; set; } = \"\";\n\
                  void Save() { System.IO.File.WriteAllText(\"/var/shop/c\", Name); }\n}\n";
    let f = facts("Pages/Orders.razor", text);
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    assert_eq!(
        of(&f, text, FactKind::FileWrite).iter().map(|w| (w.0, w.2)).collect::<Vec<_>>(),
        [(6, "/var/shop/c")]
    );
}

#[test]
fn a_blade_template_is_php() {
    let text = "{{-- env('NO') --}} @{{ env('NO') }} a@b.example @media (x) { }\n\
                @extends('layout')\n@if (env('SHOP_MODE') === 'a)')\n  é{!! $order->name !!} {{ getenv('SHOP_TITLE') }}\n@endif\n\
                @foreach ($orders as $order)\n  {{ $order }}\n@endforeach\n\
                @php\n  file_put_contents('/var/shop/a', $x);\n@endphp\n@php($y = unlink('/var/shop/b'))\n\
                <?php $_SESSION['cart'] = 1; ?>\n@verbatim {{ env('NO') }} @endverbatim\n";
    let f = facts("resources/views/a.blade.php", text);
    assert_eq!(f.outcome, ParseOutcome::Parsed, "{:?}", f.problems);
    let env: Vec<_> = of(&f, text, FactKind::EnvRead).iter().map(|e| (e.0, e.1, e.2)).collect();
    assert_eq!(env, [(3, 6, "SHOP_MODE"), (4, 28, "SHOP_TITLE")]);
    let writes: Vec<_> = of(&f, text, FactKind::FileWrite).iter().map(|w| (w.0, w.2)).collect();
    assert_eq!(writes, [(10, "/var/shop/a"), (12, "/var/shop/b")]);
    assert!(of(&f, text, FactKind::Reference).iter().any(|r| r.0 == 13 && r.2 == "$_SESSION"));
}

#[test]
fn an_address_that_a_page_shows_is_none_that_it_connects_to() {
    for (path, text) in [
        (
            "a.jsp",
            "<%= \"https://shown.example.org/a\" %>\n<% new java.net.URL(\"https://asked.example.org/b\"); %>",
        ),
        (
            "a.erb",
            "<%= link_to 'x', 'https://shown.example.org/a' %>\n<% HTTP.get('https://asked.example.org/b') %>",
        ),
    ] {
        let f = facts(path, text);
        let urls = of(&f, text, FactKind::Url);
        let found: Vec<_> = urls.iter().map(|u| (u.0, u.2)).collect();
        assert_eq!(found, [(2, "https://asked.example.org/b")], "{path}");
    }
}

#[test]
fn broken_code_is_said_where_it_is() {
    for (path, text, line) in [
        ("a.jsp", "<p>\n<% session.invalidate(); %>\n<% int = ; %>\n", 3),
        ("a.erb", "<p>\n<% a = ENV['X'] %>\n<% b( %>\n", 3),
        ("a.jsp", "<p>\n<% session.invalidate(); %>\n\n<% foo", 4),
        ("a.erb", "<p>\n<% a = ENV['X'] %>\n\n<% foo", 4),
    ] {
        let f = facts(path, text);
        assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(_)), "{path}");
        assert_eq!(f.problems[0].at.map(|at| at.line), Some(line), "{path}");
        assert!(!f.facts.is_empty(), "{path}");
    }
}

#[test]
fn hostile_pages_end() {
    let pieces = [
        "<%",
        "<%=",
        "%>",
        "<jsp:scriptlet>",
        "<c:set var='",
        "<%@ page import=\"",
        "\"",
        "{",
        "<%--",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        for path in PATHS {
            facts(path, &text);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_fact_lies_within(
        parts in prop::collection::vec(prop_oneof![
            Just("<%".to_owned()), Just("%>".to_owned()), Just("<%=".to_owned()), Just("<%!".to_owned()),
            Just("<%@ page import=\"".to_owned()), Just("<jsp:expression>".to_owned()),
            Just("</jsp:expression>".to_owned()), Just("<jsp:useBean id=\"a\" class=\"b\" scope=\"session\"".to_owned()),
            Just("<![CDATA[".to_owned()), Just("&lt;".to_owned()), Just("<?xml".to_owned()),
            Just("x.setAttribute(\"é\", 1);".to_owned()), Just("File.write('a', \"b\")".to_owned()), ".{0,8}",
        ], 0..24),
    ) {
        let text = parts.concat();
        for path in PATHS {
            facts(path, &text);
        }
    }
}
