//! Configuration formats read as keys and values with positions.
//!
//! Every format becomes the same thing: [`ConfigKey`](seaworthy_facts::FactKind::ConfigKey) facts whose name is the path of the key and whose
//! span is the value. On top of them come the facts that follow from a key and its value alone: ports, outbound
//! URLs, environment variables and log files.
//!
//! Paths: YAML, JSON, TOML, INI and properties join their parts with `.`; XML, systemd, nginx and httpd with `/`.

mod conf;
mod crontab;
mod derive;
mod dockerfile;
mod dotenv;
mod ini;
mod json;
mod key_path;
mod procfile;
mod properties;
mod reading;
mod toml_table;
mod xml;
mod yaml;

#[cfg(test)]
mod testing;

use std::sync::Arc;

use seaworthy_facts::{FileFacts, Language};

use crate::reading::Reading;

/// Nesting deeper than this is skipped with a problem.
pub const MAX_DEPTH: usize = 128;

/// Keys past this number are left out with a problem.
pub const MAX_KEYS: usize = 50_000;

/// Whether files of this language are read here.
pub fn supports(language: Language) -> bool {
    matches!(
        language,
        Language::Xml
            | Language::Yaml
            | Language::Json
            | Language::Toml
            | Language::Properties
            | Language::Ini
            | Language::Env
            | Language::Dockerfile
            | Language::Procfile
            | Language::Crontab
            | Language::Systemd
            | Language::Nginx
            | Language::Conf
            | Language::Htaccess
    )
}

/// Reads one configuration file. `path` is relative to the application's root.
///
/// Never fails: what is wrong with the text is in [`FileFacts::problems`], and the keys before and after it are
/// kept where the format allows. Dependency locks, schemas and resource tables hold no configuration and give
/// no facts; the same goes for languages that [`supports`] denies.
pub fn read(path: &Arc<str>, language: Language, text: &str) -> FileFacts {
    let mut reading = Reading::new(path, language, text);
    if !holds_configuration(path) {
        return reading.finish();
    }
    match language {
        Language::Xml if is_data(text) => {}
        Language::Xml => xml::read(&mut reading),
        Language::Yaml => yaml::read(&mut reading),
        Language::Json => json::read(&mut reading),
        Language::Toml => toml_table::read(&mut reading),
        Language::Properties if file_name(path) == "manifest.mf" => {
            properties::read_manifest(&mut reading);
        }
        Language::Properties => properties::read(&mut reading),
        Language::Ini => ini::read(&mut reading, '.'),
        Language::Systemd => ini::read(&mut reading, '/'),
        Language::Env => dotenv::read(&mut reading),
        Language::Dockerfile => dockerfile::read(&mut reading),
        Language::Procfile => procfile::read(&mut reading),
        Language::Crontab => crontab::read(&mut reading),
        Language::Nginx => conf::nginx::read(&mut reading),
        Language::Htaccess => conf::httpd::read(&mut reading),
        Language::Conf => conf::read(&mut reading),
        _ => {}
    }
    reading.finish()
}

/// The last part of a path in lower case.
fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase()
}

fn holds_configuration(path: &str) -> bool {
    const LOCKS: [&str; 6] = [
        "package-lock.json",
        "npm-shrinkwrap.json",
        "composer.lock",
        "packages.lock.json",
        "pnpm-lock.yaml",
        "project.assets.json",
    ];
    const SCHEMAS: [&str; 7] = [".resx", ".xsd", ".wsdl", ".xsl", ".xslt", ".edmx", ".deps.json"];
    let file = file_name(path);
    !LOCKS.contains(&file.as_str())
        && !SCHEMAS.iter().any(|end| file.ends_with(end))
        && !is_translation(&file)
}

/// Message bundles: `messages.properties`, `messages_pt_BR.properties`, `Labels_de.properties`.
fn is_translation(file: &str) -> bool {
    let Some(stem) = file.strip_suffix(".properties") else { return false };
    let (bundle, suffix) = stem.split_once('_').unwrap_or((stem, ""));
    let named = ["messages", "message", "labels", "translations", "i18n", "strings"];
    // `_qa` could be an environment; `_pt_br` is a language with its country.
    let has_locale = matches!(
        suffix.as_bytes(), [a, b, b'_', c, d] if [a, b, c, d].iter().all(|x| x.is_ascii_alphabetic()));
    has_locale || named.iter().any(|name| bundle.ends_with(name))
}

/// Whether an XML file is data of a schema tool, a site or a test, which can be large: known by its root element.
fn is_data(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(4096)).unwrap_or(text);
    ["<databaseChangeLog", "<dataset", "<urlset", "<sitemapindex"]
        .iter()
        .any(|root| head.contains(root))
}

#[cfg(test)]
mod tests;
