//! What expressions are worth.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Go, Kind};
use crate::grammar::{child, children, named_children};
use crate::output::is_temporary_name;
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, unescape};
use crate::variables::Constant;

/// Expressions within expressions are reduced so far.
const MAX_NESTING: u8 = 12;
/// Parts of a concatenation that are put together.
const MAX_PARTS: usize = 32;
/// Bytes of a text that is put together.
const MAX_TEXT: usize = 1_000;

/// What an environment variable or flag that nobody sets is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unset {
    /// Nothing is known: only what the source says for sure counts.
    Unknown,
    /// Its default, and what a variable was declared with.
    Default,
    /// Its default, or else empty text; other unknown parts of a text are left out, too. Good for addresses, whose
    /// port is known more often than their host.
    Empty,
}

impl<'t> Go<'t> {
    /// The value of an expression.
    pub(super) fn value(&mut self, node: Node<'t>, unset: Unset) -> Value<'t> {
        self.reduce(node, unset, 0, 0)
    }

    /// The values of an argument list.
    pub(super) fn arguments(&mut self, arguments: Node<'t>, unset: Unset) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        for child in named_children(arguments) {
            if values.len() == MAX_ARGS {
                break;
            }
            if self.kind(child) != Some(Kind::Comment) {
                values.push(self.value(child, unset));
            }
        }
        values
    }

    /// The inside of a string literal.
    pub(super) fn string(&self, node: Node<'t>) -> Option<Cow<'t, str>> {
        let text = self.out.text(node);
        if let Some(raw) = text.strip_prefix('`') {
            return Some(Cow::Borrowed(raw.strip_suffix('`').unwrap_or(raw)));
        }
        Some(unescape(text.strip_prefix('"')?.strip_suffix('"')?))
    }

    fn reduce(&mut self, node: Node<'t>, unset: Unset, depth: u8, nesting: u8) -> Value<'t> {
        if nesting > MAX_NESTING {
            return Value::Other;
        }
        let text = self.out.text(node);
        match self.kind(node) {
            Some(Kind::Str | Kind::RawStr) => match self.string(node) {
                Some(s) => Value::Str(s),
                None => Value::Other,
            },
            Some(Kind::Constant) => Value::Literal(text),
            Some(Kind::Identifier) => self.named_value(text, unset),
            Some(Kind::Selector) if is_dotted_name(text) => Value::Name(text),
            Some(Kind::Binary) => self.concatenation(node, unset, depth, nesting),
            Some(Kind::Unary) => self.unary(node, unset, depth, nesting),
            Some(Kind::Parenthesized | Kind::Variadic | Kind::Element) => {
                match named_children(node).next() {
                    Some(inner) => self.reduce(inner, unset, depth, nesting + 1),
                    None => Value::Other,
                }
            }
            Some(Kind::Conversion) => match child(node, self.fields.operand) {
                Some(inner) => self.reduce(inner, unset, depth, nesting + 1),
                None => Value::Other,
            },
            Some(Kind::Composite) => match child(node, self.fields.body) {
                Some(body) => self.reduce(body, unset, depth, nesting + 1),
                None => Value::Other,
            },
            Some(Kind::LiteralValue) => self.group(node, unset, depth, nesting),
            Some(Kind::Call) => self.called(node, unset, depth, nesting),
            _ => Value::Other,
        }
    }

    fn named_value(&mut self, name: &'t str, unset: Unset) -> Value<'t> {
        let Some(variable) = self.variables.get(name) else { return Value::Name(name) };
        let known = match unset {
            Unset::Unknown => variable.constant,
            Unset::Default => variable.constant.or(variable.fallback),
            Unset::Empty => variable.unset.or(variable.constant).or(variable.fallback),
        };
        match known {
            Some(Constant::Str(s)) => Value::Str(Cow::Owned(self.names.get(s).to_owned())),
            Some(Constant::Literal(s)) => Value::Literal(s),
            None => Value::Name(name),
        }
    }

    fn unary(&mut self, node: Node<'t>, unset: Unset, depth: u8, nesting: u8) -> Value<'t> {
        let Some(operand) = child(node, self.fields.operand) else { return Value::Other };
        let operator = child(node, self.fields.operator).map_or("", |o| self.out.text(o));
        match (operator, self.kind(operand)) {
            ("&", Some(Kind::Identifier)) => Value::Name(self.out.text(operand)),
            // A flag's value.
            ("*", _) | ("&", Some(Kind::Composite | Kind::Selector)) => {
                self.reduce(operand, unset, depth, nesting + 1)
            }
            ("-", Some(Kind::Constant)) => Value::Literal(self.out.text(node)),
            _ => Value::Other,
        }
    }

    /// Entries of a struct, map or slice literal, by name where they have one.
    pub(super) fn entries(&mut self, body: Node<'t>, unset: Unset) -> Vec<Value<'t>> {
        match self.group(body, unset, 0, 0) {
            Value::Group(items) => items,
            _ => Vec::new(),
        }
    }

    fn group(&mut self, body: Node<'t>, unset: Unset, depth: u8, nesting: u8) -> Value<'t> {
        if depth >= MAX_DEPTH {
            return Value::Other;
        }
        let mut items = Vec::new();
        for item in named_children(body) {
            if items.len() == MAX_ARGS {
                break;
            }
            match self.kind(item) {
                Some(Kind::Element) => {
                    items.push(self.reduce(item, unset, depth + 1, nesting + 1));
                }
                Some(Kind::Keyed) => {
                    let (Some(key), Some(value)) =
                        (child(item, self.fields.key), child(item, self.fields.value))
                    else {
                        continue;
                    };
                    let key = self.out.text(key).trim_matches(['"', '`']);
                    let value = self.reduce(value, unset, depth + 1, nesting + 1);
                    items.push(if is_dotted_name(key) {
                        Value::Named(key, Box::new(value))
                    } else {
                        value
                    });
                }
                _ => {}
            }
        }
        Value::Group(items)
    }

    /// Parts put together as far as they are constant from the start.
    fn concatenation(&mut self, node: Node<'t>, unset: Unset, depth: u8, nesting: u8) -> Value<'t> {
        let mut rights = Vec::new();
        let mut node = node;
        while self.kind(node) == Some(Kind::Binary) {
            let plus = children(node).any(|c| c.kind() == "+");
            let (Some(left), Some(right)) =
                (child(node, self.fields.left), child(node, self.fields.right))
            else {
                return Value::Other;
            };
            if !plus || rights.len() == MAX_PARTS {
                return Value::Other;
            }
            rights.push(right);
            node = left;
        }
        let mut all = match self.reduce(node, unset, depth, nesting + 1) {
            Value::Str(start) => start.into_owned(),
            // Only texts are put together, and a number is none.
            Value::Literal(_) => return Value::Other,
            _ if unset == Unset::Empty => String::new(),
            _ => return Value::Other,
        };
        for right in rights.into_iter().rev() {
            match self.reduce(right, unset, depth, nesting + 1) {
                Value::Str(s) if all.len() + s.len() < MAX_TEXT => all.push_str(&s),
                _ if unset == Unset::Empty => {}
                _ => break,
            }
        }
        Value::Str(Cow::Owned(all))
    }

    /// What a call returns, of the few that are worked out.
    fn called(&mut self, node: Node<'t>, unset: Unset, depth: u8, nesting: u8) -> Value<'t> {
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            return Value::Other;
        };
        let simple = self.kind(function) == Some(Kind::Identifier);
        let name = if simple {
            self.out.text(function).to_owned()
        } else {
            match self.package_function(function) {
                Some(name) => name,
                None => return Value::Other,
            }
        };
        if name == "os.TempDir" {
            return Value::Name("os.TempDir");
        }
        let next = nesting + 1;
        let first = named_children(arguments).find(|n| self.kind(*n) != Some(Kind::Comment));
        let Some(first) = first else { return Value::Other };
        match name.as_str() {
            "string"
            | "int"
            | "int32"
            | "int64"
            | "uint16"
            | "uint32"
            | "strconv.Itoa"
            | "strings.TrimSpace"
            | "path/filepath.Clean"
            | "path.Clean" => self.reduce(first, unset, depth, next),
            "path/filepath.Dir" | "path.Dir" => temporary(self.reduce(first, unset, depth, next)),
            "fmt.Sprintf" | "net.JoinHostPort" | "path/filepath.Join" | "path.Join" | "cmp.Or"
            | "fmt.Sprint" => {
                let mut values = Vec::new();
                for child in named_children(arguments).take(MAX_ARGS) {
                    values.push(self.reduce(child, unset, depth, next));
                }
                // What is put below a temporary folder is temporary, whatever its own name.
                let is_path = matches!(name.as_str(), "path.Join" | "path/filepath.Join");
                match values.first() {
                    Some(Value::Name(folder)) if is_path && is_temporary_name(folder) => {
                        Value::Name(folder)
                    }
                    _ => combined(&name, &values, unset),
                }
            }
            "os.Getenv" if unset == Unset::Empty => Value::Str(Cow::Borrowed("")),
            _ if unset != Unset::Unknown => {
                self.default_value(&name, simple, arguments, unset, next)
            }
            _ => Value::Other,
        }
    }

    /// The default of a flag or of a function that reads the environment.
    fn default_value(
        &mut self,
        name: &str,
        simple: bool,
        arguments: Node<'t>,
        unset: Unset,
        nesting: u8,
    ) -> Value<'t> {
        let at = match super::apis::flag(name) {
            // `StringVar` returns nothing.
            Some((1, _)) => return Value::Other,
            Some((_, default)) => default,
            None => match self.environment.get(name) {
                Some(at) if simple => usize::from(*at) + 1,
                _ => return Value::Other,
            },
        };
        match named_children(arguments)
            .filter(|n| self.kinds.kind(*n) != Some(Kind::Comment))
            .nth(at)
        {
            Some(default) => self.reduce(default, unset, 0, nesting),
            None => Value::Other,
        }
    }
}

/// The name of a temporary folder; nothing is known of the way to any other.
fn temporary(path: Value<'_>) -> Value<'_> {
    match path {
        Value::Name(name) if is_temporary_name(name) => path,
        _ => Value::Other,
    }
}

/// The result of a function that puts texts together.
fn combined(function: &str, values: &[Value<'_>], unset: Unset) -> Value<'static> {
    let left_out = || (unset == Unset::Empty).then(String::new);
    let texts: Vec<Option<String>> = values.iter().map(|v| text(v).or_else(left_out)).collect();
    let all = match function {
        "fmt.Sprintf" => match texts.split_first() {
            Some((Some(format), rest)) => formatted(format, rest),
            _ => return Value::Other,
        },
        "net.JoinHostPort" => match texts.as_slice() {
            [host, Some(port)] => format!("{}:{port}", host.as_deref().unwrap_or("")),
            _ => return Value::Other,
        },
        "cmp.Or" => match texts.iter().flatten().find(|t| !t.is_empty()) {
            Some(first) => first.clone(),
            None => return Value::Other,
        },
        "fmt.Sprint" => texts.into_iter().map_while(|t| t).collect(),
        _ => {
            let known: Vec<String> = texts.into_iter().map_while(|t| t).collect();
            if known.is_empty() {
                return Value::Other;
            }
            known.join("/").replace("//", "/")
        }
    };
    if all.is_empty() && unset != Unset::Empty {
        return Value::Other;
    }
    Value::Str(Cow::Owned(all.chars().take(MAX_TEXT).collect()))
}

fn text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Str(s) => Some(s.to_string()),
        Value::Literal(s) => Some((*s).to_owned()),
        _ => None,
    }
}

/// `fmt.Sprintf` as far as the arguments are known from the start.
fn formatted(format: &str, args: &[Option<String>]) -> String {
    let mut out = String::new();
    let mut args = args.iter();
    let mut rest = format.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match rest.find(|c| !matches!(c, '+' | '-' | '#' | '0'..='9' | '.')) {
            Some('%') => out.push('%'),
            Some('s' | 'd' | 'v') => match args.next() {
                Some(Some(arg)) => out.push_str(arg),
                _ => break,
            },
            _ => break,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::formatted;

    #[test]
    fn formats_are_filled_as_far_as_known() {
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(formatted("%s:%d", &[some("h"), some("80")]), "h:80");
        assert_eq!(formatted("100%% of %+v", &[some("x")]), "100% of x");
        assert_eq!(formatted("a%s-%s", &[None, some("x")]), "a");
        assert_eq!(formatted("a%q%", &[]), "a");
        assert_eq!(formatted("%", &[]), "");
    }
}
