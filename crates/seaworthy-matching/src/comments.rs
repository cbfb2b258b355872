//! Where the comments of a text are, so that text rules do not fire in them.
//!
//! This is no lexer: strings are known within a line only, and a quote without a partner on its line is an apostrophe.

use seaworthy_base::Span;
use seaworthy_facts::Language;

/// How a language writes comments.
struct Style {
    /// What starts a comment to the end of the line, and where it may stand.
    line: LineMarkers,
    /// What opens and closes a comment over lines.
    block: BlockMarkers,
    /// Quotes that hide a marker.
    quotes: &'static [u8],
}

type LineMarkers = &'static [(&'static str, Before)];
type BlockMarkers = &'static [(&'static str, &'static str)];

/// What must stand before a line comment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Anything.
    Any,
    /// The start of the line, blanks, or a separator.
    Word,
    /// Nothing but blanks.
    LineStart,
    /// Anything but a colon, which makes `//` a part of a URL.
    NoColon,
}

const SLASHES: (&str, Before) = ("//", Before::NoColon);
const C_BLOCK: (&str, &str) = ("/*", "*/");
const XML_BLOCK: (&str, &str) = ("<!--", "-->");
const BOTH_QUOTES: &[u8] = b"\"'";

impl Style {
    fn of(language: Language) -> Self {
        let (line, block, quotes): (LineMarkers, BlockMarkers, &[u8]) = match language {
            Language::Java
            | Language::Kotlin
            | Language::Scala
            | Language::CSharp
            | Language::Rust
            | Language::C
            | Language::Cpp
            | Language::Swift
            | Language::Dart
            | Language::Proto
            | Language::GradleKts
            | Language::Json
            | Language::Groovy
            | Language::Gradle
            | Language::Css
            | Language::GoMod => (&[SLASHES], &[C_BLOCK], BOTH_QUOTES),
            Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Go => {
                (&[SLASHES], &[C_BLOCK], b"\"'`")
            }
            Language::Vue | Language::Svelte => (&[SLASHES], &[C_BLOCK, XML_BLOCK], b"\"'`"),
            Language::Php => (&[SLASHES, ("#", Before::Word)], &[C_BLOCK], BOTH_QUOTES),
            Language::Terraform => (&[SLASHES, ("#", Before::Word)], &[C_BLOCK], b"\""),
            Language::Sql => (&[("--", Before::Any)], &[C_BLOCK], BOTH_QUOTES),
            Language::Python | Language::Toml => (&[("#", Before::Any)], &[], BOTH_QUOTES),
            Language::Shell
            | Language::Ruby
            | Language::Gemfile
            | Language::Perl
            | Language::Makefile
            | Language::Yaml
            | Language::Env
            | Language::Nginx
            | Language::Conf
            | Language::Requirements => (&[("#", Before::Word)], &[], BOTH_QUOTES),
            Language::PowerShell => (&[("#", Before::Word)], &[("<#", "#>")], BOTH_QUOTES),
            Language::Dockerfile | Language::Procfile | Language::Crontab | Language::Htaccess => {
                (&[("#", Before::LineStart)], &[], b"")
            }
            Language::Properties => {
                (&[("#", Before::LineStart), ("!", Before::LineStart)], &[], b"")
            }
            Language::Ini => (&[("#", Before::LineStart), (";", Before::Word)], &[], b"\""),
            Language::Systemd => (&[("#", Before::LineStart), (";", Before::LineStart)], &[], b""),
            Language::Batch => (
                &[
                    ("rem ", Before::LineStart),
                    ("@rem ", Before::LineStart),
                    ("::", Before::LineStart),
                ],
                &[],
                b"",
            ),
            Language::VisualBasic | Language::VisualBasic6 => {
                (&[("'", Before::Any), ("rem ", Before::LineStart)], &[], b"\"")
            }
            Language::Jcl => (&[("//*", Before::LineStart)], &[], b""),
            Language::Assembler => {
                (&[("*", Before::LineStart), (".*", Before::LineStart)], &[], b"")
            }
            Language::Cobol => (&[("*>", Before::Any)], &[], BOTH_QUOTES),
            Language::Xml | Language::Html | Language::Svg => (&[], &[XML_BLOCK], b""),
            Language::Jsp | Language::Aspx => (&[], &[XML_BLOCK, ("<%--", "--%>")], b""),
            Language::Asp => (&[("'", Before::LineStart)], &[XML_BLOCK], b"\""),
            Language::Razor => (&[], &[XML_BLOCK, ("@*", "*@")], b""),
            Language::Erb => (&[], &[XML_BLOCK, ("<%#", "%>")], b""),
            Language::Twig => (&[], &[XML_BLOCK, ("{#", "#}")], b""),
            _ => (&[], &[], b""),
        };
        Self { line, block, quotes }
    }
}

impl Style {
    /// The bytes that a marker, a quote or an escape starts with: all others are passed over.
    fn telling_bytes(&self) -> [bool; 256] {
        let mut telling = [false; 256];
        let openers = self.line.iter().map(|l| l.0).chain(self.block.iter().map(|b| b.0));
        let first = openers.filter_map(|opener| opener.bytes().next());
        for byte in first.chain(self.quotes.iter().copied()).chain([b'\\']) {
            telling[usize::from(byte.to_ascii_lowercase())] = true;
            telling[usize::from(byte.to_ascii_uppercase())] = true;
        }
        telling
    }
}

/// The comments of a text, in order and without overlap. A comment that is never closed runs to the end.
pub(crate) fn comment_spans(language: Language, text: &str) -> Vec<Span> {
    let style = Style::of(language);
    let mut spans = Vec::new();
    if style.line.is_empty() && style.block.is_empty() {
        return spans;
    }
    let telling = style.telling_bytes();
    // The end marker of the block comment that is open, and where it began.
    let mut open: Option<(&str, usize)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bytes = line.as_bytes();
        let mut at = 0;
        if language == Language::Cobol
            && open.is_none()
            && matches!(bytes.get(6), Some(b'*' | b'/'))
        {
            spans.push(Span::new(start, start + line.len()));
            start += line.len();
            continue;
        }
        while at < bytes.len() {
            if let Some((end, from)) = open {
                let Some(found) = find(bytes, at, end) else { break };
                at = found + end.len();
                spans.push(Span::new(from, start + at));
                open = None;
                continue;
            }
            let Some(skip) = bytes[at..].iter().position(|&b| telling[usize::from(b)]) else {
                break;
            };
            at += skip;
            if style.line.iter().any(|&(marker, before)| starts(bytes, at, marker, before)) {
                spans.push(Span::new(start + at, start + bytes.len()));
                break;
            }
            if let Some((opener, end)) =
                style.block.iter().find(|(opener, _)| bytes[at..].starts_with(opener.as_bytes()))
            {
                open = Some((end, start + at));
                at += opener.len();
                continue;
            }
            at = match bytes[at] {
                quote if style.quotes.contains(&quote) => {
                    closing_quote(bytes, at).map_or(at + 1, |end| end + 1)
                }
                b'\\' => at + 2,
                _ => at + 1,
            };
        }
        start += line.len();
    }
    if let Some((_, from)) = open {
        spans.push(Span::new(from, text.len()));
    }
    if language == Language::Shell {
        let data = here_documents(text);
        if !data.is_empty() {
            spans.retain(|span| !in_comment(&data, span.start as usize));
            spans.extend(data);
            spans.sort_unstable_by_key(|span| span.start);
        }
    }
    spans
}

/// The texts that a shell script writes into files (`cat > file <<EOF`), in order: they are data, no commands of the script.
/// What it feeds to another program may be commands and is left alone; so is a text that never ends.
fn here_documents(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    // The word that ends the text, whether tabs may stand before it, and where the text began.
    let mut open: Option<(&str, bool, usize)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some((end, tabs, from)) = open {
            let content = line.trim_end_matches(['\n', '\r']);
            let content = if tabs { content.trim_start_matches('\t') } else { content };
            if content == end {
                spans.push(Span::new(from, start));
                open = None;
            }
        } else if let Some((end, tabs)) = here_document(line) {
            open = Some((end, tabs, start + line.len()));
        }
        start += line.len();
    }
    spans
}

/// The end word of the here-document that a line of `cat` or `tee` opens, and whether tabs may stand before it.
fn here_document(line: &str) -> Option<(&str, bool)> {
    let (command, rest) = line.split_once("<<")?;
    let command = command.trim_start();
    let writes = command.split(|c: char| c.is_whitespace() || matches!(c, ';' | '|' | '(' | '{'));
    let mut writes = writes.filter(|word| matches!(word.rsplit('/').next(), Some("cat" | "tee")));
    if rest.starts_with('<') || command.starts_with('#') || writes.next().is_none() {
        return None;
    }
    let tabs = rest.starts_with('-');
    let word = rest.trim_start_matches('-').trim_start().trim_start_matches(['"', '\'', '\\']);
    let length = word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len());
    let end = word
        .get(..length)
        .filter(|end| end.starts_with(|c: char| c.is_alphabetic() || c == '_'))?;
    Some((end, tabs))
}

/// Whether an offset lies in one of the spans, which are in order.
pub(crate) fn in_comment(spans: &[Span], offset: usize) -> bool {
    let after = spans.partition_point(|s| s.start as usize <= offset);
    after.checked_sub(1).and_then(|i| spans.get(i)).is_some_and(|s| offset < s.end as usize)
}

fn starts(line: &[u8], at: usize, marker: &str, before: Before) -> bool {
    let marker = marker.as_bytes();
    let Some(here) = line.get(at..at + marker.len()) else { return false };
    if !here.eq_ignore_ascii_case(marker) {
        return false;
    }
    let head = &line[..at];
    match before {
        Before::Any => true,
        Before::Word => {
            head.last().is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b';' | b'}' | b')'))
        }
        Before::LineStart => head.iter().all(u8::is_ascii_whitespace),
        Before::NoColon => head.last() != Some(&b':'),
    }
}

/// The partner of the quote at `at` on the same line.
fn closing_quote(line: &[u8], at: usize) -> Option<usize> {
    let quote = *line.get(at)?;
    let mut i = at + 1;
    while i < line.len() {
        match line[i] {
            b'\\' => i += 1,
            b if b == quote => return Some(i),
            _ => {}
        }
        i += 1;
    }
    None
}

fn find(line: &[u8], from: usize, needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    line.get(from..)?.windows(needle.len()).position(|w| w == needle).map(|i| from + i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_script_writes_into_a_file_is_data() {
        let script = "cat > a.conf <<-'END'\n\tinsmod gzio\n\tEND\nmodprobe x\nssh host <<EOF\ninsmod y\nEOF\ncat <<LOST\nmodprobe z\n";
        let spans = comment_spans(Language::Shell, script);
        let hidden = |text: &str| in_comment(&spans, script.find(text).unwrap());
        assert!(hidden("insmod gzio"));
        assert!(!hidden("modprobe x") && !hidden("insmod y") && !hidden("modprobe z"));
    }

    /// Whether `needle` in `text` is a comment.
    fn commented(language: Language, text: &str, needle: &str) -> bool {
        in_comment(&comment_spans(language, text), text.find(needle).unwrap())
    }

    #[test]
    fn comments_by_language() {
        for (language, text) in [
            (Language::Shell, "echo hi # sudo X"),
            (Language::Shell, "#!/bin/sh\n  # X"),
            (Language::Yaml, "a: b # X"),
            (Language::Yaml, "a: don't # X"),
            (Language::Properties, "  # a=X"),
            (Language::Properties, "! a=X"),
            (Language::Ini, "; X"),
            (Language::Ini, "a=1 ; X"),
            (Language::Dockerfile, "# RUN X"),
            (Language::Ruby, "a = 1 # X"),
            (Language::Python, "a = 'b'# X"),
            (Language::Java, "int a; // X"),
            (Language::Java, "/* a\n * X\n */ int b;"),
            (Language::JavaScript, "f(\"http://a\"); // X"),
            (Language::Php, "$a = 1; # X"),
            (Language::Xml, "<a>\n<!-- <b>\nX</b> -->"),
            (Language::Jsp, "<%-- X --%>"),
            (Language::Sql, "select 1 -- X"),
            (Language::Batch, "REM X"),
            (Language::Batch, "  :: X"),
            (Language::VisualBasic, "a = \"it's\" ' X"),
            (Language::Cobol, "000100* X"),
            (Language::Nginx, "listen 80; # X"),
            (Language::PowerShell, "<# a\nX #>"),
            (Language::C, "/* never closed X"),
        ] {
            assert!(commented(language, text, "X"), "{language:?} {text}");
        }
    }

    #[test]
    fn look_alikes_are_code() {
        for (language, text) in [
            (Language::Shell, "echo \"a # X\""),
            (Language::Shell, "echo ${#a} X"),
            (Language::Shell, "echo a#b X"),
            (Language::Yaml, "a: 'b # X'"),
            (Language::Yaml, "url: http://a#X"),
            (Language::Properties, "color=#X"),
            (Language::Properties, "a=b ! X"),
            (Language::Dockerfile, "RUN echo # X"),
            (Language::Ruby, "a = \"#{X}\""),
            (Language::Java, "String a = \"// X\";"),
            (Language::Java, "/* a */ X"),
            (Language::Gradle, "url http://X"),
            (Language::Xml, "<a b='<!'>X</a>"),
            (Language::Xml, "<!-- a --><b>X</b>"),
            (Language::Sql, "insert into a values ('-- X')"),
            (Language::Batch, "echo rem X"),
            (Language::Json, "{\"a\": \"http://X\"}"),
            (Language::Plain, "# X"),
        ] {
            assert!(!commented(language, text, "X"), "{language:?} {text}");
        }
    }

    proptest! {
        #[test]
        fn spans_are_ordered_for_any_text(
            text in "([-#/*<>!%;:'\"\\\\@{}\n a\u{e9}]|rem |<!--|-->){0,60}",
            language in proptest::sample::select(Language::ALL),
        ) {
            let spans = comment_spans(language, &text);
            for span in &spans {
                prop_assert!(span.start < span.end && span.end as usize <= text.len());
            }
            for pair in spans.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
        }
    }
}
