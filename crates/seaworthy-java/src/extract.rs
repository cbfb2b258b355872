//! From a syntax tree to a [`Unit`]: one walk, every node once.
//!
//! Scopes of local variables exist only during the walk: expressions that are kept already hold the declared types of the
//! locals they name, so nothing later needs the tree. Text is interned only for what is kept.

mod annotations;
mod declarations;
mod expressions;
mod kinds;
mod names;
mod scope;
#[cfg(test)]
mod tests;
mod types;
mod uses;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use seaworthy_base::Sym;
use tree_sitter::{Node, Tree};

use crate::gate::{FileGate, NameGate, NameSet};
use crate::unit::{
    AnnotationId, Element, ElementId, ElementKind, Expr, ExprId, TypeId, TypeRef, TypeRefId, Unit,
};
use kinds::{Children, Fields, Grammar, Kind, children};
use scope::Local;

/// Types and expressions nested deeper than this are unknown.
const DEPTH_LIMIT: u32 = 40;

impl Unit {
    /// Reads the tree that the Java grammar made of `text`. What the grammar did not understand is passed over.
    pub fn read(tree: &Tree, text: &str, path: Arc<str>, gate: &NameGate) -> Self {
        Extraction::new(tree, text, gate).read(tree, path)
    }

    /// The same with less of a file that patterns of any name do not concern.
    pub fn read_for(tree: &Tree, text: &str, path: Arc<str>, gate: FileGate<'_>) -> Self {
        let everything = NameGate::everything();
        let mut extraction = Extraction::new(tree, text, &everything);
        extraction.narrower = Some(gate);
        extraction.unit.path = Arc::clone(&path);
        extraction.walk(tree);
        if extraction.is_late {
            return Self::read(tree, text, path, &everything);
        }
        extraction.finished()
    }

    fn shrink(&mut self) {
        self.elements.shrink_to_fit();
        self.members.shrink_to_fit();
        self.annotations.shrink_to_fit();
        self.uses.shrink_to_fit();
        self.calls.shrink_to_fit();
        self.type_refs.shrink_to_fit();
        self.exprs.shrink_to_fit();
    }
}

/// What the walk does with the children of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Descend,
    /// Descend; the state that [`Extraction::open`] saved comes back after the last child.
    Scope,
    Skip,
}

/// A node that the walk is in.
struct Frame<'t> {
    kind: Kind,
    node: Node<'t>,
    scoped: bool,
    /// The next element for a child that declares one (fields, record components); for `new` one more than its row.
    data: u32,
    /// How many of its children the walk has entered.
    visited: u32,
    children: Children<'t>,
}

/// State that a scope gives back.
#[derive(Clone, Copy)]
struct Saved {
    element: ElementId,
    owner: Option<TypeId>,
    annotation: Option<AnnotationId>,
    on_variable: bool,
    in_type: bool,
    locals: usize,
    /// First row of annotations in a `modifiers` node of a declaration.
    modifiers: Option<u32>,
}

struct Extraction<'t, 'g> {
    text: &'t str,
    grammar: &'static Grammar,
    /// Names of types and calls that are kept, and whether all names with a dot are.
    types: &'g NameSet,
    calls: &'g NameSet,
    qualified: bool,
    /// What may be kept instead once the imports are known.
    narrower: Option<FileGate<'g>>,
    /// Whether it is.
    is_narrow: bool,
    /// Whether an import or the package came after that.
    is_late: bool,
    unit: Unit,
    stack: Vec<Frame<'t>>,
    saved: Vec<Saved>,
    locals: Vec<Local<'t>>,
    /// The innermost element.
    element: ElementId,
    /// How many elements from there on share one declaration: fields with several declarators.
    declared_together: u32,
    /// The innermost type.
    owner: Option<TypeId>,
    annotation: Option<AnnotationId>,
    on_variable: bool,
    in_type: bool,
    modifiers: Option<u32>,
    wants_type: FxHashMap<&'t str, bool>,
    wants_call: FxHashMap<&'t str, bool>,
    expr_ids: FxHashMap<Expr, ExprId>,
    /// Expressions of the current member by the ids of their nodes.
    built: FxHashMap<usize, ExprId>,
    type_ref_ids: FxHashMap<TypeRef, TypeRefId>,
}

impl<'t, 'g> Extraction<'t, 'g> {
    fn new(tree: &Tree, text: &'t str, gate: &'g NameGate) -> Self {
        let unit = Unit { elements: vec![Element::default()], ..Unit::default() };
        Self {
            text,
            grammar: Grammar::of(&tree.language()),
            types: &gate.types,
            calls: &gate.calls,
            qualified: gate.qualified,
            narrower: None,
            is_narrow: false,
            is_late: false,
            unit,
            stack: Vec::new(),
            saved: Vec::new(),
            locals: Vec::new(),
            element: ElementId::UNIT,
            declared_together: 1,
            owner: None,
            annotation: None,
            on_variable: false,
            in_type: false,
            modifiers: None,
            wants_type: FxHashMap::default(),
            wants_call: FxHashMap::default(),
            expr_ids: FxHashMap::default(),
            built: FxHashMap::default(),
            type_ref_ids: FxHashMap::default(),
        }
    }

    fn read(mut self, tree: &'t Tree, path: Arc<str>) -> Unit {
        self.unit.path = path;
        self.walk(tree);
        self.finished()
    }

    fn finished(mut self) -> Unit {
        let package_text = names::package_text(self.text);
        self.unit.package_text = self.unit.names.intern(&package_text);
        self.unit.shrink();
        self.unit
    }

    /// Keeps less, where patterns of any name do not concern the file.
    fn narrow(&mut self) {
        let Some(narrower) = self.narrower.take() else { return };
        let (types, calls) = narrower.plan.opens(&self.unit);
        if !types {
            self.types = &narrower.names.types;
            self.qualified = narrower.names.qualified;
            self.wants_type.clear();
        }
        if !calls {
            self.calls = &narrower.names.calls;
            self.wants_call.clear();
        }
        self.is_narrow = !types || !calls;
    }

    fn walk(&mut self, tree: &'t Tree) {
        let mut next = Some(tree.root_node());
        while let Some(node) = next {
            let kind = self.grammar.kind(node);
            let mut data = 0;
            let then =
                if kind == Kind::Other { Then::Descend } else { self.enter(kind, node, &mut data) };
            if then != Then::Skip {
                let scoped = then == Then::Scope;
                let inner = children(node);
                self.stack.push(Frame { kind, node, scoped, data, visited: 0, children: inner });
            }
            next = self.next_node();
        }
    }

    /// The next node in the order of the text; leaves what ends before it.
    fn next_node(&mut self) -> Option<Node<'t>> {
        while let Some(frame) = self.stack.last_mut() {
            if let Some(child) = frame.children.next() {
                frame.visited += 1;
                return Some(child);
            }
            let scoped = frame.scoped;
            self.stack.pop();
            if scoped {
                self.close();
            }
        }
        None
    }

    /// Reads one node; `data` becomes that of its frame.
    fn enter(&mut self, kind: Kind, node: Node<'t>, data: &mut u32) -> Then {
        match kind {
            Kind::Ignored
            | Kind::Str
            | Kind::Char
            | Kind::Int
            | Kind::Float
            | Kind::Boolean
            | Kind::Null
            | Kind::This
            | Kind::Super => Then::Skip,
            Kind::Identifier => {
                self.identifier(node);
                Then::Skip
            }
            Kind::Primitive
            | Kind::TypeName
            | Kind::ScopedTypeName
            | Kind::GenericType
            | Kind::ArrayType
            | Kind::AnnotatedType
            | Kind::Wildcard => self.type_node(node),
            Kind::Block => {
                self.open();
                if matches!(self.parent_kind(), Kind::ClassBody | Kind::EnumBodyDeclarations) {
                    self.initializer(node);
                }
                Then::Scope
            }
            Kind::For | Kind::Switch | Kind::Try | Kind::Catch => {
                self.open();
                Then::Scope
            }
            Kind::Package => {
                self.is_late |= self.is_narrow;
                self.package(node)
            }
            Kind::Import => {
                self.is_late |= self.is_narrow;
                self.import(node)
            }
            Kind::Requires | Kind::ModuleUse => self.module_directive(kind, node),
            Kind::Class | Kind::Interface | Kind::Enum | Kind::Record | Kind::AnnotationType => {
                self.narrow();
                self.type_declaration(kind, node);
                Then::Scope
            }
            // Read with the declaration; only annotations in it are left.
            Kind::Header => self.type_annotations(node),
            Kind::ClassBody => self.class_body(),
            Kind::EnumConstant => {
                self.enum_constant(node);
                Then::Scope
            }
            Kind::Method | Kind::Constructor | Kind::CompactConstructor => {
                self.method(kind, node);
                Then::Scope
            }
            Kind::StaticInitializer => {
                self.open();
                self.initializer(node);
                Then::Scope
            }
            Kind::Fields => {
                *data = self.fields(node);
                Then::Scope
            }
            Kind::Locals => {
                self.local_types(node);
                Then::Descend
            }
            Kind::Declarator => self.declarator(node),
            Kind::Lambda => {
                self.lambda(node);
                Then::Scope
            }
            Kind::ForEach => {
                self.open();
                self.for_each(node);
                Then::Scope
            }
            Kind::CatchParameter => {
                self.catch_parameter(node);
                Then::Descend
            }
            Kind::Resource => {
                self.resource(node);
                Then::Descend
            }
            Kind::Parameters => {
                *data = self.component();
                Then::Descend
            }
            Kind::Parameter | Kind::SpreadParameter => {
                self.parameter(kind, node);
                Then::Scope
            }
            Kind::Modifiers => self.modifiers(node),
            Kind::MarkerAnnotation | Kind::Annotation => {
                self.annotation(node);
                Then::Scope
            }
            Kind::ConstructorCall => {
                self.constructor_call(node);
                Then::Descend
            }
            Kind::New => {
                *data = self.new_object(node);
                Then::Descend
            }
            Kind::MethodReference => {
                self.method_reference(node);
                Then::Descend
            }
            Kind::Other
            | Kind::FieldAccess
            | Kind::ArrayAccess
            | Kind::Assignment
            | Kind::Binary
            | Kind::Unary
            | Kind::Update
            | Kind::Ternary
            | Kind::Cast
            | Kind::Parenthesized
            | Kind::ClassLiteral
            | Kind::Call
            | Kind::NewArray
            | Kind::InstanceOf
            | Kind::TypePattern
            | Kind::RecordPattern
            | Kind::InferredParameters
            | Kind::EnumBodyDeclarations
            | Kind::TypeArguments => Then::Descend,
        }
    }

    /// Saves the state that ends with the node being entered.
    fn open(&mut self) {
        self.saved.push(Saved {
            element: self.element,
            owner: self.owner,
            annotation: self.annotation,
            on_variable: self.on_variable,
            in_type: self.in_type,
            locals: self.locals.len(),
            modifiers: self.modifiers,
        });
    }

    fn close(&mut self) {
        let Some(saved) = self.saved.pop() else { return };
        if self.modifiers != saved.modifiers {
            self.end_modifiers();
        }
        if self.element != saved.element {
            self.built.clear();
        }
        self.element = saved.element;
        self.owner = saved.owner;
        self.annotation = saved.annotation;
        self.on_variable = saved.on_variable;
        self.in_type = saved.in_type;
        self.modifiers = saved.modifiers;
        self.locals.truncate(saved.locals);
    }

    fn fields_of_grammar(&self) -> Fields {
        self.grammar.fields
    }

    fn parent(&self) -> Option<&Frame<'t>> {
        self.stack.last()
    }

    /// Position of the node being entered among the named children of its parent.
    fn index(&self) -> u32 {
        self.stack.last().map_or(0, |frame| frame.visited.saturating_sub(1))
    }

    fn parent_kind(&self) -> Kind {
        self.stack.last().map_or(Kind::Other, |frame| frame.kind)
    }

    fn node_text(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or("")
    }

    fn intern(&mut self, text: &str) -> Sym {
        self.unit.names.intern(text)
    }

    /// The symbol of a dotted name, whatever blanks, comments, type arguments and annotations are written in it.
    fn dotted(&mut self, node: Node<'_>) -> Sym {
        let text = names::erased(self.node_text(node));
        self.unit.names.intern(&text)
    }

    fn wants_type(&mut self, name: &'t str) -> bool {
        let types = self.types;
        *self.wants_type.entry(name).or_insert_with(|| types.contains(name))
    }

    fn wants_call(&mut self, name: &'t str) -> bool {
        let calls = self.calls;
        *self.wants_call.entry(name).or_insert_with(|| calls.contains(name))
    }

    /// Adds an element and makes it the innermost one.
    fn push_element(&mut self, kind: ElementKind, name: Sym, line: u32, row: usize) -> ElementId {
        let id = ElementId(self.unit.elements.len() as u32);
        self.unit.elements.push(Element {
            kind,
            name,
            parent: self.element,
            line,
            annotations: crate::unit::Rows::default(),
            row: row as u32,
        });
        self.element = id;
        self.declared_together = 1;
        id
    }
}

/// Line of a node's start, from 1.
fn line(node: Node<'_>) -> u32 {
    node.start_position().row as u32 + 1
}

/// Line of a node's end, from 1.
fn end_line(node: Node<'_>) -> u32 {
    node.end_position().row as u32 + 1
}

/// The unit of a text, with everything in it.
#[cfg(test)]
pub(crate) fn read_text(path: &str, text: &str) -> Unit {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_java::LANGUAGE.into()).unwrap();
    let tree = parser.parse(text, None).unwrap();
    Unit::read(&tree, text, path.into(), &NameGate::everything())
}
