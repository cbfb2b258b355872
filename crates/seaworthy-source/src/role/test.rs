//! Tests, their data, and what builds and checks the application.

use seaworthy_facts::{Language, Role};

use super::{PathParts, Surroundings, Verdict};

/// Folders of tests, above any package.
const FOLDERS: [&str; 28] = [
    "test",
    "tests",
    "__tests__",
    "__mocks__",
    "__snapshots__",
    "e2e",
    "e2e-tests",
    "cypress",
    "testdata",
    "test-data",
    "testing",
    "unittests",
    "unit-tests",
    "integration-test",
    "integration-tests",
    "integrationtest",
    "testfixtures",
    "androidtest",
    "commontest",
    "jvmtest",
    "functionaltest",
    "acceptancetest",
    "inttest",
    "test-suite",
    "playwright",
    "testutils",
    "test-utils",
    "testkit",
];

/// Files that set up test tools.
const FILES: [&str; 18] = [
    "conftest.py",
    "tests.py",
    "testing.py",
    "pytest.ini",
    "tox.ini",
    "phpunit.xml",
    "phpunit.xml.dist",
    "phpunit.dusk.xml",
    "jest.config.js",
    "jest.config.ts",
    "karma.conf.js",
    "cypress.json",
    "cypress.config.js",
    "playwright.config.js",
    "playwright.config.ts",
    "protractor.conf.js",
    ".rspec",
    "test_helper.rb",
];

/// Folders and files of build servers and development machines.
const AUTOMATION_FOLDERS: [&str; 9] = [
    ".ci",
    ".github",
    ".gitlab",
    ".circleci",
    ".buildkite",
    ".devcontainer",
    ".husky",
    ".teamcity",
    ".azure-pipelines",
];
const AUTOMATION_FILES: [&str; 9] = [
    ".gitlab-ci.yml",
    ".travis.yml",
    "appveyor.yml",
    ".appveyor.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
    ".drone.yml",
    "jenkinsfile",
    "codecov.yml",
];

pub(super) fn by_path(path: &PathParts<'_>, surroundings: &Surroundings) -> Option<Verdict> {
    let test = |reason| Some((Role::Test, reason));
    if path.folders.iter().any(|folder| AUTOMATION_FOLDERS.contains(folder))
        || AUTOMATION_FILES.contains(&path.file)
    {
        return test("build and test automation");
    }
    // What `src/main` and archives hold is shipped, whatever it is called.
    let shipped = path.has(&["src", "main"]) || path.is_program_class;
    if shipped {
        return None;
    }
    if path.folders.iter().any(|folder| FOLDERS.contains(folder) || is_test_project(folder))
        || path.has(&["src", "it"])
    {
        return test("in a test folder");
    }
    // Where Perl and those who came from it keep their tests.
    if path.folders.first() == Some(&"t") || path.file.ends_with(".t") {
        return test("in a test folder");
    }
    if path.folders.contains(&"spec")
        && (path.is_code() || path.folders.iter().any(|f| f.contains("fixtures")))
    {
        return test("in a test folder");
    }
    let fixtures = path.folders.iter().position(|folder| *folder == "fixtures");
    if let Some(at) = fixtures
        && !surroundings.is_django(path.folders.get(..at).unwrap_or_default())
    {
        return test("test data");
    }
    if FILES.contains(&path.file) {
        return test("set-up of a test tool");
    }
    is_test_file(path).then_some((Role::Test, "named like a test"))
}

/// Project folders of .NET: `shop.tests`, `catalog.unittests`, `functionaltests`.
fn is_test_project(folder: &str) -> bool {
    [".tests", ".test", ".unittests", ".unittest", ".integrationtests", ".specs"]
        .iter()
        .any(|ending| folder.ends_with(ending))
        || matches!(folder, "functionaltests" | "integrationtests" | "acceptancetests")
}

fn is_test_file(path: &PathParts<'_>) -> bool {
    let Some((stem, _)) = path.file_as_written.rsplit_once('.') else { return false };
    let ends = |endings: &[&str]| {
        endings.iter().any(|ending| stem.strip_suffix(ending).is_some_and(|rest| !rest.is_empty()))
    };
    match path.language {
        // With the capital letter: a `contest.java` is none.
        Language::Java | Language::Kotlin | Language::Scala | Language::Groovy => {
            ends(&["Test", "Tests", "TestCase", "Spec", "ITCase"])
                || stem
                    .strip_suffix("IT")
                    .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_lowercase()))
        }
        Language::CSharp | Language::VisualBasic | Language::VisualBasic6 => {
            ends(&["Test", "Tests"])
        }
        Language::Php => ends(&["Test"]),
        Language::Go => ends(&["_test"]),
        // A module that `#[cfg(test)]` names in the file above.
        Language::Rust => matches!(stem, "test" | "tests") || ends(&["_test", "_tests"]),
        Language::Python => stem.starts_with("test_") || ends(&["_test"]),
        Language::Ruby => ends(&["_test", "_spec"]),
        Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Vue => {
            ends(&[".spec", ".test", "-spec", "_spec", ".cy", ".e2e-spec", ".stories"])
        }
        _ => false,
    }
}
