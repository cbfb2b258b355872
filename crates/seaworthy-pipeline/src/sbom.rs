//! The bill of materials of an assessment.

use seaworthy_assess::{Assessment, Library};
use seaworthy_deps::jar::IdentifiedBy;
use seaworthy_deps::{Ecosystem, Scope};
use seaworthy_sbom::{
    Completeness, PackageType, Purl, SbomComponent, SbomEdge, SbomInput, SbomLicence,
    SbomOccurrence, SbomPart, SbomScope, Technique,
};

/// CycloneDX 1.6 as JSON. Hashes are in it where the assessment has them.
pub fn sbom(assessment: &Assessment) -> String {
    let parts: Vec<SbomPart> = assessment.components.iter().map(|c| part(&c.component)).collect();
    let mut input = SbomInput {
        name: assessment.application.clone(),
        version: assessment.components.iter().find_map(|c| c.component.version.clone()),
        tool_version: assessment.tool.version.clone(),
        components: assessment.libraries.iter().map(component).collect(),
        edges: Vec::new(),
        completeness: completeness(&assessment.libraries),
        parts,
    };
    let application = input.reference();
    for (result, part) in assessment.components.iter().zip(&input.parts) {
        input.edges.push(SbomEdge { from: application.clone(), to: part.reference() });
        let uses = assessment.libraries.iter().zip(&input.components).filter(|(library, _)| {
            library.direct && library.used_by.contains(&result.component.name)
        });
        for (_, library) in uses {
            input.edges.push(SbomEdge { from: part.reference(), to: library.reference() });
        }
    }
    // What no part names hangs on the library that brings it, or on the application.
    for (library, written) in assessment.libraries.iter().zip(&input.components) {
        let parent = library.brought_by.last().and_then(|asked| {
            let by = |l: &Library| {
                let version = l.version.as_deref().unwrap_or("");
                format!("{}:{version}", l.name) == *asked
            };
            let at = assessment.libraries.iter().position(by)?;
            input.components.get(at).map(SbomComponent::reference)
        });
        if !library.direct || !is_named(assessment, library) {
            let from = parent.unwrap_or_else(|| application.clone());
            input.edges.push(SbomEdge { from, to: written.reference() });
        }
    }
    seaworthy_sbom::write(&input)
}

fn is_named(assessment: &Assessment, library: &Library) -> bool {
    assessment.components.iter().any(|c| library.used_by.contains(&c.component.name))
}

fn part(component: &seaworthy_components::Component) -> SbomPart {
    SbomPart {
        name: component.id.clone(),
        version: component.version.clone(),
        deployable: component.kind.is_deployable(),
        path: component.root.to_string(),
    }
}

fn component(library: &Library) -> SbomComponent {
    let version = library.version.as_deref();
    let hashes = library.file.as_ref().and_then(|f| f.hashes.as_ref());
    let (technique, confidence) = match library.file.as_ref().map(|f| f.identified_by) {
        None => (Technique::Manifest, 0.9),
        Some(how) => (
            match how {
                IdentifiedBy::Checksum => Technique::Checksum,
                IdentifiedBy::PomProperties | IdentifiedBy::Manifest => Technique::Binary,
                IdentifiedBy::FileName => Technique::FileName,
            },
            how.confidence(),
        ),
    };
    SbomComponent {
        purl: Purl::new(package_type(library.ecosystem), &library.name, version),
        name: library.name.clone(),
        version: library.version.clone(),
        scope: match library.scope {
            Scope::Runtime | Scope::Provided => SbomScope::Required,
            Scope::Dev | Scope::Test => SbomScope::Excluded,
        },
        sha1: hashes.map(|h| h.sha1.clone()),
        sha256: hashes.map(|h| h.sha256.clone()),
        publisher: None,
        licences: library
            .licences
            .iter()
            .map(|l| SbomLicence { spdx: l.spdx.clone(), name: l.name.clone(), url: l.url.clone() })
            .collect(),
        identified: Some((technique, confidence)),
        occurrences: vec![SbomOccurrence {
            path: library.evidence.path.to_string(),
            line: library.evidence.at.line,
        }],
        contains: Vec::new(),
        properties: Vec::new(),
    }
}

/// Build manifests alone never tell everything; that all versions are known does not say that all libraries are.
fn completeness(libraries: &[Library]) -> Completeness {
    if libraries.iter().any(|l| l.version.is_none()) {
        Completeness::Incomplete
    } else {
        Completeness::Unknown
    }
}

fn package_type(ecosystem: Ecosystem) -> PackageType {
    match ecosystem {
        Ecosystem::Maven => PackageType::Maven,
        Ecosystem::Npm => PackageType::Npm,
        Ecosystem::Pypi => PackageType::Pypi,
        Ecosystem::Nuget => PackageType::Nuget,
        Ecosystem::Composer => PackageType::Composer,
        Ecosystem::Gem => PackageType::Gem,
        Ecosystem::Go => PackageType::Golang,
        Ecosystem::Cargo => PackageType::Cargo,
        Ecosystem::Cpan => PackageType::Cpan,
        Ecosystem::Native => PackageType::Generic,
    }
}
