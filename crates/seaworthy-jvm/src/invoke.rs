//! Calls.

use noak::reader::cpool::MethodKind;

use crate::body::Body;
use crate::bytes::u16_at;
use crate::constants::{Constant, Handle, MemberRef};
use crate::expression::{ExprId, Invoke, Kind, Parts};
use crate::types::{BOOLEAN, MethodType, STRING, Ty};

impl<'c> Body<'_, '_, 'c> {
    /// Takes the arguments of a call from the stack.
    fn arguments(&mut self, ty: &MethodType<'c>) -> Vec<ExprId> {
        let mut arguments: Vec<ExprId> = ty.parameters.iter().map(|_| self.pop()).collect();
        arguments.reverse();
        arguments
    }

    pub(crate) fn invoke(&mut self, opcode: u8) {
        let index = u16_at(self.code.bytes, self.at as usize + 1);
        let Some(method) = self.file.opened.member(index) else {
            self.out.problem("a call of something that is no method".to_owned());
            return;
        };
        let Some(ty) = MethodType::read(method.descriptor) else {
            self.out.problem("a call of a method without parameters and result".to_owned());
            return;
        };
        let arguments = self.arguments(&ty);
        if opcode == 184 && self.static_call_of_compiler(method, &arguments) {
            return;
        }
        let on = if opcode == 184 { ExprId::MAX } else { self.pop() };
        if method.name == "<init>" {
            self.construct(on, method, &arguments);
            return;
        }
        // Asked once a class that has `assert`.
        if method.name == "desiredAssertionStatus" && self.method.name == "<clinit>" {
            self.push_kind(Kind::Unknown, BOOLEAN);
            return;
        }
        if method.owner == "java/lang/StringBuilder"
            && method.name == "toString"
            && let Some(parts) = self.appended(on)
        {
            let parts = self.exprs.parts(&parts);
            self.push_kind(Kind::Concatenation(parts), STRING);
            return;
        }
        let how = match opcode {
            184 => Invoke::Static,
            183 if method.owner != self.file.name
                && matches!(self.exprs.get(on).kind, Kind::This) =>
            {
                Invoke::Super
            }
            _ => Invoke::Virtual,
        };
        // `array.clone()` gives an array of the same type.
        let result = match (method.name, Ty::of_class(method.owner)) {
            ("clone", array @ Ty::Array(_)) => array,
            _ => ty.result(),
        };
        let arguments = self.exprs.parts(&arguments);
        let call = self.add(Kind::Call { how, on, method, arguments }, result);
        if result == Ty::Void {
            self.effect(call);
        } else {
            self.push(call);
        }
    }

    /// Calls that no source has: checks and boxes.
    fn static_call_of_compiler(&mut self, method: MemberRef<'c>, arguments: &[ExprId]) -> bool {
        match (method.owner, method.name) {
            ("kotlin/jvm/internal/Intrinsics", name)
                if name.starts_with("check") || name.starts_with("throwUninit") =>
            {
                for id in arguments {
                    if !matches!(self.exprs.get(*id).kind, Kind::Constant(_)) {
                        self.effect(*id);
                    }
                }
                MethodType::read(method.descriptor).is_some_and(|t| t.result() == Ty::Void)
            }
            (
                "java/lang/Integer"
                | "java/lang/Long"
                | "java/lang/Boolean"
                | "java/lang/Character"
                | "java/lang/Short"
                | "java/lang/Byte"
                | "java/lang/Double"
                | "java/lang/Float",
                "valueOf",
            ) => {
                let [id] = arguments else { return false };
                let primitive = MethodType::read(method.descriptor)
                    .and_then(|t| t.parameters.first().copied())
                    .unwrap_or(Ty::Unknown);
                let expr = self.exprs.get(*id);
                if !matches!(expr.kind, Kind::Constant(_)) || !matches!(primitive, Ty::Primitive(_))
                {
                    return false;
                }
                let boxed = self.add(expr.kind, primitive);
                self.push(boxed);
                true
            }
            _ => false,
        }
    }

    fn construct(&mut self, on: ExprId, method: MemberRef<'c>, arguments: &[ExprId]) {
        let Kind::Uninitialised(class) = self.exprs.get(on).kind else {
            self.construct_this(method, arguments);
            return;
        };
        let arguments = self.exprs.parts(arguments);
        let kind = Kind::New { class, descriptor: method.descriptor, arguments };
        let depth = self.exprs.depth_of(kind);
        let line = self.line;
        if let Some(expr) = self.exprs.get_mut(on) {
            expr.kind = kind;
            expr.depth = depth;
            if expr.line == 0 {
                expr.line = line;
            }
        }
        let uses = self.stack.iter().filter(|id| **id == on).count();
        if uses == 0 {
            self.effect(on);
        } else if uses > 1 || depth > crate::body::MAX_DEPTH {
            self.name(on);
        }
    }

    /// `this(…)` and `super(…)`; what the compiler adds to the source is left out.
    fn construct_this(&mut self, method: MemberRef<'c>, arguments: &[ExprId]) {
        let mut arguments = arguments;
        let is_own = method.owner == self.file.name;
        if self.file.is_enum() {
            arguments = arguments.get(2..).unwrap_or(&[]);
        } else if self.file.needs_outer(method.owner) {
            arguments = arguments.get(1..).unwrap_or(&[]);
        }
        if !is_own && arguments.is_empty()
            || self.out.classes.all.get(self.class_at).is_some_and(|c| c.is_anonymous)
        {
            return;
        }
        let ty = MethodType::read(method.descriptor).unwrap_or_default();
        let skipped = ty.parameters.len().saturating_sub(arguments.len());
        let arguments = self.exprs.parts(arguments);
        let mark = self.begin();
        self.out.writer.push(if is_own { "this" } else { "super" });
        self.write_arguments(arguments, ty.parameters.get(skipped..).unwrap_or(&[]));
        self.out.writer.push(";");
        // Java wants it before all other statements.
        if let Some(start) = self.start {
            self.out.writer.move_up(mark, start);
        }
    }

    /// What a chain of `new StringBuilder().append(a).append(b)` puts together.
    fn appended(&self, end: ExprId) -> Option<Vec<ExprId>> {
        let mut parts = Vec::new();
        let mut at = end;
        loop {
            let expr = self.exprs.get(at);
            if expr.is_written {
                return None;
            }
            match expr.kind {
                Kind::Call { how: Invoke::Virtual, on, method, arguments }
                    if method.owner == "java/lang/StringBuilder"
                        && method.name == "append"
                        && arguments.count == 1 =>
                {
                    parts.push(self.exprs.part(arguments, 0));
                    at = on;
                }
                Kind::New { class: "java/lang/StringBuilder", descriptor, arguments } => {
                    match descriptor {
                        "()V" => {}
                        "(Ljava/lang/String;)V" => parts.push(self.exprs.part(arguments, 0)),
                        _ => return None,
                    }
                    parts.reverse();
                    return (!parts.is_empty()).then_some(parts);
                }
                _ => return None,
            }
        }
    }

    pub(crate) fn invoke_dynamic(&mut self, index: u16) {
        let Some((row, name, descriptor)) = self.file.opened.dynamic(index) else {
            self.out.problem("a computed call without name".to_owned());
            return;
        };
        let ty = MethodType::read(descriptor).unwrap_or_default();
        let arguments = self.arguments(&ty);
        let file = self.file;
        let bootstrap = file.bootstrap.get(usize::from(row));
        let maker = bootstrap.and_then(|b| b.handle).map_or("", |h| h.member.owner);
        let constants = bootstrap.map_or(&[][..], |b| b.arguments.as_slice());
        let kind = match maker {
            "java/lang/invoke/StringConcatFactory" => {
                let parts = self.concatenation(name, constants, &arguments);
                Kind::Concatenation(parts)
            }
            "java/lang/invoke/LambdaMetafactory" => self.function(constants, &arguments),
            _ => Kind::Dynamic(self.exprs.parts(&arguments)),
        };
        let call = self.add(kind, ty.result());
        if ty.result() == Ty::Void {
            self.effect(call);
        } else {
            self.push(call);
        }
    }

    /// The parts of a concatenation by its recipe, in which 1 stands for an argument and 2 for a constant.
    fn concatenation(&mut self, name: &str, constants: &[u16], arguments: &[ExprId]) -> Parts {
        let opened = self.file.opened;
        let recipe = match constants.first().and_then(|c| opened.constant(*c)) {
            Some(Constant::Str(recipe)) if name == "makeConcatWithConstants" => recipe,
            _ => return self.exprs.parts(arguments),
        };
        let (mut arguments, mut constants) = (arguments.iter(), constants.iter().skip(1));
        let mut parts = Vec::new();
        for piece in recipe.split_inclusive(['\u{1}', '\u{2}']) {
            let text = piece.trim_end_matches(['\u{1}', '\u{2}']);
            if !text.is_empty() {
                parts.push(self.add(Kind::Constant(Constant::Str(text)), STRING));
            }
            if piece.ends_with('\u{1}') {
                parts.extend(arguments.next().map(|id| self.without_text_of(*id)));
            } else if piece.ends_with('\u{2}')
                && let Some(constant) = constants.next().and_then(|c| opened.constant(*c))
            {
                parts.push(self.add(Kind::Constant(constant), STRING));
            }
        }
        parts.extend(arguments);
        self.exprs.parts(&parts)
    }

    /// `String.valueOf(x)` within a concatenation is the compiler's way to write `x`.
    fn without_text_of(&self, id: ExprId) -> ExprId {
        let expr = self.exprs.get(id);
        match expr.kind {
            Kind::Call { how: Invoke::Static, method, arguments, .. }
                if !expr.is_written
                    && method.owner == "java/lang/String"
                    && method.name == "valueOf"
                    && method.descriptor == "(Ljava/lang/Object;)Ljava/lang/String;" =>
            {
                self.exprs.part(arguments, 0)
            }
            _ => id,
        }
    }

    /// A lambda expression or a method reference.
    fn function(&mut self, constants: &[u16], captured: &[ExprId]) -> Kind<'c> {
        let handle = constants.get(1).and_then(|c| self.file.opened.handle(*c));
        let Some(Handle { kind, member }) = handle else {
            return Kind::Dynamic(self.exprs.parts(captured));
        };
        let own = (member.owner == self.file.name)
            .then(|| self.file.by_name.get(&(member.name, member.descriptor)).copied())
            .flatten()
            .filter(|_| crate::members::is_lambda_method(member.name));
        if let Some(method) = own {
            return Kind::Lambda { method, captured: self.exprs.parts(captured) };
        }
        let is_bound = !matches!(kind, MethodKind::InvokeStatic | MethodKind::NewInvokeSpecial);
        let receiver = captured.first().copied().filter(|_| is_bound && captured.len() == 1);
        if receiver.is_none() && !captured.is_empty() {
            return Kind::Dynamic(self.exprs.parts(captured));
        }
        Kind::Reference { receiver, method: member }
    }
}
