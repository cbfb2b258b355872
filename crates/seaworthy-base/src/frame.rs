//! Code frames for problems in files that a user writes: rules and settings.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::Span;

/// A rustc-like frame: title, path, line, column, the source line and a marker under `span`. Plain text, no colour.
pub fn code_frame(title: &str, path: &str, source: &str, span: Span, label: &str) -> String {
    // A span that cuts a character would make the renderer panic.
    let start = source.floor_char_boundary((span.start as usize).min(source.len()));
    let end = source.ceil_char_boundary((span.end as usize).clamp(start, source.len()));
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
    fn a_span_inside_a_character_is_widened() {
        assert!(code_frame("t", "p", "é", Span::new(1, 1), "here").contains("p:1:1"));
        assert!(code_frame("t", "p", "é", Span::new(9, 3), "here").contains("p:1"));
    }

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
