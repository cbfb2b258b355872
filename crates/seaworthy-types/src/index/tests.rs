//! The index that is built in, and indexes that are written and read again.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::model::{Field, Kind, Method, TypeParameter, TypeText};

fn read_again(types: &[LibraryType]) -> Index {
    Index::read(write(types).unwrap().leak()).unwrap()
}

#[test]
fn types_are_found_by_name() {
    assert!(find("java.util.Map.Entry").is_some());
    assert!(find("java.util.Mapp").is_none() && find("Map").is_none());
    assert!(is_se_package("java.sql") && !is_se_package("javax.servlet"));
    assert!(is_package("jakarta.servlet.http") && is_package("javax.servlet.http"));
    assert!(is_package("org.springframework.jdbc.core") && is_package("org.hibernate"));
    assert!(contains("java.util.Map.Entry") && !contains("java.util.Mapp") && !contains("Map"));
    assert!(is_member_name("Entry") && !is_member_name("HashMap"));
}

#[test]
fn descriptions_have_members() {
    let map = find("java.util.Map").unwrap();
    assert_eq!(map.kind, Kind::Interface);
    let names: Vec<_> = map.parameters.iter().map(|of| &*of.name).collect();
    assert_eq!(names, ["K", "V"]);
    let [get] = map.methods_named("get") else { panic!() };
    assert_eq!(get.result, TypeText::Variable("V".into()));
    assert!(get.is_abstract && !get.is_static);
    assert!(find("java.lang.System").unwrap().field("out").unwrap().is_static);
    assert!(!find("java.lang.String").unwrap().methods_named("<init>").is_empty());
}

#[test]
fn all_types_can_be_read() {
    let mut types = 0;
    for (package, of) in sorted() {
        let group = index().groups[of.group].group();
        for name in group.names(package) {
            assert!(find_in(package, name).is_some(), "{package}.{name}");
            types += 1;
        }
    }
    assert!(types > 20_000, "{types}");
}

#[test]
fn supertypes_of_java_se_are_described() {
    let mut missing = Vec::new();
    for (package, of) in sorted().into_iter().filter(|(_, of)| of.is_se) {
        for name in index().groups[of.group].group().names(package) {
            for of in &find_in(package, name).unwrap().supertypes {
                if let TypeText::Class { package: p, name: n, .. } = of
                    && find_in(p, n).is_none()
                {
                    missing.push(format!("{package}.{name}: {p}.{n}"));
                }
            }
        }
    }
    assert!(missing.len() < 20, "{missing:#?}");
}

#[test]
fn the_index_is_small() {
    assert!(BYTES.len() <= 4 * 1024 * 1024);
}

fn sorted() -> Vec<(&'static str, &'static Package)> {
    let mut all: Vec<_> = index().packages.iter().map(|(name, of)| (*name, of)).collect();
    all.sort_by_key(|of| of.0);
    all
}

#[test]
fn damaged_bytes_are_no_index() {
    for bytes in [&[][..], &[1, 2, 3], &[9, 0, 0, 0, 1], &[0, 0, 0, 0], &[0xff; 64]] {
        assert!(Index::read(bytes.to_vec().leak()).is_none());
    }
}

fn name() -> impl Strategy<Value = Cow<'static, str>> {
    "[a-z]{1,3}".prop_map(Cow::Owned)
}

fn type_text() -> impl Strategy<Value = TypeText> {
    let leaf = prop_oneof![
        Just(TypeText::Unknown),
        Just(TypeText::Primitive("void")),
        Just(TypeText::Primitive("boolean")),
        name().prop_map(TypeText::Variable),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|of| TypeText::Array(Box::new(of))),
            (name(), name(), proptest::collection::vec(inner, 0..3)).prop_map(
                |(package, name, arguments)| TypeText::Class { package, name, arguments }
            ),
        ]
    })
}

fn library_type() -> impl Strategy<Value = LibraryType> {
    use proptest::collection::vec;
    let parameter = || {
        (name(), type_text()).prop_map(|(name, of)| TypeParameter {
            name,
            bound: Some(of).filter(|of| *of != TypeText::Unknown),
        })
    };
    let method =
        (name(), vec(type_text(), 0..3), type_text(), vec(parameter(), 0..2), any::<[bool; 3]>())
            .prop_map(
                |(name, parameters, result, variables, [varargs, is_static, is_abstract])| Method {
                    name,
                    parameters,
                    result,
                    variables,
                    varargs,
                    is_static,
                    is_abstract,
                },
            );
    let field = (name(), type_text(), any::<bool>()).prop_map(|(name, of, is_static)| Field {
        name,
        of,
        is_static,
    });
    (
        name(),
        name(),
        0..4_usize,
        vec(parameter(), 0..2),
        vec(type_text(), 0..3),
        vec(method, 0..4),
        vec(field, 0..3),
    )
        .prop_map(|(package, name, kind, parameters, supertypes, methods, fields)| {
            LibraryType {
                package,
                name,
                kind: Kind::ALL[kind],
                is_se: false,
                parameters,
                supertypes,
                methods,
                fields,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read(types in proptest::collection::vec(library_type(), 0..6)) {
        let index = read_again(&types);
        for (row, of) in types.iter().enumerate() {
            let is_last = !types[row + 1..].iter().any(|other| other.package == of.package && other.name == of.name);
            if is_last {
                prop_assert_eq!(index.find_in(&of.package, &of.name), Some(of));
            }
        }
        let mut reversed = types.clone();
        reversed.dedup_by(|a, b| a.qualified() == b.qualified());
        let unique = reversed.iter().map(LibraryType::qualified).collect::<std::collections::BTreeSet<_>>();
        if unique.len() == types.len() {
            reversed.reverse();
            prop_assert_eq!(write(&types).unwrap(), write(&reversed).unwrap());
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        if let Some(group) = Group::read(bytes.leak()) {
            for package in ["", "a"] {
                for name in group.names(package) {
                    let _ = group.find(package, name, false);
                }
            }
        }
    }
}
