//! Ant: that a folder is built by it, and what as.

use std::collections::BTreeMap;

use seaworthy_base::{Diagnostic, Evidence};
use seaworthy_xml::Document;

use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Ecosystem, Module, Packaging, place};

/// What a `build.xml` says.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    name: Option<String>,
    packaging: Packaging,
    evidence: Evidence,
}

/// `None` where the root element is not `project`: other tools use the name, too.
pub(crate) fn read(source: &Source<'_>, _problems: &mut [Diagnostic]) -> Option<Project> {
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
    Some(Project {
        name: document.attr(root, "name").map(str::to_owned).filter(|n| !n.is_empty()),
        packaging,
        evidence: source.at(document.tag_span(root).start),
    })
}

pub(crate) fn link(files: Files<Project>) -> Vec<Module> {
    files
        .into_iter()
        .map(|(path, project)| {
            let root = place::folder(&path);
            Module {
                ecosystem: Ecosystem::Maven,
                build_tool: BuildTool::Ant,
                name: project.name.unwrap_or_else(|| place::name_of(root)),
                version: None,
                root: place::shared(root),
                packaging: project.packaging,
                dependencies: Vec::new(),
                properties: BTreeMap::new(),
                submodules: Vec::new(),
                evidence: project.evidence,
            }
        })
        .collect()
}
