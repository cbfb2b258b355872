//! Descriptors and generic signatures of class files, as types.

use std::borrow::Cow;

use crate::model::{Name, TypeParameter, TypeText};

/// Types nested deeper than this are unknown.
const DEPTH_LIMIT: u32 = 30;

/// Package and name of an internal name: `java/util/Map$Entry` is `java.util` and `Map.Entry`.
pub(crate) fn split_name(internal: &str) -> (String, String) {
    let (package, name) = internal.rsplit_once('/').unwrap_or(("", internal));
    (package.replace('/', "."), nested_name(name))
}

/// A name with dots between types and their member types.
fn nested_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let between = !out.is_empty() && chars.peek().is_some_and(|next| *next != '$');
        out.push(if c == '$' && between { '.' } else { c });
    }
    out
}

/// A reader of one descriptor or signature. Whatever is malformed ends in unknown types.
pub(crate) struct Reader<'a> {
    text: &'a str,
    /// Type parameters that may be named, the innermost last.
    pub(crate) variables: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str, variables: Vec<String>) -> Self {
        Self { text, variables }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.text.chars().next()?;
        self.text = self.text.get(c.len_utf8()..)?;
        Some(c)
    }

    /// Takes a character if it comes next.
    pub(crate) fn eat(&mut self, c: char) -> bool {
        match self.text.strip_prefix(c) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.text.is_empty()
    }

    /// Text up to one of some characters, which stays.
    fn until(&mut self, ends: &[char]) -> &'a str {
        let end = self.text.find(ends).unwrap_or(self.text.len());
        let (taken, rest) = self.text.split_at_checked(end).unwrap_or((self.text, ""));
        self.text = rest;
        taken
    }

    /// `<T:Ljava/lang/Object;U::Ljava/util/List<TT;>;>`, if it comes next.
    pub(crate) fn parameters(&mut self) -> Vec<TypeParameter> {
        let mut found: Vec<TypeParameter> = Vec::new();
        if !self.eat('<') {
            return found;
        }
        // Bounds may name parameters that follow.
        let start = self.variables.len();
        let mut ahead = Reader::new(self.text, Vec::new());
        while !ahead.eat('>') && !ahead.is_at_end() {
            let name = ahead.until(&[':', '>']);
            self.variables.push(name.to_owned());
            while ahead.eat(':') {
                if !ahead.text.starts_with([':', '>']) {
                    ahead.of(0);
                }
            }
        }
        while !self.eat('>') && !self.is_at_end() {
            let name = self.until(&[':', '>']).to_owned();
            let mut bound = None;
            while self.eat(':') {
                if !self.text.starts_with([':', '>']) {
                    let of = self.of(0);
                    bound = bound.or(Some(of));
                }
            }
            let bound = bound.filter(|of| !is_object(of));
            found.push(TypeParameter { name: Cow::Owned(name), bound });
        }
        self.variables.truncate(start);
        self.variables.extend(found.iter().map(|of| of.name.to_string()));
        found
    }

    /// The type that comes next.
    pub(crate) fn of(&mut self, depth: u32) -> TypeText {
        if depth > DEPTH_LIMIT {
            self.text = "";
            return TypeText::Unknown;
        }
        match self.next() {
            Some('Z') => TypeText::Primitive("boolean"),
            Some('B') => TypeText::Primitive("byte"),
            Some('C') => TypeText::Primitive("char"),
            Some('S') => TypeText::Primitive("short"),
            Some('I') => TypeText::Primitive("int"),
            Some('J') => TypeText::Primitive("long"),
            Some('F') => TypeText::Primitive("float"),
            Some('D') => TypeText::Primitive("double"),
            Some('V') => TypeText::Primitive("void"),
            Some('[') => TypeText::Array(Box::new(self.of(depth + 1))),
            Some('T') => {
                let name = self.until(&[';']).to_owned();
                self.eat(';');
                if self.variables.contains(&name) {
                    TypeText::Variable(Cow::Owned(name))
                } else {
                    TypeText::Unknown
                }
            }
            Some('L') => self.class(depth),
            _ => {
                self.text = "";
                TypeText::Unknown
            }
        }
    }

    fn class(&mut self, depth: u32) -> TypeText {
        let (package, mut name) = split_name(self.until(&['<', ';', '.']));
        let mut arguments = self.arguments(depth);
        while self.eat('.') {
            name.push('.');
            name.push_str(&nested_name(self.until(&['<', ';', '.'])));
            arguments = self.arguments(depth);
        }
        self.eat(';');
        TypeText::Class { package: Name::Owned(package), name: Name::Owned(name), arguments }
    }

    fn arguments(&mut self, depth: u32) -> Vec<TypeText> {
        let mut found = Vec::new();
        if !self.eat('<') {
            return found;
        }
        while !self.eat('>') && !self.is_at_end() {
            if self.eat('*') {
                found.push(object());
                continue;
            }
            if !self.eat('+') {
                self.eat('-');
            }
            found.push(self.of(depth + 1));
        }
        found
    }
}

pub(crate) fn object() -> TypeText {
    TypeText::Class { package: "java.lang".into(), name: "Object".into(), arguments: Vec::new() }
}

pub(crate) fn is_object(of: &TypeText) -> bool {
    matches!(of, TypeText::Class { package, name, .. } if package == "java.lang" && name == "Object")
}
