//! All files of an application on all threads.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use seaworthy_source::{ClassGroup, SourceTree};

use crate::Options;
use crate::progress::{OnProgress, Progress};
use crate::worker::{FileResult, Worker};

/// What a thread does in one go.
enum Job {
    /// A file, by its position in the tree.
    File(usize),
    /// A class with those that it encloses.
    Classes(ClassGroup),
}

impl Job {
    fn size(&self, tree: &SourceTree) -> u64 {
        match self {
            Self::File(index) => tree.files.get(*index).map_or(0, |f| f.size),
            Self::Classes(group) => group.size,
        }
    }
}

/// Every file in one job, large ones first.
fn jobs(tree: &SourceTree) -> Vec<Job> {
    let groups = tree.class_groups();
    let grouped: BTreeSet<usize> = groups.iter().flat_map(|g| g.files.iter().copied()).collect();
    let files = (0..tree.files.len()).filter(|index| !grouped.contains(index));
    let mut jobs: Vec<Job> = files.map(Job::File).collect();
    jobs.extend(groups.into_iter().map(Job::Classes));
    // The sort is stable, so equal sizes keep the order of their paths.
    jobs.sort_by_key(|job| std::cmp::Reverse(job.size(tree)));
    jobs
}

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
    let jobs = jobs(tree);
    let total: u64 = jobs.iter().map(|job| job.size(tree)).sum();
    let next = AtomicUsize::new(0);
    let done = AtomicU64::new(0);
    // One place a file, so that no list has to grow or be sorted: a result is small beside the work that it took, and so
    // is the lock.
    let finished: Mutex<Vec<Option<FileResult>>> =
        Mutex::new(tree.files.iter().map(|_| None).collect());
    let finish = |index: usize, result: FileResult| {
        // A poisoned lock means that another thread panicked outside of a file job; its results are still good.
        let mut finished = finished.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(slot) = finished.get_mut(index) {
            *slot = Some(result);
        }
    };
    let work = || {
        let mut worker = Worker::new(tree, &options.limits, &options.plan);
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            match job {
                Job::File(index) => finish(*index, worker.run(&tree.files[*index])),
                Job::Classes(group) => {
                    for (index, result) in worker.run_classes(group) {
                        finish(index, result);
                    }
                }
            }
            let size = job.size(tree);
            let bytes = done.fetch_add(size, Ordering::Relaxed) + size;
            on_progress(Progress::Analysing { done: bytes, total });
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(work);
        }
        work();
    });
    let results = finished.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.into_iter().flatten().collect()
}
