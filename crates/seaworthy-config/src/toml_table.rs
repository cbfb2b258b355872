//! TOML.

use seaworthy_base::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::MAX_DEPTH;
use crate::key_path::KeyPath;
use crate::reading::Reading;

/// Reads a TOML document; the parser recovers from errors by itself.
pub(crate) fn read(out: &mut Reading<'_>) {
    let (table, errors) = DeTable::parse_recoverable(out.text);
    for error in &errors {
        out.bad(error.span().map_or(0, |span| span.start), error.message());
    }
    table_keys(out, &mut KeyPath::new('.'), table.get_ref());
}

fn table_keys(out: &mut Reading<'_>, path: &mut KeyPath, table: &DeTable<'_>) {
    for (key, value) in table {
        path.push(key.get_ref());
        value_keys(out, path, value);
        path.pop();
    }
}

fn value_keys(out: &mut Reading<'_>, path: &mut KeyPath, value: &Spanned<DeValue<'_>>) {
    let range = value.span();
    let span = Span::new(range.start, range.end);
    if path.depth() > MAX_DEPTH {
        out.too_deep(range.start);
        return;
    }
    match value.get_ref() {
        DeValue::String(text) => out.key(path.as_str(), text, span),
        DeValue::Array(items) if items.is_empty() => {
            out.bare_key(path.as_str(), "", span);
        }
        DeValue::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                path.push_index(i);
                value_keys(out, path, item);
                path.pop();
            }
        }
        DeValue::Table(table) if table.is_empty() => {
            out.bare_key(path.as_str(), "", span);
        }
        DeValue::Table(table) => table_keys(out, path, table),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            let text = out.text;
            out.key(path.as_str(), span.of(text).trim(), span);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{facts, keys, problems, row};

    #[test]
    fn tables_arrays_and_dates() {
        let text = "title = \"x\"\n[a.b]\nport = 8_080 # c\nwhen = 2020-01-02\n[[t]]\nn = true\n[[t]]\nn = [1, 'z']\ne = {}\n";
        let rows = [
            ("title", "x", 1),
            ("a.b.port", "8_080", 3),
            ("a.b.when", "2020-01-02", 4),
            ("t.0.n", "true", 6),
            ("t.1.n.0", "1", 8),
            ("t.1.n.1", "z", 8),
            ("t.1.e", "", 9),
        ];
        assert_eq!(keys("pyproject.toml", text), rows.map(row));
    }

    #[test]
    fn broken_lines_are_named_and_the_rest_is_kept() {
        let text = "a = 1\nb = = 2\nc = 3\n";
        let read = keys("x.toml", text);
        assert!(
            read.contains(&row(("a", "1", 1))) && read.contains(&row(("c", "3", 3))),
            "{read:?}"
        );
        assert!(problems("x.toml", text)[0].contains("SW0204 x.toml:2:"));
    }

    #[test]
    fn deep_nesting_does_not_overflow() {
        let text = format!("a = {}", "[".repeat(100_000));
        assert!(!facts("x.toml", &text).problems.is_empty());
    }
}
