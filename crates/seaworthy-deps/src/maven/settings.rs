//! What stands beside the `pom.xml` files: `.mvn/maven.config`, the wrapper, extensions, and the user's settings.

use std::collections::BTreeMap;

use seaworthy_xml::Document;

use crate::Property;
use crate::maven::environment::MavenEnvironment;
use crate::source::Source;

/// A file of a `.mvn` folder.
#[derive(Clone, Debug)]
pub(crate) enum BuildFile {
    /// `.mvn/maven.config`: options of the command line.
    Config(Options),
    /// `.mvn/wrapper/maven-wrapper.properties`: the version of Maven.
    Wrapper(Property),
    /// `.mvn/extensions.xml`: `group:artifact` with the version of each.
    Extensions(BTreeMap<String, Property>),
}

/// Options of a command line that decide about dependencies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) properties: BTreeMap<String, String>,
    /// Profiles by name, each with whether it is on.
    pub(crate) profiles: BTreeMap<String, bool>,
}

impl Options {
    /// Reads the words of a command line.
    fn read(text: &str) -> Self {
        let mut options = Self::default();
        let mut words = text.split_whitespace().map(|w| w.trim_matches('"'));
        while let Some(word) = words.next() {
            let define = word.strip_prefix("-D").or_else(|| word.strip_prefix("--define="));
            let profiles =
                word.strip_prefix("-P").or_else(|| word.strip_prefix("--activate-profiles="));
            if let Some(define) = define.filter(|d| !d.is_empty()) {
                options.define(define);
            } else if let Some(profiles) = profiles.filter(|p| !p.is_empty()) {
                options.switch(profiles);
            } else if matches!(word, "-D" | "--define") {
                options.define(words.next().unwrap_or_default());
            } else if matches!(word, "-P" | "--activate-profiles") {
                options.switch(words.next().unwrap_or_default());
            }
        }
        options
    }

    fn define(&mut self, text: &str) {
        let (name, value) = text.split_once('=').unwrap_or((text, "true"));
        if !name.is_empty() {
            self.properties.insert(name.to_owned(), value.to_owned());
        }
    }

    fn switch(&mut self, text: &str) {
        for name in text.split(',').map(str::trim) {
            let (name, on) = match name.strip_prefix(['!', '-']) {
                Some(rest) => (rest, false),
                None => (name.strip_prefix('+').unwrap_or(name), true),
            };
            let name = name.strip_prefix('?').unwrap_or(name);
            if !name.is_empty() {
                self.profiles.insert(name.to_owned(), on);
            }
        }
    }
}

/// Whether a path names a file of a `.mvn` folder that [`read`] understands.
pub(crate) fn is_build_file(path: &str) -> bool {
    [".mvn/maven.config", ".mvn/wrapper/maven-wrapper.properties", ".mvn/extensions.xml"]
        .iter()
        .any(|name| path.strip_suffix(name).is_some_and(|r| r.is_empty() || r.ends_with('/')))
}

/// The folder that a `.mvn` folder stands in.
pub(crate) fn root_of(path: &str) -> &str {
    path.rfind(".mvn/").and_then(|at| path.get(..at)).unwrap_or("").trim_end_matches('/')
}

/// Reads a file of a `.mvn` folder; `None` where it says nothing.
pub(crate) fn read(source: &Source<'_>) -> Option<BuildFile> {
    if source.path.ends_with(".config") {
        return Some(BuildFile::Config(Options::read(source.text)));
    }
    if source.path.ends_with(".properties") {
        let at = source.text.find("distributionUrl")?;
        let line = source.text.get(at..)?.lines().next()?;
        let version = wrapped_version(line)?;
        return Some(BuildFile::Wrapper(source.property(version, at as u32)));
    }
    let doc = Document::parse(source.text);
    let root = doc.root_element()?;
    let extensions = doc.children_named(root, "extension").filter_map(|extension| {
        let text = |name| doc.child_text(extension, name).filter(|(text, _)| !text.is_empty());
        let (artifact, span) = text("artifactId")?;
        let name = format!("{}:{artifact}", text("groupId")?.0);
        Some((name, source.property(text("version").unwrap_or_default().0, span.start)))
    });
    Some(BuildFile::Extensions(extensions.collect()))
}

/// `3.9.6` of `…/apache-maven-3.9.6-bin.zip`.
fn wrapped_version(url: &str) -> Option<&str> {
    let (_, rest) = url.rsplit_once("maven-")?;
    let end = rest.find("-bin").or_else(|| rest.find(".zip")).or_else(|| rest.find(".tar"))?;
    rest.get(..end).filter(|v| !v.is_empty())
}

/// What a user's or a server's `settings.xml` says about dependencies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MavenSettings {
    /// Folder of the local repository as written, where it is not the usual one.
    pub local_repository: Option<String>,
    /// Profiles that are always on.
    pub active_profiles: Vec<String>,
    /// Properties of those profiles of the settings themselves.
    pub properties: BTreeMap<String, String>,
}

impl MavenSettings {
    /// Reads a `settings.xml`; what it does not say stays empty.
    pub fn read(text: &str) -> Self {
        let doc = Document::parse(text);
        let Some(root) = doc.root_element().filter(|&r| doc.local_name(r) == "settings") else {
            return Self::default();
        };
        let active_profiles: Vec<String> = doc
            .child(root, "activeProfiles")
            .into_iter()
            .flat_map(|a| doc.children_named(a, "activeProfile"))
            .map(|a| doc.own_text(a).0)
            .filter(|name| !name.is_empty())
            .collect();
        let text = |node, name| doc.child_text(node, name).map(|(text, _)| text);
        let mut properties = BTreeMap::new();
        for profile in
            doc.child(root, "profiles").into_iter().flat_map(|p| doc.children_named(p, "profile"))
        {
            let by_default = doc
                .at(profile, &["activation", "activeByDefault"])
                .is_some_and(|n| doc.own_text(n).0 == "true");
            let named = text(profile, "id").is_some_and(|id| active_profiles.contains(&id));
            if named || by_default {
                let stated = doc.child(profile, "properties");
                properties.extend(
                    stated
                        .into_iter()
                        .flat_map(|p| doc.children(p))
                        .map(|p| (doc.name(p).to_owned(), doc.own_text(p).0)),
                );
            }
        }
        Self {
            local_repository: text(root, "localRepository").filter(|t| !t.is_empty()),
            active_profiles,
            properties,
        }
    }
}

impl MavenEnvironment {
    /// The same, with what settings say; properties that stand already win.
    #[must_use]
    pub fn with_settings(mut self, settings: &MavenSettings) -> Self {
        self.active_profiles.extend(settings.active_profiles.iter().cloned());
        for (name, value) in &settings.properties {
            self.properties.entry(name.clone()).or_insert_with(|| value.clone());
        }
        self
    }

    /// The same, with options of `.mvn/maven.config`; what stands already wins.
    pub(super) fn with_options(mut self, options: &Options) -> Self {
        for (name, value) in &options.properties {
            self.properties.entry(name.clone()).or_insert_with(|| value.clone());
        }
        for (name, &on) in &options.profiles {
            let stands =
                self.active_profiles.contains(name) || self.inactive_profiles.contains(name);
            if !stands {
                let profiles =
                    if on { &mut self.active_profiles } else { &mut self.inactive_profiles };
                profiles.insert(name.clone());
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn file(path: &str, text: &str) -> BuildFile {
        let path: Arc<str> = Arc::from(path);
        assert!(is_build_file(&path));
        read(&Source::new(&path, text)).unwrap()
    }

    #[test]
    fn options_of_the_command_line() {
        let text = "-Drevision=2.1\n-P prod,!dev --define x\n-T 1C -Pnative";
        let BuildFile::Config(options) = file("a/.mvn/maven.config", text) else { panic!() };
        assert_eq!(root_of("a/.mvn/maven.config"), "a");
        assert_eq!(root_of(".mvn/maven.config"), "");
        let environment = MavenEnvironment::default().with_options(&options);
        assert_eq!(environment.properties["revision"], "2.1");
        assert_eq!(environment.properties["x"], "true");
        assert_eq!(environment.active_profiles.iter().collect::<Vec<_>>(), ["native", "prod"]);
        assert_eq!(environment.inactive_profiles.iter().collect::<Vec<_>>(), ["dev"]);
    }

    #[test]
    fn wrapper_and_extensions() {
        let url = "wrapperVersion=3.3\ndistributionUrl=https://example.org/m/3.9.6/apache-maven-3.9.6-bin.zip\n";
        let BuildFile::Wrapper(version) = file(".mvn/wrapper/maven-wrapper.properties", url) else {
            panic!()
        };
        assert_eq!((version.value.as_str(), version.evidence.at.line), ("3.9.6", 2));
        let xml = "<extensions><extension><groupId>g</groupId><artifactId>a</artifactId><version>1</version></extension></extensions>";
        let BuildFile::Extensions(found) = file(".mvn/extensions.xml", xml) else { panic!() };
        assert_eq!(found["g:a"].value, "1");
        assert!(!is_build_file("x.mvn/extensions.xml"));
    }

    #[test]
    fn settings() {
        let text = "<settings><localRepository>/srv/m2</localRepository>
<profiles><profile><id>corp</id><properties><db.version>3</db.version></properties></profile>
<profile><id>other</id><properties><db.version>4</db.version></properties></profile></profiles>
<activeProfiles><activeProfile>corp</activeProfile></activeProfiles></settings>";
        let settings = MavenSettings::read(text);
        assert_eq!(settings.local_repository.as_deref(), Some("/srv/m2"));
        let environment = MavenEnvironment::default().with_settings(&settings);
        assert_eq!(environment.properties["db.version"], "3");
        assert_eq!(MavenSettings::read("<a/>"), MavenSettings::default());
    }
}
