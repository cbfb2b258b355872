//! Descriptors: the types of fields, variables and methods after erasure.

/// A type as descriptors know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ty<'c> {
    /// Not known; written as `java.lang.Object` where a type must stand.
    Unknown,
    /// The type of `null`.
    Null,
    Void,
    /// One of the letters `BCDFIJSZ`.
    Primitive(u8),
    /// Internal name: `java/io/File`.
    Class(&'c str),
    /// The whole descriptor: `[Ljava/io/File;`.
    Array(&'c str),
    /// An array by the class constant of what it holds: `java/io/File`.
    ArrayOf(&'c str),
}

pub(crate) const INT: Ty<'static> = Ty::Primitive(b'I');
pub(crate) const BOOLEAN: Ty<'static> = Ty::Primitive(b'Z');
pub(crate) const LONG: Ty<'static> = Ty::Primitive(b'J');
pub(crate) const FLOAT: Ty<'static> = Ty::Primitive(b'F');
pub(crate) const DOUBLE: Ty<'static> = Ty::Primitive(b'D');
pub(crate) const STRING: Ty<'static> = Ty::Class("java/lang/String");
pub(crate) const OBJECT: Ty<'static> = Ty::Class("java/lang/Object");

impl<'c> Ty<'c> {
    /// The type that a descriptor starts with, and the rest of the descriptor.
    pub(crate) fn first(descriptor: &'c str) -> Option<(Ty<'c>, &'c str)> {
        let bytes = descriptor.as_bytes();
        match bytes.first()? {
            b'V' => Some((Ty::Void, descriptor.get(1..)?)),
            letter @ (b'B' | b'C' | b'D' | b'F' | b'I' | b'J' | b'S' | b'Z') => {
                Some((Ty::Primitive(*letter), descriptor.get(1..)?))
            }
            b'L' => {
                let end = descriptor.find(';')?;
                let name = descriptor.get(1..end)?;
                (!name.is_empty()).then_some((Ty::Class(name), descriptor.get(end + 1..)?))
            }
            b'[' => {
                let dimensions = bytes.iter().take_while(|b| **b == b'[').count();
                let (of, rest) = Ty::first(descriptor.get(dimensions..)?)?;
                let length = descriptor.len() - rest.len();
                let usable = dimensions < 256 && of != Ty::Void;
                usable.then_some((Ty::Array(descriptor.get(..length)?), rest))
            }
            _ => None,
        }
    }

    /// The type of a whole descriptor; unknown if it is none.
    pub(crate) fn of(descriptor: &'c str) -> Ty<'c> {
        match Ty::first(descriptor) {
            Some((ty, "")) => ty,
            _ => Ty::Unknown,
        }
    }

    /// The type that a class constant names: an internal name, or the descriptor of an array.
    pub(crate) fn of_class(name: &'c str) -> Ty<'c> {
        if name.starts_with('[') {
            Ty::of(name)
        } else if name.is_empty() {
            Ty::Unknown
        } else {
            Ty::Class(name)
        }
    }

    /// What an array holds.
    pub(crate) fn element(self) -> Ty<'c> {
        match self {
            Ty::Array(descriptor) => Ty::of(descriptor.get(1..).unwrap_or("")),
            Ty::ArrayOf(class) => Ty::of_class(class),
            _ => Ty::Unknown,
        }
    }

    /// Whether it takes two slots.
    pub(crate) fn is_wide(self) -> bool {
        matches!(self, Ty::Primitive(b'J' | b'D'))
    }

    pub(crate) fn is_reference(self) -> bool {
        !matches!(self, Ty::Primitive(_) | Ty::Void)
    }
}

/// Parameters and result of a method.
#[derive(Debug, Clone, Default)]
pub(crate) struct MethodType<'c> {
    pub(crate) parameters: Vec<Ty<'c>>,
    pub(crate) returns: Option<Ty<'c>>,
}

impl<'c> MethodType<'c> {
    /// Reads `(…)…`; nothing if it is no method's descriptor.
    pub(crate) fn read(descriptor: &'c str) -> Option<MethodType<'c>> {
        let mut rest = descriptor.strip_prefix('(')?;
        let mut parameters = Vec::new();
        while !rest.starts_with(')') {
            let (ty, after) = Ty::first(rest)?;
            if ty == Ty::Void || parameters.len() == 255 {
                return None;
            }
            parameters.push(ty);
            rest = after;
        }
        let returns = Ty::of(rest.get(1..)?);
        (returns != Ty::Unknown).then_some(MethodType { parameters, returns: Some(returns) })
    }

    /// What a call of it leaves.
    pub(crate) fn result(&self) -> Ty<'c> {
        self.returns.unwrap_or(Ty::Unknown)
    }
}
