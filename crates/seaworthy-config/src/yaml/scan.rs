//! YAML that the parser refuses: templates before they are rendered, and what follows an error. `key: value` line by
//! line, nested by indentation.

use crate::ini::unquoted;
use crate::key_path::KeyPath;
use crate::reading::{Reading, lines};

/// Emits what looks like keys on lines that start after the byte `from`; lines of template control are skipped.
pub(super) fn read(out: &mut Reading<'_>, from: usize) {
    let mut path = KeyPath::new('.');
    let mut indents: Vec<usize> = Vec::new();
    // List items are counted per indentation of their dash.
    let mut counters: Vec<(usize, usize)> = Vec::new();
    // Lines deeper than this are the text of a block scalar.
    let mut block: Option<usize> = None;
    for line in lines(out.text) {
        if out.is_full() {
            break;
        }
        let body = line.text.trim_start();
        let mut indent = line.text.len() - body.len();
        let mut body = body.trim_end();
        if block.is_some_and(|key| indent > key) || body.is_empty() {
            continue;
        }
        if ["#", "{{", "{%", "<%", "---", "..."].iter().any(|p| body.starts_with(p)) {
            continue;
        }
        block = None;
        let is_wanted = line.start > from || from == 0;
        close(&mut path, &mut indents, indent, body.starts_with('-'));
        counters.retain(|&(at, _)| at < indent || (at == indent && body.starts_with('-')));
        while let Some(item) = body.strip_prefix("- ").map(str::trim_start) {
            let index = if let Some((_, next)) = counters.iter_mut().find(|(at, _)| *at == indent) {
                *next += 1;
                *next
            } else {
                counters.push((indent, 0));
                0
            };
            if indents.len() >= crate::MAX_DEPTH {
                break;
            }
            path.push_index(index);
            // An item's keys stand deeper than its dash.
            indents.push(indent);
            indent += body.len() - item.len();
            body = item;
        }
        let pair = body
            .split_once(": ")
            .or_else(|| body.strip_suffix(':').map(|key| (key, "")))
            .filter(|(key, _)| {
                !key.is_empty() && !key.contains(['{', '}', '"', '\'', ' ']) || is_quoted(key)
            });
        match pair {
            Some((key, value)) if indents.len() < crate::MAX_DEPTH => {
                let value = value.split(" #").next().unwrap_or("").trim();
                path.push(unquoted(key.trim()));
                indents.push(indent);
                if value.starts_with(['|', '>']) {
                    block = Some(indent);
                } else if !value.is_empty() && is_wanted {
                    out.key(path.as_str(), unquoted(value), line.span_of(value));
                }
            }
            None if is_wanted && line.text.trim_start().starts_with("- ") => {
                out.key(path.as_str(), unquoted(body), line.span_of(body));
            }
            _ => {}
        }
    }
}

fn is_quoted(key: &str) -> bool {
    unquoted(key) != key
}

/// Pops the keys that a line at `indent` does not belong to; a dash belongs to a key of its own indentation.
fn close(path: &mut KeyPath, indents: &mut Vec<usize>, indent: usize, dash: bool) {
    while let Some(&last) = indents.last() {
        let is_item =
            path.as_str().rsplit('.').next().is_some_and(|p| p.bytes().all(|b| b.is_ascii_digit()));
        if last > indent || last == indent && (!dash || is_item) {
            indents.pop();
            path.pop();
        } else {
            break;
        }
    }
}
