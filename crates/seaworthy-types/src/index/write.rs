//! The bytes of an index.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::SE;
use super::read::{flag, tag};
use crate::model::{Kind, LibraryType, PRIMITIVES, TypeParameter, TypeText};

/// A group is full when its descriptions have so many bytes: a run inflates whole groups, and small ones compress badly.
const GROUP_LENGTH: usize = 48 * 1024;

type Packages<'t> = BTreeMap<&'t str, BTreeMap<&'t str, &'t LibraryType>>;

/// Writes an index of types; of two with equal names the last counts. Equal types give equal bytes in whatever order.
pub fn write(types: &[LibraryType]) -> std::io::Result<Vec<u8>> {
    let mut packages: Packages<'_> = BTreeMap::new();
    for of in types {
        packages.entry(&of.package).or_default().insert(&of.name, of);
    }
    let mut groups: Vec<Packages<'_>> = vec![BTreeMap::new()];
    let mut length = 0;
    for (package, types) in &packages {
        let own: usize = types.values().map(|of| estimate(of)).sum();
        if length > 0 && length + own > GROUP_LENGTH {
            groups.push(BTreeMap::new());
            length = 0;
        }
        length += own;
        if let Some(last) = groups.last_mut() {
            last.insert(package, types.clone());
        }
    }
    let mut directory = Vec::new();
    let mut bodies = Vec::new();
    number(&mut directory, groups.len());
    for group in &groups {
        let bytes = write_group(group);
        let deflated = deflate(&bytes)?;
        number(&mut directory, deflated.len());
        number(&mut directory, bytes.len());
        bodies.extend(deflated);
    }
    number(&mut directory, packages.len());
    for (row, group) in groups.iter().enumerate() {
        for (package, types) in group {
            text(&mut directory, package);
            let is_se = types.values().any(|of| of.is_se);
            number(&mut directory, if is_se { SE as usize } else { 0 });
            number(&mut directory, row);
        }
    }
    let member_names: BTreeSet<&str> =
        types.iter().filter_map(|of| of.name.rsplit_once('.')).map(|(_, name)| name).collect();
    number(&mut directory, member_names.len());
    for name in member_names {
        text(&mut directory, name);
    }
    let directory = deflate(&directory)?;
    let mut out = (directory.len() as u32).to_le_bytes().to_vec();
    out.extend(directory);
    out.extend(bodies);
    Ok(out)
}

/// About how many bytes a description takes.
fn estimate(of: &LibraryType) -> usize {
    let parameters: usize = of.methods.iter().map(|of| of.parameters.len()).sum();
    16 + of.fields.len() * 4 + of.methods.len() * 6 + parameters * 2
}

fn deflate(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn number(out: &mut Vec<u8>, number: usize) {
    let mut rest = number as u32;
    while rest >= 0x80 {
        out.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len());
    out.extend(text.as_bytes());
}

/// Strings and classes of a group and how often they are used, then their numbers.
#[derive(Default)]
struct Tables<'t> {
    strings: BTreeMap<&'t str, usize>,
    classes: BTreeMap<(&'t str, &'t str), usize>,
    /// The first walk counts, the second one writes.
    is_counted: bool,
}

impl<'t> Tables<'t> {
    fn string(&mut self, out: &mut Vec<u8>, string: &'t str) {
        let entry = self.strings.entry(string).or_default();
        if self.is_counted {
            number(out, *entry);
        } else {
            *entry += 1;
        }
    }

    fn parameters(&mut self, out: &mut Vec<u8>, list: &'t [TypeParameter]) {
        number(out, list.len());
        for of in list {
            self.string(out, &of.name);
            match &of.bound {
                Some(bound) => self.of(out, bound),
                None => number(out, tag::UNKNOWN as usize),
            }
        }
    }

    fn list(&mut self, out: &mut Vec<u8>, list: &'t [TypeText]) {
        number(out, list.len());
        for of in list {
            self.of(out, of);
        }
    }

    // Types are as deep as the limit of their reader lets them be.
    fn of(&mut self, out: &mut Vec<u8>, of: &'t TypeText) {
        match of {
            TypeText::Unknown => number(out, tag::UNKNOWN as usize),
            TypeText::Primitive(name) => {
                let at = PRIMITIVES.iter().position(|known| known == name).unwrap_or_default();
                number(out, tag::PRIMITIVE as usize + at);
            }
            TypeText::Array(of) => {
                number(out, tag::ARRAY as usize);
                self.of(out, of);
            }
            TypeText::Variable(name) => {
                number(out, tag::VARIABLE as usize);
                self.string(out, name);
            }
            TypeText::Class { package, name, arguments } => {
                let entry = self.classes.entry((package, name)).or_default();
                if self.is_counted {
                    let has_arguments = usize::from(!arguments.is_empty());
                    number(out, tag::CLASS as usize + *entry * 2 + has_arguments);
                } else {
                    *entry += 1;
                }
                if !arguments.is_empty() {
                    self.list(out, arguments);
                }
            }
        }
    }

    fn body(&mut self, of: &'t LibraryType) -> Vec<u8> {
        let mut out = Vec::new();
        number(&mut out, Kind::ALL.iter().position(|kind| *kind == of.kind).unwrap_or_default());
        self.parameters(&mut out, &of.parameters);
        self.list(&mut out, &of.supertypes);
        number(&mut out, of.fields.len());
        for of in &of.fields {
            self.string(&mut out, &of.name);
            number(&mut out, if of.is_static { flag::STATIC as usize } else { 0 });
            self.of(&mut out, &of.of);
        }
        number(&mut out, of.methods.len());
        for of in &of.methods {
            self.string(&mut out, &of.name);
            let flags = [
                (of.is_static, flag::STATIC),
                (of.is_abstract, flag::ABSTRACT),
                (of.varargs, flag::VARARGS),
                (!of.variables.is_empty(), flag::VARIABLES),
            ];
            let flags = flags.iter().filter(|flag| flag.0).fold(0, |all, flag| all | flag.1);
            number(&mut out, flags as usize);
            if !of.variables.is_empty() {
                self.parameters(&mut out, &of.variables);
            }
            self.list(&mut out, &of.parameters);
            self.of(&mut out, &of.result);
        }
        out
    }

    /// Puts numbers in the place of counts.
    fn rank(&mut self) {
        let classes: Vec<_> = self.classes.keys().copied().collect();
        let mut nowhere = Vec::new();
        for (package, name) in classes {
            self.string(&mut nowhere, package);
            self.string(&mut nowhere, name);
        }
        rank(&mut self.strings);
        rank(&mut self.classes);
        self.is_counted = true;
    }
}

fn rank<K: Ord + Copy>(counts: &mut BTreeMap<K, usize>) {
    let mut order: Vec<_> = counts.iter().map(|(key, count)| (usize::MAX - *count, *key)).collect();
    order.sort_unstable();
    for (row, (_, key)) in order.into_iter().enumerate() {
        counts.insert(key, row);
    }
}

/// Keys in the order of their numbers.
fn ordered<K: Copy>(numbers: &BTreeMap<K, usize>) -> Vec<K> {
    let mut order: Vec<_> = numbers.iter().map(|(key, number)| (*number, *key)).collect();
    order.sort_unstable_by_key(|entry| entry.0);
    order.into_iter().map(|(_, key)| key).collect()
}

fn write_group(packages: &Packages<'_>) -> Vec<u8> {
    let mut tables = Tables::default();
    let mut nowhere = Vec::new();
    for (package, types) in packages {
        tables.string(&mut nowhere, package);
        for (name, of) in types {
            tables.string(&mut nowhere, name);
            tables.body(of);
        }
    }
    tables.rank();
    let mut out = Vec::new();
    number(&mut out, tables.strings.len());
    for string in ordered(&tables.strings) {
        text(&mut out, string);
    }
    number(&mut out, tables.classes.len());
    for (package, name) in ordered(&tables.classes) {
        tables.string(&mut out, package);
        tables.string(&mut out, name);
    }
    number(&mut out, packages.len());
    let mut bodies = Vec::new();
    for (package, types) in packages {
        tables.string(&mut out, package);
        number(&mut out, types.len());
        for (name, of) in types {
            let body = tables.body(of);
            tables.string(&mut out, name);
            number(&mut out, body.len());
            bodies.extend(body);
        }
    }
    out.extend(bodies);
    out
}
