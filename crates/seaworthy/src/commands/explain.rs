//! `seaworthy explain`.

use seaworthy_bench::measured;
use seaworthy_rules::Rule;

use crate::cli::ExplainArgs;
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let rules = settings::rules_with_examples(&args.rules)?;
    let rule = find(&rules.rules, &args.rule)?;
    terminal::print(&explain(rule))?;
    Ok(Exit::Done)
}

/// The rule of that id, or an error that names the nearest ones.
pub(crate) fn find<'r>(rules: &'r [Rule], id: &str) -> anyhow::Result<&'r Rule> {
    if let Some(rule) = rules.iter().find(|r| r.id == id) {
        return Ok(rule);
    }
    let near: Vec<&str> = rules
        .iter()
        .map(|r| r.id.as_str())
        .filter(|known| shares_word(known, id))
        .take(5)
        .collect();
    if near.is_empty() {
        anyhow::bail!("there is no rule {id}; `seaworthy rules list` shows all")
    }
    anyhow::bail!("there is no rule {id}; near it are {}", near.join(", "))
}

fn shares_word(known: &str, asked: &str) -> bool {
    asked.split('-').any(|word| word.len() > 3 && known.split('-').any(|k| k == word))
}

/// The precision that was measured of the rule on public code.
fn precision(rule: &str) -> String {
    let Some(measured) = measured(rule) else {
        return "no place of it was judged yet".to_owned();
    };
    let share = measured.precision;
    format!(
        "{} of {} judged places right; precision {} with 95 % interval",
        share.of,
        share.all,
        share.text()
    )
}

fn explain(rule: &Rule) -> String {
    let mut out = format!("{}\n{}\n\n", rule.title, "=".repeat(rule.title.chars().count()));
    let mut line = |name: &str, value: &str| out.push_str(&format!("{name:<12} {value}\n"));
    line("rule", &rule.id);
    if let Some(row) = &rule.catalogue {
        line("catalogue", row);
    }
    line("dimension", rule.dimension.title());
    if let Some(factor) = rule.factor {
        line("factor", factor.title());
    }
    line("severity", rule.grade.name());
    line("remedy", &format!("{:?}", rule.remedy).to_lowercase());
    line("effort", &rule.effort.to_string());
    line("confidence", &rule.tier.confidence().to_string());
    line("measured", &precision(&rule.id));
    out.push_str(&format!("\nWhy it matters\n  {}\n\nWhat to do\n  {}\n", rule.why, rule.answer));
    if let Some(manifest) = &rule.manifest {
        out.push_str(&format!("\nIn the manifests\n  {manifest}\n"));
    }
    for (title, wanted) in [("It matches", true), ("It leaves alone", false)] {
        for example in rule.examples.iter().filter(|e| e.expect.is_empty() != wanted) {
            out.push_str(&format!("\n{title} ({})\n", example.path));
            for (number, text) in (1..).zip(example.source.lines()) {
                let mark = if example.expect.contains(&number) { '>' } else { ' ' };
                out.push_str(&format!("  {mark} {text}\n"));
            }
        }
    }
    if !rule.links.is_empty() {
        out.push_str("\nRead more\n");
        for link in &rule.links {
            out.push_str(&format!("  {link}\n"));
        }
    }
    out
}
