//! Class files as the text that the analysers of source read, and the way back to the lines of their sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic, Position};
use seaworthy_facts::Language;
use seaworthy_jvm::{ClassLimits, ClassText, JvmLanguage, read_unit};
use seaworthy_source::{ClassGroup, SourceTree};

/// Reads the class files of a group as one text. What cannot be read is told; `None` where nothing could.
pub(crate) fn read_group(
    tree: &SourceTree,
    group: &ClassGroup,
    problems: &mut Vec<Diagnostic>,
) -> Option<ReadGroup> {
    let mut files: Vec<(Arc<str>, Vec<u8>)> = Vec::with_capacity(group.files.len());
    for file in group.files.iter().filter_map(|&at| tree.files.get(at)) {
        match tree.read(file) {
            Ok(bytes) => files.push((Arc::clone(&file.path), bytes)),
            Err(problem) => problems.push(problem),
        }
    }
    let classes: Vec<(&str, &[u8])> = files.iter().map(|(p, b)| (&**p, b.as_slice())).collect();
    match read_unit(&classes, &ClassLimits::default()) {
        Ok(text) => {
            for problem in &text.problems {
                problems.push(Diagnostic::note(Code::BadClassFile, &group.path, problem.clone()));
            }
            Some(ReadGroup { text, bytes: files.into_iter().map(|(_, bytes)| bytes).collect() })
        }
        Err(error) => {
            if !files.is_empty() {
                let message = format!("the class file cannot be read: {error}");
                problems.push(Diagnostic::warning(Code::BadClassFile, &group.path, message));
            }
            None
        }
    }
}

/// The classes of a group.
pub(crate) struct ReadGroup {
    /// As Java.
    pub(crate) text: ClassText,
    /// The bytes of each file.
    pub(crate) bytes: Vec<Vec<u8>>,
}

/// The language that the source of a class was written in.
pub(crate) fn language(text: &ClassText) -> Language {
    match text.language {
        JvmLanguage::Java => Language::Java,
        JvmLanguage::Kotlin => Language::Kotlin,
        JvmLanguage::Scala => Language::Scala,
        JvmLanguage::Groovy => Language::Groovy,
    }
}

/// Makes a line of the text the line of the source that it comes from; a column says nothing then. Where the class file does not
/// tell, the evidence speaks of the class as a whole.
pub(crate) fn to_source_line(at: &mut Position, lines: &[u32]) {
    let line = (at.line as usize).checked_sub(1).and_then(|i| lines.get(i)).copied().unwrap_or(0);
    *at = Position { line, column: u32::from(line > 0) };
}

/// The text by lines of the source: statements of one line of the source may stand on several of the text.
pub(crate) fn by_source_line(text: &ClassText) -> BTreeMap<u32, String> {
    let mut out: BTreeMap<u32, String> = BTreeMap::new();
    for (line, &number) in text.text.lines().zip(&text.lines) {
        // Imports stand at the line that uses the type first; the reader sees the use.
        if number == 0 || line.trim().is_empty() || line.starts_with("import ") {
            continue;
        }
        match out.entry(number) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(line.to_owned());
            }
            std::collections::btree_map::Entry::Occupied(mut line_before) => {
                line_before.get_mut().push(' ');
                line_before.get_mut().push_str(line.trim());
            }
        }
    }
    out
}
