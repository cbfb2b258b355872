//! Components in detail, and technologies over all of them.

use std::collections::BTreeMap;

use seaworthy_assess::{Assessment, ComponentResult, FactorReading, FactorReason};
use seaworthy_base::Evidence;
use seaworthy_components::{Claim, Component};

use crate::evidence::{EvidenceIndex, Place};
use crate::words;

/// One component.
pub(super) struct ComponentDetail<'a> {
    pub(super) component: &'a Component,
    pub(super) kind: &'static str,
    pub(super) verdict: &'static str,
    pub(super) verdict_class: &'static str,
    pub(super) score: String,
    pub(super) effort: String,
    pub(super) strategy: &'static str,
    pub(super) strategy_reason: &'a str,
    pub(super) uses: &'a [String],
    pub(super) root: &'a str,
    pub(super) lines: String,
    pub(super) factors: Vec<FactorRow<'a>>,
    pub(super) why: Vec<Place<'a>>,
    pub(super) claims: Vec<ClaimRow<'a>>,
    pub(super) tables: Vec<ClaimTable<'a>>,
}

/// A reason in one line, with its place.
type Reason<'a> = (&'a str, Vec<Place<'a>>);

/// One of the twelve factors.
pub(super) struct FactorRow<'a> {
    pub(super) name: &'static str,
    pub(super) asks: &'static str,
    pub(super) status: &'static str,
    pub(super) supported_by: Vec<Reason<'a>>,
    pub(super) opposed_by: Vec<Reason<'a>>,
}

/// Claims of one kind.
pub(super) struct ClaimTable<'a> {
    pub(super) title: &'static str,
    pub(super) first_column: &'static str,
    pub(super) second_column: &'static str,
    pub(super) rows: Vec<ClaimRow<'a>>,
}

/// A claim with its places.
pub(super) struct ClaimRow<'a> {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) places: Vec<Place<'a>>,
}

/// One technology with everything that uses it.
pub(super) struct TechnologyRow<'a> {
    pub(super) name: &'a str,
    pub(super) category: &'a str,
    pub(super) version: &'a str,
    pub(super) components: Vec<&'a str>,
    pub(super) places: Vec<Place<'a>>,
}

/// Places shown beside a claim.
const PLACES: usize = 3;

/// `Java EE server 7`.
pub(super) fn platform(component: &Component) -> String {
    let name = words::platform(component.platform.value);
    match &component.platform_version {
        Some(version) => format!("{name} {}", version.value),
        None => name.to_owned(),
    }
}

/// `8080 http, 9990 management`.
pub(super) fn ports(component: &Component) -> String {
    let ports = component.ports.iter().map(|p| format!("{} {}", p.value.number, p.value.name));
    ports.collect::<Vec<_>>().join(", ")
}

/// All technologies, by category and name, the same one in several components once.
pub(super) fn technologies<'a>(
    assessment: &'a Assessment,
    index: &EvidenceIndex<'a>,
) -> Vec<TechnologyRow<'a>> {
    let mut rows: BTreeMap<(&str, &str, &str), TechnologyRow<'a>> = BTreeMap::new();
    for result in &assessment.components {
        for technology in &result.component.technologies {
            let version = technology.version.as_deref().unwrap_or("");
            let key = (technology.category.as_str(), technology.name.as_str(), version);
            let row = rows.entry(key).or_insert_with(|| TechnologyRow {
                name: &technology.name,
                category: &technology.category,
                version,
                components: Vec::new(),
                places: some_places(&technology.evidence, index),
            });
            row.components.push(&result.component.id);
        }
    }
    rows.into_values().collect()
}

/// Every component in detail.
pub(super) fn details<'a>(
    assessment: &'a Assessment,
    index: &EvidenceIndex<'a>,
) -> Vec<ComponentDetail<'a>> {
    assessment.components.iter().map(|result| detail(result, index)).collect()
}

fn detail<'a>(result: &'a ComponentResult, index: &EvidenceIndex<'a>) -> ComponentDetail<'a> {
    let c = &result.component;
    let lines = c.lines.iter().map(|(l, n)| format!("{} {}", l.name(), words::count(*n)));
    ComponentDetail {
        component: c,
        kind: c.kind.name(),
        verdict: result.verdict.title(),
        verdict_class: words::verdict_class(result.verdict),
        score: words::score(&result.score),
        effort: words::effort(&result.effort),
        strategy: result.strategy.title(),
        strategy_reason: &result.strategy_reason,
        uses: &result.uses,
        root: if c.root.is_empty() { "the root folder" } else { &c.root },
        lines: lines.collect::<Vec<_>>().join(", "),
        factors: factors(result, index),
        why: some_places(&c.evidence, index),
        claims: claims(c, index),
        tables: tables(c, index).into_iter().filter(|t| !t.rows.is_empty()).collect(),
    }
}

/// The twelve factors with what speaks for and against each.
fn factors<'a>(result: &'a ComponentResult, index: &EvidenceIndex<'a>) -> Vec<FactorRow<'a>> {
    let reasons = |list: &'a [FactorReason]| {
        list.iter().map(|r| (r.reason.as_str(), vec![index.place(&r.evidence)])).collect()
    };
    let row = |reading: &'a FactorReading| FactorRow {
        name: reading.factor.title(),
        asks: reading.factor.asks(),
        status: reading.status.title(),
        supported_by: reasons(&reading.supported_by),
        opposed_by: reasons(&reading.opposed_by),
    };
    result.factors.iter().map(row).collect()
}

fn claims<'a>(c: &'a Component, index: &EvidenceIndex<'a>) -> Vec<ClaimRow<'a>> {
    let text = |name: &str, claim: &'a Option<Claim<String>>| {
        claim.as_ref().map(|claim| row(name, claim.value.clone(), &claim.evidence, index))
    };
    let mut rows = vec![row("Platform", platform(c), &c.platform.evidence, index)];
    rows.extend(
        c.platform_version
            .as_ref()
            .map(|v| row("Platform version", v.value.clone(), &v.evidence, index)),
    );
    rows.extend(text("Framework", &c.framework));
    rows.extend(c.build_tool.as_ref().map(|tool| {
        row("Build tool", words::build_tool(tool.value).to_owned(), &tool.evidence, index)
    }));
    rows.extend(text("Artifact", &c.artifact));
    rows.extend(
        c.start.as_ref().map(|s| row("Start command", s.value.join(" "), &s.evidence, index)),
    );
    rows.extend(text("Dockerfile", &c.dockerfile));
    rows.extend(c.health.as_ref().map(|health| {
        let h = &health.value;
        let value =
            format!("liveness {}, readiness {}, on port {}", h.liveness, h.readiness, h.port);
        row("Health", value, &health.evidence, index)
    }));
    rows
}

fn tables<'a>(c: &'a Component, index: &EvidenceIndex<'a>) -> [ClaimTable<'a>; 6] {
    let ports = c.ports.iter().map(|port| {
        let name = format!("{} {}", port.value.number, port.value.name);
        row(&name, port.value.host.clone().unwrap_or_default(), &port.evidence, index)
    });
    let env = c.env.iter().map(|var| {
        let value = match (&var.value.default, var.value.secret) {
            (_, true) => "secret".to_owned(),
            (Some(default), false) => default.clone(),
            (None, false) => String::new(),
        };
        row(&var.value.name, value, &var.evidence, index)
    });
    let outbound = c.outbound.iter().map(|out| {
        let o = &out.value;
        let host = match (&o.host, o.port) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.clone(),
            (None, Some(port)) => format!("host not said, port {port}"),
            (None, None) => "host not said".to_owned(),
        };
        row(&format!("{}: {}", words::backend(o.kind), o.technology), host, &out.evidence, index)
    });
    let writes = c.writes.iter().map(|write| {
        let path = write.value.path.clone().unwrap_or_else(|| "computed path".to_owned());
        let lasting = if write.value.temporary { "temporary" } else { "kept" };
        row(&path, lasting.to_owned(), &write.evidence, index)
    });
    let schedules = c.schedules.iter().map(|s| row(&s.value, String::new(), &s.evidence, index));
    let programs = c.programs.iter().map(|program| {
        let p = &program.value;
        let needs = if p.needs.is_empty() {
            String::new()
        } else {
            format!(", needs {}", p.needs.join(", "))
        };
        row(&p.name, format!("{}{needs}", p.kind.title()), &program.evidence, index)
    });
    [
        table("Ports", "Port", "Bound to", ports.collect()),
        table("Environment and configuration read", "Name", "Default", env.collect()),
        table("Connects to", "What", "Where", outbound.collect()),
        table("Writes files", "Path", "Kind", writes.collect()),
        table("Schedules", "As written", "", schedules.collect()),
        table("Programs", "Name", "Started by", programs.collect()),
    ]
}

fn table<'a>(
    title: &'static str,
    first_column: &'static str,
    second_column: &'static str,
    rows: Vec<ClaimRow<'a>>,
) -> ClaimTable<'a> {
    ClaimTable { title, first_column, second_column, rows }
}

fn row<'a>(
    name: &str,
    value: String,
    evidence: &'a [Evidence],
    index: &EvidenceIndex<'a>,
) -> ClaimRow<'a> {
    ClaimRow { name: name.to_owned(), value, places: some_places(evidence, index) }
}

fn some_places<'a>(evidence: &'a [Evidence], index: &EvidenceIndex<'a>) -> Vec<Place<'a>> {
    index.places(evidence.get(..PLACES).unwrap_or(evidence))
}
