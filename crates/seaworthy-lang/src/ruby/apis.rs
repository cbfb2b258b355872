//! Methods that matter to a container.

use std::sync::OnceLock;

use crate::apis::Effect::{Connect, Exec, ListenAddress, Open, Read, Temporary, Write, WriteNamed};
use crate::apis::{Api, Apis};

const OPEN: crate::apis::Effect = Open { path: 0, mode: 1 };

const ROWS: &[Api] = &[
    ("File.open", OPEN),
    ("File", OPEN),
    ("IO.sysopen", OPEN),
    ("CSV.open", OPEN),
    ("Zlib.GzipWriter.open", Write(0)),
    ("File.write", Write(0)),
    ("File.binwrite", Write(0)),
    ("IO.write", Write(0)),
    ("IO.binwrite", Write(0)),
    ("File.delete", Write(0)),
    ("File.unlink", Write(0)),
    ("File.rename", Write(1)),
    ("File.symlink", Write(1)),
    ("File.link", Write(1)),
    ("File.chmod", Write(1)),
    ("File.truncate", Write(0)),
    ("File.mkfifo", Write(0)),
    ("Dir.mkdir", Write(0)),
    ("Dir.rmdir", Write(0)),
    ("Dir.unlink", Write(0)),
    ("FileUtils.mkdir", Write(0)),
    ("FileUtils.mkdir_p", Write(0)),
    ("FileUtils.makedirs", Write(0)),
    ("FileUtils.touch", Write(0)),
    ("FileUtils.rm", Write(0)),
    ("FileUtils.rm_f", Write(0)),
    ("FileUtils.rm_r", Write(0)),
    ("FileUtils.rm_rf", Write(0)),
    ("FileUtils.remove", Write(0)),
    ("FileUtils.remove_entry", Write(0)),
    ("FileUtils.cp", Write(1)),
    ("FileUtils.cp_r", Write(1)),
    ("FileUtils.copy", Write(1)),
    ("FileUtils.copy_file", Write(1)),
    ("FileUtils.mv", Write(1)),
    ("FileUtils.move", Write(1)),
    ("FileUtils.install", Write(1)),
    ("FileUtils.ln_s", Write(1)),
    ("FileUtils.ln_sf", Write(1)),
    ("Logger", WriteNamed(0)),
    ("ActiveSupport.Logger", WriteNamed(0)),
    ("ActiveSupport.BufferedLogger", WriteNamed(0)),
    ("ActiveSupport.Cache.FileStore", Write(0)),
    ("PStore", Write(0)),
    ("YAML.Store", Write(0)),
    ("SQLite3.Database", Write(0)),
    ("DBM.open", Write(0)),
    ("Tempfile", Temporary),
    ("Tempfile.create", Temporary),
    ("Tempfile.open", Temporary),
    ("Dir.mktmpdir", Temporary),
    ("File.read", Read(0)),
    ("File.binread", Read(0)),
    ("File.readlines", Read(0)),
    ("File.foreach", Read(0)),
    ("IO.read", Read(0)),
    ("IO.binread", Read(0)),
    ("IO.readlines", Read(0)),
    ("IO.foreach", Read(0)),
    ("YAML.load_file", Read(0)),
    ("YAML.safe_load_file", Read(0)),
    ("CSV.read", Read(0)),
    ("CSV.foreach", Read(0)),
    ("Dir.glob", Read(0)),
    ("Dir.entries", Read(0)),
    ("system", Exec(0)),
    ("exec", Exec(0)),
    ("spawn", Exec(0)),
    ("Kernel.system", Exec(0)),
    ("Kernel.exec", Exec(0)),
    ("Kernel.spawn", Exec(0)),
    ("Process.spawn", Exec(0)),
    ("IO.popen", Exec(0)),
    ("Open3.capture2", Exec(0)),
    ("Open3.capture2e", Exec(0)),
    ("Open3.capture3", Exec(0)),
    ("Open3.popen2", Exec(0)),
    ("Open3.popen2e", Exec(0)),
    ("Open3.popen3", Exec(0)),
    ("Open3.pipeline", Exec(0)),
    ("PTY.spawn", Exec(0)),
    ("POSIX.Spawn.Child", Exec(0)),
    ("?.add_http2_port", ListenAddress(0)),
    ("GRPC.RpcServer.add_http2_port", ListenAddress(0)),
    ("Net.HTTP.get", Connect(0)),
    ("URI.parse", Connect(0)),
    ("Sequel.connect", Connect(0)),
    ("ActiveRecord.Base.establish_connection", Connect(0)),
    ("Faraday", Connect(0)),
    ("Bunny", Connect(0)),
];

/// Methods that every object has, most used ones.
const KERNEL: [&str; 18] = [
    "at_exit",
    "autoload",
    "eval",
    "exec",
    "exit",
    "fork",
    "gem",
    "load",
    "open",
    "raise",
    "rand",
    "require",
    "require_relative",
    "sleep",
    "spawn",
    "syscall",
    "system",
    "trap",
];

/// Whether a call without receiver is one of the language's own.
pub(super) fn is_kernel(name: &str) -> bool {
    KERNEL.binary_search(&name).is_ok()
}

/// The rows.
pub(super) fn apis() -> &'static Apis {
    static APIS: OnceLock<Apis> = OnceLock::new();
    APIS.get_or_init(|| Apis::new(&[ROWS]))
}

#[cfg(test)]
mod tests {
    #[test]
    fn kernel_methods_are_sorted() {
        assert!(super::KERNEL.is_sorted());
    }
}
