use std::collections::BTreeMap;

use super::*;

fn variables() -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("name".to_owned(), Value::from("a<b> & 'c' \"d\"")),
        ("empty".to_owned(), Value::from("  ")),
        ("tags".to_owned(), Value::List(vec!["x".to_owned(), "y".to_owned()])),
        ("none".to_owned(), Value::List(Vec::new())),
    ])
}

fn rendered(text: &str) -> String {
    Template::parse(text).unwrap().render(&variables(), Some(7))
}

#[test]
fn g4_values_are_escaped_for_html() {
    assert_eq!(rendered("[{{name}}]"), "[a&lt;b&gt; &amp; &#39;c&#39; &#34;d&#34;]");
    assert_eq!(rendered("{{{ name }}}|{{& name}}"), "a<b> & 'c' \"d\"|a<b> & 'c' \"d\"");
}

#[test]
fn missing_variables_are_empty() {
    assert_eq!(rendered("[{{gone}}{{name.gone}}] {{ lineNumber }}"), "[] 7");
    assert_eq!(Template::parse("{{lineNumber}}").unwrap().render(&variables(), None), "");
}

#[test]
fn sections_work_on_lists_and_values() {
    assert_eq!(rendered("{{#tags}}<{{.}}>{{/tags}}"), "<x><y>");
    assert_eq!(rendered("{{#none}}a{{/none}}{{^none}}b{{/none}}"), "b");
    assert_eq!(rendered("{{#empty}}a{{/empty}}{{^empty}}b{{/empty}}"), "b");
    assert_eq!(rendered("{{#name}}{{lineNumber}}{{/name}}"), "7");
    assert_eq!(rendered("{{tags}}"), "[x y]");
}

#[test]
fn tags_alone_on_a_line_take_the_line_with_them() {
    assert_eq!(rendered("a\n  {{! note }}  \nb"), "a\nb");
    assert_eq!(rendered("{{#tags}}\n- {{.}}\n{{/tags}}\n"), "- x\n- y\n");
    assert_eq!(rendered("a {{! note }}\nb"), "a \nb");
    assert_eq!(rendered("a\n{{lineNumber}}\nb"), "a\n7\nb");
    assert_eq!(rendered("a\r\n{{!x}}\r\nb"), "a\r\nb");
}

#[test]
fn delimiters_can_be_changed() {
    assert_eq!(rendered("{{=<% %>=}}<% lineNumber %> {{name}}"), "7 {{name}}");
}

#[test]
fn what_is_no_template_stands_for_itself() {
    for (text, line) in [
        ("a {{b", 1),
        ("{{}}", 1),
        ("\n{{#a}}x", 2),
        ("{{/a}}", 1),
        ("{{#a}}{{/b}}", 1),
        ("{{=x}}", 1),
        ("{{{x}}", 1),
    ] {
        assert_eq!(Template::parse(text).unwrap_err().line, line, "{text}");
        assert_eq!(Template::or_literal(text).as_text(), Some(text));
    }
    assert!(Template::parse(&"{{#a}}".repeat(10_000)).is_err());
}

#[test]
fn a_text_without_tags_is_taken_as_it_is() {
    let template = Template::parse("plain } text {").unwrap();
    assert_eq!(template.as_text(), Some("plain } text {"));
    assert!(template.names().is_empty());
    assert_eq!(Template::parse("{{a}}{{#b}}{{c}}{{/b}}").unwrap().names(), ["a", "b", "c"]);
}

proptest::proptest! {
    #[test]
    fn any_text_renders_or_fails(text in "[{}#^/!=& a.\\n]{0,40}") {
        if let Ok(template) = Template::parse(&text) {
            let _ = template.render(&variables(), None);
        }
    }
}
