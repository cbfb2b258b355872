//! Lines that say something of the whole page.

use super::tokens::{is_word, skip_blanks, word};
use super::{Kind, Razor};
use crate::page::find;

impl Razor<'_> {
    /// `@using System.IO`, `@using static A.B;`.
    pub(super) fn using(&mut self, end: usize) -> usize {
        let from = skip_blanks(self.bytes, end);
        let line_end = find(self.page, end, "\n").unwrap_or(self.page.len());
        let name = self.page.get(from..line_end).unwrap_or("").trim().trim_end_matches(';').trim();
        if !name.is_empty() && name.bytes().all(|b| is_word(b) || b" .=<>,".contains(&b)) {
            self.imports.meaning("using ", from);
            self.imports.copy(self.page, from, from + name.len());
            self.imports.frame(";");
        }
        line_end
    }

    /// `@model Shop.Order`.
    pub(super) fn model(&mut self, from: usize) -> usize {
        let line_end = find(self.page, from, "\n").unwrap_or(self.page.len());
        let type_ = self.page.get(from..line_end).unwrap_or("").trim().trim_end_matches(';');
        if self.parameters.is_empty() && is_type(type_) {
            self.parameters.copy(self.page, from, from + type_.len());
            self.parameters.frame(" Model");
        }
        line_end
    }

    /// `@inject IConfiguration Configuration`.
    pub(super) fn inject(&mut self, from: usize) -> usize {
        let line_end = find(self.page, from, "\n").unwrap_or(self.page.len());
        let said = self.page.get(from..line_end).unwrap_or("").trim().trim_end_matches(';');
        let parts = said.rsplit_once(char::is_whitespace);
        if parts.is_some_and(|(type_, name)| is_type(type_.trim()) && name.bytes().all(is_word)) {
            self.members.copy(self.page, from, from + said.len());
            self.members.frame(";");
        }
        line_end
    }

    /// `@helper Price(decimal d) { … }`.
    pub(super) fn helper(&mut self, from: usize) -> usize {
        let open = skip_blanks(self.bytes, word(self.bytes, from));
        let end = self.balanced(open).map(|end| skip_blanks(self.bytes, end));
        match end {
            Some(end) if self.bytes.get(end) == Some(&b'{') => {
                self.begin(Kind::Helper, from, 0);
                self.members.frame("\nvoid ");
                end
            }
            _ => from,
        }
    }
}

/// Whether a text could be a type: `List<Shop.Order>`, `int?[]`.
fn is_type(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| is_word(b) || b"._<>,?[]() ".contains(&b))
}
