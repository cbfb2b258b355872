//! What detection keeps of a file after its facts are gone.

use std::sync::Arc;

use seaworthy_base::{Evidence, Position};
use seaworthy_facts::{FactKind, Language, ParseOutcome, Role};

use crate::mainframe;

/// A fact worth keeping, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Kind of the fact.
    pub kind: FactKind,
    /// Its name.
    pub name: Box<str>,
    /// Its value.
    pub value: Box<str>,
    /// Whether it speaks of a temporary place.
    pub temporary: bool,
    /// Where it stands.
    pub evidence: Evidence,
}

/// A name that a file imports. Both texts are shared between files, because the same few names are imported everywhere.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its name, as the language qualifies it.
    pub name: Arc<str>,
    /// The line that imports it, as [`Evidence`] shows it.
    pub text: Arc<str>,
    /// Where that stands.
    pub at: Position,
}

impl Import {
    /// The evidence for it in the file of that path.
    pub fn evidence(&self, path: &Arc<str>) -> Evidence {
        Evidence::cause(path, self.at, &self.text)
    }
}

/// What is known of a file once it has been read.
#[derive(Clone, Debug)]
pub struct FileSummary {
    /// Path relative to the root.
    pub path: Arc<str>,
    /// Its language.
    pub language: Language,
    /// Its role.
    pub role: Role,
    /// Non-blank lines.
    pub lines: u32,
    /// How far it was understood.
    pub outcome: ParseOutcome,
    /// Package or namespace it declares, empty where none.
    pub package: Box<str>,
    /// What it imports, distinct, sorted, with the first place.
    pub imports: Vec<Import>,
    /// Facts worth keeping, in the order of the text.
    pub signals: Vec<Signal>,
}

const CONFIG_PREFIXES: [&str; 27] = [
    "spring.",
    "server.",
    "management.",
    "quarkus.",
    "micronaut.",
    "logging.file",
    "FROM",
    "EXPOSE",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "USER",
    "HEALTHCHECK",
    "cron/",
    "Service/ExecStart",
    "Timer/OnCalendar",
    "web",
    "worker",
    "release",
    "production",
    "default.",
    "ConnectionStrings",
    "configuration/connectionStrings",
    "configuration/system.web/",
    "configuration/system.serviceModel",
    "server/",
    "services.",
];

const ASSIGNED: [&str; 8] = [
    "DATABASES",
    "CACHES",
    "WSGI_APPLICATION",
    "ASGI_APPLICATION",
    "MEDIA_ROOT",
    "CELERY_BROKER_URL",
    "BROKER_URL",
    "ROOT_URLCONF",
];

const ANNOTATIONS: [&str; 9] = [
    "Scheduled",
    "Schedule",
    "SpringBootApplication",
    "QuarkusMain",
    "MessageDriven",
    "Stateless",
    "Stateful",
    "WebService",
    "ServiceContract",
];

/// Whether a fact is kept for detection, graph and manifests after the file is done. Keeping is what makes memory grow
/// with the code base, so this says yes to little.
pub fn wants(kind: FactKind, name: &str, value: &str) -> bool {
    if name.len() > 300 || value.len() > 600 {
        return false;
    }
    match kind {
        FactKind::Listen | FactKind::EnvRead | FactKind::FileWrite | FactKind::Url => true,
        FactKind::Route => crate::health::looks_like_health(name),
        FactKind::ConfigKey => {
            CONFIG_PREFIXES.iter().any(|p| name.starts_with(p)) || name == "Type"
        }
        FactKind::Assign => ASSIGNED.iter().any(|a| name.rsplit('.').next() == Some(a)),
        FactKind::Annotation => {
            let last = name.rsplit('.').next().unwrap_or(name);
            ANNOTATIONS.contains(&last)
        }
        FactKind::Supertype => {
            let last = name.rsplit('.').next().unwrap_or(name);
            matches!(
                last,
                "ServiceBase"
                    | "HttpApplication"
                    | "BackgroundService"
                    | "Form"
                    | "Window"
                    | "JFrame"
                    | "Application"
            )
        }
        FactKind::FunctionDecl => {
            name == "main" || name.ends_with(".main") || name.ends_with(".Main")
        }
        FactKind::Call => {
            name.ends_with("SpringApplication.run")
                || name.contains("grpc")
                || name.ends_with(".MapHealthChecks")
                || name.contains(".MapGrpcService")
                || mainframe::wants_call(name, value)
                || matches!(last_part(name), "listen" | "accept" | "accept4" | "daemon" | "setsid")
        }
        // Before a fact is made its value is not known, and asked for as empty.
        FactKind::TypeDecl => value.is_empty() || mainframe::is_unit(value),
        FactKind::Exec => value.is_empty() || mainframe::starts_program(value),
        _ => false,
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
