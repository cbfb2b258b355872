//! Imports, which class files do not have: a source that used the same types would have had them.

use std::collections::BTreeMap;

/// The types that a text names, with the first source line that names each. Types of `java.lang` and of the package itself
/// need no import. A nested type is known by the type it stands in.
pub(crate) fn imports(text: &str, lines: &[u32], package: &str) -> BTreeMap<String, u32> {
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for (line, &number) in text.lines().zip(lines) {
        names(line, |name| {
            let Some((of, _)) = name.rsplit_once('.') else { return };
            if of == package || of == "java.lang" {
                return;
            }
            match found.get_mut(name) {
                Some(first) if number != 0 && (*first == 0 || number < *first) => *first = number,
                Some(_) => {}
                None => {
                    found.insert(name.to_owned(), number);
                }
            }
        });
    }
    found
}

/// The qualified names in a line of code, up to their first part that starts with an upper-case letter. What stands in
/// string and character literals is none.
fn names(line: &str, mut found: impl FnMut(&str)) {
    let bytes = line.as_bytes();
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'$' || b >= 0x80;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' || byte == b'\'' {
            at = after_literal(bytes, at);
            continue;
        }
        if !is_part(byte) {
            at += 1;
            continue;
        }
        let start = at;
        let mut end_of_type = None;
        let mut parts = 0;
        loop {
            let part = at;
            while bytes.get(at).is_some_and(|&b| is_part(b)) {
                at += 1;
            }
            parts += 1;
            if end_of_type.is_none()
                && parts > 1
                && bytes.get(part).is_some_and(u8::is_ascii_uppercase)
            {
                end_of_type = Some(at);
            }
            let goes_on =
                bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(|&b| is_part(b));
            if !goes_on {
                break;
            }
            at += 1;
        }
        // A member of what stands before it (`).getName`) is no name of its own.
        let is_member = start > 0 && bytes.get(start - 1) == Some(&b'.');
        let is_package = bytes.get(start).is_some_and(u8::is_ascii_lowercase);
        if let Some(name) = end_of_type.and_then(|end| line.get(start..end))
            && is_package
            && !is_member
        {
            found(name);
        }
    }
}

/// The position behind the literal that starts at `at`.
fn after_literal(bytes: &[u8], at: usize) -> usize {
    let quote = bytes.get(at).copied();
    let mut at = at + 1;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == b'\\' {
            at += 1;
        } else if Some(byte) == quote {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_once_with_their_first_line() {
        let text = "class A extends javax.ejb.Bean {\n  java.io.File f = new java.io.File(\"x.y.Z\");\n  a.b.Own o; java.lang.String s; java.util.Map.Entry e;\n  this.f.getName(); ((java.net.URL) p0).x.Y();\n  java.io.File.listRoots();\n}";
        let found = imports(text, &[0, 7, 8, 9, 3, 0], "a.b");
        let found: Vec<(&str, u32)> = found.iter().map(|(n, l)| (n.as_str(), *l)).collect();
        assert_eq!(
            found,
            [("java.io.File", 3), ("java.net.URL", 9), ("java.util.Map", 8), ("javax.ejb.Bean", 0)]
        );
    }

    #[test]
    fn any_line_ends() {
        for line in ["\"", "'\\", "a.", ".a.B", "é.È", "a.B\"c.D", ""] {
            imports(line, &[1], "");
        }
    }
}
