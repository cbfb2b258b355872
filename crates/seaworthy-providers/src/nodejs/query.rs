//! Patterns of `nodejs.referenced`, and the files that it searches.

use std::sync::LazyLock;

use regex::Regex;

/// A pattern, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// The word, or the regular expression.
    pub(super) name: String,
    /// Whether it is a regular expression: it holds any of `. * ? + [ ] ( ) { } | ^ $ \`.
    pub(super) is_pattern: bool,
    /// `package/scope` of `package/scope#name`: a part of the path of the definition.
    pub(super) origin: Option<String>,
}

impl Query {
    /// Reads a pattern. Without a slash before `#`, what stands before it means nothing.
    pub(super) fn read(pattern: &str) -> Self {
        let pattern = pattern.trim();
        let (origin, name) = match pattern.split_once('#') {
            Some((prefix, name)) => (
                prefix
                    .split_once('/')
                    .filter(|(package, scope)| !package.is_empty() && !scope.is_empty())
                    .map(|_| prefix.to_owned()),
                name,
            ),
            None => (None, pattern),
        };
        let is_pattern =
            name.contains(['.', '*', '?', '+', '[', ']', '(', ')', '{', '}', '|', '^', '$', '\\']);
        Self { name: name.to_owned(), is_pattern, origin }
    }
}

static MINIFIED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"/.*.min.js").ok());

/// Whether Konveyor opens a file of that path: JavaScript and TypeScript outside of a few folders at the root and of
/// installed packages. What it takes for minified is any path with `min`, one character and `js` in it.
pub(super) fn is_source(path: &str) -> bool {
    let suffix = [".ts", ".js", ".tsx", ".jsx"].iter().any(|s| path.ends_with(s));
    let folder = path.split('/').next().filter(|first| first.len() < path.len()).unwrap_or("");
    suffix
        && ![".git", "dist", ".vscode", ".husky"].contains(&folder)
        && !path.contains("node_modules")
        && !MINIFIED.as_ref().is_some_and(|m| m.is_match(&format!("/{path}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_patterns_and_origins() {
        let read = |text: &str| {
            let query = Query::read(text);
            (query.name, query.is_pattern, query.origin)
        };
        assert_eq!(read(" Card "), ("Card".into(), false, None));
        assert_eq!(read("Card.Header"), ("Card.Header".into(), true, None));
        assert_eq!(
            read("@acme/widgets#Card"),
            ("Card".into(), false, Some("@acme/widgets".into()))
        );
        assert_eq!(read("widgets#Card"), ("Card".into(), false, None));
    }

    #[test]
    fn files() {
        for (path, wanted) in [
            ("src/App.tsx", true),
            ("index.js", true),
            ("lib.mjs", false),
            ("dist/a.js", false),
            ("web/dist/a.js", true),
            ("web/node_modules/a/b.js", false),
            ("js/jquery.min.js", false),
            ("admin.js", false),
            ("a.vue", false),
        ] {
            assert_eq!(is_source(path), wanted, "{path}");
        }
    }
}
