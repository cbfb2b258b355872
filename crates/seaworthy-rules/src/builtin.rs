//! The rules that are part of the program: every TOML file under `rules/`, sorted.
//!
//! The test writes this list anew when it is run with `SEAWORTHY_UPDATE=1`.

/// Path from the root of the repository, and text.
#[rustfmt::skip]
pub(crate) const BUILTIN: &[(&str, &str)] = &[
    // files: begin
    ("rules/java/health.toml", include_str!("../../../rules/java/health.toml")),
    ("rules/java/session.toml", include_str!("../../../rules/java/session.toml")),
    ("rules/neutral/keys.toml", include_str!("../../../rules/neutral/keys.toml")),
    ("rules/scripts/start.toml", include_str!("../../../rules/scripts/start.toml")),
    // files: end
];

#[cfg(test)]
mod tests {
    use walkdir::WalkDir;

    #[test]
    fn every_rule_file_is_listed() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let mut files: Vec<String> = WalkDir::new(format!("{root}/rules"))
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().extension().is_some_and(|e| e == "toml"))
            .map(|entry| {
                let path = entry.path().strip_prefix(root).unwrap();
                path.to_string_lossy().replace('\\', "/")
            })
            .collect();
        files.sort();
        if std::env::var_os("SEAWORTHY_UPDATE").is_some() {
            let line = |f: &String| format!("    (\"{f}\", include_str!(\"../../../{f}\")),\n");
            let lines = files.iter().map(line).collect::<Vec<_>>().concat();
            let this = concat!(env!("CARGO_MANIFEST_DIR"), "/src/builtin.rs");
            let source = std::fs::read_to_string(this).unwrap();
            let (head, rest) = source.split_once("// files: begin\n").unwrap();
            let (_, tail) = rest.split_once("    // files: end\n").unwrap();
            let new = format!("{head}// files: begin\n{lines}    // files: end\n{tail}");
            std::fs::write(this, new).unwrap();
        }
        let listed: Vec<&str> = super::BUILTIN.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, files, "run this test with SEAWORTHY_UPDATE=1");
    }
}
