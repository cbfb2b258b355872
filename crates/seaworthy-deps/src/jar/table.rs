//! A table of checksums that the user gives.

use std::collections::BTreeMap;

use crate::jar::Coordinates;

/// SHA-1 → coordinates. The text has one archive a line: `<40 hexadecimal digits> <group>:<artifact>:<version>`, parted by
/// white space; what follows is a remark, as is a line that starts with `#`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChecksumTable {
    by_sha1: BTreeMap<String, Coordinates>,
}

impl ChecksumTable {
    /// Reads a table. The second value lists the numbers, from 1, of lines that are neither an entry nor a remark.
    pub fn parse(text: &str) -> (Self, Vec<u32>) {
        let mut table = Self::default();
        let mut wrong = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match entry(line) {
                Some((sha1, coordinates)) => {
                    table.by_sha1.insert(sha1, coordinates);
                }
                None => wrong.push(number),
            }
        }
        (table, wrong)
    }

    /// The library with that checksum, in digits of any case.
    pub fn get(&self, sha1: &str) -> Option<&Coordinates> {
        self.by_sha1.get(&sha1.to_ascii_lowercase())
    }

    /// How many archives it knows.
    pub fn len(&self) -> usize {
        self.by_sha1.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.by_sha1.is_empty()
    }
}

fn entry(line: &str) -> Option<(String, Coordinates)> {
    let mut words = line.split_whitespace();
    let sha1 = words.next()?.to_ascii_lowercase();
    let valid = sha1.len() == 40 && sha1.bytes().all(|b| b.is_ascii_hexdigit());
    let mut parts = words.next()?.split(':').map(str::to_owned);
    let (group, artifact, version) = (parts.next()?, parts.next()?, parts.next()?);
    let named = !group.is_empty() && !artifact.is_empty() && !version.is_empty();
    (valid && named && parts.next().is_none())
        .then_some((sha1, Coordinates { group, artifact, version: Some(version) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_entries_or_wrong() {
        let sha = "0123456789ABCDEF0123456789abcdef01234567";
        let text =
            format!("# ours\n\n{sha}  org.acme:core:1.2 from the wiki\nxyz a:b:1\n{sha} a:b\n");
        let (table, wrong) = ChecksumTable::parse(&text);
        assert_eq!(wrong, [4, 5]);
        assert_eq!(table.len(), 1);
        assert_eq!(table.get(&sha.to_lowercase()).unwrap().name(), "org.acme:core");
    }
}
