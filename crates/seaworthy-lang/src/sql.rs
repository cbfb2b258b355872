//! SQL and its procedural dialects, read token by token: what statements create, and whose dialect they are.

mod dialects;

use std::collections::BTreeMap;

use seaworthy_base::Span;
use seaworthy_facts::{FactKind, FactSink};

use crate::apis::Apis;
use crate::output::{Output, Wanted};
use crate::value::Value;

/// One word, name or sign outside of comments, or a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token<'t> {
    text: &'t str,
    at: usize,
    is_string: bool,
}

/// What `CREATE` makes that runs in the database. The name of the fact is `CREATE` and the word.
const MADE: [&str; 12] = [
    "procedure",
    "proc",
    "function",
    "trigger",
    "package",
    "event",
    "job",
    "type",
    "sequence",
    "assembly",
    "synonym",
    "directory",
];

/// The facts of a file.
pub(crate) fn extract<'t>(text: &'t str, wanted: &'t mut Wanted<'t>) -> FactSink {
    static APIS: std::sync::OnceLock<Apis> = std::sync::OnceLock::new();
    let mut out = Output::new(text, wanted, APIS.get_or_init(|| Apis::new(&[])));
    let tokens = tokens(text);
    dialects::facts(&mut out, &tokens);
    let dropped = dropped(&tokens);
    let mut starts = true;
    for (i, token) in tokens.iter().enumerate() {
        if token.is_string {
            starts = false;
            let end = token.at + token.text.len();
            out.fact(FactKind::StringLit, false, token.text, "", Span::new(token.at, end));
            continue;
        }
        // Procedural code often ends without a sign before the next statement begins a line.
        let begins = starts || is(token.text, &["create", "alter"]) && begins_line(text, token.at);
        if begins && let Some(rest) = tokens.get(i..) {
            statement(&mut out, rest, &dropped);
        }
        starts = matches!(token.text, ";" | "/")
            || is(token.text, &["go", "begin", "as", "then", "delimiter"]);
        call(&mut out, &tokens, i);
    }
    out.into_sink()
}

fn begins_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
}

fn is(word: &str, one_of: &[&str]) -> bool {
    one_of.iter().any(|o| word.eq_ignore_ascii_case(o))
}

/// Routines and triggers that the file drops, lower case, with the place of the last time.
fn dropped(tokens: &[Token<'_>]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for (i, token) in tokens.iter().enumerate() {
        let word = |n: usize| tokens.get(i + n).filter(|t| !t.is_string).map_or("", |t| t.text);
        if word(0).eq_ignore_ascii_case("drop")
            && is(word(1), &["procedure", "proc", "function", "trigger"])
        {
            let at = if is(word(2), &["if"]) { 4 } else { 2 };
            let named = object(tokens.get(i + at..).unwrap_or(&[])).to_ascii_lowercase();
            out.insert(named, token.at);
        }
    }
    out
}

/// A statement by its first words. A routine that the file drops again later is a helper of the script and nothing that
/// it makes in the database.
fn statement(out: &mut Output<'_>, tokens: &[Token<'_>], dropped: &BTreeMap<String, usize>) {
    let Some(first) = tokens.first() else { return };
    let word = |n: usize| tokens.get(n).map_or("", |t| t.text);
    let place = |n: usize| {
        let end = tokens.get(n).map_or(first.at + first.text.len(), |t| t.at + t.text.len());
        Span::new(first.at, end)
    };
    if is(first.text, &["create", "alter"]) {
        let mut i = 1;
        while is(
            word(i),
            &[
                "or",
                "replace",
                "alter",
                "definer",
                "=",
                "public",
                "editionable",
                "noneditionable",
                "shared",
                "database",
                "unique",
            ],
        ) || word(i - 1) == "="
            || word(i).starts_with('@')
            || word(i - 1).starts_with('@')
        {
            i += 1;
            if i > 16 {
                return;
            }
        }
        let mut at = i + 1;
        let written = word(i).to_ascii_uppercase();
        let what = match written.as_str() {
            "LINK" => "DATABASE LINK",
            "PROC" => "PROCEDURE",
            "PACKAGE" if is(word(at), &["body"]) => {
                at += 1;
                "PACKAGE BODY"
            }
            other => other,
        };
        let known = MADE.iter().any(|m| what.eq_ignore_ascii_case(m))
            || matches!(what, "PACKAGE BODY" | "DATABASE LINK" | "SERVER");
        if known {
            while is(word(at), &["if", "not", "exists"]) {
                at += 1;
            }
            let name = format!("{} {what}", first.text.to_ascii_uppercase());
            let named = object(tokens.get(at..).unwrap_or(&[]));
            let is_routine = matches!(what, "PROCEDURE" | "FUNCTION" | "TRIGGER");
            let is_helper = is_routine
                && dropped.get(&named.to_ascii_lowercase()).is_some_and(|drop| *drop > first.at);
            if !is_helper {
                out.fact(FactKind::Sql, true, &name, &named, place(at));
            }
            if is_routine {
                out.fact(
                    FactKind::FunctionDecl,
                    true,
                    &named,
                    &what.to_ascii_lowercase(),
                    place(at),
                );
            }
            return;
        }
        if is(what, &["table", "view", "index", "user", "tablespace", "schema"]) {
            while is(word(at), &["if", "not", "exists"]) {
                at += 1;
            }
            let named = object(tokens.get(at..).unwrap_or(&[]));
            let name = format!("{} {what}", first.text.to_ascii_uppercase());
            out.fact(FactKind::Sql, true, &name, &named, place(at));
        }
        return;
    }
    let (name, at) = match first.text.to_ascii_uppercase().as_str() {
        "INSERT" | "MERGE" | "REPLACE" if is(word(1), &["into"]) => ("INSERT INTO", 2),
        "DELETE" if is(word(1), &["from"]) => ("DELETE FROM", 2),
        "UPDATE" => ("UPDATE", 1),
        "TRUNCATE" if is(word(1), &["table"]) => ("TRUNCATE TABLE", 2),
        "GRANT" => ("GRANT", 1),
        _ => return,
    };
    let named = object(tokens.get(at..).unwrap_or(&[]));
    out.fact(FactKind::Sql, true, &format!("{name} {named}"), &named, place(at));
}

/// The name of an object without quotes: `shop.orders`.
fn object(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut dot = true;
    for token in tokens.iter().take(7) {
        if token.text == "." {
            out.push('.');
            dot = true;
        } else if dot && !token.is_string {
            out.push_str(token.text);
            dot = false;
        } else {
            break;
        }
    }
    out
}

/// A call of a routine with a dot in its name (`dbms_job.submit`), or after `EXEC` or `CALL`. Lower case, as SQL does
/// not tell cases apart.
fn call(out: &mut Output<'_>, tokens: &[Token<'_>], i: usize) {
    let Some(token) = tokens.get(i) else { return };
    let previous = i.checked_sub(1).and_then(|p| tokens.get(p)).map_or("", |t| t.text);
    if previous == "." || !token.text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return;
    }
    let mut name = token.text.to_ascii_lowercase();
    let mut at = i;
    while tokens.get(at + 1).is_some_and(|t| t.text == ".")
        && let Some(next) = tokens.get(at + 2).filter(|t| !t.is_string)
    {
        name.push('.');
        name.push_str(&next.text.to_ascii_lowercase());
        at += 2;
        if at > i + 8 {
            break;
        }
    }
    let opens = tokens.get(at + 1).is_some_and(|t| t.text == "(");
    let executed = is(previous, &["exec", "execute", "call"]);
    let routine = name.split('.').next_back().unwrap_or(&name);
    let system = routine.starts_with("xp_") || routine.starts_with("sp_");
    let listed = dialects::is_routine(routine) && opens;
    if !(executed || system && opens || (name.contains('.') && opens) || listed) {
        return;
    }
    if is(&name, &["immediate", "as", "function", "procedure", "on"]) {
        return;
    }
    let args: Vec<Value<'_>> = tokens
        .get(at + 1..)
        .unwrap_or(&[])
        .iter()
        .take_while(|t| !matches!(t.text, ")" | ";"))
        .filter(|t| t.is_string)
        .take(8)
        .map(|t| Value::Str(t.text.into()))
        .collect();
    let end = tokens.get(at).map_or(token.at, |t| t.at + t.text.len());
    out.fact_with(FactKind::Call, true, &name, &args, Span::new(token.at, end));
}

/// Words, names, strings and signs; comments and the quotes of names are left out.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut i = 0;
    let find = |from: usize, what: &str| {
        text.get(from..).and_then(|t| t.find(what)).map_or(bytes.len(), |p| from + p)
    };
    while let Some(&b) = bytes.get(i) {
        let next = bytes.get(i + 1).copied().unwrap_or(0);
        match b {
            b'-' if next == b'-' => i = find(i, "\n"),
            // MySQL; elsewhere names of temporary tables begin with it.
            b'#' if next == b' ' => i = find(i, "\n"),
            b'/' if next == b'*' => i = find(i + 2, "*/") + 2,
            b'\'' => {
                let start = i + 1;
                i = start;
                while let Some(&c) = bytes.get(i) {
                    if c == b'\'' {
                        if bytes.get(i + 1) == Some(&b'\'') {
                            i += 2;
                            continue;
                        }
                        break;
                    }
                    i += 1;
                }
                out.push(Token {
                    text: text.get(start..i).unwrap_or(""),
                    at: start,
                    is_string: true,
                });
                i += 1;
            }
            b'"' | b'`' => {
                let end = find(i + 1, if b == b'"' { "\"" } else { "`" });
                out.push(Token {
                    text: text.get(i + 1..end).unwrap_or(""),
                    at: i + 1,
                    is_string: false,
                });
                i = end + 1;
            }
            b'[' => {
                let end = find(i + 1, "]");
                out.push(Token {
                    text: text.get(i + 1..end).unwrap_or(""),
                    at: i + 1,
                    is_string: false,
                });
                i = end + 1;
            }
            _ if b.is_ascii_alphanumeric()
                || matches!(b, b'_' | b'@' | b'#' | b'$')
                || b >= 0x80 =>
            {
                let start = i;
                while bytes.get(i).is_some_and(|&c| {
                    c.is_ascii_alphanumeric() || matches!(c, b'_' | b'@' | b'#' | b'$') || c >= 0x80
                }) {
                    i += 1;
                }
                out.push(Token {
                    text: text.get(start..i).unwrap_or(""),
                    at: start,
                    is_string: false,
                });
            }
            _ if b.is_ascii_whitespace() => i += 1,
            _ => {
                out.push(Token { text: text.get(i..=i).unwrap_or(""), at: i, is_string: false });
                i += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use seaworthy_facts::{FactKind, FileFacts, Language};

    use crate::{Analyser, Limits};

    fn facts(text: &str) -> FileFacts {
        Analyser::new(Limits::default()).analyse(&Arc::from("a.sql"), Language::Sql, text)
    }

    fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
        facts.of(kind).map(|(_, name, value)| (name, value)).collect()
    }

    #[test]
    fn routines_and_their_calls() {
        let f = facts(
            "-- CREATE PROCEDURE no\nCREATE OR REPLACE PACKAGE BODY shop.orders AS\n\
             /* dbms_job.submit(1) */\nPROCEDURE p IS BEGIN UTL_FILE.FOPEN('DIR', 'x', 'w'); END;\nEND;\n/\n\
             create trigger [dbo].[trg] on t as begin exec master..xp_cmdshell 'dir' end\n\
             CREATE DATABASE LINK hq CONNECT TO a IDENTIFIED BY b USING 'hq';\n\
             select 'create procedure no' from dual;\n",
        );
        let made: Vec<(&str, &str)> =
            of(&f, FactKind::Sql).into_iter().filter(|s| s.0.starts_with("CREATE")).collect();
        assert_eq!(
            made,
            [
                ("CREATE PACKAGE BODY", "shop.orders"),
                ("CREATE TRIGGER", "dbo.trg"),
                ("CREATE DATABASE LINK", "hq"),
            ]
        );
        let calls: Vec<&str> = of(&f, FactKind::Call).iter().map(|c| c.0).collect();
        assert!(
            calls.contains(&"utl_file.fopen") && !calls.contains(&"dbms_job.submit"),
            "{calls:?}"
        );
        let dialects: Vec<&str> = of(&f, FactKind::Annotation).iter().map(|c| c.0).collect();
        assert!(dialects.contains(&"dialect.oracle"), "{dialects:?}");
    }

    #[test]
    fn a_routine_that_is_dropped_again_is_a_helper() {
        let f = facts(
            "DROP PROCEDURE IF EXISTS step;\nCREATE PROCEDURE step() BEGIN END;\nCALL step();\n\
             DROP PROCEDURE IF EXISTS Step;\nDROP TRIGGER IF EXISTS t;\nCREATE TRIGGER t AFTER UPDATE ON a BEGIN END;\n",
        );
        assert_eq!(of(&f, FactKind::Sql), [("CREATE TRIGGER", "t")]);
        let declared: Vec<&str> = of(&f, FactKind::FunctionDecl).iter().map(|d| d.0).collect();
        assert_eq!(declared, ["step", "t"]);
    }

    #[test]
    fn foreign_types_are_no_dialect_where_another_shows() {
        let f = facts("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n VARCHAR2(9));\n");
        assert!(of(&f, FactKind::Annotation).is_empty());
        let f = facts("CREATE TABLE t (n NVARCHAR(9)) ENGINE=InnoDB;\nSELECT 1 FROM DUAL;\n");
        assert_eq!(of(&f, FactKind::Annotation), [("dialect.mysql", "engine =")]);
    }

    #[test]
    fn plain_sql_has_no_dialect() {
        let f = facts(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20));\nINSERT INTO t VALUES (1, 'x');\n",
        );
        assert!(of(&f, FactKind::Annotation).is_empty());
        assert_eq!(of(&f, FactKind::Sql), [("CREATE TABLE", "t"), ("INSERT INTO t", "t")]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[a-zA-Z.;'\"`\\[\\]()/*\n@#=é -]{0,80}") {
            let _ = facts(&text);
        }
    }
}
