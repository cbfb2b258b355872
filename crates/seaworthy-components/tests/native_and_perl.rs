//! Components in C, Perl, Visual Basic 6 and classic ASP, put together from modules and file summaries.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::{Evidence, Position};
use seaworthy_components::{
    Component, ComponentKind, FileSummary, Import, Platform, Signal, detect,
};
use seaworthy_deps::{BuildTool, Ecosystem, Module, Packaging, Property};
use seaworthy_facts::{FactKind, Language, ParseOutcome, Role};

fn place(path: &str) -> Evidence {
    Evidence::cause(&Arc::from(path), Position { line: 1, column: 1 }, "x")
}

fn file(path: &str, imports: &[&str], signals: &[(FactKind, &str, &str)]) -> FileSummary {
    FileSummary {
        path: Arc::from(path),
        language: Language::of_path(path),
        role: Role::Production,
        lines: 10,
        outcome: ParseOutcome::Parsed,
        package: "".into(),
        imports: imports
            .iter()
            .map(|i| Import { name: (*i).into(), text: "x".into(), at: place(path).at })
            .collect(),
        signals: signals
            .iter()
            .map(|(kind, name, value)| Signal {
                kind: *kind,
                name: (*name).into(),
                value: (*value).into(),
                temporary: false,
                evidence: place(path),
            })
            .collect(),
    }
}

fn build(root: &str, programs: &[&str]) -> Module {
    let property = |name: &str| Property { value: name.to_owned(), evidence: place("Makefile.am") };
    Module {
        ecosystem: Ecosystem::Native,
        build_tool: BuildTool::Autotools,
        name: "relay".to_owned(),
        version: None,
        root: Arc::from(root),
        packaging: if programs.is_empty() { Packaging::Library } else { Packaging::Executable },
        dependencies: Vec::new(),
        properties: programs
            .iter()
            .map(|p| (format!("program.{p}"), property(p)))
            .collect::<BTreeMap<_, _>>(),
        submodules: Vec::new(),
        evidence: place("configure.ac"),
    }
}

fn only(modules: &[Module], files: &[FileSummary]) -> Component {
    let mut found = detect("relay", modules, files).components;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn programs_in_c_are_told_by_what_they_do() {
    let call = |name| (FactKind::Call, name, "");
    for (source, kind) in [
        (file("a.c", &[], &[(FactKind::Listen, "2121", "")]), ComponentKind::Web),
        (file("a.cpp", &[], &[call("server.listen")]), ComponentKind::Web),
        (file("a.c", &[], &[call("daemon")]), ComponentKind::Worker),
        (file("a.c", &[], &[]), ComponentKind::Job),
        (file("a.cpp", &["QtWidgets/QApplication"], &[call("listen")]), ComponentKind::Desktop),
    ] {
        let component = only(&[build("", &["relayd"])], &[source]);
        assert_eq!((component.kind, component.platform.value), (kind, Platform::Native));
        assert_eq!(component.start.unwrap().value, ["relayd"]);
    }
    let library = only(&[build("", &[])], &[file("a.c", &[], &[call("listen")])]);
    assert_eq!(library.kind, ComponentKind::Library);
}

#[test]
fn a_port_of_c_is_not_taken_for_http() {
    let files = [file("a.c", &[], &[(FactKind::Listen, "2121", "")])];
    let component = only(&[build("", &["relayd", "relay"])], &files);
    assert_eq!(component.ports[0].value.name, "tcp-2121");
    // The program that has the name of the build is the main one.
    assert_eq!(component.start.unwrap().value, ["relay"]);
    assert_eq!(component.programs.len(), 2);
}

#[test]
fn a_server_with_a_small_window_stays_a_server() {
    let mut files = vec![file("tray.cpp", &["QtWidgets/QMenu"], &[])];
    files.extend(
        (0..20).map(|n| file(&format!("f{n}.cpp"), &[], &[(FactKind::Call, "listen", "")])),
    );
    assert_eq!(only(&[build("", &["relayd"])], &files).kind, ComponentKind::Web);
}

#[test]
fn an_image_that_runs_tests_is_no_component() {
    let files = [
        file("a.c", &[], &[(FactKind::Listen, "2121", "")]),
        file("devtools/x.pl", &[], &[]),
        file(
            "devtools/Dockerfile",
            &[],
            &[(FactKind::ConfigKey, "FROM", "debian"), (FactKind::ConfigKey, "CMD", "make test")],
        ),
    ];
    assert_eq!(only(&[build("", &["relayd"])], &files).dockerfile, None);
}

#[test]
fn web_applications_in_perl() {
    let psgi = only(&[], &[file("app.psgi", &[], &[]), file("lib/A.pm", &["Plack.Builder"], &[])]);
    assert_eq!((psgi.kind, psgi.platform.value), (ComponentKind::Web, Platform::Perl));
    assert_eq!(psgi.start.unwrap().value[0], "starman");
    assert_eq!(psgi.ports[0].value.number, 5000);

    let mojo = only(&[], &[file("script/shop.pl", &["Mojolicious.Lite"], &[])]);
    assert_eq!(mojo.framework.unwrap().value, "Mojolicious");
    assert_eq!(mojo.start.unwrap().value, ["hypnotoad", "--foreground", "script/shop.pl"]);
    assert_eq!(mojo.ports[0].value.number, 8080);

    let cgi = only(&[], &[file("cgi-bin/order.pl", &["CGI"], &[]), file("lib/A.pm", &[], &[])]);
    assert_eq!((cgi.kind, cgi.framework.unwrap().value.as_str()), (ComponentKind::Web, "CGI"));
    assert!(cgi.start.unwrap().value.join(" ").contains("root => '/app/cgi-bin'"));
    assert_eq!(cgi.programs[0].value.name, "cgi-bin/order.pl");

    let scripts = only(&[], &[file("tools/report.pl", &["DBI"], &[])]);
    assert_eq!(scripts.kind, ComponentKind::Library);
}

#[test]
fn visual_basic_and_classic_asp_are_for_windows() {
    let kind = |value| (FactKind::ConfigKey, "Type", value);
    for (files, expected) in [
        (
            vec![file("Till.vbp", &[], &[kind("Exe")]), file("Main.frm", &[], &[])],
            ComponentKind::Desktop,
        ),
        (
            vec![file("Night.vbp", &[], &[kind("Exe")]), file("Main.bas", &[], &[])],
            ComponentKind::Job,
        ),
        (
            vec![file("Lib.vbp", &[], &[kind("OleDll")]), file("A.cls", &[], &[])],
            ComponentKind::Library,
        ),
    ] {
        let component = only(&[], &files);
        assert_eq!((component.kind, component.platform.value), (expected, Platform::Windows));
    }
    let files = [file("global.asa", &[], &[]), file("a.asp", &[], &[]), file("menu.js", &[], &[])];
    let site = only(&[], &files);
    assert_eq!((site.kind, site.platform.value), (ComponentKind::Web, Platform::Iis));
    assert_eq!((site.ports[0].value.number, &*site.evidence[0].path), (80, "global.asa"));
}
