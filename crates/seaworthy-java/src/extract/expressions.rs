//! Expressions, as far as types depend on them.

use tree_sitter::Node;

use super::kinds::{Kind, children};
use super::{DEPTH_LIMIT, Extraction};
use crate::unit::{Expr, ExprId, Literal, Rows};

impl<'t> Extraction<'t, '_> {
    /// Equal expressions are one row; row 0 is unknown.
    pub(super) fn add_expr(&mut self, expr: Expr) -> ExprId {
        let rows = &mut self.unit.exprs;
        if rows.is_empty() {
            rows.push(Expr::Unknown);
        }
        if expr == Expr::Unknown {
            return ExprId::default();
        }
        *self.expr_ids.entry(expr).or_insert_with(|| {
            rows.push(expr);
            ExprId(rows.len() as u32 - 1)
        })
    }

    /// The expression of a node where it stands: names of locals become what is known of them.
    pub(super) fn expression(&mut self, node: Node<'t>, depth: u32) -> ExprId {
        if depth > DEPTH_LIMIT {
            return self.add_expr(Expr::Unknown);
        }
        let kind = self.grammar.kind(node);
        match kind {
            Kind::Identifier => return self.named(node, depth),
            Kind::Parenthesized => {
                let inner =
                    children(node).find(|c| c.is_named() && self.grammar.kind(*c) != Kind::Ignored);
                return inner.map_or_else(ExprId::default, |c| self.expression(c, depth + 1));
            }
            _ => {}
        }
        if let Some(&known) = self.built.get(&node.id()) {
            return known;
        }
        let expr = self.compound(kind, node, depth + 1);
        let id = match expr {
            Ok(expr) => self.add_expr(expr),
            Err(id) => id,
        };
        self.built.insert(node.id(), id);
        id
    }

    fn named(&mut self, node: Node<'t>, depth: u32) -> ExprId {
        let text = self.node_text(node);
        if let Some(local) = self.local(text, depth) {
            return local;
        }
        let name = self.intern(text);
        self.add_expr(Expr::Name(name))
    }

    /// An expression of a node with parts, or the part that has its type.
    fn compound(&mut self, kind: Kind, node: Node<'t>, depth: u32) -> Result<Expr, ExprId> {
        let fields = self.fields_of_grammar();
        let part = |id: u16| node.child_by_field_id(id);
        Ok(match kind {
            Kind::This => Expr::This(seaworthy_base::Sym::EMPTY),
            Kind::Super => Expr::Super(seaworthy_base::Sym::EMPTY),
            Kind::FieldAccess => {
                let (Some(object), Some(field)) = (part(fields.object), part(fields.field)) else {
                    return Ok(Expr::Unknown);
                };
                if self.grammar.kind(field) == Kind::This {
                    Expr::This(self.dotted(object))
                } else {
                    let on = self.expression(object, depth);
                    let name = self.node_text(field);
                    Expr::Field { on, name: self.intern(name) }
                }
            }
            Kind::Call => {
                // `X.super.m()` has `super` beside its object.
                let is_super =
                    children(node).skip(1).any(|child| self.grammar.kind(child) == Kind::Super);
                let on = part(fields.object).map(|object| {
                    if is_super {
                        let outer = self.dotted(object);
                        self.add_expr(Expr::Super(outer))
                    } else {
                        self.expression(object, depth)
                    }
                });
                let name = part(fields.name).map_or("", |n| self.node_text(n));
                let arguments = part(fields.arguments)
                    .map_or_else(Rows::default, |list| self.arguments(list, depth));
                Expr::Call { on, name: self.intern(name), arguments }
            }
            Kind::NewArray => match part(fields.type_) {
                Some(of) => {
                    let dimensions = children(node)
                        .map(|part| match part.kind() {
                            "dimensions_expr" => 1,
                            "dimensions" => {
                                self.node_text(part).matches('[').count().min(200) as u8
                            }
                            _ => 0,
                        })
                        .fold(0, u8::saturating_add);
                    Expr::Typed(self.type_ref(of, dimensions, depth))
                }
                None => Expr::Unknown,
            },
            Kind::New | Kind::Cast => match part(fields.type_) {
                Some(of) => Expr::Typed(self.type_ref(of, 0, depth)),
                None => Expr::Unknown,
            },
            Kind::ArrayAccess => match part(fields.array) {
                Some(array) => Expr::ElementOf(self.expression(array, depth)),
                None => Expr::Unknown,
            },
            Kind::Assignment => {
                return Err(part(fields.left)
                    .map_or_else(ExprId::default, |left| self.expression(left, depth)));
            }
            Kind::Binary => return self.binary(node, depth),
            Kind::Unary => {
                if part(fields.operator).is_some_and(|o| o.kind() == "!") {
                    Expr::Literal(Literal::Boolean)
                } else {
                    return Err(part(fields.operand)
                        .map_or_else(ExprId::default, |operand| self.expression(operand, depth)));
                }
            }
            Kind::Update => {
                let operand = children(node).find(Node::is_named);
                return Err(
                    operand.map_or_else(ExprId::default, |operand| self.expression(operand, depth))
                );
            }
            Kind::Ternary => match (part(fields.consequence), part(fields.alternative)) {
                (Some(a), Some(b)) => {
                    let (a, b) = (self.expression(a, depth), self.expression(b, depth));
                    if a == b {
                        return Err(a);
                    }
                    Expr::Either(a, b)
                }
                _ => Expr::Unknown,
            },
            Kind::ClassLiteral => match children(node).next() {
                Some(of) => Expr::ClassLiteral(self.type_ref(of, 0, depth)),
                None => Expr::Unknown,
            },
            Kind::InstanceOf | Kind::Boolean => Expr::Literal(Literal::Boolean),
            Kind::Lambda | Kind::MethodReference => Expr::Function,
            Kind::Str => Expr::Literal(Literal::String),
            Kind::Char => Expr::Literal(Literal::Char),
            Kind::Null => Expr::Literal(Literal::Null),
            Kind::Int => {
                let long = self.node_text(node).ends_with(['l', 'L']);
                Expr::Literal(if long { Literal::Long } else { Literal::Int })
            }
            Kind::Float => {
                let text = self.node_text(node);
                let float = text.ends_with(['f', 'F']) && !text.starts_with("0x");
                Expr::Literal(if float { Literal::Float } else { Literal::Double })
            }
            _ => Expr::Unknown,
        })
    }

    fn binary(&mut self, node: Node<'t>, depth: u32) -> Result<Expr, ExprId> {
        let fields = self.fields_of_grammar();
        let operator = node.child_by_field_id(fields.operator).map_or("", |o| o.kind());
        if matches!(operator, "==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||") {
            return Ok(Expr::Literal(Literal::Boolean));
        }
        let sides = (node.child_by_field_id(fields.left), node.child_by_field_id(fields.right));
        let (Some(left), Some(right)) = sides else { return Ok(Expr::Unknown) };
        let left = self.expression(left, depth);
        if matches!(operator, "<<" | ">>" | ">>>") {
            return Err(left);
        }
        let right = self.expression(right, depth);
        if left == right && left != ExprId::default() {
            return Err(left);
        }
        Ok(Expr::Sum(left, right))
    }

    /// The arguments of a call.
    pub(super) fn arguments(&mut self, list: Node<'t>, depth: u32) -> Rows {
        let arguments: Vec<_> = children(list)
            .filter(|c| c.is_named() && !c.is_extra() && self.grammar.kind(*c) != Kind::Ignored)
            .collect();
        let ids: Vec<_> =
            arguments.into_iter().map(|node| self.expression(node, depth + 1)).collect();
        if ids.is_empty() {
            return Rows::default();
        }
        let start = self.unit.expr_lists.len() as u32;
        self.unit.expr_lists.extend_from_slice(&ids);
        Rows { start, len: ids.len() as u32 }
    }
}
