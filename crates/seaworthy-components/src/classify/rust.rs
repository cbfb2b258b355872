//! Rust.

use seaworthy_base::Evidence;
use seaworthy_deps::{Module, Packaging, Scope};
use seaworthy_facts::Language;

use super::{Class, View, directory, property};
use crate::{Claim, ComponentKind, Platform};

/// Frameworks of servers by their package.
const FRAMEWORKS: [(&str, &str); 9] = [
    ("rocket", "Rocket"),
    ("actix-web", "Actix Web"),
    ("axum", "axum"),
    ("warp", "warp"),
    ("poem", "Poem"),
    ("salvo", "Salvo"),
    ("tide", "Tide"),
    ("tonic", "gRPC"),
    ("hyper", "hyper"),
];

impl View<'_> {
    pub(super) fn rust(&self, module: &Module) -> Class {
        let root = &*self.candidate.root;
        let program = self.files.iter().find(|f| {
            let folder = directory(&f.path);
            let inside = folder.strip_prefix(root).map(|rest| rest.trim_start_matches('/'));
            let name = f.path.rsplit('/').next().unwrap_or(&f.path);
            f.role.counts()
                && f.language == Language::Rust
                && (inside == Some("src") && name == "main.rs"
                    || inside.is_some_and(|i| i == "src/bin" || i.starts_with("src/bin/")))
        });
        let place = match (program, module.packaging) {
            (Some(file), _) => Some(Evidence::file(&file.path, "a program")),
            (None, Packaging::Executable) => Some(module.evidence.clone()),
            _ => None,
        };
        let serves = self.listens().map(|s| s.evidence.clone());
        let mut class = match (place, serves) {
            (Some(_), Some(serves)) => self.class(ComponentKind::Web, Platform::Rust, serves),
            (Some(place), None) if self.candidate.dockerfile.is_some() => {
                self.class(ComponentKind::Worker, Platform::Rust, place)
            }
            (Some(place), None) => self.class(ComponentKind::Job, Platform::Rust, place),
            (None, _) => {
                self.class(ComponentKind::Library, Platform::Rust, module.evidence.clone())
            }
        };
        class.framework = FRAMEWORKS.iter().find_map(|(name, title)| {
            let asked = module
                .dependencies
                .iter()
                .find(|d| d.direct && d.scope == Scope::Runtime && d.name == *name)?;
            // A client of the same package is no server.
            if class.kind != ComponentKind::Web {
                return None;
            }
            let version = asked.version.as_deref().unwrap_or("");
            Some(Claim::new(format!("{title} {version}").trim().to_owned(), asked.evidence.clone()))
        });
        class.version = property(module, "rust.version");
        class
    }
}
