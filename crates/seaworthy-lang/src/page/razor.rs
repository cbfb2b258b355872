//! Razor views, pages and components: C#.
//!
//! The page is read by a stack of modes: markup, in which `@` begins code, and code, in which a tag at the start of a statement
//! begins markup. There is no recursion, and what one expression may cost is limited.

mod directives;
mod markup;
mod tokens;

use super::{Code, after, find, rest, type_name};
use markup::{Markup, Until};
use tokens::{balanced, is_word, skip, skip_blanks, word};

/// Namespaces of the views of ASP.NET MVC.
const WEB: &str = "using System;using System.Collections.Generic;using System.IO;using System.Linq;using System.Web;\
using System.Web.Mvc;using System.Web.SessionState;using System.Web.Caching;using System.Web.Routing;\
using System.Web.Optimization;";

/// Namespaces of views, pages and components of ASP.NET Core.
const CORE: &str = "using System;using System.Collections.Generic;using System.IO;using System.Linq;\
using System.Threading.Tasks;using Microsoft.AspNetCore.Mvc;using Microsoft.AspNetCore.Http;\
using Microsoft.Extensions.Configuration;using Microsoft.AspNetCore.Hosting;";

/// What only pages of ASP.NET Core say.
const SIGNS_OF_CORE: [&str; 7] = [
    "Microsoft.AspNetCore",
    "@addTagHelper",
    "@inject ",
    " asp-",
    "@await ",
    "Context.Session.",
    "<partial ",
];

/// Words that begin a statement.
const STATEMENTS: [&str; 9] =
    ["if", "for", "foreach", "while", "do", "switch", "try", "lock", "using"];

/// Directives that end with their line and hold no code that could be read by itself.
const LINES: [&str; 13] = [
    "addTagHelper",
    "removeTagHelper",
    "tagHelperPrefix",
    "namespace",
    "implements",
    "inherits",
    "attribute",
    "layout",
    "page",
    "typeparam",
    "rendermode",
    "preservewhitespace",
    "sessionstate",
];

/// An expression longer than this is none.
const LONGEST_EXPRESSION: usize = 16 * 1024;

/// Modes deeper than this are read as text.
const DEEPEST: usize = 200;

#[derive(Clone, Debug)]
enum Mode {
    Markup(Markup),
    Statements(Statements),
}

/// Statements of C#, up to the brace that closes them.
#[derive(Clone, Copy, Debug)]
struct Statements {
    kind: Kind,
    braces: u32,
    parentheses: u32,
    /// What is not copied yet.
    from: usize,
    /// Whether a statement could begin here.
    starts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `@{ … }`, whose braces are the page's.
    Block,
    /// `@functions { … }`.
    Members,
    /// `@helper A() { … }`.
    Helper,
    /// `@if (…) { … } else { … }`.
    Control,
    /// `@do { … } while (…);`, and whether the loop has ended.
    Do(bool),
}

struct Razor<'p> {
    page: &'p str,
    bytes: &'p [u8],
    imports: Code,
    members: Code,
    parameters: Code,
    body: Code,
    modes: Vec<Mode>,
    /// Whether code is that of members.
    in_members: bool,
    /// Bytes that may still be looked at in search of ends that are not there.
    fuel: usize,
}

/// The C# of a page; `None` where there is none.
pub(super) fn code(path: &str, page: &str) -> Option<Code> {
    let mut razor = Razor {
        page,
        bytes: page.as_bytes(),
        imports: Code::default(),
        members: Code::default(),
        parameters: Code::default(),
        body: Code::default(),
        modes: vec![Mode::Markup(Markup::default())],
        in_members: false,
        fuel: page.len().saturating_mul(8),
    };
    let mut at = 0;
    while at < page.len() {
        at = match razor.modes.pop() {
            Some(Mode::Markup(markup)) => razor.markup(markup, at),
            Some(Mode::Statements(statements)) => razor.statements(statements, at),
            None => break,
        };
    }
    razor.end();
    let is_empty = [&razor.imports, &razor.members, &razor.parameters, &razor.body]
        .iter()
        .all(|code| code.is_empty());
    (!is_empty).then(|| razor.put_together(path))
}

impl Razor<'_> {
    /// Code that the page does not close.
    fn end(&mut self) {
        let length = self.page.len();
        for mode in std::mem::take(&mut self.modes).into_iter().rev() {
            match mode {
                Mode::Statements(mut statements) => {
                    let begin = statements.from;
                    self.copy(&mut statements, length);
                    self.body.unclosed.add(begin);
                }
                Mode::Markup(markup) => self.code().frame(markup.after),
            }
        }
    }

    fn put_together(&self, path: &str) -> Code {
        let is_core =
            path.ends_with(".razor") || SIGNS_OF_CORE.iter().any(|sign| self.page.contains(sign));
        let mut code = Code::default();
        code.frame(if is_core { CORE } else { WEB });
        code.append(&self.imports);
        let base = match (is_core, path.ends_with(".razor")) {
            (true, true) => "Microsoft.AspNetCore.Components.ComponentBase",
            (true, false) => "Microsoft.AspNetCore.Mvc.Razor.RazorPage",
            (false, _) => "System.Web.Mvc.WebViewPage",
        };
        code.frame(&format!("class {}:{base}{{", type_name(path)));
        code.append(&self.members);
        code.frame("\nvoid Execute(");
        code.append(&self.parameters);
        code.frame("){");
        code.append(&self.body);
        code.frame("\n}}");
        code
    }

    fn code(&mut self) -> &mut Code {
        if self.in_members { &mut self.members } else { &mut self.body }
    }

    /// Copies what statements have read.
    fn copy(&mut self, statements: &mut Statements, to: usize) {
        let page = self.page;
        self.code().copy(page, statements.from, to);
        statements.from = to;
    }

    fn balanced(&mut self, at: usize) -> Option<usize> {
        let most = LONGEST_EXPRESSION.min(self.fuel);
        let end = balanced(self.bytes, at, most);
        let looked_at = end.map_or(most, |end| end - at);
        self.fuel = self.fuel.saturating_sub(looked_at);
        end
    }

    /// Reads markup up to the next change of mode; `markup` is off the stack.
    fn markup(&mut self, mut markup: Markup, mut at: usize) -> usize {
        while let Some(&byte) = self.bytes.get(at) {
            let rest = rest(self.page, at);
            match byte {
                b'@' if rest.starts_with("@*") => at = after(self.page, at, "*@"),
                b'@' => {
                    let before = self.modes.len();
                    self.modes.push(Mode::Markup(markup));
                    at = self.transition(at);
                    if self.modes.len() > before + 1 {
                        return at;
                    }
                    let Some(Mode::Markup(same)) = self.modes.pop() else { return at };
                    markup = same;
                }
                b'\n' if markup.until == Until::Line => {
                    self.resume_at(at);
                    return at;
                }
                _ if markup.until == Until::Tag => {
                    at = markup.within(rest, at);
                    if markup.depth == 0 && !markup.in_tag {
                        self.code().frame(markup.after);
                        self.resume_at(at);
                        return at;
                    }
                }
                _ => at += 1,
            }
        }
        self.modes.push(Mode::Markup(markup));
        at
    }

    /// Reads what a `@` in markup or at the start of a statement begins; new modes are on the stack afterwards.
    fn transition(&mut self, at: usize) -> usize {
        let next = self.bytes.get(at + 1).copied().unwrap_or(b' ');
        let before = at.checked_sub(1).and_then(|n| self.bytes.get(n)).copied();
        if next == b'@' {
            return at + 2;
        }
        if next == b'(' {
            let Some(end) = self.balanced(at + 1) else { return at + 1 };
            self.write(at + 2, end - 1);
            return end;
        }
        // An address of electronic mail.
        if before.is_some_and(is_word) {
            return at + 1;
        }
        if next == b'{' {
            self.begin(Kind::Block, at + 2, 1);
            return at + 2;
        }
        let end = word(self.bytes, at + 1);
        let name = self.page.get(at + 1..end).unwrap_or("");
        let blanks = skip_blanks(self.bytes, end);
        let then = self.bytes.get(blanks).copied().unwrap_or(b' ');
        let is_directive = blanks > end && self.begins_line(at);
        match name {
            "" => at + 1,
            "using" if is_directive && then != b'(' => self.using(end),
            "model" if is_directive => self.model(blanks),
            "inject" if is_directive => self.inject(blanks),
            "functions" | "code" if then == b'{' => {
                self.begin(Kind::Members, blanks + 1, 1);
                blanks + 1
            }
            "helper" if blanks > end => self.helper(blanks),
            "section" if blanks > end => skip_blanks(self.bytes, word(self.bytes, blanks)),
            _ if is_directive && LINES.contains(&name) => {
                find(self.page, end, "\n").unwrap_or(self.page.len())
            }
            _ if STATEMENTS.contains(&name) && matches!(then, b'(' | b'{') => {
                let kind = if name == "do" { Kind::Do(false) } else { Kind::Control };
                self.begin(kind, at + 1, 0);
                end
            }
            // An attribute of a component: `@onclick="Save"`.
            _ if blanks == end && matches!(then, b'=' | b':') => end,
            _ => self.expression(at + 1, end),
        }
    }

    /// Whether nothing but blanks stands before on the line.
    fn begins_line(&self, at: usize) -> bool {
        let before = self.bytes.get(..at).unwrap_or(&[]);
        let sign = before.iter().rev().find(|b| !matches!(b, b' ' | b'\t'));
        // A mark of the byte order stands before the first sign of a file.
        sign.is_none_or(|sign| matches!(sign, b'\n' | b'\r')) || before == b"\xef\xbb\xbf"
    }

    /// Statements from `from` on, with so many braces open.
    fn begin(&mut self, kind: Kind, from: usize, braces: u32) {
        if self.modes.len() >= DEEPEST {
            return;
        }
        self.in_members |= matches!(kind, Kind::Members | Kind::Helper);
        let starts = braces > 0;
        self.modes.push(Mode::Statements(Statements {
            kind,
            braces,
            parentheses: 0,
            from,
            starts,
        }));
    }

    /// `@Model.Name`, `@await Html.PartialAsync("x")`: what belongs to an expression ends with the first other sign.
    fn expression(&mut self, from: usize, first: usize) -> usize {
        let mut end = first;
        let first_word = self.page.get(from..end);
        if matches!(first_word, Some("await" | "new")) {
            end = word(self.bytes, skip_blanks(self.bytes, end));
        }
        loop {
            let next = match self.bytes.get(end..).unwrap_or(&[]) {
                [b'(' | b'[', ..] => self.balanced(end),
                [b'?' | b'!', b'.', next, ..] if is_word(*next) => Some(word(self.bytes, end + 2)),
                [b'?', b'[', ..] => self.balanced(end + 1),
                [b'.', next, ..] if is_word(*next) => Some(word(self.bytes, end + 1)),
                _ => None,
            };
            match next.filter(|next| *next > end + 1) {
                Some(next) => end = next,
                None => break,
            }
        }
        self.write(from, end);
        end
    }

    fn write(&mut self, from: usize, to: usize) {
        let page = self.page;
        if super::says_something(page, from, to) {
            let code = self.code();
            code.frame("__w(");
            let since = code.text.len();
            code.copy(page, from, to);
            code.shown(since);
            code.frame("\n);");
        }
    }

    /// Reads statements up to the next change of mode; `statements` are off the stack.
    fn statements(&mut self, mut statements: Statements, mut at: usize) -> usize {
        while let Some(&byte) = self.bytes.get(at) {
            if self.bytes.get(at..at + 2) == Some(b"@*") {
                self.copy(&mut statements, at);
                at = after(self.page, at, "*@");
                statements.from = at;
                continue;
            }
            if let Some(next) = skip(self.bytes, at) {
                // A comment is no part of a statement.
                statements.starts &= byte == b'/';
                at = next;
                continue;
            }
            if statements.starts && self.begins_markup(at) {
                self.copy(&mut statements, at);
                self.modes.push(Mode::Statements(statements));
                return self.begin_markup(at);
            }
            match byte {
                b'@' => {
                    let next = self.bytes.get(at + 1).copied().unwrap_or(b' ');
                    let is_begin = is_word(next) || matches!(next, b'(' | b'{');
                    if statements.starts && is_begin && !self.is_escaped_name(at) {
                        self.copy(&mut statements, at);
                        let place = self.modes.len();
                        self.modes.push(Mode::Statements(statements));
                        let end = self.transition(at);
                        // What follows is copied from behind the code that was just read.
                        if let Some(Mode::Statements(s)) = self.modes.get_mut(place) {
                            s.from = end;
                        }
                        return end.max(at + 1);
                    }
                    if next == b'<' {
                        self.copy(&mut statements, at);
                        statements.from = at + 1;
                        self.modes.push(Mode::Statements(statements));
                        self.code().frame("item=>{");
                        return self.begin_tag(at + 1, "}");
                    }
                    statements.starts = false;
                }
                b'{' => {
                    statements.braces += 1;
                    statements.starts = true;
                }
                b'}' => {
                    statements.braces = statements.braces.saturating_sub(1);
                    statements.starts = true;
                    if statements.braces == 0
                        && let Some(end) = self.closed(&mut statements, at)
                    {
                        return end;
                    }
                }
                b'(' => statements.parentheses += 1,
                b')' => statements.parentheses = statements.parentheses.saturating_sub(1),
                b';' | b':' => {
                    statements.starts = statements.parentheses == 0;
                    let ends = statements.braces == 0 && statements.parentheses == 0;
                    if ends && byte == b';' {
                        self.copy(&mut statements, at + 1);
                        self.resume_at(at + 1);
                        return at + 1;
                    }
                }
                _ if byte.is_ascii_whitespace() => {}
                _ => statements.starts = false,
            }
            at += 1;
        }
        self.modes.push(Mode::Statements(statements));
        at
    }

    /// The last brace of statements closes at `at`: the place after them, or `None` where they go on.
    fn closed(&mut self, statements: &mut Statements, at: usize) -> Option<usize> {
        let next = skip_blanks(self.bytes, at + 1);
        let follows = self.page.get(next..word(self.bytes, next)).unwrap_or("");
        match statements.kind {
            Kind::Block | Kind::Members => {
                self.copy(statements, at);
                self.code().frame("\n");
            }
            Kind::Control if matches!(follows, "else" | "catch" | "finally") => return None,
            Kind::Do(_) if follows == "while" => {
                statements.kind = Kind::Do(true);
                return None;
            }
            Kind::Control | Kind::Do(_) | Kind::Helper => self.copy(statements, at + 1),
        }
        if matches!(statements.kind, Kind::Members | Kind::Helper) {
            self.in_members = false;
        }
        self.resume_at(at + 1);
        Some(at + 1)
    }

    /// Whether markup begins within statements: `<p>`, `<!-- -->`, `@: text`.
    fn begins_markup(&self, at: usize) -> bool {
        match self.bytes.get(at..).unwrap_or(&[]) {
            [b'<', next, ..] => next.is_ascii_alphabetic() || *next == b'!',
            [b'@', b':', ..] => true,
            _ => false,
        }
    }

    /// `@class = "wide"`: a name that would else be a word of C#.
    fn is_escaped_name(&self, at: usize) -> bool {
        let next = skip_blanks(self.bytes, word(self.bytes, at + 1));
        self.bytes.get(next).is_some_and(|b| matches!(b, b'=' | b',' | b'}'))
    }

    fn begin_markup(&mut self, at: usize) -> usize {
        if self.bytes.get(at) == Some(&b'@') {
            let until = Until::Line;
            self.modes.push(Mode::Markup(Markup { until, ..Markup::default() }));
            return at + 2;
        }
        self.begin_tag(at, "")
    }

    fn begin_tag(&mut self, at: usize, after: &'static str) -> usize {
        let mut markup = Markup { until: Until::Tag, after, ..Markup::default() };
        let next = markup.within(rest(self.page, at), at);
        self.modes.push(Mode::Markup(markup));
        next
    }

    /// Statements below go on copying from here.
    fn resume_at(&mut self, place: usize) {
        if let Some(Mode::Statements(statements)) = self.modes.last_mut() {
            statements.from = place;
        }
    }
}
