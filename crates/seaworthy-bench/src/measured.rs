//! What was measured of each rule, as it is built into the program.

use crate::{Share, Tally};

/// `rule<TAB>right<TAB>labelled`, one a line, sorted by rule; a test holds it against `labels/`.
pub const MEASURED: &str = include_str!("measured.tsv");

/// The measured precision of a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Right places of all that were judged.
    pub precision: Share,
}

/// What is known of a rule; nothing where no place of it was judged.
pub fn measured(rule: &str) -> Option<Measured> {
    MEASURED.lines().find_map(|line| {
        let mut parts = line.split('\t');
        if parts.next()? != rule {
            return None;
        }
        let right = parts.next()?.parse().ok()?;
        let labelled = parts.next()?.parse().ok()?;
        Some(Measured { precision: Share::new(right, labelled) })
    })
}

/// The file as it must be for these labels.
pub fn measured_text(tally: &Tally) -> String {
    let mut rows: Vec<_> = tally.rules.iter().filter(|r| r.now.labelled > 0).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    let mut text = String::new();
    for row in rows {
        text.push_str(&format!("{}\t{}\t{}\n", row.name, row.now.right, row.now.labelled));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::{Labels, tally};

    #[test]
    fn what_is_built_in_is_what_the_labels_say() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let labels = Labels::load(&here.join("../../labels")).unwrap();
        let text = measured_text(&tally(&labels.repositories));
        if std::env::var_os("SEAWORTHY_CODEGEN").is_some() {
            fs::write(here.join("src/measured.tsv"), &text).unwrap();
            return;
        }
        assert_eq!(MEASURED, text, "SEAWORTHY_CODEGEN=1 cargo test -p seaworthy-bench writes it");
    }

    #[test]
    fn every_line_is_read() {
        for line in MEASURED.lines() {
            let rule = line.split('\t').next().unwrap();
            let found = measured(rule).unwrap();
            assert!(found.precision.all > 0 && found.precision.of <= found.precision.all);
        }
        assert_eq!(measured("no-such-rule"), None);
    }
}
