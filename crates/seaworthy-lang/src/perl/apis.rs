//! Functions and modules that matter to a container.

use std::sync::OnceLock;

use crate::apis::Effect::{Exec, Open, Read, Temporary, Write, WriteNamed};
use crate::apis::{Api, Apis};

const ROWS: &[Api] = &[
    ("IO.File", Open { path: 0, mode: 1 }),
    ("unlink", Write(0)),
    ("mkdir", Write(0)),
    ("rmdir", Write(0)),
    ("rename", Write(1)),
    ("link", Write(1)),
    ("symlink", Write(1)),
    ("truncate", WriteNamed(0)),
    ("dbmopen", Write(1)),
    ("opendir", Read(1)),
    ("File.Copy.copy", Write(1)),
    ("File.Copy.cp", Write(1)),
    ("File.Copy.move", Write(1)),
    ("File.Copy.mv", Write(1)),
    ("File.Path.make_path", Write(0)),
    ("File.Path.mkpath", Write(0)),
    ("File.Path.remove_tree", Write(0)),
    ("File.Path.rmtree", Write(0)),
    ("File.Slurp.write_file", Write(0)),
    ("File.Slurp.append_file", Write(0)),
    ("File.Slurp.read_file", Read(0)),
    ("Storable.store", Write(1)),
    ("Storable.nstore", Write(1)),
    ("Storable.lock_store", Write(1)),
    ("Storable.lock_nstore", Write(1)),
    ("Storable.retrieve", Read(0)),
    ("Storable.lock_retrieve", Read(0)),
    ("File.Temp", Temporary),
    ("File.Temp.tempfile", Temporary),
    ("File.Temp.tempdir", Temporary),
    ("IO.File.new_tmpfile", Temporary),
    ("system", Exec(0)),
    ("exec", Exec(0)),
    ("IPC.Open2.open2", Exec(2)),
    ("IPC.Open3.open3", Exec(3)),
    ("IPC.System.Simple.capture", Exec(0)),
];

/// Functions of the language that the grammar has no name for, most used ones.
const BUILTINS: [&str; 44] = [
    "accept", "atan2", "bind", "binmode", "bless", "chmod", "chown", "connect", "crypt", "dbmopen",
    "die", "exec", "fcntl", "flock", "getpwnam", "getpwuid", "index", "ioctl", "join", "kill",
    "link", "listen", "mkdir", "open", "opendir", "pack", "pipe", "print", "printf", "push",
    "rename", "say", "select", "setpgrp", "socket", "splice", "sprintf", "symlink", "syscall",
    "sysopen", "system", "tie", "truncate", "unlink",
];

/// Functions that modules export without being asked, most used ones.
const EXPORTED: &[(&str, &[&str])] = &[
    ("Carp", &["carp", "confess", "croak"]),
    ("Cwd", &["cwd", "getcwd"]),
    ("File.Copy", &["copy", "cp", "move", "mv"]),
    ("File.Path", &["make_path", "mkpath", "remove_tree", "rmtree"]),
    ("File.Slurp", &["append_file", "read_file", "write_file"]),
    ("File.Temp", &["tempdir", "tempfile"]),
    ("IPC.Open2", &["open2"]),
    ("IPC.Open3", &["open3"]),
    ("LWP.Simple", &["get", "getprint", "getstore", "head", "mirror"]),
    (
        "POSIX",
        &[
            "_exit",
            "dup2",
            "setgid",
            "setsid",
            "setuid",
            "sigaction",
            "strftime",
            "tmpnam",
            "ttyname",
        ],
    ),
    ("Storable", &["nstore", "retrieve", "store"]),
    ("Sys.Hostname", &["hostname"]),
    ("Sys.Syslog", &["closelog", "openlog", "syslog"]),
];

/// Whether a plain name is a function of the language itself.
pub(super) fn is_builtin(name: &str) -> bool {
    BUILTINS.binary_search(&name).is_ok()
}

/// What a module exports by itself.
pub(super) fn exported(module: &str) -> &'static [&'static str] {
    EXPORTED.iter().find(|e| e.0 == module).map_or(&[], |e| e.1)
}

/// The rows.
pub(super) fn apis() -> &'static Apis {
    static APIS: OnceLock<Apis> = OnceLock::new();
    APIS.get_or_init(|| Apis::new(&[ROWS]))
}

#[cfg(test)]
mod tests {
    #[test]
    fn builtins_are_sorted() {
        assert!(super::BUILTINS.is_sorted());
    }
}
