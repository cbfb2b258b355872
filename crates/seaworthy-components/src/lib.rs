//! Deployable components: what runs, on what, how it is reached and what it needs.

mod model;

pub use model::{
    BackendKind, Claim, Component, ComponentKind, EnvVar, Health, Outbound, Platform, Port,
    Technology, WritePath,
};
