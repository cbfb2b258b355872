//! Native rules in Konveyor's language, as far as it can say them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use globset::GlobBuilder;
use seaworthy_facts::{FactKind, Language};
use seaworthy_konveyor::{
    Category, Condition, DependencyQuery, Entry, FilePaths, JavaLocation, JavaReference,
    Leaf as Asked, Link, Origin, Rule as Exported,
};
use seaworthy_rules::{Grade, Leaf, Reach, Rule, RuleSet};

use crate::{RULESET, TARGET};

/// What could be said, and what could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Export {
    /// Rules in Konveyor's language, in the order of the native ones.
    pub rules: Vec<Exported>,
    /// Rules among them that find less, because some of their alternatives could not be said.
    pub partly: Vec<LeftOut>,
    /// The others.
    pub left_out: Vec<LeftOut>,
}

/// A rule that Konveyor's language cannot say, or not wholly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its id.
    pub rule: String,
    /// Why: the end of "it …".
    pub reason: &'static str,
}

/// Says native rules in Konveyor's language. An alternative that cannot be said is left out, so that a rule may find less
/// than the native one, never more; a rule without any alternative that can be said, or with an exception that cannot, is
/// left out as a whole.
pub fn export(set: &RuleSet) -> Export {
    let mut out = Export::default();
    for rule in &set.rules {
        let mut lost = None;
        match one(rule, &mut lost) {
            Ok(exported) => {
                out.rules.push(exported);
                out.partly.extend(lost.map(|reason| LeftOut { rule: rule.id.clone(), reason }));
            }
            Err(reason) => out.left_out.push(LeftOut { rule: rule.id.clone(), reason }),
        }
    }
    out
}

/// `lost` is set to a reason where alternatives were left out.
fn one(rule: &Rule, lost: &mut Option<&'static str>) -> Result<Exported, &'static str> {
    if rule.absence {
        return Err("claims that something is missing");
    }
    if rule.secret {
        return Err("must mask what it finds");
    }
    let partners = !rule.requires.is_empty() || !rule.unless.is_empty();
    if partners && rule.reach != Reach::Application {
        return Err("looks for its partners in the same file or component");
    }
    let matches = any(&rule.matches, lost)?;
    let when = if partners {
        let mut entries = vec![matches];
        if !rule.requires.is_empty() {
            entries.push(Entry { ignore: true, ..any(&rule.requires, lost)? });
        }
        if !rule.unless.is_empty() {
            // A lost exception would make the rule find more.
            let mut none = None;
            entries.push(Entry { not: true, ..any(&rule.unless, &mut none)? });
            if let Some(reason) = none {
                return Err(reason);
            }
        }
        entry(Condition::And(entries))
    } else {
        matches
    };
    Ok(Exported {
        id: rule.id.clone(),
        description: rule.title.clone(),
        message: Some(format!("{}\n\n{}", rule.why, rule.answer)),
        tags: Vec::new(),
        links: rule
            .links
            .iter()
            .map(|url| Link { title: String::new(), url: url.clone() })
            .collect(),
        category: match rule.grade {
            Grade::Blocker | Grade::Hard | Grade::Mandatory => Category::Mandatory,
            Grade::Advisory => Category::Optional,
            Grade::Positive => Category::Potential,
        },
        // Without an effort it is an insight: what is right already asks for no work.
        effort: (rule.grade != Grade::Positive).then(|| i64::from(rule.effort)),
        labels: vec![TARGET.to_owned(), "konveyor.io/target=cloud-readiness".to_owned()],
        variables: Vec::new(),
        when,
        origin: Origin { path: Arc::from(Path::new(RULESET)), line: 0 },
    })
}

fn entry(condition: Condition) -> Entry {
    Entry { from: None, bind: None, ignore: false, not: false, condition }
}

/// Leaves of which one must hold; those that cannot be said are left out.
fn any(leaves: &[Leaf], lost: &mut Option<&'static str>) -> Result<Entry, &'static str> {
    let mut asked = BTreeSet::new();
    for leaf in leaves {
        for question in questions(leaf) {
            match question {
                Ok(question) => {
                    asked.insert(question);
                }
                Err(reason) => *lost = Some(reason),
            }
        }
    }
    let mut entries: Vec<Entry> = asked.into_iter().map(|l| entry(Condition::Leaf(l))).collect();
    match entries.len() {
        0 => Err(lost.unwrap_or("asks nothing that has a condition there")),
        1 => Ok(entries.remove(0)),
        _ => Ok(entry(Condition::Or(entries))),
    }
}

/// What a leaf asks, as questions of which one must hold.
fn questions(leaf: &Leaf) -> Vec<Result<Asked, &'static str>> {
    if !leaf.not_files.is_empty() {
        return vec![Err("leaves files out by their paths")];
    }
    if let Some(text) = &leaf.text {
        return vec![content(leaf, text)];
    }
    if leaf.value.is_some() || leaf.value_not.is_some() {
        return vec![Err("asks for arguments or values")];
    }
    if leaf.kinds == [FactKind::File] {
        if leaf.names.iter().all(|name| name == "*") && !leaf.files.is_empty() {
            return leaf
                .files
                .iter()
                .map(|glob| Ok(Asked::File { pattern: path_expression(glob)? }))
                .collect();
        }
        if !leaf.files.is_empty() {
            return vec![Err("names files in two ways at once")];
        }
        return leaf.names.iter().map(|name| file(name, leaf.ignore_case)).collect();
    }
    if !leaf.files.is_empty() {
        return vec![Err("looks at certain files only")];
    }
    let mut asked = Vec::new();
    for name in &leaf.names {
        if name.starts_with('~') || name.contains('?') {
            asked.push(Err("names code by a regular expression or by its last part"));
            continue;
        }
        for &kind in &leaf.kinds {
            if kind == FactKind::Dependency {
                asked.push(dependency(leaf, name));
            } else if leaf.languages.is_empty() {
                asked.push(match language_of(name) {
                    Some(language) => code(kind, language, name),
                    None => Err("speaks of no language in particular"),
                });
            } else {
                asked.extend(leaf.languages.iter().map(|&language| code(kind, language, name)));
            }
        }
    }
    asked
}

/// Whose name it is, where its first part says so: namespaces of .NET and packages of Java name themselves.
fn language_of(name: &str) -> Option<Language> {
    match name.split_once('.')?.0 {
        "System" | "Microsoft" | "Windows" => Some(Language::CSharp),
        "java" | "javax" | "jakarta" | "org" | "com" | "sun" => Some(Language::Java),
        _ => None,
    }
}

fn code(kind: FactKind, language: Language, name: &str) -> Result<Asked, &'static str> {
    match language {
        Language::Java => {
            let location = match kind {
                FactKind::Import => JavaLocation::Import,
                FactKind::Call => JavaLocation::MethodCall,
                FactKind::New => JavaLocation::ConstructorCall,
                FactKind::Annotation => JavaLocation::Annotation,
                FactKind::Supertype => JavaLocation::ImplementsType,
                _ => return Err("asks for something that has no location there"),
            };
            let pattern = name.to_owned();
            Ok(Asked::Java(JavaReference { pattern, location, ..JavaReference::default() }))
        }
        Language::Go
            if matches!(kind, FactKind::Import | FactKind::Call) && !name.contains('*') =>
        {
            Ok(Asked::Go { pattern: name.to_owned() })
        }
        Language::CSharp => {
            let location = match kind {
                FactKind::Call => "METHOD",
                FactKind::Import | FactKind::New | FactKind::Supertype | FactKind::Annotation => {
                    "ALL"
                }
                _ => return Err("asks for something that has no location there"),
            };
            Ok(Asked::CSharp {
                pattern: whole(name),
                location: location.to_owned(),
                filepaths: FilePaths::Any,
            })
        }
        _ => Err("speaks of a language whose provider cannot answer exactly"),
    }
}

fn dependency(leaf: &Leaf, name: &str) -> Result<Asked, &'static str> {
    if leaf.version_below.is_some() {
        return Err("asks for versions below one, where bounds are included there");
    }
    let (ecosystem, name) = name.split_once(':').unwrap_or(("", name));
    let (provider, name) = match ecosystem {
        "maven" => ("java", name.replace(':', ".")),
        "go" => ("go", name.to_owned()),
        _ => return Err("speaks of packages for which no provider reads dependencies"),
    };
    Ok(Asked::Dependency(DependencyQuery {
        provider: provider.to_owned(),
        name: String::new(),
        // The expression may go without bounds, a name may not.
        name_regex: whole(&name),
        lower: leaf.version_from.clone().unwrap_or_default(),
        upper: String::new(),
    }))
}

/// A name with `*` as a regular expression over the whole.
fn whole(name: &str) -> String {
    format!("^{}$", wildcards(name))
}

fn wildcards(name: &str) -> String {
    name.split('*').map(escaped).collect::<Vec<_>>().join(".*")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn file(name: &str, ignore_case: bool) -> Result<Asked, &'static str> {
    if name.starts_with('~') {
        return Err("names files by a regular expression of its own");
    }
    let case = if ignore_case { "(?i)" } else { "" };
    Ok(Asked::File { pattern: format!("{case}^/?{}$", wildcards(name)) })
}

fn content(leaf: &Leaf, text: &str) -> Result<Asked, &'static str> {
    if text.contains("(?P<secret>") || text.contains("(?<secret>") {
        return Err("must mask what it finds");
    }
    let mut paths = Vec::new();
    for glob in &leaf.files {
        paths.push(path_expression(glob)?);
    }
    if paths.is_empty() && !leaf.languages.is_empty() {
        return Err("looks at the files of a language");
    }
    let file_pattern = match paths.len() {
        0 => String::new(),
        1 => paths.remove(0),
        _ => paths.iter().map(|p| format!("(?:{p})")).collect::<Vec<_>>().join("|"),
    };
    let pattern = if leaf.ignore_case { format!("(?i){text}") } else { text.to_owned() };
    Ok(Asked::FileContent { pattern, file_pattern, filepaths: FilePaths::Any })
}

/// A glob as an expression over `/path`, as the native rules read it: without regard to case, and by the file's name
/// where it has no `/`.
fn path_expression(glob: &str) -> Result<String, &'static str> {
    let rooted = if glob.contains('/') { glob.to_owned() } else { format!("**/{glob}") };
    let glob = GlobBuilder::new(&rooted)
        .literal_separator(true)
        .build()
        .map_err(|_| "names files by a glob that cannot be read")?;
    let inner = glob.regex().trim_start_matches("(?-u)").trim_start_matches('^').to_owned();
    Ok(format!("(?i)^/?{inner}"))
}
