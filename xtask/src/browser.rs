//! The samples' reports in a real browser.

use std::path::PathBuf;
use std::process::Command;

use crate::run::{Report, Workspace, has};

const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Writes the report of every sample and of a portfolio of all, and lets `tests/browser/check.mjs` look at them.
pub(crate) fn check(workspace: &Workspace, report: &mut Report) {
    let pages = workspace.target().join("pages");
    let _ = std::fs::remove_dir_all(&pages);
    let mut written = Vec::new();
    for (name, path) in workspace.samples() {
        let folder = pages.join(&name);
        let mut command = Command::new(workspace.binary());
        command.arg("assess").arg(path).arg("--quiet").arg("-o").arg(&folder);
        if !report.step(&format!("report {name}"), &mut command) {
            return;
        }
        written.push(folder.join("index.html"));
    }
    let portfolio = pages.join("all");
    let mut command = Command::new(workspace.binary());
    command
        .arg("portfolio")
        .arg(workspace.root.join("samples"))
        .arg("--quiet")
        .arg("-o")
        .arg(&portfolio);
    if !report.step("portfolio of the samples", &mut command) {
        return;
    }
    written.push(portfolio.join("index.html"));
    let Some(browser) = browser() else {
        return report.skip(
            "browser",
            "no Chromium is installed, and the system's package manager could not install it",
        );
    };
    let Some(modules) = driver(workspace) else {
        return report.skip("browser", "playwright-core could not be installed from npm");
    };
    let mut command = Command::new("node");
    command
        .arg(workspace.root.join("tests/browser/check.mjs"))
        .arg(modules)
        .arg(browser)
        .arg(workspace.target().join("screens"))
        .args(written);
    report.step("pages in the browser", &mut command);
}

/// A Chromium on the machine, installed by the system's client where that is allowed.
fn browser() -> Option<PathBuf> {
    let find = || BROWSERS.into_iter().filter(|b| has(b)).find_map(on_path);
    find().or_else(|| {
        println!("== installing chromium");
        let apt = |args: &[&str]| {
            Command::new("apt-get")
                .args(args)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .status()
                .is_ok_and(|s| s.success())
        };
        if apt(&["update", "-q"]) && apt(&["install", "-q", "-y", "chromium"]) {
            find()
        } else {
            None
        }
    })
}

/// The driver wants a whole path.
fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The folder of `playwright-core`, which drives a browser and brings none of its own.
fn driver(workspace: &Workspace) -> Option<PathBuf> {
    let folder = workspace.target().join("browser");
    let module = folder.join("node_modules/playwright-core");
    if !module.is_dir() {
        std::fs::create_dir_all(&folder).ok()?;
        let npm = Command::new("npm")
            .current_dir(&folder)
            .args(["install", "--silent", "--no-save", "--prefix", ".", "playwright-core@1"])
            .status();
        if !npm.is_ok_and(|s| s.success()) {
            return None;
        }
    }
    module.is_dir().then_some(module)
}
