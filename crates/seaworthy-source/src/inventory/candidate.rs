//! Jars that may be libraries or parts of the application.

use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};
use seaworthy_facts::{Language, Role};

use super::{Inventory, Pending};
use crate::archive::{Archive, ArchiveKind, Budget, Listing};
use crate::container::Standing;
use crate::library::{Contents, LibraryArchive, scan};
use crate::manifest::{Coordinates, header};
use crate::own::own_artifact;
use crate::tree::Origin;

/// The reason of a library of which only the name is known.
const NOT_OPENED: &str = "a jar by its name; it could not be opened";

/// A jar that waits until the names of the application are known.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) path: Arc<str>,
    pub(super) size: u64,
    pub(super) origin: Origin,
    pub(super) standing: Standing,
    /// How many archives lie around it.
    pub(super) depth: u32,
}

/// A jar that was looked into.
struct Opened {
    archive: Archive,
    listing: Listing,
    contents: Contents,
}

impl Candidate {
    fn file(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

impl Inventory {
    /// Decides about each jar; what belongs to the application is listed.
    pub(super) fn judge_candidates(&mut self) {
        let mut known = false;
        while !self.candidates.is_empty() {
            let mut round = std::mem::take(&mut self.candidates);
            round.sort_by(|a, b| a.path.cmp(&b.path));
            if !known {
                // What can be run beside other jars says whose they are.
                round.retain(|jar| {
                    jar.standing != Standing::Beside || !self.take_if_deployable(jar)
                });
                known = true;
            }
            let has_module = !self.archives.is_empty();
            for jar in round {
                self.judge(&jar, has_module);
            }
        }
    }

    /// Lists a jar that has a main class or a deployment descriptor as a module.
    fn take_if_deployable(&mut self, jar: &Candidate) -> bool {
        let Some(opened) = self.open_candidate(jar) else {
            // Its problem is told; there is no second try.
            self.libraries.push(library(jar, Contents::default(), false, NOT_OPENED));
            return true;
        };
        let has = |path: &str| {
            opened.listing.entries.binary_search_by(|entry| (*entry.path).cmp(path)).is_ok()
        };
        let manifest = opened.contents.manifest.as_deref().unwrap_or_default();
        let is_deployable = header(manifest, "Main-Class").is_some()
            || has("META-INF/ejb-jar.xml")
            || has("META-INF/application-client.xml");
        if is_deployable {
            self.add_module(jar, opened, None);
        }
        is_deployable
    }

    fn judge(&mut self, jar: &Candidate, has_module: bool) {
        let Some(mut opened) = self.open_candidate(jar) else {
            self.libraries.push(library(jar, Contents::default(), false, NOT_OPENED));
            return;
        };
        let (own, reason) = self.belongs(jar, &opened.contents, has_module);
        if own && jar.standing != Standing::Library {
            return self.add_module(jar, opened, None);
        }
        self.libraries.push(library(jar, std::mem::take(&mut opened.contents), own, reason));
        if own {
            self.add_module(jar, opened, None);
        } else if self.budget.limits.analyse_libraries {
            self.add_module(jar, opened, Some((Role::Vendored, "file of a library jar")));
        } else {
            let prefix = format!("{}!/", jar.path);
            self.complain(&prefix, &mut opened.listing);
        }
    }

    /// Whether a jar is a part of the application, and why.
    fn belongs(
        &self,
        jar: &Candidate,
        contents: &Contents,
        has_module: bool,
    ) -> (bool, &'static str) {
        if jar.standing == Standing::Deployed {
            return if contents.has_driver {
                (false, "database driver")
            } else {
                (true, "in a server's deployment folder")
            };
        }
        let artifacts: Vec<Coordinates> = contents
            .pom_properties
            .iter()
            .filter_map(|(entry, text)| Coordinates::of(entry, text))
            .collect();
        let main = own_artifact(&artifacts, jar.file(), None);
        if let Some(main) = main.filter(|_| self.identity.has_groups()) {
            if self.identity.owns_group(&main.group) {
                let has_its_packages = || self.identity.owns_packages(&contents.packages);
                return if self.identity.is_released_apart(main) && !has_its_packages() {
                    (
                        false,
                        "of the application's Maven group, with a version and packages of its own",
                    )
                } else {
                    (true, "its Maven group is the application's")
                };
            }
            return (false, "its Maven group is another than the application's");
        }
        if self.identity.owns_packages(&contents.packages) {
            return (true, "its packages are the application's");
        }
        if contents.has_driver {
            return (false, "database driver");
        }
        let is_on_class_path = self.class_path.contains(jar.file());
        match jar.standing {
            Standing::Root if !is_on_class_path => (true, "module beside others"),
            Standing::Beside if !has_module => (true, "nothing beside it is an application"),
            _ if is_on_class_path => (false, "on the class path of an archive beside it"),
            Standing::Library => (false, "in a folder for libraries"),
            _ => (false, "beside a deployable archive, with other names"),
        }
    }

    fn open_candidate(&mut self, jar: &Candidate) -> Option<Opened> {
        if let Origin::Archive(archive, member) = jar.origin
            && self.archives.get(archive).is_some_and(|archive| !archive.is_at_hand(member))
        {
            let message = "not looked into: in a packed tar of this size each jar would cost unpacking all of it";
            self.problems.push(Diagnostic::warning(Code::Truncated, &jar.path, message));
            return None;
        }
        let store = self.store_of(&jar.origin, &jar.path, jar.size, jar.depth)?;
        // Members of a library that stay unlisted do not count for the input.
        let mut apart = Budget::new(self.budget.limits);
        match Archive::open(store, ArchiveKind::Jar, &mut apart) {
            Ok((archive, listing)) => {
                let contents = scan(&archive, &listing.entries);
                Some(Opened { archive, listing, contents })
            }
            Err(reason) => {
                self.problems.push(Diagnostic::warning(Code::BadArchive, &jar.path, reason));
                None
            }
        }
    }

    fn add_module(&mut self, jar: &Candidate, opened: Opened, role: Option<(Role, &'static str)>) {
        let Opened { archive, mut listing, .. } = opened;
        for entry in std::mem::take(&mut listing.entries) {
            match self.budget.take(entry.size) {
                Ok(()) => listing.entries.push(entry),
                Err(reason) => listing.refuse(&entry.path, format!("entry refused: {reason}")),
            }
        }
        if matches!(jar.origin, Origin::Archive(..)) {
            self.inner_bytes = self.inner_bytes.saturating_add(jar.size);
        }
        if role.is_none() {
            self.opened_late.push(Arc::clone(&jar.path));
        }
        let archive = self.keep(archive);
        self.add_members(Pending {
            archive,
            kind: ArchiveKind::Jar,
            listing,
            prefix: format!("{}!/", jar.path),
            name: jar.file().to_owned(),
            depth: jar.depth + 1,
            role,
        });
    }

    /// Jars in a source tree are libraries, whatever they are called.
    pub(super) fn add_libraries_of_sources(&mut self) {
        let jars: Vec<Candidate> = self
            .files
            .iter()
            .filter(|file| file.role == Role::Vendored && file.language == Language::Archive)
            .filter(|file| ArchiveKind::of_name(&file.path) == Some(ArchiveKind::Jar))
            .map(|file| Candidate {
                path: Arc::clone(&file.path),
                size: file.size,
                origin: file.origin.clone(),
                standing: Standing::Library,
                depth: file.path.matches("!/").count() as u32,
            })
            .collect();
        for jar in jars {
            let (contents, reason) = match self.open_candidate(&jar) {
                Some(opened) => (opened.contents, "jar in a source tree"),
                None => (Contents::default(), NOT_OPENED),
            };
            self.libraries.push(library(&jar, contents, false, reason));
        }
    }
}

fn library(jar: &Candidate, contents: Contents, own: bool, reason: &'static str) -> LibraryArchive {
    let manifest = contents.manifest.as_deref().unwrap_or_default();
    let multi_release =
        header(manifest, "Multi-Release").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    LibraryArchive {
        path: Arc::clone(&jar.path),
        size: jar.size,
        own,
        reason,
        pom_properties: contents.pom_properties,
        poms: contents.poms,
        manifest: contents.manifest,
        licences: contents.licences,
        has_module_info: contents.has_module_info,
        classes: contents.classes,
        multi_release,
        signed: contents.signed,
        release: contents.release,
        origin: jar.origin.clone(),
    }
}
