//! Names as Java text: identifiers escaped, nested classes with dots.

use rustc_hash::FxHashMap;

use crate::types::Ty;

/// Classes within classes are followed so far.
const NESTING: usize = 16;

/// What `InnerClasses` says of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inner<'c> {
    pub(crate) outer: Option<&'c str>,
    pub(crate) simple: Option<&'c str>,
    pub(crate) flags: u16,
}

/// The classes of which a class file says that they stand within others, by internal name.
pub(crate) type InnerClasses<'c> = FxHashMap<&'c str, Inner<'c>>;

/// Whether a word cannot be an identifier.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "abstract"
            | "assert"
            | "boolean"
            | "break"
            | "byte"
            | "case"
            | "catch"
            | "char"
            | "class"
            | "const"
            | "continue"
            | "default"
            | "do"
            | "double"
            | "else"
            | "enum"
            | "extends"
            | "final"
            | "finally"
            | "float"
            | "for"
            | "goto"
            | "if"
            | "implements"
            | "import"
            | "instanceof"
            | "int"
            | "interface"
            | "long"
            | "native"
            | "new"
            | "package"
            | "private"
            | "protected"
            | "public"
            | "return"
            | "short"
            | "static"
            | "strictfp"
            | "super"
            | "switch"
            | "synchronized"
            | "this"
            | "throw"
            | "throws"
            | "transient"
            | "try"
            | "void"
            | "volatile"
            | "while"
            | "true"
            | "false"
            | "null"
            | "_"
            | "yield"
            | "record"
            | "when"
            | "sealed"
            | "permits"
            | "non"
            | "var"
            | "exports"
            | "opens"
            | "requires"
            | "uses"
            | "provides"
            | "to"
            | "transitive"
            | "module"
            | "open"
            | "with"
    )
}

/// Words that are identifiers in most places but confuse a reader of methods' and variables' names in none.
fn is_contextual(word: &str) -> bool {
    matches!(
        word,
        "record"
            | "when"
            | "sealed"
            | "permits"
            | "non"
            | "var"
            | "exports"
            | "opens"
            | "requires"
            | "uses"
            | "provides"
            | "to"
            | "transitive"
            | "module"
            | "open"
            | "with"
    )
}

/// Appends one identifier. What Java does not allow is written as `$` and the code of the character; a `$` is put behind
/// keywords.
pub(crate) fn push_identifier(out: &mut String, name: &str) {
    let bytes = name.as_bytes();
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$');
    if bytes.iter().all(plain) && !bytes.first().is_none_or(u8::is_ascii_digit) {
        out.push_str(name);
        if is_keyword(name) && !is_contextual(name) {
            out.push('$');
        }
        return;
    }
    if name.is_empty() {
        out.push_str("$unnamed");
    }
    for (i, c) in name.chars().enumerate() {
        if c.is_ascii_digit() && i == 0 {
            out.push('$');
            out.push(c);
        } else if c.is_ascii_alphanumeric()
            || matches!(c, '_' | '$')
            || (c > '\u{bf}' && c.is_alphabetic())
        {
            out.push(c);
        } else {
            out.push('$');
            let code = c as u32;
            for shift in [12, 8, 4, 0] {
                out.extend(char::from_digit(code >> shift & 15, 16));
            }
        }
    }
}

/// Appends an internal or dotted name part by part: `a/b-c/D` as `a.b$002dc.D`.
pub(crate) fn push_qualified(out: &mut String, name: &str) {
    for (i, part) in name.split(['/', '.']).enumerate() {
        if i > 0 {
            out.push('.');
        }
        push_identifier(out, part);
    }
}

/// The simple name that a class has in text.
pub(crate) fn simple_name<'c>(internal: &'c str, inner: &InnerClasses<'c>) -> &'c str {
    if let Some(Inner { outer: Some(_), simple: Some(simple), .. }) = inner.get(internal)
        && !simple.is_empty()
    {
        return simple;
    }
    internal.rsplit('/').next().unwrap_or(internal)
}

/// Appends the name of a class, nested ones with dots.
pub(crate) fn push_class(out: &mut String, internal: &str, inner: &InnerClasses<'_>) {
    if !internal.contains('$') {
        push_qualified(out, internal);
        return;
    }
    let mut chain = Vec::new();
    let mut at = internal;
    while chain.len() < NESTING {
        match inner.get(at) {
            Some(Inner { outer: Some(outer), simple: Some(simple), .. }) if !simple.is_empty() => {
                chain.push(*simple);
                at = outer;
            }
            _ => break,
        }
    }
    push_qualified(out, at);
    for simple in chain.into_iter().rev() {
        out.push('.');
        push_identifier(out, simple);
    }
}

/// Appends a type; one that is not known as `java.lang.Object`.
pub(crate) fn push_type(out: &mut String, ty: Ty<'_>, inner: &InnerClasses<'_>) {
    match ty {
        Ty::Unknown | Ty::Null => out.push_str("java.lang.Object"),
        Ty::Void => out.push_str("void"),
        Ty::Primitive(letter) => out.push_str(match letter {
            b'B' => "byte",
            b'C' => "char",
            b'D' => "double",
            b'F' => "float",
            b'J' => "long",
            b'S' => "short",
            b'Z' => "boolean",
            _ => "int",
        }),
        Ty::Class(name) => push_class(out, name, inner),
        Ty::ArrayOf(class) => {
            push_type(out, Ty::of_class(class), inner);
            out.push_str("[]");
        }
        Ty::Array(descriptor) => {
            let element = descriptor.trim_start_matches('[');
            push_type(out, Ty::of(element), inner);
            for _ in 0..descriptor.len() - element.len() {
                out.push_str("[]");
            }
        }
    }
}

/// Appends a string literal.
pub(crate) fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        push_char(out, c, '"');
    }
    out.push('"');
}

/// Appends a character as it stands within a literal.
pub(crate) fn push_char(out: &mut String, c: char, quote: char) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if c == quote => {
            out.push('\\');
            out.push(c);
        }
        _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffd}') => {
            out.push_str("\\u");
            for shift in [12, 8, 4, 0] {
                out.extend(char::from_digit(c as u32 >> shift & 15, 16));
            }
        }
        _ => out.push(c),
    }
}
