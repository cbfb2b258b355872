//! What is known of library types without having the libraries: supertypes, methods, fields.
//!
//! The facts are names and signatures of public and protected members, taken from class files by `cargo xtask types`: of the
//! class library of Java SE and of the artifacts that `index/sources.txt` lists. Where several releases of a library have
//! been read a type has the members of all of them. They are kept deflated in `index/types.bin`: a directory of packages, and
//! groups of packages that are inflated when one of their types is asked for. Nothing is read before the first question.
//!
//! [`find`] gives a [`LibraryType`] by its qualified name, and [`method`] and [`field`] look for members in a type and in all
//! that it inherits from. Class files at hand are described in the same terms by [`describe`].

mod class;
mod index;
mod inherit;
mod model;
mod signature;

pub use class::{ClassFacts, MemberFacts, describe};
pub use index::{contains, find, find_in, is_member_name, is_package, is_se_package, write};
pub use inherit::{FoundField, FoundMethod, field, is_subtype, method, supertypes};
pub use model::{Field, Kind, LibraryType, Method, Name, TypeParameter, TypeText};
