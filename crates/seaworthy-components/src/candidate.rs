//! Candidates: folders that may be a component, and which files belong to each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::Evidence;
use seaworthy_deps::{Ecosystem, Module, Packaging, Scope};
use seaworthy_facts::{FactKind, Language};

use crate::classify::directory;
use crate::{Claim, FileSummary, mainframe};

/// A folder with the modules and the Dockerfile found in it.
pub(crate) struct Candidate<'a> {
    pub(crate) root: Arc<str>,
    pub(crate) modules: Vec<&'a Module>,
    pub(crate) dockerfile: Option<Claim<String>>,
    /// The Dockerfiles, as indexes of the files; they may lie in another folder.
    pub(crate) dockerfiles: Vec<usize>,
    /// What makes it one where no manifest and no Dockerfile does.
    pub(crate) family: Option<Family>,
    /// Whether an enterprise archive of the same application ships it.
    pub(crate) inside_archive: bool,
    /// Whether another module of the same application builds on it.
    pub(crate) built_upon: bool,
}

/// Applications that no build manifest describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Programs and job control of a mainframe.
    Mainframe,
    /// A project of Visual Basic 6.
    VisualBasic6,
}

impl<'a> Candidate<'a> {
    /// The module that says most about how the folder is deployed.
    pub(crate) fn primary(&self) -> Option<&'a Module> {
        self.modules.iter().copied().max_by_key(|m| {
            (weight(m), std::cmp::Reverse(m.ecosystem), std::cmp::Reverse(&m.evidence.path))
        })
    }

    /// Whether its build manifest says that it can be deployed.
    pub(crate) fn is_deployable(&self) -> bool {
        self.modules.iter().any(|m| match m.packaging {
            Packaging::WebArchive | Packaging::EnterpriseArchive | Packaging::Executable => true,
            Packaging::Application => m.ecosystem != Ecosystem::Npm || serves(m),
            _ => false,
        })
    }

    /// A place that stands for the folder.
    pub(crate) fn place(&self) -> Evidence {
        if let Some(module) = self.primary() {
            return module.evidence.clone();
        }
        if let Some(place) = self.dockerfile.as_ref().and_then(|d| d.evidence.first()) {
            return place.clone();
        }
        let root: Arc<str> =
            if self.root.is_empty() { Arc::from(".") } else { Arc::clone(&self.root) };
        Evidence::file(&root, "folder with sources")
    }
}

/// Server-side ecosystems win over npm, which legacy applications often use for assets alone.
fn weight(module: &Module) -> u8 {
    let packaging = match module.packaging {
        Packaging::EnterpriseArchive => 7,
        Packaging::WebArchive => 6,
        Packaging::Executable => 5,
        Packaging::EjbModule => 4,
        Packaging::Application => 3,
        Packaging::Library => 2,
        Packaging::Aggregator | Packaging::Test => 1,
    };
    let npm_assets = module.ecosystem == Ecosystem::Npm;
    packaging * 2 + u8::from(!npm_assets)
}

/// Whether an npm package asks for a server library at run time.
pub(crate) fn serves(module: &Module) -> bool {
    const SERVERS: [&str; 9] = [
        "express",
        "koa",
        "fastify",
        "@nestjs/core",
        "next",
        "@hapi/hapi",
        "restify",
        "@grpc/grpc-js",
        "socket.io",
    ];
    module
        .dependencies
        .iter()
        .any(|d| d.scope == Scope::Runtime && SERVERS.contains(&d.name.as_str()))
}

/// The candidates, sorted by root, and for each file the index of the innermost one that holds it.
pub(crate) fn find<'a>(
    modules: &'a [Module],
    files: &[FileSummary],
) -> (Vec<Candidate<'a>>, Vec<Option<usize>>) {
    let mut roots: BTreeMap<Arc<str>, Candidate<'a>> = BTreeMap::new();
    for module in modules {
        if module.packaging == Packaging::Test
            || (module.packaging == Packaging::Aggregator
                && matches!(module.ecosystem, Ecosystem::Maven | Ecosystem::Cargo))
        {
            continue;
        }
        let candidate =
            roots.entry(Arc::clone(&module.root)).or_insert_with(|| empty(&module.root));
        candidate.modules.push(module);
    }
    drop_asset_packages(&mut roots);
    add_go_programs(&mut roots, modules, files);
    add_mainframe_applications(&mut roots, files);
    add_visual_basic_projects(&mut roots, files);
    mark_archived(&mut roots, modules);
    add_dockerfiles(&mut roots, files);
    if roots.is_empty()
        && files
            .iter()
            .any(|f| f.role.counts() && (f.language.is_code() || f.language == Language::Asp))
    {
        roots.insert(Arc::from(""), empty(&Arc::from("")));
    }
    let index: BTreeMap<&str, usize> = roots.keys().enumerate().map(|(i, r)| (&**r, i)).collect();
    let owners = files.iter().map(|f| innermost(&index, &f.path)).collect();
    (roots.into_values().collect(), owners)
}

fn empty<'a>(root: &Arc<str>) -> Candidate<'a> {
    Candidate {
        root: Arc::clone(root),
        modules: Vec::new(),
        dockerfile: None,
        dockerfiles: Vec::new(),
        family: None,
        inside_archive: false,
        built_upon: false,
    }
}

fn innermost(index: &BTreeMap<&str, usize>, path: &str) -> Option<usize> {
    let mut dir = directory(path);
    loop {
        if let Some(&i) = index.get(dir) {
            return Some(i);
        }
        if dir.is_empty() {
            return None;
        }
        dir = directory(dir);
    }
}

/// A `package.json` below another component that starts nothing is that component's asset build, not a component.
fn drop_asset_packages(roots: &mut BTreeMap<Arc<str>, Candidate<'_>>) {
    let others: BTreeSet<Arc<str>> = roots
        .iter()
        .filter(|(_, c)| c.modules.iter().any(|m| m.ecosystem != Ecosystem::Npm))
        .map(|(r, _)| Arc::clone(r))
        .collect();
    roots.retain(|root, candidate| {
        let only_assets =
            candidate.modules.iter().all(|m| m.ecosystem == Ecosystem::Npm && !serves(m));
        let below = others
            .iter()
            .any(|o| o != root && (o.is_empty() || root.starts_with(&format!("{o}/"))));
        !(only_assets && below)
    });
}

/// Each folder with a Go `package main` is a program of its own.
fn add_go_programs<'a>(
    roots: &mut BTreeMap<Arc<str>, Candidate<'a>>,
    modules: &'a [Module],
    files: &[FileSummary],
) {
    for module in modules.iter().filter(|m| m.ecosystem == Ecosystem::Go) {
        for file in files
            .iter()
            .filter(|f| f.language == Language::Go && f.role.counts() && &*f.package == "main")
        {
            let dir = directory(&file.path);
            let inside = module.root.is_empty()
                || dir == &*module.root
                || dir.starts_with(&format!("{}/", module.root));
            let has_main = file.signals.iter().any(|s| s.kind == FactKind::FunctionDecl);
            if inside && has_main && !roots.contains_key(dir) {
                let root: Arc<str> = Arc::from(dir);
                let mut candidate = empty(&root);
                candidate.modules.push(module);
                roots.insert(root, candidate);
            }
        }
    }
}

/// Folders with programs and job control of a mainframe; the whole tree where there is one alone and nothing else.
fn add_mainframe_applications(
    roots: &mut BTreeMap<Arc<str>, Candidate<'_>>,
    files: &[FileSummary],
) {
    let mut found = mainframe::applications(files);
    if let ([only], true) = (found.as_mut_slice(), roots.is_empty()) {
        *only = Arc::from("");
    }
    for root in found {
        roots.entry(Arc::clone(&root)).or_insert_with(|| empty(&root)).family =
            Some(Family::Mainframe);
    }
}

/// Each folder with a project file of Visual Basic 6.
fn add_visual_basic_projects(roots: &mut BTreeMap<Arc<str>, Candidate<'_>>, files: &[FileSummary]) {
    let projects =
        files.iter().filter(|f| f.role.counts() && f.path.to_ascii_lowercase().ends_with(".vbp"));
    for project in projects {
        let root: Arc<str> = Arc::from(directory(&project.path));
        let candidate = roots.entry(Arc::clone(&root)).or_insert_with(|| empty(&root));
        candidate.family = candidate.family.or(Some(Family::VisualBasic6));
    }
}

/// A Dockerfile beside code makes its folder a candidate; one in a folder without code belongs to the only deployable
/// below, else to the folder above.
fn add_dockerfiles(roots: &mut BTreeMap<Arc<str>, Candidate<'_>>, files: &[FileSummary]) {
    let mut dockerfiles: Vec<(usize, &FileSummary)> = files
        .iter()
        .enumerate()
        .filter(|(_, f)| {
            f.language == Language::Dockerfile
                && f.role.counts()
                && !f.path.contains(".devcontainer")
                && !runs_tests(f)
        })
        .collect();
    // `Dockerfile` before `Dockerfile.debug`, shallow before deep.
    dockerfiles
        .sort_by_key(|(_, f)| (f.path.matches('/').count(), f.path.len(), Arc::clone(&f.path)));
    for (index, file) in dockerfiles {
        let mut dir = directory(&file.path);
        let own_code = !holds_settings(dir)
            && files
                .iter()
                .any(|f| is_program(f.language) && f.role.counts() && directory(&f.path) == dir);
        let holds_others = roots.get(dir).is_some_and(|c| !c.is_deployable());
        if (!roots.contains_key(dir) && !own_code) || holds_others {
            if let Some(below) = only_deployable_below(roots, dir) {
                attach(roots, &below, index, file);
                continue;
            }
            while !roots.contains_key(dir) {
                if dir.is_empty() {
                    break;
                }
                dir = directory(dir);
            }
            if !roots.contains_key(dir) {
                continue;
            }
        }
        attach(roots, &Arc::from(dir), index, file);
    }
}

/// Whether the image of a Dockerfile is started to run tests.
fn runs_tests(file: &FileSummary) -> bool {
    const RUNNERS: [&str; 10] =
        ["make", "npm", "yarn", "pnpm", "mvn", "gradle", "ninja", "meson", "tox", "rake"];
    let last = |name: &str| {
        file.signals.iter().rfind(|s| s.kind == FactKind::ConfigKey && &*s.name == name)
    };
    let Some(start) = last("ENTRYPOINT").or_else(|| last("CMD")) else { return false };
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '"' | ',' | '\'');
    let mut words = start.value.split(is_sign).filter(|w| !w.is_empty());
    let runner = words.next().is_some_and(|w| RUNNERS.contains(&w));
    runner && words.any(|w| matches!(w, "test" | "check" | "distcheck"))
}

/// Languages a component is written in; a start script beside a Dockerfile makes no component.
fn is_program(language: Language) -> bool {
    language.is_code()
        && !matches!(
            language,
            Language::Shell | Language::Batch | Language::PowerShell | Language::Sql
        )
}

/// Folders that people keep the files of an image in: a program there configures the image of what is around it.
fn holds_settings(dir: &str) -> bool {
    let last = dir.rsplit('/').next().unwrap_or(dir).to_ascii_lowercase();
    matches!(
        last.as_str(),
        "docker" | ".docker" | "container" | "containers" | "deploy" | "deployment" | "ci"
    )
}

/// The Dockerfile of a multi-module build often lies at its root and ships the one module that can be deployed; an
/// archive for a server goes before programs, which are tools beside it.
fn only_deployable_below(roots: &BTreeMap<Arc<str>, Candidate<'_>>, dir: &str) -> Option<Arc<str>> {
    let below: Vec<(&Arc<str>, &Candidate<'_>)> = roots
        .iter()
        .filter(|(root, candidate)| {
            let inside = dir.is_empty() || root.starts_with(&format!("{dir}/"));
            inside && root.as_ref() != dir && candidate.is_deployable() && !candidate.inside_archive
        })
        .collect();
    let is_archive = |candidate: &Candidate<'_>| {
        candidate
            .modules
            .iter()
            .any(|m| matches!(m.packaging, Packaging::WebArchive | Packaging::EnterpriseArchive))
    };
    let mut archives = below.iter().filter(|(_, c)| is_archive(c));
    match (below.as_slice(), archives.next(), archives.next()) {
        ([(root, _)], ..) | (_, Some((root, _)), None) => Some(Arc::clone(root)),
        _ => None,
    }
}

fn attach(
    roots: &mut BTreeMap<Arc<str>, Candidate<'_>>,
    root: &Arc<str>,
    index: usize,
    file: &FileSummary,
) {
    let candidate = roots.entry(Arc::clone(root)).or_insert_with(|| empty(root));
    candidate.dockerfiles.push(index);
    let from =
        file.signals.iter().find(|s| s.kind == FactKind::ConfigKey && s.name.starts_with("FROM"));
    let place =
        from.map_or_else(|| Evidence::file(&file.path, "Dockerfile"), |s| s.evidence.clone());
    match &mut candidate.dockerfile {
        Some(claim) => {
            if claim.evidence.len() < 3 {
                claim.evidence.push(place);
            }
        }
        none => *none = Some(Claim::new(file.path.to_string(), place)),
    }
}

/// Modules that an EAR of the same application depends on are deployed inside it.
fn mark_archived(roots: &mut BTreeMap<Arc<str>, Candidate<'_>>, modules: &[Module]) {
    let shipped: BTreeSet<&str> = modules
        .iter()
        .filter(|m| m.packaging == Packaging::EnterpriseArchive)
        .flat_map(|m| m.dependencies.iter().map(|d| d.name.as_str()))
        .collect();
    let asked: BTreeSet<&str> = modules
        .iter()
        .filter(|m| m.packaging != Packaging::Test)
        .flat_map(|m| {
            m.dependencies.iter().filter(|d| d.scope != Scope::Test).map(|d| d.name.as_str())
        })
        .collect();
    for candidate in roots.values_mut() {
        candidate.built_upon = candidate.modules.iter().any(|m| asked.contains(m.name.as_str()));
        candidate.inside_archive =
            candidate.modules.iter().any(|m| {
                m.packaging != Packaging::EnterpriseArchive && shipped.contains(m.name.as_str())
            }) && !candidate.modules.iter().any(|m| m.packaging == Packaging::EnterpriseArchive);
    }
}

/// For each candidate the others whose modules it depends on, over any number of steps, in order of the candidates: what
/// its artifact carries besides its own code.
pub(crate) fn shipped(candidates: &[Candidate<'_>]) -> Vec<Vec<usize>> {
    let mut by_name: BTreeMap<(Ecosystem, &str), usize> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        for module in &candidate.modules {
            // A program of a Go module is no library, though it shares its module.
            if module.root == candidate.root {
                by_name.entry((module.ecosystem, &module.name)).or_insert(index);
            }
        }
    }
    let next: Vec<BTreeSet<usize>> = candidates
        .iter()
        .map(|candidate| {
            let asked = candidate.modules.iter().flat_map(|m| &m.dependencies);
            asked
                .filter(|d| d.direct && d.scope == Scope::Runtime)
                .filter_map(|d| by_name.get(&(d.ecosystem, d.name.as_str())).copied())
                .collect()
        })
        .collect();
    (0..candidates.len())
        .map(|start| {
            let mut seen = BTreeSet::from([start]);
            let mut open = vec![start];
            while let Some(index) = open.pop() {
                open.extend(next[index].iter().copied().filter(|&n| seen.insert(n)));
            }
            seen.remove(&start);
            seen.into_iter().collect()
        })
        .collect()
}
