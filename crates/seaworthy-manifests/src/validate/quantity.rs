//! Quantities: `250m`, `1`, `64Mi`.

/// A quantity in thousandths of its unit; nothing for what is none.
pub(super) fn parse(text: &str) -> Option<i128> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, suffix) = text.split_at(end);
    let number: i128 = digits.parse().ok()?;
    let factor: i128 = match suffix {
        "m" => 1,
        "" => 1000,
        "k" => 1_000_000,
        "M" => 1_000_000_000,
        "G" => 1_000_000_000_000,
        "Ki" => 1000 << 10,
        "Mi" => 1000 << 20,
        "Gi" => 1000 << 30,
        "Ti" => 1000 << 40,
        _ => return None,
    };
    number.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn suffixes_scale() {
        assert_eq!(parse("250m"), Some(250));
        assert_eq!(parse("1"), parse("1000m"));
        assert_eq!(parse("1Gi"), parse("1024Mi"));
        assert_eq!(parse("0M"), Some(0));
        for bad in ["", "Mi", "1.5x", "-1", "1 Gi"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
