//! The twelve factors of a component, read from what was found for and against each.

use std::collections::BTreeSet;

use seaworthy_base::Evidence;
use seaworthy_components::{Component, Platform};
use seaworthy_rules::{Factor, Grade};
use serde::{Deserialize, Serialize};

use crate::Finding;

/// How far a component meets a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorStatus {
    /// Something speaks for it and nothing against it.
    Met,
    /// Only hints against it, or as much for as against.
    Partly,
    /// Something that must be changed speaks against it.
    NotMet,
    /// Nothing was found that speaks for or against it.
    Unknown,
}

impl FactorStatus {
    /// As people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly met",
            Self::NotMet => "not met",
            Self::Unknown => "nothing found",
        }
    }
}

/// A reason for or against a factor, with the first place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorReason {
    /// In one line.
    pub reason: String,
    /// Fingerprint of the finding that says it, empty where the component itself does.
    pub finding: String,
    /// Where.
    pub evidence: Evidence,
}

/// One factor of a component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorReading {
    /// Which.
    pub factor: Factor,
    /// How far it is met.
    pub status: FactorStatus,
    /// What speaks for it.
    pub supported_by: Vec<FactorReason>,
    /// What speaks against it, worst first.
    pub opposed_by: Vec<FactorReason>,
}

/// All twelve factors of a component. `findings` may be of any component; those of `members`, the component itself and
/// what it uses, count. Findings in tests and samples alone do not.
pub(crate) fn readings(
    component: &Component,
    members: &BTreeSet<String>,
    findings: &[Finding],
) -> Vec<FactorReading> {
    Factor::ALL.into_iter().map(|factor| reading(factor, component, members, findings)).collect()
}

fn reading(
    factor: Factor,
    component: &Component,
    members: &BTreeSet<String>,
    findings: &[Finding],
) -> FactorReading {
    let mut worst = Grade::Positive;
    let mut supported_by: Vec<FactorReason> = stated(factor, component).into_iter().collect();
    let mut opposed_by = Vec::new();
    let counted = findings.iter().filter(|f| {
        f.factor == Some(factor) && f.occurrences > 0 && members.contains(&f.component)
    });
    for finding in counted {
        let Some(evidence) = finding.first().cloned() else { continue };
        let reason = FactorReason {
            reason: finding.title.clone(),
            finding: finding.fingerprint.clone(),
            evidence,
        };
        if finding.grade == Grade::Positive {
            supported_by.push(reason);
        } else {
            worst = worst.max(finding.grade);
            opposed_by.push(reason);
        }
    }
    let status = match (worst, supported_by.is_empty()) {
        (Grade::Positive, true) => FactorStatus::Unknown,
        (Grade::Positive, false) => FactorStatus::Met,
        (Grade::Advisory, _) | (Grade::Mandatory, false) => FactorStatus::Partly,
        (Grade::Mandatory | Grade::Hard | Grade::Blocker, _) => FactorStatus::NotMet,
    };
    FactorReading { factor, status, supported_by, opposed_by }
}

/// What the component itself says for a factor.
fn stated(factor: Factor, component: &Component) -> Option<FactorReason> {
    let (reason, evidence) = match factor {
        Factor::Dependencies => {
            let tool = component.build_tool.as_ref()?;
            ("A build manifest declares the dependencies".to_owned(), tool.evidence.first()?)
        }
        // Where a server carries the application, the server binds the port.
        Factor::PortBinding if !is_carried(component.platform.value) => {
            let port = component.ports.first()?;
            (format!("It listens on port {}", port.value.number), port.evidence.first()?)
        }
        _ => return None,
    };
    Some(FactorReason { reason, finding: String::new(), evidence: evidence.clone() })
}

fn is_carried(platform: Platform) -> bool {
    matches!(
        platform,
        Platform::Servlet | Platform::JavaEe | Platform::DotNetFramework | Platform::Iis
    )
}
