//! `seaworthy rules export`.

use seaworthy_exchange::{LeftOut, export};
use seaworthy_konveyor::to_rule_yaml;
use seaworthy_rules::RuleSet;

use crate::commands::konveyor::counted;
use crate::exit::Exit;
use crate::terminal;

/// Prints rules in Konveyor's language, and says on standard error which it cannot say.
pub(super) fn konveyor(set: &RuleSet) -> anyhow::Result<Exit> {
    let exported = export(set);
    terminal::print(&to_rule_yaml(&exported.rules))?;
    let mut note = format!(
        "{} exported; {} find less there; {} cannot be said",
        counted(exported.rules.len(), "rule", "rules"),
        exported.partly.len(),
        exported.left_out.len()
    );
    let listed = |note: &mut String, title: &str, rules: &[LeftOut]| {
        if !rules.is_empty() {
            note.push_str(&format!("\n{title}"));
        }
        for left in rules {
            note.push_str(&format!("\n  {} {}", left.rule, left.reason));
        }
    };
    listed(&mut note, "finds less, because a part of it", &exported.partly);
    listed(&mut note, "left out, because it", &exported.left_out);
    terminal::note(false, &note);
    Ok(Exit::Done)
}
