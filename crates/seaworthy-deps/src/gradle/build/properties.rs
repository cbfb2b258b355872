//! Variables and settings of a build script.

use crate::gradle::build::Section;
use crate::gradle::script::{Statement, assigned, first_word, literals, scalar};
use crate::source::Source;

const JAVA_RELEASE: &str = "java.release";
const MAIN_CLASS: &str = "main.class";
const FINAL_NAME: &str = "final.name";

/// Variables that versions are later written with.
pub(super) fn variable(statement: &Statement, section: &mut Section) {
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

pub(super) fn settings(source: &Source<'_>, statement: &Statement, section: &mut Section) {
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
