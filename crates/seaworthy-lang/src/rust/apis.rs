//! Crates whose functions matter to a container.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::apis::Effect::{Connect, Exec, Listen, ListenAddress, Read, Temporary, Write};
use crate::apis::{Api, Apis, NONE};

/// Paths under which the same functions stand: asynchronous twins of the standard library, and re-exports.
const SAME: &[(&str, &str)] = &[
    ("async_fs.", "std.fs."),
    ("async_process.", "std.process."),
    ("async_std.fs.", "std.fs."),
    ("async_std.net.", "std.net."),
    ("async_std.os.unix.net.", "std.os.unix.net."),
    ("async_std.process.", "std.process."),
    ("axum.routing.Router", "axum.Router"),
    ("diesel.mysql.", "diesel."),
    ("diesel.pg.", "diesel."),
    ("diesel.prelude.", "diesel."),
    ("diesel.sqlite.", "diesel."),
    ("fs_err.", "std.fs."),
    ("fs_err.tokio.", "std.fs."),
    ("hyper.server.Server", "hyper.Server"),
    ("reqwest.blocking.", "reqwest."),
    ("sqlx.any.", "sqlx."),
    ("sqlx.mysql.", "sqlx."),
    ("sqlx.postgres.", "sqlx."),
    ("sqlx.sqlite.", "sqlx."),
    ("tokio.fs.", "std.fs."),
    ("tokio.net.Unix", "std.os.unix.net.Unix"),
    ("tokio.net.", "std.net."),
    ("tokio.process.", "std.process."),
];

const STANDARD: &[Api] = &[
    ("std.net.TcpListener.bind", ListenAddress(0)),
    ("std.net.UdpSocket.bind", ListenAddress(0)),
    ("std.os.unix.net.UnixListener.bind", Write(0)),
    ("std.fs.File.open", Read(0)),
    ("std.fs.read", Read(0)),
    ("std.fs.read_to_string", Read(0)),
    ("std.fs.read_dir", Read(0)),
    ("std.fs.File.create", Write(0)),
    ("std.fs.File.create_new", Write(0)),
    ("std.fs.write", Write(0)),
    ("std.fs.copy", Write(1)),
    ("std.fs.rename", Write(1)),
    ("std.fs.hard_link", Write(1)),
    ("std.os.unix.fs.symlink", Write(1)),
    ("std.fs.create_dir", Write(0)),
    ("std.fs.create_dir_all", Write(0)),
    ("std.fs.remove_file", Write(0)),
    ("std.fs.remove_dir", Write(0)),
    ("std.fs.remove_dir_all", Write(0)),
    ("std.fs.set_permissions", Write(0)),
    ("std.process.Command.new", Exec(0)),
];

const LIBRARIES: &[Api] = &[
    ("actix_files.Files.new", Read(1)),
    ("actix_files.NamedFile.open", Read(0)),
    ("rocket.fs.FileServer.from", Read(0)),
    ("rocket.fs.NamedFile.open", Read(0)),
    ("rocket.fs.TempFile.persist_to", Write(0)),
    ("rocket.fs.TempFile.copy_to", Write(0)),
    ("tower_http.services.ServeDir.new", Read(0)),
    ("tower_http.services.ServeFile.new", Read(0)),
    ("dotenvy.from_filename", Read(0)),
    ("dotenv.from_filename", Read(0)),
    ("libloading.Library.new", Read(0)),
    ("axum.Server.bind", ListenAddress(0)),
    ("hyper.Server.bind", ListenAddress(0)),
    ("axum_server.bind", ListenAddress(0)),
    ("axum_server.bind_rustls", ListenAddress(0)),
    ("actix_web.HttpServer.bind", ListenAddress(0)),
    ("actix_web.HttpServer.bind_rustls", ListenAddress(0)),
    ("actix_web.HttpServer.bind_rustls_0_23", ListenAddress(0)),
    ("actix_web.HttpServer.bind_openssl", ListenAddress(0)),
    ("actix_web.HttpServer.bind_uds", Write(0)),
    ("poem.listener.TcpListener.bind", ListenAddress(0)),
    ("salvo.conn.TcpListener.new", ListenAddress(0)),
    ("tide.Server.listen", ListenAddress(0)),
    ("tiny_http.Server.http", ListenAddress(0)),
    ("tiny_http.Server.https", ListenAddress(0)),
    ("rouille.start_server", ListenAddress(0)),
    ("tonic.transport.Server.serve", ListenAddress(0)),
    ("tonic.transport.Server.serve_with_shutdown", ListenAddress(0)),
    ("warp.Server.run", ListenAddress(0)),
    ("warp.Server.bind", ListenAddress(0)),
    ("warp.Server.try_bind", ListenAddress(0)),
    ("metrics_exporter_prometheus.PrometheusBuilder.with_http_listener", ListenAddress(0)),
    ("iron.Iron.http", ListenAddress(0)),
    ("rocket.Config.port", Listen { port: 0, host: NONE }),
    ("rusqlite.Connection.open", Write(0)),
    ("rusqlite.Connection.open_with_flags", Write(0)),
    ("sled.open", Write(0)),
    ("rocksdb.DB.open", Write(1)),
    ("rocksdb.DB.open_default", Write(0)),
    ("redb.Database.create", Write(0)),
    ("redb.Database.open", Write(0)),
    ("tantivy.Index.create_in_dir", Write(0)),
    ("tantivy.Index.open_in_dir", Write(0)),
    ("diesel.SqliteConnection.establish", Write(0)),
    ("tracing_appender.rolling.daily", Write(0)),
    ("tracing_appender.rolling.hourly", Write(0)),
    ("tracing_appender.rolling.minutely", Write(0)),
    ("tracing_appender.rolling.never", Write(0)),
    ("log4rs.append.file.FileAppender.builder", Write(NONE)),
    ("fern.log_file", Write(0)),
    ("simplelog.WriteLogger.new", Write(NONE)),
    ("flexi_logger.FileSpec.try_from", Write(0)),
    ("tempfile.NamedTempFile.new", Temporary),
    ("tempfile.NamedTempFile.new_in", Write(0)),
    ("tempfile.tempfile", Temporary),
    ("tempfile.tempdir", Temporary),
    ("tempfile.TempDir.new", Temporary),
    ("reqwest.get", Connect(0)),
    ("reqwest.Client.get", Connect(0)),
    ("reqwest.Client.post", Connect(0)),
    ("reqwest.Client.put", Connect(0)),
    ("reqwest.Client.patch", Connect(0)),
    ("reqwest.Client.delete", Connect(0)),
    ("reqwest.Client.request", Connect(1)),
    ("ureq.get", Connect(0)),
    ("ureq.post", Connect(0)),
    ("ureq.put", Connect(0)),
    ("surf.get", Connect(0)),
    ("surf.post", Connect(0)),
    ("sqlx.PgPool.connect", Connect(0)),
    ("sqlx.MySqlPool.connect", Connect(0)),
    ("sqlx.AnyPool.connect", Connect(0)),
    ("sqlx.SqlitePool.connect", Connect(0)),
    ("sqlx.PgPoolOptions.connect", Connect(0)),
    ("sqlx.MySqlPoolOptions.connect", Connect(0)),
    ("sqlx.PgConnection.connect", Connect(0)),
    ("diesel.PgConnection.establish", Connect(0)),
    ("diesel.MysqlConnection.establish", Connect(0)),
    ("tokio_postgres.connect", Connect(0)),
    ("postgres.Client.connect", Connect(0)),
    ("sea_orm.Database.connect", Connect(0)),
    ("mysql.Pool.new", Connect(0)),
    ("mysql_async.Pool.new", Connect(0)),
    ("mongodb.Client.with_uri_str", Connect(0)),
    ("redis.Client.open", Connect(0)),
    ("fred.types.RedisConfig.from_url", Connect(0)),
    ("lapin.Connection.connect", Connect(0)),
    ("async_nats.connect", Connect(0)),
    ("nats.connect", Connect(0)),
    ("ldap3.LdapConn.new", Connect(0)),
    ("ldap3.LdapConnAsync.new", Connect(0)),
    ("tonic.transport.Channel.from_static", Connect(0)),
    ("tonic.transport.Endpoint.from_static", Connect(0)),
    ("libc.system", Exec(0)),
    ("nix.unistd.execv", Exec(0)),
    ("nix.unistd.execvp", Exec(0)),
    ("duct.cmd", Exec(0)),
    ("duct.cmd!", Exec(0)),
    ("cmd_lib.run_cmd!", Exec(NONE)),
];

/// What functions and methods return, where it is not the type they belong to.
const RETURNED: &[(&str, &str)] = &[
    ("actix_web.web.scope", "actix_web.Scope"),
    ("async_nats.connect", "async_nats.Client"),
    ("lettre.SmtpTransport.relay", "lettre.transport.smtp.SmtpTransportBuilder"),
    ("reqwest.Client.builder", "reqwest.ClientBuilder"),
    ("reqwest.ClientBuilder.build", "reqwest.Client"),
    ("rocket.build", "rocket.Rocket"),
    ("rocket.custom", "rocket.Rocket"),
    ("rocket.ignite", "rocket.Rocket"),
    ("sqlx.postgres.PgPoolOptions.connect", "sqlx.PgPool"),
    ("std.process.Command.spawn", "std.process.Child"),
    ("std.process.Command.status", "std.process.ExitStatus"),
    ("std.process.Command.output", "std.process.Output"),
    ("tide.new", "tide.Server"),
    ("tide.with_state", "tide.Server"),
    ("tokio.process.Command.spawn", "tokio.process.Child"),
    ("warp.serve", "warp.Server"),
];

/// Types whose methods mostly return the same type.
const BUILDERS: [&str; 17] = [
    "actix_web.App",
    "actix_web.HttpServer",
    "actix_web.Scope",
    "actix_web.web.ServiceConfig",
    "axum.Router",
    "axum.routing.Router",
    "metrics_exporter_prometheus.PrometheusBuilder",
    "poem.Route",
    "reqwest.ClientBuilder",
    "rocket.Rocket",
    "std.fs.OpenOptions",
    "std.process.Command",
    "tokio.fs.OpenOptions",
    "tokio.process.Command",
    "tonic.transport.Server",
    "tonic.transport.server.Router",
    "warp.Server",
];

/// Types and functions of modules that files import with `*`.
const GLOBS: &[(&str, &[&str])] = &[
    ("actix_web", &["App", "HttpServer", "HttpRequest", "HttpResponse", "web"]),
    ("axum", &["Router", "Json", "extract", "routing"]),
    ("diesel.prelude", &["PgConnection", "MysqlConnection", "SqliteConnection"]),
    (
        "nix.unistd",
        &["fork", "setuid", "setgid", "chroot", "execv", "execvp", "daemon", "gethostname"],
    ),
    ("std.collections", &["HashMap", "HashSet", "BTreeMap", "BTreeSet", "VecDeque"]),
    ("std.env", &["var", "var_os", "args", "current_dir", "temp_dir"]),
    (
        "std.fs",
        &[
            "File",
            "OpenOptions",
            "read",
            "read_to_string",
            "write",
            "create_dir_all",
            "remove_file",
        ],
    ),
    ("std.io", &["Read", "Write", "BufReader", "BufWriter"]),
    ("std.net", &["TcpListener", "TcpStream", "UdpSocket", "SocketAddr", "IpAddr", "Ipv4Addr"]),
    ("std.path", &["Path", "PathBuf"]),
    ("std.process", &["Command", "Stdio", "exit"]),
    ("std.sync", &["Mutex", "RwLock", "OnceLock", "LazyLock", "Arc"]),
    ("tokio.net", &["TcpListener", "TcpStream", "UdpSocket"]),
    ("tokio.process", &["Command"]),
];

/// The table of the language.
pub(super) fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| Apis::new(&[STANDARD, LIBRARIES]))
}

/// A name as the tables have it.
pub(super) fn canonical(name: &str) -> Cow<'_, str> {
    for (start, same) in SAME {
        if let Some(rest) = name.strip_prefix(start) {
            return Cow::Owned(format!("{same}{rest}"));
        }
    }
    Cow::Borrowed(name)
}

/// What a function returns.
pub(super) fn returned_type(name: &str) -> Option<&'static str> {
    static TABLE: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| RETURNED.iter().copied().collect()).get(name).copied()
}

/// Whether methods of a type mostly return the same type.
pub(super) fn is_builder(type_: &str) -> bool {
    let endings = ["Builder", "PoolOptions", "ConnectOptions"];
    BUILDERS.contains(&type_) || endings.iter().any(|end| type_.ends_with(end))
}

/// Whether a path below one that is imported with `*` is known.
pub(super) fn is_known(path: &str) -> bool {
    GLOBS.iter().any(|(module, names)| {
        path.strip_prefix(module)
            .and_then(|rest| rest.strip_prefix('.'))
            .is_some_and(|rest| names.contains(&rest.split('.').next().unwrap_or(rest)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_the_same() {
        assert_eq!(canonical("tokio.fs.write"), "std.fs.write");
        assert_eq!(canonical("tokio.net.UnixListener.bind"), "std.os.unix.net.UnixListener.bind");
        assert_eq!(canonical("axum.routing.get"), "axum.routing.get");
        assert!(is_known("std.process.Command.new") && !is_known("std.process.Other"));
    }
}
