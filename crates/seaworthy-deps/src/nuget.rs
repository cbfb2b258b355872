//! NuGet and MSBuild: project files, `packages.config`, `Directory.*.props`, solutions.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::{Diagnostic, Evidence};
use seaworthy_xml::{Document, NodeId};

use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, place};

/// What one file says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Project(Project),
    /// `packages.config`.
    Packages(Vec<Dependency>),
    /// `Directory.Build.props` and `Directory.Packages.props`.
    Props {
        properties: BTreeMap<String, Property>,
        versions: BTreeMap<String, String>,
        packages: Vec<Dependency>,
    },
    /// Projects that a solution names, as written.
    Solution(Vec<String>),
}

#[derive(Clone, Debug)]
pub(crate) struct Project {
    properties: BTreeMap<String, Property>,
    packages: Vec<Dependency>,
    /// Other projects, as written.
    references: Vec<(String, Evidence)>,
    evidence: Evidence,
}

/// Web application projects of Visual Studio.
const WEB_GUID: &str = "349c5851-65df-11da-9384-00065b846f21";
const TEST_GUID: &str = "3ac096d0-a1c2-e12c-1390-a8335801fdab";

/// MSBuild property → ours.
const PROPERTIES: [(&str, &str); 13] = [
    ("TargetFramework", "target.framework"),
    ("TargetFrameworks", "target.framework"),
    ("TargetFrameworkVersion", "target.framework"),
    ("OutputType", "output.type"),
    ("ProjectTypeGuids", "project.type.guids"),
    ("RootNamespace", "root.namespace"),
    ("AssemblyName", "assembly.name"),
    ("UseWPF", "use.wpf"),
    ("UseWindowsForms", "use.windows.forms"),
    ("Version", "version"),
    ("DevelopmentServerPort", "development.server.port"),
    ("IISExpressSSLPort", "iis.express.port"),
    ("IISUrl", "iis.url"),
];

/// Whether a lower-case file name is one of these.
pub(crate) fn is_manifest(name: &str) -> bool {
    is_project(name)
        || name.ends_with(".sln")
        || matches!(name, "packages.config" | "directory.build.props" | "directory.packages.props")
}

fn is_project(name: &str) -> bool {
    [".csproj", ".vbproj", ".fsproj"].iter().any(|e| name.ends_with(e))
}

pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let name = place::file_name(&source.path).to_ascii_lowercase();
    if name.ends_with(".sln") {
        return Some(Manifest::Solution(solution(source.text)));
    }
    let document = Document::parse(source.text);
    problems.extend(document.problems(&source.path, source.lines(), source.text));
    let root = document.root_element()?;
    if name == "packages.config" {
        return Some(Manifest::Packages(package_elements(
            &document, source, "package", "id", "version",
        )));
    }
    let mut properties = BTreeMap::new();
    for element in document.elements() {
        let local = document.local_name(element);
        // `<Version>` also stands below a package.
        let parent = document.parent(element).map_or("", |p| document.local_name(p));
        if local == "Version" && parent != "PropertyGroup" {
            continue;
        }
        if let Some((_, key)) = PROPERTIES.iter().find(|(n, _)| *n == local) {
            let (value, span) = document.own_text(element);
            if !value.is_empty() {
                properties
                    .entry((*key).to_owned())
                    .or_insert_with(|| source.property(value, span.start));
            }
        }
    }
    let packages = package_elements(&document, source, "PackageReference", "Include", "Version");
    if !is_project(&name) {
        let central = package_elements(&document, source, "PackageVersion", "Include", "Version");
        let versions = central
            .into_iter()
            .filter_map(|d| Some((d.name.to_ascii_lowercase(), d.version?)))
            .collect();
        return Some(Manifest::Props { properties, versions, packages });
    }
    if let Some(sdk) = document.attr(root, "Sdk") {
        properties.insert("sdk".to_owned(), source.property(sdk, document.tag_span(root).start));
    }
    let named = |what: &str| -> Vec<NodeId> {
        document.elements().filter(|e| document.local_name(*e) == what).collect()
    };
    let references = named("ProjectReference")
        .into_iter()
        .filter_map(|e| {
            Some((document.attr(e, "Include")?.to_owned(), source.at(document.tag_span(e).start)))
        })
        .collect();
    for reference in named("Reference") {
        let assembly = document
            .attr(reference, "Include")
            .and_then(|i| i.split(',').next())
            .unwrap_or("")
            .trim();
        let key = match assembly {
            "System.Windows.Forms" => "use.windows.forms",
            "PresentationFramework" => "use.wpf",
            "System.Web" => "uses.system.web",
            "System.ServiceModel" => "uses.service.model",
            _ => continue,
        };
        properties
            .entry(key.to_owned())
            .or_insert_with(|| source.property("referenced", document.tag_span(reference).start));
    }
    Some(Manifest::Project(Project {
        properties,
        packages,
        references,
        evidence: source.at(document.tag_span(root).start),
    }))
}

fn package_elements(
    document: &Document,
    source: &Source<'_>,
    element: &str,
    id: &str,
    version: &str,
) -> Vec<Dependency> {
    let mut out = Vec::new();
    for node in document.elements().filter(|e| document.local_name(*e) == element) {
        let Some(name) = document.attr(node, id).or_else(|| document.attr(node, "Update")) else {
            continue;
        };
        let asked = document
            .attr(node, version)
            .map(str::to_owned)
            .or_else(|| document.child_text(node, version).map(|(t, _)| t))
            .unwrap_or_default();
        let dev = document.attr(node, "developmentDependency") == Some("true")
            || document.attr(node, "PrivateAssets").is_some_and(|a| a.eq_ignore_ascii_case("all"));
        out.push(Dependency {
            ecosystem: Ecosystem::Nuget,
            name: name.to_owned(),
            version: exact(&asked),
            requirement: asked,
            scope: if dev { Scope::Dev } else { Scope::Runtime },
            direct: true,
            via: Vec::new(),
            evidence: source.at(document.tag_span(node).start),
        });
    }
    out
}

/// NuGet takes the lowest version of a range; a floating or computed one is not known.
fn exact(requirement: &str) -> Option<String> {
    let version =
        requirement.trim_matches(['[', ']', '(', ')']).split(',').next().unwrap_or("").trim();
    (version.starts_with(|c: char| c.is_ascii_digit()) && !version.contains('*'))
        .then(|| version.to_owned())
}

fn solution(text: &str) -> Vec<String> {
    text.lines()
        .filter(|l| l.starts_with("Project("))
        .filter_map(|l| l.split('"').nth(5))
        .filter(|path| is_project(&path.to_ascii_lowercase()))
        .map(str::to_owned)
        .collect()
}

pub(crate) fn link(files: &Files<Manifest>) -> Vec<Module> {
    let mut projects: Vec<(&Arc<str>, &Project)> = Vec::new();
    let mut packages: BTreeMap<&str, &Vec<Dependency>> = BTreeMap::new();
    let mut props: Vec<(&str, &Manifest)> = Vec::new();
    let mut solutions: Vec<(&Arc<str>, &Vec<String>)> = Vec::new();
    for (path, manifest) in files {
        match manifest.as_ref() {
            Manifest::Project(project) => projects.push((path, project)),
            Manifest::Packages(found) => {
                packages.insert(place::folder(path), found);
            }
            props_file @ Manifest::Props { .. } => props.push((place::folder(path), props_file)),
            Manifest::Solution(found) => solutions.push((path, found)),
        }
    }
    let name_at = |path: &str| -> Option<&str> {
        projects.iter().find(|(p, _)| p.eq_ignore_ascii_case(path)).map(|(p, _)| place::stem(p))
    };
    projects
        .iter()
        .map(|(path, project)| {
            let root = place::folder(path);
            let mut properties = project.properties.clone();
            let mut dependencies = project.packages.clone();
            dependencies.extend(packages.get(root).into_iter().flat_map(|p| p.iter().cloned()));
            let mut central: BTreeMap<&str, &str> = BTreeMap::new();
            for above in place::upwards(root) {
                for (_, file) in props.iter().filter(|(folder, _)| *folder == above) {
                    let Manifest::Props { properties: more, versions, packages } = file else {
                        continue;
                    };
                    for (key, property) in more {
                        properties.entry(key.clone()).or_insert_with(|| property.clone());
                    }
                    for (name, version) in versions {
                        central.entry(name).or_insert(version);
                    }
                    dependencies.extend(packages.iter().cloned());
                }
            }
            for dependency in &mut dependencies {
                if dependency.version.is_none() {
                    dependency.version = central
                        .get(dependency.name.to_ascii_lowercase().as_str())
                        .map(|v| (*v).to_owned());
                }
            }
            for (reference, evidence) in &project.references {
                let target = place::join(root, reference);
                let Some(name) = target.as_deref().and_then(name_at) else { continue };
                dependencies.push(Dependency {
                    ecosystem: Ecosystem::Nuget,
                    name: name.to_owned(),
                    version: None,
                    requirement: reference.clone(),
                    scope: Scope::Runtime,
                    direct: true,
                    via: Vec::new(),
                    evidence: evidence.clone(),
                });
            }
            let solution = solutions.iter().find(|(s, found)| {
                found.iter().any(|f| place::join(place::folder(s), f).as_deref() == Some(path))
            });
            if let Some((solution, _)) = solution {
                let evidence = Evidence::file(solution, "solution");
                properties.insert(
                    "solution".to_owned(),
                    Property { value: solution.to_string(), evidence },
                );
            }
            let mut module = Module {
                ecosystem: Ecosystem::Nuget,
                build_tool: BuildTool::Msbuild,
                name: place::stem(path).to_owned(),
                version: properties.get("version").map(|p| p.value.clone()),
                root: place::shared(root),
                packaging: Packaging::Library,
                dependencies,
                properties,
                submodules: Vec::new(),
                evidence: project.evidence.clone(),
            };
            module.packaging = packaging(&module);
            module
        })
        .collect()
}

fn packaging(module: &Module) -> Packaging {
    let guids = module.property("project.type.guids").unwrap_or("").to_ascii_lowercase();
    let sdk = module.property("sdk").unwrap_or("");
    let lower = module.name.to_ascii_lowercase();
    let tests = module.dependencies.iter().any(|d| {
        let name = d.name.to_ascii_lowercase();
        name == "microsoft.net.test.sdk"
            || name.starts_with("xunit")
            || name.starts_with("nunit")
            || name.starts_with("mstest.testframework")
    });
    let output = module.property("output.type").unwrap_or("");
    if tests || guids.contains(TEST_GUID) || lower.ends_with("tests") || lower.ends_with(".test") {
        Packaging::Test
    } else if guids.contains(WEB_GUID) {
        Packaging::WebArchive
    } else if sdk.ends_with(".Web")
        || sdk.ends_with(".Worker")
        || output.eq_ignore_ascii_case("exe")
        || output.eq_ignore_ascii_case("winexe")
    {
        Packaging::Executable
    } else {
        Packaging::Library
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(files: &[(&str, &str)]) -> Vec<Module> {
        let mut problems = Vec::new();
        let files = files
            .iter()
            .map(|(path, text)| {
                let path: Arc<str> = Arc::from(*path);
                let manifest = read(&Source::new(&path, text), &mut problems).unwrap();
                (path, Box::new(manifest))
            })
            .collect();
        link(&files)
    }

    #[test]
    fn an_old_web_project() {
        let project = "<?xml version=\"1.0\"?>\n<Project xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\">\n<PropertyGroup>\n<ProjectTypeGuids>{349c5851-65df-11da-9384-00065b846f21};{fae04ec0-301f-11d3-bf4b-00c04f79efbc}</ProjectTypeGuids>\n<OutputType>Library</OutputType>\n<TargetFrameworkVersion>v4.7.2</TargetFrameworkVersion>\n</PropertyGroup>\n<ItemGroup><ProjectReference Include=\"..\\Core\\Core.csproj\"/></ItemGroup>\n</Project>";
        let found = modules(&[
            (
                "Core/Core.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup></Project>",
            ),
            ("Web/Web.csproj", project),
            (
                "Web/packages.config",
                "<packages>\n  <package id=\"Microsoft.AspNet.Mvc\" version=\"5.2.7\" targetFramework=\"net472\" />\n</packages>",
            ),
        ]);
        let web = found.iter().find(|m| m.name == "Web").unwrap();
        assert_eq!(
            (web.packaging, web.property("target.framework")),
            (Packaging::WebArchive, Some("v4.7.2"))
        );
        let mvc = web.dependency("Microsoft.AspNet.Mvc").unwrap();
        assert_eq!((mvc.version.as_deref(), mvc.evidence.at.line), (Some("5.2.7"), 2));
        assert!(web.dependency("Core").is_some());
    }

    #[test]
    fn central_versions_and_sdks() {
        let found = modules(&[
            (
                "Directory.Packages.props",
                "<Project><ItemGroup><PackageVersion Include=\"Serilog\" Version=\"3.0.1\"/></ItemGroup></Project>",
            ),
            (
                "src/Api/Api.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include=\"Serilog\"/></ItemGroup></Project>",
            ),
            (
                "src/Api.Tests/Api.Tests.csproj",
                "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><PackageReference Include=\"xunit\" Version=\"2.4.0\"/></ItemGroup></Project>",
            ),
        ]);
        assert_eq!(found[1].packaging, Packaging::Test);
        assert_eq!(
            (found[0].packaging, found[0].dependency("Serilog").unwrap().version.as_deref()),
            (Packaging::Executable, Some("3.0.1"))
        );
    }

    #[test]
    fn solutions_name_projects() {
        let text = "Project(\"{FAE0}\") = \"Web\", \"src\\Web\\Web.csproj\", \"{1}\"\nEndProject\nProject(\"{2150}\") = \"Docs\", \"Docs\", \"{2}\"\n";
        assert_eq!(solution(text), ["src\\Web\\Web.csproj"]);
    }
}
