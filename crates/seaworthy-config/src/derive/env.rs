//! Environment variables in values.

use crate::key_path::cut;

/// A variable and its default; empty where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EnvVariable<'v> {
    pub(crate) name: &'v str,
    pub(crate) default: &'v str,
}

/// A placeholder is searched for its end this far.
const MAX_PLACEHOLDER: usize = 256;

/// Variables in the order of the value: `${NAME}` with any default, `%NAME%`, `%env(NAME)%` and Ruby's `ENV["NAME"]`
/// in ERB; with `bare` also `$NAME`. Names that are not in upper case are properties, not variables.
pub(crate) fn reads(value: &str, bare: bool) -> Vec<EnvVariable<'_>> {
    let mut found = Vec::new();
    if !value.contains(['$', '%']) {
        return found;
    }
    let bytes = value.as_bytes();
    let mut percent_from = 0;
    for (i, &byte) in bytes.iter().enumerate() {
        let rest = value.get(i + 1..).unwrap_or("");
        match byte {
            b'$' if i > 0 && bytes.get(i - 1) == Some(&b'$') => {}
            b'$' => match rest.strip_prefix('{') {
                Some(inside) => found.extend(placeholder(inside)),
                None if bare => {
                    let name = upper_prefix(rest);
                    if is_variable(name) {
                        found.push(EnvVariable { name, default: "" });
                    }
                }
                None => {}
            },
            b'%' if i >= percent_from => {
                let symfony = rest
                    .strip_prefix("env(")
                    .and_then(|r| cut(r, MAX_PLACEHOLDER).split_once(")%"));
                let name = match symfony {
                    // `%env(json:file:NAME)%` names processors first.
                    Some((inside, _)) => inside.rsplit(':').next().unwrap_or(inside),
                    None => upper_prefix(rest),
                };
                let ends =
                    symfony.is_some() || rest.get(name.len()..).is_some_and(|r| r.starts_with('%'));
                // Two characters between percent signs are an escaped byte of a URL.
                if ends && name.len() > 2 && is_variable(name) {
                    found.push(EnvVariable { name, default: "" });
                    percent_from = i + name.len() + 2;
                }
            }
            _ => {}
        }
    }
    if value.contains("<%") {
        found.extend(ruby(value));
    }
    found
}

fn placeholder(inside: &str) -> Option<EnvVariable<'_>> {
    let inside = cut(inside, MAX_PLACEHOLDER);
    let inside = inside.strip_prefix('?').unwrap_or(inside);
    let start = ["env.", "env:", "ENV:", "ENV."]
        .iter()
        .find_map(|p| inside.strip_prefix(p))
        .unwrap_or(inside);
    let name = upper_prefix(start);
    let rest = start.get(name.len()..)?;
    if !is_variable(name) || !rest.starts_with(['}', ':', '-', '?', '+']) {
        return None;
    }
    let default =
        if rest.starts_with(['?', '+']) || rest.starts_with(":?") || rest.starts_with(":+") {
            ""
        } else {
            let body =
                rest.strip_prefix(":-").or_else(|| rest.strip_prefix([':', '-'])).unwrap_or("");
            body.get(..closing_brace(body)).unwrap_or("")
        };
    Some(EnvVariable { name, default })
}

/// Where the brace closes that is open before `text`.
fn closing_brace(text: &str) -> usize {
    let mut depth = 0_usize;
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return i,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn ruby(value: &str) -> impl Iterator<Item = EnvVariable<'_>> {
    value.match_indices("ENV").filter_map(|(i, _)| {
        let rest = cut(value.get(i + 3..)?, MAX_PLACEHOLDER);
        let rest = rest.trim_start_matches(".fetch").trim_start_matches(['[', '(', ' ']);
        let quote = rest.chars().next().filter(|q| matches!(q, '"' | '\''))?;
        let (name, after) = rest.get(1..)?.split_once(quote)?;
        let default = after
            .trim_start_matches([')', ']', ',', ' ', '{', '|'])
            .strip_prefix(['"', '\''])
            .and_then(|d| d.split(['"', '\'']).next())
            .unwrap_or("");
        is_variable(name).then_some(EnvVariable { name, default })
    })
}

fn upper_prefix(text: &str) -> &str {
    let end = text
        .bytes()
        .position(|b| !(b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

fn is_variable(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
