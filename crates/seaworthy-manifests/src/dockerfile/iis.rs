//! Pages of classic ASP.

use super::script::Script;
use crate::plan::Plan;

pub(super) fn pages(script: &mut Script, plan: &Plan<'_>) {
    script.comment(
        "Windows image: the build host and the nodes have to be Windows of the same release",
    );
    script.todo("register the COM components that the pages create; those of other makers need their installer");
    script.todo("a database of Access needs its 32-bit driver and an application pool of 32 bits");
    script.stage("FROM mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022");
    script.line("RUN powershell -NoProfile -Command \"Install-WindowsFeature Web-ASP; Remove-Item -Recurse C:\\inetpub\\wwwroot\\*\"");
    script.line("WORKDIR /inetpub/wwwroot");
    script.line("COPY . .");
    let ports: Vec<String> = plan.ports.iter().map(|p| p.number.value.to_string()).collect();
    script.line(&format!("EXPOSE {}", ports.join(" ")));
    script.line("HEALTHCHECK NONE");
    script.comment("The base image starts IIS through ServiceMonitor");
}
