//! Described types of libraries.

use std::ops::Deref;
use std::sync::Arc;

use seaworthy_types::LibraryType;

/// A described type of a library.
#[derive(Clone, Debug)]
pub(crate) enum Known {
    /// Of the built-in index.
    Built(&'static LibraryType),
    /// Of a class file at hand.
    Own(Arc<LibraryType>),
}

impl Deref for Known {
    type Target = LibraryType;

    fn deref(&self) -> &LibraryType {
        match self {
            Self::Built(of) => of,
            Self::Own(of) => of,
        }
    }
}

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        let (own, others): (&LibraryType, &LibraryType) = (self, other);
        std::ptr::eq(own, others) || self.is(&other.package, &other.name)
    }
}

impl Known {
    /// Whether it has this package and name.
    pub(crate) fn is(&self, package: &str, name: &str) -> bool {
        self.name == name && self.package == package
    }
}
