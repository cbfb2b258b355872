//! Namespaces, after the tree stands.

use rustc_hash::FxHashMap;
use seaworthy_base::Sym;

use crate::read::Reading;
use crate::scan::Problems;
use crate::tree::{Document, Kind, Resolved};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Declarations in scope.
#[derive(Default)]
struct Scope {
    /// Prefix and address, innermost last.
    declared: Vec<(Sym, Sym)>,
    /// For each element with children: where its subtree ends and how many declarations stood before it.
    open: Vec<(u32, usize)>,
}

impl Scope {
    /// Leaves the elements that end at or before `node`.
    fn leave(&mut self, node: u32) {
        while let Some(&(end, declared)) = self.open.last()
            && end <= node
        {
            self.declared.truncate(declared);
            self.open.pop();
        }
    }

    fn address(&self, prefix: Sym) -> Option<Sym> {
        self.declared.iter().rev().find(|(p, _)| *p == prefix).map(|(_, address)| *address)
    }
}

/// The symbols that mean something to every document.
struct Known {
    xmlns: Sym,
    xml: Sym,
    xml_address: Sym,
}

/// Finds the local name, the prefix and the address of every name. An undeclared prefix stands for itself.
pub(crate) fn resolve(doc: &mut Document, reading: Reading, problems: &mut Problems) {
    let known = Known {
        xmlns: doc.names.intern("xmlns"),
        xml: doc.names.intern("xml"),
        xml_address: doc.names.intern(XML),
    };
    let mut scope = Scope::default();
    // The prefix and the depth that Konveyor's library remembers for an address: declarations never go out of scope.
    let mut remembered: FxHashMap<Sym, (Sym, usize)> = FxHashMap::default();
    remembered.insert(known.xml_address, (known.xml, 0));
    let mut split: FxHashMap<Sym, (Sym, Sym)> = FxHashMap::default();
    let mut nodes = std::mem::take(&mut doc.nodes);
    for index in 0..nodes.len() as u32 {
        let Some(node) = nodes.get_mut(index as usize) else { break };
        let mut halves = |doc: &mut Document, name: Sym| {
            *split.entry(name).or_insert_with(|| {
                let text = doc.names.get(name).to_owned();
                match text.split_once(':') {
                    Some((prefix, local)) if !prefix.is_empty() && !local.is_empty() => {
                        (doc.names.intern(prefix), doc.names.intern(local))
                    }
                    _ => (Sym::EMPTY, name),
                }
            })
        };
        let end = node.end;
        let at = node.span.start as usize;
        let (name, attributes) = match &mut node.kind {
            Kind::Element { name, attributes, .. } => (*name, attributes),
            Kind::Instruction { target, .. } => {
                node.resolved.local = *target;
                continue;
            }
            Kind::Directive { attributes } => {
                for attribute in attributes {
                    attribute.resolved.local = attribute.name;
                }
                continue;
            }
            _ => continue,
        };
        scope.leave(index);
        let depth = scope.open.len() + 1;
        scope.open.push((end, scope.declared.len()));
        for attribute in &mut *attributes {
            let (prefix, local) = halves(doc, attribute.name);
            attribute.resolved = Resolved { local, prefix, namespace: Sym::EMPTY };
            let address = doc.names.intern(&attribute.value);
            if prefix == Sym::EMPTY && local == known.xmlns {
                scope.declared.push((Sym::EMPTY, address));
            } else if prefix == known.xmlns {
                scope.declared.push((local, address));
            }
            if local == known.xmlns {
                if remembered.get(&address).is_none_or(|(_, level)| *level >= depth) {
                    remembered.insert(address, (Sym::EMPTY, depth));
                }
            } else if prefix == known.xmlns {
                remembered.insert(address, (local, depth));
            }
        }
        let (prefix, local) = halves(doc, name);
        let namespace = if prefix == known.xml {
            known.xml_address
        } else {
            scope.address(prefix).unwrap_or(prefix)
        };
        if namespace != Sym::EMPTY && !remembered.contains_key(&namespace) {
            problems.strict(at, "a prefix that is not declared");
        }
        let shown = match reading {
            Reading::Recommendation => prefix,
            Reading::Konveyor => {
                let last = remembered.get(&namespace).map_or(Sym::EMPTY, |(prefix, _)| *prefix);
                if namespace != Sym::EMPTY && last == prefix { prefix } else { Sym::EMPTY }
            }
        };
        for attribute in attributes {
            let written = attribute.resolved.prefix;
            attribute.resolved.namespace = if written == known.xml {
                known.xml_address
            } else if written == Sym::EMPTY || written == known.xmlns {
                written
            } else {
                scope.address(written).unwrap_or(written)
            };
            if reading == Reading::Konveyor {
                let namespace = attribute.resolved.namespace;
                attribute.resolved.prefix =
                    remembered.get(&namespace).map_or(namespace, |(prefix, _)| *prefix);
            }
        }
        node.resolved = Resolved { local, prefix: shown, namespace };
    }
    let mut locals: Vec<Sym> = Vec::new();
    for node in &nodes {
        locals.push(node.resolved.local);
        if let Kind::Element { attributes, .. } | Kind::Directive { attributes } = &node.kind {
            locals.extend(attributes.iter().map(|a| a.resolved.local));
        }
    }
    locals.sort_unstable();
    locals.dedup();
    locals.retain(|s| !s.is_empty());
    locals.sort_unstable_by(|a, b| doc.names.get(*a).cmp(doc.names.get(*b)));
    doc.local_names = locals;
    doc.nodes = nodes;
}
