//! The line of a pom that Konveyor points at for a library.

/// The first of two neighbouring lines that hold two tags out of group and artifact, in any order; lines are counted
/// from 1. A pair on one line is found together with the line above it, so that one is named. `None` where the two
/// tags never stand that close.
pub(super) fn pom_line(text: &str, group: &str, artifact: &str) -> Option<u32> {
    let tags =
        [format!("<groupId>{group}</groupId>"), format!("<artifactId>{artifact}</artifactId>")];
    let count =
        |line: &str| -> usize { tags.iter().map(|tag| line.matches(tag.as_str()).count()).sum() };
    let mut above = 0;
    for (number, line) in (1..).zip(text.lines()) {
        let here = count(line);
        if above + here >= 2 {
            return Some(u32::max(1, number - 1));
        }
        above = here;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_any_order_and_one_line() {
        let pom = "<a>\n  <groupId>g</groupId>\n  <version>1</version>\n  <artifactId>x</artifactId>\n  <groupId>g</groupId>\n</a>\n<groupId>h</groupId><artifactId>y</artifactId>\n";
        assert_eq!(pom_line(pom, "g", "x"), Some(4));
        assert_eq!(pom_line(pom, "h", "y"), Some(6));
        assert_eq!(pom_line(pom, "h", "x"), None);
        assert_eq!(pom_line("<groupId>h</groupId><artifactId>y</artifactId>", "h", "y"), Some(1));
    }

    #[test]
    fn a_line_between_group_and_artifact_hides_the_place() {
        let pom = "<groupId>g</groupId>\n<type>jar</type>\n<artifactId>x</artifactId>\n";
        assert_eq!(pom_line(pom, "g", "x"), None);
    }
}
