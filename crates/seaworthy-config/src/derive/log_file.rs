//! Keys that name the file a logging library writes.

use super::relaxed;

/// Log4j and Log4j 2 properties, `java.util.logging`, Spring Boot, Quarkus and Serilog.
pub(crate) fn is_log_file_key(name: &str) -> bool {
    if name.len() > 120 || !["og", "OG"].iter().any(|part| name.contains(part)) {
        return false;
    }
    let relaxed = relaxed(name);
    matches!(
        relaxed.as_str(),
        "logging.file"
            | "logging.file.name"
            | "logging.file.path"
            | "logging.path"
            | "quarkus.log.file.path"
            | "java.util.logging.filehandler.pattern"
    ) || relaxed.starts_with("log4j.appender.") && relaxed.ends_with(".file")
        || relaxed.starts_with("log4j2.appender.") && relaxed.ends_with(".filename")
        || relaxed.starts_with("serilog.writeto.") && relaxed.ends_with(".args.path")
}
