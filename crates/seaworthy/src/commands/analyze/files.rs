//! What an analysis leaves in its folder.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context as _;
use seaworthy_analyzer::Report;
use seaworthy_konveyor::{
    Problem, ReportApplication, dependencies_to_json, dependencies_to_yaml, static_report_js,
    write_json, write_static_report_js, write_yaml,
};
use seaworthy_pipeline::output::{write_file, write_file_with};
use seaworthy_report::rulesets::{AnalyzedApplication, page};

use crate::cli::AnalyzeArgs;

/// The folder of our page and the data of Konveyor's.
const STATIC_REPORT: &str = "static-report";
/// What stands before the data in `output.js`.
const DATA_PREFIX: &str = "\nwindow[\"apps\"] = ";
/// Files of an analysis, which a new one replaces.
const FILES: [&str; 5] =
    ["output.yaml", "output.json", "dependencies.yaml", "dependencies.json", "analysis.log"];

/// The application under analysis.
pub(super) struct Application {
    /// Its folder's name.
    pub(super) name: String,
}

impl Application {
    pub(super) fn new(input: &Path) -> Self {
        let name = input.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        Self { name: if name.is_empty() { "application".to_owned() } else { name } }
    }

    /// A file of this application: of many in one folder each has its name at the end.
    pub(super) fn file(&self, name: &str, bulk: bool) -> String {
        if bulk { format!("{name}.{}", self.name) } else { name.to_owned() }
    }
}

/// Refuses a folder that exists, unless that was asked for, before any work is done.
pub(super) fn check(
    output: &Path,
    application: &Application,
    overwrite: bool,
    bulk: bool,
) -> anyhow::Result<()> {
    let exists = match fs::symlink_metadata(output) {
        Ok(_) => true,
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => {
            return Err(error).with_context(|| format!("cannot look at {}", output.display()));
        }
    };
    if !exists {
        return Ok(());
    }
    anyhow::ensure!(
        output.is_dir(),
        "{} is a file; choose a folder for the results with --output",
        output.display()
    );
    if bulk {
        let own = output.join(application.file("output.yaml", true));
        anyhow::ensure!(
            overwrite || !own.exists(),
            "{} exists already; pass --overwrite to replace it",
            own.display()
        );
        return Ok(());
    }
    anyhow::ensure!(
        overwrite,
        "the output folder {} already exists; choose another with --output, or pass --overwrite to replace the results in it",
        output.display()
    );
    Ok(())
}

/// Writes everything, each file under a temporary name first.
pub(super) fn write(
    output: &Path,
    application: &Application,
    base_uri: &str,
    report: &Report,
    notes: &[Problem],
    args: &AnalyzeArgs,
) -> anyhow::Result<()> {
    let name = |file: &str| application.file(file, args.bulk);
    if args.overwrite {
        for stale in FILES.map(name) {
            remove(&output.join(stale))?;
        }
    }
    // As they are made: with their excerpts they may be many times as large as the code.
    let save = |file: &str, content: String| write_file(&output.join(file), content.as_bytes());
    write_file_with(&output.join(name("output.yaml")), |to| write_yaml(&report.results, to))?;
    if args.json_output {
        write_file_with(&output.join(name("output.json")), |to| write_json(&report.results, to))?;
    }
    if !report.dependencies.is_empty() {
        save(&name("dependencies.yaml"), dependencies_to_yaml(&report.dependencies))?;
        if args.json_output {
            save(&name("dependencies.json"), dependencies_to_json(&report.dependencies))?;
        }
    }
    save(&name("analysis.log"), log(application, report, notes))?;
    if !args.skip_static_report {
        static_report(output, application, base_uri, report, args.bulk)?;
    }
    Ok(())
}

fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot replace {}", path.display()))
        }
        _ => Ok(()),
    }
}

fn static_report(
    output: &Path,
    application: &Application,
    base_uri: &str,
    report: &Report,
    bulk: bool,
) -> anyhow::Result<()> {
    let own = ReportApplication {
        name: &application.name,
        rulesets: &report.results,
        dependencies: &report.dependencies,
    };
    let shown = AnalyzedApplication {
        name: &application.name,
        base_uri,
        results: &report.results,
        dependencies: &report.dependencies,
    };
    let folder = output.join(STATIC_REPORT);
    let data = folder.join("output.js");
    match fs::read_to_string(&data) {
        Ok(before) if bulk => {
            let js = merged(&before, &static_report_js(&[own]), &application.name);
            write_file(&data, js.as_bytes())?;
        }
        _ => write_file_with(&data, |to| write_static_report_js(&[own], to))?,
    }
    let html = page(env!("CARGO_PKG_VERSION"), &[shown])?;
    let file = if bulk { format!("{}.html", application.name) } else { "index.html".to_owned() };
    write_file(&folder.join(file), html.as_bytes())?;
    if bulk {
        write_file(&folder.join("index.html"), index(output, application)?.as_bytes())?;
    }
    Ok(())
}

/// The data of the applications before and of this one, which replaces an earlier one of its name. Data that cannot be
/// read any more is left behind.
fn merged(before: &str, own: &str, name: &str) -> String {
    let (mut applications, added) = (data_of(before), data_of(own));
    applications.retain(|a| a.get("name").and_then(|n| n.as_str()) != Some(name));
    applications.extend(added);
    for (number, application) in applications.iter_mut().enumerate() {
        if let Some(id) = application.get_mut("id") {
            *id = format!("{number:04}").into();
        }
    }
    format!("{DATA_PREFIX}{}\n", serde_json::Value::Array(applications))
}

fn data_of(js: &str) -> Vec<serde_json::Value> {
    let json = js.trim_start().strip_prefix(DATA_PREFIX.trim_start());
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// The page that leads to those of all applications in the folder.
fn index(output: &Path, application: &Application) -> anyhow::Result<String> {
    let mut names: Vec<String> = fs::read_dir(output)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|e| Some(e.file_name().to_str()?.strip_prefix("output.yaml.")?.to_owned()))
        .collect();
    names.push(application.name.clone());
    names.sort();
    names.dedup();
    Ok(seaworthy_report::rulesets::index(env!("CARGO_PKG_VERSION"), &names)?)
}

/// What did not go as it should.
fn log(application: &Application, report: &Report, notes: &[Problem]) -> String {
    let mut out = format!("seaworthy {} analyze {}\n", env!("CARGO_PKG_VERSION"), application.name);
    for note in notes {
        out.push_str(&format!("rules: {note}\n"));
    }
    for result in &report.results {
        for (rule, reason) in &result.errors {
            out.push_str(&format!("error: {}/{rule}: {reason}\n", result.name));
        }
        out.push_str(&format!(
            "ruleset {}: {} violations, {} insights, {} unmatched, {} skipped, {} errors\n",
            result.name,
            result.violations.len(),
            result.insights.len(),
            result.unmatched.len(),
            result.skipped.len(),
            result.errors.len()
        ));
    }
    for problem in &report.problems {
        out.push_str(&format!("{problem}\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_joins_the_others_and_replaces_itself() {
        let one = |name: &str, tag: &str| {
            format!(
                "\nwindow[\"apps\"] = [{{\"id\":\"0000\",\"name\":\"{name}\",\"tag\":\"{tag}\"}}]\n"
            )
        };
        let two = merged(&one("shop", "a"), &one("stock", "b"), "stock");
        let again = merged(&two, &one("shop", "c"), "shop");
        let found: Vec<String> = data_of(&again).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                r#"{"id":"0000","name":"stock","tag":"b"}"#,
                r#"{"id":"0001","name":"shop","tag":"c"}"#
            ]
        );
        assert_eq!(data_of(&merged("not data", &one("shop", "a"), "shop")).len(), 1);
    }
}
