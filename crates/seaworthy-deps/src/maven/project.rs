//! Projects as Maven itself names them, for readers that need its coordinates, scopes and order rather than the shape
//! that all ecosystems share.

use std::collections::BTreeSet;
use std::sync::Arc;

use seaworthy_base::Evidence;

use crate::manifest::ManifestFile;
use crate::maven::effective::Declared;
use crate::maven::environment::MavenEnvironment;
use crate::maven::modules::known;
use crate::maven::projects::{Origin, Projects};
use crate::maven::repository::MavenRepository;
use crate::maven::resolve;
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
    let poms = resolve::poms(files);
    let (environment, files) = (MavenEnvironment::default(), BTreeSet::new());
    let projects = Projects::new(&poms, MavenRepository::EMPTY, &environment, &files);
    (0..poms.len()).filter_map(|i| project(&projects, i)).collect()
}

fn project(projects: &Projects<'_>, i: usize) -> Option<MavenProject> {
    let (path, pom) = projects.poms.get(i)?;
    let effective = projects.effective(&Origin::Tree(i));
    let values = projects.values(&effective);
    let modules = pom
        .modules()
        .filter_map(|m| projects.module(place::folder(path), &values.fill(m)))
        .filter_map(|m| projects.poms.get(m))
        .map(|(path, _)| Arc::clone(path))
        .collect();
    Some(MavenProject {
        path: Arc::clone(path),
        group: effective.gav.group.to_string(),
        artifact: effective.gav.artifact.to_string(),
        version: known(&effective.gav.version),
        modules,
        dependencies: effective.dependencies.iter().filter_map(dependency).collect(),
    })
}

fn dependency(declared: &Declared) -> Option<MavenDependency> {
    if declared.group.is_empty() {
        return None;
    }
    Some(MavenDependency {
        group: declared.group.to_string(),
        artifact: declared.artifact.to_string(),
        // Which version of a range is used, only a repository tells.
        version: known(&declared.version).filter(|v| !v.starts_with(['[', '('])),
        scope: declared.scope.to_string(),
        classifier: declared.classifier.to_string(),
        exclusions: declared
            .exclusions
            .iter()
            .map(|(g, a)| (g.to_string(), a.to_string()))
            .collect(),
        evidence: declared.evidence.clone(),
    })
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
