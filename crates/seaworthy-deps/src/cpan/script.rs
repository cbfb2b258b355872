//! Manifests that are Perl programs.

use super::Distribution;
use crate::Scope;
use crate::source::Source;

/// Nesting of blocks that is followed.
const MAX_DEPTH: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Text,
    Number,
    Sign,
}

#[derive(Clone, Copy, Debug)]
struct Token<'t> {
    kind: Kind,
    text: &'t str,
    at: u32,
}

impl Token<'_> {
    fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Text)
    }

    fn is_value(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::Number)
    }
}

/// Statements of `cpanfile` and Module::Install, and the tables of ExtUtils::MakeMaker and Module::Build.
pub(super) fn read(source: &Source<'_>) -> Distribution {
    let tokens = tokens(source.text);
    let mut found = Distribution::new(source);
    // One entry an open block: the scope it gives, if any.
    let mut blocks: Vec<Option<Scope>> = Vec::new();
    let mut coming = None;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1);
        let starts =
            at == 0 || tokens.get(at - 1).is_some_and(|t| t.is(";") || t.is("{") || t.is("}"));
        if token.is("{") {
            if blocks.len() < MAX_DEPTH {
                blocks.push(coming.take());
            }
        } else if token.is("}") {
            blocks.pop();
        } else if token.is(";") {
            coming = None;
        } else if starts && token.kind == Kind::Word && token.text == "on" {
            coming = next.filter(|t| t.is_name()).map(|t| super::scope_of_phase(t.text));
        } else if let Some(scope) = table(token).filter(|_| is_table(&tokens, at)) {
            at = pairs(source, &tokens, at + 3, scope, &mut found);
            continue;
        } else if let Some(scope) = statement(token).filter(|_| starts) {
            let names = arguments(&tokens, at + 1);
            if let Some(name) = names.first() {
                let requirement = names.get(1).map_or("", |t| t.text);
                let within = blocks.iter().rev().find_map(|b| *b);
                let scope = within.filter(|_| scope == Scope::Runtime).unwrap_or(scope);
                found.add(name.text, requirement, scope, source.at(name.at));
            }
        } else if token.is_name() {
            about(&tokens, at, starts, source, &mut found);
        }
        at += 1;
    }
    found
}

/// The scope of a statement that asks for a module.
fn statement(token: &Token<'_>) -> Option<Scope> {
    if token.kind != Kind::Word {
        return None;
    }
    Some(match token.text {
        "requires" => Scope::Runtime,
        "test_requires" => Scope::Test,
        "build_requires" | "configure_requires" | "author_requires" => Scope::Dev,
        _ => return None,
    })
}

/// The scope of a table of modules.
fn table(token: &Token<'_>) -> Option<Scope> {
    if !token.is_name() {
        return None;
    }
    Some(match token.text {
        "PREREQ_PM" | "requires" => Scope::Runtime,
        "TEST_REQUIRES" | "test_requires" => Scope::Test,
        "BUILD_REQUIRES" | "CONFIGURE_REQUIRES" | "build_requires" | "configure_requires" => {
            Scope::Dev
        }
        _ => return None,
    })
}

/// Whether `=> {` follows.
fn is_table(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|t| t.is("=>")) && tokens.get(at + 2).is_some_and(|t| t.is("{"))
}

/// Pairs of module and version up to the closing brace; returns the token after it.
fn pairs(
    source: &Source<'_>,
    tokens: &[Token<'_>],
    mut at: usize,
    scope: Scope,
    found: &mut Distribution,
) -> usize {
    let mut depth = 1_usize;
    while let Some(token) = tokens.get(at) {
        if token.is("{") {
            depth += 1;
        } else if token.is("}") {
            depth -= 1;
            if depth == 0 {
                return at + 1;
            }
        } else if depth == 1
            && token.is_name()
            && tokens.get(at + 1).is_some_and(|t| t.is("=>") || t.is(","))
            && let Some(value) = tokens.get(at + 2).filter(|t| t.is_value())
        {
            found.add(token.text, value.text, scope, source.at(token.at));
            at += 2;
        }
        at += 1;
    }
    at
}

/// The leading constants of a statement, with or without parentheses.
fn arguments<'t>(tokens: &[Token<'t>], from: usize) -> Vec<Token<'t>> {
    let rest = tokens.get(from..).unwrap_or(&[]);
    rest.iter()
        .skip_while(|t| t.is("("))
        .take_while(|t| t.is_value() || t.is(",") || t.is("=>"))
        .filter(|t| t.is_value())
        .take(2)
        .copied()
        .collect()
}

/// Name, version and release of Perl.
fn about(
    tokens: &[Token<'_>],
    at: usize,
    starts: bool,
    source: &Source<'_>,
    found: &mut Distribution,
) {
    let Some(key) = tokens.get(at) else { return };
    let arrow = tokens.get(at + 1).is_some_and(|t| t.is("=>"));
    let value = if arrow { tokens.get(at + 2) } else { tokens.get(at + 1).filter(|_| starts) };
    let Some(value) = value.filter(|t| t.is_value()) else { return };
    let fresh = |slot: &Option<String>| slot.is_none();
    match (key.text, arrow) {
        ("NAME" | "DISTNAME" | "module_name" | "dist_name", true) | ("name", false)
            if fresh(&found.name) =>
        {
            found.name = Some(value.text.replace("::", "-"));
        }
        ("VERSION" | "dist_version", true) | ("version", false) if fresh(&found.version) => {
            found.version = Some(value.text.to_owned());
        }
        ("MIN_PERL_VERSION", true) | ("perl_version", false) => {
            found.add("perl", value.text, Scope::Runtime, source.at(key.at));
        }
        _ => {}
    }
}

/// Words, texts, numbers and signs; comments, documentation and what follows `__END__` are left out.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut documentation = false;
    let mut line_start = true;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        if line_start {
            line_start = false;
            let line = rest.lines().next().unwrap_or("");
            if line.starts_with("__END__") || line.starts_with("__DATA__") {
                break;
            }
            let opens = line
                .strip_prefix('=')
                .is_some_and(|l| l.starts_with(|c: char| c.is_ascii_alphabetic()));
            if documentation || opens {
                documentation = !line.starts_with("=cut");
                at += line.len() + 1;
                line_start = true;
                continue;
            }
        }
        let Some(first) = rest.chars().next() else { break };
        let token = |kind, text| Token { kind, text, at: at as u32 };
        match first {
            '\n' => {
                line_start = true;
                at += 1;
            }
            '#' => at += rest.find('\n').unwrap_or(rest.len()),
            c if c.is_whitespace() => at += c.len_utf8(),
            '\'' | '"' => {
                let inner = rest.get(1..).unwrap_or("");
                let end = inner.find(first).unwrap_or(inner.len());
                tokens.push(token(Kind::Text, inner.get(..end).unwrap_or("")));
                at += end + 2;
            }
            c if c.is_ascii_alphabetic() || c == '_' => {
                let end = rest
                    .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | ':'))
                    .unwrap_or(rest.len());
                let version = c == 'v' && rest.get(1..end).is_some_and(is_digits);
                let end = if version { number_end(rest) } else { end };
                let kind = if version { Kind::Number } else { Kind::Word };
                tokens.push(token(kind, rest.get(..end).unwrap_or("")));
                at += end;
            }
            c if c.is_ascii_digit() => {
                let end = number_end(rest);
                tokens.push(token(Kind::Number, rest.get(..end).unwrap_or("")));
                at += end;
            }
            _ if rest.starts_with("=>") => {
                tokens.push(token(Kind::Sign, "=>"));
                at += 2;
            }
            c => {
                tokens.push(token(Kind::Sign, rest.get(..c.len_utf8()).unwrap_or("")));
                at += c.len_utf8();
            }
        }
    }
    tokens
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// Where a number or version such as `1.02` or `v5.36.0` ends.
fn number_end(text: &str) -> usize {
    let start = usize::from(text.starts_with('v'));
    let rest = text.get(start..).unwrap_or("");
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '_'));
    start + end.unwrap_or(rest.len())
}
