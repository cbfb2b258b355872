//! Expressions as text.

use crate::body::Body;
use crate::constants::{Constant, MemberRef};
use crate::expression::{ExprId, Invoke, Kind, Name, Parts};
use crate::literals::push_constant;
use crate::names::push_identifier;
use crate::types::{MethodType, STRING, Ty};

impl<'c> Body<'_, '_, 'c> {
    fn text(&mut self, text: &str) {
        self.out.writer.push(text);
    }

    fn identifier(&mut self, name: &str) {
        push_identifier(&mut self.out.writer.text, name);
    }

    fn ty(&mut self, ty: Ty<'_>) {
        self.out.ty(ty, &self.file.inner);
    }

    fn literal(&mut self, constant: Constant<'c>, wanted: Ty<'c>, line: u32) {
        if matches!(constant, Constant::Str(_)) {
            self.out.writer.at(line);
        }
        push_constant(&mut self.out.writer.text, constant, wanted, &self.file.inner);
    }

    /// Writes an expression where a value of type `wanted` is expected.
    pub(crate) fn write_as(&mut self, id: ExprId, wanted: Ty<'c>) {
        let expr = self.exprs.get(id);
        match expr.kind {
            Kind::Constant(constant) => self.literal(constant, wanted, expr.line),
            Kind::Choice { first, second } if !expr.is_written => {
                self.written(id);
                self.choice(first, second, wanted);
            }
            _ => self.write(id),
        }
    }

    fn choice(&mut self, first: ExprId, second: ExprId, wanted: Ty<'c>) {
        self.text("true ? ");
        self.write_operand_as(first, wanted);
        self.text(" : ");
        self.write_operand_as(second, wanted);
    }

    fn written(&mut self, id: ExprId) {
        if let Some(expr) = self.exprs.get_mut(id) {
            expr.is_written = true;
        }
    }

    /// Writes an expression so that it can stand before a dot or an operator.
    pub(crate) fn write_operand(&mut self, id: ExprId) {
        let ty = self.exprs.get(id).ty;
        self.write_operand_as(id, ty);
    }

    pub(crate) fn write_operand_as(&mut self, id: ExprId, wanted: Ty<'c>) {
        let expr = self.exprs.get(id);
        let is_simple = match expr.kind {
            Kind::Constant(Constant::Int(n)) => n >= 0,
            Kind::Constant(Constant::Long(n)) => n >= 0,
            Kind::Constant(Constant::Float(n)) => n >= 0.0 && n.is_finite(),
            Kind::Constant(Constant::Double(n)) => n >= 0.0 && n.is_finite(),
            Kind::Binary { .. }
            | Kind::Compared { .. }
            | Kind::Negated(_)
            | Kind::Cast(_)
            | Kind::InstanceOf { .. }
            | Kind::Choice { .. }
            | Kind::Concatenation(_)
            | Kind::Lambda { .. }
            | Kind::Reference { .. }
            | Kind::NewArray { .. }
            | Kind::Items { .. }
            | Kind::Dynamic(_) => expr.is_written,
            _ => true,
        };
        if is_simple {
            self.write_as(id, wanted);
        } else {
            self.text("(");
            self.write_as(id, wanted);
            self.text(")");
        }
    }

    /// Writes an expression; one that is not trivial is written once and has a name from then on.
    pub(crate) fn write(&mut self, id: ExprId) {
        let expr = self.exprs.get(id);
        if self.out.writer.is_full() {
            self.text("null");
            return;
        }
        match expr.kind {
            Kind::Constant(constant) => return self.literal(constant, expr.ty, expr.line),
            Kind::Unknown => return self.text("$unknown"),
            Kind::This => return self.text("this"),
            Kind::Local(variable) => return self.write_variable(variable),
            _ => {}
        }
        if expr.is_written {
            match expr.name {
                Name::Variable(variable) => self.write_variable(variable),
                Name::Own | Name::Undeclared => self.text(&format!("s{id}")),
            }
            return;
        }
        self.written(id);
        match expr.kind {
            Kind::StaticField(field) => {
                self.out.writer.at(expr.line);
                self.write_static_field(field);
            }
            Kind::Field { on, field } => self.write_field(on, field, expr.line),
            Kind::Index { array, index } => {
                self.write_operand(array);
                self.text("[");
                self.write(index);
                self.text("]");
            }
            Kind::Length(array) => {
                self.write_operand(array);
                self.text(".length");
            }
            Kind::Call { how, on, method, arguments } => {
                self.write_call(how, on, method, arguments, expr.line);
            }
            Kind::Uninitialised(class) => {
                self.out.writer.at(expr.line);
                self.text("new ");
                self.ty(Ty::Class(class));
                self.text("()");
            }
            Kind::New { class, descriptor, arguments } => {
                self.write_new(class, descriptor, arguments, expr.line);
            }
            Kind::NewArray { of, sizes } => self.write_new_array(of, sizes),
            Kind::Items { of, items } => {
                self.text("new ");
                self.ty(of);
                self.text(" { ");
                for i in 0..items.count {
                    if i > 0 {
                        self.text(", ");
                    }
                    self.write_as(self.exprs.part(items, i), of.element());
                }
                self.text(" }");
            }
            Kind::Binary { operator, left, right } => {
                self.write_operand(left);
                self.text(" ");
                self.text(operator);
                self.text(" ");
                self.write_operand(right);
            }
            Kind::Compared { left, right } => {
                self.write_operand(left);
                self.text(" - ");
                self.write_operand(right);
            }
            Kind::Negated(on) => {
                self.text("-");
                self.write_operand(on);
            }
            Kind::Cast(on) => {
                self.text("(");
                self.ty(expr.ty);
                self.text(") ");
                self.write_operand(on);
            }
            Kind::InstanceOf { value, of } => {
                self.write_operand(value);
                self.text(" instanceof ");
                self.ty(of);
            }
            Kind::Choice { first, second } => self.choice(first, second, expr.ty),
            Kind::Concatenation(parts) => self.write_concatenation(parts),
            Kind::Lambda { method, captured } => self.write_lambda(method, captured, expr.line),
            Kind::Reference { receiver, method } => {
                self.write_reference(receiver, method, expr.line);
            }
            Kind::Dynamic(arguments) => {
                self.text("new java.lang.Object[] { ");
                for i in 0..arguments.count {
                    self.write(self.exprs.part(arguments, i));
                    self.text(", ");
                }
                self.text("}");
            }
            Kind::Constant(_) | Kind::Unknown | Kind::This | Kind::Local(_) => {}
        }
    }

    fn write_new_array(&mut self, of: Ty<'c>, sizes: Parts) {
        self.text("new ");
        let mut element = of;
        for _ in 0..sizes.count {
            element = element.element();
        }
        // What is left of the brackets stands behind the sizes.
        let mut brackets = 0;
        while let Ty::Array(_) | Ty::ArrayOf(_) = element {
            element = element.element();
            brackets += 1;
        }
        self.ty(element);
        for i in 0..sizes.count {
            self.text("[");
            self.write(self.exprs.part(sizes, i));
            self.text("]");
        }
        for _ in 0..brackets {
            self.text("[]");
        }
    }

    fn write_concatenation(&mut self, parts: Parts) {
        let is_string = |body: &Self, i| body.exprs.get(body.exprs.part(parts, i)).ty == STRING;
        if !(is_string(self, 0) || parts.count > 1 && is_string(self, 1)) {
            self.text("\"\" + ");
        }
        for i in 0..parts.count {
            if i > 0 {
                self.text(" + ");
            }
            self.write_operand(self.exprs.part(parts, i));
        }
    }

    pub(crate) fn write_arguments(&mut self, arguments: Parts, types: &[Ty<'c>]) {
        self.text("(");
        for i in 0..arguments.count {
            if i > 0 {
                self.text(", ");
            }
            let wanted = types.get(i as usize).copied().unwrap_or(Ty::Unknown);
            self.write_as(self.exprs.part(arguments, i), wanted);
        }
        self.text(")");
    }

    fn write_call(
        &mut self,
        how: Invoke,
        on: ExprId,
        method: MemberRef<'c>,
        arguments: Parts,
        line: u32,
    ) {
        match how {
            Invoke::Static => {
                self.out.writer.at(line);
                self.ty(Ty::of_class(method.owner));
            }
            Invoke::Super => {
                if self.file.interfaces.contains(&method.owner) {
                    self.ty(Ty::of_class(method.owner));
                    self.text(".");
                }
                self.text("super");
            }
            Invoke::Virtual => self.write_receiver(on, method.owner),
        }
        self.out.writer.at(line);
        self.text(".");
        self.identifier(method.name);
        let types = MethodType::read(method.descriptor).unwrap_or_default();
        self.write_arguments(arguments, &types.parameters);
    }

    /// Writes what a member is taken of, with a cast unless its declaration tells the type.
    fn write_receiver(&mut self, on: ExprId, owner: &'c str) {
        if matches!(self.exprs.get(on).kind, Kind::This) {
            self.text("this");
            return;
        }
        let wanted = Ty::of_class(owner);
        if self.visible_type(on) == Some(wanted) {
            self.write_operand(on);
        } else {
            self.text("((");
            self.ty(wanted);
            self.text(") ");
            self.write_operand(on);
            self.text(")");
        }
    }

    /// The type of an expression as a reader of the text sees it from declarations alone.
    fn visible_type(&self, id: ExprId) -> Option<Ty<'c>> {
        let expr = self.exprs.get(id);
        if expr.is_written {
            return match expr.name {
                Name::Undeclared => None,
                Name::Own => Some(expr.ty),
                Name::Variable(v) => self.visible_variable(v),
            };
        }
        match expr.kind {
            Kind::Local(variable) => self.visible_variable(variable),
            Kind::This
            | Kind::New { .. }
            | Kind::Cast(_)
            | Kind::Constant(Constant::Str(_) | Constant::Class(_)) => Some(expr.ty),
            Kind::Field { on, field } if matches!(self.exprs.get(on).kind, Kind::This) => {
                let is_own = field.owner == self.file.name && !self.is_shadowed(field);
                (is_own && self.file.field_names.contains(field.name)).then_some(expr.ty)
            }
            Kind::StaticField(field) => {
                (field.owner == self.file.name && !self.is_shadowed(field)).then_some(expr.ty)
            }
            Kind::Index { array, .. } => Some(self.visible_type(array)?.element()),
            Kind::Call { how: Invoke::Virtual, on, method, .. } => {
                let is_own = matches!(self.exprs.get(on).kind, Kind::This)
                    && self.file.method_names.get(method.name) == Some(&1);
                is_own.then_some(expr.ty)
            }
            _ => None,
        }
    }

    fn visible_variable(&self, variable: u32) -> Option<Ty<'c>> {
        let variable = self.variables.get(variable as usize)?;
        let is_seen =
            variable.name.contains('.') || self.out.declared(&variable.name) == Some(variable.ty);
        is_seen.then_some(variable.ty)
    }

    fn write_variable(&mut self, variable: u32) {
        if let Some(variable) = self.variables.get(variable as usize) {
            self.out.writer.text.push_str(&variable.name);
        }
    }

    fn is_shadowed(&self, field: MemberRef<'c>) -> bool {
        self.out.declared(field.name).is_some_and(|ty| ty != Ty::of(field.descriptor))
    }

    pub(crate) fn write_field(&mut self, on: ExprId, field: MemberRef<'c>, line: u32) {
        let is_this = matches!(self.exprs.get(on).kind, Kind::This);
        if is_this && field.owner == self.file.name {
            if field.name.starts_with("this$") {
                self.ty(Ty::of(field.descriptor));
                self.text(".this");
                return;
            }
            if let Some(captured) = field.name.strip_prefix("val$") {
                self.identifier(captured);
                return;
            }
        }
        self.write_receiver(on, field.owner);
        self.out.writer.at(line);
        self.text(".");
        self.identifier(field.name);
    }

    pub(crate) fn write_static_field(&mut self, field: MemberRef<'c>) {
        if field.owner != self.file.name || self.is_shadowed(field) {
            self.ty(Ty::of_class(field.owner));
            self.text(".");
        }
        self.identifier(field.name);
    }

    fn write_reference(&mut self, receiver: Option<ExprId>, method: MemberRef<'c>, line: u32) {
        self.out.writer.at(line);
        match receiver {
            Some(on) => self.write_receiver(on, method.owner),
            None => self.ty(Ty::of_class(method.owner)),
        }
        self.text("::");
        if method.name == "<init>" {
            self.text("new");
        } else {
            self.identifier(method.name);
        }
    }

    fn write_new(&mut self, class: &'c str, descriptor: &'c str, arguments: Parts, line: u32) {
        let types = MethodType::read(descriptor).unwrap_or_default();
        let (mut arguments, mut types) = (arguments, types.parameters);
        let known = self.out.classes.by_name.get(class).copied();
        let anonymous = known.filter(|at| self.out.is_anonymous(*at) && self.out.nesting < 8);
        let hidden = if self.file.is_enum() && (class == self.file.name || anonymous.is_some()) {
            2
        } else {
            let has_outer = self.file.needs_outer(class)
                && self.exprs.is_trivial(self.exprs.part(arguments, 0));
            u32::from(has_outer)
        };
        let hidden = arguments.count.min(hidden);
        arguments.start += hidden;
        arguments.count -= hidden;
        types.drain(..(hidden as usize).min(types.len()));
        self.out.writer.at(line);
        self.text("new ");
        if let Some(at) = anonymous
            && let Some(place) = self.out.written_classes.get_mut(at)
            && !*place
        {
            *place = true;
            self.write_anonymous(at, arguments, &types);
            return;
        }
        self.ty(Ty::Class(class));
        self.write_arguments(arguments, &types);
    }

    /// `new Super(arguments) { … }`. What the class captures is handed to its constructor before or behind the arguments
    /// of the source: only what is not a plain name is kept.
    fn write_anonymous(&mut self, at: usize, arguments: Parts, types: &[Ty<'c>]) {
        let classes = self.out.classes;
        let Some(class) = classes.all.get(at) else { return };
        let file = &class.file;
        let base = match (file.super_name, file.interfaces.first()) {
            (Some("java/lang/Object") | None, Some(interface)) => interface,
            (Some(super_name), _) => super_name,
            (None, None) => "java/lang/Object",
        };
        self.ty(Ty::of_class(base));
        self.text("(");
        let mut is_first = true;
        for i in 0..arguments.count {
            let id = self.exprs.part(arguments, i);
            let is_plain = matches!(self.exprs.get(id).kind, Kind::This | Kind::Local(_));
            if is_plain || self.exprs.get(id).is_written {
                continue;
            }
            if !is_first {
                self.text(", ");
            }
            is_first = false;
            self.write_as(id, types.get(i as usize).copied().unwrap_or(Ty::Unknown));
        }
        self.text(") ");
        self.out.nesting += 1;
        self.out.class_body(at);
        self.out.nesting -= 1;
    }

    fn write_lambda(&mut self, method_at: usize, captured: Parts, line: u32) {
        let file = self.file;
        let Some(method) = file.methods.get(method_at) else { return };
        self.out.writer.at(line);
        let is_new = !self.out.written_methods.contains(&(self.class_at, method_at));
        let code = if is_new && self.out.nesting < 8 {
            crate::members::read_code(self.out, file, method)
        } else {
            None
        };
        let Some(code) = code else {
            self.ty(Ty::Class(file.name));
            self.text("::");
            self.identifier(method.name);
            return;
        };
        self.out.written_methods.insert((self.class_at, method_at));
        let ty = MethodType::read(method.descriptor).unwrap_or_default();
        let names = crate::members::parameter_names(file, method, &ty.parameters, &code);
        let is_static = method.flags & crate::class_file::flags::STATIC != 0;
        let all = captured.count as usize;
        let own = all.saturating_sub(usize::from(!is_static));
        let scope = self.out.scope.len();
        let mut bound = Vec::new();
        let mut copied = Vec::new();
        for (i, (name, ty)) in names.iter().zip(&ty.parameters).enumerate() {
            let mut name = name.clone();
            if i < own {
                let id = self.exprs.part(captured, (i + all - own) as u32);
                if let Kind::Local(v) = self.exprs.get(id).kind
                    && let Some(variable) = self.variables.get(v as usize)
                {
                    name.clone_from(&variable.name);
                } else {
                    copied.push((id, name.clone(), *ty));
                }
            }
            bound.push((name, *ty));
        }
        self.text("(");
        for (i, (name, ty)) in bound.iter().enumerate().skip(own) {
            if i > own {
                self.text(", ");
            }
            self.ty(*ty);
            self.text(" ");
            self.text(name);
            self.out.scope.push((name.clone(), *ty));
        }
        self.text(") -> ");
        self.out.writer.open();
        for (id, name, ty) in copied {
            self.out.writer.line(line);
            self.ty(ty);
            self.text(" ");
            self.text(&name);
            self.text(" = ");
            self.write_as(id, ty);
            self.text(";");
            self.out.scope.push((name, ty));
        }
        self.out.nesting += 1;
        let mut body = Body::new(self.out, self.class_at, file, method, code);
        let mut slot = u16::from(!is_static);
        for (name, ty) in bound {
            body.bind(slot, name, ty);
            slot += 1 + u16::from(ty.is_wide());
        }
        body.run();
        self.out.nesting -= 1;
        self.out.writer.close();
        self.out.scope.truncate(scope);
    }
}
