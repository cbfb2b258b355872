//! Gradle's own metadata of a library: `*.module`.

use std::sync::Arc;

use crate::data::{self, Data};
use crate::gradle::resolution::component::{Edge, Module, Part, Usage};
use crate::gradle::resolution::exclusion::Exclusions;
use crate::maven::Gav;
use crate::source::Source;
use crate::version::gradle::RichVersion;

/// What a library asks for; `None` where the text is no such metadata, or has nothing that fits a Java program.
pub(super) fn edges(text: &str, gav: &Gav, part: Part, usage: Usage) -> Option<Vec<Edge>> {
    let path: Arc<str> = Arc::from("");
    let root = data::json(&Source::new(&path, text), &mut Vec::new())?;
    let variants = root.get("variants")?.list();
    let fits = variants.iter().filter_map(|v| Some((score(v, gav, part, usage)?, v)));
    // The first of the best ones.
    let (_, variant) = fits.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    if let Some(other) = variant.get("available-at") {
        let module = Module::library(other.member("group")?, other.member("module")?);
        let version = RichVersion {
            require: other.member("version").map(str::to_owned),
            ..RichVersion::default()
        };
        return Some(vec![Edge::new(module, version, Some(part))]);
    }
    let asked = variant.get("dependencies").map(Data::list).unwrap_or_default();
    let constraints = variant.get("dependencyConstraints").map(Data::list).unwrap_or_default();
    let dependencies = asked.iter().filter_map(|d| edge(d, Some(part_of(d))));
    Some(dependencies.chain(constraints.iter().filter_map(|c| edge(c, None))).collect())
}

fn attribute<'d>(data: &'d Data, name: &str) -> Option<&'d str> {
    data.get("attributes")?.member(name)
}

fn part_of(dependency: &Data) -> Part {
    match attribute(dependency, "org.gradle.category") {
        Some("platform") => Part::Platform,
        Some("enforced-platform") => Part::Enforced,
        _ => Part::Library,
    }
}

/// How well a variant fits; `None` where it does not.
fn score(variant: &Data, gav: &Gav, part: Part, usage: Usage) -> Option<u32> {
    let category = attribute(variant, "org.gradle.category").unwrap_or("library");
    let mut score = match (part, category) {
        (Part::Enforced, "enforced-platform") => 2,
        // Where there is no enforced one, the platform is enforced as it is.
        (Part::Library, "library") | (Part::Platform | Part::Enforced, "platform") => 1,
        _ => return None,
    };
    let used = attribute(variant, "org.gradle.usage").unwrap_or_default();
    score += match (usage, used.trim_end_matches("-jars").trim_end_matches("-classes")) {
        (Usage::Runtime, "java-runtime") | (Usage::Compile, "java-api") => 32,
        (Usage::Compile, "java-runtime") => 16,
        (_, "") => 0,
        _ => return None,
    };
    match attribute(variant, "org.gradle.dependency.bundling").unwrap_or("external") {
        "external" => score += 8,
        "embedded" => {}
        _ => return None,
    }
    match attribute(variant, "org.jetbrains.kotlin.platform.type").unwrap_or("jvm") {
        "jvm" => {}
        _ => return None,
    }
    if attribute(variant, "org.gradle.jvm.environment").is_none_or(|e| e == "standard-jvm") {
        score += 4;
    }
    // A variant with capabilities of its own (test fixtures, optional features) has to be asked for by name.
    let capabilities = variant.get("capabilities").map(Data::list).unwrap_or_default();
    let named = |c: &Data| {
        c.member("group") == Some(&*gav.group) && c.member("name") == Some(&*gav.artifact)
    };
    (capabilities.is_empty() || capabilities.iter().any(named)).then_some(score)
}

fn edge(asked: &Data, part: Option<Part>) -> Option<Edge> {
    let module = Module::library(asked.member("group")?, asked.member("module")?);
    let mut version = RichVersion::default();
    if let Some(stated) = asked.get("version") {
        let text = |key: &str| stated.member(key).filter(|t| !t.is_empty()).map(str::to_owned);
        let rejects = stated.get("rejects").map(Data::list).unwrap_or_default();
        version = RichVersion {
            strictly: text("strictly"),
            require: text("requires"),
            prefer: text("prefers"),
            reject: rejects.iter().filter_map(Data::text).map(str::to_owned).collect(),
        };
    }
    let mut edge = Edge::new(module, version, part);
    let excludes = asked.get("excludes").map(Data::list).unwrap_or_default();
    if !excludes.is_empty() {
        let rules = excludes.iter().map(|e| {
            (e.member("group").unwrap_or_default(), e.member("module").unwrap_or_default())
        });
        edge.excluded = Arc::new(Exclusions::of(rules));
    }
    Some(edge)
}
