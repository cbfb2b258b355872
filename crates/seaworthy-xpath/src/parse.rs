//! From tokens to an expression.

use crate::Mode;
use crate::ast::{Axis, Comparison, Expr, NodeTest, Operator, Path, Start, Step};
use crate::function::Function;
use crate::lex::{self, Token, TokenKind};
use crate::{XPathError, re2};

/// Longest expression in bytes.
pub const MAX_LENGTH: usize = 64 << 10;

/// How deep expressions may nest, operators included.
const MAX_NESTING: usize = 100;

/// Most steps of one path.
const MAX_STEPS: usize = 200;

/// An expression and how many steps its paths have together.
pub(crate) struct Parsed {
    pub(crate) expr: Expr,
    pub(crate) steps: usize,
}

/// Parses an expression.
pub(crate) fn parse(text: &str, mode: Mode) -> Result<Parsed, XPathError> {
    if text.len() > MAX_LENGTH {
        return Err(lex::error(text, 0, format!("longer than {MAX_LENGTH} bytes")));
    }
    let tokens = lex::tokens(text)?;
    let mut parser = Parser { text, mode, tokens, next: 0, nesting: 0, steps: 0 };
    let (expr, _) = parser.expression()?;
    // Konveyor's library stops where an expression can end, whatever follows.
    if mode == Mode::Standard && *parser.peek() != TokenKind::End {
        return Err(parser.unexpected());
    }
    Ok(Parsed { expr, steps: parser.steps })
}

/// An expression with its depth.
type Deep = (Expr, usize);

struct Parser<'t> {
    text: &'t str,
    mode: Mode,
    tokens: Vec<Token>,
    next: usize,
    nesting: usize,
    steps: usize,
}

/// Operators with two sides, loosest first.
const LEVELS: [&[&str]; 4] =
    [&["=", "!="], &["<=", "<", ">=", ">"], &["+", "-"], &["*", "div", "mod"]];

impl Parser<'_> {
    fn peek(&self) -> &TokenKind {
        self.tokens.get(self.next).map_or(&TokenKind::End, |t| &t.kind)
    }

    fn peek_second(&self) -> &TokenKind {
        self.tokens.get(self.next + 1).map_or(&TokenKind::End, |t| &t.kind)
    }

    fn is(&self, symbol: &str) -> bool {
        matches!(self.peek(), TokenKind::Symbol(s) if *s == symbol)
    }

    fn take(&mut self, symbol: &str) -> bool {
        let is = self.is(symbol);
        self.next += usize::from(is);
        is
    }

    fn expect(&mut self, symbol: &str) -> Result<(), XPathError> {
        if self.take(symbol) { Ok(()) } else { Err(self.fail(format!("expected {symbol}"))) }
    }

    fn fail(&self, message: impl Into<String>) -> XPathError {
        let at = self.tokens.get(self.next).map_or(self.text.len(), |t| t.at);
        lex::error(self.text, at, message)
    }

    fn unexpected(&self) -> XPathError {
        match self.peek() {
            TokenKind::End => self.fail("the expression ends too early"),
            TokenKind::Symbol(symbol) => self.fail(format!("unexpected {symbol}")),
            TokenKind::Name(_, name) => self.fail(format!("unexpected {name}")),
            TokenKind::Number(_) => self.fail("unexpected number"),
            TokenKind::Text(_) => self.fail("unexpected string"),
        }
    }

    /// Adds one to the depth, within the limit.
    fn deeper(&self, depth: usize) -> Result<usize, XPathError> {
        if depth >= MAX_NESTING {
            return Err(self.fail("nested too deep"));
        }
        Ok(depth + 1)
    }

    fn expression(&mut self) -> Result<Deep, XPathError> {
        if self.nesting >= MAX_NESTING {
            return Err(self.fail("nested too deep"));
        }
        self.nesting += 1;
        let result = self.or();
        self.nesting -= 1;
        result
    }

    fn or(&mut self) -> Result<Deep, XPathError> {
        let (first, mut depth) = self.and()?;
        let mut all = vec![first];
        while self.take_operator("or") {
            let (next, d) = self.and()?;
            depth = depth.max(d);
            all.push(next);
        }
        self.joined(all, depth, Expr::Or)
    }

    fn and(&mut self) -> Result<Deep, XPathError> {
        let (first, mut depth) = self.binary(0)?;
        let mut all = vec![first];
        while self.take_operator("and") {
            let (next, d) = self.binary(0)?;
            depth = depth.max(d);
            all.push(next);
        }
        self.joined(all, depth, Expr::And)
    }

    fn joined(
        &self,
        mut all: Vec<Expr>,
        depth: usize,
        join: fn(Vec<Expr>) -> Expr,
    ) -> Result<Deep, XPathError> {
        if all.len() > 1 {
            return Ok((join(all), self.deeper(depth)?));
        }
        match all.pop() {
            Some(only) => Ok((only, depth)),
            None => Err(self.unexpected()),
        }
    }

    /// Whether the next token is this operator, which is taken then.
    fn take_operator(&mut self, operator: &str) -> bool {
        let is = match self.peek() {
            TokenKind::Name(None, name) => name == operator,
            TokenKind::Symbol(symbol) => *symbol == operator,
            _ => false,
        };
        self.next += usize::from(is);
        is
    }

    fn binary(&mut self, level: usize) -> Result<Deep, XPathError> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let (mut left, mut depth) = self.binary(level + 1)?;
        loop {
            let Some(operator) = operators.iter().find(|o| self.take_operator(o)) else {
                return Ok((left, depth));
            };
            let (right, d) = self.binary(level + 1)?;
            depth = self.deeper(depth.max(d))?;
            let (a, b) = (Box::new(left), Box::new(right));
            left = match *operator {
                "=" => Expr::Compare(Comparison::Equal, a, b),
                "!=" => Expr::Compare(Comparison::NotEqual, a, b),
                "<" => Expr::Compare(Comparison::Less, a, b),
                "<=" => Expr::Compare(Comparison::LessOrEqual, a, b),
                ">" => Expr::Compare(Comparison::Greater, a, b),
                ">=" => Expr::Compare(Comparison::GreaterOrEqual, a, b),
                "+" => Expr::Arithmetic(Operator::Add, a, b),
                "-" => Expr::Arithmetic(Operator::Subtract, a, b),
                "*" => Expr::Arithmetic(Operator::Multiply, a, b),
                "div" => Expr::Arithmetic(Operator::Divide, a, b),
                _ => Expr::Arithmetic(Operator::Remainder, a, b),
            };
        }
    }

    fn unary(&mut self) -> Result<Deep, XPathError> {
        let mut minuses = 0usize;
        while self.take("-") {
            minuses += 1;
        }
        let (expr, depth) = self.union()?;
        if minuses == 0 {
            return Ok((expr, depth));
        }
        // Two minuses still make a number.
        let negated = Expr::Negate(Box::new(expr));
        let depth = self.deeper(depth)?;
        if minuses % 2 == 1 {
            return Ok((negated, depth));
        }
        Ok((Expr::Negate(Box::new(negated)), self.deeper(depth)?))
    }

    fn union(&mut self) -> Result<Deep, XPathError> {
        let (first, mut depth) = self.path()?;
        let mut all = vec![first];
        while self.is("|") {
            if !all.last().is_some_and(gives_nodes) {
                return Err(self.fail("only sets of nodes can be united"));
            }
            self.next += 1;
            let (next, d) = self.path()?;
            if !gives_nodes(&next) {
                return Err(self.fail("only sets of nodes can be united"));
            }
            depth = depth.max(d);
            all.push(next);
        }
        self.joined(all, depth, Expr::Union)
    }

    fn is_primary(&self) -> bool {
        match self.peek() {
            TokenKind::Number(_) | TokenKind::Text(_) | TokenKind::Symbol("(" | "$") => true,
            TokenKind::Name(prefix, name) => {
                *self.peek_second() == TokenKind::Symbol("(")
                    && !(prefix.is_none() && is_node_type(name))
            }
            _ => false,
        }
    }

    fn path(&mut self) -> Result<Deep, XPathError> {
        if !self.is_primary() {
            let (path, depth) = self.location_path()?;
            return Ok((Expr::Path(path), self.deeper(depth)?));
        }
        let (primary, mut depth) = self.primary()?;
        let (predicates, d) = self.predicates()?;
        depth = depth.max(d);
        let more = self.is("/") || self.is("//");
        if predicates.is_empty() && !more {
            return Ok((primary, depth));
        }
        if !gives_nodes(&primary) {
            return Err(self.fail("only sets of nodes can have predicates or steps"));
        }
        let start = Start::Expression(Box::new(primary), predicates);
        let mut path = Path { start, steps: Vec::new() };
        if more {
            depth = depth.max(self.more_steps(&mut path)?);
        }
        Ok((Expr::Path(path), self.deeper(depth)?))
    }

    fn location_path(&mut self) -> Result<(Path, usize), XPathError> {
        let mut path = Path { start: Start::Context, steps: Vec::new() };
        if self.is("//") {
            path.start = Start::Root;
            let depth = self.more_steps(&mut path)?;
            return Ok((path, depth));
        }
        if self.take("/") {
            path.start = Start::Root;
            if !self.starts_step() {
                return Ok((path, 0));
            }
        }
        let depth = self.step(&mut path)?;
        let more = self.more_steps(&mut path)?;
        Ok((path, depth.max(more)))
    }

    fn starts_step(&self) -> bool {
        matches!(self.peek(), TokenKind::Name(..) | TokenKind::Symbol("." | ".." | "@" | "*"))
    }

    fn more_steps(&mut self, path: &mut Path) -> Result<usize, XPathError> {
        let mut depth = 0;
        loop {
            if self.take("//") {
                let id = self.step_id();
                path.steps.push(Step {
                    axis: Axis::DescendantOrSelf,
                    test: NodeTest::Any,
                    predicates: Vec::new(),
                    positional: false,
                    id,
                });
            } else if !self.take("/") {
                return Ok(depth);
            }
            depth = depth.max(self.step(path)?);
        }
    }

    fn step_id(&mut self) -> usize {
        self.steps += 1;
        self.steps - 1
    }

    fn step(&mut self, path: &mut Path) -> Result<usize, XPathError> {
        if path.steps.len() >= MAX_STEPS {
            return Err(self.fail("too many steps"));
        }
        let (axis, test) = if self.take(".") {
            (Axis::Itself, NodeTest::Any)
        } else if self.take("..") {
            (Axis::Parent, NodeTest::Any)
        } else {
            let axis = self.axis()?;
            (axis, self.node_test()?)
        };
        let (predicates, depth) = self.predicates()?;
        let positional = predicates.iter().any(Expr::is_positional);
        let id = self.step_id();
        let mut step = Step { axis, test, predicates, positional, id };
        // `//name` is `descendant::name` unless positions are asked, which count among siblings.
        let after_any = path.steps.last().is_some_and(|last| {
            last.axis == Axis::DescendantOrSelf
                && last.test == NodeTest::Any
                && last.predicates.is_empty()
        });
        if after_any && axis == Axis::Child && !positional {
            path.steps.pop();
            step.axis = Axis::Descendant;
        }
        path.steps.push(step);
        Ok(depth)
    }

    fn axis(&mut self) -> Result<Axis, XPathError> {
        if self.take("@") {
            return Ok(Axis::Attribute);
        }
        if *self.peek_second() != TokenKind::Symbol("::") {
            return Ok(Axis::Child);
        }
        let TokenKind::Name(None, name) = self.peek() else { return Err(self.unexpected()) };
        let axis = Axis::of_name(name).ok_or_else(|| self.fail(format!("unknown axis {name}")))?;
        self.next += 2;
        Ok(axis)
    }

    fn node_test(&mut self) -> Result<NodeTest, XPathError> {
        if self.take("*") {
            return Ok(NodeTest::Principal);
        }
        let TokenKind::Name(prefix, name) = self.peek().clone() else {
            return Err(self.unexpected());
        };
        let called = *self.peek_second() == TokenKind::Symbol("(");
        if prefix.is_none() && called && is_node_type(&name) {
            self.next += 2;
            let test = match name.as_str() {
                "node" => NodeTest::Any,
                "text" => NodeTest::Text,
                "comment" => NodeTest::Comment,
                _ => {
                    let target = match self.peek().clone() {
                        TokenKind::Text(target) => {
                            self.next += 1;
                            Some(target)
                        }
                        _ => None,
                    };
                    NodeTest::Instruction(target)
                }
            };
            self.expect(")")?;
            return Ok(test);
        }
        if called {
            return Err(self.fail(format!("{name}() is no node test")));
        }
        self.next += 1;
        Ok(match prefix {
            None => NodeTest::Local(name),
            Some(prefix) => NodeTest::Prefixed(prefix, (name != "*").then_some(name)),
        })
    }

    fn predicates(&mut self) -> Result<(Vec<Expr>, usize), XPathError> {
        let mut found = Vec::new();
        let mut depth = 0;
        while self.take("[") {
            let (predicate, d) = self.expression()?;
            self.expect("]")?;
            depth = depth.max(d);
            found.push(predicate);
        }
        Ok((found, depth))
    }

    fn primary(&mut self) -> Result<Deep, XPathError> {
        let kind = self.peek().clone();
        match kind {
            TokenKind::Number(number) => {
                self.next += 1;
                Ok((Expr::Number(number), 1))
            }
            TokenKind::Text(text) => {
                self.next += 1;
                Ok((Expr::Text(text), 1))
            }
            TokenKind::Symbol("(") => {
                self.next += 1;
                let (inner, depth) = self.expression()?;
                self.expect(")")?;
                let start = Start::Expression(Box::new(inner), Vec::new());
                Ok((Expr::Path(Path { start, steps: Vec::new() }), self.deeper(depth)?))
            }
            TokenKind::Name(prefix, name) => self.call(prefix.as_deref(), &name),
            TokenKind::Symbol(_) => Err(self.fail("variables are not known here")),
            TokenKind::End => Err(self.unexpected()),
        }
    }

    fn call(&mut self, prefix: Option<&str>, name: &str) -> Result<Deep, XPathError> {
        let known = if prefix.is_none() { Function::of_name(name, self.mode) } else { None };
        let Some(function) = known else {
            return Err(self.fail(format!("unknown function {name}()")));
        };
        let called_at = self.next;
        self.next += 2;
        let mut arguments = Vec::new();
        let mut depth = 0;
        if !self.take(")") {
            loop {
                let (argument, d) = self.expression()?;
                depth = depth.max(d);
                arguments.push(argument);
                if !self.take(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        let (least, most) = function.arity();
        if !(least..=most).contains(&arguments.len()) {
            self.next = called_at;
            let given = arguments.len();
            return Err(self.fail(format!("{name}() does not take {given} arguments")));
        }
        if let (Function::Matches | Function::Replace, Some(Expr::Text(pattern))) =
            (function, arguments.get(1))
            && let Err(message) = re2::check(pattern)
        {
            self.next = called_at;
            return Err(self.fail(format!("the regular expression of {name}(): {message}")));
        }
        Ok((Expr::Call(function, arguments), self.deeper(depth)?))
    }
}

fn is_node_type(name: &str) -> bool {
    matches!(name, "node" | "text" | "comment" | "processing-instruction")
}

/// Whether an expression can be a set of nodes.
fn gives_nodes(expr: &Expr) -> bool {
    match expr {
        Expr::Path(Path { start: Start::Expression(inner, _), steps }) => {
            !steps.is_empty() || gives_nodes(inner)
        }
        Expr::Path(_) | Expr::Union(_) => true,
        Expr::Call(function, _) => function.gives_nodes(),
        _ => false,
    }
}
