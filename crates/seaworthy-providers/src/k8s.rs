//! `yaml.k8sResourceMatched`: documents of Kubernetes whose version of the API is deprecated or gone.

mod version;

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser};
use seaworthy_konveyor::{Leaf, Value};

use crate::paths::file_name;
use crate::{FileText, Hit, LeafError, LeafId};
use version::Version;

/// The version of Kubernetes that documents are meant for unless the user names another. Konveyor asks the network for
/// the newest release and takes this one where it gets no answer.
pub const DEFAULT_KUBERNETES: &str = "v1.28.4";

/// The `yaml.k8sResourceMatched` leaves of an analysis.
#[derive(Debug, Default)]
pub struct K8sPlan {
    /// Leaves whose versions apply, by `apiVersion` and `kind`.
    asked: FxHashMap<(String, String), Vec<Asked>>,
}

#[derive(Debug)]
struct Asked {
    leaf: LeafId,
    deprecated_in: String,
    removed_in: String,
    replacement_api: String,
}

impl K8sPlan {
    /// Takes the leaves it knows from `leaves`, whose positions are their numbers, for clusters of version `target`
    /// (`v1.28.4`). Leaves for later versions find nothing; the errors name leaves that lack a field.
    pub fn compile(leaves: &[Leaf], target: &str) -> (Self, Vec<LeafError>) {
        let mut plan = Self::default();
        let mut errors = Vec::new();
        let target = Version::parse(target);
        let reached = |version: &str| {
            target
                .as_ref()
                .zip(Version::parse(version))
                .is_some_and(|(target, from)| *target >= from)
        };
        for (leaf, of) in (0..).zip(leaves) {
            let Leaf::K8sResource { api_version, kind, deprecated_in, removed_in, replacement_api } =
                of
            else {
                continue;
            };
            let missing = if api_version.is_empty() {
                Some("apiVersion")
            } else if kind.is_empty() {
                Some("kind")
            } else if deprecated_in.is_empty() && removed_in.is_empty() {
                Some("deprecatedIn or removedIn")
            } else {
                None
            };
            if let Some(missing) = missing {
                let message = format!("yaml.k8sResourceMatched needs {missing}");
                errors.push(LeafError { leaf, message });
            } else if reached(deprecated_in) || reached(removed_in) {
                plan.asked.entry((api_version.clone(), kind.clone())).or_default().push(Asked {
                    leaf,
                    deprecated_in: deprecated_in.clone(),
                    removed_in: removed_in.clone(),
                    replacement_api: replacement_api.clone(),
                });
            }
        }
        (plan, errors)
    }

    /// Whether the file with this path must be read.
    pub fn wants(&self, path: &str) -> bool {
        let name = file_name(path);
        !self.asked.is_empty() && (name.ends_with(".yaml") || name.ends_with(".yml"))
    }

    /// Adds the hits in one file: the line of `apiVersion`, no place. A file that is no YAML to its end has none.
    pub fn scan(&self, file: FileText<'_>, into: &mut Vec<Hit>) {
        let Some(resources) = resources(file.text) else { return };
        let start = into.len();
        for Resource { api_version, kind, line } in resources {
            let key = (api_version, kind);
            for asked in self.asked.get(&key).into_iter().flatten() {
                let hit = Hit {
                    leaf: asked.leaf,
                    file: file.id,
                    line,
                    location: None,
                    variables: vec![
                        ("apiVersion", Value::from(key.0.as_str())),
                        ("deprecated-in", Value::from(asked.deprecated_in.as_str())),
                        ("kind", Value::from(key.1.as_str())),
                        ("removed-in", Value::from(asked.removed_in.as_str())),
                        ("replacement-API", Value::from(asked.replacement_api.as_str())),
                    ],
                };
                into.push(hit);
            }
        }
        if let Some(new) = into.get_mut(start..) {
            new.sort_by_key(|hit| (hit.leaf, hit.line));
        }
    }
}

/// A document that says what it is.
#[derive(Debug, PartialEq, Eq)]
struct Resource {
    api_version: String,
    kind: String,
    /// Line of the value of `apiVersion`, from 1.
    line: u32,
}

/// The resources of a file; `None` where it is no YAML.
fn resources(text: &str) -> Option<Vec<Resource>> {
    // Most YAML files are no resources, and reading one costs a hundred times this look.
    if !text.contains("apiVersion") {
        return Some(Vec::new());
    }
    let mut found = Vec::new();
    let mut api_version: Option<(String, u32)> = None;
    let mut kind: Option<String> = None;
    // Only keys of the outermost mapping count.
    let mut depth = 0_usize;
    let mut in_mapping = false;
    let mut key: Option<String> = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        match event {
            Event::DocumentStart(_) => {
                (api_version, kind, key) = (None, None, None);
                (depth, in_mapping) = (0, false);
            }
            Event::DocumentEnd => {
                if let (Some((api_version, line)), Some(kind)) = (api_version.take(), kind.take()) {
                    found.push(Resource { api_version, kind, line });
                }
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if depth == 0 {
                    in_mapping = matches!(event, Event::MappingStart(..));
                } else if depth == 1 {
                    // A collection is a key's value, or itself a key that nobody asks for.
                    key = if key.is_some() { None } else { Some(String::new()) };
                }
                depth += 1;
            }
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            Event::Scalar(value, ..) if depth == 1 && in_mapping => match key.take() {
                None => key = Some(value.into_owned()),
                Some(name) if name == "apiVersion" => {
                    api_version = Some((value.into_owned(), span.start.line() as u32));
                }
                Some(name) if name == "kind" => kind = Some(value.into_owned()),
                Some(_) => {}
            },
            Event::Alias(_) if depth == 1 => {
                key = if key.is_some() { None } else { Some(String::new()) };
            }
            _ => {}
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests;
