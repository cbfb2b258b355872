//! Words that only one vendor's database understands.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;

use super::Token;
use crate::output::Output;

/// Words by vendor; two words are neighbours.
const MARKS: &[(&str, &str)] = &[
    ("oracle", "varchar2"),
    ("oracle", "nvarchar2"),
    ("oracle", "sysdate"),
    ("oracle", "rownum"),
    ("oracle", "nvl"),
    ("oracle", "pls_integer"),
    ("oracle", "dbms_output"),
    ("oracle", "dbms_job"),
    ("oracle", "dbms_scheduler"),
    ("oracle", "utl_file"),
    ("oracle", "utl_http"),
    ("oracle", "utl_smtp"),
    ("oracle", "connect by"),
    ("oracle", "package body"),
    ("t-sql", "nvarchar"),
    ("t-sql", "getdate"),
    ("t-sql", "uniqueidentifier"),
    ("t-sql", "newid"),
    ("t-sql", "set nocount"),
    ("t-sql", "set quoted_identifier"),
    ("t-sql", "set ansi_nulls"),
    ("t-sql", "openquery"),
    ("t-sql", "xp_cmdshell"),
    ("t-sql", "raiserror"),
    ("t-sql", "isnull ("),
    ("db2", "sysibm"),
    ("db2", "syscat"),
    ("db2", "with ur"),
    ("db2", "runstats on"),
    ("mysql", "auto_increment"),
    ("mysql", "mediumtext"),
    ("mysql", "longtext"),
    ("mysql", "engine ="),
    ("mysql", "tinyint ("),
    ("mysql", "delimiter $$"),
    ("mysql", "delimiter /"),
    ("postgresql", "plpgsql"),
    ("postgresql", "bigserial"),
    ("postgresql", "serial"),
    ("postgresql", "jsonb"),
    ("postgresql", "timestamptz"),
    ("postgresql", "bytea"),
    ("postgresql", "nextval"),
    ("postgresql", "create extension"),
];

/// Names of types that SQLite and MySQL take too: no mark where the file shows that it is written for one of these.
const TAKEN_ELSEWHERE: [&str; 4] = ["varchar2", "nvarchar2", "nvarchar", "uniqueidentifier"];

/// Words of SQLite and MySQL.
const FREE: [&str; 4] = ["autoincrement", "auto_increment", "pragma", "engine ="];

/// Routines that are called without a dot.
const ROUTINES: [&str; 11] = [
    "dblink",
    "dblink_connect",
    "load_file",
    "lo_export",
    "lo_import",
    "openquery",
    "opendatasource",
    "openrowset",
    "pg_read_file",
    "postgres_fdw_handler",
    "xp_cmdshell",
];

/// Whether a plain name is one of the routines that leave the database.
pub(super) fn is_routine(name: &str) -> bool {
    ROUTINES.contains(&name)
}

/// One `Annotation` `dialect.<vendor>` for each vendor, at the first of its words, with that word.
pub(super) fn facts(out: &mut Output<'_>, tokens: &[Token<'_>]) {
    let mut said: Vec<&str> = Vec::new();
    let is_free = (0..tokens.len()).any(|i| FREE.iter().any(|mark| stands(tokens, i, mark)));
    for (i, token) in tokens.iter().enumerate() {
        if token.is_string || token.text.is_empty() {
            continue;
        }
        for &(vendor, mark) in MARKS {
            if said.contains(&vendor) {
                continue;
            }
            let is_taken = is_free && TAKEN_ELSEWHERE.contains(&mark);
            if !is_taken && stands(tokens, i, mark) {
                said.push(vendor);
                let name = format!("dialect.{vendor}");
                let place = Span::new(token.at, token.at + token.text.len());
                out.fact(FactKind::Annotation, true, &name, mark, place);
            }
        }
    }
}

/// Whether the words of a mark stand at this place.
fn stands(tokens: &[Token<'_>], i: usize, mark: &str) -> bool {
    mark.split(' ').enumerate().all(|(n, word)| {
        tokens.get(i + n).is_some_and(|t| !t.is_string && t.text.eq_ignore_ascii_case(word))
    })
}
