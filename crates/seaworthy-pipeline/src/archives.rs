//! Built archives as modules: what a build tool would say of them, from what lies in them.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use seaworthy_assess::LibraryHashes;
use seaworthy_base::{Evidence, decode};
use seaworthy_deps::jar::{JarIdentity, JarManifest, JarParts, identify};
use seaworthy_deps::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope};
use seaworthy_facts::Language;
use seaworthy_source::{InputKind, LibraryArchive, SourceFile, SourceTree};

/// What shows that a folder, or the inside of a file, is an archive of the application.
const SIGNS: [&str; 6] = [
    "META-INF/MANIFEST.MF",
    "META-INF/application.xml",
    "META-INF/ejb-jar.xml",
    "META-INF/maven/",
    "WEB-INF/",
    "BOOT-INF/",
];

/// A library that lies in the application as a file.
#[derive(Debug)]
pub(crate) struct LibraryJar {
    /// Path of the file.
    pub(crate) path: Arc<str>,
    /// Its size in bytes.
    pub(crate) size: u64,
    /// What it is.
    pub(crate) identity: JarIdentity,
}

impl LibraryJar {
    /// `group:artifact`, or the bare name.
    pub(crate) fn name(&self) -> String {
        name_of(&self.identity)
    }
}

/// The libraries that lie in an application as files, sorted by path. Modules of its own are none.
pub(crate) fn library_jars(tree: &SourceTree) -> Vec<LibraryJar> {
    let libraries = tree.libraries.iter().filter(|library| !library.own);
    libraries
        .map(|library| LibraryJar {
            path: Arc::clone(&library.path),
            size: library.size,
            identity: identify(&parts_of(library), None),
        })
        .collect()
}

/// Hashes of the libraries, by path. Each file is read for them; what cannot be read has none.
pub(crate) fn library_hashes(
    tree: &SourceTree,
    threads: NonZeroUsize,
) -> BTreeMap<Arc<str>, LibraryHashes> {
    let libraries: Vec<&LibraryArchive> = tree.libraries.iter().filter(|l| !l.own).collect();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(BTreeMap::new());
    let work = || {
        while let Some(library) = libraries.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Ok(hashes) = tree.hash(library) {
                let hashes = LibraryHashes { sha1: hashes.sha1, sha256: hashes.sha256 };
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                found.insert(Arc::clone(&library.path), hashes);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(work);
        }
        work();
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn parts_of(library: &LibraryArchive) -> JarParts<'_> {
    JarParts {
        file_name: &library.path,
        pom_properties: &library.pom_properties,
        poms: &library.poms,
        manifest: library.manifest.as_deref(),
        licences: &library.licences,
        sha1: None,
    }
}

/// The modules of an application with its archives and the libraries that lie in it. `modules` are those of its build
/// manifests, as `seaworthy_deps::link` leaves them; so is the result.
pub(crate) fn with_archives(
    tree: &SourceTree,
    mut modules: Vec<Module>,
    jars: &[LibraryJar],
) -> Vec<Module> {
    if tree.kind == InputKind::Binaries {
        let archives = archives(tree);
        let mut made: Vec<Module> =
            archives.iter().map(|a| a.module(tree, &modules, &archives)).collect();
        modules.retain(|m| record_of(&m.root).is_none());
        modules.append(&mut made);
        modules.sort_by(|a, b| (&a.root, &a.name).cmp(&(&b.root, &b.name)));
    }
    for jar in jars {
        // The innermost module that holds the file has it.
        let holders = modules.iter_mut().filter(|m| {
            m.ecosystem == Ecosystem::Maven
                && m.packaging != Packaging::Test
                && holds(&m.root, &jar.path)
        });
        if let Some(module) = holders.max_by_key(|m| m.root.len()) {
            add(module, jar);
        }
    }
    modules
}

fn holds(root: &str, path: &str) -> bool {
    root.is_empty() || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'))
}

/// A library that the module asks for by name gets the version of the file, where it has none; others are added.
fn add(module: &mut Module, jar: &LibraryJar) {
    let name = jar.name();
    if let Some(known) = module.dependencies.iter_mut().find(|d| d.name == name) {
        if known.version.is_none() {
            known.version.clone_from(&jar.identity.version);
        }
        return;
    }
    let file = jar.path.rsplit('/').next().unwrap_or(&jar.path);
    module.dependencies.push(Dependency {
        ecosystem: Ecosystem::Maven,
        name,
        version: jar.identity.version.clone(),
        requirement: String::new(),
        scope: Scope::Runtime,
        direct: true,
        via: Vec::new(),
        evidence: Evidence::file(&jar.path, file),
    });
    module.dependencies.sort();
}

/// An archive of the application, packed or as a folder.
struct Archive<'t> {
    /// What all of its paths start with: empty, `web.war!/` or `exploded/`.
    prefix: &'t str,
    files: Vec<&'t SourceFile>,
}

/// The archives of a tree of binaries, by prefix.
fn archives(tree: &SourceTree) -> Vec<Archive<'_>> {
    let own = || tree.files.iter().filter(|f| f.role.counts());
    let mut prefixes: BTreeSet<&str> = BTreeSet::new();
    for file in own() {
        prefixes.extend(SIGNS.iter().filter_map(|sign| before(&file.path, sign)));
    }
    // An archive without any sign still holds classes.
    if let Some(class) = own().find(|f| f.language == Language::Class)
        && !prefixes.iter().any(|p| class.path.starts_with(p))
    {
        prefixes
            .insert(class.path.rfind("!/").and_then(|at| class.path.get(..at + 2)).unwrap_or(""));
    }
    let mut by_prefix: BTreeMap<&str, Vec<&SourceFile>> =
        prefixes.into_iter().map(|p| (p, Vec::new())).collect();
    for file in own() {
        let owner = by_prefix.keys().rev().find(|p| file.path.starts_with(**p)).copied();
        if let Some(files) = owner.and_then(|p| by_prefix.get_mut(p)) {
            files.push(file);
        }
    }
    by_prefix.into_iter().map(|(prefix, files)| Archive { prefix, files }).collect()
}

/// What stands before the first `sign` that starts a path or follows a slash.
fn before<'p>(path: &'p str, sign: &str) -> Option<&'p str> {
    let at = path.match_indices(sign).map(|(at, _)| at);
    at.filter_map(|at| path.get(..at)).find(|p| p.is_empty() || p.ends_with('/'))
}

/// The root of the archive whose Maven record lies in this folder.
fn record_of(root: &str) -> Option<&str> {
    let mut parts = root.rsplitn(4, '/');
    let (_artifact, _group, maven) = (parts.next()?, parts.next()?, parts.next()?);
    let rest = parts.next().unwrap_or("");
    let archive = rest.strip_suffix("META-INF").filter(|_| maven == "maven")?;
    Some(archive.trim_end_matches('/'))
}

impl Archive<'_> {
    fn root(&self) -> &str {
        self.prefix.trim_end_matches('/')
    }

    fn has(&self, inside: &str) -> bool {
        self.find(inside).is_some()
    }

    /// The first file whose path in the archive starts so.
    fn find(&self, inside: &str) -> Option<&SourceFile> {
        self.files
            .iter()
            .find(|f| f.path.strip_prefix(self.prefix).is_some_and(|p| p.starts_with(inside)))
            .copied()
    }

    /// Files of Maven's records with a name, as (path in the archive, text).
    fn records(&self, tree: &SourceTree, name: &str) -> Vec<(String, String)> {
        let inside = |f: &&&SourceFile| {
            f.path.strip_prefix(self.prefix).is_some_and(|p| p.starts_with("META-INF/maven/"))
                && f.path.ends_with(name)
        };
        let files = self.files.iter().filter(inside);
        files
            .filter_map(|f| Some((f.path.get(self.prefix.len()..)?.to_owned(), text(tree, f)?)))
            .collect()
    }

    /// Its name as a file: `shop.war`.
    fn file_name<'n>(&'n self, tree: &'n SourceTree) -> &'n str {
        let name = self.root().trim_end_matches('!').rsplit('/').next().unwrap_or("");
        if name.is_empty() { &tree.name } else { name }
    }

    fn packaging(&self, manifest: &JarManifest, archives: &[Archive<'_>]) -> Packaging {
        let holds_archives = archives.iter().any(|a| {
            a.prefix
                .strip_prefix(self.prefix)
                .is_some_and(|rest| rest.ends_with(".war!/") && rest.matches("!/").count() == 1)
        });
        if self.has("META-INF/application.xml") || holds_archives {
            Packaging::EnterpriseArchive
        } else if self.has("WEB-INF/") {
            Packaging::WebArchive
        } else if self.has("BOOT-INF/") || manifest.get("Main-Class").is_some() {
            Packaging::Executable
        } else if self.has("META-INF/ejb-jar.xml") {
            Packaging::EjbModule
        } else {
            Packaging::Library
        }
    }

    fn module(&self, tree: &SourceTree, built: &[Module], archives: &[Archive<'_>]) -> Module {
        let manifest_file = self.find("META-INF/MANIFEST.MF");
        let manifest_text = manifest_file.and_then(|f| text(tree, f));
        let manifest = manifest_text.as_deref().map(JarManifest::parse).unwrap_or_default();
        let properties = self.records(tree, "/pom.properties");
        let poms = self.records(tree, "/pom.xml");
        let identity = identify(
            &JarParts {
                file_name: self.file_name(tree),
                pom_properties: &properties,
                poms: &poms,
                manifest: manifest_text.as_deref(),
                ..JarParts::default()
            },
            None,
        );
        let name = name_of(&identity);
        let evidence = self.evidence(manifest_file);
        let mut module = Module {
            ecosystem: Ecosystem::Maven,
            build_tool: BuildTool::Archive,
            name: name.clone(),
            version: identity.version.clone(),
            root: Arc::from(self.root()),
            packaging: self.packaging(&manifest, archives),
            dependencies: Vec::new(),
            properties: BTreeMap::new(),
            submodules: Vec::new(),
            evidence: evidence.clone(),
        };
        // Of the poms in the archive the one of its own says what it asks for.
        let own_pom =
            built.iter().find(|m| m.name == name && record_of(&m.root) == Some(self.root()));
        if let Some(pom) = own_pom {
            module.dependencies.clone_from(&pom.dependencies);
            module.properties.clone_from(&pom.properties);
            module.version = module.version.or_else(|| pom.version.clone());
        }
        for (key, header) in [("main.class", "Main-Class"), ("spring.boot", "Spring-Boot-Version")]
        {
            if let Some(value) = manifest.get(header) {
                let property = Property { value: value.to_owned(), evidence: evidence.clone() };
                module.properties.entry(key.to_owned()).or_insert(property);
            }
        }
        if let Some((release, class)) = self.release(tree) {
            let evidence = Evidence::file(&class.path, &format!("class file of Java {release}"));
            let property = Property { value: release.to_string(), evidence };
            module.properties.insert("java.release".to_owned(), property);
        }
        if module.packaging == Packaging::EnterpriseArchive {
            self.add_inner(&mut module, tree, archives);
        }
        module
    }

    /// An enterprise archive ships the archives in it.
    fn add_inner(&self, module: &mut Module, tree: &SourceTree, archives: &[Archive<'_>]) {
        let inner = archives.iter().filter(|a| {
            a.prefix.strip_prefix(self.prefix).is_some_and(|rest| rest.matches("!/").count() == 1)
        });
        for archive in inner {
            module.submodules.push(Arc::from(archive.root()));
            let properties = archive.records(tree, "/pom.properties");
            let identity = identify(
                &JarParts {
                    file_name: archive.file_name(tree),
                    pom_properties: &properties,
                    ..JarParts::default()
                },
                None,
            );
            module.dependencies.push(Dependency {
                ecosystem: Ecosystem::Maven,
                name: name_of(&identity),
                version: identity.version,
                requirement: String::new(),
                scope: Scope::Runtime,
                direct: true,
                via: Vec::new(),
                evidence: archive.evidence(archive.find("META-INF/MANIFEST.MF")),
            });
        }
        module.dependencies.sort();
        module.dependencies.dedup_by(|a, b| a.name == b.name && a.scope == b.scope);
    }

    /// A place that stands for the archive.
    fn evidence(&self, manifest: Option<&SourceFile>) -> Evidence {
        let file = manifest.or_else(|| self.files.first().copied());
        match file {
            Some(file) => {
                Evidence::file(&file.path, file.path.rsplit('/').next().unwrap_or(&file.path))
            }
            None => Evidence::default_of("an archive without files"),
        }
    }

    /// The Java release of its own classes, by the first of them.
    fn release(&self, tree: &SourceTree) -> Option<(u16, &SourceFile)> {
        let class = self.files.iter().find(|f| f.language == Language::Class)?;
        let bytes = tree.read(class).ok()?;
        let major = u16::from_be_bytes([*bytes.get(6)?, *bytes.get(7)?]);
        // Version 45 is Java 1.1; each release counts one on.
        Some((major.checked_sub(44)?, class))
    }
}

fn text(tree: &SourceTree, file: &SourceFile) -> Option<String> {
    Some(decode(tree.read(file).ok()?)?.text)
}

fn name_of(identity: &JarIdentity) -> String {
    match &identity.coordinates {
        Some((group, artifact)) => format!("{group}:{artifact}"),
        None => identity.name.clone(),
    }
}
