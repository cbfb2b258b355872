//! `configure.ac` and `Makefile.am`.

use super::make::logical_lines;
use super::{Manifest, constant_version};
use crate::BuildTool;
use crate::source::Source;

/// Longest text that is looked at for the arguments of one macro.
const LONGEST_CALL: usize = 2_000;

pub(super) fn read_configure(source: &Source<'_>) -> Manifest {
    let mut found = Manifest::new(source, BuildTool::Autotools);
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let code = line.split("dnl ").next().unwrap_or(line);
        if code.trim_start().starts_with(['#', '\n']) || code.trim_start().starts_with("dnl") {
            continue;
        }
        let here = || source.at(start as u32);
        for (offset, name) in macros(code) {
            let arguments = arguments(source.text, start + offset + name.len());
            let argument = |n: usize| arguments.get(n).map_or("", String::as_str);
            match name {
                "AC_INIT" => {
                    found.begins = true;
                    // The old form names a source file only.
                    if arguments.len() > 1 {
                        found.name = Some(argument(0).to_owned());
                        found.version = constant_version(argument(1));
                    }
                }
                "AM_INIT_AUTOMAKE" if found.name.is_none() && arguments.len() > 1 => {
                    found.name = Some(argument(0).to_owned());
                    found.version = constant_version(argument(1));
                }
                "AC_CHECK_LIB" => found.library(argument(0), "", here()),
                "AC_SEARCH_LIBS" => {
                    let library = argument(1).split_whitespace().next().unwrap_or("");
                    found.library(library, "", here());
                }
                "PKG_CHECK_MODULES" => modules(&mut found, argument(1), source, start),
                _ => {}
            }
        }
        found.linked(code, &here);
    }
    found
}

/// `openssl >= 1.1 libevent` names two.
fn modules(found: &mut Manifest, list: &str, source: &Source<'_>, at: usize) {
    let words: Vec<&str> = list.split_whitespace().collect();
    let mut rest = words.as_slice();
    while let [name, tail @ ..] = rest {
        let (requirement, after) = match tail {
            [operator, version, after @ ..] if operator.starts_with(['<', '>', '=', '!']) => {
                (format!("{operator} {version}"), after)
            }
            _ => (String::new(), tail),
        };
        found.library(name, &requirement, source.at(at as u32));
        rest = after;
    }
}

/// The macros that matter in a line, with their place in it.
fn macros(line: &str) -> Vec<(usize, &'static str)> {
    const NAMES: [&str; 5] =
        ["AC_INIT", "AM_INIT_AUTOMAKE", "AC_CHECK_LIB", "AC_SEARCH_LIBS", "PKG_CHECK_MODULES"];
    let called = |name: &'static str| {
        let at = line.find(name)?;
        line.get(at + name.len()..)?.starts_with('(').then_some((at, name))
    };
    NAMES.into_iter().filter_map(called).collect()
}

/// The arguments of a macro from its parenthesis on, without the quotes `[` and `]` around them.
fn arguments(text: &str, from: usize) -> Vec<String> {
    let Some(inner) = text.get(from..).and_then(|t| t.strip_prefix('(')) else { return Vec::new() };
    let mut arguments = Vec::new();
    let mut argument = String::new();
    let (mut depth, mut quotes) = (0_usize, 0_usize);
    for (at, c) in inner.char_indices() {
        if at > LONGEST_CALL {
            break;
        }
        match c {
            '[' => {
                quotes += 1;
                if quotes == 1 {
                    continue;
                }
            }
            ']' => {
                quotes = quotes.saturating_sub(1);
                if quotes == 0 {
                    continue;
                }
            }
            '(' if quotes == 0 => depth += 1,
            ')' if quotes == 0 && depth == 0 => {
                arguments.push(argument.trim().to_owned());
                return arguments;
            }
            ')' if quotes == 0 => depth -= 1,
            ',' if quotes == 0 && depth == 0 => {
                arguments.push(std::mem::take(&mut argument).trim().to_owned());
                continue;
            }
            _ => {}
        }
        argument.push(c);
    }
    arguments.push(argument.trim().to_owned());
    arguments
}

/// Programs by where they are installed to, and the libraries they are linked with.
pub(super) fn read_automake(source: &Source<'_>) -> Manifest {
    let mut found = Manifest::new(source, BuildTool::Autotools);
    for (at, line) in logical_lines(source.text) {
        if line.starts_with('\t') {
            continue;
        }
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim().trim_end_matches('+').trim();
        let here = || source.at(at as u32);
        if let Some(place) = name.strip_suffix("_PROGRAMS") {
            let installed = matches!(place, "bin" | "sbin" | "libexec" | "pkglibexec");
            // Programs of tests are built for `make check` only.
            if place != "check" && place != "EXTRA" {
                for program in value.split_whitespace() {
                    found.program(program, installed, here());
                }
            }
        } else if name.ends_with("_LTLIBRARIES") || name.ends_with("_LIBRARIES") {
            let made = value.split_whitespace().filter_map(|l| {
                l.split('.').next().map(|l| l.strip_prefix("lib").unwrap_or(l).to_owned())
            });
            found.own.extend(made);
        } else if ["LDADD", "LIBADD", "LIBS", "LDFLAGS"].iter().any(|end| name.ends_with(end)) {
            found.linked(value, &here);
        }
    }
    found
}
