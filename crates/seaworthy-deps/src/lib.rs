//! Build manifests of Maven, Gradle, npm, pip, NuGet, Composer, Bundler, Go, Cargo, CPAN, CMake, autotools, Meson and make,
//! read as modules and dependencies.
//!
//! Two steps, both without input or output: [`read`] looks at one file and can run in parallel, [`link`] puts all files
//! of an application together: parents, version catalogs, workspaces and lock files. Nothing is ever downloaded; what
//! only the network could tell stays unresolved and is named in a problem.

mod ant;
mod bundler;
mod cargo;
mod composer;
mod cpan;
mod data;
mod go;
mod gradle;
pub mod jar;
mod link;
mod manifest;
mod maven;
mod model;
mod native;
mod npm;
mod nuget;
mod place;
mod python;
mod source;
pub mod version;

pub use gradle::GradleSources;
pub use link::{link, link_with};
pub use manifest::{ManifestFile, is_manifest, read};
pub use maven::{
    Gav, MavenDependency, MavenEnvironment, MavenProject, MavenRepository, MavenScope,
    MavenSettings, MavenSources, Omitted, ResolvedDependency, ResolvedProject, Unresolved,
    UnresolvedReason, artifact_folder, maven_projects, metadata_versions, resolve_maven,
};
pub use model::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope};
