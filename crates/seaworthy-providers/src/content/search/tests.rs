use super::{Outcome, Search};

fn matches(search: &Search, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let outcome = search.run(text, |range| {
        found.push(text[range].to_owned());
        true
    });
    assert_eq!(outcome, Outcome::Complete);
    found
}

fn whole(pattern: &str, text: &str) -> Vec<String> {
    matches(&Search::whole_file(pattern).unwrap(), text)
}

fn lines(pattern: &str, text: &str) -> Vec<String> {
    matches(&Search::line_by_line(pattern).unwrap(), text)
}

#[test]
fn g29_literals_overlap_and_expressions_do_not() {
    assert_eq!(whole("aa", "aaaa"), ["aa", "aa", "aa"]);
    assert_eq!(whole("a{2}", "aaaa"), ["aa", "aa"]);
    assert_eq!(whole("é", "éé"), ["é", "é"]);
}

#[test]
fn g29_a_whole_file_is_searched_with_lines_marked() {
    assert_eq!(whole(r"^b\s+c$", "a\nb\n\n c\nd"), ["b\n\n c"]);
    assert_eq!(whole("<a[^>]*>", "<a\n x>"), ["<a\n x>"]);
    assert_eq!(whole("a.*", "ab\nac"), ["ab", "ac"]);
    assert_eq!(lines("<a[^>]*", "<a\n x>"), ["<a"]);
}

#[test]
fn g30_look_around_takes_the_other_engine() {
    assert_eq!(whole(r"import(?!\s+java)\s+\w+", "import java\nimport foo"), ["import foo"]);
    assert_eq!(whole(r"(?<=x)(\w)\1", "xaa ybb"), ["aa"]);
    assert_eq!(lines(r"foo(?!\n)bar|(?<!a)b", "ab\nb\nfoobar"), ["b", "foobar"]);
    assert_eq!(lines("a++b", "aab\nab"), ["aab", "ab"]);
    assert!(Search::whole_file("a++b").is_none());
    let search = Search::whole_file("(?!x)lookahead").unwrap();
    assert_eq!(search.required.unwrap().any_of, ["lookahead"]);
}

#[test]
fn g30_a_match_that_cannot_leave_its_line_still_sees_its_surroundings() {
    assert_eq!(whole(r"(?<=\n)b|(?<!\n)c", "b\nb\nc"), ["b"]);
    assert_eq!(whole(r"(?<![a-z])x(?=$)", "x\nax\n x"), ["x", "x"]);
    assert_eq!(whole(r"x(?!\s*y)", "x\ny x\nz"), ["x"]);
    assert_eq!(whole(r"(?<![a-z])[a-z]:\\(\w+)", "http:\\a\nc:\\b d:\\e"), ["c:\\b", "d:\\e"]);
}

#[test]
fn g50_empty_matches_are_dropped() {
    assert_eq!(whole(".*", "a\n\nb\n"), ["a", "b"]);
    assert_eq!(whole("x*", "axxb"), ["xx"]);
    assert_eq!(whole("(?=a)", "aaa"), [""; 0]);
    assert_eq!(whole("(?=a)a*", "aaa"), ["aaa"]);
}

#[test]
fn patterns_that_no_reading_accepts_are_refused() {
    for pattern in ["*ngIf", ".controller(", "(?<=", "[a", "a)"] {
        assert!(Search::whole_file(pattern).is_none(), "{pattern}");
        assert!(Search::line_by_line(pattern).is_err(), "{pattern}");
    }
    assert!(!Search::line_by_line(".controller(").unwrap_err().contains('\n'));
}

#[test]
fn a_search_that_explodes_is_given_up() {
    let search = Search::whole_file(r"(a|a)+(?<!a)").unwrap();
    let text = "a".repeat(40);
    assert_eq!(search.run(&text, |_| true), Outcome::GivenUp);
}

#[test]
fn an_expression_that_is_too_large_is_refused_when_it_is_needed() {
    let search = Search::whole_file(r"(?:\p{L}{1000}x){10}y+").unwrap();
    assert_eq!(search.run("y", |_| true), Outcome::TooLarge);
}
