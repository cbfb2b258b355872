//! Ruby.

use seaworthy_base::Evidence;
use seaworthy_deps::Module;

use super::{Class, View, property};
use crate::{Claim, ComponentKind, Platform};

impl View<'_> {
    pub(super) fn ruby(&self, module: &Module) -> Class {
        let rails = module.dependency("rails");
        let rack = self.files.iter().find(|f| f.path.ends_with("config.ru"));
        let sinatra = module.dependency("sinatra");
        let mut class = if let Some(d) = rails.or(sinatra) {
            self.class(ComponentKind::Web, Platform::Ruby, d.evidence.clone())
        } else if let Some(file) = rack {
            self.class(
                ComponentKind::Web,
                Platform::Ruby,
                Evidence::file(&file.path, "Rack entry point"),
            )
        } else if self.candidate.dockerfile.is_some() || self.has_start() {
            self.class(ComponentKind::Worker, Platform::Ruby, module.evidence.clone())
        } else {
            self.class(ComponentKind::Library, Platform::Ruby, module.evidence.clone())
        };
        class.framework = rails
            .map(|d| ("Ruby on Rails", d))
            .or(sinatra.map(|d| ("Sinatra", d)))
            .map(|(title, d)| {
                Claim::new(
                    format!("{title} {}", d.version.as_deref().unwrap_or("")).trim().to_owned(),
                    d.evidence.clone(),
                )
            });
        class.version = property(module, "ruby.version");
        class
    }
}
