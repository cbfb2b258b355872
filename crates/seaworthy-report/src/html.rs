//! The page of one application: a single file that needs no network and works without its script.

mod components;
mod concerns;
mod coverage;
mod graph;
mod libraries;
mod manifests;
mod overview;
mod silenced;
#[cfg(test)]
mod tests;

use std::fmt::Display;

use askama::Template;
use askama::filters::{Html, Safe, escape};
use seaworthy_assess::Tool;

use crate::evidence::EvidenceIndex;
use crate::{Error, ReportInput};

/// The style sheet that every page carries.
pub(crate) const STYLE: &str = include_str!("../../../templates/report/base.css");
/// The script that every page carries.
pub(crate) const SCRIPT: &str = include_str!("../../../templates/report/report.js");

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    title: String,
    style: &'static str,
    script: &'static str,
    application: &'a str,
    tool: &'a Tool,
    overview: overview::Overview<'a>,
    concerns: concerns::Concerns<'a>,
    positive: Vec<concerns::Concern<'a>>,
    silenced: Vec<silenced::SilencedRow<'a>>,
    technologies: Vec<components::TechnologyRow<'a>>,
    components: Vec<components::ComponentDetail<'a>>,
    graph: graph::GraphView<'a>,
    libraries: libraries::Libraries<'a>,
    drafts: Vec<manifests::DraftView<'a>>,
    coverage: coverage::Coverage<'a>,
}

/// `index.html` of one application.
///
/// Equal input gives equal bytes. Fails only where a template does.
pub fn page(input: &ReportInput<'_>) -> Result<String, Error> {
    let assessment = input.assessment;
    let index = EvidenceIndex::new(&assessment.findings, input.drafts);
    let (concerns, positive) = concerns::views(assessment, input.excerpts, &index);
    let page = Page {
        title: format!("{} · Kubernetes readiness", assessment.application),
        style: STYLE,
        script: SCRIPT,
        application: &assessment.application,
        tool: &assessment.tool,
        overview: overview::view(assessment),
        concerns,
        positive,
        silenced: silenced::rows(assessment, &index),
        technologies: components::technologies(assessment, &index),
        components: components::details(assessment, &index),
        graph: graph::view(&assessment.graph, input.picture, &index),
        libraries: libraries::view(assessment, &index),
        drafts: manifests::views(input.drafts, &index),
        coverage: coverage::view(assessment),
    };
    Ok(page.render()?)
}

/// Escapes, and lets long paths and field names break where a reader would break them: after `/` and before `.`.
fn breakable(text: impl Display) -> askama::Result<Safe<String>> {
    let escaped = escape(text, Html)?.to_string();
    Ok(Safe(escaped.replace('/', "/<wbr>").replace('.', "<wbr>.")))
}
