//! Prints a document with a library of each ecosystem, to hold against the schema:
//! `cargo run -p seaworthy-sbom --example sample`.
#![allow(clippy::print_stdout, reason = "an example talks to the person who runs it")]

use seaworthy_sbom::{
    Completeness, PackageType, Purl, SbomComponent, SbomEdge, SbomInput, SbomLicence,
    SbomOccurrence, SbomPart, SbomScope, Technique, write,
};

fn main() {
    let named = [
        (PackageType::Maven, "org.acme:core", "1.2.3.Final"),
        (PackageType::Npm, "@Acme/tool", "1.0.0-rc+1"),
        (PackageType::Pypi, "Some_Thing", "2!1.0"),
        (PackageType::Nuget, "Acme.Json", "13.0.1"),
        (PackageType::Composer, "acme/tool", "v1.2"),
        (PackageType::Gem, "RedBlanket", "4.2"),
        (PackageType::Golang, "example.org/a/b/v2", "v2.1.0"),
    ];
    let mut components: Vec<SbomComponent> = named
        .into_iter()
        .map(|(kind, name, version)| SbomComponent {
            purl: Purl::new(kind, name, Some(version)).map(|p| p.with_artifact("jar", "")),
            scope: SbomScope::Optional,
            sha1: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
            sha256: Some("0123456789abcdef".repeat(4)),
            publisher: Some("Acme".to_owned()),
            licences: vec![
                SbomLicence {
                    spdx: Some("Apache-2.0".to_owned()),
                    name: "Apache License".to_owned(),
                    url: Some("https://www.apache.org/licenses/LICENSE-2.0".to_owned()),
                },
                SbomLicence { name: "Acme licence".to_owned(), ..SbomLicence::default() },
            ],
            identified: Some((Technique::Binary, 0.9)),
            occurrences: vec![SbomOccurrence { path: "pom.xml".to_owned(), line: 3 }],
            contains: Purl::new(PackageType::Maven, "org.acme:inner", None).into_iter().collect(),
            properties: vec![("configuration".to_owned(), "runtimeOnly".to_owned())],
            ..SbomComponent::default()
        })
        .collect();
    components.push(SbomComponent { name: "tools".to_owned(), ..SbomComponent::default() });
    let edges = components
        .iter()
        .map(|c| SbomEdge { from: "part:web".to_owned(), to: c.reference() })
        .collect();
    let part = SbomPart { name: "web".to_owned(), deployable: true, ..SbomPart::default() };
    print!(
        "{}",
        write(&SbomInput {
            name: "shop".to_owned(),
            version: Some("1".to_owned()),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            parts: vec![part],
            components,
            edges,
            completeness: Completeness::Unknown,
        })
    );
}
