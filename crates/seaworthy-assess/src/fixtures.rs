//! Values that several tests start from.

use std::sync::Arc;

use seaworthy_base::{Evidence, Position};
use seaworthy_components::{Claim, Component, ComponentKind, Platform};
use seaworthy_facts::Role;
use seaworthy_matching::Incident;
use seaworthy_rules::{Dimension, Factor, Grade, Leaf, Reach, Remedy, Rule, Tier};

use crate::Concern;

pub(crate) fn rule(id: &str, grade: Grade) -> Rule {
    Rule {
        id: id.into(),
        title: format!("Title of {id}"),
        catalogue: None,
        factor: Some(Factor::Processes),
        dimension: Dimension::State,
        grade,
        remedy: Remedy::Code,
        effort: 3,
        tier: Tier::Resolved,
        why: "why".into(),
        answer: "answer".into(),
        manifest: None,
        links: Vec::new(),
        secret: false,
        matches: vec![Leaf::default()],
        requires: Vec::new(),
        unless: Vec::new(),
        reach: Reach::Component,
        absence: false,
        once: seaworthy_rules::Once::Place,
        examples: Vec::new(),
        source: "test".into(),
    }
}

pub(crate) fn concern(id: &str, grade: Grade, occurrences: u32) -> Concern {
    Concern { title: "Title of a-rule".into(), ..Concern::of(&rule(id, grade), occurrences) }
}

pub(crate) fn component(id: &str, kind: ComponentKind) -> Component {
    Component {
        id: id.into(),
        name: id.into(),
        root: Arc::from(id),
        kind,
        platform: Claim::new(Platform::Java, Evidence::default_of("test")),
        platform_version: None,
        framework: None,
        version: None,
        ecosystem: None,
        build_tool: None,
        artifact: None,
        start: None,
        dockerfile: None,
        ports: Vec::new(),
        health: None,
        env: Vec::new(),
        outbound: Vec::new(),
        writes: Vec::new(),
        programs: Vec::new(),
        schedules: Vec::new(),
        technologies: Vec::new(),
        lines: std::collections::BTreeMap::new(),
        test_lines: 0,
        evidence: Vec::new(),
    }
}

pub(crate) fn incident(path: &str, line: u32, scope: &str, role: Role) -> Incident {
    Incident {
        evidence: Evidence::cause(&Arc::from(path), Position { line, column: 1 }, "new File( x )"),
        scope: scope.into(),
        role,
    }
}
