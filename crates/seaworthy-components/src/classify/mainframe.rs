//! Applications of a mainframe.

use seaworthy_base::Evidence;
use seaworthy_facts::{FactKind, Language};

use super::{Class, View};
use crate::mainframe::middleware;
use crate::{Claim, ComponentKind, Platform, Signal};

impl View<'_> {
    /// Its monitors are its framework; a transaction, a command to a monitor, a screen and a job are the evidence.
    pub(super) fn mainframe(&self) -> Class {
        let first = |keep: &dyn Fn(&Signal) -> bool| {
            self.signals.iter().find(|s| keep(s)).map(|s| s.evidence.clone())
        };
        let call = |s: &Signal, name: &str| s.kind == FactKind::Call && &*s.name == name;
        let monitor =
            |name: &str| first(&|s| s.kind == FactKind::Call && middleware(&s.name) == Some(name));
        let monitors: Vec<(&str, Evidence)> =
            ["CICS", "IMS"].into_iter().filter_map(|name| Some((name, monitor(name)?))).collect();
        let transaction = first(&|s| call(s, "CSD.DEFINE.TRANSACTION"));
        let screen = first(&|s| call(s, "DFHMSD"));
        let job = first(&|s| {
            s.kind == FactKind::TypeDecl && Language::of_path(&s.evidence.path) == Language::Jcl
        });
        let mut places: Vec<Evidence> = transaction.into_iter().collect();
        places.extend(monitors.iter().map(|(_, place)| place.clone()));
        places.extend(screen.into_iter().chain(job));
        let place = places.first().cloned().unwrap_or_else(|| self.candidate.place());
        let mut class = self.class(ComponentKind::Mainframe, Platform::Mainframe, place);
        class.evidence.extend(places.into_iter().skip(1));
        if !monitors.is_empty() {
            let names: Vec<&str> = monitors.iter().map(|(name, _)| *name).collect();
            let evidence = monitors.iter().map(|(_, place)| place.clone()).collect();
            class.framework = Some(Claim { value: names.join(" and "), evidence });
        }
        class
    }
}
