//! The members of an archive of the application.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};
use seaworthy_facts::Role;

use super::{Inventory, OPENED, Pending};
use crate::archive::{Archive, ArchiveKind, Entry};
use crate::container::{Container, InputKind, Standing};
use crate::library::is_signature;
use crate::manifest::{Coordinates, header};
use crate::own::{Shading, own_artifact};
use crate::tree::{LeftOut, Origin};
use crate::walk;

/// How many bytes of a descriptor are read.
const DESCRIPTOR_BYTES: u64 = 1 << 20;

/// How many artifacts of a fat jar are read.
const MOST_ARTIFACTS: usize = 256;

/// What decides about the members of one archive.
struct Outline {
    /// The text of an ear's `application.xml`, which names its modules.
    application_xml: Option<String>,
    /// Folder of libraries that it names, `lib` without a word.
    library_folder: String,
    /// For zip and tar files, which are as folders are.
    container: Option<Container>,
    shading: Option<Shading>,
    /// Packages as folders that hold classes of other artifacts.
    foreign: BTreeSet<String>,
    /// Sources that lie beside their classes, without extension.
    sources: BTreeSet<String>,
}

impl Inventory {
    /// Adds members, and those of deployable archives among them, with a work list instead of recursion.
    pub(super) fn add_members(&mut self, first: Pending) {
        let mut work = vec![first];
        while let Some(pending) = work.pop() {
            let Pending { archive, kind, mut listing, prefix, name, depth, role } = pending;
            self.complain(&prefix, &mut listing);
            if let Some((role, reason)) = role {
                // A library that is looked into says nothing of what belongs to the application.
                for entry in listing.entries {
                    let path: Arc<str> = format!("{prefix}{}", entry.path).into();
                    let origin = Origin::Archive(archive, entry.member);
                    self.push(path, entry.size, origin, role, reason);
                }
                continue;
            }
            let outline = self.outline(archive, kind, &listing.entries, &name, &prefix);
            let mut skipped: BTreeMap<(Arc<str>, &'static str), u64> = BTreeMap::new();
            for entry in listing.entries {
                if let Some((folder, reason)) = skipped_folder(&entry.path) {
                    *skipped.entry((format!("{prefix}{folder}").into(), reason)).or_default() += 1;
                    continue;
                }
                let path: Arc<str> = format!("{prefix}{}", entry.path).into();
                let origin = Origin::Archive(archive, entry.member);
                let module = ArchiveKind::of_name(&entry.path).and_then(|inner| {
                    let standing = self.standing(kind, inner, &entry.path, &outline);
                    self.treat(standing, inner, &path, entry.size, &origin, depth)
                });
                let (role, reason) = if module.is_some() {
                    (Role::Production, OPENED)
                } else {
                    outline.verdict(&entry.path).unwrap_or((Role::Production, ""))
                };
                if reason.is_empty() && self.kind == InputKind::Binaries {
                    self.know_class(&entry.path);
                }
                work.extend(module);
                self.push(path, entry.size, origin, role, reason);
            }
            self.left_out.extend(skipped.into_iter().map(|((path, reason), files)| LeftOut {
                path,
                reason,
                files,
            }));
        }
    }

    fn standing(
        &self,
        outer: ArchiveKind,
        inner: ArchiveKind,
        path: &str,
        outline: &Outline,
    ) -> Standing {
        if self.kind == InputKind::Sources {
            return Standing::Closed;
        }
        if let Some(container) = &outline.container {
            return container.standing(path, inner);
        }
        match inner {
            ArchiveKind::War | ArchiveKind::Ear | ArchiveKind::Rar => Standing::Module,
            ArchiveKind::Zip | ArchiveKind::Tar | ArchiveKind::TarGz => Standing::Closed,
            ArchiveKind::Jar => match outer {
                ArchiveKind::Ear => outline.standing_in_ear(path),
                ArchiveKind::Rar => Standing::Root,
                // One-JAR packs the program itself as a jar.
                ArchiveKind::Jar if path.starts_with("main/") => Standing::Module,
                _ => Standing::Library,
            },
        }
    }

    /// Reads the descriptors of an archive, and learns the application's names from them.
    fn outline(
        &mut self,
        archive: usize,
        kind: ArchiveKind,
        entries: &[Entry],
        name: &str,
        prefix: &str,
    ) -> Outline {
        let mut outline = Outline {
            application_xml: None,
            library_folder: "lib".to_owned(),
            container: None,
            shading: None,
            foreign: BTreeSet::new(),
            sources: BTreeSet::new(),
        };
        if matches!(kind, ArchiveKind::Zip | ArchiveKind::Tar | ArchiveKind::TarGz) {
            let paths = entries.iter().map(|entry| entry.path.as_str());
            outline.container = Some(Container::of(name, paths));
            return outline;
        }
        let Some(archive) = self.archives.get(archive) else { return outline };
        let mut artifacts: Vec<Coordinates> = Vec::new();
        let (mut manifest, mut is_signed) = (None, false);
        for entry in entries {
            let path = entry.path.as_str();
            if let Some(source) = path.strip_suffix(".java") {
                outline.sources.insert(source.to_owned());
            } else if path.eq_ignore_ascii_case("META-INF/application.xml") {
                outline.application_xml = text_of(archive, entry);
            } else if path.eq_ignore_ascii_case("META-INF/MANIFEST.MF") {
                manifest = text_of(archive, entry);
            } else if path.starts_with("META-INF/maven/")
                && path.ends_with("/pom.properties")
                && artifacts.len() < MOST_ARTIFACTS
            {
                let text = text_of(archive, entry);
                artifacts.extend(text.and_then(|text| Coordinates::of(path, &text)));
            }
            is_signed |= is_signature(path);
        }
        if let Some(folder) = outline
            .application_xml
            .as_deref()
            .and_then(|xml| xml.split_once("<library-directory>"))
            .and_then(|(_, rest)| rest.split('<').next())
        {
            folder.trim().trim_matches('/').clone_into(&mut outline.library_folder);
        }
        let manifest = manifest.unwrap_or_default();
        // The class that a launcher starts comes first: its own is the launcher.
        let main_class =
            header(&manifest, "Start-Class").or_else(|| header(&manifest, "Main-Class"));
        let main_package =
            main_class.as_deref().and_then(|class| class.rsplit_once('.')).map(|(p, _)| p);
        if let Some(main) = own_artifact(&artifacts, name, main_package) {
            self.identity.add_group(main);
        }
        for jar in header(&manifest, "Class-Path").unwrap_or_default().split_whitespace() {
            let file = jar.rsplit('/').next().unwrap_or(jar);
            self.class_path.insert(file.to_owned());
        }
        if kind == ArchiveKind::Jar {
            let packages: BTreeSet<String> = entries
                .iter()
                .filter_map(|entry| entry.path.strip_suffix(".class")?.rsplit_once('/'))
                .map(|(folder, _)| package_of(folder).to_owned())
                .collect();
            outline.shading = Shading::of(&artifacts, name, main_package, &packages);
            if let Some(shading) = &outline.shading {
                outline.foreign = packages;
                outline.foreign.retain(|package| shading.is_foreign(package));
            }
        }
        if is_signed && self.kind == InputKind::Binaries {
            let path: Arc<str> = prefix.trim_end_matches("!/").into();
            let message = "the archive is signed; the signature was not verified";
            self.problems.push(Diagnostic::note(Code::SignedArchive, &path, message));
        }
        outline
    }

    /// Learns the package of a class of the application.
    fn know_class(&mut self, path: &str) {
        if let Some((folder, _)) = path.strip_suffix(".class").and_then(|c| c.rsplit_once('/')) {
            self.identity.add_package(package_of(folder));
        }
    }

    /// Learns the names of exploded archives from the files of a folder.
    pub(super) fn know_exploded(&mut self) {
        if self.kind == InputKind::Sources {
            return;
        }
        let mut groups = Vec::new();
        let mut packages = BTreeSet::new();
        for file in self.files.iter().filter(|file| !matches!(file.origin, Origin::Archive(..))) {
            let inside = file.path.find("META-INF/maven/").and_then(|at| file.path.get(at..));
            if let Some(inside) = inside.filter(|path| path.ends_with("/pom.properties")) {
                let text = crate::tree::read_origin(
                    &self.root,
                    &self.archives,
                    &file.origin,
                    &file.path,
                    file.size,
                    DESCRIPTOR_BYTES,
                );
                let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                groups.extend(Coordinates::of(inside, &text.unwrap_or_default()));
            } else if let Some((folder, _)) =
                file.path.strip_suffix(".class").and_then(|class| class.rsplit_once('/'))
            {
                packages.insert(package_of(folder).to_owned());
            }
        }
        for coordinates in &groups {
            self.identity.add_group(coordinates);
        }
        for package in &packages {
            self.identity.add_package(package);
        }
    }
}

impl Outline {
    /// A jar that the descriptor names is a module; without one those at the top are.
    fn standing_in_ear(&self, path: &str) -> Standing {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let names = |xml: &str| xml.split(['<', '>']).any(|text| text.trim() == path);
        match &self.application_xml {
            Some(xml) if names(xml) => Standing::Module,
            None if folder.is_empty() && !self.library_folder.is_empty() => Standing::Root,
            _ => Standing::Library,
        }
    }

    /// What is known about a member from what lies around it.
    fn verdict(&self, path: &str) -> Option<(Role, &'static str)> {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        if !self.foreign.is_empty() && self.foreign.contains(package_of(folder)) {
            return Some((Role::Vendored, "package of a library in a fat jar"));
        }
        if let Some(rest) = path.strip_prefix("META-INF/maven/")
            && let Some(shading) = &self.shading
        {
            let group = rest.split('/').next().unwrap_or(rest);
            return shading
                .is_foreign(group)
                .then_some((Role::Vendored, "build file of a library in a fat jar"));
        }
        let class = file.strip_suffix(".class")?;
        if folder.contains("META-INF/versions/") {
            return Some((Role::Generated, "class for newer Java releases only"));
        }
        if folder.starts_with("org/springframework/boot/loader") {
            return Some((Role::Vendored, "launcher of Spring Boot"));
        }
        let outer = class.split('$').next().filter(|outer| !outer.is_empty()).unwrap_or(class);
        let source = if folder.is_empty() { outer.to_owned() } else { format!("{folder}/{outer}") };
        self.sources
            .contains(&source)
            .then_some((Role::Generated, "compiled from the source beside it"))
    }
}

/// The folder below the root of classes.
fn package_of(folder: &str) -> &str {
    ["WEB-INF/classes", "BOOT-INF/classes", "APP-INF/classes"]
        .iter()
        .find_map(|root| {
            let at = folder.find(root)?;
            folder.get(at + root.len()..).map(|rest| rest.trim_start_matches('/'))
        })
        .unwrap_or(folder)
}

fn text_of(archive: &Archive, entry: &Entry) -> Option<String> {
    let bytes = archive.read_head(entry.member, DESCRIPTOR_BYTES).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The first folder of a member's path that is never part of an application, and why.
fn skipped_folder(path: &str) -> Option<(&str, &'static str)> {
    let mut end = 0;
    for part in path.split('/') {
        let start = end;
        end += part.len();
        if end == path.len() {
            return None;
        }
        if let Some(reason) = path.get(start..end).and_then(walk::always_skipped) {
            return path.get(..end).map(|folder| (folder, reason));
        }
        end += 1;
    }
    None
}
