//! Pages: code of a host language between markup.
//!
//! A page is cut into code and markup, and its code is put together as one text of the host language: imports first, then a
//! type with the members that the page declares, then a method with everything that runs from top to bottom. That is what
//! the engines of pages make of them. The host's analyser reads the text as if it were a file; the [`Code`] knows where in
//! the page each piece of it was, so that every fact ends at its own line and column, and facts of what was only put around
//! the code (the type, the method) are dropped.
//!
//! A new kind of page is a module with a function from the text of the page to its [`Page`].

mod aspx;
mod blade;
mod erb;
mod jsp;
mod razor;
mod tags;
#[cfg(test)]
mod tests;

use seaworthy_base::Span;
use seaworthy_facts::{Fact, FactKind, Language};

use crate::walk::SyntaxErrors;

/// The code of a page.
pub(crate) struct Page {
    /// What it is written in.
    pub(crate) host: Language,
    pub(crate) code: Code,
}

/// Whether a file is a page whose code is read here.
pub(crate) fn is_page(path: &str, language: Language) -> bool {
    match language {
        Language::Aspx | Language::Erb | Language::Jsp => true,
        // There is nobody who could say where code of Visual Basic ends in such a page.
        Language::Razor => !path.to_ascii_lowercase().ends_with(".vbhtml"),
        Language::Php => path.to_ascii_lowercase().ends_with(".blade.php"),
        _ => false,
    }
}

/// The code of a page; `None` where it holds none.
pub(crate) fn read(path: &str, language: Language, text: &str) -> Option<Page> {
    let (host, code) = match language {
        Language::Aspx => return aspx::code(path, text),
        Language::Erb => (Language::Ruby, erb::code(text)),
        Language::Jsp => (Language::Java, jsp::code(path, text)),
        Language::Php => (Language::Php, blade::code(text)),
        Language::Razor => (Language::CSharp, razor::code(path, text)),
        _ => return None,
    };
    Some(Page { host, code: code? })
}

/// A text of a host language that is made of pieces of a page and of what has to stand around them.
#[derive(Debug, Default)]
pub(crate) struct Code {
    text: String,
    /// In the order of the text, without gaps.
    pieces: Vec<Piece>,
    /// Places of the page where code begins that never ends; it is left out.
    unclosed: SyntaxErrors,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Its first byte in the text.
    at: usize,
    origin: Origin,
    /// Whether the page writes what it is worth: an address in it is one that a browser is sent to.
    is_shown: bool,
}

/// Where in the page a piece of code comes from.
#[derive(Clone, Copy, Debug)]
enum Origin {
    /// Byte for byte from this place on.
    Copied(usize),
    /// It says in the host's language what stands at this place.
    Means(usize),
    /// It only holds the rest together.
    Frame,
}

impl Code {
    /// The whole text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.unclosed.count == 0
    }

    fn push(&mut self, origin: Origin, text: &str) {
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), origin, is_shown: false });
            self.text.push_str(text);
        }
    }

    /// Adds bytes `from..to` of the page.
    fn copy(&mut self, page: &str, from: usize, to: usize) {
        self.push(Origin::Copied(from), page.get(from..to).unwrap_or(""));
    }

    /// Adds what holds the pieces together.
    fn frame(&mut self, text: &str) {
        self.push(Origin::Frame, text);
    }

    /// Adds code for what the page says at `place` in another way.
    fn meaning(&mut self, text: &str, place: usize) {
        self.push(Origin::Means(place), text);
    }

    /// Says that the page writes what the code from byte `since` on is worth.
    fn shown(&mut self, since: usize) {
        for piece in self.pieces.iter_mut().rev().take_while(|p| p.at >= since) {
            piece.is_shown = true;
        }
    }

    /// Adds other code after this.
    fn append(&mut self, other: &Self) {
        let before = self.text.len();
        self.text.push_str(&other.text);
        let moved = other.pieces.iter().map(|p| Piece { at: p.at + before, ..*p });
        self.pieces.extend(moved);
        if other.unclosed.count > 0 {
            self.unclosed = other.unclosed;
        }
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(self.pieces.partition_point(|p| p.at <= at).checked_sub(1)?)
    }

    /// The place in the page of a byte of the text.
    fn place(&self, at: usize) -> Option<usize> {
        let piece = self.piece(at)?;
        match piece.origin {
            Origin::Copied(from) => Some(from + (at - piece.at)),
            Origin::Means(place) => Some(place),
            Origin::Frame => None,
        }
    }

    /// The place in the page of a fact; `None` where the fact is one of the frame, or of an address that the page only shows.
    pub(crate) fn span(&self, fact: &Fact) -> Option<Span> {
        let start = fact.span.start as usize;
        if fact.kind == FactKind::Url && self.piece(start).is_some_and(|p| p.is_shown) {
            return None;
        }
        let start = self.place(start)?;
        let last = (fact.span.end as usize).checked_sub(1).and_then(|last| self.place(last));
        Some(Span::new(start, last.map_or(start, |last| last + 1).max(start)))
    }

    /// What is wrong with a page whose code has these errors.
    pub(crate) fn errors(&self, of_code: SyntaxErrors) -> SyntaxErrors {
        let mut errors = self.unclosed;
        if of_code.count > 0 {
            let first = self.nearest(of_code.first);
            errors.first = if errors.count > 0 { errors.first.min(first) } else { first };
            errors.count = errors.count.saturating_add(of_code.count);
        }
        errors
    }

    /// The place in the page that is nearest before a byte of the text.
    fn nearest(&self, at: usize) -> usize {
        if let Some(place) = self.place(at) {
            return place;
        }
        let mut end = at;
        let before = self.pieces.partition_point(|p| p.at <= at);
        for piece in self.pieces.get(..before).unwrap_or(&[]).iter().rev() {
            match piece.origin {
                Origin::Copied(from) => return from + (end - piece.at).saturating_sub(1),
                Origin::Means(place) => return place,
                Origin::Frame => end = piece.at,
            }
        }
        0
    }
}

/// The first place of `what` from `at` on.
fn find(text: &str, at: usize, what: &str) -> Option<usize> {
    text.get(at..)?.find(what).map(|n| at + n)
}

/// The place of what ends the code that begins at `open`, with the place after it. Code without an end is none: engines refuse
/// such a page or write it as it is.
fn close(
    code: &mut Code,
    page: &str,
    open: usize,
    from: usize,
    end: &str,
) -> (Option<usize>, usize) {
    let found = find(page, from, end);
    if found.is_none() {
        code.unclosed.add(open);
    }
    (found, found.map_or(page.len(), |n| n + end.len()))
}

/// The place after the first `what` from `at` on, or the end.
fn after(text: &str, at: usize, what: &str) -> usize {
    find(text, at, what).map_or(text.len(), |n| n + what.len())
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or("")
}

/// Whether bytes of a page are more than blanks.
fn says_something(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|t| !t.trim().is_empty())
}

/// The name of a type for a page, as the engines make it: `order-list.jsp` gives `order_list_jsp`.
fn type_name(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = file.chars().map(word).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("_{name}") }
}
