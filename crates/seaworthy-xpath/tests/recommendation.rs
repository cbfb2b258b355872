//! XPath 1.0, section by section.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use seaworthy_xml::{Document, Reading};
use seaworthy_xpath::{Budget, Mode, Namespaces, Part, Value, XPath, XPathError};

const SHOP: &str = "<?xml version='1.0'?>\n<!DOCTYPE shop SYSTEM 'shop.dtd'>\n<!-- top -->\n<shop xmlns:t='urn:tax' xml:lang='en-GB' name='corner'>\n  <?stock take slowly?>\n  <item id='1' t:rate='7'><name>tea</name><price>3.50</price></item>\n  <item id='2' t:rate='19'><name>mug</name><price>12</price><!-- blue --></item>\n  <item id='3'><name>spoon</name><price>0.5</price><t:note>old<b>!</b></t:note></item>\n  <shelf xml:lang='de'><item id='4'><name>tin</name></item></shelf>\n</shop>\n";

fn value_in(text: &str, xpath: &str) -> Value {
    let doc = Document::read(text, Reading::Recommendation);
    let xpath = XPath::parse(xpath, Mode::Standard).unwrap();
    let namespaces = Namespaces::from([("x".to_owned(), "urn:tax".to_owned())]);
    xpath.value(&doc, &namespaces, &mut Budget::default()).unwrap()
}

/// What an expression selects: elements by the path of ids or names, other nodes by their values.
fn shown(xpath: &str) -> String {
    let doc = Document::read(SHOP, Reading::Recommendation);
    let Value::Nodes(nodes) = value_in(SHOP, xpath) else { panic!("{xpath} gives no nodes") };
    let names: Vec<String> = nodes
        .iter()
        .map(|node| match (node.part, node.attribute(&doc)) {
            (_, Some(attribute)) => {
                format!("@{}={}", doc.attribute_name(attribute), attribute.value)
            }
            (Part::Namespace(_), _) => "namespace".to_owned(),
            _ if doc.is_element(node.node) => match doc.attr(node.node, "id") {
                Some(id) => format!("{}{id}", doc.name(node.node)),
                None => doc.name(node.node).to_owned(),
            },
            _ => match doc.text_node(node.node) {
                Some(text) if text.trim().is_empty() => "_".to_owned(),
                Some(text) => format!("'{text}'"),
                None if doc.parent(node.node).is_none() => "/".to_owned(),
                None => format!("({})", doc.content(node.node).trim()),
            },
        })
        .collect();
    names.join(" ")
}

fn selects(table: &[(&str, &str)]) {
    for (xpath, expected) in table {
        assert_eq!(shown(xpath), *expected, "{xpath}");
    }
}

/// Checks expressions against strings: `string()` of each.
fn gives(table: &[(&str, &str)]) {
    for (xpath, expected) in table {
        let value = value_in(SHOP, &format!("string({xpath})"));
        assert_eq!(value, Value::Text((*expected).to_owned()), "{xpath}");
    }
}

fn holds(table: &[(&str, bool)]) {
    for (xpath, expected) in table {
        let value = value_in(SHOP, &format!("boolean({xpath})"));
        assert_eq!(value, Value::Boolean(*expected), "{xpath}");
    }
}

#[test]
fn section_2_location_paths() {
    selects(&[
        ("/", "/"),
        ("/shop", "shop"),
        ("shop/item", "item1 item2 item3"),
        ("/shop/*", "item1 item2 item3 shelf"),
        ("//item", "item1 item2 item3 item4"),
        ("/shop//item", "item1 item2 item3 item4"),
        ("//shelf/..", "shop"),
        ("//shelf/.", "shelf"),
        ("//b/../..", "item3"),
        ("/shop/item/name/text()", "'tea' 'mug' 'spoon'"),
        ("//item/@id", "@id=1 @id=2 @id=3 @id=4"),
        ("/shop/@*", "@xml:lang=en-GB @name=corner"),
        ("/nothing", ""),
        ("/shop/nothing/item", ""),
    ]);
}

#[test]
fn section_2_2_axes() {
    selects(&[
        ("//b/ancestor::*", "shop item3 t:note"),
        ("//b/ancestor::node()", "/ shop item3 t:note"),
        ("//b/ancestor-or-self::*", "shop item3 t:note b"),
        ("//item[@id=2]/following-sibling::*", "item3 shelf"),
        ("//item[@id=2]/preceding-sibling::*", "item1"),
        ("//item[@id=3]/preceding-sibling::*[1]", "item2"),
        ("//item[@id=3]/preceding-sibling::*[last()]", "item1"),
        ("//item[@id=3]/following::*", "shelf item4 name"),
        ("//item[@id=2]/preceding::*", "item1 name price"),
        ("//shelf/item/preceding::b/ancestor::item", "item3"),
        ("//item[@id=3]/descendant::*", "name price t:note b"),
        ("//item[@id=3]/descendant-or-self::*", "item3 name price t:note b"),
        ("//b/parent::*", "t:note"),
        ("//b/parent::item", ""),
        ("//shelf/self::shelf", "shelf"),
        ("//shelf/self::item", ""),
        ("//shelf/child::item/attribute::id", "@id=4"),
        ("//@id/..", "item1 item2 item3 item4"),
        ("//@name/parent::shop", "shop"),
        ("/shop/@name/following::item[1]", "item1"),
        ("//shelf/namespace::*", "namespace namespace"),
        ("/following::*", ""),
        ("//comment()", "(top) (blue)"),
        ("//processing-instruction()", "(take slowly)"),
    ]);
    gives(&[
        ("//shelf/namespace::t", "urn:tax"),
        ("count(//shelf/namespace::*)", "2"),
        ("name(//shelf/namespace::t)", "t"),
        ("/shop/@name/self::node()", "corner"),
    ]);
}

#[test]
fn section_2_3_node_tests() {
    selects(&[
        ("//x:note", "t:note"),
        ("//x:*", "t:note"),
        ("//@x:rate", "@t:rate=7 @t:rate=19"),
        ("//@x:*", "@t:rate=7 @t:rate=19"),
        ("//note", ""),
        ("//@rate", ""),
        ("//item[@id=2]/node()", "name price (blue)"),
        ("//processing-instruction('stock')", "(take slowly)"),
        ("//processing-instruction('other')", ""),
        ("//item/comment()", "(blue)"),
        ("/shop/text()", "_ _ _ _ _ _"),
        ("/comment() | /node()/self::processing-instruction()", "(top)"),
        ("//@id/self::*", ""),
    ]);
}

#[test]
fn section_2_4_predicates() {
    selects(&[
        ("//item[1]", "item1 item4"),
        ("(//item)[1]", "item1"),
        ("(//item)[last()]", "item4"),
        ("/descendant::item[4]", "item4"),
        ("/shop/item[position() > 1]", "item2 item3"),
        ("/shop/item[position() = last()]", "item3"),
        ("/shop/item[last() - 1]", "item2"),
        ("/shop/item[name='mug']", "item2"),
        ("/shop/item[price > 3][2]", "item2"),
        ("/shop/item[2][price > 3]", "item2"),
        ("/shop/item[2][price > 30]", ""),
        ("/shop/item[price > 3 and @id != '2']", "item1"),
        ("//item[not(price)]", "item4"),
        ("//*[name][count(*) = 2]", "item1 item2"),
        ("//item['']", ""),
        ("//item['x']", "item1 item2 item3 item4"),
        ("//item[0]", ""),
        ("//item[1.5]", ""),
        ("/shop/item[count(following-sibling::item)]", ""),
        ("/shop/item[count(following-sibling::item) + 1]", "item2"),
        ("//b/ancestor::*[1]", "t:note"),
        ("//b/ancestor::*[2]", "item3"),
        ("(//b/ancestor::*)[1]", "shop"),
    ]);
}

#[test]
fn section_3_expressions() {
    selects(&[
        ("//name[. = 'tea'] | //price[. = 12] | //name[. = 'tea']", "name price"),
        ("(//shelf | //item)/name", "name name name name"),
        ("id('none')", ""),
    ]);
    holds(&[
        ("1 = 1.0 and 'a' != 'b'", true),
        ("2 > 1 or nothing", true),
        ("nothing and 1 div 0", false),
        ("//price > 11", true),
        ("//price > 12", false),
        ("11 < //price", true),
        ("//price = //name", false),
        ("//item/@id = //item/@id", true),
        ("//item/@id != //item/@id", true),
        ("//nothing = //nothing", false),
        ("//nothing != 'x'", false),
        ("//nothing = false()", true),
        ("//item = true()", true),
        ("//nothing < 1", false),
        ("'3' > '2'", true),
        ("'a' < 'b'", false),
        ("true() = 'x'", true),
        ("1 < 2 < 3", true),
        ("3 > 2 > 1", false),
        ("0 div 0 = 0 div 0", false),
        ("'' or 0 or nothing", false),
    ]);
    gives(&[
        ("1 + 2 * 3 - 4 div 2", "5"),
        ("(1 + 2) * 3", "9"),
        ("5 mod 2", "1"),
        ("5 mod -2", "1"),
        ("-5 mod 2", "-1"),
        ("1.5 mod 0.5", "0"),
        ("- - 3", "3"),
        ("-(2)", "-2"),
        ("1 div 0", "Infinity"),
        ("-1 div 0", "-Infinity"),
        ("0 div 0", "NaN"),
        ("'3' * '4'", "12"),
        ("//price * 2", "7"),
        ("1 - 1", "0"),
        ("10 div 4", "2.5"),
        ("count(//item) mod 3", "1"),
    ]);
}

#[test]
fn section_3_7_lexical_structure() {
    let text = "<div><and>1</and><or>2</or><mod>3</mod><a-b>4</a-b><text>5</text></div>";
    for (xpath, number) in [
        ("div/and + div/or", 3.0),
        ("div/mod mod div/or", 1.0),
        ("div/and and div/or", 1.0),
        ("count(div/*)", 5.0),
        ("div/a-b - 1", 3.0),
        ("div/text * 2", 10.0),
        ("count(div/* | div)", 6.0),
        ("div/text/text()", 5.0),
        (" div / and ", 1.0),
        ("child :: div/child::*[5]", 5.0),
        (".5 + 5.", 5.5),
    ] {
        assert_eq!(value_in(text, &format!("number({xpath})")), Value::Number(number), "{xpath}");
    }
}

#[test]
fn section_4_1_node_sets() {
    gives(&[
        ("count(//item)", "4"),
        ("local-name(//x:note)", "note"),
        ("name(//x:note)", "t:note"),
        ("namespace-uri(//x:note)", "urn:tax"),
        ("namespace-uri(//item)", ""),
        ("local-name(//nothing)", ""),
        ("local-name(//@x:rate)", "rate"),
        ("local-name(/)", ""),
        ("local-name(//processing-instruction())", "stock"),
        ("namespace-uri(//@x:rate)", "urn:tax"),
        ("namespace-uri(//@xml:lang)", "http://www.w3.org/XML/1998/namespace"),
    ]);
    let ids = "<r><a xml:id='x'/><b xml:id='y'/><c xml:id='x'/><d>y x</d></r>";
    assert_eq!(value_in(ids, "count(id('x y z'))"), Value::Number(2.0));
    assert_eq!(value_in(ids, "name(id(//d)[2])"), Value::Text("b".to_owned()));
}

#[test]
fn section_4_2_strings() {
    gives(&[
        ("string(//name)", "tea"),
        ("string(//nothing)", ""),
        ("string(//x:note)", "old!"),
        ("concat('a', 1, true(), //name)", "a1truetea"),
        ("starts-with('shop', 'sh')", "true"),
        ("starts-with('shop', '')", "true"),
        ("contains(//name, 'ea')", "true"),
        ("contains(//nothing, '')", "true"),
        ("substring-before('1999/04/01', '/')", "1999"),
        ("substring-after('1999/04/01', '/')", "04/01"),
        ("substring-after('abc', '')", "abc"),
        ("substring-before('abc', 'x')", ""),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 2)", "2345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', 1, 0 div 0)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring('12345', -1 div 0, 1 div 0)", ""),
        ("substring('äöü', 2, 1)", "ö"),
        ("string-length('äöü')", "3"),
        ("normalize-space('  a \n\t b ')", "a b"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("translate('aa', 'aa', 'xy')", "xx"),
    ]);
    selects(&[("//name[string-length() = 3][normalize-space() = 'mug']", "name")]);
}

#[test]
fn section_4_3_booleans() {
    holds(&[
        ("boolean(//item)", true),
        ("boolean(//nothing)", false),
        ("boolean('false')", true),
        ("boolean(0)", false),
        ("boolean(0 div 0)", false),
        ("not(//nothing)", true),
        ("true()", true),
        ("false()", false),
        ("//name[lang('en')]", true),
        ("//shelf[lang('de')]", true),
        ("//shelf[lang('en')]", false),
        ("//shelf//name[lang('DE')]", true),
        ("//item[@id=1][lang('en-GB')]", true),
        ("//item[@id=1][lang('en-US')]", false),
    ]);
}

#[test]
fn section_4_4_numbers() {
    gives(&[
        ("number('  12 ')", "12"),
        ("number('1e3')", "NaN"),
        ("number(true())", "1"),
        ("number(//nothing)", "NaN"),
        ("sum(//price)", "16"),
        ("sum(//nothing)", "0"),
        ("sum(//name)", "NaN"),
        ("floor(-2.5)", "-3"),
        ("ceiling(-2.5)", "-2"),
        ("round(-2.5)", "-2"),
        ("round(2.5)", "3"),
        ("1 div round(-0.2)", "-Infinity"),
    ]);
    selects(&[("//price[number() = 12]", "price")]);
}

#[test]
fn section_5_data_model() {
    let value = |text: &str, xpath: &str| match value_in(text, &format!("string({xpath})")) {
        Value::Text(text) => text,
        other => panic!("{other:?}"),
    };
    let text = "<a b='x\n y'>1<![CDATA[<2>]]>3<!-- c -->4<c/></a>";
    assert_eq!(value(text, "a"), "1<2>34");
    assert_eq!(value(text, "count(a/text())"), "2");
    assert_eq!(value(text, "a/@b"), "x  y");
    assert_eq!(value(text, "a/comment()"), " c ");
    let names = "<a xmlns='urn:1' xmlns:p='urn:2'><b xmlns='' p:k='v'/></a>";
    assert_eq!(value(names, "count(//@*)"), "1");
    assert_eq!(value(names, "count(//b)"), "1");
    assert_eq!(value(names, "count(//a)"), "0");
    assert_eq!(value(names, "count(/*/namespace::*)"), "3");
    assert_eq!(value(names, "count(//b/namespace::*)"), "2");
    // White space around the root is no text node, and the document type is no node.
    assert_eq!(value(SHOP, "count(/node())"), "2");
}

#[test]
fn results_come_in_document_order_each_once() {
    selects(&[
        ("//name/ancestor::*", "shop item1 item2 item3 shelf item4"),
        ("(//shelf | /shop)/descendant::name", "name name name name"),
        ("//item/following-sibling::item", "item2 item3"),
        ("//item/preceding-sibling::item", "item1 item2"),
        ("//item[@id > 1]/preceding::name/..", "item1 item2 item3"),
        ("//name/following::price", "price price price"),
        ("//name/../../item[1]", "item1 item4"),
    ]);
}

fn error(text: &str) -> String {
    XPath::parse(text, Mode::Standard).unwrap_err().to_string()
}

#[test]
fn errors_say_where() {
    for (text, message) in [
        ("", "column 1: the expression ends too early"),
        ("//", "column 3: the expression ends too early"),
        ("a[", "column 3: the expression ends too early"),
        ("a[1", "column 4: expected ]"),
        ("a]", "column 2: unexpected ]"),
        ("a b", "column 3: unexpected b"),
        ("/item[@id='é'] = 'x", "column 18: a string that does not end"),
        ("none(1)", "column 1: unknown function none()"),
        ("a/count(b)", "column 3: count() is no node test"),
        ("1 + count()", "column 5: count() does not take 0 arguments"),
        ("sideways::a", "column 1: unknown axis sideways"),
        ("$x", "column 1: variables are not known here"),
        ("1 | a", "column 3: only sets of nodes can be united"),
        ("'x'/a", "column 4: only sets of nodes can have predicates or steps"),
        ("matches(a, 'b')", "column 1: unknown function matches()"),
    ] {
        assert_eq!(error(text), message, "{text}");
    }
}

#[test]
fn unknown_prefixes_are_errors() {
    let doc = Document::read("<a/>", Reading::Recommendation);
    let xpath = XPath::parse("//a[p:b]", Mode::Standard).unwrap();
    let unknown = XPathError::UnknownPrefix("p".to_owned());
    assert_eq!(xpath.check(&Namespaces::new()).unwrap_err(), unknown);
    let selected = xpath.select(&doc, &Namespaces::new(), &mut Budget::default());
    assert_eq!(selected.unwrap_err(), unknown);
}

#[test]
fn a_scalar_is_no_selection() {
    let doc = Document::read("<a/>", Reading::Recommendation);
    let xpath = XPath::parse("count(//a)", Mode::Standard).unwrap();
    let selected = xpath.select(&doc, &Namespaces::new(), &mut Budget::default());
    assert_eq!(selected.unwrap_err(), XPathError::NotNodes);
}
