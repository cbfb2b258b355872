//! `seaworthy analyze`: kantra's analysis under kantra's flags.

mod files;
mod profile;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use seaworthy_analyzer::{Analysis, Mode as AnalyzerMode, Options, Report, analyse, base_uri};
use seaworthy_facts::LanguageClass;
use seaworthy_konveyor::{LoadOptions, Loaded, Selector, technologies, technology_selector};

use seaworthy_providers::{ListOptions, list_files};

use crate::cli::{AnalyzeArgs, Mode};
use crate::commands::konveyor::{counted, installed_rulesets, list_technologies, loaded};
use crate::exit::Exit;
use crate::terminal;
use files::Application;
use profile::Profile;

pub(crate) fn run(args: &AnalyzeArgs) -> anyhow::Result<Exit> {
    if args.list_providers {
        let providers: Vec<String> = LoadOptions::default().providers.into_iter().collect();
        terminal::print(&format!("{}\n", providers.join("\n")))?;
        return Ok(Exit::Done);
    }
    if args.list_sources || args.list_targets {
        return list_technologies(&args.rules, args.list_sources);
    }
    let input = input(args)?;
    if args.list_languages {
        return list_languages(&input);
    }
    let Some(output) = &args.output else {
        anyhow::bail!("there is no folder for the results; give one with --output");
    };
    for flag in args.ignored.given() {
        terminal::note(args.quiet, &format!("note: {flag} has no effect here"));
    }
    let profile = Profile::find(args.profile_dir.as_deref(), &input)?;
    let loaded = rules(args, profile.as_ref())?;
    let options = options(args, profile.as_ref(), &loaded)?;
    let application = Application::new(&input);
    files::check(output, &application, args.overwrite, args.bulk)?;
    let line = terminal::ProgressLine::new(args.quiet);
    line.say("analyzing");
    let report = analyse(&Analysis {
        base: &input,
        rulesets: &loaded.rulesets,
        failing: &loaded.failing,
        options: &options,
    })?;
    line.say("writing the results");
    files::write(output, &application, &base_uri(&input), &report, &loaded.notes, args)?;
    drop(line);
    if !args.quiet {
        terminal::print(&summary(&application, &report, output, args))?;
    }
    Ok(Exit::Done)
}

fn input(args: &AnalyzeArgs) -> anyhow::Result<PathBuf> {
    let Some(given) = args.input.as_deref().filter(|path| !path.as_os_str().is_empty()) else {
        anyhow::bail!("there is no application; give its folder with --input");
    };
    let Ok(path) = given.canonicalize() else {
        anyhow::bail!(
            "there is nothing at {}; give the folder of the application with --input",
            given.display()
        );
    };
    anyhow::ensure!(
        path.is_dir(),
        "{} is a file; archives cannot be analyzed yet, unpack it and give the folder with --input",
        given.display()
    );
    Ok(path)
}

fn rules(args: &AnalyzeArgs, profile: Option<&Profile>) -> anyhow::Result<Loaded> {
    let mut paths = args.rules.clone();
    paths.extend(profile.into_iter().flat_map(|p| p.rules.clone()));
    // With a profile the rulesets of the installation are meant only where technologies were chosen.
    let wanted = args.enable_default_rulesets
        && profile.is_none_or(|p| {
            p.names_technologies() || !args.source.is_empty() || !args.target.is_empty()
        });
    if wanted {
        paths.extend(installed_rulesets());
    }
    anyhow::ensure!(
        !paths.is_empty(),
        "there are no rules; give some with --rules, or install kantra's rulesets in ~/.kantra/rulesets"
    );
    let options = LoadOptions {
        dependencies: !args.no_dependency_rules,
        parallel: threads(args.threads) > NonZeroUsize::MIN,
        ..LoadOptions::default()
    };
    let loaded = loaded(&paths, &options)?;
    anyhow::ensure!(
        loaded.rulesets.iter().any(|r| !r.rules.is_empty()) || !loaded.failing.is_empty(),
        "there is no rule in {}; rule files end in .yaml and hold a list of rules",
        paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
    );
    Ok(loaded)
}

fn options(
    args: &AnalyzeArgs,
    profile: Option<&Profile>,
    loaded: &Loaded,
) -> anyhow::Result<Options> {
    let known = technologies(&loaded.rulesets);
    known_only("source", &args.source, &known.sources)?;
    known_only("target", &args.target, &known.targets)?;
    let by_technology = technology_selector(&args.source, &args.target);
    let label_selector =
        match (&args.label_selector, by_technology, profile.and_then(Profile::labels)) {
            (Some(given), ..) => Some(given.clone()),
            (None, Some(one), Some(other)) => Some(format!("({one}) && ({other})")),
            (None, one, other) => one.or(other),
        };
    let incident_selector =
        args.incident_selector.clone().or_else(|| profile.and_then(Profile::incidents));
    for (flag, text) in
        [("--label-selector", &label_selector), ("--incident-selector", &incident_selector)]
    {
        if let Some(text) = text {
            Selector::parse(text)
                .map_err(|e| anyhow::anyhow!("{flag} cannot be read: {e}; an expression joins labels such as konveyor.io/target=quarkus with &&, || and !"))?;
        }
    }
    let with_libraries = profile.and_then(|p| p.with_libraries).unwrap_or(args.mode == Mode::Full);
    let known_libraries =
        args.analyze_known_libraries || profile.is_some_and(|p| p.with_known_libraries);
    Ok(Options {
        mode: if with_libraries { AnalyzerMode::Full } else { AnalyzerMode::SourceOnly },
        label_selector,
        incident_selector,
        dependency_label_selector: (!known_libraries)
            .then(|| "!konveyor.io/dep-source=open-source".to_owned()),
        context_lines: args.context_lines,
        threads: threads(args.threads),
        ..Options::default()
    })
}

/// As many threads as were asked for, else as there are processors.
pub(crate) fn threads(given: Option<NonZeroUsize>) -> NonZeroUsize {
    given.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

fn known_only(kind: &str, given: &[String], known: &BTreeSet<String>) -> anyhow::Result<()> {
    for name in given {
        anyhow::ensure!(
            known.contains(name),
            "unknown {kind}: \"{name}\"; see --list-{kind}s for those that the rules name"
        );
    }
    Ok(())
}

fn list_languages(input: &Path) -> anyhow::Result<Exit> {
    let (table, _) = list_files(input, &ListOptions::default())
        .with_context(|| format!("cannot read {}", input.display()))?;
    let languages: BTreeSet<&str> = table
        .files
        .iter()
        .filter(|f| f.language.class() == LanguageClass::Code)
        .map(|f| f.language.name())
        .collect();
    let mut out = String::from("found languages:\n");
    for name in languages {
        out.push_str(name);
        out.push('\n');
    }
    terminal::print(&out)?;
    Ok(Exit::Done)
}

fn summary(
    application: &Application,
    report: &Report,
    output: &Path,
    args: &AnalyzeArgs,
) -> String {
    let violations = report.results.iter().flat_map(|r| r.violations.values());
    let (mut rules, mut incidents) = (0, 0);
    for violation in violations {
        rules += 1;
        incidents += violation.incidents.len();
    }
    let insights: usize = report.results.iter().map(|r| r.insights.len()).sum();
    let errors: usize = report.results.iter().map(|r| r.errors.len()).sum();
    let mut out = format!(
        "{}: {} in {}, {}",
        application.name,
        counted(incidents, "incident", "incidents"),
        counted(rules, "violation", "violations"),
        counted(insights, "insight", "insights"),
    );
    if errors > 0 {
        out.push_str(&format!(
            ", {} could not be evaluated (see {})",
            counted(errors, "rule", "rules"),
            output.join("analysis.log").display()
        ));
    }
    if !report.problems.is_empty() {
        out.push_str(&format!(
            "; {} in {}",
            counted(report.problems.len(), "remark on files", "remarks on files"),
            output.join(application.file("analysis.log", args.bulk)).display()
        ));
    }
    out.push_str(&format!(
        "\n  {}\n",
        output.join(application.file("output.yaml", args.bulk)).display()
    ));
    if !args.skip_static_report {
        out.push_str(&format!("  {}\n", output.join("static-report/index.html").display()));
    }
    out
}
