//! INHERITANCE and IMPLEMENTS_TYPE.

use super::*;

const SOURCE: &str = "package p;
import com.lib.*;
import com.lib.Base;
import com.lib.Face;
class A extends Base { }
class B implements Face { }
class C extends Other implements Face { }
interface D extends Face { }
enum E implements Face { ONE }
class F extends A { }
class G { Base g = new Base() { }; }
class H implements java.util.List<Face> { }
class I extends Base<Face> { }
";

#[test]
fn g17_inheritance_drops_classes_that_only_implement() {
    assert_eq!(lines("INHERITANCE", "com.lib.Face", SOURCE), [7, 8, 9]);
}

#[test]
fn g17_implements_reports_extends_too_but_no_interfaces() {
    assert_eq!(lines("IMPLEMENTS_TYPE", "com.lib.Face", SOURCE), [6, 7, 9]);
    assert_eq!(lines("IMPLEMENTS_TYPE", "com.lib.Base", SOURCE), [5, 11, 13]);
}

#[test]
fn g17_supertypes_are_direct_ones_and_match_by_erasure() {
    assert_eq!(lines("INHERITANCE", "com.lib.Base", SOURCE), [5, 11, 13]);
}

#[test]
fn anonymous_classes_have_no_name() {
    let found = named(&query("INHERITANCE", "com.lib.Base"), &[SOURCE]);
    assert_eq!(found[1], ("Class", String::new()));
}

#[test]
fn supertypes_need_no_import_of_their_own() {
    let source = "package p;\nclass A extends java.util.TimerTask { }\n";
    assert_eq!(lines("INHERITANCE", "java.util.TimerTask", source), [2]);
}

#[test]
fn implements_can_ask_for_an_annotation() {
    let source = "package p;\nimport a.Mark;\nimport com.lib.Face;\n@Mark class A implements Face { }\nclass B implements Face { }\n";
    let query = annotated("IMPLEMENTS_TYPE", "com.lib.Face", "a.Mark", &[]);
    assert_eq!(lines_of(&query, &[source]), [4]);
}
