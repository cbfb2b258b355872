//! The index of packages, and the types in them.
//!
//! ```text
//! directory length (4 bytes, little endian) · directory · groups of packages        each deflated
//! directory: groups: length deflated, length inflated · packages: name, flags, group · simple names of all member types
//! group:     strings · classes: package, name · packages: string, types: name, length · descriptions of the types
//! ```
//!
//! Numbers are of variable length, seven bits in a byte. Strings and classes stand in the order of how often they are used,
//! so that most references to them take one byte.

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::LibraryType;
use read::{Cursor, Group};
pub use write::write;

static BYTES: &[u8] = include_bytes!("../index/types.bin");

/// A package belongs to Java SE.
const SE: u32 = 1;

struct Index {
    packages: FxHashMap<&'static str, Package>,
    groups: Vec<Slot>,
    member_names: FxHashSet<&'static str>,
}

struct Package {
    group: usize,
    is_se: bool,
}

/// A group, read when it is asked for.
struct Slot {
    deflated: &'static [u8],
    inflated_length: usize,
    group: OnceLock<Group>,
}

impl Slot {
    fn group(&self) -> &Group {
        self.group.get_or_init(|| {
            let bytes = read::inflate(self.deflated, self.inflated_length);
            Group::read(bytes.leak()).unwrap_or_default()
        })
    }
}

impl Index {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (directory, mut rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let mut cursor = Cursor::new(read::inflate(directory, 0).leak());
        let mut groups = Vec::new();
        for _ in 0..cursor.number()? {
            let length = cursor.number()? as usize;
            let inflated_length = cursor.number()? as usize;
            let (deflated, after) = rest.split_at_checked(length)?;
            groups.push(Slot { deflated, inflated_length, group: OnceLock::new() });
            rest = after;
        }
        let mut packages = FxHashMap::default();
        for _ in 0..cursor.number()? {
            let name = cursor.text()?;
            let is_se = cursor.number()? & SE != 0;
            packages.insert(name, Package { group: cursor.number()? as usize, is_se });
        }
        let mut member_names = FxHashSet::default();
        for _ in 0..cursor.number()? {
            member_names.insert(cursor.text()?);
        }
        Some(Self { packages, groups, member_names })
    }

    fn find_in(&self, package: &str, name: &str) -> Option<&LibraryType> {
        let of = self.packages.get(package)?;
        self.groups.get(of.group)?.group().find(package, name, of.is_se)
    }
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        Index::read(BYTES).unwrap_or_else(|| Index {
            packages: FxHashMap::default(),
            groups: Vec::new(),
            member_names: FxHashSet::default(),
        })
    })
}

/// Whether there are facts of a package.
pub fn is_package(name: &str) -> bool {
    index().packages.contains_key(name)
}

/// Whether Java SE has a package of this name, all of whose types are then known.
pub fn is_se_package(name: &str) -> bool {
    index().packages.get(name).is_some_and(|of| of.is_se)
}

/// Whether any type has a member type of this simple name.
pub fn is_member_name(name: &str) -> bool {
    index().member_names.contains(name)
}

/// A type by its package and its name in it (`Map.Entry` of a member type).
pub fn find_in(package: &str, name: &str) -> Option<&'static LibraryType> {
    index().find_in(package, name)
}

/// Whether there is a type of this qualified name; cheaper than to find it.
pub fn contains(qualified: &str) -> bool {
    let index = index();
    let has = |package: &str, name: &str| {
        let of = index.packages.get(package)?;
        Some(index.groups.get(of.group)?.group().contains(package, name))
    };
    let mut ends = qualified.match_indices('.').map(|(at, _)| at).rev();
    ends.any(|at| match (qualified.get(..at), qualified.get(at + 1..)) {
        (Some(package), Some(name)) => has(package, name) == Some(true),
        _ => false,
    })
}

/// A type by its qualified name.
pub fn find(qualified: &str) -> Option<&'static LibraryType> {
    let ends = qualified.match_indices('.').map(|(at, _)| at);
    ends.rev().find_map(|at| find_in(qualified.get(..at)?, qualified.get(at + 1..)?))
}
