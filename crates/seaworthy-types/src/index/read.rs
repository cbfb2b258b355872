//! Groups of packages as they are read.

use std::borrow::Cow;
use std::io::Read;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;
use rustc_hash::FxHashMap;

use crate::model::{Field, Kind, LibraryType, Method, PRIMITIVES, TypeParameter, TypeText};

/// No directory or group is longer than this.
const LENGTH_LIMIT: u64 = 1 << 24;
/// Types nested deeper than this are unknown.
const DEPTH_LIMIT: u32 = 40;

/// Numbers that stand for types before those of classes begin.
pub(super) mod tag {
    pub(in super::super) const UNKNOWN: u32 = 0;
    pub(in super::super) const PRIMITIVE: u32 = 1;
    pub(in super::super) const ARRAY: u32 = 10;
    pub(in super::super) const VARIABLE: u32 = 11;
    pub(in super::super) const CLASS: u32 = 12;
}

/// Bits of a method or field.
pub(super) mod flag {
    pub(in super::super) const STATIC: u32 = 1;
    pub(in super::super) const ABSTRACT: u32 = 2;
    pub(in super::super) const VARARGS: u32 = 4;
    pub(in super::super) const VARIABLES: u32 = 8;
}

/// What deflated bytes hold; cut off where they are damaged.
pub(super) fn inflate(deflated: &[u8], length: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(length.min(LENGTH_LIMIT as usize));
    let _ = DeflateDecoder::new(deflated).take(LENGTH_LIMIT).read_to_end(&mut out);
    out
}

/// A place in the bytes of the index.
pub(super) struct Cursor {
    rest: &'static [u8],
}

impl Cursor {
    pub(super) fn new(rest: &'static [u8]) -> Self {
        Self { rest }
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in [0, 7, 14, 21, 28] {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(first & 0x7f).checked_shl(shift)?;
            if first & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn text(&mut self) -> Option<&'static str> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// Room for so many rows, as far as the bytes that are left can hold them.
    fn room<T>(&self, rows: u32) -> Vec<T> {
        Vec::with_capacity((rows as usize).min(self.rest.len()))
    }
}

/// Some packages and their types.
#[derive(Default)]
pub(super) struct Group {
    strings: Vec<&'static str>,
    classes: Vec<(&'static str, &'static str)>,
    packages: FxHashMap<&'static str, FxHashMap<&'static str, Slot>>,
}

/// A type, read when it is asked for.
struct Slot {
    bytes: &'static [u8],
    described: OnceLock<Option<LibraryType>>,
}

impl Group {
    pub(super) fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let count = cursor.number()?;
        let mut strings = cursor.room(count);
        for _ in 0..count {
            strings.push(cursor.text()?);
        }
        let text = |number: u32| strings.get(number as usize).copied();
        let count = cursor.number()?;
        let mut classes = cursor.room(count);
        for _ in 0..count {
            classes.push((text(cursor.number()?)?, text(cursor.number()?)?));
        }
        let mut lengths = Vec::new();
        for _ in 0..cursor.number()? {
            let package = text(cursor.number()?)?;
            for _ in 0..cursor.number()? {
                let name = text(cursor.number()?)?;
                lengths.push((package, name, cursor.number()? as usize));
            }
        }
        let mut packages: FxHashMap<_, FxHashMap<_, _>> = FxHashMap::default();
        for (package, name, length) in lengths {
            let slot = Slot { bytes: cursor.take(length)?, described: OnceLock::new() };
            packages.entry(package).or_default().insert(name, slot);
        }
        Some(Self { strings, classes, packages })
    }

    #[cfg(test)]
    pub(super) fn names(&self, package: &str) -> Vec<&'static str> {
        let types = self.packages.get(package);
        let mut names: Vec<_> = types.iter().flat_map(|types| types.keys().copied()).collect();
        names.sort_unstable();
        names
    }

    pub(super) fn contains(&self, package: &str, name: &str) -> bool {
        self.packages.get(package).is_some_and(|types| types.contains_key(name))
    }

    pub(super) fn find(&self, package: &str, name: &str, is_se: bool) -> Option<&LibraryType> {
        let (package, types) = self.packages.get_key_value(package)?;
        let (name, slot) = types.get_key_value(name)?;
        let described = slot.described.get_or_init(|| {
            let mut of = Body { group: self, cursor: Cursor::new(slot.bytes) }.read()?;
            of.package = Cow::Borrowed(package);
            of.name = Cow::Borrowed(name);
            of.is_se = is_se;
            Some(of)
        });
        described.as_ref()
    }
}

/// The description of one type.
struct Body<'g> {
    group: &'g Group,
    cursor: Cursor,
}

impl Body<'_> {
    fn read(mut self) -> Option<LibraryType> {
        let kind = Kind::ALL.get(self.cursor.number()? as usize).copied()?;
        let parameters = self.parameters()?;
        let supertypes = self.list()?;
        let count = self.cursor.number()?;
        let mut fields = self.cursor.room(count);
        for _ in 0..count {
            let name = Cow::Borrowed(self.string()?);
            let is_static = self.cursor.number()? & flag::STATIC != 0;
            fields.push(Field { name, of: self.of(0)?, is_static });
        }
        let count = self.cursor.number()?;
        let mut methods = self.cursor.room(count);
        for _ in 0..count {
            methods.push(self.method()?);
        }
        Some(LibraryType {
            kind,
            parameters,
            supertypes,
            methods,
            fields,
            ..LibraryType::default()
        })
    }

    fn method(&mut self) -> Option<Method> {
        let name = Cow::Borrowed(self.string()?);
        let flags = self.cursor.number()?;
        let variables = if flags & flag::VARIABLES == 0 { Vec::new() } else { self.parameters()? };
        Some(Method {
            name,
            variables,
            parameters: self.list()?,
            result: self.of(0)?,
            varargs: flags & flag::VARARGS != 0,
            is_static: flags & flag::STATIC != 0,
            is_abstract: flags & flag::ABSTRACT != 0,
        })
    }

    fn string(&mut self) -> Option<&'static str> {
        let number = self.cursor.number()?;
        self.group.strings.get(number as usize).copied()
    }

    fn parameters(&mut self) -> Option<Vec<TypeParameter>> {
        let count = self.cursor.number()?;
        let mut found = self.cursor.room(count);
        for _ in 0..count {
            let name = Cow::Borrowed(self.string()?);
            let bound = Some(self.of(0)?).filter(|of| *of != TypeText::Unknown);
            found.push(TypeParameter { name, bound });
        }
        Some(found)
    }

    fn list(&mut self) -> Option<Vec<TypeText>> {
        self.list_within(0)
    }

    fn list_within(&mut self, depth: u32) -> Option<Vec<TypeText>> {
        let count = self.cursor.number()?;
        let mut found = self.cursor.room(count);
        for _ in 0..count {
            found.push(self.of(depth)?);
        }
        Some(found)
    }

    fn of(&mut self, depth: u32) -> Option<TypeText> {
        if depth > DEPTH_LIMIT {
            return None;
        }
        Some(match self.cursor.number()? {
            tag::UNKNOWN => TypeText::Unknown,
            tag::ARRAY => TypeText::Array(Box::new(self.of(depth + 1)?)),
            tag::VARIABLE => TypeText::Variable(Cow::Borrowed(self.string()?)),
            number if number < tag::ARRAY => {
                TypeText::Primitive(PRIMITIVES.get((number - tag::PRIMITIVE) as usize)?)
            }
            number => {
                let number = number - tag::CLASS;
                let (package, name) = *self.group.classes.get((number / 2) as usize)?;
                let arguments =
                    if number % 2 == 1 { self.list_within(depth + 1)? } else { Vec::new() };
                TypeText::Class { package: package.into(), name: name.into(), arguments }
            }
        })
    }
}
