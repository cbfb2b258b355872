//! Groups of languages that are measured together.

use std::fmt;

use seaworthy_facts::Language;
use serde::{Deserialize, Serialize};

macro_rules! groups {
    ($($variant:ident $name:literal [$($language:ident)*];)*) => {
        /// Languages that share rules and are measured together.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum LanguageGroup {
            $(#[doc = $name] #[serde(rename = $name)] $variant,)*
            /// Everything else: scripts of no group, settings of an application without a known language.
            #[serde(rename = "other")]
            Other,
        }

        impl LanguageGroup {
            /// The group's name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::Other => "other" }
            }

            /// The group of a language; nothing for settings and prose, which belong to the application around them.
            pub fn of(language: Language) -> Option<Self> {
                match language { $($(Language::$language)|* => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

groups! {
    Java "Java" [Java Kotlin Scala Groovy Jsp Class];
    DotNet ".NET" [CSharp VisualBasic Aspx Asp Razor];
    JavaScript "JavaScript" [JavaScript TypeScript Tsx Vue Svelte];
    Python "Python" [Python];
    Php "PHP" [Php Twig];
    Ruby "Ruby" [Ruby Erb];
    Go "Go" [Go];
    C "C/C++" [C Cpp];
    Cobol "COBOL" [Cobol];
    Perl "Perl" [Perl];
    Rust "Rust" [Rust];
    Shell "Shell" [Shell Batch PowerShell];
}

impl LanguageGroup {
    /// The group of a file by its path; what has no group of its own belongs to the `main` group of the application.
    /// Scripts do as well, because an application in Java is judged with its start scripts.
    pub fn of_file(path: &str, main: Self) -> Self {
        match Self::of(Language::of_path(path)) {
            None | Some(Self::Shell) => main,
            Some(group) => group,
        }
    }

    /// The group of the language with the most lines, of `(language, lines)`; equal lines go to the first group.
    pub fn main_of<'a>(languages: impl IntoIterator<Item = (&'a str, u64)>) -> Self {
        let mut lines = std::collections::BTreeMap::<Self, u64>::new();
        for (name, count) in languages {
            let known = Language::ALL.iter().find(|l| l.name() == name);
            if let Some(group) = known.and_then(|l| Self::of(*l)) {
                *lines.entry(group).or_default() += count;
            }
        }
        let code = lines.keys().any(|g| *g != Self::Shell);
        lines
            .into_iter()
            .filter(|(group, _)| !code || *group != Self::Shell)
            .max_by_key(|(group, count)| (*count, std::cmp::Reverse(*group)))
            .map_or(Self::Other, |(group, _)| group)
    }
}

impl fmt::Display for LanguageGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_scripts_belong_to_the_application() {
        let main = LanguageGroup::Ruby;
        assert_eq!(LanguageGroup::of_file("config/database.yml", main), main);
        assert_eq!(LanguageGroup::of_file("bin/start.sh", main), main);
        assert_eq!(LanguageGroup::of_file("app/page.js", main), LanguageGroup::JavaScript);
        assert_eq!(LanguageGroup::of_file("Web/Page.aspx", main), LanguageGroup::DotNet);
    }

    #[test]
    fn the_main_group_has_the_most_lines() {
        let of = |list: &[(&'static str, u64)]| LanguageGroup::main_of(list.iter().copied());
        assert_eq!(of(&[("JSON", 900), ("Go", 20), ("Shell", 50)]), LanguageGroup::Go);
        assert_eq!(
            of(&[("Java", 30), ("JavaScript", 20), ("TypeScript", 15)]),
            LanguageGroup::JavaScript
        );
        assert_eq!(of(&[("Shell", 3)]), LanguageGroup::Shell);
        assert_eq!(of(&[]), LanguageGroup::Other);
    }
}
