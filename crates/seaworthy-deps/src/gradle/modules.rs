//! From scripts to modules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::{Diagnostic, Evidence};

use crate::gradle::Manifest;
use crate::gradle::build::{Asked, Build, Plugin, Section, What};
use crate::gradle::catalog::Catalog;
use crate::gradle::lock::{Lock, Locked};
use crate::gradle::packaging::{boot_version, packaging};
use crate::gradle::project::{KOTLIN_LIBRARY, Project};
use crate::gradle::resolution::{self, GradleSources, Resolver};
use crate::gradle::settings::Settings;
use crate::link::Files;
use crate::maven::java_release;
use crate::version::gradle::RichVersion;
use crate::{BuildTool, Dependency, Ecosystem, Module, Property, Scope, place};

/// The scripts of an application by folder.
#[derive(Default)]
pub(super) struct Scripts<'b> {
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

/// One module for every project with a script, and one for the root of each build. With sources, modules also have what
/// their libraries bring.
pub(crate) fn link(
    files: &Files<Manifest>,
    sources: Option<GradleSources<'_>>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Module> {
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
    let environment = resolution::environment();
    let resolver = sources.map(|sources| Resolver::new(sources, &environment));
    scripts
        .builds
        .keys()
        .filter(|f| place::file_name(f) != "buildSrc")
        .filter_map(|f| scripts.module(f, resolver.as_ref(), problems))
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

impl<'b> Scripts<'b> {
    /// The root of the build that a folder belongs to: the nearest folder above whose settings name it as a project, else
    /// the nearest with settings at all.
    pub(super) fn root_of<'f>(&self, folder: &'f str) -> &'f str {
        let names = |root: &str, settings: &Settings| {
            let mut folders = settings.projects.values();
            folders.any(|dir| place::join(root, dir).as_deref() == Some(folder))
        };
        let above = || place::upwards(folder);
        above()
            .find(|f| self.settings.get(f).is_some_and(|settings| names(f, settings)))
            .or_else(|| above().find(|f| self.settings.contains_key(f)))
            .unwrap_or(folder)
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

    /// The project in a folder.
    pub(super) fn project(&self, folder: &str) -> Project<'b> {
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
        let mut project = Project {
            sections,
            variables,
            catalogs: self.catalogs_of(folder),
            plugins: BTreeMap::new(),
            boot: None,
        };
        project.plugins = self.plugins(&project, root);
        let at_root = self.builds.get(root).map(|(_, b)| &b.own);
        project.boot = boot_version(&project, &project.plugins, at_root);
        project
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

    /// What the lock files of a project hold.
    pub(super) fn locked(&self, folder: &str) -> impl Iterator<Item = &'b Locked> {
        self.locks.get(folder).into_iter().flatten().flat_map(|lock| &lock.entries)
    }

    /// Versions that lock files tell; libraries that only they name are added, and those that they do not name are not
    /// there.
    fn lock(&self, folder: &str, dependencies: &mut Vec<Dependency>) {
        let names: BTreeSet<&str> =
            self.locked(folder).map(|locked| locked.name.as_str()).collect();
        if names.is_empty() {
            return;
        }
        dependencies.retain(|d| d.direct || names.contains(d.name.as_str()));
        for locked in self.locked(folder) {
            let mut named = false;
            for dependency in dependencies.iter_mut().filter(|d| d.name == locked.name) {
                named = true;
                dependency.version = Some(locked.version.clone());
                if !dependency.direct {
                    dependency.scope = locked.scope;
                    dependency.evidence = locked.evidence.clone();
                }
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

    pub(super) fn name_of(&self, folder: &str, project: &Project<'_>) -> String {
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

    fn module(
        &self,
        folder: &str,
        resolver: Option<&Resolver<'_>>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Module> {
        let (_, build) = self.builds.get(folder)?;
        let root = self.root_of(folder);
        let project = self.project(folder);
        let mut dependencies = self.dependencies(&project, root);
        if let Some(resolver) = resolver {
            let resolved = resolver.resolve(self, folder, &project, dependencies);
            problems.extend(resolved.problem(&build.evidence));
            dependencies = resolved.dependencies;
        }
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
        let version = project.version();
        let name = self.name_of(folder, &project);
        let artifact = name.rsplit(':').next().unwrap_or(&name).to_owned();
        properties.entry("final.name".to_owned()).or_insert_with(|| Property {
            value: version.as_ref().map_or_else(|| artifact.clone(), |v| format!("{artifact}-{v}")),
            evidence: Evidence::default_of(
                "Gradle names the archive name-version unless told otherwise",
            ),
        });
        let packaging = packaging(
            &project.plugins,
            &properties,
            dependencies.is_empty(),
            !submodules.is_empty(),
        );
        for (id, plugin) in &project.plugins {
            let property =
                Property { value: plugin.version.clone(), evidence: plugin.evidence.clone() };
            properties.insert(format!("plugin.{id}"), property);
        }
        properties.extend(project.boot.clone().map(|b| ("spring.boot".to_owned(), b)));
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

    fn dependencies(&self, project: &Project<'b>, root: &str) -> Vec<Dependency> {
        let uniform = project.uniform_versions();
        let managed = project.stated_versions();
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
        let named = |d: &Dependency| d.name == KOTLIN_LIBRARY && d.scope == Scope::Runtime;
        if let Some(plugin) = project.kotlin_library().filter(|_| !found.iter().any(named)) {
            found.push(Dependency {
                ecosystem: Ecosystem::Maven,
                name: KOTLIN_LIBRARY.to_owned(),
                version: Some(plugin.version.clone()),
                requirement: String::new(),
                scope: Scope::Runtime,
                direct: true,
                via: Vec::new(),
                evidence: plugin.evidence.clone(),
            });
        }
        found
    }

    /// The folder of a project of a build.
    pub(super) fn project_folder(&self, root: &str, path: &str) -> Option<String> {
        let path = format!(":{}", path.trim_start_matches(':'));
        let folder = self.settings.get(root).and_then(|s| s.projects.get(&path)).cloned();
        place::join(root, &folder.unwrap_or_else(|| path.trim_start_matches(':').replace(':', "/")))
    }

    /// A dependency on another project of the build, named as that module is.
    fn project_dependency(&self, root: &str, path: &str, asked: &Asked) -> Option<Dependency> {
        let folder = self.project_folder(root, path)?;
        let project = self.project(&folder);
        let version = project.version();
        Some(Dependency {
            ecosystem: Ecosystem::Maven,
            name: self.name_of(&folder, &project),
            version,
            requirement: format!("project(:{})", path.trim_start_matches(':')),
            scope: asked.scope,
            direct: true,
            via: Vec::new(),
            evidence: asked.evidence.clone(),
        })
    }
}
