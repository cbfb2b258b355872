//! Apache httpd and `.htaccess`: a directive a line, `<Section arguments>` around them.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;

use crate::MAX_DEPTH;
use crate::derive::listen::host_and_port;
use crate::key_path::KeyPath;
use crate::reading::{Reading, lines};

/// Reads directives. Sections that only ask a condition (`IfModule`, `IfDefine`, `IfVersion`) are no part of a path.
pub(crate) fn read(out: &mut Reading<'_>) {
    let text = out.text;
    let mut path = KeyPath::new('/');
    let mut rest = lines(text);
    while let Some(line) = rest.next() {
        let body = line.text.trim();
        if body.is_empty() || body.starts_with('#') || out.is_full() {
            continue;
        }
        if let Some(name) = body.strip_prefix("</") {
            if !is_condition(name.trim_end_matches('>').trim()) {
                if path.depth() == 0 {
                    out.bad(line.start, "a section is closed that was never opened");
                }
                path.pop();
            }
            continue;
        }
        let section = body.strip_prefix('<').map(|s| s.trim_end_matches('>').trim());
        let (name, first) = split(section.unwrap_or(body));
        let mut span = if first.is_empty() { line.span_of(name) } else { line.span_of(first) };
        if let Some(name) = section.map(|_| name) {
            if is_condition(name) {
                continue;
            }
            path.push(name);
            if path.depth() > MAX_DEPTH {
                out.too_deep(line.start);
                return;
            }
            out.key(path.as_str(), first, span);
            continue;
        }
        let mut value = first.to_owned();
        while value.ends_with('\\') {
            value.pop();
            let Some(next) = rest.next() else { break };
            value.push_str(next.text.trim_start());
            span = Span { end: next.span_of(next.text).end, ..span };
        }
        path.push(name);
        out.key(path.as_str(), value.trim(), span);
        path.pop();
        if name.eq_ignore_ascii_case("listen") {
            let address = value.split_whitespace().next().unwrap_or("");
            let (host, port) = host_and_port(address);
            let port = if port.parse::<u16>().is_ok() { port } else { "?" };
            out.fact(FactKind::Listen, port, host, span);
        }
    }
    if path.depth() > 0 {
        out.bad(text.len(), "the file ends inside of a section");
    }
}

fn split(body: &str) -> (&str, &str) {
    body.split_once(char::is_whitespace).map_or((body, ""), |(name, rest)| (name, rest.trim()))
}

fn is_condition(name: &str) -> bool {
    ["ifmodule", "ifdefine", "ifversion"].iter().any(|c| name.eq_ignore_ascii_case(c))
}

#[cfg(test)]
mod tests {
    use seaworthy_facts::FactKind;

    use crate::testing::{facts, keys, problems, row, rows};

    #[test]
    fn sections_and_continued_lines() {
        let text = "Listen 8080\nListen 10.0.0.1:8443 https\n<VirtualHost *:8080>\n  DocumentRoot \"/var/www\"\n  <IfModule mod_rewrite.c>\n    RewriteRule ^ \\\n      index.php [L]\n  </IfModule>\n</VirtualHost>\nEnableMMAP\n";
        let expected = [
            ("Listen", "8080", 1),
            ("Listen", "10.0.0.1:8443 https", 2),
            ("VirtualHost", "*:8080", 3),
            ("VirtualHost/DocumentRoot", "\"/var/www\"", 4),
            ("VirtualHost/RewriteRule", "^ index.php [L]", 6),
            ("EnableMMAP", "", 10),
        ];
        assert_eq!(keys("httpd.conf", text), expected.map(row));
        let ports = [("8080", "", 1), ("8443", "10.0.0.1", 2)];
        assert_eq!(rows(FactKind::Listen, "httpd.conf", text), ports.map(row));
        assert!(problems("httpd.conf", text).is_empty());
    }

    #[test]
    fn broken_and_deep_sections() {
        assert!(problems(".htaccess", "</Files>\n")[0].contains(":1:1"));
        assert!(facts(".htaccess", &"<a b>\n".repeat(100_000)).facts.len() < 200);
    }
}
