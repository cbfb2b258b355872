//! Shapes of languages with braces that differ in what stands around.

use super::{Shaped, pattern};

/// A statement that is a call or an assignment to a member, whole on its line.
const STATEMENT: &str = r"^\s*(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*[(.\[].*;$";

/// The types of the file inside of another class.
pub(super) fn nested_class(written: &Shaped) -> Option<Shaped> {
    let head = pattern(r"^\s*(?:import|package|using|namespace\s+[\w.]+;|//|/?\*)")?;
    if !written.contains(r"\b(?:class|interface|enum)\s+\w+")
        || written.contains(r"^\s*namespace\s+[\w.]+\s*(?:\{|$)")
    {
        return None;
    }
    let at = written.head(&head);
    Some(written.wrapped(at, &["public class Outer {"], &["}"], str::to_owned))
}

fn is_declaration(line: &str) -> bool {
    ["return", "throw", "if", "for", "while", "super", "this(", "using", "import", "new "]
        .iter()
        .any(|word| line.trim_start().starts_with(word))
}

fn in_lambda(written: &Shaped, before: &str, after: &str) -> Option<Shaped> {
    let mut only = written.clone();
    only.expect.retain(|e| match e {
        crate::Expected::Line(line) => {
            let at = (*line as usize).wrapping_sub(1);
            written.lines.get(at).is_some_and(|l| !is_declaration(l))
        }
        crate::Expected::Lines(..) => false,
    });
    let shaped = only.statements(STATEMENT, before, after)?;
    Some(Shaped { expect: written.expect.clone(), ..shaped })
}

/// Statements in a `Runnable`.
pub(super) fn java_lambda(written: &Shaped) -> Option<Shaped> {
    in_lambda(written, "Runnable task = () -> { ", " };")
}

/// Statements in an `Action`.
pub(super) fn csharp_lambda(written: &Shaped) -> Option<Shaped> {
    in_lambda(written, "System.Action task = () => { ", " };")
}

/// Everything, with its usings, in a namespace.
pub(super) fn csharp_namespace(written: &Shaped) -> Option<Shaped> {
    if written.contains(r"^\s*namespace\b") || !written.contains(r"\bclass\s+\w+") {
        return None;
    }
    Some(written.wrapped(0, &["namespace Seeded {"], &["}"], str::to_owned))
}

/// What follows the imports in a function; nothing where the module exports something or declares what others use.
fn javascript_in(written: &Shaped, before: &[&str], after: &[&str]) -> Option<Shaped> {
    let head =
        pattern(r"^(?:import\b|(?:const|let|var) [\w{}, :]+ = require\(|'use strict'|//|/?\*)")?;
    if written.contains(r"^\s*export\b|module\.exports|^\s*class\b|^\s*@") || written.holds_state()
    {
        return None;
    }
    let at = written.head(&head);
    Some(written.wrapped(at, before, after, |l| format!("  {l}")))
}

/// In an arrow function that is called at once.
pub(super) fn javascript_arrow(written: &Shaped) -> Option<Shaped> {
    javascript_in(written, &["const run = async () => {"], &["};", "run();"])
}

/// In a method of a class.
pub(super) fn javascript_method(written: &Shaped) -> Option<Shaped> {
    javascript_in(written, &["class Job {", "  async run() {"], &["  }", "}", "new Job().run();"])
}

const GO_STATEMENT: &str = r"^\s+(?:[a-z]\w*\.)+\w+\(.*\)$";

/// Statements in a function that is called at once.
pub(super) fn go_closure(written: &Shaped) -> Option<Shaped> {
    written.statements(GO_STATEMENT, "func() { ", " }()")
}

/// Statements in a goroutine.
pub(super) fn go_goroutine(written: &Shaped) -> Option<Shaped> {
    written.statements(GO_STATEMENT, "go func() { ", " }()")
}

/// Functions as methods of a type.
pub(super) fn go_method(written: &Shaped) -> Option<Shaped> {
    let function = pattern(r"^func (\w+)\(")?;
    let shaped = written.mapped(|l| {
        if l.starts_with("func main(") || l.starts_with("func init(") {
            l.to_owned()
        } else {
            function.replace(l, "func (s *seeded) ${1}(").into_owned()
        }
    });
    if shaped == *written {
        return None;
    }
    let end = shaped.lines.len();
    Some(shaped.wrapped(end, &["", "type seeded struct{}"], &[], str::to_owned))
}
