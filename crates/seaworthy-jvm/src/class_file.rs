//! A class file's declarations, read once.

use noak::reader::Attribute;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::bytes::Bytes;
use crate::constants::{Handle, Opened};
use crate::names::{Inner, InnerClasses};

pub(crate) mod flags {
    //! Access flags by their number.
    pub(crate) const PUBLIC: u16 = 1;
    pub(crate) const PRIVATE: u16 = 2;
    pub(crate) const PROTECTED: u16 = 4;
    pub(crate) const STATIC: u16 = 8;
    pub(crate) const FINAL: u16 = 0x10;
    pub(crate) const SYNCHRONIZED: u16 = 0x20;
    pub(crate) const VOLATILE: u16 = 0x40;
    pub(crate) const BRIDGE: u16 = 0x40;
    pub(crate) const TRANSIENT: u16 = 0x80;
    pub(crate) const VARARGS: u16 = 0x80;
    pub(crate) const NATIVE: u16 = 0x100;
    pub(crate) const INTERFACE: u16 = 0x200;
    pub(crate) const ABSTRACT: u16 = 0x400;
    pub(crate) const SYNTHETIC: u16 = 0x1000;
    pub(crate) const ANNOTATION: u16 = 0x2000;
    pub(crate) const ENUM: u16 = 0x4000;
    pub(crate) const MODULE: u16 = 0x8000;
}

/// Attributes that text is made of, as bytes; empty where there is none.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Attributes<'c> {
    pub(crate) code: Option<&'c [u8]>,
    pub(crate) constant: Option<u16>,
    pub(crate) signature: Option<&'c str>,
    pub(crate) exceptions: &'c [u8],
    /// Visible and invisible ones.
    pub(crate) annotations: [&'c [u8]; 2],
    pub(crate) parameter_annotations: [&'c [u8]; 2],
    pub(crate) parameters: &'c [u8],
    pub(crate) default: &'c [u8],
    pub(crate) record: Option<&'c [u8]>,
    pub(crate) bootstrap: &'c [u8],
    pub(crate) inner: &'c [u8],
    pub(crate) enclosing: Option<&'c str>,
    pub(crate) module: Option<&'c [u8]>,
    pub(crate) source_file: Option<&'c str>,
    pub(crate) is_synthetic: bool,
    pub(crate) is_scala: bool,
}

/// A field or a method.
#[derive(Debug, Clone)]
pub(crate) struct MemberInfo<'c> {
    pub(crate) flags: u16,
    pub(crate) name: &'c str,
    pub(crate) descriptor: &'c str,
    pub(crate) attributes: Attributes<'c>,
}

/// A row of the bootstrap table.
#[derive(Debug, Clone)]
pub(crate) struct Bootstrap<'c> {
    pub(crate) handle: Option<Handle<'c>>,
    pub(crate) arguments: Vec<u16>,
}

/// The declarations of a class file.
pub(crate) struct ClassFile<'c> {
    pub(crate) opened: &'c Opened<'c>,
    pub(crate) name: &'c str,
    pub(crate) super_name: Option<&'c str>,
    pub(crate) interfaces: Vec<&'c str>,
    pub(crate) flags: u16,
    pub(crate) fields: Vec<MemberInfo<'c>>,
    pub(crate) methods: Vec<MemberInfo<'c>>,
    pub(crate) attributes: Attributes<'c>,
    pub(crate) inner: InnerClasses<'c>,
    pub(crate) bootstrap: Vec<Bootstrap<'c>>,
    /// Methods by name and descriptor.
    pub(crate) by_name: FxHashMap<(&'c str, &'c str), usize>,
    pub(crate) field_names: FxHashSet<&'c str>,
    /// How many methods have a name.
    pub(crate) method_names: FxHashMap<&'c str, u32>,
    /// Line of the declaration: that of the constructor which the compiler adds; 0 if there is none.
    pub(crate) declared_line: u32,
    pub(crate) problems: Vec<String>,
}

impl<'c> ClassFile<'c> {
    /// Nothing if the class does not even have a name.
    pub(crate) fn read(opened: &'c Opened<'c>) -> Option<ClassFile<'c>> {
        let class = &opened.class;
        let name = opened.class_name(class.this_class().as_u16())?;
        let mut file = ClassFile {
            opened,
            name,
            super_name: class.super_class().and_then(|s| opened.class_name(s.as_u16())),
            interfaces: Vec::new(),
            flags: class.access_flags().bits(),
            fields: Vec::new(),
            methods: Vec::new(),
            attributes: Attributes::default(),
            inner: InnerClasses::default(),
            bootstrap: Vec::new(),
            by_name: FxHashMap::default(),
            field_names: FxHashSet::default(),
            method_names: FxHashMap::default(),
            declared_line: 0,
            problems: Vec::new(),
        };
        for interface in class.interfaces() {
            let name = interface.ok().and_then(|i| opened.class_name(i.as_u16()));
            file.note(name.is_some(), "an interface without name");
            file.interfaces.extend(name);
        }
        for field in class.fields() {
            let Ok(field) = field else { break };
            let attributes = field.attributes().into_iter();
            let names = (field.name().as_u16(), field.descriptor().as_u16());
            let member = file.member(names, field.access_flags().bits(), attributes);
            file.note(member.is_some(), "a field without name");
            file.field_names.extend(member.as_ref().map(|m| m.name));
            file.fields.extend(member);
        }
        for method in class.methods() {
            let Ok(method) = method else { break };
            let attributes = method.attributes().into_iter();
            let names = (method.name().as_u16(), method.descriptor().as_u16());
            let member = file.member(names, method.access_flags().bits(), attributes);
            file.note(member.is_some(), "a method without name");
            if let Some(member) = member {
                file.by_name.entry((member.name, member.descriptor)).or_insert(file.methods.len());
                *file.method_names.entry(member.name).or_default() += 1;
                file.methods.push(member);
            }
        }
        file.attributes = read_attributes(opened, class.attributes().into_iter());
        file.read_inner();
        file.read_bootstrap();
        file.declared_line = file.methods.iter().find_map(|m| default_line(&file, m)).unwrap_or(0);
        Some(file)
    }

    pub(crate) fn note(&mut self, fine: bool, problem: &str) {
        if !fine && !self.problems.iter().any(|p| p == problem) {
            self.problems.push(problem.to_owned());
        }
    }

    fn member(
        &self,
        (name, descriptor): (u16, u16),
        flags: u16,
        attributes: impl Iterator<Item = Result<Attribute<'c>, noak::error::DecodeError>>,
    ) -> Option<MemberInfo<'c>> {
        let name = self.opened.utf8(name)?;
        let descriptor = self.opened.utf8(descriptor)?;
        let attributes = read_attributes(self.opened, attributes);
        let flags = if attributes.is_synthetic { flags | self::flags::SYNTHETIC } else { flags };
        Some(MemberInfo { flags, name, descriptor, attributes })
    }

    fn read_inner(&mut self) {
        let mut bytes = Bytes::new(self.attributes.inner);
        for _ in 0..bytes.u16().unwrap_or(0) {
            let row = (bytes.u16(), bytes.u16(), bytes.u16(), bytes.u16());
            let (Some(class), Some(outer), Some(simple), Some(flags)) = row else { break };
            let Some(name) = self.opened.class_name(class) else { continue };
            let inner = Inner {
                outer: self.opened.class_name(outer),
                simple: self.opened.utf8(simple),
                flags,
            };
            // A class that is its own outer class would never end.
            if inner.outer != Some(name) {
                self.inner.insert(name, inner);
            }
        }
    }

    fn read_bootstrap(&mut self) {
        let mut bytes = Bytes::new(self.attributes.bootstrap);
        for _ in 0..bytes.u16().unwrap_or(0) {
            let (Some(handle), Some(count)) = (bytes.u16(), bytes.u16()) else { break };
            let mut arguments = Vec::new();
            for _ in 0..count {
                let Some(argument) = bytes.u16() else { break };
                arguments.push(argument);
            }
            self.bootstrap.push(Bootstrap { handle: self.opened.handle(handle), arguments });
        }
    }

    /// The class that this one stands in, as far as it says.
    pub(crate) fn enclosing(&self) -> Option<&'c str> {
        let outer = self.inner.get(self.name).and_then(|inner| inner.outer);
        outer.or(self.attributes.enclosing)
    }

    /// Whether an instance needs one of its outer class.
    pub(crate) fn needs_outer(&self, class: &str) -> bool {
        self.inner.get(class).is_some_and(|inner| {
            inner.flags & (flags::STATIC | flags::INTERFACE | flags::ENUM) == 0
                && inner.outer.is_some()
        })
    }

    pub(crate) fn is_interface(&self) -> bool {
        self.flags & flags::INTERFACE != 0
    }

    pub(crate) fn is_enum(&self) -> bool {
        self.flags & flags::ENUM != 0 && self.super_name == Some("java/lang/Enum")
    }
}

/// The line of a constructor that the compiler made: it is that of the class.
fn default_line(file: &ClassFile<'_>, method: &MemberInfo<'_>) -> Option<u32> {
    if !crate::members::is_default_constructor(file, method) {
        return None;
    }
    let code = crate::code::Code::read(file.opened, method.attributes.code?, 16)?;
    Some(code.first_line())
}

fn read_attributes<'c>(
    opened: &'c Opened<'c>,
    attributes: impl Iterator<Item = Result<Attribute<'c>, noak::error::DecodeError>>,
) -> Attributes<'c> {
    let mut found = Attributes::default();
    for attribute in attributes {
        let Ok(attribute) = attribute else { break };
        let content = attribute.content();
        let first = || Bytes::new(content).u16();
        let utf8 = || first().and_then(|index| opened.utf8(index));
        match opened.utf8(attribute.name().as_u16()).unwrap_or("") {
            "Code" => found.code = Some(content),
            "ConstantValue" => found.constant = first(),
            "Signature" => found.signature = utf8(),
            "Exceptions" => found.exceptions = content,
            "RuntimeVisibleAnnotations" => found.annotations[0] = content,
            "RuntimeInvisibleAnnotations" => found.annotations[1] = content,
            "RuntimeVisibleParameterAnnotations" => found.parameter_annotations[0] = content,
            "RuntimeInvisibleParameterAnnotations" => found.parameter_annotations[1] = content,
            "MethodParameters" => found.parameters = content,
            "AnnotationDefault" => found.default = content,
            "Record" => found.record = Some(content),
            "BootstrapMethods" => found.bootstrap = content,
            "InnerClasses" => found.inner = content,
            "EnclosingMethod" => found.enclosing = first().and_then(|i| opened.class_name(i)),
            "Module" => found.module = Some(content),
            "SourceFile" => found.source_file = utf8(),
            "Synthetic" => found.is_synthetic = true,
            "ScalaSig" | "Scala" | "ScalaInlineInfo" => found.is_scala = true,
            _ => {}
        }
    }
    found
}
