//! Exit codes, as the help and the book document them.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The work was done.
    Done,
    /// The work was done and a check that was asked for did not pass.
    CheckFailed,
    /// Wrong usage, or something could not be read or written.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::CheckFailed => Self::from(1),
            Exit::Usage => Self::from(2),
        }
    }
}
