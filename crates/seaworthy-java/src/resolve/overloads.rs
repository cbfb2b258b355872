//! Which overload a call calls, by the types of its arguments.

use super::members::FoundMethod;
use super::{Class, Scope, Type};
use crate::project::Project;
use crate::unit::ElementKind;

/// A method or constructor of a class.
pub(super) struct Overload<'p> {
    pub(super) result: Type<'p>,
    pub(super) parameters: Option<Vec<Type<'p>>>,
    /// Names of its own type parameters.
    pub(super) variables: Vec<String>,
    pub(super) varargs: bool,
}

impl<'p> Project<'p> {
    /// The overload of a class's own methods that a call with these arguments calls.
    pub(super) fn own_method(
        &self,
        class: &Class<'p>,
        own: &[Type<'p>],
        name: &str,
        arguments: &[Type<'p>],
    ) -> Option<FoundMethod<'p>> {
        let mut fitting = self.overloads(class, name, arguments.len());
        fitting.retain(|of| self.takes(of, arguments) != Some(false));
        // Variable arity counts only where nothing fits without it.
        let fixed = |of: &Overload<'p>| self.takes_as_many(of, arguments) != Some(false);
        if fitting.len() > 1 && fitting.iter().any(fixed) {
            fitting.retain(fixed);
        }
        if fitting.len() > 1 && fitting.iter().any(|of| self.takes(of, arguments) == Some(true)) {
            fitting.retain(|of| self.takes(of, arguments) == Some(true));
        }
        let best = match fitting.len() {
            0 => return None,
            1 => fitting.pop(),
            _ => {
                let at = (0..fitting.len()).find(|&at| {
                    fitting.iter().enumerate().all(|(other, of)| {
                        other == at || fitting.get(at).is_some_and(|best| self.is_nearer(best, of))
                    })
                });
                at.map(|at| fitting.swap_remove(at))
            }
        };
        let declaring = class.clone();
        let result = |of: &Overload<'p>| self.result(of, class, own, arguments);
        Some(if let Some(of) = best {
            FoundMethod { declaring, result: result(&of), parameters: of.parameters }
        } else {
            let first = fitting.first().map(result);
            let same = fitting.iter().all(|of| Some(result(of)) == first);
            let result = first.filter(|_| same).unwrap_or(Type::Unknown);
            FoundMethod { declaring, result, parameters: None }
        })
    }

    /// The result of a method, with type arguments put in: those of the class that declares it, and what the arguments of the
    /// call say of its own type parameters.
    fn result(
        &self,
        of: &Overload<'p>,
        class: &Class<'p>,
        own: &[Type<'p>],
        arguments: &[Type<'p>],
    ) -> Type<'p> {
        if of.variables.is_empty() {
            return of.result.substitute(&class.parameters(), own);
        }
        let inferred = self.infer(of, arguments);
        let mut names: Vec<&str> = of.variables.iter().map(String::as_str).collect();
        let mut types = inferred;
        // The method's own hide those of the class. A raw type has no arguments, and so its parameters are their bounds.
        for (at, name) in class.parameters().into_iter().enumerate() {
            if let Some(of) = own.get(at) {
                names.push(name);
                types.push(of.clone());
            }
        }
        let found = of.result.substitute(&names, &types);
        if own.is_empty() { found.substitute(&class.parameters(), own) } else { found }
    }

    /// Whether an overload takes arguments of these types, as far as they are known.
    fn takes(&self, of: &Overload<'p>, arguments: &[Type<'p>]) -> Option<bool> {
        let direct = self.takes_as_many(of, arguments);
        if direct != Some(false) || !of.varargs {
            return direct;
        }
        let (last, fixed) = of.parameters.as_ref()?.split_last()?;
        if arguments.len() < fixed.len() {
            return Some(false);
        }
        let element = match last {
            Type::Array(of) => of.as_ref().clone(),
            _ => Type::Unknown,
        };
        let rest = std::iter::repeat(&element);
        self.all_assignable(&mut arguments.iter().zip(fixed.iter().chain(rest)))
    }

    /// The same without variable arity.
    fn takes_as_many(&self, of: &Overload<'p>, arguments: &[Type<'p>]) -> Option<bool> {
        let parameters = of.parameters.as_ref()?;
        if parameters.len() != arguments.len() {
            return Some(false);
        }
        self.all_assignable(&mut arguments.iter().zip(parameters))
    }

    fn all_assignable(
        &self,
        pairs: &mut dyn Iterator<Item = (&Type<'p>, &Type<'p>)>,
    ) -> Option<bool> {
        let mut all = Some(true);
        for (argument, parameter) in pairs {
            match self.is_assignable(argument, parameter) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => all = None,
            }
        }
        all
    }

    /// Whether every parameter of one overload could be passed to another.
    fn is_nearer(&self, of: &Overload<'p>, other: &Overload<'p>) -> bool {
        match (&of.parameters, &other.parameters) {
            (Some(of), Some(other)) if of.len() == other.len() => {
                of.iter().zip(other).all(|(a, b)| self.is_assignable(a, b) == Some(true))
                    && of != other
            }
            _ => false,
        }
    }

    /// Whether a value of a type can be passed for a parameter of another, generics erased; `None` where it is not known.
    pub(crate) fn is_assignable(&self, argument: &Type<'p>, parameter: &Type<'p>) -> Option<bool> {
        match (argument, parameter) {
            (Type::Unknown | Type::Candidates(_), _) | (_, Type::Unknown | Type::Candidates(_)) => {
                None
            }
            (_, Type::Variable(_, None)) => Some(!matches!(argument, Type::Primitive("void"))),
            (_, Type::Variable(_, Some(bound))) => match self.is_assignable(argument, bound) {
                Some(false) => Some(false),
                _ => None,
            },
            (Type::Null, _) => Some(!matches!(parameter, Type::Primitive(_))),
            (Type::Function, Type::Class(class, _)) => {
                if class.is_described(self) {
                    Some(class.is_interface())
                } else {
                    None
                }
            }
            (Type::Primitive(a), Type::Primitive(b)) => Some(a == b || widens(a, b)),
            (Type::Primitive(a), Type::Class(class, _)) => {
                let boxed = Type::lang(boxed(a));
                let Type::Class(boxed, _) = boxed else { return Some(false) };
                self.is_subclass_of(&boxed, class)
            }
            (Type::Class(class, _), Type::Primitive(b)) => {
                let name = class.type_name(self).qualified;
                let unboxed = super::types::PRIMITIVES
                    .iter()
                    .find(|a| name.strip_prefix("java.lang.") == Some(boxed(a)));
                Some(unboxed.is_some_and(|a| a == b || widens(a, b)))
            }
            (Type::Class(a, _), Type::Class(b, _)) => self.is_subclass_of(a, b),
            (Type::Array(_), Type::Class(class, _)) => {
                let name = class.type_name(self).qualified;
                Some(matches!(
                    &*name,
                    "java.lang.Object" | "java.lang.Cloneable" | "java.io.Serializable"
                ))
            }
            (Type::Array(a), Type::Array(b)) => match (a.as_ref(), b.as_ref()) {
                (Type::Primitive(a), Type::Primitive(b)) => Some(a == b),
                (a, b) => self.is_assignable(a, b),
            },
            (Type::Variable(..), _) => self.is_assignable(&argument.bound(), parameter),
            _ => Some(false),
        }
    }

    /// The constructor that `new` calls on a class: its parameters, where they are known.
    pub(crate) fn constructor(
        &self,
        class: &Class<'p>,
        arguments: &[Type<'p>],
    ) -> Option<Vec<Type<'p>>> {
        let decl = match class {
            Class::Source(decl) => decl,
            Class::Library(_) if class.is_described(self) => {
                return self.own_method(class, &[], "<init>", arguments)?.parameters;
            }
            _ => return None,
        };
        let unit = decl.unit;
        let mut fitting: Vec<_> = unit
            .members
            .iter()
            .filter(|member| {
                member.owner == decl.id
                    && unit.element(member.element).kind == ElementKind::Constructor
            })
            .map(|member| {
                let scope = Scope { unit, at: member.element };
                let parameters = unit.type_list(member.parameters);
                Overload {
                    result: Type::Unknown,
                    parameters: Some(
                        parameters.iter().map(|id| self.type_of(scope, *id)).collect(),
                    ),
                    variables: Vec::new(),
                    varargs: member.varargs,
                }
            })
            .filter(|of| self.takes(of, arguments) != Some(false))
            .collect();
        if fitting.len() > 1 {
            fitting.retain(|of| self.takes(of, arguments) == Some(true));
        }
        if fitting.len() == 1 { fitting.pop()?.parameters } else { None }
    }
}

/// The class that a primitive type is boxed in.
pub(super) fn boxed(primitive: &str) -> &'static str {
    match primitive {
        "boolean" => "Boolean",
        "byte" => "Byte",
        "char" => "Character",
        "short" => "Short",
        "int" => "Integer",
        "long" => "Long",
        "float" => "Float",
        "double" => "Double",
        _ => "Void",
    }
}

/// Whether a primitive value becomes another primitive type without a cast.
fn widens(from: &str, to: &str) -> bool {
    const ORDER: &[&str] = &["byte", "short", "int", "long", "float", "double"];
    let rank = |name: &str| ORDER.iter().position(|known| *known == name);
    match (from, to) {
        ("char", _) => rank(to) >= rank("int"),
        _ => matches!((rank(from), rank(to)), (Some(a), Some(b)) if a < b),
    }
}
