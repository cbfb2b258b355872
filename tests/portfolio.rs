//! Portfolios: many applications, one that fails, runs that are repeated and runs that are killed.
#![allow(clippy::unwrap_used, reason = "helpers of tests may unwrap as tests do")]

use std::fs;
use std::process::Command;
use std::time::Duration;

use seaworthy_tests::{binary, run, stderr, stdout, write};

fn estate() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for name in ["alpha", "beta", "gamma"] {
        write(
            &dir.path().join("estate").join(name),
            &[
                ("requirements.txt", "flask==3.0.0\n"),
                (
                    "app.py",
                    "from flask import Flask\napp = Flask(__name__)\n\nif __name__ == '__main__':\n    app.run(host='0.0.0.0', port=5000)\n",
                ),
            ],
        );
    }
    write(
        dir.path(),
        &[(
            "portfolio.toml",
            "[[application]]\nname = \"alpha\"\npath = \"estate/alpha\"\nteam = \"One\"\nbusiness_value = \"high\"\n\n[[application]]\nname = \"lost\"\npath = \"estate/nowhere\"\n\n[[application]]\nname = \"beta\"\npath = \"estate/beta\"\n",
        )],
    );
    dir
}

#[test]
fn one_failing_application_never_stops_the_rest() {
    let dir = estate();
    let output = run(dir.path(), &["portfolio", "portfolio.toml", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("2 assessed, 0 taken from the last run, 1 failed"),
        "{}",
        stdout(&output)
    );
    let page = fs::read_to_string(dir.path().join("out/index.html")).unwrap();
    for part in ["alpha", "beta", "lost", "apps/alpha/index.html", "One"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(dir.path().join("out/apps/beta/assessment.json").is_file());
    assert!(fs::read_to_string(dir.path().join("out/portfolio.csv")).unwrap().lines().count() >= 4);
}

#[test]
fn a_second_run_redoes_only_what_changed() {
    let dir = estate();
    assert_eq!(run(dir.path(), &["portfolio", "estate", "-o", "out"]).status.code(), Some(0));
    let before = fs::read(dir.path().join("out/apps/alpha/index.html")).unwrap();
    write(&dir.path().join("estate/beta"), &[("app.py", "import os\nos.environ['HOME_URL']\n")]);
    let output = run(dir.path(), &["portfolio", "estate", "-o", "out"]);
    assert!(
        stdout(&output).contains("1 assessed, 2 taken from the last run, 0 failed"),
        "{}",
        stdout(&output)
    );
    assert!(before == fs::read(dir.path().join("out/apps/alpha/index.html")).unwrap());
}

#[test]
fn a_killed_run_loses_nothing() {
    let dir = estate();
    for name in 0..30 {
        write(
            &dir.path().join("estate").join(format!("more-{name}")),
            &[("app.py", &"import os\n".repeat(2_000)), ("requirements.txt", "flask==3.0.0\n")],
        );
    }
    let mut child = Command::new(binary())
        .current_dir(dir.path())
        .args(["portfolio", "estate", "-o", "out", "-q"])
        // As `run` does: another local repository would be another run.
        .env("HOME", "/nowhere")
        .spawn()
        .unwrap();
    // Long enough for some to be done, short enough for some not to be; both ends are fine for what is asserted.
    std::thread::sleep(Duration::from_millis(400));
    child.kill().unwrap();
    child.wait().unwrap();
    let whole = fs::read_dir(dir.path().join("out/apps")).map_or(0, |d| {
        d.filter(|e| e.as_ref().unwrap().path().join("result.json").is_file()).count()
    });
    let output = run(dir.path(), &["portfolio", "estate", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stdout(&output).contains(&format!("{whole} taken from the last run, 0 failed")),
        "{whole}: {}",
        stdout(&output)
    );
    assert_eq!(fs::read_dir(dir.path().join("out/apps")).unwrap().count(), 33);
}

#[test]
fn a_foreign_folder_and_an_empty_list_are_refused() {
    let dir = estate();
    write(dir.path(), &[("mine/thesis.txt", "mine"), ("empty.toml", "")]);
    let output = run(dir.path(), &["portfolio", "estate", "-o", "mine"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("thesis.txt"));
    let output = run(dir.path(), &["portfolio", "empty.toml", "-o", "out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no application"), "{}", stderr(&output));
}
