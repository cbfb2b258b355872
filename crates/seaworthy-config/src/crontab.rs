//! Crontabs: `cron/<line>` holds a schedule and its command, `env/<NAME>` a variable.

use crate::reading::{Reading, lines};

pub(crate) fn read(out: &mut Reading<'_>) {
    for line in lines(out.text) {
        let body = line.text.trim();
        if body.is_empty() || body.starts_with('#') || out.is_full() {
            continue;
        }
        let is_entry = body.starts_with('@')
            || body.starts_with(['*', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        let fields = if body.starts_with('@') { 2 } else { 6 };
        if is_entry && body.split_whitespace().nth(fields - 1).is_some() {
            out.key(&format!("cron/{}", line.number), body, line.span_of(body));
        } else if let (false, Some((name, value))) = (is_entry, body.split_once('=')) {
            let value = value.trim();
            out.key(
                &format!("env/{}", name.trim()),
                crate::ini::unquoted(value),
                line.span_of(value),
            );
        } else {
            out.bad(line.start, "a line is neither a schedule with a command nor `NAME=value`");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{keys, problems, row};

    #[test]
    fn schedules_and_variables() {
        let text = "# c\nMAILTO=\"ops\"\n*/5 * * * * root /srv/run.sh\n@daily /srv/day.sh\n1 2 3\n";
        let rows = [
            ("env/MAILTO", "ops", 2),
            ("cron/3", "*/5 * * * * root /srv/run.sh", 3),
            ("cron/4", "@daily /srv/day.sh", 4),
        ];
        assert_eq!(keys("crontab", text), rows.map(row));
        assert!(problems("crontab", text)[0].contains(":5:1"));
    }
}
