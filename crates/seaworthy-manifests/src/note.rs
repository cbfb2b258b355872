//! Applications that no workload is drafted for: why, and what a way could be.

use seaworthy_components::{Claim, Component, ComponentKind, Program, ProgramKind};

use crate::emit::reason_line;
use crate::names;
use crate::plan::Application;
use crate::{DraftFile, DraftKind};

/// Programs of one kind that are named; more would be a list nobody reads.
const NAMED: usize = 40;

/// A note for each application without a workload.
pub(crate) fn notes(application: &Application<'_>) -> Vec<DraftFile> {
    let elsewhere = |c: &&Component| c.kind.is_application() && !c.kind.is_deployable();
    let mut notes: Vec<DraftFile> =
        application.components.iter().filter(elsewhere).map(note).collect();
    notes.sort_by(|a, b| a.path.cmp(&b.path));
    notes.dedup_by(|a, b| a.path == b.path);
    notes
}

fn note(component: &Component) -> DraftFile {
    let mut text = Text(format!("# No workload is drafted for {}\n", component.name));
    match component.kind {
        ComponentKind::Mainframe => mainframe(&mut text, component),
        _ => text.paragraph(
            "It is a program with a desktop window. A container has no screen, and the program stays where its users are.",
        ),
    }
    text.paragraph("Why it is taken for that:");
    let places: Vec<String> = component.evidence.iter().map(reason_line).collect();
    text.list(&places);
    DraftFile {
        path: format!("{}/README.md", names::dns_label(&component.id, 52)),
        kind: DraftKind::Note,
        component: component.id.clone(),
        content: text.0,
        fields: Vec::new(),
    }
}

fn mainframe(text: &mut Text, component: &Component) {
    let of = |kind: ProgramKind| -> Vec<&Claim<Program>> {
        component.programs.iter().filter(|p| p.value.kind == kind).collect()
    };
    let online = of(ProgramKind::Transaction);
    let batch = of(ProgramKind::Batch);
    text.paragraph(
        "Its programs are started by transaction monitors and job control of a mainframe. Image, command and ports of a Deployment cannot be known from them.",
    );
    if !online.is_empty() {
        let monitors = component.framework.as_ref().map_or("a monitor", |f| f.value.as_str());
        text.paragraph(&format!(
            "## Online\n\nPrograms that run under {monitors}: {}. No Deployment is drafted: terminals, screens, units of work and calls between programs are the monitor's, and a cluster has none. They are written anew as services, or moved to a runtime that offers the monitor's commands.",
            online.len(),
        ));
        text.programs(&online);
    }
    if batch.is_empty() {
        return;
    }
    let (plain, bound): (Vec<_>, Vec<_>) = batch.iter().partition(|p| p.value.needs.is_empty());
    text.paragraph(&format!("## Batch\n\nPrograms that are steps of jobs: {}.", batch.len()));
    if !plain.is_empty() {
        text.paragraph(&format!(
            "{} of them call no monitor, database or queue: a COBOL compiler for Linux (GnuCOBOL) may build them, and a Kubernetes Job can run each step, once its data sets are files or tables and what JCL asks for (sorting, utilities, restart) has another answer.",
            plain.len(),
        ));
        text.programs(&plain);
    }
    if !bound.is_empty() {
        text.paragraph(&format!(
            "Programs that need middleware, which has to be there first: {}.",
            bound.len()
        ));
        text.programs(&bound);
    }
}

/// A text in Markdown.
struct Text(String);

impl Text {
    fn paragraph(&mut self, text: &str) {
        self.0.push('\n');
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn list(&mut self, items: &[String]) {
        self.0.push('\n');
        for item in items {
            self.0.push_str("- ");
            self.0.push_str(item);
            self.0.push('\n');
        }
    }

    fn programs(&mut self, programs: &[&Claim<Program>]) {
        let mut items: Vec<String> = programs.iter().take(NAMED).map(|p| line(p)).collect();
        let hidden = programs.len().saturating_sub(NAMED);
        if hidden > 0 {
            items.push(format!("{hidden} more"));
        }
        self.list(&items);
    }
}

fn line(program: &Claim<Program>) -> String {
    let Program { name, needs, .. } = &program.value;
    let place = program.evidence.first().map(reason_line).unwrap_or_default();
    if needs.is_empty() {
        format!("{name}: {place}")
    } else {
        format!("{name} ({}): {place}", needs.join(", "))
    }
}
