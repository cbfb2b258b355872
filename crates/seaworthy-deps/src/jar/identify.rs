//! One archive: which of its records is its own.

use seaworthy_xml::Document;

use crate::jar::file_name::{FileName, file_name};
use crate::jar::known::group_of;
use crate::jar::licences::licences;
use crate::jar::{ChecksumTable, Coordinates, IdentifiedBy, JarIdentity, JarManifest, JarParts};
use crate::place;

/// A Maven record in an archive.
struct Record<'a> {
    coordinates: Coordinates,
    /// The pom beside it.
    pom: Option<&'a str>,
}

/// What an archive is: by its checksum where a table knows it, else by Maven's own record, else by the manifest and the
/// file name.
pub fn identify(parts: &JarParts<'_>, known: Option<&ChecksumTable>) -> JarIdentity {
    let file = file_name(parts.file_name);
    let manifest = parts.manifest.map(JarManifest::parse).unwrap_or_default();
    let mut records = records(parts);
    let mut own = own_record(&records, &file, &manifest).map(|at| records.remove(at));
    let by_name = by_name_and_manifest(&file, &manifest);
    // A record that was left from another build: the version in the name is that of the release.
    let contradicts = |r: &Record<'_>| {
        let recorded = r.coordinates.version.as_deref();
        file.version.is_some()
            && recorded.is_some_and(|v| v.ends_with("-SNAPSHOT") && Some(v) != file.version)
    };
    if by_name.0.is_some() && own.as_ref().is_some_and(contradicts) {
        own = None;
    }
    let by_checksum = parts.sha1.and_then(|sha1| known?.get(sha1)).cloned();
    let pom = own.as_ref().and_then(|r| r.pom);
    let (coordinates, how) = match (by_checksum, &own) {
        (Some(coordinates), _) => (Some(coordinates), IdentifiedBy::Checksum),
        (None, Some(record)) => (Some(record.coordinates.clone()), IdentifiedBy::PomProperties),
        (None, None) => by_name,
    };
    let version = coordinates
        .as_ref()
        .and_then(|c| c.version.clone())
        .or_else(|| file.version.map(str::to_owned))
        .or_else(|| version_of(&manifest).map(str::to_owned));
    let pom_document = pom.map(Document::parse);
    let pom_text = |path: &[&str]| {
        let document = pom_document.as_ref()?;
        let text = document.own_text(document.at(document.root_element()?, path)?).0;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty() && !text.contains("${")).then_some(text)
    };
    let header = |names: &[&str]| {
        names
            .iter()
            .find_map(|n| manifest.anywhere(n))
            .filter(|v| !v.contains("${"))
            .map(str::to_owned)
    };
    let mut shaded: Vec<Coordinates> = records.into_iter().map(|r| r.coordinates).collect();
    // A table may say more of the archive than its own record did.
    shaded.retain(|s| coordinates.as_ref().is_none_or(|c| c.name() != s.name()));
    shaded.sort();
    shaded.dedup();
    JarIdentity {
        name: coordinates.as_ref().map_or_else(|| file.name.to_owned(), |c| c.artifact.clone()),
        version,
        classifier: file.classifier.map(str::to_owned),
        how,
        title: header(&["Bundle-Name"])
            .or_else(|| pom_text(&["name"]))
            .or_else(|| header(&["Implementation-Title"])),
        bundle_symbolic_name: manifest.bundle_symbolic_name().map(str::to_owned),
        automatic_module_name: header(&["Automatic-Module-Name"]),
        licences: licences(pom, &manifest, parts.licences),
        vendor: header(&["Bundle-Vendor", "Implementation-Vendor"])
            .or_else(|| pom_text(&["organization", "name"]))
            .or_else(|| header(&["Specification-Vendor"])),
        shaded,
        main_class: header(&["Main-Class"]),
        class_path: manifest.class_path().map(str::to_owned).collect(),
        build_jdk: manifest.build_jdk().map(str::to_owned),
        coordinates: coordinates.map(|c| (c.group, c.artifact)),
    }
}

/// Every record of Maven's, once: `pom.properties`, and poms that have none beside them.
fn records<'a>(parts: &JarParts<'a>) -> Vec<Record<'a>> {
    let pom_in = |folder: &str| {
        parts.poms.iter().find(|(path, _)| place::folder(path) == folder).map(|(_, t)| t.as_str())
    };
    let mut found: Vec<Record<'a>> = Vec::new();
    let properties = parts.pom_properties.iter().filter_map(|(path, text)| {
        let coordinates = of_properties(path, text)?;
        Some(Record { coordinates, pom: pom_in(place::folder(path)) })
    });
    let poms = parts.poms.iter().filter_map(|(path, text)| {
        let coordinates = of_pom(path, text)?;
        Some(Record { coordinates, pom: Some(text) })
    });
    for record in properties.chain(poms) {
        if !found.iter().any(|r| r.coordinates.name() == record.coordinates.name()) {
            found.push(record);
        }
    }
    found
}

/// `META-INF/maven/<group>/<artifact>/…`.
fn of_path(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.rsplit('/').skip(1);
    let (artifact, group) = (parts.next()?, parts.next()?);
    (parts.next() == Some("maven")).then_some((group, artifact))
}

fn of_properties(path: &str, text: &str) -> Option<Coordinates> {
    let value = |key: &str| {
        text.lines()
            .filter_map(|l| l.split_once(['=', ':']))
            .find(|(k, _)| k.trim() == key)
            .map(|(_, v)| v.trim().to_owned())
            .filter(|v| !v.is_empty() && !v.contains("${"))
    };
    let of_path = of_path(path);
    Some(Coordinates {
        group: value("groupId").or_else(|| of_path.map(|p| p.0.to_owned()))?,
        artifact: value("artifactId").or_else(|| of_path.map(|p| p.1.to_owned()))?,
        version: value("version"),
    })
}

fn of_pom(path: &str, text: &str) -> Option<Coordinates> {
    let document = Document::parse(text);
    let root = document.root_element().filter(|r| document.local_name(*r) == "project");
    let value = |path: &[&str]| {
        let text = document.own_text(document.at(root?, path)?).0;
        Some(text.trim().to_owned()).filter(|v| !v.is_empty() && !v.contains("${"))
    };
    let of_path = of_path(path);
    Some(Coordinates {
        group: value(&["groupId"])
            .or_else(|| value(&["parent", "groupId"]))
            .or_else(|| of_path.map(|p| p.0.to_owned()))?,
        artifact: value(&["artifactId"]).or_else(|| of_path.map(|p| p.1.to_owned()))?,
        version: value(&["version"]).or_else(|| value(&["parent", "version"])),
    })
}

/// Which record is the archive's own; the others are bundled libraries. With several the file name decides. A single one
/// is believed unless name and version both speak against it: then it is all that is left of a bundled library.
fn own_record(
    records: &[Record<'_>],
    file: &FileName<'_>,
    manifest: &JarManifest,
) -> Option<usize> {
    let version_fits = |c: &Coordinates| {
        file.version.is_none() || c.version.is_none() || c.version.as_deref() == file.version
    };
    let position =
        |fits: &dyn Fn(&Coordinates) -> bool| records.iter().position(|r| fits(&r.coordinates));
    let whole = |c: &Coordinates| c.artifact == file.name;
    if let Some(at) = position(&|c| whole(c) && version_fits(c)).or_else(|| position(&whole)) {
        return Some(at);
    }
    // A renamed file: the manifest tells by its own words.
    let symbolic = manifest.bundle_symbolic_name().unwrap_or("");
    let title = manifest.get("Implementation-Title").unwrap_or("");
    let told = |c: &Coordinates| {
        (c.artifact == title || c.artifact == symbolic || c.name().replace(':', ".") == symbolic)
            && version_fits(c)
    };
    if let Some(at) = position(&told) {
        return Some(at);
    }
    let (name, [single]) = (file.name, records) else { return None };
    let artifact = single.coordinates.artifact.as_str();
    let alike = name.contains(artifact) || artifact.contains(name);
    let same_version =
        file.version.is_some() && single.coordinates.version.as_deref() == file.version;
    (same_version || alike || file.version.is_none()).then_some(0)
}

fn by_name_and_manifest(
    file: &FileName<'_>,
    manifest: &JarManifest,
) -> (Option<Coordinates>, IdentifiedBy) {
    let version = file.version.or_else(|| version_of(manifest));
    let coordinates = |group: &str| Coordinates {
        group: group.to_owned(),
        artifact: file.name.to_owned(),
        version: version.map(str::to_owned),
    };
    if let Some(group) = version.and_then(|v| group_of(file.name, v)) {
        return (Some(coordinates(group)), IdentifiedBy::FileName);
    }
    let symbolic = manifest.bundle_symbolic_name().unwrap_or("");
    let by_bundle = group_of_bundle(symbolic, file.name);
    if let Some(group) = by_bundle.or_else(|| vendor_id(manifest)) {
        return (Some(coordinates(group)), IdentifiedBy::Manifest);
    }
    let told = file.version.is_none() && version.is_some();
    (None, if told { IdentifiedBy::Manifest } else { IdentifiedBy::FileName })
}

/// Organisations whose name many archives give as their vendor's, whatever their group.
const UMBRELLAS: &[&str] =
    &["com.google", "com.ibm", "com.oracle", "com.sun", "org.apache", "org.eclipse", "org.jboss"];

/// Maven's archiver writes the group as the vendor's id, people write anything: a group has a dot and no space.
fn vendor_id(manifest: &JarManifest) -> Option<&str> {
    let id = manifest.get("Implementation-Vendor-Id")?;
    let plain = id.contains('.')
        && !UMBRELLAS.contains(&id)
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
    plain.then_some(id)
}

/// The group from a bundle's name, as the bundle plug-in for Maven made it: `group.artifact`, without what both share
/// (`org.acme` and `acme-core` give `org.acme.core`).
fn group_of_bundle<'b>(symbolic: &'b str, artifact: &str) -> Option<&'b str> {
    let plain = |group: &'b str| (group.contains('.')).then_some(group);
    if let Some(group) = symbolic.strip_suffix(artifact).and_then(|g| g.strip_suffix('.')) {
        return plain(group);
    }
    let (first, rest) = artifact.split_once('-')?;
    [rest.to_owned(), rest.replace('-', ".")].iter().find_map(|rest| {
        let group = symbolic.strip_suffix(rest.as_str())?.strip_suffix('.')?;
        plain(group).filter(|g| g.ends_with(&format!(".{first}")))
    })
}

/// A version from the manifest that is one: some write a date or the name of a branch.
fn version_of(manifest: &JarManifest) -> Option<&str> {
    ["Implementation-Version", "Bundle-Version", "Specification-Version"]
        .iter()
        .find_map(|name| manifest.get(name).or_else(|| manifest.everywhere(name)))
        .map(|v| v.split_whitespace().next().unwrap_or(v))
        .filter(|v| v.starts_with(|c: char| c.is_ascii_digit()) && v.contains('.'))
}

#[cfg(test)]
mod tests;
