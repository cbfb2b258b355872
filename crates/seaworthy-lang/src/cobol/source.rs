//! Reference format: which columns of a line hold code.

/// A run of code within one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// First byte of the code.
    pub(super) start: usize,
    /// One past the last byte of the code.
    pub(super) end: usize,
    /// Whether it goes on with what the line before left open.
    pub(super) continues: bool,
}

/// Where code ends in fixed format; what follows names the program or the change.
const LAST_COLUMN: usize = 72;
/// Columns of sequence numbers.
const SEQUENCE: usize = 6;
/// Lines that are looked at to tell the format.
const LOOKED_AT: usize = 400;

/// The lines with code, in order; comments and directives are left out.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut free = is_free(text);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = line.trim_end_matches(['\n', '\r']);
        if is_directive(code) {
            free = format_of(code).unwrap_or(free);
        } else {
            let found = if free { free_line(code) } else { fixed_line(code) };
            if let Some(Line { start: from, end, continues }) = found {
                lines.push(Line { start: start + from, end: start + end, continues });
            }
        }
        start += line.len();
    }
    lines
}

/// Whether a line speaks to the compiler.
fn is_directive(line: &str) -> bool {
    let code = line.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    code.starts_with(">>") || code.starts_with('$')
}

/// Whether a directive asks for free format, if it speaks of formats.
fn format_of(directive: &str) -> Option<bool> {
    let upper = directive.to_ascii_uppercase();
    if !upper.contains("FORMAT") {
        return None;
    }
    upper.contains("FREE").then_some(true).or_else(|| upper.contains("FIXED").then_some(false))
}

fn free_line(line: &str) -> Option<Line> {
    let start = line.len() - line.trim_start().len();
    let body = line.get(start..)?;
    (!body.is_empty() && !body.starts_with('*')).then_some(Line {
        start,
        end: line.len(),
        continues: false,
    })
}

fn fixed_line(line: &str) -> Option<Line> {
    // A tab in the sequence area leads to the code, as editors show it.
    let tab = line.bytes().take(SEQUENCE).position(|b| b == b'\t');
    let code_at = if let Some(tab) = tab {
        let rest = line.get(tab + 1..).unwrap_or("");
        if rest.starts_with(['*', '/']) {
            return None;
        }
        tab + 1
    } else {
        let indicator = column(line, SEQUENCE);
        match line.get(indicator..).and_then(|l| l.chars().next())? {
            '*' | '/' => return None,
            '-' => {
                let start = indicator + 1;
                let end = column(line, LAST_COLUMN);
                return (start < end).then_some(Line { start, end, continues: true });
            }
            c => indicator + c.len_utf8(),
        }
    };
    let end = if tab.is_some() { line.len() } else { column(line, LAST_COLUMN) };
    let blank = line.get(code_at..end).is_none_or(|code| code.trim().is_empty());
    (!blank).then_some(Line { start: code_at, end, continues: false })
}

/// The byte at which a column begins, counted from 0 in characters; the end of a line that is shorter.
fn column(line: &str, column: usize) -> usize {
    line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
}

/// Whether code begins left of where fixed format lets it.
fn is_free(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "IDENTIFICATION",
        "ID",
        "ENVIRONMENT",
        "DATA",
        "PROCEDURE",
        "PROGRAM-ID",
        "WORKING-STORAGE",
        "FILE-CONTROL",
        "SELECT",
        "FD",
        "COPY",
        "MOVE",
        "IF",
        "ELSE",
        "PERFORM",
        "DISPLAY",
        "STOP",
        "CALL",
        "OPEN",
        "READ",
        "WRITE",
        "END-IF",
    ];
    let mut left = 0;
    let mut right = 0;
    let mut seen = 0;
    for line in text.lines() {
        if seen >= LOOKED_AT {
            break;
        }
        let code = line.trim_start();
        if code.is_empty() || line.starts_with('\t') {
            continue;
        }
        seen += 1;
        let word = code.split(|c: char| c.is_whitespace() || c == '.').next().unwrap_or("");
        let indent = line.len() - code.len();
        if indent < SEQUENCE && (WORDS.iter().any(|w| word.eq_ignore_ascii_case(w)) || word == "*>")
        {
            left += 1;
        }
        if line
            .as_bytes()
            .get(SEQUENCE)
            .is_some_and(|b| matches!(b, b'*' | b'/' | b' ' | b'-' | b'D' | b'd'))
            && line.as_bytes().iter().take(SEQUENCE).all(|b| b.is_ascii_digit() || *b == b' ')
        {
            right += 1;
        }
    }
    left > 0 && left * 4 > right
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Vec<&str> {
        lines(text).iter().filter_map(|l| text.get(l.start..l.end)).collect()
    }

    #[test]
    fn columns_decide_in_fixed_format() {
        let text = "000100 IDENTIFICATION DIVISION.                                         X0001\n\
                    000200* COMMENT\n000300/\n      D    DISPLAY 'X'.\n      -    'REST'\n\t   MOVE 1 TO A.\n";
        assert_eq!(
            code(text),
            [
                "IDENTIFICATION DIVISION.                                         ",
                "    DISPLAY 'X'.",
                "    'REST'",
                "   MOVE 1 TO A."
            ]
        );
        assert!(lines(text)[2].continues);
    }

    #[test]
    fn free_format_is_told_by_code_or_directive() {
        let text =
            "identification division.\nprogram-id. x.\nprocedure division.\n* no\ndisplay 'x'.\n";
        assert_eq!(code(text).len(), 4);
        let text = "      >>SOURCE FORMAT IS FREE\nmove 1 to a *> c\n";
        assert_eq!(code(text), ["move 1 to a *> c"]);
        assert!(!is_free("       MOVE 1 TO A.\n      * C\n"));
    }
}
