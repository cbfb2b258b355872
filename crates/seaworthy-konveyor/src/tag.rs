//! Tags of tagging rules.

/// The names that a rendered tag gives to `hasTags`: those after an optional `Category=`, split at commas. A tag with other
/// characters than letters, digits, `_`, `-`, blanks and parentheses gives none, though it stands in the result.
pub fn tag_names(tag: &str) -> Option<Vec<String>> {
    let names = match tag.split_once('=') {
        Some((category, names)) if !category.is_empty() && is_name(category) => names,
        Some(_) => return None,
        None => tag,
    };
    // A comma at the end separates nothing; before every other one stands a name, the first of which is not empty.
    let mut parts = names.split(',');
    let first_ok = parts.next().is_some_and(|first| !first.is_empty() && is_name(first));
    if !first_ok || !parts.all(is_name) {
        return None;
    }
    Some(
        names
            .split(',')
            .filter(|n| !n.is_empty())
            .map(|n| n.trim_matches(' ').to_owned())
            .collect(),
    )
}

fn is_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_- ()".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(tag: &str) -> Vec<String> {
        tag_names(tag).unwrap_or_default()
    }

    #[test]
    fn g7_the_category_is_dropped_and_names_are_split() {
        assert_eq!(names("Java EE=EJB"), ["EJB"]);
        assert_eq!(names("Web=Servlet, JSP (2),"), ["Servlet", "JSP (2)"]);
        assert_eq!(names("Plain tag"), ["Plain tag"]);
    }

    #[test]
    fn other_characters_give_no_name() {
        for tag in ["License=Apache License 2.0", "a/b", "A=B=C", "=A", ",A", "", "Ä"] {
            assert_eq!(tag_names(tag), None, "{tag}");
        }
    }
}
