//! Builds against a repository of made-up poms, one rule of Gradle at a time.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::*;
use crate::{Module as Built, link_with, read};

/// The pom of `artifact:version` of the group `g`. Words: `b:1`, `b:1/runtime`, `b:1/optional`, `b:1-x` without `x`,
/// `=b:1` managed, `=b:1-x` managed without `x`, `+bom:1` imported, `v=1` a property, `>b:1` moved there.
fn pom(name: &str, words: &str) -> String {
    let (artifact, version) = name.split_once(':').unwrap();
    let mut text = format!(
        "<project><groupId>g</groupId><artifactId>{artifact}</artifactId><version>{version}</version>"
    );
    let (mut own, mut managed, mut properties) = (String::new(), String::new(), String::new());
    for word in words.split_whitespace() {
        if let Some((artifact, version)) = word.strip_prefix('>').and_then(|w| w.split_once(':')) {
            write!(text, "<distributionManagement><relocation><artifactId>{artifact}</artifactId><version>{version}</version></relocation></distributionManagement>").unwrap();
            continue;
        }
        if let Some((name, value)) = word.split_once('=').filter(|(name, _)| !name.is_empty()) {
            write!(properties, "<{name}>{value}</{name}>").unwrap();
            continue;
        }
        let bare = word.trim_start_matches(['=', '+']);
        let (bare, exclude) = bare.split_once('-').map_or((bare, None), |(b, x)| (b, Some(x)));
        let (bare, scope) = bare.split_once('/').unwrap_or((bare, "compile"));
        let (artifact, version) = bare.split_once(':').unwrap();
        let mut entry = format!(
            "<dependency><groupId>g</groupId><artifactId>{artifact}</artifactId><version>{version}</version>"
        );
        match scope {
            "optional" => entry.push_str("<optional>true</optional>"),
            scope => write!(entry, "<scope>{scope}</scope>").unwrap(),
        }
        if let Some(exclude) = exclude {
            write!(entry, "<exclusions><exclusion><groupId>*</groupId><artifactId>{exclude}</artifactId></exclusion></exclusions>").unwrap();
        }
        entry.push_str("</dependency>");
        if word.starts_with('+') {
            entry =
                entry.replace("<scope>compile</scope>", "<type>pom</type><scope>import</scope>");
        }
        if word.starts_with(['=', '+']) { managed.push_str(&entry) } else { own.push_str(&entry) }
    }
    write!(text, "<properties>{properties}</properties><dependencies>{own}</dependencies><dependencyManagement><dependencies>{managed}</dependencies></dependencyManagement></project>").unwrap();
    text
}

struct Repository {
    poms: BTreeMap<String, String>,
    metadata: BTreeMap<String, String>,
}

/// Poms by name and words, one a line: `a:1 = b:2 c:3/runtime`.
fn repository(lines: &str) -> Repository {
    let poms = lines.lines().map(str::trim).filter(|l| !l.is_empty()).map(|line| {
        let (name, words) = line.split_once(" =").unwrap_or((line, ""));
        (format!("g:{name}"), pom(name, words))
    });
    Repository { poms: poms.collect(), metadata: BTreeMap::new() }
}

impl Repository {
    fn link(&self, files: &[(&str, &str)]) -> (Vec<Built>, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let files: Vec<_> = files
            .iter()
            .filter_map(|(path, text)| read(&Arc::from(*path), text, &mut problems))
            .collect();
        let text = |of: &BTreeMap<String, String>, gav: &Gav| {
            of.get(&gav.to_string()).map(|text| Arc::from(text.as_str()))
        };
        let versions = |group: &str, artifact: &str| {
            let start = format!("{group}:{artifact}:");
            self.poms.keys().filter_map(|k| k.strip_prefix(&start).map(str::to_owned)).collect()
        };
        let sources = GradleSources {
            repository: MavenRepository { pom: &|gav| text(&self.poms, gav), versions: &versions },
            metadata: &|gav| text(&self.metadata, gav),
        };
        let modules = link_with(files, None, Some(sources), &mut problems);
        (modules, problems)
    }

    /// The libraries of one script: `artifact:version`, with `P`, `T` or `D` before what is not shipped, and `<` with what
    /// brings it.
    fn build(&self, script: &str) -> String {
        let (modules, _) = self.link(&[("build.gradle", script)]);
        shown(&modules[0])
    }
}

fn shown(module: &Built) -> String {
    let words = module.dependencies.iter().map(|d| {
        let scope = match d.scope {
            Scope::Runtime => "",
            Scope::Provided => "P ",
            Scope::Test => "T ",
            Scope::Dev => "D ",
        };
        let name = d.name.trim_start_matches("g:");
        let by = d.via.last().map(|by| format!("<{}", by.trim_start_matches("g:")));
        format!("{scope}{name}:{}{}", d.version.as_deref().unwrap_or("?"), by.unwrap_or_default())
    });
    words.collect::<Vec<_>>().join(", ")
}

fn asking(words: &str) -> String {
    let lines = words.lines().map(|line| format!("  {}\n", line.trim()));
    format!("dependencies {{\n{}}}\n", lines.collect::<String>())
}

#[test]
fn the_highest_version_wins_however_far_it_is() {
    let all = repository("a:1 = b:1\nb:1 = c:3\nb:2\nc:1\nc:3 = d:1\nd:1");
    let near = asking("implementation 'g:a:1'\nimplementation 'g:c:1'");
    assert_eq!(all.build(&near), "a:1, b:1<a:1, c:3, d:1<c:3");
    // What a version that lost asks for is not there.
    let other = asking("implementation 'g:a:1'\nimplementation 'g:b:2'");
    assert_eq!(all.build(&other), "a:1, b:2");
}

#[test]
fn scopes_of_poms_decide_what_is_followed() {
    let all = repository(
        "a:1 = b:1 c:1/runtime d:1/provided e:1/test f:1/optional\nb:1\nc:1\nd:1\ne:1\nf:1",
    );
    assert_eq!(all.build(&asking("implementation 'g:a:1'")), "a:1, b:1<a:1, c:1<a:1");
    assert_eq!(all.build(&asking("compileOnly 'g:a:1'")), "P a:1, P b:1<a:1");
    assert_eq!(all.build(&asking("testImplementation 'g:a:1'")), "T a:1, T b:1<a:1, T c:1<a:1");
    assert_eq!(all.build(&asking("annotationProcessor 'g:a:1'")), "D a:1");
}

#[test]
fn platforms_and_constraints_recommend() {
    let all = repository(
        "bom:1 = =b:2 +more:1\nmore:1 = =c:5 =x:1\na:1 = b:1 c:9\nb:1\nb:2\nb:3\nc:5\nc:9",
    );
    let recommended = asking("implementation platform('g:bom:1')\nimplementation 'g:a:1'");
    assert_eq!(all.build(&recommended), "a:1, b:2<a:1, c:9<a:1");
    let enforced = asking(
        "implementation enforcedPlatform('g:bom:1')\nimplementation 'g:a:1'\nimplementation 'g:b:3'",
    );
    assert_eq!(all.build(&enforced), "a:1, b:2, c:5<a:1");
    let bare = asking("implementation platform('g:bom:1')\nimplementation 'g:b'");
    assert_eq!(all.build(&bare), "b:2");
    let constraint = asking(
        "constraints {\nimplementation 'g:b:3'\nimplementation 'g:x:1'\n}\nimplementation 'g:a:1'",
    );
    assert_eq!(all.build(&constraint), "a:1, b:3<a:1, c:9<a:1");
}

#[test]
fn strict_and_forced_versions_win() {
    let all = repository("a:1 = b:2\nb:1\nb:2\nb:3");
    let strict =
        asking("implementation 'g:a:1'\nimplementation('g:b') {\nversion {\nstrictly '1'\n}\n}");
    assert_eq!(all.build(&strict), "a:1, b:1");
    assert_eq!(all.build(&asking("implementation 'g:a:1'\nimplementation 'g:b:1!!'")), "a:1, b:1");
    let held = asking(
        "implementation 'g:a:1'\nconstraints {\nimplementation('g:b') {\nversion { strictly '[1,2[' }\n}\n}",
    );
    assert_eq!(all.build(&held), "a:1, b:1<a:1");
    let one = asking("implementation 'g:a:1'\nimplementation('g:b:1') { force = true }");
    assert_eq!(all.build(&one), "a:1, b:1");
    let plain = asking("implementation 'g:a:1'");
    let forced =
        format!("{plain}configurations.all {{ resolutionStrategy {{ force 'g:b:3' }} }}\n");
    assert_eq!(all.build(&forced), "a:1, b:3<a:1");
    let used = format!(
        "{plain}configurations.all {{\nresolutionStrategy.eachDependency {{ d ->\nif (d.requested.group == 'g' && d.requested.name == 'b') {{\nd.useVersion '1'\n}}\n}}\n}}\n"
    );
    assert_eq!(all.build(&used), "a:1, b:1<a:1");
}

#[test]
fn excludes_count_where_every_way_has_them() {
    let all = repository("a:1 = c:1\nb:1 = c:1\nc:1 = d:1\nd:1\ne:1 = c:1-d");
    let one = asking("implementation('g:a:1') {\nexclude group: 'g', module: 'c'\n}");
    assert_eq!(all.build(&one), "a:1");
    let both = asking("implementation('g:a:1') {\nexclude module: 'c'\n}\nimplementation 'g:b:1'");
    assert_eq!(all.build(&both), "a:1, b:1, c:1<b:1, d:1<c:1");
    let pom = asking("implementation 'g:e:1'");
    assert_eq!(all.build(&pom), "c:1<e:1, e:1");
    let other = asking("implementation 'g:e:1'\nimplementation 'g:a:1'");
    assert_eq!(all.build(&other), "a:1, c:1<e:1, d:1<c:1, e:1");
    let plain = asking("implementation 'g:a:1'");
    let everywhere = format!("{plain}configurations.all {{ exclude group: 'g', module: 'd' }}\n");
    assert_eq!(all.build(&everywhere), "a:1, c:1<a:1");
    let tests =
        format!("{plain}configurations {{ testImplementation {{ exclude module: 'd' }} }}\n");
    assert_eq!(all.build(&tests), "a:1, c:1<a:1, d:1<c:1");
}

#[test]
fn what_comes_alone_brings_nothing() {
    let all = repository("a:1 = c:1\nb:1 = c:1\nc:1");
    let alone = asking("implementation('g:a:1') { transitive = false }");
    assert_eq!(all.build(&alone), "a:1");
    assert_eq!(all.build(&asking("implementation 'g:a:1@jar'")), "a:1");
    let also = asking("implementation('g:a:1') { isTransitive = false }\nimplementation 'g:b:1'");
    assert_eq!(all.build(&also), "a:1, b:1, c:1<b:1");
}

#[test]
fn projects_hand_on_what_they_have() {
    let all = repository("a:1\nb:1\nc:1\nd:1");
    let (modules, _) = all.link(&[
        ("settings.gradle", "include 'core', 'app', 'tool'\n"),
        ("core/build.gradle", "group = 'own'\nversion = '7'\ndependencies {\n  api 'g:a:1'\n  implementation 'g:b:1'\n  runtimeOnly 'g:c:1'\n  testImplementation 'g:d:1'\n}\n"),
        ("app/build.gradle", "dependencies {\n  implementation project(':core')\n}\n"),
        ("tool/build.gradle", "dependencies {\n  compileOnly project(':core')\n}\n"),
    ]);
    let at = |root: &str| shown(modules.iter().find(|m| &*m.root == root).unwrap());
    assert_eq!(at("app"), "a:1<own:core:7, b:1<own:core:7, c:1<own:core:7, own:core:7");
    assert_eq!(at("tool"), "P a:1<own:core:7, P own:core:7");
}

#[test]
fn managed_versions_of_spring_win_over_everything() {
    let all = repository(
        "bom:1 = b.version=1 =b:${b.version} =c:1-d\na:1 = b:2 c:2\nb:1\nb:2\nb:3\nc:1 = d:1\nc:2\nd:1",
    );
    let plugin = "plugins { id 'io.spring.dependency-management' version '1.1.7' }\n";
    let bom = "dependencyManagement {\n  imports {\n    mavenBom 'g:bom:1'\n  }\n}\n";
    let asked = asking("implementation 'g:a:1'");
    // The bill of materials also says what a library shall not bring.
    assert_eq!(all.build(&format!("{plugin}{bom}{asked}")), "a:1, b:1<a:1, c:1<a:1");
    let property = format!("{plugin}ext['b.version'] = '3'\n{bom}{asked}");
    assert_eq!(all.build(&property), "a:1, b:3<a:1, c:1<a:1");
    let own = format!("{plugin}{bom}{}", asking("implementation 'g:a:1'\nimplementation 'g:b:3'"));
    assert_eq!(all.build(&own), "a:1, b:3, c:1<a:1");
    let entry = format!(
        "{plugin}{bom}dependencyManagement {{\n  dependencies {{\n    dependency 'g:b:3'\n  }}\n}}\n{asked}"
    );
    assert_eq!(all.build(&entry), "a:1, b:3<a:1, c:1<a:1");
    assert_eq!(all.build(&format!("{bom}{asked}")), "a:1, b:2<a:1, c:2<a:1", "without the plug-in");
}

#[test]
fn lock_files_win() {
    let all = repository("a:1 = b:1 c:1\nb:1\nb:2\nc:1");
    let (modules, problems) = all.link(&[
        ("build.gradle", &asking("implementation 'g:a:1'")),
        (
            "gradle.lockfile",
            "g:a:1=runtimeClasspath\ng:b:2=runtimeClasspath\ng:x:9=runtimeClasspath\n",
        ),
    ]);
    assert_eq!(shown(&modules[0]), "a:1, b:2<a:1, x:9");
    assert!(modules[0].dependencies.iter().all(Dependency::is_stated));
    assert_eq!(problems, []);
}

#[test]
fn catalogs_and_ranges_are_resolved() {
    let all = repository("a:1 = b:[1,2]\nb:1\nb:2\nb:3");
    let (modules, _) = all.link(&[
        ("gradle/libs.versions.toml", "[libraries]\na = { module = \"g:a\", version = \"1\" }\n"),
        ("build.gradle.kts", "dependencies {\n  implementation(libs.a)\n}\n"),
    ]);
    assert_eq!(shown(&modules[0]), "a:1, b:2<a:1");
    assert_eq!(all.build(&asking("implementation 'g:b:1.+'\nimplementation 'g:b:3'")), "b:3");
    assert_eq!(all.build(&asking("implementation 'g:b:+'")), "b:3");
}

#[test]
fn metadata_of_gradle_says_more_than_poms() {
    let mut all = repository("a:1 = wrong:1\nb:1\nb:2\nbom:1\nd:1");
    let dependency = |name: &str, more: &str| {
        format!(
            "{{\"group\":\"g\",\"module\":\"{name}\",\"version\":{{\"requires\":\"1\"}}{more}}}"
        )
    };
    let variant = |usage: &str, category: &str, more: &str| {
        format!(
            "{{\"name\":\"{usage}\",\"attributes\":{{\"org.gradle.usage\":\"{usage}\",\"org.gradle.category\":\"{category}\"}},{more}}}"
        )
    };
    let file = |variants: &[String]| format!("{{\"variants\":[{}]}}", variants.join(","));
    let platform = dependency("bom", ",\"attributes\":{\"org.gradle.category\":\"platform\"}");
    let asked = format!("\"dependencies\":[{},{platform}]", dependency("b", ""));
    all.metadata.insert(
        "g:a:1".to_owned(),
        file(&[
            variant("java-api", "library", "\"dependencies\":[]"),
            variant("java-runtime", "library", &asked),
        ]),
    );
    let constraint = "\"dependencyConstraints\":[{\"group\":\"g\",\"module\":\"b\",\"version\":{\"requires\":\"2\"}}]";
    all.metadata
        .insert("g:bom:1".to_owned(), file(&[variant("java-runtime", "platform", constraint)]));
    let elsewhere = "\"available-at\":{\"group\":\"g\",\"module\":\"d-jvm\",\"version\":\"1\"}";
    all.metadata.insert("g:d:1".to_owned(), file(&[variant("java-runtime", "library", elsewhere)]));
    all.metadata.insert("g:d-jvm:1".to_owned(), "no JSON".to_owned());
    assert_eq!(all.build(&asking("runtimeOnly 'g:a:1'")), "a:1, b:2<a:1");
    assert_eq!(all.build(&asking("runtimeOnly 'g:d:1'")), "d:1, d-jvm:1<d:1");
}

#[test]
fn what_is_not_there_is_named() {
    let all = repository("a:1 = b:1\nb:1 = gone:2\nold:1 = >new:2\nnew:2");
    let script = asking("implementation 'g:a:1'\nimplementation 'g:old:1'");
    let (modules, problems) = all.link(&[("build.gradle", &script)]);
    assert_eq!(shown(&modules[0]), "a:1, b:1<a:1, gone:2<b:1, new:2<old:1, old:1");
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(
        problem.message,
        "the list of libraries is not complete: the pom of g:gone:2 is not in the repository"
    );
    let gone = modules[0].dependencies.iter().find(|d| d.name == "g:gone").unwrap();
    assert_eq!(
        (gone.via.as_slice(), gone.evidence.at.line),
        (&["g:a:1".to_owned(), "g:b:1".to_owned()][..], 2)
    );
}

#[test]
fn what_a_server_gives_is_not_shipped() {
    let all = repository("a:1 = c:1\nb:1 = d:1\nc:1\nd:1");
    let war = asking("implementation 'g:a:1'\nprovidedRuntime 'g:b:1'");
    assert_eq!(all.build(&war), "a:1, P b:1, c:1<a:1, P d:1<b:1");
}

#[test]
fn configurations_bring_what_they_extend() {
    let all = repository("a:1 = b:1\nb:1");
    let plain = asking("extra 'g:a:1'");
    assert_eq!(all.build(&plain), "D a:1");
    let extended =
        format!("configurations {{\n  extra\n  implementation.extendsFrom extra\n}}\n{plain}");
    assert_eq!(all.build(&extended), "D a:1, b:1<a:1");
}

#[test]
fn kotlin_brings_its_library() {
    let all = repository("");
    let script = "plugins {\n  val v = \"2.1\"\n  kotlin(\"jvm\") version v\n}\ndependencies {\n  testImplementation(kotlin(\"test\"))\n}\n";
    let (modules, _) = all.link(&[("build.gradle.kts", script)]);
    assert_eq!(
        shown(&modules[0]),
        "org.jetbrains.kotlin:kotlin-stdlib:2.1, T org.jetbrains.kotlin:kotlin-test:2.1"
    );
}
