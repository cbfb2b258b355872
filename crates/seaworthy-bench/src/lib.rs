//! How right the rules are, measured.
//!
//! *Precision* comes from labels: places that rules found in public repositories, each opened and judged by a person. The
//! files under `labels/repositories` name repository, commit, path and line, and hold no text of the repository. *Recall* comes from
//! seeds: anti-patterns in several syntactic shapes, put into the samples, which the rules must find at their lines.
//! Own snippets (`labels/snippets`) serve both.
//!
//! Charter: reads label files, draws places for labelling, puts seeds into samples and runs them through the pipeline,
//! counts. It judges nothing and knows no rule by name.

mod draw;
mod group;
mod labels;
mod measured;
mod recall;
mod run;
mod seed;
mod shape;
mod statistics;
mod tally;

pub use draw::{DrawError, Drawn, Reported, draw, stubs};
pub use group::LanguageGroup;
pub use labels::{
    Label, LabelError, Labels, RepositoryLabels, SampleRule, Snippet, SnippetFile, Verdict,
};
pub use measured::{MEASURED, Measured, measured, measured_text};
pub use recall::{Missed, Recall, SeededRule, recall};
pub use run::{Place, RunError, check_out, check_snippets, places_of};
pub use seed::{Expected, Seed};
pub use shape::variants;
pub use statistics::{Share, wilson};
pub use tally::{Agreement, Precision, Row, Tally, tally};
