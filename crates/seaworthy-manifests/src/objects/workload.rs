//! Deployment, CronJob or Job.

use super::configuration::listed;
use super::container::container;
use super::{head, labels, selector_labels};
use crate::Node;
use crate::plan::{Application, Plan, VolumeSource, Workload};

/// File of a plan's workload.
pub(super) fn file_name(plan: &Plan<'_>) -> &'static str {
    match plan.workload {
        Workload::Deployment => "deployment.yaml",
        Workload::CronJob(_) => "cronjob.yaml",
        Workload::Job => "job.yaml",
    }
}

/// The workload of a plan; `plans` are all plans of the application.
pub(super) fn workload(application: &Application<'_>, plan: &Plan<'_>, plans: &[Plan<'_>]) -> Node {
    let mixed = plans.iter().any(|p| p.windows);
    let labels = labels(application, plan);
    let template = Node::map([("metadata", Node::map([("labels", labels.clone())]))])
        .with("spec", pod(application, plan, mixed));
    let head = |version: &str, kind: &str| {
        head(
            version,
            kind,
            &plan.name,
            application,
            labels.clone().todo("owner: name the team that answers for it"),
        )
    };
    let evidence = &plan.component.evidence;
    let node = match &plan.workload {
        Workload::Deployment => {
            let count = plan.replicas.count.clone().node();
            let spec = Node::map([("replicas", count)])
                .with("revisionHistoryLimit", Node::from(5).because("enough to go back"))
                .with("strategy", strategy(plan))
                .with(
                    "selector",
                    Node::map([("matchLabels", selector_labels(plan))])
                        .because("labels that never change, since a selector cannot"),
                )
                .with("template", template);
            head("apps/v1", "Deployment").with("spec", spec).why(evidence)
        }
        Workload::CronJob(schedule) => {
            let job = job_spec(template);
            let spec = Node::map([("schedule", schedule.clone().node())])
                .with(
                    "timeZone",
                    Node::from("Etc/UTC")
                        .because("the code names no time zone")
                        .todo("set the zone the times are meant in"),
                )
                .with(
                    "concurrencyPolicy",
                    Node::from("Forbid").because("two runs at once were never possible before"),
                )
                .with(
                    "startingDeadlineSeconds",
                    Node::from(600).because("a run missed for longer waits for the next"),
                )
                .with("successfulJobsHistoryLimit", Node::from(2).because("to look at"))
                .with("failedJobsHistoryLimit", Node::from(2).because("to look at"))
                .with("jobTemplate", Node::map([("spec", job)]));
            head("batch/v1", "CronJob").with("spec", spec).why(evidence)
        }
        Workload::Job => {
            let spec = job_spec(template).with(
                "ttlSecondsAfterFinished",
                Node::from(86400).because("kept a day to look at"),
            );
            let mut node = head("batch/v1", "Job").with("spec", spec).why(evidence);
            for schedule in plan.component.schedules.iter().take(5) {
                node = node.todo(&format!("make it a CronJob for: {}", schedule.value));
            }
            node.todo("runs once when applied, and cannot be changed while it exists")
        }
    };
    plan.notes.iter().fold(node, |node, note| node.todo(note))
}

fn job_spec(template: Node) -> Node {
    Node::map([
        (
            "backoffLimit",
            Node::from(2).because("tried three times").todo("check that a second try does no harm"),
        ),
        (
            "activeDeadlineSeconds",
            Node::from(7200).because("a run that hangs ends").todo("set it above the longest run"),
        ),
        ("template", template),
    ])
}

fn strategy(plan: &Plan<'_>) -> Node {
    if plan.replicas.recreate.is_empty() {
        let rolling = Node::map([("maxSurge", 1), ("maxUnavailable", 0)]);
        Node::map([("type", Node::from("RollingUpdate")), ("rollingUpdate", rolling)])
            .because("the new copy is ready before an old one goes")
    } else {
        Node::map([("type", "Recreate")])
            .why(&plan.replicas.recreate)
            .because("the old copy is gone before the new one starts, so that never two run")
    }
}

fn pod(application: &Application<'_>, plan: &Plan<'_>, mixed: bool) -> Node {
    let mut spec = Node::map([(
        "serviceAccountName",
        Node::from(plan.name.as_str()).because("its own identity, without rights"),
    )])
    .with(
        "automountServiceAccountToken",
        Node::from(false).because("nothing found talks to the Kubernetes API"),
    )
    .with(
        "enableServiceLinks",
        Node::from(false).because("no variables named after other Services"),
    );
    if plan.runs_on() {
        spec = spec.with(
            "terminationGracePeriodSeconds",
            Node::from(35).because("5 s until no request comes, 20 s to finish, 10 s spare"),
        );
    } else {
        spec = spec.with(
            "restartPolicy",
            Node::from("Never").because("each try is a pod of its own, with its own log"),
        );
    }
    if plan.windows {
        let selector = Node::map([("kubernetes.io/os", "windows")])
            .why(&plan.component.platform.evidence)
            .todo("spec.os is left out because it forbids the fields below; add the toleration of your Windows nodes");
        spec = spec.with("nodeSelector", selector);
    } else if mixed {
        let selector = Node::map([("kubernetes.io/os", "linux")]);
        spec = spec.with("nodeSelector", selector.because("the cluster has Windows nodes too"));
    }
    let zero = plan.profile.root_group.then(|| {
        Node::seq([0])
            .because("the server's files are readable by group 0 only; the group gives no rights")
    });
    let security = Node::map([
        ("runAsNonRoot", Node::from(true)),
        ("runAsUser", Node::from(plan.uid)),
        ("runAsGroup", Node::from(plan.uid)),
        ("fsGroup", Node::from(plan.uid)),
        ("fsGroupChangePolicy", Node::from("OnRootMismatch")),
        ("seccompProfile", Node::map([("type", "RuntimeDefault")])),
    ])
    .with_some("supplementalGroups", zero)
    .because(if plan.windows {
        "Windows nodes ignore these; pod security asks for them"
    } else if plan.component.dockerfile.is_some() {
        "a user without rights on any node"
    } else {
        "the user that the drafted Dockerfile sets"
    });
    spec = spec
        .with("securityContext", security)
        .with("containers", Node::seq([container(application, plan)]))
        .with_some("volumes", volumes(plan));
    if plan.runs_on() { spread(spec, plan) } else { spec }
}

fn volumes(plan: &Plan<'_>) -> Option<Node> {
    let mut volumes: Vec<Node> = plan
        .storage
        .volumes
        .iter()
        .map(|volume| {
            let named = Node::map([("name", volume.name.as_str())]);
            match &volume.source {
                VolumeSource::EmptyDir(limit) => named
                    .with("emptyDir", Node::map([("sizeLimit", *limit)]))
                    .because("scratch space: empty when a pod starts"),
                VolumeSource::Claim(claim) => named
                    .with("persistentVolumeClaim", Node::map([("claimName", claim.as_str())]))
                    .why(&volume.why),
            }
        })
        .collect();
    let secrets = &plan.environment.secrets;
    if !secrets.is_empty() {
        let source = Node::map([("secretName", Node::from(format!("{}-secrets", plan.name)))])
            .with("optional", Node::from(true).because("the pod starts before the Secret is made"))
            .with(
                "defaultMode",
                Node::from(288).because("0440: the process's user and group read it"),
            );
        let mut volume = Node::map([("name", Node::from("secrets")), ("secret", source)])
            .why(&secrets.values().flatten().take(2).cloned().collect::<Vec<_>>())
            .todo("make the Secret outside of this folder (External Secrets, Vault, CSI), then set optional to false")
            .todo(if plan.environment.values.contains_key("SPRING_CONFIG_IMPORT") {
                "Spring Boot takes each key as a property: write spring.datasource.password, not SPRING_DATASOURCE_PASSWORD"
            } else {
                "the code reads environment variables: have it read files of /etc/secrets"
            });
        for line in listed(secrets, "key") {
            volume = volume.todo(&line);
        }
        volumes.push(volume);
    }
    (!volumes.is_empty()).then(|| Node::seq(volumes))
}

fn spread(spec: Node, plan: &Plan<'_>) -> Node {
    let selector = || Node::map([("matchLabels", selector_labels(plan))]);
    let term = Node::map([("topologyKey", Node::from("kubernetes.io/hostname"))])
        .with("labelSelector", selector());
    let preferred = Node::map([("weight", Node::from(100)), ("podAffinityTerm", term)]);
    let anti =
        Node::map([("preferredDuringSchedulingIgnoredDuringExecution", Node::seq([preferred]))]);
    let zone = Node::map([("maxSkew", Node::from(1))])
        .with("topologyKey", "topology.kubernetes.io/zone")
        .with("whenUnsatisfiable", "ScheduleAnyway")
        .with("labelSelector", selector());
    spec.with(
        "affinity",
        Node::map([("podAntiAffinity", anti)])
            .because("copies on different nodes where there are some"),
    )
    .with(
        "topologySpreadConstraints",
        Node::seq([zone]).because("copies in different zones where there are some"),
    )
}
