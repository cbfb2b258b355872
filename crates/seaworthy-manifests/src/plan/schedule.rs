//! From schedules as written in code to what a CronJob takes.

use seaworthy_components::Component;

use super::{Decision, Workload};

/// A CronJob for the first schedule that can be one, else a Job.
pub(crate) fn workload(component: &Component) -> Workload {
    let mut schedules =
        component.schedules.iter().filter_map(|claim| Some((claim, cron(&claim.value)?)));
    let Some((claim, (expression, note))) = schedules.next() else { return Workload::Job };
    let mut decision = Decision::new(expression, claim.evidence.clone()).todo(note);
    for (other, (expression, _)) in schedules.take(10) {
        let place = other.evidence.first().map(seaworthy_base::Evidence::place).unwrap_or_default();
        decision = decision.todo(&format!("another CronJob for {expression} ({place})"));
    }
    Workload::CronJob(decision)
}

/// Limits of the five fields.
const FIELDS: [(u32, u32); 5] = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];

/// A five-field expression and what to check about it. Takes crontab lines (with or without a command), Spring's six
/// fields and Quartz's six or seven, both with seconds first.
fn cron(text: &str) -> Option<(String, &'static str)> {
    let text = text.trim().trim_matches(['"', '\'']);
    if let Some(macro_name) = text.strip_prefix('@') {
        let word = macro_name.split_whitespace().next().unwrap_or("");
        let known = ["hourly", "daily", "midnight", "weekly", "monthly", "yearly", "annually"];
        return known.contains(&word).then(|| (format!("@{word}"), ""));
    }
    let fields: Vec<String> =
        text.split_whitespace().take(7).map(|f| f.to_ascii_uppercase().replace('?', "*")).collect();
    // Some crons write Sunday as 7; Kubernetes knows it as 0 only.
    let sunday = |fields: &[String]| {
        let mut fields = fields.to_vec();
        if let Some(day) = fields.get_mut(4).filter(|d| *d == "7") {
            "0".clone_into(day);
        }
        fields
    };
    let seconds_first = fields.first().is_some_and(|f| is_field(f, 0, 59));
    let after_seconds = fields.get(1..6).filter(|_| seconds_first).map(sunday);
    if let Some(rest) = after_seconds
        && are_fields(&rest)
    {
        let numeric_day = rest.get(4).is_some_and(|f| f.contains(|c: char| c.is_ascii_digit()));
        let note = if numeric_day {
            "Quartz counts weekdays from 1 = Sunday, cron from 0 = Sunday: check the last field"
        } else {
            ""
        };
        return Some((rest.join(" "), note));
    }
    let first = sunday(fields.get(..5)?);
    are_fields(&first).then(|| (first.join(" "), ""))
}

fn are_fields(fields: &[String]) -> bool {
    fields.len() == 5
        && fields.iter().zip(FIELDS).all(|(field, (low, high))| is_field(field, low, high))
}

/// Whether a field is a list of `*`, numbers, names and ranges, each with an optional step.
fn is_field(field: &str, low: u32, high: u32) -> bool {
    let value = |text: &str| match text.parse::<u32>() {
        Ok(n) => text.len() <= 2 && (low..=high).contains(&n),
        Err(_) => NAMES.contains(&text) && high <= 12,
    };
    !field.is_empty()
        && field.split(',').all(|part| {
            let (range, step) = part.split_once('/').map_or((part, None), |(r, s)| (r, Some(s)));
            let step_fits =
                step.is_none_or(|s| s.parse::<u32>().is_ok_and(|n| (1..=high).contains(&n)));
            let range_fits = range == "*"
                || match range.split_once('-') {
                    Some((from, to)) => value(from) && value(to) && in_order(from, to),
                    None => value(range),
                };
            step_fits && range_fits
        })
}

fn in_order(from: &str, to: &str) -> bool {
    match (from.parse::<u32>(), to.parse::<u32>()) {
        (Ok(from), Ok(to)) => from <= to,
        _ => true,
    }
}

const NAMES: [&str; 19] = [
    "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "JAN", "FEB", "MAR", "APR", "MAY", "JUN",
    "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// Whether Kubernetes takes the text as a schedule.
pub(crate) fn is_cron(text: &str) -> bool {
    match text.strip_prefix('@') {
        Some(_) => cron(text).is_some(),
        None => are_fields(&text.split(' ').map(str::to_owned).collect::<Vec<_>>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dialects_become_five_fields() {
        let expression = |text| cron(text).map(|(e, _)| e);
        assert_eq!(expression("15 2 * * * root /usr/bin/backup").as_deref(), Some("15 2 * * *"));
        assert_eq!(expression("0 0 2 * * ?").as_deref(), Some("0 2 * * *"));
        assert_eq!(expression("0 0/5 * * * ?").as_deref(), Some("0/5 * * * *"));
        assert_eq!(expression("0 15 10 ? * MON-FRI 2026").as_deref(), Some("15 10 * * MON-FRI"));
        assert_eq!(expression("@daily").as_deref(), Some("@daily"));
        assert_eq!(expression("fixedRate = 5000"), None);
        assert_eq!(expression("99 2 * * *"), None);
        assert_eq!(expression("0 0 L * ?"), None);
        assert!(cron("0 0 2 ? * 2").unwrap().1.contains("Quartz"));
    }

    proptest! {
        #[test]
        fn whatever_comes_out_is_a_schedule(text in "[0-9*/, ?@a-zA-Z-]{0,30}") {
            if let Some((expression, _)) = cron(&text) {
                prop_assert!(is_cron(&expression), "{}", expression);
            }
        }
    }
}
