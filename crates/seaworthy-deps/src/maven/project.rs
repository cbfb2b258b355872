//! Projects as Maven itself names them, for readers that need its coordinates, scopes and order rather than the shape
//! that all ecosystems share.

use std::collections::BTreeSet;
use std::sync::Arc;

use seaworthy_base::Evidence;

use crate::link::Files;
use crate::manifest::{Content, ManifestFile};
use crate::maven::effective::{Effective, Management, Projects, group_of};
use crate::maven::pom::{Asked, Pom};
use crate::place;

/// One `pom.xml` with what it inherits inside the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MavenProject {
    /// Its path relative to the application's root.
    pub path: Arc<str>,
    /// Group, its own or its parent's.
    pub group: String,
    /// Artifact.
    pub artifact: String,
    /// Version, where the tree tells it.
    pub version: Option<String>,
    /// Paths of the `pom.xml` files of its modules, those of profiles too, in the order of the file.
    pub modules: Vec<Arc<str>>,
    /// What it asks for itself and through its parents, in the order of the files, its own first; each group, artifact,
    /// type and classifier once.
    pub dependencies: Vec<MavenDependency>,
}

/// One `<dependency>` with everything filled in that the tree tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MavenDependency {
    /// Group.
    pub group: String,
    /// Artifact.
    pub artifact: String,
    /// The version: its own, or a managed one; `None` where it comes from outside of the tree or is a range.
    pub version: Option<String>,
    /// `compile`, `test`, …: its own, or the managed one, else `compile`.
    pub scope: String,
    /// Classifier; mostly empty.
    pub classifier: String,
    /// Group and artifact of what it shall not bring; `*` stands for any.
    pub exclusions: Vec<(String, String)>,
    /// Its artifactId in the file that asks for it.
    pub evidence: Evidence,
}

/// The Maven projects among manifests, sorted by path.
pub fn maven_projects(files: &[ManifestFile]) -> Vec<MavenProject> {
    let mut poms: Files<Pom> = files
        .iter()
        .filter_map(|file| match &file.content {
            Content::Maven(pom) => Some((Arc::clone(&file.path), pom.clone())),
            _ => None,
        })
        .collect();
    poms.sort_by(|a, b| a.0.cmp(&b.0));
    let projects = Projects::new(&poms);
    (0..poms.len()).filter_map(|i| project(&projects, i)).collect()
}

fn project(projects: &Projects<'_>, i: usize) -> Option<MavenProject> {
    let (path, pom) = projects.poms.get(i)?;
    let effective = projects.effective(i);
    let version =
        pom.version.as_deref().or_else(|| pom.parent.as_ref().map(|p| p.version.as_str()));
    let modules = pom
        .modules
        .iter()
        .filter_map(|m| projects.module(place::folder(path), &effective.fill(m)))
        .filter_map(|m| projects.poms.get(m))
        .map(|(path, _)| Arc::clone(path))
        .collect();
    Some(MavenProject {
        path: Arc::clone(path),
        group: effective.fill(group_of(pom)),
        artifact: effective.fill(&pom.artifact),
        version: version.and_then(|v| effective.resolved(v)),
        modules,
        dependencies: dependencies(projects, i, &effective),
    })
}

fn dependencies(
    projects: &Projects<'_>,
    i: usize,
    effective: &Effective<'_>,
) -> Vec<MavenDependency> {
    let management = projects.managed(i);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for asked in effective.poms.iter().flat_map(|p| &p.dependencies) {
        let dependency = dependency(asked, effective, &management);
        let key = (
            dependency.group.clone(),
            dependency.artifact.clone(),
            asked.kind.clone(),
            asked.classifier.clone(),
        );
        if !dependency.group.is_empty() && seen.insert(key) {
            found.push(dependency);
        }
    }
    found
}

fn dependency(
    asked: &Asked,
    effective: &Effective<'_>,
    management: &Management,
) -> MavenDependency {
    let name = (effective.fill(&asked.group), effective.fill(&asked.artifact));
    let manager = management.managed.get(&name);
    let version = if asked.version.is_empty() {
        let uniform = || management.groups.get(name.0.as_str()).map(|p| p.value.clone());
        manager.and_then(|m| m.version.clone()).or_else(uniform)
    } else {
        effective.resolved(&asked.version)
    };
    let scope = if asked.scope.is_empty() {
        manager.map_or("", |m| m.scope.as_str()).to_owned()
    } else {
        effective.fill(&asked.scope)
    };
    MavenDependency {
        group: name.0,
        artifact: name.1,
        // Which version of a range is used, only a repository tells.
        version: version.filter(|v| !v.starts_with(['[', '('])),
        scope: if scope.is_empty() { "compile".to_owned() } else { scope },
        classifier: effective.fill(&asked.classifier),
        exclusions: asked.exclusions.clone(),
        evidence: asked.evidence.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    #[test]
    fn scopes_classifiers_and_modules_stay_as_maven_names_them() {
        let root = "<project><groupId>acme</groupId><artifactId>shop</artifactId><version>1</version>
<modules><module>web</module></modules>
<dependencyManagement><dependencies>
<dependency><groupId>a</groupId><artifactId>b</artifactId><version>2.0</version><scope>test</scope></dependency>
</dependencies></dependencyManagement></project>";
        let web = "<project><parent><groupId>acme</groupId><artifactId>shop</artifactId><version>1</version></parent>
<artifactId>web</artifactId><dependencies>
<dependency><groupId>z</groupId><artifactId>y</artifactId><version>[1,2)</version><classifier>linux</classifier>
<exclusions><exclusion><groupId>q</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>
<dependency><groupId>a</groupId><artifactId>b</artifactId></dependency>
<dependency><groupId>z</groupId><artifactId>y</artifactId><version>3</version><scope>provided</scope></dependency>
</dependencies></project>";
        let mut problems = Vec::new();
        let files: Vec<ManifestFile> = [("pom.xml", root), ("web/pom.xml", web)]
            .iter()
            .filter_map(|(path, text)| read(&Arc::from(*path), text, &mut problems))
            .collect();
        let projects = maven_projects(&files);
        assert_eq!(projects[0].modules, [Arc::from("web/pom.xml")]);
        assert_eq!(
            (projects[1].group.as_str(), projects[1].version.as_deref()),
            ("acme", Some("1"))
        );
        let seen: Vec<_> = projects[1]
            .dependencies
            .iter()
            .map(|d| {
                (d.artifact.as_str(), d.version.as_deref(), d.scope.as_str(), d.classifier.as_str())
            })
            .collect();
        assert_eq!(projects[1].dependencies[0].exclusions, [("q".to_owned(), "*".to_owned())]);
        assert_eq!(
            seen,
            [
                ("y", None, "compile", "linux"),
                ("b", Some("2.0"), "test", ""),
                ("y", Some("3"), "provided", "")
            ]
        );
    }
}
