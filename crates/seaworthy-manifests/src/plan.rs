//! What is decided about a component before a file of it is written. Manifests and Dockerfiles read the same plan, so
//! a port, a user or a directory cannot be one thing here and another there.

mod environment;
mod ports;
mod profile;
mod replicas;
mod schedule;
mod storage;

use std::collections::BTreeMap;

use seaworthy_assess::Finding;
use seaworthy_base::{Evidence, mask_line};
use seaworthy_components::{Claim, Component, ComponentKind, Platform};

use crate::DraftOptions;
use crate::names;

pub(crate) use environment::{Environment, SECRETS_DIR};
pub(crate) use ports::{PlannedPort, is_loopback};
pub(crate) use profile::{Profile, is_liberty};
pub(crate) use replicas::Replicas;
pub(crate) use schedule::is_cron;
pub(crate) use storage::{Storage, VolumeSource};

/// A value with its reasons and what is left to decide.
#[derive(Clone, Debug)]
pub(crate) struct Decision<T> {
    /// What was decided.
    pub(crate) value: T,
    /// Why.
    pub(crate) why: Vec<Evidence>,
    /// What a person still has to decide, one line each; often empty.
    pub(crate) todo: String,
}

impl<T> Decision<T> {
    pub(crate) fn new(value: T, why: Vec<Evidence>) -> Self {
        Self { value, why, todo: String::new() }
    }

    pub(crate) fn default_of(value: T, reason: &str) -> Self {
        Self::new(value, vec![Evidence::default_of(reason)])
    }

    #[must_use]
    pub(crate) fn todo(mut self, text: &str) -> Self {
        if !self.todo.is_empty() && !text.is_empty() {
            self.todo.push('\n');
        }
        self.todo.push_str(text);
        self
    }
}

impl<T: Into<crate::Node>> Decision<T> {
    /// The decision as a field.
    pub(crate) fn node(self) -> crate::Node {
        self.value.into().why(&self.why).todo(&self.todo)
    }
}

/// The application that all plans belong to.
#[derive(Debug)]
pub(crate) struct Application<'a> {
    /// A DNS label.
    pub(crate) name: String,
    /// A DNS label.
    pub(crate) namespace: String,
    pub(crate) registry: String,
    pub(crate) kubernetes_minor: u16,
    /// Every component, libraries too.
    pub(crate) components: &'a [Component],
    /// Findings of all components.
    pub(crate) findings: &'a [Finding],
    /// By component: those whose code runs inside of it.
    pub(crate) uses: &'a BTreeMap<String, Vec<String>>,
}

impl<'a> Application<'a> {
    pub(crate) fn new(
        name: &str,
        components: &'a [Component],
        findings: &'a [Finding],
        uses: &'a BTreeMap<String, Vec<String>>,
        options: &DraftOptions,
    ) -> Self {
        let name = names::dns_label(name, 50);
        let namespace =
            options.namespace.as_deref().map_or_else(|| name.clone(), |n| names::dns_label(n, 63));
        let registry =
            names::registry(&options.registry).unwrap_or("registry.example.com").to_owned();
        let kubernetes_minor = options.kubernetes_minor;
        Self { name, namespace, registry, kubernetes_minor, components, findings, uses }
    }

    /// Findings that count in a component: its own, and those of code that runs inside of it.
    pub(crate) fn findings_of<'s>(
        &'s self,
        component: &'s Component,
    ) -> impl Iterator<Item = &'a Finding> + 's {
        let uses = self.uses.get(&component.id);
        self.findings.iter().filter(move |finding| {
            let inside = uses.is_some_and(|ids| ids.contains(&finding.component));
            finding.counts() && (finding.component == component.id || inside)
        })
    }
}

/// Which Kubernetes object runs a component.
#[derive(Clone, Debug)]
pub(crate) enum Workload {
    /// Runs on.
    Deployment,
    /// Runs to an end, at set times.
    CronJob(Decision<String>),
    /// Runs to an end, once.
    Job,
}

/// Everything that is decided about one component.
#[derive(Clone, Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) component: &'a Component,
    /// Name of its folder and its objects.
    pub(crate) name: String,
    pub(crate) workload: Workload,
    /// Whether it needs Windows nodes.
    pub(crate) windows: bool,
    pub(crate) profile: Profile,
    /// Tag of its image.
    pub(crate) tag: Decision<String>,
    /// Numeric user of its process.
    pub(crate) uid: i64,
    /// The main one first; none for jobs.
    pub(crate) ports: Vec<PlannedPort>,
    pub(crate) storage: Storage,
    pub(crate) replicas: Replicas,
    pub(crate) environment: Environment,
    /// What findings say about the manifest, one line each.
    pub(crate) notes: Vec<String>,
}

/// Notes of findings in one manifest.
const NOTES: usize = 10;

impl<'a> Plan<'a> {
    /// Decides about a deployable component.
    pub(crate) fn of(application: &Application<'a>, component: &'a Component) -> Self {
        let profile = Profile::of(component);
        let name = names::dns_label(&component.id, 52);
        let windows = component.platform.value.is_windows();
        let workload = match component.kind {
            ComponentKind::Job => schedule::workload(component),
            _ => Workload::Deployment,
        };
        let ports = ports::plan(component, &profile);
        let storage = storage::plan(component, &profile, &name);
        let replicas = replicas::plan(application, component, &storage);
        let environment = environment::plan(component, &ports);
        let tag = match component.version.as_deref().and_then(|v| Some((v, names::tag(v)?))) {
            Some((version, tag)) => {
                let mut why: Vec<Evidence> = component.evidence.iter().take(1).cloned().collect();
                why.push(Evidence::default_of(&format!("the build says version {version}")));
                let todo = if tag.to_ascii_uppercase().contains("SNAPSHOT") {
                    "release a fixed version: a SNAPSHOT tag is overwritten by the next build"
                } else {
                    ""
                };
                Decision::new(tag, why).todo(todo)
            }
            None => Decision::default_of("0.1.0".to_owned(), "the build states no usable version")
                .todo("set the version your build makes"),
        };
        let uid = profile.uid;
        Self {
            component,
            name,
            workload,
            windows,
            profile,
            tag,
            uid,
            ports,
            storage,
            replicas,
            environment,
            notes: notes(application, component),
        }
    }

    /// Whether something outside connects to it.
    pub(crate) fn has_service(&self) -> bool {
        !self.ports.is_empty()
    }

    /// Whether it runs on, so that it has probes and a disruption budget.
    pub(crate) fn runs_on(&self) -> bool {
        matches!(self.workload, Workload::Deployment)
    }

    /// The start found in the code, unless it has a secret among its arguments.
    pub(crate) fn start(&self) -> Option<&'a Claim<Vec<String>>> {
        let claim = self.component.start.as_ref().filter(|claim| !claim.value.is_empty())?;
        let line = claim.value.join(" ");
        (mask_line(&line) == line).then_some(claim)
    }

    /// The image without a tag.
    pub(crate) fn repository(&self, application: &Application<'_>) -> String {
        format!("{}/{}/{}", application.registry, application.name, self.name)
    }
}

/// What findings of a component change in its manifest, in the order of the findings.
fn notes(application: &Application<'_>, component: &Component) -> Vec<String> {
    let mut notes: Vec<String> = application
        .findings_of(component)
        .filter_map(|finding| {
            let place = finding.first().map(Evidence::place).unwrap_or_default();
            Some(format!("{} ({place}): {}", finding.rule, finding.manifest.as_deref()?))
        })
        .collect();
    let hidden = notes.len().saturating_sub(NOTES);
    notes.truncate(NOTES);
    if hidden > 0 {
        notes.push(format!("{hidden} more findings change the manifest, see the report"));
    }
    notes
}

/// The evidence of a framework or technology by (part of) its name, ignoring case.
pub(crate) fn technology<'c>(component: &'c Component, name: &str) -> Option<&'c [Evidence]> {
    let name = name.to_ascii_lowercase();
    let framework = component.framework.as_ref();
    let framework = framework.filter(|f| f.value.to_ascii_lowercase().contains(&name));
    framework.map(|f| f.evidence.as_slice()).or_else(|| {
        let mut all = component.technologies.iter();
        let found = all.find(|t| t.name.to_ascii_lowercase().contains(&name));
        found.map(|t| t.evidence.as_slice())
    })
}

/// The leading number of a version: 17 of `17.0.2`, 8 of `net8.0` and of `1.8` for Java's old way of counting.
pub(crate) fn major(component: &Component) -> Option<u32> {
    let version = component.platform_version.as_ref()?;
    let mut numbers = version.value.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let first: u32 = numbers.next()?.parse().ok()?;
    let java =
        matches!(component.platform.value, Platform::Java | Platform::Servlet | Platform::JavaEe);
    if java && first == 1 { numbers.next()?.parse().ok() } else { Some(first) }
}

/// The name of a file without folder and extension, where it is a plain word.
pub(crate) fn file_stem(path: &str) -> Option<&str> {
    let file = path.rsplit(['/', '\\']).next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (!stem.is_empty() && stem.chars().all(legal)).then_some(stem)
}
