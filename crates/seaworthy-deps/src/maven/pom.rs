//! Reading one `pom.xml`, with every placeholder as written.

use std::collections::BTreeMap;

use seaworthy_base::{Diagnostic, Evidence, Span};
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
    pub(crate) properties: BTreeMap<String, Property>,
    pub(crate) modules: Vec<String>,
    pub(crate) dependencies: Vec<Asked>,
    pub(crate) managed: Vec<Asked>,
    pub(crate) plugins: Vec<Plugin>,
    pub(crate) managed_plugins: Vec<Plugin>,
    pub(crate) final_name: Option<Property>,
    pub(crate) evidence: Evidence,
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
    /// Group and artifact of what it shall not bring; `*` stands for any.
    pub(crate) exclusions: Vec<(String, String)>,
    pub(crate) evidence: Evidence,
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
}

/// Reads a `pom.xml`; `None` for XML that is no Maven project.
pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Pom> {
    let reader = Reader { doc: Document::parse(source.text), source };
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
        let packaging = doc.child_text(root, "packaging");
        let (artifact, place) = doc.child_text(root, "artifactId").unwrap_or_default();
        let mut pom = Pom {
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
            properties: BTreeMap::new(),
            modules: Vec::new(),
            dependencies: Vec::new(),
            managed: Vec::new(),
            plugins: Vec::new(),
            managed_plugins: Vec::new(),
            final_name: None,
            evidence: if place == Span::default() {
                self.source.file()
            } else {
                self.source.at(place.start)
            },
        };
        // Modules of every profile are in the tree; everything else counts only where the profile is on by itself.
        for profile in
            doc.child(root, "profiles").into_iter().flat_map(|p| doc.children_named(p, "profile"))
        {
            if self.is_active(profile) {
                self.section(profile, &mut pom);
            } else {
                pom.modules.extend(self.modules(profile));
            }
        }
        self.section(root, &mut pom);
        pom
    }

    /// What a project and a profile can both hold. Entries that stand already win: profiles come first.
    fn section(&self, node: NodeId, pom: &mut Pom) {
        let doc = &self.doc;
        for property in doc.child(node, "properties").into_iter().flat_map(|p| doc.children(p)) {
            let (value, span) = doc.own_text(property);
            let name = doc.name(property).to_owned();
            pom.properties.entry(name).or_insert_with(|| self.property(value, span));
        }
        pom.modules.extend(self.modules(node));
        pom.dependencies.extend(self.dependencies(node));
        if let Some(management) = doc.child(node, "dependencyManagement") {
            pom.managed.extend(self.dependencies(management));
        }
        let Some(build) = doc.child(node, "build") else { return };
        pom.plugins.extend(self.plugins(build));
        if let Some(management) = doc.child(build, "pluginManagement") {
            pom.managed_plugins.extend(self.plugins(management));
        }
        if let Some((name, span)) =
            doc.child_text(build, "finalName").filter(|(name, _)| !name.is_empty())
        {
            pom.final_name.get_or_insert_with(|| self.property(name, span));
        }
    }

    fn is_active(&self, profile: NodeId) -> bool {
        let Some(activation) = self.doc.child(profile, "activation") else { return false };
        let by_default = self.text(activation, "activeByDefault").is_some_and(|t| t == "true");
        let unless = self.doc.at(activation, &["property", "name"]);
        by_default || unless.is_some_and(|n| self.doc.own_text(n).0.starts_with('!'))
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
        self.source.at(span.start)
    }

    fn property(&self, value: String, span: Span) -> Property {
        self.source.property(value, span.start)
    }
}
