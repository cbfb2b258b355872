//! Character references, and nothing else: entities that a document declares stay as written.

/// Longest reference that is looked at, in bytes (`&#x0010FFFF;` has 12).
const LONGEST: usize = 16;

/// Appends `raw` to `out` with the five built-in entities and numeric references replaced.
pub(crate) fn decode_into(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let window = reference.as_bytes().iter().take(LONGEST).position(|&b| b == b';');
        let decoded = window.and_then(|end| {
            let name = reference.get(1..end)?;
            Some((character(name)?, end + 1))
        });
        let used = if let Some((c, used)) = decoded {
            out.push(c);
            used
        } else {
            out.push('&');
            1
        };
        rest = reference.get(used..).unwrap_or("");
    }
    out.push_str(rest);
}

/// `raw` with references replaced.
pub(crate) fn decode(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    decode_into(raw, &mut out);
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().filter(|&c| c != 0).and_then(char::from_u32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_built_in_references_are_replaced() {
        assert_eq!(decode("a &lt;b&gt; &amp;amp; &#65;&#x42; &quot;&apos;"), "a <b> &amp; AB \"'");
        assert_eq!(
            decode("&nbsp; & &; &#0; &#xFFFFFFFF; &lol9;"),
            "&nbsp; & &; &#0; &#xFFFFFFFF; &lol9;"
        );
        assert_eq!(decode("é&é;"), "é&é;");
    }
}
