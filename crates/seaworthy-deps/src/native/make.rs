//! Make files that nobody generated.

use std::collections::BTreeMap;

use super::Manifest;
use crate::BuildTool;
use crate::source::Source;

/// How often a variable within a variable is put in.
const MAX_STEPS: usize = 4;

/// Rules that link a program: a target whose recipe calls the compiler without `-c`.
pub(super) fn read(source: &Source<'_>) -> Manifest {
    let mut found = Manifest::new(source, BuildTool::Make);
    let mut variables: BTreeMap<&str, String> = BTreeMap::new();
    let mut targets: Vec<String> = Vec::new();
    let lines = logical_lines(source.text);
    for (at, line) in &lines {
        let here = || source.at(*at as u32);
        if let Some(recipe) = line.strip_prefix('\t') {
            if links(recipe) {
                for target in output(recipe, &targets, &variables) {
                    found.program(&target, false, here());
                }
                found.linked(&expanded(recipe, &variables), &here);
            }
            continue;
        }
        let code = line.split(" #").next().unwrap_or(line);
        if code.starts_with('#') {
            continue;
        }
        if let Some((name, value)) = assignment(code) {
            let old = variables.remove(name).filter(|_| code.contains("+="));
            // What configure puts in is not known, and most often empty (`@EXEEXT@`).
            let value = value.trim();
            let filled_in = value.len() > 2 && value.starts_with('@') && value.ends_with('@');
            let value = if filled_in { "" } else { value };
            let value = old.map_or_else(|| value.to_owned(), |old| format!("{old} {value}"));
            if name.contains("LIBS") || name.contains("LDFLAGS") || name.contains("LDADD") {
                found.linked(&value, &here);
            }
            variables.insert(name, value);
        } else if let Some((names, _)) = code.split_once(':') {
            targets = expanded(names, &variables).split_whitespace().map(str::to_owned).collect();
        }
    }
    // Libraries alone are what another build's part is linked with.
    if found.programs.is_empty() {
        found.libraries.clear();
    }
    found.begins = !found.programs.is_empty() && !source.path.ends_with(".in");
    found
}

fn assignment(code: &str) -> Option<(&str, &str)> {
    let (name, value) = code.split_once('=')?;
    let name = name.trim_end_matches([':', '+', '?']).trim();
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (!name.is_empty() && name.chars().all(legal)).then_some((name, value))
}

/// Whether a recipe calls a compiler or linker to make a program.
fn links(recipe: &str) -> bool {
    const COMPILERS: [&str; 14] = [
        "$(CC)",
        "${CC}",
        "$(CXX)",
        "${CXX}",
        "$(LD)",
        "${LD}",
        "$(LINK)",
        "$(LINKER)",
        "gcc",
        "g++",
        "cc",
        "c++",
        "clang",
        "clang++",
    ];
    // Signs before a command say how make runs it.
    let recipe = recipe.trim_start().trim_start_matches(['@', '-', '+']);
    let mut words = recipe.split_whitespace();
    let compiles = words.clone().any(|w| COMPILERS.contains(&w));
    let mut only_objects = false;
    let mut names_output = false;
    for word in words.by_ref() {
        only_objects |= matches!(word, "-c" | "-E" | "-S" | "-M" | "-MM" | "-shared" | "-r");
        names_output |= word == "-o" || word.starts_with("-o$");
    }
    compiles && names_output && !only_objects
}

/// What follows `-o`: a name, or the targets of the rule.
fn output(recipe: &str, targets: &[String], variables: &BTreeMap<&str, String>) -> Vec<String> {
    let mut words = recipe.split_whitespace();
    let after = words.find_map(|w| w.strip_prefix("-o").map(str::to_owned));
    let after = match after {
        Some(name) if name.is_empty() => words.next().unwrap_or("").to_owned(),
        Some(name) => name,
        None => return Vec::new(),
    };
    let program = |name: &str| {
        let name = name.rsplit('/').next().unwrap_or(name);
        let library = [".o", ".so", ".a", ".obj", ".dll", ".dylib", ".lo", ".la"];
        let plain = !library.iter().any(|end| name.ends_with(end)) && !name.contains('%');
        plain.then(|| name.trim_end_matches(".exe").to_owned())
    };
    if matches!(after.as_str(), "$@" | "\"$@\"" | "$(@)") {
        return targets.iter().filter_map(|t| program(t)).collect();
    }
    program(expanded(&after, variables).trim()).into_iter().collect()
}

/// A text with the variables that the file sets put in; those that it does not set are taken as empty.
fn expanded(text: &str, variables: &BTreeMap<&str, String>) -> String {
    let mut text = text.to_owned();
    for _ in 0..MAX_STEPS {
        let Some(next) = step(&text, variables) else { break };
        if next.len() > 4_000 {
            break;
        }
        text = next;
    }
    text
}

fn step(text: &str, variables: &BTreeMap<&str, String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = rest.find('$') {
        out.push_str(rest.get(..at)?);
        rest = rest.get(at..)?;
        let close = match rest.as_bytes().get(1) {
            Some(b'(') => rest.find(')'),
            Some(b'{') => rest.find('}'),
            _ => None,
        };
        let Some(close) = close else {
            out.push('$');
            rest = rest.get(1..)?;
            continue;
        };
        let name = rest.get(2..close)?;
        out.push_str(variables.get(name).map_or("", String::as_str));
        changed = true;
        rest = rest.get(close + 1..)?;
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// Lines with what follows a backslash at their end, and the byte where each begins.
pub(super) fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    let mut continues = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        let (body, more) = match line.strip_suffix('\\') {
            Some(body) => (body, true),
            None => (line, false),
        };
        match lines.last_mut().filter(|_| continues) {
            Some((_, last)) => {
                last.push(' ');
                last.push_str(body.trim_start());
            }
            None => lines.push((start, body.to_owned())),
        }
        continues = more;
    }
    lines
}
