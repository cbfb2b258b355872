//! From the input to the document.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_base::ContentHash;

use crate::document::{
    Component, Composition, Dependency, Document, Evidence, Hash, Identity, Licence, LicenceChoice,
    Metadata, Method, Occurrence, Property, Tools,
};
use crate::licences::is_spdx_id;
use crate::model::{
    Completeness, SbomComponent, SbomInput, SbomLicence, SbomOccurrence, SbomPart, SbomScope,
    Technique,
};
use crate::purl::Purl;

const SCHEMA: &str = "http://cyclonedx.org/schema/bom-1.6.schema.json";
const TOOL: &str = "seaworthy";

/// The document as indented JSON with a line end at its end. Components are sorted by reference; those with the same
/// reference become one that has the places and facts of all.
pub fn write(input: &SbomInput) -> String {
    let mut document = document(input);
    // The serial number is that of the content, so that equal applications give equal documents.
    let content = json(&document);
    document.serial_number = serial_number(&content);
    let mut text = json(&document);
    text.push('\n');
    text
}

/// Structs of text and finite numbers always have a JSON form.
fn json(document: &Document) -> String {
    serde_json::to_string_pretty(document).unwrap_or_default()
}

/// A UUID of version 8 (RFC 9562, for hashes of one's own choice) over the content.
fn serial_number(content: &str) -> String {
    let hash = ContentHash::of_parts([content.as_bytes()]);
    let mut digits: Vec<char> = hash.prefix(32).chars().collect();
    if let Some(version) = digits.get_mut(12) {
        *version = '8';
    }
    if let Some(variant) = digits.get_mut(16) {
        let value = variant.to_digit(16).unwrap_or(0);
        *variant = char::from_digit(8 | (value & 3), 16).unwrap_or('8');
    }
    let mut text = String::from("urn:uuid:");
    for (n, digit) in digits.into_iter().enumerate() {
        if matches!(n, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

fn document(input: &SbomInput) -> Document {
    let mut by_reference: BTreeMap<String, Vec<&SbomComponent>> = BTreeMap::new();
    for component in &input.components {
        by_reference.entry(component.reference()).or_default().push(component);
    }
    let mut parts: BTreeMap<String, &SbomPart> = BTreeMap::new();
    for part in &input.parts {
        parts.entry(part.reference()).or_insert(part);
    }
    let root = input.reference();
    let mut references: BTreeSet<&str> = BTreeSet::from([root.as_str()]);
    references.extend(parts.keys().map(String::as_str));
    references.extend(by_reference.keys().map(String::as_str));
    let mut needs: BTreeMap<&str, BTreeSet<&str>> =
        references.iter().map(|r| (*r, BTreeSet::new())).collect();
    for edge in &input.edges {
        let to = references.get(edge.to.as_str()).copied();
        if let (Some(from), Some(to)) = (needs.get_mut(edge.from.as_str()), to)
            && edge.from != to
        {
            from.insert(to);
        }
    }
    let dependencies = needs
        .iter()
        .map(|(reference, on)| Dependency {
            reference: (*reference).to_owned(),
            depends_on: on.iter().map(|r| (*r).to_owned()).collect(),
        })
        .collect();
    let aggregate = match input.completeness {
        Completeness::Complete => "complete",
        Completeness::Incomplete => "incomplete",
        Completeness::Unknown => "unknown",
    };
    Document {
        schema: SCHEMA,
        bom_format: "CycloneDX",
        spec_version: "1.6",
        serial_number: String::new(),
        version: 1,
        metadata: Metadata {
            tools: Tools {
                components: vec![Component {
                    kind: "application",
                    name: TOOL.to_owned(),
                    version: Some(input.tool_version.clone()).filter(|v| !v.is_empty()),
                    ..Component::default()
                }],
            },
            component: Component {
                kind: "application",
                bom_ref: Some(root.clone()),
                name: input.name.clone(),
                version: stated(input.version.as_deref()),
                components: parts.iter().map(|(r, p)| part(r, p)).collect(),
                ..Component::default()
            },
        },
        components: by_reference.iter().map(|(r, same)| component(r, same)).collect(),
        dependencies,
        compositions: vec![Composition { aggregate, dependencies: vec![root] }],
    }
}

fn stated(text: Option<&str>) -> Option<String> {
    text.filter(|t| !t.is_empty()).map(str::to_owned)
}

fn part(reference: &str, part: &SbomPart) -> Component {
    let path = if part.path.is_empty() { "." } else { part.path.as_str() };
    Component {
        kind: if part.deployable { "application" } else { "library" },
        bom_ref: Some(reference.to_owned()),
        name: part.name.clone(),
        version: stated(part.version.as_deref()),
        evidence: evidence(None, &[SbomOccurrence { path: path.to_owned(), line: 0 }], None),
        ..Component::default()
    }
}

/// One component of all that have the same reference; what can only be there once is that of the first, in an order
/// that does not depend on the input's.
fn component(reference: &str, same: &[&SbomComponent]) -> Component {
    let mut same = same.to_vec();
    same.sort_by(|a, b| {
        (a.sha1.is_none(), &a.occurrences, &a.sha1, &a.licences, &a.properties).cmp(&(
            b.sha1.is_none(),
            &b.occurrences,
            &b.sha1,
            &b.licences,
            &b.properties,
        ))
    });
    let purl = same.iter().find_map(|c| c.purl.as_ref());
    let first =
        |of: fn(&SbomComponent) -> Option<&String>| same.iter().find_map(|c| of(c).cloned());
    let (sha1, sha256) = (first(|c| c.sha1.as_ref()), first(|c| c.sha256.as_ref()));
    let mut properties: BTreeSet<(String, String)> = same
        .iter()
        .flat_map(|c| &c.properties)
        .map(|(name, value)| (format!("seaworthy:{name}"), value.clone()))
        .collect();
    // Another file of the same name and version: worth knowing, since one of them is not what it says.
    let others = same.iter().filter_map(|c| c.sha1.as_ref()).filter(|s| Some(*s) != sha1.as_ref());
    properties.extend(others.map(|s| ("seaworthy:other-sha1".to_owned(), s.clone())));
    let licences: BTreeSet<&SbomLicence> = same.iter().flat_map(|c| &c.licences).collect();
    let occurrences: BTreeSet<&SbomOccurrence> = same.iter().flat_map(|c| &c.occurrences).collect();
    let occurrences: Vec<SbomOccurrence> = occurrences.into_iter().cloned().collect();
    let identified = same
        .iter()
        .filter_map(|c| c.identified)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    let contains: BTreeSet<&Purl> = same.iter().flat_map(|c| &c.contains).collect();
    let named = same.first();
    Component {
        kind: "library",
        bom_ref: Some(reference.to_owned()),
        publisher: first(|c| c.publisher.as_ref()).filter(|p| !p.is_empty()),
        group: purl.and_then(Purl::namespace).map(str::to_owned),
        name: match (purl, named) {
            (Some(purl), _) => purl.name().to_owned(),
            (None, Some(component)) => component.name.clone(),
            (None, None) => String::new(),
        },
        version: match purl {
            Some(purl) => stated(purl.version()),
            None => named.and_then(|c| stated(c.version.as_deref())),
        },
        scope: same.iter().map(|c| c.scope).min().map(|scope| match scope {
            SbomScope::Required => "required",
            SbomScope::Optional => "optional",
            SbomScope::Excluded => "excluded",
        }),
        hashes: [("SHA-1", sha1, 40), ("SHA-256", sha256, 64)]
            .into_iter()
            .filter_map(|(alg, content, digits)| hash(alg, content?, digits))
            .collect(),
        licenses: licences.into_iter().filter_map(licence).collect(),
        purl: purl.map(Purl::to_string),
        properties: properties.into_iter().map(|(name, value)| Property { name, value }).collect(),
        components: contains.into_iter().map(|inner| contained(reference, inner)).collect(),
        evidence: evidence(identified, &occurrences, purl),
    }
}

fn hash(alg: &'static str, content: String, digits: usize) -> Option<Hash> {
    let valid = content.len() == digits && content.bytes().all(|b| b.is_ascii_hexdigit());
    valid.then_some(Hash { alg, content })
}

fn contained(owner: &str, purl: &Purl) -> Component {
    Component {
        kind: "library",
        // The same library may be bundled in several, and references are unique in a document.
        bom_ref: Some(format!("{owner}|{purl}")),
        group: purl.namespace().map(str::to_owned),
        name: purl.name().to_owned(),
        version: stated(purl.version()),
        purl: Some(purl.to_string()),
        ..Component::default()
    }
}

/// `None` for a licence that says nothing.
fn licence(licence: &SbomLicence) -> Option<LicenceChoice> {
    let id = licence.spdx.clone().filter(|id| is_spdx_id(id));
    let name = match (&id, &licence.spdx) {
        (Some(_), _) => None,
        (None, Some(unlisted)) if licence.name.trim().is_empty() => Some(unlisted.clone()),
        (None, _) => Some(licence.name.trim().to_owned()),
    };
    let url = licence.url.clone().filter(|url| is_address(url));
    let says = id.is_some() || name.as_ref().is_some_and(|n| !n.is_empty());
    let license = Licence { id, name, acknowledgement: "declared", url };
    says.then_some(LicenceChoice { license })
}

/// The schema wants a reference by RFC 3987; what is no plain web address is left out.
fn is_address(url: &str) -> bool {
    let plain = |b: u8| b.is_ascii_graphic() && !b"<>\"{}|\\^`[]%".contains(&b);
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    rest.is_some_and(|r| !r.is_empty() && r.bytes().all(plain) && r.matches('#').count() < 2)
}

fn evidence(
    identified: Option<(Technique, f64)>,
    occurrences: &[SbomOccurrence],
    purl: Option<&Purl>,
) -> Option<Evidence> {
    let identity = identified.map(|(technique, confidence)| {
        // A number that is none has no JSON form.
        let confidence = if confidence.is_finite() { confidence.clamp(0.0, 1.0) } else { 0.0 };
        let technique = match technique {
            Technique::Manifest => "manifest-analysis",
            Technique::Checksum => "hash-comparison",
            Technique::Binary => "binary-analysis",
            Technique::FileName => "filename",
        };
        let value = occurrences.first().map(|o| o.path.clone());
        Identity {
            field: if purl.is_some() { "purl" } else { "name" },
            confidence,
            concluded_value: purl.map(Purl::to_string),
            methods: vec![Method { technique, confidence, value }],
        }
    });
    let occurrences: Vec<Occurrence> = occurrences
        .iter()
        .map(|o| Occurrence { location: o.path.clone(), line: Some(o.line).filter(|l| *l > 0) })
        .collect();
    let says = identity.is_some() || !occurrences.is_empty();
    says.then(|| Evidence { identity: identity.into_iter().collect(), occurrences })
}

#[cfg(test)]
mod tests;
