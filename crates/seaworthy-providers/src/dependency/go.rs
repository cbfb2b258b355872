//! Go modules.

use seaworthy_deps::Ecosystem;

use crate::dependency::{BuildFile, Library, Manifests, folder_of};

/// One build for every topmost `go.mod`: what it requires, the indirect ones too, as it lists them itself.
pub(super) fn builds(manifests: &Manifests) -> Vec<BuildFile> {
    let roots = manifests.roots(&["go.mod"]);
    if roots.is_empty() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let modules = seaworthy_deps::link(manifests.files.clone(), &mut problems);
    roots
        .into_iter()
        .filter_map(|root| {
            let (file, _) = manifests.text(root)?;
            let module = modules
                .iter()
                .find(|m| m.ecosystem == Ecosystem::Go && *m.root == *folder_of(root))?;
            let mut required: Vec<_> = module.dependencies.iter().collect();
            required.sort_by_key(|d| d.evidence.at);
            let libraries = required
                .into_iter()
                .map(|d| Library {
                    name: d.name.clone(),
                    version: d.requirement.clone(),
                    ..Library::default()
                })
                .collect();
            Some(BuildFile { file, provider: "go", libraries })
        })
        .collect()
}
