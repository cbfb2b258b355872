//! Binaries of Go, Rust, C and C++, and static files.

use seaworthy_deps::BuildTool;

use super::script::{Script, exec};
use super::{Context, libraries, versions};
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

/// Libraries without a package that are named; more would be a list nobody reads.
const NAMED: usize = 12;

/// A build of C or C++ by its own build system, and what it installs in an image of the same distribution.
pub(super) fn c(script: &mut Script, plan: &Plan<'_>, context: &Context) {
    let component = plan.component;
    let tool = component.build_tool.as_ref();
    if let Some(tool) = tool {
        script.evidence("build", &format!("{:?}", tool.value), &tool.evidence);
    }
    let (tools, build) = match tool.map(|t| t.value) {
        Some(BuildTool::Cmake) => (
            "cmake ninja-build",
            "cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr \\\n && cmake --build build \\\n && DESTDIR=/out cmake --install build",
        ),
        Some(BuildTool::Meson) => (
            "meson ninja-build",
            "meson setup build --prefix=/usr --buildtype=release \\\n && DESTDIR=/out meson install -C build",
        ),
        Some(BuildTool::Autotools) => (
            "autoconf automake libtool",
            "test -x configure || autoreconf -fi \\\n && ./configure --prefix=/usr --sysconfdir=/etc --localstatedir=/var \\\n && make -j\"$(nproc)\" \\\n && make install DESTDIR=/out",
        ),
        Some(BuildTool::Make) => {
            script.todo("check that the make file installs below DESTDIR; else copy the programs to /out/usr/bin");
            ("", "make -j\"$(nproc)\" \\\n && make install DESTDIR=/out PREFIX=/usr")
        }
        _ => {
            script.todo(
                "no build was recognised: put its commands below, and what it makes into /out",
            );
            ("", "make -j\"$(nproc)\" \\\n && make install DESTDIR=/out PREFIX=/usr")
        }
    };
    let (packages, unknown) = libraries::packages(component);
    if !unknown.is_empty() {
        let more = unknown.len().saturating_sub(NAMED);
        let mut names: Vec<String> = unknown.into_iter().take(NAMED).map(str::to_owned).collect();
        if more > 0 {
            names.push(format!("{more} more"));
        }
        script.todo(&format!(
            "name the packages of what the build looks for besides: {}",
            names.join(", ")
        ));
    }
    let mut install: Vec<&str> = vec!["build-essential", "ca-certificates", "git", "pkg-config"];
    install.extend(tools.split_whitespace());
    install.extend(packages);
    script.stage("FROM debian:12 AS build");
    script.line(&format!(
        "RUN apt-get update && apt-get install -y --no-install-recommends \\\n    {} \\\n && rm -rf /var/lib/apt/lists/*",
        install.join(" ")
    ));
    script.line("WORKDIR /src");
    script.line("COPY . .");
    script.line(&format!("RUN {build}"));
    script.stage("FROM debian:12-slim");
    script.todo(
        "install the run-time packages of the libraries above: ldd on the program names them",
    );
    script.line("RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin app");
    script.line("COPY --from=build /out/ /");
    let command: Vec<String> = if let Some(claim) = &component.start {
        script.evidence("start", &claim.value.join(" "), &claim.evidence);
        script
            .todo("add the options that keep it in the foreground, its configuration and its port");
        claim.value.clone()
    } else {
        script.todo("the program that is started is not known: set it in CMD");
        vec!["/usr/bin/app".to_owned()]
    };
    if !context.module.is_empty() {
        script.comment(&format!(
            "The build makes the whole tree; this image is for {}",
            context.module
        ));
    }
    let ports: Vec<u16> = plan.ports.iter().map(|p| p.number.value).collect();
    script.end(&format!("{0}:{0}", plan.uid), &ports, &exec("CMD", &command));
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
