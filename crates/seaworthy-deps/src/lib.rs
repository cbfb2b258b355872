//! Build manifests of Maven, Gradle, npm, pip, NuGet, Composer, Bundler and Go, read as modules and dependencies.
//!
//! Two steps, both without input or output: [`read`] looks at one file and can run in parallel, [`link`] puts all files
//! of an application together: parents, version catalogs, workspaces and lock files. Nothing is ever downloaded; what
//! only the network could tell stays unresolved and is named in a problem.

mod ant;
mod bundler;
mod composer;
mod data;
mod go;
mod gradle;
pub mod jar;
mod link;
mod manifest;
mod maven;
mod model;
mod npm;
mod nuget;
mod place;
mod python;
mod source;
pub mod version;

pub use link::link;
pub use manifest::{ManifestFile, is_manifest, read};
pub use maven::{MavenDependency, MavenProject, maven_projects};
pub use model::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope};
