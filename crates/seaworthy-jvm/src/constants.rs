//! A class file's constants as Rust strings and numbers.

use std::borrow::Cow;

use noak::reader::Class;
use noak::reader::cpool::{Index, Item, MethodKind};

use crate::types::Ty;

/// A class file opened, with its strings at hand.
pub(crate) struct Opened<'a> {
    pub(crate) class: Class<'a>,
    strings: Vec<Option<Cow<'a, str>>>,
}

/// A field or method as code names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MemberRef<'c> {
    /// Internal name, or the descriptor of an array.
    pub(crate) owner: &'c str,
    pub(crate) name: &'c str,
    pub(crate) descriptor: &'c str,
}

/// What a method handle does and with what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handle<'c> {
    pub(crate) kind: MethodKind,
    pub(crate) member: MemberRef<'c>,
}

/// A constant that code can load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Constant<'c> {
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Str(&'c str),
    Class(Ty<'c>),
    /// Method types, handles and computed constants.
    Other,
}

impl<'a> Opened<'a> {
    pub(crate) fn new(class: Class<'a>) -> Self {
        let mut strings = Vec::new();
        for (index, item) in class.pool().iter_indices() {
            if let Item::Utf8(utf8) = item {
                let at = usize::from(index.as_u16());
                if strings.len() <= at {
                    strings.resize(at + 1, None);
                }
                let text = match utf8.content.to_str() {
                    Some(text) => Cow::Borrowed(text),
                    None => Cow::Owned(utf8.content.chars_lossy().collect()),
                };
                if let Some(slot) = strings.get_mut(at) {
                    *slot = Some(text);
                }
            }
        }
        Opened { class, strings }
    }

    fn item(&self, index: u16) -> Option<&Item<'a>> {
        self.class.pool().get(Index::<Item<'a>>::new(index).ok()?).ok()
    }

    pub(crate) fn utf8(&self, index: u16) -> Option<&str> {
        self.strings.get(usize::from(index))?.as_deref()
    }

    /// The name of a class constant.
    pub(crate) fn class_name(&self, index: u16) -> Option<&str> {
        match self.item(index)? {
            Item::Class(class) => self.utf8(class.name.as_u16()),
            _ => None,
        }
    }

    /// The name of a module or package constant.
    pub(crate) fn module_or_package(&self, index: u16) -> Option<&str> {
        match self.item(index)? {
            Item::Module(module) => self.utf8(module.name.as_u16()),
            Item::Package(package) => self.utf8(package.name.as_u16()),
            _ => None,
        }
    }

    /// Name and descriptor of a constant of both.
    pub(crate) fn name_and_type(&self, index: u16) -> Option<(&str, &str)> {
        match self.item(index)? {
            Item::NameAndType(both) => {
                Some((self.utf8(both.name.as_u16())?, self.utf8(both.descriptor.as_u16())?))
            }
            _ => None,
        }
    }

    pub(crate) fn member(&self, index: u16) -> Option<MemberRef<'_>> {
        let (class, name_and_type) = match self.item(index)? {
            Item::FieldRef(r) => (r.class.as_u16(), r.name_and_type.as_u16()),
            Item::MethodRef(r) => (r.class.as_u16(), r.name_and_type.as_u16()),
            Item::InterfaceMethodRef(r) => (r.class.as_u16(), r.name_and_type.as_u16()),
            _ => return None,
        };
        let owner = self.class_name(class)?;
        let (name, descriptor) = self.name_and_type(name_and_type)?;
        Some(MemberRef { owner, name, descriptor })
    }

    pub(crate) fn handle(&self, index: u16) -> Option<Handle<'_>> {
        match self.item(index)? {
            Item::MethodHandle(handle) => {
                let member = self.member(handle.reference.as_u16())?;
                Some(Handle { kind: handle.kind, member })
            }
            _ => None,
        }
    }

    /// The row of the bootstrap table, and name and descriptor, of a computed call.
    pub(crate) fn dynamic(&self, index: u16) -> Option<(u16, &str, &str)> {
        let (row, both) = match self.item(index)? {
            Item::InvokeDynamic(d) => (d.bootstrap_method_attr, d.name_and_type.as_u16()),
            Item::Dynamic(d) => (d.bootstrap_method_attr, d.name_and_type.as_u16()),
            _ => return None,
        };
        let (name, descriptor) = self.name_and_type(both)?;
        Some((row, name, descriptor))
    }

    pub(crate) fn constant(&self, index: u16) -> Option<Constant<'_>> {
        Some(match self.item(index)? {
            Item::Integer(n) => Constant::Int(n.value),
            Item::Long(n) => Constant::Long(n.value),
            Item::Float(n) => Constant::Float(n.value),
            Item::Double(n) => Constant::Double(n.value),
            Item::String(s) => Constant::Str(self.utf8(s.string.as_u16())?),
            Item::Class(class) => Constant::Class(Ty::of_class(self.utf8(class.name.as_u16())?)),
            _ => Constant::Other,
        })
    }
}
