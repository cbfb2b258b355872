//! Chores of the project: `cargo xtask test` is what CI runs.
#![allow(clippy::print_stdout, reason = "a chore talks to the person who runs it")]

mod browser;
mod judges;
mod run;
mod types;

use std::process::ExitCode;

use run::{Report, Workspace};

const HELP: &str = "cargo xtask COMMAND

  test        everything CI checks: format, lints, tests, the book, the judges, the browser
  quick       format, lints and tests only
  judges      drafted manifests of the samples before outside judges
  browser     the samples' reports in a real browser
  book        build the book
  codegen     write the list of built-in rules and the rule schema anew
  types       write the index of library types anew, with a JDK and Maven";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let workspace = Workspace::find();
    let mut report = Report::new(std::env::var("CI").is_ok_and(|v| v == "true"));
    match command.as_str() {
        "test" => {
            quick(&workspace, &mut report);
            run::release(&workspace, &mut report);
            run::book(&workspace, &mut report);
            judges::check(&workspace, &mut report);
            browser::check(&workspace, &mut report);
        }
        "quick" => quick(&workspace, &mut report),
        "judges" => {
            run::release(&workspace, &mut report);
            judges::check(&workspace, &mut report);
        }
        "browser" => {
            run::release(&workspace, &mut report);
            browser::check(&workspace, &mut report);
        }
        "book" => run::book(&workspace, &mut report),
        "codegen" => run::codegen(&workspace, &mut report),
        "types" => types::generate(&workspace, &mut report),
        _ => {
            println!("{HELP}");
            return ExitCode::from(2);
        }
    }
    report.finish()
}

fn quick(workspace: &Workspace, report: &mut Report) {
    let cargo = |args: &[&str]| {
        let mut command = workspace.cargo();
        command.args(args);
        command
    };
    report.step("format", &mut cargo(&["fmt", "--all", "--check"]));
    report.step(
        "lints",
        &mut cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    );
    report.step("tests", &mut cargo(&["test", "--workspace"]));
}
