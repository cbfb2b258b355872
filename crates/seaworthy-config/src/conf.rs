//! `.conf` files, which are many formats under one name: the text tells which.

pub(crate) mod hocon;
pub(crate) mod httpd;
pub(crate) mod nginx;

use crate::ini;
use crate::reading::Reading;

/// Reads a `.conf` file as the format it looks like.
pub(crate) fn read(out: &mut Reading<'_>) {
    let path = out.path().to_ascii_lowercase();
    let significant = || {
        let lines = out.text.lines().map(str::trim);
        lines.filter(|l| !l.is_empty() && !l.starts_with(['#', ';']) && !l.starts_with("//"))
    };
    let is_section = |l: &str| l.starts_with('[') && l.ends_with(']');
    if significant().next().is_some_and(is_section) {
        ini::read(out, '.');
    } else if path.contains("nginx") {
        nginx::read(out);
    } else if path.contains("apache")
        || path.contains("httpd")
        || significant().any(is_httpd_section)
    {
        httpd::read(out);
    } else if significant().any(|l| l.ends_with(';')) {
        nginx::read(out);
    } else if is_mostly_pairs(significant()) {
        hocon::read(out);
    } else {
        httpd::read(out);
    }
}

/// Whether at least half of the lines are `key = value`, `key: value` or braces.
fn is_mostly_pairs<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let (mut pairs, mut others) = (0_usize, 0_usize);
    for line in lines {
        let key = line.split_once(['=', ':', '{']).map(|(key, _)| key.trim_end());
        if line.starts_with('}') || key.is_some_and(|k| !k.contains(char::is_whitespace)) {
            pairs += 1;
        } else {
            others += 1;
        }
    }
    pairs >= others && pairs > 0
}

fn is_httpd_section(line: &str) -> bool {
    line.starts_with("</") && line.ends_with('>')
}

#[cfg(test)]
mod tests {
    use crate::testing::{keys, row};

    #[test]
    fn the_text_tells_the_format() {
        for (path, text, name, value) in [
            ("supervisord.conf", "; c\n[program:web]\ncommand=run\n", "program:web.command", "run"),
            ("etc/nginx/conf.d/default.conf", "server { listen 80; }\n", "server/listen", "80"),
            ("proxy.conf", "upstream a {\n server b:1;\n}\n", "upstream/server", "b:1"),
            (
                "vhost.conf",
                "<VirtualHost *:80>\n DocumentRoot /srv\n</VirtualHost>\n",
                "VirtualHost/DocumentRoot",
                "/srv",
            ),
            ("conf/application.conf", "play { http { secret = x } }\n", "play.http.secret", "x"),
            ("postgresql.conf", "shared_buffers = 1GB\n", "shared_buffers", "1GB"),
            ("redis.conf", "port 6379\n", "port", "6379"),
            (
                "slapd.conf",
                "database bdb\nsuffix \"dc=x,dc=y\"\nindex uid eq\n",
                "suffix",
                "\"dc=x,dc=y\"",
            ),
        ] {
            let read = keys(path, text);
            assert!(read.iter().any(|(n, v, _)| n == name && v == value), "{path}: {read:?}");
        }
        assert_eq!(keys("a.conf", ""), Vec::<crate::testing::Row>::new());
        assert_eq!(keys("a.conf", "x = 1 # c\n"), [row(("x", "1", 1))]);
    }
}
