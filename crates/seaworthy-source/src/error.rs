//! Why an input is no application.

use std::path::PathBuf;

/// The input as a whole cannot be assessed. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The path is the empty string.
    #[error(
        "the path is empty; name a folder or an archive (.jar .war .ear .rar .zip .tar .tar.gz .tgz)"
    )]
    EmptyPath,
    /// There is nothing at the path.
    #[error("{path} does not exist; check the path")]
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// A folder or archive without a single file.
    #[error("{path} holds no files; name the folder or archive that holds the application")]
    NoFiles {
        /// The path as given.
        path: PathBuf,
    },
    /// A file of another kind, or one that its name calls an archive and whose bytes are none.
    #[error(
        "{path} is neither a folder nor a readable archive ({reason}); name a folder or a .jar .war .ear .rar .zip .tar .tar.gz or .tgz file"
    )]
    NotAnArchive {
        /// The path as given.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The root cannot be opened.
    #[error("{path} cannot be read ({reason}); check its permissions")]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// There is no `git` program.
    #[error(
        "the git program was not found; install git, or clone the repository yourself and name the folder"
    )]
    GitMissing,
    /// `git clone` failed.
    #[error(
        "cloning {url} failed: {message}; check the address and your access, or clone it yourself and name the folder"
    )]
    GitFailed {
        /// The address without a password.
        url: String,
        /// The last line git printed.
        message: String,
    },
}
