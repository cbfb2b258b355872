//! Pages of classic ASP: what of them is code.

use seaworthy_base::Span;

/// The code of a page.
pub(super) struct Page {
    /// As long as the page, with blanks for markup, so that every place is true to the file.
    pub(super) code: String,
    /// Files that are included, with their places.
    pub(super) includes: Vec<(String, Span)>,
}

/// The code of a page; `None` where the page says that it is written in another language.
pub(super) fn code(text: &str) -> Option<Page> {
    let lower = text.to_ascii_lowercase();
    if let Some(directive) = lower.find("<%@").and_then(|at| lower.get(at..)?.split("%>").next()) {
        let said = directive.split("language").nth(1).unwrap_or("");
        if said.contains("jscript") || said.contains("javascript") || said.contains("perlscript") {
            return None;
        }
    }
    let mut keep = vec![false; text.len()];
    let mut at = 0;
    while let Some(found) = lower.get(at..).and_then(|rest| rest.find('<')).map(|n| at + n) {
        let rest = lower.get(found..).unwrap_or("");
        at = if rest.starts_with("<%") {
            let end = rest.find("%>").map_or(text.len(), |n| found + n);
            let skip = if rest.starts_with("<%@") { end } else { found + 2 };
            mark(&mut keep, skip, end);
            end + 2
        } else if rest.starts_with("<script") {
            let tag = rest.find('>').map_or(rest.len(), |n| n + 1);
            let head = rest.get(..tag).unwrap_or("");
            if head.contains("runat") && !head.contains("javascript") && !head.contains("jscript") {
                let end = rest.find("</script").map_or(text.len(), |n| found + n);
                mark(&mut keep, found + tag, end);
                end
            } else {
                found + tag
            }
        } else {
            found + 1
        };
    }
    let mut code = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        let kept = keep.get(i).copied().unwrap_or(false);
        if kept || c == '\n' {
            code.push(c);
        } else {
            // What follows markup is a statement of its own.
            let closes = c == '%' && text.get(i..).is_some_and(|r| r.starts_with("%>"));
            code.push(if closes { '\n' } else { ' ' });
            code.extend(std::iter::repeat_n(' ', c.len_utf8() - 1));
        }
    }
    Some(Page { code, includes: includes(text, &lower) })
}

fn mark(keep: &mut [bool], from: usize, to: usize) {
    let to = to.min(keep.len());
    for k in keep.get_mut(from.min(to)..to).unwrap_or(&mut []) {
        *k = true;
    }
}

/// `<!-- #include file="x.asp" -->`.
fn includes(text: &str, lower: &str) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = lower.get(at..).and_then(|r| r.find("#include")).map(|n| at + n) {
        let rest = text.get(start..).unwrap_or("");
        let line = rest.lines().next().unwrap_or("");
        let quoted = line.split('"').nth(1);
        if let Some(file) = quoted.filter(|f| !f.is_empty()) {
            found.push((file.replace('\\', "/"), Span::new(start, start + line.len())));
        }
        at = start + "#include".len();
    }
    found
}
