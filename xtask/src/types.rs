//! The index of library types, from a JDK's class library and the artifacts that `sources.txt` lists.
//!
//! `JAVA_HOME` is a JDK 17 or later. Artifacts are read from a local Maven repository, `--jars FOLDER` or one below the target
//! folder, into which Maven copies what is missing.

mod archive;
mod class_file;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use seaworthy_types::{LibraryType, TypeText, describe};

use crate::run::{Report, Workspace};

const PLUGIN: &str = "org.apache.maven.plugins:maven-dependency-plugin:2.8";

/// An artifact by group, name and version.
#[derive(Clone, Debug)]
struct Artifact {
    group: String,
    name: String,
    version: String,
    /// Packages that are read; all of them without any.
    only: Vec<Restriction>,
}

#[derive(Clone, Debug)]
enum Restriction {
    Within(String),
    Exactly(String),
    Not(String),
}

impl Artifact {
    fn has(&self, package: &str) -> bool {
        let within = |prefix: &str| {
            package
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let is_out = |of: &Restriction| matches!(of, Restriction::Not(prefix) if within(prefix));
        let is_in = |of: &Restriction| match of {
            Restriction::Within(prefix) => within(prefix),
            Restriction::Exactly(name) => package == name,
            Restriction::Not(_) => false,
        };
        let has_positive = self.only.iter().any(|of| !matches!(of, Restriction::Not(_)));
        !self.only.iter().any(is_out) && (!has_positive || self.only.iter().any(is_in))
    }

    fn jar(&self, repository: &Path) -> PathBuf {
        let folder = repository.join(self.group.replace('.', "/")).join(&self.name);
        folder.join(&self.version).join(format!("{}-{}.jar", self.name, self.version))
    }
}

/// All that has been read.
#[derive(Default)]
struct Library {
    types: BTreeMap<(String, String), Candidate>,
    /// Packages that the JDK exports.
    exported: BTreeSet<String>,
}

struct Candidate {
    described: LibraryType,
    /// Public, and in a package for others: written whether or not another type extends it.
    is_open: bool,
}

/// Writes the index.
pub(crate) fn generate(workspace: &Workspace, report: &mut Report) {
    let folder = workspace.root.join("crates/seaworthy-types/index");
    match write(workspace, &folder) {
        Ok(summary) => {
            println!("{summary}");
            report.note("index of types", true);
        }
        Err(error) => {
            println!("{error}");
            report.note("index of types", false);
        }
    }
}

fn write(workspace: &Workspace, folder: &Path) -> Result<String, String> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let artifacts = parse_sources(&read(&folder.join("sources.txt"))?)?;
    let mut arguments = std::env::args().skip_while(|argument| argument != "--jars").skip(1);
    let repository =
        arguments.next().map_or_else(|| workspace.target().join("types-repository"), PathBuf::from);
    fetch(&artifacts, &repository, &workspace.target())?;
    let mut library = Library::default();
    let java = std::env::var_os("JAVA_HOME").ok_or("JAVA_HOME is not set: a JDK is needed")?;
    library.read_jdk(Path::new(&java))?;
    for artifact in &artifacts {
        library.read_jar(artifact, &artifact.jar(&repository))?;
    }
    let types = library.chosen();
    let bytes = seaworthy_types::write(&types).map_err(|error| error.to_string())?;
    let path = folder.join("types.bin");
    std::fs::write(&path, &bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    let methods: usize = types.iter().map(|of| of.methods.len()).sum();
    Ok(format!(
        "{} types, {methods} methods, {} artifacts, {} bytes",
        types.len(),
        artifacts.len(),
        bytes.len()
    ))
}

fn parse_sources(text: &str) -> Result<Vec<Artifact>, String> {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let restriction = |word: &str| match (word.strip_prefix('='), word.strip_prefix('!')) {
        (Some(name), _) => Restriction::Exactly(name.to_owned()),
        (_, Some(prefix)) => Restriction::Not(prefix.to_owned()),
        _ => Restriction::Within(word.to_owned()),
    };
    let parse = |line: &str| {
        let mut words = line.split_whitespace();
        match words.next().unwrap_or("").split(':').collect::<Vec<_>>()[..] {
            [group, name, version] => Ok(Artifact {
                group: group.to_owned(),
                name: name.to_owned(),
                version: version.to_owned(),
                only: words.map(restriction).collect(),
            }),
            _ => Err(format!("sources.txt: no artifact: {line}")),
        }
    };
    lines.map(parse).collect()
}

/// Lets Maven copy the artifacts that are missing into the repository.
fn fetch(artifacts: &[Artifact], repository: &Path, target: &Path) -> Result<(), String> {
    let missing: Vec<_> = artifacts.iter().filter(|of| !of.jar(repository).is_file()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut items = String::new();
    for of in missing {
        items += &format!(
            "<artifactItem><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></artifactItem>",
            of.group, of.name, of.version
        );
    }
    let copies = target.join("types-copies");
    let pom = format!(
        "<project><modelVersion>4.0.0</modelVersion><groupId>types</groupId><artifactId>types</artifactId>\
         <version>1</version><packaging>pom</packaging><build><plugins><plugin>\
         <artifactId>maven-dependency-plugin</artifactId><configuration><outputDirectory>{}</outputDirectory>\
         <artifactItems>{items}</artifactItems></configuration></plugin></plugins></build></project>",
        copies.display()
    );
    let path = target.join("types-pom.xml");
    std::fs::create_dir_all(target).map_err(|error| format!("{}: {error}", target.display()))?;
    std::fs::write(&path, pom).map_err(|error| format!("{}: {error}", path.display()))?;
    let status = Command::new("mvn")
        .args(["-B", "-q", "-f"])
        .arg(&path)
        .arg(format!("-Dmaven.repo.local={}", repository.display()))
        .arg(format!("{PLUGIN}:copy"))
        .status()
        .map_err(|error| format!("mvn: {error}"))?;
    // The repository has them too: the copies are only how one makes the plugin fetch jars without what they depend on.
    let _ = std::fs::remove_dir_all(&copies);
    if status.success() { Ok(()) } else { Err("mvn could not get all artifacts".to_owned()) }
}

impl Library {
    /// Reads the class library: public types of packages that are exported to all, of every release that the JDK knows.
    fn read_jdk(&mut self, java: &Path) -> Result<(), String> {
        let mut older = Vec::new();
        archive::for_each(&java.join("lib/ct.sym"), |path, bytes| {
            // `9ABC/java.base/java/util/List.sig`: releases, module, type.
            if path.ends_with(".sig")
                && let Some(releases) = path.split('/').next()
            {
                older.push((releases.chars().max(), path.to_owned(), bytes));
            }
        })?;
        older.sort();
        for (_, _, bytes) in older {
            self.add(&bytes, false, |_| true)?;
        }
        let mut modules: Vec<_> = std::fs::read_dir(java.join("jmods"))
            .map_err(|error| format!("jmods: {error}"))?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        modules.sort();
        for module in modules {
            let mut classes = Vec::new();
            let mut exported = BTreeSet::new();
            archive::for_each(&module, |path, bytes| {
                if path == "classes/module-info.class" {
                    exported = class_file::exports(&bytes);
                } else if path.ends_with(".class") {
                    classes.push(bytes);
                }
            })?;
            for bytes in classes {
                self.add(&bytes, true, |package| exported.contains(package))?;
            }
            self.exported.extend(exported);
        }
        Ok(())
    }

    fn read_jar(&mut self, artifact: &Artifact, path: &Path) -> Result<(), String> {
        let mut classes = Vec::new();
        archive::for_each(path, |name, bytes| {
            // Releases of one class for several releases of Java differ in little that is public.
            if name.ends_with(".class") && !name.starts_with("META-INF/") {
                classes.push(bytes);
            }
        })?;
        let exported = std::mem::take(&mut self.exported);
        for bytes in classes {
            // What the JDK has is not taken from copies of it.
            self.add(&bytes, false, |package| {
                !exported.contains(package) && !is_private(package) && artifact.has(package)
            })?;
        }
        self.exported = exported;
        Ok(())
    }

    fn add(
        &mut self,
        bytes: &[u8],
        is_se: bool,
        is_open: impl Fn(&str) -> bool,
    ) -> Result<(), String> {
        let facts = class_file::read(bytes)?;
        let Some(mut described) = describe(&facts) else { return Ok(()) };
        let is_open = is_open(&described.package);
        described.is_se = is_se && is_open;
        let key = (described.package.to_string(), described.name.to_string());
        if !is_open && self.exported.contains(&key.0) {
            return Ok(());
        }
        let is_public = facts.access & 1 != 0;
        match self.types.get_mut(&key) {
            Some(known) => {
                let old = std::mem::replace(&mut known.described, described);
                known.described.merge(old);
                known.is_open |= is_open && is_public;
            }
            None => {
                self.types.insert(key, Candidate { described, is_open: is_open && is_public });
            }
        }
        Ok(())
    }

    /// Open types and what they inherit from.
    fn chosen(mut self) -> Vec<LibraryType> {
        let mut open: Vec<_> =
            self.types.iter().filter(|(_, of)| of.is_open).map(|(key, _)| key.clone()).collect();
        let mut chosen = Vec::new();
        while let Some(key) = open.pop() {
            let Some(of) = self.types.remove(&key) else { continue };
            for supertype in &of.described.supertypes {
                if let TypeText::Class { package, name, .. } = supertype {
                    open.push((package.to_string(), name.to_string()));
                }
            }
            chosen.push(of.described);
        }
        chosen
    }
}

/// Whether a package is meant for its own library alone, or is a copy of another library.
fn is_private(package: &str) -> bool {
    package.split('.').any(|part| {
        matches!(
            part,
            "internal"
                | "internals"
                | "shaded"
                | "shade"
                | "repackaged"
                | "thirdparty"
                | "relocated"
        )
    })
}
