//! What a candidate is: its kind, platform and framework.

mod dotnet;
mod go;
mod java;
mod mainframe;
mod node;
mod php;
mod python;
mod ruby;
mod rust;

use seaworthy_base::Evidence;
use seaworthy_deps::{Ecosystem, Module};
use seaworthy_facts::{FactKind, Language};

use crate::candidate::Candidate;
use crate::{Claim, ComponentKind, FileSummary, Platform, Signal, version};

/// The answer.
pub(crate) struct Class {
    pub(crate) kind: ComponentKind,
    pub(crate) platform: Claim<Platform>,
    pub(crate) framework: Option<Claim<String>>,
    pub(crate) version: Option<Claim<String>>,
    pub(crate) evidence: Vec<Evidence>,
}

/// Looks at what the build says first, then at what the code does.
pub(crate) fn classify(
    candidate: &Candidate<'_>,
    files: &[&FileSummary],
    signals: &[&Signal],
) -> Class {
    let view = View { candidate, files, signals };
    let mut class = match candidate.primary() {
        _ if candidate.mainframe && !candidate.is_deployable() => view.mainframe(),
        Some(module) => match module.ecosystem {
            Ecosystem::Maven => view.java(module),
            Ecosystem::Nuget => view.dotnet(module),
            Ecosystem::Npm => view.node(module),
            Ecosystem::Pypi => view.python(Some(module)),
            Ecosystem::Composer => view.php(Some(module)),
            Ecosystem::Gem => view.ruby(module),
            Ecosystem::Go => view.go(module),
            Ecosystem::Cargo => view.rust(module),
        },
        None => view.without_manifest(),
    };
    // A module with a main class that others build on is a library with a tool in it.
    if candidate.built_upon
        && candidate.dockerfile.is_none()
        && matches!(class.kind, ComponentKind::Worker | ComponentKind::Job)
    {
        class.kind = ComponentKind::Library;
    }
    class.version = release(class.platform.value, class.version.take(), &view);
    class
}

/// The plain release. Interpreters run on what an existing Dockerfile names, of which a manifest's requirement is only the
/// lower bound; compilers are told by the manifest. The places of both stay.
fn release(
    platform: Platform,
    stated: Option<Claim<String>>,
    view: &View<'_>,
) -> Option<Claim<String>> {
    let image = view.base_image_version(platform);
    let interpreted =
        matches!(platform, Platform::Node | Platform::Python | Platform::Php | Platform::Ruby);
    let order = if interpreted { [image, stated] } else { [stated, image] };
    let mut found: Option<Claim<String>> = None;
    for claim in order.into_iter().flatten() {
        match &mut found {
            Some(winner) => winner.evidence.extend(claim.evidence),
            None => {
                found = version::plain(platform, &claim.value)
                    .map(|value| Claim { value, evidence: claim.evidence });
            }
        }
    }
    found
}

struct View<'a> {
    candidate: &'a Candidate<'a>,
    files: &'a [&'a FileSummary],
    signals: &'a [&'a Signal],
}

impl View<'_> {
    fn class(&self, kind: ComponentKind, platform: Platform, evidence: Evidence) -> Class {
        let mut all = vec![evidence.clone()];
        if let Some(dockerfile) = &self.candidate.dockerfile {
            all.extend(dockerfile.evidence.iter().cloned());
        }
        Class {
            kind,
            platform: Claim::new(platform, evidence),
            framework: None,
            version: None,
            evidence: all,
        }
    }

    fn signal(&self, kind: FactKind, last: &str) -> Option<&Signal> {
        self.signals
            .iter()
            .copied()
            .find(|s| s.kind == kind && s.name.rsplit('.').next() == Some(last))
    }

    fn listens(&self) -> Option<&Signal> {
        self.signals.iter().copied().find(|s| {
            s.kind == FactKind::Listen
                && matches!(
                    Language::of_path(&s.evidence.path),
                    l if l.is_code() || l == Language::Dockerfile
                )
        })
    }

    fn imports(&self, prefixes: &[&str]) -> Option<Evidence> {
        self.files
            .iter()
            .filter(|f| f.role.counts())
            .flat_map(|f| f.imports.iter().map(|i| (&f.path, i)))
            .find(|(_, import)| prefixes.iter().any(|p| import.name.starts_with(p)))
            .map(|(path, import)| import.evidence(path))
    }

    fn has_start(&self) -> bool {
        self.signals
            .iter()
            .any(|s| s.kind == FactKind::ConfigKey && s.evidence.path.ends_with("Procfile"))
    }

    /// Whether a window of Visual Basic 6 is among the files.
    fn has_form(&self) -> bool {
        self.files.iter().any(|f| f.role.counts() && f.path.to_ascii_lowercase().ends_with(".frm"))
    }

    fn without_manifest(&self) -> Class {
        let mut by_language: std::collections::BTreeMap<Language, u64> =
            std::collections::BTreeMap::new();
        for file in self.files.iter().filter(|f| f.role.counts() && f.language.is_code()) {
            *by_language.entry(file.language).or_default() += u64::from(file.lines);
        }
        let main =
            by_language.iter().max_by_key(|(l, n)| (**n, std::cmp::Reverse(**l))).map(|(l, _)| *l);
        match main {
            Some(Language::Php) => return self.php(None),
            Some(Language::Python) => return self.python(None),
            _ => {}
        }
        let platform = match main {
            Some(Language::Java | Language::Kotlin | Language::Scala | Language::Groovy) => {
                Platform::Java
            }
            Some(Language::JavaScript | Language::TypeScript | Language::Tsx) => Platform::Node,
            Some(Language::Ruby) => Platform::Ruby,
            Some(Language::Go) => Platform::Go,
            Some(Language::Rust) => Platform::Rust,
            _ => Platform::Unknown,
        };
        let kind = match (&self.candidate.dockerfile, self.listens()) {
            (Some(_), Some(_)) => ComponentKind::Web,
            (Some(_), None) => ComponentKind::Worker,
            (None, _) if main == Some(Language::VisualBasic6) && self.has_form() => {
                ComponentKind::Desktop
            }
            (None, _) => ComponentKind::Library,
        };
        let place = self.candidate.place();
        self.class(kind, platform, place)
    }

    /// The release in the tag of an existing Dockerfile's `FROM python:3.11-slim`.
    fn base_image_version(&self, platform: Platform) -> Option<Claim<String>> {
        let images: &[&str] = match platform {
            Platform::Java | Platform::Servlet | Platform::JavaEe => {
                &["eclipse-temurin", "openjdk", "amazoncorretto", "ibm-semeru-runtimes"]
            }
            Platform::DotNet => &["aspnet", "runtime", "runtime-deps", "sdk"],
            Platform::Node => &["node"],
            Platform::Python => &["python"],
            Platform::Php => &["php"],
            Platform::Ruby => &["ruby"],
            Platform::Go => &["golang"],
            Platform::Rust => &["rust"],
            _ => return None,
        };
        self.signals
            .iter()
            .filter(|s| s.kind == FactKind::ConfigKey && &*s.name == "FROM")
            .find_map(|s| {
                let image = s.value.split_whitespace().next()?;
                let image = image.split_once('@').map_or(image, |(name, _)| name);
                let (repository, tag) = image.rsplit_once(':')?;
                if !images.contains(&repository.rsplit('/').next()?) {
                    return None;
                }
                let end = tag.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tag.len());
                let release = tag.get(..end)?.trim_end_matches('.');
                (!release.is_empty()).then(|| Claim::new(release.to_owned(), s.evidence.clone()))
            })
    }
}

fn property(module: &Module, key: &str) -> Option<Claim<String>> {
    let property = module.properties.get(key).filter(|p| !p.value.is_empty())?;
    Some(Claim::new(property.value.clone(), property.evidence.clone()))
}

/// The folder part of a path, empty for the root.
pub(crate) fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}
