//! Globs over paths, all asked at once.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;

use super::wildcard::Wildcard;

/// A glob of a rule: case never matters (paths are compared in lower case), one without `/` speaks of the file name.
pub(crate) fn path_glob(glob: &str) -> Result<Glob, globset::Error> {
    compiled(&rooted(glob))
}

fn compiled(rooted: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(rooted).literal_separator(true).build()
}

fn rooted(glob: &str) -> String {
    let lower = glob.to_ascii_lowercase();
    if lower.contains('/') { lower } else { format!("**/{lower}") }
}

/// Numbered globs. Nearly all globs of rules hold no more than `*` and `**`, and are compared folder by folder; what
/// has `?` or `[]` is left to regular expressions, which cost more to make than all others together.
#[derive(Debug, Default)]
pub(super) struct Globs {
    /// File names, as in `pom.xml`.
    names: FxHashMap<Box<str>, Vec<u32>>,
    /// Patterns of file names, as in `*.service`, by the extension.
    name_patterns: Keyed<Wildcard>,
    /// Patterns of paths, as in `**/config/*.rb`, by the longest part without a star.
    paths: Keyed<PathPattern>,
    regexes: GlobSet,
    /// The numbers of `regexes`.
    of_regexes: Vec<u32>,
}

/// Numbered patterns by a text that all they fit must hold: a file asks a few of them, and not all.
#[derive(Debug)]
struct Keyed<P> {
    by_key: FxHashMap<Box<str>, Vec<(P, u32)>>,
    /// Patterns without such a text.
    other: Vec<(P, u32)>,
}

impl<P> Default for Keyed<P> {
    fn default() -> Self {
        Self { by_key: FxHashMap::default(), other: Vec::new() }
    }
}

impl<P> Keyed<P> {
    fn add(&mut self, key: Option<&str>, pattern: P, number: u32) {
        match key {
            Some(key) => self.by_key.entry(key.into()).or_default().push((pattern, number)),
            None => self.other.push((pattern, number)),
        }
    }

    fn matches<'k>(
        &self,
        keys: impl Iterator<Item = &'k str>,
        fits: impl Fn(&P) -> bool,
        out: &mut Vec<u32>,
    ) {
        let keyed = keys.filter_map(|key| self.by_key.get(key)).flatten();
        out.extend(self.other.iter().chain(keyed).filter(|(p, _)| fits(p)).map(|(_, n)| *n));
    }
}

impl Globs {
    /// Globs by their numbers. One that is none is left out; the loader tells of it.
    pub(super) fn new<'g>(globs: impl Iterator<Item = (&'g str, u32)>) -> Self {
        let mut all = Self::default();
        let mut regexes = GlobSetBuilder::new();
        for (glob, number) in globs {
            all.add(glob, number, &mut regexes);
        }
        all.regexes = regexes.build().unwrap_or_default();
        all
    }

    fn add(&mut self, glob: &str, number: u32, regexes: &mut GlobSetBuilder) {
        for rooted in alternatives(rooted(glob)) {
            let name = rooted.strip_prefix("**/").filter(|name| !name.contains('/'));
            if !is_plain(&rooted) {
                if let Ok(glob) = compiled(&rooted) {
                    regexes.add(glob);
                    self.of_regexes.push(number);
                }
            } else if let Some(name) = name.filter(|name| *name != "**") {
                if name.contains('*') {
                    let key = extension(name).filter(|key| !key.contains('*'));
                    self.name_patterns.add(key, Wildcard::new(name), number);
                } else {
                    self.names.entry(name.into()).or_default().push(number);
                }
            } else {
                let key = rooted.split('/').filter(|part| !part.contains('*'));
                let key = key.max_by_key(|part| part.len());
                self.paths.add(key, PathPattern::new(&rooted), number);
            }
        }
    }

    /// Adds the numbers of the globs that a path in lower case fits to `out`, in no order, possibly twice.
    pub(super) fn matches(&self, path: &str, out: &mut Vec<u32>) {
        let name = path.rsplit('/').next().unwrap_or(path);
        out.extend(self.names.get(name).into_iter().flatten());
        self.name_patterns.matches(extension(name).into_iter(), |p| p.fits(name), out);
        let parts: Vec<&str> = path.split('/').collect();
        self.paths.matches(parts.iter().copied(), |p| p.fits(&parts), out);
        if !self.regexes.is_empty() {
            let found = self.regexes.matches(path);
            out.extend(found.into_iter().filter_map(|i| self.of_regexes.get(i)));
        }
    }
}

/// What stands after the last dot of a file name.
fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

/// Most globs that one is written out as.
const MOST_ALTERNATIVES: usize = 64;

/// `{a,b}.sh` as `a.sh` and `b.sh`; as it is where that is not so plain.
fn alternatives(glob: String) -> Vec<String> {
    // Beside a brace, `**` speaks of no folders.
    if glob.contains("**{") || glob.contains("}**") {
        return vec![glob];
    }
    let mut done: Vec<String> = vec![String::new()];
    let mut rest = glob.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, after)) = after.split_once('}') else { return vec![glob] };
        let choices: Vec<&str> = inside.split(',').collect();
        let plain = !inside.contains('{')
            && !inside.contains("**")
            && choices.iter().all(|choice| !choice.is_empty());
        if !plain || glob.contains(['\\', '[']) || done.len() * choices.len() > MOST_ALTERNATIVES {
            return vec![glob];
        }
        let longer = |head: &String| {
            choices.iter().map(|choice| format!("{head}{before}{choice}")).collect::<Vec<_>>()
        };
        done = done.iter().flat_map(longer).collect();
        rest = after;
    }
    for all in &mut done {
        all.push_str(rest);
    }
    done
}

/// Whether a glob means the same when it is read folder by folder.
fn is_plain(glob: &str) -> bool {
    !glob.contains(['?', '[', ']', '{', '}', '\\'])
        && glob.split('/').all(|part| !part.is_empty() && (part == "**" || !part.contains("**")))
}

/// A path in which `*` stands for any run of characters within a part and `**` for any number of folders.
#[derive(Debug)]
struct PathPattern {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    AnyFolders,
    Name(Wildcard),
}

impl PathPattern {
    fn new(glob: &str) -> Self {
        let mut parts: Vec<Part> = glob
            .split('/')
            .map(|part| match part {
                "**" => Part::AnyFolders,
                _ => Part::Name(Wildcard::new(part)),
            })
            .collect();
        // `folder/**` is what lies below, and not the folder itself.
        if matches!(parts.last(), Some(Part::AnyFolders)) {
            parts.push(Part::Name(Wildcard::new("*")));
        }
        Self { parts }
    }

    /// Whether the whole path fits. On a mismatch only the last `**` is taken back.
    fn fits(&self, path: &[&str]) -> bool {
        // Most paths end otherwise.
        if let (Some(Part::Name(last)), Some(file)) = (self.parts.last(), path.last())
            && !last.fits(file)
        {
            return false;
        }
        let (mut p, mut n) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while let Some(name) = path.get(n) {
            match self.parts.get(p) {
                Some(Part::AnyFolders) => {
                    retry = Some((p + 1, n));
                    p += 1;
                }
                Some(Part::Name(pattern)) if pattern.fits(name) => {
                    p += 1;
                    n += 1;
                }
                _ => {
                    let Some((after, taken)) = retry else { return false };
                    retry = Some((after, taken + 1));
                    p = after;
                    n = taken + 1;
                }
            }
        }
        p == self.parts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fits(glob: &str, path: &str) -> bool {
        let mut found = Vec::new();
        Globs::new([(glob, 7)].into_iter()).matches(path, &mut found);
        found.first() == Some(&7)
    }

    #[test]
    fn globs_speak_of_names_and_of_paths() {
        assert!(fits("Pom.xml", "a/pom.xml") && !fits("pom.xml", "pom.xml/a"));
        assert!(fits("*.y*ml", "x/.github/a.yaml") && !fits("*.yml", "a.yml/b"));
        assert!(fits("**/config/**", "config/a") && fits("**/config/**", "x/config/a/b"));
        assert!(!fits("**/config/**", "x/config"));
        assert!(fits("app/**/x.rb", "app/x.rb") && !fits("app/*", "app/a/b"));
        assert!(fits("robo[Ff]ile.php", "a/robofile.php") && fits("*.{a,b}", "x.b"));
        assert!(fits("**/{ci,test}/**", "a/test/x") && !fits("**/{ci,test}/**", "a/cit/x"));
        assert_eq!(alternatives("{a,b}c{d,e}".to_owned()), ["acd", "ace", "bcd", "bce"]);
        for odd in ["{a,{b,c}}", "{a,}", "{a", "[{]a,b}", "**{/a,b}"] {
            assert_eq!(alternatives(odd.to_owned()), [odd]);
        }
    }

    proptest! {
        #[test]
        fn plain_globs_mean_what_globset_says(
            glob in "(\\*\\*/)?([ab*]{1,3}/|\\*\\*/|\\{a,b\\*\\}b/){0,3}([ab.*]{1,4}|\\*\\*|\\{ab,b\\})",
            // No file is called `..`; of such a path one glob and a set of globs think differently.
            path in "([ab]{1,3}/){0,4}([ab][ab.]{0,3}|\\.[ab]{1,3})",
        ) {
            let expected = path_glob(&glob).unwrap().compile_matcher().is_match(&path);
            prop_assert_eq!(fits(&glob, &path), expected, "{} {}", glob, path);
        }
    }
}
