use std::sync::Arc;

use proptest::prelude::*;

use super::*;

fn modules(files: &[(&str, &str)]) -> Vec<Module> {
    let files: Files<Manifest> = files
        .iter()
        .filter_map(|(path, text)| {
            let path: Arc<str> = Arc::from(*path);
            let manifest = read(&Source::new(&path, text))?;
            Some((path, Box::new(manifest)))
        })
        .collect();
    link(&files)
}

fn libraries(module: &Module) -> Vec<(&str, &str)> {
    module.dependencies.iter().map(|d| (d.name.as_str(), d.requirement.as_str())).collect()
}

fn programs(module: &Module) -> Vec<&str> {
    module.properties.keys().filter_map(|k| k.strip_prefix("program.")).collect()
}

#[test]
fn cmake_with_one_program_folder() {
    let root = "# project(old)\ncmake_minimum_required(VERSION 3.20)\nproject(relay VERSION 1.4.2 LANGUAGES C)\nfind_package(OpenSSL 1.1 REQUIRED)\nfind_package(Threads)\npkg_check_modules(DEPS REQUIRED IMPORTED_TARGET libevent>=2.1 zlib)\nadd_subdirectory(src)\n#[[ add_executable(never x.c)\n]]\n";
    let src = "add_library(core STATIC core.c)\nset(NAME relayd)\nadd_executable(${NAME} main.c \"a (b).c\")\nadd_executable(gen-tables gen.c)\ntarget_link_libraries(${NAME} PRIVATE core OpenSSL::SSL m sqlite3)\ninstall(TARGETS relayd RUNTIME DESTINATION sbin)\n";
    let all = modules(&[("CMakeLists.txt", root), ("src/CMakeLists.txt", src)]);
    let module = all.last().unwrap();
    assert_eq!(programs(module), ["relayd"]);
    assert_eq!(
        libraries(module),
        [("OpenSSL", "1.1"), ("libevent", ">=2.1"), ("zlib", ""), ("sqlite3", "")]
    );
    assert_eq!((module.version.as_deref(), module.build_tool), (Some("1.4.2"), BuildTool::Cmake));
    assert_eq!(module.packaging, Packaging::Executable);
}

#[test]
fn programs_in_folders_of_their_own_are_modules() {
    let files = [
        ("CMakeLists.txt", "project(voice)\nadd_subdirectory(server)\nadd_subdirectory(client)\n"),
        ("lib/CMakeLists.txt", "add_library(shared a.cpp)\nfind_package(Protobuf)\n"),
        ("server/CMakeLists.txt", "add_executable(voiced main.cpp)\nfind_package(Boost)\n"),
        (
            "client/CMakeLists.txt",
            "add_executable(voice main.cpp)\ntarget_link_libraries(voice shared)\n",
        ),
    ];
    let all = modules(&files);
    let seen: Vec<_> =
        all.iter().map(|m| (&*m.root, m.name.as_str(), programs(m), libraries(m))).collect();
    assert_eq!(
        seen,
        [
            ("", "voice", vec![], vec![("Protobuf", "")]),
            ("client", "voice", vec!["voice"], vec![]),
            ("server", "voiced", vec!["voiced"], vec![("Boost", "")]),
        ]
    );
}

#[test]
fn autotools() {
    let configure = "dnl AC_CHECK_LIB(old, f)\nAC_INIT([relay], [2.0.1], [bugs@example.org])\nAM_INIT_AUTOMAKE([foreign])\nAC_CHECK_LIB([ssl], [SSL_new],\n  [x], [y])\nAC_SEARCH_LIBS([crypt], [crypt])\nAC_SEARCH_LIBS([socket], [socket])\nPKG_CHECK_MODULES([EV], [libevent >= 2.0 zlib])\nLIBS=\"-lpcre $LIBS\"\n";
    let make = "bin_PROGRAMS = relay \\\n  relayctl\nsbin_PROGRAMS += relayd\nnoinst_PROGRAMS = bench\ncheck_PROGRAMS = t1\nlib_LTLIBRARIES = librelay.la\nrelayd_LDADD = -lrelay -lsystemd\n";
    let module = modules(&[("configure.ac", configure), ("src/Makefile.am", make)]).remove(0);
    assert_eq!(programs(&module), ["relay", "relayctl", "relayd"]);
    assert_eq!(
        libraries(&module),
        [
            ("ssl", ""),
            ("crypt", ""),
            ("libevent", ">= 2.0"),
            ("zlib", ""),
            ("pcre", ""),
            ("systemd", "")
        ]
    );
    assert_eq!((module.name.as_str(), module.version.as_deref()), ("relay", Some("2.0.1")));
    // The old form, with templates of make files beside it.
    let files = [
        ("configure.in", "AC_INIT(include/conf.h)\n"),
        (
            "Makefile.in",
            "EXEEXT=@EXEEXT@\nftpd$(EXEEXT): lib\n\t$(LIBTOOL) --mode=link $(CC) -o $@ $(OBJS)\n",
        ),
        ("mods/t/Makefile.in", "api-tests:\n\t$(CC) -o $@ a.o\n"),
        ("mods/Makefile.in", "M=m\nshared:\n\t$(LIBTOOL) $(CC) -o $(M).la -module x.lo\n"),
    ];
    let module = modules(&files).remove(0);
    assert_eq!((programs(&module), module.build_tool), (vec!["ftpd"], BuildTool::Autotools));
}

#[test]
fn builds_for_other_systems_and_of_parts_are_no_modules() {
    let nested = "AC_INIT([part], [9])\n";
    let files = [
        ("configure.in", "AC_INIT(include/conf.h)\n"),
        ("lib/part/configure.ac", nested),
        ("Makefile.in", "relayd:\n\t$(CC) -o $@ a.o\n"),
    ];
    let all = modules(&files);
    assert_eq!(all.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["root"]);
    assert_eq!(all[0].version, None);
    assert!(modules(&[("win/CMakeLists.txt", "project(x)\nadd_executable(x a.c)\n")]).is_empty());
}

#[test]
fn meson() {
    let text = "# project('old')\nproject('relay', 'c',\n  version: '0.9', license: 'MIT')\nevent = dependency('libevent', version: '>=2.1')\nm = cc.find_library('m')\nrelay_lib = static_library('core', 'core.c')\nexecutable('relayd',\n  ['main.c'], # it\n  dependencies: [event, dependency('zlib')],\n  install: true)\nexecutable('bench', 'b.c')\n";
    let module = modules(&[("meson.build", text)]).remove(0);
    assert_eq!(programs(&module), ["relayd"]);
    assert_eq!(libraries(&module), [("libevent", ">=2.1"), ("zlib", "")]);
    assert_eq!((module.name.as_str(), module.version.as_deref()), ("relay", Some("0.9")));
}

#[test]
fn plain_make_files() {
    let text = "CC = gcc\nPROG = relayd\nLIBS = -lssl -lcrypto\nLDLIBS += $(LIBS) -lm\n\nall: $(PROG) relayctl\n\n$(PROG): main.o\n\t$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)\n\nrelayctl: ctl.o\n\t@gcc -o relayctl ctl.o\n\n%.o: %.c\n\t$(CC) -c -o $@ $<\n\nlib.so: a.o\n\t$(CC) -shared -o lib.so a.o\n";
    let module = modules(&[("Makefile", text)]).remove(0);
    assert_eq!(programs(&module), ["relayctl", "relayd"]);
    assert_eq!(libraries(&module), [("ssl", ""), ("crypto", "")]);
    // Other uses of make describe no program.
    for other in ["all:\n\tnpm run build -o x\n", "test:\n\tgo test ./...\nLIBS = -lx\n", ""] {
        assert!(modules(&[("Makefile", other)]).is_empty(), "{other}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[ -~\n\té]{0,80}|((project|add_executable|AC_INIT|dependency)[(\\[\\]'\"é, #\n$A-Z{}]{0,9}){0,4}") {
        for name in ["CMakeLists.txt", "configure.ac", "Makefile.am", "meson.build", "Makefile"] {
            let _ = modules(&[(name, &text)]);
        }
    }
}
