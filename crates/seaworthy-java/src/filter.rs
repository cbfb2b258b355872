//! What Konveyor asks of a match beyond the search itself: evidence in the imports, and patterns read as Java's regular
//! expressions.

mod annotated;
mod java_regex;
mod parameters;

pub(crate) use annotated::AnnotatedFilter;
pub(crate) use java_regex::{JavaRegex, Verdict};
pub(crate) use parameters::ParameterFilter;

use crate::{Import, Unit};

/// Filter on references to types: the file must be of the package, or import what the pattern matches.
///
/// Types of other packages that are reached without an import of their own therefore never count: by `import a.b.*`, by
/// their qualified name, as members of a supertype.
#[derive(Debug)]
pub(crate) struct TypeEvidence {
    /// The pattern up to its last dot; `None` without one.
    package: Option<JavaRegex>,
    /// The whole pattern, stars and all.
    import: JavaRegex,
}

impl TypeEvidence {
    /// `None` for patterns without a dot, which are not filtered.
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        let (package, _) = pattern.rsplit_once('.')?;
        let package = (!package.is_empty()).then(|| JavaRegex::new(package));
        Some(Self { package, import: JavaRegex::new(pattern) })
    }

    /// Whether references of this file count.
    pub(crate) fn holds(&self, unit: &Unit) -> bool {
        if let (Some(regex), Some(package)) = (&self.package, unit.package) {
            // An expression that Java refuses makes Konveyor accept the match.
            if regex.matches(unit.text(package.name)) != Verdict::No {
                return true;
            }
        }
        unit.imports.iter().any(|i| self.import.matches(&import_text(unit, i)) != Verdict::No)
    }
}

/// Filter on calls (and on annotations whose type is unknown): the declaring type, or a part of its name on demand, must
/// be imported, be of the file's package or be in the file's path.
#[derive(Debug)]
pub(crate) struct CallEvidence {
    /// The pattern without parameters, `*` written as `.*`.
    text: Box<str>,
    whole: JavaRegex,
    /// `text` up to its last dot: the declaring type, or all of `a.B.get` for `a.B.get*`.
    owner: Box<str>,
    /// `owner` as part of a path; empty for none.
    path: Box<str>,
    /// `owner` up to its last dot.
    package: Option<JavaRegex>,
}

impl CallEvidence {
    /// `None` for patterns without a dot, which are not filtered.
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        if !pattern.contains('.') {
            return None;
        }
        let text = open_stars(&without_parameters(pattern));
        let before_last_dot = |t: &str| match t.rfind('.') {
            Some(at) if at > 0 => t.get(..at).unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        let owner = before_last_dot(&text);
        let package = before_last_dot(&owner);
        Some(Self {
            whole: JavaRegex::new(&text),
            path: owner.replace('.', "/").into(),
            package: (!package.is_empty()).then(|| JavaRegex::new(&package)),
            owner: owner.into(),
            text: text.into(),
        })
    }

    /// Whether calls in this element of the file count. `element` is the name of the method, field or type around.
    pub(crate) fn holds(&self, unit: &Unit, element: &str) -> bool {
        if !self.owner.is_empty() && *self.owner == *element {
            return true;
        }
        self.holds_in_file(unit)
    }

    /// Whether calls anywhere in the file count.
    pub(crate) fn holds_in_file(&self, unit: &Unit) -> bool {
        if !self.path.is_empty() && unit.path.contains(&*self.path) {
            return true;
        }
        if let (Some(regex), Some(package)) = (&self.package, unit.package) {
            match regex.matches(unit.text(package.name)) {
                Verdict::Yes => return true,
                Verdict::No => {}
                // Java refuses it, and Konveyor looks no further.
                Verdict::Malformed => return false,
            }
        }
        for import in &unit.imports {
            let text = import_text(unit, import);
            if import_matches(&text, &self.text) {
                return true;
            }
            match self.whole.matches(&text) {
                Verdict::Yes => return true,
                Verdict::No => {}
                Verdict::Malformed => return false,
            }
            let name = unit.text(import.name);
            if import.on_demand && (*self.owner == *name || is_below(&self.owner, name)) {
                return true;
            }
            if is_below(&self.text, &text) || *self.text == *text {
                return true;
            }
        }
        false
    }
}

/// The import's name, with `.*` for imports on demand.
pub(crate) fn import_text<'u>(unit: &'u Unit, import: &Import) -> std::borrow::Cow<'u, str> {
    let name = unit.text(import.name);
    if import.on_demand { format!("{name}.*").into() } else { name.into() }
}

/// `outer` is `inner` up to a dot.
fn is_below(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
}

/// The import's text, read as an expression, matches the pattern: dots are any character, and `.*` at the end is any rest.
fn import_matches(import: &str, pattern: &str) -> bool {
    let (head, open) = import.strip_suffix(".*").map_or((import, false), |head| (head, true));
    let mut rest = pattern.chars();
    head.chars().all(|i| rest.next().is_some_and(|p| i == p || i == '.'))
        && (open || rest.next().is_none())
}

/// `*` that does not follow a dot becomes `.*`.
pub(crate) fn open_stars(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 4);
    let mut last = ' ';
    for c in pattern.chars() {
        if c == '*' && last != '.' {
            out.push('.');
        }
        out.push(c);
        last = c;
    }
    out
}

/// Without the text from a `(` to the last `)` that no `|` stands between.
fn without_parameters(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(open) = rest.find('(') {
        let (head, tail) = rest.split_at(open);
        out.push_str(head);
        let until = tail.find('|').unwrap_or(tail.len());
        let close = tail.get(..until).and_then(|t| t.rfind(')'));
        if close.is_none() {
            out.push('(');
        }
        rest = tail.get(close.unwrap_or(0) + 1..).unwrap_or_default();
    }
    out + rest
}

#[cfg(test)]
mod tests;
