//! Writes zip files byte by byte, so that each field can be made wrong.
#![allow(dead_code, reason = "each test file uses a part")]

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// One entry of a zip file; what is not set is written as it should be.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) name: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) stored: bool,
    pub(crate) flags: u16,
    pub(crate) method: Option<u16>,
    pub(crate) crc: Option<u32>,
    /// Sizes stand behind the content, not before it.
    pub(crate) descriptor: bool,
    /// Sizes and offset stand in a zip64 extra field.
    pub(crate) zip64: bool,
    /// Offset of the local header that the directory names.
    pub(crate) header: Option<u32>,
}

/// A deflated entry.
pub(crate) fn item(name: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Item {
    Item {
        name: name.as_ref().to_vec(),
        content: content.as_ref().to_vec(),
        stored: false,
        flags: 0,
        method: None,
        crc: None,
        descriptor: false,
        zip64: false,
        header: None,
    }
}

/// A zip file of deflated entries.
pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    forge(&entries.iter().map(|(name, content)| item(name, content)).collect::<Vec<_>>())
}

/// The class file of an empty class for a Java release: as much of it as the inventory looks at.
pub(crate) fn class(release: u16) -> Vec<u8> {
    let mut bytes = vec![0xCA, 0xFE, 0xBA, 0xBE, 0, 0];
    bytes.extend((release + 44).to_be_bytes());
    bytes
}

/// `pom.properties` of an artifact.
pub(crate) fn pom(group: &str, artifact: &str) -> (String, Vec<u8>) {
    (
        format!("META-INF/maven/{group}/{artifact}/pom.properties"),
        format!("#x\nversion=1.0\ngroupId={group}\nartifactId={artifact}\n").into_bytes(),
    )
}

/// A jar of one Maven artifact with these classes.
pub(crate) fn jar(group: &str, artifact: &str, classes: &[&str]) -> Vec<u8> {
    let (path, text) = pom(group, artifact);
    let mut items = vec![item("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"), item(path, text)];
    items.extend(classes.iter().map(|name| item(format!("{name}.class"), class(8))));
    forge(&items)
}

pub(crate) fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A zip file with the entries in this order.
pub(crate) fn forge(items: &[Item]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for item in items {
        let start = out.len() as u32;
        let packed = if item.stored { item.content.clone() } else { deflate(&item.content) };
        let mut sum = Crc::new();
        sum.update(&item.content);
        let crc = item.crc.unwrap_or(sum.sum());
        let method = item.method.unwrap_or(if item.stored { 0 } else { 8 });
        let flags = item.flags | if item.descriptor { 8 } else { 0 };
        let sizes = [packed.len() as u32, item.content.len() as u32];
        let mut extra = Vec::new();
        if item.zip64 {
            extra.extend(1u16.to_le_bytes());
            extra.extend(16u16.to_le_bytes());
            extra.extend(u64::from(sizes[1]).to_le_bytes());
            extra.extend(u64::from(sizes[0]).to_le_bytes());
        }
        let [shown_packed, shown_size] = if item.zip64 { [u32::MAX; 2] } else { sizes };
        out.extend(b"PK\x03\x04");
        shorts(&mut out, &[20, flags, method, 0, 0x21]);
        if item.descriptor {
            longs(&mut out, &[0, 0, 0]);
        } else {
            longs(&mut out, &[crc, shown_packed, shown_size]);
        }
        shorts(&mut out, &[item.name.len() as u16, extra.len() as u16]);
        out.extend(&item.name);
        out.extend(&extra);
        out.extend(&packed);
        if item.descriptor {
            out.extend(b"PK\x07\x08");
            longs(&mut out, &[crc, sizes[0], sizes[1]]);
        }
        directory.extend(b"PK\x01\x02");
        shorts(&mut directory, &[20, 20, flags, method, 0, 0x21]);
        longs(&mut directory, &[crc, shown_packed, shown_size]);
        shorts(&mut directory, &[item.name.len() as u16, extra.len() as u16, 0, 0, 0]);
        longs(&mut directory, &[0, item.header.unwrap_or(start)]);
        directory.extend(&item.name);
        directory.extend(&extra);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06");
    let count = items.len() as u16;
    shorts(&mut out, &[0, 0, count, count]);
    longs(&mut out, &[directory.len() as u32, start]);
    shorts(&mut out, &[0]);
    out
}

/// Where the directory starts.
pub(crate) fn directory_of(zip: &[u8]) -> usize {
    zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap()
}

fn shorts(out: &mut Vec<u8>, values: &[u16]) {
    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

fn longs(out: &mut Vec<u8>, values: &[u32]) {
    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}
