//! Node.js and pages built with npm.

use seaworthy_deps::{Module, Scope};
use seaworthy_facts::{FactKind, Language};

use super::{Class, View, property};
use crate::{Claim, ComponentKind, Platform};

impl View<'_> {
    pub(super) fn node(&self, module: &Module) -> Class {
        const SERVERS: [(&str, &str); 13] = [
            ("express", "Express"),
            ("@nestjs/core", "NestJS"),
            ("fastify", "Fastify"),
            ("koa", "Koa"),
            ("@hapi/hapi", "hapi"),
            ("hapi", "hapi"),
            ("restify", "Restify"),
            ("next", "Next.js"),
            ("nuxt", "Nuxt"),
            ("@feathersjs/feathers", "Feathers"),
            ("sails", "Sails"),
            ("@grpc/grpc-js", "gRPC"),
            ("grpc", "gRPC"),
        ];
        const PAGES: [&str; 5] =
            ["react-scripts", "@angular/core", "@vue/cli-service", "vite", "gatsby"];
        let runtime = |name: &str| {
            module
                .dependencies
                .iter()
                .find(|d| d.name == name && d.scope == Scope::Runtime && d.direct)
        };
        let start = module
            .properties
            .get("script.start")
            .or_else(|| module.properties.get("bin"))
            .or_else(|| module.properties.get("main"));
        let listens =
            self.signals.iter().copied().find(|s| {
                s.kind == FactKind::Listen && Language::of_path(&s.evidence.path).is_code()
            });
        let server = SERVERS.iter().find_map(|(name, title)| Some((runtime(name)?, *title)));
        let started =
            module.properties.contains_key("script.start") || self.candidate.dockerfile.is_some();
        let mut class = match (server, listens) {
            (Some((d, _)), Some(s)) => {
                let mut class = self.class(ComponentKind::Web, Platform::Node, d.evidence.clone());
                class.evidence.push(s.evidence.clone());
                class
            }
            (Some((d, _)), None) if started => {
                self.class(ComponentKind::Web, Platform::Node, d.evidence.clone())
            }
            (None, Some(s)) if started || start.is_some() => {
                self.class(ComponentKind::Web, Platform::Node, s.evidence.clone())
            }
            _ => {
                let page = PAGES
                    .iter()
                    .find_map(|p| module.dependencies.iter().find(|d| d.name == *p && d.direct));
                match (page, self.candidate.dockerfile.as_ref()) {
                    (Some(d), _) if module.properties.contains_key("script.build") => {
                        self.class(ComponentKind::Static, Platform::StaticFiles, d.evidence.clone())
                    }
                    (_, Some(dockerfile)) if module.properties.contains_key("script.start") => self
                        .class(
                            ComponentKind::Worker,
                            Platform::Node,
                            dockerfile.evidence[0].clone(),
                        ),
                    _ => {
                        self.class(ComponentKind::Library, Platform::Node, module.evidence.clone())
                    }
                }
            }
        };
        class.framework = server.map(|(d, title)| {
            let version = d.version.as_deref().unwrap_or("");
            Claim::new(format!("{title} {version}").trim().to_owned(), d.evidence.clone())
        });
        class.version = property(module, "engines.node");
        class
    }
}
