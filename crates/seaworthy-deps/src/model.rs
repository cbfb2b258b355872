//! Modules and dependencies: the shape that every ecosystem is read into.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::Evidence;
use serde::{Deserialize, Serialize};

/// A package ecosystem with its build tool's way of naming things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ecosystem {
    /// Maven and everything that resolves Maven coordinates (Gradle, Ant/Ivy): `group:artifact`.
    Maven,
    /// npm, Yarn, pnpm.
    Npm,
    /// pip, Poetry, Pipenv: normalised names.
    Pypi,
    /// NuGet.
    Nuget,
    /// Composer: `vendor/package`.
    Composer,
    /// Bundler.
    Gem,
    /// Go modules.
    Go,
    /// Cargo: names of packages.
    Cargo,
    /// CPAN: names of Perl modules.
    Cpan,
    /// Libraries as builds of C and C++ look for them: names of packages of CMake and pkg-config, or of the linker.
    Native,
}

impl Ecosystem {
    /// The prefix used in [`seaworthy_facts::FactKind::Dependency`] names and package URLs.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Maven => "maven",
            Self::Npm => "npm",
            Self::Pypi => "pypi",
            Self::Nuget => "nuget",
            Self::Composer => "composer",
            Self::Gem => "gem",
            Self::Go => "go",
            Self::Cargo => "cargo",
            Self::Cpan => "cpan",
            Self::Native => "native",
        }
    }
}

/// The tool that builds a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BuildTool {
    /// `pom.xml`.
    Maven,
    /// `build.gradle`, `build.gradle.kts`.
    Gradle,
    /// `build.xml`.
    Ant,
    /// None: an archive that is built already.
    Archive,
    /// `package.json` with npm.
    Npm,
    /// `package.json` with `yarn.lock`.
    Yarn,
    /// `package.json` with `pnpm-lock.yaml`.
    Pnpm,
    /// `requirements.txt`, `setup.py`.
    Pip,
    /// `pyproject.toml` of Poetry.
    Poetry,
    /// `Pipfile`.
    Pipenv,
    /// SDK-style or old project files with MSBuild.
    Msbuild,
    /// `composer.json`.
    Composer,
    /// `Gemfile`.
    Bundler,
    /// `go.mod`.
    Go,
    /// `Cargo.toml`.
    Cargo,
    /// `cpanfile`, `Makefile.PL`, `Build.PL`.
    Cpan,
    /// `CMakeLists.txt`.
    Cmake,
    /// `configure.ac`.
    Autotools,
    /// `meson.build`.
    Meson,
    /// A plain make file.
    Make,
}

/// What part a dependency plays.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Shipped with the application.
    #[default]
    Runtime,
    /// Given by the server or platform.
    Provided,
    /// Needed to build or develop.
    Dev,
    /// Needed to test.
    Test,
}

/// A library a module asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dependency {
    /// Its ecosystem.
    pub ecosystem: Ecosystem,
    /// Name in the ecosystem's form; for Maven `group:artifact`.
    pub name: String,
    /// The version in use: pinned in the manifest, or found in the lock file or a parent; `None` where unresolved.
    pub version: Option<String>,
    /// The requirement as written (`^4.17`, `${spring.version}`), empty where none stands.
    pub requirement: String,
    /// What part it plays.
    pub scope: Scope,
    /// Whether the module names it itself (a lock file alone lists the others).
    pub direct: bool,
    /// How it gets in where another library brings it: `name:version` from the direct dependency down to the one that asks
    /// for it. Empty where that is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// The line that asks for it.
    pub evidence: Evidence,
}

/// A value a manifest states, with its place: `java.release`, `node.engine`, `python.requires`, `target.framework`,
/// `php.version`, `ruby.version`, `go.version`, `rust.version`, `main.class`, `final.name`, `perl.version`, `program.<name>`, `script.start`, `script.build`, `plugin.<name>`, ….
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Property {
    /// The value, placeholders resolved where the manifest resolves them.
    pub value: String,
    /// Where it stands.
    pub evidence: Evidence,
}

/// What a module is packed as.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Packaging {
    /// A Java archive or a plain library.
    #[default]
    Library,
    /// A parent or aggregator without code of its own.
    Aggregator,
    /// A runnable program (Spring Boot jar, .NET Exe or Web SDK, `package main`, `bin`).
    Executable,
    /// A Java web archive, or an old ASP.NET web project.
    WebArchive,
    /// A Java enterprise archive.
    EnterpriseArchive,
    /// An EJB module.
    EjbModule,
    /// A package of scripts whose role the code tells (npm, pip, composer, bundler applications).
    Application,
    /// A test project.
    Test,
}

/// One unit that a build tool knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Its ecosystem.
    pub ecosystem: Ecosystem,
    /// The tool that builds it.
    pub build_tool: BuildTool,
    /// Name; for Maven `group:artifact`, else as the manifest says, else the folder's name.
    pub name: String,
    /// Its own version.
    pub version: Option<String>,
    /// Folder relative to the application's root, empty for the root itself, no slash at the end.
    pub root: Arc<str>,
    /// What it is packed as.
    pub packaging: Packaging,
    /// The libraries it asks for, sorted, each once per name and scope.
    pub dependencies: Vec<Dependency>,
    /// What else the manifest states; see [`Property`] for the keys.
    pub properties: BTreeMap<String, Property>,
    /// Roots of modules it contains (Maven modules, Gradle includes, npm workspaces, solution projects).
    pub submodules: Vec<Arc<str>>,
    /// The manifest.
    pub evidence: Evidence,
}

impl Dependency {
    /// Whether a file of the application names it: a manifest, or a lock file even where it is also known who brings it.
    pub fn is_stated(&self) -> bool {
        self.via.is_empty() || self.evidence.path.ends_with(".lockfile")
    }
}

impl Module {
    /// The direct or locked dependency of that exact name.
    pub fn dependency(&self, name: &str) -> Option<&Dependency> {
        self.dependencies.iter().find(|d| d.name == name)
    }

    /// The value of a property.
    pub fn property(&self, key: &str) -> Option<&str> {
        self.properties.get(key).map(|p| p.value.as_str())
    }
}
