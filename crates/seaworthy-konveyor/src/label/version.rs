//! Labels with versions and ranges: `eap7`, `eap7+`, `eap8-`.

use std::cmp::Ordering;

/// Whether a label's value covers a candidate: equal, or of the same name with a version inside of the label's range.
pub(super) fn covers(label: &str, candidate: &str) -> bool {
    let Some((name, version, range)) = split(label) else {
        return label == candidate;
    };
    let Some((candidate_name, candidate_version, _)) = split(candidate) else {
        // Without a version any version is meant.
        return name == candidate;
    };
    if name != candidate_name {
        return false;
    }
    let (Some(asked), Some(own)) = (numbers(candidate_version), numbers(version)) else {
        return candidate_version == version;
    };
    let order = compare(&asked, &own);
    match range {
        Some('+') => order != Ordering::Less,
        Some('-') => order != Ordering::Greater,
        _ => order == Ordering::Equal,
    }
}

/// Name, version and sign of a value that ends in a version: a digit, or digits and dots that end in a digit.
fn split(value: &str) -> Option<(&str, &str, Option<char>)> {
    let (body, sign) = match value.as_bytes().last()? {
        b'+' => (value.get(..value.len() - 1)?, Some('+')),
        b'-' => (value.get(..value.len() - 1)?, Some('-')),
        _ => (value, None),
    };
    if !body.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let tail = body.bytes().rev().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let run = body.len() - tail;
    let start = run + body.get(run..)?.find(|c: char| c.is_ascii_digit())?;
    Some((body.get(..start)?, body.get(start..)?, sign))
}

fn numbers(version: &str) -> Option<Vec<u64>> {
    version.split('.').map(|part| part.parse().ok()).collect()
}

fn compare(a: &[u64], b: &[u64]) -> Ordering {
    let part = |v: &[u64], i: usize| v.get(i).copied().unwrap_or(0);
    (0..a.len().max(b.len()))
        .map(|i| part(a, i).cmp(&part(b, i)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}
