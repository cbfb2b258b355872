//! The rules that are part of the program: every TOML file under `rules/`, sorted.
//!
//! Every run waits for them, and to read TOML takes longer than to assess a small folder. So they are kept in a compact
//! form too, which is only used while it is that of the texts.
//!
//! The tests write the list and the compact form anew when they are run with `SEAWORTHY_UPDATE=1`.

use seaworthy_base::ContentHash;
use serde::{Deserialize, Serialize};

use crate::Rule;

/// Path from the root of the repository, and text.
#[rustfmt::skip]
pub(crate) const BUILTIN: &[(&str, &str)] = &[
    // files: begin
    ("rules/cobol/batch.toml", include_str!("../../../rules/cobol/batch.toml")),
    ("rules/cobol/data.toml", include_str!("../../../rules/cobol/data.toml")),
    ("rules/cobol/online.toml", include_str!("../../../rules/cobol/online.toml")),
    ("rules/cobol/programs.toml", include_str!("../../../rules/cobol/programs.toml")),
    ("rules/dependencies/dotnet.toml", include_str!("../../../rules/dependencies/dotnet.toml")),
    ("rules/dependencies/frameworks.toml", include_str!("../../../rules/dependencies/frameworks.toml")),
    ("rules/dependencies/images.toml", include_str!("../../../rules/dependencies/images.toml")),
    ("rules/dependencies/java-runtime.toml", include_str!("../../../rules/dependencies/java-runtime.toml")),
    ("rules/dependencies/java.toml", include_str!("../../../rules/dependencies/java.toml")),
    ("rules/dotnet/communication.toml", include_str!("../../../rules/dotnet/communication.toml")),
    ("rules/dotnet/framework.toml", include_str!("../../../rules/dotnet/framework.toml")),
    ("rules/dotnet/hosting.toml", include_str!("../../../rules/dotnet/hosting.toml")),
    ("rules/dotnet/process.toml", include_str!("../../../rules/dotnet/process.toml")),
    ("rules/dotnet/state.toml", include_str!("../../../rules/dotnet/state.toml")),
    ("rules/go/runtime.toml", include_str!("../../../rules/go/runtime.toml")),
    ("rules/go/server.toml", include_str!("../../../rules/go/server.toml")),
    ("rules/go/sessions.toml", include_str!("../../../rules/go/sessions.toml")),
    ("rules/go/state.toml", include_str!("../../../rules/go/state.toml")),
    ("rules/java/files.toml", include_str!("../../../rules/java/files.toml")),
    ("rules/java/health.toml", include_str!("../../../rules/java/health.toml")),
    ("rules/java/libraries.toml", include_str!("../../../rules/java/libraries.toml")),
    ("rules/java/messaging.toml", include_str!("../../../rules/java/messaging.toml")),
    ("rules/java/process.toml", include_str!("../../../rules/java/process.toml")),
    ("rules/java/remoting.toml", include_str!("../../../rules/java/remoting.toml")),
    ("rules/java/server.toml", include_str!("../../../rules/java/server.toml")),
    ("rules/java/session.toml", include_str!("../../../rules/java/session.toml")),
    ("rules/java/spring.toml", include_str!("../../../rules/java/spring.toml")),
    ("rules/java/transactions.toml", include_str!("../../../rules/java/transactions.toml")),
    ("rules/native/communication.toml", include_str!("../../../rules/native/communication.toml")),
    ("rules/native/host.toml", include_str!("../../../rules/native/host.toml")),
    ("rules/native/process.toml", include_str!("../../../rules/native/process.toml")),
    ("rules/neutral/configuration.toml", include_str!("../../../rules/neutral/configuration.toml")),
    ("rules/neutral/hardware.toml", include_str!("../../../rules/neutral/hardware.toml")),
    ("rules/neutral/images.toml", include_str!("../../../rules/neutral/images.toml")),
    ("rules/neutral/keys.toml", include_str!("../../../rules/neutral/keys.toml")),
    ("rules/neutral/logs.toml", include_str!("../../../rules/neutral/logs.toml")),
    ("rules/neutral/network.toml", include_str!("../../../rules/neutral/network.toml")),
    ("rules/neutral/pass.toml", include_str!("../../../rules/neutral/pass.toml")),
    ("rules/neutral/paths.toml", include_str!("../../../rules/neutral/paths.toml")),
    ("rules/neutral/process.toml", include_str!("../../../rules/neutral/process.toml")),
    ("rules/neutral/protocols.toml", include_str!("../../../rules/neutral/protocols.toml")),
    ("rules/neutral/secrets.toml", include_str!("../../../rules/neutral/secrets.toml")),
    ("rules/node/build.toml", include_str!("../../../rules/node/build.toml")),
    ("rules/node/environment.toml", include_str!("../../../rules/node/environment.toml")),
    ("rules/node/lifecycle.toml", include_str!("../../../rules/node/lifecycle.toml")),
    ("rules/node/memory.toml", include_str!("../../../rules/node/memory.toml")),
    ("rules/node/observability.toml", include_str!("../../../rules/node/observability.toml")),
    ("rules/node/secrets.toml", include_str!("../../../rules/node/secrets.toml")),
    ("rules/node/state.toml", include_str!("../../../rules/node/state.toml")),
    ("rules/node/storage.toml", include_str!("../../../rules/node/storage.toml")),
    ("rules/perl/language.toml", include_str!("../../../rules/perl/language.toml")),
    ("rules/perl/operations.toml", include_str!("../../../rules/perl/operations.toml")),
    ("rules/perl/programs.toml", include_str!("../../../rules/perl/programs.toml")),
    ("rules/php/configuration.toml", include_str!("../../../rules/php/configuration.toml")),
    ("rules/php/runtime.toml", include_str!("../../../rules/php/runtime.toml")),
    ("rules/php/start.toml", include_str!("../../../rules/php/start.toml")),
    ("rules/php/state.toml", include_str!("../../../rules/php/state.toml")),
    ("rules/php/storage.toml", include_str!("../../../rules/php/storage.toml")),
    ("rules/python/environment.toml", include_str!("../../../rules/python/environment.toml")),
    ("rules/python/observability.toml", include_str!("../../../rules/python/observability.toml")),
    ("rules/python/runtime.toml", include_str!("../../../rules/python/runtime.toml")),
    ("rules/python/server.toml", include_str!("../../../rules/python/server.toml")),
    ("rules/python/start.toml", include_str!("../../../rules/python/start.toml")),
    ("rules/python/state.toml", include_str!("../../../rules/python/state.toml")),
    ("rules/python/storage.toml", include_str!("../../../rules/python/storage.toml")),
    ("rules/ruby/installation.toml", include_str!("../../../rules/ruby/installation.toml")),
    ("rules/ruby/observability.toml", include_str!("../../../rules/ruby/observability.toml")),
    ("rules/ruby/operations.toml", include_str!("../../../rules/ruby/operations.toml")),
    ("rules/ruby/state-and-workers.toml", include_str!("../../../rules/ruby/state-and-workers.toml")),
    ("rules/ruby/state.toml", include_str!("../../../rules/ruby/state.toml")),
    ("rules/ruby/storage.toml", include_str!("../../../rules/ruby/storage.toml")),
    ("rules/rust/runtime.toml", include_str!("../../../rules/rust/runtime.toml")),
    ("rules/rust/server.toml", include_str!("../../../rules/rust/server.toml")),
    ("rules/rust/state.toml", include_str!("../../../rules/rust/state.toml")),
    ("rules/scripts/host.toml", include_str!("../../../rules/scripts/host.toml")),
    ("rules/scripts/operations.toml", include_str!("../../../rules/scripts/operations.toml")),
    ("rules/scripts/start.toml", include_str!("../../../rules/scripts/start.toml")),
    ("rules/sql/database.toml", include_str!("../../../rules/sql/database.toml")),
    ("rules/visual-basic/programs.toml", include_str!("../../../rules/visual-basic/programs.toml")),
    ("rules/visual-basic/state.toml", include_str!("../../../rules/visual-basic/state.toml")),
    // files: end
];

/// What `builtin.postcard` holds.
#[derive(Serialize, Deserialize)]
struct Compact {
    /// Of the texts that the rules were read from.
    hash: ContentHash,
    /// Without examples, in the order of the texts.
    rules: Vec<Rule>,
}

/// The built-in rules without their examples; `None` where the compact form was not made of texts with this hash.
pub(crate) fn compact(hash: &ContentHash) -> Option<Vec<Rule>> {
    let compact: Compact = postcard::from_bytes(include_bytes!("builtin.postcard")).ok()?;
    (compact.hash == *hash).then_some(compact.rules)
}

#[cfg(test)]
mod tests {
    use walkdir::WalkDir;

    use super::*;
    use crate::RuleSet;

    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

    /// Path from the root, sorted.
    fn rule_files() -> Vec<String> {
        let mut files: Vec<String> = WalkDir::new(format!("{ROOT}/rules"))
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().extension().is_some_and(|e| e == "toml"))
            .map(|entry| {
                let path = entry.path().strip_prefix(ROOT).unwrap();
                path.to_string_lossy().replace('\\', "/")
            })
            .collect();
        files.sort();
        files
    }

    fn update() -> bool {
        std::env::var_os("SEAWORTHY_UPDATE").is_some()
    }

    #[test]
    fn the_compact_form_is_that_of_the_rules() {
        // From the disk, because a list that is being written anew is not part of this test yet.
        let texts: Vec<(String, String)> = rule_files()
            .into_iter()
            .map(|path| {
                let text = std::fs::read_to_string(format!("{ROOT}/{path}")).unwrap();
                (path, text)
            })
            .collect();
        let texts: Vec<(&str, &str)> =
            texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let mut set = RuleSet::of_texts(&texts);
        for rule in &mut set.rules {
            rule.examples.clear();
        }
        let compact = postcard::to_stdvec(&Compact { hash: set.hash, rules: set.rules }).unwrap();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/builtin.postcard");
        if update() {
            std::fs::write(file, &compact).unwrap();
        }
        let same = std::fs::read(file).unwrap() == compact;
        assert!(same, "run `cargo xtask codegen`: rules changed");
    }

    #[test]
    fn a_compact_form_of_other_texts_is_not_used() {
        assert!(compact(&ContentHash::of_parts([])).is_none());
    }

    #[test]
    fn every_rule_file_is_listed() {
        let files = rule_files();
        if update() {
            let line = |f: &String| format!("    (\"{f}\", include_str!(\"../../../{f}\")),\n");
            let lines = files.iter().map(line).collect::<Vec<_>>().concat();
            let this = concat!(env!("CARGO_MANIFEST_DIR"), "/src/builtin.rs");
            let source = std::fs::read_to_string(this).unwrap();
            let (head, rest) = source.split_once("// files: begin\n").unwrap();
            let (_, tail) = rest.split_once("    // files: end\n").unwrap();
            let new = format!("{head}// files: begin\n{lines}    // files: end\n{tail}");
            std::fs::write(this, new).unwrap();
        }
        let listed: Vec<&str> = BUILTIN.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, files, "run this test with SEAWORTHY_UPDATE=1");
    }
}
