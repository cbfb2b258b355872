//! Names from file systems and archives as clean relative paths.

use std::fmt::Write as _;

/// Longest member name that is taken; longer ones are only seen in attacks.
const MAX_NAME_BYTES: usize = 4096;

/// A name as text, and whether its bytes were valid UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) is_utf8: bool,
}

/// Bytes as text. Invalid bytes are written as `\xE9`, so that different names stay different.
pub(crate) fn name_of(bytes: &[u8]) -> Name {
    let mut text = String::with_capacity(bytes.len());
    let mut is_utf8 = true;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            is_utf8 = false;
            // Writing to a string cannot fail.
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    Name { text, is_utf8 }
}

/// The path of an archive member: relative, `/` between parts, no `.` parts. `Err` says why it is refused.
pub(crate) fn member_path(raw: &[u8]) -> Result<Name, &'static str> {
    if raw.len() > MAX_NAME_BYTES {
        return Err("its name is longer than 4096 bytes");
    }
    let Name { text, is_utf8 } = name_of(raw);
    // Some packers on Windows write `\`; an escape that `name_of` made must stay.
    let text = if is_utf8 { text.replace('\\', "/") } else { text };
    if text.contains('\0') {
        return Err("its name holds a NUL byte");
    }
    if text.starts_with('/') || text.get(1..3) == Some(":/") {
        return Err("its name is an absolute path");
    }
    let mut clean = String::with_capacity(text.len());
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => return Err("its name leads out of the archive"),
            _ => {
                if !clean.is_empty() {
                    clean.push('/');
                }
                clean.push_str(part);
            }
        }
    }
    if clean.is_empty() { Err("its name is empty") } else { Ok(Name { text: clean, is_utf8 }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn member_names_are_cleaned_or_refused() {
        assert_eq!(member_path(b"./a//b/./c").unwrap().text, "a/b/c");
        assert_eq!(member_path(b"a\\b.cs").unwrap().text, "a/b.cs");
        for bad in
            [&b"../x"[..], b"a/../../x", b"/etc/passwd", b"C:\\x", b"", b"./", b"a\0b", b"..\\x"]
        {
            assert!(member_path(bad).is_err(), "{bad:?}");
        }
        assert!(member_path(&[b'a'; 5000]).is_err());
        let latin = member_path(b"caf\xE9.txt").unwrap();
        assert_eq!((latin.text.as_str(), latin.is_utf8), ("caf\\xE9.txt", false));
    }

    proptest! {
        #[test]
        fn accepted_names_stay_inside(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(name) = member_path(&bytes) {
                prop_assert!(!name.text.starts_with('/'));
                prop_assert!(name.text.split('/').all(|part| !matches!(part, "" | "." | "..")));
            }
        }
    }
}
