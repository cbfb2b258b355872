//! Static types of expressions.

use std::sync::Arc;

use super::members::Found;
use super::{Class, Resolver, Scope, Type};
use crate::project::Decl;
use crate::unit::{ElementId, Expr, ExprId, Literal};

/// Expressions that are nested deeper, through the values of `var` too, are unknown.
const DEPTH_LIMIT: u32 = 100;

impl<'p> Resolver<'p> {
    /// The type of an expression that stands in an element.
    pub(crate) fn type_of(&mut self, at: ElementId, id: ExprId) -> Type<'p> {
        self.expression(at, id, 0)
    }

    fn expression(&mut self, at: ElementId, id: ExprId, depth: u32) -> Type<'p> {
        if depth > DEPTH_LIMIT {
            return Type::Unknown;
        }
        if let Some(known) = self.exprs.get(&(id, at)) {
            return known.clone();
        }
        let found = self.evaluate(at, id, depth + 1);
        self.exprs.insert((id, at), found.clone());
        found
    }

    fn evaluate(&mut self, at: ElementId, id: ExprId, depth: u32) -> Type<'p> {
        let project = self.project;
        let scope = Scope { unit: self.unit, at };
        match self.unit.expr(id) {
            Expr::Unknown => Type::Unknown,
            Expr::Typed(of) => project.type_of(scope, of),
            Expr::Literal(literal) => literal_type(literal),
            Expr::This(outer) => self.this(at, self.unit.text(outer)),
            Expr::Super(outer) => match self.this(at, self.unit.text(outer)) {
                Type::Class(class, arguments) => {
                    let (list, _) = project.supertypes(&class, &arguments);
                    list.into_iter().next().unwrap_or(Type::Unknown)
                }
                _ => Type::Unknown,
            },
            Expr::Name(name) => {
                let name = self.unit.text(name);
                match self.variable(at, name) {
                    Found::One(of) => of,
                    Found::Maybe if !name.contains(char::is_lowercase) => Type::Unknown,
                    _ => self.static_type(at, name),
                }
            }
            Expr::Field { on, name } => {
                let name = self.unit.text(name);
                if let Some(dotted) = self.dotted(at, id) {
                    let found = self.qualified(scope, &dotted);
                    if found != Type::Unknown {
                        return found;
                    }
                }
                let on = self.expression(at, on, depth);
                match (&on, name) {
                    (Type::Array(_), "length") => Type::Primitive("int"),
                    _ => match project.field(&on, name) {
                        Found::One(field) => field.of,
                        _ => Type::Unknown,
                    },
                }
            }
            Expr::Call { on, name, arguments } => {
                let name = self.unit.text(name);
                let types: Vec<_> = self
                    .unit
                    .expr_list(arguments)
                    .iter()
                    .map(|argument| self.expression(at, *argument, depth))
                    .collect();
                let found = match on {
                    Some(on) => {
                        let on = self.expression(at, on, depth);
                        project.method(&on, name, &types)
                    }
                    None => self.unqualified(at, name, &types).1,
                };
                match found {
                    Found::One(method) => method.result,
                    _ => Type::Unknown,
                }
            }
            Expr::ElementOf(of) => match self.expression(at, of, depth) {
                Type::Array(of) => of.as_ref().clone(),
                of @ (Type::Class(..) | Type::Variable(..)) => {
                    let of = of.bound();
                    match project.as_supertype(&of, "java.lang", "Iterable") {
                        Some(arguments) => match arguments.into_iter().next() {
                            Some(element) => element,
                            None => Type::lang("Object"),
                        },
                        None => Type::Unknown,
                    }
                }
                _ => Type::Unknown,
            },
            Expr::ClassLiteral(of) => match Type::lang("Class") {
                Type::Class(class, _) => Type::Class(class, Arc::new([project.type_of(scope, of)])),
                other => other,
            },
            Expr::Either(a, b) => {
                let (a, b) = (self.expression(at, a, depth), self.expression(at, b, depth));
                match (&a, &b) {
                    (Type::Null, _) => b,
                    (_, Type::Null) => a,
                    (Type::Class(x, _), Type::Class(y, _)) if x == y => a,
                    _ if a == b => a,
                    _ if project.is_assignable(&a, &b) == Some(true) => b,
                    _ if project.is_assignable(&b, &a) == Some(true) => a,
                    _ => Type::Unknown,
                }
            }
            Expr::Sum(a, b) => {
                let (a, b) = (self.expression(at, a, depth), self.expression(at, b, depth));
                sum(&a, &b)
            }
            Expr::Function => Type::Function,
        }
    }

    /// `this`, or `Outer.this`.
    pub(super) fn this(&self, at: ElementId, outer: &str) -> Type<'p> {
        let mut next = self.unit.enclosing_type(at);
        while let Some(id) = next {
            let decl = Decl { unit: self.unit, id };
            let simple = outer.rsplit('.').next().unwrap_or("");
            if outer.is_empty() || decl.name() == simple {
                return self.project.itself(decl);
            }
            next = decl.decl().outer;
        }
        Type::Unknown
    }

    /// Whether a simple name is a field here, of the types around or imported: then it is no type.
    pub(super) fn is_variable(&mut self, at: ElementId, name: &'p str) -> bool {
        match self.variable(at, name) {
            Found::One(_) => true,
            // An unknown supertype may have a constant of that name; types are not written in capitals alone.
            Found::Maybe => !name.contains(char::is_lowercase) && name.len() > 3,
            Found::None => false,
        }
    }

    /// The field that a simple name means.
    fn variable(&mut self, at: ElementId, name: &str) -> Found<Type<'p>> {
        let mut maybe = false;
        let mut next = self.unit.enclosing_type(at);
        while let Some(id) = next {
            let decl = Decl { unit: self.unit, id };
            match self.project.field(&self.project.itself(decl), name) {
                Found::One(field) => return Found::One(field.of),
                Found::Maybe => maybe = true,
                Found::None => {}
            }
            next = decl.decl().outer;
        }
        for import in self.unit.imports.iter().filter(|import| import.is_static) {
            let imported = self.unit.text(import.name);
            let of = if import.on_demand {
                Some(imported)
            } else {
                imported.rsplit_once('.').filter(|(_, member)| *member == name).map(|(of, _)| of)
            };
            let Some(of) = of else { continue };
            let Some(class) = self.project.find(of) else {
                maybe = true;
                continue;
            };
            match self.project.field(&Type::Class(class, Arc::default()), name) {
                Found::One(field) => return Found::One(field.of),
                Found::Maybe => maybe = true,
                Found::None => {}
            }
        }
        if maybe { Found::Maybe } else { Found::None }
    }

    /// A simple name that is a type in an expression.
    fn static_type(&mut self, at: ElementId, name: &'p str) -> Type<'p> {
        let found = self.project.resolve(Scope { unit: self.unit, at }, name);
        // Packages and inherited variables are written in lower case, types are not.
        let plain = name.starts_with(char::is_lowercase);
        match &found {
            Type::Candidates(_) | Type::Class(Class::Named(_), _) if plain => Type::Unknown,
            _ => found,
        }
    }

    /// The text of names with dots, if the first is no variable.
    fn dotted(&mut self, at: ElementId, id: ExprId) -> Option<String> {
        let mut parts = Vec::new();
        let mut next = id;
        loop {
            match self.unit.expr(next) {
                Expr::Field { on, name } => {
                    parts.push(self.unit.text(name));
                    next = on;
                }
                Expr::Name(name) => {
                    let name = self.unit.text(name);
                    if self.is_variable(at, name) {
                        return None;
                    }
                    parts.push(name);
                    parts.reverse();
                    return Some(parts.join("."));
                }
                _ => return None,
            }
        }
    }

    /// The type that a whole dotted name is.
    fn qualified(&self, scope: Scope<'p>, dotted: &str) -> Type<'p> {
        let class = |class| Type::Class(class, Arc::default());
        if let Some(found) = self.project.find(dotted) {
            return class(found);
        }
        let (head, rest) = dotted.split_once('.').unwrap_or((dotted, ""));
        let Some(head) = self.known_part(scope, head) else {
            let package = crate::project::package_of(dotted);
            let is_one = dotted
                .strip_prefix(package)
                .and_then(|rest| rest.strip_prefix('.'))
                .is_some_and(|name| !name.contains('.') && name.contains(char::is_lowercase));
            let is_type = package.contains('.') && is_one;
            let starts_upper = |name: &str| name.starts_with(char::is_uppercase);
            if is_type && dotted.rsplit('.').next().is_some_and(starts_upper) {
                return class(Class::Named(self.project.named(dotted.to_owned())));
            }
            return Type::Unknown;
        };
        let mut of = head;
        for part in rest.split('.') {
            match self.project.member_type(&of, part) {
                Some(member) => of = member,
                None => return Type::Unknown,
            }
        }
        class(of)
    }

    fn known_part(&self, scope: Scope<'p>, head: &str) -> Option<Class<'p>> {
        // The name is part of the unit's text: the symbol's string lives as long as the unit.
        let name = self.unit.exprs.iter().find_map(|expr| match expr {
            Expr::Name(name) if self.unit.text(*name) == head => Some(self.unit.text(*name)),
            _ => None,
        })?;
        match self.project.resolve(scope, name) {
            Type::Class(class @ (Class::Source(_) | Class::Library(_)), _) => Some(class),
            _ => None,
        }
    }
}

fn literal_type<'p>(literal: Literal) -> Type<'p> {
    match literal {
        Literal::String => Type::lang("String"),
        Literal::Char => Type::Primitive("char"),
        Literal::Int => Type::Primitive("int"),
        Literal::Long => Type::Primitive("long"),
        Literal::Float => Type::Primitive("float"),
        Literal::Double => Type::Primitive("double"),
        Literal::Boolean => Type::Primitive("boolean"),
        Literal::Null => Type::Null,
    }
}

/// The type of `a + b` and of other operations on numbers or booleans.
fn sum<'p>(a: &Type<'p>, b: &Type<'p>) -> Type<'p> {
    let string = Type::lang("String");
    if *a == string || *b == string {
        return string;
    }
    const ORDER: &[&str] = &["double", "float", "long"];
    match (a, b) {
        (Type::Primitive("boolean"), Type::Primitive("boolean")) => Type::Primitive("boolean"),
        (Type::Primitive(a), Type::Primitive(b)) => {
            let wide = ORDER.iter().find(|name| *name == a || *name == b);
            Type::Primitive(wide.copied().unwrap_or("int"))
        }
        _ => Type::Unknown,
    }
}
