//! The vocabulary between analysers and rules: what a file says, whatever it is written in.
//!
//! Analysers (`lang`, `config`, `deps`, the inventory) turn files into [`FileFacts`]; rules, graph, score and
//! manifests read facts and never a syntax tree.

mod args;
mod fact;
mod file;
mod language;
mod role;

pub use args::{Arg, render_arg, render_args};
pub use fact::{Fact, FactFlags, FactKind};
pub use file::{FactSink, FileFacts, ParseOutcome};
pub use language::{Language, LanguageClass};
pub use role::Role;
