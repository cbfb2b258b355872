//! Shapes that differ in how a name comes into a file.

use regex::Regex;

use super::{Shaped, pattern};
use crate::Expected;

/// A name that stands for itself: no part of a longer one, no member of something else.
fn whole(name: &str) -> Option<Regex> {
    pattern(&format!(r#"(^|[^\w."'$])({})\b"#, regex::escape(name)))
}

fn renamed(line: &str, name: &Regex, to: &str) -> String {
    name.replace_all(line, |found: &regex::Captures<'_>| {
        let before = found.get(2).map_or(0, |m| m.start());
        // In a string it is a word and no name.
        let quoted = ['"', '\''].iter().any(|q| line[..before].matches(*q).count() % 2 == 1);
        if quoted {
            return found[0].to_owned();
        }
        format!("{}{to}", found.get(1).map_or("", |m| m.as_str()))
    })
    .into_owned()
}

/// `import a.b.C;` gone and `a.b.C` in its stead.
pub(super) fn java_qualified(written: &Shaped) -> Option<Shaped> {
    let import = pattern(r"^\s*import\s+((?:\w+\.)+(\w+));")?;
    let mut shaped = written.clone();
    let expected = written.expected_lines();
    for (at, line) in written.lines.iter().enumerate() {
        let Some(found) = import.captures(line) else { continue };
        let (full, name) = (found.get(1)?.as_str(), found.get(2)?.as_str());
        // Without its import a name stands where it is used; of one that is not used nothing would be left.
        if expected.contains(&at) {
            let used = whole(name)?;
            let uses =
                || (1..).zip(&written.lines).filter(|(_, l)| used.is_match(l)).map(|(n, _)| n);
            let (first, last) = (uses().next()?, uses().last()?);
            for expected in &mut shaped.expect {
                if *expected == Expected::Line(at as u32 + 1) {
                    *expected = Expected::Lines(first, last);
                }
            }
        }
        if written.contains(&format!(r"\b(?:class|interface|enum)\s+{name}\b")) {
            continue;
        }
        let name = whole(name)?;
        shaped = shaped.mapped(|l| {
            if l == line {
                String::new()
            } else if import.is_match(l) || l.trim_start().starts_with("import ") {
                l.to_owned()
            } else {
                renamed(l, &name, full)
            }
        });
    }
    Some(shaped)
}

/// `import a.b.*;` instead of `import a.b.C;`.
pub(super) fn java_on_demand(written: &Shaped) -> Option<Shaped> {
    let import = pattern(r"^(\s*import\s+(?:[a-z_]\w*\.)+)[A-Z]\w*;")?;
    Some(written.mapped(|l| import.replace(l, "${1}*;").into_owned()))
}

const NODE: &str = "assert|child_process|cluster|crypto|dgram|dns|fs|fs/promises|http|http2|https|net|os|path|process|tls|url|worker_threads|zlib";

/// `node:fs` instead of `fs`.
pub(super) fn javascript_node_prefix(written: &Shaped) -> Option<Shaped> {
    let module = pattern(&format!(r#"(require\(|from |import )(['"])({NODE})(['"])"#))?;
    Some(written.mapped(|l| module.replace(l, "${1}${2}node:${3}${4}").into_owned()))
}

/// `import x from 'm'` instead of `const x = require('m')`.
pub(super) fn javascript_import(written: &Shaped) -> Option<Shaped> {
    let whole = pattern(r#"^(?:const|let|var) (\w+) = require\((['"][^'"]+['"])\);?$"#)?;
    let parts = pattern(r#"^(?:const|let|var) \{([^}]*)\} = require\((['"][^'"]+['"])\);?$"#)?;
    if written.contains(r"\b(?:module\.exports|exports\.|__dirname)") {
        return None;
    }
    Some(written.mapped(|l| {
        if let Some(found) = parts.captures(l) {
            format!("import {{{}}} from {};", found[1].replace(':', " as"), &found[2])
        } else {
            whole.replace(l, "import ${1} from ${2};").into_owned()
        }
    }))
}

/// `const x = require('m')` instead of `import x from 'm'`.
pub(super) fn javascript_require(written: &Shaped) -> Option<Shaped> {
    let whole = pattern(r#"^import (?:\* as )?(\w+) from (['"][^'"]+['"]);?$"#)?;
    let parts = pattern(r#"^import \{([^}]*)\} from (['"][^'"]+['"]);?$"#)?;
    Some(written.mapped(|l| {
        if let Some(found) = parts.captures(l) {
            format!("const {{{}}} = require({});", found[1].replace(" as ", ": "), &found[2])
        } else {
            whole.replace(l, "const ${1} = require(${2});").into_owned()
        }
    }))
}

/// The module under another name.
pub(super) fn javascript_renamed(written: &Shaped) -> Option<Shaped> {
    let import = pattern(
        r#"^(?:(?:const|let|var) (\w+) = require\(|import (?:\* as )?(\w+) from )['"][^'"]+['"]"#,
    )?;
    let mut shaped = written.clone();
    for line in &written.lines {
        let Some(found) = import.captures(line) else { continue };
        let name = found.get(1).or_else(|| found.get(2))?.as_str();
        let (to, name) = (format!("{name}Module"), whole(name)?);
        shaped = shaped.mapped(|l| renamed(l, &name, &to));
    }
    Some(shaped)
}

/// `import m as m_` and `from m import n as n_`.
pub(super) fn python_alias(written: &Shaped) -> Option<Shaped> {
    let module = pattern(r"^import (\w+)$")?;
    let name = pattern(r"^from ([\w.]+) import (\w+)$")?;
    let mut shaped = written.clone();
    for line in &written.lines {
        let (from, own) = if let Some(found) = module.captures(line) {
            (String::new(), found[1].to_owned())
        } else if let Some(found) = name.captures(line) {
            (format!("from {} ", &found[1]), found[2].to_owned())
        } else {
            continue;
        };
        let word = whole(&own)?;
        let to = format!("{own}_");
        shaped = shaped.mapped(|l| {
            if l == line {
                format!("{from}import {own} as {to}")
            } else if l.starts_with("import ") || l.starts_with("from ") {
                l.to_owned()
            } else {
                renamed(l, &word, &to)
            }
        });
    }
    Some(shaped)
}

/// `import m` and `m.n` instead of `from m import n`.
pub(super) fn python_module(written: &Shaped) -> Option<Shaped> {
    let import = pattern(r"^from ([\w.]+) import (\w+)$")?;
    let mut shaped = written.clone();
    for line in &written.lines {
        let Some(found) = import.captures(line) else { continue };
        let (module, name) = (found[1].to_owned(), found[2].to_owned());
        let word = whole(&name)?;
        let to = format!("{module}.{name}");
        shaped = shaped.mapped(|l| {
            if l == line {
                format!("import {module}")
            } else if l.starts_with("import ") || l.starts_with("from ") {
                l.to_owned()
            } else {
                renamed(l, &word, &to)
            }
        });
    }
    Some(shaped)
}

/// Imports under other names.
pub(super) fn go_alias(written: &Shaped) -> Option<Shaped> {
    let import = pattern(r#"^(\s*(?:import )?)"((?:[\w.-]+/)*(\w+))"$"#)?;
    let mut shaped = written.clone();
    for line in &written.lines {
        let Some(found) = import.captures(line) else { continue };
        let (name, to) = (found[3].to_owned(), format!("{}pkg", &found[3]));
        let version = pattern(r"^v\d+$")?;
        if version.is_match(&name) {
            continue;
        }
        let word = pattern(&format!(r#"(^|[^\w."])({name})\."#))?;
        let import_line = format!("{}{to} \"{}\"", &found[1], &found[2]);
        shaped = shaped.mapped(|l| {
            if l == line { import_line.clone() } else { renamed(l, &word, &format!("{to}.")) }
        });
    }
    Some(shaped)
}

/// `import "m"` in parentheses.
pub(super) fn go_group(written: &Shaped) -> Option<Shaped> {
    let import = pattern(r#"^import "[^"]+"$"#)?;
    Some(written.mapped(|l| {
        if import.is_match(l) { l.replacen("import ", "import ( ", 1) + " )" } else { l.to_owned() }
    }))
}
