//! XPath 1.0 over the tolerant XML tree, in the standard's way and in Konveyor's.
//!
//! An expression is parsed once and evaluated over documents of a complete reading ([`seaworthy_xml::Document::read`]):
//! [`Reading::Recommendation`](seaworthy_xml::Reading) for [`Mode::Standard`] and [`Mode::Mended`],
//! [`Reading::Konveyor`](seaworthy_xml::Reading) for [`Mode::Konveyor`]. Evaluation takes steps from a [`Budget`], so
//! that no expression over no document runs for long; its depth depends on the expression alone.

mod ast;
mod axis;
mod call;
mod error;
mod eval;
mod expression;
mod function;
mod lex;
mod name_gate;
mod node;
mod node_test;
mod parse;
mod re2;
mod value;

pub use error::{Budget, XPathError};
pub use expression::{Mode, Namespaces, XPath};
pub use node::{NodeRef, Part};
pub use parse::MAX_LENGTH;
pub use value::Value;
