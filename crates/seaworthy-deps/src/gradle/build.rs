//! `build.gradle`: one build script.

use std::collections::BTreeMap;

use seaworthy_base::Evidence;

use crate::gradle::script::{Statement, assigned, first_word, literals, named, scalar, statements};
use crate::source::Source;
use crate::{Property, Scope};

/// What a script says about its own project, and what it says about all below.
#[derive(Clone, Debug)]
pub(crate) struct Build {
    pub(super) own: Section,
    /// `allprojects` and `subprojects` blocks.
    pub(super) below: Section,
    /// `project(':path')` blocks.
    pub(super) named: BTreeMap<String, Section>,
    pub(super) evidence: Evidence,
}

/// Statements about one project or a group of projects.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) group: Option<String>,
    pub(super) version: Option<String>,
    pub(super) plugins: Vec<Plugin>,
    pub(super) asked: Vec<Asked>,
    /// `group:artifact:version` of platforms and imported bills of materials.
    pub(super) platforms: Vec<Asked>,
    /// Versions of libraries that are used only if something asks for them: `constraints`, `dependencyManagement`.
    pub(super) managed: Vec<Asked>,
    /// Paths of scripts that are applied, as written.
    pub(super) scripts: Vec<String>,
    pub(super) variables: BTreeMap<String, String>,
    pub(super) properties: BTreeMap<String, Property>,
}

#[derive(Clone, Debug)]
pub(super) struct Plugin {
    /// The plugin's id, or `libs.plugins.<alias>`.
    pub(super) id: String,
    pub(super) version: String,
    pub(super) evidence: Evidence,
}

/// One dependency as written.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) what: What,
    pub(super) scope: Scope,
    pub(super) evidence: Evidence,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    /// `group:artifact` and a version that may hold placeholders, empty where none stands.
    Library(String, String),
    /// An alias of a version catalog, the catalog's name first: `libs.spring.core`.
    Alias(String),
    /// A project path.
    Project(String),
}

const JAVA_RELEASE: &str = "java.release";
const MAIN_CLASS: &str = "main.class";
const FINAL_NAME: &str = "final.name";

pub(super) fn read(source: &Source<'_>) -> Build {
    let mut build = Build {
        own: Section::default(),
        below: Section::default(),
        named: BTreeMap::new(),
        evidence: source.file(),
    };
    for statement in statements(source.text) {
        let everywhere = statement.is_in("allprojects");
        if everywhere || statement.is_in("subprojects") {
            read_statement(source, &statement, &mut build.below);
            if everywhere {
                read_statement(source, &statement, &mut build.own);
            }
        } else if let Some(header) = statement.blocks.iter().find(|b| b.starts_with("project(")) {
            let path = scalar(header.trim_start_matches("project")).unwrap_or_default();
            read_statement(source, &statement, build.named.entry(path).or_default());
        } else {
            read_statement(source, &statement, &mut build.own);
        }
    }
    build
}

fn read_statement(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    let text = statement.text.as_str();
    if statement.is_in("repositories") || statement.is_in("publishing") {
        return;
    }
    match statement.block() {
        // Other plugins have blocks of that name, too: protobuf lists its compilers in one.
        "plugins" if statement.blocks.len() == 1 => return plugin(source, statement, section),
        "dependencies" if statement.is_in("buildscript") => {
            return classpath(source, statement, section);
        }
        "dependencies" | "dependencySet" if statement.is_in("dependencyManagement") => {
            return managed(source, statement, section);
        }
        "constraints" if statement.is_in("dependencies") => {
            return managed(source, statement, section);
        }
        "version" if statement.is_in("dependencies") => return rich_version(statement, section),
        "imports" => return bill_of_materials(source, statement, section),
        "dependencies" => return dependency(source, statement, section),
        _ => {}
    }
    if text.starts_with("apply") && named_from(text) {
        section.scripts.extend(literals(statement).into_iter().map(|(path, _)| path));
        return;
    }
    if text.starts_with("apply") && text.contains("plugin") {
        let id = named(text, "plugin").filter(|id| !id.starts_with("${"));
        section.plugins.extend(id.map(|id| Plugin {
            id,
            version: String::new(),
            evidence: source.at(statement.at),
        }));
        return;
    }
    variable(statement, section);
    settings(source, statement, section);
}

/// Whether an `apply` names a script: `apply from: 'x.gradle'`, `apply(from = "x.gradle.kts")`.
fn named_from(text: &str) -> bool {
    named(text, "from").is_some()
}

/// `strictly`, `require` or `prefer` for the dependency that was named last.
fn rich_version(statement: &Statement, section: &mut Section) {
    let kind = first_word(&statement.text);
    let Some(value) = literals(statement).into_iter().next().map(|(word, _)| word) else { return };
    // In a block of `constraints` the last one named is a managed one.
    let list =
        if statement.is_in("constraints") { &mut section.managed } else { &mut section.asked };
    if let Some(Asked { what: What::Library(_, version), .. }) = list.last_mut() {
        // Strict binds most, a preference only where nothing else stands.
        if kind == "strictly" || (matches!(kind, "require" | "prefer") && version.is_empty()) {
            *version = value;
        }
    }
}

/// A version without a use: a constraint, or an entry of Spring's dependency management.
fn managed(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    let mut push = |what: What, at: u32| {
        section.managed.push(Asked { what, scope: Scope::Runtime, evidence: source.at(at) });
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
    let text = statement.text.as_str();
    if let (Some(group), Some(name)) = (named(text, "group"), named(text, "name")) {
        let version = named(text, "version").unwrap_or_default();
        return push(What::Library(format!("{group}:{name}"), version), statement.at);
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
fn accessor(arguments: &str) -> Option<String> {
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

fn plugin(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    let text = statement.text.as_str();
    if text.contains("apply false") || text.contains("apply(false)") {
        // Named for its version only; the projects below apply it.
    }
    let words = literals(statement);
    let word = first_word(text);
    let version = text.split_once(" version").and_then(|(_, v)| scalar(v)).unwrap_or_default();
    let id = match (word, words.first()) {
        ("alias", _) => {
            let inner = text.trim_start_matches("alias").trim_start_matches(['(', ' ']);
            first_word(inner).to_owned()
        }
        ("kotlin", Some((id, _))) => format!("org.jetbrains.kotlin.{id}"),
        ("id", Some((id, _))) => id.clone(),
        _ => text.trim_matches('`').to_owned(),
    };
    let applied = !(text.contains("apply false") || text.contains("apply(false)"));
    let id = if applied { id } else { format!("unapplied:{id}") };
    section.plugins.push(Plugin { id, version, evidence: source.at(statement.at) });
}

/// The classpath of a build script tells plugin versions.
fn classpath(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    let artifacts = [
        ("spring-boot-gradle-plugin", "org.springframework.boot"),
        ("kotlin-gradle-plugin", "org.jetbrains.kotlin.jvm"),
    ];
    for (word, at) in literals(statement) {
        let mut parts = word.split(':').skip(1);
        if let (Some(artifact), Some(version)) = (parts.next(), parts.next())
            && let Some((_, id)) = artifacts.iter().find(|(a, _)| *a == artifact)
        {
            let id = format!("unapplied:{id}");
            section.plugins.push(Plugin {
                id,
                version: version.to_owned(),
                evidence: source.at(at),
            });
        }
    }
}

fn bill_of_materials(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    for (word, at) in literals(statement) {
        if let Some((name, version)) = coordinates(&word) {
            let what = What::Library(name, version);
            section.platforms.push(Asked { what, scope: Scope::Runtime, evidence: source.at(at) });
        }
    }
}

/// `group:artifact` and version of `group:artifact[:version[:classifier]][@type]`.
fn coordinates(text: &str) -> Option<(String, String)> {
    let text = text.split('@').next().unwrap_or(text);
    let mut parts = text.split(':');
    let (group, artifact) = (parts.next()?, parts.next()?);
    // A version placeholder can hold a colon only inside its braces, which names never do.
    let version = parts.next().unwrap_or("");
    let named = |part: &str| !part.is_empty() && !part.contains([' ', '/', '\\', '\n']);
    (named(group) && named(artifact)).then(|| (format!("{group}:{artifact}"), version.to_owned()))
}

/// The scope of a configuration, by the names that the Java, Kotlin, war and Spring plugins give them.
fn scope_of(configuration: &str) -> Option<Scope> {
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

fn dependency(source: &Source<'_>, statement: &Statement, section: &mut Section) {
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
    let platform = arguments.contains("platform(") || arguments.contains("platform (");
    let mut push = |what: What, at: u32| {
        let asked = Asked { what, scope, evidence: source.at(at) };
        if platform { section.platforms.push(asked) } else { section.asked.push(asked) }
    };
    if let (Some(group), Some(name)) = (named(arguments, "group"), named(arguments, "name")) {
        let version = named(arguments, "version").unwrap_or_default();
        return push(What::Library(format!("{group}:{name}"), version), statement.at);
    }
    if let Some(at) = arguments.find("project(").or_else(|| arguments.find("project (")) {
        let inner = arguments.get(at + "project".len()..).unwrap_or("");
        let path = named(inner, "path").or_else(|| scalar(inner)).unwrap_or_default();
        return push(What::Project(path), statement.at);
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
        return push(What::Project(project_path(path)), statement.at);
    }
    if let Some(alias) = accessor(bare) {
        return push(What::Alias(alias), statement.at);
    }
    for (word, at) in literals(statement) {
        if let Some((name, mut version)) = coordinates(&word) {
            if version.is_empty()
                && let Some(added) = concatenated(text, &word)
            {
                version = added;
            }
            push(What::Library(name, version), at);
        }
    }
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

/// Variables that versions are later written with.
fn variable(statement: &Statement, section: &mut Section) {
    let text = statement.text.as_str();
    let declared = ["def ", "val ", "var ", "String ", "ext.", "project.ext.", "rootProject.ext."]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix));
    let in_ext = matches!(statement.block(), "ext" | "extra");
    let set = text
        .strip_prefix("set(")
        .or_else(|| text.strip_prefix("extra["))
        .or_else(|| text.strip_prefix("project.extra["))
        .or_else(|| text.strip_prefix("ext["))
        .or_else(|| text.strip_prefix("ext.set("));
    if set.is_some() {
        let mut words = literals(statement).into_iter().map(|(word, _)| word);
        if let (Some(name), Some(value)) = (words.next(), words.next()) {
            section.variables.insert(name, value);
        }
        return;
    }
    let Some(declaration) = declared.or(in_ext.then_some(text)) else { return };
    let declaration = declaration.trim();
    if let Some((name, value)) =
        declaration.split_once('=').or_else(|| declaration.split_once(" by "))
    {
        let name = name.split(':').next().unwrap_or(name).trim();
        if let Some(map) = value.trim().strip_prefix('[') {
            // `versions = [ spring: '5.3', junit: '4.13' ]`
            for entry in map.trim_end_matches(']').split(',') {
                if let Some((key, value)) = entry.split_once(':')
                    && let Some(value) = scalar(value)
                {
                    let key = key.trim().trim_matches(['"', '\'']);
                    section.variables.insert(format!("{name}.{key}"), value);
                }
            }
        } else if let Some(value) = scalar(value.trim().trim_start_matches("extra")) {
            section.variables.insert(name.to_owned(), value);
        }
    }
}

fn settings(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    let text = statement.text.strip_prefix("project.").unwrap_or(&statement.text);
    if statement.blocks.is_empty()
        || statement.is_in("allprojects")
        || statement.is_in("subprojects")
    {
        if let Some(value) = assigned(text, "group").and_then(scalar) {
            section.group.get_or_insert(value);
        }
        if let Some(value) = assigned(text, "version").and_then(scalar) {
            section.version.get_or_insert(value);
        }
    }
    let mut state = |key: &str, value: String| {
        section
            .properties
            .entry(key.to_owned())
            .or_insert_with(|| source.property(value, statement.at));
    };
    let bare = text.strip_prefix("java.").or_else(|| text.strip_prefix("this.")).unwrap_or(text);
    let toolchain = [
        "languageVersion",
        "toolchain.languageVersion",
        "jvmToolchain",
        "options.release",
        "release",
    ]
    .iter()
    .find_map(|name| assigned(bare, name));
    let level =
        ["targetCompatibility", "sourceCompatibility", "jvmTarget", "kotlinOptions.jvmTarget"]
            .iter()
            .find_map(|name| assigned(bare, name));
    if let Some(value) =
        toolchain.map(|v| v.trim_start_matches("JavaLanguageVersion.of").trim_start_matches('('))
    {
        state(JAVA_RELEASE, scalar(value).unwrap_or_default());
    } else if let Some(value) = level {
        // `JavaVersion.toVersion(17)` says the same as `17`, where the number stands there.
        let value = value.trim_start_matches("JavaVersion.toVersion").trim_start_matches('(');
        let release = first_word(value.trim_matches(['"', '\''])).to_owned();
        let known =
            release.starts_with("JavaVersion") || release.starts_with(|c: char| c.is_ascii_digit());
        let value = if known { release } else { scalar(value).unwrap_or_default() };
        state(JAVA_RELEASE, value);
    }
    let main = [
        "mainClassName",
        "mainClass",
        "application.mainClass",
        "springBoot.mainClass",
        "application.mainClassName",
    ]
    .iter()
    .find_map(|name| assigned(text, name));
    if let Some(main) = main.and_then(scalar) {
        state(MAIN_CLASS, main);
    } else if text.contains("Main-Class") {
        let words = literals(statement);
        let main = words.iter().skip_while(|(word, _)| word != "Main-Class").nth(1);
        if let Some((main, _)) = main {
            state(MAIN_CLASS, main.clone());
        }
    }
    let archive = [
        "archiveFileName",
        "archivesBaseName",
        "archiveBaseName",
        "archiveName",
        "bootJar.archiveFileName",
    ]
    .iter()
    .find_map(|name| assigned(text, name));
    if let Some(name) = archive.and_then(scalar) {
        let whole = text.contains("archiveFileName") || text.contains("archiveName");
        let name = if whole { strip_extension(&name) } else { name };
        state(FINAL_NAME, name);
    }
    if assigned(text, "bootJar.enabled")
        .or_else(|| (statement.block() == "bootJar").then(|| assigned(text, "enabled")).flatten())
        .is_some_and(|v| v.starts_with("false"))
    {
        state("boot.jar", "false".to_owned());
    }
}

fn strip_extension(name: &str) -> String {
    ["jar", "war", "ear"]
        .iter()
        .find_map(|e| name.strip_suffix(&format!(".{e}")))
        .unwrap_or(name)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn conditions_hide_no_dependency() {
        let text = "plugins {\n  id 'java'\n}\ndependencies {\n  if (fast) {\n    implementation fileTree(dir: 'lib')\n  } else {\n    implementation \"a:b:${v}\",\n      'c:d:2'\n  }\n  testImplementation('e:f:3') {\n    exclude group: 'x', module: 'y'\n  }\n}\nprotobuf {\n  plugins {\n    grpc { }\n  }\n}\n";
        let path: Arc<str> = Arc::from("build.gradle");
        let build = read(&Source::new(&path, text));
        let seen: Vec<_> = build
            .own
            .asked
            .iter()
            .map(|a| match &a.what {
                What::Library(name, version) => {
                    (name.as_str(), version.as_str(), a.scope, a.evidence.at.line)
                }
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("a:b", "${v}", Scope::Runtime, 8),
                ("c:d", "2", Scope::Runtime, 9),
                ("e:f", "3", Scope::Test, 11)
            ]
        );
        let plugins: Vec<_> = build.own.plugins.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(plugins, ["java"]);
    }
}
