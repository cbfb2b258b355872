//! Python.

use seaworthy_base::Evidence;
use seaworthy_deps::{Module, Scope};

use super::{Class, View, property};
use crate::{Claim, ComponentKind, Platform};

impl View<'_> {
    pub(super) fn python(&self, module: Option<&Module>) -> Class {
        const FRAMEWORKS: [(&str, &str); 8] = [
            ("django", "Django"),
            ("flask", "Flask"),
            ("fastapi", "FastAPI"),
            ("tornado", "Tornado"),
            ("aiohttp", "aiohttp"),
            ("pyramid", "Pyramid"),
            ("bottle", "Bottle"),
            ("grpcio", "gRPC"),
        ];
        let here = module.map_or_else(|| self.candidate.place(), |m| m.evidence.clone());
        let framework = module.and_then(|m| {
            FRAMEWORKS.iter().find_map(|(name, title)| {
                // Compiled requirements list what others bring in, too: what the code imports is its framework.
                self.imports(&[if *name == "grpcio" { "grpc" } else { name }])?;
                let d = m
                    .dependencies
                    .iter()
                    .find(|d| d.scope == Scope::Runtime && d.direct && d.name == *name)?;
                let version = d.version.as_deref().unwrap_or("");
                Some(Claim::new(format!("{title} {version}").trim().to_owned(), d.evidence.clone()))
            })
        });
        let manage = self.files.iter().find(|f| {
            f.role.counts() && (f.path.ends_with("manage.py") || f.path.ends_with("wsgi.py"))
        });
        let imported = self.imports(&["flask", "django", "fastapi", "grpc"]);
        let serves = self
            .listens()
            .map(|s| s.evidence.clone())
            .or_else(|| manage.map(|f| Evidence::file(&f.path, "WSGI entry point")));
        let runs = framework.is_some() || imported.is_some();
        let mut class = match (serves, runs) {
            (Some(place), _) => self.class(ComponentKind::Web, Platform::Python, place),
            (None, true) if self.candidate.dockerfile.is_some() || self.has_start() => {
                self.class(ComponentKind::Web, Platform::Python, here.clone())
            }
            (None, _) if self.candidate.dockerfile.is_some() || self.has_start() => {
                self.class(ComponentKind::Worker, Platform::Python, here.clone())
            }
            (None, _) => self.class(ComponentKind::Library, Platform::Python, here.clone()),
        };
        class.framework = framework;
        class.version = module.and_then(|m| property(m, "python.requires"));
        class
    }
}
