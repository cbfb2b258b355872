//! Resolving the projects of a tree against a repository.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::link::Files;
use crate::manifest::{Content, ManifestFile};
use crate::maven::effective::{Effective, Missing, MissingRole};
use crate::maven::mediation::{Node, Request, walk};
use crate::maven::pom::Pom;
use crate::maven::projects::{Origin, Projects};
use crate::maven::resolved::{
    Omitted, ResolvedDependency, ResolvedProject, Unresolved, UnresolvedReason,
};
use crate::maven::scope::MavenScope;
use crate::maven::{MavenSources, with_build_files};

/// The `pom.xml` files among manifests, sorted by path.
pub(super) fn poms(files: &[ManifestFile]) -> Files<Pom> {
    let mut poms: Files<Pom> = files
        .iter()
        .filter_map(|file| match &file.content {
            Content::Maven(pom) => Some((Arc::clone(&file.path), pom.clone())),
            _ => None,
        })
        .collect();
    poms.sort_by(|a, b| a.0.cmp(&b.0));
    poms
}

/// All Maven projects among manifests with every library that ends up on a class path, as Maven 3 resolves them:
/// sorted by the path of their `pom.xml`.
pub fn resolve_maven(files: &[ManifestFile], sources: MavenSources<'_>) -> Vec<ResolvedProject> {
    let poms = poms(files);
    let build_files = files.iter().filter_map(|file| match &file.content {
        Content::MavenBuild(build) => Some(&**build),
        _ => None,
    });
    let environment = with_build_files(sources.environment, build_files);
    let projects = Projects::new(&poms, sources.repository, &environment, sources.tree);
    (0..projects.poms.len()).filter_map(|i| resolve(&projects, i)).collect()
}

/// Resolves one project.
pub(super) fn resolve(projects: &Projects<'_>, i: usize) -> Option<ResolvedProject> {
    let (path, pom) = projects.poms.get(i)?;
    let effective = projects.effective(&Origin::Tree(i));
    let walk = walk(projects, &effective);
    let mut unresolved = own_problems(&effective);
    unresolved.extend(walk.problems.into_iter().map(|(gav, reason, evidence)| Unresolved {
        gav,
        reason,
        evidence,
    }));
    unresolved.sort();
    unresolved.dedup();
    Some(ResolvedProject {
        path: Arc::clone(path),
        project: effective.gav.clone(),
        packaging: projects.values(&effective).fill(&pom.packaging.value),
        dependencies: dependencies(walk.nodes),
        unresolved,
    })
}

impl Missing {
    pub(super) fn reason(&self) -> UnresolvedReason {
        match self.role {
            MissingRole::Parent => UnresolvedReason::MissingParent(self.gav.clone()),
            MissingRole::Import => UnresolvedReason::MissingImport(self.gav.clone()),
            MissingRole::Cycle => UnresolvedReason::Cycle(self.gav.clone()),
        }
    }
}

fn own_problems(effective: &Effective) -> Vec<Unresolved> {
    let missing = effective.missing.iter().map(|missing| Unresolved {
        gav: effective.gav.clone(),
        reason: missing.reason(),
        evidence: missing.evidence.clone(),
    });
    let bare = effective.dependencies.iter().filter(|d| d.version.is_empty()).map(|d| Unresolved {
        gav: effective.gav.clone(),
        reason: UnresolvedReason::NoVersion(format!("{}:{}", d.group, d.artifact)),
        evidence: d.evidence.clone(),
    });
    missing.chain(bare).collect()
}

fn dependencies(nodes: Vec<Node>) -> Vec<ResolvedDependency> {
    let decided = decide(&nodes);
    nodes
        .into_iter()
        .zip(decided)
        .map(|(node, Decided { scope, optional })| ResolvedDependency {
            omitted: node
                .requests
                .iter()
                .skip(1)
                .filter(|r| r.version != node.gav.version)
                .map(|r| Omitted { version: Arc::clone(&r.version), by: r.by })
                .collect(),
            gav: node.gav,
            type_: node.type_,
            extension: node.extension,
            classifier: node.classifier,
            scope,
            optional,
            parent: node.parent,
            managed_from: node.managed_from,
            relocated_from: node.relocated_from,
            evidence: node.evidence,
        })
        .collect()
}

/// Scope and optionality after all who ask have been heard.
#[derive(Clone, Copy, Debug)]
struct Decided {
    scope: MavenScope,
    optional: bool,
}

/// Decides from those that ask to those that are asked for. Libraries that ask for each other in a ring are decided
/// nearest first, then only by those already decided.
fn decide(nodes: &[Node]) -> Vec<Decided> {
    let mut decided: Vec<Option<Decided>> = vec![None; nodes.len()];
    let mut asks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut waiting: Vec<usize> = Vec::with_capacity(nodes.len());
    for (i, node) in nodes.iter().enumerate() {
        let by: BTreeSet<usize> = node.requests.iter().filter_map(|r| r.by).collect();
        waiting.push(by.len());
        for by in by {
            asks.entry(by).or_default().push(i);
        }
    }
    let mut ready: BTreeSet<usize> =
        waiting.iter().enumerate().filter(|(_, w)| **w == 0).map(|(i, _)| i).collect();
    let mut rest: BTreeSet<usize> = (0..nodes.len()).collect();
    while let Some(next) = ready.pop_first().or_else(|| rest.first().copied()) {
        ready.remove(&next);
        if !rest.remove(&next) {
            continue;
        }
        let decision = decision(nodes, next, &decided);
        if let Some(slot) = decided.get_mut(next) {
            *slot = decision;
        }
        for &asked in asks.get(&next).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(asked) {
                *count = count.saturating_sub(1);
                if *count == 0 && rest.contains(&asked) {
                    ready.insert(asked);
                }
            }
        }
    }
    decided
        .into_iter()
        .map(|d| d.unwrap_or(Decided { scope: MavenScope::Compile, optional: false }))
        .collect()
}

fn decision(nodes: &[Node], index: usize, decided: &[Option<Decided>]) -> Option<Decided> {
    let node = nodes.get(index)?;
    let first = node.requests.first()?;
    // What the project asks for itself is not up to others.
    if let Some(own) = node.requests.iter().find(|r| r.by.is_none()) {
        let scope = if first.scope == MavenScope::System { first.scope } else { own.scope };
        return Some(Decided { scope, optional: own.optional });
    }
    let seen: Vec<Decided> = node
        .requests
        .iter()
        .filter_map(|request| {
            let by = decided.get(request.by?).copied().flatten()?;
            Some(from(request, by))
        })
        .collect();
    let scope = if first.scope == MavenScope::System {
        MavenScope::System
    } else {
        MavenScope::widest(seen.iter().map(|d| d.scope)).unwrap_or(first.scope)
    };
    Some(Decided { scope, optional: seen.iter().all(|d| d.optional) })
}

/// What a request means coming from a library with a decided scope.
fn from(request: &Request, by: Decided) -> Decided {
    Decided {
        scope: if request.scope_managed { request.scope } else { by.scope.derived(request.scope) },
        optional: request.optional || (!request.optional_managed && by.optional),
    }
}

#[cfg(test)]
mod tests;
