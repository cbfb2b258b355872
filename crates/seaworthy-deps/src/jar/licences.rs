//! The licences that an archive states: in its pom, its manifest and its licence files.

use seaworthy_xml::Document;

use crate::jar::licence_names::spdx_of_name;
use crate::jar::licence_text::spdx_of_text;
use crate::jar::{JarManifest, Licence};

/// Those of the pom first, then of `Bundle-License`, then of texts; each known licence once, and others by name.
pub(super) fn licences(
    pom: Option<&str>,
    manifest: &JarManifest,
    texts: &[(String, String)],
) -> Vec<Licence> {
    let mut found: Vec<Licence> = Vec::new();
    let mut add = |ids: Vec<&str>, name: &str, url: Option<&str>| {
        let url = url.map(str::to_owned);
        if ids.is_empty() {
            let known = found.iter().any(|l| l.name == name || (l.url.is_some() && l.url == url));
            if !known {
                found.push(Licence { spdx: None, name: name.to_owned(), url: url.clone() });
            }
        }
        for id in ids {
            if !found.iter().any(|l| l.spdx.as_deref() == Some(id)) {
                let (name, url) = (name.to_owned(), url.clone());
                found.push(Licence { spdx: Some(id.to_owned()), name, url });
            }
        }
    };
    for (name, url) in pom.map(of_pom).unwrap_or_default() {
        let ids = spdx_of_name(&name);
        // Poms that write "BSD" or "LGPL" often tell more by the address.
        let ids =
            if ids.is_empty() { url.as_deref().map(spdx_of_name).unwrap_or_default() } else { ids };
        let shown = if name.is_empty() { url.as_deref().unwrap_or("") } else { name.as_str() };
        add(ids, shown, url.as_deref());
    }
    for (name, url) in manifest.get("Bundle-License").map(of_bundle).unwrap_or_default() {
        let ids = spdx_of_name(&name);
        let ids =
            if ids.is_empty() { url.as_deref().map(spdx_of_name).unwrap_or_default() } else { ids };
        add(ids, &name, url.as_deref());
    }
    if let Some(id) = manifest.get("SPDX-License-Identifier") {
        add(spdx_of_name(id), id, None);
    }
    for (path, text) in texts {
        let ids = spdx_of_text(text);
        if !ids.is_empty() {
            add(ids, path, None);
        }
    }
    // A text of its own kind says something only where nothing else does.
    if found.is_empty() {
        let unknown = texts.iter().filter(|(_, text)| !text.trim().is_empty());
        found.extend(
            unknown.map(|(path, _)| Licence { name: path.clone(), ..Licence::default() }).take(1),
        );
    }
    found
}

/// Name and address of each licence of a pom.
fn of_pom(text: &str) -> Vec<(String, Option<String>)> {
    let document = Document::parse(text);
    let list = document.root_element().and_then(|r| document.child(r, "licenses"));
    let Some(list) = list else { return Vec::new() };
    document
        .children_named(list, "license")
        .map(|licence| {
            let text = |name: &str| {
                let value = document.child_text(licence, name).map(|(t, _)| t)?;
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                (!value.is_empty()).then_some(value)
            };
            (text("name").unwrap_or_default(), text("url"))
        })
        .filter(|(name, url)| !name.is_empty() || url.is_some())
        .collect()
}

/// `Bundle-License: name;link="…";description="…", …`; the name may be an address, or stand in quotes.
fn of_bundle(header: &str) -> Vec<(String, Option<String>)> {
    // "Apache License, Version 2.0" is one name.
    let header = header.replace(", Version", " Version").replace(", version", " version");
    split_outside_quotes(&header, ',')
        .into_iter()
        .filter_map(|clause| {
            let mut parts = split_outside_quotes(clause, ';').into_iter().map(str::trim);
            let name = parts.next()?.trim_matches('"').trim();
            let link = parts.find_map(|p| p.strip_prefix("link=")).map(|l| l.trim_matches('"'));
            let address = name.starts_with("http").then_some(name);
            let url = link.or(address).map(str::to_owned);
            // `<<EXTERNAL>>` says that the licence is somewhere else.
            (!name.is_empty() && !name.starts_with("<<")).then(|| (name.to_owned(), url))
        })
        .collect()
}

fn split_outside_quotes(text: &str, at: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c: char| {
        quoted ^= c == '"';
        c == at && !quoted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(licences: &[Licence]) -> Vec<(&str, &str)> {
        licences.iter().map(|l| (l.spdx.as_deref().unwrap_or("-"), l.name.as_str())).collect()
    }

    #[test]
    fn all_places_are_asked_and_each_licence_is_named_once() {
        let pom = "<project><licenses><license><name>LGPL</name><url>https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html</url></license><license><name>Acme\n 2</name></license></licenses></project>";
        let manifest = JarManifest::parse(
            "Bundle-License: \"EPL-2.0\";link=\"https://x/y,z\", https://www.gnu.org/licenses/old-licenses/lgpl-2.1.txt\n",
        );
        let texts = [
            ("LICENSE".to_owned(), "Eclipse Public License - v 2.0".to_owned()),
            ("COPYING".to_owned(), "Ask us".to_owned()),
        ];
        let found = licences(Some(pom), &manifest, &texts);
        assert_eq!(
            ids(&found),
            [("LGPL-2.1-only", "LGPL"), ("-", "Acme 2"), ("EPL-2.0", "EPL-2.0")]
        );
        assert_eq!(found[2].url.as_deref(), Some("https://x/y,z"));
        let alone = licences(None, &JarManifest::default(), &texts[1..]);
        assert_eq!(ids(&alone), [("-", "COPYING")]);
    }
}
