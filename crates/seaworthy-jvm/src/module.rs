//! `module-info` as text.

use crate::bytes::Bytes;
use crate::class_file::ClassFile;
use crate::names::push_qualified;
use crate::types::Ty;
use crate::writer::Writer;

const TRANSITIVE: u16 = 0x20;
const STATIC: u16 = 0x40;
const OPEN: u16 = 0x20;

/// Writes the declaration of a module. What is cut off is left out.
pub(crate) fn write(out: &mut Writer, file: &ClassFile<'_>) {
    let mut bytes = Bytes::new(file.attributes.module.unwrap_or(&[]));
    let name = bytes.u16().and_then(|i| file.opened.module_or_package(i)).unwrap_or("unnamed");
    if bytes.u16().unwrap_or(0) & OPEN != 0 {
        out.push("open ");
    }
    bytes.u16();
    out.push("module ");
    push_qualified(&mut out.text, name);
    out.push(" ");
    out.open();
    for _ in 0..bytes.u16().unwrap_or(0) {
        let (Some(index), Some(flags), Some(_)) = (bytes.u16(), bytes.u16(), bytes.u16()) else {
            break;
        };
        let Some(name) = file.opened.module_or_package(index) else { continue };
        out.line(0);
        out.push("requires ");
        out.push(if flags & TRANSITIVE != 0 { "transitive " } else { "" });
        out.push(if flags & STATIC != 0 { "static " } else { "" });
        push_qualified(&mut out.text, name);
        out.push(";");
    }
    for word in ["exports ", "opens "] {
        for _ in 0..bytes.u16().unwrap_or(0) {
            let (Some(package), Some(_)) = (bytes.u16(), bytes.u16()) else { break };
            let to = indexes(&mut bytes);
            let Some(package) = file.opened.module_or_package(package) else { continue };
            out.line(0);
            out.push(word);
            push_qualified(&mut out.text, package);
            let to = to.iter().filter_map(|i| file.opened.module_or_package(*i));
            list(out, " to ", to);
            out.push(";");
        }
    }
    for class in indexes(&mut bytes) {
        let Some(class) = file.opened.class_name(class) else { continue };
        out.line(0);
        out.push("uses ");
        crate::names::push_type(&mut out.text, Ty::of_class(class), &file.inner);
        out.push(";");
    }
    for _ in 0..bytes.u16().unwrap_or(0) {
        let Some(class) = bytes.u16() else { break };
        let with = indexes(&mut bytes);
        let Some(class) = file.opened.class_name(class) else { continue };
        let with: Vec<_> = with.iter().filter_map(|i| file.opened.class_name(*i)).collect();
        if with.is_empty() {
            continue;
        }
        out.line(0);
        out.push("provides ");
        push_qualified(&mut out.text, class);
        list(out, " with ", with.into_iter());
        out.push(";");
    }
    out.close();
}

fn indexes(bytes: &mut Bytes<'_>) -> Vec<u16> {
    let count = bytes.u16().unwrap_or(0);
    (0..count).map_while(|_| bytes.u16()).collect()
}

fn list<'c>(out: &mut Writer, word: &str, names: impl Iterator<Item = &'c str>) {
    for (i, name) in names.enumerate() {
        out.push(if i == 0 { word } else { ", " });
        push_qualified(&mut out.text, name);
    }
}
