//! What a candidate is: its kind, platform and framework.

mod dotnet;
mod go;
mod java;
mod mainframe;
mod native;
mod node;
mod perl;
mod php;
mod python;
mod ruby;
mod rust;
mod windows;

use seaworthy_base::Evidence;
use seaworthy_deps::{Ecosystem, Module};
use seaworthy_facts::{FactKind, Language};

use crate::candidate::{Candidate, Family};
use crate::{Claim, ComponentKind, FileSummary, Platform, Signal, candidate, version};

pub(crate) use perl::{is_cgi, is_psgi};

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
        _ if candidate.family == Some(Family::Mainframe) && !candidate.is_deployable() => {
            view.mainframe()
        }
        Some(module) if view.is_side_build(module) => view.without_manifest(),
        Some(module) => match module.ecosystem {
            Ecosystem::Maven => view.java(module),
            Ecosystem::Nuget => view.dotnet(module),
            Ecosystem::Npm => view.node(module),
            Ecosystem::Pypi => view.python(Some(module)),
            Ecosystem::Composer => view.php(Some(module)),
            Ecosystem::Gem => view.ruby(module),
            Ecosystem::Go => view.go(module),
            Ecosystem::Cargo => view.rust(module),
            Ecosystem::Cpan => view.perl(Some(module)),
            Ecosystem::Native => view.native(Some(module)),
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
    let interpreted = matches!(
        platform,
        Platform::Node | Platform::Python | Platform::Php | Platform::Ruby | Platform::Perl
    );
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

    /// Lines of production code by language.
    fn languages(&self) -> std::collections::BTreeMap<Language, u64> {
        let mut lines = std::collections::BTreeMap::new();
        let counted = |l: Language| l.is_code() || l == Language::Asp;
        for file in self.files.iter().filter(|f| f.role.counts() && counted(f.language)) {
            *lines.entry(file.language).or_default() += u64::from(file.lines);
        }
        lines
    }

    fn main_language(&self) -> Option<Language> {
        let lines = self.languages();
        lines.iter().max_by_key(|(l, n)| (**n, std::cmp::Reverse(**l))).map(|(l, _)| *l)
    }

    /// Whether a manifest only builds pages or helpers of an application in Perl, C or ASP that has no manifest here.
    fn is_side_build(&self, module: &Module) -> bool {
        let starts = module.properties.contains_key("script.start");
        module.ecosystem == Ecosystem::Npm
            && !starts
            && !candidate::serves(module)
            && matches!(
                self.main_language(),
                Some(Language::Perl | Language::C | Language::Cpp | Language::Asp)
            )
    }

    fn has_pages(&self) -> bool {
        self.files.iter().any(|f| f.role.counts() && f.language == Language::Asp)
    }

    fn without_manifest(&self) -> Class {
        let main = self.main_language();
        match main {
            _ if self.candidate.family == Some(Family::VisualBasic6) => {
                return self.visual_basic6();
            }
            // Scripts for the browser outweigh the pages that bring them.
            Some(Language::Asp | Language::JavaScript | Language::VisualBasic6)
                if self.has_pages() && self.candidate.dockerfile.is_none() =>
            {
                return self.classic_asp();
            }
            Some(Language::VisualBasic6) => return self.visual_basic6(),
            Some(Language::Perl) => return self.perl(None),
            Some(Language::C | Language::Cpp) => return self.native(None),
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
            Platform::Perl => &["perl"],
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
