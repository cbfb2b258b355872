//! Reading one `pom.xml`, with every placeholder as written.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::{Diagnostic, Evidence, EvidenceRole, Span};
use seaworthy_xml::{Document, NodeId};

use crate::Property;
use crate::source::Source;

/// What one `pom.xml` says.
#[derive(Clone, Debug)]
pub(crate) struct Pom {
    pub(crate) group: Option<String>,
    pub(crate) artifact: String,
    pub(crate) version: Option<String>,
    pub(crate) packaging: Property,
    pub(crate) parent: Option<Parent>,
    /// What it says outside of profiles.
    pub(crate) base: Arc<Section>,
    pub(crate) profiles: Vec<Profile>,
    /// Where the artifact moved to.
    pub(crate) relocation: Option<Relocation>,
    pub(crate) evidence: Evidence,
}

/// What a project and a profile can both hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Section {
    pub(crate) properties: BTreeMap<String, Property>,
    pub(crate) modules: Vec<String>,
    pub(crate) dependencies: Vec<Asked>,
    pub(crate) managed: Vec<Asked>,
    pub(crate) plugins: Vec<Plugin>,
    pub(crate) managed_plugins: Vec<Plugin>,
    pub(crate) final_name: Option<Property>,
}

/// One `<profile>`.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub(crate) id: String,
    pub(crate) activation: Activation,
    pub(crate) section: Section,
}

/// When a profile is on; every condition that is stated must hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Activation {
    pub(crate) by_default: bool,
    /// Name and value of a property.
    pub(crate) property: Option<(String, String)>,
    pub(crate) jdk: Option<String>,
    /// `family`, `name`, `arch` and `version` as far as stated.
    pub(crate) os: Option<BTreeMap<String, String>>,
    /// A file that must be there.
    pub(crate) exists: Option<String>,
    /// A file that must not be there.
    pub(crate) missing: Option<String>,
}

/// `distributionManagement/relocation`; what is not stated stays as it is.
#[derive(Clone, Debug)]
pub(crate) struct Relocation {
    pub(crate) group: Option<String>,
    pub(crate) artifact: Option<String>,
    pub(crate) version: Option<String>,
}

/// The `<parent>` element.
#[derive(Clone, Debug)]
pub(crate) struct Parent {
    pub(crate) group: String,
    pub(crate) artifact: String,
    pub(crate) version: String,
    /// `None` where the element is missing, which means `../pom.xml`; empty where the parent is looked up by name only.
    pub(crate) relative_path: Option<String>,
    pub(crate) evidence: Evidence,
}

/// One `<dependency>`.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) group: String,
    pub(crate) artifact: String,
    pub(crate) version: String,
    pub(crate) scope: String,
    pub(crate) kind: String,
    pub(crate) classifier: String,
    /// `true`, `false` or nothing, placeholders as written.
    pub(crate) optional: String,
    /// Group and artifact of what it shall not bring; `*` stands for any.
    pub(crate) exclusions: Vec<(String, String)>,
    pub(crate) evidence: Evidence,
}

/// What tells two dependencies of one project apart: group, artifact, type and classifier as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AskedKey<'a>(&'a str, &'a str, &'a str, &'a str);

impl AskedKey<'_> {
    /// The same, independent of the dependency.
    pub(crate) fn owned(self) -> [String; 4] {
        [self.0.to_owned(), self.1.to_owned(), self.2.to_owned(), self.3.to_owned()]
    }
}

impl Asked {
    pub(crate) fn key(&self) -> AskedKey<'_> {
        let kind = if self.kind.is_empty() { "jar" } else { &self.kind };
        AskedKey(&self.group, &self.artifact, kind, &self.classifier)
    }
}

impl Pom {
    /// Its group, its own or as its parent element states it; empty where neither does.
    pub(crate) fn group(&self) -> &str {
        let parent = || self.parent.as_ref().map(|p| p.group.as_str());
        self.group.as_deref().or_else(parent).unwrap_or_default()
    }

    /// Its version, likewise.
    pub(crate) fn version(&self) -> &str {
        let parent = || self.parent.as_ref().map(|p| p.version.as_str());
        self.version.as_deref().or_else(parent).unwrap_or_default()
    }

    /// Its modules, those of every profile too.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &String> {
        self.base.modules.iter().chain(self.profiles.iter().flat_map(|p| &p.section.modules))
    }
}

/// One `<plugin>`; `settings` holds the leaves of its configurations by their path (`archive.manifest.mainClass`).
#[derive(Clone, Debug)]
pub(crate) struct Plugin {
    pub(crate) artifact: String,
    pub(crate) version: String,
    pub(crate) settings: BTreeMap<String, Property>,
    pub(crate) evidence: Evidence,
}

/// Settings of one plugin that are kept.
const MAX_SETTINGS: usize = 200;

struct Reader<'t, 's> {
    doc: Document,
    source: &'s Source<'t>,
    depth: Depth,
}

/// How much of a `pom.xml` is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Everything, each value with the text of its line.
    Project,
    /// What decides about dependencies, with places but without the text of the lines.
    Library,
}

/// Reads a `pom.xml`; `None` for XML that is no Maven project.
pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Pom> {
    read_deep(source, Depth::Project, problems)
}

/// Reads a `pom.xml` as far as it is wanted.
pub(super) fn read_deep(
    source: &Source<'_>,
    depth: Depth,
    problems: &mut Vec<Diagnostic>,
) -> Option<Pom> {
    let reader = Reader { doc: Document::parse(source.text), source, depth };
    problems.extend(reader.doc.problems(&source.path, source.lines(), source.text));
    let Some(root) = reader.doc.root_element().filter(|&r| reader.doc.local_name(r) == "project")
    else {
        problems.push(source.broken("Maven project", "there is no <project> element", None));
        return None;
    };
    Some(reader.pom(root))
}

impl Reader<'_, '_> {
    fn pom(&self, root: NodeId) -> Pom {
        let doc = &self.doc;
        let packaging = doc.child_text(root, "packaging").filter(|(text, _)| !text.is_empty());
        let (artifact, place) = doc.child_text(root, "artifactId").unwrap_or_default();
        Pom {
            group: self.text(root, "groupId"),
            artifact,
            version: self.text(root, "version"),
            packaging: packaging.map_or_else(
                || Property {
                    value: "jar".to_owned(),
                    evidence: Evidence::default_of(
                        "Maven packs a project as jar unless told otherwise",
                    ),
                },
                |(value, span)| self.property(value, span),
            ),
            parent: doc.child(root, "parent").map(|p| self.parent(p)),
            base: Arc::new(self.section(root)),
            profiles: doc
                .child(root, "profiles")
                .into_iter()
                .flat_map(|p| doc.children_named(p, "profile"))
                .map(|p| Profile {
                    id: self.text(p, "id").unwrap_or_else(|| "default".to_owned()),
                    activation: self.activation(p),
                    section: self.section(p),
                })
                .collect(),
            relocation: doc.at(root, &["distributionManagement", "relocation"]).map(|r| {
                Relocation {
                    group: self.text(r, "groupId"),
                    artifact: self.text(r, "artifactId"),
                    version: self.text(r, "version"),
                }
            }),
            evidence: if place == Span::default() {
                self.source.file()
            } else {
                self.at(place.start)
            },
        }
    }

    fn section(&self, node: NodeId) -> Section {
        let doc = &self.doc;
        let mut section = Section { modules: self.modules(node), ..Section::default() };
        for property in doc.child(node, "properties").into_iter().flat_map(|p| doc.children(p)) {
            let (value, span) = doc.own_text(property);
            // Of two entries with one name Maven keeps the last.
            section.properties.insert(doc.name(property).to_owned(), self.property(value, span));
        }
        section.dependencies = self.dependencies(node);
        if let Some(management) = doc.child(node, "dependencyManagement") {
            section.managed = self.dependencies(management);
        }
        let build = doc.child(node, "build").filter(|_| self.depth == Depth::Project);
        let Some(build) = build else { return section };
        section.plugins = self.plugins(build);
        if let Some(management) = doc.child(build, "pluginManagement") {
            section.managed_plugins = self.plugins(management);
        }
        section.final_name = doc
            .child_text(build, "finalName")
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, span)| self.property(name, span));
        section
    }

    fn activation(&self, profile: NodeId) -> Activation {
        let doc = &self.doc;
        let Some(node) = doc.child(profile, "activation") else { return Activation::default() };
        let file = |name| doc.child(node, "file").and_then(|file| self.text(file, name));
        Activation {
            by_default: self.text(node, "activeByDefault").is_some_and(|t| t == "true"),
            property: doc.child(node, "property").and_then(|p| {
                Some((self.text(p, "name")?, self.text(p, "value").unwrap_or_default()))
            }),
            jdk: self.text(node, "jdk"),
            os: doc.child(node, "os").map(|os| {
                doc.children(os)
                    .map(|c| (doc.local_name(c).to_owned(), doc.own_text(c).0))
                    .filter(|(_, value)| !value.is_empty())
                    .collect()
            }),
            exists: file("exists"),
            missing: file("missing"),
        }
    }

    fn modules(&self, node: NodeId) -> Vec<String> {
        let doc = &self.doc;
        doc.child(node, "modules")
            .into_iter()
            .flat_map(|m| doc.children_named(m, "module"))
            .map(|m| doc.own_text(m).0)
            .filter(|m| !m.is_empty())
            .collect()
    }

    fn parent(&self, node: NodeId) -> Parent {
        Parent {
            group: self.text(node, "groupId").unwrap_or_default(),
            artifact: self.text(node, "artifactId").unwrap_or_default(),
            version: self.text(node, "version").unwrap_or_default(),
            relative_path: self.doc.child_text(node, "relativePath").map(|(path, _)| path),
            evidence: self.place_of(node),
        }
    }

    fn dependencies(&self, node: NodeId) -> Vec<Asked> {
        let doc = &self.doc;
        doc.child(node, "dependencies")
            .into_iter()
            .flat_map(|d| doc.children_named(d, "dependency"))
            .map(|d| Asked {
                group: self.text(d, "groupId").unwrap_or_default(),
                artifact: self.text(d, "artifactId").unwrap_or_default(),
                version: self.text(d, "version").unwrap_or_default(),
                scope: self.text(d, "scope").unwrap_or_default(),
                kind: self.text(d, "type").unwrap_or_default(),
                classifier: self.text(d, "classifier").unwrap_or_default(),
                optional: self.text(d, "optional").unwrap_or_default(),
                exclusions: self.exclusions(d),
                evidence: self.place_of(d),
            })
            .filter(|d| !d.artifact.is_empty())
            .collect()
    }

    fn exclusions(&self, node: NodeId) -> Vec<(String, String)> {
        let doc = &self.doc;
        doc.child(node, "exclusions")
            .into_iter()
            .flat_map(|e| doc.children_named(e, "exclusion"))
            .map(|e| {
                let part = |name| self.text(e, name).unwrap_or_default();
                (part("groupId"), part("artifactId"))
            })
            .collect()
    }

    fn plugins(&self, node: NodeId) -> Vec<Plugin> {
        let doc = &self.doc;
        doc.child(node, "plugins")
            .into_iter()
            .flat_map(|p| doc.children_named(p, "plugin"))
            .map(|p| Plugin {
                artifact: self.text(p, "artifactId").unwrap_or_default(),
                version: self.text(p, "version").unwrap_or_default(),
                settings: self.settings(p),
                evidence: self.place_of(p),
            })
            .filter(|p| !p.artifact.is_empty())
            .collect()
    }

    /// The leaves of a plugin's own configuration, then of its executions'.
    fn settings(&self, plugin: NodeId) -> BTreeMap<String, Property> {
        let doc = &self.doc;
        let mut settings = BTreeMap::new();
        let executions = doc.child(plugin, "executions");
        let holders = std::iter::once(plugin)
            .chain(executions.into_iter().flat_map(|e| doc.children_named(e, "execution")));
        for configuration in holders.filter_map(|h| doc.child(h, "configuration")) {
            let above = doc.path(configuration).len() + 1;
            for node in doc.descendants(configuration).filter(|&n| doc.is_element(n)) {
                let (value, span) = doc.own_text(node);
                if value.is_empty() || settings.len() >= MAX_SETTINGS {
                    continue;
                }
                let key = doc.path(node).get(above..).unwrap_or("").replace('/', ".");
                settings.entry(key).or_insert_with(|| self.property(value, span));
            }
        }
        settings
    }

    fn text(&self, node: NodeId, name: &str) -> Option<String> {
        self.doc.child_text(node, name).map(|(text, _)| text).filter(|t| !t.is_empty())
    }

    /// The line of the artifactId of a dependency, plugin or parent.
    fn place_of(&self, node: NodeId) -> Evidence {
        let (_, span) = self
            .doc
            .child_text(node, "artifactId")
            .unwrap_or_else(|| (String::new(), self.doc.tag_span(node)));
        self.at(span.start)
    }

    fn property(&self, value: String, span: Span) -> Property {
        Property { value, evidence: self.at(span.start) }
    }

    /// The line at a byte offset.
    fn at(&self, offset: u32) -> Evidence {
        match self.depth {
            Depth::Project => self.source.at(offset),
            Depth::Library => Evidence {
                path: Arc::clone(&self.source.path),
                at: self.source.lines().position(self.source.text, offset),
                text: String::new(),
                role: EvidenceRole::Cause,
            },
        }
    }
}
