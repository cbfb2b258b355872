use super::*;

fn properties(group: &str, artifact: &str, version: &str) -> (String, String) {
    let path = format!("META-INF/maven/{group}/{artifact}/pom.properties");
    (path, format!("#by Maven\nversion={version}\ngroupId={group}\nartifactId={artifact}\n"))
}

fn seen(identity: &JarIdentity) -> (String, &str, &str, IdentifiedBy) {
    let name = identity.coordinates.as_ref().map_or("-".to_owned(), |c| format!("{}:{}", c.0, c.1));
    (name, &identity.name, identity.version.as_deref().unwrap_or("-"), identity.how)
}

#[test]
fn of_several_records_the_file_name_chooses_and_the_others_are_bundled() {
    let records = [properties("io.inner", "inner", "9"), properties("org.acme", "tool", "1.2")];
    let poms = [(
        "META-INF/maven/org.acme/tool/pom.xml".to_owned(),
        "<project><name>Acme tool</name><licenses><license><name>MIT</name></license></licenses></project>".to_owned(),
    )];
    let parts = JarParts {
        file_name: "lib/tool-1.2-all.jar",
        pom_properties: &records,
        poms: &poms,
        ..JarParts::default()
    };
    let identity = identify(&parts, None);
    assert_eq!(
        seen(&identity),
        ("org.acme:tool".to_owned(), "tool", "1.2", IdentifiedBy::PomProperties)
    );
    assert_eq!(identity.classifier.as_deref(), Some("all"));
    assert_eq!(identity.title.as_deref(), Some("Acme tool"));
    assert_eq!(identity.licences[0].spdx.as_deref(), Some("MIT"));
    assert_eq!(identity.shaded[0].name(), "io.inner:inner");
}

#[test]
fn a_checksum_is_believed_first() {
    let sha1 = "a".repeat(40);
    let (table, wrong) = ChecksumTable::parse(&format!("{sha1} org.real:thing:3"));
    assert!(wrong.is_empty());
    let records = [properties("org.acme", "tool", "1.2")];
    let parts = JarParts {
        file_name: "tool.jar",
        pom_properties: &records,
        sha1: Some(&sha1),
        ..JarParts::default()
    };
    let identity = identify(&parts, Some(&table));
    assert_eq!(
        seen(&identity),
        ("org.real:thing".to_owned(), "thing", "3", IdentifiedBy::Checksum)
    );
}

#[test]
fn the_record_of_a_bundled_library_is_not_the_archives_own() {
    let records = [properties("io.inner", "inner", "9")];
    let parts = JarParts {
        file_name: "acme-tool-1.2.jar",
        pom_properties: &records,
        ..JarParts::default()
    };
    let identity = identify(&parts, None);
    assert_eq!(seen(&identity), ("-".to_owned(), "acme-tool", "1.2", IdentifiedBy::FileName));
    assert_eq!(identity.shaded.len(), 1);
    let renamed = JarParts { file_name: "x.jar", ..parts };
    assert_eq!(seen(&identify(&renamed, None)).0, "io.inner:inner");
}

#[test]
fn manifests_tell_groups_and_versions() {
    let cases = [
        ("acme-core-2.0.jar", "Bundle-SymbolicName: org.acme.core\n", "org.acme:acme-core", "2.0"),
        (
            "tool-1.jar",
            "Bundle-SymbolicName: org.acme.tool;singleton:=true\n",
            "org.acme:tool",
            "1",
        ),
        (
            "tool.jar",
            "Implementation-Version: 4.1\nImplementation-Vendor-Id: org.acme\n",
            "org.acme:tool",
            "4.1",
        ),
        (
            "tool.jar",
            "Implementation-Version: nightly\nImplementation-Vendor-Id: Acme Inc.\n",
            "-",
            "-",
        ),
        (
            "spring-core.jar",
            "Implementation-Version: 5.3.1\n",
            "org.springframework:spring-core",
            "5.3.1",
        ),
    ];
    for (file_name, text, name, version) in cases {
        let parts = JarParts { file_name, manifest: Some(text), ..JarParts::default() };
        let identity = identify(&parts, None);
        let seen = seen(&identity);
        assert_eq!((seen.0.as_str(), seen.2), (name, version), "{file_name} {text}");
    }
}
