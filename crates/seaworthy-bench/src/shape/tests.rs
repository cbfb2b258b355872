use super::*;

fn seed(path: &str, source: &str, line: u32) -> Seed {
    Seed {
        rule: "r".to_owned(),
        shape: "as written".to_owned(),
        sample: None,
        path: path.to_owned(),
        after: None,
        source: source.to_owned(),
        also: Vec::new(),
        expect: vec![Expected::Line(line)],
    }
}

/// The source of a shape, and the text of its expected lines.
fn shape(seed: &Seed, name: &str) -> (String, Vec<String>) {
    let all = variants(seed);
    let one = all.iter().find(|s| s.shape == name).unwrap_or_else(|| {
        panic!("no {name} in {:?}", all.iter().map(|s| &s.shape).collect::<Vec<_>>())
    });
    let at = |e: &Expected| match e {
        Expected::Line(line) => *line,
        Expected::Lines(first, _) => *first,
    };
    let line = |e: &Expected| one.source.lines().nth(at(e) as usize - 1).unwrap().trim().to_owned();
    (one.source.clone(), one.expect.iter().map(line).collect())
}

#[test]
fn java() {
    let written = seed(
        "src/main/java/A.java",
        "import java.io.FileWriter;\nclass A {\n    void a() throws Exception {\n        helper.use(new FileWriter(\"a.txt\"));\n    }\n}\n",
        4,
    );
    let (qualified, at) = shape(&written, "qualified names");
    assert!(!qualified.contains("import"));
    assert_eq!(at, ["helper.use(new java.io.FileWriter(\"a.txt\"));"]);
    assert!(shape(&written, "import on demand").0.starts_with("import java.io.*;"));
    let (nested, at) = shape(&written, "nested class");
    assert!(nested.contains("public class Outer {\nclass A {"));
    assert_eq!(at, ["helper.use(new FileWriter(\"a.txt\"));"]);
    assert_eq!(
        shape(&written, "in a lambda").1,
        ["Runnable task = () -> { helper.use(new FileWriter(\"a.txt\")); };"]
    );
    let (_, at) = shape(&written, "over several lines");
    assert_eq!(at, ["helper.use("]);
}

#[test]
fn csharp() {
    let written = seed(
        "A.cs",
        "using System.IO;\nclass A {\n    void B() {\n        File.WriteAllText(\"a\", \"b\");\n    }\n}\n",
        4,
    );
    assert!(shape(&written, "using in the namespace").0.starts_with("namespace Seeded {\nusing"));
    let (_, at) = shape(&written, "in a lambda");
    assert_eq!(at, ["System.Action task = () => { File.WriteAllText(\"a\", \"b\"); };"]);
}

#[test]
fn javascript() {
    let written = seed("a.js", "const fs = require('fs');\nfs.writeFileSync('a', 'b');\n", 2);
    assert!(shape(&written, "node: prefix").0.contains("require('node:fs')"));
    assert!(shape(&written, "import for require").0.starts_with("import fs from 'fs';"));
    assert_eq!(shape(&written, "renamed module").1, ["fsModule.writeFileSync('a', 'b');"]);
    let (text, at) = shape(&written, "in a method");
    assert!(text.contains("async run() {"));
    assert_eq!(at, ["fs.writeFileSync('a', 'b');"]);
    let named = seed("a.ts", "import { a as b } from 'm';\nb();\n", 2);
    assert!(shape(&named, "require for import").0.starts_with("const { a: b } = require('m');"));
}

#[test]
fn python() {
    let written = seed("a.py", "from shutil import copy\n\ncopy('a', 'b')\n", 3);
    assert_eq!(shape(&written, "import under another name").1, ["copy_('a', 'b')"]);
    assert_eq!(shape(&written, "module for name").1, ["shutil.copy('a', 'b')"]);
    assert_eq!(shape(&written, "in a method").1, ["copy('a', 'b')"]);
    assert!(shape(&written, "import in the function").0.contains("\n    from shutil import copy"));
}

#[test]
fn ruby() {
    let written = seed("a.rb", "def a\n  File.write('a', text)\nend\n", 2);
    assert_eq!(shape(&written, "from the top level").1, ["::File.write('a', text)"]);
    assert_eq!(shape(&written, "without parentheses").1, ["File.write 'a', text"]);
    assert_eq!(shape(&written, "in a lambda").1, ["-> { File.write('a', text) }.call"]);
    assert_eq!(shape(&written, "in a module").1, ["File.write('a', text)"]);
}

#[test]
fn php() {
    let written = seed("a.php", "<?php\n$a = file_put_contents('a', $b);\n", 2);
    assert_eq!(
        shape(&written, "from the global namespace").1,
        ["$a = \\file_put_contents('a', $b);"]
    );
    assert_eq!(shape(&written, "in a method").1, ["$a = file_put_contents('a', $b);"]);
    assert!(shape(&written, "in a namespace").0.starts_with("<?php namespace Seeded;\n"));
    let class = seed("a.php", "<?php\nnew PDO('sqlite:a');\n", 2);
    assert!(variants(&class).iter().all(|s| s.shape != "in a namespace"));
}

#[test]
fn go() {
    let written = seed(
        "a.go",
        "package a\n\nimport \"os\"\n\nfunc save() {\n\tos.WriteFile(\"a\", nil, 0o600)\n}\n",
        6,
    );
    assert_eq!(
        shape(&written, "import under another name").1,
        ["ospkg.WriteFile(\"a\", nil, 0o600)"]
    );
    assert_eq!(
        shape(&written, "in a goroutine").1,
        ["go func() { os.WriteFile(\"a\", nil, 0o600) }()"]
    );
    let (text, at) = shape(&written, "in a method");
    assert!(text.contains("func (s *seeded) save()"));
    assert_eq!(at, ["os.WriteFile(\"a\", nil, 0o600)"]);
}

#[test]
fn a_string_over_several_lines_is_left_alone() {
    let written = seed("a.py", "a = \"\"\"\nb\n\"\"\"\nopen('a', 'w')\n", 4);
    assert_eq!(variants(&written).len(), 1);
}

proptest::proptest! {
    #[test]
    fn no_text_panics(source in "[a-z(){};.'\"\\\\ \n]{0,200}", line in 0u32..9) {
        for path in ["a.java", "a.cs", "a.js", "a.py", "a.rb", "a.php", "a.go"] {
            for shaped in variants(&seed(path, &source, line)) {
                proptest::prop_assert_eq!(shaped.expect.len(), 1);
            }
        }
    }
}
