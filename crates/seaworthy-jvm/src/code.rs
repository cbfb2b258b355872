//! The `Code` attribute: instructions, handlers, line numbers and local variables.

use rustc_hash::FxHashMap;

use crate::bytes::{Bytes, i32_at, u16_at};
use crate::constants::Opened;
use crate::types::Ty;

/// A way into a handler.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handler<'c> {
    pub(crate) at: u32,
    /// The class that is caught; none catches all.
    pub(crate) catches: Option<&'c str>,
}

/// A local variable by its slot and the code in which it lives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LocalInfo<'c> {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) slot: u16,
    pub(crate) name: &'c str,
    pub(crate) ty: Ty<'c>,
}

/// What an instruction is for those that come later.
pub(crate) mod mark {
    pub(crate) const TARGET: u8 = 1;
    pub(crate) const HANDLER: u8 = 2;
}

/// The code of a method.
#[derive(Debug, Default)]
pub(crate) struct Code<'c> {
    pub(crate) bytes: &'c [u8],
    pub(crate) handlers: Vec<Handler<'c>>,
    /// Code offset and source line, by offset.
    pub(crate) lines: Vec<(u32, u32)>,
    pub(crate) locals: Vec<LocalInfo<'c>>,
    /// For every offset whether code jumps to it.
    pub(crate) marks: Vec<u8>,
    /// From where a target is first jumped to; kept if there are handlers.
    first_source: FxHashMap<u32, u32>,
}

impl<'c> Code<'c> {
    /// Reads the attribute; nothing if it is broken or longer than `limit` bytes.
    pub(crate) fn read(
        opened: &'c Opened<'c>,
        content: &'c [u8],
        limit: usize,
    ) -> Option<Code<'c>> {
        let mut bytes = Bytes::new(content);
        bytes.take(4)?;
        let length = bytes.u32()? as usize;
        if length > limit {
            return None;
        }
        let mut code = Code { bytes: bytes.take(length)?, ..Code::default() };
        for _ in 0..bytes.u16()? {
            bytes.take(4)?;
            let (at, class) = (bytes.u16()?, bytes.u16()?);
            let catches = opened.class_name(class);
            code.handlers.push(Handler { at: at.into(), catches });
        }
        for _ in 0..bytes.u16()? {
            let name = bytes.u16()?;
            let length = bytes.u32()? as usize;
            let mut table = Bytes::new(bytes.take(length)?);
            match opened.utf8(name) {
                Some("LineNumberTable") => {
                    for _ in 0..table.u16().unwrap_or(0) {
                        let (Some(at), Some(line)) = (table.u16(), table.u16()) else { break };
                        code.lines.push((at.into(), line.into()));
                    }
                }
                Some("LocalVariableTable") => {
                    for _ in 0..table.u16().unwrap_or(0) {
                        let Some(local) = read_local(opened, &mut table) else { break };
                        code.locals.push(local);
                    }
                }
                _ => {}
            }
        }
        code.lines.sort_unstable();
        code.locals.sort_by_key(|l| (l.slot, l.start));
        code.find_targets()?;
        Some(code)
    }

    /// Marks where jumps and handlers go; nothing if an instruction is cut or unknown.
    fn find_targets(&mut self) -> Option<()> {
        let length = self.bytes.len();
        self.marks = vec![0; length];
        let mut at = 0;
        while at < length {
            let size = self.size_at(at)?;
            if at + size > length {
                return None;
            }
            match self.bytes.get(at).copied()? {
                153..=168 | 198 | 199 => {
                    self.mark(at, i32::from(u16_at(self.bytes, at + 1) as i16));
                }
                200 | 201 => self.mark(at, i32_at(self.bytes, at + 1)),
                170 | 171 => {
                    for target in switch_targets(self.bytes, at) {
                        self.mark(at, target);
                    }
                }
                _ => {}
            }
            at += size;
        }
        for handler in &self.handlers {
            if let Some(mark) = self.marks.get_mut(handler.at as usize) {
                *mark |= mark::HANDLER;
            }
        }
        Some(())
    }

    fn mark(&mut self, from: usize, offset: i32) {
        let target = from as i64 + i64::from(offset);
        let mark = usize::try_from(target).ok().and_then(|t| self.marks.get_mut(t));
        if let Some(mark) = mark {
            *mark |= mark::TARGET;
            if !self.handlers.is_empty() {
                self.first_source.entry(target as u32).or_insert(from as u32);
            }
        }
    }

    /// Whether code before `start` jumps to an offset.
    pub(crate) fn is_reached_from_before(&self, start: u32, at: u32) -> bool {
        self.first_source.get(&at).is_some_and(|source| *source < start)
    }

    /// Bytes that the instruction at an offset takes.
    pub(crate) fn size_at(&self, at: usize) -> Option<usize> {
        let opcode = self.bytes.get(at).copied()?;
        Some(match opcode {
            16 | 18 | 21..=25 | 54..=58 | 169 | 188 => 2,
            17 | 19 | 20 | 132 | 153..=168 | 178..=184 | 187 | 189 | 192 | 193 | 198 | 199 => 3,
            197 => 4,
            185 | 186 | 200 | 201 => 5,
            196 => {
                if self.bytes.get(at + 1) == Some(&132) {
                    6
                } else {
                    4
                }
            }
            170 | 171 => {
                let base = at + 4 - at % 4;
                let (first, second) = (i32_at(self.bytes, base + 4), i32_at(self.bytes, base + 8));
                let rows = if opcode == 170 {
                    let rows = i64::from(second) - i64::from(first) + 1;
                    12 + 4 * usize::try_from(rows).ok()?
                } else {
                    8 + 8 * usize::try_from(first).ok()?
                };
                base - at + rows
            }
            0..=201 => 1,
            _ => return None,
        })
    }

    /// The source line of the code at an offset; 0 if unknown.
    pub(crate) fn line_at(&self, at: u32) -> u32 {
        let after = self.lines.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).and_then(|i| self.lines.get(i)).map_or(0, |(_, line)| *line)
    }

    /// The first line of the method's code.
    pub(crate) fn first_line(&self) -> u32 {
        self.line_at(0)
    }

    /// The variable that lives in a slot at an offset.
    pub(crate) fn local_at(&self, slot: u16, at: u32) -> Option<&LocalInfo<'c>> {
        let after = self.locals.partition_point(|l| (l.slot, l.start) <= (slot, at));
        let local = after.checked_sub(1).and_then(|i| self.locals.get(i));
        local.filter(|l| l.slot == slot && at < l.end)
    }
}

fn read_local<'c>(opened: &'c Opened<'c>, table: &mut Bytes<'_>) -> Option<LocalInfo<'c>> {
    let (start, length) = (u32::from(table.u16()?), u32::from(table.u16()?));
    let (name, descriptor, slot) = (table.u16()?, table.u16()?, table.u16()?);
    // One without name spoils the table.
    let (name, descriptor) = (opened.utf8(name)?, opened.utf8(descriptor)?);
    Some(LocalInfo { start, end: start + length, slot, name, ty: Ty::of(descriptor) })
}

/// The offsets that a switch jumps by, the default first.
pub(crate) fn switch_targets(bytes: &[u8], at: usize) -> impl Iterator<Item = i32> + '_ {
    let base = at + 4 - at % 4;
    let is_table = bytes.get(at) == Some(&170);
    let first = i32_at(bytes, base + 4);
    let count = if is_table {
        (i64::from(i32_at(bytes, base + 8)) - i64::from(first) + 1).max(0)
    } else {
        i64::from(first.max(0))
    };
    let rows = (0..usize::try_from(count).unwrap_or(0)).map(move |row| {
        let place = if is_table { base + 12 + 4 * row } else { base + 12 + 8 * row };
        i32_at(bytes, place)
    });
    std::iter::once(i32_at(bytes, base)).chain(rows)
}
