//! `seaworthy rules lint`: native rules and Konveyor's.

use std::path::PathBuf;

use seaworthy_base::Severity;
use seaworthy_konveyor::LoadOptions;
use seaworthy_rules::{RuleSet, lint};

use crate::commands::konveyor;
use crate::exit::Exit;
use crate::terminal;

/// Checks what the paths hold, each file in its own language.
pub(super) fn run(paths: &[PathBuf]) -> anyhow::Result<Exit> {
    for path in paths {
        anyhow::ensure!(path.exists(), "there is nothing at {}", path.display());
    }
    let (native, konveyor): (Vec<PathBuf>, Vec<PathBuf>) = (
        paths.iter().filter(|p| konveyor::holds(p, &["toml"])).cloned().collect(),
        paths.iter().filter(|p| konveyor::holds(p, &["yaml", "yml"])).cloned().collect(),
    );
    let mut out = String::new();
    let mut failed = false;
    // A folder without any rule is told by the native reader.
    if konveyor.is_empty() || !native.is_empty() {
        let checked = if konveyor.is_empty() { paths } else { &native };
        failed |= check_native(checked, &mut out);
    }
    if !konveyor.is_empty() {
        failed |= check_konveyor(&konveyor, &mut out);
    }
    terminal::print(&out)?;
    Ok(if failed { Exit::CheckFailed } else { Exit::Done })
}

fn check_konveyor(paths: &[PathBuf], out: &mut String) -> bool {
    let files = seaworthy_konveyor::lint(paths, &LoadOptions::default());
    let mut tally = Vec::new();
    for file in files {
        for problem in file.problems {
            out.push_str(&problem.frame(&file.text));
            out.push_str("\n\n");
            tally.push(problem);
        }
    }
    out.push_str(&format!("Konveyor rules: {}\n", konveyor::tally(&tally)));
    tally.iter().any(|p| p.severity == Severity::Error)
}

fn check_native(paths: &[PathBuf], out: &mut String) -> bool {
    let set = if paths.is_empty() { RuleSet::builtin() } else { RuleSet::load(paths, false) };
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
    !set.problems.is_empty()
}
