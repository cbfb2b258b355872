//! What Groovy adds to the classes of the platform.

use std::sync::OnceLock;

use crate::apis::Effect::{Read, Write};
use crate::apis::{Api, Apis, NONE};
use crate::jvm;

const GROOVY: &[Api] = &[
    ("java.io.File.write", Write(NONE)),
    ("java.io.File.append", Write(NONE)),
    ("java.io.File.setText", Write(NONE)),
    ("java.io.File.setBytes", Write(NONE)),
    ("java.io.File.withWriter", Write(NONE)),
    ("java.io.File.withWriterAppend", Write(NONE)),
    ("java.io.File.withPrintWriter", Write(NONE)),
    ("java.io.File.withOutputStream", Write(NONE)),
    ("java.io.File.newWriter", Write(NONE)),
    ("java.io.File.newOutputStream", Write(NONE)),
    ("java.io.File.deleteDir", Write(NONE)),
    ("java.io.File.getText", Read(NONE)),
    ("java.io.File.readLines", Read(NONE)),
    ("java.io.File.eachLine", Read(NONE)),
    ("java.io.File.withReader", Read(NONE)),
    ("java.io.File.withInputStream", Read(NONE)),
    ("java.io.File.newInputStream", Read(NONE)),
];

/// The table of the language.
pub(super) fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| jvm::apis_with(GROOVY))
}
