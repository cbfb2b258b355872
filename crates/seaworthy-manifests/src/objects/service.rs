//! The Service of a component that listens.

use super::{head, labels, selector_labels};
use crate::Node;
use crate::names;
use crate::plan::{Application, Plan};

pub(super) fn service(application: &Application<'_>, plan: &Plan<'_>) -> Node {
    let mut taken = std::collections::BTreeSet::new();
    let ports = plan.ports.iter().enumerate().filter_map(|(i, port)| {
        let wanted = port.service_port(i == 0);
        let number = if taken.insert(wanted) { wanted } else { port.number.value };
        if number != wanted && !taken.insert(number) {
            return None;
        }
        Some(
            Node::map([("name", Node::from(port.name.as_str()))])
                .with("port", i64::from(number))
                .with("targetPort", port.name.as_str())
                .with("protocol", "TCP")
                .why(&port.number.why),
        )
    });
    let spec = Node::map([
        (
            "type",
            Node::from("ClusterIP")
                .because("reached inside the cluster; publish it with a Gateway route"),
        ),
        ("selector", selector_labels(plan).because("the labels of the pod template")),
        ("ports", Node::seq(ports)),
    ]);
    head("v1", "Service", &names::service_name(&plan.name), application, labels(application, plan))
        .with("spec", spec)
}
