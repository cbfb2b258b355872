//! Shapes of Python, Ruby and PHP that differ in what stands around.

use super::{Shaped, pattern};

fn indented(by: &'static str) -> impl Fn(&str) -> String {
    move |l: &str| if l.is_empty() { String::new() } else { format!("{by}{l}") }
}

fn is_plain_python(written: &Shaped) -> bool {
    // Settings at the top of a module are read by name; inside of a function they would be something else.
    written.contains(r"\w\(") && !written.contains(r"^(?:[A-Z][A-Z0-9_]* *=|class |@|async def)")
}

/// What follows the imports, in a function.
pub(super) fn python_function(written: &Shaped) -> Option<Shaped> {
    let head = pattern(r"^(?:import |from |#)")?;
    if !is_plain_python(written) || written.holds_state() {
        return None;
    }
    let at = written.head(&head);
    Some(written.wrapped(at, &["def run():"], &[], indented("    ")))
}

/// Everything in a function, the imports included.
pub(super) fn python_local_import(written: &Shaped) -> Option<Shaped> {
    (is_plain_python(written) && !written.holds_state())
        .then(|| written.wrapped(0, &["def run():"], &[], indented("    ")))
}

/// What follows the imports, in a method.
pub(super) fn python_method(written: &Shaped) -> Option<Shaped> {
    let head = pattern(r"^(?:import |from |#)")?;
    if !is_plain_python(written) || written.holds_state() {
        return None;
    }
    let at = written.head(&head);
    Some(written.wrapped(at, &["class Job:", "    def run(self):"], &[], indented("        ")))
}

/// `::File` instead of `File`.
pub(super) fn ruby_top_level(written: &Shaped) -> Option<Shaped> {
    let constant = pattern(r#"(^|[\s(=,])([A-Z]\w*)(\.|::)"#)?;
    let declaration = pattern(r"^\s*(?:class|module|require|#)")?;
    Some(written.mapped(|l| {
        if declaration.is_match(l) {
            l.to_owned()
        } else {
            constant.replace_all(l, "${1}::${2}${3}").into_owned()
        }
    }))
}

/// The classes of the file in a module.
pub(super) fn ruby_module(written: &Shaped) -> Option<Shaped> {
    if !written.contains(r"^(?:class|def) ") {
        return None;
    }
    let head = pattern(r"^(?:require|#)")?;
    let at = written.head(&head);
    Some(written.wrapped(at, &["module Seeded"], &["end"], indented("  ")))
}

const RUBY_CALL: &str =
    r"^\s*(?:[A-Z]\w*(?:::[A-Z]\w*)*|[a-z_]\w*)(?:\.\w+[?!]?)+(?:\(.*\)| [^={|]+)$";

/// Statements in a lambda that is called at once.
pub(super) fn ruby_lambda(written: &Shaped) -> Option<Shaped> {
    written.statements(RUBY_CALL, "-> { ", " }.call")
}

/// A call at the end of its line without parentheses.
pub(super) fn ruby_without_parentheses(written: &Shaped) -> Option<Shaped> {
    let call = pattern(r"^(\s*[A-Z][\w:]*\.[a-z]\w*)\(([^()]+)\)$")?;
    let expected = written.expected_lines();
    let mut shaped = written.clone();
    for at in expected {
        if let Some(line) = shaped.lines.get_mut(at) {
            *line = call.replace(line, "${1} ${2}").into_owned();
        }
    }
    Some(shaped)
}

/// Whether classes are named without a namespace, which a new one would change.
fn php_names_classes(written: &Shaped) -> bool {
    written.contains(r"\bnew\s+[A-Z\\]|[A-Z]\w*::|\binstanceof\b|\bextends\b|\bimplements\b|\bcatch\b|\(\s*[A-Z]\w+ \$")
}

fn is_plain_php(written: &Shaped) -> bool {
    written.lines.first().is_some_and(|l| l.trim() == "<?php")
        && !written
            .contains(r"^\s*(?:namespace|use|class|function|return|abstract|final|\?>)\b|\?>")
}

/// In a namespace, where functions are still those of PHP.
pub(super) fn php_namespace(written: &Shaped) -> Option<Shaped> {
    if written.lines.first().is_none_or(|l| l.trim() != "<?php")
        || written.contains(r"^\s*(?:namespace|use)\b|\?>")
        || php_names_classes(written)
    {
        return None;
    }
    let mut shaped = written.clone();
    if let Some(first) = shaped.lines.first_mut() {
        first.push_str(" namespace Seeded;");
    }
    Some(shaped)
}

/// `\file_put_contents(` instead of `file_put_contents(`.
pub(super) fn php_global(written: &Shaped) -> Option<Shaped> {
    let call = pattern(r"(^|[\s(=!@.,])([a-z][a-z0-9_]*)\(")?;
    let words = [
        "if", "while", "for", "foreach", "switch", "array", "isset", "empty", "list", "exit",
        "die", "function", "fn", "elseif", "catch", "unset", "match", "echo", "eval", "print",
    ];
    let expected = written.expected_lines();
    let mut shaped = written.clone();
    for at in expected {
        let Some(line) = shaped.lines.get_mut(at).filter(|l| !l.contains("function ")) else {
            continue;
        };
        *line = call
            .replace_all(line, |found: &regex::Captures<'_>| {
                if words.contains(&&found[2])
                    || written.contains(&format!(r"function\s+{}\b", &found[2]))
                {
                    found[0].to_owned()
                } else {
                    format!("{}\\{}(", &found[1], &found[2])
                }
            })
            .into_owned();
    }
    Some(shaped)
}

/// In a method of a class.
pub(super) fn php_method(written: &Shaped) -> Option<Shaped> {
    is_plain_php(written).then(|| {
        let before = ["class Job {", "    public function run() {"];
        written.wrapped(1, &before, &["    }", "}"], indented("        "))
    })
}

/// In a closure.
pub(super) fn php_closure(written: &Shaped) -> Option<Shaped> {
    is_plain_php(written).then(|| {
        written.wrapped(1, &["$run = function () {"], &["};", "$run();"], indented("    "))
    })
}
