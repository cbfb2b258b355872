//! Names for findings that survive moved lines and reformatting.

use seaworthy_base::ContentHash;
use seaworthy_matching::Incident;

/// 32 hexadecimal digits over rule, component, and path, scope and text (white space collapsed) of the first place:
/// production before others, then the least by path, scope and text. Lines and columns do not count.
pub(crate) fn fingerprint(rule: &str, component: &str, incidents: &[Incident]) -> String {
    let first = incidents
        .iter()
        .map(|i| {
            let text = i.evidence.text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!i.role.counts(), i.evidence.path.as_ref(), i.scope.as_ref(), text)
        })
        .min();
    let (path, scope, text) = match &first {
        Some((_, path, scope, text)) => (*path, *scope, text.as_str()),
        None => ("", "", ""),
    };
    ContentHash::of_parts([rule, component, path, scope, text].map(str::as_bytes))
        .prefix(32)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::incident;
    use seaworthy_facts::Role;

    #[test]
    fn lines_and_spaces_do_not_matter_and_the_rest_does() {
        let places = [
            incident("a.java", 10, "f", Role::Production),
            incident("b.java", 3, "g", Role::Production),
        ];
        let mut moved = places.to_vec();
        moved.reverse();
        moved[1].evidence.at.line = 99;
        moved[1].evidence.text = "new  File( x )".into();
        let name = fingerprint("r", "c", &places);
        assert_eq!(name.len(), 32);
        assert_eq!(name, fingerprint("r", "c", &moved));
        assert_ne!(name, fingerprint("r2", "c", &places));
        assert_ne!(name, fingerprint("r", "c2", &places));
        assert_ne!(name, fingerprint("r", "c", &places[1..]));
        moved.push(incident("0.java", 1, "", Role::Test));
        assert_eq!(name, fingerprint("r", "c", &moved));
    }
}
