//! The container: image, ports, settings, resources, rights, mounts.

use seaworthy_components::Platform;

use super::configuration::{config_map_name, has_config_map};
use super::probes::probes;
use crate::Node;
use crate::plan::{Application, Decision, Plan, SECRETS_DIR};

/// First Kubernetes 1.x that knows the `sleep` action without a feature gate.
const SLEEP_SINCE: u16 = 30;

pub(super) fn container(application: &Application<'_>, plan: &Plan<'_>) -> Node {
    let mut node = Node::map([("name", Node::from(plan.name.as_str()))])
        .with("image", image(application, plan))
        .with(
            "imagePullPolicy",
            Node::from("Always").because("a node's copy is checked against the registry"),
        )
        .with_some("command", command(plan));
    if !plan.ports.is_empty() {
        let ports = plan.ports.iter().map(|port| {
            let number = Decision {
                value: i64::from(port.number.value),
                why: port.number.why.clone(),
                todo: port.number.todo.clone(),
            };
            Node::map([("name", Node::from(port.name.as_str()))])
                .with("containerPort", number.node())
                .with("protocol", "TCP")
        });
        node = node.with("ports", Node::seq(ports));
    }
    if has_config_map(plan) {
        let source = Node::map([("configMapRef", Node::map([("name", config_map_name(plan))]))]);
        node = node.with("envFrom", Node::seq([source]).because("see configmap.yaml"));
    }
    if plan.runs_on() {
        for (name, probe) in probes(plan) {
            node = node.with(name, probe);
        }
        if plan.has_service() && application.kubernetes_minor >= SLEEP_SINCE {
            let sleep = Node::map([("sleep", Node::map([("seconds", 5)]))]);
            let hook = Node::map([("preStop", sleep)]);
            node = node.with(
                "lifecycle",
                hook.because("Services stop sending requests before the process stops"),
            );
        }
    }
    node.with("resources", resources(plan))
        .with("securityContext", rights(plan))
        .with_some("volumeMounts", mounts(plan))
}

fn image(application: &Application<'_>, plan: &Plan<'_>) -> Node {
    let reference = format!("{}:{}", plan.repository(application), plan.tag.value);
    let node = Node::from(reference).why(&plan.tag.why).todo(&plan.tag.todo);
    match &plan.component.dockerfile {
        Some(dockerfile) => node.why(&dockerfile.evidence).todo(&format!(
            "built by the existing {}; check that it runs as user {}",
            dockerfile.value, plan.uid
        )),
        None if plan.component.platform.value == Platform::Windows => node.todo(
            "write a Dockerfile for Windows: its COM components have to be registered in the image",
        ),
        None if plan.component.platform.value == Platform::Unknown => {
            node.todo("write a Dockerfile: nothing found says what it runs on")
        }
        None => node.todo("build it from the drafted Dockerfile and push it to your registry"),
    }
}

/// A start command that an existing image does not have by itself: further processes of one image.
fn command(plan: &Plan<'_>) -> Option<Node> {
    let dockerfile = plan.component.dockerfile.as_ref()?;
    let start = plan.start()?;
    let from_image = start.evidence.iter().any(|e| *e.path == *dockerfile.value);
    let extra = !plan.has_service() && !from_image;
    extra.then(|| Node::seq(start.value.iter().map(String::as_str)).why(&start.evidence))
}

fn resources(plan: &Plan<'_>) -> Node {
    let profile = &plan.profile;
    let requests = Node::map([
        ("cpu", profile.cpu),
        ("memory", profile.memory),
        ("ephemeral-storage", "64Mi"),
    ]);
    let limits =
        Node::map([("cpu", "1"), ("memory", profile.memory), ("ephemeral-storage", "1Gi")]);
    Node::map([("requests", requests), ("limits", limits)])
        .because("usual for the platform; the code does not tell")
        .todo("measure under load, then set requests to what it uses")
}

fn rights(plan: &Plan<'_>) -> Node {
    let mut root = Node::from(true);
    for line in &plan.storage.open {
        root = root.todo(line);
    }
    let mut node = Node::map([
        ("allowPrivilegeEscalation", Node::from(false)),
        ("privileged", Node::from(false)),
        ("readOnlyRootFilesystem", root),
        ("runAsNonRoot", Node::from(true)),
        ("runAsUser", Node::from(plan.uid)),
        ("capabilities", Node::map([("drop", Node::seq(["ALL"]))])),
        ("seccompProfile", Node::map([("type", "RuntimeDefault")])),
    ]);
    if plan.windows {
        let user = Node::from("ContainerUser").because("the image's user without rights").todo(
            "IIS in the aspnet image starts as ContainerAdministrator: host the application without IIS or move it to .NET",
        );
        node = node.with("windowsOptions", Node::map([("runAsUserName", user)]));
        return node.because(
            "Windows nodes ignore the Linux fields; pod security wants them as long as spec.os is not set",
        );
    }
    node.because("pod security level restricted")
}

fn mounts(plan: &Plan<'_>) -> Option<Node> {
    let mut mounts: Vec<Node> = plan
        .storage
        .volumes
        .iter()
        .map(|volume| {
            Node::map([("name", volume.name.as_str()), ("mountPath", volume.path.as_str())])
                .why(&volume.why)
                .todo(&volume.todo)
        })
        .collect();
    if !plan.environment.secrets.is_empty() {
        let mount = Node::map([("name", Node::from("secrets"))])
            .with("mountPath", SECRETS_DIR)
            .with("readOnly", true)
            .because("secrets as files: they show in no process list and can change while it runs");
        mounts.push(mount);
    }
    (!mounts.is_empty()).then(|| Node::seq(mounts))
}
