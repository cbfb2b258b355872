//! From scripts to modules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::Evidence;

use crate::gradle::Manifest;
use crate::gradle::build::{Asked, Build, Plugin, Section, What};
use crate::gradle::catalog::Catalog;
use crate::gradle::lock::Lock;
use crate::gradle::settings::Settings;
use crate::link::Files;
use crate::maven::{java_release, uniform_group};
use crate::version::gradle::RichVersion;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, place};

/// How often a version may name another variable.
const MAX_PASSES: usize = 8;

/// The scripts of an application by folder.
#[derive(Default)]
struct Scripts<'b> {
    builds: BTreeMap<&'b str, (&'b Arc<str>, &'b Build)>,
    settings: BTreeMap<&'b str, &'b Settings>,
    properties: BTreeMap<&'b str, &'b BTreeMap<String, String>>,
    /// By the folder of the build's root and the catalog's name.
    catalogs: BTreeMap<(&'b str, &'b str), &'b Catalog>,
    /// By path.
    catalog_files: BTreeMap<&'b str, &'b Catalog>,
    locks: BTreeMap<&'b str, Vec<&'b Lock>>,
    wrappers: BTreeMap<&'b str, &'b Property>,
    /// Scripts of other names, that others apply, by path.
    extra: BTreeMap<&'b str, &'b Build>,
    /// Scripts that are plug-ins, by the id that they are applied with.
    conventions: BTreeMap<String, &'b Build>,
}

/// One module for every project with a script, and one for the root of each build.
pub(crate) fn link(files: &Files<Manifest>) -> Vec<Module> {
    let mut scripts = Scripts::default();
    for (path, manifest) in files {
        let folder = place::folder(path);
        match manifest.as_ref() {
            Manifest::Build(build) => {
                let name = place::file_name(path);
                let own = place::file_name(folder);
                if name.starts_with("build.gradle")
                    || name == format!("{own}.gradle")
                    || name == format!("{own}.gradle.kts")
                {
                    scripts.builds.entry(folder).or_insert((path, build));
                } else {
                    scripts.extra.insert(path, build);
                    scripts.conventions.extend(plugin_id_of(path).map(|id| (id, build.as_ref())));
                }
            }
            Manifest::Settings(settings) => {
                scripts.settings.entry(folder).or_insert(settings);
            }
            Manifest::Properties(properties) => {
                scripts.properties.insert(folder, properties);
            }
            Manifest::Catalog(catalog) => {
                // The catalog lies in `gradle/` of the build's root.
                let root = if place::file_name(folder) == "gradle" {
                    place::folder(folder)
                } else {
                    folder
                };
                let name = place::file_name(path).trim_end_matches(".versions.toml");
                scripts.catalogs.insert((root, name), catalog);
                scripts.catalog_files.insert(path, catalog);
            }
            Manifest::Lock(lock) => {
                let root = folder.strip_suffix("gradle/dependency-locks").unwrap_or(folder);
                scripts.locks.entry(root.trim_end_matches('/')).or_default().push(lock);
            }
            Manifest::Wrapper(version) => {
                let root = folder.strip_suffix("gradle/wrapper").unwrap_or(folder);
                scripts.wrappers.insert(root.trim_end_matches('/'), version);
            }
        }
    }
    scripts
        .builds
        .keys()
        .filter(|f| place::file_name(f) != "buildSrc")
        .filter_map(|f| scripts.module(f))
        .collect()
}

/// The id of a plug-in that is a script: `buildSrc/src/main/kotlin/acme.java-library.gradle.kts`. Folders are its package.
fn plugin_id_of(path: &str) -> Option<String> {
    let (_, rest) = ["src/main/groovy/", "src/main/kotlin/"]
        .iter()
        .find_map(|sources| path.split_once(sources))?;
    let id = rest.strip_suffix(".kts").unwrap_or(rest).strip_suffix(".gradle")?;
    Some(id.replace('/', "."))
}

/// A project with all sections that speak of it, nearest first.
struct Project<'b> {
    sections: Vec<&'b Section>,
    variables: BTreeMap<&'b str, &'b str>,
    /// Version catalogs by name; several of one name are asked in turn.
    catalogs: Vec<(&'b str, &'b Catalog)>,
}

impl<'b> Scripts<'b> {
    /// The root of the build that a folder belongs to: the nearest folder above with settings.
    fn root_of<'f>(&self, folder: &'f str) -> &'f str {
        place::upwards(folder).find(|f| self.settings.contains_key(f)).unwrap_or(folder)
    }

    fn project_path(&self, folder: &str) -> Option<&'b str> {
        let root = self.root_of(folder);
        let settings = self.settings.get(root)?;
        settings
            .projects
            .iter()
            .find(|(_, dir)| place::join(root, dir).as_deref() == Some(folder))
            .map(|(path, _)| path.as_str())
    }

    fn project(&self, folder: &str) -> Project<'b> {
        let root = self.root_of(folder);
        let path = self.project_path(folder);
        let mut sections = Vec::new();
        sections.extend(self.builds.get(folder).map(|(_, b)| &b.own));
        for above in place::upwards(folder).skip(1) {
            if let Some((_, build)) = self.builds.get(above).filter(|_| above.len() >= root.len()) {
                let named = path.and_then(|p| build.named.get(p));
                sections.extend(named);
                sections.push(&build.below);
            }
        }
        self.add_applied(root, folder, &mut sections);
        let mut variables: BTreeMap<&str, &str> = BTreeMap::new();
        let mut add = |map: &'b BTreeMap<String, String>| {
            for (key, value) in map {
                variables.entry(key.as_str()).or_insert(value.as_str());
            }
        };
        for section in &sections {
            add(&section.variables);
        }
        for above in place::upwards(folder).filter(|f| f.len() >= root.len()) {
            if let Some((_, build)) = self.builds.get(above) {
                add(&build.own.variables);
            }
            if let Some(properties) = self.properties.get(above) {
                add(properties);
            }
        }
        for (path, build) in &self.extra {
            if path.starts_with(root) {
                add(&build.own.variables);
            }
        }
        Project { sections, variables, catalogs: self.catalogs_of(folder) }
    }

    /// Adds the sections of scripts that the given ones apply, by path or as plug-ins, and of those that they apply.
    fn add_applied(&self, root: &str, folder: &str, sections: &mut Vec<&'b Section>) {
        let mut seen: BTreeSet<*const Build> = BTreeSet::new();
        let mut at = 0;
        while let Some(section) = sections.get(at).copied() {
            at += 1;
            let plugins = section.plugins.iter().filter_map(|p| self.conventions.get(&p.id));
            let files = section.scripts.iter().filter_map(|path| {
                let bare = path.rsplit_once("Dir/").map_or(path.as_str(), |(_, rest)| rest);
                let bare = bare.rsplit_once('}').map_or(bare, |(_, rest)| rest);
                [folder, root].iter().find_map(|base| {
                    let path = place::join(base, bare.trim_start_matches('/'))?;
                    self.extra.get(path.as_str())
                })
            });
            for build in plugins.chain(files) {
                if seen.insert(std::ptr::from_ref::<Build>(build)) {
                    sections.push(&build.own);
                }
            }
        }
    }

    fn catalogs_of(&self, folder: &str) -> Vec<(&'b str, &'b Catalog)> {
        let mut found = Vec::new();
        for above in place::upwards(folder) {
            if let Some(settings) = self.settings.get(above) {
                found.extend(settings.catalogs.iter().map(|(name, c)| (name.as_str(), c)));
                for (name, path) in &settings.catalog_files {
                    let path = place::join(above, path.rsplit_once("Dir/").map_or(path, |p| p.1));
                    let catalog = path.and_then(|p| self.catalog_files.get(p.as_str()));
                    found.extend(catalog.map(|c| (name.as_str(), *c)));
                }
            }
            let here = self.catalogs.iter().filter(|((root, _), _)| *root == above);
            found.extend(here.map(|((_, name), catalog)| (*name, *catalog)));
        }
        found
    }

    /// Versions that lock files tell; libraries that only they name are added.
    fn lock(&self, folder: &str, dependencies: &mut Vec<Dependency>) {
        let entries = self.locks.get(folder).into_iter().flatten().flat_map(|lock| &lock.entries);
        for locked in entries {
            let mut named = false;
            for dependency in dependencies.iter_mut().filter(|d| d.direct && d.name == locked.name)
            {
                named = true;
                dependency.version = Some(locked.version.clone());
            }
            if !named {
                dependencies.push(Dependency {
                    ecosystem: Ecosystem::Maven,
                    name: locked.name.clone(),
                    version: Some(locked.version.clone()),
                    requirement: String::new(),
                    scope: locked.scope,
                    direct: false,
                    via: Vec::new(),
                    evidence: locked.evidence.clone(),
                });
            }
        }
    }

    fn name_of(&self, folder: &str, project: &Project<'_>) -> String {
        let root = self.root_of(folder);
        let stated =
            self.settings.get(root).and_then(|s| s.name.clone()).filter(|_| folder == root);
        let name = stated.unwrap_or_else(|| place::name_of(folder));
        match project
            .sections
            .iter()
            .find_map(|s| s.group.as_deref())
            .and_then(|g| project.resolved(g))
        {
            Some(group) => format!("{group}:{name}"),
            None => name,
        }
    }

    fn module(&self, folder: &str) -> Option<Module> {
        let (_, build) = self.builds.get(folder)?;
        let root = self.root_of(folder);
        let project = self.project(folder);
        let plugins = self.plugins(&project, root);
        let boot = boot_version(&project, &plugins, self.builds.get(root).map(|(_, b)| &b.own));
        let mut dependencies = self.dependencies(&project, root, boot.as_ref());
        self.lock(folder, &mut dependencies);
        let submodules: Vec<Arc<str>> = self
            .settings
            .get(folder)
            .into_iter()
            .flat_map(|s| s.projects.values().chain(&s.builds))
            .filter_map(|dir| place::join(folder, dir))
            .filter(|dir| dir != folder)
            .map(|dir| place::shared(&dir))
            .collect();
        let mut properties: BTreeMap<String, Property> = BTreeMap::new();
        for section in &project.sections {
            for (key, property) in &section.properties {
                let mut property = property.clone();
                property.value = project.fill(&property.value);
                if key == "java.release" {
                    property.value = java_release(&property.value);
                }
                // A call or a lookup in a map is no release: unknown stays unknown.
                let release = key != "java.release"
                    || property.value.starts_with(|c: char| c.is_ascii_digit());
                if release && !property.value.is_empty() && !property.value.contains("${") {
                    properties.entry(key.clone()).or_insert(property);
                }
            }
        }
        let version = project
            .sections
            .iter()
            .find_map(|s| s.version.as_deref())
            .and_then(|v| project.resolved(v));
        let name = self.name_of(folder, &project);
        let artifact = name.rsplit(':').next().unwrap_or(&name).to_owned();
        properties.entry("final.name".to_owned()).or_insert_with(|| Property {
            value: version.as_ref().map_or_else(|| artifact.clone(), |v| format!("{artifact}-{v}")),
            evidence: Evidence::default_of(
                "Gradle names the archive name-version unless told otherwise",
            ),
        });
        let packaging =
            packaging(&plugins, &properties, dependencies.is_empty(), !submodules.is_empty());
        for (id, plugin) in &plugins {
            let property =
                Property { value: plugin.version.clone(), evidence: plugin.evidence.clone() };
            properties.insert(format!("plugin.{id}"), property);
        }
        properties.extend(boot.map(|b| ("spring.boot".to_owned(), b)));
        let wrapper = self.wrappers.get(folder).or_else(|| self.wrappers.get(root));
        properties.extend(wrapper.map(|w| ("gradle.wrapper".to_owned(), (*w).clone())));
        Some(Module {
            ecosystem: Ecosystem::Maven,
            build_tool: BuildTool::Gradle,
            name,
            version,
            root: place::shared(folder),
            packaging,
            dependencies,
            properties,
            submodules,
            evidence: build.evidence.clone(),
        })
    }

    /// Applied plugins by id, catalog aliases looked up, versions from where the root script states them.
    fn plugins(&self, project: &Project<'b>, root: &str) -> BTreeMap<String, Plugin> {
        let at_root = self.builds.get(root).map(|(_, b)| &b.own);
        let mut versions: BTreeMap<String, String> =
            self.settings.get(root).map(|s| s.plugins.clone()).unwrap_or_default();
        let mut applied = BTreeMap::new();
        for (own, section) in
            project.sections.iter().map(|s| (true, *s)).chain(at_root.map(|s| (false, s)))
        {
            for plugin in &section.plugins {
                let (is_applied, written) = match plugin.id.strip_prefix("unapplied:") {
                    Some(id) => (false, id),
                    None => (true, plugin.id.as_str()),
                };
                let (id, from_catalog) = project.plugin_id(written);
                let version = project.resolved(&plugin.version).or(from_catalog);
                if let Some(version) = version {
                    versions.entry(id.clone()).or_insert(version);
                }
                if own && is_applied {
                    applied.entry(id.clone()).or_insert(Plugin { id, ..plugin.clone() });
                }
            }
        }
        for (id, plugin) in &mut applied {
            plugin.version = versions.get(id).cloned().unwrap_or_default();
        }
        applied
    }

    fn dependencies(
        &self,
        project: &Project<'b>,
        root: &str,
        boot: Option<&Property>,
    ) -> Vec<Dependency> {
        let mut uniform: BTreeMap<&str, String> = BTreeMap::new();
        for platform in project.sections.iter().flat_map(|s| &s.platforms) {
            for (name, version, _) in project.libraries(&platform.what) {
                let group = name.split_once(':').and_then(|(g, a)| uniform_group(g, a));
                if let (Some(group), Some(version)) = (group, version) {
                    uniform.entry(group).or_insert(version);
                }
            }
        }
        if let Some(boot) = boot {
            uniform.entry("org.springframework.boot").or_insert_with(|| boot.value.clone());
        }
        let mut managed: BTreeMap<String, String> = BTreeMap::new();
        for asked in project.sections.iter().flat_map(|s| &s.managed) {
            for (name, version, _) in project.libraries(&asked.what) {
                if let Some(version) = version {
                    managed.entry(name).or_insert(version);
                }
            }
        }
        let mut found = Vec::new();
        for asked in project.sections.iter().flat_map(|s| &s.asked) {
            if let What::Project(path) = &asked.what {
                found.extend(self.project_dependency(root, path, asked));
                continue;
            }
            for (name, version, requirement) in project.libraries(&asked.what) {
                let group = name.split(':').next().unwrap_or_default();
                let version = version
                    .or_else(|| managed.get(&name).cloned())
                    .or_else(|| uniform.get(group).filter(|_| requirement.is_empty()).cloned());
                found.push(Dependency {
                    ecosystem: Ecosystem::Maven,
                    name,
                    // A range or `+` is no version: which one is taken only a lock file tells.
                    version: version
                        .and_then(|v| RichVersion::parse(&v).version().map(str::to_owned)),
                    requirement,
                    scope: asked.scope,
                    direct: true,
                    via: Vec::new(),
                    evidence: asked.evidence.clone(),
                });
            }
        }
        found
    }

    /// A dependency on another project of the build, named as that module is.
    fn project_dependency(&self, root: &str, path: &str, asked: &Asked) -> Option<Dependency> {
        let path = format!(":{}", path.trim_start_matches(':'));
        let folder = self.settings.get(root).and_then(|s| s.projects.get(&path)).cloned();
        let folder = place::join(
            root,
            &folder.unwrap_or_else(|| path.trim_start_matches(':').replace(':', "/")),
        )?;
        let project = self.project(&folder);
        let version = project
            .sections
            .iter()
            .find_map(|s| s.version.as_deref())
            .and_then(|v| project.resolved(v));
        Some(Dependency {
            ecosystem: Ecosystem::Maven,
            name: self.name_of(&folder, &project),
            version,
            requirement: format!("project({path})"),
            scope: asked.scope,
            direct: true,
            via: Vec::new(),
            evidence: asked.evidence.clone(),
        })
    }
}

impl Project<'_> {
    /// `text` with `${name}` and `$name` replaced where the name is known.
    fn fill(&self, text: &str) -> String {
        let mut current = text.to_owned();
        for _ in 0..MAX_PASSES {
            let Some(start) = current.find('$') else { break };
            let rest = current.get(start + 1..).unwrap_or("");
            let (name, length) = if let Some(inner) = rest.strip_prefix('{') {
                let end = inner.find('}').unwrap_or(inner.len());
                (inner.get(..end).unwrap_or(""), end + 3)
            } else {
                let word = crate::gradle::script::first_word(rest);
                (word, word.len() + 1)
            };
            let bare = ["rootProject.ext.", "project.ext.", "ext.", "rootProject.", "project."]
                .iter()
                .find_map(|p| name.strip_prefix(p))
                .unwrap_or(name);
            let alias = name.trim_end_matches("()").trim_end_matches(".get");
            let value = self
                .variables
                .get(name)
                .or_else(|| self.variables.get(bare))
                .map(|v| (*v).to_owned())
                .or_else(|| self.in_catalog(alias, "versions.", |c| &c.versions).cloned());
            let Some(value) = value.filter(|v| v.len() < 200) else { break };
            let end = (start + length).min(current.len());
            current.replace_range(start..end, &value);
        }
        current
    }

    fn resolved(&self, text: &str) -> Option<String> {
        let filled = self.fill(text);
        (!filled.is_empty() && !filled.contains('$')).then_some(filled)
    }

    /// What an accessor (`libs.versions.spring`) names in a catalog; `kind` stands after the catalog's name.
    fn in_catalog<T>(
        &self,
        accessor: &str,
        kind: &str,
        of: fn(&Catalog) -> &BTreeMap<String, T>,
    ) -> Option<&T> {
        self.catalogs.iter().find_map(|(name, catalog)| {
            let alias = accessor.strip_prefix(name)?.strip_prefix('.')?.strip_prefix(kind)?;
            of(catalog).get(alias)
        })
    }

    /// The id of a plugin, and its version where a catalog alias tells it.
    fn plugin_id(&self, written: &str) -> (String, Option<String>) {
        match self.in_catalog(written, "plugins.", |c| &c.plugins) {
            Some((id, version)) => (id.clone(), version.clone()),
            None => (written.to_owned(), None),
        }
    }

    /// Name, version and requirement of what a dependency asks for.
    fn libraries(&self, what: &What) -> Vec<(String, Option<String>, String)> {
        match what {
            What::Project(_) => Vec::new(),
            What::Library(name, version) => {
                vec![(self.fill(name), self.resolved(version), version.clone())]
            }
            What::Alias(alias) => {
                let bundle = self.in_catalog(alias, "bundles.", |c| &c.bundles);
                let catalog = alias.split('.').next().unwrap_or_default();
                let members = match bundle {
                    Some(members) => members.iter().map(|m| format!("{catalog}.{m}")).collect(),
                    None => vec![alias.clone()],
                };
                members
                    .iter()
                    .filter_map(|accessor| self.in_catalog(accessor, "", |c| &c.libraries))
                    .map(|(name, version)| {
                        (name.clone(), version.clone(), version.clone().unwrap_or_default())
                    })
                    .collect()
            }
        }
    }
}

/// The version of Spring Boot: of its plugin where applied or declared, or of its bill of materials.
fn boot_version(
    project: &Project<'_>,
    plugins: &BTreeMap<String, Plugin>,
    at_root: Option<&Section>,
) -> Option<Property> {
    const ID: &str = "org.springframework.boot";
    let applied = plugins.get(ID).filter(|p| !p.version.is_empty());
    let declared =
        project.sections.iter().copied().chain(at_root).flat_map(|s| &s.plugins).find_map(|p| {
            let written = p.id.strip_prefix("unapplied:").unwrap_or(&p.id);
            let (id, version) = project.plugin_id(written);
            let version = project.resolved(&p.version).or(version).filter(|_| id == ID)?;
            Some(Property { value: version, evidence: p.evidence.clone() })
        });
    let platform = || {
        project.sections.iter().flat_map(|s| &s.platforms).find_map(|asked| {
            let (name, version, _) = project.libraries(&asked.what).into_iter().next()?;
            let (group, artifact) = name.split_once(':')?;
            (uniform_group(group, artifact) == Some(ID)).then_some(())?;
            Some(Property { value: version?, evidence: asked.evidence.clone() })
        })
    };
    applied
        .map(|p| Property { value: p.version.clone(), evidence: p.evidence.clone() })
        .or_else(platform)
        .or_else(|| {
            declared.filter(|_| {
                plugins.contains_key(ID) || plugins.contains_key("io.spring.dependency-management")
            })
        })
}

fn packaging(
    plugins: &BTreeMap<String, Plugin>,
    properties: &BTreeMap<String, Property>,
    no_dependencies: bool,
    has_projects: bool,
) -> Packaging {
    let ids: BTreeSet<&str> = plugins.keys().map(String::as_str).collect();
    let has = |id: &str| ids.contains(id);
    let main = properties.contains_key("main.class");
    let boot = has("org.springframework.boot") && !properties.contains_key("boot.jar");
    if has("ear") {
        Packaging::EnterpriseArchive
    } else if has("war") || has("org.gretty") || has("org.wildfly.build.provision") {
        Packaging::WebArchive
    } else if (boot && !(has_projects && no_dependencies))
        || has("application")
        || has("io.quarkus")
        || has("io.micronaut.application")
        || has("io.ktor.plugin")
        || (main
            && ids.iter().any(|id| {
                id.contains("shadow") || *id == "java" || *id == "com.google.cloud.tools.jib"
            }))
    {
        Packaging::Executable
    } else if has_projects && no_dependencies {
        Packaging::Aggregator
    } else {
        Packaging::Library
    }
}
