//! Name, version and classifier in the file name of an archive.

use crate::place;

/// The parts of an archive's file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileName<'a> {
    /// Without version, classifier and extension.
    pub name: &'a str,
    /// As written; `None` where no part looks like one.
    pub version: Option<&'a str>,
    /// What follows the version and is no part of it.
    pub classifier: Option<&'a str>,
}

/// Words that belong to a version after its numbers, digits at their end left away.
const QUALIFIERS: &[&str] = &[
    "a",
    "alpha",
    "android",
    "b",
    "beta",
    "build",
    "cr",
    "dev",
    "ea",
    "final",
    "fix",
    "ga",
    "incubating",
    "jre",
    "m",
    "milestone",
    "nightly",
    "p",
    "patch",
    "pre",
    "preview",
    "r",
    "rc",
    "redhat",
    "release",
    "rev",
    "sec",
    "snapshot",
    "sp",
    "stable",
    "v",
];

/// Splits a file name. The extension goes only where it is one of an archive.
pub fn file_name(path: &str) -> FileName<'_> {
    let file = place::file_name(path);
    let stem = match file.rsplit_once('.') {
        Some((stem, extension)) if is_archive(extension) => stem,
        _ => file,
    };
    for (at, _) in stem.match_indices('-') {
        let (name, rest) = (stem.get(..at).unwrap_or(""), stem.get(at + 1..).unwrap_or(""));
        if !name.is_empty() && starts_version(rest) && !version_follows(rest) {
            let length = version_length(rest);
            let classifier = rest.get(length + 1..).filter(|c| !c.is_empty());
            return FileName { name, version: rest.get(..length), classifier };
        }
    }
    // Eclipse's plug-ins: `org.acme.core_1.2.3.v2021`. One dot is not enough: `kafka_2.13` names a Scala release.
    if let Some((name, version)) = stem.rsplit_once('_')
        && !name.is_empty()
        && starts_version(version)
        && version.split('.').take_while(|p| p.starts_with(|c: char| c.is_ascii_digit())).count()
            >= 3
    {
        return FileName { name, version: Some(version), classifier: None };
    }
    FileName { name: stem, version: None, classifier: None }
}

fn is_archive(extension: &str) -> bool {
    ["jar", "war", "ear", "rar", "sar", "har", "aar", "zip", "par", "wsr"]
        .iter()
        .any(|e| extension.eq_ignore_ascii_case(e))
}

/// `1.2`, `3`, `v1-rev20200101`.
fn starts_version(text: &str) -> bool {
    let first = text.split('-').next().unwrap_or("");
    if let Some(digits) = first.strip_prefix(['v', 'r']) {
        let numbers = !digits.is_empty() && digits.starts_with(|c: char| c.is_ascii_digit());
        return numbers && (digits.contains('.') || text.contains("-rev"));
    }
    // `2d` and `3rd` are parts of names.
    let word = first.trim_start_matches(|c: char| c.is_ascii_digit());
    word.len() < first.len()
        && (word.is_empty() || word.starts_with(['.', '_']) || is_qualifier(word))
}

/// A word of a version: `SNAPSHOT`, `rc2`, `20200101`, `b161121.1438`.
fn is_qualifier(word: &str) -> bool {
    let end = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    let (letters, rest) = word.split_at(end);
    let numbers = rest.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'_');
    let known = QUALIFIERS.iter().any(|q| letters.eq_ignore_ascii_case(q));
    // `1.2.3-9f8e7d6` and the like are numbers of a commit.
    let commit = (7..=40).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_hexdigit())
        && word.bytes().any(|b| b.is_ascii_digit());
    (numbers && (letters.is_empty() || known)) || commit
}

/// How many bytes of `text`, which starts with a version, belong to it.
fn version_length(text: &str) -> usize {
    let mut length = 0;
    for (n, word) in text.split('-').enumerate() {
        if n > 0 && !is_qualifier(word) {
            break;
        }
        length += word.len() + usize::from(n > 0);
    }
    length
}

/// Whether a version stands after a word that is none: then what came before is part of the name (`log4j-1.2-api-2.17`).
fn version_follows(text: &str) -> bool {
    let rest = text.get(version_length(text)..).unwrap_or("");
    rest.split('-').skip(2).any(|word| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.contains('.')
            && word.split('.').nth(1).is_some_and(|p| p.starts_with(|c: char| c.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn versions_are_found() {
        let cases = [
            ("lib/commons-lang3-3.12.0.jar", "commons-lang3", "3.12.0", ""),
            ("foo-1.0-SNAPSHOT-sources.jar", "foo", "1.0-SNAPSHOT", "sources"),
            ("ojdbc8.jar", "ojdbc8", "", ""),
            ("guava-31.1-jre.jar", "guava", "31.1-jre", ""),
            ("hibernate-core-5.6.15.Final.jar", "hibernate-core", "5.6.15.Final", ""),
            (
                "hibernate-core-5.6.15.Final-jakarta.jar",
                "hibernate-core",
                "5.6.15.Final",
                "jakarta",
            ),
            ("spring-2.5.6.SEC03.jar", "spring", "2.5.6.SEC03", ""),
            ("log4j-1.2-api-2.17.1.jar", "log4j-1.2-api", "2.17.1", ""),
            ("foo-1.0-20200101.123456-1-tests.JAR", "foo", "1.0-20200101.123456-1", "tests"),
            ("kafka_2.13-2.3.0.jar", "kafka_2.13", "2.3.0", ""),
            ("kafka_2.13.jar", "kafka_2.13", "", ""),
            ("netty-all-4.1.5.Final-linux-x86_64.jar", "netty-all", "4.1.5.Final", "linux-x86_64"),
            ("jaxb-api-2.3.0-b161121.1438.jar", "jaxb-api", "2.3.0-b161121.1438", ""),
            ("plexus-x-1.0-alpha-9-stable-1.jar", "plexus-x", "1.0-alpha-9-stable-1", ""),
            ("api-storage-v1-rev20200101-1.30.9.jar", "api-storage", "v1-rev20200101-1.30.9", ""),
            ("org.acme.core_3.16.0.v2021.jar", "org.acme.core", "3.16.0.v2021", ""),
            ("java-3d-core.jar", "java-3d-core", "", ""),
            ("x-1.2-9f8e7d6.jar", "x", "1.2-9f8e7d6", ""),
            ("javax.inject-1.jar", "javax.inject", "1", ""),
            ("-1.0.jar", "-1.0", "", ""),
            ("my.app", "my.app", "", ""),
        ];
        for (file, name, version, classifier) in cases {
            let seen = file_name(file);
            assert_eq!(
                (seen.name, seen.version.unwrap_or(""), seen.classifier.unwrap_or("")),
                (name, version, classifier),
                "{file}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_name_is_split(name in "[a-c0-2._\\-é]{0,30}") {
            let seen = file_name(&name);
            prop_assert!(name.starts_with(seen.name));
        }

        #[test]
        fn a_plain_version_is_found(name in "[a-z][a-z]{1,6}(-[a-z]{2,6}){0,3}", version in "[0-9]{1,2}(\\.[0-9]{1,3}){1,3}") {
            let file = format!("{name}-{version}.jar");
            prop_assert_eq!(file_name(&file), FileName { name: &name, version: Some(&version), classifier: None });
        }
    }
}
