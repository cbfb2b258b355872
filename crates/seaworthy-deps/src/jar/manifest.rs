//! `META-INF/MANIFEST.MF`: headers in sections.

use std::collections::BTreeMap;

/// The headers of an archive's manifest. Names of headers have no case; lines of 72 bytes are put together again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JarManifest {
    /// By lower-case name; of a header that is there twice the last counts, as in Java.
    main: BTreeMap<String, String>,
    /// Sections of single entries, by their `Name`.
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

impl JarManifest {
    /// Reads a manifest. Lines that are no header are looked past: many manifests are written by hand.
    pub fn parse(text: &str) -> Self {
        let mut manifest = Self::default();
        let mut section: BTreeMap<String, String> = BTreeMap::new();
        let mut in_main = true;
        let mut header: Option<(String, String)> = None;
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        // An empty line ends a section, and the end of the text ends the last.
        for line in text.split('\n').chain([""]) {
            if let Some(more) = line.strip_prefix(' ') {
                if let Some((_, value)) = &mut header {
                    value.push_str(more);
                }
                continue;
            }
            if let Some((name, value)) = header.take() {
                section.insert(name, value);
            }
            if let Some((name, value)) = line.split_once(':') {
                let value = value.strip_prefix(' ').unwrap_or(value);
                header = Some((name.trim().to_ascii_lowercase(), value.to_owned()));
            } else if line.trim().is_empty() {
                let done = std::mem::take(&mut section);
                match done.get("name").cloned() {
                    Some(name) if !in_main || !done.contains_key("manifest-version") => {
                        manifest.sections.entry(name).or_default().extend(done);
                        in_main = false;
                    }
                    // Hand-written manifests have empty lines in their main section.
                    _ if in_main => manifest.main.extend(done),
                    _ => {}
                }
            }
        }
        manifest
    }

    /// The value of a main header, trimmed; `None` where it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.main.get(&name.to_ascii_lowercase())?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The value of a header for one entry or package (`org/acme/`).
    pub fn entry(&self, section: &str, name: &str) -> Option<&str> {
        let value = self.sections.get(section)?.get(&name.to_ascii_lowercase())?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// A header of the main section, else of the first section that has it: old archives say who made them per package.
    pub fn anywhere(&self, name: &str) -> Option<&str> {
        self.get(name).or_else(|| self.sections.keys().find_map(|s| self.entry(s, name)))
    }

    /// A header of entries, where all that have it say the same.
    pub fn everywhere(&self, name: &str) -> Option<&str> {
        let mut values = self.sections.keys().filter_map(|s| self.entry(s, name));
        let first = values.next()?;
        values.all(|v| v == first).then_some(first)
    }

    /// `Bundle-SymbolicName` without its directives.
    pub fn bundle_symbolic_name(&self) -> Option<&str> {
        let name = self.get("Bundle-SymbolicName")?.split(';').next()?.trim();
        (!name.is_empty()).then_some(name)
    }

    /// The archives of `Class-Path`.
    pub fn class_path(&self) -> impl Iterator<Item = &str> {
        self.get("Class-Path").unwrap_or("").split_whitespace()
    }

    /// The Java release that built it: `Build-Jdk-Spec`, `Build-Jdk`, or a version at the start of `Created-By`.
    pub fn build_jdk(&self) -> Option<&str> {
        let created = || {
            let word = self.get("Created-By")?.split_whitespace().next()?;
            // Maven and Bnd write their own version after their name.
            word.starts_with(|c: char| c.is_ascii_digit()).then_some(word)
        };
        self.get("Build-Jdk-Spec").or_else(|| self.get("Build-Jdk")).or_else(created)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_are_put_together_and_sections_apart() {
        let text = "Manifest-Version: 1.0\r\nBUNDLE-SymbolicName: org.acme.a-very-lon\r\n g-name;singleton:=true\r\nClass-Path: a.jar lib/b.jar\r\n\r\nName: org/acme/\r\nImplementation-Title: Acme\r\nSealed: true\r\n\r\nName: x\r\nA: b";
        let manifest = JarManifest::parse(text);
        assert_eq!(manifest.bundle_symbolic_name(), Some("org.acme.a-very-long-name"));
        assert_eq!(manifest.class_path().collect::<Vec<_>>(), ["a.jar", "lib/b.jar"]);
        assert_eq!(manifest.get("Implementation-Title"), None);
        assert_eq!(manifest.entry("org/acme/", "implementation-title"), Some("Acme"));
        assert_eq!(manifest.anywhere("Implementation-Title"), Some("Acme"));
        assert_eq!(manifest.entry("x", "a"), Some("b"));
    }

    #[test]
    fn hand_written_manifests_are_read() {
        let manifest = JarManifest::parse(
            "Manifest-Version: 1.0\n\nno header\nMain-Class: a.B\nCreated-By: 1.6.0_20 (Sun)\n",
        );
        assert_eq!(manifest.get("main-class"), Some("a.B"));
        assert_eq!(manifest.build_jdk(), Some("1.6.0_20"));
        assert_eq!(JarManifest::parse("Created-By: Apache Maven").build_jdk(), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[Na: \\r\\n\\-é]{0,80}") {
            let manifest = JarManifest::parse(&text);
            manifest.anywhere("name");
        }

        #[test]
        fn long_values_come_back(value in "[a-z.,;=]{1,300}") {
            let line = format!("Import-Package: {value}");
            let mut text = String::from("Manifest-Version: 1.0\n");
            for (n, part) in line.as_bytes().chunks(70).enumerate() {
                text.push_str(if n == 0 { "" } else { "\n " });
                text.push_str(std::str::from_utf8(part).unwrap());
            }
            let manifest = JarManifest::parse(&text);
            prop_assert_eq!(manifest.get("Import-Package"), Some(value.as_str()));
        }
    }
}
