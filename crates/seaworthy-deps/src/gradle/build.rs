//! `build.gradle`: one build script.

mod configurations;
mod dependencies;
mod properties;

use std::collections::BTreeMap;

use seaworthy_base::Evidence;

use crate::gradle::script::{Statement, first_word, literals, named, scalar, statements};
use crate::source::Source;
use crate::{Property, Scope};

pub(super) use configurations::{Exclude, Use};
pub(super) use dependencies::scope_of;

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
    /// Platforms among the dependencies, projects too.
    pub(super) platforms: Vec<Asked>,
    /// Bills of materials that Spring's dependency management imports.
    pub(super) imports: Vec<Asked>,
    /// Versions of libraries that are used only if something asks for them: `constraints`.
    pub(super) constraints: Vec<Asked>,
    /// Versions of Spring's dependency management, which win over everything.
    pub(super) managed: Vec<Asked>,
    /// Configurations, each with one that it extends.
    pub(super) extended: Vec<(String, String)>,
    /// What configurations leave out.
    pub(super) excludes: Vec<Exclude>,
    /// Versions that a resolution strategy forces.
    pub(super) forced: Vec<Asked>,
    /// Versions that a resolution strategy sets for what meets a condition.
    pub(super) uses: Vec<Use>,
    /// What the last statement with a block added to, for the block to say more about.
    last: Option<(List, usize)>,
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

/// A list of a section that statements add to.
#[derive(Clone, Copy, Debug)]
enum List {
    Asked,
    Platforms,
    Constraints,
    Managed,
}

impl Section {
    fn list(&mut self, list: List) -> &mut Vec<Asked> {
        match list {
            List::Asked => &mut self.asked,
            List::Platforms => &mut self.platforms,
            List::Constraints => &mut self.constraints,
            List::Managed => &mut self.managed,
        }
    }
}

/// One dependency as written.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) what: What,
    /// `implementation`, `testRuntimeOnly`, …; empty where none is named.
    pub(super) configuration: String,
    pub(super) scope: Scope,
    /// What its block says of versions: `strictly`, `require`, `prefer` or `reject`, each with its value.
    pub(super) rich: Vec<(String, String)>,
    /// Group and module of what it shall not bring; an empty one stands for any.
    pub(super) excludes: Vec<(String, String)>,
    /// Whether what it brings is left out altogether.
    pub(super) alone: bool,
    /// Whether its version wins over all others.
    pub(super) forced: bool,
    pub(super) evidence: Evidence,
}

impl Asked {
    fn new(what: What, configuration: &str, scope: Scope, evidence: Evidence) -> Self {
        Self {
            what,
            configuration: configuration.to_owned(),
            scope,
            rich: Vec::new(),
            excludes: Vec::new(),
            alone: false,
            forced: false,
            evidence,
        }
    }
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
        _ if statement.is_in("buildscript") => {}
        "dependencies" | "dependencySet" if statement.is_in("dependencyManagement") => {
            return dependencies::managed(source, statement, section);
        }
        "constraints" if statement.is_in("dependencies") => {
            return dependencies::managed(source, statement, section);
        }
        "version" if statement.is_in("dependencies") => {
            return dependencies::rich_version(statement, section);
        }
        "imports" => return dependencies::bill_of_materials(source, statement, section),
        "dependencies" => return dependencies::dependency(source, statement, section),
        _ if statement.is_in("dependencies") => dependencies::detail(statement, section),
        _ => {}
    }
    if configurations::read(source, statement, section) {
        return;
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
    properties::variable(statement, section);
    properties::settings(source, statement, section);
}

/// Whether an `apply` names a script: `apply from: 'x.gradle'`, `apply(from = "x.gradle.kts")`.
fn named_from(text: &str) -> bool {
    named(text, "from").is_some()
}

fn plugin(source: &Source<'_>, statement: &Statement, section: &mut Section) {
    let text = statement.text.as_str();
    if ["val ", "def ", "var "].iter().any(|word| text.starts_with(word)) {
        return properties::variable(statement, section);
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
    // One that is not applied is named for its version only; the projects below apply it.
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
