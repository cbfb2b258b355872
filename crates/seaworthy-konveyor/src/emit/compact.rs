//! Results as JSON on one line, from the same trees as their YAML.

use super::block::{Part, Tree};
use super::escape;
use crate::code_snip::push_number;
use crate::{CodeSnip, ExcerptForm};

/// Writes a value; `part` may take what is there after every item of a list.
pub(super) fn write(value: &Tree<'_>, out: &mut String, part: &mut Part<'_>) {
    match value {
        Tree::Text(text) => string(text, out),
        Tree::Code(code) => write_code(code, out),
        Tree::Int(number) => out.push_str(&number.to_string()),
        Tree::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Tree::List(items) => {
            list(items.len(), out, part, |row, out, part| {
                if let Some(item) = items.get(row) {
                    write(item, out, part);
                }
            });
        }
        Tree::Each(count, make) => {
            list(*count, out, part, |row, out, part| write(&make(row), out, part));
        }
        Tree::Map(pairs) => {
            for (i, (key, value)) in pairs.iter().enumerate() {
                out.push(if i == 0 { '{' } else { ',' });
                string(key, out);
                out.push(':');
                write(value, out, part);
            }
            out.push_str(if pairs.is_empty() { "{}" } else { "}" });
        }
    }
}

fn list(
    count: usize,
    out: &mut String,
    part: &mut Part<'_>,
    mut item: impl FnMut(usize, &mut String, &mut Part<'_>),
) {
    out.push('[');
    for row in 0..count {
        if row > 0 {
            out.push(',');
        }
        item(row, out, part);
        part(out);
    }
    out.push(']');
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    escape::json(text, out);
    out.push('"');
}

fn write_code(code: &CodeSnip, out: &mut String) {
    let Some(excerpt) = code.excerpt() else {
        string(&code.text(), out);
        return;
    };
    out.push('"');
    if let Some(code) = (excerpt.reader)(excerpt.file) {
        let width = excerpt.width();
        for number in excerpt.numbers() {
            if excerpt.form == ExcerptForm::Java {
                out.push_str("\\n");
            }
            push_number(number, width, out);
            out.push_str("  ");
            escape::json(excerpt.line(&code, number), out);
            if excerpt.breaks_after(number) {
                out.push_str("\\n");
            }
        }
    }
    out.push('"');
}
