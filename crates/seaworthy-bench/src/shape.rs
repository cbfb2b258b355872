//! The same anti-pattern in other syntactic shapes.
//!
//! The examples of a rule are written once; a person would write the same thing in many ways. Each function here changes the text as
//! an author might (another import, an alias, a lambda, a nested class, a statement over several lines), without changing
//! what it does, and says where the expected lines went. A shape that does not apply to a text gives nothing.

use regex::Regex;
use seaworthy_facts::Language;

use crate::{Expected, Seed};

mod braces;
mod imports;
mod script;

/// A source with its expected lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shaped {
    pub(crate) lines: Vec<String>,
    pub(crate) expect: Vec<Expected>,
}

/// A change of shape; nothing where it does not apply.
pub(crate) type Change = fn(&Shaped) -> Option<Shaped>;

/// Most shapes of one seed beside the one that is written.
const MOST: usize = 6;

/// The seed as it is written, and in every other shape that its language knows. Texts that span lines in a string are
/// left as they are: their lines cannot be moved.
pub fn variants(seed: &Seed) -> Vec<Seed> {
    let mut all = vec![seed.clone()];
    let spanning = ["\"\"\"", "'''", "<<", "`"].iter().any(|s| seed.source.contains(s));
    if seed.after.is_some() || seed.expect.is_empty() || spanning {
        return all;
    }
    let written = Shaped {
        lines: seed.source.lines().map(str::to_owned).collect(),
        expect: seed.expect.clone(),
    };
    for (shape, change) in changes(Language::of_path(&seed.path)) {
        if all.len() > MOST {
            break;
        }
        if let Some(shaped) = change(&written).filter(|s| *s != written) {
            all.push(Seed {
                shape: (*shape).to_owned(),
                source: shaped.lines.join("\n") + "\n",
                expect: shaped.expect,
                ..seed.clone()
            });
        }
    }
    all
}

fn changes(language: Language) -> &'static [(&'static str, Change)] {
    match language {
        Language::Java => &[
            ("qualified names", imports::java_qualified),
            ("import on demand", imports::java_on_demand),
            ("nested class", braces::nested_class),
            ("over several lines", over_lines),
            ("in a lambda", braces::java_lambda),
        ],
        Language::CSharp => &[
            ("using in the namespace", braces::csharp_namespace),
            ("nested class", braces::nested_class),
            ("over several lines", over_lines),
            ("in a lambda", braces::csharp_lambda),
        ],
        Language::JavaScript | Language::TypeScript => &[
            ("node: prefix", imports::javascript_node_prefix),
            ("import for require", imports::javascript_import),
            ("require for import", imports::javascript_require),
            ("renamed module", imports::javascript_renamed),
            ("in an arrow function", braces::javascript_arrow),
            ("in a method", braces::javascript_method),
            ("over several lines", over_lines),
        ],
        Language::Python => &[
            ("import under another name", imports::python_alias),
            ("module for name", imports::python_module),
            ("import in the function", script::python_local_import),
            ("in a function", script::python_function),
            ("in a method", script::python_method),
            ("over several lines", over_lines),
        ],
        Language::Ruby => &[
            ("from the top level", script::ruby_top_level),
            ("in a module", script::ruby_module),
            ("in a lambda", script::ruby_lambda),
            ("without parentheses", script::ruby_without_parentheses),
            ("over several lines", over_lines),
        ],
        Language::Php => &[
            ("in a namespace", script::php_namespace),
            ("from the global namespace", script::php_global),
            ("in a method", script::php_method),
            ("in a closure", script::php_closure),
            ("over several lines", over_lines),
        ],
        Language::Go => &[
            ("import under another name", imports::go_alias),
            ("imports in a group", imports::go_group),
            ("in a closure", braces::go_closure),
            ("in a goroutine", braces::go_goroutine),
            ("in a method", braces::go_method),
            ("over several lines", over_lines),
        ],
        _ => &[],
    }
}

/// A compiled pattern of this crate; one that is wrong matches nothing, which its test shows.
pub(crate) fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

impl Shaped {
    /// Each line changed, none added.
    pub(crate) fn mapped(&self, change: impl Fn(&str) -> String) -> Self {
        Self { lines: self.lines.iter().map(|l| change(l)).collect(), expect: self.expect.clone() }
    }

    /// `before` put in front of line `at` (from 0) and `after` at the end, what is between changed.
    pub(crate) fn wrapped(
        &self,
        at: usize,
        before: &[&str],
        after: &[&str],
        change: impl Fn(&str) -> String,
    ) -> Self {
        let own = |lines: &[&str]| lines.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>();
        let mut lines: Vec<String> = self.lines.iter().take(at).cloned().collect();
        lines.extend(own(before));
        lines.extend(self.lines.iter().skip(at).map(|l| change(l)));
        lines.extend(own(after));
        let (at, by) = (at as u32, before.len() as u32);
        let moved = |expected: Expected| match expected {
            Expected::Line(line) | Expected::Lines(line, _) if line <= at => expected,
            moved => moved.down(by),
        };
        Self { lines, expect: self.expect.iter().map(|e| moved(*e)).collect() }
    }

    /// The lines (from 0) that are expected, each once.
    pub(crate) fn expected_lines(&self) -> Vec<usize> {
        let mut lines: Vec<usize> = self
            .expect
            .iter()
            .filter_map(|e| match e {
                Expected::Line(line) => (*line as usize).checked_sub(1),
                Expected::Lines(..) => None,
            })
            .collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// How many of the first lines are blank, or match the pattern.
    pub(crate) fn head(&self, pattern: &Regex) -> usize {
        self.lines.iter().take_while(|l| l.trim().is_empty() || pattern.is_match(l)).count()
    }

    /// Whether an expected line makes a collection of the module: within a function it would be another thing.
    pub(crate) fn holds_state(&self) -> bool {
        let state = pattern(
            r"^(?:export )?(?:(?:const|let|var) )?\w+(?:: [^=]+)? = (?:\{|\[|new \w*(?:Map|Set)\b|(?:dict|list|set|defaultdict|deque|OrderedDict)\()",
        );
        let lines = self.expected_lines();
        state.is_some_and(|state| {
            lines.iter().any(|at| self.lines.get(*at).is_some_and(|line| state.is_match(line)))
        })
    }

    pub(crate) fn contains(&self, pattern: &str) -> bool {
        self::pattern(pattern).is_some_and(|p| self.lines.iter().any(|l| p.is_match(l)))
    }

    /// Every expected line that is a statement of its own put between `before` and `after`, where there is one.
    pub(crate) fn statements(&self, statement: &str, before: &str, after: &str) -> Option<Self> {
        let statement = pattern(statement)?;
        let expected = self.expected_lines();
        let mut changed = self.clone();
        for at in expected {
            if let Some(line) = changed.lines.get_mut(at).filter(|l| statement.is_match(l)) {
                let indent = &line[..line.len() - line.trim_start().len()];
                *line = format!("{indent}{before}{}{after}", line.trim());
            }
        }
        Some(changed)
    }
}

/// Expected lines broken after each opening parenthesis that stands in no string.
#[expect(clippy::unnecessary_wraps, reason = "the other shapes may not fit")]
fn over_lines(written: &Shaped) -> Option<Shaped> {
    let expected = written.expected_lines();
    let mut lines = Vec::new();
    let mut moved = std::collections::BTreeMap::new();
    for (at, line) in written.lines.iter().enumerate() {
        let first = lines.len() as u32 + 1;
        if expected.contains(&at) {
            lines.extend(broken(line));
        } else {
            lines.push(line.clone());
        }
        moved.insert(at as u32 + 1, (first, lines.len() as u32));
    }
    let expect = written
        .expect
        .iter()
        .map(|e| match e {
            Expected::Line(line) => match moved.get(line) {
                Some((first, last)) if first < last => Expected::Lines(*first, *last),
                Some((first, _)) => Expected::Line(*first),
                None => *e,
            },
            Expected::Lines(first, last) => Expected::Lines(
                moved.get(first).map_or(*first, |m| m.0),
                moved.get(last).map_or(*last, |m| m.1),
            ),
        })
        .collect();
    Some(Shaped { lines, expect })
}

fn broken(line: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    let mut escaped = false;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(q) if c == q => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '(' && characters.peek().is_some_and(|n| *n != ')') => {
                parts.push("        ".to_owned());
            }
            _ => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests;
