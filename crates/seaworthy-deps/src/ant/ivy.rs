//! Ivy: `ivy.xml`.

use seaworthy_base::Evidence;
use seaworthy_xml::Document;

use crate::source::Source;
use crate::version::gradle::Selector;
use crate::{Dependency, Ecosystem, Scope};

/// What an `ivy.xml` says.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    pub(super) organisation: String,
    pub(super) name: String,
    pub(super) revision: Option<String>,
    pub(super) dependencies: Vec<Dependency>,
    pub(super) evidence: Evidence,
}

/// `None` where the root element is not `ivy-module`.
pub(super) fn read(source: &Source<'_>) -> Option<Module> {
    let document = Document::parse(source.text);
    let root = document.root_element().filter(|r| document.local_name(*r) == "ivy-module")?;
    let info = document.child(root, "info");
    let of_info = |name: &str| info.and_then(|i| document.attr(i, name)).map(str::to_owned);
    let organisation = of_info("organisation").unwrap_or_default();
    let list = document.child(root, "dependencies");
    let conf_of_all = list
        .and_then(|l| {
            document.attr(l, "defaultconf").or_else(|| document.attr(l, "defaultconfmapping"))
        })
        .unwrap_or("");
    let dependencies = list
        .into_iter()
        .flat_map(|l| document.children_named(l, "dependency"))
        .filter_map(|element| {
            let artifact = document.attr(element, "name").filter(|n| !n.is_empty())?;
            let group = document.attr(element, "org").unwrap_or(&organisation);
            let revision = document.attr(element, "rev").unwrap_or("");
            let single = !Selector::parse(revision).is_dynamic() && !revision.contains("${");
            let conf = document.attr(element, "conf").unwrap_or(conf_of_all);
            Some(Dependency {
                ecosystem: Ecosystem::Maven,
                name: format!("{group}:{artifact}"),
                version: (single && !revision.is_empty()).then(|| revision.to_owned()),
                requirement: revision.to_owned(),
                scope: scope_of(conf),
                direct: true,
                via: Vec::new(),
                evidence: source.at(document.tag_span(element).start),
            })
        })
        .collect();
    Some(Module {
        name: of_info("module").unwrap_or_default(),
        revision: of_info("revision").filter(|r| !r.contains("${")),
        organisation,
        dependencies,
        evidence: source.at(document.tag_span(root).start),
    })
}

/// The scope of `conf="compile->default;test->default"`: the names before the arrows are the module's own, and the one
/// nearest to what is shipped counts.
fn scope_of(conf: &str) -> Scope {
    let lower = conf.to_ascii_lowercase();
    let own = || {
        lower
            .split(';')
            .flat_map(|m| m.split("->").next().unwrap_or("").split(','))
            .map(str::trim)
            .filter(|n| !n.is_empty())
    };
    let all = |word: &str| own().next().is_some() && own().all(|n| n.contains(word));
    if all("test") {
        Scope::Test
    } else if own().next().is_some() && own().all(|n| n.contains("provided") || n.contains("test"))
    {
        Scope::Provided
    } else if own().next().is_some()
        && own()
            .all(|n| ["build", "dev", "tool", "javadoc", "source"].iter().any(|w| n.contains(w)))
    {
        Scope::Dev
    } else {
        Scope::Runtime
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configurations_are_scopes() {
        let cases = [
            ("", Scope::Runtime),
            ("compile->default;test->default", Scope::Runtime),
            ("test->*", Scope::Test),
            ("provided->default", Scope::Provided),
            ("build-tools", Scope::Dev),
        ];
        for (conf, scope) in cases {
            assert_eq!(scope_of(conf), scope, "{conf}");
        }
    }
}
