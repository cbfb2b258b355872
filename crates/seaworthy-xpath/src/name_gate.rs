//! Which names a document must have for an expression to find something.

use std::collections::BTreeSet;

use crate::ast::{Axis, Comparison, Expr, NodeTest, Path, Start, Step};
use crate::function::Function;

/// Most alternatives that are told apart; an expression with more counts as one that needs no name.
const MAX_ALTERNATIVES: usize = 16;

/// The alternatives of an expression: where it finds something, the document has all names of one of them.
pub(crate) fn alternatives(expr: &Expr) -> Vec<BTreeSet<String>> {
    let found = of_nodes(expr);
    if found.len() > MAX_ALTERNATIVES { vec![BTreeSet::new()] } else { found }
}

fn of_nodes(expr: &Expr) -> Vec<BTreeSet<String>> {
    match expr {
        // As a whole expression, `a or b` selects in Konveyor's library what either side does.
        Expr::Union(all) | Expr::Or(all) => all.iter().flat_map(of_nodes).collect(),
        Expr::Path(path) => of_path(path),
        Expr::Call(Function::Reverse, arguments) => arguments.iter().flat_map(of_nodes).collect(),
        _ => vec![BTreeSet::new()],
    }
}

fn of_path(path: &Path) -> Vec<BTreeSet<String>> {
    let mut found = match &path.start {
        Start::Context | Start::Root => vec![BTreeSet::new()],
        Start::Expression(inner, predicates) => {
            let mut found = of_nodes(inner);
            for predicate in predicates {
                found = both(found, of_predicate(predicate));
            }
            found
        }
    };
    for step in &path.steps {
        found = both(found, of_step(step));
    }
    found
}

fn of_step(step: &Step) -> Vec<BTreeSet<String>> {
    let name = match &step.test {
        NodeTest::Local(name) | NodeTest::Prefixed(_, Some(name))
            if step.axis != Axis::Namespace =>
        {
            Some(name.clone())
        }
        _ => None,
    };
    let mut found = vec![name.into_iter().collect()];
    for predicate in &step.predicates {
        // What a text is called is not a name of the document.
        let named = !matches!(step.test, NodeTest::Text | NodeTest::Any | NodeTest::Comment);
        if named || !asks_own_name(predicate) {
            found = both(found, of_predicate(predicate));
        }
    }
    found
}

fn asks_own_name(predicate: &Expr) -> bool {
    match predicate {
        Expr::Call(Function::LocalName | Function::Name, _) => true,
        Expr::And(all) | Expr::Or(all) => all.iter().any(asks_own_name),
        Expr::Compare(_, a, b) => asks_own_name(a) || asks_own_name(b),
        _ => false,
    }
}

/// The names without which a predicate does not hold.
fn of_predicate(expr: &Expr) -> Vec<BTreeSet<String>> {
    let nothing = || vec![BTreeSet::new()];
    match expr {
        Expr::And(all) => all.iter().fold(nothing(), |found, e| both(found, of_predicate(e))),
        Expr::Or(all) => all.iter().flat_map(of_predicate).collect(),
        Expr::Path(path) if !matches!(path.start, Start::Expression(..)) => of_path(path),
        Expr::Path(Path { start: Start::Expression(inner, predicates), steps })
            if predicates.is_empty() && steps.is_empty() =>
        {
            of_predicate(inner)
        }
        Expr::Compare(Comparison::Equal, a, b) => match (&**a, &**b) {
            (Expr::Call(Function::LocalName, none), Expr::Text(name))
            | (Expr::Text(name), Expr::Call(Function::LocalName, none))
                if none.is_empty() && !name.is_empty() =>
            {
                vec![BTreeSet::from([name.clone()])]
            }
            (Expr::Path(path), Expr::Text(_) | Expr::Number(_))
            | (Expr::Text(_) | Expr::Number(_), Expr::Path(path))
                if !matches!(path.start, Start::Expression(..)) =>
            {
                of_path(path)
            }
            _ => nothing(),
        },
        _ => nothing(),
    }
}

/// All of one and all of another: every pair of alternatives joined.
fn both(a: Vec<BTreeSet<String>>, b: Vec<BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    if a.len() * b.len() > MAX_ALTERNATIVES {
        // Fewer names keep the gate safe.
        return if a.len() <= b.len() { a } else { b };
    }
    a.iter().flat_map(|x| b.iter().map(move |y| x.union(y).cloned().collect())).collect()
}
