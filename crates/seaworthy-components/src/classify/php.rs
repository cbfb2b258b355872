//! PHP.

use seaworthy_base::Evidence;
use seaworthy_deps::Module;

use super::{Class, View, property};
use crate::{Claim, ComponentKind, Platform};

impl View<'_> {
    pub(super) fn php(&self, module: Option<&Module>) -> Class {
        let index = self.files.iter().find(|f| {
            f.role.counts() && (f.path.ends_with("index.php") || f.path.ends_with("artisan"))
        });
        let here = module.map_or_else(|| self.candidate.place(), |m| m.evidence.clone());
        let mut class = match index {
            Some(file) => self.class(
                ComponentKind::Web,
                Platform::Php,
                Evidence::file(&file.path, "PHP entry point"),
            ),
            None => self.class(ComponentKind::Library, Platform::Php, here),
        };
        class.framework = module.and_then(|m| {
            [
                ("laravel/framework", "Laravel"),
                ("symfony/framework-bundle", "Symfony"),
                ("slim/slim", "Slim"),
                ("cakephp/cakephp", "CakePHP"),
            ]
            .iter()
            .find_map(|(name, title)| {
                let d = m.dependency(name)?;
                Some(Claim::new(
                    format!("{title} {}", d.version.as_deref().unwrap_or("")).trim().to_owned(),
                    d.evidence.clone(),
                ))
            })
        });
        class.version = module.and_then(|m| property(m, "php.version"));
        class
    }
}
