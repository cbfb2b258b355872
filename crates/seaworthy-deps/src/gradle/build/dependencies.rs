//! What `dependencies` and `dependencyManagement` of a build script say.

use crate::Scope;
use crate::gradle::build::{Asked, List, Section, What};
use crate::gradle::script::{Statement, assigned, first_word, literals, named, scalar};
use crate::source::Source;

/// `strictly`, `require`, `prefer` or `reject` for the dependency that was named last.
pub(super) fn rich_version(statement: &Statement, section: &mut Section) {
    let kind = first_word(&statement.text);
    if !matches!(kind, "strictly" | "require" | "prefer" | "reject") {
        return;
    }
    let words: Vec<String> = literals(statement).into_iter().map(|(word, _)| word).collect();
    let words = if words.is_empty() {
        scalar(statement.text.get(kind.len()..).unwrap_or("")).into_iter().collect()
    } else {
        words
    };
    let Some(value) = words.first().cloned() else { return };
    for asked in named_last(section) {
        asked.rich.extend(words.iter().map(|word| (kind.to_owned(), word.clone())));
        if let What::Library(_, version) = &mut asked.what {
            // Strict binds most, a preference only where nothing else stands.
            if kind == "strictly" || (matches!(kind, "require" | "prefer") && version.is_empty()) {
                version.clone_from(&value);
            }
        }
    }
}

/// What the last statement that asked for something added.
fn named_last(section: &mut Section) -> &mut [Asked] {
    let Some((list, from)) = section.last else { return &mut [] };
    section.list(list).get_mut(from..).unwrap_or_default()
}

/// What the block of a dependency says: excludes, whether it comes alone, whether it wins.
pub(super) fn detail(statement: &Statement, section: &mut Section) {
    let text = statement.text.as_str();
    if let Some(exclude) = excluded(statement) {
        for asked in named_last(section) {
            asked.excludes.push(exclude.clone());
        }
    }
    let says = |names: &[&str], value: &str| {
        names.iter().any(|name| assigned(text, name).is_some_and(|v| v.starts_with(value)))
    };
    let alone = says(&["transitive", "isTransitive", "setTransitive"], "false");
    let forced = says(&["force", "isForce", "setForce"], "true");
    for asked in named_last(section) {
        asked.alone |= alone;
        asked.forced |= forced;
    }
}

/// Group and module of an `exclude`.
pub(super) fn excluded(statement: &Statement) -> Option<(String, String)> {
    let text = statement.text.as_str();
    let at = text.find("exclude").filter(|&at| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        before.is_none_or(|c| matches!(c, '.' | ' ' | '{'))
    })?;
    let arguments = text.get(at + "exclude".len()..)?;
    if !arguments.starts_with([' ', '(', '\t']) {
        return None;
    }
    let (group, module) = (named(arguments, "group"), named(arguments, "module"));
    if group.is_some() || module.is_some() {
        return Some((group.unwrap_or_default(), module.unwrap_or_default()));
    }
    let mut words = literals(statement).into_iter().map(|(word, _)| word);
    let group = words.next()?;
    Some((group, words.next().unwrap_or_default()))
}

/// A version without a use: a constraint, or an entry of Spring's dependency management.
pub(super) fn managed(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    let text = statement.text.as_str();
    let list =
        if statement.is_in("dependencyManagement") { List::Managed } else { List::Constraints };
    let from = section.list(list).len();
    section.last = Some((list, from));
    let configuration = if statement.block() == "constraints" {
        first_word(text.trim_start_matches(['"', '\'']))
    } else {
        ""
    };
    let scope = scope_of(configuration).unwrap_or_default();
    let mut push = |what: What, at: u32| {
        section.list(list).push(Asked::new(what, configuration, scope, source.at(at)));
    };
    if statement.block() == "dependencySet" {
        let header = statement.blocks.iter().rev().find(|b| first_word(b) == "dependencySet");
        let header = header.map_or("", String::as_str);
        let short = scalar(header.trim_start_matches("dependencySet"));
        let short = short.as_deref().and_then(|s| s.split_once(':'));
        let group = named(header, "group").or_else(|| short.map(|s| s.0.to_owned()));
        let version = named(header, "version").or_else(|| short.map(|s| s.1.to_owned()));
        if let (Some(group), Some(version)) = (group, version) {
            for (artifact, at) in literals(statement) {
                push(What::Library(format!("{group}:{artifact}"), version.clone()), at);
            }
        }
        return;
    }
    if let (Some(group), Some(name)) = (named(text, "group"), named(text, "name")) {
        let version = named(text, "version").unwrap_or_default();
        return push(What::Library(format!("{group}:{name}"), version), statement.at);
    }
    if let Some(at) = text.find("project(") {
        let inner = text.get(at + "project".len()..).unwrap_or("");
        let path = named(inner, "path").or_else(|| scalar(inner)).unwrap_or_default();
        return push(What::Project(path), statement.at);
    }
    let mut found = false;
    for (word, at) in literals(statement) {
        if let Some((name, version)) = coordinates(&word) {
            found = true;
            push(What::Library(name, version), at);
        }
    }
    let arguments = text.get(first_word(text).len()..).unwrap_or("");
    if let (false, Some(alias)) = (found, accessor(arguments)) {
        push(What::Alias(alias), statement.at);
    }
}

/// `libs.spring.core` or another catalog's alias, of an argument that is nothing else.
pub(super) fn accessor(arguments: &str) -> Option<String> {
    let bare = arguments.trim_start_matches([' ', '(', '\t']);
    let word = first_word(bare);
    let rest = bare.get(word.len()..).unwrap_or("").trim_start();
    let word = word.strip_suffix(".get").unwrap_or(word);
    let dotted = word.contains('.') && word.starts_with(|c: char| c.is_ascii_lowercase());
    let own = ["project.", "rootProject.", "projects.", "files.", "gradle."];
    let plain = rest.is_empty() || rest.starts_with([')', ',', '{']);
    (dotted && !own.iter().any(|o| word.starts_with(o)) && (plain || word.starts_with("libs.")))
        .then(|| word.to_owned())
}

/// Bills of materials that Spring's dependency management imports.
pub(super) fn bill_of_materials(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    let mut push = |what: What, at: u32| {
        section.imports.push(Asked::new(what, "", Scope::Runtime, source.at(at)));
    };
    if statement.text.contains(BOOT_BOM) {
        return push(boot_bom(), statement.at);
    }
    let arguments = statement.text.get(first_word(&statement.text).len()..).unwrap_or("");
    if let Some(alias) = accessor(arguments) {
        return push(What::Alias(alias), statement.at);
    }
    for (word, at) in literals(statement) {
        if let Some((name, version)) = coordinates(&word) {
            push(What::Library(name, version), at);
        }
    }
}

/// `group:artifact` and version of `group:artifact[:version[:classifier]][@type]`.
pub(super) fn coordinates(text: &str) -> Option<(String, String)> {
    let text = text.split('@').next().unwrap_or(text);
    let mut parts = text.split(':');
    let (group, artifact) = (parts.next()?, parts.next()?);
    // A version placeholder can hold a colon only inside its braces, which names never do.
    let version = parts.next().unwrap_or("");
    let named = |part: &str| !part.is_empty() && !part.contains([' ', '/', '\\', '\n']);
    (named(group) && named(artifact)).then(|| (format!("{group}:{artifact}"), version.to_owned()))
}

/// The scope of a configuration, by the names that the Java, Kotlin, war and Spring plugins give them.
pub(in crate::gradle) fn scope_of(configuration: &str) -> Option<Scope> {
    let lower = configuration.to_ascii_lowercase();
    let scope = if lower.contains("test") {
        Scope::Test
    } else if lower.starts_with("compileonly") || lower.starts_with("provided") {
        Scope::Provided
    } else if lower == "developmentonly"
        || lower.ends_with("processor")
        || matches!(lower.as_str(), "kapt" | "ksp")
    {
        Scope::Dev
    } else if [
        "implementation",
        "api",
        "compile",
        "runtime",
        "runtimeonly",
        "earlib",
        "deploy",
        "providedcompile",
    ]
    .contains(&lower.as_str())
        || lower.ends_with("implementation")
    {
        Scope::Runtime
    } else {
        // Tool classpaths (checkstyle, jacoco, …) are no libraries of the program.
        Scope::Dev
    };
    (!lower.is_empty()).then_some(scope)
}

/// A statement of `dependencies`.
pub(super) fn dependency(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    let text = statement.text.as_str();
    let unquoted = text.trim_start_matches(['"', '\'']);
    let configuration = first_word(unquoted);
    let arguments =
        unquoted.get(configuration.len()..).unwrap_or("").trim_start_matches(['"', '\'']);
    let Some(scope) = scope_of(configuration) else { return };
    if matches!(
        configuration,
        "exclude"
            | "constraints"
            | "components"
            | "modules"
            | "def"
            | "val"
            | "if"
            | "else"
            | "because"
            | "transitive"
    ) {
        return;
    }
    let enforced = arguments.contains("enforcedPlatform");
    let platform = enforced || arguments.contains("platform(") || arguments.contains("platform (");
    let list = if platform { List::Platforms } else { List::Asked };
    let from = section.list(list).len();
    section.last = Some((list, from));
    let alone = named(arguments, "transitive").is_some_and(|v| v == "${false}");
    let mut push = |what: What, at: u32, is_file: bool| {
        let mut asked = Asked::new(what, configuration, scope, source.at(at));
        asked.forced = enforced;
        asked.alone = alone || is_file;
        section.list(list).push(asked);
    };
    if arguments.contains(BOOT_BOM) {
        return push(boot_bom(), statement.at, false);
    }
    if let Some(module) = kotlin_module(arguments) {
        return push(module, statement.at, false);
    }
    if let (Some(group), Some(name)) = (named(arguments, "group"), named(arguments, "name")) {
        let version = named(arguments, "version").unwrap_or_default();
        return push(What::Library(format!("{group}:{name}"), version), statement.at, false);
    }
    if let Some(at) = arguments.find("project(").or_else(|| arguments.find("project (")) {
        let inner = arguments.get(at + "project".len()..).unwrap_or("");
        let path = named(inner, "path").or_else(|| scalar(inner)).unwrap_or_default();
        return push(What::Project(path), statement.at, false);
    }
    if arguments.contains("files(") || arguments.contains("fileTree(") {
        return;
    }
    let bare = arguments.trim_start_matches([' ', '(']);
    let bare = bare
        .strip_prefix("platform(")
        .or_else(|| bare.strip_prefix("enforcedPlatform("))
        .unwrap_or(bare);
    // `projects.core.webApi` stands for `:core:web-api`.
    if let Some(path) = first_word(bare).strip_prefix("projects.") {
        return push(What::Project(project_path(path)), statement.at, false);
    }
    if let Some(alias) = accessor(bare) {
        return push(What::Alias(alias), statement.at, false);
    }
    for (word, at) in literals(statement) {
        if let Some((name, mut version)) = coordinates(&word) {
            if version.is_empty()
                && let Some(added) = concatenated(text, &word)
            {
                version = added;
            }
            // A file type means that file alone.
            push(What::Library(name, version), at, word.contains('@'));
        }
    }
}

/// How scripts name the bill of materials of Spring Boot's plug-in.
const BOOT_BOM: &str = "BOM_COORDINATES";

/// It has the version of the plug-in.
fn boot_bom() -> What {
    What::Library("org.springframework.boot:spring-boot-dependencies".to_owned(), String::new())
}

/// `kotlin("stdlib", "2.0")`: a library of Kotlin, of the plug-in's version unless another is stated.
fn kotlin_module(arguments: &str) -> Option<What> {
    let inner = arguments.trim_start_matches([' ', '(']).strip_prefix("kotlin(")?;
    let name = scalar(inner)?;
    let rest = inner.split_once(',').map(|(_, rest)| rest);
    let version = rest.and_then(|rest| named(rest, "version").or_else(|| scalar(rest)));
    Some(What::Library(format!("org.jetbrains.kotlin:kotlin-{name}"), version.unwrap_or_default()))
}

/// The path of a project from its accessor, whose parts are in camel case.
fn project_path(accessor: &str) -> String {
    let mut path = String::new();
    for c in accessor.trim_end_matches(".dependencyProject").chars() {
        match c {
            '.' => path.push(':'),
            c if c.is_ascii_uppercase() => {
                path.push('-');
                path.push(c.to_ascii_lowercase());
            }
            c => path.push(c),
        }
    }
    path
}

/// The version in `'g:a:' + version`.
fn concatenated(text: &str, word: &str) -> Option<String> {
    let after = text.get(text.find(word)? + word.len()..)?;
    scalar(after.trim_start_matches(['"', '\'']).trim_start().strip_prefix('+')?)
}
