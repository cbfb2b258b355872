//! `annotated`: an annotation that the reported element must carry.

use seaworthy_konveyor::Annotated;

use crate::{AnnotationUse, ElementId, Unit};

use super::{JavaRegex, Verdict, import_text};

/// The annotation that is asked for, with members.
#[derive(Debug)]
pub(crate) struct AnnotatedFilter {
    /// Expression for the qualified name.
    pattern: JavaRegex,
    /// Name and expression of members.
    elements: Vec<(String, JavaRegex)>,
}

impl AnnotatedFilter {
    /// `searched` is the pattern of the condition where its location is ANNOTATION: it stands for an empty pattern here.
    /// Fails with the expression that no engine takes.
    pub(crate) fn new(query: &Annotated, searched: Option<&str>) -> Result<Self, String> {
        let pattern = match searched {
            Some(searched) if query.pattern.is_empty() => searched,
            _ => query.pattern.as_str(),
        };
        let regex = |text: &str| {
            let regex = JavaRegex::new(text);
            if regex.is_malformed() { Err(text.to_owned()) } else { Ok(regex) }
        };
        Ok(Self {
            pattern: regex(pattern)?,
            elements: query
                .elements
                .iter()
                .map(|(name, value)| Ok((name.clone(), regex(value)?)))
                .collect::<Result<_, String>>()?,
        })
    }

    /// Whether the element carries it. The first annotation with the name decides; annotations within values of others
    /// count too, one level deep.
    pub(crate) fn holds(&self, unit: &Unit, element: ElementId) -> bool {
        let rows = unit.element(element).annotations;
        let first = rows.start;
        let list = rows.of(&unit.annotations);
        let top = |a: &&AnnotationUse| a.parent.is_none() && !a.on_variable;
        for (index, outer) in list.iter().enumerate().filter(|(_, a)| top(a)) {
            let id = first + index as u32;
            let inner = list.iter().filter(|a| a.parent.is_some_and(|p| p.0 == id));
            for annotation in std::iter::once(outer).chain(inner) {
                if self.names(unit, annotation) {
                    return self.members_match(unit, annotation);
                }
            }
        }
        false
    }

    fn names(&self, unit: &Unit, annotation: &AnnotationUse) -> bool {
        let name = unit.text(annotation.name);
        if name.contains('.') {
            return self.pattern.accepts(name);
        }
        // The first import that ends so, whatever stands before: `a.MyBean` is taken for `Bean`.
        let single = unit
            .imports
            .iter()
            .map(|i| import_text(unit, i))
            .find(|text| text.ends_with(name))
            .is_some_and(|text| self.pattern.accepts(&text));
        single
            || unit
                .imports
                .iter()
                .filter(|i| i.on_demand)
                .any(|i| self.pattern.accepts(&format!("{}.{name}", unit.text(i.name))))
    }

    /// Every member that the rule names and the annotation writes must match, and at least one must be there. Of an array
    /// any item will do.
    fn members_match(&self, unit: &Unit, annotation: &AnnotationUse) -> bool {
        if self.elements.is_empty() {
            return true;
        }
        let values = unit.values_of(annotation);
        let mut one = false;
        for (name, regex) in &self.elements {
            let mut written = values.iter().filter(|v| unit.text(v.name) == name).peekable();
            if written.peek().is_none() {
                continue;
            }
            if !written.any(|v| regex.matches(unit.text(v.value)) == Verdict::Yes) {
                return false;
            }
            one = true;
        }
        one
    }
}
