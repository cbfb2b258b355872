//! C and C++.

use seaworthy_base::Evidence;
use seaworthy_deps::Module;
use seaworthy_facts::{FactKind, Language};

use super::{Class, View};
use crate::{ComponentKind, Import, Platform, Signal};

/// Of so many files one has to use windows before the program is taken for one with a desktop window: servers have a
/// small tool for the desktop at times.
const FILES_PER_WINDOW: usize = 10;

impl View<'_> {
    /// A server where it waits for connections, a program with a window, a daemon, a program that runs to its end, or
    /// a library.
    pub(super) fn native(&self, module: Option<&Module>) -> Class {
        let program = module.and_then(|m| {
            m.properties.iter().find(|(key, _)| key.starts_with("program.")).map(|(_, p)| p)
        });
        let main = self.signals.iter().find(|s| s.kind == FactKind::FunctionDecl && of_native(s));
        // Without a build that names programs, `main` is what tells one.
        let runs = match module {
            Some(_) => program.map(|p| p.evidence.clone()),
            None => main.map(|s| s.evidence.clone()),
        };
        let here = module.map_or_else(|| self.candidate.place(), |m| m.evidence.clone());
        let Some(runs) = runs else {
            return self.class(ComponentKind::Library, Platform::Native, here);
        };
        let called = |names: &[&str]| {
            self.signals
                .iter()
                .find(|s| {
                    let last = s.name.rsplit('.').next().unwrap_or(&s.name);
                    s.kind == FactKind::Call && names.contains(&last) && of_native(s)
                })
                .map(|s| s.evidence.clone())
        };
        let (kind, why) = if let Some(place) = self.window() {
            (ComponentKind::Desktop, Some(place))
        } else if let Some(place) = self.waits(&called) {
            (ComponentKind::Web, Some(place))
        } else if let Some(place) = called(&["daemon", "setsid"]) {
            (ComponentKind::Worker, Some(place))
        } else {
            (ComponentKind::Job, None)
        };
        let mut class = self.class(kind, Platform::Native, runs);
        class.evidence.extend(why);
        class
    }

    /// Where it waits for connections: at a port that is known, else by the call.
    fn waits(&self, called: &dyn Fn(&[&str]) -> Option<Evidence>) -> Option<Evidence> {
        let at_port = self
            .signals
            .iter()
            .find(|s| s.kind == FactKind::Listen && of_native(s) && s.name.parse::<u16>().is_ok());
        at_port
            .map(|s| s.evidence.clone())
            .or_else(|| called(&["listen", "accept", "accept4"]))
            .or_else(|| self.listens().map(|s| s.evidence.clone()))
    }

    /// An include of a toolkit for windows, where it is used all over the program.
    fn window(&self) -> Option<Evidence> {
        const TOOLKITS: [&str; 6] = ["QtWidgets/", "gtk/", "gtkmm", "wx/", "FL/", "afxwin.h"];
        let sources = self
            .files
            .iter()
            .filter(|f| f.role.counts() && matches!(f.language, Language::C | Language::Cpp));
        let uses: Vec<Evidence> = sources
            .clone()
            .filter_map(|f| {
                let of_toolkit = |i: &&Import| TOOLKITS.iter().any(|t| i.name.starts_with(t));
                f.imports.iter().find(of_toolkit).map(|i| i.evidence(&f.path))
            })
            .collect();
        let many = uses.len() * FILES_PER_WINDOW >= sources.count();
        uses.into_iter().next().filter(|_| many)
    }
}

fn of_native(signal: &Signal) -> bool {
    matches!(Language::of_path(&signal.evidence.path), Language::C | Language::Cpp)
}
