//! APIs of PHP and its usual frameworks that touch what a container changes.

use std::sync::OnceLock;

use crate::apis::Effect::{
    Connect, Env, Exec, Listen, ListenUrl, Open, Read, Route, Temporary, Write, WriteNamed,
};
use crate::apis::{Api, Apis};

const ENVIRONMENT: &[Api] =
    &[("getenv", Env(0)), ("env", Env(0)), ("Illuminate.Support.Env.get", Env(0))];

const SERVERS: &[Api] = &[
    ("socket_bind", Listen { port: 2, host: 1 }),
    ("stream_socket_server", ListenUrl(0)),
    ("Swoole.Http.Server", Listen { port: 1, host: 0 }),
    ("Swoole.Server", Listen { port: 1, host: 0 }),
    ("Workerman.Worker", ListenUrl(0)),
];

const FILES: &[Api] = &[
    ("file_put_contents", Write(0)),
    ("fopen", Open { path: 0, mode: 1 }),
    ("SplFileObject", Open { path: 0, mode: 1 }),
    ("gzopen", Open { path: 0, mode: 1 }),
    ("mkdir", Write(0)),
    ("rmdir", Write(0)),
    ("unlink", Write(0)),
    ("touch", Write(0)),
    ("chmod", Write(0)),
    ("chown", Write(0)),
    ("rename", Write(1)),
    ("copy", Write(1)),
    ("symlink", Write(1)),
    ("move_uploaded_file", Write(1)),
    ("session_save_path", WriteNamed(0)),
    ("error_log", WriteNamed(2)),
    ("imagejpeg", WriteNamed(1)),
    ("imagepng", WriteNamed(1)),
    ("tempnam", Temporary),
    ("tmpfile", Temporary),
    ("sys_get_temp_dir", Temporary),
    ("file_get_contents", Read(0)),
    ("file", Read(0)),
    ("readfile", Read(0)),
    ("parse_ini_file", Read(0)),
    ("scandir", Read(0)),
    ("SQLite3", Write(0)),
    ("sqlite_open", Write(0)),
    ("Monolog.Handler.StreamHandler", WriteNamed(0)),
    ("Monolog.Handler.RotatingFileHandler", Write(0)),
    ("Illuminate.Support.Facades.Storage.put", Write(0)),
    ("Illuminate.Support.Facades.File.put", Write(0)),
    ("Illuminate.Support.Facades.File.makeDirectory", Write(0)),
];

const PROGRAMS: &[Api] = &[
    ("exec", Exec(0)),
    ("shell_exec", Exec(0)),
    ("system", Exec(0)),
    ("passthru", Exec(0)),
    ("popen", Exec(0)),
    ("proc_open", Exec(0)),
    ("pcntl_exec", Exec(0)),
    ("Symfony.Component.Process.Process", Exec(0)),
];

const CONNECTIONS: &[Api] = &[
    ("PDO", Connect(0)),
    ("curl_init", Connect(0)),
    ("fsockopen", Connect(0)),
    ("SoapClient", Connect(0)),
];

/// Laravel's routes, by the facade's full name and by its alias, and Slim's.
macro_rules! routes {
    ($($function:literal $method:literal),* $(,)?) => {
        const ROUTES: &[Api] = &[$(
            (concat!("Illuminate.Support.Facades.Route.", $function), Route(0, $method)),
            (concat!("Route.", $function), Route(0, $method)),
            (concat!("Slim.App.", $function), Route(0, $method)),
            (concat!("Slim.Factory.AppFactory.", $function), Route(0, $method)),
        )*];
    };
}

routes! {
    "get" "GET",
    "post" "POST",
    "put" "PUT",
    "patch" "PATCH",
    "delete" "DELETE",
    "any" "*",
    "view" "GET",
    "resource" "*",
    "apiResource" "*",
}

/// The table of the language.
pub(super) fn apis() -> &'static Apis {
    static APIS: OnceLock<Apis> = OnceLock::new();
    APIS.get_or_init(|| Apis::new(&[ENVIRONMENT, SERVERS, FILES, PROGRAMS, CONNECTIONS, ROUTES]))
}
