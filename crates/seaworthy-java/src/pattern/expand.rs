//! Alternatives: `a.(b|c)?.d` is `a..d`, `a.b.d` and `a.c.d`.

/// Groups of one pattern that are followed; a pattern with more is cut off there.
const MAX_ALTERNATIVES: usize = 10_000;

/// Whether the pattern has a group of alternatives: `(`, later `|`, later `)`.
pub(crate) fn is_alternation(pattern: &str) -> bool {
    let Some((_, rest)) = pattern.split_once('(') else { return false };
    let Some((_, rest)) = rest.split_once('|') else { return false };
    rest.contains(')')
}

/// The patterns that `pattern` stands for. A group reaches from the first `(` to the first `)`; a `?` behind it means that
/// the group may be missing. What stands behind the group is kept and expanded too. Without a group: the pattern itself.
pub(crate) fn alternatives(pattern: &str) -> Vec<String> {
    let mut open = vec![pattern.to_owned()];
    let mut done = Vec::new();
    while let Some(next) = open.pop() {
        if !is_alternation(&next) || open.len() + done.len() > MAX_ALTERNATIVES {
            done.push(next);
            continue;
        }
        // `)` may stand before `(`: then there is no group that could be taken apart.
        let group = next.find('(').and_then(|start| Some((start, next.find(')')?)));
        let Some((start, end)) = group.filter(|(start, end)| start < end) else {
            done.push(next);
            continue;
        };
        let (head, inner) = (&next[..start], &next[start + 1..end]);
        let tail = &next[end + 1..];
        let (optional, tail) = tail.strip_prefix('?').map_or((false, tail), |tail| (true, tail));
        // A stack: what comes first is pushed last.
        // Empty ones at the end do not count.
        for alternative in inner.trim_end_matches('|').split('|').rev() {
            open.push(format!("{head}{alternative}{tail}"));
        }
        if optional {
            open.push(format!("{head}{tail}"));
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn g22_groups_are_taken_apart_and_may_be_optional() {
        assert_eq!(alternatives("java.io.(File|Reader)*"), ["java.io.File*", "java.io.Reader*"]);
        assert_eq!(alternatives("a.Work(Event|Item)?"), ["a.Work", "a.WorkEvent", "a.WorkItem"]);
        assert_eq!(alternatives("(a|b).(c|d)"), ["a.c", "a.d", "b.c", "b.d"]);
    }

    #[test]
    fn a_parameter_list_is_no_group() {
        assert_eq!(alternatives("a.B.m(int, *)"), ["a.B.m(int, *)"]);
        assert!(!is_alternation("a.B.m(int)"));
    }

    #[test]
    fn a_group_ends_at_the_first_closing_parenthesis() {
        assert_eq!(alternatives("a.B.(m|n))*"), ["a.B.m)*", "a.B.n)*"]);
        assert_eq!(alternatives(")(a|b)"), [")(a|b)"]);
    }

    proptest! {
        #[test]
        fn any_text_ends_without_groups(text in "[a-c()|?*.]{0,24}") {
            for alternative in alternatives(&text) {
                let closes_first = alternative.find(')') < alternative.find('(');
                prop_assert!(!is_alternation(&alternative) || closes_first);
            }
        }

        #[test]
        fn a_group_of_n_gives_n(names in proptest::collection::vec("[a-z]{1,5}", 2..6)) {
            let pattern = format!("p.({})x", names.join("|"));
            let expected: Vec<String> = names.iter().map(|n| format!("p.{n}x")).collect();
            prop_assert_eq!(alternatives(&pattern), expected);
        }
    }
}
