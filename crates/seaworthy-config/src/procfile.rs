//! Procfiles: a process type and its command a line.

use crate::reading::{Reading, lines};

pub(crate) fn read(out: &mut Reading<'_>) {
    for line in lines(out.text) {
        let body = line.text.trim();
        if body.is_empty() || body.starts_with('#') || out.is_full() {
            continue;
        }
        match body.split_once(':') {
            Some((name, command)) => {
                let command = command.trim();
                out.key(name.trim(), command, line.span_of(command));
            }
            None => out.bad(line.start, "a line has no `type: command`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{keys, problems, row};

    #[test]
    fn one_process_a_line() {
        let text = "web: bundle exec puma -p $PORT\nworker: rake jobs:work\nnothing\n";
        let rows = [("web", "bundle exec puma -p $PORT", 1), ("worker", "rake jobs:work", 2)];
        assert_eq!(keys("Procfile", text), rows.map(row));
        assert!(problems("Procfile", text)[0].contains(":3:1"));
    }
}
