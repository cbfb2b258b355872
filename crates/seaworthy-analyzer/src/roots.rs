//! Where the Java sources of a build lie.

use std::collections::BTreeSet;

use seaworthy_providers::{FileId, FileTable};

/// Folders with Java sources, relative to the application, without a slash at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SourceRoots {
    folders: BTreeSet<String>,
    /// Whether a build file lies at the root of the application.
    pub(crate) build_at_root: bool,
}

/// Sources that a Maven module has without saying so. Gradle's default is the same, for any name of a source set.
const MAVEN_FOLDERS: [&str; 2] = ["src/main/java", "src/test/java"];

impl SourceRoots {
    /// The source folders of every Maven and Gradle module. Modules are found by their build files and not by what the
    /// root says of them, as Eclipse's import does.
    pub(crate) fn of(files: &FileTable, read: impl Fn(FileId) -> Option<String>) -> Self {
        let mut roots = Self::default();
        for (id, file) in (0..).zip(&files.files) {
            let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &*file.path));
            let maven = name == "pom.xml";
            if !maven && !matches!(name, "build.gradle" | "build.gradle.kts") {
                continue;
            }
            roots.build_at_root |= folder.is_empty();
            if maven {
                let declared = read(id).map(|text| declared(&text)).unwrap_or_default();
                roots.maven(folder, &declared);
            } else {
                for set in ["main", "test", "integrationTest", "testFixtures"] {
                    roots.add(folder, &format!("src/{set}/java"));
                }
            }
        }
        roots
    }

    /// Whether a file lies in a source folder.
    pub(crate) fn contains(&self, path: &str) -> bool {
        path.match_indices('/').any(|(at, _)| self.folders.contains(&path[..at]))
    }

    fn maven(&mut self, folder: &str, declared: &Declared) {
        for (own, default) in [&declared.main, &declared.test].into_iter().zip(MAVEN_FOLDERS) {
            self.add(folder, own.as_deref().unwrap_or(default));
        }
        for added in &declared.added {
            self.add(folder, added);
        }
    }

    fn add(&mut self, folder: &str, root: &str) {
        let root = root.trim();
        let within = ["${project.basedir}/", "${basedir}/", "${pom.basedir}/", "./"];
        let root = within.iter().find_map(|p| root.strip_prefix(p)).unwrap_or(root);
        let joined = if folder.is_empty() { root.to_owned() } else { format!("{folder}/{root}") };
        let mut parts: Vec<&str> = Vec::new();
        for part in joined.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        self.folders.insert(parts.join("/"));
    }
}

/// What a `pom.xml` says of its sources.
#[derive(Debug, Default)]
struct Declared {
    main: Option<String>,
    test: Option<String>,
    /// Those of the plug-in that adds source folders.
    added: Vec<String>,
}

/// Reads the few elements that matter by their names alone: whether they stand in the build or in a profile makes no
/// difference to where sources may lie.
fn declared(text: &str) -> Declared {
    let text = without_comments(text);
    Declared {
        main: element(&text, "sourceDirectory").next().map(str::to_owned),
        test: element(&text, "testSourceDirectory").next().map(str::to_owned),
        // `<source>` is also a setting of the compiler; a source folder stands in `<sources>`.
        added: element(&text, "sources")
            .flat_map(|list| element(list, "source"))
            .map(str::to_owned)
            .collect(),
    }
}

/// Contents of the elements of a name that have no attributes.
fn element<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = text;
    std::iter::from_fn(move || {
        let (content, after) = rest.split_once(&open)?.1.split_once(&close)?;
        rest = after;
        Some(content)
    })
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use seaworthy_facts::Language;
    use seaworthy_providers::ListedFile;

    use super::*;

    fn roots(files: &[(&str, &str)]) -> SourceRoots {
        let texts: BTreeMap<FileId, &str> = (0..).zip(files.iter().map(|f| f.1)).collect();
        let listed =
            |path: &str| ListedFile { path: path.into(), size: 0, language: Language::Xml };
        let table = FileTable {
            base: "/app".into(),
            files: files.iter().map(|(path, _)| listed(path)).collect(),
        };
        SourceRoots::of(&table, |id| texts.get(&id).map(|&t| t.to_owned()))
    }

    #[test]
    fn modules_have_the_usual_folders() {
        let roots = roots(&[("pom.xml", "<project/>"), ("web/pom.xml", "<project/>")]);
        assert!(roots.build_at_root);
        assert!(roots.contains("src/main/java/A.java"));
        assert!(roots.contains("web/src/test/java/a/A.java"));
        assert!(!roots.contains("other/src/main/java/A.java"));
        assert!(!roots.contains("src/main/resources/A.java"));
        assert!(!roots.contains("A.java"));
    }

    #[test]
    fn folders_that_the_build_names_take_the_place_of_the_usual_ones() {
        let pom = "<project><!-- <sourceDirectory>old</sourceDirectory> --><build><sourceDirectory>${project.basedir}/../shared/src</sourceDirectory><plugins><plugin>
            <configuration><source>1.8</source><sources><source> gen/java </source></sources></configuration>
            </plugin></plugins></build></project>";
        let roots = roots(&[("app/pom.xml", pom)]);
        assert!(!roots.build_at_root);
        assert!(roots.contains("shared/src/A.java"));
        assert!(roots.contains("app/gen/java/A.java"));
        assert!(roots.contains("app/src/test/java/A.java"));
        assert!(!roots.contains("app/src/main/java/A.java"));
    }

    #[test]
    fn gradle_has_folders_for_its_source_sets() {
        let roots = roots(&[("build.gradle.kts", "")]);
        assert!(roots.build_at_root && roots.contains("src/main/java/A.java"));
    }
}
