//! JSP, JSP documents and tag files: Java.
//!
//! Code between `<!--` and `-->` runs like all other. The first `%>` ends a piece, in a string too.

use super::tags::{Tag, is_type};
use super::{Code, after, close, find, rest, says_something, type_name};

/// What every page may name without an import.
const IMPLICIT: &str = "import javax.servlet.*;import javax.servlet.http.*;\
import javax.servlet.jsp.JspWriter;import javax.servlet.jsp.PageContext;";

/// The objects that every page has.
const OBJECTS: &str = "void _jspService(HttpServletRequest request,HttpServletResponse response,\
HttpSession session,ServletContext application,ServletConfig config,JspWriter out,PageContext pageContext,\
PageContext jspContext,Object page,Throwable exception){";

/// The Java of a page in the making.
struct Jsp<'p> {
    page: &'p str,
    imports: Code,
    members: Code,
    body: Code,
    /// Where the markup begins that is not a statement of the body yet.
    markup: usize,
    /// Whether it is written in XML.
    is_document: bool,
}

/// The Java of a page; `None` where there is none.
pub(super) fn code(path: &str, page: &str) -> Option<Code> {
    let mut jsp = Jsp {
        page,
        imports: Code::default(),
        members: Code::default(),
        body: Code::default(),
        markup: 0,
        is_document: page.contains("<jsp:root") || page.starts_with("<?xml"),
    };
    let mut at = 0;
    while let Some(open) = find(page, at, "<") {
        at = jsp.at(open).unwrap_or(open + 1);
    }
    let Jsp { imports, members, body, .. } = jsp;
    if imports.is_empty() && members.is_empty() && body.is_empty() {
        return None;
    }
    let mut code = Code::default();
    // Newer containers have the same types under another name.
    if page.contains("jakarta.") {
        code.frame(&IMPLICIT.replace("javax.", "jakarta."));
    } else {
        code.frame(IMPLICIT);
    }
    code.append(&imports);
    code.frame(&format!("class {} extends HttpServlet{{", type_name(path)));
    code.append(&members);
    code.frame(OBJECTS);
    code.append(&body);
    code.frame("\n}}");
    Some(code)
}

impl Jsp<'_> {
    /// Reads what a `<` opens; returns the place after it, or `None` where it is markup.
    fn at(&mut self, open: usize) -> Option<usize> {
        let rest = rest(self.page, open + 1);
        if rest.starts_with("%--") {
            let end = after(self.page, open, "--%>");
            self.skip_to(open, end);
            return Some(end);
        }
        if rest.starts_with('%') {
            return Some(self.block(open));
        }
        let name = rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
        let (prefix, local) = name.split_once(':')?;
        match (prefix, local) {
            ("jsp", "scriptlet" | "expression" | "declaration") => self.element(open, local),
            ("jsp", _) if local.starts_with("directive.") => {
                let tag = Tag::read(self.page, open + 1 + name.len());
                self.directive(&tag);
                self.skip_to(open, tag.end);
                Some(tag.end)
            }
            ("jsp", "useBean") => {
                self.bean(open, &Tag::read(self.page, open + 1 + name.len()));
                None
            }
            (_, "set") => {
                self.variable(open, &Tag::read(self.page, open + 1 + name.len()));
                None
            }
            _ => None,
        }
    }

    /// Java with the escapes of the page undone.
    fn java(&self, from: usize, to: usize) -> Code {
        let mut code = Code::default();
        let (mut at, mut next) = (from, from);
        while let Some(found) =
            self.page.get(next..to).and_then(|t| t.find(['%', '<', ']', '&'])).map(|n| next + n)
        {
            let here = self.page.get(found..to).unwrap_or("");
            next = found + 1;
            let escapes = if self.is_document { OF_DOCUMENTS } else { OF_PAGES };
            if let Some((escaped, plain)) = escapes.iter().find(|e| here.starts_with(e.0)) {
                code.copy(self.page, at, found);
                code.meaning(plain, found);
                at = found + escaped.len();
                next = at;
            }
        }
        code.copy(self.page, at, to);
        code
    }

    /// What is neither code nor markup.
    fn skip_to(&mut self, open: usize, end: usize) {
        self.markup_until(open);
        self.markup = end;
    }

    /// Markup is a statement that writes it: `<% if (a) %> b <% else %> c`.
    fn markup_until(&mut self, to: usize) {
        if says_something(self.page, self.markup, to) {
            self.body.frame(";");
        }
        self.markup = to;
    }

    /// `<% … %>`.
    fn block(&mut self, open: usize) -> usize {
        let (close, end) = close(&mut self.body, self.page, open, open + 2, "%>");
        let Some(close) = close else { return end };
        match self.page.as_bytes().get(open + 2) {
            Some(b'@') => {
                let tag = Tag::read(self.page.get(..end).unwrap_or(""), open + 3);
                self.directive(&tag);
                self.skip_to(open, end);
            }
            Some(b'!') => self.declaration(open, open + 3, close, end),
            Some(b'=') => self.expression(open, open + 3, close, end),
            _ => self.scriptlet(open, open + 2, close, end),
        }
        end
    }

    fn declaration(&mut self, open: usize, from: usize, to: usize, end: usize) {
        self.skip_to(open, end);
        self.members.append(&self.java(from, to));
        self.members.frame("\n");
    }

    fn expression(&mut self, open: usize, from: usize, to: usize, end: usize) {
        self.skip_to(open, end);
        if says_something(self.page, from, to) {
            self.body.frame("out.print(");
            let since = self.body.text.len();
            self.body.append(&self.java(from, to));
            self.body.shown(since);
            self.body.frame("\n);");
        }
    }

    fn scriptlet(&mut self, open: usize, from: usize, to: usize, end: usize) {
        self.skip_to(open, end);
        if says_something(self.page, from, to) {
            self.body.append(&self.java(from, to));
            self.body.frame("\n");
        }
    }

    /// `<jsp:scriptlet>…</jsp:scriptlet>` of JSP documents.
    fn element(&mut self, open: usize, local: &str) -> Option<usize> {
        let tag = Tag::read(self.page, open + "<jsp:".len() + local.len());
        if tag.is_empty {
            return None;
        }
        let (close, end) = close(&mut self.body, self.page, open, tag.end, "</jsp:");
        let Some(close) = close else { return Some(end) };
        let end = after(self.page, end, ">");
        match local {
            "declaration" => self.declaration(open, tag.end, close, end),
            "expression" => self.expression(open, tag.end, close, end),
            _ => self.scriptlet(open, tag.end, close, end),
        }
        Some(end)
    }

    /// `<%@ page import="a.B, c.*" %>`, `<%@ attribute name="x" type="a.B" %>`.
    fn directive(&mut self, tag: &Tag<'_>) {
        for range in tag.places("import") {
            let mut from = range.start;
            for name in self.page.get(range).unwrap_or("").split(',') {
                let start = from + (name.len() - name.trim_start().len());
                from += name.len() + 1;
                let name = name.trim();
                let written = name.strip_prefix("static ").unwrap_or(name).trim();
                if is_type(written.strip_suffix(".*").unwrap_or(written)) {
                    self.imports.meaning("import ", start);
                    self.imports.copy(self.page, start, start + name.len());
                    self.imports.frame(";");
                }
            }
        }
        if let (Some(name), Some(type_)) = (tag.place("name"), tag.place("type")) {
            self.local(name, type_);
        }
    }

    /// A variable of a type that an attribute names.
    fn local(&mut self, name: std::ops::Range<usize>, type_: std::ops::Range<usize>) -> bool {
        let known =
            [&name, &type_].iter().all(|r| self.page.get((*r).clone()).is_some_and(is_type));
        if known {
            self.body.copy(self.page, type_.start, type_.end);
            self.body.frame(" ");
            self.body.copy(self.page, name.start, name.end);
            self.body.frame(";");
        }
        known
    }

    /// `<jsp:useBean id="cart" class="shop.Cart" scope="session"/>`: a variable, and an attribute of the scope.
    fn bean(&mut self, open: usize, tag: &Tag<'_>) {
        let class = tag.place("class");
        let Some((id, type_)) = tag.place("id").zip(tag.place("type").or_else(|| class.clone()))
        else {
            return;
        };
        if !self.local(id.clone(), type_) {
            return;
        }
        if class.is_some()
            && let Some(scope) = tag.value("scope").and_then(object)
        {
            self.body.meaning(&format!("{scope}.setAttribute("), open);
            self.body.meaning(&format!("{:?}", self.page.get(id).unwrap_or("")), open);
            self.body.frame(",null);");
        }
    }

    /// `<c:set var="cart" value="…" scope="session"/>`.
    fn variable(&mut self, open: usize, tag: &Tag<'_>) {
        let scope = tag.value("scope").and_then(object);
        if let Some((scope, name)) = scope.zip(tag.value("var").filter(|v| is_type(v))) {
            self.body.meaning(&format!("{scope}.setAttribute({name:?}"), open);
            self.body.frame(",null);");
        }
    }
}

/// The object that keeps the attributes of a scope beyond the request.
fn object(scope: &str) -> Option<&'static str> {
    match scope {
        "session" => Some("session"),
        "application" => Some("application"),
        _ => None,
    }
}

/// What stands for a sign that would end a piece of code, with the sign.
const OF_PAGES: &[(&str, &str)] = &[("%\\>", "%>")];
/// What stands for signs of Java in XML.
const OF_DOCUMENTS: &[(&str, &str)] = &[
    ("<![CDATA[", ""),
    ("]]>", ""),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&amp;", "&"),
];
