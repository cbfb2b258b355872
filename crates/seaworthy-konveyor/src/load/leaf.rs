//! Conditions of providers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use seaworthy_base::Span;

use crate::yaml::{Kind, Node};
use crate::{Annotated, DependencyQuery, FilePaths, JavaLocation, JavaReference, Leaf};

/// Providers of Konveyor.
pub(crate) const PROVIDERS: [&str; 7] =
    ["builtin", "csharp", "go", "java", "nodejs", "python", "yaml"];

/// What they can be asked.
pub(crate) const CAPABILITIES: [(&str, &str); 17] = [
    ("builtin", "file"),
    ("builtin", "filecontent"),
    ("builtin", "hasTags"),
    ("builtin", "json"),
    ("builtin", "xml"),
    ("builtin", "xmlPublicID"),
    ("csharp", "referenced"),
    ("csharp", "dependency"),
    ("go", "referenced"),
    ("go", "dependency"),
    ("java", "referenced"),
    ("java", "dependency"),
    ("nodejs", "referenced"),
    ("nodejs", "dependency"),
    ("python", "referenced"),
    ("python", "dependency"),
    ("yaml", "k8sResourceMatched"),
];

pub(super) fn knows(provider: &str, capability: &str) -> bool {
    CAPABILITIES.contains(&(provider, capability))
}

/// Where and why a provider cannot read its condition.
type Unreadable = (Span, String);

/// Reads `<provider>.dependency`. Errors end the run.
pub(super) fn dependency(provider: &str, node: &Node<'_>) -> Result<DependencyQuery, Unreadable> {
    let bad = |span, more: &str| {
        (span, format!("unable to parse dependency condition for {provider}{more}"))
    };
    let Some(pairs) = node.map() else { return Err(bad(node.span, "")) };
    let mut query = DependencyQuery { provider: provider.to_owned(), ..DependencyQuery::default() };
    for (key, value) in pairs {
        let Some(word) = key.text() else { return Err(bad(key.span, "")) };
        let Some(text) = value.text() else { return Err(bad(value.span, "")) };
        let field = match word {
            "name" => &mut query.name,
            "nameregex" => &mut query.name_regex,
            "lowerbound" => &mut query.lower,
            "upperbound" => &mut query.upper,
            _ => {
                let words = format!("{word} is not a valid argument for a dependency condition");
                return Err((key.span, words));
            }
        };
        text.clone_into(field);
    }
    if query.name_regex.is_empty() {
        if query.name.is_empty() {
            return Err(bad(node.span, " (name is required)"));
        }
        if query.upper.is_empty() && query.lower.is_empty() {
            return Err(bad(node.span, " (one of upperbound or lowerbound is required)"));
        }
    }
    Ok(query)
}

/// Reads any other condition. Errors make the rule fail in every run.
pub(super) fn read(provider: &str, capability: &str, node: &Node<'_>) -> Result<Leaf, Unreadable> {
    let fields = Fields(node);
    if node.map().is_none() && !node.is_null() && capability != "hasTags" {
        return Err((node.span, format!("{provider}.{capability} must be a mapping")));
    }
    Ok(match (provider, capability) {
        ("builtin", "file") => Leaf::File { pattern: fields.required("pattern")? },
        ("builtin", "filecontent") => Leaf::FileContent {
            pattern: fields.required("pattern")?,
            file_pattern: fields.text("filePattern")?,
            filepaths: fields.filepaths("filepaths")?,
        },
        ("builtin", "xml") => Leaf::Xml {
            xpath: fields.required("xpath")?,
            namespaces: fields.namespaces()?,
            filepaths: fields.filepaths("filepaths")?,
        },
        ("builtin", "xmlPublicID") => Leaf::XmlPublicId {
            regex: fields.text("regex")?,
            namespaces: fields.namespaces()?,
            filepaths: fields.filepaths("filepaths")?,
        },
        ("builtin", "json") => Leaf::Json {
            xpath: fields.required("xpath")?,
            filepaths: fields.filepaths("filepaths")?,
        },
        ("builtin", _) => Leaf::HasTags(texts(node, "hasTags")?),
        ("java", _) => Leaf::Java(JavaReference {
            pattern: fields.required("pattern")?,
            location: JavaLocation::of_word(&fields.text("location")?),
            annotated: fields.annotated()?,
            filepaths: fields.filepaths("filepaths")?,
        }),
        ("nodejs", _) => Leaf::NodeJs {
            pattern: fields.required("pattern")?,
            filepaths: fields.filepaths("filepaths")?,
        },
        ("go", _) => Leaf::Go { pattern: fields.required("pattern")? },
        ("python", _) => Leaf::Python { pattern: fields.required("pattern")? },
        ("csharp", _) => Leaf::CSharp {
            pattern: fields.required("pattern")?,
            location: fields.text("location")?.to_uppercase(),
            filepaths: fields.filepaths("file_paths")?,
        },
        _ => Leaf::K8sResource {
            api_version: fields.text("apiVersion")?,
            kind: fields.text("kind")?,
            deprecated_in: fields.text("deprecatedIn")?,
            removed_in: fields.text("removedIn")?,
            replacement_api: fields.text("replacementAPI")?,
        },
    })
}

/// The mapping of a condition.
struct Fields<'n, 't>(&'n Node<'t>);

impl Fields<'_, '_> {
    fn text(&self, key: &str) -> Result<String, Unreadable> {
        self.0.get(key).map_or(Ok(String::new()), |value| scalar(value, key))
    }

    fn required(&self, key: &str) -> Result<String, Unreadable> {
        let text = self.text(key)?;
        if text.is_empty() {
            let span = self.0.entry(key).map_or(self.0.span, |(_, value)| value.span);
            return Err((span, format!("could not parse provided {key}: it is empty")));
        }
        Ok(text)
    }

    fn namespaces(&self) -> Result<BTreeMap<String, String>, Unreadable> {
        let Some(node) = self.0.get("namespaces").filter(|n| !n.is_null()) else {
            return Ok(BTreeMap::new());
        };
        let Some(pairs) = node.map() else {
            return Err((node.span, "namespaces must be a mapping".to_owned()));
        };
        pairs
            .iter()
            .map(|(key, value)| Ok((scalar(key, "namespaces")?, scalar(value, "namespaces")?)))
            .collect()
    }

    fn annotated(&self) -> Result<Option<Annotated>, Unreadable> {
        let Some(node) = self.0.get("annotated").filter(|n| !n.is_null()) else {
            return Ok(None);
        };
        if node.map().is_none() {
            return Err((node.span, "annotated must be a mapping".to_owned()));
        }
        let mut elements = Vec::new();
        if let Some(list) = node.get("elements").filter(|n| !n.is_null()) {
            let Some(items) = list.list() else {
                return Err((list.span, "elements must be a list".to_owned()));
            };
            for item in items {
                let fields = Fields(item);
                elements.push((fields.text("name")?, fields.text("value")?));
            }
        }
        Ok(Some(Annotated { pattern: Fields(node).text("pattern")?, elements }))
    }

    fn filepaths(&self, key: &str) -> Result<FilePaths, Unreadable> {
        let Some(node) = self.0.get(key) else { return Ok(FilePaths::Any) };
        match &node.kind {
            Kind::Null => Ok(FilePaths::Any),
            Kind::List(items) if items.is_empty() => Ok(FilePaths::Any),
            Kind::List(_) => Ok(FilePaths::Patterns(texts(node, key)?)),
            Kind::Text(text) => chained(text)
                .ok_or_else(|| (node.span, format!("{key} must be a list, not the text `{text}`"))),
            _ => Err((node.span, format!("{key} must be a list"))),
        }
    }
}

/// What a template in `filepaths` means. `None` where the text is no template.
fn chained(text: &str) -> Option<FilePaths> {
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let inner = inner.trim_matches(['{', '}', '&', ' ']);
    if inner.contains(['{', '}']) {
        return None;
    }
    let Some((name, path)) = inner.rsplit_once('.') else { return Some(FilePaths::Any) };
    Some(match path {
        "filepaths" => FilePaths::Chained(name.to_owned()),
        _ if path.get(..8).is_some_and(|p| p.eq_ignore_ascii_case("filepath")) => {
            FilePaths::CapitalChained(name.to_owned())
        }
        // Renders as nothing.
        _ => FilePaths::Any,
    })
}

fn scalar(node: &Node<'_>, key: &str) -> Result<String, Unreadable> {
    node.go_string()
        .map(Cow::into_owned)
        .ok_or_else(|| (node.span, format!("{key} must be a string")))
}

fn texts(node: &Node<'_>, key: &str) -> Result<Vec<String>, Unreadable> {
    let Some(items) = node.list() else {
        return Err((node.span, format!("{key} must be a list of strings")));
    };
    items.iter().map(|item| scalar(item, key)).collect()
}
