//! Probes: from a health endpoint, else from the port, else from the process.

use crate::Node;
use crate::plan::{Plan, file_stem};

/// The three probes of a container that runs on, by field name.
pub(super) fn probes(plan: &Plan<'_>) -> Vec<(&'static str, Node)> {
    let (live, ready) = match (health(plan), plan.ports.first()) {
        (Some(both), _) => both,
        (None, Some(port)) => {
            let socket = || Node::map([("tcpSocket", Node::map([("port", port.name.as_str())]))]);
            let live = socket().why(&port.number.why).todo(
                "no health endpoint was found; an open port says little: add one that checks the process alone",
            );
            let ready = socket()
                .why(&port.number.why)
                .todo("add an endpoint that is well only while requests can be answered");
            (live, ready)
        }
        (None, None) => {
            let live = process(plan);
            let ready =
                process(plan).because("without a port this only tells the rollout to go on");
            (live, ready)
        }
    };
    let startup = strip(&live)
        .with("periodSeconds", 5)
        .with("failureThreshold", plan.profile.startup_periods)
        .because("gives a slow start its time before liveness begins")
        .todo("measure the start under the CPU request");
    let live = live.with("periodSeconds", 10).with("timeoutSeconds", 3).with("failureThreshold", 3);
    let ready =
        ready.with("periodSeconds", 5).with("timeoutSeconds", 3).with("failureThreshold", 3);
    vec![("startupProbe", startup), ("livenessProbe", live), ("readinessProbe", ready)]
}

/// Liveness and readiness from the endpoint that the code has.
fn health(plan: &Plan<'_>) -> Option<(Node, Node)> {
    let claim = plan.component.health.as_ref()?;
    let port = plan.ports.iter().find(|p| p.name == claim.value.port).or(plan.ports.first())?;
    let get = |path: &str| {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let tls = port.name == "https" || matches!(port.found, 443 | 8443);
        let get = Node::map([("path", path.as_str()), ("port", port.name.as_str())])
            .with_some("scheme", tls.then_some("HTTPS"));
        Node::map([("httpGet", get)]).why(&claim.evidence)
    };
    let same = claim.value.liveness == claim.value.readiness;
    let todo =
        if same { "one endpoint answers both questions: give readiness its own" } else { "" };
    Some((get(&claim.value.liveness), get(&claim.value.readiness).todo(todo)))
}

/// A probe that asks for the process, for components that listen nowhere.
fn process(plan: &Plan<'_>) -> Node {
    let (command, todo) = if plan.windows {
        let program = plan.component.artifact.as_ref().and_then(|a| file_stem(&a.value));
        let program = format!("{}.exe", program.unwrap_or(&plan.name));
        let find = format!("tasklist /fi \"imagename eq {program}\" | find \"{program}\"");
        (vec!["cmd".to_owned(), "/c".to_owned(), find], "check the program's name")
    } else {
        let command = ["sh", "-c", "kill -0 1"].map(str::to_owned).to_vec();
        (
            command,
            "replace it with a check that work is being done, for example the age of the last message",
        )
    };
    let todo = if plan.component.dockerfile.is_some() && !plan.windows {
        format!("{todo}; the image needs sh for it")
    } else {
        todo.to_owned()
    };
    Node::map([("exec", Node::map([("command", Node::seq(command))]))])
        .because("nothing to connect to; this only shows that the main process is there")
        .todo(&todo)
}

/// The probe's handler without reasons.
fn strip(probe: &Node) -> Node {
    Node { why: Vec::new(), todo: None, ..probe.clone() }
}
