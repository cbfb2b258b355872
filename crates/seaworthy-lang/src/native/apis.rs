//! Functions of the C library, POSIX and C++ libraries that matter to a container.

use std::sync::OnceLock;

use crate::apis::Effect::{Env, Exec, Listen, Open, Read, Temporary, Write};
use crate::apis::{Api, Apis, NONE};

const C: &[Api] = &[
    ("getenv", Env(0)),
    ("secure_getenv", Env(0)),
    ("fopen", Open { path: 0, mode: 1 }),
    ("fopen64", Open { path: 0, mode: 1 }),
    ("freopen", Open { path: 0, mode: 1 }),
    ("creat", Write(0)),
    ("mkdir", Write(0)),
    ("mkfifo", Write(0)),
    ("unlink", Write(0)),
    ("rmdir", Write(0)),
    ("remove", Write(0)),
    ("rename", Write(1)),
    ("symlink", Write(1)),
    ("truncate", Write(0)),
    ("opendir", Read(0)),
    ("dlopen", Read(0)),
    ("tmpfile", Temporary),
    ("tmpnam", Temporary),
    ("mkstemp", Temporary),
    ("mkdtemp", Temporary),
    ("system", Exec(0)),
    ("popen", Exec(0)),
    ("execl", Exec(0)),
    ("execlp", Exec(0)),
    ("execle", Exec(0)),
    ("execv", Exec(0)),
    ("execvp", Exec(0)),
    ("execvpe", Exec(0)),
    ("execve", Exec(0)),
    ("posix_spawn", Exec(1)),
    ("posix_spawnp", Exec(1)),
    ("sqlite3_open", Write(0)),
    ("sqlite3_open_v2", Write(0)),
    ("dbm_open", Write(0)),
    ("gdbm_open", Write(0)),
    ("MHD_start_daemon", Listen { port: 1, host: NONE }),
];

const CPP: &[Api] = &[
    ("std.ofstream", Write(0)),
    ("ofstream", Write(0)),
    ("std.ifstream", Read(0)),
    ("ifstream", Read(0)),
    ("std.ofstream.open", Write(0)),
    ("ofstream.open", Write(0)),
    ("std.ifstream.open", Read(0)),
    ("ifstream.open", Read(0)),
    ("std.filesystem.create_directory", Write(0)),
    ("std.filesystem.create_directories", Write(0)),
    ("std.filesystem.remove", Write(0)),
    ("std.filesystem.remove_all", Write(0)),
    ("std.filesystem.rename", Write(1)),
    ("boost.filesystem.create_directories", Write(0)),
    ("qgetenv", Env(0)),
    ("qEnvironmentVariable", Env(0)),
    ("QProcess.execute", Exec(0)),
    ("QProcess.startDetached", Exec(0)),
    ("QProcess.start", Exec(0)),
    ("httplib.Server.listen", Listen { port: 1, host: 0 }),
];

/// The rows of both tables.
pub(super) fn apis() -> &'static Apis {
    static APIS: OnceLock<Apis> = OnceLock::new();
    APIS.get_or_init(|| Apis::new(&[C, CPP]))
}

/// `std::getenv` is the `getenv` of C: one name for a rule to ask for.
pub(super) fn of_the_c_library(name: &str) -> &str {
    match name.strip_prefix("std.") {
        Some(
            c @ ("getenv" | "fopen" | "freopen" | "remove" | "rename" | "tmpfile" | "tmpnam"
            | "system" | "signal" | "raise" | "abort" | "exit"),
        ) => c,
        _ => name,
    }
}
