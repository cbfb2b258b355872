//! What names stand for in languages that declare no types: modules, their members, and what those return.

use seaworthy_base::Interner;

use crate::value::Value;
use crate::variables::{Constant, Type};

/// What a name or expression stands for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Meaning<'t> {
    /// Qualified name of a module, a member of one, or, for an instance, of what made it.
    pub(crate) type_: Type,
    /// An object that a call or construction returned, and not the module or function itself.
    pub(crate) instance: bool,
    /// Its value, where that is a constant and still holds.
    pub(crate) constant: Option<Constant<'t>>,
    /// The constant it has where the environment gives none: 3000 in `process.env.PORT || 3000`.
    pub(crate) fallback: Option<Constant<'t>>,
}

impl<'t> Meaning<'t> {
    /// Nothing is known.
    pub(crate) const UNKNOWN: Self =
        Self { type_: Type::UNKNOWN, instance: false, constant: None, fallback: None };

    /// A module, function or type by its qualified name.
    pub(crate) fn named(type_: Type) -> Self {
        Self { type_, ..Self::UNKNOWN }
    }

    /// Something that a function or type made.
    pub(crate) fn instance_of(type_: Type) -> Self {
        Self { type_, instance: true, ..Self::UNKNOWN }
    }

    /// Whether anything is known about what it is.
    pub(crate) fn is_known(&self) -> bool {
        self.type_.is_known()
    }

    /// With a constant value and one for lack of an environment.
    pub(crate) fn worth(
        mut self,
        names: &mut Interner,
        value: &Value<'t>,
        fallback: &Value<'t>,
    ) -> Self {
        self.constant = constant(names, value);
        self.fallback = constant(names, fallback);
        self
    }
}

/// A value as something that can be kept beside a name; `None` for what is no constant.
pub(crate) fn constant<'t>(names: &mut Interner, value: &Value<'t>) -> Option<Constant<'t>> {
    match value {
        Value::Str(text) => Some(Constant::Str(names.intern(text))),
        Value::Literal(text) => Some(Constant::Literal(text)),
        _ => None,
    }
}

/// Whether environment variables that are not set count as their defaults when an expression is reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defaults {
    /// They stay unknown: what the source says.
    Ignored,
    /// They count: what runs when nothing is configured.
    Assumed,
}
