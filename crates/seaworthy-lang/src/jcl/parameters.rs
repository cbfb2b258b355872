//! `PGM=X,COND=(4,LT),DSN=A.B` as keys and values.

/// One parameter; the key of a positional one is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parameter<'a> {
    pub(super) key: &'a str,
    pub(super) text: &'a str,
}

/// The parameters of an operand field, in order.
pub(super) fn parameters(operands: &str) -> Vec<Parameter<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut depth = 0_usize;
    let mut quoted = false;
    let ends = operands.char_indices().chain([(operands.len(), ',')]);
    for (at, c) in ends {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if at == operands.len() || (!quoted && depth == 0) => {
                if let Some(part) = operands.get(from..at).filter(|p| !p.is_empty()) {
                    found.push(parameter(part));
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

fn parameter(part: &str) -> Parameter<'_> {
    match part.split_once('=') {
        Some((key, text))
            if !key.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '@' | '#' | '$')) =>
        {
            Parameter { key, text }
        }
        _ => Parameter { key: "", text: part },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_from_positions() {
        let found = parameters("(ACCT,'A, B'),CLASS=A,COND=((4,LT),(8,GT)),PARM='X=1,Y'");
        let pairs: Vec<_> = found.iter().map(|p| (p.key, p.text)).collect();
        assert_eq!(
            pairs,
            [
                ("", "(ACCT,'A, B')"),
                ("CLASS", "A"),
                ("COND", "((4,LT),(8,GT))"),
                ("PARM", "'X=1,Y'")
            ]
        );
        assert!(parameters("").is_empty());
    }
}
