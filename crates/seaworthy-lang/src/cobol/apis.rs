//! Programs of run-time libraries that touch what a container changes.

use std::sync::OnceLock;

use crate::apis::Effect::{Env, Exec, Read, Write};
use crate::apis::{Api, Apis};

const PROGRAMS: &[Api] = &[
    ("SYSTEM", Exec(0)),
    ("C$SYSTEM", Exec(0)),
    ("CBL_EXEC_RUN_UNIT", Exec(0)),
    ("system", Exec(0)),
    ("C$GETENV", Env(0)),
    ("getenv", Env(0)),
    ("CBL_OPEN_FILE", Read(0)),
    ("CBL_CREATE_FILE", Write(0)),
    ("CBL_DELETE_FILE", Write(0)),
    ("CBL_COPY_FILE", Write(1)),
    ("CBL_RENAME_FILE", Write(1)),
    ("CBL_CREATE_DIR", Write(0)),
    ("C$COPY", Write(1)),
    ("C$DELETE", Write(0)),
];

/// The table of the run-time libraries.
pub(super) fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| Apis::new(&[PROGRAMS]))
}
