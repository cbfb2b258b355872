//! Functions that matter to a container. Source: POSIX.1-2017 and the C++ standard library.

use std::sync::OnceLock;

use crate::apis::Effect::{Connect, Env, Exec, Listen, Open, Read, Temporary, Write, WriteNamed};
use crate::apis::{Api, Apis, NONE};

const ROWS: &[Api] = &[
    ("getenv", Env(0)),
    ("secure_getenv", Env(0)),
    ("std.getenv", Env(0)),
    // Only in a file that binds: the number is a port in network order.
    ("htons", Listen { port: 0, host: NONE }),
    ("fopen", Open { path: 0, mode: 1 }),
    ("fopen64", Open { path: 0, mode: 1 }),
    ("freopen", Open { path: 0, mode: 1 }),
    ("std.fopen", Open { path: 0, mode: 1 }),
    ("creat", Write(0)),
    ("mkdir", Write(0)),
    ("rmdir", Write(0)),
    ("unlink", Write(0)),
    ("remove", WriteNamed(0)),
    ("rename", Write(1)),
    ("link", Write(1)),
    ("symlink", Write(1)),
    ("truncate", Write(0)),
    ("mkfifo", Write(0)),
    ("mknod", Write(0)),
    ("opendir", Read(0)),
    ("std.ifstream", Read(0)),
    ("ifstream", Read(0)),
    ("std.ofstream", WriteNamed(0)),
    ("ofstream", WriteNamed(0)),
    ("std.fstream", WriteNamed(0)),
    ("fstream", WriteNamed(0)),
    ("std.filesystem.create_directory", Write(0)),
    ("std.filesystem.create_directories", Write(0)),
    ("std.filesystem.remove", Write(0)),
    ("std.filesystem.remove_all", Write(0)),
    ("std.filesystem.rename", Write(1)),
    ("std.filesystem.copy_file", Write(1)),
    ("tmpfile", Temporary),
    ("tmpnam", Temporary),
    ("tempnam", Temporary),
    ("mkstemp", Temporary),
    ("mkdtemp", Temporary),
    ("std.tmpfile", Temporary),
    ("system", Exec(0)),
    ("std.system", Exec(0)),
    ("popen", Exec(0)),
    ("execl", Exec(0)),
    ("execlp", Exec(0)),
    ("execle", Exec(0)),
    ("execv", Exec(0)),
    ("execvp", Exec(0)),
    ("execve", Exec(0)),
    ("posix_spawn", Exec(1)),
    ("posix_spawnp", Exec(1)),
    ("getaddrinfo", Connect(0)),
    ("gethostbyname", Connect(0)),
];

/// The table, made once.
pub(super) fn apis() -> &'static Apis {
    static APIS: OnceLock<Apis> = OnceLock::new();
    APIS.get_or_init(|| Apis::new(&[ROWS]))
}
