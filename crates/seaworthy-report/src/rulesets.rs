//! The page of `analyze`: what Konveyor rules found in one or more applications.

mod excerpt;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use seaworthy_konveyor::{DependencyFile, Incident, RulesetResult, Violation};

use crate::Error;
use crate::html::{SCRIPT, STYLE};
use excerpt::{ExcerptLine, excerpt};

/// Messages of one rule that are written out.
const MAX_MESSAGES: usize = 20;
/// Places of one message that are shown with code.
const MAX_SHOWN: usize = 3;
/// Places of one message that are listed by path and line.
const MAX_LISTED: usize = 300;

/// What was found in one application.
#[derive(Clone, Copy, Debug)]
pub struct AnalyzedApplication<'a> {
    /// Its name.
    pub name: &'a str,
    /// Start of the addresses of its files (`file:///…/`), which the page leaves away.
    pub base_uri: &'a str,
    /// Results by ruleset.
    pub results: &'a [RulesetResult],
    /// Its libraries by build file.
    pub dependencies: &'a [DependencyFile],
}

/// `index.html` of an analysis. Equal input gives equal bytes; fails only where a template does.
pub fn page(version: &str, applications: &[AnalyzedApplication<'_>]) -> Result<String, Error> {
    let title = match applications {
        [one] => format!("{} · Konveyor rules", one.name),
        _ => format!("{} applications · Konveyor rules", applications.len()),
    };
    let page = Page {
        title,
        style: STYLE,
        script: SCRIPT,
        tool: Tool { name: "seaworthy", version },
        categories: ["mandatory", "optional", "potential"],
        applications: applications.iter().enumerate().map(|(n, a)| application(n, a)).collect(),
    };
    Ok(page.render()?)
}

/// `index.html` of a folder with many analyses: the names, each leading to `NAME.html`.
pub fn index(version: &str, names: &[String]) -> Result<String, Error> {
    let page = Index {
        title: "Applications · Konveyor rules",
        style: STYLE,
        script: SCRIPT,
        tool: Tool { name: "seaworthy", version },
        names,
    };
    Ok(page.render()?)
}

#[derive(Template)]
#[template(path = "rulesets_index.html")]
struct Index<'a> {
    title: &'static str,
    style: &'static str,
    script: &'static str,
    tool: Tool<'a>,
    names: &'a [String],
}

#[derive(Template)]
#[template(path = "rulesets.html")]
struct Page<'a> {
    title: String,
    style: &'static str,
    script: &'static str,
    tool: Tool<'a>,
    categories: [&'static str; 3],
    applications: Vec<Application<'a>>,
}

struct Tool<'a> {
    name: &'static str,
    version: &'a str,
}

struct Application<'a> {
    id: String,
    name: &'a str,
    violations: Vec<Row<'a>>,
    insights: Vec<Row<'a>>,
    mandatory: usize,
    incidents: usize,
    files: String,
    effort: i64,
    matched: usize,
    unmatched: usize,
    skipped: usize,
    errors: Vec<(&'a str, &'a str)>,
    rulesets: BTreeSet<&'a str>,
    /// Kind → names.
    tags: BTreeMap<&'a str, BTreeSet<&'a str>>,
    dependencies: Vec<Library<'a>>,
}

struct Row<'a> {
    id: String,
    rule: &'a str,
    ruleset: &'a str,
    title: &'a str,
    description: &'a str,
    category: &'static str,
    grade: &'static str,
    effort: i64,
    count: String,
    labels: Vec<&'a str>,
    links: Vec<LinkRow<'a>>,
    messages: Vec<Message<'a>>,
    left_out: usize,
}

struct LinkRow<'a> {
    url: &'a str,
    text: &'a str,
    /// Whether the address is one that a reader may follow.
    safe: bool,
}

/// One message with the places that carry it.
struct Message<'a> {
    text: &'a str,
    shown: Vec<Place>,
    listed: Vec<(&'a str, String)>,
}

struct Place {
    place: String,
    lines: Vec<ExcerptLine>,
}

struct Library<'a> {
    name: &'a str,
    version: &'a str,
    kind: &'a str,
    indirect: bool,
    labels: String,
    file: &'a str,
}

fn application<'a>(number: usize, input: &AnalyzedApplication<'a>) -> Application<'a> {
    let id = format!("app-{}", number + 1);
    let mut rows = Vec::new();
    let mut insights = Vec::new();
    let mut files = BTreeSet::new();
    let mut effort = 0_i64;
    let mut incidents = 0;
    for result in input.results {
        for (rule, violation) in &result.violations {
            rows.push(row(&id, input.base_uri, result, rule, violation));
            incidents += violation.incidents.len();
            files.extend(violation.incidents.iter().map(|i| i.uri.as_str()));
            let each = violation.effort.unwrap_or(0);
            effort = effort.saturating_add(each.saturating_mul(violation.incidents.len() as i64));
        }
        for (rule, insight) in &result.insights {
            insights.push(row(&id, input.base_uri, result, rule, insight));
        }
    }
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    files.remove("");
    Application {
        name: input.name,
        mandatory: rows.iter().filter(|r| r.category == "mandatory").count(),
        incidents,
        files: counted(files.len(), "file", "files"),
        effort,
        matched: rows.len() + insights.len(),
        unmatched: input.results.iter().map(|r| r.unmatched.len()).sum(),
        skipped: input.results.iter().map(|r| r.skipped.len()).sum(),
        errors: input
            .results
            .iter()
            .flat_map(|r| r.errors.iter().map(|(rule, why)| (rule.as_str(), why.as_str())))
            .collect(),
        rulesets: rows.iter().map(|r| r.ruleset).collect(),
        tags: tags(input.results),
        dependencies: libraries(input),
        violations: rows,
        insights,
        id,
    }
}

/// What must be done comes first, then what there is most of.
fn order<'r>(row: &'r Row<'_>) -> (u8, &'r str, &'r str) {
    let category = match row.category {
        "mandatory" => 0,
        "optional" => 2,
        _ => 1,
    };
    (category, row.ruleset, row.rule)
}

fn row<'a>(
    application: &str,
    base: &str,
    result: &'a RulesetResult,
    rule: &'a str,
    violation: &'a Violation,
) -> Row<'a> {
    let category = violation.category.unwrap_or("");
    let description = violation.description.trim();
    let first = description.lines().next().unwrap_or("");
    let (messages, left_out) = messages(base, &violation.incidents);
    Row {
        id: format!("{application}-{}-{rule}", result.name.replace(char::is_whitespace, "_")),
        rule,
        ruleset: &result.name,
        title: if first.is_empty() { rule } else { first },
        // A description of one line is the title already.
        description: if description.len() > first.len() { description } else { "" },
        category,
        grade: match category {
            "mandatory" => "mandatory",
            "optional" => "advisory",
            "potential" => "hard",
            _ => "rest",
        },
        effort: violation.effort.unwrap_or(0),
        count: counted(violation.incidents.len(), "incident", "incidents"),
        labels: violation.labels.iter().map(String::as_str).collect(),
        links: violation
            .links
            .iter()
            .map(|link| LinkRow {
                url: &link.url,
                text: if link.title.is_empty() { &link.url } else { &link.title },
                safe: link.url.starts_with("https://") || link.url.starts_with("http://"),
            })
            .collect(),
        messages,
        left_out,
    }
}

/// Incidents by message, in the order in which messages first appear, and how many places are not named.
fn messages<'a>(base: &str, incidents: &'a [Incident]) -> (Vec<Message<'a>>, usize) {
    let mut by_message: BTreeMap<&str, (usize, Vec<&Incident>)> = BTreeMap::new();
    for (n, incident) in incidents.iter().enumerate() {
        by_message.entry(&incident.message).or_insert((n, Vec::new())).1.push(incident);
    }
    let mut groups: Vec<(&str, usize, Vec<&Incident>)> =
        by_message.into_iter().map(|(text, (first, places))| (text, first, places)).collect();
    groups.sort_by_key(|&(_, first, _)| first);
    let mut left_out = groups.iter().skip(MAX_MESSAGES).map(|(.., places)| places.len()).sum();
    groups.truncate(MAX_MESSAGES);
    let messages = groups
        .into_iter()
        .map(|(text, _, places)| {
            let shown = places.iter().take(MAX_SHOWN).map(|i| place(base, i)).collect();
            let rest = places.get(MAX_SHOWN..).unwrap_or(&[]);
            left_out += rest.len().saturating_sub(MAX_LISTED);
            Message {
                text: text.trim(),
                shown,
                listed: listed(base, rest.get(..MAX_LISTED).unwrap_or(rest)),
            }
        })
        .collect();
    (messages, left_out)
}

fn place(base: &str, incident: &Incident) -> Place {
    let path = relative(base, &incident.uri);
    let place = match incident.line_number {
        Some(line) if line > 0 => format!("{path}:{line}"),
        _ if path.is_empty() => "the application as a whole".to_owned(),
        _ => path.to_owned(),
    };
    Place { place, lines: excerpt(&incident.code_snip.text(), incident.line_number.unwrap_or(0)) }
}

/// Places by file: path and its lines.
fn listed<'a>(base: &str, incidents: &[&'a Incident]) -> Vec<(&'a str, String)> {
    let mut rows: Vec<(&str, String)> = Vec::new();
    for incident in incidents {
        let path = relative(base, &incident.uri);
        let line = incident.line_number.filter(|&n| n > 0).map(|n| n.to_string());
        match rows.last_mut() {
            Some((last, lines)) if *last == path => {
                if let Some(line) = line {
                    if !lines.is_empty() {
                        lines.push_str(", ");
                    }
                    lines.push_str(&line);
                }
            }
            _ => rows.push((path, line.unwrap_or_default())),
        }
    }
    rows
}

fn relative<'a>(base: &str, uri: &'a str) -> &'a str {
    uri.strip_prefix(base).or_else(|| uri.strip_prefix("file://")).unwrap_or(uri)
}

fn tags(results: &[RulesetResult]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut tags: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for tag in results.iter().flat_map(|r| &r.tags) {
        let (kind, names) = tag.split_once('=').unwrap_or(("", tag));
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        tags.entry(kind.trim()).or_default().extend(names);
    }
    tags
}

fn libraries<'a>(input: &AnalyzedApplication<'a>) -> Vec<Library<'a>> {
    let base = input.base_uri;
    input
        .dependencies
        .iter()
        .flat_map(|file| {
            file.dependencies.iter().map(move |d| Library {
                name: &d.name,
                version: &d.version,
                kind: &d.kind,
                indirect: d.indirect,
                labels: d.labels.join(", "),
                file: relative(base, &file.file_uri),
            })
        })
        .collect()
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
