//! Claims for files that have to last.

use super::{head, labels};
use crate::Node;
use crate::plan::{Application, Plan, VolumeSource};

pub(super) fn claims(application: &Application<'_>, plan: &Plan<'_>) -> Vec<Node> {
    let lasting = plan.storage.volumes.iter().filter_map(|volume| match &volume.source {
        VolumeSource::Claim(name) => Some((name, volume)),
        VolumeSource::EmptyDir(_) => None,
    });
    lasting
        .map(|(name, volume)| {
            let storage = Node::from("1Gi")
                .because("no size is known from code")
                .todo("size it from the files in use today");
            let spec = Node::map([
                (
                    "accessModes",
                    Node::seq(["ReadWriteOnce"])
                        .because("every storage class has it; one node at a time"),
                ),
                ("resources", Node::map([("requests", Node::map([("storage", storage)]))])),
            ])
            .why(&volume.why);
            head("v1", "PersistentVolumeClaim", name, application, labels(application, plan))
                .with("spec", spec)
        })
        .collect()
}
