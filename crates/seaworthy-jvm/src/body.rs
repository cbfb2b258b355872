//! The code of one method, followed from its first byte to its last.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::class_file::{ClassFile, MemberInfo, flags};
use crate::code::{Code, mark};
use crate::expression::{ExprId, Expressions, Kind, Name};
use crate::output::Output;
use crate::types::Ty;
use crate::writer::Mark;

/// Expressions nested deeper are given a name first.
pub(crate) const MAX_DEPTH: u8 = 40;
/// Values on the stack beyond this are forgotten.
const MAX_STACK: usize = 2_000;
/// Values kept for targets of jumps, over a whole method.
const MAX_KEPT: usize = 200_000;

/// A variable of the method.
#[derive(Debug, Clone)]
pub(crate) struct Variable<'c> {
    pub(crate) name: String,
    pub(crate) ty: Ty<'c>,
    /// What a handler that catches all has caught.
    pub(crate) is_hidden: bool,
}

/// A `catch` whose block is open.
#[derive(Debug, Clone, Copy)]
struct OpenCatch {
    start: u32,
    end: Option<u32>,
    scope: usize,
}

/// The state while a method's code is followed.
pub(crate) struct Body<'o, 'u, 'c> {
    pub(crate) out: &'o mut Output<'u, 'c>,
    pub(crate) class_at: usize,
    pub(crate) file: &'u ClassFile<'c>,
    pub(crate) method: &'u MemberInfo<'c>,
    pub(crate) code: Code<'c>,
    pub(crate) exprs: Expressions<'c>,
    pub(crate) stack: Vec<ExprId>,
    pub(crate) variables: Vec<Variable<'c>>,
    slots: Vec<Option<u32>>,
    /// Where the current instruction is.
    pub(crate) at: u32,
    /// Source line of the current instruction.
    pub(crate) line: u32,
    /// Source line on which the stack was last empty.
    pub(crate) statement_line: u32,
    /// Stacks that jumps bring to their targets, none of them empty.
    arriving: FxHashMap<u32, Vec<ExprId>>,
    kept: usize,
    pub(crate) is_reachable: bool,
    catches: Vec<OpenCatch>,
    /// Statements so far, where a compiler copies them.
    seen: Option<FxHashSet<u64>>,
    is_shared_initialiser: bool,
    /// Where the text of a constructor starts, until the call of another one stands there.
    pub(crate) start: Option<Mark>,
}

impl<'o, 'u, 'c> Body<'o, 'u, 'c> {
    pub(crate) fn new(
        out: &'o mut Output<'u, 'c>,
        class_at: usize,
        file: &'u ClassFile<'c>,
        method: &'u MemberInfo<'c>,
        code: Code<'c>,
    ) -> Self {
        let copies = code.handlers.iter().any(|h| h.catches.is_none());
        let constructors = file.methods.iter().filter(|m| m.name == "<init>").count();
        Body {
            out,
            class_at,
            file,
            method,
            code,
            exprs: Expressions::default(),
            stack: Vec::new(),
            variables: Vec::new(),
            slots: Vec::new(),
            at: 0,
            line: 0,
            statement_line: 0,
            arriving: FxHashMap::default(),
            kept: 0,
            is_reachable: true,
            catches: Vec::new(),
            seen: copies.then(FxHashSet::default),
            is_shared_initialiser: method.name == "<init>" && constructors > 1,
            start: None,
        }
    }

    pub(crate) fn is_static(&self) -> bool {
        self.method.flags & flags::STATIC != 0
    }

    /// Gives a parameter's slot its name.
    pub(crate) fn bind(&mut self, slot: u16, name: String, ty: Ty<'c>) -> u32 {
        self.variables.push(Variable { name, ty, is_hidden: false });
        let variable = self.variables.len() as u32 - 1;
        let slot = usize::from(slot);
        if self.slots.len() <= slot {
            self.slots.resize(slot + 1, None);
        }
        if let Some(place) = self.slots.get_mut(slot) {
            *place = Some(variable);
        }
        variable
    }

    pub(crate) fn variable_in(&self, slot: u16) -> Option<u32> {
        self.slots.get(usize::from(slot)).copied().flatten()
    }

    /// Writes all statements; the caller has opened the block and closes it.
    pub(crate) fn run(&mut self) {
        let mut lines = 0;
        self.start = Some(self.out.writer.mark());
        while let Some(&marks) = self.code.marks.get(self.at as usize) {
            if self.out.writer.is_full() {
                break;
            }
            while let Some(&(start, line)) = self.code.lines.get(lines)
                && start <= self.at
            {
                self.line = line;
                lines += 1;
            }
            self.close_catches();
            if marks & mark::HANDLER != 0 {
                if self.catch() {
                    continue;
                }
            } else if marks & mark::TARGET != 0 {
                self.join();
            }
            if self.stack.is_empty() {
                self.statement_line = self.line;
            }
            let size = self.code.size_at(self.at as usize).unwrap_or(1) as u32;
            let before = self.at;
            self.execute();
            if self.at == before {
                self.at += size;
            }
        }
        let mut left: Vec<_> = self.arriving.drain().collect();
        left.sort_unstable();
        for id in left.into_iter().flat_map(|(_, ids)| ids) {
            self.effect(id);
        }
        while let Some(open) = self.catches.pop() {
            self.close_catch(open);
        }
    }

    pub(crate) fn push_kind(&mut self, kind: Kind<'c>, ty: Ty<'c>) {
        let id = self.add(kind, ty);
        self.push(id);
    }

    /// Adds an expression; if it would be nested too deeply, its deepest parts get names first.
    pub(crate) fn add(&mut self, kind: Kind<'c>, ty: Ty<'c>) -> ExprId {
        let id = self.exprs.add(kind, ty, self.line);
        if self.exprs.get(id).depth > MAX_DEPTH {
            self.name(id);
        }
        id
    }

    pub(crate) fn push(&mut self, id: ExprId) {
        if self.stack.len() < MAX_STACK {
            self.stack.push(id);
        } else {
            self.effect(id);
        }
    }

    pub(crate) fn pop(&mut self) -> ExprId {
        self.stack.pop().unwrap_or(ExprId::MAX)
    }

    /// Starts a statement.
    pub(crate) fn begin(&mut self) -> Mark {
        let mark = self.out.writer.mark();
        let line = if self.statement_line == 0 { self.line } else { self.statement_line };
        self.out.writer.line(line);
        mark
    }

    /// Ends a statement; it is taken back if it is a copy of an earlier one, compared from `from` on.
    pub(crate) fn end(&mut self, mark: Mark, from: usize) {
        if !self.out.writer.text.ends_with("{ }") {
            self.out.writer.push(";");
        }
        if self.seen.is_none() && !self.is_shared_initialiser || self.line == 0 {
            return;
        }
        let mut hasher = FxHasher::default();
        self.line.hash(&mut hasher);
        self.out.writer.text.get(from..).unwrap_or("").hash(&mut hasher);
        let hash = hasher.finish();
        let mut is_new = true;
        if let Some(seen) = &mut self.seen {
            is_new = seen.insert(hash);
        } else if self.is_shared_initialiser {
            is_new = self.out.initialisers.insert((self.class_at, hash));
        }
        if !is_new {
            self.out.writer.back(mark);
        }
    }

    /// Writes an expression as a statement, unless nothing would be lost without.
    pub(crate) fn effect(&mut self, id: ExprId) {
        if self.exprs.is_trivial(id) {
            return;
        }
        let mark = self.begin();
        let from = self.out.writer.text.len();
        self.write(id);
        self.end(mark, from);
    }

    /// Gives an expression a name by which it can be used more than once.
    pub(crate) fn name(&mut self, id: ExprId) {
        if self.exprs.is_trivial(id) || matches!(self.exprs.get(id).kind, Kind::Constant(_)) {
            return;
        }
        let ty = self.exprs.get(id).ty;
        self.begin();
        self.out.ty(ty, &self.file.inner);
        let name = format!("s{id}");
        self.out.writer.push(" ");
        self.out.writer.push(&name);
        self.out.writer.push(" = ");
        self.write(id);
        self.out.writer.push(";");
        self.out.scope.push((name, ty));
        if let Some(expr) = self.exprs.get_mut(id) {
            expr.name = Name::Own;
        }
    }

    /// The current stack also reaches `target`.
    pub(crate) fn jump(&mut self, target: u32) {
        if self.stack.is_empty() {
            return;
        }
        if target <= self.at {
            for i in 0..self.stack.len() {
                if let Some(&id) = self.stack.get(i) {
                    self.name(id);
                }
            }
            return;
        }
        if let Some(mut there) = self.arriving.remove(&target) {
            let here = self.stack.clone();
            self.merge(&mut there, &here);
            self.arriving.insert(target, there);
        } else if self.kept + self.stack.len() <= MAX_KEPT {
            self.kept += self.stack.len();
            self.arriving.insert(target, self.stack.clone());
        }
    }

    /// Nothing comes after the current instruction.
    pub(crate) fn stop(&mut self) {
        self.is_reachable = false;
        for id in std::mem::take(&mut self.stack) {
            let is_awaited = self.arriving.values().any(|ids| ids.contains(&id));
            if !is_awaited {
                self.effect(id);
            }
        }
    }

    fn merge(&mut self, there: &mut [ExprId], here: &[ExprId]) {
        for (i, first) in there.iter_mut().enumerate() {
            let second = here.get(i).copied().unwrap_or(ExprId::MAX);
            if *first == second {
                continue;
            }
            let (a, b) = (self.exprs.get(*first), self.exprs.get(second));
            let ty = if a.ty == Ty::Null { b.ty } else { a.ty };
            *first = self.add(Kind::Choice { first: *first, second }, ty);
        }
        for id in here.iter().skip(there.len()) {
            self.effect(*id);
        }
    }

    /// Several ways through the code meet here.
    fn join(&mut self) {
        if let Some(mut there) = self.arriving.remove(&self.at) {
            self.kept = self.kept.saturating_sub(there.len());
            if self.is_reachable {
                let here = std::mem::take(&mut self.stack);
                self.merge(&mut there, &here);
            }
            self.stack = there;
        }
        self.is_reachable = true;
    }

    /// Enters a handler; true if its first instruction is done with.
    fn catch(&mut self) -> bool {
        for id in std::mem::take(&mut self.stack) {
            self.effect(id);
        }
        self.arriving.remove(&self.at);
        self.is_reachable = true;
        let mut types: Vec<&'c str> = Vec::new();
        let mut catches_all = false;
        for handler in self.code.handlers.iter().filter(|h| h.at == self.at) {
            match handler.catches {
                Some(class) if !types.contains(&class) => types.push(class),
                Some(_) => {}
                None => catches_all = true,
            }
        }
        let opcode = self.code.bytes.get(self.at as usize).copied().unwrap_or(0);
        let slot = match opcode {
            58 => self.code.bytes.get(self.at as usize + 1).map(|s| u16::from(*s)),
            75..=78 => Some(u16::from(opcode - 75)),
            _ => None,
        };
        let next = self.at + self.code.size_at(self.at as usize).unwrap_or(1) as u32;
        if types == ["java/lang/Throwable"]
            && let Some(end) = self.end_of_resource_handler(next)
        {
            self.is_reachable = false;
            self.at = end;
            return true;
        }
        let known = slot.and_then(|s| self.code.local_at(s, next)).copied();
        let ty = match types.as_slice() {
            [one] if !catches_all => Ty::Class(one),
            _ => Ty::Class("java/lang/Throwable"),
        };
        let mut name = String::new();
        match (known, slot) {
            (Some(local), _) => crate::names::push_identifier(&mut name, local.name),
            (None, Some(slot)) => name = format!("v{slot}"),
            (None, None) => name = format!("e{}", self.at),
        }
        if !types.is_empty() {
            self.out.writer.line(self.line);
            self.out.writer.push("try { } catch (");
            for (i, class) in types.iter().enumerate() {
                if i > 0 {
                    self.out.writer.push(" | ");
                }
                self.out.class_name(class, &self.file.inner);
            }
            self.out.writer.push(" ");
            self.out.writer.push(&name);
            self.out.writer.push(") ");
            self.out.writer.open();
            let scope = self.out.scope.len();
            self.out.scope.push((name.clone(), ty));
            self.catches.push(OpenCatch { start: self.at, end: known.map(|l| l.end), scope });
        }
        let is_hidden = types.is_empty();
        let variable = if let Some(slot) = slot {
            self.bind(slot, name, ty)
        } else {
            self.variables.push(Variable { name, ty, is_hidden: false });
            self.variables.len() as u32 - 1
        };
        if let Some(variable) = self.variables.get_mut(variable as usize) {
            variable.is_hidden = is_hidden;
        }
        if slot.is_some() {
            self.at = next;
            return true;
        }
        self.push_kind(Kind::Local(variable), ty);
        false
    }

    /// The end of the handler by which a compiler closes the resource of a `try`, if that starts here: it calls `close` and
    /// `addSuppressed` and throws again.
    fn end_of_resource_handler(&self, start: u32) -> Option<u32> {
        let mut at = start;
        let mut has_closed = false;
        let mut has_suppressed = false;
        while at < start + 40 {
            let opcode = self.code.bytes.get(at as usize).copied()?;
            match opcode {
                182..=185 => {
                    let index = crate::bytes::u16_at(self.code.bytes, at as usize + 1);
                    match self.file.opened.member(index)?.name {
                        "close" if !has_closed => has_closed = true,
                        "addSuppressed" if has_closed => has_suppressed = true,
                        _ => return None,
                    }
                }
                191 => return has_suppressed.then_some(at + 1),
                25 | 42..=45 | 58 | 75..=78 | 167 | 198 | 199 => {}
                _ => return None,
            }
            at += self.code.size_at(at as usize)? as u32;
        }
        None
    }

    fn close_catches(&mut self) {
        let marks = self.code.marks.get(self.at as usize).copied().unwrap_or(0);
        while let Some(&open) = self.catches.last() {
            let is_over = match open.end {
                Some(end) => end <= self.at,
                None => {
                    !self.is_reachable
                        && (marks & mark::HANDLER != 0
                            || self.code.is_reached_from_before(open.start, self.at))
                }
            };
            if !is_over {
                break;
            }
            self.catches.pop();
            self.close_catch(open);
        }
        // An outer block that is over ends what stands in it.
        if let Some(first) =
            self.catches.iter().position(|c| c.end.is_some_and(|end| end <= self.at))
        {
            while self.catches.len() > first {
                if let Some(open) = self.catches.pop() {
                    self.close_catch(open);
                }
            }
        }
    }

    fn close_catch(&mut self, open: OpenCatch) {
        self.out.scope.truncate(open.scope);
        self.out.writer.close();
    }
}
