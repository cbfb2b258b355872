//! From conditions to a plan.

use seaworthy_konveyor::{JavaLocation, JavaReference};

use crate::filter::{
    AnnotatedFilter, CallEvidence, JavaRegex, ParameterFilter, TypeEvidence, open_stars,
};
use crate::pattern::{
    Case, Malformed, MethodPattern, NameTest, PackagePattern, TypePattern, alternatives,
    is_alternation,
};

use super::{
    EvidenceTable, Leaf, MethodRow, MethodTable, OnDemandTable, OpenRows, PackageTable, SearchPlan,
    TypeRow, TypeTable,
};

impl SearchPlan {
    /// Compiles conditions, each under the caller's number of it. Conditions that cannot be searched for are left out and
    /// given back with the reason.
    pub fn compile(queries: &[(u32, &JavaReference)]) -> (Self, Vec<(u32, String)>) {
        let mut plan = Self::default();
        let mut errors = Vec::new();
        for &(id, query) in queries {
            if let Err(message) = plan.add(id, query) {
                errors.push((id, message));
            }
        }
        plan.evidence = EvidenceTable::new(&plan.leaves);
        (plan, errors)
    }

    fn add(&mut self, id: u32, query: &JavaReference) -> Result<(), String> {
        let pattern = query.pattern.as_str();
        if pattern.is_empty() {
            return Err("the pattern is empty".into());
        }
        let searches = Search::all(pattern, query.location)
            .map_err(|Malformed(reason)| format!("`{pattern}` is no pattern: {reason}"))?;
        let annotated = match &query.annotated {
            Some(annotated) if honours_annotated(query.location) => {
                let searched = (query.location == JavaLocation::Annotation).then_some(pattern);
                let filter = AnnotatedFilter::new(annotated, searched)
                    .map_err(|text| format!("`{text}` is no regular expression"))?;
                Some(filter)
            }
            _ => None,
        };
        let leaf = self.leaves.len() as u32;
        self.leaves.push(Leaf::new(id, query, annotated));
        if query.location == JavaLocation::Import {
            self.on_demand.insert(leaf, pattern);
        }
        for search in searches {
            match search {
                Search::Type(pattern, text) => {
                    let of_uses =
                        !matches!(query.location, JavaLocation::Import | JavaLocation::Class);
                    self.types.insert(leaf, pattern, &text, of_uses);
                }
                Search::Call(pattern) => self.calls.insert(leaf, pattern),
                Search::New(pattern) => self.constructors.insert_new(leaf, pattern),
                Search::Method(pattern) => self.methods.insert_method(leaf, pattern),
                Search::Constant(pattern) => self.constants.insert(leaf, pattern),
                Search::Package(pattern, text) => self.packages.insert(leaf, pattern, &text),
            }
        }
        Ok(())
    }
}

/// The other locations read `annotated` and forget it.
fn honours_annotated(location: JavaLocation) -> bool {
    use JavaLocation::{Annotation, Class, Field, ImplementsType, Method, Type};
    matches!(location, Type | Annotation | ImplementsType | Class | Method | Field)
}

/// One search of a condition.
enum Search {
    Type(TypePattern, String),
    Call(MethodPattern),
    New(MethodPattern),
    Method(MethodPattern),
    Constant(MethodPattern),
    Package(PackagePattern, String),
}

impl Search {
    /// The searches of all alternatives. At the default location a pattern may be good for some of them only.
    fn all(pattern: &str, location: JavaLocation) -> Result<Vec<Self>, Malformed> {
        let mut searches = Vec::new();
        for text in alternatives(pattern) {
            if location == JavaLocation::Default {
                let kinds = [Self::types(&text, location), Self::calls(&text), Self::news(&text)];
                let mut why = None;
                let before = searches.len();
                for kind in kinds {
                    match kind {
                        Ok(search) => searches.push(search),
                        Err(reason) => why = Some(reason),
                    }
                }
                if let (Some(reason), true) = (why, searches.len() == before) {
                    return Err(reason);
                }
                continue;
            }
            searches.push(match location {
                JavaLocation::MethodCall => Self::calls(&text)?,
                JavaLocation::ConstructorCall => Self::news(&text)?,
                JavaLocation::Method => Self::Method(MethodPattern::method(&text)?),
                JavaLocation::Enum => Self::Constant(MethodPattern::constant(&text)?),
                JavaLocation::Package => Self::Package(PackagePattern::compile(&text), text),
                _ => Self::types(&text, location)?,
            });
        }
        Ok(searches)
    }

    fn types(text: &str, location: JavaLocation) -> Result<Self, Malformed> {
        let case = if location == JavaLocation::Class { Case::Folded } else { Case::Sensitive };
        Ok(Self::Type(TypePattern::compile(text, case)?, text.into()))
    }

    fn calls(text: &str) -> Result<Self, Malformed> {
        MethodPattern::method(text).map(Self::Call)
    }

    fn news(text: &str) -> Result<Self, Malformed> {
        MethodPattern::constructor(text).map(Self::New)
    }
}

impl Leaf {
    fn new(id: u32, query: &JavaReference, annotated: Option<AnnotatedFilter>) -> Self {
        let pattern = query.pattern.as_str();
        let (parameters, target) = ParameterFilter::split(pattern);
        use JavaLocation::{Annotation, Class, ConstructorCall, Default, Enum, Import, Method};
        use JavaLocation::{MethodCall, Package};
        let call_evidence = match query.location {
            MethodCall | ConstructorCall | Default => CallEvidence::new(pattern),
            // Where the type of an annotation is unknown, a group of plain names stands for anything.
            Annotation => CallEvidence::new(&open_groups(pattern)),
            _ => None,
        };
        let type_evidence = match query.location {
            MethodCall | Import | Package | Method | Enum | Class => None,
            _ => TypeEvidence::new(pattern),
        };
        Self {
            id,
            location: query.location,
            qualified: pattern.contains('.'),
            type_evidence,
            call_evidence,
            target: JavaRegex::new(&target),
            raw: JavaRegex::new(pattern),
            parameters,
            annotated,
            named_receivers: query.location == JavaLocation::MethodCall
                && pattern.contains('.')
                && !is_alternation(pattern),
            return_parts: if query.location == JavaLocation::ReturnType {
                pattern.split('.').map(|part| part.replace(['*', '['], "").into()).collect()
            } else {
                Vec::new()
            },
        }
    }
}

/// `(a|b)` of plain names becomes `.*`.
fn open_groups(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((head, tail)) = rest.split_once('(') {
        out.push_str(head);
        let group = tail.split_once(')').filter(|(inner, _)| inner.split('|').all(is_identifier));
        out.push_str(if group.is_some() { ".*" } else { "(" });
        rest = group.map_or(tail, |(_, behind)| behind);
    }
    out + rest
}

fn is_identifier(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && text.bytes().next().is_some_and(|b| !b.is_ascii_digit())
}

impl TypeTable {
    fn insert(&mut self, leaf: u32, pattern: TypePattern, text: &str, of_uses: bool) {
        let row = self.rows.len() as u32;
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.split('<').next().unwrap_or_default();
        if pattern.qualified.is_some() {
            self.qualified.insert(text, row);
            // `a.b.*` is held against imports as `a.b`.
            self.imports.insert(text.strip_suffix(".*").unwrap_or(text), row);
        } else {
            insert_name(&mut self.unqualified, &pattern.simple, row);
        }
        // Imports and declarations are looked at one by one; uses only if a pattern asks for their name.
        if of_uses && pattern.simple == NameTest::Any {
            self.open.insert(&pattern, row);
        } else if of_uses {
            insert_name(&mut self.simple, &pattern.simple, row);
        }
        self.rows.push(TypeRow { leaf, pattern });
    }
}

impl MethodTable {
    fn insert(&mut self, leaf: u32, pattern: MethodPattern) {
        let row = self.rows.len() as u32;
        if pattern.name == NameTest::Any {
            self.open.rows.push(row);
        } else {
            insert_name(&mut self.names, &pattern.name, row);
        }
        self.rows.push(MethodRow { leaf, pattern });
    }

    fn insert_method(&mut self, leaf: u32, pattern: MethodPattern) {
        match &pattern.returns {
            Some(returns) if pattern.name == NameTest::Any => {
                insert_name(&mut self.returns, &returns.simple, self.rows.len() as u32);
                self.rows.push(MethodRow { leaf, pattern });
            }
            _ => self.insert(leaf, pattern),
        }
    }

    fn insert_new(&mut self, leaf: u32, pattern: MethodPattern) {
        let row = self.rows.len() as u32;
        match &pattern.declaring {
            Some(created) if created.simple != NameTest::Any => {
                insert_name(&mut self.names, &created.simple, row);
            }
            Some(created) => self.open.insert(created, row),
            None => self.open.rows.push(row),
        }
        self.rows.push(MethodRow { leaf, pattern });
    }
}

impl OpenRows {
    fn insert(&mut self, pattern: &TypePattern, row: u32) {
        self.rows.push(row);
        match &pattern.qualified {
            Some(NameTest::Wildcard(text) | NameTest::Exact(text) | NameTest::Folded(text)) => {
                self.heads.insert(text, row);
            }
            Some(NameTest::Any) | None => self.heads.insert_head("", row),
        }
    }
}

fn insert_name(index: &mut super::SimpleIndex, name: &NameTest, row: u32) {
    match name {
        NameTest::Any => index.insert("*", row),
        NameTest::Exact(text) | NameTest::Folded(text) | NameTest::Wildcard(text) => {
            index.insert(text, row);
        }
    }
}

impl PackageTable {
    fn insert(&mut self, leaf: u32, pattern: PackagePattern, text: &str) {
        // A prefix may end within a part of a name: the text up to its last dot is what names begin with.
        self.texts.insert(text, self.rows.len() as u32);
        self.rows.push((leaf, pattern));
    }
}

impl OnDemandTable {
    /// Only patterns without capitals that end in their one star are looked for among imports on demand.
    fn insert(&mut self, leaf: u32, pattern: &str) {
        let head = pattern.strip_suffix('*').unwrap_or_default();
        if head.is_empty() || head.contains('*') || head.bytes().any(|b| b.is_ascii_uppercase()) {
            return;
        }
        let certain = head.find(|c: char| !c.is_ascii_alphanumeric() && !"._".contains(c));
        let certain = certain.and_then(|at| head.get(..at)).unwrap_or(head);
        self.texts.insert(&format!("{certain}*"), self.rows.len() as u32);
        self.rows.push((leaf, JavaRegex::new(&open_stars(pattern))));
    }
}
