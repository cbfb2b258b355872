//! Expressions over labels: `konveyor.io/target=cloud-readiness && !(a || b)`.

use std::collections::BTreeMap;

use thiserror::Error;

use super::{Label, group, variable_labels, version};
use crate::Value;

/// A label with it is chosen, or not, whatever the expression says.
const INCLUDE: &str = "konveyor.io/include";
/// Parentheses inside of parentheses.
const MAX_DEPTH: usize = 200;

/// The text is no expression.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("invalid expression '{expression}'")]
pub struct InvalidExpression {
    /// The text.
    pub expression: String,
}

/// An expression over labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    text: String,
    root: Expression,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Expression {
    Operand { key: String, value: String },
    Not(Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
}

impl Selector {
    /// Reads an expression of `&&`, `||`, `!`, parentheses and labels. `&&` and `||` bind equally, from left to right, as
    /// in Konveyor; parentheses decide.
    pub fn parse(text: &str) -> Result<Self, InvalidExpression> {
        let invalid = || InvalidExpression { expression: text.to_owned() };
        let tokens = tokens(text);
        let mut parser = Parser { tokens: &tokens, at: 0 };
        let root = parser.expression(0).ok_or_else(invalid)?;
        if parser.at < tokens.len() {
            return Err(invalid());
        }
        Ok(Self { text: text.to_owned(), root })
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it chooses something with these labels: a rule with its ruleset's labels, or a dependency. Labels that are
    /// none count for nothing. A label `konveyor.io/include` with the value `always` or `never` decides alone.
    pub fn matches<'l>(&self, labels: impl IntoIterator<Item = &'l str>) -> bool {
        let labels = group(labels.into_iter());
        self.decide(&labels, |operand, values| {
            values.iter().any(|value| value.is_empty() || version::covers(value, operand))
        })
    }

    /// Whether it chooses an incident by its variables. A value is met by itself, or, where it has a dot, as the start of a
    /// longer name: `package=com.a` chooses `com.a.b`, not `com.ab`.
    pub fn matches_variables(&self, variables: &BTreeMap<String, Value>) -> bool {
        let labels = variable_labels(variables);
        self.decide(&group(labels.iter().map(String::as_str)), |operand, values| {
            values.iter().any(|value| {
                *value == operand
                    || operand.contains('.')
                        && value
                            .match_indices(operand)
                            .any(|(at, _)| value[at + operand.len()..].starts_with('.'))
            })
        })
    }

    fn decide(
        &self,
        labels: &BTreeMap<&str, Vec<&str>>,
        any: impl Fn(&str, &[&str]) -> bool,
    ) -> bool {
        match labels.get(INCLUDE).and_then(|values| values.first()) {
            Some(&"always") => true,
            Some(&"never") => false,
            _ => self.root.holds(labels, &any),
        }
    }
}

impl Expression {
    /// Its depth is limited when it is read.
    fn holds(
        &self,
        labels: &BTreeMap<&str, Vec<&str>>,
        any: &impl Fn(&str, &[&str]) -> bool,
    ) -> bool {
        match self {
            Self::Operand { key, value } => labels
                .get(key.as_str())
                .is_some_and(|values| value.is_empty() || any(value, values)),
            Self::Not(inner) => !inner.holds(labels, any),
            Self::And(a, b) => a.holds(labels, any) && b.holds(labels, any),
            Self::Or(a, b) => a.holds(labels, any) || b.holds(labels, any),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    And,
    Or,
    Not,
    Open,
    Close,
    Label(&'t str),
}

/// A single `&` or `|` separates, and means nothing.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (token, len) = match c {
            '!' => (Some(Token::Not), 1),
            '(' => (Some(Token::Open), 1),
            ')' => (Some(Token::Close), 1),
            '&' if rest.starts_with("&&") => (Some(Token::And), 2),
            '|' if rest.starts_with("||") => (Some(Token::Or), 2),
            '&' | '|' => (None, 1),
            _ => {
                let end = rest.find(['!', '|', '&', '(', ')']).unwrap_or(rest.len());
                let label = rest[..end].trim_matches(' ');
                let label = label.strip_suffix('=').unwrap_or(label);
                (Some(Token::Label(label)).filter(|_| !label.is_empty()), end)
            }
        };
        tokens.extend(token);
        rest = &rest[len..];
    }
    tokens
}

struct Parser<'p, 't> {
    tokens: &'p [Token<'t>],
    at: usize,
}

impl Parser<'_, '_> {
    fn expression(&mut self, depth: usize) -> Option<Expression> {
        let mut left = self.operand(depth)?;
        // A long flat expression is a deep tree.
        let mut length = depth;
        loop {
            let make: fn(Box<Expression>, Box<Expression>) -> Expression =
                match self.tokens.get(self.at) {
                    Some(Token::And) => Expression::And,
                    Some(Token::Or) => Expression::Or,
                    _ => return Some(left),
                };
            self.at += 1;
            length += 1;
            if length > MAX_DEPTH * 10 {
                return None;
            }
            let right = self.operand(depth)?;
            left = make(Box::new(left), Box::new(right));
        }
    }

    fn operand(&mut self, depth: usize) -> Option<Expression> {
        if depth > MAX_DEPTH {
            return None;
        }
        let token = *self.tokens.get(self.at)?;
        self.at += 1;
        match token {
            Token::Not => Some(Expression::Not(Box::new(self.operand(depth + 1)?))),
            Token::Open => {
                let inner = self.expression(depth + 1)?;
                let closes = self.tokens.get(self.at) == Some(&Token::Close);
                self.at += 1;
                closes.then_some(inner)
            }
            // Konveyor does not find such a label again.
            Token::Label(text) if text.ends_with('=') => None,
            Token::Label(text) => {
                let label = Label::parse(text).ok()?;
                Some(Expression::Operand {
                    key: label.key.to_owned(),
                    value: label.value.to_owned(),
                })
            }
            Token::And | Token::Or | Token::Close => None,
        }
    }
}
