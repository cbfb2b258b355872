//! The built binary and a place to run it in, for the tests of this folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The root of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The binary, built once per test program with the profile of the tests.
///
/// # Panics
///
/// When the build fails, which fails every test that needs the binary.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .current_dir(root())
            .args(["build", "--quiet", "--package", "seaworthy", "--message-format", "json"])
            .output();
        let path = built.ok().and_then(|output| {
            String::from_utf8_lossy(&output.stdout).lines().find_map(|line| {
                let message: serde_json::Value = serde_json::from_str(line).ok()?;
                Some(PathBuf::from(message.get("executable")?.as_str()?))
            })
        });
        assert!(path.is_some(), "the binary does not build");
        path.unwrap_or_default()
    })
}

/// Runs the binary in a folder.
///
/// # Panics
///
/// When the binary cannot be started.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(binary())
        .current_dir(folder)
        .args(arguments)
        .env("NO_COLOR", "1")
        .env("HOME", "/nowhere")
        .output();
    assert!(output.is_ok(), "the binary does not start");
    output.unwrap_or_else(|_| std::process::abort())
}

/// Standard error as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Standard output as text.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Writes a small application: pairs of path and content.
///
/// # Panics
///
/// When the file system refuses.
pub fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, content) in files {
        let path = folder.join(path);
        let made = path
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, content));
        assert!(made.is_ok(), "{} cannot be written", path.display());
    }
}
