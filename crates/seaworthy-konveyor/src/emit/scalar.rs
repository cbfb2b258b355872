//! How go-yaml v2 writes a text: plain, in quotes, or as a block of lines.

use super::escape;
use crate::code_snip::push_number;
use crate::yaml::is_plain_text;
use crate::{CodeSnip, CodeText, Excerpt, ExcerptForm};

/// The style of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// Writes a text as a value; the lines of a block stand at `indent`. Ends without a line break.
pub(super) fn write_value(text: &str, indent: usize, out: &mut String) {
    match style(text, false) {
        Style::Plain => out.push_str(text),
        Style::Single => single(text, out),
        Style::Double => double(text, out),
        Style::Literal => literal(text, indent, out),
    }
}

/// Writes code as a value.
pub(super) fn write_code(code: &CodeSnip, indent: usize, out: &mut String) {
    let lines = code.excerpt().and_then(|e| Some((e, (e.reader)(e.file)?)));
    match lines {
        // Without a line end it is written as any other text.
        Some((excerpt, code)) if has_line_end(excerpt) => {
            if is_block_excerpt(excerpt, &code) {
                literal_excerpt(excerpt, &code, indent, out);
            } else {
                double_excerpt(excerpt, &code, out);
            }
        }
        _ => write_value(&code.text(), indent, out),
    }
}

fn has_line_end(excerpt: &Excerpt) -> bool {
    excerpt.form == ExcerptForm::Java
        || excerpt.numbers().any(|number| excerpt.breaks_after(number))
}

/// The same as [`is_block_text`], line by line.
fn is_block_excerpt(excerpt: &Excerpt, code: &CodeText) -> bool {
    excerpt.numbers().all(|number| {
        let line = excerpt.line(code, number);
        // Before an empty line stand the blanks after its number.
        !line.is_empty() && is_block_text(line)
    })
}

fn literal_excerpt(excerpt: &Excerpt, code: &CodeText, indent: usize, out: &mut String) {
    let width = excerpt.width();
    let numbers = excerpt.numbers();
    out.push('|');
    let java = excerpt.form == ExcerptForm::Java;
    if java || numbers.start.ilog10() as usize + 1 < width {
        out.push('2');
    }
    if java || !excerpt.breaks_after(numbers.end - 1) {
        out.push('-');
    }
    if java {
        out.push('\n');
    }
    for number in numbers {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
        push_number(number, width, out);
        out.push_str("  ");
        out.push_str(excerpt.line(code, number));
    }
}

fn double_excerpt(excerpt: &Excerpt, code: &CodeText, out: &mut String) {
    let width = excerpt.width();
    out.push('"');
    for number in excerpt.numbers() {
        if excerpt.form == ExcerptForm::Java {
            out.push_str("\\n");
        }
        push_number(number, width, out);
        out.push_str("  ");
        escape::yaml(excerpt.line(code, number), out);
        if excerpt.breaks_after(number) {
            out.push_str("\\n");
        }
    }
    out.push('"');
}

/// Writes a text as a key, always on one line.
pub(super) fn write_key(text: &str, out: &mut String) {
    match style(text, true) {
        // Plain, it would merge its value.
        Style::Plain if text == "<<" => double(text, out),
        Style::Plain => out.push_str(text),
        Style::Single => single(text, out),
        Style::Double | Style::Literal => double(text, out),
    }
}

/// What the characters of a text allow.
#[derive(Default)]
struct Analysis {
    indicators: bool,
    line_breaks: bool,
    /// Characters that only double quotes can show.
    special: bool,
    leading_blank: bool,
    trailing_space: bool,
    trailing_break: bool,
    /// A line that starts with a space.
    break_space: bool,
    /// A line that ends with a space.
    space_break: bool,
}

fn analyse(text: &str) -> Analysis {
    let mut a = Analysis {
        indicators: text.starts_with("---") || text.starts_with("..."),
        ..Analysis::default()
    };
    let mut previous = '\n';
    let mut chars = text.chars().peekable();
    let mut first = true;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let before_blank = next.is_none_or(|n| matches!(n, ' ' | '\t') || is_break(n));
        let after_blank = first || matches!(previous, ' ' | '\t') || is_break(previous);
        if first {
            a.indicators |= match c {
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"'
                | '%' | '@' | '`' => true,
                '?' | ':' | '-' => before_blank,
                _ => false,
            };
        } else {
            a.indicators |= c == ':' && before_blank || c == '#' && after_blank;
        }
        a.special |= !is_printable(c);
        if c == ' ' {
            a.leading_blank |= first;
            a.trailing_space |= next.is_none();
            a.break_space |= !first && is_break(previous);
        } else if is_break(c) {
            a.line_breaks = true;
            a.leading_blank |= first;
            a.trailing_break |= next.is_none();
            a.space_break |= previous == ' ';
            // Breaks other than a line feed survive only as escapes.
            a.special |= c != '\n';
        }
        previous = c;
        first = false;
    }
    a
}

fn style(text: &str, key: bool) -> Style {
    if text.contains('\n') {
        return if key || !is_block_text(text) { Style::Double } else { Style::Literal };
    }
    let a = analyse(text);
    if !is_plain_text(text) {
        return Style::Double;
    }
    let plain_allowed = !(a.leading_blank
        || a.trailing_space
        || a.trailing_break
        || a.break_space
        || a.space_break
        || a.special
        || a.line_breaks
        || a.indicators);
    if plain_allowed {
        Style::Plain
    } else if a.break_space || a.space_break || a.special {
        Style::Double
    } else {
        Style::Single
    }
}

/// Whether a block shows the text: no line ends with a space, and nothing in it needs an escape. Most of what is written
/// are excerpts of code, so this looks at bytes.
fn is_block_text(text: &str) -> bool {
    let mut previous = 0;
    for &byte in text.as_bytes() {
        match byte {
            b'\n' if previous == b' ' => return false,
            b'\n' | b' '..=b'~' => {}
            0x80.. => return is_block_text_of_any_language(text),
            _ => return false,
        }
        previous = byte;
    }
    previous != b' '
}

fn is_block_text_of_any_language(text: &str) -> bool {
    let a = analyse(text);
    !a.trailing_space && !a.space_break && !a.special
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What go-yaml v2 takes for printable: no tab, and nothing beyond the basic plane.
pub(super) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
        && c != '\u{feff}'
}

fn single(text: &str, out: &mut String) {
    out.push('\'');
    for c in text.chars() {
        if c == '\'' {
            out.push('\'');
        }
        out.push(c);
    }
    out.push('\'');
}

fn double(text: &str, out: &mut String) {
    out.push('"');
    escape::yaml(text, out);
    out.push('"');
}

fn literal(text: &str, indent: usize, out: &mut String) {
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    let body = match text.strip_suffix('\n') {
        None => {
            out.push('-');
            text
        }
        Some(body) => {
            if body.is_empty() || body.ends_with('\n') {
                out.push('+');
            }
            body
        }
    };
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
}
