//! Rule files without their examples, which are most of the text and of no use to a run.

/// The text without its `[[rule.example]]` tables. Of a valid rule file, a valid one.
pub(super) fn without_examples(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_example = false;
    // The delimiter of the string over lines that is open.
    let mut open: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        if open.is_none() && line.starts_with("[[") {
            in_example = line.starts_with("[[rule.example]]");
        }
        open = open_after(line, open);
        if !in_example {
            out.push_str(line);
        }
    }
    out
}

/// The delimiter that is open at the end of a line.
fn open_after<'d>(line: &str, mut open: Option<&'d str>) -> Option<&'d str> {
    let mut rest = line;
    loop {
        if let Some(delimiter) = open {
            let Some(end) = rest.find(delimiter) else { return open };
            rest = &rest[end + delimiter.len()..];
            open = None;
            continue;
        }
        let at = rest.find(['\'', '"', '#'])?;
        rest = &rest[at..];
        if rest.starts_with('#') {
            return None;
        }
        if let Some(delimiter) = ["'''", "\"\"\""].into_iter().find(|d| rest.starts_with(d)) {
            rest = &rest[3..];
            open = Some(delimiter);
            continue;
        }
        let quote = rest.as_bytes().first().copied().unwrap_or(b'"');
        let mut end = 1;
        while let Some(&byte) = rest.as_bytes().get(end) {
            if byte == quote {
                break;
            }
            end += if byte == b'\\' && quote == b'"' { 2 } else { 1 };
        }
        rest = rest.get(end + 1..).unwrap_or("");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RuleSet;
    use crate::builtin::BUILTIN;

    #[test]
    fn examples_go_and_the_rest_stays() {
        let text = "[[rule]]\nid = 'a#b\'\nwhy = \"x \\\" y\" # it's\n[[rule.match]]\ntext = '\"\"\"'\n\
                    [[rule.example]]\nsource = '''\n[[rule]]\n'''\nexpect = []\n[[rule]]\nid = 'c'\n";
        assert_eq!(
            without_examples(text),
            "[[rule]]\nid = 'a#b\'\nwhy = \"x \\\" y\" # it's\n[[rule.match]]\ntext = '\"\"\"'\n[[rule]]\nid = 'c'\n"
        );
    }

    #[test]
    fn built_in_rules_are_the_same_without_their_examples() {
        let mut whole = RuleSet::of_texts(BUILTIN);
        for rule in &mut whole.rules {
            rule.examples.clear();
        }
        for run in [RuleSet::load(&[], true), RuleSet::stripped()] {
            assert_eq!(run.rules, whole.rules);
            assert_eq!((&run.hash, &run.problems), (&whole.hash, &whole.problems));
        }
    }
}
