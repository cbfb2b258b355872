//! `CMakeLists.txt`.

use std::collections::BTreeMap;

use super::{Manifest, constant_version};
use crate::BuildTool;
use crate::source::Source;

/// A call of a command.
struct Command<'t> {
    name: &'t str,
    arguments: Vec<&'t str>,
    at: u32,
}

pub(super) fn read(source: &Source<'_>) -> Manifest {
    let mut found = Manifest::new(source, BuildTool::Cmake);
    let mut variables: BTreeMap<&str, &str> = BTreeMap::new();
    for command in commands(source.text) {
        let arguments = command.arguments.as_slice();
        let Some(first) = arguments.first().copied() else { continue };
        let name = resolved(first, &variables);
        let here = || source.at(command.at);
        match command.name.to_ascii_lowercase().as_str() {
            "set" => {
                if let [variable, value] = arguments {
                    variables.insert(variable, value);
                }
            }
            // A project within a condition or function belongs to a build of another system.
            "project" if !found.begins => {
                found.begins = true;
                found.name = Some(name.to_owned());
                variables.insert("PROJECT_NAME", name);
                variables.insert("CMAKE_PROJECT_NAME", name);
                let version = arguments.iter().skip_while(|a| **a != "VERSION").nth(1);
                found.version = version.and_then(|v| constant_version(resolved(v, &variables)));
            }
            "add_executable" => {
                let made = !arguments
                    .iter()
                    .any(|a| matches!(*a, "IMPORTED" | "ALIAS" | "EXCLUDE_FROM_ALL"));
                if made {
                    found.program(name, false, here());
                }
            }
            "add_library" => {
                found.own.insert(name.to_owned());
            }
            "find_package" | "find_pkg" => {
                // A list of names is one library under several names.
                let package = name.split(';').next().unwrap_or(name);
                let version = arguments.get(1).copied().unwrap_or("");
                let version = constant_version(version).unwrap_or_default();
                found.library(package, &version, here());
            }
            "pkg_check_modules" | "pkg_search_module" => {
                let options = ["REQUIRED", "QUIET", "IMPORTED_TARGET", "GLOBAL", "NO_CMAKE_PATH"];
                for module in arguments.iter().skip(1).filter(|a| !options.contains(a)) {
                    let end = module.find(['<', '>', '=']).unwrap_or(module.len());
                    let (package, version) = module.split_at(end);
                    found.library(package, version, here());
                }
            }
            "target_link_libraries" => {
                let words = ["PRIVATE", "PUBLIC", "INTERFACE", "debug", "optimized", "general"];
                let plain = |a: &&&str| {
                    !words.contains(*a)
                        && a.starts_with(|c: char| c.is_ascii_lowercase())
                        && !a.contains("::")
                };
                for library in arguments.iter().skip(1).filter(plain) {
                    found.library(library, "", here());
                }
            }
            "install" if first == "TARGETS" => {
                let ends = |a: &&&str| !a.chars().all(|c| c.is_ascii_uppercase() || c == '_');
                let targets = arguments.iter().skip(1).take_while(ends);
                found.installed.extend(targets.map(|t| resolved(t, &variables).to_owned()));
            }
            _ => {}
        }
    }
    found
}

/// The value of `${NAME}` where one line of the same file sets it.
fn resolved<'t>(argument: &'t str, variables: &BTreeMap<&str, &'t str>) -> &'t str {
    let name = argument.strip_prefix("${").and_then(|a| a.strip_suffix('}'));
    name.and_then(|n| variables.get(n)).copied().unwrap_or(argument)
}

/// The calls of a file, without comments.
fn commands(text: &str) -> Vec<Command<'_>> {
    let mut commands: Vec<Command<'_>> = Vec::new();
    let mut open: Option<Command<'_>> = None;
    let mut depth = 0_usize;
    let mut word = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let Some(c) = rest.chars().next() else { break };
        if c == '#' {
            // `#[[ … ]]` is a comment of several lines.
            let long = rest.starts_with("#[[").then(|| rest.find("]]").map(|n| n + 2));
            at += long.flatten().or_else(|| rest.find('\n')).unwrap_or(rest.len());
            continue;
        }
        let Some(command) = open.as_mut() else {
            if c.is_ascii_alphabetic() || c == '_' {
                let end = rest
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                    .unwrap_or(rest.len());
                word = rest.get(..end).map(|name| (name, at));
                at += end;
            } else {
                if let (Some((name, start)), '(') = (word, c) {
                    open = Some(Command { name, arguments: Vec::new(), at: start as u32 });
                    depth = 1;
                }
                if !c.is_whitespace() {
                    word = None;
                }
                at += c.len_utf8();
            }
            continue;
        };
        match c {
            '(' => {
                depth += 1;
                at += 1;
            }
            ')' => {
                depth -= 1;
                at += 1;
                if depth == 0 {
                    commands.extend(open.take());
                    word = None;
                }
            }
            '"' => {
                let inner = rest.get(1..).unwrap_or("");
                let end = quote_end(inner);
                command.arguments.push(inner.get(..end).unwrap_or(""));
                at += end + 2;
            }
            c if c.is_whitespace() => at += c.len_utf8(),
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '#'))
                    .unwrap_or(rest.len());
                command.arguments.push(rest.get(..end).unwrap_or(""));
                at += end.max(1);
            }
        }
    }
    commands
}

/// The byte of the quote that ends a text.
fn quote_end(inner: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return at,
            _ => escaped = false,
        }
    }
    inner.len()
}
