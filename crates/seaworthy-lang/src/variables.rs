//! What names in expressions of typed languages stand for.

use seaworthy_base::Sym;

/// A type as far as the file tells it; [`Sym::EMPTY`] when it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Type {
    /// Qualified name in the interner of the file's names.
    pub(crate) name: Sym,
    /// Known through an import, a declaration or the language, and not by elimination.
    pub(crate) resolved: bool,
}

impl Type {
    /// Nothing is known.
    pub(crate) const UNKNOWN: Self = Self { name: Sym::EMPTY, resolved: false };

    /// Whether anything is known.
    pub(crate) fn is_known(self) -> bool {
        !self.name.is_empty()
    }
}

/// A variable, parameter or field.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Variable<'t> {
    /// Its declared or inferred type.
    pub(crate) type_: Type,
    /// Its value, where that is a constant and still holds.
    pub(crate) constant: Option<Constant<'t>>,
    /// A member of a type of this file, and not a local or parameter.
    pub(crate) is_field: bool,
}

impl Variable<'_> {
    /// A local or parameter of a type.
    pub(crate) fn local(type_: Type) -> Self {
        Self { type_, ..Self::default() }
    }
}

/// The value of a constant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Constant<'t> {
    /// A string, in the interner of the file's names.
    Str(Sym),
    /// A number, boolean or null, as written.
    Literal(&'t str),
}

/// `outer.inner`, or `inner` where there is no outer.
pub(crate) fn join(outer: &str, inner: &str) -> String {
    if outer.is_empty() {
        return inner.to_owned();
    }
    // Formatting takes five times as long, and this is done for every call.
    let mut out = String::with_capacity(outer.len() + 1 + inner.len());
    out.push_str(outer);
    out.push('.');
    out.push_str(inner);
    out
}
