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
    for path in ["a.jsp", "a.tld", "a.html.erb"] {
        let f = facts(path, "<html>${a.b()} #{c} <a href='x'>y</a></html>");
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
        for path in ["a.jsp", "a.erb"] {
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
        for path in ["a.jsp", "b.erb"] {
            facts(path, &text);
        }
    }
}
