//! The twelve factors, as <https://12factor.net> names them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One of the twelve factors of an application that runs well in a cloud.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// One codebase in version control, many deploys.
    Codebase,
    /// Dependencies are declared and isolated.
    Dependencies,
    /// What differs between deploys is in the environment.
    Config,
    /// Databases, queues and mail are attached resources.
    BackingServices,
    /// Build, release and run are strictly separate stages.
    BuildReleaseRun,
    /// The application is one or more stateless processes.
    Processes,
    /// Services are exported by binding a port.
    PortBinding,
    /// More load means more processes.
    Concurrency,
    /// Processes start fast and stop gracefully.
    Disposability,
    /// Development, staging and production are alike.
    DevProdParity,
    /// Logs are a stream of events on standard output.
    Logs,
    /// Admin tasks run as one-off processes.
    AdminProcesses,
}

impl Factor {
    /// All twelve, in their usual order.
    pub const ALL: [Self; 12] = [
        Self::Codebase,
        Self::Dependencies,
        Self::Config,
        Self::BackingServices,
        Self::BuildReleaseRun,
        Self::Processes,
        Self::PortBinding,
        Self::Concurrency,
        Self::Disposability,
        Self::DevProdParity,
        Self::Logs,
        Self::AdminProcesses,
    ];

    /// The name as people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Codebase => "Codebase",
            Self::Dependencies => "Dependencies",
            Self::Config => "Config",
            Self::BackingServices => "Backing services",
            Self::BuildReleaseRun => "Build, release, run",
            Self::Processes => "Processes",
            Self::PortBinding => "Port binding",
            Self::Concurrency => "Concurrency",
            Self::Disposability => "Disposability",
            Self::DevProdParity => "Dev/prod parity",
            Self::Logs => "Logs",
            Self::AdminProcesses => "Admin processes",
        }
    }

    /// What it asks for, in one sentence.
    pub fn asks(self) -> &'static str {
        match self {
            Self::Codebase => "One codebase in version control is deployed many times.",
            Self::Dependencies => "Everything it needs is declared and comes with it.",
            Self::Config => "What differs between deploys comes from the environment.",
            Self::BackingServices => "Databases, queues and mail are reached by a setting.",
            Self::BuildReleaseRun => "The same build runs everywhere and never changes itself.",
            Self::Processes => "Nothing is kept in the memory or on the disk of one process.",
            Self::PortBinding => "It serves on a port by itself.",
            Self::Concurrency => "Several copies can run side by side.",
            Self::Disposability => "It starts fast and ends in an orderly way.",
            Self::DevProdParity => "Development runs what production runs.",
            Self::Logs => "Logs go to standard output.",
            Self::AdminProcesses => "Migrations and the like are jobs of their own.",
        }
    }
}
