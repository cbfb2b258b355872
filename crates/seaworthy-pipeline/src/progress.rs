//! What a run says while it runs.

/// A step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Files are being listed.
    Listing,
    /// So many of so many bytes are analysed.
    Analysing {
        /// Bytes done.
        done: u64,
        /// Bytes in all.
        total: u64,
    },
    /// Dependencies, graph, score and drafts are being worked out.
    Assessing,
    /// Output is being written.
    Writing,
}

/// Called from any thread; must be cheap.
pub type OnProgress<'a> = dyn Fn(Progress) + Sync + 'a;
