//! Jobs on threads, results in the order of the jobs.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Runs a job for every index of `order`, in that order, and gives the results sorted by index.
///
/// `worker` makes what one thread needs and keeps between its jobs. A shared counter hands out the next job: jobs differ
/// by three orders of magnitude, and there is nothing to steal from a list. With one thread none is started.
pub(crate) fn map<W, T: Send>(
    order: &[usize],
    threads: NonZeroUsize,
    worker: impl Fn() -> W + Sync,
    job: impl Fn(&mut W, usize) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let finished: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::with_capacity(order.len()));
    let work = || {
        let mut state = worker();
        let mut own = Vec::new();
        while let Some(&index) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            own.push((index, job(&mut state, index)));
        }
        // A poisoned lock means that another thread panicked outside of a job; its results are still good.
        finished.lock().unwrap_or_else(PoisonError::into_inner).extend(own);
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.get().min(order.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut results = finished.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_have_the_order_of_the_jobs() {
        let order = [4, 0, 3, 1, 2];
        for threads in 1..4 {
            let threads = NonZeroUsize::new(threads).unwrap();
            let got = map(&order, threads, || (), |(), index| index * 10);
            assert_eq!(got, [0, 10, 20, 30, 40]);
        }
        assert!(map(&[], NonZeroUsize::MIN, || (), |(), index| index).is_empty());
    }
}
