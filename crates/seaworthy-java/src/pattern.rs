//! Patterns of `java.referenced` as the search reads them: alternatives, types, methods, packages, and names with wildcards.

mod expand;
mod parse;
mod wildcard;

pub(crate) use expand::{alternatives, is_alternation};
pub(crate) use parse::Malformed;
pub(crate) use wildcard::{Case, NameTest, has_wildcard, matches_wildcard};

use parse::TypeParts;

/// A pattern for types.
#[derive(Clone, Debug)]
pub(crate) struct TypePattern {
    /// The simple name: what makes a name in the source a candidate.
    pub(crate) simple: NameTest,
    /// The qualified name; `None` for patterns without a dot, which regard the simple name only.
    pub(crate) qualified: Option<NameTest>,
    /// The text of an import: as `qualified`, but where the simple name is any, the qualification alone.
    pub(crate) import: NameTest,
    /// Whether it has a wildcard.
    pub(crate) wild: bool,
}

impl TypePattern {
    /// Reads a type pattern; names are compared as `case` says unless it has wildcards.
    pub(crate) fn compile(pattern: &str, case: Case) -> Result<Self, Malformed> {
        Ok(Self::of(&parse::type_pattern(pattern)?, has_wildcard(pattern), case))
    }

    fn of(parts: &TypeParts, wild: bool, case: Case) -> Self {
        let simple = NameTest::of(Some(&parts.name), wild, case);
        let qualification = parts.qualification.as_deref().filter(|q| *q != "*");
        let (qualified, import) = match (qualification, &simple) {
            (None, _) => (None, NameTest::Any),
            (Some(q), NameTest::Any) => (
                Some(NameTest::of(Some(&format!("{q}.*")), true, case)),
                NameTest::of(Some(q), wild, case),
            ),
            (Some(q), _) => {
                let test = NameTest::of(Some(&format!("{q}.{}", parts.name)), wild, case);
                (Some(test.clone()), test)
            }
        };
        Self { simple, qualified, import, wild }
    }

    /// Whether the type `qualified` is meant. Member types also answer to `Outer.Inner`, which is `qualified` without the
    /// first `package_length` bytes.
    pub(crate) fn matches(&self, qualified: &str, package_length: usize) -> bool {
        let Some(test) = &self.qualified else {
            return self.simple.matches(simple_name(qualified));
        };
        if test.matches(qualified) {
            return true;
        }
        let local = qualified.get(package_length..).unwrap_or_default().trim_start_matches('.');
        package_length > 0 && local.contains('.') && test.matches(local)
    }
}

/// A pattern for methods, or for constructors where `name` is any.
#[derive(Clone, Debug)]
pub(crate) struct MethodPattern {
    /// Name of the method.
    pub(crate) name: NameTest,
    /// The declaring type; the created one of a constructor.
    pub(crate) declaring: Option<TypePattern>,
    /// Parameters; `None` for any.
    pub(crate) parameters: Option<Vec<TypePattern>>,
    /// The return type.
    pub(crate) returns: Option<TypePattern>,
}

impl MethodPattern {
    /// Reads a method pattern.
    pub(crate) fn method(pattern: &str) -> Result<Self, Malformed> {
        let parts = parse::method_pattern(pattern)?;
        Ok(Self::of(&parts, has_wildcard(pattern), Case::Folded))
    }

    /// Reads a constructor pattern.
    pub(crate) fn constructor(pattern: &str) -> Result<Self, Malformed> {
        let parts = parse::constructor_pattern(pattern)?;
        Ok(Self::of(&parts, has_wildcard(pattern), Case::Sensitive))
    }

    /// Reads a pattern of a constant: `[q.Type.]CONSTANT`.
    pub(crate) fn constant(pattern: &str) -> Result<Self, Malformed> {
        let parts = parse::method_pattern(pattern)?;
        Ok(Self::of(&parts, has_wildcard(pattern), Case::Sensitive))
    }

    fn of(parts: &parse::MethodParts, wild: bool, case: Case) -> Self {
        let exact = |p: &TypeParts| TypePattern::of(p, wild, case);
        // The packages of parameters and return types may be given in part: `util.List` is `java.util.List`.
        let partial = |p: &TypeParts| {
            let qualification = p
                .qualification
                .as_ref()
                .map(|q| if q == "*" { q.clone() } else { format!("*{q}") });
            TypePattern::of(&TypeParts { qualification, name: p.name.clone() }, true, case)
        };
        Self {
            name: if parts.name.is_empty() {
                NameTest::Any
            } else {
                NameTest::of(Some(&parts.name), wild, case)
            },
            declaring: parts.declaring.as_ref().map(exact),
            parameters: parts.parameters.as_ref().map(|list| list.iter().map(partial).collect()),
            returns: parts.returns.as_ref().map(partial),
        }
    }

    /// Whether a call with so many arguments can be meant.
    pub(crate) fn takes(&self, arguments: usize) -> bool {
        self.parameters.as_ref().is_none_or(|p| p.len() == arguments)
    }
}

/// A pattern for packages.
#[derive(Clone, Debug)]
pub(crate) struct PackagePattern {
    /// The package's whole name.
    pub(crate) name: NameTest,
    /// The text of an import or of a qualified name: for an exact pattern its beginning, for a wildcard all of it, with
    /// `.*` behind a pattern that does not end in `*`.
    pub(crate) text: PackageText,
}

/// How the text of a qualified name shows that its package may be meant.
#[derive(Clone, Debug)]
pub(crate) enum PackageText {
    /// It begins so.
    Prefix(NameTest),
    /// All of it matches.
    Whole(NameTest),
}

impl PackagePattern {
    /// Reads a package pattern.
    pub(crate) fn compile(pattern: &str) -> Self {
        let wild = has_wildcard(pattern);
        let name = NameTest::of(Some(pattern), wild, Case::Folded);
        let text = if !wild {
            PackageText::Prefix(name.clone())
        } else if pattern.ends_with('*') {
            PackageText::Whole(name.clone())
        } else {
            PackageText::Whole(NameTest::of(Some(&format!("{pattern}.*")), true, Case::Folded))
        };
        Self { name, text }
    }

    /// Whether a name as written may be of such a package.
    pub(crate) fn may_be_in(&self, text: &str) -> bool {
        match &self.text {
            PackageText::Prefix(test) => test.is_prefix_of(text),
            PackageText::Whole(test) => test.matches(text),
        }
    }
}

/// The last part of a dotted name.
pub(crate) fn simple_name(qualified: &str) -> &str {
    qualified.rsplit_once('.').map_or(qualified, |(_, simple)| simple)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(pattern: &str) -> TypePattern {
        TypePattern::compile(pattern, Case::Sensitive).unwrap()
    }

    #[test]
    fn g45_exact_types_regard_case_and_wildcards_do_not() {
        assert!(types("a.b.File").matches("a.b.File", 3));
        assert!(!types("a.b.File").matches("a.b.FILE", 3));
        assert!(types("a.b.File*").matches("A.b.FILEReader", 3));
        let method = MethodPattern::method("a.B.getName").unwrap();
        assert!(method.name.matches("GETNAME"));
        assert!(PackagePattern::compile("EDU.oswego").name.matches("edu.oswego"));
    }

    #[test]
    fn member_types_answer_to_their_outer_name_too() {
        assert!(types("Outer.Inner").matches("a.b.Outer.Inner", 3));
        assert!(!types("b.Outer").matches("a.b.Outer", 3));
        assert!(types("Inner").matches("a.b.Outer.Inner", 3));
    }

    #[test]
    fn g48_the_import_test_of_any_name_is_the_package_alone() {
        let pattern = types("a.b.*");
        assert!(pattern.matches("a.b.C", 3));
        assert!(!pattern.import.matches("a.b.C") && pattern.import.matches("a.b"));
        assert!(types("a.b*").import.matches("a.bc.D"));
    }

    #[test]
    fn packages_are_seen_in_imports() {
        let exact = PackagePattern::compile("a.b");
        assert!(exact.may_be_in("a.b.C") && exact.may_be_in("a.bc.D") && !exact.may_be_in("a.C"));
        assert!(exact.name.matches("a.b") && !exact.name.matches("a.bc"));
        let open = PackagePattern::compile("a.*b");
        assert!(open.may_be_in("a.x.b.C") && !open.may_be_in("a.x.b"));
        assert!(PackagePattern::compile("a.b*").may_be_in("a.b"));
    }

    #[test]
    fn parameters_may_be_qualified_in_part() {
        let method = MethodPattern::method("a.B.m(util.List, *)").unwrap();
        let parameters = method.parameters.as_ref().unwrap();
        assert!(parameters[0].matches("java.util.List", 9) && !parameters[0].matches("a.List", 1));
        assert!(parameters[1].matches("int", 0));
        assert!(method.takes(2) && !method.takes(1));
    }
}
