//! Running steps and counting how they went.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The checkout.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
}

impl Workspace {
    pub(crate) fn find() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: here.parent().unwrap_or(here).to_owned() }
    }

    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    pub(crate) fn binary(&self) -> PathBuf {
        self.target().join("release").join(format!("seaworthy{}", std::env::consts::EXE_SUFFIX))
    }

    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        command
    }

    /// The samples, by name.
    pub(crate) fn samples(&self) -> Vec<(String, PathBuf)> {
        let mut found: Vec<(String, PathBuf)> = std::fs::read_dir(self.root.join("samples"))
            .into_iter()
            .flatten()
            .filter_map(|e| {
                let path = e.ok()?.path();
                path.is_dir().then(|| {
                    (
                        path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                        path.clone(),
                    )
                })
            })
            .collect();
        found.sort();
        found
    }
}

/// How the steps went.
pub(crate) struct Report {
    strict: bool,
    passed: u32,
    failed: Vec<String>,
    skipped: Vec<String>,
}

impl Report {
    /// With `strict` a skip counts as a failure.
    pub(crate) fn new(strict: bool) -> Self {
        Self { strict, passed: 0, failed: Vec::new(), skipped: Vec::new() }
    }

    /// Runs a command as a step; whether it passed.
    pub(crate) fn step(&mut self, name: &str, command: &mut Command) -> bool {
        println!("== {name}");
        let passed = match command.status() {
            Ok(status) => status.success(),
            Err(error) => {
                println!("{}: {error}", command.get_program().to_string_lossy());
                false
            }
        };
        self.note(name, passed);
        passed
    }

    /// Counts a step that was run elsewhere.
    pub(crate) fn note(&mut self, name: &str, passed: bool) {
        if passed {
            self.passed += 1;
        } else {
            println!("FAILED: {name}");
            self.failed.push(name.to_owned());
        }
    }

    /// Counts a step that could not be run, and says why.
    pub(crate) fn skip(&mut self, name: &str, why: &str) {
        println!("SKIPPED: {name}: {why}");
        self.skipped.push(format!("{name}: {why}"));
    }

    /// Prints the result.
    pub(crate) fn finish(self) -> ExitCode {
        for skipped in &self.skipped {
            println!("skipped: {skipped}");
        }
        for failed in &self.failed {
            println!("failed: {failed}");
        }
        let failed = self.failed.len() + if self.strict { self.skipped.len() } else { 0 };
        println!("{} passed, {failed} failed, {} skipped", self.passed, self.skipped.len());
        ExitCode::from(u8::from(failed > 0))
    }
}

/// Whether a program can be started.
pub(crate) fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success())
}

/// Builds the binary that the judges run.
pub(crate) fn release(workspace: &Workspace, report: &mut Report) -> bool {
    report.step(
        "release build",
        workspace.cargo().args(["build", "--quiet", "--release", "--package", "seaworthy"]),
    )
}

/// Builds the book, with an mdBook of our own where the machine has none.
pub(crate) fn book(workspace: &Workspace, report: &mut Report) {
    let own = workspace.target().join("tools");
    let mdbook = own.join("bin").join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    if !has("mdbook") && !mdbook.exists() {
        println!("== installing mdbook into {}", own.display());
        let status = workspace
            .cargo()
            .args([
                "install",
                "--quiet",
                "--locked",
                "mdbook",
                "--version",
                "^0.5",
                "--no-default-features",
                "--root",
            ])
            .arg(&own)
            .env_remove("CARGO_TARGET_DIR")
            .status();
        if !status.is_ok_and(|s| s.success()) {
            return report.skip("book", "mdbook could not be installed from the package registry");
        }
    }
    let program = if mdbook.exists() { mdbook } else { PathBuf::from("mdbook") };
    let folder = workspace.target().join("book");
    report.step(
        "book",
        Command::new(program)
            .current_dir(&workspace.root)
            .arg("build")
            .arg("book")
            .arg("--dest-dir")
            .arg(folder),
    );
}

/// Writes generated files anew: the tests that check them write them when told to.
pub(crate) fn codegen(workspace: &Workspace, report: &mut Report) {
    for package in ["seaworthy-rules", "seaworthy-tests"] {
        // A test that has just written a file fails once, so that nobody takes it for a check.
        let written = workspace
            .cargo()
            .args(["test", "--quiet", "--package", package])
            .env("SEAWORTHY_UPDATE", "1")
            .env("SEAWORTHY_CODEGEN", "1")
            .status();
        report.note(&format!("generated files of {package}"), written.is_ok());
    }
}
