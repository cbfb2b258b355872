//! Releases of base images: what the code asks for where images of it are kept up, else a supported one.

use crate::plan::{Decision, Plan, major};

/// A platform's tags.
struct Releases {
    name: &'static str,
    /// Releases with images that still get fixes, oldest first.
    supported: &'static [&'static str],
    /// Where the code says nothing.
    usual: &'static str,
}

const JAVA: Releases =
    Releases { name: "Java", supported: &["8", "11", "17", "21", "25"], usual: "21" };
const DOTNET: Releases =
    Releases { name: ".NET", supported: &["8.0", "9.0", "10.0"], usual: "8.0" };
const NODE: Releases = Releases { name: "Node.js", supported: &["20", "22", "24"], usual: "22" };
const PYTHON: Releases = Releases {
    name: "Python",
    supported: &["3.10", "3.11", "3.12", "3.13", "3.14"],
    usual: "3.13",
};
const PHP: Releases = Releases { name: "PHP", supported: &["8.2", "8.3", "8.4"], usual: "8.3" };
const RUBY: Releases = Releases { name: "Ruby", supported: &["3.2", "3.3", "3.4"], usual: "3.3" };
const GO: Releases = Releases { name: "Go", supported: &["1.24", "1.25"], usual: "1.25" };
const RUST: Releases =
    Releases { name: "Rust", supported: &["1.93", "1.94", "1.95"], usual: "1.95" };

const PERL: Releases = Releases { name: "Perl", supported: &["5.40", "5.42"], usual: "5.40" };

pub(super) fn perl(plan: &Plan<'_>) -> Decision<String> {
    // Perl runs what was written for older releases: the lowest that is asked for is met by any supported one.
    let release = PERL.pick(plan, two_numbers(plan));
    Decision { todo: String::new(), ..release }
}

pub(super) fn java(plan: &Plan<'_>) -> Decision<String> {
    let wanted = major(plan.component).map(|n| n.to_string());
    JAVA.pick(plan, wanted)
}

pub(super) fn dotnet(plan: &Plan<'_>) -> Decision<String> {
    let wanted = major(plan.component).map(|n| format!("{n}.0"));
    DOTNET.pick(plan, wanted)
}

pub(super) fn node(plan: &Plan<'_>) -> Decision<String> {
    let wanted = major(plan.component).map(|n| n.to_string());
    NODE.pick(plan, wanted)
}

pub(super) fn python(plan: &Plan<'_>) -> Decision<String> {
    PYTHON.pick(plan, two_numbers(plan))
}

pub(super) fn php(plan: &Plan<'_>) -> Decision<String> {
    PHP.pick(plan, two_numbers(plan))
}

pub(super) fn ruby(plan: &Plan<'_>) -> Decision<String> {
    RUBY.pick(plan, two_numbers(plan))
}

pub(super) fn go(plan: &Plan<'_>) -> Decision<String> {
    GO.pick(plan, two_numbers(plan))
}

/// A newer compiler builds what an older one did, so the oldest release that a manifest asks for is only a bound.
pub(super) fn rust(plan: &Plan<'_>) -> Decision<String> {
    RUST.pick(plan, two_numbers(plan))
}

/// The first two numbers of a version or requirement: `3.11` of `>=3.11,<4`, `8.1` of `^8.1`.
fn two_numbers(plan: &Plan<'_>) -> Option<String> {
    let version = &plan.component.platform_version.as_ref()?.value;
    let start = version.find(|c: char| c.is_ascii_digit())?;
    let rest = version.get(start..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let mut numbers = rest.get(..end)?.split('.').filter(|n| !n.is_empty());
    let first = numbers.next()?;
    Some(match numbers.next() {
        Some(second) => format!("{first}.{second}"),
        None => first.to_owned(),
    })
}

impl Releases {
    /// The release asked for if it is supported, else the next supported one of the same line, else the usual one.
    fn pick(&self, plan: &Plan<'_>, wanted: Option<String>) -> Decision<String> {
        let Some(wanted) = wanted else {
            let reason = format!("no {} release was found in the code", self.name);
            return Decision::default_of(self.usual.to_owned(), &reason)
                .todo(&format!("set the {} release the code is built for", self.name));
        };
        let why = plan.component.platform_version.as_ref().map(|v| v.evidence.clone());
        let why = why.unwrap_or_default();
        if self.supported.contains(&wanted.as_str()) {
            return Decision::new(wanted, why);
        }
        let next = self.supported.iter().find(|s| key(s) > key(&wanted));
        let value = (*next.unwrap_or(&self.usual)).to_owned();
        let name = self.name;
        let todo = format!(
            "the code asks for {name} {wanted}, of which no kept-up image is known here: test with {value}"
        );
        Decision::new(value, why).todo(&todo)
    }
}

fn key(version: &str) -> (u32, u32) {
    let mut numbers = version.split('.').map(|n| n.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}
