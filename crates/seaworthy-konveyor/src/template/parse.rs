//! From text to parts.

use super::{Part, TemplateError};

/// Sections inside of sections.
const MAX_DEPTH: usize = 64;

struct Reader<'t> {
    text: &'t str,
    at: usize,
    open: String,
    close: String,
}

/// A section whose end has not come yet.
struct Section {
    name: String,
    inverted: bool,
    line: u32,
    parts: Vec<Part>,
}

pub(super) fn parts(text: &str) -> Result<Vec<Part>, TemplateError> {
    if !text.contains("{{") {
        return Ok(vec![Part::Text(text.to_owned())]);
    }
    let mut reader = Reader { text, at: 0, open: "{{".to_owned(), close: "}}".to_owned() };
    let root = Section { name: String::new(), inverted: false, line: 1, parts: Vec::new() };
    let mut sections = vec![root];
    loop {
        let Some(found) = reader.next_open() else {
            let rest = text.get(reader.at..).unwrap_or("");
            break reader.end(sections, rest);
        };
        let Some(section) = sections.last_mut() else { break Ok(Vec::new()) };
        push_text(&mut section.parts, found.text);
        let tag = reader.tag(found.may_stand_alone)?;
        if !tag.stands_alone {
            push_text(&mut section.parts, found.padding);
        }
        let inner = |from: usize| tag.text.get(from..).unwrap_or("").trim().to_owned();
        match tag.text.as_bytes().first() {
            // Comments, and partial templates, which rules cannot have.
            Some(b'!' | b'>') => {}
            Some(sign @ (b'#' | b'^')) => {
                if sections.len() > MAX_DEPTH {
                    return Err(reader.error("sections are nested too deep"));
                }
                let line = reader.line();
                let inverted = *sign == b'^';
                sections.push(Section { name: inner(1), inverted, line, parts: Vec::new() });
            }
            Some(b'/') => {
                let name = inner(1);
                let Some(closed) = sections.pop().filter(|_| !sections.is_empty()) else {
                    return Err(reader.error("unmatched close tag"));
                };
                if closed.name != name {
                    return Err(reader.error(format!("interleaved closing tag: {name}")));
                }
                if let Some(parent) = sections.last_mut() {
                    parent.parts.push(Part::Section {
                        name,
                        inverted: closed.inverted,
                        parts: closed.parts,
                    });
                }
            }
            Some(b'=') => reader.delimiters(tag.text)?,
            Some(b'{') => {
                if let Some(name) = tag.text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
                    let name = name.trim().to_owned();
                    section.parts.push(Part::Variable { name, raw: true });
                }
            }
            Some(b'&') => section.parts.push(Part::Variable { name: inner(1), raw: true }),
            _ => section.parts.push(Part::Variable { name: tag.text.to_owned(), raw: false }),
        }
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    if text.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(Part::Text(last)) => last.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

/// What stands before a tag.
struct Before<'t> {
    text: &'t str,
    /// Blanks between the start of the line and the tag.
    padding: &'t str,
    may_stand_alone: bool,
}

struct Tag<'t> {
    text: &'t str,
    stands_alone: bool,
}

impl<'t> Reader<'t> {
    fn next_open(&mut self) -> Option<Before<'t>> {
        let start = self.at;
        let end = start + self.text.get(start..)?.find(&self.open)?;
        self.at = end + self.open.len();
        let text = self.text.get(start..end)?;
        let kept = text.trim_end_matches([' ', '\t']);
        let line_start = start + kept.len();
        let may_stand_alone = line_start == 0
            || self.text.as_bytes().get(line_start - 1).is_some_and(|&b| b == b'\n');
        Some(if may_stand_alone {
            Before { text: kept, padding: text.get(kept.len()..)?, may_stand_alone }
        } else {
            Before { text, padding: "", may_stand_alone }
        })
    }

    fn tag(&mut self, may_stand_alone: bool) -> Result<Tag<'t>, TemplateError> {
        let rest = self.text.get(self.at..).unwrap_or("");
        let end = if rest.starts_with('{') {
            rest.find(&format!("}}{}", self.close)).map(|end| end + 1)
        } else {
            rest.find(&self.close)
        };
        let Some(end) = end else { return Err(self.error("unmatched open tag")) };
        let text = rest.get(..end).unwrap_or("").trim();
        if text.is_empty() {
            return Err(self.error("empty tag"));
        }
        self.at += end + self.close.len();
        let stands_alone = may_stand_alone
            && text.starts_with(['#', '^', '/', '<', '>', '=', '!'])
            && self.skip_line_end();
        Ok(Tag { text, stands_alone })
    }

    /// Skips blanks up to and with the end of the line; false, and nothing skipped, where something else stands there.
    fn skip_line_end(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        let tail = rest.trim_start_matches([' ', '\t']);
        let skipped = if rest.is_empty() {
            0
        } else if tail.starts_with('\n') {
            rest.len() - tail.len() + 1
        } else if tail.starts_with("\r\n") {
            rest.len() - tail.len() + 2
        } else {
            return false;
        };
        self.at += skipped;
        true
    }

    fn delimiters(&mut self, tag: &str) -> Result<(), TemplateError> {
        let Some(inner) = tag.strip_prefix('=').and_then(|t| t.strip_suffix('=')) else {
            return Err(self.error("Invalid meta tag"));
        };
        if let Some((open, close)) = inner.trim().split_once(' ') {
            if open.is_empty() || close.is_empty() {
                return Err(self.error("Invalid meta tag"));
            }
            open.clone_into(&mut self.open);
            close.clone_into(&mut self.close);
        }
        Ok(())
    }

    fn end(&self, mut sections: Vec<Section>, rest: &str) -> Result<Vec<Part>, TemplateError> {
        match (sections.pop(), sections.is_empty()) {
            (Some(mut root), true) => {
                push_text(&mut root.parts, rest);
                Ok(root.parts)
            }
            (Some(open), false) => Err(TemplateError {
                line: open.line,
                message: format!("Section {} has no closing tag", open.name),
            }),
            (None, _) => Err(self.error("unmatched close tag")),
        }
    }

    fn line(&self) -> u32 {
        let before = self.text.get(..self.at).unwrap_or("");
        before.bytes().filter(|&b| b == b'\n').count() as u32 + 1
    }

    fn error(&self, message: impl Into<String>) -> TemplateError {
        TemplateError { line: self.line(), message: message.into() }
    }
}
