//! The rules that are part of the program: every TOML file under `rules/`, sorted.
//!
//! The test writes this list anew when it is run with `SEAWORTHY_UPDATE=1`.

/// Path from the root of the repository, and text.
#[rustfmt::skip]
pub(crate) const BUILTIN: &[(&str, &str)] = &[
    // files: begin
    ("rules/dependencies/dotnet.toml", include_str!("../../../rules/dependencies/dotnet.toml")),
    ("rules/dependencies/frameworks.toml", include_str!("../../../rules/dependencies/frameworks.toml")),
    ("rules/dependencies/images.toml", include_str!("../../../rules/dependencies/images.toml")),
    ("rules/dependencies/java-runtime.toml", include_str!("../../../rules/dependencies/java-runtime.toml")),
    ("rules/dependencies/java.toml", include_str!("../../../rules/dependencies/java.toml")),
    ("rules/dotnet/communication.toml", include_str!("../../../rules/dotnet/communication.toml")),
    ("rules/dotnet/framework.toml", include_str!("../../../rules/dotnet/framework.toml")),
    ("rules/dotnet/process.toml", include_str!("../../../rules/dotnet/process.toml")),
    ("rules/dotnet/state.toml", include_str!("../../../rules/dotnet/state.toml")),
    ("rules/go/runtime.toml", include_str!("../../../rules/go/runtime.toml")),
    ("rules/go/server.toml", include_str!("../../../rules/go/server.toml")),
    ("rules/go/sessions.toml", include_str!("../../../rules/go/sessions.toml")),
    ("rules/go/state.toml", include_str!("../../../rules/go/state.toml")),
    ("rules/java/files.toml", include_str!("../../../rules/java/files.toml")),
    ("rules/java/health.toml", include_str!("../../../rules/java/health.toml")),
    ("rules/java/messaging.toml", include_str!("../../../rules/java/messaging.toml")),
    ("rules/java/process.toml", include_str!("../../../rules/java/process.toml")),
    ("rules/java/remoting.toml", include_str!("../../../rules/java/remoting.toml")),
    ("rules/java/server.toml", include_str!("../../../rules/java/server.toml")),
    ("rules/java/session.toml", include_str!("../../../rules/java/session.toml")),
    ("rules/java/spring.toml", include_str!("../../../rules/java/spring.toml")),
    ("rules/neutral/configuration.toml", include_str!("../../../rules/neutral/configuration.toml")),
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
    ("rules/scripts/host.toml", include_str!("../../../rules/scripts/host.toml")),
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
