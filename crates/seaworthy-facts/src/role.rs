//! What a file is for; roles decide what counts.

use serde::{Deserialize, Serialize};

/// The part a file plays in the application.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Runs in production, or configures what runs; counts for the score.
    #[default]
    Production,
    /// Tests and their data; analysed and listed, not counted.
    Test,
    /// Written by a tool (build output, minified or generated code); listed only.
    Generated,
    /// A library copied into the tree; listed only.
    Vendored,
    /// Examples and demos beside the application; listed, not counted.
    Sample,
    /// Documentation and prose.
    Docs,
}

impl Role {
    /// Whether findings of this role count for score and effort.
    pub fn counts(self) -> bool {
        self == Self::Production
    }

    /// Whether files of this role are parsed at all.
    pub fn is_analysed(self) -> bool {
        matches!(self, Self::Production | Self::Test | Self::Sample)
    }

    /// The lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Test => "test",
            Self::Generated => "generated",
            Self::Vendored => "vendored",
            Self::Sample => "sample",
            Self::Docs => "docs",
        }
    }
}
