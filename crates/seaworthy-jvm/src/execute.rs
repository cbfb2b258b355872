//! What each instruction does to stack and text.

use crate::body::Body;
use crate::bytes::{i32_at, u16_at};
use crate::code::switch_targets;
use crate::constants::Constant;
use crate::expression::{ExprId, Kind};
use crate::types::{BOOLEAN, DOUBLE, FLOAT, INT, LONG, MethodType, OBJECT, STRING, Ty};

const ARITHMETIC: [&str; 5] = ["+", "-", "*", "/", "%"];
const SHIFTS: [&str; 6] = ["<<", ">>", ">>>", "&", "|", "^"];
/// What holds where the jump is not taken, as the source has it.
const CONDITIONS: [&str; 6] = ["!=", "==", ">=", "<", "<=", ">"];

fn number(kind: u8) -> Ty<'static> {
    match kind {
        0 => INT,
        1 => LONG,
        2 => FLOAT,
        3 => DOUBLE,
        _ => Ty::Unknown,
    }
}

impl<'c> Body<'_, '_, 'c> {
    fn u8_at(&self, offset: usize) -> u8 {
        self.code.bytes.get(self.at as usize + offset).copied().unwrap_or(0)
    }

    fn u16_at(&self, offset: usize) -> u16 {
        u16_at(self.code.bytes, self.at as usize + offset)
    }

    fn target(&self, offset: i32) -> u32 {
        u32::try_from(i64::from(self.at) + i64::from(offset)).unwrap_or(u32::MAX)
    }

    fn constant(&mut self, constant: Constant<'c>, ty: Ty<'c>) {
        self.push_kind(Kind::Constant(constant), ty);
    }

    fn int(&mut self, value: i32) {
        self.constant(Constant::Int(value), INT);
    }

    /// Follows the current instruction.
    pub(crate) fn execute(&mut self) {
        let opcode = self.u8_at(0);
        match opcode {
            1 => self.push_kind(Kind::Constant(Constant::Other), Ty::Null),
            2..=8 => self.int(i32::from(opcode) - 3),
            9 | 10 => self.constant(Constant::Long(i64::from(opcode) - 9), LONG),
            11..=13 => self.constant(Constant::Float(f32::from(opcode) - 11.0), FLOAT),
            14 | 15 => self.constant(Constant::Double(f64::from(opcode) - 14.0), DOUBLE),
            16 => self.int(i32::from(self.u8_at(1) as i8)),
            17 => self.int(i32::from(self.u16_at(1) as i16)),
            18 => self.load_constant(u16::from(self.u8_at(1))),
            19 | 20 => self.load_constant(self.u16_at(1)),
            21..=25 => self.load(u16::from(self.u8_at(1)), number(opcode - 21)),
            26..=45 => self.load(u16::from((opcode - 26) % 4), number((opcode - 26) / 4)),
            46..=53 => {
                let (index, array) = (self.pop(), self.pop());
                let ty = match self.exprs.get(array).ty.element() {
                    Ty::Unknown if opcode < 50 => number(opcode - 46),
                    Ty::Unknown if opcode > 50 => INT,
                    known => known,
                };
                self.push_kind(Kind::Index { array, index }, ty);
            }
            54..=58 => self.store(u16::from(self.u8_at(1)), number(opcode - 54), 2),
            59..=78 => self.store(u16::from((opcode - 59) % 4), number((opcode - 59) / 4), 1),
            79..=86 => self.store_item(),
            // A lock is left as a value is dropped.
            87 | 195 => {
                let id = self.pop();
                self.effect(id);
            }
            88 => {
                let id = self.pop();
                if !self.exprs.get(id).ty.is_wide() {
                    let below = self.pop();
                    self.effect(below);
                }
                self.effect(id);
            }
            89..=94 => self.duplicate(opcode),
            95 => {
                let (a, b) = (self.pop(), self.pop());
                self.push(a);
                self.push(b);
            }
            96..=115 => {
                let operator = ARITHMETIC.get(usize::from((opcode - 96) / 4)).unwrap_or(&"+");
                self.binary(operator, number((opcode - 96) % 4));
            }
            116..=119 => {
                let id = self.pop();
                self.push_kind(Kind::Negated(id), number(opcode - 116));
            }
            120..=131 => {
                let operator = SHIFTS.get(usize::from((opcode - 120) / 2)).unwrap_or(&"&");
                let left = self.stack.iter().rev().nth(1).map(|id| self.exprs.get(*id).ty);
                let both = left == Some(BOOLEAN) && opcode >= 126;
                self.binary(operator, if both { BOOLEAN } else { number((opcode - 120) % 2) });
            }
            132 => self.increment(u16::from(self.u8_at(1)), i32::from(self.u8_at(2) as i8)),
            133..=147 => self.convert(opcode),
            148..=152 => {
                let (right, left) = (self.pop(), self.pop());
                self.push_kind(Kind::Compared { left, right }, INT);
            }
            153..=166 | 198 | 199 => {
                self.condition(opcode);
                let target = self.target(i32::from(self.u16_at(1) as i16));
                self.jump(target);
            }
            167 | 200 => {
                let offset = if opcode == 167 {
                    i32::from(self.u16_at(1) as i16)
                } else {
                    i32_at(self.code.bytes, self.at as usize + 1)
                };
                let target = self.target(offset);
                self.jump(target);
                self.is_reachable = false;
                self.stack.clear();
            }
            168 | 201 => self.push_kind(Kind::Unknown, OBJECT),
            169 => self.stop(),
            170 | 171 => {
                let on = self.pop();
                self.begin();
                self.out.writer.push("switch (");
                self.write(on);
                self.out.writer.push(") { }");
                if !self.stack.is_empty() {
                    let mut targets: Vec<_> = switch_targets(self.code.bytes, self.at as usize)
                        .map(|offset| self.target(offset))
                        .collect();
                    targets.sort_unstable();
                    targets.dedup();
                    for target in targets {
                        self.jump(target);
                    }
                }
                self.is_reachable = false;
                self.stack.clear();
            }
            172..=176 => {
                let value = self.pop();
                let wanted = MethodType::read(self.method.descriptor).unwrap_or_default().result();
                let mark = self.begin();
                let from = self.out.writer.text.len();
                self.out.writer.push("return ");
                self.write_as(value, wanted);
                self.end(mark, from);
                self.stop();
            }
            177 => {
                // The last one is not written in sources.
                if self.at as usize + 1 < self.code.bytes.len() {
                    let mark = self.begin();
                    let from = self.out.writer.text.len();
                    self.out.writer.push("return");
                    self.end(mark, from);
                }
                self.stop();
            }
            178..=181 => self.field(opcode),
            182..=185 => self.invoke(opcode),
            186 => self.invoke_dynamic(self.u16_at(1)),
            187 => {
                let class =
                    self.file.opened.class_name(self.u16_at(1)).unwrap_or("java/lang/Object");
                self.push_kind(Kind::Uninitialised(class), Ty::Class(class));
            }
            188 => {
                let of = match self.u8_at(1) {
                    4 => "[Z",
                    5 => "[C",
                    6 => "[F",
                    7 => "[D",
                    8 => "[B",
                    9 => "[S",
                    11 => "[J",
                    _ => "[I",
                };
                self.new_array(Ty::Array(of), 1);
            }
            189 => {
                let of = self.file.opened.class_name(self.u16_at(1)).unwrap_or("java/lang/Object");
                self.new_array(Ty::ArrayOf(of), 1);
            }
            190 => {
                let array = self.pop();
                self.push_kind(Kind::Length(array), INT);
            }
            191 => {
                let value = self.pop();
                let is_hidden = match self.exprs.get(value).kind {
                    Kind::Local(v) => self.variables.get(v as usize).is_some_and(|v| v.is_hidden),
                    _ => false,
                };
                if !is_hidden {
                    let mark = self.begin();
                    let from = self.out.writer.text.len();
                    self.out.writer.push("throw ");
                    self.write(value);
                    self.end(mark, from);
                }
                self.stop();
            }
            192 => {
                let of = Ty::of_class(self.file.opened.class_name(self.u16_at(1)).unwrap_or(""));
                let value = self.pop();
                if self.exprs.get(value).ty == of {
                    self.push(value);
                } else {
                    self.push_kind(Kind::Cast(value), of);
                }
            }
            193 => {
                let of = Ty::of_class(self.file.opened.class_name(self.u16_at(1)).unwrap_or(""));
                let value = self.pop();
                self.push_kind(Kind::InstanceOf { value, of }, BOOLEAN);
            }
            194 => {
                let on = self.pop();
                self.begin();
                self.out.writer.push("synchronized (");
                self.write(on);
                self.out.writer.push(") { }");
            }
            196 => self.wide(),
            197 => {
                let class = self.file.opened.class_name(self.u16_at(1)).unwrap_or("");
                self.new_array(Ty::of_class(class), u16::from(self.u8_at(3)));
            }
            _ => {}
        }
    }

    fn wide(&mut self) {
        let (opcode, slot) = (self.u8_at(1), self.u16_at(2));
        match opcode {
            21..=25 => self.load(slot, number(opcode - 21)),
            54..=58 => self.store(slot, number(opcode - 54), 4),
            132 => self.increment(slot, i32::from(self.u16_at(4) as i16)),
            169 => self.stop(),
            _ => {}
        }
    }

    fn load_constant(&mut self, index: u16) {
        let constant = self.file.opened.constant(index).unwrap_or(Constant::Other);
        let ty = match constant {
            Constant::Int(_) => INT,
            Constant::Long(_) => LONG,
            Constant::Float(_) => FLOAT,
            Constant::Double(_) => DOUBLE,
            Constant::Str(_) => STRING,
            Constant::Class(_) => Ty::Class("java/lang/Class"),
            Constant::Other => match self.file.opened.dynamic(index) {
                Some((_, _, descriptor)) => Ty::of(descriptor),
                None => Ty::Unknown,
            },
        };
        self.constant(constant, ty);
    }

    fn binary(&mut self, operator: &'static str, ty: Ty<'c>) {
        let (right, left) = (self.pop(), self.pop());
        self.push_kind(Kind::Binary { operator, left, right }, ty);
    }

    fn convert(&mut self, opcode: u8) {
        let ty = match opcode {
            133 | 140 | 143 => LONG,
            134 | 137 | 144 => FLOAT,
            135 | 138 | 141 => DOUBLE,
            145 => Ty::Primitive(b'B'),
            146 => Ty::Primitive(b'C'),
            147 => Ty::Primitive(b'S'),
            _ => INT,
        };
        let value = self.pop();
        // `long x = 1`: the compiler widens what the source has as an int.
        self.push_kind(Kind::Cast(value), ty);
    }

    fn new_array(&mut self, of: Ty<'c>, dimensions: u16) {
        let mut sizes: Vec<ExprId> = (0..dimensions).map(|_| self.pop()).collect();
        sizes.reverse();
        let sizes = self.exprs.parts(&sizes);
        self.push_kind(Kind::NewArray { of, sizes }, of);
    }

    fn condition(&mut self, opcode: u8) {
        let zero = |body: &mut Self| body.add(Kind::Constant(Constant::Int(0)), INT);
        let (left, right, at) = match opcode {
            153..=158 => {
                let value = self.pop();
                match self.exprs.get(value).kind {
                    Kind::Compared { left, right } => (left, right, opcode - 153),
                    _ => (value, zero(self), opcode - 153),
                }
            }
            159..=166 => {
                let (right, left) = (self.pop(), self.pop());
                (left, right, (opcode - 159) % 6)
            }
            _ => {
                let null = self.add(Kind::Constant(Constant::Other), Ty::Null);
                (self.pop(), null, opcode - 198)
            }
        };
        let operator = CONDITIONS.get(usize::from(at)).copied().unwrap_or("==");
        let mark = self.begin();
        let from = self.out.writer.text.len();
        self.out.writer.push("if (");
        if self.exprs.get(left).ty == BOOLEAN && opcode < 155 {
            if operator == "==" {
                self.out.writer.push("!");
                self.write_operand(left);
            } else {
                self.write(left);
            }
        } else {
            let wanted = self.exprs.get(left).ty;
            self.write_operand(left);
            self.out.writer.push(" ");
            self.out.writer.push(operator);
            self.out.writer.push(" ");
            self.write_operand_as(right, wanted);
        }
        self.out.writer.push(") { }");
        self.end(mark, from);
    }
}
