//! Variables that a rule takes from the code of an incident.

use regex::Regex;

use crate::{CustomVariable, go_regex};

/// A custom variable with its pattern compiled.
#[derive(Clone, Debug)]
pub struct CompiledVariable {
    /// Its name in templates.
    pub name: String,
    pattern: Regex,
    /// Index of the named group, where the pattern has it.
    group: Option<usize>,
    default: String,
}

impl CompiledVariable {
    /// Compiles a variable.
    ///
    /// Errors: why the pattern is no regular expression; loaded rules have only good ones.
    pub fn new(variable: &CustomVariable) -> Result<Self, String> {
        let pattern = go_regex(&variable.pattern)?;
        let group = (!variable.group.is_empty())
            .then(|| pattern.capture_names().position(|n| n == Some(variable.group.as_str())))
            .flatten();
        Ok(Self { name: variable.name.clone(), pattern, group, default: variable.default.clone() })
    }

    /// Its value for a line of code, as [`snippet_line`] gives it. `None` where the pattern has several groups and none is
    /// named: Konveyor leaves the variable unset then.
    pub fn value(&self, line: &str) -> Option<String> {
        let Some(found) = self.pattern.captures(line) else {
            return Some(self.default.clone());
        };
        let taken = match (self.group, found.len()) {
            (Some(group), _) => group,
            (None, 1) => 0,
            (None, 2) => 1,
            (None, _) => return None,
        };
        Some(found.get(taken).map_or("", |m| m.as_str()).trim().to_owned())
    }
}

/// Longest line that Konveyor's scanner takes; it stops there.
const MAX_LINE: usize = 64 * 1024;

/// The code of an incident's line within its snippet: the first line of the snippet that starts with the digits of the
/// number (so 1 finds 10 as well), without its number and blanks. Empty where there is none.
pub fn snippet_line(snippet: &str, line_number: Option<u32>) -> &str {
    let Some(number) = line_number else { return "" };
    let digits = number.to_string();
    let found = snippet
        .split('\n')
        .take_while(|line| line.len() < MAX_LINE)
        .find(|line| line.trim().starts_with(&digits));
    let Some(line) = found else { return "" };
    let line = line.strip_suffix('\r').unwrap_or(line);
    let code = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    // Without two blanks after the number there is no number to strip.
    code.strip_prefix("  ").unwrap_or(line).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(pattern: &str, group: &str) -> CompiledVariable {
        CompiledVariable::new(&CustomVariable {
            name: "v".to_owned(),
            pattern: pattern.to_owned(),
            group: group.to_owned(),
            default: "none".to_owned(),
        })
        .unwrap()
    }

    #[test]
    fn one_group_or_the_named_one_is_taken() {
        assert_eq!(variable("i.*;", "").value("import a.B ;").unwrap(), "import a.B ;");
        assert_eq!(variable("import (.*);", "").value("import a.B ;").unwrap(), "a.B");
        assert_eq!(variable("(x)(?P<n>y)?", "n").value("x").unwrap(), "");
        assert_eq!(variable("(x)(?P<n>y)?", "n").value("xy").unwrap(), "y");
        assert_eq!(variable("(x)(y)", "gone").value("xy"), None);
        assert_eq!(variable("(x)", "").value("a").unwrap(), "none");
    }

    #[test]
    fn g32_the_line_is_found_by_the_start_of_its_number() {
        let snippet = " 9  nine\n10  ten\n 1  one";
        assert_eq!(snippet_line(snippet, Some(9)), "nine");
        assert_eq!(snippet_line(snippet, Some(1)), "ten");
        assert_eq!(snippet_line("\n1  a\n2  b\r", Some(2)), "b");
        assert_eq!(snippet_line(snippet, Some(77)), "");
        assert_eq!(snippet_line(snippet, None), "");
        assert_eq!(snippet_line("7 x", Some(7)), "7 x");
    }

    #[test]
    fn without_a_snippet_the_default_stands() {
        assert_eq!(variable("(x)", "").value(snippet_line("", Some(1))).unwrap(), "none");
    }
}
