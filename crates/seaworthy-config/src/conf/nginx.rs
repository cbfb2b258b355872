//! nginx: `name arguments;` and `name arguments { … }`.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;

use crate::MAX_DEPTH;
use crate::derive::listen::host_and_port;
use crate::key_path::KeyPath;
use crate::reading::Reading;

/// A word of a directive and where it stands.
struct Word {
    text: String,
    span: Span,
}

/// Reads directives; a block's path is its name, and its arguments are the value of a key of that path.
pub(crate) fn read(out: &mut Reading<'_>) {
    let text = out.text;
    let mut path = KeyPath::new('/');
    let mut skipped = 0_usize;
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if out.is_full() {
            return;
        }
        match c {
            '#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
            ';' | '{' | '}' => {
                match c {
                    ';' if skipped > 0 => {}
                    '{' if skipped > 0 => skipped += 1,
                    ';' => directive(out, &mut path, &words),
                    '{' => {
                        directive(out, &mut path, &words);
                        if path.depth() >= MAX_DEPTH {
                            out.too_deep(at);
                            skipped += 1;
                        } else {
                            path.push(words.first().map_or("?", |w| w.text.as_str()));
                        }
                    }
                    _ if skipped > 0 => skipped -= 1,
                    _ if path.depth() == 0 => out.bad(at, "a `}` closes no block"),
                    _ => path.pop(),
                }
                words.clear();
                at += 1;
            }
            c if c.is_whitespace() => at += c.len_utf8(),
            _ => {
                let word = word(text, at);
                at = word.span.end as usize;
                words.push(word);
            }
        }
    }
    if let Some(first) = words.first() {
        out.bad(first.span.start as usize, "a directive does not end with `;`");
    }
    if path.depth() > 0 {
        out.bad(text.len(), "the file ends inside of a block");
    }
}

/// One word; quotes are taken off, `${name}` is no block.
fn word(text: &str, start: usize) -> Word {
    let mut out = String::new();
    let mut quote = None;
    let mut before = ' ';
    let mut in_variable = false;
    let mut end = text.len();
    for (i, c) in text[start..].char_indices() {
        let escaped = before == '\\';
        match quote {
            Some(q) if c == q && !escaped => {
                quote = None;
                before = c;
                continue;
            }
            None if out.is_empty() && i == 0 && matches!(c, '"' | '\'') => {
                quote = Some(c);
                before = c;
                continue;
            }
            None if c == '{' && before == '$' => in_variable = true,
            None if c == '}' && in_variable => in_variable = false,
            None if (c.is_whitespace() || matches!(c, ';' | '{' | '}')) && !escaped => {
                end = start + i;
                break;
            }
            _ => {}
        }
        out.push(c);
        before = if escaped { ' ' } else { c };
    }
    Word { text: out, span: Span::new(start, end) }
}

fn directive(out: &mut Reading<'_>, path: &mut KeyPath, words: &[Word]) {
    let Some((name, arguments)) = words.split_first() else { return };
    let value = arguments.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
    let span = match (arguments.first(), arguments.last()) {
        (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
        _ => name.span,
    };
    path.push(&name.text);
    out.key(path.as_str(), &value, span);
    path.pop();
    if name.text == "listen"
        && let Some(address) = arguments.first().filter(|a| !a.text.starts_with("unix:"))
    {
        let (host, port) = host_and_port(&address.text);
        // An address without a port means port 80.
        let port = if port.is_empty() && !host.is_empty() { "80" } else { port };
        out.fact(
            FactKind::Listen,
            if port.parse::<u16>().is_ok() { port } else { "?" },
            host,
            span,
        );
    }
}

#[cfg(test)]
mod tests {
    use seaworthy_facts::FactKind;

    use crate::testing::{facts, keys, problems, row, rows};

    const FILE: &str = "worker_processes auto; # c\nhttp {\n  upstream app { server app1:8080; server app2:8080; }\n  server {\n    listen 80 default_server;\n    listen [::]:8443 ssl;\n    listen 127.0.0.1:81;\n    listen unix:/run/x.sock;\n    server_name \"a b\" c;\n    location ~ \\.php$ {\n      proxy_pass http://app/${uri};\n    }\n    gzip on;\n  }\n}\n";

    #[test]
    fn blocks_make_the_path() {
        let expected = [
            ("worker_processes", "auto", 1),
            ("http", "", 2),
            ("http/upstream", "app", 3),
            ("http/upstream/server", "app1:8080", 3),
            ("http/upstream/server", "app2:8080", 3),
            ("http/server", "", 4),
            ("http/server/listen", "80 default_server", 5),
            ("http/server/listen", "[::]:8443 ssl", 6),
            ("http/server/listen", "127.0.0.1:81", 7),
            ("http/server/listen", "unix:/run/x.sock", 8),
            ("http/server/server_name", "a b c", 9),
            ("http/server/location", "~ \\.php$", 10),
            ("http/server/location/proxy_pass", "http://app/${uri}", 11),
            ("http/server/gzip", "on", 13),
        ];
        assert_eq!(keys("nginx.conf", FILE), expected.map(row));
        assert!(problems("nginx.conf", FILE).is_empty());
    }

    #[test]
    fn listen_is_a_port() {
        let expected = [("80", "", 5), ("8443", "[::]", 6), ("81", "127.0.0.1", 7)];
        assert_eq!(rows(FactKind::Listen, "nginx.conf", FILE), expected.map(row));
    }

    #[test]
    fn broken_and_deep_blocks() {
        assert!(problems("nginx.conf", "a 1;\n}\nb 2")[0].contains(":2:1"));
        assert!(problems("nginx.conf", "http {\n").iter().any(|p| p.contains("inside of a block")));
        assert!(facts("nginx.conf", &"a{".repeat(100_000)).facts.len() < 200);
    }
}
