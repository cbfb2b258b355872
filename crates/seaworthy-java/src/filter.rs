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
/// their qualified name, as members of a supertype. An expression that Java refuses makes Konveyor accept the match.
#[derive(Debug)]
pub(crate) struct TypeEvidence {
    /// The pattern up to its last dot; `None` without anything before it.
    pub(crate) package: Option<JavaRegex>,
    /// The whole pattern, stars and all.
    pub(crate) import: JavaRegex,
}

impl TypeEvidence {
    /// `None` for patterns without a dot, which are not filtered.
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        let (package, _) = pattern.rsplit_once('.')?;
        let package = (!package.is_empty()).then(|| JavaRegex::new(package));
        Some(Self { package, import: JavaRegex::new(pattern) })
    }

    /// Whether an import, with `.*` if on demand, is evidence.
    pub(crate) fn is_imported(&self, import: &str) -> bool {
        self.import.matches(import) != Verdict::No
    }

    /// Whether the package of the file is evidence.
    pub(crate) fn is_package(&self, package: &str) -> bool {
        self.package.as_ref().is_some_and(|regex| regex.matches(package) != Verdict::No)
    }
}

/// Filter on calls (and on annotations whose type is unknown): the declaring type, or a part of its name on demand, must
/// be imported, be of the file's package or be in the file's path.
#[derive(Debug)]
pub(crate) struct CallEvidence {
    /// The pattern without parameters, `*` written as `.*`.
    pub(crate) text: Box<str>,
    /// The same as an expression.
    pub(crate) whole: JavaRegex,
    /// `text` up to its last dot: the declaring type, or all of `a.B.get` for `a.B.get*`.
    owner: Box<str>,
    /// `owner` as part of a path; empty for none.
    pub(crate) path: Box<str>,
    /// `owner` up to its last dot.
    pub(crate) package: Option<JavaRegex>,
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

    /// Whether the name of the method, field or type around the call is evidence.
    pub(crate) fn is_element(&self, name: &str) -> bool {
        !name.is_empty() && *self.owner == *name
    }

    /// Whether the name of an element can be evidence: those have no dot.
    pub(crate) fn may_be_element(&self) -> bool {
        !self.owner.is_empty() && !self.owner.contains('.')
    }

    /// Whether the path of the file is evidence.
    pub(crate) fn is_path(&self, path: &str) -> bool {
        !self.path.is_empty() && path.contains(&*self.path)
    }

    /// Whether the package of the file is evidence.
    pub(crate) fn is_package(&self, package: &str) -> bool {
        self.package.as_ref().is_some_and(|regex| regex.accepts(package))
    }

    /// Whether an import, with `.*` if on demand, is evidence. Konveyor reads an import as an expression too: `a.b.*` is
    /// evidence for everything that begins with `a.b`.
    pub(crate) fn is_imported(&self, import: &str) -> bool {
        let begun = match import.strip_suffix(".*") {
            Some(head) => self.text.starts_with(head),
            None => *self.text == *import || is_below(&self.text, import),
        };
        begun || self.whole.accepts(import)
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
