use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::refine_role;
use crate::tree::Origin;

fn file(path: &str) -> SourceFile {
    SourceFile {
        path: Arc::from(path),
        language: Language::of_path(path),
        role: Role::Production,
        role_reason: "",
        size: 1,
        origin: Origin::Disk,
    }
}

/// Roles of the paths, in a tree with one more program so that samples can be samples.
fn roles(paths: &[&str]) -> Vec<Role> {
    let mut files: Vec<SourceFile> = paths.iter().map(|path| file(path)).collect();
    files.push(file("zz/Main.java"));
    assign(&mut files, InputKind::Sources);
    assert!(files.iter().all(|file| !file.role_reason.is_empty()));
    files.iter().take(paths.len()).map(|file| file.role).collect()
}

#[track_caller]
fn all_are(role: Role, paths: &[&str]) {
    for (path, found) in paths.iter().zip(roles(paths)) {
        assert_eq!(found, role, "{path}");
    }
}

#[test]
fn production_is_what_runs() {
    all_are(
        Role::Production,
        &[
            "src/main/java/com/acme/test/TestRunner.java",
            "src/main/java/com/acme/shop/LoadTest.java",
            "src/main/java/com/acme/vendor/VendorService.java",
            "src/main/java/com/acme/docs/sample/Demo.java",
            "src/com/acme/test/Foo.java",
            "src/main/resources/docs/help.html",
            "src/main/webapp/WEB-INF/web.xml",
            "app/models/vendor/order.rb",
            "Areas/Vendor/Controllers/HomeController.cs",
            "resources/js/bootstrap.js",
            "src/plugins/vue.js",
            "src/reactor.js",
            "app/javascript/controllers/chart_controller.js",
            "Contest.java",
            "AUDIT.java",
            "app/migrations/0001_initial.py",
            "db/migrate/20200101_create.rb",
            "spec/openapi.yaml",
            "requirements.txt",
            "public/robots.txt",
            "lib/native/libfast.so",
            "packages/web/src/index.ts",
        ],
    );
}

#[test]
fn tests_are_told_by_folder_and_name() {
    all_are(
        Role::Test,
        &[
            "src/test/java/com/acme/A.java",
            "module/src/test/resources/a.xml",
            "test/unit/a_test.rb",
            "tests/Feature/LoginTest.php",
            "spec/models/user_spec.rb",
            "web/__tests__/a.js",
            "pkg/a_test.go",
            "src/com/acme/OrderTest.java",
            "src/com/acme/OrderIT.java",
            "Shop.Tests/OrderTests.cs",
            "src/Shop.UnitTests/a.cs",
            "Web/OrderTests.cs",
            "app/a.spec.ts",
            "app/a.test.jsx",
            "shop/test_views.py",
            "shop/tests.py",
            "conftest.py",
            "cypress/integration/a.js",
            "fixtures/a.json",
            "test/data/archive.zip",
            ".github/workflows/build.yml",
            ".devcontainer/Dockerfile",
        ],
    );
}

#[test]
fn perl_tests_stand_in_t() {
    all_are(Role::Test, &["t/issue_67.t", "t/server_key.pem", "lib/Shop/basic.t"]);
    all_are(Role::Production, &["lib/t/Shop.pm", "at/start.pl"]);
}

#[test]
fn tools_of_developers_do_not_run_in_production() {
    all_are(
        Role::Test,
        &[
            ".ci/compose.yaml",
            "extra/release/lib.mjs",
            "bin/release_manager.py",
            "contrib/internal/make_tables.py",
            "lib/capistrano/sync.rb",
            "internal/dbtest/db.go",
            "internal/testx/golden.go",
            "spec/data_fixtures/services/mail.json",
            "playwright/global-setup.ts",
            "shop/search/testing.py",
            "extra/download-tool.mjs",
            "extra/remove-empty-keys.js",
            "bin/get_changes.py",
            "contrib/tools/hook",
            "docker/build/finalize.sh",
            "bin/deb-src/DEBIAN/preinst",
        ],
    );
    all_are(
        Role::Production,
        &[
            "extra/healthcheck.go",
            "extra/healthcheck.js",
            "scripts/worker.js",
            "bin/www.js",
            "app/scripts/menu/slide.js",
            "bin/exchanges.py",
            "docker/start.sh",
            "app/testing.js",
            "lib/preinst/a.rb",
            "bin/start.py",
            "scripts/entrypoint.sh",
            "server/release/notes.js",
            "internal/latest/store.go",
            "contrib/docker/entrypoint.sh",
            "src/main/java/com/acme/build/Builder.java",
        ],
    );
    assert_eq!(roles(&["tools/package.json", "tools/release/app.js"])[1], Role::Production);
}

#[test]
fn copied_libraries_are_vendored() {
    all_are(
        Role::Vendored,
        &[
            "vendor/autoload.php",
            "third_party/zlib/zlib.c",
            "web/node_modules/a/index.js",
            "src/main/webapp/bower_components/a/a.js",
            "wwwroot/lib/jquery/jquery.js",
            "Scripts/jquery-1.10.2.js",
            "Scripts/jquery.validate.min.js",
            "Scripts/bootstrap.js",
            "Scripts/WebForms/GridView.js",
            "Content/bootstrap.min.css",
            "app/assets/angular-1.2.3.js",
            "public/js/lib/whatever.js",
            "public/assets/vendor/x/x.css",
            "js/admin/vendor/selectize.js",
            "web/WEB-INF/view/scripts/jquery/dataTables/css/tables.css",
            "WEB-INF/lib/a.jar",
            "lib/ojdbc6.jar",
            "packages/Newtonsoft.Json.9.0.1/lib/net45/Newtonsoft.Json.dll",
            "mvnw",
            "gradle/wrapper/gradle-wrapper.properties",
        ],
    );
    // Beside a manifest `vendor` is a vendor folder at any depth.
    assert_eq!(roles(&["svc/go.mod", "svc/vendor/x/x.go"])[1], Role::Vendored);
    assert_eq!(roles(&["svc/vendor/x/x.go"])[0], Role::Production);
}

#[test]
fn generated_files_are_told_by_name() {
    all_are(
        Role::Generated,
        &[
            "app.min.js",
            "Views/A.Designer.cs",
            "obj/A.g.cs",
            "a_pb2.py",
            "a.pb.go",
            "main.js.map",
            "package-lock.json",
            "Gemfile.lock",
            "go.sum",
            "src/main/java/com/acme/generated/A.java",
            "Web References/Pay/Reference.cs",
            "WebContent/classes/A.class",
        ],
    );
    all_are(Role::Generated, &["WEB-INF/classes/A.class", "bin/com/acme/A.class"]);
    let mut deployed =
        ["WEB-INF/classes/com/acme/vendored/A.class", "a.ear!/b.jar!/test/A.class"].map(file);
    assign(&mut deployed, InputKind::Binaries);
    assert_eq!(deployed.map(|file| file.role), [Role::Production; 2]);
}

#[test]
fn documents_and_samples() {
    all_are(
        Role::Docs,
        &["README.md", "docs/conf.py", "LICENSE", "LICENSE.txt", "a/b/CHANGELOG.rst"],
    );
    all_are(
        Role::Sample,
        &[
            "config/database.yml.example",
            "examples/a/Main.java",
            "shop/samples/x.py",
            "demo/index.php",
            "contrib/docker/examples/compose.yaml",
            "web/setup/MySQLWeb.Config",
            "Db_Web.config",
        ],
    );
    all_are(Role::Production, &["Web.config", "Web.Release.config", "shop/Cobweb/a.config"]);
}

#[test]
fn the_php_edition_of_asp_pages_is_not_run() {
    let paths =
        ["cms/up.asp", "cms/up.php", "cms/settings.php", "default.asp", "b.asp", "api/x.php"];
    let mut files: Vec<SourceFile> = paths.iter().map(|path| file(path)).collect();
    files.push(file("c.asp"));
    assign(&mut files, InputKind::Sources);
    let of = |at: usize| files[at].role;
    assert_eq!([of(1), of(2)], [Role::Vendored; 2]);
    assert_eq!([of(0), of(5)], [Role::Production; 2]);
    // A PHP application with one page left in ASP.
    assert_eq!(roles(&["up.asp", "up.php", "a.php", "b.php"])[1], Role::Production);
}

#[test]
fn an_input_that_is_all_samples_is_an_application() {
    let mut files =
        vec![file("README.md"), file("samples/shop/Main.java"), file("samples/shop/a.xml")];
    assign(&mut files, InputKind::Sources);
    let roles: Vec<Role> = files.iter().map(|file| file.role).collect();
    assert_eq!(roles, [Role::Docs, Role::Production, Role::Production]);
}

#[test]
fn django_fixtures_are_initial_data() {
    assert_eq!(roles(&["shop/models.py", "shop/fixtures/initial.json"])[1], Role::Production);
}

#[test]
fn the_head_tells_generated_and_copied_files() {
    let refined =
        |path: &str, head: &str| refine_role(&file(path), head.as_bytes()).map(|(role, _)| role);
    for (path, head) in [
        ("a.go", "// Code generated by stringer; DO NOT EDIT.\n\npackage a"),
        ("a.cs", "//------\n// <auto-generated>\n//  x\n"),
        ("a.ts", "/* eslint-disable */\n/**\n * @generated by a tool\n */\n"),
        ("A.java", "package a;\n\nimport x;\n\n@Generated(\"jaxb\")\npublic class A {}"),
        ("A.php", "<?php\n// This file was automatically generated.\n"),
        ("schema.rb", "# This file is auto-generated from the current state of the database.\n"),
    ] {
        assert_eq!(refined(path, head), Some(Role::Generated), "{path}");
    }
    for (path, head) in [
        ("requirements.txt", "# autogenerated by pip-compile\nflask==1.0\n"),
        ("gen.rb", "desc 'x'\nf.write <<EOS\n# This file was generated by us\nEOS\n"),
        ("A.java", "public class A { @Generated int x; }"),
        (
            "0001_initial.py",
            "# Generated by Django 1.11 on 2018-01-01\nfrom django.db import migrations\n",
        ),
        ("app.js", "/* our own code */\nvar a = 1;\n"),
    ] {
        assert_eq!(refined(path, head), None, "{path}");
    }
    let banner = "/*!\n * Widget Kit v3.3.7 (https://example.org)\n * Licensed under MIT\n */\n";
    assert_eq!(refined("kit.js", banner), Some(Role::Vendored));
    assert_eq!(refined("app.js", &"a".repeat(6000)), Some(Role::Generated));
    assert_eq!(refined("app.js", &"a;\n".repeat(3000)), None);
    let mut listed_only = file("app.js");
    listed_only.role = Role::Vendored;
    assert_eq!(refine_role(&listed_only, banner.as_bytes()), None);
}

proptest! {
    #[test]
    fn any_path_and_head_have_a_role(path in "[a-zé./!\\-]{0,40}", head in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut files = vec![file(&path), file(&format!("{path}.js"))];
        assign(&mut files, InputKind::Sources);
        for file in &files {
            prop_assert!(!file.role_reason.is_empty());
            refine_role(file, &head);
        }
    }
}
