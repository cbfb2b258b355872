//! What calls of known names mean to a container.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::dotted;
use super::{Kind, Perl};
use crate::apis::Effect;
use crate::meaning::Defaults;
use crate::output::span;
use crate::value::Value;

/// Clients whose first argument is the host, and the scheme of what they speak.
const CLIENTS: [(&str, &str); 7] = [
    ("Net.SMTP", "smtp"),
    ("Net.SMTP.SSL", "smtps"),
    ("Net.FTP", "ftp"),
    ("Net.SFTP", "sftp"),
    ("Net.SFTP.Foreign", "sftp"),
    ("Net.LDAP", "ldap"),
    ("Net.POP3", "pop3"),
];
/// Drivers of DBI and the schemes that other languages write.
const DRIVERS: [(&str, &str); 7] = [
    ("mysql", "mysql"),
    ("mariadb", "mysql"),
    ("pg", "postgresql"),
    ("oracle", "oracle"),
    ("sybase", "sybase"),
    ("odbc", "odbc"),
    ("db2", "db2"),
];
/// Classes that `tie` a variable to a file, its path the first argument after the class.
const TIED: [&str; 7] =
    ["DB_File", "GDBM_File", "NDBM_File", "SDBM_File", "ODBM_File", "MLDBM", "Tie.File"];

impl<'t> Perl<'t> {
    pub(super) fn effects(
        &mut self,
        callee: &str,
        resolved: bool,
        arguments: Option<Node<'t>>,
        node: Node<'t>,
    ) {
        let place = span(node);
        match callee {
            "open" => return self.open(arguments, node),
            "sysopen" => {
                let args = self.list(arguments, Defaults::Assumed);
                let flags = self.argument(arguments, 2).map_or("", |f| self.out.text(f));
                let writes =
                    ["WRONLY", "RDWR", "CREAT", "APPEND"].iter().any(|w| flags.contains(w));
                return self.file(writes, args.get(1), callee, node);
            }
            "tie" => return self.tie(arguments, node),
            "DBI.connect" | "DBI.connect_cached" => return self.database(arguments, callee, node),
            "IO.Socket.INET" | "IO.Socket.INET6" | "IO.Socket.IP" | "IO.Socket.SSL"
            | "HTTP.Daemon" => return self.socket(arguments, callee, node),
            "get" | "post" | "put" | "del" | "any" if self.routes => {
                let args = self.list(arguments, Defaults::Ignored);
                let method = if callee == "any" { "*" } else { callee };
                let path = match args.first() {
                    Some(Value::Named(key, _)) => Some(*key),
                    other => other.and_then(Value::as_str),
                };
                if let Some(path) = path.filter(|p| p.starts_with('/')) {
                    let method = method.replace("del", "delete").to_ascii_uppercase();
                    self.out.fact(FactKind::Route, true, path, &method, place);
                }
                return;
            }
            _ => {}
        }
        if let Some((_, scheme)) = CLIENTS.iter().find(|c| c.0 == callee) {
            let args = self.list(arguments, Defaults::Assumed);
            let first = args.first().filter(|a| !matches!(a, Value::Named(..)));
            let host = first.or_else(|| named(&args, "Host")).or_else(|| named(&args, "host"));
            let host = host.and_then(Value::as_str).unwrap_or("");
            if !host.is_empty() && !host.contains("://") && !host.contains(char::is_whitespace) {
                let url = format!("{scheme}://{host}");
                self.out.fact(FactKind::Url, true, &url, callee, place);
            }
            return;
        }
        if let Some(effect) = self.out.effect_of(callee) {
            let mut args = self.list(arguments, Defaults::Assumed);
            if let (Effect::Open { mode, .. }, "IO.File") = (effect, callee)
                && let Some(Value::Str(text)) = args.get_mut(usize::from(mode))
                && text.contains('>')
            {
                *text = "w".into();
            }
            self.out.effect(effect, resolved, callee, &args, place);
        }
    }

    /// `open`: with the mode before the path, or as an argument of its own; a `|` starts a program.
    fn open(&mut self, arguments: Option<Node<'t>>, node: Node<'t>) {
        let args = self.list(arguments, Defaults::Assumed);
        let second = args.get(1).and_then(Value::as_str).unwrap_or("").trim().to_owned();
        if args.len() > 2 {
            // A variable in memory.
            if self.argument(arguments, 2).is_some_and(|a| self.kind(a) == Some(Kind::Reference)) {
                return;
            }
            if second.contains('|') {
                let program = args.get(2).and_then(Value::as_str).unwrap_or("?");
                self.out.fact(FactKind::Exec, true, program, "open", span(node));
            } else if !second.contains('&') {
                self.file(second.contains(['>', '+']), args.get(2), "open", node);
            }
            return;
        }
        if args.len() < 2 {
            return;
        }
        let written = self.argument(arguments, 1).map_or("", |a| self.written(a)).trim();
        if second.starts_with('|') || written.ends_with('|') {
            let program = written.trim_matches(['|', ' ']);
            let program =
                if program.is_empty() || program.starts_with('$') { "?" } else { program };
            self.out.fact(FactKind::Exec, true, program, "open", span(node));
            return;
        }
        let writes = second.starts_with('>') || second.starts_with("+<");
        let path = second.trim_start_matches(['+', '<', '>', ' ']);
        if path.starts_with(['&', '-']) {
            return;
        }
        let path = if path.is_empty() { Value::Other } else { Value::Str(path.to_owned().into()) };
        self.file(writes, Some(&path), "open", node);
    }

    fn file(&mut self, writes: bool, path: Option<&Value<'t>>, api: &str, node: Node<'t>) {
        let path = path.and_then(Value::as_str).filter(|p| !p.is_empty()).unwrap_or("?");
        if matches!(path, "/dev/null" | "/dev/tty" | "-") {
            return;
        }
        let kind = if writes { FactKind::FileWrite } else { FactKind::FileRead };
        self.out.fact(kind, true, path, api, span(node));
    }

    /// `tie %h, 'DB_File', path`: an object of the class.
    fn tie(&mut self, arguments: Option<Node<'t>>, node: Node<'t>) {
        let args = self.list(arguments, Defaults::Assumed);
        let class = match args.get(1) {
            Some(Value::Str(class)) => dotted(class),
            Some(Value::Name(class)) => dotted(class),
            _ => return,
        };
        self.out.fact_with(FactKind::New, true, &class, args.get(2..).unwrap_or(&[]), span(node));
        if TIED.contains(&class.as_str()) {
            self.file(true, args.get(2), &class, node);
        }
    }

    /// `dbi:mysql:database=shop;host=db1` as an address, or the file of an embedded database.
    fn database(&mut self, arguments: Option<Node<'t>>, api: &str, node: Node<'t>) {
        let args = self.list(arguments, Defaults::Assumed);
        let Some(source) = args.first().and_then(Value::as_str) else { return };
        let mut parts = source.splitn(3, ':');
        if !parts.next().is_some_and(|p| p.eq_ignore_ascii_case("dbi")) {
            return;
        }
        let driver =
            parts.next().unwrap_or("").split('(').next().unwrap_or("").to_ascii_lowercase();
        let rest = parts.next().unwrap_or("");
        let setting = |names: &[&str]| {
            rest.split(';').filter_map(|p| p.split_once('=')).find_map(|(k, v)| {
                names.iter().any(|n| k.trim().eq_ignore_ascii_case(n)).then(|| v.trim())
            })
        };
        let name = setting(&["database", "dbname", "db", "sid", "service_name"]).unwrap_or("");
        if driver == "sqlite" {
            let path = if name.is_empty() { rest } else { name };
            if !path.is_empty() && path != ":memory:" {
                self.out.fact(FactKind::FileWrite, true, path, api, span(node));
            }
            return;
        }
        let scheme = DRIVERS.iter().find(|d| d.0 == driver).map(|d| d.1);
        if let (Some(scheme), Some(host)) = (scheme, setting(&["host", "hostname", "server"]))
            && !host.is_empty()
        {
            let port = setting(&["port"]).map_or(String::new(), |p| format!(":{p}"));
            let url = format!("{scheme}://{host}{port}/{name}");
            self.out.fact(FactKind::Url, true, &url, api, span(node));
        }
    }

    /// A socket that listens, or one that connects.
    fn socket(&mut self, arguments: Option<Node<'t>>, api: &str, node: Node<'t>) {
        let args = self.list(arguments, Defaults::Assumed);
        let listens = named(&args, "Listen").is_some() || api == "HTTP.Daemon";
        if listens {
            let port =
                named(&args, "LocalPort").and_then(Value::as_number).filter(|&p| p <= 65_535);
            let port = port.map_or_else(|| "?".to_owned(), |p| p.to_string());
            let host = named(&args, "LocalAddr").and_then(Value::as_str).unwrap_or("");
            self.out.fact(FactKind::Listen, true, &port, host, span(node));
            return;
        }
        let Some(host) =
            named(&args, "PeerAddr").or(named(&args, "PeerHost")).and_then(Value::as_str)
        else {
            return;
        };
        let port = named(&args, "PeerPort").and_then(Value::as_number);
        let port = port.filter(|_| !host.contains(':')).map_or(String::new(), |p| format!(":{p}"));
        if !host.is_empty() {
            let url = format!("tcp://{host}{port}");
            self.out.fact(FactKind::Url, true, &url, api, span(node));
        }
    }
}

/// The value of a named argument.
fn named<'v, 't>(args: &'v [Value<'t>], key: &str) -> Option<&'v Value<'t>> {
    args.iter().find_map(|a| match a {
        Value::Named(k, value) if *k == key => Some(&**value),
        _ => None,
    })
}
