//! How a component is started.

mod perl;

use seaworthy_base::Evidence;
use seaworthy_deps::{Ecosystem, Module};
use seaworthy_facts::{FactKind, Language};

use crate::{Claim, ComponentKind, FileSummary, Platform, Signal};

/// The start: a Procfile's process of this kind, an existing Dockerfile, a systemd unit, npm's start script, the WSGI
/// application of Django.
pub(crate) fn find(
    kind: ComponentKind,
    platform: Platform,
    module: Option<&Module>,
    root: &str,
    files: &[&FileSummary],
    signals: &[&Signal],
) -> Option<Claim<Vec<String>>> {
    let key = |name: &str, of_file: &dyn Fn(&str) -> bool| {
        signals.iter().copied().find(|s| {
            s.kind == FactKind::ConfigKey && &*s.name == name && of_file(&s.evidence.path)
        })
    };
    let process = if kind == ComponentKind::Worker { "worker" } else { "web" };
    if let Some(s) = key(process, &|p| Language::of_path(p) == Language::Procfile) {
        return Some(Claim::new(words(&s.value), s.evidence.clone()));
    }
    let is_dockerfile = |p: &str| Language::of_path(p) == Language::Dockerfile;
    match (key("ENTRYPOINT", &is_dockerfile), key("CMD", &is_dockerfile)) {
        // An entry point in its list form takes the words of CMD as its arguments.
        (Some(entry), Some(command)) if entry.value.starts_with('[') => {
            let mut value = words(&entry.value);
            value.extend(words(&command.value));
            let evidence = vec![entry.evidence.clone(), command.evidence.clone()];
            return Some(Claim { value, evidence });
        }
        (Some(s), _) | (None, Some(s)) => {
            return Some(Claim::new(words(&s.value), s.evidence.clone()));
        }
        (None, None) => {}
    }
    let is_unit = |p: &str| Language::of_path(p) == Language::Systemd;
    if let Some(s) = key("Service/ExecStart", &is_unit)
        && let Some(value) = unit_command(&s.value)
    {
        return Some(Claim::new(value, s.evidence.clone()));
    }
    if platform == Platform::Python && kind == ComponentKind::Web {
        return django(root, files, signals);
    }
    if platform == Platform::Perl && kind == ComponentKind::Web {
        return perl::find(root, files);
    }
    if platform == Platform::Native {
        return program(module?);
    }
    let script =
        module.filter(|m| m.ecosystem == Ecosystem::Npm)?.properties.get("script.start")?;
    Some(Claim::new(npm_script(&script.value), script.evidence.clone()))
}

/// The program that has the name of its module, else the one that the outermost file of the build declares first.
fn program(module: &Module) -> Option<Claim<Vec<String>>> {
    let named = module.properties.get(&format!("program.{}", module.name));
    let programs = module.properties.iter().filter(|(key, _)| key.starts_with("program."));
    let first = programs
        .map(|(_, p)| p)
        .min_by_key(|p| (p.evidence.path.matches('/').count(), &p.evidence.path, p.evidence.at));
    let property = named.or(first)?;
    Some(Claim::new(vec![property.value.clone()], property.evidence.clone()))
}

/// What a systemd unit runs, where that makes sense in an image: a known interpreter with no paths of the old machine.
fn unit_command(command: &str) -> Option<Vec<String>> {
    const INTERPRETERS: [&str; 12] = [
        "bundle", "celery", "dotnet", "gunicorn", "java", "node", "php", "puma", "python",
        "python3", "uvicorn", "uwsgi",
    ];
    // A leading `-`, `+`, `!`, `:` or `@` says how systemd runs the program, not what it runs.
    let mut value = words(command.trim_start_matches(['-', '+', '!', ':', '@']));
    let (program, arguments) = value.split_first_mut()?;
    if let Some((_, file)) = program.rsplit_once('/') {
        *program = file.to_owned();
    }
    let moved = arguments.iter().any(|a| a.starts_with('/') || a.contains("=/"));
    (INTERPRETERS.contains(&program.as_str()) && !moved).then_some(value)
}

/// A script that starts node alone is that program; any other needs npm, which finds the programs of packages.
fn npm_script(script: &str) -> Vec<String> {
    let through_npm = || vec!["npm".to_owned(), "start".to_owned()];
    let all = words(script);
    let mut rest = all.as_slice();
    while let [first, tail @ ..] = rest {
        // Images set NODE_ENV themselves.
        if first == "cross-env" || first == "NODE_ENV=production" {
            rest = tail;
        } else {
            break;
        }
    }
    match rest {
        [first, ..] if first == "node" => rest.to_vec(),
        _ => through_npm(),
    }
}

/// Gunicorn with the application that Django's settings name, else the one of its `wsgi.py`.
fn django(root: &str, files: &[&FileSummary], signals: &[&Signal]) -> Option<Claim<Vec<String>>> {
    let gunicorn = |target: String, place: Evidence| {
        let arguments = ["gunicorn", "--bind", "0.0.0.0:8000", &target];
        Claim::new(arguments.map(str::to_owned).to_vec(), place)
    };
    let setting = signals.iter().find_map(|s| {
        let named =
            s.kind == FactKind::Assign && s.name.rsplit('.').next() == Some("WSGI_APPLICATION");
        let path = s.value.trim_matches(['"', '\'']);
        let (module, object) = path.rsplit_once('.').filter(|_| named && is_dotted(path))?;
        Some(gunicorn(format!("{module}:{object}"), s.evidence.clone()))
    });
    setting.or_else(|| {
        let file = files
            .iter()
            .filter(|f| f.role.counts() && f.path.rsplit('/').next() == Some("wsgi.py"))
            .min_by_key(|f| (f.path.matches('/').count(), &f.path))?;
        let inside = file.path.strip_prefix(root)?.trim_start_matches('/');
        let module = inside.strip_suffix(".py")?.replace('/', ".");
        is_dotted(&module).then(|| {
            let place = Evidence::file(&file.path, "WSGI entry point");
            gunicorn(format!("{module}:application"), place)
        })
    })
}

fn is_dotted(path: &str) -> bool {
    !path.is_empty()
        && path.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
}

/// Splits a command: a JSON array as it is, a shell line that needs a shell through `sh -c`, a plain one at spaces.
fn words(command: &str) -> Vec<String> {
    let command = command.trim();
    if let Some(inner) = command.strip_prefix('[').and_then(|c| c.strip_suffix(']')) {
        return list(inner);
    }
    if command.contains(['&', '|', '$', ';', '>', '\'', '"']) {
        return vec!["sh".to_owned(), "-c".to_owned(), command.to_owned()];
    }
    command.split_whitespace().map(str::to_owned).collect()
}

/// The strings of a JSON array's inside; a comma between quotes is part of its word.
fn list(inner: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' if quoted => word.extend(characters.next()),
            ',' if !quoted => words.push(std::mem::take(&mut word)),
            c if !quoted && c.is_whitespace() => {}
            c => word.push(c),
        }
    }
    words.push(word);
    words.retain(|w| !w.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commands_are_split_as_a_shell_would() {
        assert_eq!(words("[\"node\", \"server.js\"]"), ["node", "server.js"]);
        assert_eq!(words("[\"sh\", \"-c\", \"a, b\"]"), ["sh", "-c", "a, b"]);
        assert_eq!(
            words("gunicorn app:app --bind 0.0.0.0:8000"),
            ["gunicorn", "app:app", "--bind", "0.0.0.0:8000"]
        );
        assert_eq!(
            words("java -jar x.jar --server.port=$PORT"),
            ["sh", "-c", "java -jar x.jar --server.port=$PORT"]
        );
    }

    #[test]
    fn scripts_that_start_node_need_no_npm() {
        for (script, expected) in [
            ("node server.js", &["node", "server.js"][..]),
            ("NODE_ENV=production node dist/main", &["node", "dist/main"]),
            (
                "cross-env NODE_ENV=production node --no-deprecation a.js",
                &["node", "--no-deprecation", "a.js"],
            ),
            ("PORT=3000 node a.js", &["npm", "start"]),
            ("next start", &["npm", "start"]),
            ("tsc && node a.js", &["npm", "start"]),
        ] {
            assert_eq!(npm_script(script), expected, "{script}");
        }
    }

    #[test]
    fn units_name_programs_and_not_paths_of_their_machine() {
        assert_eq!(
            unit_command("-/usr/bin/gunicorn -b 0.0.0.0:8000 shop.wsgi").unwrap(),
            ["gunicorn", "-b", "0.0.0.0:8000", "shop.wsgi"]
        );
        for command in ["/opt/shop/shop --port 1", "/usr/bin/node /srv/shop/a.js", ""] {
            assert_eq!(unit_command(command), None, "{command}");
        }
    }

    proptest! {
        #[test]
        fn any_command_is_split_without_panic(command in "[\\[\\]\",\\\\ a-zé]{0,40}") {
            let _ = words(&command);
            let _ = npm_script(&command);
            let _ = unit_command(&command);
        }
    }
}
