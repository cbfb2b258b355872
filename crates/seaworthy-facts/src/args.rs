//! How argument lists look in [`crate::Fact::value`].

/// Strings are cut after this many characters.
const MAX_CHARS: usize = 400;

/// One argument as an extractor saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A constant string, unescaped.
    Str(&'a str),
    /// A number, boolean, null or similar literal, as written.
    Literal(&'a str),
    /// A plain or dotted name that could not be reduced to a constant.
    Name(&'a str),
    /// A named argument or an entry of an object literal: `key=value`.
    Named(&'a str, Box<Arg<'a>>),
    /// An object or dictionary literal, or an array, one level deep.
    Group(Vec<Arg<'a>>),
    /// Anything else.
    Other,
}

/// Renders arguments in one form for every language, so that one pattern of a rule fits all of them.
///
/// Strings in double quotes (inner `"` and `\` escaped with `\`), literals as written, names with a leading `$`,
/// named ones as `key=value`, groups in braces, everything else as `_`; `, ` between. For example
/// `"/var/data/x.txt", 8080, $port, debug=true, {secret="…", store=_}`.
pub fn render_args(args: &[Arg<'_>]) -> String {
    let mut out = String::new();
    render_list(args, &mut out);
    out
}

fn render_list(args: &[Arg<'_>], out: &mut String) {
    for (i, arg) in args.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        render_arg(arg, out);
    }
}

/// Adds one argument to `out` as [`render_args`] says.
pub fn render_arg(arg: &Arg<'_>, out: &mut String) {
    match arg {
        Arg::Str(s) => {
            out.push('"');
            if s.len() <= MAX_CHARS && !s.contains(['"', '\\']) {
                out.push_str(s);
            } else {
                for c in s.chars().take(MAX_CHARS) {
                    if matches!(c, '"' | '\\') {
                        out.push('\\');
                    }
                    out.push(c);
                }
            }
            out.push('"');
        }
        Arg::Literal(s) => out.push_str(s),
        Arg::Name(s) => {
            out.push('$');
            out.push_str(s);
        }
        Arg::Named(key, value) => {
            out.push_str(key);
            out.push('=');
            render_arg(value, out);
        }
        Arg::Group(items) => {
            out.push('{');
            render_list(items, out);
            out.push('}');
        }
        Arg::Other => out.push('_'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_every_language() {
        let args = [
            Arg::Str("a \"b\" \\"),
            Arg::Literal("8080"),
            Arg::Name("port"),
            Arg::Named("debug", Box::new(Arg::Literal("True"))),
            Arg::Group(vec![Arg::Named("secret", Box::new(Arg::Str("x"))), Arg::Other]),
        ];
        assert_eq!(render_args(&args), r#""a \"b\" \\", 8080, $port, debug=True, {secret="x", _}"#);
    }
}
