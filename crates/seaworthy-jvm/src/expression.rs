//! What stands on the stack of a method while its code is followed.

use crate::constants::{Constant, MemberRef};
use crate::types::Ty;

/// A row of [`Expressions`].
pub(crate) type ExprId = u32;

/// A run of rows in the list of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Parts {
    pub(crate) start: u32,
    pub(crate) count: u32,
}

/// How a method is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invoke {
    Static,
    /// By the class of the object.
    Virtual,
    /// As the superclass or a superinterface has it.
    Super,
}

/// An expression; its parts are rows before it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind<'c> {
    /// Something that the code does not tell.
    Unknown,
    Local(u32),
    This,
    Constant(Constant<'c>),
    StaticField(MemberRef<'c>),
    Field {
        on: ExprId,
        field: MemberRef<'c>,
    },
    Index {
        array: ExprId,
        index: ExprId,
    },
    Length(ExprId),
    Call {
        how: Invoke,
        on: ExprId,
        method: MemberRef<'c>,
        arguments: Parts,
    },
    /// `new` before its constructor is called.
    Uninitialised(&'c str),
    New {
        class: &'c str,
        descriptor: &'c str,
        arguments: Parts,
    },
    NewArray {
        of: Ty<'c>,
        sizes: Parts,
    },
    /// An array with its items.
    Items {
        of: Ty<'c>,
        items: Parts,
    },
    Binary {
        operator: &'static str,
        left: ExprId,
        right: ExprId,
    },
    Negated(ExprId),
    /// The difference of two numbers, of which only the sign matters.
    Compared {
        left: ExprId,
        right: ExprId,
    },
    Cast(ExprId),
    InstanceOf {
        value: ExprId,
        of: Ty<'c>,
    },
    /// What comes from either of two ways through the code.
    Choice {
        first: ExprId,
        second: ExprId,
    },
    Concatenation(Parts),
    /// A function object made of a method of this class, with what it captures.
    Lambda {
        method: usize,
        captured: Parts,
    },
    /// `receiver::name`; without receiver `Owner::name`.
    Reference {
        receiver: Option<ExprId>,
        method: MemberRef<'c>,
    },
    /// A call that the class file leaves to the virtual machine.
    Dynamic(Parts),
}

/// By what an expression is known after it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// A name of its own that no declaration shows.
    Undeclared,
    /// A name of its own.
    Own,
    /// The variable it was stored in.
    Variable(u32),
}

/// One expression with what all of them have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expr<'c> {
    pub(crate) kind: Kind<'c>,
    pub(crate) ty: Ty<'c>,
    pub(crate) line: u32,
    pub(crate) depth: u8,
    /// Whether the text holds it already; from then on it has a name.
    pub(crate) is_written: bool,
    /// The name it was declared with.
    pub(crate) name: Name,
}

/// All expressions of a method.
#[derive(Debug, Default)]
pub(crate) struct Expressions<'c> {
    rows: Vec<Expr<'c>>,
    parts: Vec<ExprId>,
}

const NOTHING: Expr<'static> = Expr {
    kind: Kind::Unknown,
    ty: Ty::Unknown,
    line: 0,
    depth: 0,
    is_written: false,
    name: Name::Undeclared,
};

impl<'c> Expressions<'c> {
    pub(crate) fn get(&self, id: ExprId) -> Expr<'c> {
        self.rows.get(id as usize).copied().unwrap_or(NOTHING)
    }

    pub(crate) fn get_mut(&mut self, id: ExprId) -> Option<&mut Expr<'c>> {
        self.rows.get_mut(id as usize)
    }

    /// Adds an expression; its depth follows from its parts.
    pub(crate) fn add(&mut self, kind: Kind<'c>, ty: Ty<'c>, line: u32) -> ExprId {
        let depth = self.depth_of(kind);
        self.rows.push(Expr { kind, ty, line, depth, ..NOTHING });
        self.rows.len() as u32 - 1
    }

    pub(crate) fn parts(&mut self, ids: &[ExprId]) -> Parts {
        let start = self.parts.len() as u32;
        self.parts.extend_from_slice(ids);
        Parts { start, count: ids.len() as u32 }
    }

    /// Parts with one more at their end; the run grows in place if it is the last one.
    pub(crate) fn append(&mut self, ids: &[ExprId]) -> Parts {
        let Some((last, before)) = ids.split_last() else { return Parts::default() };
        if !before.is_empty() && self.parts.ends_with(before) {
            self.parts.push(*last);
            let count = ids.len() as u32;
            return Parts { start: self.parts.len() as u32 - count, count };
        }
        self.parts(ids)
    }

    pub(crate) fn part(&self, parts: Parts, at: u32) -> ExprId {
        if at >= parts.count {
            return ExprId::MAX;
        }
        self.parts.get((parts.start + at) as usize).copied().unwrap_or(ExprId::MAX)
    }

    pub(crate) fn ids(&self, parts: Parts) -> &[ExprId] {
        let start = parts.start as usize;
        self.parts.get(start..start + parts.count as usize).unwrap_or(&[])
    }

    pub(crate) fn depth_of(&self, kind: Kind<'c>) -> u8 {
        let of = |id: ExprId| {
            let expr = self.get(id);
            if expr.is_written { 0 } else { expr.depth }
        };
        let all = |parts: Parts| self.ids(parts).iter().map(|id| of(*id)).max().unwrap_or(0);
        let inner = match kind {
            Kind::Unknown
            | Kind::Local(_)
            | Kind::This
            | Kind::Constant(_)
            | Kind::StaticField(_)
            | Kind::Uninitialised(_) => return 0,
            Kind::Field { on, .. } | Kind::Length(on) | Kind::Negated(on) | Kind::Cast(on) => {
                of(on)
            }
            Kind::InstanceOf { value, .. } => of(value),
            Kind::Index { array, index } => of(array).max(of(index)),
            Kind::Binary { left, right, .. } | Kind::Compared { left, right } => {
                of(left).max(of(right))
            }
            Kind::Choice { first, second } => of(first).max(of(second)),
            Kind::Call { on, arguments, .. } => of(on).max(all(arguments)),
            Kind::New { arguments, .. }
            | Kind::NewArray { sizes: arguments, .. }
            | Kind::Items { items: arguments, .. }
            | Kind::Concatenation(arguments)
            | Kind::Dynamic(arguments)
            | Kind::Lambda { captured: arguments, .. } => all(arguments),
            Kind::Reference { receiver, .. } => receiver.map_or(0, of),
        };
        inner.saturating_add(1)
    }

    /// Whether it may be written any number of times: it calls nothing and names no member.
    pub(crate) fn is_trivial(&self, id: ExprId) -> bool {
        let expr = self.get(id);
        expr.is_written
            || match expr.kind {
                Kind::Unknown | Kind::Local(_) | Kind::This | Kind::Uninitialised(_) => true,
                Kind::Constant(constant) => {
                    !matches!(constant, Constant::Str(_) | Constant::Class(_))
                }
                _ => false,
            }
    }
}
