//! Expressions as data.

use crate::function::Function;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Number(f64),
    Text(String),
    Or(Vec<Expr>),
    And(Vec<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    Arithmetic(Operator, Box<Expr>, Box<Expr>),
    Negate(Box<Expr>),
    Union(Vec<Expr>),
    Path(Path),
    Call(Function, Vec<Expr>),
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// The comparison with its sides exchanged.
    pub(crate) fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }
}

/// Operators of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A location path, or an expression in parentheses with predicates and steps behind it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    pub(crate) start: Start,
    pub(crate) steps: Vec<Step>,
}

/// Where a path starts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Start {
    Context,
    Root,
    Expression(Box<Expr>, Vec<Expr>),
}

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) axis: Axis,
    pub(crate) test: NodeTest,
    pub(crate) predicates: Vec<Expr>,
    /// Whether a predicate may ask for the position of a node.
    pub(crate) positional: bool,
    /// Position of the step among all steps of the expression.
    pub(crate) id: usize,
}

/// Axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axis {
    Child,
    Descendant,
    DescendantOrSelf,
    Parent,
    Ancestor,
    AncestorOrSelf,
    FollowingSibling,
    PrecedingSibling,
    Following,
    Preceding,
    Attribute,
    Namespace,
    Itself,
}

impl Axis {
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "child" => Self::Child,
            "descendant" => Self::Descendant,
            "descendant-or-self" => Self::DescendantOrSelf,
            "parent" => Self::Parent,
            "ancestor" => Self::Ancestor,
            "ancestor-or-self" => Self::AncestorOrSelf,
            "following-sibling" => Self::FollowingSibling,
            "preceding-sibling" => Self::PrecedingSibling,
            "following" => Self::Following,
            "preceding" => Self::Preceding,
            "attribute" => Self::Attribute,
            "namespace" => Self::Namespace,
            "self" => Self::Itself,
            _ => return None,
        })
    }

    /// Whether one node can have many nodes of many levels on the axis.
    pub(crate) fn is_wide(self) -> bool {
        matches!(
            self,
            Self::Descendant
                | Self::DescendantOrSelf
                | Self::Ancestor
                | Self::AncestorOrSelf
                | Self::Following
                | Self::Preceding
        )
    }
}

/// Node tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NodeTest {
    /// `node()`.
    Any,
    /// `text()`.
    Text,
    /// `comment()`.
    Comment,
    /// `processing-instruction()`, with a target or without.
    Instruction(Option<String>),
    /// `*`.
    Principal,
    /// `name`.
    Local(String),
    /// `prefix:name` or `prefix:*`.
    Prefixed(String, Option<String>),
}

impl Expr {
    /// The expressions directly inside, those in predicates too.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Number(_) | Self::Text(_) => Vec::new(),
            Self::Or(all) | Self::And(all) | Self::Union(all) | Self::Call(_, all) => {
                all.iter().collect()
            }
            Self::Compare(_, a, b) | Self::Arithmetic(_, a, b) => vec![a, b],
            Self::Negate(inner) => vec![inner],
            Self::Path(Path { start, steps }) => {
                let mut parts = Vec::new();
                if let Start::Expression(inner, predicates) = start {
                    parts.push(&**inner);
                    parts.extend(predicates);
                }
                parts.extend(steps.iter().flat_map(|step| &step.predicates));
                parts
            }
        }
    }

    /// Whether the value can be a number or depends on the position: such a predicate cannot be asked of a node
    /// without its neighbours.
    pub(crate) fn is_positional(&self) -> bool {
        self.may_be_number() || self.asks_position()
    }

    fn may_be_number(&self) -> bool {
        match self {
            Self::Number(_) | Self::Arithmetic(..) | Self::Negate(_) => true,
            Self::Call(function, _) => function.gives_number(),
            Self::Path(Path { start: Start::Expression(inner, predicates), steps }) => {
                predicates.is_empty() && steps.is_empty() && inner.may_be_number()
            }
            _ => false,
        }
    }

    /// Whether `position()` or `last()` of the own context is asked; inner predicates have contexts of their own.
    fn asks_position(&self) -> bool {
        match self {
            Self::Number(_) | Self::Text(_) => false,
            Self::Or(all) | Self::And(all) | Self::Union(all) => {
                all.iter().any(Self::asks_position)
            }
            Self::Compare(_, a, b) | Self::Arithmetic(_, a, b) => {
                a.asks_position() || b.asks_position()
            }
            Self::Negate(inner) => inner.asks_position(),
            Self::Path(path) => match &path.start {
                Start::Expression(inner, _) => inner.asks_position(),
                Start::Context | Start::Root => false,
            },
            Self::Call(function, arguments) => {
                matches!(function, Function::Position | Function::Last)
                    || arguments.iter().any(Self::asks_position)
            }
        }
    }
}
