//! Scopes of libraries that libraries bring.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Scope;

/// A scope as Maven names it, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MavenScope {
    /// Needed to compile and to run; also any name that Maven does not know.
    Compile,
    /// Needed to run.
    Runtime,
    /// Given by the server.
    Provided,
    /// A file named by its path.
    System,
    /// Needed for tests.
    Test,
}

impl MavenScope {
    pub(super) fn of(name: &str) -> Self {
        match name {
            "runtime" => Self::Runtime,
            "provided" => Self::Provided,
            "system" => Self::System,
            "test" => Self::Test,
            _ => Self::Compile,
        }
    }

    /// What it is for the other ecosystems too.
    pub fn role(self) -> Scope {
        match self {
            Self::Compile | Self::Runtime => Scope::Runtime,
            Self::Provided | Self::System => Scope::Provided,
            Self::Test => Scope::Test,
        }
    }

    /// The scope of a library that a library of this scope brings in scope `child`.
    pub(super) fn derived(self, child: Self) -> Self {
        match (self, child) {
            (_, Self::System | Self::Test) | (Self::Compile, _) => child,
            (Self::Test | Self::Runtime, _) => self,
            (Self::System | Self::Provided, _) => Self::Provided,
        }
    }

    /// The scope of a library that several bring: the widest, `system` only where it is the only one.
    pub(super) fn widest(scopes: impl Iterator<Item = Self>) -> Option<Self> {
        scopes.min_by_key(|scope| match scope {
            Self::Compile => 0,
            Self::Runtime => 1,
            Self::Provided => 2,
            Self::Test => 3,
            Self::System => 4,
        })
    }
}

impl fmt::Display for MavenScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compile => "compile",
            Self::Runtime => "runtime",
            Self::Provided => "provided",
            Self::System => "system",
            Self::Test => "test",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::MavenScope::{Compile, Provided, Runtime, System, Test};
    use super::*;

    #[test]
    fn the_table() {
        // Rows: scope of the library that brings; columns: what it asks for.
        let table = [
            (Compile, [Compile, Runtime]),
            (Runtime, [Runtime, Runtime]),
            (Provided, [Provided, Provided]),
            (System, [Provided, Provided]),
            (Test, [Test, Test]),
        ];
        for (parent, row) in table {
            assert_eq!([parent.derived(Compile), parent.derived(Runtime)], row);
            assert_eq!(parent.derived(System), System);
        }
        assert_eq!(MavenScope::widest([Test, System, Runtime].into_iter()), Some(Runtime));
        assert_eq!(MavenScope::widest([System].into_iter()), Some(System));
        assert_eq!(MavenScope::widest(std::iter::empty()), None);
    }
}
