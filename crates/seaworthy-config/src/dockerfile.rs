//! Dockerfiles: one key for an instruction, `ENV.NAME` for a variable, the build stage as scope.

use std::collections::BTreeMap;

use seaworthy_base::Span;
use seaworthy_facts::FactKind;

use crate::key_path::cut;
use crate::reading::{Line, Reading, lines};

/// Reads the instructions in order. Of `FROM`, the value is the image with build arguments put in; `FROM.AS` is the
/// stage's name.
pub(crate) fn read(out: &mut Reading<'_>) {
    let text = out.text;
    let escape = escape_character(text);
    let mut rest = lines(text);
    let mut variables: BTreeMap<String, String> = BTreeMap::new();
    let mut stage = 0_usize;
    let mut in_check = false;
    while let Some(line) = rest.next() {
        let body = line.text.trim();
        if body.is_empty() || body.starts_with('#') || out.is_full() {
            continue;
        }
        let (word, arguments) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
        let word = word.to_ascii_uppercase();
        let arguments = arguments.trim();
        let mut span =
            if arguments.is_empty() { line.span_of(body) } else { line.span_of(arguments) };
        if !is_instruction(&word) {
            out.bad(line.start, "a line does not start with an instruction");
            continue;
        }
        let mut value = arguments.to_owned();
        let mut continued = value.ends_with(escape);
        while continued {
            value.truncate(value.trim_end_matches(escape).trim_end().len());
            let Some(next) = rest.next() else { break };
            let part = next.text.trim();
            // Comments and blank lines inside of an instruction do not end it.
            if part.is_empty() || part.starts_with('#') {
                continue;
            }
            continued = part.ends_with(escape);
            value.push(' ');
            value.push_str(part);
            span.end = next.span_of(part).end;
        }
        if matches!(word.as_str(), "RUN" | "COPY" | "ADD") {
            heredocs(&mut value, &mut span, &mut rest);
        }
        if word == "FROM" {
            in_check = is_check(&value);
        } else if in_check && matches!(word.as_str(), "CMD" | "ENTRYPOINT" | "HEALTHCHECK") {
            // What a stage for tests starts is not what is deployed.
            continue;
        }
        instruction(out, &word, value.trim(), span, &mut variables, &mut stage);
    }
}

fn is_instruction(word: &str) -> bool {
    matches!(
        word,
        "FROM"
            | "RUN"
            | "CMD"
            | "LABEL"
            | "MAINTAINER"
            | "EXPOSE"
            | "ENV"
            | "ADD"
            | "COPY"
            | "ENTRYPOINT"
            | "VOLUME"
            | "USER"
            | "WORKDIR"
            | "ARG"
            | "ONBUILD"
            | "STOPSIGNAL"
            | "HEALTHCHECK"
            | "SHELL"
    )
}

/// Whether a stage is named after tests or checks: `FROM x AS pr-test2`.
fn is_check(from: &str) -> bool {
    let mut words = from.split_whitespace().rev();
    let (Some(name), Some(as_)) = (words.next(), words.next()) else { return false };
    as_.eq_ignore_ascii_case("as")
        && name.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphabetic()).any(|word| {
            matches!(
                word,
                "test" | "tests" | "tester" | "testing" | "lint" | "linter" | "e2e" | "ci"
            )
        })
}

/// `# escape=` of the first lines.
fn escape_character(text: &str) -> char {
    let directive = text.lines().take_while(|l| l.starts_with('#')).find_map(|l| {
        let (name, value) = l.trim_start_matches('#').split_once('=')?;
        name.trim().eq_ignore_ascii_case("escape").then_some(value.trim())
    });
    if directive == Some("`") { '`' } else { '\\' }
}

/// Takes the lines of here-documents (`<<EOF`) into the instruction.
fn heredocs<'t>(value: &mut String, span: &mut Span, rest: &mut impl Iterator<Item = Line<'t>>) {
    let marks: Vec<String> = value
        .split_whitespace()
        .filter_map(|word| word.strip_prefix("<<"))
        .map(|word| word.trim_start_matches('-').trim_matches(['"', '\'']).to_owned())
        .filter(|mark| !mark.is_empty() && mark.chars().all(|c| c.is_alphanumeric() || c == '_'))
        .collect();
    for mark in marks {
        for line in rest.by_ref() {
            value.push('\n');
            value.push_str(line.text);
            span.end = line.span_of(line.text).end;
            if line.text.trim_matches('\t') == mark {
                break;
            }
        }
    }
}

fn instruction(
    out: &mut Reading<'_>,
    word: &str,
    value: &str,
    span: Span,
    variables: &mut BTreeMap<String, String>,
    stage: &mut usize,
) {
    match word {
        "FROM" => {
            let mut words = value.split_whitespace().filter(|w| !w.starts_with("--"));
            let image = substitute(words.next().unwrap_or(""), variables);
            let name =
                words.next().filter(|w| w.eq_ignore_ascii_case("as")).and_then(|_| words.next());
            out.scope(&name.map_or_else(|| format!("stage {stage}"), str::to_owned));
            *stage += 1;
            out.key("FROM", &image, span);
            if let Some(name) = name {
                out.key("FROM.AS", name, span);
            }
        }
        "ENV" | "ARG" | "LABEL" => {
            for (name, given) in assignments(value, word) {
                let given = substitute(&given, variables);
                if word != "LABEL" && (word == "ENV" || !given.is_empty()) {
                    variables.insert(name.clone(), given.clone());
                }
                out.key(&format!("{word}.{name}"), &given, span);
            }
        }
        "EXPOSE" => {
            let ports = substitute(value, variables);
            out.key("EXPOSE", &ports, span);
            for port in ports.split_whitespace() {
                let port = port.split('/').next().unwrap_or("");
                let port = if port.parse::<u16>().is_ok() { port } else { "?" };
                out.fact(FactKind::Listen, port, "", span);
            }
        }
        "USER" | "WORKDIR" | "VOLUME" => out.key(word, &substitute(value, variables), span),
        _ => out.key(word, value, span),
    }
}

/// `NAME=value` pairs with quotes, or the old `NAME value`.
fn assignments(text: &str, word: &str) -> Vec<(String, String)> {
    let words = words(text);
    let Some(first) = words.first() else { return Vec::new() };
    if word == "ENV" && !first.contains('=') {
        let value = text.split_once(char::is_whitespace).map_or("", |(_, v)| v.trim());
        return vec![(first.clone(), value.to_owned())];
    }
    words
        .into_iter()
        .map(|w| match w.split_once('=') {
            Some((name, value)) => (name.to_owned(), value.to_owned()),
            None => (w, String::new()),
        })
        .collect()
}

/// Words as a shell splits them, quotes taken off.
fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut any = false;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                any = true;
            }
            (None | Some('"'), '\\') => word.extend(chars.next()),
            (None, c) if c.is_whitespace() => {
                if any || !word.is_empty() {
                    all.push(std::mem::take(&mut word));
                }
                any = false;
            }
            (_, c) => word.push(c),
        }
    }
    if any || !word.is_empty() {
        all.push(word);
    }
    all
}

/// Puts the values of `$NAME`, `${NAME}` and `${NAME:-default}` in; unknown names stay as they are.
fn substitute(text: &str, variables: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let inner = rest.strip_prefix("${").and_then(|r| cut(r, 512).split_once('}'));
        let (whole, name, default) = if let Some((inside, _)) = inner {
            let (name, default) = match inside.split_once(":-") {
                Some((name, default)) => (name, Some(default)),
                None => (inside, None),
            };
            (inside.len() + 3, name, default)
        } else {
            let tail = &rest[1..];
            let end =
                tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(tail.len());
            (end + 1, &tail[..end], None)
        };
        let (matched, tail) = rest.split_at(whole);
        match variables.get(name).map(String::as_str).filter(|v| !v.is_empty()).or(default) {
            Some(value) => out.push_str(value),
            None => out.push_str(matched),
        }
        rest = tail;
        // A variable that repeats itself in its own value must not grow without end.
        if out.len() > 8192 {
            return out;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use seaworthy_facts::FactKind;

    use crate::testing::{facts, keys, problems, row, rows};

    const FILE: &str = "# syntax=docker/dockerfile:1\nARG JAVA=17\nFROM --platform=linux/amd64 eclipse-temurin:${JAVA}-jdk AS build\nRUN apt-get update && \\\n    # a comment\n    apt-get install -y curl\nRUN <<EOF\necho hi\nEOF\nfrom eclipse-temurin:$JAVA-jre\nENV A=1 B=\"two words\" \\\n    C=3\nENV OLD form of it\nENV PORT=9090\nEXPOSE 8080/tcp $PORT ${UNKNOWN}\nUSER 1001\nCMD [\"java\", \"-jar\", \"a.jar\"]\nnonsense here\n";

    #[test]
    fn instructions_have_values_and_lines() {
        let expected = [
            ("ARG.JAVA", "17", 2),
            ("FROM", "eclipse-temurin:17-jdk", 3),
            ("FROM.AS", "build", 3),
            ("RUN", "apt-get update && apt-get install -y curl", 4),
            ("RUN", "<<EOF\necho hi\nEOF", 7),
            ("FROM", "eclipse-temurin:17-jre", 10),
            ("ENV.A", "1", 11),
            ("ENV.B", "two words", 11),
            ("ENV.C", "3", 11),
            ("ENV.OLD", "form of it", 13),
            ("ENV.PORT", "9090", 14),
            ("EXPOSE", "8080/tcp 9090 ${UNKNOWN}", 15),
            ("USER", "1001", 16),
            ("CMD", "[\"java\", \"-jar\", \"a.jar\"]", 17),
        ];
        assert_eq!(keys("Dockerfile", FILE), expected.map(row));
        assert!(problems("Dockerfile", FILE)[0].contains(":18:1"));
    }

    #[test]
    fn exposed_ports_listen() {
        let expected = [("9090", "", 14), ("8080", "", 15), ("9090", "", 15), ("?", "", 15)];
        assert_eq!(rows(FactKind::Listen, "Dockerfile", FILE), expected.map(row));
    }

    #[test]
    fn the_stage_is_the_scope() {
        let read = facts("Dockerfile", FILE);
        let scope = |name: &str| {
            let fact = read.facts.iter().find(|f| read.name(f) == name).unwrap();
            read.scope(fact).to_owned()
        };
        assert_eq!(scope("FROM.AS"), "build");
        assert_eq!(scope("USER"), "stage 1");
    }

    #[test]
    fn what_a_stage_for_tests_starts_is_left_out() {
        let text = "FROM a AS pr-test2\nUSER x\nCMD [\"npm\"]\nFROM a AS contest\nCMD [\"b\"]\n";
        let commands: Vec<_> =
            keys("Dockerfile", text).into_iter().filter(|k| k.0 == "CMD").collect();
        assert_eq!(commands, [row(("CMD", "[\"b\"]", 5))]);
    }

    #[test]
    fn windows_escape_character() {
        let text = "# escape=`\nFROM x\nRUN a `\n  b\nWORKDIR C:\\app\\\n";
        let expected = [("FROM", "x", 2), ("RUN", "a b", 3), ("WORKDIR", "C:\\app\\", 5)];
        assert_eq!(keys("Dockerfile", text), expected.map(row));
    }
}
