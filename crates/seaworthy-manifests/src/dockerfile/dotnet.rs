//! .NET on Linux and .NET Framework on Windows.

use seaworthy_components::ComponentKind;

use super::script::{Script, exec};
use super::{Context, versions};
use crate::names;
use crate::plan::{Plan, file_stem};

pub(super) fn dotnet(script: &mut Script, plan: &Plan<'_>, context: &Context) {
    let component = plan.component;
    let release = versions::dotnet(plan);
    script.decision(".NET release", &release);
    let project = project_file(plan);
    let assembly = project
        .as_deref()
        .and_then(file_stem)
        .or_else(|| component.artifact.as_ref().and_then(|a| file_stem(&a.value)));
    let assembly = assembly.unwrap_or("App").to_owned();
    let project = if let Some(project) = project {
        context.path(&project)
    } else {
        script.todo("the project file is not known: set it in the build below");
        context.path(&format!("{assembly}.csproj"))
    };
    let tag = &release.value;
    script.stage(&format!("FROM mcr.microsoft.com/dotnet/sdk:{tag} AS build"));
    script.line("WORKDIR /src");
    script.line("COPY . .");
    script.line(&format!(
        "RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish {project} -c Release -o /out /p:UseAppHost=false"
    ));
    let family = if component.kind == ComponentKind::Web { "aspnet" } else { "runtime" };
    // Ubuntu 24.04 is the base of these images since .NET 8.
    let variant = if plan.profile.distroless { "noble-chiseled" } else { "noble" };
    script.stage(&format!("FROM mcr.microsoft.com/dotnet/{family}:{tag}-{variant}"));
    script.line("WORKDIR /app");
    script.line("COPY --from=build /out ./");
    let ports: Vec<u16> = plan.ports.iter().map(|p| p.number.value).collect();
    if let Some(main) = ports.first() {
        script.line(&format!("ENV ASPNETCORE_HTTP_PORTS={main} DOTNET_EnableDiagnostics=0"));
    }
    let start = exec("ENTRYPOINT", &["dotnet".to_owned(), format!("{assembly}.dll")]);
    script.end(&format!("{0}:{0}", plan.uid), &ports, &start);
}

/// The project file in the component's own folder, from the evidence that made it a component.
fn project_file(plan: &Plan<'_>) -> Option<String> {
    let component = plan.component;
    let places = component.build_tool.iter().flat_map(|t| &t.evidence);
    let places = places.chain(&component.evidence).chain(&component.platform.evidence);
    let mut files = places.filter_map(|e| e.path.rsplit('/').next());
    let file = files.find(|f| {
        let lower = f.to_ascii_lowercase();
        [".csproj", ".vbproj", ".fsproj"].iter().any(|ext| lower.ends_with(ext))
    })?;
    names::file_path(file).map(str::to_owned)
}

pub(super) fn framework(script: &mut Script, plan: &Plan<'_>) {
    script.comment(
        "Windows image: the build host and the nodes have to be Windows of the same release",
    );
    script.todo("moving the code to .NET 8 or later makes a Linux image ten times smaller");
    let web = plan.component.kind == ComponentKind::Web;
    let project = project_file(plan);
    if project.is_none() {
        script.todo("the project file is not known: set it in the build below");
    }
    let project = project.unwrap_or_else(|| "App.csproj".to_owned());
    script.stage(
        "FROM mcr.microsoft.com/dotnet/framework/sdk:4.8-windowsservercore-ltsc2022 AS build",
    );
    script.line("WORKDIR /src");
    script.line("COPY . .");
    if web {
        script.line(&format!(
            "RUN nuget restore -SolutionDirectory . && msbuild {project} /p:Configuration=Release /p:DeployOnBuild=true /p:WebPublishMethod=FileSystem /p:publishUrl=C:/out/"
        ));
        script
            .stage("FROM mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-ltsc2022");
        script.line("WORKDIR /inetpub/wwwroot");
        script.line("COPY --from=build /out/ ./");
        let ports: Vec<String> = plan.ports.iter().map(|p| p.number.value.to_string()).collect();
        script.line(&format!("EXPOSE {}", ports.join(" ")));
        script.line("HEALTHCHECK NONE");
        script.comment("The base image starts IIS through ServiceMonitor");
    } else {
        script.line(&format!("RUN nuget restore -SolutionDirectory . && msbuild {project} /p:Configuration=Release /p:OutDir=C:/out/"));
        script.stage(
            "FROM mcr.microsoft.com/dotnet/framework/runtime:4.8-windowsservercore-ltsc2022",
        );
        script.line("WORKDIR /app");
        script.line("COPY --from=build /out/ ./");
        script.todo("a Windows service does not start by itself in a container: give the program a console mode");
        let program = file_stem(&project).unwrap_or("App");
        script.line("USER ContainerUser");
        script.line("HEALTHCHECK NONE");
        script.line(&exec("ENTRYPOINT", &[format!("{program}.exe")]));
    }
}
