//! TOML.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::{Data, MAX_DEPTH, Value};

/// Reads a document; the error has its place, where known, and a message.
pub(super) fn parse(text: &str) -> Result<Data, (Option<u32>, String)> {
    let table = DeTable::parse(text)
        .map_err(|e| (e.span().map(|s| s.start as u32), e.message().to_owned()))?;
    Ok(Data { value: members(table.into_inner(), 0), at: 0 })
}

fn members(table: DeTable<'_>, depth: usize) -> Value {
    let mut members: Vec<(String, Data)> = Vec::new();
    for (key, value) in table {
        let at = key.span().start as u32;
        members
            .push((key.into_inner().into_owned(), Data { value: convert(value, depth + 1), at }));
    }
    members.sort_by_key(|(_, data)| data.at);
    Value::Table(members)
}

fn convert(value: Spanned<DeValue<'_>>, depth: usize) -> Value {
    match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => Value::Literal(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Literal(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Value::Literal(truth.to_string()),
        DeValue::Datetime(date) => Value::Literal(date.to_string()),
        // The tokenizer bounds inline nesting; dotted headers can still go deeper than anything a manifest needs.
        DeValue::Array(_) | DeValue::Table(_) if depth > MAX_DEPTH => Value::List(Vec::new()),
        DeValue::Array(items) => Value::List(
            items
                .into_iter()
                .map(|item| {
                    let at = item.span().start as u32;
                    Data { value: convert(item, depth + 1), at }
                })
                .collect(),
        ),
        DeValue::Table(table) => members(table, depth),
    }
}
