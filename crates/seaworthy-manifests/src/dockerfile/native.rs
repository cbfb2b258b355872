//! Go and Rust binaries, and static files.

use seaworthy_deps::BuildTool;

use super::Context;
use super::script::{Script, exec};
use super::versions;
use crate::names;
use crate::plan::Plan;

pub(super) fn go(script: &mut Script, plan: &Plan<'_>) {
    let release = versions::go(plan);
    script.decision("Go release", &release);
    let package = plan.component.artifact.as_ref().map(|a| a.value.as_str());
    let package = match package.map(|p| (p, names::file_path(p))) {
        Some((_, Some(path))) => format!("./{path}"),
        Some((".", None)) | None => ".".to_owned(),
        Some(_) => {
            script.todo("name the main package");
            ".".to_owned()
        }
    };
    script.stage(&format!("FROM golang:{}-bookworm AS build", release.value));
    script.line("WORKDIR /src");
    script.line("COPY go.* ./");
    script.line("RUN --mount=type=cache,target=/go/pkg/mod go mod download");
    script.line("COPY . .");
    script.comment(
        "Without cgo the binary needs no C library; packages that need it want a slim image below",
    );
    script.line(&format!(
        "RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \\\n    CGO_ENABLED=0 go build -trimpath -ldflags=\"-s -w\" -o /out/app {package}"
    ));
    script.stage(if plan.profile.distroless {
        "FROM gcr.io/distroless/static-debian12:nonroot"
    } else {
        "FROM debian:12-slim"
    });
    script.line("WORKDIR /app");
    script.line("COPY --from=build /out/app /app/app");
    script.todo("copy templates, static files and data that the program opens while it runs");
    let ports: Vec<u16> = plan.ports.iter().map(|p| p.number.value).collect();
    script.end(&format!("{0}:{0}", plan.uid), &ports, &exec("ENTRYPOINT", &["/app/app"]));
}

pub(super) fn rust(script: &mut Script, plan: &Plan<'_>, context: &Context) {
    let release = versions::rust(plan);
    script.decision("Rust release", &release);
    let artifact = plan.component.artifact.as_ref().map(|a| a.value.as_str());
    let program = artifact.and_then(|a| a.rsplit('/').next()).and_then(names::file_path);
    if program.is_none() {
        script.todo("name the program");
    }
    let program = program.unwrap_or("app");
    let package = context.path(".");
    script.stage(&format!("FROM rust:{}-bookworm AS build", release.value));
    script.line("WORKDIR /src");
    script.comment(
        "A package of a workspace is built from the folder of the workspace, which holds Cargo.lock",
    );
    script.line("COPY . .");
    script.todo("install what crates with C libraries need to build (pkg-config, libpq-dev, …)");
    script.line(&format!(
        "RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \\\n    cargo install --locked --path {package} --root /out"
    ));
    script.comment(
        "The binary is linked with the C library; what it opens at run time needs a slim image",
    );
    script.stage(if plan.profile.distroless {
        "FROM gcr.io/distroless/cc-debian12:nonroot"
    } else {
        "FROM debian:12-slim"
    });
    script.line("WORKDIR /app");
    script.line("COPY --from=build /out/bin/ /app/");
    script.todo("copy templates, static files and data that the program opens while it runs");
    let ports: Vec<u16> = plan.ports.iter().map(|p| p.number.value).collect();
    let start = format!("/app/{program}");
    script.end(&format!("{0}:{0}", plan.uid), &ports, &exec("ENTRYPOINT", &[start.as_str()]));
}

pub(super) fn static_files(script: &mut Script, plan: &Plan<'_>) {
    let component = plan.component;
    let found = component.artifact.as_ref().and_then(|a| names::file_path(&a.value));
    let installer = match component.build_tool.as_ref().map(|t| t.value) {
        Some(BuildTool::Npm) => Some(("npm ci", "npm run build")),
        Some(BuildTool::Yarn) => {
            Some(("corepack enable && yarn install --frozen-lockfile", "yarn run build"))
        }
        Some(BuildTool::Pnpm) => {
            Some(("corepack enable && pnpm install --frozen-lockfile", "pnpm run build"))
        }
        _ => None,
    };
    let source = if let Some((install, build)) = installer {
        let release = versions::node(plan);
        let folder = found.unwrap_or("dist");
        if found.is_none() {
            script.todo("the build's output folder is not known: check dist below");
        }
        script.stage(&format!("FROM node:{}-bookworm-slim AS build", release.value));
        script.line("WORKDIR /app");
        script.line("COPY . .");
        script.line(&format!("RUN {install} && {build}"));
        format!("--from=build /app/{folder}/")
    } else {
        format!("{}/", found.unwrap_or("."))
    };
    script.stage("FROM nginxinc/nginx-unprivileged:1.28-alpine");
    script.line(&format!("COPY {source} /usr/share/nginx/html/"));
    let ports: Vec<u16> = plan.ports.iter().map(|p| p.number.value).collect();
    if ports.first().is_some_and(|&p| p != 8080) {
        script.todo("nginx here listens on 8080: add a server block for the port above, or change the manifests");
    }
    script.end("10001:10001", &ports, &exec("CMD", &["nginx", "-g", "daemon off;"]));
}
