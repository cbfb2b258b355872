//! `meson.build`.

use super::{Manifest, constant_version};
use crate::BuildTool;
use crate::source::Source;

/// Longest text that is looked at for the arguments of one call.
const LONGEST_CALL: usize = 4_000;

pub(super) fn read(source: &Source<'_>) -> Manifest {
    let mut found = Manifest::new(source, BuildTool::Meson);
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let code = line.split('#').next().unwrap_or(line);
        for (offset, name) in calls(code) {
            let arguments = arguments(source.text.get(start + offset + name.len()..).unwrap_or(""));
            let Some(first) = arguments.first().and_then(|a| constant(a)) else { continue };
            let named = |key: &str| {
                arguments.iter().find_map(|a| {
                    let (k, value) = a.split_once(':')?;
                    (k.trim() == key).then(|| value.trim())
                })
            };
            let here = || source.at((start + offset) as u32);
            match name {
                "project" if !found.begins => {
                    found.begins = true;
                    found.name = Some(first.to_owned());
                    found.version = named("version").and_then(constant).and_then(constant_version);
                }
                "executable" => {
                    let installed = named("install").is_some_and(|v| v != "false");
                    found.program(first, installed, here());
                }
                "dependency" => {
                    let requirement = named("version").and_then(constant).unwrap_or("");
                    found.library(first, requirement, here());
                }
                "find_library" => found.library(first, "", here()),
                "library" | "static_library" | "shared_library" | "both_libraries" => {
                    found.own.insert(first.to_owned());
                }
                _ => {}
            }
        }
    }
    found
}

/// The calls that matter in a line, with their place in it.
fn calls(line: &str) -> Vec<(usize, &'static str)> {
    const NAMES: [&str; 8] = [
        "project",
        "executable",
        "dependency",
        "find_library",
        "library",
        "static_library",
        "shared_library",
        "both_libraries",
    ];
    let called = |name: &'static str| {
        let at = line.find(name)?;
        let alone = !line.get(..at)?.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        (alone && line.get(at + name.len()..)?.starts_with('(')).then_some((at, name))
    };
    NAMES.into_iter().filter_map(called).collect()
}

/// The text within quotes.
fn constant(argument: &str) -> Option<&str> {
    argument.trim().strip_prefix('\'')?.strip_suffix('\'')
}

/// The arguments of a call, split at commas outside of quotes and brackets.
fn arguments(text: &str) -> Vec<String> {
    let mut arguments = Vec::new();
    let mut argument = String::new();
    let (mut depth, mut quoted, mut comment) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        if at > LONGEST_CALL {
            break;
        }
        match c {
            '\n' if comment => comment = false,
            _ if comment => continue,
            '#' if !quoted => {
                comment = true;
                continue;
            }
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => {
                depth += 1;
                if depth == 1 {
                    continue;
                }
            }
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            ',' if depth == 1 => {
                arguments.push(std::mem::take(&mut argument).trim().to_owned());
                continue;
            }
            _ => {}
        }
        argument.push(c);
    }
    if !argument.trim().is_empty() {
        arguments.push(argument.trim().to_owned());
    }
    arguments
}
