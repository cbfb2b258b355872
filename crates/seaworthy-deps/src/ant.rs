//! Ant and Ivy: that a folder is built by them, what as, and the libraries that class paths and `ivy.xml` name.

mod ivy;

use std::collections::BTreeMap;

use seaworthy_base::{Diagnostic, Evidence};
use seaworthy_xml::{Document, NodeId};

use crate::jar::{JarParts, identify};
use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, place};

/// How often a value may name another property.
const MAX_PASSES: usize = 8;

/// What one file of an Ant build says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Build(Project),
    Ivy(ivy::Module),
}

/// What a `build.xml` says.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    name: Option<String>,
    packaging: Packaging,
    dependencies: Vec<Dependency>,
    properties: BTreeMap<String, Property>,
    evidence: Evidence,
}

/// `None` where the root element is another than Ant's or Ivy's: other tools use the names, too.
pub(crate) fn read(source: &Source<'_>, _problems: &mut [Diagnostic]) -> Option<Manifest> {
    if place::file_name(&source.path).eq_ignore_ascii_case("ivy.xml") {
        return ivy::read(source).map(Manifest::Ivy);
    }
    let document = Document::parse(source.text);
    let root = document.root_element().filter(|r| document.local_name(*r) == "project")?;
    let makes = |task: &str| document.elements().any(|e| document.local_name(e) == task);
    let packaging = if makes("ear") {
        Packaging::EnterpriseArchive
    } else if makes("war") {
        Packaging::WebArchive
    } else {
        Packaging::Library
    };
    let values = Values::of(&document);
    let mut dependencies = Vec::new();
    let mut properties = BTreeMap::new();
    for element in document.elements() {
        let at = document.tag_span(element).start;
        match document.local_name(element) {
            "pathelement" | "include" | "file" | "zipfileset" | "fileset" => {
                for attribute in ["location", "path", "name", "file", "includes"] {
                    let value = document.attr(element, attribute).unwrap_or("");
                    // A path holds several, parted by `:` or `;`, a pattern by commas.
                    for part in values.fill(value).split([':', ';', ',']) {
                        let scope = scope_of(&document, element);
                        dependencies.extend(library(part.trim(), scope, source.at(at)));
                    }
                }
            }
            "javac" => {
                let level = ["release", "target", "source"]
                    .iter()
                    .find_map(|name| document.attr(element, name))
                    .map(|level| values.fill(level))
                    .filter(|level| !level.contains("${"));
                if let Some(level) = level {
                    let release = level.strip_prefix("1.").unwrap_or(&level).to_owned();
                    properties
                        .entry("java.release".to_owned())
                        .or_insert_with(|| source.property(release, at));
                }
            }
            "settings" | "configure" => {
                if let Some(file) = document.attr(element, "file") {
                    let file = values.fill(file);
                    properties
                        .entry("ivy.settings".to_owned())
                        .or_insert_with(|| source.property(file, at));
                }
            }
            _ => {}
        }
    }
    Some(Manifest::Build(Project {
        name: document.attr(root, "name").map(str::to_owned).filter(|n| !n.is_empty()),
        packaging,
        dependencies,
        properties,
        evidence: source.at(document.tag_span(root).start),
    }))
}

/// The properties of a build file: the first that sets one wins, as in Ant.
struct Values(BTreeMap<String, String>);

impl Values {
    fn of(document: &Document) -> Self {
        let mut values = BTreeMap::new();
        for element in document.elements().filter(|e| document.local_name(*e) == "property") {
            let value =
                document.attr(element, "value").or_else(|| document.attr(element, "location"));
            if let (Some(name), Some(value)) = (document.attr(element, "name"), value) {
                values.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
        Self(values)
    }

    /// `text` with the properties that are known put in.
    fn fill(&self, text: &str) -> String {
        let mut current = text.to_owned();
        for _ in 0..MAX_PASSES {
            let mut changed = false;
            for (name, value) in &self.0 {
                let reference = format!("${{{name}}}");
                if current.contains(&reference) && current.len() + value.len() < 4000 {
                    current = current.replacen(&reference, value, 1);
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        current
    }
}

/// The library that a class path names by its file; patterns and folders name none.
fn library(path: &str, scope: Scope, evidence: Evidence) -> Option<Dependency> {
    let file = place::file_name(path);
    let lower = file.to_ascii_lowercase();
    if !lower.ends_with(".jar") || lower.len() == 4 || file.contains(['*', '?', '$', '{', '@']) {
        return None;
    }
    let identity = identify(&JarParts { file_name: file, ..JarParts::default() }, None);
    let name = match identity.coordinates {
        Some((group, artifact)) => format!("{group}:{artifact}"),
        None => identity.name,
    };
    Some(Dependency {
        ecosystem: Ecosystem::Maven,
        name,
        version: identity.version,
        requirement: path.to_owned(),
        scope,
        direct: true,
        via: Vec::new(),
        evidence,
    })
}

/// Test where an enclosing element speaks of tests by its id or name.
fn scope_of(document: &Document, element: NodeId) -> Scope {
    let speaks = |id: NodeId| {
        ["id", "refid", "name"]
            .iter()
            .filter_map(|a| document.attr(id, a))
            .any(|value| value.to_ascii_lowercase().contains("test"))
            || document.local_name(id) == "junit"
    };
    // The project's own name says nothing of one path.
    let above = document.ancestors(element).filter(|a| document.local_name(*a) != "project");
    if above.into_iter().any(speaks) { Scope::Test } else { Scope::Runtime }
}

pub(crate) fn link(files: Files<Manifest>) -> Vec<Module> {
    let mut by_root: BTreeMap<String, (Option<Project>, Option<ivy::Module>)> = BTreeMap::new();
    for (path, manifest) in files {
        let slot = by_root.entry(place::folder(&path).to_owned()).or_default();
        match *manifest {
            Manifest::Build(project) => slot.0 = slot.0.take().or(Some(project)),
            Manifest::Ivy(module) => slot.1 = slot.1.take().or(Some(module)),
        }
    }
    by_root.into_iter().filter_map(|(root, (project, ivy))| module(&root, project, ivy)).collect()
}

fn module(root: &str, project: Option<Project>, ivy: Option<ivy::Module>) -> Option<Module> {
    let evidence =
        project.as_ref().map(|p| &p.evidence).or(ivy.as_ref().map(|i| &i.evidence))?.clone();
    let of_ivy = ivy.as_ref().filter(|i| !i.name.is_empty()).map(|i| {
        if i.organisation.is_empty() {
            i.name.clone()
        } else {
            format!("{}:{}", i.organisation, i.name)
        }
    });
    let name = of_ivy
        .or_else(|| project.as_ref().and_then(|p| p.name.clone()))
        .unwrap_or_else(|| place::name_of(root));
    let version = ivy.as_ref().and_then(|i| i.revision.clone());
    let packaging = project.as_ref().map_or(Packaging::Library, |p| p.packaging);
    let (mut dependencies, properties) =
        project.map(|p| (p.dependencies, p.properties)).unwrap_or_default();
    dependencies.extend(ivy.map(|i| i.dependencies).unwrap_or_default());
    Some(Module {
        ecosystem: Ecosystem::Maven,
        build_tool: BuildTool::Ant,
        name,
        version,
        root: place::shared(root),
        packaging,
        dependencies,
        properties,
        submodules: Vec::new(),
        evidence,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn linked(files: &[(&str, &str)]) -> Vec<Module> {
        let files = files.iter().filter_map(|(path, text)| {
            let path: Arc<str> = Arc::from(*path);
            let manifest = read(&Source::new(&path, text), &mut [])?;
            Some((path, Box::new(manifest)))
        });
        link(files.collect())
    }

    fn seen(module: &Module) -> Vec<(&str, &str, Scope, u32)> {
        let version = |d: &Dependency| d.version.clone();
        module
            .dependencies
            .iter()
            .map(|d| {
                (d.name.as_str(), version(d).map_or("?", |v| v.leak()), d.scope, d.evidence.at.line)
            })
            .collect()
    }

    #[test]
    fn class_paths_name_libraries() {
        let build = "<project name='shop'>\n<property name='lib' value='lib'/><property name='v' value='5.3.1'/>\n<path id='main'>\n<pathelement location='${lib}/spring-core-${v}.jar'/>\n<pathelement path='a/acme.jar:classes'/>\n<fileset dir='lib' includes='*.jar'/>\n</path>\n<path id='test.path'><fileset dir='lib'><include name='junit-4.12.jar'/></fileset></path>\n<javac target='1.6'/><war/></project>";
        let modules = linked(&[("a/build.xml", build)]);
        assert_eq!(
            seen(&modules[0]),
            [
                ("org.springframework:spring-core", "5.3.1", Scope::Runtime, 4),
                ("acme", "?", Scope::Runtime, 5),
                ("junit:junit", "4.12", Scope::Test, 8),
            ]
        );
        assert_eq!(modules[0].property("java.release"), Some("6"));
        assert_eq!(modules[0].packaging, Packaging::WebArchive);
    }

    #[test]
    fn ivy_tells_dependencies() {
        let ivy = "<ivy-module version='2.0'>\n<info organisation='org.acme' module='shop' revision='3'/>\n<dependencies defaultconf='compile->default'>\n<dependency org='commons-io' name='commons-io' rev='2.11'/>\n<dependency name='core' rev='1.+'/>\n<dependency org='junit' name='junit' rev='4.12' conf='test->default'/>\n</dependencies></ivy-module>";
        let modules = linked(&[("ivy.xml", ivy), ("build.xml", "<project name='x'/>")]);
        assert_eq!(modules.len(), 1);
        assert_eq!(
            (modules[0].name.as_str(), modules[0].version.as_deref()),
            ("org.acme:shop", Some("3"))
        );
        assert_eq!(
            seen(&modules[0]),
            [
                ("commons-io:commons-io", "2.11", Scope::Runtime, 4),
                ("org.acme:core", "?", Scope::Runtime, 5),
                ("junit:junit", "4.12", Scope::Test, 6),
            ]
        );
    }
}
