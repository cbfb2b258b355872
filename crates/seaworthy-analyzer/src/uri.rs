//! Addresses of files as the analyzer writes them.

use std::path::Path;

/// Turns paths below a base folder into addresses.
#[derive(Clone, Debug)]
pub(crate) struct UriBase {
    /// Everything before the relative path, with a slash at the end.
    prefix: String,
    /// Whether the relative path is written with escapes.
    escaped: bool,
}

impl UriBase {
    /// An absolute base gives escaped absolute addresses; a relative one gives `file:///` and the path as it is.
    pub(crate) fn new(base: &Path) -> Self {
        let text = base.to_string_lossy().replace('\\', "/");
        let text = text.trim_end_matches('/');
        if base.is_absolute() {
            let slash = if text.starts_with('/') { "" } else { "/" };
            return Self { prefix: format!("file://{slash}{}/", escape(text)), escaped: true };
        }
        let parts: Vec<&str> = text.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
        let folder = if parts.is_empty() { String::new() } else { parts.join("/") + "/" };
        Self { prefix: format!("file:///{folder}"), escaped: false }
    }

    /// The address of a file.
    pub(crate) fn of(&self, path: &str) -> String {
        if self.escaped {
            format!("{}{}", self.prefix, escape(path))
        } else {
            format!("{}{path}", self.prefix)
        }
    }
}

/// What the addresses of all files below a base folder start with, a slash at its end.
pub fn base_uri(base: &Path) -> String {
    UriBase::new(base).prefix
}

/// Percent escapes as Go's `net/url` writes them in a path.
fn escape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_bases_are_escaped_and_relative_ones_are_not() {
        let absolute = UriBase::new(Path::new("/home/my app/"));
        assert_eq!(absolute.of("src/A(1).java"), "file:///home/my%20app/src/A%281%29.java");
        let relative = UriBase::new(Path::new("./my app"));
        assert_eq!(relative.of("src/A b.java"), "file:///my app/src/A b.java");
        assert_eq!(UriBase::new(Path::new(".")).of("a"), "file:///a");
    }
}
