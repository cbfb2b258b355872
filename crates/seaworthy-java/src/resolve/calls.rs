//! What calls call.

use std::sync::Arc;

use super::members::{Found, FoundMethod};
use super::{CallTarget, Class, ParameterType, Resolution, Resolver, Scope, Type};
use crate::project::Decl;
use crate::unit::{Call, ElementId, MethodReference, New, NewKind};

impl<'p> Resolver<'p> {
    /// What a method call calls.
    pub fn call(&mut self, call: &Call) -> CallTarget<'p> {
        let name = self.unit.text(call.name);
        let arguments: Vec<_> = self
            .unit
            .expr_list(call.arguments)
            .iter()
            .map(|argument| self.type_of(call.element, *argument))
            .collect();
        let (receiver, found) = match call.receiver {
            Some(receiver) => {
                let receiver = self.type_of(call.element, receiver);
                let found = self.project.method(&receiver, name, &arguments);
                (receiver, found)
            }
            None => self.unqualified(call.element, name, &arguments),
        };
        self.target(&receiver, found)
    }

    /// What a method reference refers to: the receiver is known, the method's overload is not.
    pub fn method_reference(&mut self, of: &MethodReference) -> CallTarget<'p> {
        let receiver = self.type_of(of.element, of.receiver);
        CallTarget {
            receiver: receiver.bound().resolution(self.project),
            declaring: Resolution::Unknown,
            parameters: None,
        }
    }

    /// The class that `new` creates, and the constructor's parameters where they are known.
    pub fn new_object(&mut self, new: &New) -> CallTarget<'p> {
        let arguments: Vec<_> = self
            .unit
            .expr_list(new.arguments)
            .iter()
            .map(|argument| self.type_of(new.element, *argument))
            .collect();
        let scope = Scope { unit: self.unit, at: new.element };
        let created = match new.kind {
            NewKind::This => self.this(new.element, ""),
            NewKind::New | NewKind::Reference => self.project.type_of(scope, new.created),
        };
        let parameters = match &created {
            Type::Class(class, _) if new.kind != NewKind::Reference => {
                self.project.constructor(class, &arguments)
            }
            _ => None,
        };
        let resolution = created.resolution(self.project);
        CallTarget {
            receiver: resolution.clone(),
            declaring: resolution,
            parameters: parameters.and_then(|of| self.parameter_types(&of)),
        }
    }

    fn target(&self, receiver: &Type<'p>, found: Found<FoundMethod<'p>>) -> CallTarget<'p> {
        let receiver = match receiver.bound() {
            // An anonymous class has no name: patterns can only mean what it extends.
            Type::Class(Class::Source(decl), own) if decl.decl().is_anonymous => {
                let (list, _) = self.project.supertypes(&Class::Source(decl), &own);
                let named = list.iter().find(|of| **of != Type::lang("Object")).or(list.first());
                named.map_or(Resolution::Unknown, |of| of.resolution(self.project))
            }
            other => other.resolution(self.project),
        };
        match found {
            Found::One(method) => CallTarget {
                receiver,
                declaring: Resolution::Exact(method.declaring.type_name(self.project)),
                parameters: method.parameters.and_then(|of| self.parameter_types(&of)),
            },
            Found::Maybe | Found::None => {
                CallTarget { receiver, declaring: Resolution::Unknown, parameters: None }
            }
        }
    }

    fn parameter_types(&self, of: &[Type<'p>]) -> Option<Vec<ParameterType>> {
        of.iter()
            .map(|of| {
                let (erased, generic) = of.spelled(self.project)?;
                Some(ParameterType { erased, generic })
            })
            .collect()
    }

    /// A call without a receiver: the innermost type that has a method of the name, else static imports. Gives the type and
    /// the method.
    pub(super) fn unqualified(
        &mut self,
        at: ElementId,
        name: &str,
        arguments: &[Type<'p>],
    ) -> (Type<'p>, Found<FoundMethod<'p>>) {
        let project = self.project;
        let innermost = self.this(at, "");
        let mut next = self.unit.enclosing_type(at);
        let mut maybe = false;
        while let Some(id) = next {
            let decl = Decl { unit: self.unit, id };
            let of = project.itself(decl);
            match project.method(&of, name, arguments) {
                found @ Found::One(_) if !maybe => return (of, found),
                Found::One(_) | Found::Maybe => maybe = true,
                Found::None => {}
            }
            next = decl.decl().outer;
        }
        if maybe {
            return (innermost, Found::Maybe);
        }
        for import in self.unit.imports.iter().filter(|import| import.is_static) {
            let imported = self.unit.text(import.name);
            let of = if import.on_demand {
                Some(imported)
            } else {
                imported.rsplit_once('.').filter(|(_, member)| *member == name).map(|(of, _)| of)
            };
            let Some(of) = of else { continue };
            let class = project.find(of).unwrap_or_else(|| Class::Named(project.named(of)));
            let of = Type::Class(class, Arc::default());
            match project.method(&of, name, arguments) {
                found @ Found::One(_) => return (of, found),
                found @ Found::Maybe if !import.on_demand => return (of, found),
                Found::Maybe => maybe = true,
                Found::None => {}
            }
        }
        (innermost, if maybe { Found::Maybe } else { Found::None })
    }
}
