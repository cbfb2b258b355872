//! Packages of the application and what they import, in one form for every language.

use std::sync::Arc;

use seaworthy_components::Component;
use seaworthy_facts::{Language, LanguageClass};
use seaworthy_graph::PackageFile;

use crate::texts::Texts;
use crate::worker::FileResult;

/// The package of each production source file that a component holds: what it declares, else its folder.
///
/// Imports are taken out of the results, named like packages: relative ones become folders.
pub(crate) fn packages(
    results: &mut [FileResult],
    components: &[Component],
    owners: &[Option<usize>],
) -> Vec<PackageFile> {
    let ids: Vec<Arc<str>> = components.iter().map(|c| c.id.as_str().into()).collect();
    let mut texts = Texts::default();
    let mut out = Vec::new();
    for (result, owner) in results.iter_mut().zip(owners) {
        let file = &mut result.summary;
        if !file.role.counts() || !seaworthy_lang::supports(file.language) {
            continue;
        }
        // A page is drawn where its code leads somewhere.
        if file.language.class() == LanguageClass::Markup && file.imports.is_empty() {
            continue;
        }
        let Some(component) = owner.and_then(|owner| ids.get(owner)) else { continue };
        let folder = file.path.rsplit_once('/').map_or("", |(dir, _)| dir);
        let declares = matches!(
            file.language,
            Language::Java | Language::Kotlin | Language::CSharp | Language::Php
        );
        let package = if declares && !file.package.is_empty() {
            texts.shared(&file.package)
        } else {
            texts.shared(&folder_package(folder))
        };
        let mut imports = std::mem::take(&mut file.imports);
        for import in &mut imports {
            let name = &*import.name;
            match file.language {
                Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Php
                    if name.starts_with('.') =>
                {
                    import.name = texts.shared(&folder_package(&join(folder, name)));
                }
                Language::Python => import.name = texts.shared(&python_import(folder, name)),
                _ => {}
            }
        }
        out.push(PackageFile {
            component: Arc::clone(component),
            package,
            path: Arc::clone(&file.path),
            imports,
        });
    }
    out
}

fn folder_package(folder: &str) -> String {
    if folder.is_empty() { "(root)".to_owned() } else { folder.to_owned() }
}

/// `a/b` with `../c/d` gives `a/c/d`; leaving the root stays at the root.
fn join(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// `.models` in `app/shop` gives `app/shop/models`; an absolute `shop.models` becomes `shop/models`.
fn python_import(folder: &str, name: &str) -> String {
    let dots = name.chars().take_while(|c| *c == '.').count();
    let rest = name.trim_start_matches('.').replace('.', "/");
    if dots == 0 {
        return rest;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    parts.truncate(parts.len().saturating_sub(dots - 1));
    let base = parts.join("/");
    match (base.is_empty(), rest.is_empty()) {
        (true, _) => rest,
        (false, true) => base,
        (false, false) => format!("{base}/{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_imports_become_folders() {
        assert_eq!(join("src/app", "../lib/x"), "src/lib/x");
        assert_eq!(join("src", "../../../x"), "x");
        assert_eq!(python_import("app/shop", ".models"), "app/shop/models");
        assert_eq!(python_import("app/shop", "..core"), "app/core");
        assert_eq!(python_import("app/shop", "django.db"), "django/db");
    }
}
