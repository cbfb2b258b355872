//! Perl.

use seaworthy_components::ComponentKind;
use seaworthy_deps::BuildTool;

use super::script::{Script, exec};
use super::versions;
use crate::plan::Plan;

pub(super) fn perl(script: &mut Script, plan: &Plan<'_>) {
    let component = plan.component;
    let release = versions::perl(plan);
    script.decision("Perl release", &release);
    let start = component.start.as_ref();
    let command: Vec<String> = if let Some(claim) = start {
        script.evidence("start", &claim.value.join(" "), &claim.evidence);
        claim.value.clone()
    } else {
        script.todo("the file that starts the program is not known: set it in CMD");
        vec!["perl".to_owned(), "main.pl".to_owned()]
    };
    let uses = |word: &str| command.iter().any(|argument| argument.contains(word));
    let emulates_cgi = uses("CGIBin");
    let mut servers = Vec::new();
    if uses("starman") {
        servers.extend(["Plack", "Starman"]);
    }
    if emulates_cgi {
        servers.extend(["CGI", "CGI::Compile", "CGI::Emulate::PSGI"]);
        script.todo("each script is compiled once and called again: one that relies on a fresh process for each request needs httpd with mod_cgid instead");
        script
            .todo("pages and images beside the scripts are not served: give them to a web server");
    } else if component.kind == ComponentKind::Web && !uses("starman") && !uses("hypnotoad") {
        script.todo("a server for PSGI (Starman) or httpd has to be installed and started");
    }
    let listed = component.build_tool.as_ref().is_some_and(|t| t.value == BuildTool::Cpan);
    script.stage(&format!("FROM perl:{}-bookworm AS build", release.value));
    script.line("WORKDIR /app");
    script.line("COPY . .");
    let install = "RUN cpanm --notest --local-lib-contained /local";
    if listed {
        script.line(&format!("{install} --installdeps ."));
    } else {
        script.todo("no list of modules was found: name those that the code uses");
    }
    if !servers.is_empty() {
        script.line(&format!("{install} {}", servers.join(" ")));
    } else if !listed {
        script.line("RUN mkdir -p /local");
    }
    script.stage(&format!("FROM perl:{}-slim-bookworm", release.value));
    script.todo("install the run-time libraries of modules with C code (libmariadb3, libpq5, …)");
    script
        .line("RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin app");
    script.line("ENV PERL5LIB=/local/lib/perl5:/app/lib PATH=/local/bin:$PATH");
    script.line("WORKDIR /app");
    script.line("COPY --from=build /local /local");
    script.line("COPY . .");
    let ports: Vec<u16> = plan.ports.iter().map(|p| p.number.value).collect();
    // The server listens where the manifests say.
    let port = ports.first().copied().unwrap_or(5000);
    let command: Vec<String> = command
        .into_iter()
        .map(|a| if a == "0.0.0.0:5000" { format!("0.0.0.0:{port}") } else { a })
        .collect();
    script.end(&format!("{0}:{0}", plan.uid), &ports, &exec("CMD", &command));
}
