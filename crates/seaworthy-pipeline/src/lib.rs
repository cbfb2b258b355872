//! From a path to an assessment: opening, threads, phases, output folders, portfolios.
//!
//! Everything with input or output is here or in `source`; what is in between is pure.

mod analyse;
mod archives;
mod bench;
mod class_file;
mod excerpt;
mod files;
mod ignores;
mod inventory;
mod konveyor;
mod libraries;
mod maven;
mod options;
pub mod output;
mod packages;
pub mod portfolio;
mod progress;
mod run;
mod sbom;
mod texts;
mod worker;

pub use bench::{Parsed, RuleCost, bench_parse, bench_rules};
pub use files::{manifest_files, report_files};
pub use ignores::{IGNORE_FILE, read_ignores};
pub use konveyor::KonveyorRules;
pub use maven::LocalMaven;
pub use options::Options;
pub use progress::{OnProgress, Progress};
pub use run::{Input, Outcome, RunError, assess};
pub use sbom::sbom;
pub use seaworthy_assess::Weights;
pub use seaworthy_deps::MavenSettings;
pub use seaworthy_manifests::DraftOptions;
pub use seaworthy_matching::is_day;
pub use seaworthy_rules::RuleSet;
pub use seaworthy_source::Limits;
