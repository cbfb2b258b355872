//! Batch files of Windows, read line by line: every command is a call by its program.

use std::borrow::Cow;

use seaworthy_base::Span;
use seaworthy_facts::{FactKind, FactSink};

use crate::apis::Apis;
use crate::output::{Output, Wanted};
use crate::value::{MAX_ARGS, Value};

/// Words before a command: conditions, loops, and what starts another command.
const BEFORE: [&str; 5] = ["call", "do", "else", "cmd", "start"];

/// The facts of a file.
pub(crate) fn extract<'t>(text: &'t str, wanted: &'t mut Wanted<'t>) -> FactSink {
    static APIS: std::sync::OnceLock<Apis> = std::sync::OnceLock::new();
    let mut out = Output::new(text, wanted, APIS.get_or_init(|| Apis::new(&[])));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let code = line.trim_start().trim_start_matches('@').trim_start();
        let lower = code.get(..4).unwrap_or(code).to_ascii_lowercase();
        if lower.starts_with("rem")
            && code.len() > 3
            && !code.as_bytes().get(3).is_some_and(u8::is_ascii_alphanumeric)
            || code.starts_with(':')
            || code.trim().eq_ignore_ascii_case("rem")
        {
            continue;
        }
        let offset = line.len() - code.len();
        for (from, part) in commands(code) {
            command(&mut out, part, start + offset + from);
        }
    }
    out.into_sink()
}

/// The commands of a line: cut at `&`, `|` and parentheses outside of quotes, with their offsets.
fn commands(line: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut quoted = false;
    let mut escaped = false;
    let mut from = 0;
    for (i, c) in line.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '^' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            '&' | '|' | '(' | ')' if !quoted => {
                // `2>&1` copies a descriptor.
                if c == '&' && line.get(..i).is_some_and(|l| l.ends_with('>')) {
                    continue;
                }
                out.push((from, line.get(from..i).unwrap_or("")));
                from = i + 1;
            }
            _ => {}
        }
    }
    out.push((from, line.get(from..).unwrap_or("")));
    out
}

/// Words with their offsets; quotes hold a word together and belong to none.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut quoted = false;
    let mut from = None;
    for (i, c) in text.char_indices() {
        let ends = !quoted && (c.is_whitespace() || c == ',');
        match (ends, from) {
            (true, Some(start)) => {
                out.push((start, text.get(start..i).unwrap_or("")));
                from = None;
            }
            (false, None) => from = Some(i),
            _ => {}
        }
        if c == '"' {
            quoted = !quoted;
        }
    }
    if let Some(start) = from {
        out.push((start, text.get(start..).unwrap_or("")));
    }
    out
}

fn command(out: &mut Output<'_>, text: &str, at: usize) {
    let words = words(text);
    let mut i = 0;
    // `if exist x del x`, `for … do x`, `call x`.
    while let Some((_, word)) = words.get(i) {
        let word = word.trim_start_matches('@').to_ascii_lowercase();
        match word.as_str() {
            "if" => {
                let next = |n: usize| words.get(i + n).map_or("", |w| w.1);
                let mut skip = 1;
                while next(skip).eq_ignore_ascii_case("not")
                    || next(skip).eq_ignore_ascii_case("/i")
                {
                    skip += 1;
                }
                let operator = next(skip).to_ascii_lowercase();
                skip += if matches!(operator.as_str(), "exist" | "defined" | "errorlevel") {
                    2
                } else if operator.contains("==")
                    && !operator.starts_with("==")
                    && !operator.ends_with("==")
                {
                    1
                } else if operator.ends_with("==") {
                    2
                } else {
                    3
                };
                i += skip;
            }
            "for" => return,
            w if BEFORE.contains(&w) => {
                if w == "start" {
                    call(out, "start", words.get(i + 1..).unwrap_or(&[]), text, at);
                }
                i += 1;
                // `start "title" /b prog`, `cmd /c prog`.
                while words.get(i).is_some_and(|w| w.1.starts_with(['"', '/'])) {
                    let path = words
                        .get(i)
                        .is_some_and(|w| w.1.starts_with('"') && w.1.contains(['\\', '.']));
                    if path {
                        break;
                    }
                    i += 1;
                }
            }
            _ => break,
        }
    }
    let Some((_, word)) = words.get(i) else { return };
    let arguments = words.get(i + 1..).unwrap_or(&[]);
    let name = program(word);
    if name == "set" {
        set(out, arguments, text, at);
        return;
    }
    if !name.is_empty() {
        call(out, &name, arguments, text, at);
    }
}

/// The name of a program: the last part of its path, lower case and without `.exe`.
fn program(word: &str) -> String {
    let word = word.trim_matches('"').trim_end_matches([';', '.']);
    let word = word.split(['>', '<']).next().unwrap_or(word);
    let last = word.rsplit(['\\', '/']).next().unwrap_or(word);
    if last.contains('%') || last.contains('!') || last.contains('=') {
        return "?".to_owned();
    }
    let lower = last.to_ascii_lowercase();
    lower.strip_suffix(".exe").map_or(lower.clone(), str::to_owned)
}

fn call(out: &mut Output<'_>, name: &str, arguments: &[(usize, &str)], text: &str, at: usize) {
    let mut values: Vec<Value<'_>> = Vec::new();
    let mut writes: Option<(usize, String)> = None;
    let mut end = arguments.last().map_or(text.trim_end().len(), |w| w.0 + w.1.len());
    end = end.max(1);
    let mut to = false;
    for (from, word) in arguments {
        if to {
            writes = Some((*from, word.trim_matches('"').to_owned()));
            to = false;
            continue;
        }
        // `>file`, `>>file`, `2>nul`, and `>` with the file after it.
        let redirect = word.trim_start_matches(|c: char| c.is_ascii_digit());
        if redirect.starts_with('>') {
            let path = redirect.trim_start_matches('>').trim_matches('"');
            if path.is_empty() {
                to = true;
            } else if !path.starts_with('&') {
                writes = Some((*from, path.to_owned()));
            }
            continue;
        }
        if redirect.starts_with('<') {
            continue;
        }
        if values.len() < MAX_ARGS {
            values.push(value(word));
        }
        let literal = word.trim_matches('"');
        if !matches!(name, "echo" | "title") && !literal.contains('%') {
            out.string(literal, Span::new(at + from, at + from + word.len()));
        }
    }
    let place = Span::new(at + (text.len() - text.trim_start().len()), at + end);
    out.fact_with(FactKind::Call, name != "?", name, &values, place);
    if let Some((from, path)) = writes
        && !matches!(path.to_ascii_lowercase().as_str(), "nul" | "con")
        && !path.contains(['%', '!'])
    {
        let place = Span::new(at + from, at + end.max(from + 1));
        out.fact(FactKind::FileWrite, true, &path, ">", place);
    }
}

fn value(word: &str) -> Value<'_> {
    let inner = word.trim_matches('"');
    let variable = inner.strip_prefix('%').and_then(|w| w.strip_suffix('%'));
    if let Some(name) =
        variable.filter(|n| n.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
    {
        return Value::Name(name);
    }
    match inner.find(['%', '!']) {
        Some(0) => Value::Other,
        Some(i) => Value::Str(Cow::Borrowed(inner.get(..i).unwrap_or(""))),
        None => Value::Str(Cow::Borrowed(inner)),
    }
}

/// `set NAME=value`.
fn set(out: &mut Output<'_>, arguments: &[(usize, &str)], text: &str, at: usize) {
    let Some((from, first)) = arguments.first() else { return };
    if first.starts_with('/') {
        return;
    }
    let rest = text.get(*from..).unwrap_or("").trim().trim_matches('"');
    let Some((name, assigned)) = rest.split_once('=') else { return };
    let name = name.trim();
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return;
    }
    let place = Span::new(at + from, at + text.trim_end().len().max(from + 1));
    out.fact_with(FactKind::Assign, true, name, &[value(assigned.trim())], place);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

    use crate::{Analyser, Limits};

    fn facts(text: &str) -> FileFacts {
        Analyser::new(Limits::default()).analyse(&Arc::from("a.bat"), Language::Batch, text)
    }

    fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
        facts.of(kind).map(|(_, name, value)| (name, value)).collect()
    }

    #[test]
    fn commands_are_calls_and_comments_are_none() {
        let f = facts(
            "@echo off\r\nrem net stop x\r\n:: net stop y\r\n:top\r\nset HOME_DIR=C:\\shop\r\n\
             net use Z: \\\\files\\shop /user:app geheim\r\n\
             if not exist \"C:\\logs\" mkdir C:\\logs\r\n\
             call \"%JAVA_HOME%\\bin\\java.exe\" -jar app.jar > C:\\logs\\out.txt 2>&1\r\n\
             start \"Shop\" /b shop.exe & schtasks /create /tn nightly\r\n",
        );
        assert_eq!(f.outcome, ParseOutcome::Parsed);
        assert_eq!(
            of(&f, FactKind::Call),
            [
                ("echo", r#""off""#),
                ("net", r#""use", "Z:", "\\\\files\\shop", "/user:app", "geheim""#),
                ("mkdir", r#""C:\\logs""#),
                ("java", r#""-jar", "app.jar""#),
                ("start", r#""Shop", "/b", "shop.exe""#),
                ("shop", ""),
                ("schtasks", r#""/create", "/tn", "nightly""#),
            ]
        );
        assert_eq!(of(&f, FactKind::FileWrite), [("C:\\logs\\out.txt", ">")]);
        assert_eq!(of(&f, FactKind::Assign), [("HOME_DIR", r#""C:\\shop""#)]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[a-zA-Z%!&|<>()\"^= \n:/é]{0,80}") {
            let _ = facts(&text);
        }
    }
}
