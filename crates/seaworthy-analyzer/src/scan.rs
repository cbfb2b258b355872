//! The pass over all files: every file is read once, parsed at most once, asked by every provider that wants it, and
//! dropped.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};

use seaworthy_base::{Code, Diagnostic, LineIndex};
use seaworthy_lang::Analyser;
use seaworthy_providers::{FileId, FileTable, FileText, ListedFile};

use crate::parallel;
use crate::providers::{Providers, TextHits};
use crate::source;

/// What is left of the files.
#[derive(Default)]
pub(crate) struct Scanned {
    pub(crate) hits: TextHits,
    pub(crate) problems: Vec<Diagnostic>,
}

/// Scans all files. Large ones are started first, so that no thread is left with one at the end.
pub(crate) fn scan(table: &FileTable, providers: &Providers, threads: NonZeroUsize) -> Scanned {
    let mut order: Vec<usize> =
        (0..table.files.len()).filter(|&i| providers.want(&table.files[i], i as FileId)).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(table.files[i].size), i));
    let worker = || Worker::new(table, providers);
    let files = parallel::map(&order, threads, worker, |worker, index| worker.run(index as FileId));
    let mut scanned = Scanned::default();
    for mut file in files {
        scanned.hits.append(file.hits);
        scanned.problems.append(&mut file.problems);
    }
    scanned
}

struct Worker<'p> {
    table: &'p FileTable,
    providers: &'p Providers,
    parsers: Analyser,
}

impl<'p> Worker<'p> {
    fn new(table: &'p FileTable, providers: &'p Providers) -> Self {
        Self { table, providers, parsers: Analyser::new(seaworthy_lang::Limits::default()) }
    }

    /// Scans a file. A panic becomes a diagnostic on the file, and the thread goes on with fresh parsers.
    fn run(&mut self, id: FileId) -> Scanned {
        let mut scanned = Scanned::default();
        let Some(file) = self.table.files.get(id as usize) else { return scanned };
        match source::read(&self.table.base, file) {
            Ok(None) => {}
            Ok(Some(text)) => {
                if let Ok(scanned) = catch_unwind(AssertUnwindSafe(|| self.text(id, file, &text))) {
                    return scanned;
                }
                *self = Self::new(self.table, self.providers);
                let message = "an analyser failed on this file; it was left out";
                scanned.problems.push(
                    Diagnostic::error(Code::AnalyserFailed, &file.path, message)
                        .help("please report this with the file if you can share it"),
                );
            }
            Err(error) if file.size > source::MAX_BYTES => {
                let problem = Diagnostic::warning(Code::TooLarge, &file.path, error.to_string());
                scanned.problems.push(problem);
            }
            Err(error) => {
                let message = format!("cannot be read: {error}");
                scanned.problems.push(Diagnostic::warning(Code::Unreadable, &file.path, message));
            }
        }
        scanned
    }

    fn text(&mut self, id: FileId, file: &ListedFile, text: &str) -> Scanned {
        let mut scanned = Scanned::default();
        let lines = LineIndex::new(text);
        let file_text = FileText { id, path: &file.path, text, lines: &lines };
        self.providers.scan(file_text, &mut scanned.hits);
        if !self.providers.parses(file, id, text) {
            return scanned;
        }
        let Some(tree) = self.parsers.parse(file.language, text) else {
            let message = "the file took too long to parse and was given up";
            scanned.problems.push(Diagnostic::warning(Code::ParseTimeout, &file.path, message));
            return scanned;
        };
        self.providers.scan_tree(file.language, file_text, &tree, &mut scanned.hits);
        scanned
    }
}
