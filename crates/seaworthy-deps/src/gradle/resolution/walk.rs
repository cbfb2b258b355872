//! From a project to all its libraries.
//!
//! Gradle takes one version of each library in the whole graph. Which ones ask for it depends on the versions of others,
//! so the graph is walked with the versions of the walk before, until a walk comes to the versions that it started with.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use crate::gradle::resolution::component::{Component, Module, Part};
use crate::gradle::resolution::exclusion::Exclusions;
use crate::gradle::resolution::selection::{Request, choose};
use crate::maven::UnresolvedReason;
use crate::version::gradle::{RichVersion, compare};

/// How often the graph is walked before versions may only rise; Gradle itself knows graphs that never settle.
const FREE_WALKS: usize = 30;
/// How often it is walked at most.
const MAX_WALKS: usize = 60;
/// Most libraries of one project.
const MAX_LIBRARIES: usize = 20_000;

/// What answers the questions of a walk.
pub(super) struct Graph<'g> {
    /// The version and part of a module.
    pub(super) component: &'g dyn Fn(&Module, &str, Part) -> Arc<Component>,
    /// The versions that the repositories know.
    pub(super) known: &'g dyn Fn(&Module) -> Vec<String>,
    /// The version that the project says is taken, whoever asks for another.
    pub(super) pinned: &'g dyn Fn(&Module) -> Option<String>,
}

/// A library or project that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) module: Module,
    pub(super) part: Part,
    /// `None` where nobody names one.
    pub(super) version: Option<Arc<str>>,
    /// Index of the one that brings it first; `None` where the project asks itself.
    pub(super) parent: Option<usize>,
    /// Index of the project's edge that leads there.
    pub(super) edge: usize,
}

/// Something that could not be told, with the module and version, and the project's edge that leads there.
pub(super) type Problem = (Module, Option<Arc<str>>, UnresolvedReason, usize);

/// The outcome of a walk.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Nearest first; platforms too.
    pub(super) found: Vec<Found>,
    pub(super) problems: Vec<Problem>,
}

type Versions = BTreeMap<Module, Option<Arc<str>>>;

/// Walks from a project.
pub(super) fn walk(root: &Arc<Component>, graph: &Graph<'_>) -> Walk {
    let mut versions = Versions::new();
    for round in 0..MAX_WALKS {
        let mut walker = Walker::new(graph, root, &versions);
        walker.run();
        let (mut next, problems) = walker.choose();
        if round >= FREE_WALKS {
            keep_higher(&mut next, &versions);
        }
        let settled = walker.nodes.iter().skip(1).all(|n| next.get(&n.module) == Some(&n.version));
        if settled || round + 1 == MAX_WALKS {
            return walker.finish(problems);
        }
        versions = next;
    }
    Walk::default()
}

fn keep_higher(next: &mut Versions, before: &Versions) {
    for (module, version) in next {
        let Some(earlier) = before.get(module) else { continue };
        let falls = match (&earlier, &version) {
            (Some(e), Some(v)) => compare(e, v) == std::cmp::Ordering::Greater,
            (earlier, version) => earlier.is_some() && version.is_none(),
        };
        if falls {
            version.clone_from(earlier);
        }
    }
}

struct Node {
    module: Module,
    part: Part,
    version: Option<Arc<str>>,
    component: Arc<Component>,
    /// What every way to it leaves out.
    excluded: Arc<Exclusions>,
    /// Whether its strict versions bind as the project's own do: it is the project, or a platform of it.
    own: bool,
    parent: Option<usize>,
    edge: usize,
    waiting: bool,
}

struct Walker<'w, 'g> {
    graph: &'w Graph<'g>,
    versions: &'w Versions,
    /// The project first.
    nodes: Vec<Node>,
    at: HashMap<(Module, Part), usize>,
    queue: VecDeque<usize>,
}

impl<'w, 'g> Walker<'w, 'g> {
    fn new(graph: &'w Graph<'g>, root: &Arc<Component>, versions: &'w Versions) -> Self {
        let root = Node {
            module: Module::Project(Arc::from("")),
            part: Part::Library,
            version: None,
            component: Arc::clone(root),
            excluded: Arc::default(),
            own: true,
            parent: None,
            edge: 0,
            waiting: true,
        };
        let (nodes, queue) = (vec![root], VecDeque::from([0]));
        Self { graph, versions, nodes, at: HashMap::new(), queue }
    }

    fn run(&mut self) {
        while let Some(index) = self.queue.pop_front() {
            self.follow(index);
        }
    }

    fn follow(&mut self, index: usize) {
        let Some(node) = self.nodes.get_mut(index) else { return };
        node.waiting = false;
        let (component, own, node_edge) = (Arc::clone(&node.component), node.own, node.edge);
        let left_out = both(&node.excluded, &component.excluded);
        for (i, edge) in component.edges.iter().enumerate() {
            let Some(part) = edge.part else { continue };
            if edge.module.name().is_some_and(|(g, a)| left_out.holds(g, a)) {
                continue;
            }
            let excluded = both(&left_out, &edge.excluded);
            let own = own && part != Part::Library;
            let key = (edge.module.clone(), part);
            if let Some(&at) = self.at.get(&key) {
                self.again(at, &excluded, own);
                continue;
            }
            if self.nodes.len() > MAX_LIBRARIES {
                continue;
            }
            let version = self.version(&edge.module, &edge.version);
            let component =
                (self.graph.component)(&edge.module, version.as_deref().unwrap_or(""), part);
            self.at.insert(key, self.nodes.len());
            self.queue.push_back(self.nodes.len());
            self.nodes.push(Node {
                module: edge.module.clone(),
                part,
                version,
                component,
                excluded,
                own,
                parent: (index > 0).then_some(index),
                edge: if index == 0 { i } else { node_edge },
                waiting: true,
            });
        }
    }

    /// A node is reached in one more way, which may leave out less.
    fn again(&mut self, at: usize, excluded: &Arc<Exclusions>, own: bool) {
        let Some(node) = self.nodes.get_mut(at) else { return };
        let less = if Arc::ptr_eq(&node.excluded, excluded) || node.excluded.is_empty() {
            None
        } else {
            Some(node.excluded.meet(excluded)).filter(|less| *less != *node.excluded)
        };
        if less.is_none() && (node.own || !own) {
            return;
        }
        if let Some(less) = less {
            node.excluded = Arc::new(less);
        }
        node.own |= own;
        if !node.waiting {
            node.waiting = true;
            self.queue.push_back(at);
        }
    }

    /// The version of the walk before; for a module that is new, the one that is asked for first.
    fn version(&self, module: &Module, asked: &RichVersion) -> Option<Arc<str>> {
        if matches!(module, Module::Project(_)) {
            return None;
        }
        if let Some(version) = self.versions.get(module) {
            return version.clone();
        }
        let pinned = (self.graph.pinned)(module);
        let version = pinned.or_else(|| asked.version().map(str::to_owned));
        version.map(Arc::from)
    }

    /// The versions that this walk comes to, and what could not be decided.
    fn choose(&self) -> (Versions, Vec<(Module, UnresolvedReason)>) {
        let wanted: BTreeSet<&Module> = self.nodes.iter().skip(1).map(|n| &n.module).collect();
        let mut requests: BTreeMap<&Module, Vec<Request<'_>>> = BTreeMap::new();
        for node in &self.nodes {
            let left_out = both(&node.excluded, &node.component.excluded);
            for edge in node.component.edges.iter().filter(|e| wanted.contains(&e.module)) {
                let excluded = || edge.module.name().is_some_and(|(g, a)| left_out.holds(g, a));
                if edge.part.is_some() && excluded() {
                    continue;
                }
                requests.entry(&edge.module).or_default().push(Request {
                    version: &edge.version,
                    forced: edge.forced || node.part == Part::Enforced,
                    own: node.own,
                });
            }
        }
        let mut problems = Vec::new();
        let mut versions = Versions::new();
        for module in wanted {
            let version = if matches!(module, Module::Project(_)) {
                None
            } else if let Some(pinned) = (self.graph.pinned)(module) {
                Some(pinned)
            } else {
                let asked = requests.get(module).map(Vec::as_slice).unwrap_or_default();
                let known = || (self.graph.known)(module);
                choose(asked, &known).unwrap_or_else(|reason| {
                    problems.push((module.clone(), reason));
                    None
                })
            };
            versions.insert(module.clone(), version.map(Arc::from));
        }
        (versions, problems)
    }

    fn finish(self, undecided: Vec<(Module, UnresolvedReason)>) -> Walk {
        let mut problems: Vec<Problem> = Vec::new();
        let mut undecided: BTreeMap<Module, UnresolvedReason> = undecided.into_iter().collect();
        for node in self.nodes.iter().skip(1) {
            let reason = undecided.remove(&node.module).or_else(|| node.component.problem.clone());
            if let Some(reason) = reason {
                problems.push((node.module.clone(), node.version.clone(), reason, node.edge));
            }
        }
        let found = self.nodes.into_iter().skip(1).map(|node| Found {
            module: node.module,
            part: node.part,
            version: node.version,
            parent: node.parent.map(|p| p - 1),
            edge: node.edge,
        });
        Walk { found: found.collect(), problems }
    }
}

/// Both sets in one, without a copy where one is empty.
fn both(a: &Arc<Exclusions>, b: &Arc<Exclusions>) -> Arc<Exclusions> {
    if b.is_empty() {
        Arc::clone(a)
    } else if a.is_empty() {
        Arc::clone(b)
    } else {
        Arc::new(a.union(b))
    }
}

#[cfg(test)]
mod tests;
