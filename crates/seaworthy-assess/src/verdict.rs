//! Verdict and strategy: rules over the open concerns, so that every answer names the concern that gave it.

use std::cmp::Reverse;

use seaworthy_components::ComponentKind;
use seaworthy_rules::{Grade, Remedy};

use crate::{Concern, Score, Strategy, Verdict, Weights};

/// Whether a component can go.
///
/// A proven blocker is one whatever else was read, so `Blocked` comes before `NotAssessed`. A program with a desktop
/// window has no container answer, like a concern without one. What a mainframe runs is never ready as it is.
pub fn verdict(
    concerns: &[Concern],
    score: &Score,
    kind: ComponentKind,
    weights: &Weights,
) -> Verdict {
    let blocks = |c: &Concern| {
        c.is_gating()
            && (c.remedy == Remedy::None
                || c.grade == Grade::Blocker && c.confidence >= weights.caps.confidence)
    };
    let holds_back = |c: &Concern| {
        c.is_open()
            && (c.grade >= Grade::Hard
                || c.grade == Grade::Mandatory
                    && matches!(c.remedy, Remedy::Code | Remedy::Rearchitect)
                    && c.effort >= weights.verdict.large_effort)
    };
    if kind == ComponentKind::Desktop || concerns.iter().any(blocks) {
        return Verdict::Blocked;
    }
    match score.value {
        None => Verdict::NotAssessed,
        Some(r)
            if kind != ComponentKind::Mainframe
                && r >= weights.verdict.ready_from
                && score.coverage >= weights.coverage.low_evidence_below
                && !concerns.iter().any(holds_back) =>
        {
            Verdict::Ready
        }
        Some(_) => Verdict::NeedsWork,
    }
}

/// How bad a verdict is for the application: a blocker is worse than not knowing, and that is worse than known work.
pub(crate) fn verdict_rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Ready => 0,
        Verdict::NeedsWork => 1,
        Verdict::NotAssessed => 2,
        Verdict::Blocked => 3,
    }
}

/// Which way to go, and a sentence with the concern that decides and what the next-best strategy would ask.
pub fn strategy(
    concerns: &[Concern],
    kind: ComponentKind,
    weights: &Weights,
) -> (Strategy, String) {
    if kind == ComponentKind::Desktop {
        let reason = "A program with a desktop window stays where its users are.";
        return (Strategy::Retain, reason.to_owned());
    }
    let mut gating: Vec<&Concern> = concerns.iter().filter(|c| c.is_gating()).collect();
    // Worst first, so that the first of a class is the one to name.
    gating.sort_by(|a, b| {
        let key = |c: &Concern| (Reverse(c.grade), Reverse(c.effort), Reverse(c.occurrences));
        key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule))
    });
    let strategy = strategy_of(&gating, weights);
    if kind == ComponentKind::Mainframe && strategy == Strategy::Rehost {
        let reason = "Programs and jobs of a mainframe need a compiler and a runtime for them before a container can run them.";
        return (Strategy::Replatform, reason.to_owned());
    }
    let forces = |c: &&&Concern| match strategy {
        Strategy::Rehost => true,
        Strategy::Replatform => {
            matches!(c.remedy, Remedy::Library | Remedy::Code | Remedy::Rearchitect)
        }
        Strategy::Refactor => c.remedy == Remedy::Rearchitect,
        Strategy::Retain => c.remedy == Remedy::None,
    };
    let deciding: Vec<&Concern> = gating.iter().filter(forces).copied().collect();
    let Some(first) = deciding.first() else {
        return (strategy, "Nothing was found that must be changed first.".to_owned());
    };
    let asks = match strategy {
        Strategy::Rehost => "asks for no more than manifests and configuration",
        Strategy::Replatform => match first.remedy {
            Remedy::Library => "asks for another library or runtime",
            _ => "asks for a change of code",
        },
        Strategy::Refactor => "asks for another architecture",
        Strategy::Retain => "has no known answer in a container",
    };
    let mut reason = format!("“{}” ({}) {asks}", first.title, first.rule);
    if strategy == Strategy::Rehost {
        if deciding.len() > 1 {
            reason = format!("{reason}, as {} do", others(deciding.len() - 1));
        }
    } else {
        let rest: Vec<&Concern> = gating.iter().filter(|c| !forces(c)).copied().collect();
        let next = strategy_of(&rest, weights).title();
        let solved = match deciding.len() - 1 {
            0 => "Without it".to_owned(),
            n => format!("Without it and {}", others(n)),
        };
        reason = format!("{reason}. {solved}, {next} would do");
    }
    (strategy, reason + ".")
}

fn others(n: usize) -> String {
    if n == 1 { "1 other".to_owned() } else { format!("{n} others") }
}

fn strategy_of(gating: &[&Concern], weights: &Weights) -> Strategy {
    let count = |remedy: Remedy| gating.iter().filter(|c| c.remedy == remedy).count();
    let large = gating
        .iter()
        .any(|c| c.remedy == Remedy::Rearchitect && c.effort >= weights.strategy.large_effort);
    let rearchitect = count(Remedy::Rearchitect);
    if count(Remedy::None) > 0 {
        Strategy::Retain
    } else if large || rearchitect >= weights.strategy.rearchitect_count as usize {
        Strategy::Refactor
    } else if rearchitect + count(Remedy::Library) + count(Remedy::Code) > 0 {
        Strategy::Replatform
    } else {
        Strategy::Rehost
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::concern;
    use crate::{Coverage, score};

    fn weights() -> Weights {
        Weights::load("", "").unwrap()
    }

    fn of(concerns: &[Concern], coverage: f64) -> Verdict {
        let w = weights();
        let score = score(concerns, &Coverage::uniform(coverage), &w);
        verdict(concerns, &score, ComponentKind::Web, &w)
    }

    fn with(grade: Grade, remedy: Remedy, effort: u8) -> Concern {
        Concern { remedy, effort, ..concern("a-rule", grade, 1) }
    }

    #[test]
    fn verdicts_follow_the_rules_of_the_model() {
        let m = |remedy, effort| vec![with(Grade::Mandatory, remedy, effort)];
        assert_eq!(of(&[], 1.0), Verdict::Ready);
        assert_eq!(of(&[], 0.74), Verdict::NeedsWork);
        assert_eq!(of(&[], 0.49), Verdict::NotAssessed);
        assert_eq!(of(&m(Remedy::Code, 3), 1.0), Verdict::Ready);
        assert_eq!(of(&m(Remedy::Code, 5), 1.0), Verdict::NeedsWork);
        assert_eq!(of(&m(Remedy::Library, 8), 1.0), Verdict::Ready);
        assert_eq!(of(&m(Remedy::None, 1), 1.0), Verdict::Blocked);
        assert_eq!(of(&[with(Grade::Advisory, Remedy::None, 1)], 1.0), Verdict::Ready);
        let mut hard = with(Grade::Hard, Remedy::Config, 1);
        hard.confidence = 0.5;
        assert_eq!(of(&[hard], 1.0), Verdict::NeedsWork);
        let mut blocker = with(Grade::Blocker, Remedy::Rearchitect, 8);
        assert_eq!(of(std::slice::from_ref(&blocker), 0.1), Verdict::Blocked);
        blocker.confidence = 0.5;
        assert_eq!(of(std::slice::from_ref(&blocker), 1.0), Verdict::NeedsWork);
        blocker.occurrences = 0;
        assert_eq!(of(&[blocker], 1.0), Verdict::Ready);
    }

    #[test]
    fn strategies_follow_the_worst_kind_of_work() {
        let of = |list: &[(Grade, Remedy, u8)]| {
            let list: Vec<Concern> = list
                .iter()
                .enumerate()
                .map(|(i, &(g, r, e))| Concern { rule: format!("rule-{i}"), ..with(g, r, e) })
                .collect();
            strategy(&list, ComponentKind::Web, &weights())
        };
        let m = Grade::Mandatory;
        assert_eq!(of(&[]).0, Strategy::Rehost);
        assert_eq!(of(&[(m, Remedy::Manifest, 8), (m, Remedy::Config, 8)]).0, Strategy::Rehost);
        assert_eq!(of(&[(Grade::Advisory, Remedy::Rearchitect, 13)]).0, Strategy::Rehost);
        assert_eq!(of(&[(m, Remedy::Library, 1)]).0, Strategy::Replatform);
        assert_eq!(of(&[(m, Remedy::Rearchitect, 5); 2]).0, Strategy::Replatform);
        assert_eq!(of(&[(m, Remedy::Rearchitect, 5); 3]).0, Strategy::Refactor);
        let (refactor, why) = of(&[
            (m, Remedy::Code, 1),
            (Grade::Hard, Remedy::Rearchitect, 8),
            (m, Remedy::Rearchitect, 1),
        ]);
        assert_eq!(refactor, Strategy::Refactor);
        assert_eq!(
            why,
            "“Title of a-rule” (rule-1) asks for another architecture. \
             Without it and 1 other, Replatform would do."
        );
        let (retain, why) = of(&[(m, Remedy::None, 1), (m, Remedy::Config, 1)]);
        assert_eq!(retain, Strategy::Retain);
        assert!(why.ends_with("Without it, Rehost would do."), "{why}");
        assert_eq!(strategy(&[], ComponentKind::Desktop, &weights()).0, Strategy::Retain);
    }

    #[test]
    fn a_mainframe_application_is_never_ready_as_it_is() {
        let w = weights();
        let score = score(&[], &Coverage::uniform(1.0), &w);
        assert_eq!(verdict(&[], &score, ComponentKind::Mainframe, &w), Verdict::NeedsWork);
        let (way, why) = strategy(&[], ComponentKind::Mainframe, &w);
        assert_eq!(way, Strategy::Replatform);
        assert!(why.contains("compiler"), "{why}");
        let cics = with(Grade::Blocker, Remedy::Rearchitect, 13);
        let (way, why) = strategy(&[cics], ComponentKind::Mainframe, &w);
        assert_eq!(way, Strategy::Refactor);
        assert!(why.contains("another architecture"), "{why}");
    }
}
