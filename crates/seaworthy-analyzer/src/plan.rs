//! The rules of a run: chosen by their labels, compiled, with the distinct leaves that they ask.

use std::collections::BTreeMap;

use seaworthy_konveyor::{
    CompiledVariable, Condition, ExcerptForm, FailingRule, Leaf, Rule, Ruleset, RulesetResult,
    Selector, Template,
};

use crate::condition::{Leaves, Node, Step, compile};
use crate::{Difference, Options};

/// A rule that is run.
pub(crate) struct PlannedRule<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) ruleset: &'r Ruleset,
    /// Its condition, or why it cannot be evaluated.
    pub(crate) condition: Result<Step, String>,
    /// How its excerpts are written.
    pub(crate) form: ExcerptForm,
    /// Whether its whole condition is about tags: such tagging rules are run after the others.
    pub(crate) asks_tags: bool,
}

/// What the incidents of a rule are told with; made where there are any.
pub(crate) struct Wording {
    pub(crate) message: Option<Template>,
    pub(crate) variables: Vec<CompiledVariable>,
}

impl PlannedRule<'_> {
    /// Its message and variables. Most rules find nothing.
    pub(crate) fn wording(&self) -> Wording {
        let variables = self.rule.variables.iter();
        Wording {
            message: self.rule.message.as_deref().map(Template::or_literal),
            // The loader lets only good patterns pass.
            variables: variables.filter_map(|v| CompiledVariable::new(v).ok()).collect(),
        }
    }
}

/// The rules of a run.
pub(crate) struct RulePlan<'r> {
    /// In the order of the rulesets.
    pub(crate) rules: Vec<PlannedRule<'r>>,
    pub(crate) leaves: Leaves,
    /// A result for every name of a ruleset, with the rules that are not run.
    pub(crate) results: BTreeMap<String, RulesetResult>,
}

impl<'r> RulePlan<'r> {
    /// Chooses and compiles rules.
    pub(crate) fn new(
        rulesets: &'r [Ruleset],
        failing: &[FailingRule],
        selector: Option<&Selector>,
        options: &Options,
    ) -> Self {
        let mut plan =
            Self { rules: Vec::new(), leaves: Leaves::default(), results: BTreeMap::new() };
        for ruleset in rulesets {
            let result = plan.result(ruleset, options);
            let (chosen, skipped): (Vec<&Rule>, Vec<&Rule>) =
                ruleset.rules.iter().partition(|rule| {
                    let labels = rule.labels.iter().chain(&ruleset.labels).map(String::as_str);
                    selector.is_none_or(|s| s.matches(labels))
                });
            result.skipped.extend(skipped.iter().map(|rule| rule.id.clone()));
            for rule in chosen {
                let planned = planned(rule, ruleset, &mut plan.leaves, options);
                plan.rules.push(planned);
            }
        }
        for rule in failing {
            let result = plan.results.entry(rule.ruleset.clone()).or_default();
            result.name.clone_from(&rule.ruleset);
            result.errors.insert(rule.rule.clone(), rule.message.clone());
        }
        plan
    }

    /// The result of a ruleset, which it may share with others of its name.
    fn result(&mut self, ruleset: &Ruleset, options: &Options) -> &mut RulesetResult {
        let result = self.results.entry(ruleset.name.clone()).or_default();
        if options.semantics.reproduces(Difference::EqualNamesForgetSkipped) {
            *result = RulesetResult::default();
        }
        result.name.clone_from(&ruleset.name);
        if result.description.is_empty() {
            result.description.clone_from(&ruleset.description);
        }
        result
    }
}

fn planned<'r>(
    rule: &'r Rule,
    ruleset: &'r Ruleset,
    leaves: &mut Leaves,
    options: &Options,
) -> PlannedRule<'r> {
    let condition = compile(&rule.when, leaves, options.semantics);
    let java = options.semantics.reproduces(Difference::JavaSnippets)
        && condition.as_ref().is_ok_and(|step| asks_java(step, &leaves.asked));
    PlannedRule {
        rule,
        ruleset,
        condition,
        form: if java { ExcerptForm::Java } else { ExcerptForm::Engine },
        asks_tags: matches!(rule.when.condition, Condition::Leaf(Leaf::HasTags(_))),
    }
}

/// Whether a condition asks the Java provider. [`compile`] bounds the depth.
fn asks_java(step: &Step, leaves: &[Leaf]) -> bool {
    match &step.node {
        Node::All(steps) | Node::Any(steps) => steps.iter().any(|s| asks_java(s, leaves)),
        Node::Ask { leaf, .. } => match leaves.get(*leaf as usize) {
            Some(Leaf::Java(_)) => true,
            Some(Leaf::Dependency(query)) => query.provider == "java",
            _ => false,
        },
        Node::Tags(_) => false,
    }
}
