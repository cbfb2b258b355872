//! Inventory of an application: walking, archives, git, roles.
//!
//! [`SourceTree::open`] lists a folder or an archive without reading its files; [`SourceTree::read`] reads one
//! file and may be called from many threads at once. Whatever cannot be listed or read becomes a
//! [`Diagnostic`](seaworthy_base::Diagnostic); only an input that is no application at all is a [`SourceError`].
//! Nothing is ever unpacked to disk.
//!
//! An input holds sources or binaries ([`InputKind`]); the names of its files decide:
//!
//! - A `.jar .war .ear .rar` file holds binaries, unless it is a source jar: sources and not one class.
//! - A folder, zip or tar holds binaries when there is an archive in it, or a class below `WEB-INF/classes` and its
//!   like, but no build file and no source file of a programming language. Scripts that start things do not count as
//!   sources, nor do scripts of pages in an exploded archive. A server's deployment folder (`deployments`, `webapps`,
//!   `autodeploy`, `dropins`) with an archive in it always holds binaries.
//!
//! Of binaries, modules are opened and their class files are the program. A jar in a folder for libraries is opened once
//! to see what it says of itself ([`LibraryArchive`]), then let go; it is the application's own when its Maven group is
//! kin to a group of the application's modules or, where none is told, when at least half of its classes lie in
//! packages that share three parts with the application's. Own jars are listed like modules. In sources every jar is a
//! library and class files are left-overs of a build.
//!
//! For work on many threads: [`SourceTree::read`], [`SourceTree::hash`] and [`SourceTree::open_library`] take `&self`;
//! [`SourceTree::class_groups`] cuts the classes into pieces of work.

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
pub use role::{HEAD_BYTES, refine_language, refine_role};
pub use tree::{LeftOut, SourceFile, SourceTree};
