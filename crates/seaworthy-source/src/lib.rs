//! Inventory of an application: walking, archives, git, roles.
//!
//! [`SourceTree::open`] lists a folder or an archive without reading its files; [`SourceTree::read`] reads one
//! file and may be called from many threads at once. Whatever cannot be listed or read becomes a
//! [`Diagnostic`](seaworthy_base::Diagnostic); only an input that is no application at all is a [`SourceError`].
//! Nothing is ever unpacked to disk.

mod archive;
mod class_group;
mod container;
mod error;
mod git;
mod inventory;
mod library;
mod limits;
mod manifest;
mod own;
mod path;
mod role;
mod tree;
mod walk;

pub use class_group::ClassGroup;
pub use container::InputKind;
pub use error::SourceError;
pub use git::{clone_git, is_git_url};
pub use library::{Hashes, LibraryArchive, OpenLibrary};
pub use limits::Limits;
pub use role::{HEAD_BYTES, refine_role};
pub use tree::{LeftOut, SourceFile, SourceTree};
