//! What is shared while the text of a unit is written.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::class_file::ClassFile;
use crate::names::{InnerClasses, push_class, push_type};
use crate::types::Ty;
use crate::writer::Writer;

/// A class of the unit and where it is written.
pub(crate) struct Loaded<'c> {
    pub(crate) file: ClassFile<'c>,
    /// Classes that are written within its body.
    pub(crate) inside: Vec<usize>,
    /// Whether it has no name in the source and may be written where it is made.
    pub(crate) is_anonymous: bool,
}

/// The classes of a unit.
pub(crate) struct Classes<'c> {
    pub(crate) all: Vec<Loaded<'c>>,
    pub(crate) by_name: FxHashMap<&'c str, usize>,
}

/// The text so far and what was written into it.
pub(crate) struct Output<'u, 'c> {
    pub(crate) classes: &'u Classes<'c>,
    pub(crate) writer: Writer,
    /// Variables in scope, inner ones last.
    pub(crate) scope: Vec<(String, Ty<'c>)>,
    /// Methods of lambdas that stand in the text, by class and method.
    pub(crate) written_methods: FxHashSet<(usize, usize)>,
    pub(crate) written_classes: Vec<bool>,
    /// Statements of constructors, to write the initialisers of fields once.
    pub(crate) initialisers: FxHashSet<(usize, u64)>,
    pub(crate) problems: Vec<String>,
    /// Bodies within bodies.
    pub(crate) nesting: u8,
    pub(crate) max_code: usize,
}

impl<'c> Output<'_, 'c> {
    pub(crate) fn class_name(&mut self, name: &str, inner: &InnerClasses<'c>) {
        push_class(&mut self.writer.text, name, inner);
    }

    pub(crate) fn ty(&mut self, ty: Ty<'_>, inner: &InnerClasses<'c>) {
        push_type(&mut self.writer.text, ty, inner);
    }

    pub(crate) fn problem(&mut self, text: String) {
        if self.problems.len() < 20 && !self.problems.contains(&text) {
            self.problems.push(text);
        }
    }

    /// The type that a name in scope was declared with.
    pub(crate) fn declared(&self, name: &str) -> Option<Ty<'c>> {
        self.scope.iter().rev().find(|(n, _)| n == name).map(|(_, ty)| *ty)
    }
}
