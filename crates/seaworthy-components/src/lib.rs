//! Deployable components: what runs, on what, how it is reached and what it needs.
//!
//! [`detect`] takes the modules that the build manifests state and a [`FileSummary`] of each file. What the build says
//! comes first, then what the code does, then an existing Dockerfile, then a framework's default; each claim says which.

mod candidate;
mod classify;
mod detect;
mod environment;
mod health;
mod image;
mod mainframe;
mod model;
mod naming;
mod outbound;
mod ports;
mod programs;
mod scripts;
mod signal;
mod start;
mod technology;
mod version;

pub use detect::{Detected, detect};
pub use model::{
    BackendKind, Claim, Component, ComponentKind, EnvVar, Health, Outbound, Platform, Port,
    Program, ProgramKind, Technology, WritePath,
};
pub use signal::{FileSummary, Import, Signal, wants};
