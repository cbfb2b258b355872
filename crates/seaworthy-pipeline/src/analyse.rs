//! All files of an application on all threads.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use seaworthy_source::SourceTree;

use crate::Options;
use crate::progress::{OnProgress, Progress};
use crate::worker::{FileResult, Worker};

/// Analyses every file. The result has the order of `tree.files`, whatever the threads did.
///
/// Large files are started first, so that no thread is left with one at the end. A shared counter hands out the next
/// file: jobs differ by three orders of magnitude, and there is nothing to steal from a list.
pub(crate) fn analyse(
    tree: &SourceTree,
    options: &Options,
    threads: NonZeroUsize,
    on_progress: &OnProgress<'_>,
) -> Vec<FileResult> {
    let mut order: Vec<usize> = (0..tree.files.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(tree.files[i].size), i));
    let total: u64 = tree.files.iter().map(|f| f.size).sum();
    let next = AtomicUsize::new(0);
    let done = AtomicU64::new(0);
    let finished: Mutex<Vec<(usize, FileResult)>> = Mutex::new(Vec::with_capacity(order.len()));
    let work = || {
        let mut worker = Worker::new(tree, &options.limits, &options.plan);
        let mut own = Vec::new();
        while let Some(&index) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let file = &tree.files[index];
            own.push((index, worker.run(file)));
            let bytes = done.fetch_add(file.size, Ordering::Relaxed) + file.size;
            on_progress(Progress::Analysing { done: bytes, total });
        }
        // A poisoned lock means that another thread panicked outside of a file job; its results are still good.
        finished.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(own);
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(work);
        }
        work();
    });
    let mut results = finished.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
