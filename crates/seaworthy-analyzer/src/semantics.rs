//! Where Konveyor's analyzer does something else than its rules' authors mean.
//!
//! Every such place has a name here, and every place in the code asks this table; nothing else in the crate knows what
//! "exact" means. The book's page on differences is made from it.

use serde::{Deserialize, Serialize};

/// Whose way of understanding a rule is followed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Semantics {
    /// As Konveyor's analyzer, with everything that surprises.
    #[default]
    Exact,
    /// As the authors of the rules mean it.
    Mended,
}

impl Semantics {
    /// Whether the analyzer's behaviour is reproduced at this place: at all or at none. The place is named for the
    /// reader, and so that a difference cannot go without an entry in the table.
    pub fn reproduces(self, _place: Difference) -> bool {
        self == Self::Exact
    }
}

macro_rules! differences {
    ($($variant:ident $name:literal $exact:literal $mended:literal;)*) => {
        /// A place where the two ways of [`Semantics`] part.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Difference {
            $(#[doc = $exact] $variant,)*
        }

        impl Difference {
            /// Every difference, in the order of the book's page.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in the book.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What the analyzer does.
            pub fn exact(self) -> &'static str {
                match self { $(Self::$variant => $exact,)* }
            }

            /// What [`Semantics::Mended`] does.
            pub fn mended(self) -> &'static str {
                match self { $(Self::$variant => $mended,)* }
            }
        }
    };
}

// One entry a difference: its variant, its name, the analyzer's way, the mended way.
differences! {
    CapitalFilepaths "capital-filepaths"
        "`{{name.Filepaths}}` with a capital letter restricts nothing."
        "It restricts to the files of that condition, as `{{name.filepaths}}` does.";
    JavaFirstFileOnly "java-first-file"
        "`java.referenced` with chained file paths looks at the first file alone."
        "It looks at every file of the chain.";
    EmptyChainIsOpen "empty-chain"
        "A condition chained to one that found nothing looks at every file."
        "It looks at no file.";
    DanglingFrom "dangling-from"
        "An entry whose `from` names no sibling is never evaluated."
        "The rule ends among the errors.";
    JavaNeedsBuildFile "java-build-file"
        "Java is searched only where a Maven or Gradle build file stands at the root; else rules that ask Java end among the errors."
        "Without one, every Java file is searched.";
    JavaSourceRootsOnly "java-source-roots"
        "Only Java files under the source roots of the build's modules are searched."
        "Every Java file is searched.";
    XPathOfGo "xpath"
        "XML is read and asked as the analyzer's library does: files that it refuses are passed over, no document type has a public identifier, lines are those of the first place with the same text."
        "Every file is read as far as it goes, public identifiers are found, lines are those of the nodes.";
    LinesWrittenBySorting "line-zero"
        "Sorting writes line 0 into incidents without a line when their file has more than one."
        "They stay without a line.";
    EqualNamesForgetSkipped "equal-names"
        "Of rulesets with equal names only the last keeps its description and its skipped rules."
        "The first description and all skipped rules are kept.";
    FilteredTagRuleVanishes "filtered-tags"
        "A tagging rule whose incidents are all filtered out is listed nowhere."
        "It is listed as unmatched.";
    SnippetOffByOne "snippet-window"
        "The excerpt of a `builtin` incident reaches one line further down than up."
        "The line of the incident is in the middle.";
    JavaSnippets "java-snippets"
        "The excerpt of a rule with a `java` condition starts with an empty line and loses its indentation."
        "Every excerpt has the same form.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_difference_has_a_name_of_its_own_and_two_sentences() {
        let names: BTreeSet<_> = Difference::ALL.iter().map(|d| d.name()).collect();
        assert_eq!(names.len(), Difference::ALL.len());
        for difference in Difference::ALL {
            assert!(difference.exact().ends_with('.') && difference.mended().ends_with('.'));
        }
    }

    #[test]
    fn exact_reproduces_everything_and_mended_nothing() {
        assert!(Difference::ALL.iter().all(|&d| Semantics::Exact.reproduces(d)));
        assert!(!Difference::ALL.iter().any(|&d| Semantics::Mended.reproduces(d)));
    }
}
