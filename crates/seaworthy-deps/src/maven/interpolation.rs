//! Placeholders: `${…}` in the values of a project.

use std::borrow::Cow;

/// How often a value may name another one.
const MAX_PASSES: usize = 16;
/// Longest value that placeholders are put into, in bytes.
const MAX_VALUE: usize = 4096;

/// `text` with every `${…}` replaced for which `value` knows something; the others stay. A value that grows beyond
/// [`MAX_VALUE`], or that names itself, stays as it stood.
pub(super) fn fill<'v>(text: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
    let mut current = text.to_owned();
    for _ in 0..MAX_PASSES {
        if !current.contains("${") {
            break;
        }
        match fill_once(&current, &value) {
            Some(next) if next != current => current = next,
            _ => break,
        }
    }
    current
}

/// One pass; `None` where the result would grow too long.
fn fill_once<'v>(text: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        out.push_str(rest.get(..start).unwrap_or(""));
        let inner = rest.get(start + 2..).unwrap_or("");
        let Some(end) = inner.find('}') else {
            rest = rest.get(start..).unwrap_or("");
            break;
        };
        let key = inner.get(..end).unwrap_or("");
        match value(key) {
            Some(value) if !names(&value, key) => out.push_str(&value),
            _ => {
                out.push_str("${");
                out.push_str(key);
                out.push('}');
            }
        }
        if out.len() > MAX_VALUE {
            return None;
        }
        rest = inner.get(end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    (out.len() <= MAX_VALUE).then_some(out)
}

/// Whether a value names the placeholder it stands for: it would never end.
fn names(value: &str, key: &str) -> bool {
    value.match_indices("${").any(|(at, _)| {
        value.get(at + 2..).and_then(|v| v.strip_prefix(key)).is_some_and(|v| v.starts_with('}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, values: &[(&str, &str)]) -> String {
        fill(text, |key| {
            values.iter().find(|(k, _)| *k == key).map(|(_, v)| Cow::Owned((*v).to_owned()))
        })
    }

    #[test]
    fn values_name_values() {
        let values = [("a", "${b}.${b}"), ("b", "1"), ("self", "x${self}")];
        assert_eq!(with("v${a}-${c}", &values), "v1.1-${c}");
        assert_eq!(with("${self}", &values), "${self}");
        assert_eq!(with("${open", &values), "${open");
    }

    #[test]
    fn a_bomb_stays_small() {
        let names: Vec<(String, String)> =
            (0..40).map(|i| (format!("p{i}"), format!("${{p{}}}", i + 1).repeat(10))).collect();
        let values: Vec<(&str, &str)> =
            names.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert!(with("${p0}", &values).len() <= MAX_VALUE);
    }
}
