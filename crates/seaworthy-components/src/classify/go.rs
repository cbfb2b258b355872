//! Go.

use seaworthy_base::Evidence;
use seaworthy_deps::Module;
use seaworthy_facts::Language;

use super::{Class, View, directory, property};
use crate::{Claim, ComponentKind, Platform};

/// Frameworks of servers by the start of their import path.
const FRAMEWORKS: [(&str, &str); 6] = [
    ("github.com/gin-gonic/gin", "Gin"),
    ("github.com/labstack/echo", "Echo"),
    ("github.com/gofiber/fiber", "Fiber"),
    ("github.com/go-chi/chi", "chi"),
    ("github.com/gorilla/mux", "Gorilla mux"),
    ("github.com/beego/beego", "Beego"),
];

impl View<'_> {
    pub(super) fn go(&self, module: &Module) -> Class {
        let main = self.files.iter().find(|f| {
            f.role.counts()
                && f.language == Language::Go
                && &*f.package == "main"
                && directory(&f.path) == &*self.candidate.root
        });
        let serves = self.listens().map(|s| s.evidence.clone());
        let http = self.imports(&[
            "net/http",
            "google.golang.org/grpc",
            "github.com/gin-gonic/gin",
            "github.com/labstack/echo",
        ]);
        let mut class = match (main, serves) {
            (Some(_), Some(place)) => self.class(ComponentKind::Web, Platform::Go, place),
            (Some(_), None) if http.is_some() && self.candidate.dockerfile.is_some() => self.class(
                ComponentKind::Web,
                Platform::Go,
                http.unwrap_or_else(|| module.evidence.clone()),
            ),
            (Some(file), None) if self.candidate.dockerfile.is_some() => self.class(
                ComponentKind::Worker,
                Platform::Go,
                Evidence::file(&file.path, "package main"),
            ),
            (Some(file), None) => self.class(
                ComponentKind::Job,
                Platform::Go,
                Evidence::file(&file.path, "package main"),
            ),
            (None, _) => self.class(ComponentKind::Library, Platform::Go, module.evidence.clone()),
        };
        let named = |name: &str, title: &str| {
            let d = module.dependencies.iter().find(|d| d.direct && d.name.starts_with(name))?;
            Some(Claim::new(
                format!("{title} {}", d.version.as_deref().unwrap_or("")).trim().to_owned(),
                d.evidence.clone(),
            ))
        };
        let router = FRAMEWORKS.iter().find_map(|(name, title)| {
            self.imports(&[name])?;
            named(name, title)
        });
        // Clients of gRPC import it as well: only its server is a framework.
        class.framework = router.or_else(|| {
            let serves = crate::ports::serves_grpc("", self.signals);
            serves.then(|| named("google.golang.org/grpc", "gRPC")).flatten()
        });
        class.version = property(module, "go.version");
        class
    }
}
