//! What names and calls mean.

use proptest::prelude::*;

use crate::extract::read_text;
use crate::project::{Libraries, Project};
use crate::unit::{Call, ElementId, ReceiverShape, Role, Unit};

use super::{Origin, Resolution};

fn units(texts: &[&str]) -> Vec<Unit> {
    texts.iter().enumerate().map(|(i, text)| read_text(&format!("F{i}.java"), text)).collect()
}

fn servlet() -> Libraries {
    Libraries::new([("javax.servlet", "javax.servlet-api")])
}

fn shown(resolution: &Resolution<'_>) -> String {
    let mark = |origin: Origin| match origin {
        Origin::Project => "",
        Origin::Jdk => " jdk",
        Origin::Library => " lib",
        Origin::Missing => " ?",
    };
    match resolution {
        Resolution::Exact(name) => format!("{}{}", name.qualified, mark(name.origin)),
        Resolution::Parameter(name) => format!("<{}{}>", name.qualified, mark(name.origin)),
        Resolution::Candidates(of) => {
            let of: Vec<_> =
                of.iter().map(|name| format!("{}{}", name.qualified, mark(name.origin))).collect();
            of.join(" | ")
        }
        Resolution::Primitive(name) => (*name).to_owned(),
        Resolution::NoType => "none".to_owned(),
        Resolution::Unknown => "unknown".to_owned(),
    }
}

/// What the types of the first file's fields mean, by the names of the fields.
fn field_types(texts: &[&str], libraries: Libraries) -> Vec<String> {
    let units = units(texts);
    let project = Project::new(&units, libraries);
    let mut resolver = project.resolver(&units[0]);
    units[0]
        .members
        .iter()
        .filter_map(|member| {
            let declared = member.declared?;
            let found = resolver.type_ref(member.element, declared);
            Some(shown(&found))
        })
        .collect()
}

/// Receiver, declaring type and parameters of the first file's calls of methods whose names start with `m`.
fn calls(texts: &[&str], libraries: Libraries) -> Vec<String> {
    let units = units(texts);
    let project = Project::new(&units, libraries);
    let mut resolver = project.resolver(&units[0]);
    let wanted = |call: &&Call| units[0].text(call.name).starts_with('m');
    units[0]
        .calls
        .iter()
        .filter(wanted)
        .map(|call| {
            let target = resolver.call(call);
            let parameters = target
                .parameters
                .map(|of| of.iter().map(|p| p.generic.clone()).collect::<Vec<_>>().join(", "));
            format!(
                "{} -> {} ({})",
                shown(&target.receiver),
                shown(&target.declaring),
                parameters.as_deref().unwrap_or("?")
            )
        })
        .collect()
}

/// Names in the first file's uses and the types that they mean.
fn uses(texts: &[&str], libraries: Libraries) -> Vec<String> {
    let units = units(texts);
    let project = Project::new(&units, libraries);
    let mut resolver = project.resolver(&units[0]);
    units[0]
        .uses
        .iter()
        .map(|of| {
            let named: Vec<_> = resolver
                .type_use(of)
                .iter()
                .map(|named| format!("{}:{}", named.parts, shown(&named.resolution)))
                .collect();
            format!("{} = {}", units[0].text(of.name), named.join(", "))
        })
        .collect()
}

#[test]
fn single_imports_come_before_the_package_and_imports_on_demand() {
    let found = field_types(
        &[
            "package p; import q.A; import r.*; class F { A a; B b; C c; String d; int e; X f; }",
            "package p; class A {} class B {}",
            "package r; class B {} class C {}",
        ],
        Libraries::default(),
    );
    assert_eq!(found, ["q.A ?", "p.B", "r.C", "java.lang.String jdk", "int", "unknown"]);
}

#[test]
fn on_demand_imports_name_what_is_known_else_all_that_may_be() {
    let text = "package p; import java.util.*; import x.*; import y.*; class F { List a; Thing b; Map.Entry c; Thing.In d; }";
    assert_eq!(
        field_types(&[text], Libraries::default()),
        [
            "java.util.List jdk",
            "x.Thing ? | y.Thing ?",
            "java.util.Map.Entry jdk",
            "x.Thing.In ? | y.Thing.In ?"
        ]
    );
    let text = "import javax.servlet.http.*; import javax.servlet.*; class F { HttpSession a; ServletContext b; }";
    assert_eq!(
        field_types(&[text], servlet()),
        ["javax.servlet.http.HttpSession lib", "javax.servlet.ServletContext lib"]
    );
    assert_eq!(
        field_types(&[text], Libraries::default()),
        ["javax.servlet.http.HttpSession ?", "javax.servlet.ServletContext ?"]
    );
}

#[test]
fn member_types_are_found_in_and_through_supertypes() {
    let found = field_types(
        &[
            "package p; class F extends G { In a; Deep b; F.In c; Own.Most d; G.In e; class Own { class Most {} Most x; In y; } }",
            "package p; class G extends H { class In {} }",
            "package p; interface H { interface Deep {} }",
        ],
        Libraries::default(),
    );
    assert_eq!(
        found,
        ["p.G.In", "p.H.Deep", "p.G.In", "p.F.Own.Most", "p.G.In", "p.F.Own.Most", "p.G.In"]
    );
}

#[test]
fn headers_may_name_inherited_member_types() {
    let found = calls(
        &["class F { class N extends G { void t() { class X extends In {} X x = null; x.m1(); } } }
           class G { static class In { void m1() {} } }"],
        Libraries::default(),
    );
    assert_eq!(found, ["X -> G.In ()"]);
}

#[test]
fn type_parameters_and_local_classes_hide_types() {
    let units = units(&[
        "package p; class T {} class F<T extends Runnable> { T a; <U> U b() { class T {} T c; return null; } T d; }",
    ]);
    let project = Project::new(&units, Libraries::default());
    let mut resolver = project.resolver(&units[0]);
    let at = |name: &str| {
        let at = units[0].elements.iter().position(|e| units[0].text(e.name) == name).unwrap();
        ElementId(at as u32)
    };
    assert_eq!(shown(&resolver.name(at("a"), "T")), "<java.lang.Runnable jdk>");
    assert_eq!(shown(&resolver.name(at("b"), "U")), "<java.lang.Object jdk>");
    assert_eq!(shown(&resolver.name(at("b"), "T")), "T");
    assert_eq!(shown(&resolver.name(at("d"), "T")), "<java.lang.Runnable jdk>");
}

#[test]
fn imports_name_types() {
    let units = units(&[
        "import java.util.List; import java.util.Lisst; import org.xyz.Y; import static p.A.f; import static p.A.In; import static p.A.*; import x.*; import javax.ejb.EJB;",
        "package p; class A { static int f; static class In {} }",
    ]);
    let project = Project::new(&units, Libraries::new([("org.xyz", "y")]));
    let resolver = project.resolver(&units[0]);
    let found: Vec<_> = units[0].imports.iter().map(|i| shown(&resolver.import(i))).collect();
    assert_eq!(
        found,
        [
            "java.util.List jdk",
            "java.util.Lisst ?",
            "org.xyz.Y lib",
            "p.A",
            "p.A.In",
            "p.A",
            "none",
            "javax.ejb.EJB ?"
        ]
    );
    assert!(project.can_resolve_import("java.util", false, true));
    assert!(project.can_resolve_import("p.A.f", true, false));
    assert!(!project.can_resolve_import("p.Missing", false, false));
    assert!(!project.can_resolve_import("commonj.timers.Timer", false, false));
}

#[test]
fn names_in_expressions_are_types_variables_or_packages() {
    let found = uses(
        &["package p; import x.Out; class F extends Q { F LOG; void t(int Loc) {
           Out.a(); LOG.a(); Loc.b(); G.H.c(); G.K.d(); java.util.Map.Entry.e(); java.util.Map.F; x.y.Z.f(); other.a();
           CONST.a(); Some.FIELD.a(); } } class G { static G K; class H {} }"],
        Libraries::default(),
    );
    let found: Vec<_> = found.iter().filter(|s| s.contains('=')).map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "Q = 1:unknown",
            "F = 1:p.F",
            "Out = 1:x.Out ?",
            "LOG = ",
            "G.H = 1:p.G, 2:p.G.H",
            "G.K = 1:p.G",
            "java.util.Map.Entry = 3:java.util.Map jdk, 4:java.util.Map.Entry jdk",
            "java.util.Map = 3:java.util.Map jdk",
            "x.y.Z = 3:x.y.Z ?",
            "other = 1:unknown",
            "CONST = ",
            "Some.FIELD = ",
            "G = 1:p.G",
        ]
    );
}

#[test]
fn the_type_that_declares_a_method_is_found_in_the_hierarchy() {
    let found = calls(
        &[
            "package p; class F { G g; void t(H h, java.util.ArrayList<String> l) { g.m1(); g.m2(); h.m1(); l.m1(); new F().m3(); m3(); this.m3(); F.m4(1); m5(); g.m1(1); } void m3() {} static void m4(int i) {} }",
            "package p; class G extends H { void m2() {} }",
            "package p; class H { void m1() {} }",
        ],
        Libraries::default(),
    );
    assert_eq!(
        found,
        [
            "p.G -> p.H ()",
            "p.G -> p.G ()",
            "p.H -> p.H ()",
            "java.util.ArrayList jdk -> unknown (?)",
            "p.F -> p.F ()",
            "p.F -> p.F ()",
            "p.F -> p.F ()",
            "p.F -> p.F (int)",
            "p.F -> unknown (?)",
            "p.G -> unknown (?)",
        ]
    );
}

#[test]
fn overridden_methods_belong_to_the_subclass() {
    let found = calls(
        &[
            "class F { void t(S s, B b) { s.m1(); b.m1(); s.m2(null); } } class B { void m1() {} void m2(String s) {} } class S extends B { void m1() {} void m2(int i) {} }",
        ],
        Libraries::default(),
    );
    assert_eq!(found, ["S -> S ()", "B -> B ()", "S -> B (java.lang.String)"]);
}

#[test]
fn methods_of_unknown_supertypes_are_unknown() {
    let text = "import x.Base; class F extends Base implements I { void t(F f) { f.m1(); f.m2(); m3(); super.m1(); } void m2() {} } interface I { void m1(); }";
    let expected = ["F -> unknown (?)", "F -> F ()", "F -> unknown (?)", "x.Base ? -> unknown (?)"];
    assert_eq!(calls(&[text], Libraries::default()), expected);
}

#[test]
fn overloads_are_chosen_by_arguments() {
    let found = calls(
        &["class F { void t(Object o, String s, byte b, java.util.List<String> l) { m(o); m(s); m(b); m(1L); m(s, s, s); m(l); m(null, 1); m('c'); m(() -> {}); }
           void m(Object o) {} void m(String s) {} void m(int i) {} void m(long i) {} void m(String... s) {} void m(java.util.Collection<? extends F> l) {} void m(int[] a, Integer b) {} void m(Runnable r) {} }"],
        Libraries::default(),
    );
    let found: Vec<_> = found.iter().map(|s| s.trim_start_matches("F -> F ")).collect();
    assert_eq!(
        found,
        [
            "(java.lang.Object)",
            "(java.lang.String)",
            "(int)",
            "(long)",
            "(java.lang.String[])",
            "(java.util.Collection<F>)",
            "(int[], java.lang.Integer)",
            "(int)",
            "?",
        ]
        .map(|s| if s == "?" { "(?)" } else { s })
    );
}

#[test]
fn types_flow_through_fields_results_generics_and_var() {
    let found = calls(
        &[
            "package p; import java.util.*; class F<T> { Map<String, G> map; G[] many; F<G> f; T t; T get() { return t; } <U> U any() { return null; }
             void t(List<? extends G> list) {
               map.get(\"a\").m1(); many[0].m1(); f.get().m1(); f.t.m1(); for (G g : list) g.m1(); for (var g : list) g.m1();
               var e = map.entrySet().iterator().next(); e.getValue().m1(); ((G) null).m1(); f.any().m1(); t.m1();
               list.get(0).next.next.m1(); (list.isEmpty() ? many[1] : null).m1(); \"\".concat(\"\").m1(); G.ONE.m1(); Optional<G> o = null; o.get().m1();
               new G() { }.m1(); f.f.get().m1(); Q.A.m2(); Q.valueOf(\"A\").m2(); R r = null; r.g().m1(); super.m1(); } }",
            "package p; class G { G next; static final G ONE = null; void m1() {} } enum Q { A; void m2() {} } record R(G g) {}",
        ],
        Libraries::default(),
    );
    let known = "p.G -> p.G ()";
    assert_eq!(
        found,
        [
            known,
            known,
            known,
            known,
            known,
            known,
            known,
            known,
            "unknown -> unknown (?)",
            "java.lang.Object jdk -> unknown (?)",
            known,
            known,
            "java.lang.String jdk -> unknown (?)",
            known,
            known,
            known,
            known,
            "p.Q -> p.Q ()",
            "p.Q -> p.Q ()",
            known,
            "java.lang.Object jdk -> unknown (?)",
        ]
    );
}

#[test]
fn static_imports_bring_methods_and_fields() {
    let found = calls(
        &[
            "package p; import static p.G.m1; import static p.H.*; import static x.Y.m3; class F { void t() { m1(); m2(); m3(); ONE.m2(); m4(); } void m4(int i) {} }",
            "package p; class G { static void m1() {} }",
            "package p; class H { static H ONE; static void m2() {} }",
        ],
        Libraries::default(),
    );
    assert_eq!(
        found,
        [
            "p.G -> p.G ()",
            "p.H -> p.H ()",
            "x.Y ? -> unknown (?)",
            "p.H -> p.H ()",
            "p.F -> unknown (?)"
        ]
    );
}

#[test]
fn outer_types_and_anonymous_classes_are_searched() {
    let found = calls(
        &[
            "class F { void m1() {} class In { void t() { m1(); F.this.m1(); new Runnable() { public void run() { m1(); m2(); this.m3(); } void m3() {} }; } void m2() {} } }",
        ],
        Libraries::default(),
    );
    assert_eq!(
        found,
        ["F -> F ()", "F -> F ()", "F -> F ()", "F.In -> F.In ()", "java.lang.Runnable jdk ->  ()"]
    );
}

#[test]
fn g10_the_servlet_api_tells_who_declares_a_method() {
    let text = "import javax.servlet.*; import javax.servlet.http.*; class F extends HttpServlet {
        void t(HttpServletRequest r, ServletRequestWrapper w, HttpServletRequestWrapper h, HttpSession s) {
        r.getRealPath(\"\"); w.getRealPath(\"\"); h.getRealPath(\"\"); s.getServletContext().log(\"\"); getServletContext().log(\"\"); log(\"\"); r.getSession().putValue(\"\", null); } }";
    let units = units(&[text]);
    let shown_all = |libraries: Libraries| -> Vec<String> {
        let project = Project::new(&units, libraries);
        let mut resolver = project.resolver(&units[0]);
        units[0].calls.iter().map(|call| shown(&resolver.call(call).declaring)).collect()
    };
    assert_eq!(
        shown_all(servlet()),
        [
            "javax.servlet.ServletRequest lib",
            "javax.servlet.ServletRequestWrapper lib",
            "javax.servlet.ServletRequestWrapper lib",
            "javax.servlet.http.HttpSession lib",
            "javax.servlet.ServletContext lib",
            "javax.servlet.GenericServlet lib",
            "javax.servlet.ServletContext lib",
            "javax.servlet.GenericServlet lib",
            "javax.servlet.http.HttpServletRequest lib",
            "javax.servlet.http.HttpSession lib",
        ]
    );
    assert!(shown_all(Libraries::default()).iter().all(|of| of == "unknown"));
}

#[test]
fn library_types_tell_results_and_inherited_methods() {
    let text = "import java.util.*; import java.util.stream.*; import static java.util.stream.Collectors.*; import org.springframework.jdbc.core.JdbcTemplate;
        import org.springframework.context.ApplicationContext; import org.slf4j.*; import org.hibernate.Session;
        class F { void t(List<F> l, StringBuilder b, JdbcTemplate j, ApplicationContext c, Session s) {
        l.stream().filter(null).findFirst().get().m(); b.append(1).setLength(0); j.getDataSource().getConnection();
        c.getBean(F.class).m(); LoggerFactory.getLogger(F.class).info(\"\"); Arrays.asList(new F()).get(0).m(); toList();
        l.iterator().next().m(); s.createQuery(\"\").list(); Collections.max(l).m(); Objects.requireNonNull(this).m(); } void m() {} }";
    let units = units(&[text]);
    let spring = [
        ("org.springframework", "spring-jdbc"),
        ("org.slf4j", "slf4j-api"),
        ("org.hibernate", "hibernate-core"),
    ];
    let project = Project::new(&units, Libraries::new(spring));
    let mut resolver = project.resolver(&units[0]);
    let found: Vec<_> = units[0]
        .calls
        .iter()
        .map(|call| {
            let name = units[0].text(call.name);
            format!("{name} {}", shown(&resolver.call(call).declaring))
        })
        .collect();
    let has =
        |expected: &str| assert!(found.iter().any(|of| of == expected), "{expected}: {found:#?}");
    has("stream java.util.Collection jdk");
    has("get java.util.Optional jdk");
    has("setLength java.lang.AbstractStringBuilder jdk");
    has("getDataSource org.springframework.jdbc.support.JdbcAccessor lib");
    has("getConnection javax.sql.DataSource jdk");
    has("getBean org.springframework.beans.factory.BeanFactory lib");
    has("info org.slf4j.Logger lib");
    has("toList java.util.stream.Collectors jdk");
    assert_eq!(found.iter().filter(|of| *of == "m F").count(), 6, "{found:#?}");
}

#[test]
fn class_files_at_hand_come_before_the_index() {
    let mut facts = seaworthy_types::ClassFacts {
        name: "x/Base".into(),
        access: 1,
        superclass: Some("java/util/ArrayList".into()),
        signature: Some("Ljava/util/ArrayList<Lx/Base;>;".into()),
        ..seaworthy_types::ClassFacts::default()
    };
    facts.methods.push(seaworthy_types::MemberFacts {
        name: "m1".into(),
        access: 1,
        descriptor: "()Lx/Base;".into(),
        signature: None,
    });
    let mut libraries = Libraries::default();
    libraries.add_signatures(seaworthy_types::describe(&facts));
    let text = "import x.Base; class F extends Base { void t() { m1().get(0).m1(); mx(); } }";
    let expected = ["F -> x.Base lib ()", "x.Base lib -> x.Base lib ()", "F -> unknown (?)"];
    assert_eq!(calls(&[text], libraries), expected);
}

#[test]
fn lombok_generates_accessors_and_loggers() {
    let found = calls(
        &[
            "import lombok.extern.slf4j.Slf4j; @Slf4j class F { void t(G g) { g.getNext().m1(); g.isOpen(); log.m2(); g.getHidden().m1(); g.next.m1(); } }",
            "import lombok.*; @Getter class G { G next; boolean isOpen; static G hidden; void m1() {} }",
        ],
        Libraries::new([("org.slf4j", "slf4j-api")]),
    );
    assert_eq!(
        found,
        ["G -> G ()", "org.slf4j.Logger lib -> unknown (?)", "unknown -> unknown (?)", "G -> G ()"]
    );
}

#[test]
fn constructors_have_parameters() {
    let units = units(&[
        "package p; class F { Object a = new G(1), b = new G(\"\"), c = new x.Y(2); Runnable r = G::new; } class G { G(int i) {} G(String s) { this(1); } }",
    ]);
    let project = Project::new(&units, Libraries::default());
    let mut resolver = project.resolver(&units[0]);
    let found: Vec<_> = units[0]
        .news
        .iter()
        .map(|new| {
            let target = resolver.new_object(new);
            let parameters = target
                .parameters
                .map(|of| of.iter().map(|p| p.erased.clone()).collect::<Vec<_>>().join(","));
            format!("{} {}", shown(&target.declaring), parameters.as_deref().unwrap_or("?"))
        })
        .collect();
    assert_eq!(found, ["p.G int", "p.G java.lang.String", "x.Y ? ?", "p.G ?", "p.G int"]);
}

#[test]
fn subtypes_are_known_as_far_as_supertypes_are() {
    let units = units(&[
        "package p; class A extends B {} class B implements java.util.List {} class C extends x.Y implements Runnable {}",
    ]);
    let project = Project::new(&units, Libraries::default());
    assert_eq!(project.is_subtype("p.A", "java.lang.Iterable"), Some(true));
    assert_eq!(project.is_subtype("p.A", "java.util.Set"), Some(false));
    assert_eq!(project.is_subtype("p.C", "java.lang.Runnable"), Some(true));
    assert_eq!(project.is_subtype("p.C", "java.util.Set"), None);
    assert_eq!(project.is_subtype("x.Y", "java.util.Set"), None);
    assert_eq!(project.is_subtype("java.util.ArrayList", "java.util.Collection"), Some(true));
}

#[test]
fn threads_share_a_project() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Project::new(&units(&["class F {}"]), Libraries::default()));
}

#[test]
fn cycles_end() {
    let found = calls(
        &[
            "class F extends G { void t() { m1(); var a = a; a.m1(); } class In extends In {} } class G extends F { T x; } class H<T extends T> { T t() { t().m2(); return null; } }",
        ],
        Libraries::default(),
    );
    assert_eq!(found.len(), 3);
    let mut doubling = String::new();
    for i in 1..200 {
        let p = i - 1;
        doubling += &format!("var v{i} = f(v{p} + 1, v{p} - 1, v{p}.g(v{p}));");
    }
    let text = format!("class F {{ void t(X v0) {{ {doubling} v199.m1(); }} }}");
    assert_eq!(calls(&[&text], Libraries::default()), ["unknown -> unknown (?)"]);
}

proptest! {
    #[test]
    fn any_text_is_resolved(text in "(class |import |static |interface |extends |T|X|a|Map|<|>|\\.|\\{|\\}|\\(|\\)|;|=|->|\\*|,|var |new |m\\(\\)|for|this|super| ){0,70}") {
        let units = units(&[&text, "class X<T> extends T { X a; class Map {} X m() { return this; } }"]);
        let project = Project::new(&units, Libraries::default());
        for unit in &units {
            let mut resolver = project.resolver(unit);
            for of in &unit.uses {
                let named = resolver.type_use(of);
                prop_assert!(of.role == Role::Name || of.role == Role::MethodReference || named.len() <= unit.text(of.name).split('.').count());
            }
            for call in &unit.calls {
                let target = resolver.call(call);
                prop_assert!(call.shape != ReceiverShape::None || call.receiver.is_none());
                let _ = target;
            }
            for new in &unit.news {
                let _ = resolver.new_object(new);
            }
        }
    }
}
