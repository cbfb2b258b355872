//! INI files and systemd units.

use seaworthy_base::Span;

use crate::key_path::KeyPath;
use crate::reading::{Reading, lines};

/// Reads `[section]` and `key = value`; `separator` joins the two in the key's name.
pub(crate) fn read(out: &mut Reading<'_>, separator: char) {
    let text = out.text;
    let systemd = separator == '/';
    // php.ini names are dotted already and its sections mean nothing.
    let flat = out.purpose.is_php_ini;
    let mut path = KeyPath::new(separator);
    // The key that continued lines belong to.
    let mut open: Option<(String, String, Span)> = None;
    let mut in_section = false;
    for line in lines(text) {
        if out.is_full() {
            break;
        }
        let body = line.text.trim();
        if body.is_empty() || body.starts_with(['#', ';']) {
            continue;
        }
        if let Some((key, mut value, mut span)) = open.take() {
            let joined = value.ends_with('\\') && systemd;
            let indented = line.text.starts_with([' ', '\t']) && !systemd && !has_key(body);
            if joined || indented {
                if joined {
                    value.pop();
                }
                value.push(' ');
                value.push_str(body);
                span.end = line.span_of(body).end;
                open = Some((key, value, span));
                continue;
            }
            out.key(&key, value.trim(), span);
        }
        if let Some(section) = body.strip_prefix('[').and_then(|s| s.split(']').next()) {
            if in_section {
                path.pop();
            }
            in_section = !flat;
            if in_section {
                path.push(section.trim());
            }
            continue;
        }
        let end = body.find(if systemd { &['='][..] } else { &['=', ':'][..] });
        let (key, value) = match end {
            Some(at) => (body[..at].trim(), without_comment(body[at + 1..].trim())),
            None => (body, &body[body.len()..]),
        };
        if key.is_empty() {
            out.bad(line.start, "a line has a value but no key");
            continue;
        }
        let span = if value.is_empty() { line.span_of(body) } else { line.span_of(value) };
        path.push(key);
        open = Some((path.as_str().to_owned(), unquoted(value).to_owned(), span));
        path.pop();
    }
    if let Some((key, value, span)) = open {
        out.key(&key, value.trim_end_matches('\\').trim(), span);
    }
}

fn has_key(body: &str) -> bool {
    body.find(['=', ':']).is_some_and(|at| {
        body[..at].trim_end().chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    })
}

/// Drops a comment that follows white space.
fn without_comment(value: &str) -> &str {
    [" ;", "\t;", " #", "\t#"]
        .iter()
        .filter_map(|mark| value.find(mark))
        .min()
        .filter(|_| !value.starts_with(['"', '\'']))
        .map_or(value, |at| value[..at].trim_end())
}

/// The inside of one pair of quotes.
pub(crate) fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|&q| value.strip_prefix(q)?.strip_suffix(q).filter(|inner| !inner.contains(q)))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use crate::testing::{keys, problems, row};

    #[test]
    fn sections_comments_and_quotes() {
        let text = "top = 1\n[server:main]\n; c\nport = 6543 ; the port\nuse = \"egg:x#main\"\nlist =\n  one\n  two\nflag\n[b]\nx: y\n = z\n";
        let rows = [
            ("top", "1", 1),
            ("server:main.port", "6543", 4),
            ("server:main.use", "egg:x#main", 5),
            ("server:main.list", "one two", 6),
            ("server:main.flag", "", 9),
            ("b.x", "y", 11),
        ];
        assert_eq!(keys("a.ini", text), rows.map(row));
        assert!(problems("a.ini", text)[0].contains(":12:1"));
    }

    #[test]
    fn systemd_units_join_with_a_slash() {
        let text = "[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/bin/java \\\n  -jar /srv/a.jar\nEnvironment=\"A=b\"\n";
        let rows = [
            ("Unit/After", "network.target", 2),
            ("Service/ExecStart", "/usr/bin/java   -jar /srv/a.jar", 4),
            ("Service/Environment", "A=b", 6),
        ];
        let read = keys("a.service", text);
        assert_eq!(read.len(), 3);
        assert_eq!(read[0], row(rows[0]));
        assert_eq!(
            read[1].1.split_whitespace().collect::<Vec<_>>(),
            ["/usr/bin/java", "-jar", "/srv/a.jar"]
        );
        assert_eq!(read[2], row(rows[2]));
    }

    #[test]
    fn php_ini_sections_mean_nothing() {
        assert_eq!(
            keys("docker/php.ini", "[Session]\nsession.save_path = /var/lib/php\n"),
            [row(("session.save_path", "/var/lib/php", 2))]
        );
    }
}
