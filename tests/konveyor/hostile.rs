//! Rules and files that would cost too much: bounded, told, and the run goes on.

use super::*;

fn rule(id: &str, condition: &str) -> String {
    format!("- ruleID: {id}\n  description: d\n  message: m\n  effort: 1\n  when:\n{condition}")
}

#[test]
fn costly_rules_fail_alone() {
    let shop = shop();
    let mut nested = String::new();
    for depth in 0..3_000 {
        nested.push_str(&"  ".repeat(depth + 2));
        nested.push_str(if depth == 0 { "and:\n" } else { "- and:\n" });
    }
    let bomb = format!("//*{}", "[count(//*[count(//*) > 0]) > 0]".repeat(6));
    write(
        shop.path(),
        &[
            (
                "rules/regex.yaml",
                &rule(
                    "catastrophic-1",
                    "    builtin.filecontent: {pattern: '(?=(a+)+$)(a+)+b', filePattern: '.*\\.txt'}\n",
                ),
            ),
            (
                "rules/xpath.yaml",
                &rule("bomb-1", &format!("    builtin.xml: {{xpath: '{bomb}'}}\n")),
            ),
            ("shop/long.txt", &"a".repeat(50_000)),
            ("shop/wide.xml", &format!("<r>{}</r>", "<a><b/></a>".repeat(5_000))),
        ],
    );
    let output = analyze(shop.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let yaml = read(shop.path(), "out/output.yaml");
    assert!(yaml.contains("mail-001:"), "{yaml}");
    assert!(yaml.contains("- bomb-1"), "{yaml}");
    let log = read(shop.path(), "out/analysis.log");
    assert!(log.contains("wide.xml") && log.contains("too many steps"), "{log}");
    write(shop.path(), &[("rules/deep.yaml", &rule("deep-1", &nested))]);
    let deep = analyze(shop.path(), &["--overwrite"]);
    assert!(matches!(deep.status.code(), Some(0 | 2)), "{deep:?}");
    assert!(
        deep.status.code() == Some(0) || stderr(&deep).contains("deep.yaml"),
        "{}",
        stderr(&deep)
    );
}

#[test]
fn files_that_nobody_should_read_whole_do_not_end_the_run() {
    let shop = shop();
    let xml = rule("xml-1", "    builtin.xml: {xpath: //session}\n");
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    write(
        shop.path(),
        &[
            ("rules/xml.yaml", &xml),
            ("shop/deep.xml", &deep),
            ("shop/small.xml", "<web><session>1</session></web>"),
            (
                "shop/entities.xml",
                "<!DOCTYPE a [<!ENTITY x \"yyyyyyyyyy\"><!ENTITY z \"&x;&x;&x;\">]><a>&z;</a>",
            ),
            ("shop/half.xml", "<web><session>2</sess"),
        ],
    );
    fs::write(shop.path().join("shop/noise.xml"), [0xff, 0xfe, 0x00, 0x3c, 0x61]).unwrap();
    // A hundred megabytes that hold nothing: the file is sparse.
    fs::File::create(shop.path().join("shop/huge.xml")).unwrap().set_len(105 << 20).unwrap();
    let output = analyze(shop.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let yaml = read(shop.path(), "out/output.yaml");
    assert!(yaml.contains("xml-1:") && yaml.contains("small.xml"), "{yaml}");
}
