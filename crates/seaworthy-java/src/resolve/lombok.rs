//! Members that Lombok generates: accessors and loggers of types of the sources that are annotated so.

use super::overloads::Overload;
use super::{Class, Scope, Type};
use crate::project::{Decl, Project};
use crate::unit::{ElementId, ElementKind, Member, Unit};

/// Annotations that ask for a field `log`, and the class of the field.
const LOGS: &[(&str, &str, &str)] = &[
    ("Slf4j", "org.slf4j", "Logger"),
    ("XSlf4j", "org.slf4j.ext", "XLogger"),
    ("Log4j", "org.apache.log4j", "Logger"),
    ("Log4j2", "org.apache.logging.log4j", "Logger"),
    ("CommonsLog", "org.apache.commons.logging", "Log"),
    ("JBossLog", "org.jboss.logging", "Logger"),
    ("Flogger", "com.google.common.flogger", "FluentLogger"),
    ("Log", "java.util.logging", "Logger"),
];

impl<'p> Project<'p> {
    /// An accessor of a field.
    pub(super) fn generated_method(&self, decl: Decl<'p>, name: &str) -> Option<Overload<'p>> {
        let unit = decl.unit;
        let is_setter = name.starts_with("set");
        let rest = ["get", "set", "is"].iter().find_map(|prefix| name.strip_prefix(prefix))?;
        if !uses_lombok(unit) || !rest.starts_with(char::is_uppercase) {
            return None;
        }
        let (member, of) = self.field_of_accessor(decl, name, rest)?;
        let wanted: &[&str] =
            if is_setter { &["Data", "Setter"] } else { &["Data", "Getter", "Value"] };
        let element = decl.decl().element;
        if !is_annotated(unit, member.element, wanted) && !is_annotated(unit, element, wanted) {
            return None;
        }
        Some(if is_setter {
            Overload {
                result: Type::Primitive("void"),
                parameters: Some(vec![of]),
                variables: Vec::new(),
                varargs: false,
            }
        } else {
            Overload {
                result: of,
                parameters: Some(Vec::new()),
                variables: Vec::new(),
                varargs: false,
            }
        })
    }

    fn field_of_accessor(
        &self,
        decl: Decl<'p>,
        accessor: &str,
        rest: &str,
    ) -> Option<(&'p Member, Type<'p>)> {
        let unit = decl.unit;
        let fields = unit.members.iter().filter(|member| {
            member.owner == decl.id
                && !member.is_static
                && unit.element(member.element).kind == ElementKind::Field
        });
        fields.into_iter().find_map(|member| {
            let of = self.type_of(Scope { unit, at: member.element }, member.declared?);
            let field = unit.text(unit.element(member.element).name);
            let is_boolean = of == Type::Primitive("boolean");
            if accessor.starts_with("is") != (is_boolean && !accessor.starts_with("set")) {
                return None;
            }
            // The accessors of a flag `isOpen` are `isOpen` and `setOpen`.
            let bare = field
                .strip_prefix("is")
                .filter(|bare| is_boolean && bare.starts_with(char::is_uppercase));
            let is_named = match bare {
                Some(bare) => bare == rest,
                None => capitalised(field) == rest,
            };
            is_named.then_some((member, of))
        })
    }

    /// The field `log`.
    pub(super) fn generated_field(&self, decl: Decl<'p>, name: &str) -> Option<Type<'p>> {
        if name != "log" || !uses_lombok(decl.unit) {
            return None;
        }
        let element = decl.decl().element;
        let (_, package, class) =
            LOGS.iter().find(|(annotation, ..)| is_annotated(decl.unit, element, &[annotation]))?;
        Some(match self.library_in(package, class) {
            Some(of) => Type::Class(Class::Library(of), std::sync::Arc::default()),
            None => Type::Class(
                Class::Named(self.named(format!("{package}.{class}"))),
                std::sync::Arc::default(),
            ),
        })
    }
}

/// Whether a file imports or names anything of Lombok.
fn uses_lombok(unit: &Unit) -> bool {
    let is_lombok = |name: &str| name.starts_with("lombok.") || name == "lombok";
    unit.imports.iter().any(|import| is_lombok(unit.text(import.name)))
        || unit.annotations.iter().any(|annotation| is_lombok(unit.text(annotation.name)))
}

/// Whether an element has one of these annotations of Lombok.
fn is_annotated(unit: &Unit, element: ElementId, wanted: &[&str]) -> bool {
    unit.annotations_of(element).any(|annotation| {
        let name = unit.text(annotation.name);
        let (package, simple) = name.rsplit_once('.').unwrap_or(("", name));
        let is_imported = |import: &crate::unit::Import| {
            let imported = unit.text(import.name);
            match imported.rsplit_once('.') {
                _ if import.on_demand => imported == "lombok" || imported.starts_with("lombok."),
                Some((package, last)) => last == simple && package.starts_with("lombok"),
                None => false,
            }
        };
        wanted.contains(&simple)
            && (package.starts_with("lombok")
                || package.is_empty() && unit.imports.iter().any(is_imported))
    })
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
