//! What commands and redirections do to files and the network.

use std::sync::OnceLock;

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::Shell;
use crate::apis::{Apis, Effect};
use crate::grammar::{child, children, named_children};
use crate::output::span;

/// What a program does with the words that are no options.
#[derive(Clone, Copy)]
enum Does {
    /// Writes each of them.
    WritesAll,
    /// Writes the last.
    WritesLast,
    /// Reads the first and runs it in this shell.
    Sources,
    /// Makes a temporary file.
    Temporary,
}

const PROGRAMS: &[(&str, Does)] = &[
    ("tee", Does::WritesAll),
    ("touch", Does::WritesAll),
    ("mkdir", Does::WritesAll),
    ("truncate", Does::WritesAll),
    ("cp", Does::WritesLast),
    ("mv", Does::WritesLast),
    ("install", Does::WritesLast),
    ("ln", Does::WritesLast),
    ("rsync", Does::WritesLast),
    (".", Does::Sources),
    ("source", Does::Sources),
    ("mktemp", Does::Temporary),
];

/// Devices and pseudo files: nothing is kept there.
const DEVICES: [&str; 3] = ["/dev/", "/proc/self/fd/", "/sys/"];

/// No program is an API with arguments by position.
pub(super) fn apis() -> &'static Apis {
    static APIS: OnceLock<Apis> = OnceLock::new();
    APIS.get_or_init(|| Apis::new(&[]))
}

impl<'t> Shell<'t> {
    pub(super) fn effects(&mut self, name: &str, arguments: &[Node<'t>], place: Span) {
        let Some(does) = PROGRAMS.iter().find(|p| p.0 == name).map(|p| p.1) else { return };
        let texts: Vec<Option<String>> = arguments
            .iter()
            .map(|a| self.constant(*a))
            .filter(|t| t.as_deref().is_none_or(|t| !t.starts_with('-')))
            .collect();
        match does {
            Does::WritesAll => {
                for path in texts.iter().flatten() {
                    self.write(path, name, place);
                }
            }
            Does::WritesLast => {
                if let Some(Some(path)) = texts.last().filter(|_| texts.len() > 1) {
                    self.write(path, name, place);
                }
            }
            Does::Sources => {
                let path = texts.first().and_then(Option::as_deref).unwrap_or("?");
                self.out.fact(FactKind::Import, path != "?", path, "", place);
            }
            Does::Temporary => self.out.effect(Effect::Temporary, true, name, &[], place),
        }
    }

    /// `> file`, `< file`.
    pub(super) fn redirect(&mut self, node: Node<'t>) {
        let operator = children(node).find(|n| !n.is_named()).map_or("", |n| n.kind());
        let destination = child(node, self.fields.destination)
            .or_else(|| named_children(node).find(|n| n.kind() != "file_descriptor"));
        let Some(destination) = destination else { return };
        let Some(path) = self.constant(destination) else { return };
        let reads = operator.starts_with('<');
        // `2>&1` copies a descriptor.
        if operator.ends_with('&') && path.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return;
        }
        if reads {
            if is_file(&path) {
                self.out.fact(FactKind::FileRead, true, &path, operator, span(node));
            }
        } else {
            self.write(&path, operator, span(node));
        }
    }

    fn write(&mut self, path: &str, api: &str, place: Span) {
        // `host:path` of scp and rsync lies elsewhere.
        if is_file(path) && !path.split('/').next().is_some_and(|p| p.contains(':')) {
            self.out.fact(FactKind::FileWrite, true, path, api, place);
        }
    }
}

fn is_file(path: &str) -> bool {
    !path.is_empty()
        && path != "-"
        && !DEVICES.iter().any(|d| path.starts_with(d))
        && !path.contains(['\n', '*'])
}
