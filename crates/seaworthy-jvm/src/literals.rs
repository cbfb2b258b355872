//! Constants as Java literals.

use std::fmt::Write;

use crate::constants::Constant;
use crate::names::{InnerClasses, push_char, push_string, push_type};
use crate::types::Ty;

/// Appends a constant as a literal of the type that is wanted: `1` as `true` for a boolean, `'a'` for a char.
pub(crate) fn push_constant(
    out: &mut String,
    constant: Constant<'_>,
    wanted: Ty<'_>,
    inner: &InnerClasses<'_>,
) {
    // Writing to a string does not fail.
    let _ = match (constant, wanted) {
        (Constant::Int(n), Ty::Primitive(b'Z')) => write!(out, "{}", n != 0),
        (Constant::Int(n), Ty::Primitive(b'C')) => {
            let c = u32::try_from(n).ok().filter(|n| *n < 0x1_0000);
            if let Some(c) = c.and_then(char::from_u32) {
                out.push('\'');
                push_char(out, c, '\'');
                out.push('\'');
                Ok(())
            } else {
                write!(out, "{n}")
            }
        }
        (Constant::Int(n), _) => write!(out, "{n}"),
        (Constant::Long(n), _) => write!(out, "{n}L"),
        (Constant::Float(n), _) if n.is_nan() => write!(out, "0.0f / 0.0f"),
        (Constant::Float(n), _) if n.is_infinite() => write!(out, "{}1.0f / 0.0f", sign(n < 0.0)),
        (Constant::Float(n), _) => write!(out, "{n:?}f"),
        (Constant::Double(n), _) if n.is_nan() => write!(out, "0.0 / 0.0"),
        (Constant::Double(n), _) if n.is_infinite() => write!(out, "{}1.0 / 0.0", sign(n < 0.0)),
        (Constant::Double(n), _) => write!(out, "{n:?}"),
        (Constant::Str(s), _) => {
            push_string(out, s);
            Ok(())
        }
        (Constant::Class(ty), _) => {
            push_type(out, ty, inner);
            out.push_str(".class");
            Ok(())
        }
        (Constant::Other, _) => {
            out.push_str("null");
            Ok(())
        }
    };
}

fn sign(negative: bool) -> &'static str {
    if negative { "-" } else { "" }
}
