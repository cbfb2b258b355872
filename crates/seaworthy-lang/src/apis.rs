//! API names and what a call of them means to a container.

use rustc_hash::FxHashMap;

/// What a call does besides being a call. Numbers are positions of arguments, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Reads an environment variable; the next argument, if any, is its default.
    Env(u8),
    /// Listens on a port; `host` names the argument with the address.
    Listen { port: u8, host: u8 },
    /// Listens on the port of an address such as `http://+:8080`.
    ListenUrl(u8),
    /// Listens on an address such as `:8080`, `[::]:50051` or `127.0.0.1:8000`.
    ListenAddress(u8),
    /// Reads a file.
    Read(u8),
    /// Writes, creates, moves or deletes a file.
    Write(u8),
    /// Writes a file if the argument is a constant path; else it wraps something that is none.
    WriteNamed(u8),
    /// Opens a file, to write when the constant mode says so (`w`, `a`, `x`, `c`, `+`).
    Open { path: u8, mode: u8 },
    /// Creates a temporary file.
    Temporary,
    /// Connects to an address.
    Connect(u8),
    /// Starts a program.
    Exec(u8),
    /// Serves a path by a method (`*` for any).
    Route(u8, &'static str),
}

/// Stands for an argument that the API does not have.
pub(crate) const NONE: u8 = u8::MAX;

/// One row: a qualified callee or constructed type (`?.name` for an unknown receiver) and its effect.
pub(crate) type Api = (&'static str, Effect);

/// The rows of a language by name.
#[derive(Debug)]
pub(crate) struct Apis(FxHashMap<&'static str, Effect>);

impl Apis {
    /// Collects tables; of two rows with the same name the first counts.
    pub(crate) fn new(tables: &[&'static [Api]]) -> Self {
        let mut map = FxHashMap::default();
        for &(name, effect) in tables.iter().copied().flatten() {
            map.entry(name).or_insert(effect);
        }
        Self(map)
    }

    /// The effect of a name.
    pub(crate) fn get(&self, name: &str) -> Option<Effect> {
        self.0.get(name).copied()
    }
}
