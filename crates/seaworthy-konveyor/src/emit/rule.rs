//! Rules as a rule file of Konveyor.

use std::borrow::Cow;

use super::block::{Pairs, Tree, write};
use crate::{
    Condition, CustomVariable, DependencyQuery, Entry, FilePaths, JavaLocation, JavaReference,
    Leaf, Link, Rule,
};

/// A rule file that loads as these rules: tagging rules come first in it, as the loader lists them.
pub fn to_rule_yaml(rules: &[Rule]) -> String {
    let (tagging, others): (Vec<_>, Vec<_>) = rules.iter().partition(|rule| rule.is_tagging());
    let mut out = String::new();
    write(&Tree::List(tagging.into_iter().chain(others).map(rule).collect()), &mut out);
    out
}

fn rule(rule: &Rule) -> Tree<'_> {
    let has_message = rule.message.is_some();
    let links = || Tree::List(rule.links.iter().map(link).collect());
    let variables = || Tree::List(rule.variables.iter().map(variable).collect());
    Pairs::default()
        .with("ruleID", Tree::text(&rule.id))
        .text("description", &rule.description)
        .some("category", has_message.then(|| Tree::text(rule.category.name())))
        .some("effort", rule.effort.map(Tree::Int))
        .some("labels", (!rule.labels.is_empty()).then(|| Tree::texts(&rule.labels)))
        .some("links", (!rule.links.is_empty()).then(links))
        .some("message", rule.message.as_deref().map(Tree::text))
        .some("tag", (!rule.tags.is_empty()).then(|| Tree::texts(&rule.tags)))
        .some("customVariables", (!rule.variables.is_empty()).then(variables))
        .with("when", entry(&rule.when))
        .map()
}

fn link(link: &Link) -> Tree<'_> {
    Pairs::default().with("title", Tree::text(&link.title)).with("url", Tree::text(&link.url)).map()
}

fn variable(variable: &CustomVariable) -> Tree<'_> {
    Pairs::default()
        .with("name", Tree::text(&variable.name))
        .with("pattern", Tree::text(&variable.pattern))
        .text("nameOfCaptureGroup", &variable.group)
        .text("defaultValue", &variable.default)
        .map()
}

fn entry(entry: &Entry) -> Tree<'_> {
    let (key, value) = match &entry.condition {
        Condition::And(inner) => ("and", Tree::List(inner.iter().map(self::entry).collect())),
        Condition::Or(inner) => ("or", Tree::List(inner.iter().map(self::entry).collect())),
        Condition::Leaf(leaf) => return leaf_entry(entry, leaf),
    };
    modifiers(entry).with(key, value).map()
}

fn leaf_entry<'a>(entry: &'a Entry, leaf: &'a Leaf) -> Tree<'a> {
    let (key, value) = leaf_value(leaf);
    let Tree::Map(mut pairs) = modifiers(entry).map() else { return Tree::List(Vec::new()) };
    pairs.push((key, value));
    Tree::Map(pairs)
}

fn modifiers(entry: &Entry) -> Pairs<'_> {
    Pairs::default()
        .some("as", entry.bind.as_deref().map(Tree::text))
        .some("from", entry.from.as_deref().map(Tree::text))
        .some("ignore", entry.ignore.then_some(Tree::Bool(true)))
        .some("not", entry.not.then_some(Tree::Bool(true)))
}

fn leaf_value(leaf: &Leaf) -> (Cow<'_, str>, Tree<'_>) {
    let pairs = Pairs::default();
    let (key, value) = match leaf {
        Leaf::File { pattern } => {
            ("builtin.file", pairs.with("pattern", Tree::text(pattern)).map())
        }
        Leaf::FileContent { pattern, file_pattern, filepaths } => (
            "builtin.filecontent",
            pairs
                .with("pattern", Tree::text(pattern))
                .text("filePattern", file_pattern)
                .some("filepaths", restriction(filepaths))
                .map(),
        ),
        Leaf::Xml { xpath, namespaces, filepaths } => (
            "builtin.xml",
            pairs
                .with("xpath", Tree::text(xpath))
                .some("namespaces", addresses(namespaces))
                .some("filepaths", restriction(filepaths))
                .map(),
        ),
        Leaf::XmlPublicId { regex, namespaces, filepaths } => (
            "builtin.xmlPublicID",
            pairs
                .with("regex", Tree::text(regex))
                .some("namespaces", addresses(namespaces))
                .some("filepaths", restriction(filepaths))
                .map(),
        ),
        Leaf::Json { xpath, filepaths } => (
            "builtin.json",
            pairs.with("xpath", Tree::text(xpath)).some("filepaths", restriction(filepaths)).map(),
        ),
        Leaf::HasTags(tags) => ("builtin.hasTags", Tree::texts(tags)),
        Leaf::Java(java) => ("java.referenced", java_reference(java)),
        Leaf::Dependency(query) => {
            return (Cow::Owned(format!("{}.dependency", query.provider)), dependency(query));
        }
        Leaf::NodeJs { pattern, filepaths } => (
            "nodejs.referenced",
            pairs
                .with("pattern", Tree::text(pattern))
                .some("filepaths", restriction(filepaths))
                .map(),
        ),
        Leaf::Go { pattern } => ("go.referenced", pairs.with("pattern", Tree::text(pattern)).map()),
        Leaf::Python { pattern } => {
            ("python.referenced", pairs.with("pattern", Tree::text(pattern)).map())
        }
        Leaf::CSharp { pattern, location, filepaths } => (
            "csharp.referenced",
            pairs
                .with("pattern", Tree::text(pattern))
                .text("location", location)
                .some("file_paths", restriction(filepaths))
                .map(),
        ),
        Leaf::K8sResource { api_version, kind, deprecated_in, removed_in, replacement_api } => (
            "yaml.k8sResourceMatched",
            pairs
                .with("apiVersion", Tree::text(api_version))
                .with("kind", Tree::text(kind))
                .text("deprecatedIn", deprecated_in)
                .text("removedIn", removed_in)
                .text("replacementAPI", replacement_api)
                .map(),
        ),
    };
    (Cow::Borrowed(key), value)
}

fn addresses(namespaces: &std::collections::BTreeMap<String, String>) -> Option<Tree<'_>> {
    let pairs = namespaces.iter().map(|(k, v)| (Cow::Borrowed(k.as_str()), Tree::text(v)));
    (!namespaces.is_empty()).then(|| Tree::Map(pairs.collect()))
}

fn restriction(filepaths: &FilePaths) -> Option<Tree<'_>> {
    match filepaths {
        FilePaths::Any => None,
        FilePaths::Patterns(patterns) => Some(Tree::texts(patterns)),
        FilePaths::Chained(name) => {
            Some(Tree::Text(Cow::Owned(format!("{{{{{name}.filepaths}}}}"))))
        }
        FilePaths::CapitalChained(name) => {
            Some(Tree::Text(Cow::Owned(format!("{{{{{name}.Filepaths}}}}"))))
        }
    }
}

fn java_reference(java: &JavaReference) -> Tree<'_> {
    let annotated = java.annotated.as_ref().map(|annotated| {
        let elements = annotated.elements.iter().map(|(name, value)| {
            Pairs::default().with("name", Tree::text(name)).with("value", Tree::text(value)).map()
        });
        let elements: Vec<_> = elements.collect();
        Pairs::default()
            .text("pattern", &annotated.pattern)
            .some("elements", (!elements.is_empty()).then_some(Tree::List(elements)))
            .map()
    });
    Pairs::default()
        .with("pattern", Tree::text(&java.pattern))
        .text("location", location(java.location))
        .some("annotated", annotated)
        .some("filepaths", restriction(&java.filepaths))
        .map()
}

fn location(location: JavaLocation) -> &'static str {
    match location {
        JavaLocation::Default => "",
        JavaLocation::Inheritance => "INHERITANCE",
        JavaLocation::MethodCall => "METHOD_CALL",
        JavaLocation::ConstructorCall => "CONSTRUCTOR_CALL",
        JavaLocation::Annotation => "ANNOTATION",
        JavaLocation::ImplementsType => "IMPLEMENTS_TYPE",
        JavaLocation::Enum => "ENUM",
        JavaLocation::ReturnType => "RETURN_TYPE",
        JavaLocation::Import => "IMPORT",
        JavaLocation::VariableDeclaration => "VARIABLE_DECLARATION",
        JavaLocation::Type => "TYPE",
        JavaLocation::Package => "PACKAGE",
        JavaLocation::Field => "FIELD",
        JavaLocation::Method => "METHOD",
        JavaLocation::Class => "CLASS",
    }
}

fn dependency(query: &DependencyQuery) -> Tree<'_> {
    Pairs::default()
        .text("name", &query.name)
        .text("nameregex", &query.name_regex)
        .text("lowerbound", &query.lower)
        .text("upperbound", &query.upper)
        .map()
}
