//! Projects of the build as components: what their scripts ask for on a class path, and what they hand to others.

use std::collections::BTreeSet;
use std::sync::Arc;

use seaworthy_base::Evidence;

use crate::gradle::build::{Asked, What, scope_of};
use crate::gradle::modules::Scripts;
use crate::gradle::project::{KOTLIN_LIBRARY, Project};
use crate::gradle::resolution::component::{Component, Edge, Module, Part, Usage};
use crate::gradle::resolution::exclusion::Exclusions;
use crate::version::gradle::RichVersion;
use crate::{Scope, place};

/// A list of libraries that a project has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ClassPath {
    Runtime,
    Compile,
    Test,
    /// Annotation processors and other tools: what they bring is no part of the program.
    Tools,
    /// What a server gives: `providedCompile` and `providedRuntime` of the war plug-in.
    Given,
    /// What another project gets of this one.
    Exported(Usage),
}

impl ClassPath {
    /// The one that decides about what plays a part.
    pub(super) fn of(scope: Scope) -> Self {
        match scope {
            Scope::Runtime => Self::Runtime,
            Scope::Provided => Self::Compile,
            Scope::Dev => Self::Tools,
            Scope::Test => Self::Test,
        }
    }

    /// The part that a library plays which is only on this one.
    pub(super) fn scope(self) -> Scope {
        match self {
            Self::Runtime | Self::Exported(_) => Scope::Runtime,
            Self::Compile | Self::Given => Scope::Provided,
            Self::Test => Scope::Test,
            Self::Tools => Scope::Dev,
        }
    }

    /// What is asked of libraries for it.
    pub(super) fn usage(self) -> Usage {
        match self {
            Self::Compile => Usage::Compile,
            Self::Exported(usage) => usage,
            _ => Usage::Runtime,
        }
    }

    /// Whether a configuration is part of it, by the names that the Java, Kotlin and war plug-ins give them.
    fn has(self, configuration: &str) -> bool {
        let lower = configuration.to_ascii_lowercase();
        let Some(scope) = scope_of(configuration) else { return true };
        let given = lower.starts_with("provided");
        let only_runtime =
            lower.ends_with("runtimeonly") || matches!(&*lower, "runtime" | "providedruntime");
        match self {
            Self::Runtime => scope == Scope::Runtime || given || lower == "runtimeclasspath",
            Self::Compile => {
                let compile = matches!(scope, Scope::Runtime | Scope::Provided) && !only_runtime;
                compile || lower == "compileclasspath"
            }
            Self::Test => matches!(scope, Scope::Runtime | Scope::Test) || given,
            Self::Tools => scope == Scope::Dev,
            Self::Given => given,
            Self::Exported(Usage::Runtime) => scope == Scope::Runtime,
            Self::Exported(Usage::Compile) => {
                matches!(&*lower, "api" | "compile" | "compileonlyapi")
                    || configuration.ends_with("Api")
            }
        }
    }
}

/// A project as the start of a walk: its component, and the line of each of its edges.
pub(super) struct Root {
    pub(super) component: Arc<Component>,
    evidence: Vec<Evidence>,
    /// Names that it asks for with a version of its own.
    pub(super) versioned: BTreeSet<String>,
}

impl Root {
    /// What a project asks for on a class path.
    pub(super) fn of(
        scripts: &Scripts<'_>,
        folder: &str,
        project: &Project<'_>,
        path: ClassPath,
    ) -> Self {
        let mut reader = Reader { scripts, folder, project, path, edges: Vec::new() };
        let children = Children::of(project);
        let on_path = |asked: &&Asked| children.reach(&asked.configuration, path);
        for section in &project.sections {
            for asked in section.asked.iter().filter(on_path) {
                reader.add(asked, Some(Part::Library));
            }
        }
        for section in &project.sections {
            for asked in section.platforms.iter().filter(on_path) {
                let part = if asked.forced { Part::Enforced } else { Part::Platform };
                reader.add(asked, Some(part));
            }
            for asked in section.constraints.iter().filter(on_path) {
                reader.add(asked, None);
            }
        }
        reader.add_kotlin();
        let excluded = project.sections.iter().flat_map(|s| &s.excludes).filter(|exclude| {
            exclude.configuration.is_empty() || children.reach(&exclude.configuration, path)
        });
        let excluded = Exclusions::of(excluded.map(|e| (e.group.as_str(), e.module.as_str())));
        let versioned = reader.edges.iter().filter(|(edge, _)| {
            edge.part == Some(Part::Library) && edge.version.requirement().is_some()
        });
        let versioned = versioned.filter_map(|(edge, _)| edge.module.name());
        let versioned = versioned.map(|(g, a)| format!("{g}:{a}")).collect();
        reader.fill_bare();
        let (edges, evidence) = reader.edges.into_iter().unzip();
        let component = Arc::new(Component { edges, excluded: Arc::new(excluded), problem: None });
        Self { component, evidence, versioned }
    }

    /// The line of an edge.
    pub(super) fn evidence(&self, edge: usize) -> Evidence {
        self.evidence.get(edge).cloned().unwrap_or_else(|| Evidence::default_of(""))
    }

    /// Whether the project asks for nothing there.
    pub(super) fn is_empty(&self) -> bool {
        self.component.edges.iter().all(|edge| edge.part.is_none())
    }
}

/// A project's part for others: as a library, or as a platform.
pub(super) fn exported(
    scripts: &Scripts<'_>,
    folder: &str,
    part: Part,
    usage: Usage,
) -> Arc<Component> {
    let project = scripts.project(folder);
    let root = Root::of(scripts, folder, &project, ClassPath::Exported(usage));
    match part {
        Part::Library => root.component,
        Part::Platform | Part::Enforced => {
            let mut component = (*root.component).clone();
            component.edges.retain(|edge| edge.part != Some(Part::Library));
            Arc::new(component)
        }
    }
}

/// Which configurations extend which.
struct Children<'p> {
    extended: Vec<(&'p str, &'p str)>,
}

impl<'p> Children<'p> {
    fn of(project: &Project<'p>) -> Self {
        let pairs = project.sections.iter().flat_map(|s| &s.extended);
        Self { extended: pairs.map(|(child, parent)| (child.as_str(), parent.as_str())).collect() }
    }

    /// Whether a configuration, or one that extends it, is part of a class path.
    fn reach(&self, configuration: &str, path: ClassPath) -> bool {
        let mut seen = vec![configuration];
        let mut at = 0;
        while let Some(current) = seen.get(at).copied() {
            at += 1;
            if path.has(current) {
                return true;
            }
            for (child, parent) in &self.extended {
                if *parent == current && !seen.contains(child) {
                    seen.push(child);
                }
            }
        }
        false
    }
}

struct Reader<'r, 'b> {
    scripts: &'r Scripts<'b>,
    folder: &'r str,
    project: &'r Project<'b>,
    path: ClassPath,
    edges: Vec<(Edge, Evidence)>,
}

impl Reader<'_, '_> {
    fn add(&mut self, asked: &Asked, part: Option<Part>) {
        let mut push = |module: Module, version: RichVersion| {
            let mut edge = Edge::new(module, version, part);
            edge.forced = asked.forced && part == Some(Part::Library);
            if asked.alone {
                edge.excluded = Arc::new(Exclusions::all());
            } else if !asked.excludes.is_empty() {
                let rules = asked.excludes.iter().map(|(g, m)| (g.as_str(), m.as_str()));
                edge.excluded = Arc::new(Exclusions::of(rules));
            }
            self.edges.push((edge, asked.evidence.clone()));
        };
        if let What::Project(path) = &asked.what {
            let root = self.scripts.root_of(self.folder);
            if let Some(folder) = self.scripts.project_folder(root, path) {
                push(Module::Project(place::shared(&folder)), RichVersion::default());
            }
            return;
        }
        for (name, version, _) in self.project.libraries(&asked.what) {
            let Some((group, artifact)) = name.split_once(':') else { continue };
            let version = rich(self.project, asked, version);
            push(Module::library(group, artifact), version);
        }
    }

    /// Kotlin's plug-in adds the standard library unless the project asks for it.
    fn add_kotlin(&mut self) {
        let wanted = !matches!(self.path, ClassPath::Tools | ClassPath::Given);
        let plugin = self.project.kotlin_library().filter(|_| wanted);
        let (Some(plugin), Some(name)) = (plugin, KOTLIN_LIBRARY.split_once(':')) else { return };
        let there = |(edge, _): &(Edge, Evidence)| edge.module.name() == Some(name);
        if !self.edges.iter().any(there) {
            let version = RichVersion::parse(&plugin.version);
            let edge = Edge::new(Module::library(name.0, name.1), version, Some(Part::Library));
            self.edges.push((edge, plugin.evidence.clone()));
        }
    }

    /// Versions of whole groups for what is asked for without one.
    fn fill_bare(&mut self) {
        let uniform = self.project.uniform_versions();
        for (edge, _) in &mut self.edges {
            let Some((group, _)) = edge.module.name() else { continue };
            if edge.part.is_some()
                && edge.version == RichVersion::default()
                && let Some(version) = uniform.get(group)
            {
                edge.version = RichVersion::parse(version);
            }
        }
    }
}

/// What a dependency says of versions: in its block, else beside its name.
fn rich(project: &Project<'_>, asked: &Asked, version: Option<String>) -> RichVersion {
    if asked.rich.is_empty() {
        return version.map(|v| RichVersion::parse(&v)).unwrap_or_default();
    }
    let mut rich = RichVersion::default();
    for (kind, value) in &asked.rich {
        let Some(value) = project.resolved(value) else { continue };
        match kind.as_str() {
            "strictly" => rich.strictly = Some(value),
            "require" => rich.require = Some(value),
            "prefer" => rich.prefer = Some(value),
            _ => rich.reject.push(value),
        }
    }
    if rich.strictly.is_none()
        && rich.require.is_none()
        && let Some(version) = version
        && rich.prefer.as_ref() != Some(&version)
    {
        rich.require = Some(version);
    }
    rich
}
