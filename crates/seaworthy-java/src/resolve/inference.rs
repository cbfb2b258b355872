//! What the arguments of a call say of a method's own type parameters.

use super::overloads::{Overload, boxed};
use super::{Class, Type};
use crate::project::Project;

/// Type arguments that are nested deeper say nothing.
const DEPTH_LIMIT: u32 = 10;

impl<'p> Project<'p> {
    /// A type for each of the method's type parameters, as far as arguments or bounds tell.
    pub(super) fn infer(&self, of: &Overload<'p>, arguments: &[Type<'p>]) -> Vec<Type<'p>> {
        let mut found = vec![Type::Unknown; of.variables.len()];
        let parameters = of.parameters.as_deref().unwrap_or_default();
        let element = match parameters.last() {
            Some(Type::Array(element)) if of.varargs => Some(element.as_ref()),
            _ => None,
        };
        for (at, argument) in arguments.iter().enumerate() {
            let is_rest = at + 1 >= parameters.len()
                && !(arguments.len() == parameters.len() && matches!(argument, Type::Array(_)));
            let parameter = element.filter(|_| is_rest).or(parameters.get(at));
            if let Some(parameter) = parameter {
                self.unify(parameter, argument, &of.variables, &mut found, 0);
            }
        }
        // A parameter that no argument can tell is its bound where the call is asked for a member.
        for (name, found) in of.variables.iter().zip(&mut found) {
            if *found == Type::Unknown
                && !parameters.iter().any(|of| of.mentions(name))
                && let Some(bound) = of.result.bound_of(name)
            {
                *found = bound;
            }
        }
        found
    }

    fn unify(
        &self,
        parameter: &Type<'p>,
        argument: &Type<'p>,
        variables: &[String],
        found: &mut [Type<'p>],
        depth: u32,
    ) {
        if depth > DEPTH_LIMIT {
            return;
        }
        match (parameter, argument) {
            (_, Type::Unknown | Type::Null | Type::Function | Type::Candidates(_)) => {}
            (Type::Variable(name, _), _) => {
                let Some(at) = variables.iter().position(|of| of == name) else { return };
                let argument = match argument {
                    Type::Primitive(name) => Type::lang(boxed(name)),
                    _ => argument.clone(),
                };
                let Some(slot) = found.get_mut(at) else { return };
                if *slot == Type::Unknown || self.is_assignable(slot, &argument) == Some(true) {
                    *slot = argument;
                } else if self.is_assignable(&argument, slot) != Some(true) {
                    *slot = Type::Unknown;
                }
            }
            (Type::Array(parameter), Type::Array(argument)) => {
                self.unify(parameter, argument, variables, found, depth + 1);
            }
            (Type::Class(class, own), Type::Class(..) | Type::Variable(..)) if !own.is_empty() => {
                let Class::Library(of) = class else { return };
                let Some(arguments) = self.as_supertype(&argument.bound(), &of.package, &of.name)
                else {
                    return;
                };
                for (parameter, argument) in own.iter().zip(&arguments) {
                    self.unify(parameter, argument, variables, found, depth + 1);
                }
            }
            _ => {}
        }
    }
}

impl Type<'_> {
    /// Whether the type is a type parameter or has it among its arguments.
    fn mentions(&self, variable: &str) -> bool {
        match self {
            Self::Variable(name, _) => name == variable,
            Self::Array(of) => of.mentions(variable),
            Self::Class(_, own) => own.iter().any(|of| of.mentions(variable)),
            _ => false,
        }
    }

    /// The bound of a type parameter that the type is.
    fn bound_of(&self, variable: &str) -> Option<Self> {
        match self {
            Self::Variable(name, Some(bound)) if name == variable => Some(bound.as_ref().clone()),
            _ => None,
        }
    }
}
