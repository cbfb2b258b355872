//! The complete reading: everything that XPath sees.

use std::borrow::Cow;

use seaworthy_base::Span;

use crate::decode::decode;
use crate::doctype;
use crate::names;
use crate::parse::MAX_DEPTH;
use crate::scan::{RawAttribute, Scanner, Token};
use crate::tree::{Attribute, Document, Kind, Node, NodeId, Resolved};

/// Longest text that is read completely, in bytes; a longer one gives an empty document with a refusal.
pub const MAX_BYTES: usize = 32 << 20;

/// Most nodes of a complete reading; what follows is left out, with a refusal.
pub const MAX_NODES: usize = 4_000_000;

/// Whose data model a complete reading follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The recommendation's: CDATA is text, white space in attribute values is made blanks, prefixes are as written.
    Recommendation,
    /// That of the library that Konveyor reads XML with: CDATA sections are nodes of their own, the XML declaration
    /// is a node and made up where it is missing, what stands before it is out of reach, and a prefix counts where it
    /// is the last one declared for its address.
    Konveyor,
}

impl Document {
    /// Reads any text completely: comments, processing instructions, white space, document type, namespaces. Never
    /// fails: what is no XML is mended and listed in [`Document::repairs`], and [`Document::refusal`] says why
    /// Konveyor's library would not read it. Declared entities are not expanded.
    pub fn read(text: &str, reading: Reading) -> Self {
        let mut reader = Reader {
            doc: Self::empty(),
            scanner: Scanner::new(text),
            text,
            reading,
            open: Vec::new(),
            skipped: 0,
            started: false,
            second_try: false,
            lines: Lines::default(),
        };
        if text.len() > MAX_BYTES {
            let message = format!("longer than {MAX_BYTES} bytes; not read");
            reader.scanner.problems.refuse(0, message);
        } else {
            reader.run();
        }
        reader.finish()
    }
}

/// The line of a token as Konveyor's library counts: that of the first line start inside the last token that holds one.
#[derive(Default)]
struct Lines {
    current: u32,
    /// Line ends before `counted`.
    ends: u32,
    counted: usize,
}

impl Lines {
    fn advance(&mut self, text: &str, start: usize, end: usize) {
        if start == 0 {
            self.current = 1;
            return;
        }
        let bytes = text.as_bytes();
        let skipped = bytes.get(self.counted..start - 1).unwrap_or(&[]);
        self.ends += memchr::memchr_iter(b'\n', skipped).count() as u32;
        self.counted = start - 1;
        let token = bytes.get(start - 1..end.saturating_sub(1)).unwrap_or(&[]);
        if memchr::memchr(b'\n', token).is_some() {
            self.current = self.ends + 2;
        }
    }
}

struct Reader<'t> {
    doc: Document,
    scanner: Scanner<'t>,
    text: &'t str,
    reading: Reading,
    /// Open elements with their names as written.
    open: Vec<(u32, &'t str)>,
    /// Open elements below the depth limit.
    skipped: usize,
    /// Whether the first instruction or element was seen.
    started: bool,
    /// Whether the text is XML 1.1, which Konveyor reads in a second, strict try without lines.
    second_try: bool,
    lines: Lines,
}

impl<'t> Reader<'t> {
    fn run(&mut self) {
        while let Some((token, span)) = self.scanner.next_token() {
            let start = span.start as usize;
            self.lines.advance(self.text, start, span.end as usize);
            if self.doc.nodes.len() >= MAX_NODES {
                let message = format!("more than {MAX_NODES} nodes; the rest was not read");
                self.scanner.problems.refuse(start, message);
                break;
            }
            match token {
                Token::Start { name, attributes, empty } => {
                    self.start(name, attributes, empty, span);
                }
                Token::End { name } => self.end(name, span),
                Token::Text(raw) => self.character_data(raw, span),
                Token::Data(raw) => self.data(raw, span),
                Token::Comment(raw) => self.add(Kind::Comment(raw.to_owned()), span),
                Token::Instruction { target, text } => self.instruction(target, text, span),
                Token::Directive(raw) => self.directive(raw, span),
            }
        }
        if let Some((_, name)) = self.open.last() {
            self.scanner.problems.refuse(self.text.len(), format!("<{name}> is never closed"));
        }
        while let Some((node, _)) = self.open.pop() {
            self.close(node, self.text.len());
        }
        if !self.doc.nodes.iter().any(|n| matches!(n.kind, Kind::Element { .. })) {
            self.scanner.problems.refuse(0, "no element");
        }
    }

    fn finish(mut self) -> Document {
        self.close(0, self.text.len());
        names::resolve(&mut self.doc, self.reading, &mut self.scanner.problems);
        let problems = self.scanner.problems;
        self.doc.repairs = problems.repairs;
        self.doc.refusal = problems.refusal;
        if self.second_try {
            self.doc.refusal = self.doc.refusal.or(problems.strict);
            for node in &mut self.doc.nodes {
                node.line = 0;
            }
        }
        self.doc
    }

    fn start(&mut self, name: &'t str, attributes: Vec<RawAttribute<'t>>, empty: bool, span: Span) {
        if self.skipped > 0 || self.open.len() >= MAX_DEPTH {
            self.doc.too_deep = true;
            self.skipped += usize::from(!empty);
            return;
        }
        if !self.started && self.reading == Reading::Konveyor {
            self.push(Kind::Declaration, Span { start: span.start, end: span.start });
        }
        self.started = true;
        let name_sym = self.doc.names.intern(name);
        let attributes = attributes
            .into_iter()
            .map(|a| Attribute {
                name: self.doc.names.intern(a.name),
                resolved: Resolved::default(),
                value: self.attribute_value(&a),
                span: a.span,
            })
            .collect();
        let node = self.push(Kind::Element { name: name_sym, tag: span, attributes }, span);
        if !empty {
            self.open.push((node, name));
        }
    }

    fn attribute_value(&mut self, attribute: &RawAttribute<'t>) -> String {
        let at = attribute.span.start as usize;
        if self.reading == Reading::Konveyor || !attribute.value.contains(['\t', '\n', '\r']) {
            return self.decoded(attribute.value, at).into_owned();
        }
        let blanks = attribute.value.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
        self.decoded(&blanks, at).into_owned()
    }

    /// `raw` with references replaced and line ends made one character.
    fn decoded<'r>(&mut self, raw: &'r str, at: usize) -> Cow<'r, str> {
        let text: Cow<'r, str> = if raw.contains('\r') {
            Cow::Owned(raw.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Cow::Borrowed(raw)
        };
        let text = if text.contains('&') { Cow::Owned(self.entities(&text, at)) } else { text };
        self.check_characters(&text, at);
        text
    }

    fn entities(&mut self, text: &str, at: usize) -> String {
        // A reference that stays is one that the strict form refuses.
        let unknown = text.split('&').skip(1).any(|rest| {
            let name = rest.split(';').next().filter(|n| n.len() < rest.len());
            !name.is_some_and(|n| {
                matches!(n, "lt" | "gt" | "amp" | "quot" | "apos") || n.starts_with('#')
            })
        });
        if unknown {
            self.scanner.problems.strict(at, "an entity that XML does not know");
        }
        self.surrogates(text, at).map_or_else(|| decode(text), |text| decode(&text))
    }

    /// Numeric references that name no character: Go refuses the zero and reads a surrogate as the replacement
    /// character. `None` where there is none.
    fn surrogates(&mut self, text: &str, at: usize) -> Option<String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, reference)) = rest.split_once("&#") {
            let (digits, behind) = reference.split_once(';').unwrap_or(("", ""));
            let code = match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            out.push_str(before);
            match code {
                Ok(0) => self.scanner.problems.refuse(at, "a character that XML does not allow"),
                Ok(0xD800..=0xDFFF) => {
                    out.push(char::REPLACEMENT_CHARACTER);
                    rest = behind;
                    continue;
                }
                _ => {}
            }
            out.push_str("&#");
            rest = reference;
        }
        (!out.is_empty()).then(|| out + rest)
    }

    fn check_characters(&mut self, text: &str, at: usize) {
        let bad = |c: char| {
            (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
        };
        if text.contains(bad) {
            self.scanner.problems.refuse(at, "a character that XML does not allow");
        }
    }

    fn end(&mut self, name: &'t str, span: Span) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let start = span.start as usize;
        let Some(depth) = self.open.iter().rposition(|(_, open)| local(open) == local(name)) else {
            self.scanner.problems.refuse(start, format!("</{name}> closes nothing; dropped"));
            return;
        };
        while self.open.len() > depth + 1 {
            if let Some((node, open)) = self.open.pop() {
                let message = format!("</{name}> closes <{open}> too");
                let attributes = self.doc.attributes(NodeId(node));
                // Go's reader stumbles over the declarations that it did not take back.
                if attributes.iter().any(|a| self.doc.declares_namespace(a)) {
                    self.scanner.problems.refuse(start, message);
                } else {
                    self.scanner.problems.strict(start, message);
                }
                self.close(node, start);
            }
        }
        if let Some((node, open)) = self.open.pop() {
            if open != name {
                self.scanner.problems.refuse(start, format!("</{name}> closes <{open}>"));
            }
            self.close(node, span.end as usize);
        }
    }

    fn close(&mut self, node: u32, at: usize) {
        let last = self.doc.nodes.len() as u32;
        if let Some(node) = self.doc.nodes.get_mut(node as usize) {
            node.end = last;
            node.span.end = Span::new(0, at).end;
        }
    }

    fn character_data(&mut self, raw: &'t str, span: Span) {
        let text = self.decoded(raw, span.start as usize);
        self.text(text, span);
    }

    fn data(&mut self, raw: &'t str, span: Span) {
        let text: Cow<'t, str> = if raw.contains('\r') {
            Cow::Owned(raw.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Cow::Borrowed(raw)
        };
        self.check_characters(&text, span.start as usize);
        match self.reading {
            Reading::Konveyor => self.add(Kind::Data(text.into_owned()), span),
            Reading::Recommendation => self.text(text, span),
        }
    }

    fn text(&mut self, text: Cow<'_, str>, span: Span) {
        if self.reading == Reading::Recommendation {
            // Text at the top is not in the recommendation's model, and neighbours are one node.
            let Some(&(parent, _)) = self.open.last() else { return };
            if text.is_empty() || self.skipped > 0 {
                return;
            }
            if let Some(Node { kind: Kind::Text(last), parent: of, span: whole, .. }) =
                self.doc.nodes.last_mut()
                && *of == parent
            {
                last.push_str(&text);
                whole.end = span.end;
                return;
            }
        }
        self.add(Kind::Text(text.into_owned()), span);
    }

    fn instruction(&mut self, target: &'t str, text: &'t str, span: Span) {
        self.started = true;
        if target != "xml" {
            let target = self.doc.names.intern(target);
            let text = match self.reading {
                Reading::Konveyor => text.trim(),
                Reading::Recommendation => text,
            };
            self.add(Kind::Instruction { target, text: text.to_owned() }, span);
            return;
        }
        let start = span.start as usize;
        match pseudo_attribute("version", text) {
            "" | "1.0" => {}
            "1.1" if span.of(self.text).starts_with("<?xml version=\"1.1\"") => {
                self.second_try = true;
            }
            version => {
                self.scanner.problems.refuse(start, format!("version {version} of XML"));
            }
        }
        let encoding = pseudo_attribute("encoding", text);
        if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("utf-8") && !self.second_try {
            self.scanner.problems.refuse(start, format!("declared to be in {encoding}"));
        }
        if self.reading == Reading::Konveyor {
            self.add(Kind::Declaration, span);
        }
    }

    fn directive(&mut self, raw: &'t str, span: Span) {
        let mut attributes = Vec::new();
        let of_type = doctype::identifiers(raw);
        if self.reading == Reading::Recommendation && of_type.is_none() {
            return;
        }
        let (public, system) = of_type.unwrap_or_default();
        for (name, value) in [("public-id", public), ("system-id", system)] {
            let Some(value) = value else { continue };
            let offset = value.as_ptr() as usize - self.text.as_ptr() as usize;
            attributes.push(Attribute {
                name: self.doc.names.intern(name),
                resolved: Resolved::default(),
                value: value.to_owned(),
                span: Span::new(offset, offset + value.len()),
            });
        }
        self.add(Kind::Directive { attributes }, span);
    }

    /// Adds a node without children, where such a node can be reached.
    fn add(&mut self, kind: Kind, span: Span) {
        let hidden = !self.started && self.reading == Reading::Konveyor;
        if self.skipped == 0 && !hidden {
            self.push(kind, span);
        }
    }

    fn push(&mut self, kind: Kind, span: Span) -> u32 {
        let id = self.doc.nodes.len() as u32;
        let parent = self.open.last().map_or(0, |(node, _)| *node);
        let mut node = Node::new(kind, parent, id, span);
        node.line = self.lines.current;
        self.doc.nodes.push(node);
        id
    }
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// The value of `name="…"` in the text of an instruction, empty where there is none.
fn pseudo_attribute<'t>(name: &str, text: &'t str) -> &'t str {
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        rest = rest.get(at + name.len()..).unwrap_or("");
        let Some(value) = rest.strip_prefix('=') else { continue };
        if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let value = value.get(1..).unwrap_or("");
            return value.split_once(quote).map_or("", |(value, _)| value);
        }
    }
    ""
}

#[cfg(test)]
mod tests;
