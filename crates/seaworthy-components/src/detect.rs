//! From modules and file summaries to components.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::{Evidence, EvidenceRole};
use seaworthy_deps::{BuildTool, Module};
use seaworthy_facts::{FactKind, Language, LanguageClass, Role};

use crate::candidate::{self, Candidate};
use crate::mainframe::Started;
use crate::{
    Claim, Component, ComponentKind, FileSummary, Platform, Signal, classify, environment, health,
    image, naming, outbound, ports, programs, scripts, start, technology,
};

/// Components and who owns which file.
#[derive(Clone, Debug, Default)]
pub struct Detected {
    /// Deployable ones first, each group sorted by root.
    pub components: Vec<Component>,
    /// For each file of the input the index of its component, if any.
    pub owners: Vec<Option<usize>>,
}

/// Finds the components of an application. `modules` and `files` must be sorted as their makers leave them.
pub fn detect(application: &str, modules: &[Module], files: &[FileSummary]) -> Detected {
    let (candidates, owners) = candidate::find(modules, files);
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); candidates.len()];
    for (file, owner) in owners.iter().enumerate() {
        if let Some(owner) = owner {
            groups[*owner].push(file);
        }
    }
    let shipped = candidate::shipped(&candidates);
    let mut made: Vec<(usize, Component)> = Vec::new();
    let single = candidates.len() == 1;
    let started = Started::of(files);
    for (index, candidate) in candidates.iter().enumerate() {
        let elsewhere = candidate.dockerfiles.iter().filter(|&&i| owners[i] != Some(index));
        let own: Vec<&FileSummary> =
            groups[index].iter().chain(elsewhere).map(|&i| &files[i]).collect();
        let carried = Carried {
            modules: shipped[index].iter().flat_map(|&i| candidates[i].modules.clone()).collect(),
            files: shipped[index].iter().flat_map(|&i| &groups[i]).map(|&i| &files[i]).collect(),
        };
        if let Some(mut component) = component(application, candidate, &own, &carried, single) {
            component.programs =
                programs::find(component.platform.value, candidate.primary(), &own, &started);
            made.push((index, component));
        }
    }
    lend_frameworks(&mut made, &shipped);
    mark_tools(&mut made);
    mark_built_in(&mut made, files);
    made.sort_by(|a, b| {
        let rank = |c: &Component| (!c.kind.is_deployable(), c.kind == ComponentKind::Library);
        (rank(&a.1), &a.1.root).cmp(&(rank(&b.1), &b.1.root))
    });
    let mut used = BTreeSet::new();
    for (_, component) in &mut made {
        component.id = naming::unique_label(&component.id, &mut used);
    }
    let renumbered: BTreeMap<usize, usize> =
        made.iter().enumerate().map(|(new, (old, _))| (*old, new)).collect();
    let roots: BTreeMap<&str, usize> =
        made.iter().enumerate().map(|(new, (_, c))| (&*c.root, new)).collect();
    // Files of a candidate that turned out to be nothing go to the component around it.
    let owners = owners
        .iter()
        .zip(files)
        .map(|(owner, file)| match owner.and_then(|o| renumbered.get(&o).copied()) {
            Some(index) => Some(index),
            None => around(&roots, &file.path),
        })
        .collect();
    Detected { components: made.into_iter().map(|(_, c)| c).collect(), owners }
}

/// The modules and files of the libraries that a component's artifact carries.
struct Carried<'a> {
    modules: Vec<&'a Module>,
    files: Vec<&'a FileSummary>,
}

/// An archive that only packs the modules of its application has the framework of what it packs.
fn lend_frameworks(made: &mut [(usize, Component)], shipped: &[Vec<usize>]) {
    let frameworks: BTreeMap<usize, Claim<String>> =
        made.iter().filter_map(|(i, c)| Some((*i, c.framework.clone()?))).collect();
    for (index, component) in made {
        if component.kind.is_deployable() && component.framework.is_none() {
            component.framework =
                shipped[*index].iter().find_map(|library| frameworks.get(library).cloned());
        }
    }
}

/// Pages that the Dockerfile of another component copies from source are part of that component's image.
fn mark_built_in(made: &mut [(usize, Component)], files: &[FileSummary]) {
    let used: BTreeSet<&str> = made
        .iter()
        .filter(|(_, c)| c.kind == ComponentKind::Web)
        .filter_map(|(_, c)| c.dockerfile.as_ref().map(|d| d.value.as_str()))
        .collect();
    let copies: Vec<(&str, &Signal)> = files
        .iter()
        .filter(|f| used.contains(&*f.path))
        .flat_map(|f| f.signals.iter().map(|s| (classify::directory(&f.path), s)))
        .filter(|(_, s)| s.kind == FactKind::ConfigKey && &*s.name == "COPY")
        .collect();
    let built_in: Vec<(usize, Evidence)> = made
        .iter()
        .enumerate()
        .filter(|(_, (_, c))| c.kind == ComponentKind::Static && c.dockerfile.is_none())
        .filter_map(|(index, (_, c))| {
            let (_, copy) = copies.iter().find(|(dir, s)| image::copies(&s.value, dir, &c.root))?;
            Some((index, copy.evidence.clone()))
        })
        .collect();
    for (index, place) in built_in {
        made[index].1.kind = ComponentKind::Library;
        made[index].1.evidence.push(place);
    }
}

/// A Java program that nothing starts, beside a component that serves requests, is a tool: people run it by hand.
fn mark_tools(made: &mut [(usize, Component)]) {
    if !made.iter().any(|(_, c)| c.kind == ComponentKind::Web) {
        return;
    }
    for (_, component) in made {
        let runs_alone = matches!(component.kind, ComponentKind::Worker | ComponentKind::Job)
            && component.platform.value == Platform::Java
            && component.ecosystem.is_some();
        let is_started = component.dockerfile.is_some()
            || component.start.is_some()
            || component.evidence.iter().any(|e| Language::of_path(&e.path) == Language::Systemd)
            || !component.schedules.is_empty()
            || !component.ports.is_empty();
        if runs_alone && !is_started {
            component.kind = ComponentKind::Library;
            let mut searched = Evidence::default_of(
                "a tool: no Dockerfile, service, schedule or listener starts it",
            );
            if let Some(place) = component.evidence.first() {
                searched.path = Arc::clone(&place.path);
                searched.at = place.at;
                searched.role = EvidenceRole::Absence;
            }
            component.evidence.push(searched);
        }
    }
}

fn around(roots: &BTreeMap<&str, usize>, path: &str) -> Option<usize> {
    let mut dir = classify::directory(path);
    loop {
        if let Some(&index) = roots.get(dir) {
            return Some(index);
        }
        if dir.is_empty() {
            return None;
        }
        dir = classify::directory(dir);
    }
}

fn component(
    application: &str,
    candidate: &Candidate<'_>,
    files: &[&FileSummary],
    carried: &Carried<'_>,
    single: bool,
) -> Option<Component> {
    let signals = signals_of(files);
    let dockerfile = candidate.dockerfile.as_ref().map(|d| d.value.as_str());
    let signals = image::of_running_stage(dockerfile, signals);
    let mut class = classify::classify(candidate, files, &signals);
    let unit = |s: &&&Signal| s.kind == FactKind::ConfigKey && &*s.name == "Service/ExecStart";
    class.evidence.extend(signals.iter().find(unit).map(|s| s.evidence.clone()));
    let mut lines: BTreeMap<Language, u64> = BTreeMap::new();
    let mut test_lines = 0;
    for file in files
        .iter()
        .filter(|f| matches!(f.language.class(), LanguageClass::Code | LanguageClass::Markup))
    {
        match file.role {
            Role::Production => *lines.entry(file.language).or_default() += u64::from(file.lines),
            Role::Test => test_lines += u64::from(file.lines),
            _ => {}
        }
    }
    let code: u64 = lines.iter().filter(|(l, _)| l.is_code()).map(|(_, n)| n).sum();
    // A library without code is a build detail; a deployable without code (an EAR) is not.
    if code == 0 && !class.kind.is_deployable() {
        return None;
    }
    let module = candidate.primary();
    let name = module.map_or_else(|| folder_name(application, &candidate.root), |m| m.name.clone());
    let short = short_name(application, &name, candidate, single);
    let framework_name = class.framework.as_ref().map_or("", |f| f.value.as_str());
    let ports = ports::find(class.kind, class.platform.value, framework_name, &signals);
    // What runs is the artifact with the libraries in it: they read, write and call as well.
    let mut modules = candidate.modules.clone();
    let mut all_files = files.to_vec();
    let mut all = signals.clone();
    if class.kind.is_deployable() {
        modules.extend(&carried.modules);
        all_files.extend(&carried.files);
        all.extend(signals_of(&carried.files));
    }
    let health = health::find(&modules, &all, &ports);
    let start =
        start::find(class.kind, class.platform.value, module, &candidate.root, files, &signals);
    Some(Component {
        id: short,
        name,
        root: Arc::clone(&candidate.root),
        kind: class.kind,
        platform: class.platform,
        platform_version: class.version,
        framework: class.framework,
        version: module.and_then(|m| m.version.clone()).filter(|v| !v.contains('$')),
        ecosystem: module.map(|m| m.ecosystem),
        build_tool: module.map(|m| Claim::new(m.build_tool, m.evidence.clone())),
        artifact: module.and_then(artifact),
        start,
        dockerfile: candidate.dockerfile.clone(),
        ports,
        health,
        env: environment::variables(&all),
        outbound: outbound::find(&modules, &all),
        writes: environment::writes(&all),
        programs: Vec::new(),
        schedules: environment::schedules(&all),
        technologies: technology::find(&modules, &all_files),
        lines,
        test_lines,
        evidence: class.evidence,
    })
}

/// The signals of what runs: a build script's variables and addresses are none of the program's.
fn signals_of<'f>(files: &[&'f FileSummary]) -> Vec<&'f Signal> {
    let running = files.iter().filter(|f| f.role.counts());
    running
        .flat_map(|f| {
            let builds = scripts::prepares(&f.path);
            let example = is_example(&f.path);
            f.signals.iter().filter(move |s| match s.kind {
                FactKind::Url => !builds && !example,
                FactKind::EnvRead | FactKind::FileWrite => !builds,
                _ => true,
            })
        })
        .collect()
}

/// Settings to be copied, as `.env.example`: their hosts are placeholders.
fn is_example(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    [".example", ".sample", ".dist", ".template"].iter().any(|mark| file.contains(mark))
}

fn folder_name(application: &str, root: &str) -> String {
    match root.rsplit('/').next() {
        Some(last) if !last.is_empty() => last.to_owned(),
        _ => application.to_owned(),
    }
}

/// The name to make an id of: Maven's artifact without its group, the last part of a scoped or path-like name; the
/// folder where people call it by that.
fn short_name(application: &str, name: &str, candidate: &Candidate<'_>, single: bool) -> String {
    let generic = |n: &str| {
        matches!(
            n.to_ascii_lowercase().as_str(),
            "" | "root" | "app" | "src" | "web" | "server" | "client" | "main" | "ui" | "backend"
        )
    };
    let primary = candidate.primary();
    // Where a build names modules as their folders are not named, people speak of the folders.
    let by_folder = primary.is_none_or(|m| {
        m.root != candidate.root
            || !matches!(
                m.build_tool,
                BuildTool::Maven | BuildTool::Ant | BuildTool::Archive | BuildTool::Msbuild
            )
    });
    let folder = folder_name(application, &candidate.root);
    let short = if by_folder && !single && !candidate.root.is_empty() && !generic(&folder) {
        folder
    } else {
        name.rsplit([':', '/']).next().unwrap_or(name).to_owned()
    };
    if generic(&short) {
        let folder = folder_name(application, &candidate.root);
        if candidate.root.is_empty() && matches!(short.as_str(), "" | "root") {
            return application.to_owned();
        }
        return if single || generic(&folder) {
            format!("{application}-{short}").trim_end_matches('-').to_owned()
        } else {
            folder
        };
    }
    short
}

fn artifact(module: &Module) -> Option<Claim<String>> {
    let make = |value: String, key: &str| {
        let evidence = module
            .properties
            .get(key)
            .map_or_else(|| module.evidence.clone(), |p| p.evidence.clone());
        Some(Claim::new(value, evidence))
    };
    match module.build_tool {
        BuildTool::Maven | BuildTool::Gradle => {
            let short = module.name.rsplit(':').next().unwrap_or(&module.name);
            let stem = match (module.property("final.name"), module.version.as_deref()) {
                (Some(name), _) => name.to_owned(),
                (None, Some(version)) => format!("{short}-{version}"),
                (None, None) => short.to_owned(),
            };
            let extension = match module.packaging {
                seaworthy_deps::Packaging::WebArchive => "war",
                seaworthy_deps::Packaging::EnterpriseArchive => "ear",
                _ => "jar",
            };
            let folder =
                if module.build_tool == BuildTool::Maven { "target" } else { "build/libs" };
            make(format!("{folder}/{stem}.{extension}"), "final.name")
        }
        BuildTool::Archive => {
            let name = module.root.trim_end_matches('!').rsplit('/').next().unwrap_or("");
            let short = module.name.rsplit(':').next().unwrap_or(&module.name);
            let extension = match module.packaging {
                seaworthy_deps::Packaging::WebArchive => "war",
                seaworthy_deps::Packaging::EnterpriseArchive => "ear",
                _ => "jar",
            };
            make(if name.is_empty() { format!("{short}.{extension}") } else { name.to_owned() }, "")
        }
        BuildTool::Msbuild => {
            let stem =
                module.property("assembly.name").map_or_else(|| module.name.clone(), str::to_owned);
            make(format!("{stem}.dll"), "assembly.name")
        }
        BuildTool::Npm | BuildTool::Yarn | BuildTool::Pnpm => {
            module.property("main").and_then(|m| make(m.to_owned(), "main"))
        }
        BuildTool::Cargo => {
            let name = module.property("program").unwrap_or(&module.name);
            make(format!("target/release/{name}"), "program")
        }
        _ => None,
    }
}
