//! What the functions do.

use crate::ast::Expr;
use crate::eval::{Context, Evaluation, MAX_TEXT};
use crate::function::Function;
use crate::node::{NodeRef, Part};
use crate::value::{Value, round};
use crate::{Mode, XPathError};

impl Evaluation<'_, '_> {
    pub(crate) fn call(
        &mut self,
        function: Function,
        arguments: &[Expr],
        context: Context,
    ) -> Result<Value, XPathError> {
        let tree = self.tree;
        let konveyor = tree.mode == Mode::Konveyor;
        let itself = || Value::Nodes(vec![context.node]);
        // Arguments are as many as the function takes, the parser has seen to that.
        let [first, second, third] = [arguments.first(), arguments.get(1), arguments.get(2)];
        Ok(match function {
            Function::Last => Value::Number(context.size as f64),
            Function::Position => Value::Number(context.position as f64),
            Function::True => Value::Boolean(true),
            Function::False => Value::Boolean(false),
            Function::Count => match self.argument(first, context)? {
                Value::Nodes(nodes) => Value::Number(nodes.len() as f64),
                _ if konveyor => Value::Number(0.0),
                _ => return Err(XPathError::NotNodes),
            },
            Function::Sum => {
                let nodes = match self.argument(first, context)? {
                    Value::Nodes(nodes) => nodes,
                    Value::Number(number) if konveyor => return Ok(Value::Number(number)),
                    _ => return Err(XPathError::NotNodes),
                };
                let mut sum = 0.0;
                for node in nodes {
                    let number = tree.mode.number_of(&self.string_value(node)?);
                    sum += if konveyor && number.is_nan() { 0.0 } else { number };
                }
                Value::Number(sum)
            }
            Function::Id => Value::Nodes(self.by_id(first, context)?),
            Function::LocalName | Function::Name | Function::NamespaceUri => {
                let node = match first {
                    None => Some(context.node),
                    Some(expr) => self.nodes(expr, context)?.first().copied(),
                };
                Value::Text(node.map_or_else(String::new, |node| self.name(function, node)))
            }
            Function::Reverse => match self.argument(first, context)? {
                nodes @ Value::Nodes(_) => nodes,
                _ => Value::Nodes(Vec::new()),
            },
            Function::String => match first {
                Some(expr) => Value::Text(self.text(expr, context)?),
                None => Value::Text(itself().text(tree)),
            },
            Function::Number => match first {
                Some(expr) => Value::Number(self.number(expr, context)?),
                None if konveyor => return Err(XPathError::Refused("number() of nothing")),
                None => Value::Number(itself().number(tree)),
            },
            Function::Boolean => Value::Boolean(self.truth(first, context)?),
            Function::Not if konveyor => match self.argument(first, context)? {
                // The library says false of strings and numbers.
                Value::Text(_) | Value::Number(_) => Value::Boolean(false),
                other => Value::Boolean(!other.boolean()),
            },
            Function::Not => Value::Boolean(!self.truth(first, context)?),
            Function::Floor => Value::Number(self.numeric(first, context)?.floor()),
            Function::Ceiling => Value::Number(self.numeric(first, context)?.ceil()),
            Function::Round => Value::Number(round(self.numeric(first, context)?)),
            Function::Concat => {
                let mut all = String::new();
                for argument in arguments {
                    all.push_str(&self.text(argument, context)?);
                    self.spend_on_length(all.len())?;
                }
                Value::Text(all)
            }
            Function::StartsWith | Function::EndsWith | Function::Contains => {
                let Some(text) = self.searched(first, context)? else {
                    return Ok(Value::Boolean(false));
                };
                let part = self.plain(second, context)?;
                Value::Boolean(match function {
                    Function::StartsWith => text.starts_with(&part),
                    Function::EndsWith => text.ends_with(&part),
                    _ => text.contains(&part),
                })
            }
            Function::Matches => {
                let Some(text) = self.loose(first, context)? else {
                    return Ok(Value::Boolean(false));
                };
                let pattern = self.plain(second, context)?;
                Value::Boolean(self.pattern(&pattern)?.is_match(&text))
            }
            Function::Replace => {
                let text = self.string(first, context)?;
                let pattern = self.string(second, context)?;
                let with = self.string(third, context)?;
                let pattern = self.pattern(&pattern)?;
                let with = numbered_groups(&with, pattern.captures_len());
                let references = with.matches('$').count();
                let mut replaced = String::new();
                let mut behind = 0;
                for groups in pattern.captures_iter(&text) {
                    let Some(whole) = groups.get(0) else { continue };
                    let most = with.len() + references.saturating_mul(whole.len());
                    if replaced.len() + most > MAX_TEXT {
                        return Err(XPathError::TooExpensive);
                    }
                    self.budget.spend(1 + most / 64)?;
                    replaced.push_str(text.get(behind..whole.start()).unwrap_or(""));
                    groups.expand(&with, &mut replaced);
                    behind = whole.end();
                }
                replaced.push_str(text.get(behind..).unwrap_or(""));
                self.spend_on_length(replaced.len())?;
                Value::Text(replaced)
            }
            Function::StringJoin => {
                let between = self.string(second, context)?;
                let mut all = String::new();
                match self.argument(first, context)? {
                    Value::Nodes(nodes) => {
                        for (at, node) in nodes.into_iter().enumerate() {
                            if at > 0 {
                                all.push_str(&between);
                            }
                            all.push_str(&self.string_value(node)?);
                            self.spend_on_length(between.len())?;
                            if all.len() > MAX_TEXT {
                                return Err(XPathError::TooExpensive);
                            }
                        }
                    }
                    other => all = other.text(tree),
                }
                Value::Text(all)
            }
            Function::LowerCase => Value::Text(self.string(first, context)?.to_lowercase()),
            Function::SubstringBefore | Function::SubstringAfter => {
                let text = self.loose(first, context)?.unwrap_or_default();
                let part = self.loose(second, context)?.unwrap_or_default();
                if konveyor && part.is_empty() {
                    return Ok(Value::Text(String::new()));
                }
                let cut = text.split_once(part.as_str());
                let kept = match function {
                    Function::SubstringBefore => cut.map(|(before, _)| before),
                    _ => cut.map(|(_, after)| after),
                };
                Value::Text(kept.unwrap_or("").to_owned())
            }
            Function::Substring => {
                let text = self.loose(first, context)?.unwrap_or_default();
                let start = self.numeric(second, context)?;
                let length = match third {
                    Some(expr) => self.number(expr, context)?,
                    None => f64::INFINITY,
                };
                Value::Text(substring(&text, start, length))
            }
            Function::StringLength => {
                let text = match first {
                    Some(_) => self.loose(first, context)?.unwrap_or_default(),
                    None => itself().text(tree),
                };
                // The library counts bytes.
                let length = if konveyor { text.len() } else { text.chars().count() };
                Value::Number(length as f64)
            }
            Function::NormalizeSpace => {
                let text = match first {
                    Some(_) => self.loose(first, context)?.unwrap_or_default(),
                    None => itself().text(tree),
                };
                let blank = |c: char| match tree.mode {
                    Mode::Standard => matches!(c, ' ' | '\t' | '\r' | '\n'),
                    Mode::Konveyor | Mode::Mended => c.is_whitespace(),
                };
                let words: Vec<&str> = text.split(blank).filter(|w| !w.is_empty()).collect();
                Value::Text(words.join(" "))
            }
            Function::Translate => {
                let text = self.string(first, context)?;
                let from: Vec<char> = self.string(second, context)?.chars().collect();
                let to: Vec<char> = self.string(third, context)?.chars().collect();
                self.budget.spend(text.len().saturating_mul(from.len()) / 64)?;
                let mapped = text.chars().filter_map(|c| match from.iter().position(|f| *f == c) {
                    None => Some(c),
                    Some(at) => to.get(at).copied(),
                });
                Value::Text(mapped.collect())
            }
            Function::Lang => {
                let wanted = self.string(first, context)?.to_lowercase();
                Value::Boolean(self.language(context.node).is_some_and(|language| {
                    let language = language.to_lowercase();
                    language
                        .strip_prefix(wanted.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
                }))
            }
        })
    }

    fn argument(&mut self, argument: Option<&Expr>, context: Context) -> Result<Value, XPathError> {
        argument.map_or(Ok(Value::Text(String::new())), |expr| self.value(expr, context))
    }

    fn string(&mut self, argument: Option<&Expr>, context: Context) -> Result<String, XPathError> {
        argument.map_or(Ok(String::new()), |expr| self.text(expr, context))
    }

    fn numeric(&mut self, argument: Option<&Expr>, context: Context) -> Result<f64, XPathError> {
        argument.map_or(Ok(f64::NAN), |expr| self.number(expr, context))
    }

    fn truth(&mut self, argument: Option<&Expr>, context: Context) -> Result<bool, XPathError> {
        argument.map_or(Ok(false), |expr| self.boolean(expr, context))
    }

    /// The text that is searched; `None` where the library of Konveyor has no node to search.
    fn searched(
        &mut self,
        argument: Option<&Expr>,
        context: Context,
    ) -> Result<Option<String>, XPathError> {
        let value = self.argument(argument, context)?;
        if self.tree.mode == Mode::Konveyor {
            match &value {
                Value::Nodes(nodes) if nodes.is_empty() => return Ok(None),
                Value::Boolean(_) | Value::Number(_) => {
                    return Err(XPathError::Refused("an argument that is no string"));
                }
                _ => {}
            }
        }
        self.text_of(value).map(Some)
    }

    /// As [`Self::searched`], but the library takes booleans and numbers for the empty string.
    fn loose(
        &mut self,
        argument: Option<&Expr>,
        context: Context,
    ) -> Result<Option<String>, XPathError> {
        let value = self.argument(argument, context)?;
        if self.tree.mode == Mode::Konveyor {
            match &value {
                Value::Nodes(nodes) if nodes.is_empty() => return Ok(None),
                Value::Boolean(_) | Value::Number(_) => return Ok(Some(String::new())),
                _ => {}
            }
        }
        self.text_of(value).map(Some)
    }

    /// The text that is searched for, which the library wants as a string.
    fn plain(&mut self, argument: Option<&Expr>, context: Context) -> Result<String, XPathError> {
        let value = self.argument(argument, context)?;
        if self.tree.mode == Mode::Konveyor && !matches!(value, Value::Text(_)) {
            return Err(XPathError::Refused("an argument that is no string"));
        }
        self.text_of(value)
    }

    fn text_of(&mut self, value: Value) -> Result<String, XPathError> {
        self.spend_on_text(&value)?;
        Ok(value.text(self.tree))
    }

    fn name(&self, function: Function, node: NodeRef) -> String {
        let tree = self.tree;
        match function {
            Function::LocalName => tree.local_name(node).to_owned(),
            Function::NamespaceUri => tree.namespace(node).to_owned(),
            _ => match tree.prefix(node) {
                "" => tree.local_name(node).to_owned(),
                prefix => format!("{prefix}:{}", tree.local_name(node)),
            },
        }
    }

    /// Elements by `xml:id`: without a document type there are no other identifiers.
    fn by_id(
        &mut self,
        argument: Option<&Expr>,
        context: Context,
    ) -> Result<Vec<NodeRef>, XPathError> {
        let mut wanted = String::new();
        match self.argument(argument, context)? {
            Value::Nodes(nodes) => {
                for node in nodes {
                    wanted.push_str(&self.string_value(node)?);
                    wanted.push(' ');
                }
            }
            other => wanted = other.text(self.tree),
        }
        let doc = self.tree.doc;
        let ids: Vec<&str> = wanted.split_whitespace().collect();
        self.budget.spend(doc.len().saturating_mul(ids.len()))?;
        let mut seen: Vec<&str> = Vec::new();
        let mut found = Vec::new();
        for element in doc.elements() {
            let id = doc.attributes(element).iter().find(|a| doc.attribute_name(a) == "xml:id");
            let Some(id) = id.map(|a| a.value.as_str()) else { continue };
            if ids.contains(&id) && !seen.contains(&id) {
                seen.push(id);
                found.push(NodeRef::of(element));
            }
        }
        Ok(found)
    }

    /// The nearest `xml:lang`.
    fn language(&self, node: NodeRef) -> Option<String> {
        let doc = self.tree.doc;
        debug_assert!(matches!(node.part, Part::Whole | Part::Attribute(_) | Part::Namespace(_)));
        std::iter::once(node.node).chain(doc.ancestors(node.node)).find_map(|n| {
            let lang = doc.attributes(n).iter().find(|a| doc.attribute_name(a) == "xml:lang");
            lang.map(|a| a.value.clone())
        })
    }
}

/// The characters whose position, from 1, is at least the rounded start and less than start and length together.
fn substring(text: &str, start: f64, length: f64) -> String {
    let first = round(start);
    let end = first + if length.is_infinite() { length } else { round(length) };
    text.chars()
        .enumerate()
        .filter(|(at, _)| {
            let position = (at + 1) as f64;
            position >= first && position < end
        })
        .map(|(_, c)| c)
        .collect()
}

/// `$1` as the library means it: the group of that number, whatever letters follow.
fn numbered_groups(with: &str, groups: usize) -> String {
    (1..groups)
        .rev()
        .fold(with.to_owned(), |text, n| text.replace(&format!("${n}"), &format!("${{{n}}}")))
}
