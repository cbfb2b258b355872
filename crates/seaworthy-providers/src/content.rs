//! `builtin.filecontent`: regular expressions over the text of files.

mod syntax;

use regex::{Regex, RegexBuilder};

use syntax::{Dialect, translate};

/// Bytes that a compiled expression may take.
const SIZE_LIMIT: usize = 32 << 20;

/// Compiles a regular expression in Go's RE2 syntax with the meaning it has there: classes are ASCII, a bare `{` is
/// itself. The error is one sentence.
pub fn compile_re2(pattern: &str) -> Result<Regex, String> {
    let translated = translate(pattern, Dialect::Re2).map_err(|problem| problem.to_string())?;
    RegexBuilder::new(&translated.text)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| error.to_string())
}
