//! Standard output, standard error and progress.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use seaworthy_pipeline::Progress;

/// Writes a result. A reader that went away (`| head`) is no error.
pub(crate) fn print(text: &(impl AsRef<[u8]> + ?Sized)) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_ref()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Writes an error with its causes, one sentence each.
pub(crate) fn error(error: &anyhow::Error) {
    let mut err = anstream::AutoStream::auto(io::stderr());
    let red = anstyle::AnsiColor::Red.on_default().bold();
    // The frame of a settings file brings the word itself.
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let _ = write!(err, "{red}error{red:#}: {text}");
    for cause in error.chain().skip(1) {
        let _ = write!(err, ": {cause}");
    }
    let _ = writeln!(err);
}

/// Writes a note for people; quiet runs have none.
pub(crate) fn note(quiet: bool, text: &str) {
    if !quiet {
        let _ = writeln!(io::stderr(), "{text}");
    }
}

/// Whether standard output wants colour: a terminal, and no `NO_COLOR`.
pub(crate) fn colour() -> bool {
    !matches!(anstream::AutoStream::choice(&io::stdout()), anstream::ColorChoice::Never)
}

/// A progress line on standard error, only on a terminal, only for work that takes a while.
pub(crate) struct ProgressLine {
    bar: ProgressBar,
}

impl ProgressLine {
    pub(crate) fn new(quiet: bool) -> Self {
        let target = if quiet || !io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// A word on what is being done.
    pub(crate) fn say(&self, doing: &'static str) {
        self.bar.set_message(doing);
    }

    pub(crate) fn show(&self, progress: Progress) {
        match progress {
            Progress::Listing => self.bar.set_message("listing files"),
            Progress::Analysing { done, total } => {
                if self.bar.length() != Some(total) {
                    self.bar.set_length(total);
                    if let Ok(style) = ProgressStyle::with_template(
                        "{spinner} analysing {bar:30} {bytes}/{total_bytes} {elapsed}",
                    ) {
                        self.bar.set_style(style);
                    }
                }
                self.bar.set_position(done);
            }
            Progress::Assessing => self.bar.set_message("assessing"),
            Progress::Writing => self.bar.set_message("writing the report"),
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
