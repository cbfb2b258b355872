use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::maven::{Gav, MavenEnvironment, MavenRepository};
use crate::read;

/// A dependency element: `group:artifact:version`, `scope` or nothing, and other elements as they are.
fn dependency(coordinates: &str, more: &str) -> String {
    let mut parts = coordinates.split(':');
    let mut part = |name: &str| match parts.next() {
        Some(text) if !text.is_empty() => format!("<{name}>{text}</{name}>"),
        _ => String::new(),
    };
    let (group, artifact, version) = (part("groupId"), part("artifactId"), part("version"));
    format!("<dependency>{group}{artifact}{version}{more}</dependency>\n")
}

fn pom(coordinates: &str, more: &str, dependencies: &[String]) -> String {
    let [group, artifact, version] = coordinates.split(':').collect::<Vec<_>>()[..] else {
        panic!("{coordinates}")
    };
    format!(
        "<project><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>\n{more}\
<dependencies>\n{}</dependencies></project>",
        dependencies.concat()
    )
}

/// Resolves files of a tree against a repository of poms, each named by its coordinates.
fn resolved(tree: &[(&str, String)], repository: &[(&str, String)]) -> Vec<ResolvedProject> {
    let poms: BTreeMap<&str, &str> = repository.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let pom = |gav: &Gav| poms.get(gav.to_string().as_str()).map(|text| Arc::from(*text));
    let versions = |group: &str, artifact: &str| {
        let prefix = format!("{group}:{artifact}:");
        poms.keys().filter_map(|k| k.strip_prefix(&prefix)).map(str::to_owned).collect()
    };
    let files: Vec<ManifestFile> = tree
        .iter()
        .filter_map(|(path, text)| read(&Arc::from(*path), text, &mut Vec::new()))
        .collect();
    resolve_maven(
        &files,
        MavenSources {
            repository: MavenRepository { pom: &pom, versions: &versions },
            environment: &MavenEnvironment::default(),
            tree: &BTreeSet::new(),
        },
    )
}

fn names(project: &ResolvedProject) -> Vec<String> {
    project
        .dependencies
        .iter()
        .map(|d| format!("{}:{}:{}", d.gav.artifact, d.gav.version, d.scope))
        .collect()
}

#[test]
fn the_nearest_wins_and_the_first_of_equally_near_ones() {
    let app = pom("x:app:1", "", &[dependency("g:a:1", ""), dependency("g:b:1", "")]);
    let repository = [
        ("g:a:1", pom("g:a:1", "", &[dependency("g:c:1", ""), dependency("g:d:1", "")])),
        ("g:b:1", pom("g:b:1", "", &[dependency("g:d:2", ""), dependency("g:e:1", "")])),
        ("g:c:1", pom("g:c:1", "", &[dependency("g:e:2", "")])),
        ("g:d:1", pom("g:d:1", "", &[])),
        ("g:d:2", pom("g:d:2", "", &[dependency("g:never:1", "")])),
        ("g:e:1", pom("g:e:1", "", &[])),
    ];
    let project = &resolved(&[("pom.xml", app)], &repository)[0];
    let want = ["a:1:compile", "b:1:compile", "c:1:compile", "d:1:compile", "e:1:compile"];
    assert_eq!(names(project), want);
    let d = &project.dependencies[3];
    assert_eq!(d.omitted, [Omitted { version: Arc::from("2"), by: Some(1) }]);
    assert_eq!(project.path_to(3), [0, 3]);
    assert_eq!(d.evidence.place(), "pom.xml:3");
    assert_eq!(project.unresolved, []);
}

#[test]
fn scopes_follow_who_asks_and_widen() {
    let app = pom(
        "x:app:1",
        "",
        &[
            dependency("g:t:1", "<scope>test</scope>"),
            dependency("g:r:1", "<scope>runtime</scope>"),
            dependency("g:p:1", "<scope>provided</scope>"),
        ],
    );
    let repository = [
        ("g:t:1", pom("g:t:1", "", &[dependency("g:both:1", ""), dependency("g:only:1", "")])),
        ("g:r:1", pom("g:r:1", "", &[dependency("g:deep:1", "")])),
        ("g:p:1", pom("g:p:1", "", &[dependency("g:given:1", "<scope>runtime</scope>")])),
        ("g:deep:1", pom("g:deep:1", "", &[dependency("g:both:2", "")])),
    ];
    let project = &resolved(&[("pom.xml", app)], &repository)[0];
    let want = [
        "t:1:test",
        "r:1:runtime",
        "p:1:provided",
        "both:1:runtime",
        "only:1:test",
        "deep:1:runtime",
        "given:1:provided",
    ];
    assert_eq!(names(project), want);
    let missing: Vec<String> = project.unresolved.iter().map(ToString::to_string).collect();
    assert_eq!(missing.len(), 3, "{missing:?}");
    assert_eq!(missing[0], "the pom of g:both:1 is not in the repository");
}

#[test]
fn management_exclusions_and_optional() {
    let management = format!(
        "<dependencyManagement><dependencies>{}{}</dependencies></dependencyManagement>",
        dependency("g:m:9", "<scope>runtime</scope>"),
        dependency(
            "g:a:",
            "<exclusions><exclusion><groupId>g</groupId><artifactId>never</artifactId></exclusion></exclusions>"
        )
    );
    let exclusion = "<exclusions><exclusion><groupId>bad</groupId><artifactId>*</artifactId></exclusion></exclusions>";
    let app =
        pom("x:app:1", &management, &[dependency("g:a:1", ""), dependency("g:b:1", exclusion)]);
    let repository = [
        (
            "g:a:1",
            pom(
                "g:a:1",
                "",
                &[
                    dependency("g:m:1", ""),
                    dependency("g:never:1", ""),
                    dependency("g:o:1", "<optional>true</optional>"),
                    dependency("g:tested:1", "<scope>test</scope>"),
                ],
            ),
        ),
        ("g:b:1", pom("g:b:1", "", &[dependency("g:c:1", "")])),
        ("g:c:1", pom("g:c:1", "", &[dependency("bad:z:1", ""), dependency("g:fine:1", "")])),
        ("g:m:9", pom("g:m:9", "", &[])),
        ("g:fine:1", pom("g:fine:1", "", &[])),
    ];
    let project = &resolved(&[("pom.xml", app)], &repository)[0];
    let want = ["a:1:compile", "b:1:compile", "m:9:runtime", "c:1:compile", "fine:1:compile"];
    assert_eq!(names(project), want);
    assert_eq!(project.dependencies[2].managed_from.as_deref(), Some("1"));
    assert_eq!(project.unresolved, []);
}

#[test]
fn parents_and_bills_of_materials_of_the_repository() {
    let app = "<project><parent><groupId>g</groupId><artifactId>parent</artifactId><version>3</version></parent>
<artifactId>app</artifactId><properties><a.version>2</a.version></properties>
<dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId></dependency>
<dependency><groupId>g</groupId><artifactId>b</artifactId></dependency></dependencies></project>";
    let import = "<type>pom</type><scope>import</scope>";
    let management = |entries: &[String]| {
        let entries = entries.concat();
        format!(
            "<dependencyManagement><dependencies>{entries}</dependencies></dependencyManagement>"
        )
    };
    let repository = [
        (
            "g:parent:3",
            pom(
                "g:parent:3",
                &format!(
                    "<properties><a.version>1</a.version></properties>{}",
                    management(&[
                        dependency("g:a:${a.version}", ""),
                        dependency("g:bom:1", import)
                    ])
                ),
                &[dependency("g:log:1", "")],
            ),
        ),
        (
            "g:bom:1",
            pom(
                "g:bom:1",
                &management(&[dependency("g:a:8", ""), dependency("g:b:${project.version}", "")]),
                &[],
            ),
        ),
    ];
    let project = &resolved(&[("pom.xml", app.to_owned())], &repository)[0];
    assert_eq!(names(project), ["a:2:compile", "b:1:compile", "log:1:compile"]);
    let alone = &resolved(&[("pom.xml", app.to_owned())], &[])[0];
    assert!(alone.unresolved.iter().any(|u| {
        u.to_string() == "g:app:3: its parent g:parent:3 is not in the repository"
            && u.evidence.place() == "pom.xml:1"
    }));
}

#[test]
fn moved_libraries_and_ranges() {
    let moved = "<distributionManagement><relocation><groupId>new</groupId></relocation></distributionManagement>";
    let app = pom(
        "x:app:1",
        "",
        &[dependency("g:a:1", ""), dependency("g:r:[1,2)", ""), dependency("g:s:1", "")],
    );
    let repository = [
        ("g:a:1", pom("g:a:1", moved, &[])),
        ("new:a:1", pom("new:a:1", "", &[dependency("g:soft:5", "")])),
        ("g:r:1.9", pom("g:r:1.9", "", &[])),
        ("g:r:1.10", pom("g:r:1.10", "", &[])),
        ("g:r:2", pom("g:r:2", "", &[])),
        ("g:s:1", pom("g:s:1", "", &[dependency("g:soft:[3,4]", "")])),
        ("g:soft:3.5", pom("g:soft:3.5", "", &[])),
        ("g:soft:5", pom("g:soft:5", "", &[])),
    ];
    let project = &resolved(&[("pom.xml", app)], &repository)[0];
    assert_eq!(
        names(project),
        ["a:1:compile", "r:1.10:compile", "s:1:compile", "soft:3.5:compile"]
    );
    assert_eq!(project.dependencies[0].gav.to_string(), "new:a:1");
    assert_eq!(project.dependencies[0].relocated_from, Some(Gav::new("g", "a", "1")));
}

#[test]
fn rings_end() {
    let app = "<project><parent><groupId>x</groupId><artifactId>app</artifactId><version>1</version><relativePath/></parent>
<artifactId>app</artifactId><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>1</version></dependency></dependencies></project>";
    let import = dependency("g:bom:1", "<type>pom</type><scope>import</scope>");
    let ring = format!(
        "<dependencyManagement><dependencies>{import}</dependencies></dependencyManagement>"
    );
    let repository = [
        ("g:a:1", pom("g:a:1", "", &[dependency("g:b:1", "")])),
        ("g:b:1", pom("g:b:1", "", &[dependency("g:a:2", "")])),
        ("g:bom:1", pom("g:bom:1", &ring, &[])),
    ];
    let bom = pom("x:user:1", &ring, &[]);
    let all = resolved(&[("pom.xml", app.to_owned()), ("u/pom.xml", bom)], &repository);
    assert_eq!(names(&all[0]), ["a:1:compile", "b:1:compile"]);
    assert!(matches!(all[1].unresolved[0].reason, UnresolvedReason::Cycle(_)));
}

proptest! {
    /// Whatever the graph: it ends, every library stands once, and each stands after the one that brings it.
    #[test]
    fn any_graph_resolves(edges in proptest::collection::vec((0u8..8, 1u8..4, 0u8..8, 1u8..4, 0u8..4), 0..60)) {
        let scopes = ["", "<scope>runtime</scope>", "<scope>test</scope>", "<optional>true</optional>"];
        let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (from, version, to, wanted, scope) in edges {
            let entry = by_name.entry(format!("g:l{from}:{version}")).or_default();
            entry.push(dependency(&format!("g:l{to}:{wanted}"), scopes[usize::from(scope)]));
        }
        let repository: Vec<(&str, String)> =
            by_name.iter().map(|(name, d)| (name.as_str(), pom(name, "", d))).collect();
        let app = pom("x:app:1", "", &[dependency("g:l0:1", ""), dependency("g:l1:1", "")]);
        let project = &resolved(&[("pom.xml", app)], &repository)[0];
        let mut seen = BTreeSet::new();
        for (i, library) in project.dependencies.iter().enumerate() {
            prop_assert!(seen.insert(&library.gav.artifact));
            prop_assert!(library.parent.is_none_or(|p| p < i));
        }
    }
}
