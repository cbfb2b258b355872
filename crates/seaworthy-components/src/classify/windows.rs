//! Visual Basic 6 and classic ASP: Windows only.

use seaworthy_base::Evidence;
use seaworthy_facts::{FactKind, Language};

use super::{Class, View};
use crate::{Claim, ComponentKind, Platform};

impl View<'_> {
    /// What the project file makes: a program with or without a window, or a component for other programs.
    pub(super) fn visual_basic6(&self) -> Class {
        let kind_of_project = self.signals.iter().find(|s| {
            s.kind == FactKind::ConfigKey && &*s.name == "Type" && s.evidence.path.ends_with(".vbp")
        });
        let place = kind_of_project.map_or_else(|| self.candidate.place(), |s| s.evidence.clone());
        let program = kind_of_project.is_none_or(|s| matches!(s.value.trim(), "Exe" | "OleExe"));
        let kind = match (program, self.form()) {
            (true, Some(_)) => ComponentKind::Desktop,
            (true, None) if kind_of_project.is_some() => ComponentKind::Job,
            _ => ComponentKind::Library,
        };
        let mut class = self.class(kind, Platform::Windows, place);
        class.evidence.extend(self.form().filter(|_| kind == ComponentKind::Desktop));
        class.framework = Some(Claim::new("Visual Basic 6".to_owned(), class.evidence[0].clone()));
        class
    }

    /// Pages that Internet Information Services runs.
    pub(super) fn classic_asp(&self) -> Class {
        let pages = || self.files.iter().filter(|f| f.role.counts() && f.language == Language::Asp);
        let file = pages().min_by_key(|f| {
            let global = f.path.to_ascii_lowercase().ends_with("global.asa");
            (!global, f.path.matches('/').count(), f.path.len(), &f.path)
        });
        let place =
            file.map_or_else(|| self.candidate.place(), |f| Evidence::file(&f.path, "classic ASP"));
        let mut class = self.class(ComponentKind::Web, Platform::Iis, place.clone());
        class.framework = Some(Claim::new("Classic ASP".to_owned(), place));
        class
    }

    /// A window of Visual Basic 6.
    fn form(&self) -> Option<Evidence> {
        self.files
            .iter()
            .find(|f| f.role.counts() && f.path.to_ascii_lowercase().ends_with(".frm"))
            .map(|f| Evidence::file(&f.path, "a window of Visual Basic 6"))
    }
}
