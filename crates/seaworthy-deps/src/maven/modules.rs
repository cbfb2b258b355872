//! From projects to modules.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_base::Evidence;

use crate::link::Files;
use crate::maven::effective::{Coordinates, Effective, Managed, Management, Projects, group_of};
use crate::maven::pom::{Asked, Plugin, Pom};
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, place};

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
pub(crate) fn link(poms: &Files<Pom>) -> Vec<Module> {
    let projects = Projects::new(poms);
    (0..poms.len()).filter_map(|i| module(&projects, i)).collect()
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
    let effective = projects.effective(i);
    let root = place::folder(path);
    let plugins = plugins(&effective);
    let mut properties = properties(&effective, &plugins);
    let packaging = packaging(pom, &effective, &plugins, &properties);
    properties.insert("packaging".to_owned(), filled(&effective, &pom.packaging));
    let submodules = pom
        .modules
        .iter()
        .filter_map(|m| projects.module(root, &effective.fill(m)))
        .filter_map(|m| projects.poms.get(m))
        .map(|(path, _)| place::shared(place::folder(path)))
        .collect();
    let version =
        pom.version.as_deref().or_else(|| pom.parent.as_ref().map(|p| p.version.as_str()));
    Some(Module {
        ecosystem: Ecosystem::Maven,
        build_tool: BuildTool::Maven,
        name: format!("{}:{}", effective.fill(group_of(pom)), effective.fill(&pom.artifact)),
        version: version.and_then(|v| effective.resolved(v)),
        root: place::shared(root),
        packaging,
        dependencies: dependencies(projects, i, &effective),
        properties,
        submodules,
        evidence: pom.evidence.clone(),
    })
}

fn dependencies(projects: &Projects<'_>, i: usize, effective: &Effective<'_>) -> Vec<Dependency> {
    let Management { managed, groups: uniform } = projects.managed(i);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    // Nearest first: what a project says about a library wins over its parents.
    for asked in effective.poms.iter().flat_map(|p| &p.dependencies) {
        let name = (effective.fill(&asked.group), effective.fill(&asked.artifact));
        if seen.insert((name.clone(), asked.kind.clone(), asked.scope.clone())) {
            found.push(dependency(asked, &name, effective, &managed, &uniform));
        }
    }
    found
}

fn dependency(
    asked: &Asked,
    name: &Coordinates,
    effective: &Effective<'_>,
    managed: &BTreeMap<Coordinates, Managed>,
    uniform: &BTreeMap<&'static str, Property>,
) -> Dependency {
    let manager = managed.get(name);
    let (version, requirement) = if asked.version.is_empty() {
        let version = manager
            .and_then(|m| m.version.clone())
            .or_else(|| uniform.get(name.0.as_str()).map(|p| p.value.clone()));
        (version, manager.map(|m| m.requirement.clone()).unwrap_or_default())
    } else {
        (effective.resolved(&asked.version), asked.version.clone())
    };
    let scope = if asked.scope.is_empty() {
        manager.map_or("", |m| m.scope.as_str()).to_owned()
    } else {
        effective.fill(&asked.scope)
    };
    Dependency {
        ecosystem: Ecosystem::Maven,
        name: format!("{}:{}", name.0, name.1),
        // A range is a requirement, not a version in use.
        version: version.filter(|v| !v.starts_with(['[', '('])),
        requirement,
        scope: match scope.as_str() {
            "provided" => Scope::Provided,
            "test" => Scope::Test,
            _ => Scope::Runtime,
        },
        direct: true,
        evidence: asked.evidence.clone(),
    }
}

/// Plugins of the project and its parents by artifact, each with the settings that plugin management adds.
fn plugins(effective: &Effective<'_>) -> BTreeMap<String, Plugin> {
    let mut found: BTreeMap<String, Plugin> = BTreeMap::new();
    for plugin in effective.poms.iter().flat_map(|p| &p.plugins) {
        merge(found.entry(plugin.artifact.clone()).or_insert_with(|| plugin.clone()), plugin);
    }
    for plugin in effective.poms.iter().flat_map(|p| &p.managed_plugins) {
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

fn filled(effective: &Effective<'_>, property: &Property) -> Property {
    Property { value: effective.fill(&property.value), evidence: property.evidence.clone() }
}

fn properties(
    effective: &Effective<'_>,
    plugins: &BTreeMap<String, Plugin>,
) -> BTreeMap<String, Property> {
    let setting = |plugin: &str, key: &str| plugins.get(plugin).and_then(|p| p.settings.get(key));
    let stated = |key: &str| effective.properties.get(key).copied();
    let compiler = |key: &str| {
        setting("maven-compiler-plugin", key).filter(|p| !effective.fill(&p.value).contains("${"))
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
        let mut release = filled(effective, release);
        release.value = java_release(&release.value);
        properties.insert("java.release".to_owned(), release);
    }
    let own = effective.poms.first();
    let final_name = setting("maven-war-plugin", "warName")
        .or_else(|| effective.poms.iter().find_map(|p| p.final_name.as_ref()))
        .map(|p| filled(effective, p))
        .or_else(|| {
            own.map(|_| Property {
                value: effective.fill("${project.artifactId}-${project.version}"),
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
    properties.extend(main_class.map(|p| ("main.class".to_owned(), filled(effective, p))));
    for (artifact, plugin) in plugins {
        let version =
            Property { value: effective.fill(&plugin.version), evidence: plugin.evidence.clone() };
        properties.insert(format!("plugin.{artifact}"), version);
    }
    let boot = effective.uniform_versions().remove("org.springframework.boot").or_else(|| {
        let plugin = plugins.get("spring-boot-maven-plugin")?;
        let value = effective.resolved(&plugin.version)?;
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
    effective: &Effective<'_>,
    plugins: &BTreeMap<String, Plugin>,
    properties: &BTreeMap<String, Property>,
) -> Packaging {
    match effective.fill(&pom.packaging.value).as_str() {
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
    use crate::maven::read;
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
        link(&poms)
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
