//! Coverage: how much of the code was read by an analyser that has rules to apply.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_components::ComponentKind;
use seaworthy_facts::{FactKind, Language};
use seaworthy_rules::{Dimension, Leaf, Rule};

use crate::Weights;

/// Production lines of one language by how they were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinesRead {
    /// In files that an analyser read to the end.
    pub parsed: u64,
    /// In files read with errors, or line by line.
    pub partly: u64,
    /// In files that no analyser read.
    pub unread: u64,
}

impl LinesRead {
    /// All of them.
    pub fn total(self) -> u64 {
        self.parsed.saturating_add(self.partly).saturating_add(self.unread)
    }

    fn add(&mut self, other: Self) {
        self.parsed = self.parsed.saturating_add(other.parsed);
        self.partly = self.partly.saturating_add(other.partly);
        self.unread = self.unread.saturating_add(other.unread);
    }
}

/// Lines by component id (empty for files outside of every component) and language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageInput {
    /// Component id → language → lines.
    pub components: BTreeMap<String, BTreeMap<Language, LinesRead>>,
}

impl CoverageInput {
    /// Adds lines to a component.
    pub fn add(&mut self, component: String, lines: BTreeMap<Language, LinesRead>) {
        let own = self.components.entry(component).or_default();
        for (language, read) in lines {
            own.entry(language).or_default().add(read);
        }
    }

    /// The lines of several components together.
    pub(crate) fn of<'i>(
        &self,
        ids: impl IntoIterator<Item = &'i str>,
    ) -> BTreeMap<Language, LinesRead> {
        let mut sum: BTreeMap<Language, LinesRead> = BTreeMap::new();
        for id in ids {
            for (&language, &lines) in self.components.get(id).into_iter().flatten() {
                sum.entry(language).or_default().add(lines);
            }
        }
        sum
    }
}

/// κ_d for each dimension, 0 to 1; a dimension that is not given was not looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    by_dimension: BTreeMap<Dimension, f64>,
}

impl Coverage {
    /// The same share in every dimension.
    pub fn uniform(share: f64) -> Self {
        Dimension::ALL.iter().map(|&d| (d, share)).collect()
    }

    /// κ_d.
    pub fn of(&self, dimension: Dimension) -> f64 {
        self.by_dimension.get(&dimension).copied().unwrap_or(0.0)
    }

    /// κ: the mean over the nine dimensions.
    pub fn mean(&self) -> f64 {
        Dimension::ALL.iter().map(|&d| self.of(d)).sum::<f64>() / Dimension::ALL.len() as f64
    }
}

impl FromIterator<(Dimension, f64)> for Coverage {
    fn from_iter<I: IntoIterator<Item = (Dimension, f64)>>(shares: I) -> Self {
        Self { by_dimension: shares.into_iter().map(|(d, s)| (d, s.clamp(0.0, 1.0))).collect() }
    }
}

/// Which languages have at least one rule, by dimension.
#[derive(Clone, Debug, Default)]
pub(crate) struct Applicability {
    languages: BTreeMap<Dimension, BTreeSet<Language>>,
}

impl Applicability {
    pub(crate) fn of(rules: &[Rule]) -> Self {
        let mut languages: BTreeMap<Dimension, BTreeSet<Language>> = BTreeMap::new();
        for rule in rules {
            languages.entry(rule.dimension).or_default().extend(rule_languages(rule));
        }
        Self { languages }
    }

    /// κ_d of the given lines. Only languages of programs count, and of those not the ones that never run in the
    /// container (SQL runs in the database, interface descriptions do not run). Without any such line nothing is
    /// known, except that static files have no code to miss.
    pub(crate) fn coverage(
        &self,
        lines: &BTreeMap<Language, LinesRead>,
        kind: ComponentKind,
        weights: &Weights,
    ) -> Coverage {
        let code = || lines.iter().filter(|(l, _)| runs(**l));
        let total: u64 = code().map(|(_, l)| l.total()).fold(0, u64::saturating_add);
        if total == 0 {
            return Coverage::uniform(f64::from(kind == ComponentKind::Static));
        }
        Dimension::ALL
            .iter()
            .map(|&dimension| {
                let read: f64 = code()
                    .filter(|(l, _)| {
                        self.languages.get(&dimension).is_some_and(|known| known.contains(l))
                    })
                    .map(|(_, l)| l.parsed as f64 + weights.coverage.partly * l.partly as f64)
                    .sum();
                // The sum of nothing is -0, which reads as "-0 %".
                (dimension, (read / total as f64).max(0.0).abs())
            })
            .collect()
    }
}

fn runs(language: Language) -> bool {
    language.is_code() && !matches!(language, Language::Sql | Language::Proto)
}

/// The languages of programs that a rule can say something about. A condition that names such languages applies to
/// them; one on dependencies applies to the languages of the ecosystems it names; any other one applies to what the
/// rule's own positive examples are: a program's language with its relatives, or for a settings file the languages
/// of the platform that reads it (`web.config`: .NET), which is every language for neutral formats and for rules
/// without examples.
fn rule_languages(rule: &Rule) -> BTreeSet<Language> {
    let mut found = BTreeSet::new();
    let mut by_example = false;
    let leaves: &[&[Leaf]] =
        if rule.absence { &[&rule.matches, &rule.requires] } else { &[&rule.matches] };
    for leaf in leaves.iter().copied().flatten() {
        let named = leaf.languages.iter().copied().filter(|l| l.is_code());
        let before = found.len();
        found.extend(named);
        if leaf.kinds.contains(&FactKind::Dependency) {
            for name in &leaf.names {
                let ecosystem = name.trim_start_matches(['~', '^']).split(':').next();
                found.extend(ecosystem.and_then(of_ecosystem).into_iter().flatten());
            }
        }
        by_example |= found.len() == before;
    }
    if !by_example {
        return found;
    }
    let positive: Vec<&str> =
        rule.examples.iter().filter(|e| !e.expect.is_empty()).map(|e| e.path.as_str()).collect();
    if positive.is_empty() && found.is_empty() {
        found.extend(Language::ALL.iter().copied().filter(|l| l.is_code()));
    }
    found.extend(positive.into_iter().flat_map(of_example).copied());
    found
}

const JVM: &[Language] = &[Language::Java, Language::Kotlin, Language::Scala, Language::Groovy];
const DOT_NET: &[Language] = &[Language::CSharp, Language::VisualBasic];
const SCRIPT: &[Language] =
    &[Language::JavaScript, Language::TypeScript, Language::Tsx, Language::Vue, Language::Svelte];
const PYTHON: &[Language] = &[Language::Python];
const PHP: &[Language] = &[Language::Php];
const RUBY: &[Language] = &[Language::Ruby];
const GO: &[Language] = &[Language::Go];
const RUST: &[Language] = &[Language::Rust];
const FAMILIES: [&[Language]; 8] = [JVM, DOT_NET, SCRIPT, PYTHON, PHP, RUBY, GO, RUST];

fn of_ecosystem(prefix: &str) -> Option<&'static [Language]> {
    Some(match prefix {
        "maven" => JVM,
        "nuget" => DOT_NET,
        "npm" => SCRIPT,
        "pypi" => PYTHON,
        "composer" => PHP,
        "gem" => RUBY,
        "go" => GO,
        "cargo" => RUST,
        _ => return None,
    })
}

fn of_example(path: &str) -> &'static [Language] {
    let language = Language::of_path(path);
    if language.is_code() {
        let family = FAMILIES.iter().find(|f| f.contains(&language));
        return family.copied().unwrap_or_else(|| alone(language));
    }
    let lower = path.to_ascii_lowercase();
    let file = lower.rsplit('/').next().unwrap_or(&lower);
    let ends = |list: &[&str]| list.iter().any(|end| file.ends_with(end));
    if file.starts_with("appsettings")
        || ends(&[".config", ".csproj", ".vbproj", ".sln", ".aspx", ".cshtml", ".asax", ".svc"])
    {
        DOT_NET
    } else if lower.contains("web-inf/")
        || lower.contains("meta-inf/")
        || file == "pom.xml"
        || ends(&[".gradle", ".gradle.kts", ".properties", ".jsp", ".xhtml", ".mf"])
        || matches!(file, "logback.xml" | "log4j.xml" | "log4j2.xml" | "persistence.xml")
    {
        JVM
    } else if file.starts_with("package") && file.ends_with(".json") || file == ".npmrc" {
        SCRIPT
    } else if file.starts_with("requirements") || file == "pipfile" || file == "pyproject.toml" {
        PYTHON
    } else if file.starts_with("composer.") || file == "php.ini" || file == ".htaccess" {
        PHP
    } else if file.starts_with("gemfile") || ends(&[".erb"]) {
        RUBY
    } else if file == "go.mod" {
        GO
    } else if file == "cargo.toml" || file == "cargo.lock" || file == "rocket.toml" {
        RUST
    } else {
        Language::ALL
    }
}

/// A one-language family.
fn alone(language: Language) -> &'static [Language] {
    Language::ALL
        .iter()
        .position(|&l| l == language)
        .and_then(|i| Language::ALL.get(i..=i))
        .unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::rule;
    use seaworthy_rules::{Example, Grade};

    fn lines(list: &[(Language, u64, u64, u64)]) -> BTreeMap<Language, LinesRead> {
        list.iter()
            .map(|&(l, parsed, partly, unread)| (l, LinesRead { parsed, partly, unread }))
            .collect()
    }

    fn example(path: &str) -> Vec<Example> {
        vec![Example {
            path: path.into(),
            source: String::new(),
            expect: vec![1],
            also: Vec::new(),
        }]
    }

    #[test]
    fn rules_apply_where_their_conditions_or_examples_say() {
        let mut r = rule("r", Grade::Hard);
        r.matches = vec![Leaf { languages: vec![Language::Ruby], ..Leaf::default() }];
        r.examples = example("a/B.java");
        assert_eq!(rule_languages(&r), RUBY.iter().copied().collect());
        r.matches = vec![Leaf { kinds: vec![FactKind::Call], ..Leaf::default() }];
        assert_eq!(rule_languages(&r), JVM.iter().copied().collect());
        r.matches = vec![Leaf {
            kinds: vec![FactKind::Dependency],
            names: vec!["npm:bull".into(), "~^gem:side.*".into()],
            ..Leaf::default()
        }];
        let found = rule_languages(&r);
        assert!(found.contains(&Language::Tsx) && found.contains(&Language::Ruby));
        assert!(!found.contains(&Language::Java));
        r.matches = vec![Leaf { kinds: vec![FactKind::ConfigKey], ..Leaf::default() }];
        r.examples = example("src/Web.config");
        assert_eq!(rule_languages(&r), DOT_NET.iter().copied().collect());
        r.examples = example("Dockerfile");
        assert!(rule_languages(&r).contains(&Language::Perl));
        r.examples = example("run.sh");
        assert_eq!(rule_languages(&r), [Language::Shell].into());
    }

    #[test]
    fn only_read_code_with_rules_is_covered() {
        let weights = Weights::load("", "").unwrap();
        let mut state = rule("s", Grade::Hard);
        state.dimension = Dimension::State;
        state.matches = vec![Leaf { languages: vec![Language::Java], ..Leaf::default() }];
        let known = Applicability::of(&[state]);
        let code = lines(&[
            (Language::Java, 600, 100, 0),
            (Language::Swift, 0, 0, 300),
            (Language::Sql, 0, 0, 9000),
            (Language::Yaml, 500, 0, 0),
        ]);
        let coverage = known.coverage(&code, ComponentKind::Web, &weights);
        assert!((coverage.of(Dimension::State) - 0.65).abs() < 1e-9);
        assert!(coverage.of(Dimension::Storage) == 0.0);
        let none = known.coverage(&lines(&[]), ComponentKind::Web, &weights);
        assert!(none.mean() == 0.0);
        let files = known.coverage(&lines(&[]), ComponentKind::Static, &weights);
        assert!((files.mean() - 1.0).abs() < 1e-9);
    }
}
