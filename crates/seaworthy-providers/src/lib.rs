//! What Konveyor's providers find: one leaf condition at a time, all of them in one pass over a file.
//!
//! Every provider is a plan: `compile` takes the leaves it knows from the list of all distinct leaves, `wants` says by
//! the path whether a file must be read at all, `scan` takes a file and adds hits. Hits do not depend on chaining: a
//! leaf that refers to the files of a sibling is asked of every file, and the engine keeps what lies in them.

mod content;
mod csharp;
mod dependency;
mod files;
mod filesearch;
mod golang;
mod json;
mod k8s;
mod model;
mod nodejs;
mod paths;
mod preorder;
mod python;
mod xml;

pub use content::{ContentHits, ContentOutcome, ContentPlan, compile_re2};
pub use csharp::CSharpPlan;
pub use dependency::{BuildFile, DependencyPlan, Library, dependencies_of, read_dependencies};
pub use files::{DEFAULT_EXCLUDED, ListOptions, MAX_READ_BYTES, list_files};
pub use filesearch::FileSearchPlan;
pub use golang::GoPlan;
pub use json::JsonPlan;
pub use k8s::{DEFAULT_KUBERNETES, K8sPlan};
pub use model::{FileId, FileTable, FileText, Hit, LeafError, LeafId, ListedFile};
pub use nodejs::NodeJsPlan;
pub use paths::PathPattern;
pub use python::PythonPlan;
pub use xml::XmlPlan;
