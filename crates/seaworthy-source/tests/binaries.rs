//! Deployable archives: what is the application's, what a library's, in each layout.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use seaworthy_facts::{Language, Role};
use seaworthy_source::{InputKind, LibraryArchive, Limits, SourceTree};

#[path = "forge/zip.rs"]
mod forge;

use forge::{Item, class, forge, item, jar, pom};

struct Input {
    folder: tempfile::TempDir,
}

impl Input {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn open(&self, path: &str) -> SourceTree {
        open(&self.folder.path().join(path), Limits::default())
    }
}

fn open(path: &Path, limits: Limits) -> SourceTree {
    SourceTree::open(path, &limits).unwrap()
}

fn open_bytes(name: &str, items: &[Item]) -> SourceTree {
    let input = Input::new();
    input.write(name, forge(items));
    input.open(name)
}

/// The class files that are analysed.
fn own_classes(tree: &SourceTree) -> Vec<&str> {
    tree.files
        .iter()
        .filter(|file| file.language == Language::Class && file.role == Role::Production)
        .map(|file| &*file.path)
        .collect()
}

fn libraries(tree: &SourceTree) -> Vec<(&str, bool)> {
    tree.libraries.iter().map(|library| (&*library.path, library.own)).collect()
}

fn role(tree: &SourceTree, path: &str) -> Role {
    tree.files.iter().find(|file| &*file.path == path).unwrap().role
}

fn classes(names: &[&str]) -> Vec<Item> {
    names.iter().map(|name| item(format!("{name}.class"), class(8))).collect()
}

fn with_pom(group: &str, artifact: &str, mut items: Vec<Item>) -> Vec<Item> {
    let (path, text) = pom(group, artifact);
    items.push(item(path, text));
    items
}

#[test]
fn a_war_has_own_classes_own_modules_and_libraries() {
    let mut items = with_pom("com.acme.shop", "web", classes(&["WEB-INF/classes/com/acme/shop/A"]));
    items
        .push(item("WEB-INF/lib/core-1.0.jar", jar("com.acme.shop", "core", &["com/acme/shop/C"])));
    items.push(item("WEB-INF/lib/base-1.0.jar", jar("com.acme.base", "base", &["x/B"])));
    items.push(item("WEB-INF/lib/log-1.0.jar", jar("org.logs", "log", &["org/logs/L"])));
    items.push(item(
        "WEB-INF/lib/nameless.jar",
        forge(&classes(&["com/acme/shop/util/N", "com/acme/shop/util/M"])),
    ));
    items.push(item("WEB-INF/lib/other.jar", forge(&classes(&["net/other/O"]))));
    let tree = open_bytes("web.war", &items);
    assert_eq!(tree.kind, InputKind::Binaries);
    assert_eq!(
        own_classes(&tree),
        [
            "WEB-INF/classes/com/acme/shop/A.class",
            "WEB-INF/lib/base-1.0.jar!/x/B.class",
            "WEB-INF/lib/core-1.0.jar!/com/acme/shop/C.class",
            "WEB-INF/lib/nameless.jar!/com/acme/shop/util/M.class",
            "WEB-INF/lib/nameless.jar!/com/acme/shop/util/N.class",
        ]
    );
    assert_eq!(
        libraries(&tree),
        [
            ("WEB-INF/lib/base-1.0.jar", true),
            ("WEB-INF/lib/core-1.0.jar", true),
            ("WEB-INF/lib/log-1.0.jar", false),
            ("WEB-INF/lib/nameless.jar", true),
            ("WEB-INF/lib/other.jar", false),
        ]
    );
    assert_eq!(role(&tree, "WEB-INF/lib/core-1.0.jar"), Role::Production);
    assert_eq!(role(&tree, "WEB-INF/lib/log-1.0.jar"), Role::Vendored);
    assert!(tree.problems.is_empty(), "{:?}", tree.problems);
}

#[test]
fn a_shared_house_is_no_kinship() {
    let mut items =
        with_pom("org.apache.shop", "web", classes(&["WEB-INF/classes/org/apache/shop/A"]));
    let lib = |name: &str, group: &str| {
        item(format!("WEB-INF/lib/{name}.jar"), jar(group, name, &["org/apache/shop/X"]))
    };
    items.push(lib("commons-lang3", "org.apache.commons"));
    items.push(lib("shop-core", "org.apache.shop.core"));
    items.push(lib("shop-x", "org.apache.shop"));
    let tree = open_bytes("web.war", &items);
    assert_eq!(
        libraries(&tree),
        [
            ("WEB-INF/lib/commons-lang3.jar", false),
            ("WEB-INF/lib/shop-core.jar", true),
            ("WEB-INF/lib/shop-x.jar", true),
        ]
    );
}

#[test]
fn a_patched_class_makes_no_library_the_applications() {
    let mut items = classes(&[
        "WEB-INF/classes/org/springframework/web/Patched",
        "WEB-INF/classes/com/acme/A",
        "WEB-INF/classes/net/tools/json/Patched",
    ]);
    items.push(item("WEB-INF/lib/spring.jar", forge(&classes(&["org/springframework/web/W"]))));
    items.push(item(
        "WEB-INF/lib/json.jar",
        forge(&classes(&["net/tools/json/J", "net/tools/xml/X", "net/tools/csv/C"])),
    ));
    let tree = open_bytes("web.war", &items);
    assert_eq!(
        libraries(&tree),
        [("WEB-INF/lib/json.jar", false), ("WEB-INF/lib/spring.jar", false)]
    );
}

#[test]
fn an_ear_has_modules_by_its_descriptor_and_libraries() {
    let war = forge(&classes(&["WEB-INF/classes/com/acme/web/W"]));
    let items = [
        item(
            "META-INF/application.xml",
            "<application><module><ejb>ejb.jar</ejb></module><library-directory>/libs</library-directory></application>",
        ),
        item("ejb.jar", jar("com.acme", "ejb", &["com/acme/ejb/E"])),
        item("web.war", war),
        item("beside.jar", jar("org.beside", "beside", &["org/beside/B"])),
        item("libs/own.jar", jar("com.acme", "own", &["com/acme/own/O"])),
        item("libs/lib.jar", jar("org.lib", "lib", &["org/lib/L"])),
        item("APP-INF/lib/app.jar", jar("org.lib", "app", &["org/lib/A"])),
        item("APP-INF/classes/com/acme/app/P.class", class(8)),
        item("ra.rar", forge(&[item("ra.jar", forge(&classes(&["com/acme/ra/R"])))])),
    ];
    let tree = open_bytes("shop.ear", &items);
    assert_eq!(
        own_classes(&tree),
        [
            "APP-INF/classes/com/acme/app/P.class",
            "ejb.jar!/com/acme/ejb/E.class",
            "libs/own.jar!/com/acme/own/O.class",
            "ra.rar!/ra.jar!/com/acme/ra/R.class",
            "web.war!/WEB-INF/classes/com/acme/web/W.class",
        ]
    );
    assert_eq!(
        libraries(&tree),
        [
            ("APP-INF/lib/app.jar", false),
            ("beside.jar", false),
            ("libs/lib.jar", false),
            ("libs/own.jar", true),
        ]
    );
}

#[test]
fn an_ear_without_descriptor_has_its_top_jars_as_modules() {
    let manifest = "Manifest-Version: 1.0\nClass-Path: lib/x.jar on-class-\n path.jar\n";
    let items = [
        item(
            "ejb.jar",
            forge(&[item("META-INF/MANIFEST.MF", manifest), item("a/b/E.class", class(8))]),
        ),
        item("web.war", forge(&[item("META-INF/MANIFEST.MF", manifest)])),
        item("on-class-path.jar", forge(&classes(&["org/other/O"]))),
    ];
    let tree = open_bytes("shop.ear", &items);
    assert_eq!(own_classes(&tree), ["ejb.jar!/a/b/E.class"]);
    assert_eq!(libraries(&tree), [("on-class-path.jar", false)]);
}

#[test]
fn a_spring_boot_jar_has_its_classes_below_boot_inf() {
    let manifest = "Main-Class: org.springframework.boot.loader.JarLauncher\n\
                    Start-Class: com.acme.App\n";
    let mut items = with_pom(
        "com.acme",
        "app",
        classes(&["BOOT-INF/classes/com/acme/App", "org/springframework/boot/loader/JarLauncher"]),
    );
    items.push(item("META-INF/MANIFEST.MF", manifest));
    let mut stored = item(
        "BOOT-INF/lib/spring-core-6.0.jar",
        jar("org.springframework", "spring-core", &["org/springframework/C"]),
    );
    stored.stored = true;
    items.push(stored);
    let tree = open_bytes("app.jar", &items);
    assert_eq!(own_classes(&tree), ["BOOT-INF/classes/com/acme/App.class"]);
    assert_eq!(libraries(&tree), [("BOOT-INF/lib/spring-core-6.0.jar", false)]);
    assert_eq!(role(&tree, "org/springframework/boot/loader/JarLauncher.class"), Role::Vendored);
}

#[test]
fn packages_of_other_artifacts_in_a_fat_jar_are_libraries() {
    let names =
        ["com/acme/tool/Main", "com/acme/core/C", "org/apache/commons/io/IO", "gnu/trove/T"];
    let items = with_pom("commons-io", "commons-io", with_pom("com.acme", "tool", classes(&names)));
    let tree = open_bytes("tool-1.0.jar", &items);
    assert_eq!(own_classes(&tree), ["com/acme/core/C.class", "com/acme/tool/Main.class"]);
    // Without build files the main class tells, and only houses that publish for everybody are foreign.
    let mut items = classes(&names);
    items.push(item("META-INF/MANIFEST.MF", "Main-Class: com.acme.tool.Main\n"));
    let tree = open_bytes("x.jar", &items);
    assert_eq!(
        own_classes(&tree),
        ["com/acme/core/C.class", "com/acme/tool/Main.class", "gnu/trove/T.class"]
    );
    // A group that no package bears is no evidence against the classes.
    let items = with_pom("commons-io", "commons-io", with_pom("acme", "tool", classes(&names)));
    let tree = open_bytes("tool.jar", &items);
    assert_eq!(own_classes(&tree).len(), 4);
    // A jar of one artifact is all its own.
    let tree = open_bytes("io.jar", &with_pom("commons-io", "commons-io", classes(&names)));
    assert_eq!(own_classes(&tree).len(), 4);
}

#[test]
fn classes_for_newer_releases_are_listed_and_left_out() {
    let items = classes(&["a/A", "META-INF/versions/11/a/A", "module-info"]);
    let tree = open_bytes("a.jar", &items);
    assert_eq!(own_classes(&tree), ["a/A.class", "module-info.class"]);
    assert_eq!(role(&tree, "META-INF/versions/11/a/A.class"), Role::Generated);
}

#[test]
fn each_archive_of_a_deployment_folder_is_an_application() {
    let input = Input::new();
    input.write("deployments/a.war", forge(&classes(&["WEB-INF/classes/com/acme/A"])));
    input.write("deployments/b.jar", jar("net.house", "b", &["net/house/B"]));
    input.write("deployments/shop-ds.xml", "<datasources/>");
    input.write(
        "deployments/driver.jar",
        forge(&[item("META-INF/services/java.sql.Driver", "x"), item("org/db/D.class", class(8))]),
    );
    input.write("deployments/x.war/WEB-INF/classes/com/acme/X.class", class(8));
    input.write("deployments/x.war/WEB-INF/lib/l.jar", jar("org.l", "l", &["org/l/L"]));
    input.write("deployments/x.war/app.js", "x()");
    let tree = input.open("deployments");
    assert_eq!(
        own_classes(&tree),
        [
            "a.war!/WEB-INF/classes/com/acme/A.class",
            "b.jar!/net/house/B.class",
            "x.war/WEB-INF/classes/com/acme/X.class",
        ]
    );
    assert_eq!(libraries(&tree), [("driver.jar", false), ("x.war/WEB-INF/lib/l.jar", false)]);
}

#[test]
fn an_exploded_war_is_read_like_a_packed_one() {
    let input = Input::new();
    input.write("shop/WEB-INF/web.xml", "<web-app/>");
    input.write("shop/WEB-INF/classes/com/acme/vendor/A.class", class(8));
    let (path, text) = pom("com.acme", "shop");
    input.write(&format!("shop/{path}"), text);
    input.write("shop/WEB-INF/lib/own.jar", jar("com.acme", "own", &["x/O"]));
    input.write("shop/WEB-INF/lib/lib.jar", jar("org.lib", "lib", &["org/lib/L"]));
    input.write("shop/js/app.js", "x()");
    let tree = input.open("shop");
    assert_eq!(tree.kind, InputKind::Binaries);
    assert_eq!(
        own_classes(&tree),
        ["WEB-INF/classes/com/acme/vendor/A.class", "WEB-INF/lib/own.jar!/x/O.class"]
    );
    assert_eq!(libraries(&tree), [("WEB-INF/lib/lib.jar", false), ("WEB-INF/lib/own.jar", true)]);
}

#[test]
fn a_program_with_its_libraries_beside_it() {
    let input = Input::new();
    let manifest = "Main-Class: com.acme.Main\nClass-Path: lib/l.jar near.jar\n";
    input.write(
        "home/app.jar",
        forge(&[item("META-INF/MANIFEST.MF", manifest), item("com/acme/Main.class", class(8))]),
    );
    input.write("home/near.jar", forge(&classes(&["org/near/N"])));
    input.write("home/part.jar", forge(&classes(&["com/acme/P"])));
    input.write("home/lib/l.jar", forge(&classes(&["org/l/L"])));
    input.write("home/start.sh", "java -jar app.jar");
    let tree = input.open("home");
    assert_eq!(own_classes(&tree), ["app.jar!/com/acme/Main.class", "part.jar!/com/acme/P.class"]);
    assert_eq!(libraries(&tree), [("lib/l.jar", false), ("near.jar", false)]);
}

#[test]
fn in_a_source_tree_classes_stay_out_and_jars_are_libraries() {
    let input = Input::new();
    input.write("app/src/com/acme/A.java", "class A {}");
    input.write("app/WebContent/WEB-INF/classes/com/acme/A.class", class(8));
    input.write("app/WebContent/WEB-INF/lib/l.jar", jar("org.l", "l", &["org/l/L"]));
    input.write("app/lib/own.jar", jar("com.acme", "own", &["com/acme/O"]));
    input.write("app/build.war", forge(&classes(&["WEB-INF/classes/com/acme/A"])));
    input.write("app/src/test/data/t.jar", "not looked at");
    let tree = input.open("app");
    assert_eq!(tree.kind, InputKind::Sources);
    assert!(own_classes(&tree).is_empty());
    assert_eq!(libraries(&tree), [("WebContent/WEB-INF/lib/l.jar", false), ("lib/own.jar", false)]);
    assert!(tree.files.iter().all(|file| !file.path.contains("!/")));
    assert!(tree.problems.is_empty(), "{:?}", tree.problems);
}

#[test]
fn a_library_says_what_it_is() {
    let (path, text) = pom("org.l", "l");
    let lib = forge(&[
        item("META-INF/MANIFEST.MF", "Multi-Release: true\nImplementation-Version: 3\n"),
        item(path, text),
        item("META-INF/maven/org.l/l/pom.xml", "<project/>"),
        item("META-INF/LICENSE.txt", "MIT ".repeat(3000)),
        item("META-INF/versions/9/module-info.class", class(9)),
        item("META-INF/versions/17/org/l/L.class", class(17)),
        item("org/l/L.class", class(11)),
        item("org/l/M.class", class(8)),
    ]);
    let tree = open_bytes("a.war", &[item("WEB-INF/lib/l.jar", &lib)]);
    let library: &LibraryArchive = &tree.libraries[0];
    assert_eq!(library.size, lib.len() as u64);
    assert_eq!((library.classes, library.release), (2, Some(11)));
    assert!(library.multi_release && library.has_module_info && !library.signed && !library.own);
    assert!(library.manifest.as_deref().unwrap().contains("Implementation-Version: 3"));
    assert_eq!(library.pom_properties.len(), 1);
    assert_eq!(
        library.poms,
        [("META-INF/maven/org.l/l/pom.xml".to_owned(), "<project/>".to_owned())]
    );
    assert_eq!(library.licences[0].0, "META-INF/LICENSE.txt");
    assert_eq!(library.licences[0].1.len(), 4096);
    let open = tree.open_library(library).unwrap();
    let at = open.paths().position(|path| path == "org/l/L.class").unwrap();
    assert_eq!(open.read(at).unwrap(), class(11));
    // Of the three bytes "abc", as FIPS 180 has them.
    let input = Input::new();
    input.write("x/A.java", "class A {}");
    input.write("x/lib/abc.jar", "abc");
    let tree = input.open("x");
    let hashes = tree.hash(&tree.libraries[0]).unwrap();
    assert_eq!(hashes.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_eq!(hashes.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn libraries_are_listed_when_asked_for() {
    let input = Input::new();
    let lib = jar("org.l", "l", &["org/l/L"]);
    input.write("a.war", forge(&[item("WEB-INF/lib/l.jar", lib), item("index.jsp", "x")]));
    let limits = Limits { analyse_libraries: true, ..Limits::default() };
    let tree = open(&input.folder.path().join("a.war"), limits);
    let file = tree.files.iter().find(|file| file.path.ends_with("L.class")).unwrap();
    assert_eq!((&*file.path, file.role), ("WEB-INF/lib/l.jar!/org/l/L.class", Role::Vendored));
    assert_eq!(tree.read(file).unwrap(), class(8));
    assert!(own_classes(&tree).is_empty());
}

#[test]
fn a_library_that_is_looked_into_makes_no_other_one_the_applications() {
    let input = Input::new();
    let first = jar("org.house.one", "one", &["org/house/one/A"]);
    let second = jar("org.house.two", "two", &["org/house/two/B"]);
    let (own, properties) = pom("com.acme.shop", "shop");
    input.write(
        "a.war",
        forge(&[
            item(&own, properties),
            item("WEB-INF/lib/one.jar", first),
            item("WEB-INF/lib/two.jar", second),
            item("WEB-INF/classes/com/acme/shop/S.class", class(8)),
        ]),
    );
    for analyse_libraries in [false, true] {
        let limits = Limits { analyse_libraries, ..Limits::default() };
        let tree = open(&input.folder.path().join("a.war"), limits);
        assert_eq!(own_classes(&tree), ["WEB-INF/classes/com/acme/shop/S.class"]);
        assert!(libraries(&tree).iter().all(|(_, own)| !own));
    }
}

#[test]
fn classes_are_grouped_by_the_class_around_them() {
    let names = ["a/A", "a/A$1", "a/A$B", "a/A$B$C", "a/AB", "a/$P", "a/X$Y", "a/X$Y$Z"];
    let tree = open_bytes("a.jar", &classes(&names));
    let groups: Vec<(String, Vec<&str>)> = tree
        .class_groups()
        .into_iter()
        .map(|group| {
            assert_eq!(group.size, 8 * group.files.len() as u64);
            let files = group.files.iter().map(|&at| &*tree.files[at].path).collect();
            (group.path.to_string(), files)
        })
        .collect();
    let expected: [(&str, &[&str]); 4] = [
        ("a/$P.class", &["a/$P.class"]),
        ("a/A.class", &["a/A$1.class", "a/A$B$C.class", "a/A$B.class", "a/A.class"]),
        ("a/AB.class", &["a/AB.class"]),
        ("a/X$Y.class", &["a/X$Y$Z.class", "a/X$Y.class"]),
    ];
    assert_eq!(groups.len(), expected.len());
    for ((path, files), (expected_path, expected_files)) in groups.iter().zip(expected) {
        assert_eq!((path.as_str(), files.as_slice()), (expected_path, expected_files));
    }
}

#[test]
fn a_class_beside_its_source_is_left_out() {
    let mut items = classes(&["a/A", "a/A$1", "a/B"]);
    items.push(item("a/A.java", "package a; class A {}"));
    let tree = open_bytes("a.jar", &items);
    assert_eq!(own_classes(&tree), ["a/B.class"]);
    let tree = open_bytes("a-sources.jar", &[item("a/A.java", "package a; class A {}")]);
    assert_eq!(tree.kind, InputKind::Sources);
}
