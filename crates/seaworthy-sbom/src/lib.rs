//! The libraries of an application as a CycloneDX 1.6 document.
//!
//! [`write`] is a function of its input alone: no clock, no random serial number. Two runs over the same application
//! give equal bytes, so a bill of materials can be compared with the one of last week.

mod document;
mod licences;
mod model;
mod purl;
mod write;

pub use licences::is_spdx_id;
pub use model::{
    Completeness, SbomComponent, SbomEdge, SbomInput, SbomLicence, SbomOccurrence, SbomPart,
    SbomScope, Technique,
};
pub use purl::{PackageType, Purl};
pub use write::write;
