//! Positions, text, symbols, evidence and diagnostics: what every other crate stands on.
//!
//! Everything here is a plain value. Nothing in this crate reads a file, a clock or the environment.

mod diagnostic;
mod evidence;
mod frame;
mod hash;
mod secret;
mod span;
mod symbol;
mod text;

pub use diagnostic::{Code, Diagnostic, Severity};
pub use evidence::{Evidence, EvidenceRole};
pub use frame::code_frame;
pub use hash::ContentHash;
pub use secret::{looks_secret, mask_line, mask_value};
pub use span::{Position, Span};
pub use symbol::{Interner, Sym};
pub use text::{CharOffsets, Decoded, Encoding, LineIndex, decode};
