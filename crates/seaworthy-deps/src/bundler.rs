//! Bundler: `Gemfile`, `gems.rb`, `Gemfile.lock` and `.ruby-version`.

use std::collections::BTreeMap;

use seaworthy_base::Evidence;

use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, place};

/// What one file says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Gemfile(Gemfile),
    /// Gem → version, and the Ruby version where the lock names one.
    Lock(BTreeMap<String, String>, Option<Property>),
    /// The version alone.
    Ruby(Property),
}

#[derive(Clone, Debug)]
pub(crate) struct Gemfile {
    dependencies: Vec<Dependency>,
    ruby: Option<Property>,
    evidence: Evidence,
}

/// Whether a lower-case file name is one of Bundler's.
pub(crate) fn is_manifest(name: &str) -> bool {
    matches!(name, "gemfile" | "gems.rb" | "gemfile.lock" | "gems.locked" | ".ruby-version")
}

pub(crate) fn read(source: &Source<'_>) -> Option<Manifest> {
    match place::file_name(&source.path).to_ascii_lowercase().as_str() {
        ".ruby-version" => {
            let version = source.text.trim().trim_start_matches("ruby-");
            (!version.is_empty()).then(|| Manifest::Ruby(source.property(version, 0)))
        }
        "gemfile.lock" | "gems.locked" => Some(lock(source)),
        _ => Some(Manifest::Gemfile(gemfile(source))),
    }
}

/// Reads `gem`, `group … do`, `platforms … do` and `ruby` lines; what a Gemfile computes is not run.
fn gemfile(source: &Source<'_>) -> Gemfile {
    let mut out = Gemfile { dependencies: Vec::new(), ruby: None, evidence: source.file() };
    // One entry an open block: its scope, if it is a group.
    let mut blocks: Vec<Option<Scope>> = Vec::new();
    for (number, line) in (1..).zip(source.text.lines()) {
        let code = line.split(" #").next().unwrap_or(line).trim();
        if code.starts_with('#') || code.is_empty() {
            continue;
        }
        let opens = code.ends_with(" do") || code.contains(" do |");
        if let Some(groups) = code.strip_prefix("group ").filter(|_| opens) {
            blocks.push(Some(scope_of(groups)));
        } else if opens || ["if ", "unless ", "case ", "begin"].iter().any(|k| code.starts_with(k))
        {
            blocks.push(None);
        } else if code == "end" {
            blocks.pop();
        } else if let Some(rest) = call(code, "gem") {
            let mut strings = strings(rest);
            let Some(name) = strings.next() else { continue };
            // Further strings are requirements until the first `key:`.
            let requirement: Vec<&str> = strings
                .filter(|s| s.starts_with(|c: char| c.is_ascii_digit() || "~><=!".contains(c)))
                .collect();
            let inline = rest
                .split_once("group:")
                .or_else(|| rest.split_once(":group =>"))
                .or_else(|| rest.split_once("groups:"));
            let scope = inline
                .map(|(_, groups)| scope_of(groups))
                .or_else(|| blocks.iter().rev().find_map(|b| *b));
            out.dependencies.push(Dependency {
                ecosystem: Ecosystem::Gem,
                name: name.to_owned(),
                version: match requirement.as_slice() {
                    [one] if one.starts_with(|c: char| c.is_ascii_digit()) => {
                        Some((*one).to_owned())
                    }
                    _ => None,
                },
                requirement: requirement.join(", "),
                scope: scope.unwrap_or_default(),
                direct: true,
                via: Vec::new(),
                evidence: source.line(number),
            });
        } else if let Some(version) = call(code, "ruby").and_then(|rest| strings(rest).next()) {
            out.ruby = Some(Property { value: version.to_owned(), evidence: source.line(number) });
        }
    }
    out
}

/// The arguments of a call of `name`.
fn call<'c>(code: &'c str, name: &str) -> Option<&'c str> {
    let rest = code.strip_prefix(name)?;
    rest.starts_with([' ', '(']).then_some(rest)
}

fn scope_of(groups: &str) -> Scope {
    let is = |name: &str| groups.contains(name);
    if is("production") || is("default") {
        Scope::Runtime
    } else if is("test") && !is("development") {
        Scope::Test
    } else if is("development") || is("test") {
        Scope::Dev
    } else {
        Scope::Runtime
    }
}

/// Quoted strings in order.
fn strings(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = code;
    std::iter::from_fn(move || {
        let start = rest.find(['"', '\''])?;
        let quote = rest.as_bytes().get(start).map(|b| char::from(*b))?;
        let after = rest.get(start + 1..)?;
        let end = after.find(quote)?;
        let found = after.get(..end)?;
        rest = after.get(end + 1..)?;
        Some(found)
    })
}

fn lock(source: &Source<'_>) -> Manifest {
    let mut versions = BTreeMap::new();
    let mut ruby = None;
    let mut section = "";
    for (number, line) in (1..).zip(source.text.lines()) {
        if !line.starts_with(' ') {
            section = line.trim();
            continue;
        }
        if section == "RUBY VERSION" {
            let version = line
                .trim()
                .trim_start_matches("ruby ")
                .split('p')
                .next()
                .unwrap_or("")
                .trim()
                .to_owned();
            ruby = Some(Property { value: version, evidence: source.line(number) });
        }
        // Four spaces are a gem with its version, six are what that gem asks for.
        let Some(gem) = line.strip_prefix("    ").filter(|l| !l.starts_with(' ')) else { continue };
        if let Some((name, version)) = gem.split_once(" (") {
            let version = version.trim_end_matches(')');
            // `1.13.0-x86_64-linux` is 1.13.0 for a platform.
            let version = version.split('-').next().unwrap_or(version);
            versions.entry(name.to_owned()).or_insert_with(|| version.to_owned());
        }
    }
    Manifest::Lock(versions, ruby)
}

pub(crate) fn link(files: &Files<Manifest>) -> Vec<Module> {
    let in_folder = |root: &str| {
        files
            .iter()
            .filter(move |(path, _)| place::folder(path) == root)
            .map(|(_, m)| m.as_ref())
            .collect::<Vec<_>>()
    };
    let mut modules = Vec::new();
    for (path, manifest) in files {
        let Manifest::Gemfile(gemfile) = manifest.as_ref() else { continue };
        let root = place::folder(path);
        let beside = in_folder(root);
        let mut dependencies = gemfile.dependencies.clone();
        let mut ruby = gemfile.ruby.clone();
        for manifest in beside {
            match manifest {
                Manifest::Lock(versions, locked) => {
                    for dependency in &mut dependencies {
                        dependency.version =
                            versions.get(&dependency.name).cloned().or(dependency.version.take());
                    }
                    ruby = locked.clone().or(ruby);
                }
                Manifest::Ruby(version) => ruby = ruby.or_else(|| Some(version.clone())),
                Manifest::Gemfile(_) => {}
            }
        }
        modules.push(Module {
            ecosystem: Ecosystem::Gem,
            build_tool: BuildTool::Bundler,
            name: place::name_of(root),
            version: None,
            root: place::shared(root),
            packaging: Packaging::Application,
            dependencies,
            properties: ruby.map(|r| ("ruby.version".to_owned(), r)).into_iter().collect(),
            submodules: Vec::new(),
            evidence: gemfile.evidence.clone(),
        });
    }
    modules
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn groups_and_locked_versions() {
        let gemfile = "source 'https://gems.example'\nruby '3.2.2'\n# gem 'not'\ngem \"rails\", \"~> 7.0\", require: false\ngroup :development, :test do\n  gem 'rspec-rails'\nend\ngem 'pg', group: :production\n";
        let lock = "GEM\n  remote: https://gems.example/\n  specs:\n    rails (7.0.4)\n      activesupport (= 7.0.4)\n    pg (1.5.3-x86_64-linux)\n\nRUBY VERSION\n   ruby 3.2.2p53\n";
        let files: Files<Manifest> = [("Gemfile", gemfile), ("Gemfile.lock", lock)]
            .iter()
            .map(|(path, text)| {
                let path: Arc<str> = Arc::from(*path);
                let manifest = read(&Source::new(&path, text)).unwrap();
                (path, Box::new(manifest))
            })
            .collect();
        let module = link(&files).remove(0);
        let seen: Vec<_> = module
            .dependencies
            .iter()
            .map(|d| (d.name.as_str(), d.version.as_deref(), d.scope, d.evidence.at.line))
            .collect();
        assert_eq!(
            seen,
            [
                ("rails", Some("7.0.4"), Scope::Runtime, 4),
                ("rspec-rails", None, Scope::Dev, 6),
                ("pg", Some("1.5.3"), Scope::Runtime, 8)
            ]
        );
        assert_eq!(module.property("ruby.version"), Some("3.2.2"));
    }
}
