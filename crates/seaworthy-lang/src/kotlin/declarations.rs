//! Types, members and variables.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Enclosing, Kind, Kotlin};
use crate::grammar::{children, named_children};
use crate::jvm::routes::{Annotation, may_route, of_method, of_type};
use crate::output::{span, span_between};
use crate::value::{Value, render};
use crate::variables::{Constant, Type, Variable, join};
use crate::walk::Then;

impl<'t> Kotlin<'t> {
    /// Makes the package, the types and the functions of a file known before the walk.
    pub(super) fn declare_file(&mut self, root: Node<'t>) {
        if let Some(header) = self.find(root, Kind::Package)
            && let Some(name) = self.find(header, Kind::QualifiedName)
        {
            self.names.package = self.out.text(name);
        }
        let package = self.names.package;
        self.declare_types(root, package);
        let owner = Type { name: self.names.names.intern(package), resolved: true };
        self.declare_functions(root, owner);
    }

    fn declare_types(&mut self, body: Node<'t>, outer: &str) {
        for child in named_children(body) {
            if matches!(self.kind(child), Some(Kind::Class | Kind::Object))
                && let Some(name) = child.child_by_field_id(self.tables.name)
            {
                let name = self.out.text(name);
                let sym = self.names.names.intern(&join(outer, name));
                self.names.declared.declare(name, sym);
            }
        }
    }

    fn declare_functions(&mut self, body: Node<'t>, owner: Type) {
        for child in named_children(body) {
            if self.kind(child) == Some(Kind::Function)
                && let Some(name) = child.child_by_field_id(self.tables.name)
            {
                // Types of signatures may be imported by lines that the walk has not read yet; at file level the
                // return type is left open.
                let returns =
                    if self.types.is_empty() { Type::UNKNOWN } else { self.return_type(child) };
                self.functions.declare(self.out.text(name), (owner, returns));
            }
        }
    }

    fn return_type(&mut self, function: Node<'t>) -> Type {
        let mut after_parameters = false;
        for child in named_children(function) {
            match self.kind(child) {
                Some(Kind::Parameters) => after_parameters = true,
                Some(Kind::UserType | Kind::NullableType) if after_parameters => {
                    return self.type_of(child);
                }
                _ => {}
            }
        }
        Type::UNKNOWN
    }

    pub(super) fn enter_type(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name_node = node.child_by_field_id(self.tables.name);
        let name = name_node.map_or("Companion", |n| self.out.text(n));
        let qualified = join(self.place(), name);
        let this = self.names.names.intern(&qualified);
        let type_ = Type { name: this, resolved: true };
        let modifiers = self.modifier_words(node);
        let word = if kind != Kind::Class {
            "object"
        } else if children(node).any(|c| c.kind() == "interface") {
            "interface"
        } else if modifiers.split(' ').any(|m| m == "enum") {
            "enum"
        } else {
            "class"
        };
        let place = name_node.map_or_else(|| span(node), span);
        self.out.fact(FactKind::TypeDecl, true, &qualified, word, place);
        self.out.enter_scope(&qualified);
        let mut superclass = Type::UNKNOWN;
        let delegations = self.find(node, Kind::Delegations);
        for specifier in delegations.into_iter().flat_map(named_children) {
            let calls = self.find(specifier, Kind::ConstructorInvocation);
            let holder = calls
                .or_else(|| self.find(specifier, Kind::ExplicitDelegation))
                .unwrap_or(specifier);
            let Some(written) = self.find(holder, Kind::UserType) else { continue };
            let t = self.type_of(written);
            if t.is_known() {
                let supertype = self.names.names.get(t.name);
                self.out.fact(
                    FactKind::Supertype,
                    t.resolved,
                    supertype,
                    &qualified,
                    span(written),
                );
            }
            if calls.is_some() {
                superclass = t;
            }
        }
        let (route, routes) = of_type(&self.route_annotations(node));
        for r in routes {
            self.out.fact(FactKind::Route, true, &r.path, r.method, r.span);
        }
        self.variables.open();
        self.functions.open();
        self.names.declared.open();
        self.types.push(Enclosing { type_, superclass, route });
        if let Some(constructor) = self.find(node, Kind::PrimaryConstructor)
            && let Some(parameters) = self.find(constructor, Kind::ClassParameters)
        {
            for p in named_children(parameters) {
                self.declare_class_parameter(p);
            }
        }
        if let Some(body) = self.find(node, Kind::ClassBody) {
            self.declare_types(body, &qualified);
            self.declare_functions(body, type_);
            self.declare_properties(body);
            if let Some(companion) = self.find(body, Kind::Companion)
                && let Some(body) = self.find(companion, Kind::ClassBody)
            {
                let companion = self.names.names.intern(&join(&qualified, "Companion"));
                self.declare_functions(body, Type { name: companion, resolved: true });
                self.declare_properties(body);
            }
        }
        Then::DescendAndLeave
    }

    pub(super) fn leave_type(&mut self) {
        if self.types.pop().is_some() {
            self.variables.close();
            self.functions.close();
            self.names.declared.close();
            self.out.leave_scope();
        }
    }

    fn declare_properties(&mut self, body: Node<'t>) {
        for property in named_children(body) {
            if self.kind(property) == Some(Kind::Property) {
                self.declare_property(property, true);
            }
        }
    }

    fn declare_property(&mut self, node: Node<'t>, is_field: bool) {
        let Some(declared) = self.find(node, Kind::VariableDecl) else { return };
        let Some(name) = self.find(declared, Kind::Identifier) else { return };
        let value = self.property_value(node);
        let type_ = match self.written_type(declared) {
            Some(t) => self.type_of(t),
            None => value.map_or(Type::UNKNOWN, |v| self.expression_type(v)),
        };
        let fixed = !is_field || children(node).any(|c| c.kind() == "val");
        let constant = value.filter(|_| fixed).and_then(|v| self.constant(v));
        self.variables.declare(self.out.text(name), Variable { type_, constant, is_field });
    }

    /// What a property is initialised with.
    pub(super) fn property_value(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut after = false;
        for child in children(node) {
            if child.kind() == "=" {
                after = true;
            } else if after && child.is_named() && self.kind(child) != Some(Kind::Comment) {
                return Some(child);
            }
        }
        None
    }

    fn constant(&mut self, value: Node<'t>) -> Option<Constant<'t>> {
        if self.kind(value) == Some(Kind::Str) && !self.constant_start(value).1 {
            return None;
        }
        match self.value(value, 0) {
            Value::Str(s) => Some(Constant::Str(self.names.names.intern(&s))),
            Value::Literal(s) => Some(Constant::Literal(s)),
            _ => None,
        }
    }

    /// The type node of a declaration, if one is written.
    fn written_type(&self, node: Node<'t>) -> Option<Node<'t>> {
        named_children(node).find(|n| {
            matches!(
                self.tables.grammar.kind(*n),
                Some(Kind::UserType | Kind::NullableType | Kind::NonNullableType)
            )
        })
    }

    fn declare_class_parameter(&mut self, node: Node<'t>) {
        if self.kind(node) == Some(Kind::ClassParameter)
            && let Some(name) = self.find(node, Kind::Identifier)
        {
            let type_ = self.written_type(node).map_or(Type::UNKNOWN, |t| self.type_of(t));
            let variable = Variable { is_field: true, ..Variable::local(type_) };
            self.variables.declare(self.out.text(name), variable);
        }
    }

    /// A constructor parameter that is a property (`val`, `var`) is a field.
    pub(super) fn class_parameter(&mut self, node: Node<'t>) {
        let Some(keyword) = children(node).map(|c| c.kind()).find(|k| matches!(*k, "val" | "var"))
        else {
            return;
        };
        let Some(name) = self.find(node, Kind::Identifier) else { return };
        let (t, type_name) = self.named_type(self.written_type(node));
        let value = format!("{}{keyword} {}", self.modifier_words(node), self.out.text(name));
        self.out.fact(FactKind::Field, t.resolved, &type_name, &value, span(node));
    }

    fn named_type(&mut self, written: Option<Node<'t>>) -> (Type, String) {
        let t = written.map_or(Type::UNKNOWN, |t| self.type_of(t));
        let name = if t.is_known() { self.names.names.get(t.name) } else { "?" };
        (t, name.to_owned())
    }

    pub(super) fn declare_parameter(&mut self, node: Node<'t>) {
        if let Some(name) = self.find(node, Kind::Identifier) {
            let type_ = self.written_type(node).map_or(Type::UNKNOWN, |t| self.type_of(t));
            self.variables.declare(self.out.text(name), Variable::local(type_));
        }
    }

    /// Names that loops, handlers and lambdas bring.
    pub(super) fn declare_in_block(&mut self, kind: Kind, node: Node<'t>) {
        match kind {
            Kind::Catch => self.declare_parameter(node),
            Kind::For => {
                if let Some(declared) = self.find(node, Kind::VariableDecl) {
                    self.declare_parameter(declared);
                }
            }
            Kind::Lambda => {
                self.variables.declare("it", Variable::default());
                if let Some(parameters) = self.find(node, Kind::LambdaParameters) {
                    for p in named_children(parameters) {
                        self.declare_parameter(p);
                    }
                }
            }
            _ => {}
        }
    }

    fn modifier_words(&self, node: Node<'t>) -> String {
        let mut words = String::new();
        let modifiers = self.find(node, Kind::Modifiers);
        for word in modifiers.into_iter().flat_map(named_children) {
            if !matches!(self.kind(word), Some(Kind::Annotation | Kind::Comment)) {
                words.push_str(self.out.text(word));
                words.push(' ');
            }
        }
        words
    }

    pub(super) fn enter_function(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name = node.child_by_field_id(self.tables.name);
        let simple = match kind {
            Kind::Function => name.map_or("", |n| self.out.text(n)),
            _ => "<init>",
        };
        let qualified = join(self.place(), simple);
        let mut value = self.modifier_words(node);
        value.push('(');
        let parameters = self.find(node, Kind::Parameters);
        let mut first = true;
        for p in parameters.into_iter().flat_map(named_children) {
            if self.kind(p) != Some(Kind::Parameter) {
                continue;
            }
            if !first {
                value.push_str(", ");
            }
            first = false;
            let written = self.written_type(p);
            value.push_str(&self.named_type(written).1);
        }
        value.push(')');
        let place = span_between(name.unwrap_or(node), parameters.or(name).unwrap_or(node));
        self.out.fact(FactKind::FunctionDecl, true, &qualified, &value, place);
        self.out.enter_scope(&qualified);
        self.variables.open();
        self.depth += 1;
        let annotations = self.route_annotations(node);
        let prefix = self.types.last().map_or("", |t| t.route.as_str());
        for r in of_method(prefix, &annotations) {
            self.out.fact(FactKind::Route, true, &r.path, r.method, r.span);
        }
        Then::DescendAndLeave
    }

    pub(super) fn enter_property(&mut self, node: Node<'t>) -> Then {
        let declared = self.find(node, Kind::VariableDecl);
        let name = declared.and_then(|d| self.find(d, Kind::Identifier));
        let simple = name.map_or("", |n| self.out.text(n));
        let is_field = self.depth == 0;
        self.declare_property(node, is_field);
        let value_node = self.property_value(node);
        let bytes = value_node.map_or(0..0, |v| v.byte_range());
        if !is_field || name.is_none() {
            self.out.push_use("assign:", simple, bytes);
            return Then::DescendAndLeave;
        }
        let t = self.variables.get(simple).map_or(Type::UNKNOWN, |v| v.type_);
        let type_name =
            if t.is_known() { self.names.names.get(t.name).to_owned() } else { "?".to_owned() };
        let keyword =
            children(node).map(|c| c.kind()).find(|k| matches!(*k, "val" | "var")).unwrap_or("val");
        let words = format!("{}{keyword} {simple}", self.modifier_words(node));
        let place = declared.map_or_else(|| span(node), span);
        self.out.fact(FactKind::Field, t.resolved, &type_name, &words, place);
        let target = join(self.place(), simple);
        if let Some(value) = value_node {
            let rendered = render(&[self.value(value, 0)]);
            self.out.fact(FactKind::Assign, true, &target, &rendered, place);
        }
        self.out.push_use("assign:", &target, bytes);
        Then::DescendAndLeave
    }

    fn route_annotations(&mut self, declaration: Node<'t>) -> Vec<Annotation<'t>> {
        let mut found = Vec::new();
        let Some(modifiers) = self.find(declaration, Kind::Modifiers) else { return found };
        for node in named_children(modifiers) {
            if self.kind(node) != Some(Kind::Annotation) {
                continue;
            }
            let (Some(written), arguments) = self.annotation_parts(node) else { continue };
            let text = self.out.text(written);
            if !may_route(text.rsplit('.').next().unwrap_or(text)) {
                continue;
            }
            let t = self.type_of(written);
            let name = self.names.names.get(t.name).to_owned();
            let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
            found.push(Annotation { name, args, span: span(node) });
        }
        found
    }

    /// The type and the arguments of an annotation.
    pub(super) fn annotation_parts(&self, node: Node<'t>) -> (Option<Node<'t>>, Option<Node<'t>>) {
        match self.find(node, Kind::ConstructorInvocation) {
            Some(call) => (self.find(call, Kind::UserType), self.find(call, Kind::Arguments)),
            None => (self.find(node, Kind::UserType), None),
        }
    }
}
