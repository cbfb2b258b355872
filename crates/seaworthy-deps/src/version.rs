//! Orders of versions, as the tools that resolve them have them.

pub mod gradle;
pub mod maven;
pub mod osgi;
