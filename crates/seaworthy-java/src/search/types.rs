//! References to types and declarations of types.

use seaworthy_base::Sym;
use seaworthy_konveyor::JavaLocation;

use super::Search;
use crate::filter::Verdict;
use crate::pattern::simple_name;
use crate::plan::Leaf;
use crate::{ElementId, ElementKind, Resolution, Role, TypeName, TypeUse};

/// A reference as a condition sees it.
struct Reference<'a> {
    usage: &'a TypeUse,
    /// Line of the part of the name that is meant.
    line: u32,
    /// The type, where it is known.
    qualified: Option<&'a str>,
}

impl<'s> Search<'s, '_> {
    pub(super) fn declarations(&mut self) {
        let unit = self.unit;
        for decl in unit.types.iter().filter(|t| !t.is_anonymous) {
            let element = unit.element(decl.element);
            let rows = self.type_rows(unit.text(decl.qualified));
            for row in rows {
                let Some((number, leaf)) = self.type_leaf(row) else { continue };
                let counts = match leaf.location {
                    JavaLocation::Default => true,
                    JavaLocation::Type => self.annotated(leaf, decl.element),
                    JavaLocation::Class => {
                        matches!(element.kind, ElementKind::Class | ElementKind::Record)
                            && self.annotated(leaf, decl.element)
                    }
                    JavaLocation::Annotation => {
                        // A declaration selects nothing: only the evidence of the file is left.
                        self.annotation(number, leaf, decl.element, element.line, None);
                        false
                    }
                    _ => false,
                };
                if counts {
                    self.hit(
                        leaf,
                        element.line,
                        self.word(decl.element, element.kind),
                        element.name,
                    );
                }
            }
        }
    }

    pub(super) fn uses(&mut self) {
        let unit = self.unit;
        for usage in &unit.uses {
            if !self.open.uses && !self.is_wanted(usage.name) {
                continue;
            }
            let parts = unit.text(usage.name).split('.').count();
            for named in self.resolver.type_use(usage) {
                let innermost = named.parts == parts;
                match named.resolution {
                    Resolution::Exact(name) => self.resolved_use(usage, &name, innermost),
                    Resolution::Candidates(names) => {
                        for name in &names {
                            self.resolved_use(usage, name, innermost);
                        }
                    }
                    Resolution::Unknown => self.unknown_use(usage),
                    Resolution::Parameter(_) | Resolution::Primitive(_) | Resolution::NoType => {}
                }
            }
        }
    }

    /// `innermost` is false for the outer types of a dotted name.
    fn resolved_use(&mut self, usage: &TypeUse, name: &TypeName<'_>, innermost: bool) {
        let line = if innermost { usage.line } else { usage.start_line };
        let reference = Reference { usage, line, qualified: Some(&name.qualified) };
        for row in self.type_rows(&name.qualified) {
            // Type arguments belong to the inner type.
            self.reference(row, &reference, innermost);
        }
    }

    /// Whether any pattern asks for a type that a written name may name.
    fn is_wanted(&mut self, name: Sym) -> bool {
        let known = self.scratch.wanted.get(name.index()).copied().flatten();
        known.unwrap_or_else(|| {
            let written = self.unit.text(name);
            let wanted = written.split('.').any(|part| !self.simple_rows(part).is_empty())
                || written.contains('.') && self.names_open(written).uses;
            if let Some(known) = self.scratch.wanted.get_mut(name.index()) {
                *known = Some(wanted);
            }
            wanted
        })
    }

    /// Rows of patterns that ask for types of a simple name.
    fn simple_rows(&mut self, simple: &str) -> &[u32] {
        let types = &self.plan.types;
        self.scratch.simple_types.get(simple, |found| {
            types.simple.candidates(&simple.to_lowercase(), |row| found.push(row));
            found.retain(|row| {
                types.rows.get(*row as usize).is_some_and(|r| r.pattern.simple.matches(simple))
            });
        })
    }

    fn unknown_use(&mut self, usage: &TypeUse) {
        let simple = simple_name(self.unit.text(usage.name));
        let mut rows = self.simple_rows(simple).to_vec();
        if self.open.uses {
            rows.extend(&self.plan.types.open.rows);
        }
        for row in rows {
            let Some((number, leaf)) = self.type_leaf(row) else { continue };
            // Konveyor takes an unknown name for any type of that name; without a sign of the type in the file that is
            // noise.
            if self.type_evidence(number, leaf) {
                self.reference(row, &Reference { usage, line: usage.line, qualified: None }, true);
            }
        }
    }

    /// Rows of patterns that mean the type.
    fn type_rows(&mut self, qualified: &str) -> Vec<u32> {
        let types = &self.plan.types;
        let rows = self.scratch.types.get(qualified, |found| {
            let lower = qualified.to_lowercase();
            let package = super::package_length(qualified);
            types.qualified.candidates(&lower, |row| found.push(row));
            let local = lower.get(package..).unwrap_or_default().trim_start_matches('.');
            if local.contains('.') {
                types.qualified.candidates(local, |row| found.push(row));
            }
            let simple = simple_name(qualified);
            types.unqualified.candidates(&simple.to_lowercase(), |row| found.push(row));
            found.retain(|row| {
                types.rows.get(*row as usize).is_some_and(|r| {
                    r.pattern.simple.matches(simple) && r.pattern.matches(qualified, package)
                })
            });
        });
        rows.to_vec()
    }

    fn type_leaf(&self, row: u32) -> Option<(u32, &'s Leaf)> {
        let row = self.plan.types.rows.get(row as usize)?;
        Some((row.leaf, self.plan.leaf(row.leaf)?))
    }

    fn annotated(&self, leaf: &Leaf, element: ElementId) -> bool {
        leaf.annotated.as_ref().is_none_or(|filter| filter.holds(self.unit, element))
    }

    /// Holds a reference against the location of the condition. `innermost` is false for the outer types of a name.
    fn reference(&mut self, row: u32, reference: &Reference<'_>, innermost: bool) {
        let Some((number, leaf)) = self.type_leaf(row) else { return };
        let usage = reference.usage;
        let (id, kind, word) = self.reported(usage.element);
        let name = self.unit.element(id).name;
        // Only searches that compare erasures report `X<T>`; nobody knows the parameters of an unknown type.
        let whole = !(usage.is_parameterised && innermost && reference.qualified.is_some());
        match leaf.location {
            JavaLocation::Type | JavaLocation::Default => {
                let annotatable = kind.is_type() || kind == ElementKind::Method;
                let annotated = leaf.annotated.is_none() || annotatable && self.annotated(leaf, id);
                if whole && annotated && self.type_evidence(number, leaf) {
                    self.hit(leaf, reference.line, word, name);
                }
            }
            JavaLocation::Annotation if whole => {
                self.annotation(number, leaf, id, reference.line, reference.qualified);
            }
            JavaLocation::Inheritance | JavaLocation::ImplementsType => {
                self.supertype(leaf, usage, reference.line);
            }
            JavaLocation::ReturnType if self.returns(leaf, id) => {
                self.hit(leaf, reference.line, word, name);
            }
            JavaLocation::VariableDeclaration
                if matches!(usage.role, Role::Local | Role::Parameter | Role::Catch) =>
            {
                self.hit(leaf, reference.line, "Variable", usage.variable);
            }
            JavaLocation::Field if usage.role == Role::Field && self.annotated(leaf, id) => {
                self.hit(leaf, reference.line, word, name);
            }
            _ => {}
        }
    }

    /// A reference at ANNOTATION: any reference in an element that carries an annotation, under the name of the first one.
    fn annotation(
        &mut self,
        number: u32,
        leaf: &Leaf,
        element: ElementId,
        line: u32,
        qualified: Option<&str>,
    ) {
        let unit = self.unit;
        let Some(first) = unit.annotations_of(element).next() else { return };
        if unit.element(element).kind == ElementKind::Unit || !self.annotated(leaf, element) {
            return;
        }
        let selected = qualified.is_some_and(|q| leaf.raw.matches(q) == Verdict::Yes);
        let counts = !leaf.qualified || selected || {
            let name = unit.text(unit.element(element).name);
            self.call_evidence(number, leaf, name) && self.some_annotation_may_match(leaf)
        };
        if counts {
            self.hit(leaf, line, "Property", first.name);
        }
    }

    /// Whether any annotation of the file has the name or a type that nobody knows.
    fn some_annotation_may_match(&mut self, leaf: &Leaf) -> bool {
        let unit = self.unit;
        unit.annotations.iter().any(|annotation| {
            match self.resolver.name(annotation.element, unit.text(annotation.name)) {
                Resolution::Exact(name) => {
                    !name.is_resolved() || leaf.target.accepts(&name.qualified)
                }
                Resolution::Candidates(names) => {
                    names.iter().any(|name| leaf.target.accepts(&name.qualified))
                }
                _ => true,
            }
        })
    }

    fn supertype(&mut self, leaf: &Leaf, usage: &TypeUse, line: u32) {
        let anonymous = usage.role == Role::AnonymousSuper;
        if usage.is_argument
            || !(anonymous || matches!(usage.role, Role::Extends | Role::Implements))
        {
            return;
        }
        let unit = self.unit;
        let element = unit.element(usage.element);
        let (kind, word, name) = if anonymous {
            (ElementKind::Class, "Class", Sym::EMPTY)
        } else {
            (element.kind, self.word(usage.element, element.kind), element.name)
        };
        let counts = if leaf.location == JavaLocation::Inheritance {
            let extends = || {
                let decl = unit.type_of(usage.element).and_then(|id| unit.type_decl(id));
                decl.is_some_and(|d| d.extends.len > 0)
            };
            kind != ElementKind::Class || anonymous || extends()
        } else {
            !matches!(kind, ElementKind::Interface | ElementKind::Annotation)
                && (leaf.annotated.is_none() || !anonymous && self.annotated(leaf, usage.element))
        };
        if counts {
            self.hit(leaf, line, word, name);
        }
    }

    /// Whether the element is a method whose return type has a part of the pattern in its text.
    fn returns(&self, leaf: &Leaf, element: ElementId) -> bool {
        let Some(member) = self.unit.enclosing_member(element) else { return false };
        let text = match self.unit.element(element).kind {
            ElementKind::Method => self.unit.text(member.declared_text),
            ElementKind::Constructor => "void",
            _ => return false,
        };
        leaf.return_parts.iter().any(|part| text.contains(&**part))
    }
}
