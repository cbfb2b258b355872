//! Instructions that move values: local variables, fields, items of arrays, copies on the stack.

use crate::body::Body;
use crate::bytes::u16_at;
use crate::class_file::flags;
use crate::constants::{Constant, MemberRef};
use crate::expression::{ExprId, Kind, Name};
use crate::names::push_identifier;
use crate::types::{INT, Ty};

/// Arrays with more items than this are filled by statements.
const MAX_ITEMS: u32 = 10_000;

impl<'c> Body<'_, '_, 'c> {
    /// The variable in a slot for a reader at `at`.
    fn variable(&mut self, slot: u16, at: u32, ty: Ty<'c>) -> u32 {
        if let Some(local) = self.code.local_at(slot, at).copied() {
            let mut name = String::new();
            push_identifier(&mut name, local.name);
            let here = self.variable_in(slot);
            let known = here.and_then(|v| self.variables.get(v as usize).map(|x| (v, x)));
            return match known {
                Some((v, variable)) if variable.name == name && variable.ty == local.ty => v,
                // A parameter that is shown under another name keeps that.
                Some((v, variable)) if variable.name.contains('.') => v,
                _ => self.bind(slot, name, local.ty),
            };
        }
        match self.variable_in(slot) {
            Some(variable) => variable,
            None => self.bind(slot, format!("v{slot}"), ty),
        }
    }

    pub(crate) fn load(&mut self, slot: u16, ty: Ty<'c>) {
        if slot == 0 && !self.is_static() && self.variable_in(0).is_none() {
            self.push_kind(Kind::This, Ty::Class(self.file.name));
            return;
        }
        let variable = self.variable(slot, self.at, ty);
        let ty = self.variables.get(variable as usize).map_or(ty, |v| v.ty);
        self.push_kind(Kind::Local(variable), ty);
    }

    pub(crate) fn store(&mut self, slot: u16, category: Ty<'c>, size: u32) {
        let value = self.pop();
        let next = self.at + size;
        let found = self.exprs.get(value).ty;
        let variable = if self.code.local_at(slot, next).is_some() {
            self.variable(slot, next, category)
        } else {
            let ty = match found {
                Ty::Unknown | Ty::Null if category == Ty::Unknown => Ty::Unknown,
                Ty::Unknown | Ty::Null | Ty::Void => category,
                known => known,
            };
            let same = self.variable_in(slot).filter(|v| {
                self.variables.get(*v as usize).is_some_and(|v| {
                    v.ty == ty || (found == Ty::Null || found == Ty::Unknown) && v.ty.is_reference()
                })
            });
            match same {
                Some(variable) => variable,
                None => self.bind(slot, format!("v{slot}"), ty),
            }
        };
        let Some(into) = self.variables.get(variable as usize).cloned() else { return };
        if into.name.contains('.') {
            self.effect(value);
            return;
        }
        let mark = self.begin();
        let mut from = self.out.writer.text.len();
        let is_new = self.out.declared(&into.name) != Some(into.ty);
        if is_new {
            self.out.ty(into.ty, &self.file.inner);
            self.out.writer.push(" ");
            from = self.out.writer.text.len();
        }
        self.out.writer.push(&into.name);
        self.out.writer.push(" = ");
        self.write_as(value, into.ty);
        if is_new {
            self.out.scope.push((into.name, into.ty));
        }
        if self.stack.contains(&value)
            && let Some(expr) = self.exprs.get_mut(value)
        {
            expr.name = Name::Variable(variable);
        }
        self.end(mark, from);
    }

    pub(crate) fn increment(&mut self, slot: u16, by: i32) {
        let variable = self.variable(slot, self.at, INT);
        let Some(into) = self.variables.get(variable as usize).cloned() else { return };
        self.begin();
        self.out.writer.push(&into.name);
        self.out.writer.push(&match by {
            1 => "++;".to_owned(),
            -1 => "--;".to_owned(),
            _ => format!(" += {by};"),
        });
    }

    pub(crate) fn store_item(&mut self) {
        let (value, index, array) = (self.pop(), self.pop(), self.pop());
        let place = self.exprs.get(array);
        let at = match self.exprs.get(index).kind {
            Kind::Constant(Constant::Int(n)) => u32::try_from(n).ok(),
            _ => None,
        };
        // `new T[] { … }` is an array filled item by item while it lies on the stack.
        if let (Some(at), false) = (at, place.is_written)
            && self.stack.last() == Some(&array)
            && at < MAX_ITEMS
        {
            let old = match place.kind {
                Kind::NewArray { sizes, .. } if sizes.count == 1 => Some(Vec::new()),
                Kind::Items { items, .. } if items.count <= at => {
                    Some(self.exprs.ids(items).to_vec())
                }
                _ => None,
            };
            if let Some(mut items) = old {
                self.fill(array, &mut items, at, value);
                return;
            }
        }
        let mark = self.begin();
        let from = self.out.writer.text.len();
        self.write_operand(array);
        self.out.writer.push("[");
        self.write(index);
        self.out.writer.push("] = ");
        self.write_as(value, place.ty.element());
        self.end(mark, from);
    }

    /// Adds the item `at` to the array that is being made; items between are zero or null.
    fn fill(&mut self, array: ExprId, items: &mut Vec<ExprId>, at: u32, value: ExprId) {
        let of = self.exprs.get(array).ty;
        let filler = if of.element().is_reference() {
            Kind::Constant(Constant::Other)
        } else {
            Kind::Constant(Constant::Int(0))
        };
        while (items.len() as u32) < at {
            let id = self.add(filler, Ty::Unknown);
            items.push(id);
        }
        items.push(value);
        let items = self.exprs.append(items);
        let kind = Kind::Items { of, items };
        let depth = self.exprs.depth_of(kind);
        if let Some(expr) = self.exprs.get_mut(array) {
            expr.kind = kind;
            expr.depth = depth;
        }
    }

    pub(crate) fn field(&mut self, opcode: u8) {
        let index = u16_at(self.code.bytes, self.at as usize + 1);
        let unknown = MemberRef { owner: "java/lang/Object", name: "unknown", descriptor: "I" };
        let field = self.file.opened.member(index).unwrap_or(unknown);
        let ty = Ty::of(field.descriptor);
        match opcode {
            178 => self.push_kind(Kind::StaticField(field), ty),
            180 => {
                let on = self.pop();
                self.push_kind(Kind::Field { on, field }, ty);
            }
            _ => {
                let value = self.pop();
                let on = (opcode == 181).then(|| self.pop());
                if self.is_of_compiler(field) {
                    return;
                }
                let mark = self.begin();
                let from = self.out.writer.text.len();
                match on {
                    Some(on) => self.write_field(on, field, self.line),
                    None => self.write_static_field(field),
                }
                self.out.writer.push(" = ");
                self.write_as(value, ty);
                self.end(mark, from);
            }
        }
    }

    /// Whether a field of this class is the compiler's own.
    fn is_of_compiler(&self, field: MemberRef<'c>) -> bool {
        field.owner == self.file.name
            && self
                .file
                .fields
                .iter()
                .find(|f| f.name == field.name)
                .is_some_and(|f| f.flags & flags::SYNTHETIC != 0)
    }

    pub(crate) fn duplicate(&mut self, opcode: u8) {
        if opcode == 89 && self.skip_null_check() {
            return;
        }
        let top = self.pop();
        let is_wide = |body: &Self, id: ExprId| body.exprs.get(id).ty.is_wide();
        match opcode {
            89 => {
                // `new` and arrays under construction are one thing in two places.
                let is_open = matches!(
                    self.exprs.get(top).kind,
                    Kind::Uninitialised(_) | Kind::NewArray { .. } | Kind::Items { .. }
                );
                if !(is_open && self.is_construction()) {
                    self.name_by_store(top);
                }
                self.push(top);
                self.push(top);
            }
            90 | 91 => {
                self.name(top);
                let second = self.pop();
                let third =
                    if opcode == 91 && !is_wide(self, second) { Some(self.pop()) } else { None };
                self.push(top);
                if let Some(third) = third {
                    self.push(third);
                }
                self.push(second);
                self.push(top);
            }
            _ => {
                let mut group = vec![top];
                if !is_wide(self, top) {
                    group.insert(0, self.pop());
                }
                let mut below = Vec::new();
                if opcode > 92 {
                    below.push(self.pop());
                    if opcode == 94 && below.first().is_some_and(|id| !is_wide(self, *id)) {
                        below.insert(0, self.pop());
                    }
                }
                for id in &group {
                    self.name(*id);
                }
                for id in group.iter().chain(&below).chain(&group) {
                    self.push(*id);
                }
            }
        }
    }

    /// Whether what is copied is filled or constructed rather than used: an index or `new`'s argument follows, no store.
    fn is_construction(&self) -> bool {
        let next = self.code.bytes.get(self.at as usize + 1).copied().unwrap_or(0);
        !matches!(next, 54..=86 | 87 | 88 | 179 | 181)
    }

    /// Gives a name to what is copied; if the copy is stored at once, that is its name.
    fn name_by_store(&mut self, id: ExprId) {
        let next = self.code.bytes.get(self.at as usize + 1).copied().unwrap_or(0);
        if !matches!(next, 54..=78) {
            self.name(id);
        }
    }

    /// `x.getClass();` and `Objects.requireNonNull(x);` stand before uses that must not be null, put there by compilers.
    fn skip_null_check(&mut self) -> bool {
        let call = self.at as usize + 1;
        let opcode = self.code.bytes.get(call).copied().unwrap_or(0);
        if !matches!(opcode, 182 | 184) || self.code.bytes.get(call + 3) != Some(&87) {
            return false;
        }
        let Some(method) = self.file.opened.member(u16_at(self.code.bytes, call + 1)) else {
            return false;
        };
        let is_check = matches!(
            (method.owner, method.name, method.descriptor),
            ("java/lang/Object", "getClass", "()Ljava/lang/Class;")
                | ("java/util/Objects", "requireNonNull", "(Ljava/lang/Object;)Ljava/lang/Object;")
        );
        if is_check {
            self.at = call as u32 + 4;
        }
        is_check
    }
}
