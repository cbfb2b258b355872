//! Scripts that are not part of what runs.

use seaworthy_facts::Language;

use crate::classify::directory;

/// Folders of scripts that build, pack or install, or that start a program on a machine of its own.
const FOLDERS: [&str; 13] = [
    ".ci",
    ".github",
    "autoconf",
    "build-aux",
    "contrib",
    "debian",
    "devtools",
    "init.d",
    "m4",
    "make",
    "packaging",
    "redhat",
    "rpm",
];

/// How names of scripts of a build or an installation begin.
const NAMES: [&str; 18] = [
    "autogen",
    "bootstrap.sh",
    "build.pl",
    "build.sh",
    "compile.sh",
    "config.guess",
    "config.sub",
    "configure",
    "depcomp",
    "install-sh",
    "install.",
    "ltmain",
    "makefile.pl",
    "mkinstalldirs",
    "postinstall",
    "release.sh",
    "uninstall",
    "version.sh",
];

/// How settings of builders begin that are programs themselves.
const BUILDERS: [&str; 8] = [
    "vite.config",
    "webpack.",
    "rollup.config",
    "gulpfile",
    "gruntfile",
    "rakefile",
    "karma.conf",
    "playwright.config",
];

/// Whether a script builds, packs, installs, seeds or serves development, or is run by the system that the program was
/// installed on: what it reads and writes is none of the program's.
pub(crate) fn prepares(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let ends = |all: &[&str]| all.iter().any(|end| file.ends_with(end));
    if ends(&[".rake", ".gradle", ".gradle.kts"]) || BUILDERS.iter().any(|b| file.starts_with(b)) {
        return true;
    }
    // Code of other languages is part of the program, wherever it lies.
    let script = matches!(
        Language::of_path(path),
        Language::Shell
            | Language::Perl
            | Language::Python
            | Language::Ruby
            | Language::Batch
            | Language::PowerShell
            | Language::Other
    );
    let folder =
        || directory(path).split('/').any(|part| FOLDERS.contains(&&*part.to_ascii_lowercase()));
    let name = || {
        NAMES.iter().any(|name| file.starts_with(name))
            || ends(&[".sysv", ".init", ".install", ".in"])
            || file == "missing"
    };
    script && (folder() || name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_that_prepare_are_told_by_name_and_folder() {
        for path in [
            "configure",
            "install.sh",
            "debian/postinst.sh",
            "contrib/tool.pl",
            "scripts/relay.sysv",
            "lib/config/missing",
            "Rakefile",
            "web/webpack.config.js",
        ] {
            assert!(prepares(path), "{path}");
        }
        for path in
            ["bin/start.sh", "contrib/module.c", "install.php", "docker/startup.sh", "app.py"]
        {
            assert!(!prepares(path), "{path}");
        }
    }
}
