//! .NET and .NET Framework.

use seaworthy_deps::{Module, Packaging};
use seaworthy_facts::FactKind;

use super::{Class, View, property};
use crate::{Claim, ComponentKind, Platform};

impl View<'_> {
    pub(super) fn dotnet(&self, module: &Module) -> Class {
        let target = module.property("target.framework").unwrap_or("");
        let framework = target.split(';').next().unwrap_or("").trim();
        let old = framework.starts_with('v')
            || framework
                .strip_prefix("net")
                .is_some_and(|v| v.starts_with(['2', '3', '4']) && !v.contains('.'));
        let platform = if old { Platform::DotNetFramework } else { Platform::DotNet };
        let here = module.evidence.clone();
        let desktop =
            ["use.wpf", "use.windows.forms"].iter().any(|k| module.property(k) == Some("true"))
                || module.property("output.type").is_some_and(|t| t.eq_ignore_ascii_case("winexe"));
        let service = self
            .signal(FactKind::Supertype, "ServiceBase")
            .or_else(|| self.signal(FactKind::Supertype, "BackgroundService"));
        let sdk = module.property("sdk").unwrap_or("");
        let kind = match module.packaging {
            _ if desktop => ComponentKind::Desktop,
            Packaging::WebArchive => ComponentKind::Web,
            Packaging::Executable if sdk.ends_with(".Web") => ComponentKind::Web,
            Packaging::Executable if sdk.ends_with(".Worker") || service.is_some() => {
                ComponentKind::Worker
            }
            Packaging::Executable if self.listens().is_some() => ComponentKind::Web,
            Packaging::Executable => ComponentKind::Job,
            _ => ComponentKind::Library,
        };
        let mut class = self.class(kind, platform, here.clone());
        let has = |prefix: &str| {
            module.dependencies.iter().find(|d| d.name.to_ascii_lowercase().starts_with(prefix))
        };
        class.framework = if let Some(d) = has("microsoft.aspnet.mvc") {
            Some(Claim::new(
                format!("ASP.NET MVC {}", d.version.as_deref().unwrap_or("")).trim().to_owned(),
                d.evidence.clone(),
            ))
        } else if old && self.imports(&["System.Web.UI"]).is_some() && kind == ComponentKind::Web {
            Some(Claim::new("ASP.NET Web Forms".to_owned(), here.clone()))
        } else if let Some(place) =
            self.imports(&["System.ServiceModel"]).filter(|_| old && kind == ComponentKind::Web)
        {
            Some(Claim::new("WCF".to_owned(), place))
        } else if let Some(d) = has("microsoft.aspnetcore").filter(|_| kind == ComponentKind::Web) {
            Some(Claim::new(
                format!("ASP.NET Core {}", d.version.as_deref().unwrap_or("")).trim().to_owned(),
                d.evidence.clone(),
            ))
        } else if kind == ComponentKind::Web && !old {
            Some(Claim::new("ASP.NET Core".to_owned(), here))
        } else {
            None
        };
        class.version = property(module, "target.framework");
        class
    }
}
