//! Facts that follow from a key and its value, whatever the format.

pub(crate) mod env;
pub(crate) mod listen;
pub(crate) mod log_file;
pub(crate) mod url;

use seaworthy_base::Span;
use seaworthy_facts::{FactKind, Language};

use crate::file_name;
use crate::reading::Reading;

/// Facts of one kind that one value may give; a value with more is no setting.
const MAX_DERIVED: usize = 32;

/// What a file is for, as far as it decides which facts its values give.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Purpose {
    /// The file serves the build, the CI, a developer's machine or holds data: its values say nothing of the running
    /// application, so it gives keys and no other facts.
    pub(crate) keys_alone: bool,
    /// A compose file.
    pub(crate) is_compose: bool,
    /// An `.env` file.
    pub(crate) is_env: bool,
    /// A Dockerfile.
    pub(crate) is_dockerfile: bool,
    /// Values are command lines or directives: words that stand side by side.
    pub(crate) has_words: bool,
    /// Commands whose plain `$NAME` is a variable too.
    pub(crate) has_bare_variables: bool,
    /// php.ini.
    pub(crate) is_php_ini: bool,
}

impl Purpose {
    pub(crate) fn of(path: &str, language: Language) -> Self {
        let file = file_name(path);
        let yaml = language == Language::Yaml;
        let is_compose = yaml && (file.contains("compose") || file.starts_with("docker-stack"));
        Self {
            keys_alone: serves_development(path, &file),
            is_compose,
            is_env: language == Language::Env,
            is_dockerfile: language == Language::Dockerfile,
            has_words: matches!(
                language,
                Language::Procfile
                    | Language::Crontab
                    | Language::Systemd
                    | Language::Nginx
                    | Language::Conf
                    | Language::Htaccess
            ),
            has_bare_variables: is_compose || language == Language::Procfile,
            is_php_ini: file == ".user.ini" || file.starts_with("php") && file.ends_with(".ini"),
        }
    }
}

fn serves_development(path: &str, file: &str) -> bool {
    const FILES: [&str; 21] = [
        "package.json",
        "composer.json",
        "tsconfig.json",
        "launchsettings.json",
        "nuget.config",
        "packages.config",
        "build.xml",
        "ivy.xml",
        "cargo.toml",
        "pyproject.toml",
        "pipfile",
        ".gitlab-ci.yml",
        ".travis.yml",
        "azure-pipelines.yml",
        "cloudbuild.yaml",
        "appveyor.yml",
        ".npmrc",
        ".editorconfig",
        "mkdocs.yml",
        "setup.cfg",
        "lerna.json",
    ];
    const ENDS: [&str; 8] =
        [".csproj", ".vbproj", ".fsproj", ".props", ".targets", ".nuspec", ".lock", ".webmanifest"];
    let lower = path.to_ascii_lowercase();
    FILES.contains(&file)
        || file.ends_with("pom.xml")
        || file.ends_with("bower.json")
        || file.ends_with("-wrapper.properties")
        || file.starts_with("package-") && file.ends_with(".json")
        || file.starts_with("tsconfig.")
        || ENDS.iter().any(|end| file.ends_with(end))
        || [".github/", ".circleci/", ".mvn/", ".vscode/", ".idea/", ".settings/"]
            .iter()
            .any(|dir| lower.starts_with(dir) || lower.contains(&format!("/{dir}")))
}

/// Emits what `name = value` says beyond itself.
pub(crate) fn facts(out: &mut Reading<'_>, name: &str, value: &str, span: Span) {
    let purpose = out.purpose;
    if purpose.keys_alone || value.is_empty() {
        return;
    }
    // A repeated port is a port of another service; a repeated address is the same one.
    let listens = listen::facts(out, name, value, span);
    if out.repeated {
        return;
    }
    if !listens && (!purpose.is_dockerfile || name.starts_with("ENV.")) && url::is_address_key(name)
    {
        for address in url::addresses(value, purpose.has_words).into_iter().take(MAX_DERIVED) {
            out.fact(FactKind::Url, address, name, span);
        }
    }
    // Variables of a script of several lines are mostly its own.
    let is_script = value.trim_end().contains('\n');
    let is_command = matches!(name, "CMD" | "ENTRYPOINT" | "HEALTHCHECK");
    if !is_script && (!purpose.is_dockerfile || is_command) {
        let bare = purpose.has_bare_variables || purpose.is_dockerfile;
        for read in env::reads(value, bare).into_iter().take(MAX_DERIVED) {
            out.fact(FactKind::EnvRead, read.name, read.default, span);
        }
    }
    if log_file::is_log_file_key(name) {
        out.fact(FactKind::FileWrite, value, "logging", span);
    }
}

/// A key as frameworks compare it: lower case, without `-` and `_`, `.` for the `:` of .NET.
pub(crate) fn relaxed(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '-' | '_'));
    letters.map(|c| if c == ':' { '.' } else { c.to_ascii_lowercase() }).collect()
}

#[cfg(test)]
mod tests;
