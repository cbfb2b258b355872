//! Blade templates: PHP in `{{ … }}`, in directives, and as it is.

use super::{Code, after, close, find, rest, says_something};

/// Directives whose arguments are expressions. Other words with an `@` are those of style sheets and addresses.
const EXPRESSIONS: &str = "auth break can canany cannot case checked choice class component config continue cookie csrf dd \
disabled dump each elseauth elsecan elsecannot elseguest elseif elseunless empty env error extends feature fragment guest hassection \
if include includefirst includeif includeunless includewhen inject inertia inertiahead isset js json lang livewire method old once \
pagename prepend prependonce props push pushif pushonce readonly required route section selected session show slot stack style \
switch unless use vite while yield";

/// Directives that are loops of PHP.
const LOOPS: [(&str, &str); 3] = [("foreach", "foreach"), ("forelse", "foreach"), ("for", "for")];

/// The PHP of a template; `None` where there is none.
pub(super) fn code(page: &str) -> Option<Code> {
    let mut code = Code::default();
    let mut fuel = page.len().saturating_mul(8);
    let mut at = 0;
    while let Some(found) = page.get(at..).and_then(|p| p.find(['{', '@', '<'])).map(|n| at + n) {
        let here = rest(page, found);
        at = if here.starts_with("{{--") {
            after(page, found, "--}}")
        } else if here.starts_with("@{{") {
            after(page, found, "}}")
        } else if here.starts_with("{{") {
            shown(&mut code, page, found, found + 2, "}}")
        } else if here.starts_with("{!!") {
            shown(&mut code, page, found, found + 3, "!!}")
        } else if here.starts_with("<?=") {
            shown(&mut code, page, found, found + 3, "?>")
        } else if here.starts_with("<?php") {
            let end = find(page, found, "?>").unwrap_or(page.len());
            statements(&mut code, page, found + "<?php".len(), end);
            end
        } else if here.starts_with('@') {
            directive(&mut code, page, found, &mut fuel)
        } else {
            found + 1
        };
    }
    if code.is_empty() {
        return None;
    }
    let mut whole = Code::default();
    whole.frame("<?php ");
    whole.append(&code);
    Some(whole)
}

fn statements(code: &mut Code, page: &str, from: usize, to: usize) {
    if says_something(page, from, to) {
        code.copy(page, from, to);
        code.frame("\n;");
    }
}

/// An expression that is written.
fn shown(code: &mut Code, page: &str, open: usize, from: usize, end: &str) -> usize {
    let (found, next) = close(code, page, open, from, end);
    if let Some(to) = found.filter(|to| says_something(page, from, *to)) {
        code.frame("__e(");
        let since = code.text.len();
        code.copy(page, from, to);
        code.shown(since);
        code.frame("\n);");
    }
    next
}

/// `@if ($a)`, `@foreach ($all as $one)`, `@php … @endphp`.
fn directive(code: &mut Code, page: &str, at: usize, fuel: &mut usize) -> usize {
    let bytes = page.as_bytes();
    let before = at.checked_sub(1).and_then(|n| bytes.get(n));
    let length = rest(page, at + 1).bytes().take_while(u8::is_ascii_alphanumeric).count();
    let end = at + 1 + length;
    if length == 0 || before.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'@') {
        return end.max(at + 1);
    }
    let name = page.get(at + 1..end).unwrap_or("").to_ascii_lowercase();
    let blanks = rest(page, end).bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let open = end + blanks;
    let has_arguments = bytes.get(open) == Some(&b'(');
    match name.as_str() {
        "verbatim" => return after(page, end, "@endverbatim"),
        "php" if !has_arguments => {
            let (found, next) = close(code, page, at, end, "@endphp");
            if let Some(to) = found {
                statements(code, page, end, to);
            }
            return next;
        }
        _ => {}
    }
    if !has_arguments {
        return end;
    }
    let loop_ = LOOPS.iter().find(|l| l.0 == name);
    let is_known = name == "php" || EXPRESSIONS.split_ascii_whitespace().any(|e| e == name);
    if loop_.is_none() && !is_known {
        return end;
    }
    let Some(close) = balanced(bytes, open, fuel) else { return end };
    if !says_something(page, open + 1, close) {
        return close + 1;
    }
    code.frame(match loop_ {
        Some((_, php)) => php,
        None if name == "php" => "",
        None => "__e",
    });
    code.copy(page, open, close + 1);
    code.frame(if loop_.is_some() { "{}" } else { ";" });
    close + 1
}

/// The place of the parenthesis that closes the one at `open`; strings are passed over.
fn balanced(bytes: &[u8], open: usize, fuel: &mut usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = 0;
    let mut at = open;
    while let Some(&byte) = bytes.get(at) {
        *fuel = fuel.checked_sub(1)?;
        match byte {
            b'\\' if quote != 0 => at += 1,
            b'"' | b'\'' if quote == 0 => quote = byte,
            _ if quote == byte => quote = 0,
            b'(' if quote == 0 => depth += 1,
            b')' if quote == 0 => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}
