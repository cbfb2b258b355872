//! Names and numbers as people read them.

use seaworthy_assess::{Effort, Score, Verdict};
use seaworthy_components::{BackendKind, Platform};
use seaworthy_deps::BuildTool;
use seaworthy_graph::{EdgeKind, NodeKind};
use seaworthy_rules::{Grade, Remedy, Tier};

/// What a verdict means, as a sentence.
pub(crate) fn verdict_sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready => {
            "Nothing hard is open. It can run on Kubernetes with the drafted manifests."
        }
        Verdict::NeedsWork => "It can move to Kubernetes once the concerns below are solved.",
        Verdict::Blocked => "At least one open blocker keeps it from running on Kubernetes.",
        Verdict::NotAssessed => "Too little of the code was understood to give a verdict.",
    }
}

/// The class name of a verdict in the style sheet.
pub(crate) fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready => "ready",
        Verdict::NeedsWork => "needs-work",
        Verdict::Blocked => "blocked",
        Verdict::NotAssessed => "not-assessed",
    }
}

/// A grade as a heading over several concerns.
pub(crate) fn grade_heading(grade: Grade) -> &'static str {
    match grade {
        Grade::Blocker => "Blockers",
        Grade::Hard => "Hard",
        Grade::Mandatory => "Mandatory",
        Grade::Advisory => "Advisory",
        Grade::Positive => "Positive evidence",
    }
}

/// What a grade means.
pub(crate) fn grade_meaning(grade: Grade) -> &'static str {
    match grade {
        Grade::Blocker => "Cannot run on the target until solved.",
        Grade::Hard => "Must be done, and it is large.",
        Grade::Mandatory => "Must be done, and it is small.",
        Grade::Advisory => "Worth doing.",
        Grade::Positive => "Already right; never counted against the score.",
    }
}

/// The kind of work.
pub(crate) fn remedy(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::Manifest => "Manifest only",
        Remedy::Config => "Configuration",
        Remedy::Library => "Library or runtime",
        Remedy::Code => "Local code change",
        Remedy::Rearchitect => "Architecture",
        Remedy::None => "No container answer known",
    }
}

/// How a concern is known.
pub(crate) fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Text => "text match",
        Tier::Import => "import and call by name",
        Tier::Parsed => "parsed configuration key",
        Tier::Resolved => "resolved symbol",
    }
}

/// The name of a platform.
pub(crate) fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Java => "Java",
        Platform::Servlet => "Servlet container",
        Platform::JavaEe => "Java EE server",
        Platform::DotNet => ".NET",
        Platform::DotNetFramework => ".NET Framework",
        Platform::Node => "Node.js",
        Platform::Python => "Python",
        Platform::Php => "PHP",
        Platform::Ruby => "Ruby",
        Platform::Go => "Go",
        Platform::Rust => "Rust",
        Platform::Perl => "Perl",
        Platform::Native => "Native (C, C++)",
        Platform::Iis => "IIS on Windows",
        Platform::Windows => "Windows",
        Platform::StaticFiles => "Static files",
        Platform::Mainframe => "Mainframe (z/OS)",
        Platform::Unknown => "Unknown",
    }
}

/// The name of a build tool.
pub(crate) fn build_tool(tool: BuildTool) -> &'static str {
    match tool {
        BuildTool::Maven => "Maven",
        BuildTool::Gradle => "Gradle",
        BuildTool::Ant => "Ant",
        BuildTool::Archive => "built already",
        BuildTool::Npm => "npm",
        BuildTool::Yarn => "Yarn",
        BuildTool::Pnpm => "pnpm",
        BuildTool::Pip => "pip",
        BuildTool::Poetry => "Poetry",
        BuildTool::Pipenv => "Pipenv",
        BuildTool::Msbuild => "MSBuild",
        BuildTool::Composer => "Composer",
        BuildTool::Bundler => "Bundler",
        BuildTool::Go => "Go",
        BuildTool::Cargo => "Cargo",
        BuildTool::Cpan => "CPAN",
        BuildTool::Cmake => "CMake",
        BuildTool::Autotools => "autotools",
        BuildTool::Meson => "Meson",
        BuildTool::Make => "make",
    }
}

/// The name of a kind of back end.
pub(crate) fn backend(kind: BackendKind) -> &'static str {
    match kind {
        BackendKind::Database => "Database",
        BackendKind::Cache => "Cache",
        BackendKind::Queue => "Queue",
        BackendKind::Mail => "Mail",
        BackendKind::Directory => "Directory",
        BackendKind::Search => "Search",
        BackendKind::FileShare => "File share",
        BackendKind::Http => "HTTP service",
        BackendKind::Other => "Other",
    }
}

/// The name of a kind of node.
pub(crate) fn node(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Application => "Application",
        NodeKind::Component => "Component",
        NodeKind::Module => "Module",
        NodeKind::Package => "Package",
        NodeKind::Library => "Library",
        NodeKind::Database => "Database",
        NodeKind::Cache => "Cache",
        NodeKind::Queue => "Queue",
        NodeKind::Host => "Host",
        NodeKind::FileShare => "File share",
    }
}

/// The class name of a kind of node in the style sheet.
pub(crate) fn node_class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Application => "n-application",
        NodeKind::Component => "n-component",
        NodeKind::Module => "n-module",
        NodeKind::Package => "n-package",
        NodeKind::Library => "n-library",
        NodeKind::Database => "n-database",
        NodeKind::Cache => "n-cache",
        NodeKind::Queue => "n-queue",
        NodeKind::Host => "n-host",
        NodeKind::FileShare => "n-fileshare",
    }
}

/// What an edge says, as a verb.
pub(crate) fn edge(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Contains => "contains",
        EdgeKind::Uses => "uses",
        EdgeKind::DependsOn => "depends on",
        EdgeKind::Connects => "connects to",
    }
}

/// Person-days: one decimal under ten, whole days above.
pub(crate) fn days(days: f64) -> String {
    if days < 9.95 { one_decimal(days) } else { format!("{days:.0}") }
}

/// `16–61 days, likely 32`.
pub(crate) fn effort(effort: &Effort) -> String {
    format!("{}–{} days, likely {}", days(effort.low), days(effort.high), days(effort.likely))
}

/// The score with its range: `41–45 of 100`, one number where both ends are equal, words where there is no number.
pub(crate) fn score(score: &Score) -> String {
    match score.value {
        None => "no number".to_owned(),
        Some(value) if score.floor < value => format!("{}–{value} of 100", score.floor),
        Some(value) => format!("{value} of 100"),
    }
}

/// One decimal, none where it is zero.
pub(crate) fn one_decimal(number: f64) -> String {
    let text = format!("{number:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// A share from 0 to 1 in whole per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A count with thin spaces between thousands.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// A size in the largest unit that leaves at least 1.
pub(crate) fn bytes(number: u64) -> String {
    let mut size = number as f64;
    for unit in ["B", "KiB", "MiB"] {
        if size < 1024.0 {
            return format!("{} {unit}", one_decimal(size));
        }
        size /= 1024.0;
    }
    format!("{} GiB", one_decimal(size))
}

/// `1 place`, `2 places`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", count(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(bytes(512), "512 B");
        assert_eq!(bytes(1536), "1.5 KiB");
        assert_eq!(days(0.0), "0");
        assert_eq!(days(2.25), "2.2");
        assert_eq!(days(31.6), "32");
        assert_eq!(one_decimal(-0.04), "0");
        assert_eq!(counted(1, "place"), "1 place");
        assert_eq!(counted(1200, "place"), "1\u{202f}200 places");
    }
}
