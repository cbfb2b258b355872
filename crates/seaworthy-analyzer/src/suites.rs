//! Tests of rules, run.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::Path;

use seaworthy_konveyor::{Group, LoadOptions, Outcome, RulesetResult, Suite, judge, load_chosen};

use crate::analyse::analyse_nothing;
use crate::{Analysis, Mode, Options, analyse, parallel};

/// How tests are run.
#[derive(Clone, Debug, Default)]
pub struct TestOptions {
    /// How rules are run; `mode` and `dependency_label_selector` count where a case does not say its own, and `threads` is
    /// the number of suites that run at the same time.
    pub options: Options,
    /// What is kept of the rule files.
    pub load: LoadOptions,
}

/// Runs the cases of all suites, several suites at a time. The outcomes have the order of the suites and their cases.
pub fn run_suites(suites: &[Suite], options: &TestOptions) -> Vec<Outcome> {
    let order: Vec<usize> = (0..suites.len()).collect();
    let threads = options.options.threads;
    parallel::map(&order, threads, || (), |(), i| run_suite(&suites[i], options)).concat()
}

/// Runs the cases of one suite on one thread.
pub fn run_suite(suite: &Suite, options: &TestOptions) -> Vec<Outcome> {
    suite.groups().iter().flat_map(|group| run_group_of(suite, group, options)).collect()
}

fn run_group_of(suite: &Suite, group: &Group<'_>, options: &TestOptions) -> Vec<Outcome> {
    let outcome = |rule: &str, case: &str| Outcome {
        path: suite.path.clone(),
        rule: rule.to_owned(),
        case: case.to_owned(),
        reasons: Vec::new(),
        debug: None,
        error: None,
    };
    let mut own = options.options.clone();
    own.threads = NonZeroUsize::MIN;
    own.dependencies = false;
    match group.params.mode.as_str() {
        "full" => own.mode = Mode::Full,
        "source-only" => own.mode = Mode::SourceOnly,
        _ => {}
    }
    if !group.params.dep_label_selector.is_empty() {
        own.dependency_label_selector = Some(group.params.dep_label_selector.clone());
    }
    let data = suite.data_path();
    let ids = group.rule_ids();
    match run_group(&suite.rules, &ids, data.as_deref(), &own, &options.load) {
        Ok(result) => group
            .tests
            .iter()
            .flat_map(|(rule, cases)| cases.iter().map(move |case| (rule, *case)))
            .map(|(rule, case)| Outcome {
                reasons: judge(case, result.as_ref()),
                ..outcome(rule, &case.name)
            })
            .collect(),
        Err(error) => vec![Outcome { error: Some(error), ..outcome("", "") }],
    }
}

/// Runs chosen rules of one file over test data. `None` where none of the rules was kept; without data the application is
/// empty.
///
/// Errors: one sentence where the rules cannot be read or lack one of `ids`, or the data cannot be listed.
pub fn run_group(
    rules: &Path,
    ids: &BTreeSet<String>,
    data: Option<&Path>,
    options: &Options,
    load: &LoadOptions,
) -> Result<Option<RulesetResult>, String> {
    let loaded = load_chosen(rules, ids, load).map_err(|problem| problem.message)?;
    if let Some(problem) = loaded.errors.first() {
        return Err(format!("unable to parse rules: {}", problem.message));
    }
    if loaded.failing.is_empty() && loaded.rulesets.iter().all(|r| r.rules.is_empty()) {
        return Ok(None);
    }
    let (rulesets, failing) = (&loaded.rulesets, &loaded.failing);
    let report = match data {
        Some(base) => analyse(&Analysis { base, rulesets, failing, options }),
        None => analyse_nothing(rulesets, failing, options),
    };
    let results = report.map_err(|error| error.to_string())?.results;
    Ok(results.into_iter().next())
}

#[cfg(test)]
mod tests {
    use seaworthy_konveyor::{Filter, load_suites};

    use super::*;

    const RULES: &str = "
- ruleID: port
  message: 'port {{matchingText}}'
  effort: 1
  when:
    builtin.filecontent: {pattern: '\\d+', filePattern: '.*\\.cfg'}
- ruleID: broken
  message: 7
  when: {}
";

    fn suite(rule: &str, expected: &str) -> String {
        format!(
            "providers:
- name: builtin
  dataPath: data
tests:
- ruleID: {rule}
  testCases:
  - name: one
    hasIncidents: {{{expected}}}
"
        )
    }

    #[test]
    fn suites_are_run_with_their_rules_and_data() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        write("data/a.cfg", "1 2\n3\n");
        for name in ["good", "bad", "lost"] {
            write(&format!("{name}.yaml"), RULES);
        }
        write("good.test.yaml", &suite("port", "exactly: 3"));
        write("bad.test.yaml", &suite("port", "exactly: 2, messageMatches: port 2"));
        write("lost.test.yaml", &suite("nobody", "exactly: 1"));
        let (suites, errors) = load_suites(&[folder.path().to_owned()], &Filter::default());
        assert_eq!((suites.len(), errors.len()), (3, 0), "{errors:?}");
        let mut outcomes = Vec::new();
        for threads in [1, 3] {
            let threads = NonZeroUsize::new(threads).unwrap();
            let options = TestOptions {
                options: Options { threads, ..Options::default() },
                ..Default::default()
            };
            outcomes.push(run_suites(&suites, &options));
        }
        assert_eq!(outcomes[0], outcomes[1]);
        let passed: Vec<_> = outcomes[0].iter().map(Outcome::passed).collect();
        assert_eq!(passed, [false, true, false]);
        assert!(outcomes[0][2].error.is_some());
    }

    #[test]
    fn without_data_there_is_nothing_to_find() {
        let folder = tempfile::tempdir().unwrap();
        let rules = folder.path().join("rules.yaml");
        std::fs::write(&rules, RULES).unwrap();
        let ids = BTreeSet::from(["port".to_owned()]);
        let (options, load) = (Options::default(), LoadOptions::default());
        let result = run_group(&rules, &ids, None, &options, &load).unwrap().unwrap();
        assert!(result.unmatched.contains("port"));
        assert!(run_group(&folder.path().join("none.yaml"), &ids, None, &options, &load).is_err());
    }
}
