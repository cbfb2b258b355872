//! Classes, fields and methods as text.

use crate::annotations::{annotations, default_value, parameter_annotations};
use crate::body::Body;
use crate::bytes::Bytes;
use crate::class_file::{ClassFile, MemberInfo, flags};
use crate::code::Code;
use crate::literals::push_constant;
use crate::names::{push_identifier, push_type, simple_name};
use crate::output::Output;
use crate::types::{MethodType, Ty};

/// Whether a compiler made the method of a lambda expression.
pub(crate) fn is_lambda_method(name: &str) -> bool {
    name.contains("lambda$") || name.contains("$lambda") || name.contains("$anonfun$")
}

/// The code of a method; a problem if it cannot be read.
pub(crate) fn read_code<'c>(
    out: &mut Output<'_, 'c>,
    file: &ClassFile<'c>,
    method: &MemberInfo<'c>,
) -> Option<Code<'c>> {
    let content = method.attributes.code?;
    let code = Code::read(file.opened, content, out.max_code);
    if code.is_none() {
        out.problem(format!("the code of {} cannot be read", method.name));
    }
    code
}

/// Names of all parameters: as the class file tells them, else `p0`, `p1`, ….
pub(crate) fn parameter_names<'c>(
    file: &ClassFile<'c>,
    method: &MemberInfo<'c>,
    types: &[Ty<'c>],
    code: &Code<'c>,
) -> Vec<String> {
    let mut bytes = Bytes::new(method.attributes.parameters);
    let count = usize::from(bytes.u8().unwrap_or(0));
    let mut told = Vec::new();
    for _ in 0..count {
        let (Some(name), Some(_)) = (bytes.u16(), bytes.u16()) else { break };
        told.push(file.opened.utf8(name));
    }
    let mut slot = u16::from(method.flags & flags::STATIC == 0);
    let mut names = Vec::new();
    for (i, ty) in types.iter().enumerate() {
        let name = told.get(i).copied().flatten().filter(|_| told.len() == types.len());
        let name = name.or_else(|| code.local_at(slot, 0).map(|l| l.name));
        let mut text = String::new();
        match name {
            Some(name) => push_identifier(&mut text, name),
            None => text = format!("p{i}"),
        }
        names.push(text);
        slot += 1 + u16::from(ty.is_wide());
    }
    names
}

/// The modifiers that a set of flags stands for, in the usual order.
fn modifiers(flags: u16, allowed: &[(u16, &'static str)]) -> String {
    let mut text = String::new();
    for (flag, word) in allowed {
        if flags & flag != 0 {
            text.push_str(word);
            text.push(' ');
        }
    }
    text
}

const CLASS: [(u16, &str); 6] = [
    (flags::PUBLIC, "public"),
    (flags::PROTECTED, "protected"),
    (flags::PRIVATE, "private"),
    (flags::ABSTRACT, "abstract"),
    (flags::STATIC, "static"),
    (flags::FINAL, "final"),
];
const FIELD: [(u16, &str); 7] = [
    (flags::PUBLIC, "public"),
    (flags::PROTECTED, "protected"),
    (flags::PRIVATE, "private"),
    (flags::STATIC, "static"),
    (flags::FINAL, "final"),
    (flags::TRANSIENT, "transient"),
    (flags::VOLATILE, "volatile"),
];
const METHOD: [(u16, &str); 8] = [
    (flags::PUBLIC, "public"),
    (flags::PROTECTED, "protected"),
    (flags::PRIVATE, "private"),
    (flags::ABSTRACT, "abstract"),
    (flags::STATIC, "static"),
    (flags::FINAL, "final"),
    (flags::SYNCHRONIZED, "synchronized"),
    (flags::NATIVE, "native"),
];

impl<'u, 'c> Output<'u, 'c> {
    pub(crate) fn is_anonymous(&self, at: usize) -> bool {
        self.classes.all.get(at).is_some_and(|c| c.is_anonymous)
    }

    /// Writes a class as it is declared.
    pub(crate) fn class(&mut self, at: usize) {
        let classes = self.classes;
        let Some(class) = classes.all.get(at) else { return };
        let file = &class.file;
        let line = file.declared_line;
        for annotation in annotations(file, file.attributes.annotations) {
            self.writer.line(line);
            self.writer.push(&annotation);
        }
        self.writer.line(line);
        let flags = file.inner.get(file.name).map_or(file.flags, |inner| inner.flags);
        let is_other = flags & (flags::ANNOTATION | flags::INTERFACE) != 0 || file.is_enum();
        let is_record = file.attributes.record.is_some() && !is_other;
        let (word, hidden) = if flags & flags::ANNOTATION != 0 {
            ("@interface ", flags::ABSTRACT | flags::STATIC)
        } else if file.is_interface() {
            ("interface ", flags::ABSTRACT | flags::STATIC)
        } else if file.is_enum() {
            ("enum ", flags::FINAL | flags::STATIC | flags::ABSTRACT)
        } else if is_record {
            ("record ", flags::FINAL | flags::STATIC)
        } else {
            ("class ", 0)
        };
        self.writer.push(&modifiers(flags & !hidden, &CLASS));
        self.writer.push(word);
        push_identifier(&mut self.writer.text, simple_name(file.name, &file.inner));
        if is_record {
            self.record_components(file);
        }
        let has_super = !(is_record || file.is_enum() || file.is_interface());
        let super_name = file.super_name.filter(|s| has_super && *s != "java/lang/Object");
        if let Some(super_name) = super_name {
            self.writer.push(" extends ");
            self.ty(Ty::of_class(super_name), &file.inner);
        }
        let is_annotation = flags & flags::ANNOTATION != 0;
        let interfaces = if is_annotation { &[][..] } else { file.interfaces.as_slice() };
        for (i, interface) in interfaces.iter().enumerate() {
            self.writer.push(match i {
                0 if file.is_interface() => " extends ",
                0 => " implements ",
                _ => ", ",
            });
            self.ty(Ty::of_class(interface), &file.inner);
        }
        self.writer.push(" ");
        self.class_body(at);
    }

    fn record_components(&mut self, file: &ClassFile<'c>) {
        self.writer.push("(");
        let mut bytes = Bytes::new(file.attributes.record.unwrap_or(&[]));
        let mut is_first = true;
        for _ in 0..bytes.u16().unwrap_or(0) {
            let (Some(name), Some(descriptor), Some(attributes)) =
                (bytes.u16(), bytes.u16(), bytes.u16())
            else {
                break;
            };
            for _ in 0..attributes {
                let _ = (bytes.u16(), bytes.u32().and_then(|length| bytes.take(length as usize)));
            }
            let (Some(name), Some(descriptor)) =
                (file.opened.utf8(name), file.opened.utf8(descriptor))
            else {
                continue;
            };
            if !is_first {
                self.writer.push(", ");
            }
            is_first = false;
            if let Some(field) = file.fields.iter().find(|f| f.name == name) {
                for annotation in annotations(file, field.attributes.annotations) {
                    self.writer.push(&annotation);
                    self.writer.push(" ");
                }
            }
            self.ty(Ty::of(descriptor), &file.inner);
            self.writer.push(" ");
            push_identifier(&mut self.writer.text, name);
        }
        self.writer.push(")");
    }

    /// Writes `{ members }`, and the classes that stand within.
    pub(crate) fn class_body(&mut self, at: usize) {
        let classes = self.classes;
        let Some(class) = classes.all.get(at) else { return };
        let file = &class.file;
        if let Some(place) = self.written_classes.get_mut(at) {
            *place = true;
        }
        let scope = self.scope.len();
        self.writer.open();
        if file.is_enum() {
            self.writer.line(0);
            for (i, constant) in
                file.fields.iter().filter(|f| f.flags & flags::ENUM != 0).enumerate()
            {
                if i > 0 {
                    self.writer.push(", ");
                }
                push_identifier(&mut self.writer.text, constant.name);
            }
            self.writer.push(";");
        }
        for field in &file.fields {
            self.field_declaration(file, field);
        }
        let mut referenced = Vec::new();
        for (i, method) in file.methods.iter().enumerate() {
            if is_lambda_method(method.name) && method.flags & flags::SYNTHETIC != 0 {
                referenced.push(i);
            } else if !is_made_by_compiler(file, method) && !self.writer.is_full() {
                self.method(at, file, method);
            }
        }
        for i in referenced {
            if !self.written_methods.contains(&(at, i))
                && let Some(method) = file.methods.get(i)
                && !self.writer.is_full()
            {
                self.method(at, file, method);
            }
        }
        for &inside in &class.inside {
            if self.written_classes.get(inside) == Some(&false) && !self.writer.is_full() {
                self.class(inside);
            }
        }
        self.writer.close();
        self.scope.truncate(scope);
    }

    fn field_declaration(&mut self, file: &ClassFile<'c>, field: &MemberInfo<'c>) {
        let is_component = file.attributes.record.is_some() && field.flags & flags::STATIC == 0;
        if field.flags & (flags::ENUM | flags::SYNTHETIC) != 0 || is_component {
            return;
        }
        for annotation in annotations(file, field.attributes.annotations) {
            self.writer.line(0);
            self.writer.push(&annotation);
        }
        self.writer.line(0);
        let hidden =
            if file.is_interface() { flags::PUBLIC | flags::STATIC | flags::FINAL } else { 0 };
        self.writer.push(&modifiers(field.flags & !hidden, &FIELD));
        let ty = Ty::of(field.descriptor);
        self.ty(ty, &file.inner);
        self.writer.push(" ");
        push_identifier(&mut self.writer.text, field.name);
        let constant = field.attributes.constant.and_then(|c| file.opened.constant(c));
        if let Some(constant) = constant {
            self.writer.push(" = ");
            push_constant(&mut self.writer.text, constant, ty, &file.inner);
        }
        self.writer.push(";");
    }

    fn method(&mut self, at: usize, file: &'u ClassFile<'c>, method: &'u MemberInfo<'c>) {
        // Only damaged files have interfaces with constructors; Java has no words for them.
        if method.name == "<init>" && file.is_interface() {
            return;
        }
        let code = read_code(self, file, method);
        let has_code = method.attributes.code.is_some();
        let code = code.unwrap_or_default();
        let ty = MethodType::read(method.descriptor).unwrap_or_default();
        let names = parameter_names(file, method, &ty.parameters, &code);
        let is_constructor = method.name == "<init>";
        let hidden = if is_constructor { hidden_parameters(file, &ty.parameters) } else { 0 };
        let scope = self.scope.len();
        let mark = self.writer.mark();
        let class_flags = file.inner.get(file.name).map_or(file.flags, |inner| inner.flags);
        let is_annotation = class_flags & flags::ANNOTATION != 0;
        let is_element = !has_code && ty.parameters.is_empty();
        if is_annotation && method.name != "<clinit>" && !is_element {
            return;
        }
        if method.name == "<clinit>" {
            self.writer.line(0);
            // An interface has initialisers of fields only: a method stands for them.
            self.writer.push(if is_annotation {
                "class $Init { static "
            } else if file.is_interface() {
                "static void $init() "
            } else {
                "static "
            });
        } else {
            for annotation in annotations(file, method.attributes.annotations) {
                self.writer.line(0);
                self.writer.push(&annotation);
            }
            self.writer.line(0);
            let mut shown = method.flags & !flags::BRIDGE & !flags::VARARGS;
            if file.is_interface() {
                shown &= !(flags::PUBLIC | flags::ABSTRACT);
                let is_default = has_code && method.flags & (flags::STATIC | flags::PRIVATE) == 0;
                if is_default {
                    self.writer.push("default ");
                }
            }
            // A class without name has no constructor either: an initialiser takes its place.
            let is_initialiser = is_constructor && self.is_anonymous(at);
            if !is_initialiser {
                self.writer.push(&modifiers(shown, &METHOD));
            }
            if is_constructor && !is_initialiser {
                push_identifier(&mut self.writer.text, simple_name(file.name, &file.inner));
            } else if !is_constructor {
                self.ty(ty.result(), &file.inner);
                self.writer.push(" ");
                push_identifier(&mut self.writer.text, method.name);
            }
            if !is_initialiser {
                self.parameters(file, method, &ty.parameters, &names, hidden);
                self.throws(file, method);
            }
        }
        let mut slot = u16::from(method.flags & flags::STATIC == 0);
        if has_code {
            if !self.writer.text.ends_with(' ') {
                self.writer.push(" ");
            }
            self.writer.open();
            let mut body = Body::new(self, at, file, method, code);
            for (i, (name, ty)) in names.into_iter().zip(&ty.parameters).enumerate() {
                let name = if i == 0 && hidden == 1 && !file.is_enum() {
                    let mut outer = String::new();
                    push_type(&mut outer, *ty, &file.inner);
                    outer + ".this"
                } else {
                    name
                };
                body.bind(slot, name, *ty);
                slot += 1 + u16::from(ty.is_wide());
            }
            let start = body.out.writer.text.len();
            body.run();
            let is_empty = self.writer.text.len() == start;
            self.writer.close();
            if is_annotation {
                self.writer.push(" }");
            }
            if is_empty && is_constructor && self.is_anonymous(at) {
                self.writer.back(mark);
            }
        } else if is_constructor || method.name == "<clinit>" {
            // Broken: both have code.
            self.writer.push(if is_annotation { " { } }" } else { " { }" });
        } else {
            if let Some(value) = default_value(file, method.attributes.default) {
                self.writer.push(" default ");
                self.writer.push(&value);
            }
            self.writer.push(";");
        }
        self.scope.truncate(scope);
    }

    fn parameters(
        &mut self,
        file: &ClassFile<'c>,
        method: &MemberInfo<'c>,
        types: &[Ty<'c>],
        names: &[String],
        hidden: usize,
    ) {
        let annotated = parameter_annotations(file, method, types.len());
        self.writer.push("(");
        for (i, (ty, name)) in types.iter().zip(names).enumerate().skip(hidden) {
            if i > hidden {
                self.writer.push(", ");
            }
            for annotation in annotated.get(i).into_iter().flatten() {
                self.writer.push(annotation);
                self.writer.push(" ");
            }
            let is_last = i + 1 == types.len();
            match ty {
                Ty::Array(_) if is_last && method.flags & flags::VARARGS != 0 => {
                    self.ty(ty.element(), &file.inner);
                    self.writer.push("...");
                }
                _ => self.ty(*ty, &file.inner),
            }
            self.writer.push(" ");
            self.writer.push(name);
            self.scope.push((name.clone(), *ty));
        }
        self.writer.push(")");
    }

    fn throws(&mut self, file: &ClassFile<'c>, method: &MemberInfo<'c>) {
        let mut bytes = Bytes::new(method.attributes.exceptions);
        let mut word = " throws ";
        for _ in 0..bytes.u16().unwrap_or(0) {
            let Some(class) = bytes.u16() else { break };
            let Some(class) = file.opened.class_name(class) else { continue };
            self.writer.push(word);
            self.ty(Ty::of_class(class), &file.inner);
            word = ", ";
        }
    }
}

/// Parameters of a constructor that the source does not have.
fn hidden_parameters(file: &ClassFile<'_>, types: &[Ty<'_>]) -> usize {
    if file.is_enum() {
        return types.len().min(2);
    }
    let needs_outer = file.needs_outer(file.name)
        && matches!((types.first(), file.enclosing()), (Some(Ty::Class(first)), Some(outer)) if *first == outer);
    usize::from(needs_outer)
}

/// Whether no source has the method.
fn is_made_by_compiler(file: &ClassFile<'_>, method: &MemberInfo<'_>) -> bool {
    if method.flags & flags::SYNTHETIC != 0 {
        return true;
    }
    match (method.name, method.descriptor) {
        ("values", descriptor) if file.is_enum() => descriptor.starts_with("()["),
        ("valueOf", descriptor) if file.is_enum() => descriptor.starts_with("(Ljava/lang/String;)"),
        ("toString" | "hashCode" | "equals", _) if file.attributes.record.is_some() => {
            // The virtual machine writes them: aload, (aload,) invokedynamic.
            let code = method.attributes.code.unwrap_or(&[]);
            code.get(9) == Some(&186) || code.get(10) == Some(&186)
        }
        ("<init>", _) => is_default_constructor(file, method),
        (name, descriptor) if file.attributes.record.is_some() && descriptor.starts_with("()") => {
            let is_component = file.fields.iter().any(|f| f.name == name);
            let code = method.attributes.code.unwrap_or(&[]);
            // aload_0, getfield, return.
            is_component && code.get(4..8) == Some(&[0, 0, 0, 5])
        }
        _ => false,
    }
}

/// Whether a constructor only calls that of the superclass, without parameters and annotations, and is as visible as its
/// class.
pub(crate) fn is_default_constructor(file: &ClassFile<'_>, method: &MemberInfo<'_>) -> bool {
    let code = method.attributes.code.unwrap_or(&[]);
    let is_plain = method.attributes.annotations.iter().all(|a| a.is_empty());
    // aload_0, invokespecial, return.
    let does_nothing = code.get(4..10) == Some(&[0, 0, 0, 5, 42, 183]);
    let access = flags::PUBLIC | flags::PROTECTED | flags::PRIVATE;
    let class = file.inner.get(file.name).map_or(file.flags, |inner| inner.flags);
    let is_as_visible = (class ^ method.flags) & access == 0;
    method.name == "<init>"
        && method.descriptor == "()V"
        && is_plain
        && does_nothing
        && is_as_visible
}
