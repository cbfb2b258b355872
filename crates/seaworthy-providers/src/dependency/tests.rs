use seaworthy_facts::Language;
use seaworthy_konveyor::{DependencyQuery, Leaf, Value};

use super::*;
use crate::{Hit, LeafError, ListedFile};

fn builds(files: &[(&str, &str)]) -> Vec<BuildFile> {
    let listed = |(path, text): &(&str, &str)| ListedFile {
        path: (*path).into(),
        size: text.len() as u64,
        language: Language::of_path(path),
    };
    let table = FileTable { base: "/app".into(), files: files.iter().map(listed).collect() };
    read_dependencies(&table, |id| files.get(id as usize).map(|f| f.1.to_owned()))
}

fn ask(builds: &[BuildFile], query: DependencyQuery) -> (Vec<Hit>, Vec<LeafError>) {
    let (plan, errors) = DependencyPlan::compile(&[Leaf::Dependency(query)]);
    assert!(errors.is_empty() && !plan.is_empty());
    plan.run(builds)
}

fn query(name: &str, lower: &str, upper: &str) -> DependencyQuery {
    DependencyQuery {
        provider: "java".to_owned(),
        name: name.to_owned(),
        lower: lower.to_owned(),
        upper: upper.to_owned(),
        ..DependencyQuery::default()
    }
}

/// File, line and variables.
type Shown = (u32, u32, Vec<(&'static str, String)>);

fn found(hits: &[Hit]) -> Vec<Shown> {
    let shown = |v: &(&'static str, Value)| match &v.1 {
        Value::Text(text) => (v.0, text.clone()),
        other => panic!("{other:?}"),
    };
    hits.iter().map(|h| (h.file, h.line, h.variables.iter().map(shown).collect())).collect()
}

const SHOP: &str = "<project>
  <groupId>acme</groupId><artifactId>shop</artifactId><version>1</version>
  <modules><module>web</module></modules>
  <properties><orm>5.3.6.Final</orm></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>acme.lib</groupId><artifactId>managed</artifactId><version>9</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>acme.lib</groupId>
      <artifactId>orm</artifactId>
      <version>${orm}</version>
      <scope>provided</scope>
    </dependency>
    <dependency>
      <groupId>acme.lib</groupId>
      <artifactId>early</artifactId>
      <version>6.0.0-M1</version>
    </dependency>
    <dependency>
      <groupId>acme.lib</groupId>
      <artifactId>odd</artifactId>
      <version>latest</version>
    </dependency>
    <dependency>
      <groupId>acme.lib</groupId>
      <artifactId>free</artifactId>
    </dependency>
  </dependencies>
</project>";

const WEB: &str = "<project>
  <parent><groupId>acme</groupId><artifactId>shop</artifactId><version>1</version></parent>
  <artifactId>web</artifactId>
  <dependencies>
    <dependency><groupId>acme.web</groupId><artifactId>faces</artifactId><version>2.2</version></dependency>
    <dependency><groupId>acme.lib</groupId><artifactId>orm</artifactId><version>4.0</version></dependency>
  </dependencies>
</project>";

fn shop() -> Vec<BuildFile> {
    builds(&[("pom.xml", SHOP), ("src/pom.xml", WEB), ("web/pom.xml", WEB)])
}

#[test]
fn libraries_of_all_modules_stand_under_the_root_pom() {
    let builds = shop();
    assert_eq!(builds.len(), 1);
    assert_eq!((builds[0].file, builds[0].provider), (0, "java"));
    let (hits, _) = ask(&builds, query("acme.web.faces", "2.0", ""));
    let variables = vec![("name", "acme.web.faces".to_owned()), ("version", "2.2".to_owned())];
    // It stands in the pom of the module, where Konveyor does not look for the line.
    assert_eq!(found(&hits), [(0, 0, variables)]);
    assert_eq!(hits[0].location, None);
}

#[test]
fn managed_versions_alone_ask_for_nothing() {
    assert_eq!(ask(&shop(), query("acme.lib.managed", "", "")).0, []);
}

#[test]
fn without_bounds_the_scope_is_told_and_the_line_is_that_of_the_group() {
    let (hits, _) = ask(&shop(), query("acme.lib.orm", "", ""));
    let variables = vec![
        ("name", "acme.lib.orm".to_owned()),
        ("type", "provided".to_owned()),
        ("version", "5.3.6.Final".to_owned()),
    ];
    assert_eq!(found(&hits), [(0, 10, variables)]);
    assert_eq!(hits[0].location, Some((10, 10)));
}

#[test]
fn g36_qualifiers_are_cut_prereleases_stay_out() {
    assert_eq!(ask(&shop(), query("acme.lib.orm", "5.3.6", "5.3.6")).0.len(), 1);
    assert_eq!(ask(&shop(), query("acme.lib.early", "5.0.0", "")).0, []);
    assert_eq!(ask(&shop(), query("acme.lib.early", "6.0.0-M1", "")).0.len(), 1);
}

#[test]
fn g37_the_exact_name_is_asked_once_a_build() {
    // The module asks for an older one, which is not looked at any more.
    assert_eq!(ask(&shop(), query("acme.lib.orm", "", "4.5")).0, []);
    let regex = DependencyQuery { name_regex: r"lib\.orm$".to_owned(), ..query("", "", "4.5") };
    assert_eq!(ask(&shop(), regex).0.len(), 1);
    assert_eq!(ask(&shop(), query("orm", "", "")).0, []);
}

#[test]
fn a_library_without_a_version_passes_every_bound() {
    let (hits, errors) = ask(&shop(), query("acme.lib.free", "7", "8"));
    assert_eq!((hits.len(), hits[0].line, errors.len()), (1, 26, 0));
    assert!(hits[0].variables.iter().any(|v| v.0 == "type"));
}

#[test]
fn versions_that_cannot_be_compared_are_errors_only_where_they_are_compared() {
    let (hits, errors) = ask(&shop(), query("acme.lib.odd", "1", ""));
    assert_eq!((hits.len(), errors.len()), (0, 1));
    assert!(errors[0].message.contains("latest"));
    assert_eq!(ask(&shop(), query("acme.lib.odd", "", "")).0.len(), 1);
    assert_eq!(ask(&shop(), query("acme.lib.orm", "none", "")).1.len(), 1);
    assert_eq!(ask(&shop(), query("acme.lib.nowhere", "none", "")).1, []);
}

#[test]
fn a_broken_name_pattern_is_an_error_of_its_leaf() {
    let broken = DependencyQuery { name_regex: "(".to_owned(), ..query("", "1", "") };
    let (_, errors) =
        DependencyPlan::compile(&[Leaf::HasTags(Vec::new()), Leaf::Dependency(broken)]);
    assert_eq!(errors[0].leaf, 1);
}

const BOOT: &str =
    "<project><groupId>a</groupId><artifactId>b</artifactId><version>1</version><dependencies>
<dependency>
<groupId>org.springframework.boot</groupId>
<artifactId>spring-boot-starter-batch</artifactId>
<version>2.7.18</version>
</dependency></dependencies></project>";

#[test]
fn what_starters_bring_answers_where_every_version_does() {
    let builds = builds(&[("pom.xml", BOOT)]);
    let name = "org.springframework.batch.spring-batch-core";
    assert_eq!(ask(&builds, query(name, "0.0.0", "")).0[0].line, 0);
    assert_eq!(ask(&builds, query(name, "", "4.3")).0, []);
    let boot = "org.springframework.boot.spring-boot";
    assert_eq!(ask(&builds, query(boot, "2.7.0", "2.8.0")).0.len(), 1);
    assert_eq!(ask(&builds, query(boot, "3.0.0", "")).0, []);
}

#[test]
fn gradle_comes_before_maven_and_tells_no_line() {
    let script = "plugins { id 'java' }\ndependencies {\n  implementation 'acme.web:faces:2.2'\n  annotationProcessor 'acme:tool:1'\n}\n";
    let builds = builds(&[("build.gradle", script), ("pom.xml", SHOP)]);
    assert_eq!(builds.len(), 1);
    let (hits, _) = ask(&builds, query("acme.web.faces", "1", ""));
    assert_eq!((hits[0].file, hits[0].line), (0, 0));
    assert_eq!(ask(&builds, query("acme.tool", "", "")).0, []);
}

#[test]
fn without_a_build_file_at_the_root_the_topmost_ones_count() {
    let builds = builds(&[("one/pom.xml", WEB), ("one/deep/pom.xml", WEB), ("two/pom.xml", WEB)]);
    assert_eq!(builds.iter().map(|b| b.file).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(ask(&builds, query("acme.web.faces", "", "")).0.len(), 2);
}

#[test]
fn go_modules_keep_their_versions_as_written() {
    let text = "module acme.example/shop\n\nrequire (\n\tacme.example/log v1.4.0\n\tacme.example/idp v2.1.0+incompatible // indirect\n)\n";
    let builds = builds(&[("go.mod", text)]);
    let of_go = |lower: &str, name: &str| DependencyQuery {
        provider: "go".to_owned(),
        ..query(name, lower, "")
    };
    assert_eq!(ask(&builds, of_go("1.3", "acme.example/log")).0.len(), 1);
    assert_eq!(ask(&builds, of_go("2.0", "acme.example/idp")).0.len(), 1);
    assert_eq!(ask(&builds, query("acme.example/log", "", "")).0, [], "asked of java");
}

#[test]
fn the_list_of_dependencies_is_sorted_and_labelled() {
    let files =
        dependencies_of(&shop(), |id| format!("file:///app/{id}"), |id| format!("/app/{id}"));
    assert_eq!((files[0].file_uri.as_str(), files[0].provider.as_str()), ("file:///app/0", "java"));
    let names: Vec<&str> = files[0].dependencies.iter().map(|d| d.name.as_str()).collect();
    assert!(names.is_sorted());
    let orm: Vec<_> = files[0]
        .dependencies
        .iter()
        .filter(|d| d.name == "acme.lib.orm")
        .map(|d| (d.version.as_str(), d.kind.as_str()))
        .collect();
    assert_eq!(orm, [("4.0", "compile"), ("5.3.6.Final", "provided")]);
    assert_eq!(files[0].dependencies[0].extras["pomPath"], "/app/0");
    assert!(files[0].dependencies[0].labels.contains(&"konveyor.io/language=java".to_owned()));
}

proptest::proptest! {
    #[test]
    fn any_pom_is_read_without_panic(text in "(<project><dependencies><dependency>)?.{0,80}") {
        builds(&[("pom.xml", &text), ("build.gradle", &text), ("a/go.mod", &text)]);
    }
}
