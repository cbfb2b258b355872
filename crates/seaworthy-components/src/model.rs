//! Components: what of an application is deployed, and what the code says about running it.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::Evidence;
use seaworthy_deps::{BuildTool, Ecosystem};
use seaworthy_facts::Language;
use serde::{Deserialize, Serialize};

/// What a component does when it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ComponentKind {
    /// Serves requests on a port.
    Web,
    /// Runs on without a port of its own (queue worker, daemon).
    Worker,
    /// Runs to an end (batch, scheduled).
    Job,
    /// Static files for a web server.
    Static,
    /// A program with a desktop window.
    Desktop,
    /// Transactions and batch jobs that the monitors and the job control of a mainframe start.
    Mainframe,
    /// Not deployed by itself.
    Library,
}

impl ComponentKind {
    /// Whether it becomes a workload.
    pub fn is_deployable(self) -> bool {
        matches!(self, Self::Web | Self::Worker | Self::Job | Self::Static)
    }

    /// Whether it is an application of its own, with a workload or without one.
    pub fn is_application(self) -> bool {
        self.is_deployable() || matches!(self, Self::Desktop | Self::Mainframe)
    }

    /// The lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Worker => "worker",
            Self::Job => "job",
            Self::Static => "static",
            Self::Desktop => "desktop",
            Self::Mainframe => "mainframe",
            Self::Library => "library",
        }
    }
}

/// What it needs to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// A Java virtual machine alone (executable jar).
    Java,
    /// A servlet container.
    Servlet,
    /// A full Java EE / Jakarta EE server.
    JavaEe,
    /// .NET (Core) on Linux.
    DotNet,
    /// .NET Framework: Windows only.
    DotNetFramework,
    /// Node.js.
    Node,
    /// CPython.
    Python,
    /// PHP.
    Php,
    /// MRI Ruby.
    Ruby,
    /// A native Go binary.
    Go,
    /// A native Rust binary.
    Rust,
    /// Perl.
    Perl,
    /// A native binary of C or C++.
    Native,
    /// A web server with static files.
    StaticFiles,
    /// Internet Information Services with classic ASP: Windows only.
    Iis,
    /// Windows with COM components that are registered on the machine (Visual Basic 6).
    Windows,
    /// A mainframe (z/OS) with its transaction monitors and job control.
    Mainframe,
    /// Something that only an existing Dockerfile or the user knows.
    Unknown,
}

impl Platform {
    /// Whether it runs on Windows only.
    pub fn is_windows(self) -> bool {
        matches!(self, Self::DotNetFramework | Self::Iis | Self::Windows)
    }
}

/// A claim with the places that support it; the first place is the winner where several disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim<T> {
    /// What is claimed.
    pub value: T,
    /// At least one place.
    pub evidence: Vec<Evidence>,
}

impl<T> Claim<T> {
    /// A claim with one place.
    pub fn new(value: T, evidence: Evidence) -> Self {
        Self { value, evidence: vec![evidence] }
    }
}

/// A port a component listens on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Port {
    /// `http`, `management`, `grpc`, `tcp-1099`, …: unique in its component and a valid port name.
    pub name: String,
    /// 1 to 65535.
    pub number: u16,
    /// The address it binds, where the code says; `127.0.0.1` cannot be reached in a pod.
    pub host: Option<String>,
}

/// What answers health questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Path for liveness.
    pub liveness: String,
    /// Path for readiness.
    pub readiness: String,
    /// Name of the port that serves them.
    pub port: String,
}

/// An environment variable or configuration key that the component reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvVar {
    /// Its name as the process sees it (`SPRING_DATASOURCE_URL`, `REDIS_ADDR`).
    pub name: String,
    /// The default in code or configuration; never given for secrets.
    pub default: Option<String>,
    /// Whether its name says that it holds a secret.
    pub secret: bool,
}

/// What kind of thing an outbound connection goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackendKind {
    /// A database; the technology is in [`Outbound::technology`].
    Database,
    /// A cache.
    Cache,
    /// A message broker or queue.
    Queue,
    /// Mail.
    Mail,
    /// A directory (LDAP, Active Directory).
    Directory,
    /// A search engine.
    Search,
    /// Files on another machine (NFS, SMB, FTP, object storage).
    FileShare,
    /// Anything that speaks HTTP or gRPC.
    Http,
    /// Anything else with a host.
    Other,
}

/// Something outside that the component connects to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Outbound {
    /// What kind of thing.
    pub kind: BackendKind,
    /// `postgresql`, `redis`, `rabbitmq`, `smtp`, `http`, …
    pub technology: String,
    /// Host where the code says one; `None` where only the technology is known.
    pub host: Option<String>,
    /// Port said or the technology's default.
    pub port: Option<u16>,
}

/// A place the component writes files to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WritePath {
    /// Absolute or relative path where it is a constant; `None` where it is computed.
    pub path: Option<String>,
    /// Whether the files are temporary.
    pub temporary: bool,
}

/// How a program of a component is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgramKind {
    /// By a transaction monitor (CICS, IMS).
    Transaction,
    /// By a step of a job.
    Batch,
    /// By a web server, for each request.
    Cgi,
    /// By a command: what a build makes and installs.
    Command,
    /// By other programs, or by nothing that was found.
    Other,
}

impl ProgramKind {
    /// What starts it, as people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Transaction => "a transaction monitor",
            Self::Batch => "a job",
            Self::Cgi => "a web server",
            Self::Command => "a command",
            Self::Other => "nothing that was found",
        }
    }
}

/// A program that a component consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// How it is started.
    pub kind: ProgramKind,
    /// The middleware that it calls (`CICS`, `Db2`, `IMS`, `IBM MQ`), or the libraries that its build looks for; sorted.
    pub needs: Vec<String>,
}

/// A named technology with its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Technology {
    /// As people write it: `Spring Boot`, `EJB 3`, `Django`, `PostgreSQL`.
    pub name: String,
    /// `language`, `framework`, `server`, `database`, `messaging`, `cache`, `logging`, `build`, `frontend`, `test`, `container`, `security`, `library`.
    pub category: String,
    /// Version where known.
    pub version: Option<String>,
    /// At least one place.
    pub evidence: Vec<Evidence>,
}

/// One part of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// A DNS label (RFC 1123, at most 53 characters), unique in the application.
    pub id: String,
    /// Name as the build manifest says.
    pub name: String,
    /// Folder relative to the application's root, empty for the root itself.
    pub root: Arc<str>,
    /// What it does when it runs.
    pub kind: ComponentKind,
    /// What it needs to run.
    pub platform: Claim<Platform>,
    /// Release of the platform where the code says (`17`, `8.0`, `3.11`, `v4.7.2`).
    pub platform_version: Option<Claim<String>>,
    /// Its main framework (`Spring Boot 3.4.0`, `ASP.NET MVC 5`).
    pub framework: Option<Claim<String>>,
    /// Its own version.
    pub version: Option<String>,
    /// Ecosystem of its manifest, where it has one.
    pub ecosystem: Option<Ecosystem>,
    /// The tool that builds it, where one is known.
    pub build_tool: Option<Claim<BuildTool>>,
    /// What the build leaves (`target/app.war`, `dist/server.js`, `./cmd/server`), where known.
    pub artifact: Option<Claim<String>>,
    /// How it is started, as an argument vector, where known (from Procfile, Dockerfile, start script, framework).
    pub start: Option<Claim<Vec<String>>>,
    /// An existing Dockerfile, by path.
    pub dockerfile: Option<Claim<String>>,
    /// Ports it listens on; the first is the main one.
    pub ports: Vec<Claim<Port>>,
    /// Its health endpoint, where the code has one.
    pub health: Option<Claim<Health>>,
    /// What it reads from the environment.
    pub env: Vec<Claim<EnvVar>>,
    /// Whom it calls.
    pub outbound: Vec<Claim<Outbound>>,
    /// Where it writes.
    pub writes: Vec<Claim<WritePath>>,
    /// The programs it consists of, by name, where it is more than one thing that is started.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<Claim<Program>>,
    /// Schedules found (crontab lines, `@Scheduled`), as written.
    pub schedules: Vec<Claim<String>>,
    /// Technologies in use.
    pub technologies: Vec<Technology>,
    /// Lines of production code by language.
    pub lines: BTreeMap<Language, u64>,
    /// Lines of test code.
    pub test_lines: u64,
    /// Why we think this is a component of this kind.
    pub evidence: Vec<Evidence>,
}
