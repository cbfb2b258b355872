//! Plain platform releases from what manifests write.

use crate::Platform;

/// The release of a platform as the tag of an image names it: the lowest that a requirement allows (`>=3.9,<4` → `3.9`,
/// `^7.4|^8.0` → `7.4`), the upper end where nothing else is said (`<=3.11` → `3.11`), Java's old counting put right
/// (`1.8` → `8`), a .NET moniker without its name (`net461` → `4.6.1`). `None` where it names no number.
pub(crate) fn plain(platform: Platform, written: &str) -> Option<String> {
    // A placeholder that no manifest resolves has digits that mean something else.
    if written.contains('$') {
        return None;
    }
    match platform {
        Platform::Java | Platform::Servlet | Platform::JavaEe => java(written),
        Platform::DotNet | Platform::DotNetFramework => target_framework(written),
        _ => lowest(written).map(|numbers| join(&numbers)),
    }
}

fn java(written: &str) -> Option<String> {
    let numbers = lowest(written)?;
    let release = match numbers.as_slice() {
        [1, old, ..] => old,
        [release, ..] => release,
        [] => return None,
    };
    Some(release.to_string())
}

/// `net8.0` → `8.0`, `netcoreapp3.1` → `3.1`, `v4.7.2` and `net472` → `4.7.2`; of several the first.
fn target_framework(written: &str) -> Option<String> {
    let first = written.split(';').map(str::trim).find(|t| !t.is_empty())?;
    let number = first.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let number: String =
        number.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect::<String>();
    let number = number.trim_end_matches('.');
    if number.is_empty() {
        return None;
    }
    // `net472` counts in digits; `net10` and later write their dot.
    if number.len() > 1 && !number.contains('.') {
        return Some(number.chars().map(String::from).collect::<Vec<_>>().join("."));
    }
    Some(number.to_owned())
}

/// The lowest version a requirement allows, as numbers.
fn lowest(requirement: &str) -> Option<Vec<u32>> {
    let bounds = bounds(requirement);
    let below = |operator: &str| operator.starts_with('<') || operator.starts_with('!');
    let least = bounds.iter().filter(|(o, _)| !below(o)).map(|(_, v)| v).min();
    least.or_else(|| bounds.iter().find(|(o, _)| o == "<=").map(|(_, v)| v)).cloned()
}

/// The operators and versions of a requirement in the order of the text.
fn bounds(requirement: &str) -> Vec<(String, Vec<u32>)> {
    let mut found = Vec::new();
    let mut operator = String::new();
    let mut before = ' ';
    let mut rest = requirement;
    while let Some(c) = rest.chars().next() {
        let starts = c.is_ascii_digit()
            && (!before.is_ascii_alphanumeric() || matches!(before, 'v' | 'V'))
            && before != '.';
        if starts {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let (number, after) = rest.split_at(end);
            let version: Option<Vec<u32>> =
                number.split('.').filter(|n| !n.is_empty()).map(|n| n.parse().ok()).collect();
            found.extend(version.map(|v| (std::mem::take(&mut operator), v)));
            before = '0';
            rest = after;
            continue;
        }
        match c {
            '<' | '>' | '=' | '!' | '~' | '^' => operator.push(c),
            c if c.is_whitespace() => {}
            c if c.is_ascii_alphabetic() || matches!(c, '-' | '.') => {}
            _ => operator.clear(),
        }
        before = c;
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    found
}

fn join(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn requirements_give_their_lower_bound() {
        for (written, expected) in [
            (">=3.9,<4", "3.9"),
            ("<4,>=3.9", "3.9"),
            ("^7.4", "7.4"),
            ("^8.1|^7.4", "7.4"),
            ("~> 3.2", "3.2"),
            ("20.x", "20"),
            (">= 18", "18"),
            (">=18.18.2 || >=20", "18.18.2"),
            ("18 - 20", "18"),
            ("v20.10.0", "20.10.0"),
            ("python-3.11.4", "3.11.4"),
            ("ruby 3.2.2p53", "3.2.2"),
            ("3.*", "3"),
            ("<=3.11", "3.11"),
            ("!=3.0, >=2.7", "2.7"),
            (">= 3.2.0, < 4.1.0", "3.2.0"),
            ("1.25", "1.25"),
        ] {
            assert_eq!(plain(Platform::Python, written).as_deref(), Some(expected), "{written}");
        }
        for written in ["", "*", "lts/*", "node", "<4", "${python.version}", "99999999999"] {
            assert_eq!(plain(Platform::Node, written), None, "{written}");
        }
    }

    #[test]
    fn java_counts_from_one_no_more() {
        for (written, expected) in
            [("1.8", "8"), ("8", "8"), ("17", "17"), ("11.0.2", "11"), ("1.8.0_292", "8")]
        {
            assert_eq!(plain(Platform::Servlet, written).as_deref(), Some(expected), "{written}");
        }
        assert_eq!(plain(Platform::Java, "${java.version}"), None);
    }

    #[test]
    fn target_frameworks() {
        for (target, version) in [
            ("net8.0", "8.0"),
            ("v4.7.2", "4.7.2"),
            ("net472", "4.7.2"),
            ("net461", "4.6.1"),
            ("net35", "3.5"),
            ("netcoreapp3.1", "3.1"),
            ("netstandard2.0", "2.0"),
            ("net8.0-windows", "8.0"),
            ("net10.0", "10.0"),
            ("net472;net8.0", "4.7.2"),
        ] {
            assert_eq!(plain(Platform::DotNet, target).as_deref(), Some(version), "{target}");
        }
        assert_eq!(plain(Platform::DotNet, ""), None);
    }

    proptest! {
        #[test]
        fn any_text_gives_digits_and_dots(written in ".{0,40}") {
            for platform in [Platform::Java, Platform::DotNet, Platform::Node] {
                if let Some(version) = plain(platform, &written) {
                    prop_assert!(!version.is_empty());
                    prop_assert!(version.chars().all(|c| c.is_ascii_digit() || c == '.'));
                }
            }
        }
    }
}
