//! Build manifests of Maven, Gradle, npm, pip, NuGet, Composer, Bundler and Go, read as modules and dependencies.

mod model;

pub use model::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope};
