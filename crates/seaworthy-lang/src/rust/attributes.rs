//! Attributes: tests, routes, settings.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::Rust;
use crate::grammar::named_children;
use crate::literal;
use crate::output::span;

/// What `#[arg(env = "PORT", default_value = "8080")]` says of a field of the command line.
#[derive(Clone, Debug, Default)]
pub(super) struct Argument {
    /// The variable; empty where it is named like the field.
    env: Option<String>,
    default: Option<String>,
}

/// Last parts of attributes that make a test of a function.
const TESTS: [&str; 6] =
    ["bench", "quickcheck", "rstest", "test", "test_case", "wasm_bindgen_test"];

/// Attributes of Actix Web and Rocket, and the method they route.
const METHODS: [(&str, &str); 7] = [
    ("delete", "DELETE"),
    ("get", "GET"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("put", "PUT"),
];

/// Whether an attribute makes test code of what it stands before: `#[cfg(test)]`, `#[tokio::test]`.
pub(super) fn is_test(attribute: &str) -> bool {
    let inner = attribute.trim_start_matches(['#', '!', '[', ' ']).trim_end_matches([']', ' ']);
    let name = inner.split(['(', '=']).next().unwrap_or(inner).trim();
    if name == "cfg" {
        let condition: String = inner.chars().filter(|c| !c.is_whitespace()).collect();
        return condition.match_indices("test").any(|(at, word)| {
            let before = condition.get(..at).unwrap_or("");
            let after = condition.get(at + word.len()..).unwrap_or("");
            before.ends_with(['(', ','])
                && after.starts_with([')', ','])
                && !before.ends_with("not(")
        });
    }
    let last = name.rsplit("::").next().unwrap_or(name).trim();
    TESTS.contains(&last)
}

impl<'t> Rust<'t> {
    pub(super) fn attribute(&mut self, node: Node<'t>) {
        let text = self.out.text(node);
        if is_test(text) {
            self.test_after = Some(node.end_byte());
            return;
        }
        let Some(attribute) = named_children(node).next() else { return };
        let Some(path) = named_children(attribute).next() else { return };
        let Some(parts) = self.parts(path) else { return };
        let (name, resolved) = self.resolve(&parts);
        let arguments = named_children(attribute).find(|n| n.kind() == "token_tree");
        let value = arguments.map_or("", |a| self.out.text(a).trim_matches(['(', ')']));
        self.out.fact(FactKind::Annotation, resolved, &name, value, span(node));
        let last = parts.last().copied().unwrap_or("");
        if matches!(last, "arg" | "clap" | "structopt") {
            self.argument = Some(Argument {
                env: option(value, "env"),
                default: option(value, "default_value")
                    .or_else(|| option(value, "default_value_t")),
            });
            return;
        }
        let first =
            arguments.and_then(|a| named_children(a).find(|n| n.kind() == "string_literal"));
        if let Some((_, method)) = METHODS.iter().find(|(name, _)| *name == last)
            && let Some(first) = first
        {
            let path = self.string(first);
            // Rocket names the query beside the path.
            let path = path.split('?').next().unwrap_or(&path).to_owned();
            if path.starts_with('/') || path.is_empty() {
                let path = if path.is_empty() { "/" } else { &path };
                self.out.fact(FactKind::Route, true, path, method, span(node));
            }
        }
    }

    /// The facts of a field of the command line.
    pub(super) fn command_line_field(&mut self, name: &str, node: Node<'t>) {
        let Some(argument) = self.argument.take() else { return };
        let default = argument.default.as_deref().unwrap_or("");
        if let Some(variable) = &argument.env {
            let variable =
                if variable.is_empty() { name.to_ascii_uppercase() } else { variable.clone() };
            self.out.fact(FactKind::EnvRead, true, &variable, default, span(node));
        }
        let lower = name.to_ascii_lowercase();
        let listens = [
            "port",
            "http_port",
            "listen",
            "listen_addr",
            "listen_address",
            "bind",
            "bind_addr",
            "bind_address",
        ]
        .contains(&lower.as_str());
        if listens && !default.is_empty() {
            let (host, port) = literal::address(default);
            if let Some(port) = port.filter(|p| *p > 0) {
                self.out.fact(FactKind::Listen, true, &port.to_string(), host, span(node));
            }
        }
    }
}

/// The value of an option in the arguments of an attribute, without quotes; empty for one that stands alone.
fn option(arguments: &str, name: &str) -> Option<String> {
    let mut depth = 0_u32;
    let mut in_text = false;
    let mut parts = vec![String::new()];
    for c in arguments.chars() {
        match c {
            '"' => in_text = !in_text,
            '(' | '[' if !in_text => depth += 1,
            ')' | ']' if !in_text => depth = depth.saturating_sub(1),
            ',' if !in_text && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.iter().find_map(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (key.trim() == name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_told_from_code() {
        for yes in [
            "#[test]",
            "#[tokio::test(flavor = \"multi_thread\")]",
            "#[cfg(test)]",
            "#[cfg(all(test, unix))]",
            "#![cfg(test)]",
            "#[rstest]",
        ] {
            assert!(is_test(yes), "{yes}");
        }
        for no in [
            "#[cfg(not(test))]",
            "#[cfg(feature = \"test\")]",
            "#[cfg_attr(test, derive(Debug))]",
            "#[derive(Debug)]",
            "#[get(\"/test\")]",
        ] {
            assert!(!is_test(no), "{no}");
        }
    }

    #[test]
    fn options_are_read() {
        let text = "long, env = \"PORT\", default_value = \"127.0.0.1:80,a\"";
        assert_eq!(option(text, "env").as_deref(), Some("PORT"));
        assert_eq!(option(text, "default_value").as_deref(), Some("127.0.0.1:80,a"));
        assert_eq!(option("short, env, value_parser = f(1, env)", "env").as_deref(), Some(""));
        assert_eq!(option("long", "env"), None);
    }
}
