//! The yardstick: the same walker, the same reader, the same parser, and nothing else.

use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use seaworthy_base::decode;
use seaworthy_lang::Analyser;
use seaworthy_source::{HEAD_BYTES, Limits, SourceTree, refine_role};

use crate::run::RunError;

/// What was parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Nodes of their trees.
    pub nodes: u64,
}

/// Parses every file that an assessment would parse, and drops the trees.
pub fn bench_parse(path: &Path, limits: &Limits, threads: usize) -> Result<Parsed, RunError> {
    let tree = SourceTree::open(path, limits)?;
    let mut order: Vec<usize> = (0..tree.files.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(tree.files[i].size), i));
    let next = AtomicUsize::new(0);
    let (files, bytes, nodes) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let work = || {
        let mut analyser = Analyser::new(seaworthy_lang::Limits::default());
        while let Some(&index) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let file = &tree.files[index];
            let wanted = file.role.is_analysed()
                && file.size <= limits.max_file_bytes
                && seaworthy_lang::supports(file.language);
            if !wanted {
                continue;
            }
            let Ok(content) = tree.read(file) else { continue };
            let head = content.get(..HEAD_BYTES.min(content.len())).unwrap_or(&content);
            if refine_role(file, head).is_some_and(|(role, _)| !role.is_analysed()) {
                continue;
            }
            let Some(decoded) = decode(content) else { continue };
            let parsed = analyser.parse_only(file.language, &decoded.text);
            files.fetch_add(1, Ordering::Relaxed);
            bytes.fetch_add(decoded.text.len() as u64, Ordering::Relaxed);
            nodes.fetch_add(parsed as u64, Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    Ok(Parsed { files: files.into_inner(), bytes: bytes.into_inner(), nodes: nodes.into_inner() })
}
