//! How Perl's web applications are started.

use seaworthy_base::Evidence;

use crate::classify::{directory, is_cgi, is_psgi};
use crate::{Claim, FileSummary, Import};

/// Mojolicious by its own server, a PSGI file by Starman, CGI scripts by Plack's emulation of a web server.
pub(super) fn find(root: &str, files: &[&FileSummary]) -> Option<Claim<Vec<String>>> {
    let inside = |path: &str| -> Option<String> {
        let path = path.strip_prefix(root)?.trim_start_matches('/');
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
        (!path.is_empty() && path.chars().all(legal)).then(|| path.to_owned())
    };
    let owned = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let shallow = |f: &&&FileSummary| (f.path.matches('/').count(), f.path.len(), f.path.clone());
    let app = files.iter().filter(|f| is_psgi(f)).min_by_key(shallow);
    if let Some((file, path)) = app.and_then(|f| Some((f, inside(&f.path)?))) {
        let mut command = owned(&["starman", "--listen", "0.0.0.0:5000", "--workers", "4"]);
        command.push(path);
        return Some(Claim::new(command, Evidence::file(&file.path, "PSGI application")));
    }
    // A script of Mojolicious is no module, and starts its commands or is the whole application.
    let mojo = files.iter().filter(|f| f.role.counts() && !f.path.ends_with(".pm")).find_map(|f| {
        let starts = |i: &&Import| matches!(&*i.name, "Mojolicious.Lite" | "Mojolicious.Commands");
        let import = f.imports.iter().find(starts)?;
        Some((inside(&f.path)?, import.evidence(&f.path)))
    });
    if let Some((path, place)) = mojo {
        let mut command = owned(&["hypnotoad", "--foreground"]);
        command.push(path);
        return Some(Claim::new(command, place));
    }
    let script = files.iter().filter(|f| is_cgi(f)).min_by_key(shallow)?;
    let folder = match inside(directory(&script.path)) {
        Some(folder) => format!("/app/{folder}"),
        None if directory(&script.path) == root => "/app".to_owned(),
        None => return None,
    };
    let mut command = owned(&["starman", "--listen", "0.0.0.0:5000", "-MPlack::App::CGIBin", "-e"]);
    command.push(format!("Plack::App::CGIBin->new(root => '{folder}')->to_app"));
    Some(Claim::new(command, Evidence::file(&script.path, "CGI script")))
}
