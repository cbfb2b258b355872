//! Collections in block style, laid out as go-yaml v2 does: lists stand below their key without an indent.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::scalar::{write_code, write_key, write_value};
use crate::CodeSnip;

/// A value to write.
pub(super) enum Tree<'a> {
    Text(Cow<'a, str>),
    Int(i64),
    Bool(bool),
    /// Code that is made while it is written.
    Code(&'a CodeSnip),
    List(Vec<Tree<'a>>),
    /// The list of a mapping whose items are made while they are written: their number, and what makes one.
    Each(usize, Box<dyn Fn(usize) -> Tree<'a> + 'a>),
    Map(Vec<(Cow<'a, str>, Tree<'a>)>),
}

impl<'a> Tree<'a> {
    pub(super) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(super) fn texts(texts: impl IntoIterator<Item = &'a String>) -> Self {
        Self::List(texts.into_iter().map(|t| Self::text(t)).collect())
    }

    /// A list made of the rows of a slice, each while it is written.
    pub(super) fn each<T>(rows: &'a [T], item: fn(&'a T) -> Self) -> Self {
        Self::Each(rows.len(), Box::new(move |row| rows.get(row).map_or(Self::Bool(false), item)))
    }

    /// A mapping with its keys in the order of go-yaml, which counts numbers inside of them.
    pub(super) fn sorted(pairs: Vec<(Cow<'a, str>, Self)>) -> Self {
        Self::Map(merge_sorted(pairs))
    }
}

/// Pairs of a mapping in the order they are added.
#[derive(Default)]
pub(super) struct Pairs<'a>(Vec<(Cow<'a, str>, Tree<'a>)>);

impl<'a> Pairs<'a> {
    #[must_use]
    pub(super) fn with(mut self, key: &'a str, value: Tree<'a>) -> Self {
        self.0.push((Cow::Borrowed(key), value));
        self
    }

    /// Adds where there is a value.
    #[must_use]
    pub(super) fn some(self, key: &'a str, value: Option<Tree<'a>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a text that is not empty.
    #[must_use]
    pub(super) fn text(self, key: &'a str, text: &'a str) -> Self {
        self.some(key, (!text.is_empty()).then(|| Tree::text(text)))
    }

    pub(super) fn map(self) -> Tree<'a> {
        Tree::Map(self.0)
    }
}

/// What takes the text that has been written so far.
pub(super) type Part<'p> = dyn FnMut(&mut String) + 'p;

/// Writes a document.
pub(super) fn write(root: &Tree<'_>, out: &mut String) {
    write_in_parts(root, out, &mut |_| {});
}

/// Writes a document; `part` may take what is there after every item of a list.
pub(super) fn write_in_parts(root: &Tree<'_>, out: &mut String, part: &mut Part<'_>) {
    match root {
        Tree::List(items) if !items.is_empty() => list(items, 0, false, out, part),
        Tree::Map(pairs) if !pairs.is_empty() => map(pairs, 0, false, out, part),
        _ => {
            scalar(root, 2, out);
            out.push('\n');
        }
    }
}

/// Writes the items of a list at `indent`; the first stands on the line that is open, where there is one.
fn list(items: &[Tree<'_>], indent: usize, inline: bool, out: &mut String, part: &mut Part<'_>) {
    for (i, tree) in items.iter().enumerate() {
        item(tree, indent, inline && i == 0, out, part);
    }
}

fn item(item: &Tree<'_>, indent: usize, inline: bool, out: &mut String, part: &mut Part<'_>) {
    if !inline {
        blanks(indent, out);
    }
    out.push_str("- ");
    match item {
        Tree::List(inner) if !inner.is_empty() => list(inner, indent + 2, true, out, part),
        Tree::Map(inner) if !inner.is_empty() => map(inner, indent + 2, true, out, part),
        _ => {
            scalar(item, indent + 2, out);
            out.push('\n');
        }
    }
    part(out);
}

fn map(
    pairs: &[(Cow<'_, str>, Tree<'_>)],
    indent: usize,
    inline: bool,
    out: &mut String,
    part: &mut Part<'_>,
) {
    for (i, (key, value)) in pairs.iter().enumerate() {
        if i > 0 || !inline {
            blanks(indent, out);
        }
        write_key(key, out);
        out.push(':');
        match value {
            Tree::List(items) if !items.is_empty() => {
                out.push('\n');
                list(items, indent, false, out, part);
            }
            Tree::Each(count @ 1.., make) => {
                out.push('\n');
                for row in 0..*count {
                    item(&make(row), indent, false, out, part);
                }
            }
            Tree::Map(inner) if !inner.is_empty() => {
                out.push('\n');
                map(inner, indent + 2, false, out, part);
            }
            _ => {
                out.push(' ');
                scalar(value, indent + 2, out);
                out.push('\n');
            }
        }
    }
}

fn scalar(value: &Tree<'_>, indent: usize, out: &mut String) {
    match value {
        Tree::Text(text) => write_value(text, indent, out),
        Tree::Code(code) => write_code(code, indent, out),
        Tree::Int(number) => out.push_str(&number.to_string()),
        Tree::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Tree::List(_) | Tree::Each(..) => out.push_str("[]"),
        Tree::Map(_) => out.push_str("{}"),
    }
}

fn blanks(count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', count));
}

/// Sorts by [`key_order`], which has cycles (`10a`, `1a`, `2`): the sort of the standard library may panic on those.
fn merge_sorted<T>(pairs: Vec<(Cow<'_, str>, T)>) -> Vec<(Cow<'_, str>, T)> {
    let mut runs: Vec<Vec<(Cow<'_, str>, T)>> = pairs.into_iter().map(|pair| vec![pair]).collect();
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut rest = runs.into_iter();
        while let Some(left) = rest.next() {
            merged.push(match rest.next() {
                Some(right) => merge(left, right),
                None => left,
            });
        }
        runs = merged;
    }
    runs.pop().unwrap_or_default()
}

fn merge<'a, T>(
    left: Vec<(Cow<'a, str>, T)>,
    right: Vec<(Cow<'a, str>, T)>,
) -> Vec<(Cow<'a, str>, T)> {
    let mut out = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    let mut right = right.into_iter().peekable();
    while let (Some((a, _)), Some((b, _))) = (left.peek(), right.peek()) {
        let from_right = key_order(a, b) == Ordering::Greater;
        out.extend(if from_right { right.next() } else { left.next() });
    }
    out.extend(left);
    out.extend(right);
    out
}

/// The order of keys in go-yaml v2: letters after everything else, runs of digits by their size.
fn key_order(a: &str, b: &str) -> Ordering {
    let mut digits_before = false;
    let mut nonzero_before = false;
    let (mut left, mut right) = (a, b);
    loop {
        let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) else {
            return left.len().cmp(&right.len());
        };
        if x == y {
            digits_before = x.is_ascii_digit();
            nonzero_before = digits_before && (nonzero_before || x != '0');
            left = &left[x.len_utf8()..];
            right = &right[y.len_utf8()..];
            continue;
        }
        if x.is_alphabetic() && y.is_alphabetic() {
            return x.cmp(&y);
        }
        if x.is_alphabetic() || y.is_alphabetic() {
            return if y.is_alphabetic() { Ordering::Less } else { Ordering::Greater };
        }
        // Zeros inside of a number count; those in front do not.
        let inside = (x == '0' || y == '0') && digits_before && nonzero_before;
        let number = |text: &str| {
            let len = text.bytes().take_while(u8::is_ascii_digit).count();
            let start = i128::from(inside);
            let digits = text[..len].bytes().take(36);
            (digits.fold(start, |n, d| n * 10 + i128::from(d - b'0')), len)
        };
        let (x_number, y_number) = (number(left), number(right));
        return x_number.cmp(&y_number).then(x.cmp(&y));
    }
}
