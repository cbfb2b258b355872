//! Drafts of made-up components: valid, complete, deterministic, free of secrets.

use k8s_openapi::api::{apps, batch, core, networking, policy};
use seaworthy_components::{BackendKind, Component, ComponentKind, Health, Platform};
use seaworthy_manifests::{
    DraftFile, DraftKind, DraftOptions, Node, Yaml, draft, draft_assessed, draft_objects, validate,
};

mod any;
#[path = "../../examples/gallery/components.rs"]
mod components;
mod notes;

use components::{claim, component, outbound, port, variable};

fn gallery() -> Vec<DraftFile> {
    draft("gallery", &components::gallery(), &components::findings(), &DraftOptions::default())
}

fn file(path: &str) -> DraftFile {
    gallery().into_iter().find(|f| f.path == path).unwrap_or_else(|| panic!("{path}"))
}

fn read<T: serde::de::DeserializeOwned>(file: &DraftFile) -> T {
    serde_saphyr::from_str(&file.content).unwrap_or_else(|e| panic!("{}: {e}", file.path))
}

#[test]
fn every_object_is_of_its_kubernetes_type() {
    let mut seen = 0;
    for file in gallery().iter().filter(|f| f.kind == DraftKind::Kubernetes) {
        let kind = file.content.lines().find_map(|l| l.strip_prefix("kind: ")).unwrap();
        match kind {
            "Deployment" => drop(read::<apps::v1::Deployment>(file)),
            "CronJob" => drop(read::<batch::v1::CronJob>(file)),
            "Job" => drop(read::<batch::v1::Job>(file)),
            "Service" => drop(read::<core::v1::Service>(file)),
            "ServiceAccount" => drop(read::<core::v1::ServiceAccount>(file)),
            "ConfigMap" => drop(read::<core::v1::ConfigMap>(file)),
            "Namespace" => drop(read::<core::v1::Namespace>(file)),
            "PersistentVolumeClaim" => drop(read::<core::v1::PersistentVolumeClaim>(file)),
            "NetworkPolicy" => drop(read::<networking::v1::NetworkPolicy>(file)),
            "PodDisruptionBudget" => drop(read::<policy::v1::PodDisruptionBudget>(file)),
            other => panic!("{}: {other}", file.path),
        }
        seen += 1;
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn the_gallery_validates_and_repeats() {
    let (parts, findings) = (components::gallery(), components::findings());
    let objects = draft_objects("gallery", &parts, &findings, &DraftOptions::default());
    assert_eq!(validate(&objects), []);
    let mut backwards = parts;
    backwards.reverse();
    let again = draft("gallery", &backwards, &findings, &DraftOptions::default());
    assert_eq!(gallery(), again);
}

#[test]
fn no_secret_leaves() {
    for file in gallery() {
        assert!(!file.content.contains("never-shown"), "{}", file.path);
        assert!(!file.content.contains("kind: Secret"), "{}", file.path);
    }
}

/// Whether every leaf below has a reason of its own or of a block around it.
fn unexplained(node: &Node, path: &str, explained: bool, out: &mut Vec<String>) {
    let explained = explained || !node.why.is_empty() || node.todo.is_some();
    match &node.value {
        Yaml::Map(entries) => {
            for (key, inner) in entries {
                unexplained(inner, &format!("{path}.{key}"), explained, out);
            }
        }
        Yaml::Seq(items) => {
            for (i, inner) in items.iter().enumerate() {
                unexplained(inner, &format!("{path}[{i}]"), explained, out);
            }
        }
        _ if explained => {}
        _ => out.push(path.to_owned()),
    }
}

/// Fields that repeat what the object is or is called, or that Kubernetes asks for around others.
const SELF_EVIDENT: [&str; 4] = [".name", ".protocol", ".kind", ".apiVersion"];

#[test]
fn every_field_says_why() {
    let (parts, findings) = (components::gallery(), components::findings());
    let mut out = Vec::new();
    for object in draft_objects("gallery", &parts, &findings, &DraftOptions::default()) {
        for (key, node) in object.node.entries() {
            if key != "metadata" {
                unexplained(node, &format!("{} .{key}", object.path), false, &mut out);
            }
        }
    }
    out.retain(|field| !SELF_EVIDENT.iter().any(|s| field.ends_with(s)));
    out.retain(|field| !field.contains(".template.metadata.labels."));
    assert_eq!(out, Vec::<String>::new());
}

#[test]
fn lines_of_reasons_are_lines_of_the_file() {
    for file in gallery().iter().filter(|f| f.kind == DraftKind::Kubernetes) {
        let lines: Vec<&str> = file.content.lines().collect();
        for field in &file.fields {
            let key = field.field.rsplit(['.', ' ']).next().unwrap();
            let line = lines.get(field.line as usize - 1).unwrap();
            let is_key =
                field.field.contains(' ') && !field.field.ends_with(']') && !key.contains('/');
            if is_key {
                assert!(
                    line.trim_start_matches([' ', '-']).starts_with(key),
                    "{}: {field:?}: {line}",
                    file.path
                );
            }
        }
    }
}

#[test]
fn low_ports_move_and_the_application_is_told() {
    let deployment: apps::v1::Deployment = read(&file("shop/deployment.yaml"));
    let pod = deployment.spec.unwrap().template.spec.unwrap();
    assert_eq!(pod.containers[0].ports.as_ref().unwrap()[0].container_port, 8080);
    let settings: core::v1::ConfigMap = read(&file("shop/configmap.yaml"));
    assert_eq!(settings.data.unwrap()["SERVER_PORT"], "8080");
    let service: core::v1::Service = read(&file("shop/service.yaml"));
    assert_eq!(service.spec.unwrap().ports.unwrap()[0].port, 80);
}

#[test]
fn copies_follow_state_files_and_timers() {
    let replicas = |id: &str| {
        let deployment: apps::v1::Deployment = read(&file(&format!("{id}/deployment.yaml")));
        let spec = deployment.spec.unwrap();
        (spec.replicas.unwrap(), spec.strategy.unwrap().type_.unwrap())
    };
    assert_eq!(replicas("shop"), (2, "RollingUpdate".to_owned()));
    assert_eq!(replicas("rails"), (1, "RollingUpdate".to_owned()));
    assert_eq!(replicas("django"), (1, "Recreate".to_owned()));
    assert_eq!(replicas("trader"), (1, "Recreate".to_owned()));
}

#[test]
fn jobs_have_no_service_and_no_probes() {
    let paths: Vec<String> = gallery().into_iter().map(|f| f.path).collect();
    assert!(paths.contains(&"report-job/cronjob.yaml".to_owned()));
    assert!(paths.contains(&"once-job/job.yaml".to_owned()));
    assert!(!paths.contains(&"report-job/service.yaml".to_owned()));
    let job: batch::v1::CronJob = read(&file("report-job/cronjob.yaml"));
    let spec = job.spec.unwrap();
    assert_eq!(spec.schedule, "0 2 * * MON-FRI");
    let pod = spec.job_template.spec.unwrap().template.spec.unwrap();
    assert!(pod.containers[0].liveness_probe.is_none());
}

#[test]
fn old_clusters_get_no_sleep_action() {
    let options = DraftOptions { kubernetes_minor: 28, ..DraftOptions::default() };
    let files = draft("a", &components::gallery(), &[], &options);
    assert!(files.iter().all(|f| !f.content.contains("preStop")));
    assert!(file("shop/deployment.yaml").content.contains("preStop"));
}

#[test]
fn names_and_registry_follow_the_options() {
    let options = DraftOptions {
        namespace: Some("Team A".into()),
        registry: "ghcr.io/team/".into(),
        ..DraftOptions::default()
    };
    let files = draft("My Shop", &components::gallery(), &[], &options);
    let shop = files.iter().find(|f| f.path == "shop/deployment.yaml").unwrap();
    assert!(shop.content.contains("namespace: team-a\n"));
    assert!(shop.content.contains("image: ghcr.io/team/my-shop/shop:3.4.0\n"));
}

#[test]
fn modules_are_built_from_their_parent() {
    let parent = Component {
        root: "".into(),
        ecosystem: Some(seaworthy_deps::Ecosystem::Maven),
        ..component("parent", ComponentKind::Library, Platform::Java)
    };
    let module = Component {
        root: "apps/web".into(),
        artifact: Some(claim("target/web.jar".to_owned(), "finalName")),
        ..Component {
            ecosystem: Some(seaworthy_deps::Ecosystem::Maven),
            ..component("web", ComponentKind::Web, Platform::Java)
        }
    };
    let dockerfile = |parts: &[Component]| {
        let files = draft("a", parts, &[], &DraftOptions::default());
        files.into_iter().find(|f| f.path == "web/Dockerfile").unwrap().content
    };
    let within = dockerfile(&[parent, module.clone()]);
    assert!(within.contains("Build context: .\n"), "{within}");
    assert!(within.contains(" -pl apps/web -am package"), "{within}");
    assert!(within.contains("cp apps/web/target/web.jar"), "{within}");
    let alone = dockerfile(&[module]);
    assert!(alone.contains("Build context: apps/web\n"), "{alone}");
    assert!(alone.contains("cp target/web.jar"), "{alone}");
}

#[test]
fn health_over_tls_is_asked_over_tls() {
    let part = Component {
        ports: vec![port("https", 8443, None)],
        health: Some(claim(
            Health { liveness: "/live".into(), readiness: "/ready".into(), port: "https".into() },
            "health",
        )),
        ..component("a", ComponentKind::Web, Platform::Go)
    };
    let files = draft("a", &[part], &[], &DraftOptions::default());
    let deployment = files.iter().find(|f| f.path == "a/deployment.yaml").unwrap();
    assert_eq!(deployment.content.matches("scheme: HTTPS").count(), 3);
}

/// An assessment of the components given; the second runs inside of the first.
fn assessed(parts: &[Component]) -> seaworthy_assess::Assessment {
    let score = serde_json::json!({
        "value": 50, "before_caps": 50.0, "floor": 50, "coverage": 1.0, "burden": 1.0,
        "dimensions": [], "cap": null,
    });
    let effort = serde_json::json!({ "low": 1.0, "likely": 2.0, "high": 3.0, "assumptions": [] });
    let components: Vec<serde_json::Value> = parts
        .iter()
        .enumerate()
        .map(|(i, part)| {
            let uses: Vec<&str> = if i == 0 { vec![parts[1].id.as_str()] } else { vec![] };
            serde_json::json!({
                "component": part, "score": score, "verdict": "ready", "strategy": "rehost",
                "effort": effort, "uses": uses, "strategy_reason": "",
            })
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "schema": 1,
        "tool": { "name": "t", "version": "0", "model": "RM-1", "input": "0", "rules": "0" },
        "application": "app",
        "inventory": { "files": 0, "bytes": 0, "languages": [], "roles": {}, "skipped": [] },
        "summary": {
            "verdict": "ready", "low_evidence": false, "score": score, "decided_by": "web",
            "strategy": "rehost", "strategy_reason": "", "effort": effort,
        },
        "components": components,
        "findings": components::findings(),
        "graph": { "nodes": [], "edges": [] },
        "diagnostics": [],
    }))
    .unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn code_inside_counts() {
    let web = component("web", ComponentKind::Web, Platform::Java);
    let library = Component {
        env: vec![variable("REGION", Some("eu"), false)],
        outbound: vec![outbound(BackendKind::Database, "mysql", Some("db"), Some(3306))],
        // The made-up finding about sessions names this component.
        ..component("rails", ComponentKind::Library, Platform::Java)
    };
    let parts = [web, library];
    let find =
        |files: Vec<DraftFile>, path: &str| files.into_iter().find(|f| f.path == path).unwrap();
    let options = DraftOptions::default();
    let inside = |path: &str| find(draft_assessed(&assessed(&parts), &options), path).content;
    let alone =
        find(draft("app", &parts, &components::findings(), &options), "web/deployment.yaml");
    assert!(alone.content.contains("replicas: 2\n"));
    assert!(inside("web/deployment.yaml").contains("replicas: 1\n"));
    assert!(inside("web/configmap.yaml").contains("REGION: eu\n"));
    assert!(inside("web/networkpolicy.yaml").contains("port: 3306\n"));
}

#[test]
fn findings_leave_their_notes() {
    let rails = file("rails/deployment.yaml").content;
    let note = "# TODO: made-up-session (rails/config/initializers/session_store.rb:3): Needs a session store";
    assert!(rails.contains(note), "{rails}");
}

#[test]
fn an_existing_dockerfile_stays() {
    let paths: Vec<String> = gallery().into_iter().map(|f| f.path).collect();
    assert!(!paths.contains(&"docker-web/Dockerfile".to_owned()));
    assert!(file("docker-web/deployment.yaml").content.contains("existing src/ad/Dockerfile"));
    assert!(file("docker-worker/deployment.yaml").content.contains("- /run"));
}

#[test]
fn policies_follow_calls() {
    let policy: networking::v1::NetworkPolicy = read(&file("orders/networkpolicy.yaml"));
    let ingress = policy.spec.unwrap().ingress.unwrap();
    let from = ingress.iter().flat_map(|r| r.from.iter().flatten());
    let labels = from.filter_map(|p| p.pod_selector.as_ref()?.match_labels.clone());
    assert!(labels.into_iter().any(|l| l["app.kubernetes.io/name"] == "shop"));
    let shop = file("shop/networkpolicy.yaml").content;
    assert!(shop.contains("cidr: 10.1.2.3/32"), "{shop}");
}

#[test]
fn dockerfiles_take_servers_from_the_facts() {
    assert!(file("orders/Dockerfile").content.contains("FROM tomcat:9.0-jre17"));
    assert!(file("ant-war/Dockerfile").content.contains("FROM tomcat:10.1"));
    assert!(file("trader/Dockerfile").content.contains("wildfly:26.1.3"));
    assert!(file("liberty/Dockerfile").content.contains("open-liberty"));
    assert!(file("django/Dockerfile").content.contains("gunicorn"));
    assert!(!file("django/Dockerfile").content.contains("runserver\"]"));
    assert!(file("mvc5/Dockerfile").content.contains("windowsservercore"));
    assert!(!gallery().iter().any(|f| f.path == "unknown/Dockerfile"));
}
