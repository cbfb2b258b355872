//! What each file is for, told by its path and, for generated and copied files, by its first lines.

use std::collections::BTreeSet;

use seaworthy_facts::{Language, LanguageClass, Role};

use crate::InputKind;
use crate::tree::SourceFile;

mod compiled;
mod generated;
mod head;
mod prose;
mod test;
mod tool;
mod vendored;

pub(crate) use compiled::leave_out_uncompiled;
pub use head::{HEAD_BYTES, refine_language, refine_role};

/// A role and why.
pub(crate) type Verdict = (Role, &'static str);

/// The lower-cased path of a file, cut in the parts that the rules look at.
pub(crate) struct PathParts<'a> {
    /// Folders from the root of the file's archive or of the input. For JVM sources only those down to the
    /// source root: below it stand package names, and a package may be called `test` or `vendor`.
    pub(crate) folders: Vec<&'a str>,
    /// All folders.
    pub(crate) all_folders: Vec<&'a str>,
    /// The file name, lower case.
    pub(crate) file: &'a str,
    /// The file name as it is written.
    pub(crate) file_as_written: &'a str,
    pub(crate) language: Language,
    /// Whether this is a class file that is a part of the program, not a left-over of a build.
    pub(crate) is_program_class: bool,
}

impl PathParts<'_> {
    /// Whether a folder sequence such as `src/test` stands in the path above any package.
    pub(crate) fn has(&self, sequence: &[&str]) -> bool {
        self.folders.windows(sequence.len()).any(|window| window == sequence)
    }

    /// Folders that are no Java packages; unlike `folders`, with those below `src/main/webapp`.
    pub(crate) fn outside_packages(&self) -> &[&str] {
        if is_jvm(self.language) || self.is_program_class {
            &self.folders
        } else {
            &self.all_folders
        }
    }

    pub(crate) fn is_code(&self) -> bool {
        matches!(self.language.class(), LanguageClass::Code | LanguageClass::Markup)
    }
}

/// What lies around a file and decides what its folder is.
pub(crate) struct Surroundings {
    /// Lower-cased folders (with a final `/`, the root is empty) that hold a package manifest.
    packages: BTreeSet<String>,
    /// Lower-cased folders of Django applications, whose `fixtures` are initial data.
    django: BTreeSet<String>,
    /// Lower-cased folders whose PHP pages have twins in ASP, in an application of mostly ASP pages.
    asp_twins: BTreeSet<String>,
    kind: InputKind,
}

impl Surroundings {
    fn of(files: &[SourceFile], kind: InputKind) -> Self {
        const MANIFESTS: [&str; 7] = [
            "composer.json",
            "go.mod",
            "gemfile",
            "package.json",
            "bower.json",
            "setup.py",
            "pom.xml",
        ];
        let mut packages = BTreeSet::new();
        let mut django = BTreeSet::new();
        for file in files {
            let lower = file.path.to_ascii_lowercase();
            let (folder, name) = split_file(&lower);
            if MANIFESTS.contains(&name) {
                packages.insert(folder.to_owned());
            } else if matches!(name, "apps.py" | "models.py") {
                django.insert(folder.to_owned());
            }
        }
        Self { packages, django, asp_twins: folders_of_twins(files), kind }
    }

    /// Whether the folder holds the PHP edition of pages that the application has in ASP.
    pub(crate) fn is_asp_twin(&self, folders: &[&str]) -> bool {
        self.asp_twins.contains(&joined(folders))
    }

    /// Whether the folder made of the first parts holds a package manifest.
    pub(crate) fn is_package(&self, folders: &[&str]) -> bool {
        self.packages.contains(&joined(folders))
    }

    /// Whether the folder made of the first parts is a Django application.
    pub(crate) fn is_django(&self, folders: &[&str]) -> bool {
        self.django.contains(&joined(folders))
    }
}

/// The folders in which a PHP page stands beside an ASP page of the same name. Components for several servers ship both;
/// where most pages are ASP, the PHP edition is not the one that runs.
fn folders_of_twins(files: &[SourceFile]) -> BTreeSet<String> {
    let pages_of = |endings: &[&str]| -> BTreeSet<String> {
        files
            .iter()
            .filter_map(|file| {
                let lower = file.path.to_ascii_lowercase();
                endings.iter().find_map(|ending| lower.strip_suffix(ending)).map(str::to_owned)
            })
            .collect()
    };
    let php = pages_of(&[".php"]);
    if php.is_empty() {
        return BTreeSet::new();
    }
    let asp = pages_of(&[".asp", ".aspx"]);
    if asp.len() <= php.len() {
        return BTreeSet::new();
    }
    php.intersection(&asp).map(|page| split_file(page).0.to_owned()).collect()
}

fn joined(folders: &[&str]) -> String {
    folders.iter().flat_map(|folder| [*folder, "/"]).collect()
}

/// The folder with its final `/`, and the file name.
fn split_file(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |slash| slash + 1))
}

/// Gives every file its role by its path, unless it has one: a role with a reason stays.
pub(crate) fn assign(files: &mut [SourceFile], kind: InputKind) {
    let surroundings = Surroundings::of(files, kind);
    for file in files.iter_mut() {
        if !file.role_reason.is_empty() {
            continue;
        }
        let lower = file.path.to_ascii_lowercase();
        let (role, reason) = classify(&lower, &file.path, file.language, &surroundings);
        file.role = role;
        file.role_reason = reason;
    }
    // An input that is all samples (or all documents) is itself the application.
    for role in [Role::Sample, Role::Docs] {
        let has_application =
            files.iter().any(|file| file.role == Role::Production && is_program(file.language));
        if !has_application {
            for file in files.iter_mut().filter(|f| f.role == role && is_application_part(f)) {
                file.role = Role::Production;
                file.role_reason = "nothing else in the input is an application";
            }
        }
    }
}

fn is_program(language: Language) -> bool {
    matches!(language.class(), LanguageClass::Code | LanguageClass::Markup)
}

fn is_application_part(file: &SourceFile) -> bool {
    file.role == Role::Sample || file.language.class() != LanguageClass::Text
}

fn classify(lower: &str, path: &str, language: Language, surroundings: &Surroundings) -> Verdict {
    let parts = parts_of(lower, path, language, surroundings.kind);
    vendored::by_path(&parts, surroundings)
        .or_else(|| asp_twin(&parts, surroundings))
        .or_else(|| generated::by_path(&parts))
        .or_else(|| test::by_path(&parts, surroundings))
        .or_else(|| tool::by_path(&parts, surroundings))
        .or_else(|| vendored::closed_archive(&parts))
        .or_else(|| prose::by_path(&parts))
        .unwrap_or((Role::Production, "application file"))
}

fn asp_twin(path: &PathParts<'_>, surroundings: &Surroundings) -> Option<Verdict> {
    (path.language == Language::Php && surroundings.is_asp_twin(&path.all_folders))
        .then_some((Role::Vendored, "the PHP edition of pages that the application has in ASP"))
}

fn parts_of<'a>(
    lower: &'a str,
    path: &'a str,
    language: Language,
    kind: InputKind,
) -> PathParts<'a> {
    // Lower-casing ASCII keeps byte positions.
    let start = lower.rfind("!/").map_or(0, |at| at + 2);
    let inner = lower.get(start..).unwrap_or(lower);
    let (folder, file) = split_file(inner);
    let all_folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let is_program_class = language == Language::Class && kind == InputKind::Binaries;
    let end = if is_program_class {
        Some(class_root(&all_folders))
    } else {
        source_root(&all_folders, language)
    };
    let folders = match end {
        Some(end) => all_folders.iter().take(end).copied().collect(),
        None => all_folders.clone(),
    };
    let file_as_written = path.get(path.len() - file.len()..).unwrap_or(file);
    PathParts { folders, all_folders, file, file_as_written, language, is_program_class }
}

/// How many folders lead to the packages of a class file of an archive.
fn class_root(folders: &[&str]) -> usize {
    folders
        .windows(2)
        .position(|pair| matches!(pair, ["web-inf" | "boot-inf" | "app-inf", "classes"]))
        .map_or(0, |at| at + 2)
}

fn is_jvm(language: Language) -> bool {
    matches!(language, Language::Java | Language::Kotlin | Language::Scala | Language::Groovy)
}

/// How many folders lead to the packages of a JVM source file or to what stands under `src/main`.
fn source_root(folders: &[&str], language: Language) -> Option<usize> {
    let main = folders.windows(2).position(|pair| matches!(pair, ["src", "main"]));
    if !is_jvm(language) {
        return main.map(|at| (at + 3).min(folders.len()));
    }
    if let Some(at) = main {
        return Some(at + 2);
    }
    // `src/test/java/…` keeps its `test`; `src/com/acme/test/…` ends at `src`.
    let domain = folders.iter().position(|f| {
        matches!(
            *f,
            "com"
                | "org"
                | "net"
                | "edu"
                | "gov"
                | "io"
                | "de"
                | "fr"
                | "uk"
                | "br"
                | "nl"
                | "javax"
        )
    });
    domain.or_else(|| {
        folders
            .iter()
            .rposition(|f| {
                matches!(*f, "java" | "kotlin" | "scala" | "groovy" | "javasource" | "source")
            })
            .map(|at| at + 1)
    })
}

#[cfg(test)]
mod tests;
