use seaworthy_base::LineIndex;
use seaworthy_lang::{Analyser, Limits};

use super::*;
use crate::ListedFile;

/// Lines of each pattern's hits in one file.
fn lines(patterns: &[&str], text: &str) -> Vec<(LeafId, u32)> {
    let leaves: Vec<Leaf> =
        patterns.iter().map(|p| Leaf::Go { pattern: (*p).to_owned() }).collect();
    let files = FileTable {
        base: "/app".into(),
        files: vec![ListedFile { path: "a.go".into(), size: 0, language: Language::Go }],
    };
    let (plan, errors) = GoPlan::compile(&leaves, &files);
    assert!(errors.is_empty() && plan.wants(0));
    let tree = Analyser::new(Limits::default()).parse(Language::Go, text).unwrap();
    let index = LineIndex::new(text);
    let mut hits = Vec::new();
    plan.scan(FileText { id: 0, path: "a.go", text, lines: &index }, &tree, &mut hits);
    hits.into_iter().map(|h| (h.leaf, h.line)).collect()
}

const PROGRAM: &str = r#"package main

import (
	"crypto/rsa"
	pki "crypto/x509"
	_ "example.org/side/effect"
	idp "example.org/acme/go-idp/v3"
	"math/rand"
)

// rsa.GenerateKey is only named here.
func Issue(k *rsa.PrivateKey) []byte {
	s := "rsa.GenerateKey"
	cert, _ := pki.ParseCertificate(nil)
	idp.New(pki.Certificate{}, s)
	rand := source()
	rand.Intn(3)
	return Sign(cert, k)
}

func Sign(c *pki.Certificate, k *rsa.PrivateKey) []byte {
	return rand.Bytes()
}
"#;

#[test]
fn a_package_counts_where_it_is_used_not_where_it_is_imported() {
    assert_eq!(lines(&["crypto/rsa"], PROGRAM), [(0, 12), (0, 21)]);
    assert_eq!(lines(&["crypto"], PROGRAM), [(0, 12), (0, 14), (0, 15), (0, 21)]);
}

#[test]
fn members_are_found_through_aliases_and_major_versions() {
    assert_eq!(lines(&["crypto/x509.ParseCertificate"], PROGRAM), [(0, 14)]);
    assert_eq!(lines(&["crypto/x509.Certificate"], PROGRAM), [(0, 15), (0, 21)]);
    assert_eq!(lines(&["example.org/acme/go-idp.New", "x509.Certificate"], PROGRAM)[0], (0, 15));
    assert_eq!(lines(&["crypto/rsa.GenerateKey"], PROGRAM), []);
}

#[test]
fn a_blank_import_counts_itself() {
    assert_eq!(lines(&["example.org/side/effect"], PROGRAM), [(0, 6)]);
}

#[test]
fn a_local_variable_hides_a_package() {
    assert_eq!(lines(&["math/rand"], PROGRAM), [(0, 22)]);
}

#[test]
fn a_name_alone_counts_its_uses_without_the_declaration() {
    assert_eq!(lines(&["Sign"], PROGRAM), [(0, 18)]);
    assert_eq!(lines(&["PrivateKey"], PROGRAM), [(0, 12), (0, 21)]);
}

#[test]
fn dot_imports_bring_their_names() {
    let text = "package a\n\nimport . \"crypto/rsa\"\n\nvar key PrivateKey\n";
    assert_eq!(lines(&["crypto/rsa.PrivateKey", "crypto/rsa"], text), [(0, 5), (1, 3)]);
}

#[test]
fn vendored_files_are_not_asked() {
    let vendored = ListedFile { path: "a/vendor/x.go".into(), size: 0, language: Language::Go };
    let files = FileTable { base: "/app".into(), files: vec![vendored] };
    let (plan, _) = GoPlan::compile(&[Leaf::Go { pattern: "fmt".to_owned() }], &files);
    assert!(!plan.wants(0));
    assert!(plan.may_hold("import \"fmt\"") && !plan.may_hold("package a"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_scanned_without_panic(text in "(package a\n)?(import .{0,20}\n)?.{0,80}") {
        lines(&["crypto/rsa", "a", "x.Y"], &text);
    }
}
