//! Programming languages: one walk over the syntax tree, one extractor each.
//!
//! A file is parsed once by tree-sitter and walked once with a cursor; every node kind an extractor cares about
//! is a row of that language's table, everything else is passed over. What comes out is a
//! [`seaworthy_facts::FileFacts`]; no syntax tree leaves this crate.
//!
//! # The next language is a folder
//!
//! 1. `src/<language>.rs` beside `src/<language>/`: an enum `Kind` with one variant per node kind that matters,
//!    a table of rows `("method_invocation", Kind::Call)` that a [`grammar::Grammar`] is made of (a test of the
//!    module calls `grammar::unknown_rows` so that a misspelt kind fails), and a struct of field ids by the `fields!` macro.
//! 2. A struct with the state of one file that implements [`walk::Extractor`]: `enter` writes facts and says
//!    whether to descend and whether to call `leave`; `leave` closes scopes. Names of variables live in
//!    [`bindings::Bindings`] (opened and closed with blocks), constants and arguments in [`value::Value`], types
//!    of receivers in [`variables`].
//! 3. Facts go through [`output::Output`]: `fact` for plain ones, `effect_of` and `effect` for what the API table says
//!    of a callee, `string` for literals (adds `Url` and `Sql`), `enter_scope` and
//!    `leave_scope`, and `push_use`/`pop_use` so that literals know what they are used for.
//! 4. A table of [`apis::Api`] rows: qualified callee → what it reads, writes, listens on or starts.
//! 5. One line in each `match` of `analyser.rs`.
//!
//! A language without a well-kept grammar gets a scanner instead: a function from the text to facts, with its own tokens
//! ([`cobol`], [`groovy`], [`jcl`], [`assembler`], [`visual_basic`]). It writes the same facts through the same [`output::Output`] and
//! counts what it could not make sense of.
//!
//! Code between markup is put together by [`page`] as a text of its host language and read by that language's analyser.

mod analyser;
mod apis;
mod assembler;
mod batch;
mod bindings;
mod c;
mod cobol;
mod csd;
mod csharp;
mod go;
mod grammar;
mod groovy;
mod java;
mod javascript;
mod jcl;
mod jvm;
mod kotlin;
mod literal;
mod meaning;
mod output;
mod page;
mod perl;
mod php;
mod powershell;
mod python;
mod ruby;
mod rust;
mod scala;
mod shell;
mod sql;
mod value;
mod variables;
mod visual_basic;
mod walk;

pub use analyser::{Analyser, Limits, supports};
pub use output::Wanted;
