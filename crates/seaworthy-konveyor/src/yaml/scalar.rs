//! Which type a plain scalar has, and how Go writes numbers.

use std::borrow::Cow;

use super::Kind;

/// The type that a plain scalar has in YAML 1.1 as go-yaml v2 understands it.
pub(super) fn resolve(text: Cow<'_, str>) -> Kind<'_> {
    let Some(&first) = text.as_bytes().first() else {
        return Kind::Null;
    };
    match first {
        b'~' | b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => {
            match &*text {
                "~" | "null" | "Null" | "NULL" => Kind::Null,
                "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On"
                | "ON" => Kind::Bool(true),
                "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off"
                | "OFF" => Kind::Bool(false),
                _ => Kind::Text(text),
            }
        }
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(&text).unwrap_or(Kind::Text(text)),
        _ => Kind::Text(text),
    }
}

fn number(text: &str) -> Option<Kind<'static>> {
    match text {
        ".nan" | ".NaN" | ".NAN" => return Some(Kind::Float(f64::NAN)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Some(Kind::Float(f64::INFINITY));
        }
        "-.inf" | "-.Inf" | "-.INF" => return Some(Kind::Float(f64::NEG_INFINITY)),
        _ => {}
    }
    // Longer texts are versions, hashes or sentences.
    if text.len() > 64 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let plain = text.replace('_', "");
    if let Some(int) = integer(&plain) {
        return Some(Kind::Int(int));
    }
    is_float(&plain).then(|| plain.parse().ok().map(Kind::Float)).flatten()
}

/// Decimal, `0x`, `0o`, `0b`, and octal after a leading zero.
fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (radix, digits) = match digits.get(..2).unwrap_or("") {
        "0x" | "0X" => (16, digits.get(2..)?),
        "0o" | "0O" => (8, digits.get(2..)?),
        "0b" | "0B" => (2, digits.get(2..)?),
        _ if digits.len() > 1 && digits.starts_with('0') => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    if !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let size = i128::from_str_radix(digits, radix).ok()?;
    i64::try_from(if negative { -size } else { size }).ok()
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_float(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let mantissa_ok = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    mantissa_ok
        && exponent.is_none_or(|e| {
            let e = e.strip_prefix(['-', '+']).unwrap_or(e);
            !e.is_empty() && digits(e)
        })
}

/// A float as Go's `%v` and its YAML writer print it: the shortest digits, an exponent below 1e-4 and from 1e21.
pub(crate) fn float_text(value: f64) -> String {
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+.inf" } else { "-.inf" }.to_owned();
    }
    let size = value.abs();
    if size == 0.0 || (1e-4..1e21).contains(&size) {
        return format!("{value}");
    }
    let text = format!("{value:e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            let (sign, digits) = match exponent.strip_prefix('-') {
                Some(digits) => ('-', digits),
                None => ('+', exponent),
            };
            format!("{mantissa}e{sign}{digits:0>2}")
        }
        None => text,
    }
}

/// Whether a plain text is a boolean that does not look like one: `yes`, `off`, `y`.
pub(crate) fn is_boolean_word(text: &str) -> bool {
    matches!(resolve(Cow::Borrowed(text)), Kind::Bool(_))
        && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false")
}

/// Whether go-yaml v2 reads the text without quotes as the same text, as far as its type goes.
pub(crate) fn is_plain_text(text: &str) -> bool {
    matches!(resolve(Cow::Borrowed(text)), Kind::Text(_)) && !is_timestamp(text) && !is_base60(text)
}

/// `2006-1-2`, `2006-1-2T15:4:5.9+07:00` or `2006-1-2 15:4:5.9`, of days and hours that exist.
fn is_timestamp(text: &str) -> bool {
    let Some((year, rest)) = text.split_at_checked(4) else { return false };
    let Some(year) = digits(year, 4) else { return false };
    let Some((month, rest)) = rest.strip_prefix('-').and_then(|r| r.split_once('-')) else {
        return false;
    };
    let (day, time) = match rest.find(|c: char| !c.is_ascii_digit()) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (Some(month), Some(day)) = (digits(month, 2), digits(day, 2)) else { return false };
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    };
    if day == 0 || day > days {
        return false;
    }
    match time.chars().next() {
        None => true,
        Some('T' | 't') => match time.find(['Z', '+', '-']) {
            Some(at) => {
                let (clock, zone) = time.split_at(at);
                is_clock(clock.get(1..).unwrap_or("")) && (zone == "Z" || is_offset(zone))
            }
            None => false,
        },
        Some(' ') => is_clock(time.get(1..).unwrap_or("")),
        Some(_) => false,
    }
}

/// `15:4:5` with a fraction.
fn is_clock(text: &str) -> bool {
    let (clock, fraction) = match text.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<_> = clock.split(':').map(|part| digits(part, 2)).collect();
    let fraction_ok =
        fraction.is_none_or(|f| !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit()));
    fraction_ok
        && matches!(parts.as_slice(), [Some(h), Some(m), Some(s)] if *h < 24 && *m < 60 && *s < 60)
}

/// `+07:00`
fn is_offset(text: &str) -> bool {
    let parts: Vec<&str> = text.get(1..).unwrap_or("").split(':').collect();
    let number = |part: &str| digits(part, 2).filter(|_| part.len() == 2);
    matches!(parts.as_slice(), [h, m]
        if number(h).is_some_and(|h| h <= 24) && number(m).is_some_and(|m| m < 60))
}

/// A number of one to `most` digits.
fn digits(text: &str, most: usize) -> Option<u32> {
    if text.is_empty() || text.len() > most || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Numbers of base 60 in YAML 1.1: `1:30`.
fn is_base60(text: &str) -> bool {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (body, fraction) = body.split_once('.').unwrap_or((body, ""));
    let mut parts = body.split(':');
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let first_ok = parts
        .next()
        .is_some_and(|first| first.starts_with(|c: char| c.is_ascii_digit()) && digits(first));
    let mut count = 0;
    let rest_ok = parts.all(|part| {
        count += 1;
        match part.as_bytes() {
            [d] | [b'0'..=b'5', d] => d.is_ascii_digit(),
            _ => false,
        }
    });
    first_ok && rest_ok && count > 0 && digits(fraction)
}
