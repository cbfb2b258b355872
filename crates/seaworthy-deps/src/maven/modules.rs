//! From projects to modules.

use std::collections::BTreeMap;

use seaworthy_base::Evidence;

use crate::maven::effective::{Declared, Effective, Values};
use crate::maven::pom::{Plugin, Pom};
use crate::maven::projects::{Origin, Projects};
use crate::maven::resolved::ResolvedProject;
use crate::maven::scope::MavenScope;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, place};

/// Plugins that make a jar which `java -jar` starts, whatever they are told.
const EXECUTABLE_PLUGINS: &[&str] = &[
    "spring-boot-maven-plugin",
    "quarkus-maven-plugin",
    "micronaut-maven-plugin",
    "thorntail-maven-plugin",
    "wildfly-swarm-plugin",
    "wildfly-jar-maven-plugin",
    "payara-micro-maven-plugin",
    "jib-maven-plugin",
    "appassembler-maven-plugin",
];

/// Plugins that do so where a main class is named.
const MAIN_CLASS_PLUGINS: &[&str] =
    &["maven-shade-plugin", "maven-assembly-plugin", "maven-jar-plugin", "onejar-maven-plugin"];

/// One module for every project.
pub(super) fn modules(projects: &Projects<'_>) -> Vec<Module> {
    (0..projects.poms.len()).filter_map(|i| module(projects, i)).collect()
}

/// A Java release as it is named today: `1.8` and `VERSION_1_8` are `8`.
pub(crate) fn java_release(text: &str) -> String {
    let text = text
        .trim()
        .trim_start_matches("JavaVersion.")
        .trim_start_matches("VERSION_")
        .replace('_', ".");
    text.strip_prefix("1.").filter(|rest| !rest.is_empty()).unwrap_or(&text).to_owned()
}

fn module(projects: &Projects<'_>, i: usize) -> Option<Module> {
    let (path, pom) = projects.poms.get(i)?;
    let effective = projects.effective(&Origin::Tree(i));
    let values = projects.values(&effective);
    let root = place::folder(path);
    let plugins = plugins(&effective);
    let mut properties = properties(&effective, &values, &plugins);
    let packaging = packaging(pom, &values, &plugins, &properties);
    properties.insert("packaging".to_owned(), filled(&values, &pom.packaging));
    let submodules = pom
        .modules()
        .filter_map(|m| projects.module(root, &values.fill(m)))
        .filter_map(|m| projects.poms.get(m))
        .map(|(path, _)| place::shared(place::folder(path)))
        .collect();
    Some(Module {
        ecosystem: Ecosystem::Maven,
        build_tool: BuildTool::Maven,
        name: format!("{}:{}", effective.gav.group, effective.gav.artifact),
        version: known(&effective.gav.version),
        root: place::shared(root),
        packaging,
        dependencies: effective.dependencies.iter().map(dependency).collect(),
        properties,
        submodules,
        evidence: pom.evidence.clone(),
    })
}

/// A version that is stated and holds no placeholder.
pub(super) fn known(version: &str) -> Option<String> {
    (!version.is_empty() && !version.contains("${")).then(|| version.to_owned())
}

fn dependency(declared: &Declared) -> Dependency {
    Dependency {
        ecosystem: Ecosystem::Maven,
        name: format!("{}:{}", declared.group, declared.artifact),
        // A range is a requirement, not a version in use.
        version: known(&declared.version).filter(|v| !v.starts_with(['[', '('])),
        requirement: declared.requirement.clone(),
        scope: MavenScope::of(&declared.scope).role(),
        direct: true,
        via: Vec::new(),
        evidence: declared.evidence.clone(),
    }
}

/// Puts all libraries of a project in place of those it asks for itself.
pub(super) fn replace_dependencies(module: &mut Module, resolved: &ResolvedProject) {
    let declared = std::mem::take(&mut module.dependencies);
    module.dependencies = resolved
        .dependencies
        .iter()
        .enumerate()
        .map(|(index, library)| {
            let name = format!("{}:{}", library.gav.group, library.gav.artifact);
            let direct = library.parent.is_none();
            let asked = declared.iter().find(|d| direct && d.evidence == library.evidence);
            Dependency {
                ecosystem: Ecosystem::Maven,
                name,
                version: known(&library.gav.version).filter(|v| !v.starts_with(['[', '('])),
                requirement: asked.map(|d| d.requirement.clone()).unwrap_or_default(),
                scope: library.scope.role(),
                direct,
                via: via(resolved, index),
                evidence: library.evidence.clone(),
            }
        })
        .collect();
}

/// The libraries on the way to one, without itself.
fn via(resolved: &ResolvedProject, index: usize) -> Vec<String> {
    let mut way = resolved.path_to(index);
    way.pop();
    way.iter()
        .filter_map(|&at| resolved.dependencies.get(at))
        .map(|d| format!("{}:{}:{}", d.gav.group, d.gav.artifact, d.gav.version))
        .collect()
}

/// Plugins of the project and its parents by artifact, each with the settings that plugin management adds.
fn plugins(effective: &Effective) -> BTreeMap<String, Plugin> {
    let mut found: BTreeMap<String, Plugin> = BTreeMap::new();
    for plugin in effective.layers.iter().flat_map(|l| &l.section.plugins) {
        merge(found.entry(plugin.artifact.clone()).or_insert_with(|| plugin.clone()), plugin);
    }
    for plugin in effective.layers.iter().flat_map(|l| &l.section.managed_plugins) {
        if let Some(used) = found.get_mut(&plugin.artifact) {
            merge(used, plugin);
        }
    }
    found
}

fn merge(plugin: &mut Plugin, other: &Plugin) {
    if plugin.version.is_empty() {
        plugin.version.clone_from(&other.version);
    }
    for (key, value) in &other.settings {
        plugin.settings.entry(key.clone()).or_insert_with(|| value.clone());
    }
}

fn filled(values: &Values<'_>, property: &Property) -> Property {
    Property { value: values.fill(&property.value), evidence: property.evidence.clone() }
}

fn properties(
    effective: &Effective,
    values: &Values<'_>,
    plugins: &BTreeMap<String, Plugin>,
) -> BTreeMap<String, Property> {
    let setting = |plugin: &str, key: &str| plugins.get(plugin).and_then(|p| p.settings.get(key));
    let stated = |key: &str| effective.layers.iter().find_map(|l| l.section.properties.get(key));
    let compiler = |key: &str| {
        setting("maven-compiler-plugin", key).filter(|p| !values.fill(&p.value).contains("${"))
    };
    let mut properties = BTreeMap::new();
    let release = compiler("release")
        .or_else(|| stated("maven.compiler.release"))
        .or_else(|| compiler("target"))
        .or_else(|| stated("maven.compiler.target"))
        .or_else(|| compiler("source"))
        .or_else(|| stated("maven.compiler.source"))
        .or_else(|| stated("java.version"))
        .or_else(|| setting("maven-toolchains-plugin", "toolchains.jdk.version"));
    if let Some(release) = release {
        let mut release = filled(values, release);
        release.value = java_release(&release.value);
        properties.insert("java.release".to_owned(), release);
    }
    let final_name = setting("maven-war-plugin", "warName")
        .or_else(|| effective.layers.iter().find_map(|l| l.section.final_name.as_ref()))
        .map(|p| filled(values, p))
        .or_else(|| {
            Some(Property {
                value: values.fill("${project.artifactId}-${project.version}"),
                evidence: Evidence::default_of(
                    "Maven names the artifact artifactId-version unless told otherwise",
                ),
            })
        });
    properties.extend(final_name.map(|name| ("final.name".to_owned(), name)));
    let main_class = setting("spring-boot-maven-plugin", "mainClass")
        .or_else(|| stated("start-class"))
        .or_else(|| {
            let tools = EXECUTABLE_PLUGINS.iter().chain(MAIN_CLASS_PLUGINS);
            tools.filter_map(|name| plugins.get(*name)).find_map(main_class_setting)
        })
        .or_else(|| stated("exec.mainClass"))
        .or_else(|| stated("mainClass"));
    properties.extend(main_class.map(|p| ("main.class".to_owned(), filled(values, p))));
    for (artifact, plugin) in plugins {
        let version =
            Property { value: values.fill(&plugin.version), evidence: plugin.evidence.clone() };
        properties.insert(format!("plugin.{artifact}"), version);
    }
    let boot =
        effective.management.group_version("org.springframework.boot").cloned().or_else(|| {
            let plugin = plugins.get("spring-boot-maven-plugin")?;
            let value = known(&values.fill(&plugin.version))?;
            Some(Property { value, evidence: plugin.evidence.clone() })
        });
    properties.extend(boot.map(|p| ("spring.boot".to_owned(), p)));
    properties
}

/// `mainClass`, wherever a plugin keeps it (`archive.manifest.mainClass`, `transformers.transformer.mainClass`, …).
fn main_class_setting(plugin: &Plugin) -> Option<&Property> {
    let named = |key: &str| key == "mainClass" || key.ends_with(".mainClass");
    plugin.settings.iter().find(|(key, _)| named(key)).map(|(_, value)| value)
}

fn packaging(
    pom: &Pom,
    values: &Values<'_>,
    plugins: &BTreeMap<String, Plugin>,
    properties: &BTreeMap<String, Property>,
) -> Packaging {
    match values.fill(&pom.packaging.value).as_str() {
        "pom" => Packaging::Aggregator,
        "war" => Packaging::WebArchive,
        "ear" => Packaging::EnterpriseArchive,
        "ejb" => Packaging::EjbModule,
        "quarkus" => Packaging::Executable,
        "jar" | "bundle" => {
            let main = properties.contains_key("main.class");
            let executable = plugins.iter().any(|(name, plugin)| {
                let skipped = plugin.settings.get("skip").is_some_and(|s| s.value == "true");
                !skipped
                    && (EXECUTABLE_PLUGINS.contains(&name.as_str())
                        || (main && MAIN_CLASS_PLUGINS.contains(&name.as_str())))
            });
            if executable { Packaging::Executable } else { Packaging::Library }
        }
        _ => Packaging::Library,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Scope;
    use crate::link::Files;
    use crate::maven::{link, read};
    use crate::source::Source;

    fn modules(files: &[(&str, &str)]) -> Vec<Module> {
        let mut problems = Vec::new();
        let poms = files
            .iter()
            .map(|(path, text)| {
                let path: Arc<str> = Arc::from(*path);
                let text = format!("<project>\n{text}\n</project>");
                let pom = read(&Source::new(&path, &text), &mut problems).unwrap();
                (path, Box::new(pom))
            })
            .collect();
        assert!(problems.is_empty(), "{problems:?}");
        link(&poms, &Files::new(), None, &mut problems)
    }

    const PARENT: &str = "<groupId>acme</groupId><artifactId>shop</artifactId><version>${revision}</version>
<packaging>pom</packaging><modules><module>web</module></modules>
<properties><revision>2.1</revision><maven.compiler.source>1.8</maven.compiler.source><db.v>42.1</db.v></properties>
<dependencyManagement><dependencies>
<dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>${db.v}</version></dependency>
<dependency><groupId>acme</groupId><artifactId>bom</artifactId><version>1</version><type>pom</type><scope>import</scope></dependency>
</dependencies></dependencyManagement>";

    const BOM: &str = "<groupId>acme</groupId><artifactId>bom</artifactId><version>1</version><packaging>pom</packaging>
<dependencyManagement><dependencies>
<dependency><groupId>org.springframework</groupId><artifactId>spring-framework-bom</artifactId><version>5.3.9</version><type>pom</type><scope>import</scope></dependency>
<dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13</version><scope>test</scope></dependency>
</dependencies></dependencyManagement>";

    const WEB: &str = "<parent><groupId>acme</groupId><artifactId>shop</artifactId><version>${revision}</version></parent>
<artifactId>web</artifactId><packaging>war</packaging>
<properties><db.v>42.7</db.v></properties>
<dependencies>
<dependency><groupId>org.postgresql</groupId>
<artifactId>postgresql</artifactId></dependency>
<dependency><groupId>org.springframework</groupId><artifactId>spring-web</artifactId></dependency>
<dependency><groupId>junit</groupId><artifactId>junit</artifactId></dependency>
<dependency><groupId>x</groupId><artifactId>y</artifactId><version>${no.such}</version></dependency>
</dependencies>
<build><finalName>${project.parent.artifactId}-${project.version}</finalName></build>";

    #[test]
    fn parents_and_bills_of_materials_give_versions() {
        let all = modules(&[("bom/pom.xml", BOM), ("pom.xml", PARENT), ("web/pom.xml", WEB)]);
        let web = all.iter().find(|m| m.name == "acme:web").unwrap();
        assert_eq!((web.version.as_deref(), web.packaging), (Some("2.1"), Packaging::WebArchive));
        assert_eq!(web.property("java.release"), Some("8"));
        assert_eq!(web.property("final.name"), Some("shop-2.1"));
        let seen: Vec<_> = web
            .dependencies
            .iter()
            .map(|d| (d.name.as_str(), d.version.as_deref(), d.scope))
            .collect();
        assert_eq!(
            seen,
            [
                ("org.postgresql:postgresql", Some("42.7"), Scope::Runtime),
                ("org.springframework:spring-web", Some("5.3.9"), Scope::Runtime),
                ("junit:junit", Some("4.13"), Scope::Test),
                ("x:y", None, Scope::Runtime),
            ]
        );
        assert_eq!(web.dependencies[0].evidence.place(), "web/pom.xml:7");
        let parent = all.iter().find(|m| m.name == "acme:shop").unwrap();
        assert_eq!(parent.submodules, [Arc::from("web")]);
        assert_eq!(parent.packaging, Packaging::Aggregator);
    }

    #[test]
    fn values_and_parents_that_name_themselves_end() {
        let looped = "<parent><groupId>a</groupId><artifactId>b</artifactId><version>1</version><relativePath/></parent>
<groupId>a</groupId><artifactId>b</artifactId><properties><x>${y}${y}</x><y>${x}${x}</y></properties>
<dependencies><dependency><groupId>g</groupId><artifactId>h</artifactId><version>${x}</version></dependency></dependencies>";
        let all = modules(&[("one/pom.xml", looped), ("two/pom.xml", looped)]);
        assert!(all.iter().all(|m| m.dependencies[0].version.is_none()));
    }

    #[test]
    fn a_jar_with_the_boot_plugin_runs() {
        let boot = "<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.2.1</version></parent>
<groupId>a</groupId><artifactId>b</artifactId>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>
<build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>";
        let module = modules(&[("pom.xml", boot)]).remove(0);
        assert_eq!(module.packaging, Packaging::Executable);
        assert_eq!(module.property("spring.boot"), Some("3.2.1"));
        assert_eq!(module.dependencies[0].version.as_deref(), Some("3.2.1"));
    }
}
