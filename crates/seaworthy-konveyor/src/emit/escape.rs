//! Texts in double quotes: most of what is written are excerpts of code, so runs of plain bytes are found many at a time.

use super::scalar::is_printable;

/// Writes a text as it stands between the double quotes of a YAML scalar.
pub(super) fn yaml(text: &str, out: &mut String) {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    runs(text, plain, out, |c, out| {
        let short = match c {
            '\0' => '0',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{b}' => 'v',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\u{1b}' => 'e',
            '"' | '\\' => c,
            '\u{85}' => 'N',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            _ if is_printable(c) => {
                out.push(c);
                return;
            }
            _ => {
                let code = u32::from(c);
                out.push_str(&match code {
                    0..=0xff => format!("\\x{code:02X}"),
                    0x100..=0xffff => format!("\\u{code:04X}"),
                    _ => format!("\\U{code:08X}"),
                });
                return;
            }
        };
        out.push('\\');
        out.push(short);
    });
}

/// Writes a text as it stands between the quotes of a JSON string, with what could end a script escaped as Go does.
pub(super) fn json(text: &str, out: &mut String) {
    let plain =
        |byte: u8| !matches!(byte, 0..=0x1f | b'"' | b'\\' | b'<' | b'>' | b'&' | 0x80..=0xff);
    runs(text, plain, out, |c, out| {
        let short = match c {
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{c}' => 'f',
            '\r' => 'r',
            '"' | '\\' => c,
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
                return;
            }
            _ => {
                out.push(c);
                return;
            }
        };
        out.push('\\');
        out.push(short);
    });
}

/// Bytes that are looked at together.
const CHUNK: usize = 16;

/// Copies runs of plain bytes, and gives every other character to `escape`. Bytes beyond ASCII are never plain.
fn runs(
    text: &str,
    plain: impl Fn(u8) -> bool,
    out: &mut String,
    escape: impl Fn(char, &mut String),
) {
    let mut rest = text;
    loop {
        let bytes = rest.as_bytes();
        let whole = bytes.chunks_exact(CHUNK);
        // No early end within a chunk, so that the compiler compares all of it at once.
        let chunks =
            whole.take_while(|chunk| chunk.iter().fold(true, |all, &b| all & plain(b))).count();
        let tail = bytes.get(chunks * CHUNK..).unwrap_or_default();
        let run = chunks * CHUNK + tail.iter().take_while(|&&b| plain(b)).count();
        let (before, after) = rest.split_at_checked(run).unwrap_or((rest, ""));
        out.push_str(before);
        let mut chars = after.chars();
        let Some(c) = chars.next() else { return };
        escape(c, out);
        rest = chars.as_str();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn json_is_read_back(text in "[ -~\\t\\n\\x00-\\x1fé\u{2028}\u{1f600}<&>\"\\\\]{0,80}") {
            let mut out = String::new();
            json(&text, &mut out);
            let ends_a_script = out.contains(['<', '>', '&', '\u{2028}']);
            prop_assert!(!ends_a_script);
            let back: String = serde_json::from_str(&format!("\"{out}\"")).unwrap();
            prop_assert_eq!(back, text);
        }
    }
}
