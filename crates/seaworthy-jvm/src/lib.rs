//! Class files as Java-like text with their source lines, and their signatures.
//!
//! A class file becomes valid Java text with qualified names, so that what reads Java source reads it too. The text has
//! every declaration, annotation, call, creation, access to a field and constant once, in the order of the code, but not
//! its control flow: conditions stand as `if (…) { }`. A table gives the source line of each line of the text.

mod annotations;
mod body;
mod bytes;
mod class_file;
mod code;
mod constants;
mod execute;
mod expression;
mod imports;
mod invoke;
mod literals;
mod members;
mod module;
mod names;
mod output;
mod render;
mod signature;
mod types;
mod unit;
mod variables;
mod writer;

pub use signature::{ClassSignature, FieldSignature, InnerClass, MethodSignature, read_signature};
pub use unit::{ClassError, ClassKind, ClassLimits, ClassText, JvmLanguage, read_class, read_unit};
