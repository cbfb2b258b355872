//! `seaworthy rules`.

mod bench;
mod export;
mod lint;
mod test;

use seaworthy_rules::{RuleSet, schema_json};

use crate::cli::{ExportFormat, OutputFormat, RulesCommand};
use crate::commands::explain;
use crate::commands::konveyor::list_technologies;
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) use test::run as test;

pub(crate) fn run(command: &RulesCommand) -> anyhow::Result<Exit> {
    match command {
        RulesCommand::List { rules, format } => list(&settings::rules(rules)?, *format),
        RulesCommand::Show { id, rules } => show(&settings::rules_with_examples(rules)?, id),
        RulesCommand::Lint { paths } => lint::run(paths),
        RulesCommand::Test(args) => test::run(args),
        RulesCommand::Bench(args) => bench::run(args),
        RulesCommand::Export { format: ExportFormat::Konveyor, rules } => {
            export::konveyor(&settings::rules(rules)?)
        }
        RulesCommand::ListSources { rules } => list_technologies(rules, true),
        RulesCommand::ListTargets { rules } => list_technologies(rules, false),
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
                        "id": r.id, "title": r.title, "catalogue": r.catalogue, "dimension": r.dimension, "factor": r.factor,
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
