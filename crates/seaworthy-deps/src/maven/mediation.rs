//! From a project's dependencies to all libraries: what each brings, and which version of each is taken.
//!
//! Maven builds the whole graph and then removes losers, those libraries first that others depend on. As the nearest
//! request wins, and the first of equally near ones, walking breadth first and following winners only leaves the same
//! ones. Two things can turn an earlier choice: a range that the winner does not lie in, and a relocation that makes
//! two libraries one. Then the walk starts again, knowing it.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use seaworthy_base::Evidence;

use crate::maven::coordinates::{ArtifactKey, Gav, type_of};
use crate::maven::effective::{Declared, Effective};
use crate::maven::management::{Exclusions, Management};
use crate::maven::projects::{Origin, Projects};
use crate::maven::repository::Place;
use crate::maven::resolved::UnresolvedReason;
use crate::maven::scope::MavenScope;
use crate::version::maven::{Version, VersionRange};

/// How often a walk may start again.
const MAX_WALKS: usize = 40;
/// Most libraries of one project.
const MAX_LIBRARIES: usize = 20_000;
/// Most requests that one project's libraries may make.
const MAX_REQUESTS: usize = 2_000_000;
/// Longest way from a project to a library.
const MAX_DEPTH: u32 = 200;
/// How often a library may move.
const MAX_MOVES: usize = 16;

/// A library that was taken.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) gav: Gav,
    pub(super) type_: Arc<str>,
    pub(super) extension: Arc<str>,
    pub(super) classifier: Arc<str>,
    pub(super) managed_from: Option<Arc<str>>,
    pub(super) relocated_from: Option<Gav>,
    /// 1 for what the project asks for itself.
    depth: u32,
    pub(super) parent: Option<usize>,
    /// What it and those above it exclude.
    excluded: Option<Arc<Excluded>>,
    pub(super) evidence: Evidence,
    /// All who ask for it, itself first.
    pub(super) requests: Vec<Request>,
    /// Whether its own dependencies are followed.
    followed: bool,
}

/// One who asks for a library.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) by: Option<usize>,
    pub(super) version: Arc<str>,
    pub(super) scope: MavenScope,
    /// Whether the project manages the scope: then it does not follow from who asks.
    pub(super) scope_managed: bool,
    pub(super) optional: bool,
    pub(super) optional_managed: bool,
}

/// Exclusions along the way, the nearest first.
#[derive(Debug)]
struct Excluded {
    here: Exclusions,
    /// Those that the project's management adds.
    managed: Exclusions,
    above: Option<Arc<Excluded>>,
}

fn excludes(excluded: Option<&Arc<Excluded>>, group: &str, artifact: &str) -> bool {
    let matches = |(g, a): &(Arc<str>, Arc<str>)| {
        (&**g == "*" || &**g == group) && (&**a == "*" || &**a == artifact)
    };
    std::iter::successors(excluded, |e| e.above.as_ref())
        .any(|e| e.here.iter().chain(e.managed.iter()).any(matches))
}

/// A library with the version and everything the project's management says about it.
struct Asked {
    key: ArtifactKey,
    gav: Gav,
    range: Option<VersionRange>,
    managed_from: Option<Arc<str>>,
    relocated_from: Option<Gav>,
    excluded: Option<Arc<Excluded>>,
    request: Request,
}

/// What a walk found out that an earlier one did not know.
#[derive(Default)]
struct Knowledge {
    /// Ranges that the version of a library must lie in.
    ranges: BTreeMap<ArtifactKey, Vec<VersionRange>>,
    /// Libraries that are the same because one moved, each with the name they go by.
    same: BTreeMap<ArtifactKey, ArtifactKey>,
    /// Libraries whose ranges exclude each other.
    hopeless: Vec<ArtifactKey>,
}

impl Knowledge {
    fn name(&self, key: &ArtifactKey) -> ArtifactKey {
        let mut name = key;
        // Every step leads to a smaller key, so this ends.
        while let Some(next) = self.same.get(name) {
            name = next;
        }
        name.clone()
    }

    /// Makes two libraries one; whether that is news.
    fn unite(&mut self, a: &ArtifactKey, b: &ArtifactKey) -> bool {
        let (a, b) = (self.name(a), self.name(b));
        if a == b {
            return false;
        }
        let (small, large) = if a < b { (a, b) } else { (b, a) };
        self.same.insert(large, small);
        true
    }

    fn allows(&self, name: &ArtifactKey, version: &str) -> bool {
        let Some(ranges) = self.ranges.get(name) else { return true };
        let version = Version::new(version);
        self.hopeless.contains(name) || ranges.iter().all(|range| range.contains(&version))
    }
}

/// What the walk ended with.
pub(super) struct Walk {
    pub(super) nodes: Vec<Node>,
    /// Artifacts with what could not be told of them, and the line that leads there.
    pub(super) problems: Vec<(Gav, UnresolvedReason, Evidence)>,
}

/// Walks from a project to all its libraries.
pub(super) fn walk(projects: &Projects<'_>, project: &Effective) -> Walk {
    let mut knowledge = Knowledge::default();
    for _ in 0..MAX_WALKS {
        let mut walker = Walker::new(projects, &project.management, &mut knowledge);
        if walker.run(project) {
            return walker.finish();
        }
    }
    // Knowledge only grows, so this is met by hostile input alone: the last walk counts as it stands.
    let mut walker = Walker::new(projects, &project.management, &mut knowledge);
    walker.last = true;
    walker.run(project);
    walker.finish()
}

struct Walker<'w, 'p> {
    projects: &'w Projects<'p>,
    management: &'w Management,
    knowledge: &'w mut Knowledge,
    nodes: Vec<Node>,
    taken: HashMap<ArtifactKey, usize>,
    /// Requests for libraries that no version was taken of yet.
    refused: BTreeMap<ArtifactKey, (Gav, Evidence)>,
    queue: VecDeque<usize>,
    problems: Vec<(Gav, UnresolvedReason, Evidence)>,
    requests: usize,
    /// Whether news are ignored.
    last: bool,
}

impl<'w, 'p> Walker<'w, 'p> {
    fn new(
        projects: &'w Projects<'p>,
        management: &'w Management,
        knowledge: &'w mut Knowledge,
    ) -> Self {
        Self {
            projects,
            management,
            knowledge,
            nodes: Vec::new(),
            taken: HashMap::new(),
            refused: BTreeMap::new(),
            queue: VecDeque::new(),
            problems: Vec::new(),
            requests: 0,
            last: false,
        }
    }

    fn finish(self) -> Walk {
        Walk { nodes: self.nodes, problems: self.problems }
    }

    /// Walks; `false` where something came up that an earlier choice does not bear.
    fn run(&mut self, project: &Effective) -> bool {
        for declared in &project.dependencies {
            if !self.request(declared, None) && !self.last {
                return false;
            }
        }
        while let Some(index) = self.queue.pop_front() {
            let Some(declared) = self.brought_by(index) else { continue };
            for declared in &declared.dependencies {
                if !self.request(declared, Some(index)) && !self.last {
                    return false;
                }
            }
        }
        self.nothing_taken()
    }

    /// Libraries whose ranges exclude each other get the nearest version after all.
    fn nothing_taken(&mut self) -> bool {
        let refused = std::mem::take(&mut self.refused);
        let hopeless: Vec<ArtifactKey> =
            refused.keys().filter(|name| !self.taken.contains_key(*name)).cloned().collect();
        let done = hopeless.is_empty();
        self.knowledge.hopeless.extend(hopeless);
        done
    }

    /// The project of a library, if Maven would take its dependencies.
    fn brought_by(&mut self, index: usize) -> Option<Arc<Effective>> {
        let node = self.nodes.get(index)?;
        if !node.followed {
            return None;
        }
        if node.depth >= MAX_DEPTH {
            self.problem(index, UnresolvedReason::TooMany);
            return None;
        }
        let Some(origin) = self.projects.origin(&node.gav) else {
            self.problem(index, UnresolvedReason::MissingPom);
            return None;
        };
        let effective = self.projects.effective(&origin);
        if let Some(missing) = effective.missing.first() {
            self.problem(index, missing.reason());
            // Projects of the tree show what they have, as far as it is known.
            return matches!(origin, Origin::Tree(_)).then_some(effective);
        }
        if effective.layers.is_empty() {
            self.problem(index, UnresolvedReason::MissingPom);
            return None;
        }
        if let Some(bare) = effective.dependencies.iter().find(|d| d.version.is_empty()) {
            let name = format!("{}:{}", bare.group, bare.artifact);
            self.problem(index, UnresolvedReason::NoVersion(name));
            return matches!(origin, Origin::Tree(_)).then_some(effective);
        }
        Some(effective)
    }

    fn problem(&mut self, index: usize, reason: UnresolvedReason) {
        if let Some(node) = self.nodes.get(index) {
            self.problems.push((node.gav.clone(), reason, node.evidence.clone()));
        }
    }

    /// One asks for a library; `false` where that changes an earlier choice.
    fn request(&mut self, declared: &Declared, by: Option<usize>) -> bool {
        self.requests += 1;
        if self.requests > MAX_REQUESTS || self.nodes.len() >= MAX_LIBRARIES {
            if let Some(index) = by.filter(|_| self.requests == MAX_REQUESTS + 1) {
                self.problem(index, UnresolvedReason::TooMany);
            }
            return true;
        }
        let parent = by.and_then(|by| self.nodes.get(by));
        let transitive = parent.is_some();
        let scope = MavenScope::of(&declared.scope);
        if transitive
            && (declared.optional || matches!(scope, MavenScope::Test | MavenScope::Provided))
        {
            return true;
        }
        let above = parent.and_then(|p| p.excluded.clone());
        if excludes(above.as_ref(), &declared.group, &declared.artifact) {
            return true;
        }
        let depth = parent.map_or(1, |p| p.depth + 1);
        let evidence = parent.map_or(&declared.evidence, |p| &p.evidence).clone();
        let (extension, classifier, fat) = type_of(&declared.kind);
        let classifier = if declared.classifier.is_empty() {
            Arc::from(classifier)
        } else {
            Arc::clone(&declared.classifier)
        };
        let key = ArtifactKey {
            group: Arc::clone(&declared.group),
            artifact: Arc::clone(&declared.artifact),
            extension: Arc::from(extension),
            classifier,
        };
        let gav = Gav {
            group: Arc::clone(&declared.group),
            artifact: Arc::clone(&declared.artifact),
            version: Arc::clone(&declared.version),
        };
        let request = Request {
            by,
            version: Arc::clone(&declared.version),
            scope,
            scope_managed: false,
            optional: declared.optional,
            optional_managed: false,
        };
        let asked = Asked {
            key,
            gav,
            range: None,
            managed_from: None,
            relocated_from: None,
            excluded: None,
            request,
        };
        let mut united = Vec::new();
        let Some(asked) =
            self.settle(asked, declared, above.as_ref(), transitive, &evidence, &mut united)
        else {
            return true;
        };
        let mut news = false;
        for old in &united {
            let both = [old, &asked.key].map(|k| self.taken.contains_key(&self.knowledge.name(k)));
            news |= self.knowledge.unite(old, &asked.key) && both.contains(&true);
        }
        let node = Node {
            gav: asked.gav,
            type_: Arc::clone(&declared.kind),
            extension: Arc::clone(&asked.key.extension),
            classifier: Arc::clone(&asked.key.classifier),
            managed_from: asked.managed_from,
            relocated_from: asked.relocated_from,
            depth,
            parent: by,
            excluded: asked.excluded,
            evidence,
            requests: vec![asked.request],
            followed: !fat && scope != MavenScope::System,
        };
        self.take(&asked.key, asked.range, node) && !news
    }

    /// Puts in what the project manages, chooses from a range, and follows moves; `None` where nothing is left.
    fn settle(
        &mut self,
        mut asked: Asked,
        declared: &Declared,
        above: Option<&Arc<Excluded>>,
        transitive: bool,
        evidence: &Evidence,
        united: &mut Vec<ArtifactKey>,
    ) -> Option<Asked> {
        let mut version_managed = true;
        for _ in 0..MAX_MOVES {
            self.manage(&mut asked, declared, above, transitive, version_managed);
            self.choose(&mut asked, evidence);
            if asked.request.scope == MavenScope::System {
                return Some(asked);
            }
            let Some(target) = self.moved(&asked.gav) else { return Some(asked) };
            united.push(asked.key.clone());
            // A move to another version of the same library is not undone by management.
            version_managed =
                (&target.group, &target.artifact) != (&asked.gav.group, &asked.gav.artifact);
            asked.relocated_from.get_or_insert_with(|| asked.gav.clone());
            asked.key.group = Arc::clone(&target.group);
            asked.key.artifact = Arc::clone(&target.artifact);
            asked.gav = target;
            asked.request.version = Arc::clone(&asked.gav.version);
            if excludes(above, &asked.gav.group, &asked.gav.artifact) {
                return None;
            }
        }
        Some(asked)
    }

    fn manage(
        &self,
        asked: &mut Asked,
        declared: &Declared,
        above: Option<&Arc<Excluded>>,
        transitive: bool,
        version_managed: bool,
    ) {
        let managed = self.management.transitive(&asked.key);
        let exclusions = managed.map(|m| Arc::clone(&m.exclusions)).unwrap_or_default();
        if !declared.exclusions.is_empty() || !exclusions.is_empty() {
            asked.excluded = Some(Arc::new(Excluded {
                here: Arc::clone(&declared.exclusions),
                managed: exclusions,
                above: above.cloned(),
            }));
        } else {
            asked.excluded = above.cloned();
        }
        let Some(managed) = managed.filter(|_| transitive) else { return };
        if !managed.version.is_empty() && version_managed {
            if managed.version != asked.gav.version {
                asked.managed_from.get_or_insert_with(|| Arc::clone(&asked.gav.version));
            }
            asked.gav.version = Arc::clone(&managed.version);
            asked.request.version = Arc::clone(&managed.version);
        }
        if !managed.scope.is_empty() {
            asked.request.scope = MavenScope::of(&managed.scope);
            asked.request.scope_managed = true;
        }
        if let Some(optional) = managed.optional {
            asked.request.optional = optional;
            asked.request.optional_managed = true;
        }
    }

    /// The highest known version of a range that nobody else's range forbids.
    fn choose(&mut self, asked: &mut Asked, evidence: &Evidence) {
        let text = Arc::clone(&asked.gav.version);
        let latest = matches!(&*text, "LATEST" | "RELEASE");
        let range = VersionRange::parse(&text);
        if range.is_none() && !latest {
            return;
        }
        let known = self.projects.library.versions(&asked.gav.group, &asked.gav.artifact);
        let name = self.knowledge.name(&asked.key);
        let allowed = |version: &&String| {
            range.as_ref().is_none_or(|r| r.contains(&Version::new(version)))
                && (&*text != "RELEASE" || !version.ends_with("-SNAPSHOT"))
        };
        let best = known.iter().rev().filter(allowed).find(|v| self.knowledge.allows(&name, v));
        if let Some(best) = best.or_else(|| known.iter().rev().find(allowed)) {
            asked.gav.version = Arc::from(best.as_str());
        } else {
            let reason = UnresolvedReason::NoVersionInRange(text.to_string());
            self.problems.push((asked.gav.clone(), reason, evidence.clone()));
        }
        asked.range = range;
    }

    /// Where the artifact of a pom moved to.
    fn moved(&self, gav: &Gav) -> Option<Gav> {
        if self.projects.is_own(gav) || self.projects.library.place(gav) != Place::Moved {
            return None;
        }
        let effective = self.projects.effective(&Origin::Library(gav.clone()));
        let to = effective.layers.first()?.pom.relocation.as_ref()?;
        let values = self.projects.values(&effective);
        let part = |new: Option<&String>, old: &Arc<str>| {
            new.map_or_else(|| Arc::clone(old), |text| Arc::from(values.fill(text)))
        };
        let target = Gav {
            group: part(to.group.as_ref(), &gav.group),
            artifact: part(to.artifact.as_ref(), &gav.artifact),
            version: part(to.version.as_ref(), &gav.version),
        };
        (target != *gav).then_some(target)
    }

    /// Takes a library, or notes that another one was taken; `false` where the one taken must not be.
    fn take(&mut self, key: &ArtifactKey, range: Option<VersionRange>, node: Node) -> bool {
        let name = self.knowledge.name(key);
        let mut fine = true;
        if let Some(range) = range {
            let ranges = self.knowledge.ranges.entry(name.clone()).or_default();
            if !ranges.contains(&range) {
                ranges.push(range);
                let winner = self.taken.get(&name).and_then(|&w| self.nodes.get(w));
                fine = winner.is_none_or(|w| self.knowledge.allows(&name, &w.gav.version));
            }
        }
        if let Some(&winner) = self.taken.get(&name) {
            if let Some(winner) = self.nodes.get_mut(winner) {
                winner.requests.extend(node.requests);
            }
            return fine;
        }
        if !self.knowledge.allows(&name, &node.gav.version) {
            self.refused.entry(name).or_insert((node.gav, node.evidence));
            return fine;
        }
        if self.knowledge.hopeless.contains(&name) {
            let reason = UnresolvedReason::RangesExclude;
            self.problems.push((node.gav.clone(), reason, node.evidence.clone()));
        }
        let index = self.nodes.len();
        self.nodes.push(node);
        self.taken.insert(name, index);
        self.queue.push_back(index);
        fine
    }
}
