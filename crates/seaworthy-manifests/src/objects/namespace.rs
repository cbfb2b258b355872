//! The namespace with its pod security level.

use crate::Node;
use crate::plan::Application;

pub(super) fn namespace(application: &Application<'_>) -> Node {
    let labels = Node::map([
        ("app.kubernetes.io/part-of", application.name.as_str()),
        ("pod-security.kubernetes.io/enforce", "restricted"),
        ("pod-security.kubernetes.io/enforce-version", "latest"),
        ("pod-security.kubernetes.io/warn", "restricted"),
        ("pod-security.kubernetes.io/audit", "restricted"),
    ])
    .because("all drafted pods meet the strictest pod security level");
    Node::map([("apiVersion", "v1"), ("kind", "Namespace")]).with(
        "metadata",
        Node::map([("name", Node::from(application.namespace.clone()))])
            .with("labels", labels)
            .because("one namespace an application, so that policies end where it ends"),
    )
}
