//! Code frames for problems in files that a user writes: rules and settings.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::Span;

/// A rustc-like frame: title, path, line, column, the source line and a marker under `span`. Plain text, no colour.
pub fn code_frame(title: &str, path: &str, source: &str, span: Span, label: &str) -> String {
    let end = (span.end as usize).min(source.len());
    let start = (span.start as usize).min(end);
    let report = &[Level::ERROR.primary_title(title).element(
        Snippet::source(source)
            .path(path)
            .annotation(AnnotationKind::Primary.span(start..end).label(label)),
    )];
    Renderer::plain().render(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frame_names_line_and_column() {
        let text = "[[rule]]\nid = \"a\"\nsevrity = \"hard\"\n";
        let start = text.find("sevrity").unwrap();
        let frame =
            code_frame("unknown key", "r.toml", text, Span::new(start, start + 7), "no such key");
        assert!(frame.contains("r.toml:3:1"), "{frame}");
        assert!(frame.contains("^^^^^^^ no such key"), "{frame}");
    }
}
