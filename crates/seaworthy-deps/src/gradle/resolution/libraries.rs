//! Libraries as components: from poms and from Gradle's own metadata.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::gradle::resolution::component::{Component, Edge, Module, Part, Usage};
use crate::gradle::resolution::exclusion::Exclusions;
use crate::gradle::resolution::metadata;
use crate::maven::{Gav, LibraryPom, MavenRepository, Poms, UnresolvedReason};
use crate::version::gradle::RichVersion;

/// Largest module metadata that is read, in bytes.
const MAX_METADATA: usize = 16 << 20;

type Key = (Gav, Part, Usage);

/// The libraries of the repositories, each read once.
pub(super) struct Libraries<'r> {
    pub(super) poms: Poms<'r>,
    metadata: &'r dyn Fn(&Gav) -> Option<Arc<str>>,
    components: RefCell<HashMap<Key, Arc<Component>>>,
}

impl<'r> Libraries<'r> {
    pub(super) fn new(
        repository: MavenRepository<'r>,
        metadata: &'r dyn Fn(&Gav) -> Option<Arc<str>>,
        environment: &'r crate::MavenEnvironment,
    ) -> Self {
        let poms = Poms::new(repository, environment);
        Self { poms, metadata, components: RefCell::default() }
    }

    /// A version of a library with what it asks for.
    pub(super) fn component(&self, gav: &Gav, part: Part, usage: Usage) -> Arc<Component> {
        let key = (gav.clone(), part, usage);
        if let Some(known) = self.components.borrow().get(&key) {
            return Arc::clone(known);
        }
        let component = Arc::new(self.read(gav, part, usage));
        self.components.borrow_mut().insert(key, Arc::clone(&component));
        component
    }

    fn read(&self, gav: &Gav, part: Part, usage: Usage) -> Component {
        let metadata = (self.metadata)(gav).filter(|text| text.len() <= MAX_METADATA);
        if let Some(edges) = metadata.and_then(|text| metadata::edges(&text, gav, part, usage)) {
            return Component { edges, ..Component::default() };
        }
        let Some(pom) = self.poms.pom(gav) else {
            let problem = Some(UnresolvedReason::MissingPom);
            return Component { problem, ..Component::default() };
        };
        let edges = match part {
            Part::Library => dependencies(&pom, usage),
            Part::Platform | Part::Enforced => managed(&pom),
        };
        Component { edges, problem: pom.missing, ..Component::default() }
    }
}

/// What a pom's library needs: for compiling what has the scope `compile`, for running also what has `runtime`.
fn dependencies(pom: &LibraryPom, usage: Usage) -> Vec<Edge> {
    if let Some(to) = &pom.moved {
        let module = Module::Library(Arc::clone(&to.group), Arc::clone(&to.artifact));
        return vec![Edge::new(module, RichVersion::parse(&to.version), Some(Part::Library))];
    }
    let wanted = |scope: &str| match scope {
        "compile" => true,
        "runtime" => usage == Usage::Runtime,
        _ => false,
    };
    let dependencies = pom.dependencies.iter().filter(|d| wanted(&d.scope) && !d.optional);
    dependencies
        .map(|dependency| {
            let (group, artifact) = (&dependency.group, &dependency.artifact);
            let module = Module::Library(Arc::clone(group), Arc::clone(artifact));
            let mut edge = Edge::new(module, required(&dependency.version), Some(Part::Library));
            if !dependency.exclusions.is_empty() {
                let rules = dependency.exclusions.iter().map(|(g, a)| (&**g, &**a));
                edge.excluded = Arc::new(Exclusions::of(rules));
            }
            edge
        })
        .collect()
}

/// A version of a pom: `LATEST` and `RELEASE` have other names in Gradle.
fn required(version: &str) -> RichVersion {
    let require = match version {
        "" => return RichVersion::default(),
        "LATEST" => "latest.integration",
        "RELEASE" => "latest.release",
        other => other,
    };
    RichVersion { require: Some(require.to_owned()), ..RichVersion::default() }
}

fn managed(pom: &LibraryPom) -> Vec<Edge> {
    pom.managed
        .iter()
        .map(|(gav, _)| {
            let module = Module::Library(Arc::clone(&gav.group), Arc::clone(&gav.artifact));
            Edge::new(module, required(&gav.version), None)
        })
        .collect()
}
