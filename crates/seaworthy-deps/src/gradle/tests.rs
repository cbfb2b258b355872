//! Whole builds.

use std::sync::Arc;

use proptest::prelude::*;

use crate::{Module, Scope, link, read};

fn linked(files: &[(&str, &str)]) -> Vec<Module> {
    let mut problems = Vec::new();
    let files: Vec<_> = files
        .iter()
        .filter_map(|(path, text)| read(&Arc::from(*path), text, &mut problems))
        .collect();
    link(files, &mut problems)
}

fn module<'m>(modules: &'m [Module], root: &str) -> &'m Module {
    modules.iter().find(|m| &*m.root == root).unwrap()
}

fn versions(module: &Module) -> Vec<String> {
    module
        .dependencies
        .iter()
        .map(|d| format!("{} {} {:?}", d.name, d.version.as_deref().unwrap_or("?"), d.scope))
        .collect()
}

#[test]
fn catalogs_of_settings_and_files_have_names() {
    let settings = "include(\":web\")\ndependencyResolutionManagement {\n  versionCatalogs {\n    create(\"libs\") {\n      version(\"acme\", \"1.5\")\n      library(\"acme-core\", \"org.acme\", \"core\").versionRef(\"acme\")\n      library(\"plain\", \"org.acme:plain:2\")\n      bundle(\"all\", listOf(\"acme-core\", \"plain\"))\n    }\n    create(\"tools\") { from(files(\"gradle/other.versions.toml\")) }\n  }\n}\n";
    let modules = linked(&[
        ("settings.gradle.kts", settings),
        (
            "gradle/other.versions.toml",
            "[libraries]\njunit = \"junit:junit:4.12\"\n[versions]\nx = \"9\"\n",
        ),
        (
            "web/build.gradle.kts",
            "dependencies {\n  implementation(libs.bundles.all)\n  testImplementation(tools.junit)\n  runtimeOnly(\"a:x:${tools.versions.x.get()}\")\n}\n",
        ),
    ]);
    assert_eq!(
        versions(module(&modules, "web")),
        [
            "a:x 9 Runtime",
            "junit:junit 4.12 Test",
            "org.acme:core 1.5 Runtime",
            "org.acme:plain 2 Runtime"
        ]
    );
}

#[test]
fn scripts_as_plug_ins_and_applied_scripts_count() {
    let modules = linked(&[
        ("settings.gradle", "include 'app'\n"),
        ("buildSrc/build.gradle", "plugins { id 'groovy-gradle-plugin' }\n"),
        (
            "buildSrc/src/main/groovy/acme.base.gradle",
            "plugins {\n  id 'java'\n}\nsourceCompatibility = 17\ndependencies {\n  testImplementation 'junit:junit:4.12'\n}\n",
        ),
        (
            "buildSrc/src/main/groovy/acme.web.gradle",
            "plugins {\n  id 'acme.base'\n  id 'war'\n}\ndependencies {\n  providedRuntime 'a:server:1'\n}\n",
        ),
        ("gradle/extra.gradle", "dependencies {\n  implementation 'a:extra:2'\n}\n"),
        (
            "app/build.gradle",
            "plugins {\n  id 'acme.web'\n}\napply from: \"$rootDir/gradle/extra.gradle\"\n",
        ),
    ]);
    let app = module(&modules, "app");
    assert_eq!(
        versions(app),
        ["a:extra 2 Runtime", "a:server 1 Provided", "junit:junit 4.12 Test"]
    );
    assert_eq!(app.property("java.release"), Some("17"));
    assert_eq!(app.packaging, crate::Packaging::WebArchive);
}

#[test]
fn constraints_and_rich_versions_give_versions() {
    let build = "dependencies {\n  constraints {\n    implementation 'a:managed:3'\n    implementation('a:strict') {\n      version { strictly '[1,2['\n prefer '1.4' }\n    }\n  }\n  implementation 'a:managed'\n  implementation('a:rich') {\n    version {\n      strictly '1.7'\n    }\n  }\n  implementation 'a:range:[1.0,2.0)'\n  implementation 'a:short:[1.7,1.8[!!1.7.25'\n  implementation 'a:latest:latest.release'\n  implementation 'a:own'\n}\ndependencyManagement {\n  dependencies {\n    dependency 'a:own:5'\n    dependencySet(group: 'b', version: '6') {\n      entry 'c'\n    }\n  }\n}\ndependencies { runtimeOnly 'b:c' }\n";
    let modules = linked(&[("build.gradle", build)]);
    assert_eq!(
        versions(&modules[0]),
        [
            "a:latest ? Runtime",
            "a:managed 3 Runtime",
            "a:own 5 Runtime",
            "a:range ? Runtime",
            "a:rich 1.7 Runtime",
            "a:short 1.7.25 Runtime",
            "b:c 6 Runtime",
        ]
    );
}

#[test]
fn lock_files_and_the_wrapper_tell_versions() {
    let modules = linked(&[
        ("build.gradle", "dependencies {\n  implementation 'a:b:1.+'\n}\n"),
        (
            "gradle.lockfile",
            "# remark\na:b:1.9=compileClasspath,runtimeClasspath\na:c:2=runtimeClasspath,testRuntimeClasspath\na:d:3=testCompileClasspath\na:e:4=compileClasspath\na:f:5=checkstyle\nempty=annotationProcessor\n",
        ),
        (
            "gradle/wrapper/gradle-wrapper.properties",
            "distributionUrl=https\\://x.org/distributions/gradle-8.5-bin.zip\n",
        ),
    ]);
    assert_eq!(
        versions(&modules[0]),
        ["a:b 1.9 Runtime", "a:c 2 Runtime", "a:d 3 Test", "a:e 4 Provided", "a:f 5 Dev"]
    );
    assert!(modules[0].dependencies[0].direct && !modules[0].dependencies[1].direct);
    assert_eq!(modules[0].property("gradle.wrapper"), Some("8.5"));
    let old = linked(&[
        ("build.gradle", "apply plugin: 'java'\n"),
        ("gradle/dependency-locks/runtimeClasspath.lockfile", "a:b:1\n"),
    ]);
    assert_eq!(old[0].dependencies[0].scope, Scope::Runtime);
}

#[test]
fn a_release_that_is_looked_up_stays_unknown() {
    let release = |text: &str| {
        let modules = linked(&[("build.gradle.kts", text)]);
        modules[0].property("java.release").map(str::to_owned)
    };
    assert_eq!(release("sourceCompatibility = JavaVersion.toVersion(11)\n").as_deref(), Some("11"));
    assert_eq!(
        release("java { sourceCompatibility = JavaVersion.VERSION_1_8 }\n").as_deref(),
        Some("8")
    );
    assert_eq!(release("targetCompatibility = JavaVersion.toVersion(lookup())\n"), None);
}

#[test]
fn accessors_of_projects_lead_to_modules() {
    let modules = linked(&[
        ("settings.gradle.kts", "include(\":core:web-api\", \":app\")\n"),
        ("core/web-api/build.gradle.kts", "group = \"org.acme\"\nversion = \"2\"\n"),
        ("app/build.gradle.kts", "dependencies {\n  implementation(projects.core.webApi)\n}\n"),
    ]);
    assert_eq!(versions(module(&modules, "app")), ["org.acme:web-api 2 Runtime"]);
}

proptest! {
    #[test]
    fn any_scripts_are_linked(text in "(dependencies|constraints|version|versionCatalogs|create|library|plugins|apply from: |id |implementation|libs.a|entry|\\{|\\}|\\(|\\)|'a:b:1'|\"x\"|\\$|\n|=|é){0,40}") {
        linked(&[
            ("build.gradle", &text),
            ("settings.gradle", &text),
            ("a/build.gradle.kts", &text),
            ("gradle/x.gradle", &text),
            ("gradle/libs.versions.toml", &text),
            ("gradle.lockfile", &text),
            ("gradle.properties", &text),
            ("buildSrc/src/main/kotlin/x.gradle.kts", &text),
            ("gradle/wrapper/gradle-wrapper.properties", &text),
        ]);
    }
}
