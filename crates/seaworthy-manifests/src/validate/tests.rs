//! Every check finds what it is there for.

use super::validate;
use crate::{DraftKind, DraftObject, Node, Yaml};

fn object(path: &str, node: Node) -> DraftObject {
    DraftObject {
        path: path.to_owned(),
        kind: DraftKind::Kubernetes,
        component: String::new(),
        node,
    }
}

fn named(kind: &str, name: &str) -> Node {
    let metadata = Node::map([("name", name), ("namespace", "a")]);
    Node::map([("apiVersion", "v1"), ("kind", kind)]).with("metadata", metadata)
}

/// A small set with nothing wrong.
fn sound() -> Vec<DraftObject> {
    let labels = || Node::map([("app", "a")]);
    let port = Node::map([("name", Node::from("http")), ("containerPort", Node::from(8080))]);
    let quantities = |cpu: &str| Node::map([("cpu", cpu)]);
    let container = Node::map([("name", Node::from("a")), ("image", Node::from("r.example/a:1"))])
        .with("ports", Node::seq([port]))
        .with("livenessProbe", Node::map([("tcpSocket", Node::map([("port", "http")]))]))
        .with(
            "resources",
            Node::map([("requests", quantities("100m")), ("limits", quantities("1"))]),
        )
        .with("volumeMounts", Node::seq([Node::map([("name", "tmp"), ("mountPath", "/tmp")])]));
    let volume = Node::map([("name", Node::from("tmp"))])
        .with("emptyDir", Node::map([("sizeLimit", "1Mi")]));
    let pod = Node::map([("serviceAccountName", Node::from("a"))])
        .with("containers", Node::seq([container]))
        .with("volumes", Node::seq([volume]));
    let template = Node::map([("metadata", Node::map([("labels", labels())])), ("spec", pod)]);
    let selector = Node::map([("matchLabels", labels())]);
    let deployment = named("Deployment", "a").with(
        "spec",
        Node::map([("replicas", Node::from(2))])
            .with("selector", selector)
            .with("template", template),
    );
    let service_port = Node::map([("name", Node::from("http")), ("port", Node::from(80))])
        .with("targetPort", "http");
    let service = named("Service", "a")
        .with("spec", Node::map([("selector", labels()), ("ports", Node::seq([service_port]))]));
    vec![
        object("a/deployment.yaml", deployment),
        object("a/service.yaml", service),
        object("a/serviceaccount.yaml", named("ServiceAccount", "a")),
    ]
}

/// Replaces the value at a path; a number in the path is a position.
fn set(node: &mut Node, path: &[&str], value: Node) {
    let Some((first, rest)) = path.split_first() else {
        *node = value;
        return;
    };
    match &mut node.value {
        Yaml::Map(entries) => match entries.iter_mut().find(|(k, _)| k == first) {
            Some((_, inner)) => set(inner, rest, value),
            None => entries.push(((*first).to_owned(), value)),
        },
        Yaml::Seq(items) => set(&mut items[first.parse::<usize>().unwrap()], rest, value),
        _ => panic!("no {first}"),
    }
}

const POD: [&str; 3] = ["spec", "template", "spec"];
const CONTAINER: [&str; 5] = ["spec", "template", "spec", "containers", "0"];

fn below<'p>(head: &[&'p str], rest: &[&'p str]) -> Vec<&'p str> {
    head.iter().chain(rest).copied().collect()
}

#[test]
fn a_sound_set_has_no_problems() {
    assert_eq!(validate(&sound()), []);
}

#[test]
fn each_fault_is_named() {
    let container = |rest: &[&'static str]| below(&CONTAINER, rest);
    let cases: Vec<(usize, Vec<&str>, Node, &str)> = vec![
        (0, vec!["spec", "selector", "matchLabels", "app"], "b".into(), "does not match"),
        (0, container(&["ports", "0", "containerPort"]), 99_999.into(), "out of range"),
        (0, container(&["ports", "0", "name"]), "a-name-far-too-long".into(), "port name"),
        (0, container(&["resources", "requests", "cpu"]), "2".into(), "more cpu"),
        (0, container(&["resources", "requests", "cpu"]), "lots".into(), "no quantity"),
        (0, container(&["livenessProbe", "tcpSocket", "port"]), "admin".into(), "asks port"),
        (0, container(&["image"]), "r.example:5000/a".into(), "no fixed tag"),
        (0, container(&["volumeMounts", "0", "name"]), "data".into(), "no volume"),
        (0, container(&["volumeMounts", "0", "mountPath"]), "C:/x".into(), "mount path"),
        (
            0,
            container(&["envFrom"]),
            Node::seq([Node::map([("configMapRef", Node::map([("name", "c")]))])]),
            "ConfigMap",
        ),
        (0, below(&POD, &["serviceAccountName"]), "b".into(), "service account"),
        (0, below(&POD, &["restartPolicy"]), "Never".into(), "is for jobs"),
        (
            0,
            below(&POD, &["volumes", "0", "persistentVolumeClaim"]),
            Node::map([("claimName", "c")]),
            "claim c",
        ),
        (
            0,
            below(&POD, &["volumes", "0", "persistentVolumeClaim"]),
            Node::map([("claimName", "c")]),
            "several copies",
        ),
        (0, vec!["metadata", "name"], "A".into(), "no legal name"),
        (0, vec!["kind"], "Job".into(), "restart policy Never"),
        (1, vec!["spec", "selector", "app"], "b".into(), "selects no pod"),
        (1, vec!["spec", "ports", "0", "targetPort"], "x".into(), "target port"),
        (1, vec!["spec", "ports", "0", "port"], 0.into(), "out of range"),
        (1, vec!["metadata", "name"], "1a".into(), "starts with a letter"),
        (1, vec!["metadata", "labels"], Node::map([("x", "-bad-")]), "label x"),
    ];
    for (index, path, value, message) in cases {
        let mut objects = sound();
        set(&mut objects[index].node, &path, value);
        let problems = validate(&objects);
        assert!(
            problems.iter().any(|p| p.message.contains(message)),
            "{path:?}: {message}: {problems:?}"
        );
    }
}

#[test]
fn twice_and_dangling() {
    let mut objects = sound();
    objects.push(object("x.yaml", named("ServiceAccount", "a")));
    let policy = named("NetworkPolicy", "p").with(
        "spec",
        Node::map([("podSelector", Node::map([("matchLabels", Node::map([("app", "a")]))]))]),
    );
    objects.push(object("p.yaml", policy));
    let mut list =
        object("kustomization.yaml", Node::map([("resources", Node::seq(["gone.yaml"]))]));
    list.kind = DraftKind::Kustomization;
    objects.push(list);
    let problems = validate(&objects);
    for message in ["there twice", "no DNS", "gone.yaml"] {
        assert!(problems.iter().any(|p| p.message.contains(message)), "{message}: {problems:?}");
    }
}
