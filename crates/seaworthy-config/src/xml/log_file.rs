//! Log files in the XML of logging libraries and servers.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use seaworthy_xml::{Document, NodeId};

use crate::reading::Reading;

/// Emits a file write where the element names the file that an appender writes.
pub(super) fn facts(document: &Document, id: NodeId, out: &mut Reading<'_>) {
    let parent_id = document.parent(id);
    let parent = parent_id.map_or("", |p| document.local_name(p));
    let attribute = |name: &str| document.attribute(id, name).map(|a| (a.value.clone(), a.span));
    let found: Option<(String, Span)> = match document.local_name(id) {
        // Log4j 1.
        "param" if parent == "appender" => {
            let is_file = document.attr(id, "name").is_some_and(|n| n.eq_ignore_ascii_case("file"));
            if is_file { attribute("value") } else { None }
        }
        // Log4j 2 and NLog.
        "File" if parent != "appender" => attribute("fileName"),
        "RollingFile" | "RandomAccessFile" | "RollingRandomAccessFile" | "target" => {
            attribute("fileName")
        }
        // log4net states it as an attribute, Logback as text.
        "file" | "File" if parent == "appender" => {
            attribute("value").or_else(|| Some(document.own_text(id)))
        }
        // Logback without `<file>` writes to the pattern of its policy.
        "fileNamePattern" | "FileNamePattern" => {
            let appender = parent_id.and_then(|p| document.parent(p));
            let has_file = |appender| {
                // An appender has a handful of children; a search through more would cost the square of them.
                let mut children = document.children(appender).take(32);
                children.any(|c| document.local_name(c).eq_ignore_ascii_case("file"))
            };
            appender.filter(|&a| !has_file(a)).map(|_| document.own_text(id))
        }
        // WildFly.
        "file" if parent.ends_with("file-handler") => attribute("path"),
        _ => None,
    };
    if let Some((path, span)) = found.filter(|(path, _)| !path.is_empty()) {
        out.fact(FactKind::FileWrite, &path, "logging", span);
    }
}
