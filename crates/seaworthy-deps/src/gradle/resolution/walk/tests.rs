//! Laws of a walk over any graph.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;
use crate::gradle::resolution::component::Edge;

/// Libraries of a graph: each asks only for ones with a higher number.
const LIBRARIES: usize = 6;
const VERSIONS: usize = 3;

type Asked = Vec<(usize, usize)>;

fn module(number: usize) -> Module {
    Module::library("g", &number.to_string())
}

fn component(asked: &Asked) -> Arc<Component> {
    let edges = asked.iter().map(|(library, version)| {
        Edge::new(module(*library), RichVersion::parse(&version.to_string()), Some(Part::Library))
    });
    Arc::new(Component { edges: edges.collect(), ..Component::default() })
}

fn asks(from: usize) -> impl Strategy<Value = Asked> {
    prop::collection::vec((from..LIBRARIES, 0..VERSIONS), 0..if from < LIBRARIES { 4 } else { 1 })
}

/// What each version of each library asks for, and what the project asks for.
fn graph() -> impl Strategy<Value = (Vec<Vec<Asked>>, Asked)> {
    let library = |number: usize| {
        let asks = if number + 1 < LIBRARIES {
            asks(number + 1).boxed()
        } else {
            Just(Vec::new()).boxed()
        };
        prop::collection::vec(asks, VERSIONS)
    };
    let libraries: Vec<_> = (0..LIBRARIES).map(library).collect();
    (libraries, asks(0))
}

fn resolved(libraries: &[Vec<Asked>], root: &Asked) -> BTreeMap<Module, String> {
    let of = |module: &Module, version: &str, _: Part| {
        let number: usize = module.name().unwrap().1.parse().unwrap();
        component(&libraries[number][version.parse::<usize>().unwrap()])
    };
    let walk = walk(
        &component(root),
        &Graph { component: &of, known: &|_| Vec::new(), pinned: &|_| None },
    );
    let found = walk.found.into_iter();
    found.map(|f| (f.module, f.version.unwrap().to_string())).collect()
}

proptest! {
    #[test]
    fn every_library_has_the_highest_version_that_is_asked_for((libraries, root) in graph()) {
        let found = resolved(&libraries, &root);
        let mut asked: BTreeMap<Module, usize> = BTreeMap::new();
        let brought = found.iter().map(|(module, version)| {
            let number: usize = module.name().unwrap().1.parse().unwrap();
            &libraries[number][version.parse::<usize>().unwrap()]
        });
        for (library, version) in std::iter::once(&root).chain(brought).flatten() {
            let highest = asked.entry(module(*library)).or_default();
            *highest = (*highest).max(*version);
        }
        let asked: BTreeMap<Module, String> =
            asked.into_iter().map(|(module, version)| (module, version.to_string())).collect();
        prop_assert_eq!(found, asked);
    }

    #[test]
    fn the_order_of_what_is_asked_for_does_not_matter((mut libraries, mut root) in graph()) {
        let first = resolved(&libraries, &root);
        root.reverse();
        libraries.iter_mut().flatten().for_each(|asked| asked.reverse());
        prop_assert_eq!(first, resolved(&libraries, &root));
    }
}

#[test]
fn a_graph_that_never_settles_ends() {
    // The higher version of 0 no longer asks for what asks for the higher version of 0.
    let of = |module: &Module, version: &str, _: Part| match (module.name().unwrap().1, version) {
        ("0", "0") => component(&vec![(1, 0)]),
        ("1", _) => component(&vec![(0, 1)]),
        _ => Arc::default(),
    };
    let root = component(&vec![(0, 0)]);
    let walk = walk(&root, &Graph { component: &of, known: &|_| Vec::new(), pinned: &|_| None });
    let library = walk.found.iter().find(|f| f.module == module(0)).unwrap();
    let version = library.version.as_deref().unwrap();
    assert_ne!(compare(version, "0"), Ordering::Less);
}
