//! Headers of `META-INF/MANIFEST.MF` and lines of `pom.properties`.

/// The value of a header of the main section. Lines that start with a space go on with the line before.
pub(crate) fn header(manifest: &str, name: &str) -> Option<String> {
    let mut value: Option<String> = None;
    for line in manifest.lines() {
        if let Some(value) = value.as_mut() {
            match line.strip_prefix(' ') {
                Some(more) => value.push_str(more),
                None => break,
            }
            continue;
        }
        if line.is_empty() {
            break;
        }
        if let Some((key, rest)) = line.split_once(':')
            && key.eq_ignore_ascii_case(name)
        {
            value = Some(rest.trim_start().to_owned());
        }
    }
    value.map(|value| value.trim().to_owned())
}

/// Maven's name of an artifact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Coordinates {
    pub(crate) group: String,
    pub(crate) artifact: String,
    pub(crate) version: Option<String>,
}

impl Coordinates {
    /// From the text of a `pom.properties`; where that lacks them, from its path `META-INF/maven/<group>/<artifact>/`.
    pub(crate) fn of(entry: &str, text: &str) -> Option<Self> {
        let mut folders = entry.rsplit('/').skip(1);
        let (artifact, group) = (folders.next(), folders.next());
        let value = |key: &str| {
            text.lines()
                .filter_map(|line| line.split_once('='))
                .find(|(name, _)| name.trim() == key)
                .map(|(_, value)| value.trim())
                .filter(|value| !value.is_empty())
        };
        Some(Self {
            group: value("groupId").or(group)?.to_owned(),
            artifact: value("artifactId").or(artifact)?.to_owned(),
            version: value("version").map(str::to_owned),
        })
    }
}
