//! Perl.

use seaworthy_base::Evidence;
use seaworthy_deps::Module;
use seaworthy_facts::Language;

use super::{Class, View, directory, property};
use crate::{Claim, ComponentKind, FileSummary, Platform};

/// Frameworks by the start of the modules that are imported.
const FRAMEWORKS: [(&str, &str); 6] = [
    ("Mojolicious", "Mojolicious"),
    ("Dancer2", "Dancer2"),
    ("Dancer", "Dancer"),
    ("Catalyst", "Catalyst"),
    ("Plack", "PSGI"),
    ("Web.Machine", "PSGI"),
];

impl View<'_> {
    /// A web application by its framework, a PSGI file, `mod_perl` or CGI scripts; else scripts that people run.
    pub(super) fn perl(&self, module: Option<&Module>) -> Class {
        let framework =
            FRAMEWORKS.iter().find_map(|(import, title)| Some((*title, self.imports(&[import])?)));
        let psgi = self.files.iter().find(|f| is_psgi(f));
        let mod_perl = self.imports(&["Apache2.", "ModPerl."]);
        let nearest =
            |f: &&&FileSummary| (f.path.matches('/').count(), f.path.len(), f.path.clone());
        let script = self.files.iter().filter(|f| is_cgi(f)).min_by_key(nearest);
        let psgi = psgi.map(|f| ("PSGI", Evidence::file(&f.path, "PSGI application")));
        let cgi = script.map(|f| ("CGI", Evidence::file(&f.path, "CGI script")));
        let server = mod_perl.filter(|_| cgi.is_some()).map(|place| ("mod_perl", place));
        let here = module.map_or_else(|| self.candidate.place(), |m| m.evidence.clone());
        // A file that a server starts says more than a framework that somewhere is imported.
        let started = psgi.is_some() || self.candidate.dockerfile.is_some() || self.has_start();
        let own = framework.clone().filter(|(title, _)| started || *title != "PSGI");
        let mut class = match own.or(psgi).or(server).or(cgi) {
            Some((title, place)) => {
                let mut class = self.class(ComponentKind::Web, Platform::Perl, place.clone());
                class.framework = Some(Claim::new(title.to_owned(), place));
                class
            }
            None => match self.listens() {
                Some(s) => self.class(ComponentKind::Web, Platform::Perl, s.evidence.clone()),
                None if started => self.class(ComponentKind::Worker, Platform::Perl, here),
                None => self.class(ComponentKind::Library, Platform::Perl, here),
            },
        };
        class.version = module.and_then(|m| property(m, "perl.version"));
        class
    }
}

/// Whether a file is a PSGI application.
pub(crate) fn is_psgi(file: &FileSummary) -> bool {
    file.role.counts() && file.path.to_ascii_lowercase().ends_with(".psgi")
}

/// Whether a web server starts the file for each request.
pub(crate) fn is_cgi(file: &FileSummary) -> bool {
    let in_bin = directory(&file.path).split('/').any(|part| part == "cgi-bin");
    let lower = file.path.to_ascii_lowercase();
    file.role.counts()
        && file.language == Language::Perl
        && (lower.ends_with(".cgi") || in_bin && lower.ends_with(".pl"))
}
