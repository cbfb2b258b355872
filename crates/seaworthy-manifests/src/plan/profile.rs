//! What a platform needs where the code says nothing: one table, with the reasons.

use seaworthy_components::{Component, ComponentKind, Platform};

use super::technology;

/// Defaults of a platform.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Profile {
    /// The port it listens on unless told otherwise, where it has one.
    pub(crate) port: Option<u16>,
    /// Why.
    pub(crate) port_reason: &'static str,
    /// CPU request; the limit is a whole core, so that a start is not throttled.
    pub(crate) cpu: &'static str,
    /// Memory request and limit.
    pub(crate) memory: &'static str,
    /// Starts may take 5 seconds times this.
    pub(crate) startup_periods: i64,
    /// Numeric user of the drafted image.
    pub(crate) uid: i64,
    /// Whether the files of the drafted image belong to group 0 and only that group may read all of them.
    pub(crate) root_group: bool,
    /// Limit of `/tmp`.
    pub(crate) temporary: &'static str,
    /// Other directories that the server writes to: volume name and path in the drafted image.
    pub(crate) scratch: &'static [(&'static str, &'static str)],
    /// Whether the drafted image is distroless: no shell, no package manager.
    pub(crate) distroless: bool,
}

/// User of distroless images.
const NONROOT: i64 = 65532;
/// User of the images that we add a user to.
const APP: i64 = 10001;

impl Profile {
    /// The defaults for a component.
    pub(crate) fn of(component: &Component) -> Self {
        // A worker's probe runs a command, and a job is often started by hand: both want a shell.
        let serves = component.kind == ComponentKind::Web;
        // An existing Dockerfile decides about the image; nothing of ours is known to be in it.
        let drafted = component.dockerfile.is_none();
        let plain = Self {
            port: Some(8080),
            port_reason: "8080, the usual port of a container that may not use ports below 1024",
            cpu: "100m",
            memory: "256Mi",
            startup_periods: 24,
            uid: APP,
            root_group: false,
            temporary: "128Mi",
            scratch: &[],
            distroless: false,
        };
        let distroless = serves && drafted;
        let nonroot = if distroless { NONROOT } else { APP };
        let profile = match component.platform.value {
            Platform::Java => Self {
                port_reason: "Java frameworks listen on 8080 unless told otherwise",
                cpu: "250m",
                memory: "768Mi",
                startup_periods: 36,
                uid: nonroot,
                distroless,
                ..plain
            },
            Platform::Servlet => Self {
                port_reason: "Tomcat listens on 8080 unless told otherwise",
                cpu: "250m",
                memory: "1Gi",
                startup_periods: 48,
                scratch: &[
                    ("work", "/usr/local/tomcat/work"),
                    ("temp", "/usr/local/tomcat/temp"),
                    ("logs", "/usr/local/tomcat/logs"),
                ],
                ..plain
            },
            Platform::JavaEe if is_liberty(component) => Self {
                port: Some(9080),
                port_reason: "Open Liberty listens on 9080 unless told otherwise",
                cpu: "500m",
                memory: "1Gi",
                startup_periods: 60,
                root_group: drafted,
                scratch: &[("output", "/opt/ol/wlp/output"), ("logs", "/logs")],
                ..plain
            },
            Platform::JavaEe => Self {
                port_reason: "WildFly listens on 8080 unless told otherwise",
                cpu: "500m",
                memory: "1536Mi",
                startup_periods: 60,
                root_group: drafted,
                temporary: "512Mi",
                ..plain
            },
            Platform::DotNet => {
                Self { port_reason: ".NET images listen on 8080 since .NET 8", distroless, ..plain }
            }
            Platform::DotNetFramework => Self {
                port: Some(80),
                port_reason: "IIS in the aspnet image listens on 80",
                cpu: "500m",
                memory: "1Gi",
                startup_periods: 60,
                ..plain
            },
            Platform::Node => Self {
                port: Some(3000),
                port_reason: "Node.js frameworks listen on 3000 in their own examples",
                uid: nonroot,
                distroless,
                ..plain
            },
            Platform::Python => Self {
                port: Some(8000),
                port_reason: "gunicorn and uvicorn listen on 8000 unless told otherwise",
                ..plain
            },
            Platform::Php => {
                Self { port_reason: "Apache in the drafted image listens on 8080", ..plain }
            }
            Platform::Ruby => Self {
                port: Some(3000),
                port_reason: "Puma under Rails listens on 3000 unless told otherwise",
                memory: "512Mi",
                startup_periods: 36,
                ..plain
            },
            Platform::Go | Platform::Rust => {
                Self { memory: "128Mi", startup_periods: 12, uid: nonroot, distroless, ..plain }
            }
            Platform::StaticFiles => Self {
                port_reason: "nginx-unprivileged listens on 8080",
                memory: "64Mi",
                startup_periods: 12,
                ..plain
            },
            Platform::Perl => Self {
                port: Some(5000),
                port_reason: "plackup and Starman listen on 5000 unless told otherwise",
                ..plain
            },
            Platform::Native => Self { memory: "128Mi", startup_periods: 12, ..plain },
            Platform::Iis => Self {
                port: Some(80),
                port_reason: "IIS in the drafted image listens on 80",
                cpu: "500m",
                memory: "1Gi",
                startup_periods: 60,
                ..plain
            },
            Platform::Windows | Platform::Mainframe | Platform::Unknown => plain,
        };
        if drafted { profile } else { Self { scratch: &[], ..profile } }
    }
}

/// Whether an enterprise application comes from WebSphere or Liberty.
pub(crate) fn is_liberty(component: &Component) -> bool {
    ["liberty", "websphere"].iter().any(|name| technology(component, name).is_some())
}
