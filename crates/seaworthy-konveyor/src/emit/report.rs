//! The data of Konveyor's static report.

use std::collections::BTreeMap;
use std::io;

use super::block::{Part, Tree};
use super::compact;
use super::json::to_compact;
use super::result::{Shape, ruleset, write_parts};
use crate::{DependencyFile, RulesetResult};

/// One application of the report.
#[derive(Clone, Copy, Debug)]
pub struct ReportApplication<'a> {
    /// Shown as its name: the base name of the input.
    pub name: &'a str,
    /// Its results.
    pub rulesets: &'a [RulesetResult],
    /// Its dependencies.
    pub dependencies: &'a [DependencyFile],
}

/// `static-report/output.js`: applications are numbered in the order given; variables of violations and extras of
/// dependencies are left out, as the report does not show them.
pub fn static_report_js(applications: &[ReportApplication<'_>]) -> String {
    let mut out = String::new();
    write(applications, &mut out, &mut |_| {});
    out
}

/// The same into a file, as it is made.
pub fn write_static_report_js(
    applications: &[ReportApplication<'_>],
    to: &mut dyn io::Write,
) -> io::Result<()> {
    write_parts(to, |out, part| write(applications, out, part))
}

fn write(applications: &[ReportApplication<'_>], out: &mut String, part: &mut Part<'_>) {
    out.push_str("\nwindow[\"apps\"] = [");
    for (i, application) in applications.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&format!("{{\"id\":\"{i:04}\",\"name\":"));
        compact::write(&Tree::text(application.name), out, part);
        out.push_str(",\"rulesets\":[");
        for (row, result) in application.rulesets.iter().enumerate() {
            if row > 0 {
                out.push(',');
            }
            compact::write(&ruleset(result, Shape::Report), out, part);
        }
        let dependencies: Vec<_> = application.dependencies.iter().map(without_extras).collect();
        out.push_str("],\"depItems\":");
        out.push_str(&to_compact(&dependencies));
        out.push('}');
    }
    out.push_str("]\n");
}

fn without_extras(file: &DependencyFile) -> DependencyFile {
    let mut file = file.clone();
    for dependency in &mut file.dependencies {
        dependency.extras = BTreeMap::new();
    }
    file
}
