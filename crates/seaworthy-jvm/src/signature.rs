//! What a class declares, without its code.

use crate::bytes::Bytes;
use crate::class_file::{ClassFile, MemberInfo};
use crate::constants::Constant;
use crate::literals::push_constant;
use crate::types::{MethodType, Ty};
use crate::unit::{ClassError, ClassLimits, open};

/// A class by its declarations. All names of classes are binary names with dots; types of arrays end in `[]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClassSignature {
    /// Its name.
    pub name: String,
    /// None for `java.lang.Object` and modules.
    pub super_name: Option<String>,
    /// Direct interfaces.
    pub interfaces: Vec<String>,
    /// Access flags as the class file has them.
    pub flags: u16,
    /// In the order of the class file.
    pub fields: Vec<FieldSignature>,
    /// In the order of the class file.
    pub methods: Vec<MethodSignature>,
    /// Classes that stand within others, as far as this one names them.
    pub inner: Vec<InnerClass>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSignature {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: String,
    /// Access flags as the class file has them.
    pub flags: u16,
    /// The value of a constant as a Java literal.
    pub constant: Option<String>,
}

/// A method; constructors are called `<init>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodSignature {
    /// Its name.
    pub name: String,
    /// Types of the parameters.
    pub parameters: Vec<String>,
    /// `void` for constructors.
    pub returns: String,
    /// Access flags as the class file has them.
    pub flags: u16,
    /// Declared exceptions.
    pub exceptions: Vec<String>,
}

/// A class within another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InnerClass {
    /// Its name.
    pub name: String,
    /// None for local and anonymous classes.
    pub outer: Option<String>,
    /// None for anonymous classes.
    pub simple: Option<String>,
    /// Access flags as the class file has them.
    pub flags: u16,
}

/// Reads the declarations of a class file of any size that the default limits allow.
pub fn read_signature(bytes: &[u8]) -> Result<ClassSignature, ClassError> {
    let opened = open(bytes, &ClassLimits::default())?;
    let Some(file) = ClassFile::read(&opened) else {
        return Err(ClassError::Malformed("a class without name".to_owned()));
    };
    let mut inner: Vec<_> = file
        .inner
        .iter()
        .map(|(name, inner)| InnerClass {
            name: dotted(name),
            outer: inner.outer.map(dotted),
            simple: inner.simple.map(str::to_owned),
            flags: inner.flags,
        })
        .collect();
    inner.sort_unstable();
    Ok(ClassSignature {
        name: dotted(file.name),
        super_name: file.super_name.map(dotted),
        interfaces: file.interfaces.iter().map(|i| dotted(i)).collect(),
        flags: file.flags,
        fields: file.fields.iter().map(|f| field(&file, f)).collect(),
        methods: file.methods.iter().filter_map(|m| method(&file, m)).collect(),
        inner,
    })
}

fn field(file: &ClassFile<'_>, field: &MemberInfo<'_>) -> FieldSignature {
    let ty = Ty::of(field.descriptor);
    let constant = field.attributes.constant.and_then(|c| file.opened.constant(c));
    FieldSignature {
        name: field.name.to_owned(),
        ty: type_name(ty),
        flags: field.flags,
        constant: constant.filter(|c| *c != Constant::Other).map(|constant| {
            let mut text = String::new();
            push_constant(&mut text, constant, ty, &file.inner);
            text
        }),
    }
}

/// Nothing for a method whose descriptor is broken.
fn method(file: &ClassFile<'_>, method: &MemberInfo<'_>) -> Option<MethodSignature> {
    let ty = MethodType::read(method.descriptor)?;
    let mut bytes = Bytes::new(method.attributes.exceptions);
    let count = bytes.u16().unwrap_or(0);
    let exceptions = (0..count).map_while(|_| bytes.u16());
    Some(MethodSignature {
        name: method.name.to_owned(),
        parameters: ty.parameters.iter().map(|ty| type_name(*ty)).collect(),
        returns: type_name(ty.result()),
        flags: method.flags,
        exceptions: exceptions.filter_map(|e| file.opened.class_name(e)).map(dotted).collect(),
    })
}

fn dotted(internal: &str) -> String {
    internal.replace('/', ".")
}

fn type_name(ty: Ty<'_>) -> String {
    match ty {
        Ty::Class(name) => dotted(name),
        Ty::Array(descriptor) => {
            let element = descriptor.trim_start_matches('[');
            let brackets = "[]".repeat(descriptor.len() - element.len());
            type_name(Ty::of(element)) + &brackets
        }
        _ => {
            let mut text = String::new();
            crate::names::push_type(&mut text, ty, &crate::names::InnerClasses::default());
            text
        }
    }
}
