//! The syntax of patterns, as the search of Eclipse's Java tools reads it.

/// Why a pattern cannot be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed(pub(crate) &'static str);

/// `[qualification.]name` of a type; type arguments are left out, because types are compared by their erasure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TypeParts {
    /// What stands before the last dot; `None` without a dot.
    pub(crate) qualification: Option<String>,
    /// The last part.
    pub(crate) name: String,
}

impl TypeParts {
    fn of(text: &str) -> Self {
        match text.rsplit_once('.') {
            Some((qualification, name)) => {
                Self { qualification: Some(qualification.into()), name: name.into() }
            }
            None => Self { qualification: None, name: text.into() },
        }
    }
}

/// `[type.]name[(parameters)][ return]` of a method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MethodParts {
    /// The declaring type; the created one of a constructor.
    pub(crate) declaring: Option<TypeParts>,
    /// Name of the method; empty for a constructor.
    pub(crate) name: String,
    /// Parameters without type arguments; `None` without parentheses.
    pub(crate) parameters: Option<Vec<TypeParts>>,
    /// The return type.
    pub(crate) returns: Option<TypeParts>,
}

/// Reads a type pattern. Blanks do not count.
pub(crate) fn type_pattern(pattern: &str) -> Result<TypeParts, Malformed> {
    // `module/type`: only the type is looked at.
    let pattern = match pattern.split_once('/') {
        Some((_, rest)) if !rest.contains('/') => rest,
        _ => pattern,
    };
    let mut text = String::new();
    for token in tokens(pattern)? {
        if token != Token::Space {
            text.push_str(token.text());
        }
    }
    Ok(TypeParts::of(&erasure(&text)?))
}

/// Reads a method pattern.
pub(crate) fn method_pattern(pattern: &str) -> Result<MethodParts, Malformed> {
    member_pattern(pattern, false)
}

/// Reads a constructor pattern: `[q.]Type[(parameters)]`.
pub(crate) fn constructor_pattern(pattern: &str) -> Result<MethodParts, Malformed> {
    member_pattern(pattern, true)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Selector,
    Parameters,
    Return,
    /// Behind the parameters of a constructor nothing may come.
    End,
}

fn member_pattern(pattern: &str, constructor: bool) -> Result<MethodParts, Malformed> {
    let mut declaring: Option<String> = None;
    let mut selector: Option<String> = None;
    let mut parameters: Option<Vec<String>> = None;
    let mut parameter: Option<String> = None;
    let mut returns: Option<String> = None;
    let mut closed = false;
    let mut depth = 0usize;
    let mut mode = Mode::Selector;
    let mut last: Option<Token<'_>> = None;
    for token in tokens(pattern)? {
        match mode {
            Mode::Selector if depth > 0 => {
                let declaring = declaring.as_mut().ok_or(Malformed("type arguments of no type"))?;
                depth = nested(depth, token);
                declaring.push_str(token.text());
            }
            Mode::Selector => match token {
                Token::Less => {
                    // `<T>name` of generic methods is not understood, `Type<T>.name` is.
                    let part = selector.take().filter(|_| last != Some(Token::Dot));
                    let part = part.ok_or(Malformed("type arguments of a method"))?;
                    declaring = Some(joined(declaring, &part) + "<");
                    depth = 1;
                }
                Token::Dot => match (&mut declaring, selector.take()) {
                    (None, None) => return Err(Malformed("a dot at the start")),
                    (None, Some(part)) => declaring = Some(part),
                    (Some(declaring), Some(part)) => {
                        declaring.push('.');
                        declaring.push_str(&part);
                    }
                    (Some(_), None) => {}
                },
                Token::Open => {
                    parameters = Some(Vec::new());
                    mode = Mode::Parameters;
                }
                Token::Space => {
                    if !matches!(last, None | Some(Token::Space | Token::Dot | Token::Greater(_))) {
                        mode = Mode::Return;
                    }
                }
                other => selector.get_or_insert_default().push_str(other.text()),
            },
            Mode::Parameters if depth > 0 => {
                depth = nested(depth, token);
                parameter.get_or_insert_default().push_str(token.text());
            }
            Mode::Parameters => match token {
                Token::Space => {}
                Token::Comma => {
                    let next = parameter.take().ok_or(Malformed("an empty parameter"))?;
                    parameters.get_or_insert_default().push(next);
                }
                Token::Close => {
                    closed = true;
                    parameters.get_or_insert_default().extend(parameter.take());
                    mode = if constructor { Mode::End } else { Mode::Return };
                }
                other => {
                    if other == Token::Less {
                        depth = 1;
                        if parameter.is_none() {
                            return Err(Malformed("type arguments of no type"));
                        }
                    }
                    parameter.get_or_insert_default().push_str(other.text());
                }
            },
            Mode::Return if depth > 0 => {
                depth = nested(depth, token);
                returns.get_or_insert_default().push_str(token.text());
            }
            Mode::Return => match token {
                Token::Space => {}
                Token::Open => {
                    parameters = Some(Vec::new());
                    mode = Mode::Parameters;
                }
                other => {
                    if other == Token::Less {
                        depth = 1;
                        if returns.is_none() {
                            return Err(Malformed("type arguments of no type"));
                        }
                    }
                    returns.get_or_insert_default().push_str(other.text());
                }
            },
            Mode::End => return Err(Malformed("text behind the parameters of a constructor")),
        }
        last = Some(token);
    }
    if depth > 0 {
        return Err(Malformed("type arguments without an end"));
    }
    if parameters.as_ref().is_some_and(|p| !p.is_empty()) && !closed {
        return Err(Malformed("parameters without an end"));
    }
    let name = if constructor {
        declaring = match selector {
            Some(part) => Some(joined(declaring, &part)),
            None => declaring,
        };
        String::new()
    } else {
        selector.ok_or(Malformed("no name"))?
    };
    let parts = |text: String| {
        // `T...` is an array in a declaration.
        let text = text.strip_suffix("...").map_or_else(|| text.clone(), |t| format!("{t}[]"));
        erasure(&text).map(|text| TypeParts::of(&text))
    };
    Ok(MethodParts {
        declaring: declaring.map(parts).transpose()?,
        name,
        parameters: parameters
            .map(|list| list.into_iter().map(parts).collect::<Result<_, _>>())
            .transpose()?,
        returns: returns.map(parts).transpose()?,
    })
}

fn joined(declaring: Option<String>, part: &str) -> String {
    match declaring {
        Some(declaring) => declaring + "." + part,
        None => part.to_owned(),
    }
}

/// `>>` counts once, as a token does.
fn nested(depth: usize, token: Token<'_>) -> usize {
    match token {
        Token::Less => depth + 1,
        Token::Greater(_) => depth.saturating_sub(1),
        _ => depth,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'p> {
    Space,
    Less,
    Greater(&'p str),
    Dot,
    Open,
    Close,
    Comma,
    Other(&'p str),
}

impl<'p> Token<'p> {
    fn text(self) -> &'p str {
        match self {
            Self::Space => " ",
            Self::Less => "<",
            Self::Dot => ".",
            Self::Open => "(",
            Self::Close => ")",
            Self::Comma => ",",
            Self::Greater(text) | Self::Other(text) => text,
        }
    }
}

fn tokens(pattern: &str) -> Result<Vec<Token<'_>>, Malformed> {
    let mut list = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let run = |f: fn(char) -> bool| rest.find(|c| !f(c)).unwrap_or(rest.len());
        let (token, length) = match first {
            c if c.is_whitespace() => (Token::Space, run(char::is_whitespace)),
            '<' => (Token::Less, 1),
            '>' => {
                let length = run(|c| c == '>').min(3);
                (Token::Greater(rest.get(..length).unwrap_or_default()), length)
            }
            '.' if rest.starts_with("...") => (Token::Other("..."), 3),
            '.' => (Token::Dot, 1),
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            // Starts of literals and characters that are no part of Java.
            '"' | '\'' | '#' | '\\' | '`' => return Err(Malformed("a character that no name has")),
            _ => {
                let length = run(|c| {
                    !c.is_whitespace()
                        && !matches!(c, '<' | '>' | '.' | '(' | ')' | ',')
                        && !matches!(c, '"' | '\'' | '#' | '\\' | '`')
                });
                (Token::Other(rest.get(..length).unwrap_or_default()), length)
            }
        };
        list.push(token);
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(list)
}

/// The type without its type arguments: `a.Map<K,V>.Entry` is `a.Map.Entry`.
fn erasure(text: &str) -> Result<String, Malformed> {
    if text.is_empty() {
        return Err(Malformed("an empty type"));
    }
    let mut erased = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '<' => depth += 1,
            '>' => {
                depth = depth.checked_sub(1).ok_or(Malformed("`>` without `<`"))?;
            }
            _ if depth == 0 => erased.push(c),
            _ => {}
        }
    }
    if depth > 0 {
        return Err(Malformed("type arguments without an end"));
    }
    if erased.is_empty() { Err(Malformed("an empty type")) } else { Ok(erased) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(qualification: &str, name: &str) -> TypeParts {
        TypeParts {
            qualification: (!qualification.is_empty()).then(|| qualification.into()),
            name: name.into(),
        }
    }

    #[test]
    fn types_split_at_the_last_dot_without_blanks_and_arguments() {
        assert_eq!(type_pattern("a.b.C*"), Ok(parts("a.b", "C*")));
        assert_eq!(type_pattern("a.b.*"), Ok(parts("a.b", "*")));
        assert_eq!(type_pattern("a.b*"), Ok(parts("a", "b*")));
        assert_eq!(type_pattern(" * a . B "), Ok(parts("*a", "B")));
        assert_eq!(type_pattern("a.Map<K,V<W>>.Entry"), Ok(parts("a.Map", "Entry")));
        assert_eq!(type_pattern("m/a.B"), Ok(parts("a", "B")));
        assert!(type_pattern("a.List<").is_err());
        assert!(type_pattern("").is_err());
    }

    #[test]
    fn methods_have_a_type_a_name_parameters_and_a_return_type() {
        let parsed = method_pattern("a.B.m(int, java.util.List<a.B>, String...)").unwrap();
        assert_eq!(parsed.declaring, Some(parts("a", "B")));
        assert_eq!(parsed.name, "m");
        let expected = vec![parts("", "int"), parts("java.util", "List"), parts("", "String[]")];
        assert_eq!(parsed.parameters, Some(expected));
        assert_eq!(method_pattern("a.B.m()").unwrap().parameters, Some(vec![]));
        assert_eq!(method_pattern("a.B.m").unwrap().parameters, None);
    }

    #[test]
    fn a_blank_behind_the_name_starts_the_return_type() {
        let parsed = method_pattern("* org.x.Ret").unwrap();
        assert_eq!((parsed.name.as_str(), parsed.returns), ("*", Some(parts("org.x", "Ret"))));
        let parsed = method_pattern("a.B.m(int) void").unwrap();
        assert_eq!(parsed.returns, Some(parts("", "void")));
    }

    #[test]
    fn constructors_name_their_type() {
        let parsed = constructor_pattern("a.B(int)").unwrap();
        assert_eq!(parsed.declaring, Some(parts("a", "B")));
        assert_eq!(parsed.parameters, Some(vec![parts("", "int")]));
        assert!(constructor_pattern("a.B(int)*").is_err());
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        assert!(method_pattern("").is_err());
        assert!(method_pattern(".m").is_err());
        assert!(method_pattern("a.m(int").is_ok(), "no parameter was complete");
        assert!(method_pattern("a.m(int, b").is_err());
        assert!(method_pattern("a.m(\"x\")").is_err());
    }

    proptest! {
        #[test]
        fn any_text_gives_an_answer(text in "\\PC{0,40}") {
            let _ = (type_pattern(&text), method_pattern(&text), constructor_pattern(&text));
        }

        #[test]
        fn what_was_put_together_is_read_again(
            q in "[a-z]{1,4}(\\.[a-z]{1,4}){0,3}",
            name in "[A-Z][a-z]{0,5}",
            method in "[a-z]{1,6}",
            parameters in proptest::collection::vec("[a-z]{1,5}", 0..4),
        ) {
            prop_assert_eq!(type_pattern(&format!("{q}.{name}")), Ok(parts(&q, &name)));
            let text = format!("{q}.{name}.{method}({})", parameters.join(", "));
            let parsed = method_pattern(&text).unwrap();
            prop_assert_eq!(parsed.declaring, Some(parts(&q, &name)));
            prop_assert_eq!(parsed.name, method);
            prop_assert_eq!(parsed.parameters.unwrap().len(), parameters.len());
        }
    }
}
