//! Annotations with their values as Java text.

use crate::bytes::Bytes;
use crate::class_file::{ClassFile, MemberInfo};
use crate::constants::Constant;
use crate::literals::push_constant;
use crate::names::{push_identifier, push_string, push_type};
use crate::types::{INT, Ty};

/// Annotations within annotations are followed so far.
const DEPTH: u8 = 12;
/// More elements of one array are left out.
const MAX_ELEMENTS: u16 = 1_000;

/// Annotations by which compilers talk to themselves.
fn is_of_compiler(descriptor: &str) -> bool {
    matches!(
        descriptor,
        "Lkotlin/Metadata;"
            | "Lkotlin/jvm/internal/SourceDebugExtension;"
            | "Lscala/reflect/ScalaSignature;"
            | "Lscala/reflect/ScalaLongSignature;"
    )
}

/// The texts of all annotations in two attributes.
pub(crate) fn annotations(class: &ClassFile<'_>, contents: [&[u8]; 2]) -> Vec<String> {
    let mut found = Vec::new();
    for content in contents {
        let mut bytes = Bytes::new(content);
        read_list(class, &mut bytes, &mut found);
    }
    found
}

/// The texts of the annotations of each parameter; aligned to the last parameter, as compilers may leave out their own.
pub(crate) fn parameter_annotations(
    class: &ClassFile<'_>,
    method: &MemberInfo<'_>,
    parameters: usize,
) -> Vec<Vec<String>> {
    let mut found = vec![Vec::new(); parameters];
    for content in method.attributes.parameter_annotations {
        let mut bytes = Bytes::new(content);
        let count = usize::from(bytes.u8().unwrap_or(0));
        let skipped = parameters.saturating_sub(count);
        for i in 0..count {
            let Some(list) = found.get_mut(i + skipped) else { break };
            if read_list(class, &mut bytes, list).is_none() {
                break;
            }
        }
    }
    found
}

/// The text of the default value of an annotation's element.
pub(crate) fn default_value(class: &ClassFile<'_>, content: &[u8]) -> Option<String> {
    let mut text = String::new();
    value(class, &mut Bytes::new(content), &mut text, 0)?;
    Some(text)
}

fn read_list(class: &ClassFile<'_>, bytes: &mut Bytes<'_>, found: &mut Vec<String>) -> Option<()> {
    for _ in 0..bytes.u16().unwrap_or(0) {
        let mut text = String::new();
        let descriptor = annotation(class, bytes, &mut text, 0)?;
        if !is_of_compiler(descriptor) {
            found.push(text);
        }
    }
    Some(())
}

/// Appends one annotation and returns the descriptor of its type.
fn annotation<'c>(
    class: &ClassFile<'c>,
    bytes: &mut Bytes<'_>,
    out: &mut String,
    depth: u8,
) -> Option<&'c str> {
    let descriptor = class.opened.utf8(bytes.u16()?)?;
    out.push('@');
    match Ty::of(descriptor) {
        ty @ Ty::Class(_) => push_type(out, ty, &class.inner),
        _ => return None,
    }
    let pairs = bytes.u16()?;
    if pairs > 0 {
        out.push('(');
    }
    for i in 0..pairs {
        let name = class.opened.utf8(bytes.u16()?)?;
        if i > 0 {
            out.push_str(", ");
        }
        if pairs > 1 || name != "value" {
            push_identifier(out, name);
            out.push_str(" = ");
        }
        value(class, bytes, out, depth)?;
    }
    if pairs > 0 {
        out.push(')');
    }
    Some(descriptor)
}

fn value(class: &ClassFile<'_>, bytes: &mut Bytes<'_>, out: &mut String, depth: u8) -> Option<()> {
    if depth == DEPTH {
        return None;
    }
    let tag = bytes.u8()?;
    match tag {
        b's' => push_string(out, class.opened.utf8(bytes.u16()?)?),
        b'c' => {
            let ty = Ty::of(class.opened.utf8(bytes.u16()?)?);
            push_type(out, ty, &class.inner);
            out.push_str(".class");
        }
        b'e' => {
            let ty = Ty::of(class.opened.utf8(bytes.u16()?)?);
            push_type(out, ty, &class.inner);
            out.push('.');
            push_identifier(out, class.opened.utf8(bytes.u16()?)?);
        }
        b'@' => {
            annotation(class, bytes, out, depth + 1)?;
        }
        b'[' => {
            let count = bytes.u16()?;
            // A list of one is mostly written without braces.
            let braces = count != 1;
            if braces {
                out.push('{');
            }
            for i in 0..count {
                if i == MAX_ELEMENTS {
                    return None;
                }
                if i > 0 {
                    out.push_str(", ");
                }
                value(class, bytes, out, depth + 1)?;
            }
            if braces {
                out.push('}');
            }
        }
        _ => {
            let constant = class.opened.constant(bytes.u16()?)?;
            let ty = if matches!(constant, Constant::Int(_)) { Ty::Primitive(tag) } else { INT };
            push_constant(out, constant, ty, &class.inner);
        }
    }
    Some(())
}
