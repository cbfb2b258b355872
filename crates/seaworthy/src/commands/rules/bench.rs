//! `seaworthy rules bench`.

use std::fs;
use std::num::NonZeroUsize;

use anyhow::Context as _;
use seaworthy_bench::{
    LabelError, Labels, LanguageGroup, Recall, Reported, Row, Seed, Share, Tally, check_out,
    check_snippets, draw, recall, stubs, tally, variants,
};
use seaworthy_pipeline::{Options, RuleSet};
use seaworthy_rules::Grade;

use crate::cli::{BenchArgs, OutputFormat};
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) fn run(args: &BenchArgs) -> anyhow::Result<Exit> {
    let mut labels = match Labels::load(&args.labels) {
        // A first draw has no labels yet.
        Err(LabelError::NoFolder(_)) if args.draw.is_some() => Labels::default(),
        loaded => loaded?,
    };
    if let (Some(number), Some(seed)) = (args.draw, args.seed) {
        return draw_stubs(args, &labels, number, seed);
    }
    if let Some(folder) = &args.checkout {
        let options = Options::new(settings::rules(&args.rules)?)?;
        check_out(&mut labels.repositories, folder, &options)?;
        if let Some(output) = &args.output {
            for file in &labels.repositories {
                fs::create_dir_all(output)
                    .and_then(|()| {
                        fs::write(output.join(format!("{}.toml", file.name())), file.text())
                    })
                    .with_context(|| format!("cannot write into {}", output.display()))?;
            }
        }
    }
    let tally = tally(&labels.repositories);
    let rules = settings::rules_with_examples(&args.rules)?;
    let recall = match &args.samples {
        Some(samples) => {
            let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
            Some(recall(&seeds(&labels, &rules), &labels.samples, samples, &rules, threads)?)
        }
        None => None,
    };
    let options = Options::new(settings::rules(&args.rules)?)?;
    let wrong = check_snippets(&labels.snippets, &options)?;
    let out = match args.format {
        OutputFormat::Json => {
            let value =
                serde_json::json!({ "precision": tally, "recall": recall, "snippets": wrong });
            serde_json::to_string_pretty(&value)? + "\n"
        }
        OutputFormat::Text => text(&tally, recall.as_ref(), &wrong, args.missed),
    };
    terminal::print(&out)?;
    Ok(if wrong.is_empty() { Exit::Done } else { Exit::CheckFailed })
}

fn draw_stubs(args: &BenchArgs, labels: &Labels, number: usize, seed: u32) -> anyhow::Result<Exit> {
    let mut reports = Vec::new();
    for argument in &args.assessments {
        let (group, path) = match argument.split_once('=') {
            Some((group, path)) => {
                let group = serde_json::from_value::<LanguageGroup>(group.into())
                    .with_context(|| format!("{group} is no language group"))?;
                (Some(group), path)
            }
            None => (None, argument.as_str()),
        };
        let json = fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
        reports.push(Reported::read(&json, path, group)?);
    }
    let drawn = draw(&reports, number, seed);
    let mut printed = String::new();
    for (_, file) in stubs(&drawn, seed, &labels.repositories) {
        match &args.output {
            Some(folder) => fs::create_dir_all(folder)
                .and_then(|()| fs::write(folder.join(format!("{}.toml", file.name())), file.text()))
                .with_context(|| format!("cannot write into {}", folder.display()))?,
            None => printed.push_str(&file.text()),
        }
    }
    terminal::print(&printed)?;
    Ok(Exit::Done)
}

/// The seeds of the label files, and every example of a rule that asks for work in every shape of its language.
fn seeds(labels: &Labels, rules: &RuleSet) -> Vec<Seed> {
    let must = rules.rules.iter().filter(|r| r.grade > Grade::Advisory && !r.absence);
    let examples = must.flat_map(|rule| {
        let shown = rule.examples.iter().filter(|e| !e.expect.is_empty());
        shown.map(|example| Seed::of_example(rule, example))
    });
    labels.seeds.iter().cloned().chain(examples).flat_map(|seed| variants(&seed)).collect()
}

fn text(tally: &Tally, recall: Option<&Recall>, wrong: &[String], missed: bool) -> String {
    let mut out = String::new();
    for (title, rows) in [
        ("Precision by language group, latest draw", &tally.groups),
        ("Only blocker, hard and mandatory", &tally.must),
        ("First draw, before rules were mended", &tally.first_draw),
        ("Precision by rule", &tally.rules),
    ] {
        out.push_str(&table(title, rows));
    }
    let agreement = Share::new(tally.agreement.alike, tally.agreement.twice);
    out.push_str(&format!(
        "Judged twice: {}, alike {}: {}\n",
        agreement.all,
        agreement.of,
        agreement.text()
    ));
    if let Some(recall) = recall {
        out.push_str(&recall_text(recall, missed));
    }
    for line in wrong {
        out.push_str(&format!("snippet: {line}\n"));
    }
    out
}

fn table(title: &str, rows: &[Row]) -> String {
    let width = rows.iter().map(|r| r.name.len()).max().unwrap_or(0).max(5);
    let mut out =
        format!("{title}\n{:width$}  labelled  right  wrong  mended  lost  precision (95 %)\n", "");
    for row in rows {
        out.push_str(&format!(
            "{:<width$}  {:>8}  {:>5}  {:>5}  {:>6}  {:>4}  {}\n",
            row.name,
            row.now.labelled,
            row.now.right,
            row.now.wrong,
            row.mended,
            row.lost,
            row.now.share().text()
        ));
    }
    out.push('\n');
    out
}

fn recall_text(recall: &Recall, missed: bool) -> String {
    let mut groups = std::collections::BTreeMap::<_, (u32, u32, u32)>::new();
    for row in &recall.rules {
        let family = row.rule.split('-').next().unwrap_or_default();
        let counted = groups.entry(family).or_default();
        counted.0 += row.found;
        counted.1 += row.seeded;
        counted.2 += row.extra;
    }
    let mut out = "\nRecall over seeds, by the first word of the rule\n".to_owned();
    for (family, (found, seeded, extra)) in groups {
        let share = Share::new(found, seeded).text();
        out.push_str(&format!("{family:<14} {found:>4} of {seeded:>4}  {share}  extra {extra}\n"));
    }
    out.push_str("\nRules with seeds that were not found\n");
    for row in recall.rules.iter().filter(|r| r.found < r.seeded || r.extra > 0) {
        let share = Share::new(row.found, row.seeded).text();
        out.push_str(&format!(
            "{}  {} of {}  {share}  extra {}\n",
            row.rule, row.found, row.seeded, row.extra
        ));
    }
    for one in recall.missed.iter().filter(|_| missed) {
        out.push_str(&format!("\n{} ({}) {}\n{}", one.rule, one.shape, one.path, one.source));
    }
    out
}
