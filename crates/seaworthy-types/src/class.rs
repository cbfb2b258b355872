//! Descriptions of types from what their class files say.

use std::borrow::Cow;

use crate::model::{Field, Kind, LibraryType, Method, TypeText};
use crate::signature::{Reader, is_object, split_name};

const PUBLIC: u16 = 0x0001;
const PROTECTED: u16 = 0x0004;
const STATIC: u16 = 0x0008;
const VARARGS: u16 = 0x0080;
const INTERFACE: u16 = 0x0200;
const ABSTRACT: u16 = 0x0400;
const SYNTHETIC: u16 = 0x1000;
const ANNOTATION: u16 = 0x2000;
const ENUM: u16 = 0x4000;

/// A class file as far as its declarations matter. Names of classes are internal ones: `java/util/Map$Entry`.
#[derive(Clone, Debug, Default)]
pub struct ClassFacts<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its access flags.
    pub access: u16,
    /// Its superclass, if it has one.
    pub superclass: Option<Cow<'a, str>>,
    /// Its interfaces.
    pub interfaces: Vec<Cow<'a, str>>,
    /// Its attribute `Signature`.
    pub signature: Option<Cow<'a, str>>,
    /// Its fields.
    pub fields: Vec<MemberFacts<'a>>,
    /// Its methods and constructors.
    pub methods: Vec<MemberFacts<'a>>,
}

/// A field or method of a class file.
#[derive(Clone, Debug, Default)]
pub struct MemberFacts<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its access flags.
    pub access: u16,
    /// Its descriptor: `(I)V`.
    pub descriptor: Cow<'a, str>,
    /// Its attribute `Signature`.
    pub signature: Option<Cow<'a, str>>,
}

/// The description of a class with its public and protected members; `None` for `module-info`, `package-info`, synthetic,
/// local and anonymous classes.
pub fn describe(class: &ClassFacts<'_>) -> Option<LibraryType> {
    let (package, name) = split_name(&class.name);
    let is_nameable = name
        .split('.')
        .all(|part| !part.is_empty() && !part.starts_with(|c: char| c.is_ascii_digit()));
    if !is_nameable || name.ends_with("-info") || class.access & SYNTHETIC != 0 {
        return None;
    }
    let mut reader = Reader::new(class.signature.as_deref().unwrap_or(""), Vec::new());
    let parameters = reader.parameters();
    let mut supertypes = Vec::new();
    if class.signature.is_some() {
        while !reader.is_at_end() {
            supertypes.push(reader.of(0));
        }
    } else {
        let names = class.superclass.iter().chain(&class.interfaces);
        supertypes.extend(names.map(|of| {
            let (package, name) = split_name(of);
            TypeText::Class { package: package.into(), name: name.into(), arguments: Vec::new() }
        }));
    }
    supertypes.retain(|of| !is_object(of));
    let kind = match class.access {
        access if access & ANNOTATION != 0 => Kind::Annotation,
        access if access & INTERFACE != 0 => Kind::Interface,
        access if access & ENUM != 0 => Kind::Enum,
        _ => Kind::Class,
    };
    let counts = |of: &&MemberFacts<'_>| {
        of.access & (PUBLIC | PROTECTED) != 0 && of.access & SYNTHETIC == 0 && of.name != "<clinit>"
    };
    let variables = reader.variables;
    let fields = class.fields.iter().filter(counts).map(|of| Field {
        name: of.name.to_string().into(),
        of: Reader::new(of.signature.as_ref().unwrap_or(&of.descriptor), variables.clone()).of(0),
        is_static: of.access & STATIC != 0,
    });
    let is_inner = kind == Kind::Class && name.contains('.');
    let methods = class.methods.iter().filter(counts);
    let methods = methods.map(|of| method(of, variables.clone(), is_inner)).collect();
    let mut described = LibraryType {
        package: package.into(),
        name: name.into(),
        kind,
        is_se: false,
        parameters,
        supertypes,
        methods,
        fields: fields.collect(),
    };
    described.sort();
    Some(described)
}

fn method(of: &MemberFacts<'_>, variables: Vec<String>, is_inner: bool) -> Method {
    // Constructors of inner classes take the outer instance in the descriptor only.
    let signature = of.signature.as_ref().filter(|_| !(is_inner && of.name == "<init>"));
    let mut reader = Reader::new(signature.unwrap_or(&of.descriptor), variables);
    let own = reader.parameters();
    let mut parameters = Vec::new();
    if reader.eat('(') {
        while !reader.eat(')') && !reader.is_at_end() {
            parameters.push(reader.of(0));
        }
    }
    Method {
        name: of.name.to_string().into(),
        parameters,
        result: reader.of(0),
        variables: own,
        varargs: of.access & VARARGS != 0,
        is_static: of.access & STATIC != 0,
        is_abstract: of.access & ABSTRACT != 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn class<'a>(name: &'a str, signature: Option<&'a str>) -> ClassFacts<'a> {
        ClassFacts {
            name: name.into(),
            access: PUBLIC,
            superclass: Some("java/lang/Object".into()),
            signature: signature.map(Into::into),
            ..ClassFacts::default()
        }
    }

    #[test]
    fn signatures_are_read() {
        let mut facts = class(
            "p/Outer$Box",
            Some("<T:Ljava/lang/Object;U::Ljava/util/List<TT;>;>Lp/Base<[TT;>;Lq/A<TT;>.B<*>;"),
        );
        facts.methods.push(MemberFacts {
            name: "map".into(),
            access: PUBLIC | VARARGS,
            descriptor: "(Ljava/util/function/Function;[I)Lp/Outer$Box;".into(),
            signature: Some(
                "<R:Ljava/lang/Object;>(Ljava/util/function/Function<-TT;+TR;>;[I)Lp/Outer$Box<TR;TX;>;"
                    .into(),
            ),
        });
        facts.methods.push(MemberFacts {
            name: "hidden".into(),
            access: 2,
            descriptor: "()V".into(),
            signature: None,
        });
        let of = describe(&facts).unwrap();
        assert_eq!(of.qualified(), "p.Outer.Box");
        assert_eq!(of.parameters.len(), 2);
        assert!(of.parameters[0].bound.is_none());
        let variable = |name: &'static str| TypeText::Variable(name.into());
        assert_eq!(
            of.supertypes,
            [
                TypeText::Class {
                    package: "p".into(),
                    name: "Base".into(),
                    arguments: vec![TypeText::Array(Box::new(variable("T")))]
                },
                TypeText::Class {
                    package: "q".into(),
                    name: "A.B".into(),
                    arguments: vec![crate::signature::object()]
                },
            ]
        );
        assert_eq!(of.methods.len(), 1);
        let map = &of.methods[0];
        assert!(map.varargs && map.parameters.len() == 2 && map.variables.len() == 1);
        let TypeText::Class { arguments, .. } = &map.result else { panic!() };
        assert_eq!(arguments, &[variable("R"), TypeText::Unknown]);
    }

    #[test]
    fn classes_without_a_name_are_left_out() {
        assert!(describe(&class("p/A$1", None)).is_none());
        assert!(describe(&class("p/A$1Local", None)).is_none());
        assert!(describe(&class("module-info", None)).is_none());
        assert_eq!(describe(&class("A$", None)).unwrap().qualified(), "A$");
    }

    proptest! {
        #[test]
        fn any_signature_is_read(signature in "[<>:;*+\\-.\\[()LTIVR/$ab]{0,60}", name in "[a$/1-]{0,10}") {
            let mut facts = class(&name, Some(&signature));
            facts.methods.push(MemberFacts {
                name: "m".into(), access: 1, descriptor: signature.as_str().into(), signature: None,
            });
            let _ = describe(&facts);
        }
    }
}
