//! JSON as Go's `encoding/json` writes it.

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::{DependencyFile, RulesetResult};

/// `output.json`, indented with tabs.
pub fn to_json(results: &[RulesetResult]) -> String {
    write(&results, Go(PrettyFormatter::with_indent(b"\t")))
}

/// `output.json` into a file, as it is made.
pub fn write_json(results: &[RulesetResult], to: &mut dyn io::Write) -> io::Result<()> {
    write_to(&results, Go(PrettyFormatter::with_indent(b"\t")), to)
}

fn write_to<T: Serialize, F: Formatter>(
    value: &T,
    formatter: F,
    to: &mut dyn io::Write,
) -> io::Result<()> {
    let mut buffered = io::BufWriter::with_capacity(1 << 16, to);
    value.serialize(&mut Serializer::with_formatter(&mut buffered, formatter))?;
    io::Write::flush(&mut buffered)
}

/// `dependencies.json`, indented with tabs.
pub fn dependencies_to_json(files: &[DependencyFile]) -> String {
    write(&files, Go(PrettyFormatter::with_indent(b"\t")))
}

/// JSON on one line.
pub(super) fn to_compact<T: Serialize>(value: &T) -> String {
    write(value, Go(CompactFormatter))
}

fn write<T: Serialize, F: Formatter>(value: &T, formatter: F) -> String {
    let mut out = Vec::new();
    // The values are texts, numbers, lists and mappings with text keys: nothing in them can fail, nor can a vector.
    if value.serialize(&mut Serializer::with_formatter(&mut out, formatter)).is_err() {
        return String::new();
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Escapes what could end a script, as Go does.
struct Go<F>(F);

impl<F: Formatter> Formatter for Go<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            let (before, tail) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let Some(c) = tail.chars().next() else { break };
            write!(writer, "\\u{:04x}", u32::from(c))?;
            rest = tail.get(c.len_utf8()..).unwrap_or("");
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}
