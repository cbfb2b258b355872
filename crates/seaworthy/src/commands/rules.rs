//! `seaworthy rules`.

use std::path::PathBuf;

use seaworthy_rules::{RuleSet, lint, schema_json};

use crate::cli::{OutputFormat, RulesCommand};
use crate::commands::explain;
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) fn run(command: &RulesCommand) -> anyhow::Result<Exit> {
    match command {
        RulesCommand::List { rules, format } => list(&settings::rules(rules)?, *format),
        RulesCommand::Show { id, rules } => show(&settings::rules_with_examples(rules)?, id),
        RulesCommand::Lint { paths } => check(paths),
        RulesCommand::Schema => {
            terminal::print(&schema_json())?;
            Ok(Exit::Done)
        }
    }
}

fn list(set: &RuleSet, format: OutputFormat) -> anyhow::Result<Exit> {
    let mut out = String::new();
    match format {
        OutputFormat::Json => {
            let rows: Vec<_> = set
                .rules
                .iter()
                .map(|r| {
                    serde_json::json!({
                        "id": r.id, "title": r.title, "catalogue": r.catalogue, "dimension": r.dimension,
                        "severity": r.grade, "remedy": r.remedy, "effort": r.effort, "confidence": r.tier,
                    })
                })
                .collect();
            out.push_str(&serde_json::to_string_pretty(&rows)?);
            out.push('\n');
        }
        OutputFormat::Text => {
            let width = set.rules.iter().map(|r| r.id.len()).max().unwrap_or(0);
            for rule in &set.rules {
                out.push_str(&format!(
                    "{:<width$}  {:<9}  {}\n",
                    rule.id,
                    rule.grade.name(),
                    rule.title
                ));
            }
            out.push_str(&format!("{} rules\n", set.rules.len()));
        }
    }
    terminal::print(&out)?;
    Ok(Exit::Done)
}

fn show(set: &RuleSet, id: &str) -> anyhow::Result<Exit> {
    let rule = explain::find(&set.rules, id)?;
    terminal::print(&format!("{rule:#?}\n"))?;
    Ok(Exit::Done)
}

fn check(paths: &[PathBuf]) -> anyhow::Result<Exit> {
    let set = if paths.is_empty() { RuleSet::builtin() } else { RuleSet::load(paths, false) };
    let mut out = String::new();
    for problem in &set.problems {
        out.push_str(&problem.frame);
        out.push_str("\n\n");
    }
    let warnings = lint(&set);
    for warning in &warnings {
        out.push_str(&format!(
            "warning: {} ({}): {}\n",
            warning.rule, warning.source, warning.message
        ));
    }
    out.push_str(&format!(
        "{} rules, {} errors, {} warnings\n",
        set.rules.len(),
        set.problems.len(),
        warnings.len()
    ));
    terminal::print(&out)?;
    Ok(if set.problems.is_empty() { Exit::Done } else { Exit::CheckFailed })
}
