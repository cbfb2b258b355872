//! What can go wrong with an expression.

use std::fmt;

/// Why an expression was not read or not evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XPathError {
    /// The text is no expression.
    Syntax {
        /// Column in characters, from 1.
        column: u32,
        /// One sentence.
        message: String,
    },
    /// A prefix that the namespaces do not define.
    UnknownPrefix(String),
    /// The steps of the budget are used up.
    TooExpensive,
    /// An expression that must select nodes gives a boolean, a number or a string.
    NotNodes,
    /// The expression asks for something that the library of Konveyor stops at: a comparison with a boolean, an
    /// argument of another type. It then finds nothing in the document.
    Refused(&'static str),
}

impl fmt::Display for XPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { column, message } => write!(f, "column {column}: {message}"),
            Self::UnknownPrefix(prefix) => write!(f, "prefix {prefix} not defined"),
            Self::TooExpensive => f.write_str("the expression takes too many steps"),
            Self::NotNodes => f.write_str("the expression does not select nodes"),
            Self::Refused(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for XPathError {}

/// How many steps an evaluation may take: one for every node looked at and every 64 bytes of text put together.
#[derive(Clone, Debug)]
pub struct Budget {
    left: u64,
}

impl Budget {
    /// A budget of so many steps.
    pub fn new(steps: u64) -> Self {
        Self { left: steps }
    }

    /// Steps that are left.
    pub fn left(&self) -> u64 {
        self.left
    }

    pub(crate) fn spend(&mut self, steps: usize) -> Result<(), XPathError> {
        let left = self.left.checked_sub(steps as u64);
        self.left = left.unwrap_or(0);
        left.map(drop).ok_or(XPathError::TooExpensive)
    }
}

impl Default for Budget {
    /// Twenty million steps: some tenths of a second, and far more than any sensible expression takes.
    fn default() -> Self {
        Self::new(20_000_000)
    }
}
