//! What is read of source text.

use proptest::prelude::*;

use super::read_text;
use crate::gate::NameGate;
use crate::unit::{Element, ElementId, Expr, ExprId, ReceiverShape, Role, TypeRefId, Unit};

fn read(text: &str) -> Unit {
    read_text("A.java", text)
}

/// `a.b.C[]<X>` of a type as written.
fn type_text(unit: &Unit, id: TypeRefId) -> String {
    let of = unit.type_ref(id);
    let mut text = unit.text(of.name).to_owned();
    if of.arguments.len > 0 {
        let of: Vec<_> = unit.type_list(of.arguments).iter().map(|a| type_text(unit, *a)).collect();
        text += &format!("<{}>", of.join(","));
    }
    text + &"[]".repeat(usize::from(of.dimensions))
}

fn expr_text(unit: &Unit, id: ExprId) -> String {
    match unit.expr(id) {
        Expr::Typed(of) => format!("({})", type_text(unit, of)),
        Expr::Name(name) => unit.text(name).to_owned(),
        Expr::This(of) => format!("{}.this", unit.text(of)),
        Expr::Super(of) => format!("{}.super", unit.text(of)),
        Expr::Field { on, name } => format!("{}.{}", expr_text(unit, on), unit.text(name)),
        Expr::Call { on, name, arguments } => {
            let on = on.map(|on| expr_text(unit, on) + ".").unwrap_or_default();
            let of: Vec<_> =
                unit.expr_list(arguments).iter().map(|a| expr_text(unit, *a)).collect();
            format!("{on}{}({})", unit.text(name), of.join(", "))
        }
        Expr::ElementOf(of) => format!("{}[]", expr_text(unit, of)),
        Expr::ClassLiteral(of) => format!("{}.class", type_text(unit, of)),
        Expr::Either(a, b) => format!("{}|{}", expr_text(unit, a), expr_text(unit, b)),
        Expr::Sum(a, b) => format!("{}+{}", expr_text(unit, a), expr_text(unit, b)),
        Expr::Literal(literal) => format!("{literal:?}"),
        Expr::Function => "->".to_owned(),
        Expr::Unknown => "?".to_owned(),
    }
}

fn element_text(unit: &Unit, id: ElementId) -> String {
    let mut parts = Vec::new();
    let mut at = id;
    while at != ElementId::UNIT {
        let Element { kind, name, parent, .. } = unit.element(at);
        parts.push(format!("{kind:?} {}", unit.text(name)).trim().to_owned());
        at = parent;
    }
    parts.reverse();
    parts.join("/")
}

/// Receivers, names and arguments of all calls.
fn calls(unit: &Unit) -> Vec<String> {
    unit.calls
        .iter()
        .map(|call| {
            let on = call.receiver.map(|r| expr_text(unit, r) + ".").unwrap_or_default();
            let arguments: Vec<_> =
                unit.expr_list(call.arguments).iter().map(|a| expr_text(unit, *a)).collect();
            format!("{:?} {on}{}({})", call.shape, unit.text(call.name), arguments.join(", "))
        })
        .collect()
}

fn uses(unit: &Unit) -> Vec<(Role, &str)> {
    unit.uses.iter().map(|u| (u.role, unit.text(u.name))).collect()
}

#[test]
fn headers_of_files() {
    let unit = read(
        "// package not.this;\n@Marked package a . b;\nimport x.Y;\nimport x.z.*;\n\
         import static x.Y.m;\nimport static\n  x.Y.*;\nclass C {}\n",
    );
    assert_eq!(unit.package_name(), "a.b");
    assert_eq!(unit.package.unwrap().line, 2);
    assert_eq!(unit.text(unit.package_text), "@Marked a . b");
    let imports: Vec<_> = unit
        .imports
        .iter()
        .map(|i| (unit.text(i.name), i.is_static, i.on_demand, i.line, i.statement_line))
        .collect();
    assert_eq!(
        imports,
        [
            ("x.Y", false, false, 3, 3),
            ("x.z", false, true, 4, 4),
            ("x.Y.m", true, false, 5, 5),
            ("x.Y", true, true, 7, 6),
        ]
    );
    let of: Vec<_> =
        unit.annotations_of(ElementId::UNIT).map(|a| unit.text(a.name).to_owned()).collect();
    assert_eq!(of, ["Marked"]);
    assert_eq!(unit.text(unit.types[0].qualified), "a.b.C");
}

#[test]
fn modules_require_modules() {
    let unit = read("module m { requires transitive java.sql;\n requires a.b;\n uses c.D; }");
    let of: Vec<_> = unit.requires.iter().map(|r| (unit.text(r.name), r.line)).collect();
    assert_eq!(of, [("java.sql", 1), ("a.b", 2)]);
    assert_eq!(uses(&unit), [(Role::Other, "c.D")]);
}

#[test]
fn types_have_headers_and_nest() {
    let unit = read(
        "package p; class A<T extends B> extends q.C<X>.D implements E, F<G> {\n\
         interface I extends J, K {} enum N implements L { ONE, TWO { void m() {} } }\n\
         record R(int a, S b) implements M {} @interface Z {}\n\
         void m() { class Local { class In {} } new V() { }; } }",
    );
    let types: Vec<_> = unit
        .types
        .iter()
        .map(|t| {
            let list = |rows| {
                unit.type_list(rows).iter().map(|id| type_text(&unit, *id)).collect::<Vec<_>>()
            };
            (
                element_text(&unit, t.element),
                unit.text(t.qualified),
                list(t.extends).join(" "),
                list(t.implements).join(" "),
            )
        })
        .collect();
    let types: Vec<_> =
        types.iter().map(|t| (t.0.as_str(), t.1, t.2.as_str(), t.3.as_str())).collect();
    assert_eq!(
        types,
        [
            ("Class A", "p.A", "q.C.D", "E F<G>"),
            ("Class A/Interface I", "p.A.I", "J K", ""),
            ("Class A/Enum N", "p.A.N", "", "L"),
            ("Class A/Enum N/EnumConstant TWO/Class", "", "N", ""),
            ("Class A/Record R", "p.A.R", "", "M"),
            ("Class A/Annotation Z", "p.A.Z", "", ""),
            ("Class A/Method m/Class Local", "Local", "", ""),
            ("Class A/Method m/Class Local/Class In", "Local.In", "", ""),
            ("Class A/Method m/Class", "", "V", ""),
        ]
    );
    assert_eq!(
        uses(&unit),
        [
            (Role::Bound, "B"),
            (Role::Extends, "q.C.D"),
            (Role::Extends, "X"),
            (Role::Implements, "E"),
            (Role::Implements, "F"),
            (Role::Implements, "G"),
            (Role::Extends, "J"),
            (Role::Extends, "K"),
            (Role::Implements, "L"),
            (Role::Implements, "M"),
            (Role::Field, "S"),
            (Role::AnonymousSuper, "V"),
        ]
    );
    let flags: Vec<_> =
        unit.uses.iter().take(6).map(|u| (u.is_parameterised, u.is_argument)).collect();
    assert_eq!(
        flags,
        [
            (false, false),
            (true, false),
            (false, true),
            (false, false),
            (true, false),
            (false, true)
        ]
    );
}

#[test]
fn members_have_types_and_texts() {
    let unit = read(
        "class A { static final Map < String, ? extends X > a = null, b[]; int c;\n\
         <T> List<T>[] m(final @N String s, T... t) throws E { return null; }\n\
         A(int x) {} static { f(); } { g(); } }\n\
         interface I { int K = 1; }\n record R(String s) { R {} }",
    );
    let members: Vec<_> = unit
        .members
        .iter()
        .map(|m| {
            let of: Vec<_> =
                unit.type_list(m.parameters).iter().map(|p| type_text(&unit, *p)).collect();
            format!(
                "{}{} {} [{}]({}){}",
                if m.is_static { "static " } else { "" },
                element_text(&unit, m.element),
                m.declared.map(|d| type_text(&unit, d)).unwrap_or_default(),
                unit.text(m.declared_text),
                of.join(","),
                if m.varargs { "..." } else { "" },
            )
        })
        .collect();
    assert_eq!(
        members,
        [
            "static Class A/Field a Map<String,X> [Map<String,?extends X>]()",
            "static Class A/Field b Map<String,X>[] [Map<String,?extends X>]()",
            "Class A/Field c int [int]()",
            "Class A/Method m List<T>[] [List<T>[]](String,T[])...",
            "Class A/Constructor A  [](int)",
            "static Class A/Initializer  []()",
            "Class A/Initializer  []()",
            "static Interface I/Field K int [int]()",
            "Record R/Field s String [String]()",
            "Record R/Constructor R  []()",
        ]
    );
}

#[test]
fn uses_stand_in_elements_with_lines() {
    let unit = read(
        "class A {\n  X f = new Y(), g = Z.z();\n  X m(\n    P p) throws T {\n    L l = (C) p;\n\
           if (p instanceof I) {}\n if (p instanceof J j) {}\n try (R r = null) {} catch (E1 | E2 e) {}\n\
           for (V v : vs) {}\n K.class.foo();\n u.w\n  .Q.call();\n M::go; this.<G>h(); }\n}",
    );
    let uses: Vec<_> = unit
        .uses
        .iter()
        .map(|u| {
            format!(
                "{:?} {} {} {}-{} {}",
                u.role,
                unit.text(u.name),
                unit.text(u.variable),
                u.start_line,
                u.line,
                element_text(&unit, u.element)
            )
        })
        .collect();
    assert_eq!(
        uses,
        [
            "Field X f 2-2 Class A/Field f",
            "New Y  2-2 Class A/Field f",
            "Name Z  2-2 Class A/Field g",
            "Return X  3-3 Class A/Method m",
            "Throws T  4-4 Class A/Method m",
            "Parameter P p 4-4 Class A/Method m",
            "Local L l 5-5 Class A/Method m",
            "Cast C  5-5 Class A/Method m",
            "InstanceOf I  6-6 Class A/Method m",
            "Local J j 7-7 Class A/Method m",
            "Local R r 8-8 Class A/Method m",
            "Catch E1 e 8-8 Class A/Method m",
            "Catch E2 e 8-8 Class A/Method m",
            "Local V v 9-9 Class A/Method m",
            "Name vs  9-9 Class A/Method m",
            "ClassLiteral K  10-10 Class A/Method m",
            "Name u.w.Q  11-12 Class A/Method m",
            "MethodReference M  13-13 Class A/Method m",
            "CallArgument G  13-13 Class A/Method m",
        ]
        .iter()
        .filter(|s| !s.starts_with("Name vs"))
        .copied()
        .collect::<Vec<_>>()
    );
}

#[test]
fn receivers_know_the_types_of_locals() {
    let unit = read(
        "class A { F f; void m(P p, int[] n) {\n L l = null; var v = new V<X>(); p.a(l, v, n[0], 1 + \"s\");\n\
         f.b(); f.g.c(); this.d(); super.e(); A.this.f(); A.super.g(); h(); \"s\".i(); new N().j();\n\
         x().k().l(); ((C) p).m(); { L p = q; p.n(); } p.o(); for (E e : l) e.p(); for (var w : l) w.q();\n\
         xs.r(y -> y.s()); this.f.t(); arr[1].u(); if (p instanceof I i) i.w(); l.p.q.z(p == l ? f : f, null); } }",
    );
    assert_eq!(
        calls(&unit),
        [
            "Name (P).a((L), (V<X>), (int[])[], Int+String)",
            "Name f.b()",
            "Name f.g.c()",
            "This .this.d()",
            "Super .super.e()",
            "This A.this.f()",
            "Super A.super.g()",
            "None h()",
            "Expression String.i()",
            "Expression (N).j()",
            "None x()",
            "Expression x().k()",
            "Expression x().k().l()",
            "Expression (C).m()",
            "Name (L).n()",
            "Name (P).o()",
            "Name (E).p()",
            "Name (L)[].q()",
            "Name xs.r(->)",
            "Name ?.s()",
            "Expression .this.f.t()",
            "Expression arr[].u()",
            "Name (I).w()",
            "Name (L).p.q.z(f, Null)",
        ]
    );
    assert_eq!(unit.calls[9].shape, ReceiverShape::Expression);
}

#[test]
fn a_local_hides_a_type_of_its_name() {
    let unit =
        read("class A { void m(X Y) { Y.a(); Z.b(); { T Z; Z.c(); } } void n() { Y.d(); } }");
    let names: Vec<_> = uses(&unit).into_iter().filter(|u| u.0 == Role::Name).collect();
    assert_eq!(names, [(Role::Name, "Z"), (Role::Name, "Y")]);
}

#[test]
fn constructor_calls() {
    let unit = read(
        "class A { X f = new X(1); static { new X(); }\n A() { this(new X(1, \"a\")); }\n A(X x) { super(); }\n\
         void m() {\n  g(() -> new a.b.X<T>() { void n() {} }); h(X::new); i(X[]::new); new X[2]; } }",
    );
    let news: Vec<_> = unit
        .news
        .iter()
        .map(|n| {
            format!(
                "{:?} {} {} {} {} {}",
                n.kind,
                type_text(&unit, n.created),
                n.arguments.len,
                n.line,
                n.body.is_some(),
                element_text(&unit, n.element)
            )
        })
        .collect();
    assert_eq!(
        news,
        [
            "New X 1 1 false Class A/Field f",
            "New X 0 1 false Class A/Initializer",
            "This A 1 2 false Class A/Constructor A",
            "New X 2 2 false Class A/Constructor A",
            "New a.b.X<T> 0 5 true Class A/Method m/Lambda",
            "Reference X 0 5 false Class A/Method m",
        ]
    );
}

#[test]
fn annotations_have_values_and_elements() {
    let unit = read(
        "@A(name = \"x\\\"y\", kinds = {K.ONE, K . TWO}, type = X.class, n = -1, in = @B(@C))\n\
         class T { @D @E(\"v\") int f, g; @F void m(@G @H(1) int p) { @I int l; }\n\
         List<@J X> h; @K enum Q { @L ONE } }",
    );
    let annotations: Vec<_> = unit
        .annotations
        .iter()
        .map(|a| {
            let of: Vec<_> = unit
                .values_of(a)
                .iter()
                .map(|v| format!("{}={}", unit.text(v.name), unit.text(v.value)))
                .collect();
            format!(
                "{}{} {} {} {}",
                if a.parent.is_some() { "nested " } else { "" },
                unit.text(a.name),
                element_text(&unit, a.element),
                a.on_variable,
                of.join(";")
            )
        })
        .collect();
    assert_eq!(
        annotations,
        [
            "A Class T false name=x\"y;kinds=K.ONE;kinds=K.TWO;type=X;n=-1;in=@B(@C)",
            "nested B Class T false value=@C",
            "nested C Class T false ",
            "D Class T/Field f false ",
            "E Class T/Field f false value=v",
            "F Class T/Method m false ",
            "G Class T/Method m true ",
            "H Class T/Method m true value=1",
            "I Class T/Method m true ",
            "J Class T/Field h true ",
            "K Class T/Enum Q false ",
            "L Class T/Enum Q/EnumConstant ONE false ",
        ]
    );
    let of = |name: &str| {
        let at = unit.elements.iter().position(|e| unit.text(e.name) == name).unwrap();
        let of = unit.annotations_of(ElementId(at as u32)).map(|a| unit.text(a.name));
        of.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        ["T", "f", "g", "m", "h", "Q", "ONE"].map(of),
        ["A", "D E", "D E", "F", "", "K", "L"]
    );
}

#[test]
fn the_gate_keeps_only_what_is_wanted() {
    let text =
        "import a.X; class A { X x; Y y; void m() { x.go(); y.stop(); new Y(); p.q.Z.w(); } }";
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_java::LANGUAGE.into()).unwrap();
    let tree = parser.parse(text, None).unwrap();
    let unit = Unit::read(&tree, text, "A.java".into(), &NameGate::nothing());
    assert!(unit.uses.is_empty() && unit.calls.is_empty() && unit.news.is_empty());
    assert_eq!((unit.imports.len(), unit.members.len()), (1, 3));
    let mut gate = NameGate::nothing();
    gate.types.insert_exact("X");
    gate.calls.insert_folded("Stop");
    gate.qualified = true;
    let unit = Unit::read(&tree, text, "A.java".into(), &gate);
    assert_eq!(uses(&unit), [(Role::Field, "X"), (Role::Name, "p.q.Z")]);
    assert_eq!(calls(&unit), ["Name y.stop()"]);
}

#[test]
fn depth_costs_no_stack() {
    let deep =
        format!("class A {{ Object m() {{ return {}1{}; }} }}", "(".repeat(3000), ")".repeat(3000));
    assert_eq!(read(&deep).members.len(), 1);
    let chain = format!("class A {{ void m() {{ a{}; }} }}", ".b(c(1))".repeat(3000));
    assert_eq!(read(&chain).calls.len(), 6000);
    let types = format!("class A {{ {}X{} f; }}", "L<".repeat(500), ">".repeat(500));
    assert_eq!(read(&types).members.len(), 1);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(class|import|static|@A|new|X|a|var|\\.|\\{|\\}|\\(|\\)|;|<|>|=|->|::|,|\"s\"|for|case|record|\\[|\\]| |\n){0,60}|.{0,60}") {
        let unit = read(&text);
        for i in 0..unit.elements.len() {
            prop_assert!(i == 0 || unit.elements[i].parent.0 < i as u32);
        }
        for u in &unit.uses {
            prop_assert!((u.element.0 as usize) < unit.elements.len() && u.start_line <= u.line);
        }
    }
}
