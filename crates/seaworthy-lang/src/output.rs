//! Where extractors write: facts, scopes, and what string literals are used for.

use std::ops::Range;

use seaworthy_base::{Span, Sym};
use seaworthy_facts::{FactFlags, FactKind, FactSink};
use tree_sitter::Node;

use crate::apis::{Apis, Effect, NONE};
use crate::literal;
use crate::value::{Value, render};

/// Literals shorter or longer than this (in bytes) are no facts.
const LITERAL_LENGTHS: std::ops::RangeInclusive<usize> = 3..=400;
/// How many enclosing calls are looked at to find what a literal is used for.
const USES_LOOKED_AT: usize = 8;

/// Whether somebody will look at a fact of this kind and name.
pub type Wanted<'w> = dyn FnMut(FactKind, &str) -> bool + 'w;

/// The facts of one file in the making.
pub(crate) struct Output<'t> {
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
    sink: FactSink,
    apis: &'static Apis,
    scopes: Vec<Sym>,
    uses: Vec<Use>,
    /// Names of the uses, one after the other, so that a push allocates nothing.
    use_names: String,
}

struct Use {
    name_at: usize,
    bytes: Range<usize>,
}

impl<'t> Output<'t> {
    /// An output without facts.
    pub(crate) fn new(text: &'t str, wanted: &'t mut Wanted<'t>, apis: &'static Apis) -> Self {
        Self {
            text,
            wanted,
            sink: FactSink::new(),
            apis,
            scopes: Vec::new(),
            uses: Vec::new(),
            use_names: String::new(),
        }
    }

    /// The facts' sink, to end the file with.
    pub(crate) fn into_sink(self) -> FactSink {
        self.sink
    }

    /// The whole text.
    pub(crate) fn source(&self) -> &'t str {
        self.text
    }

    /// The text of a node.
    pub(crate) fn text(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or("")
    }

    /// Whether a fact of this kind and name is worth its value: asked where the value is dear, before [`Self::add`].
    pub(crate) fn wants(&mut self, kind: FactKind, name: &str) -> bool {
        (self.wanted)(kind, name)
    }

    /// Adds a fact, if it is wanted.
    pub(crate) fn fact(
        &mut self,
        kind: FactKind,
        resolved: bool,
        name: &str,
        value: &str,
        span: Span,
    ) {
        if self.wants(kind, name) {
            self.add(kind, resolved, name, value, span);
        }
    }

    /// Adds a fact whose value is an argument list, if it is wanted; else the list is not rendered.
    pub(crate) fn fact_with(
        &mut self,
        kind: FactKind,
        resolved: bool,
        name: &str,
        args: &[Value<'_>],
        span: Span,
    ) {
        if self.wants(kind, name) {
            self.add(kind, resolved, name, &render(args), span);
        }
    }

    /// Adds a fact that [`Self::wants`] said yes to.
    pub(crate) fn add(
        &mut self,
        kind: FactKind,
        resolved: bool,
        name: &str,
        value: &str,
        span: Span,
    ) {
        let flags = if resolved { FactFlags::RESOLVED } else { FactFlags::default() };
        self.sink.push(kind, flags, name, value, span);
    }

    /// Facts up to the matching [`Self::leave_scope`] belong to this function or type.
    pub(crate) fn enter_scope(&mut self, qualified: &str) {
        let before = self.sink.set_scope(qualified);
        self.scopes.push(before);
    }

    /// Ends the innermost scope.
    pub(crate) fn leave_scope(&mut self) {
        if let Some(before) = self.scopes.pop() {
            self.sink.restore_scope(before);
        }
    }

    /// Literals within `bytes` are used as `prefix` + `name` (`arg:` or `assign:`), until [`Self::pop_use`].
    pub(crate) fn push_use(&mut self, prefix: &str, name: &str, bytes: Range<usize>) {
        let name_at = self.use_names.len();
        self.use_names.push_str(prefix);
        self.use_names.push_str(name);
        self.uses.push(Use { name_at, bytes });
    }

    /// Ends the innermost use.
    pub(crate) fn pop_use(&mut self) {
        if let Some(last) = self.uses.pop() {
            self.use_names.truncate(last.name_at);
        }
    }

    /// Adds the facts of a string literal: the text, and `Url` or `Sql` where it is one.
    pub(crate) fn string(&mut self, text: &str, span: Span) {
        if !LITERAL_LENGTHS.contains(&text.len()) {
            if text.len() > *LITERAL_LENGTHS.end() {
                self.sql(text, span);
            }
            return;
        }
        let at = span.start as usize;
        let mut end = self.use_names.len();
        let mut used: Range<usize> = 0..0;
        for u in self.uses.iter().rev().take(USES_LOOKED_AT) {
            if u.bytes.contains(&at) {
                used = u.name_at..end;
                break;
            }
            end = u.name_at;
        }
        let used = self.use_names.get(used).unwrap_or("");
        let flags = FactFlags::default();
        if (self.wanted)(FactKind::StringLit, text) {
            self.sink.push(FactKind::StringLit, flags, text, used, span);
        }
        if literal::is_url(text) {
            let by = used.split_once(':').map_or("", |(_, by)| by);
            self.sink.push(FactKind::Url, flags, text, by, span);
        } else {
            self.sql(text, span);
        }
    }

    /// Adds the fact of a statement of SQL, if the text is one.
    pub(crate) fn sql(&mut self, text: &str, span: Span) {
        if let Some((statement, table)) = literal::sql(text) {
            self.sink.push(FactKind::Sql, FactFlags::default(), &statement, table, span);
        }
    }

    /// The effect of a callee, where it has one.
    pub(crate) fn effect_of(&self, name: &str) -> Option<Effect> {
        self.apis.get(name)
    }

    fn temporary(&mut self, resolved: bool, api: &str, span: Span) {
        let flags = if resolved { FactFlags::RESOLVED } else { FactFlags::default() };
        self.sink.push(FactKind::FileWrite, flags.with(FactFlags::TEMPORARY), "<temp>", api, span);
    }

    /// Adds the fact of one effect.
    pub(crate) fn effect(
        &mut self,
        effect: Effect,
        resolved: bool,
        api: &str,
        args: &[Value<'_>],
        span: Span,
    ) {
        let string = |i: u8| args.get(usize::from(i)).and_then(Value::as_str);
        let or_unknown = |i: u8| string(i).filter(|s| !s.is_empty()).unwrap_or("?");
        match effect {
            Effect::Env(i) => {
                let default = render(args.get(usize::from(i) + 1..).unwrap_or(&[]));
                self.fact(
                    FactKind::EnvRead,
                    resolved,
                    or_unknown(i),
                    default.trim_matches('"'),
                    span,
                );
            }
            Effect::Listen { port, host } => {
                let number =
                    args.get(usize::from(port)).and_then(Value::as_number).filter(|&n| n <= 65_535);
                let port = number.map_or_else(|| "?".to_owned(), |n| n.to_string());
                let host = if host == NONE { "" } else { string(host).unwrap_or("") };
                self.fact(FactKind::Listen, resolved, &port, host, span);
            }
            Effect::ListenUrl(i) => {
                let url = string(i).and_then(|s| s.split(';').next()).unwrap_or("");
                let host = url.split_once("://").map_or("", |(_, rest)| rest);
                let host = host.split([':', '/']).next().unwrap_or("");
                let port = literal::port(url).map_or_else(|| "?".to_owned(), |n| n.to_string());
                self.fact(FactKind::Listen, resolved, &port, host, span);
            }
            Effect::ListenAddress(i) => {
                let (host, port) = literal::address(string(i).unwrap_or(""));
                let port = port.map_or_else(|| "?".to_owned(), |n| n.to_string());
                self.fact(FactKind::Listen, resolved, &port, host, span);
            }
            Effect::Read(i) => self.fact(FactKind::FileRead, resolved, or_unknown(i), api, span),
            Effect::Write(i) if args.get(usize::from(i)).is_some_and(names_temporary) => {
                self.temporary(resolved, api, span);
            }
            Effect::Write(i) => self.fact(FactKind::FileWrite, resolved, or_unknown(i), api, span),
            Effect::WriteNamed(i) => {
                if let Some(path) = string(i) {
                    self.fact(FactKind::FileWrite, resolved, path, api, span);
                }
            }
            Effect::Open { path, mode } => {
                let writes = string(mode).is_some_and(|m| m.contains(['w', 'a', 'x', 'c', '+']));
                if writes && args.get(usize::from(path)).is_some_and(names_temporary) {
                    self.temporary(resolved, api, span);
                    return;
                }
                let kind = if writes { FactKind::FileWrite } else { FactKind::FileRead };
                self.fact(kind, resolved, or_unknown(path), api, span);
            }
            Effect::Temporary => self.temporary(resolved, api, span),
            Effect::Connect(i) => {
                // A literal in the call is a `Url` of its own; a constant from elsewhere is known only here.
                let here = |s: &str| span.of(self.text).contains(s);
                if let Some(url) = string(i).filter(|s| s.contains(':') && !here(s)) {
                    self.fact(FactKind::Url, resolved, url, api, span);
                }
            }
            Effect::Exec(i) => {
                let program = args
                    .get(usize::from(i))
                    .and_then(|v| v.strings().first().copied())
                    .unwrap_or("?");
                self.fact(FactKind::Exec, resolved, program, api, span);
            }
            Effect::Route(i, method) => {
                if let Some(path) = string(i) {
                    self.fact(FactKind::Route, resolved, path, method, span);
                }
            }
        }
    }
}

/// Whether an argument is a variable that says of itself that it is temporary: `tempFile`, `$tmp_name`, `self.tmpdir`. Where the
/// file came from is often a parameter or another function away, its name is not.
fn names_temporary(value: &Value<'_>) -> bool {
    match value {
        Value::Name(name) => is_temporary_name(name),
        Value::Named(_, value) => names_temporary(value),
        Value::Str(path) => path.starts_with(TEMPORARY),
        _ => false,
    }
}

/// What stands for the temporary folder, or for a file in it, at the start of a path.
pub(crate) const TEMPORARY: &str = "<temp>";

/// Whether a name says that a file or folder is temporary.
pub(crate) fn is_temporary_name(name: &str) -> bool {
    let name = name.rsplit('.').next().unwrap_or(name);
    let lower = name.trim_start_matches(['$', '_', '@']).to_ascii_lowercase();
    // A template or a temperature is none.
    let rest = lower.strip_prefix("temp").or_else(|| lower.strip_prefix("tmp"));
    rest.is_some_and(|rest| {
        rest.is_empty()
            || rest.starts_with(['_', '-'])
            || [
                "file", "fname", "fn", "fp", "dir", "path", "name", "folder", "zip", "csv", "out",
                "orary",
            ]
            .iter()
            .any(|word| rest.starts_with(word))
    })
}

/// The span of a node.
pub(crate) fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

/// From the start of one node to the end of another.
pub(crate) fn span_between(from: Node<'_>, to: Node<'_>) -> Span {
    Span::new(from.start_byte(), to.end_byte())
}
