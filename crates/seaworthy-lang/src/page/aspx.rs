//! ASP.NET pages, controls, handlers and services: C# or Visual Basic.
//!
//! Code between `<!--` and `-->` runs like all other. The first `%>` ends a piece, in a string too.

use seaworthy_facts::Language;

use super::tags::{Tag, is_type};
use super::{Code, Page, after, close, find, rest, says_something, type_name};

/// Namespaces that every page uses without saying so.
const IMPLICIT: [&str; 10] = [
    "System",
    "System.Collections",
    "System.Configuration",
    "System.Text",
    "System.Web",
    "System.Web.Caching",
    "System.Web.SessionState",
    "System.Web.Security",
    "System.Web.UI",
    "System.Web.UI.WebControls",
];

/// What one language of .NET needs around the code of a page.
struct Syntax {
    import: &'static str,
    /// Ends a statement.
    end: &'static str,
    /// Writes what an expression is worth.
    write: [&'static str; 2],
    /// Opens the type (between them stand its name and its base) and the method that writes the page.
    open: [&'static str; 4],
    /// Ends both.
    close: &'static str,
}

const CSHARP: Syntax = Syntax {
    import: "using ",
    end: ";",
    write: ["__w.Write(", "\n);"],
    open: ["class ", ":", "{", "\nvoid Render(HtmlTextWriter __w){"],
    close: "\n}}",
};

const VISUAL_BASIC: Syntax = Syntax {
    import: "Imports ",
    end: "\n",
    write: ["__w.Write(", ")\n"],
    open: ["Class ", "\nInherits ", "\n", "\nSub Render(__w As HtmlTextWriter)\n"],
    close: "\nEnd Sub\nEnd Class\n",
};

/// A page that is cut up.
struct Aspx<'p> {
    page: &'p str,
    host: Option<Language>,
    base: &'static str,
    /// Whether the directive says that the rest of the file is code.
    is_code: bool,
    /// Places of imported namespaces.
    imports: Vec<(usize, usize)>,
    members: Vec<(usize, usize)>,
    body: Vec<Part>,
    broken: Code,
}

/// What a page does from top to bottom.
enum Part {
    Statements(usize, usize),
    Expression(usize, usize),
    Markup,
}

/// The code of a page; `None` where there is none, or where it is in another language than C# and Visual Basic.
pub(super) fn code(path: &str, page: &str) -> Option<Page> {
    let mut aspx = Aspx {
        page,
        host: None,
        base: "System.Web.UI.Page",
        is_code: false,
        imports: Vec::new(),
        members: Vec::new(),
        body: Vec::new(),
        broken: Code::default(),
    };
    let (mut at, mut markup) = (0, 0);
    while let Some(open) = find(page, at, "<") {
        if let Some(end) = aspx.at(open, markup) {
            (at, markup) = (end, end);
            if aspx.is_code {
                break;
            }
        } else {
            at = open + 1;
        }
    }
    let broken = aspx.broken.unclosed;
    if aspx.is_code {
        let host = aspx.host?;
        let mut code = Code::default();
        code.copy(page, at, page.len());
        return says_something(page, at, page.len()).then_some(Page { host, code });
    }
    let is_empty = aspx.members.is_empty() && aspx.body.iter().all(|p| matches!(p, Part::Markup));
    if is_empty && broken.count == 0 {
        return None;
    }
    let host = aspx.host.unwrap_or_else(|| aspx.guess());
    let syntax = match host {
        Language::CSharp => &CSHARP,
        Language::VisualBasic => &VISUAL_BASIC,
        _ => return None,
    };
    let mut code = aspx.put_together(path, syntax);
    code.unclosed = broken;
    Some(Page { host, code })
}

impl Aspx<'_> {
    /// Reads what a `<` opens; returns the place after it, or `None` where it is markup.
    fn at(&mut self, open: usize, markup: usize) -> Option<usize> {
        let rest = rest(self.page, open + 1);
        if rest.starts_with("%--") {
            self.markup(markup, open);
            return Some(after(self.page, open, "--%>"));
        }
        if rest.starts_with('%') {
            self.markup(markup, open);
            return Some(self.block(open));
        }
        let is_script = rest.get(..6).is_some_and(|name| name.eq_ignore_ascii_case("script"));
        if !is_script {
            return None;
        }
        let tag = Tag::read(self.page, open + "<script".len());
        if !tag.value("runat").is_some_and(|at| at.eq_ignore_ascii_case("server")) {
            return None;
        }
        self.markup(markup, open);
        if let Some(language) = tag.value("language") {
            self.host.get_or_insert(host_named(language));
        }
        if tag.is_empty {
            return Some(tag.end);
        }
        let end = end_of_script(self.page, tag.end);
        if says_something(self.page, tag.end, end) {
            self.members.push((tag.end, end));
        }
        Some(end)
    }

    fn markup(&mut self, from: usize, to: usize) {
        if says_something(self.page, from, to) {
            self.body.push(Part::Markup);
        }
    }

    /// `<% … %>`.
    fn block(&mut self, open: usize) -> usize {
        let (close, end) = close(&mut self.broken, self.page, open, open + 2, "%>");
        let Some(close) = close else { return end };
        let inner = self.page.get(open + 2..close).unwrap_or("");
        let expression = ["#:", "=", ":", "#"].iter().find(|sign| inner.starts_with(**sign));
        if inner.starts_with('@') {
            self.directive(open + 3, end);
        } else if let Some(sign) = expression {
            let from = open + 2 + sign.len();
            if says_something(self.page, from, close) {
                self.body.push(Part::Expression(from, close));
            }
        } else if !inner.starts_with('$') && !inner.trim().is_empty() {
            self.body.push(Part::Statements(open + 2, close));
        }
        end
    }

    /// `@ Page Language="C#"`, `@ Import Namespace="System.IO"`.
    fn directive(&mut self, from: usize, end: usize) {
        let words = self.page.get(from..end).unwrap_or("");
        let name = words.trim_start().split(|c: char| !c.is_ascii_alphanumeric()).next();
        let tag = Tag::read(self.page.get(..end).unwrap_or(""), from);
        match name.unwrap_or("").to_ascii_lowercase().as_str() {
            "import" => {
                let place = tag.place("namespace");
                if let Some(place) = place.filter(|p| self.page.get(p.clone()).is_some_and(is_type))
                {
                    self.imports.push((place.start, place.end));
                }
                return;
            }
            "control" => self.base = "System.Web.UI.UserControl",
            "master" => self.base = "System.Web.UI.MasterPage",
            "application" => self.base = "System.Web.HttpApplication",
            "webhandler" | "webservice" | "servicehost" => self.is_code = true,
            "page" => {}
            _ => return,
        }
        let behind = ["CodeBehind", "CodeFile", "Src"].iter().find_map(|name| tag.value(name));
        if let Some(language) = tag.value("language") {
            self.host = Some(host_named(language));
        } else if let Some(behind) = behind {
            let behind = behind.to_ascii_lowercase();
            let is_basic = behind.ends_with(".vb");
            self.host = (is_basic || behind.ends_with(".cs")).then_some(if is_basic {
                Language::VisualBasic
            } else {
                Language::CSharp
            });
        }
    }

    /// The language of a page that does not say it (its `Web.config` does): Visual Basic has words for what are braces in C#.
    fn guess(&self) -> Language {
        let statements = self.body.iter().filter_map(|part| match part {
            Part::Statements(from, to) => Some((*from, *to)),
            _ => None,
        });
        let mut pieces = self.members.iter().copied().chain(statements).peekable();
        let has_pieces = pieces.peek().is_some();
        let mut written = pieces.filter_map(|(from, to)| self.page.get(from..to));
        let is_csharp = written.any(|piece| piece.contains(['{', '}', ';']));
        if has_pieces && !is_csharp { Language::VisualBasic } else { Language::CSharp }
    }

    fn put_together(&self, path: &str, syntax: &Syntax) -> Code {
        let mut code = Code::default();
        for namespace in IMPLICIT {
            code.frame(syntax.import);
            code.frame(namespace);
            code.frame(syntax.end);
        }
        for &(from, to) in &self.imports {
            code.meaning(syntax.import, from);
            code.copy(self.page, from, to);
            code.frame(syntax.end);
        }
        let [class, base, open, method] = syntax.open;
        code.frame(class);
        code.frame(&type_name(path));
        code.frame(base);
        code.frame(self.base);
        code.frame(open);
        for &(from, to) in &self.members {
            code.copy(self.page, from, to);
            code.frame("\n");
        }
        code.frame(method);
        for part in &self.body {
            match *part {
                Part::Statements(from, to) => {
                    code.copy(self.page, from, to);
                    code.frame("\n");
                }
                Part::Expression(from, to) => {
                    code.frame(syntax.write[0]);
                    let since = code.text.len();
                    code.copy(self.page, from, to);
                    code.shown(since);
                    code.frame(syntax.write[1]);
                }
                Part::Markup => code.frame(syntax.end),
            }
        }
        code.frame(syntax.close);
        code
    }
}

/// The language of an attribute; one that is not read here gives [`Language::Other`].
fn host_named(name: &str) -> Language {
    match name.to_ascii_lowercase().as_str() {
        "vb" | "vbs" | "visualbasic" | "vbscript" => Language::VisualBasic,
        name if name.starts_with("c#") || name.starts_with("cs") => Language::CSharp,
        _ => Language::Other,
    }
}

/// The place of the next `</script`, or the end.
fn end_of_script(page: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(found) = find(page, at, "</") {
        if page.get(found + 2..found + 8).is_some_and(|n| n.eq_ignore_ascii_case("script")) {
            return found;
        }
        at = found + 2;
    }
    page.len()
}
