//! APIs of .NET and ASP.NET that touch what a container changes.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::apis::Effect::{
    Env, Exec, Listen, ListenUrl, Read, Route, Temporary, Write, WriteNamed,
};
use crate::apis::{Api, Apis, NONE};

const ENVIRONMENT: &[Api] = &[("System.Environment.GetEnvironmentVariable", Env(0))];

const SERVERS: &[Api] = &[
    ("System.Net.Sockets.TcpListener", Listen { port: 1, host: NONE }),
    ("System.Net.Sockets.UdpClient", Listen { port: 0, host: NONE }),
    ("?.UseUrls", ListenUrl(0)),
    ("?.ListenAnyIP", Listen { port: 0, host: NONE }),
    ("?.ListenLocalhost", Listen { port: 0, host: NONE }),
    ("System.Runtime.Remoting.Channels.Tcp.TcpChannel", Listen { port: 0, host: NONE }),
    ("System.Runtime.Remoting.Channels.Tcp.TcpServerChannel", Listen { port: 0, host: NONE }),
    ("System.Runtime.Remoting.Channels.Http.HttpChannel", Listen { port: 0, host: NONE }),
];

const FILES: &[Api] = &[
    ("System.IO.File.WriteAllText", Write(0)),
    ("System.IO.File.WriteAllTextAsync", Write(0)),
    ("System.IO.File.WriteAllLines", Write(0)),
    ("System.IO.File.WriteAllLinesAsync", Write(0)),
    ("System.IO.File.WriteAllBytes", Write(0)),
    ("System.IO.File.WriteAllBytesAsync", Write(0)),
    ("System.IO.File.AppendAllText", Write(0)),
    ("System.IO.File.AppendAllLines", Write(0)),
    ("System.IO.File.AppendText", Write(0)),
    ("System.IO.File.Create", Write(0)),
    ("System.IO.File.CreateText", Write(0)),
    ("System.IO.File.OpenWrite", Write(0)),
    ("System.IO.File.Copy", Write(1)),
    ("System.IO.File.Move", Write(1)),
    ("System.IO.File.Delete", Write(0)),
    ("System.IO.FileStream", Write(0)),
    ("System.IO.StreamWriter", WriteNamed(0)),
    ("System.IO.Directory.CreateDirectory", Write(0)),
    ("System.IO.Directory.Delete", Write(0)),
    ("System.IO.Directory.Move", Write(1)),
    ("System.IO.FileInfo.Create", Write(NONE)),
    ("System.IO.FileInfo.Delete", Write(NONE)),
    ("System.IO.FileInfo.CopyTo", Write(0)),
    ("System.IO.FileInfo.MoveTo", Write(0)),
    ("System.IO.DirectoryInfo.Create", Write(NONE)),
    ("System.IO.Path.GetTempFileName", Temporary),
    ("System.IO.Path.GetTempPath", Temporary),
    ("System.Diagnostics.TextWriterTraceListener", WriteNamed(0)),
    ("System.Web.HttpPostedFile.SaveAs", Write(0)),
    ("System.Web.HttpPostedFileBase.SaveAs", Write(0)),
    ("System.Web.UI.WebControls.FileUpload.SaveAs", Write(0)),
    ("?.SaveAs", Write(0)),
    ("System.IO.File.ReadAllText", Read(0)),
    ("System.IO.File.ReadAllTextAsync", Read(0)),
    ("System.IO.File.ReadAllLines", Read(0)),
    ("System.IO.File.ReadAllBytes", Read(0)),
    ("System.IO.File.OpenRead", Read(0)),
    ("System.IO.File.OpenText", Read(0)),
    ("System.IO.File.Exists", Read(0)),
    ("System.IO.Directory.GetFiles", Read(0)),
    ("System.Web.HttpServerUtility.MapPath", Read(0)),
    ("System.Web.Hosting.HostingEnvironment.MapPath", Read(0)),
];

const PROGRAMS: &[Api] = &[
    ("System.Diagnostics.Process.Start", Exec(0)),
    ("System.Diagnostics.ProcessStartInfo", Exec(0)),
];

const ROUTES: &[Api] = &[
    ("?.MapGet", Route(0, "GET")),
    ("?.MapPost", Route(0, "POST")),
    ("?.MapPut", Route(0, "PUT")),
    ("?.MapDelete", Route(0, "DELETE")),
    ("?.MapPatch", Route(0, "PATCH")),
    ("?.MapHealthChecks", Route(0, "GET")),
    ("?.UseHealthChecks", Route(0, "GET")),
    ("?.MapHub", Route(0, "*")),
];

/// The tables of the platform, for all its languages.
pub(crate) const TABLES: [&[Api]; 5] = [ENVIRONMENT, SERVERS, FILES, PROGRAMS, ROUTES];

/// The table of the platform.
pub(crate) fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| Apis::new(&TABLES))
}

/// Types of well-known members, methods and properties alike.
const MEMBERS: &[(&str, &str)] = &[
    ("System.Web.HttpContext.Current", "System.Web.HttpContext"),
    ("System.Web.HttpContext.Session", "System.Web.SessionState.HttpSessionState"),
    ("System.Web.HttpContext.Application", "System.Web.HttpApplicationState"),
    ("System.Web.HttpContext.Cache", "System.Web.Caching.Cache"),
    ("System.Web.HttpContext.Server", "System.Web.HttpServerUtility"),
    ("System.Web.HttpContext.Request", "System.Web.HttpRequest"),
    ("System.Web.HttpContext.Response", "System.Web.HttpResponse"),
    ("System.Web.HttpContextBase.Session", "System.Web.HttpSessionStateBase"),
    ("System.Web.HttpContextBase.Cache", "System.Web.Caching.Cache"),
    ("System.Web.HttpContextBase.Request", "System.Web.HttpRequestBase"),
    ("System.Web.HttpRuntime.Cache", "System.Web.Caching.Cache"),
    ("Microsoft.AspNetCore.Http.HttpContext.Session", "Microsoft.AspNetCore.Http.ISession"),
    ("Microsoft.AspNetCore.Http.HttpContext.Request", "Microsoft.AspNetCore.Http.HttpRequest"),
    ("Microsoft.AspNetCore.Http.HttpContext.Response", "Microsoft.AspNetCore.Http.HttpResponse"),
    (
        "Microsoft.AspNetCore.Http.IHttpContextAccessor.HttpContext",
        "Microsoft.AspNetCore.Http.HttpContext",
    ),
    ("Microsoft.Win32.Registry.LocalMachine", "Microsoft.Win32.RegistryKey"),
    ("Microsoft.Win32.Registry.CurrentUser", "Microsoft.Win32.RegistryKey"),
    ("Microsoft.Win32.Registry.ClassesRoot", "Microsoft.Win32.RegistryKey"),
    ("Microsoft.Win32.Registry.Users", "Microsoft.Win32.RegistryKey"),
    ("Microsoft.Win32.RegistryKey.OpenBaseKey", "Microsoft.Win32.RegistryKey"),
    ("Microsoft.Win32.RegistryKey.OpenSubKey", "Microsoft.Win32.RegistryKey"),
    ("Microsoft.Win32.RegistryKey.CreateSubKey", "Microsoft.Win32.RegistryKey"),
    (
        "System.Security.Principal.WindowsIdentity.GetCurrent",
        "System.Security.Principal.WindowsIdentity",
    ),
    ("System.Messaging.MessageQueue.Create", "System.Messaging.MessageQueue"),
    ("System.Diagnostics.Process.GetCurrentProcess", "System.Diagnostics.Process"),
    ("System.Runtime.Caching.MemoryCache.Default", "System.Runtime.Caching.MemoryCache"),
    ("System.AppDomain.CurrentDomain", "System.AppDomain"),
    ("System.Text.Encoding.UTF8", "System.Text.Encoding"),
    ("System.Net.WebRequest.Create", "System.Net.WebRequest"),
    (
        "Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder",
        "Microsoft.AspNetCore.Builder.WebApplicationBuilder",
    ),
    (
        "Microsoft.AspNetCore.Builder.WebApplicationBuilder.Build",
        "Microsoft.AspNetCore.Builder.WebApplication",
    ),
    (
        "Microsoft.AspNetCore.WebHost.CreateDefaultBuilder",
        "Microsoft.AspNetCore.Hosting.IWebHostBuilder",
    ),
    ("System.Web.Routing.RouteTable.Routes", "System.Web.Routing.RouteCollection"),
];

/// The type of a well-known member, by its qualified name.
pub(crate) fn member_type(member: &str) -> Option<&'static str> {
    static TABLE: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| MEMBERS.iter().copied().collect()).get(member).copied()
}

/// Properties that a page, controller or application class inherits, with their types: ASP.NET, then ASP.NET Core.
const AMBIENT: &[(&str, &str, &str)] = &[
    ("Session", "System.Web.SessionState.HttpSessionState", "Microsoft.AspNetCore.Http.ISession"),
    ("Application", "System.Web.HttpApplicationState", ""),
    ("Cache", "System.Web.Caching.Cache", ""),
    ("Server", "System.Web.HttpServerUtility", ""),
    ("Request", "System.Web.HttpRequest", "Microsoft.AspNetCore.Http.HttpRequest"),
    ("Response", "System.Web.HttpResponse", "Microsoft.AspNetCore.Http.HttpResponse"),
    ("HttpContext", "System.Web.HttpContext", "Microsoft.AspNetCore.Http.HttpContext"),
    ("Context", "System.Web.HttpContext", ""),
];

/// The type of an inherited property by its name, for ASP.NET or ASP.NET Core.
pub(crate) fn ambient(name: &str, core: bool) -> Option<&'static str> {
    let (_, old, new) = AMBIENT.iter().find(|(property, _, _)| *property == name)?;
    Some(if core { *new } else { *old }).filter(|t| !t.is_empty())
}

/// Server-side state by the property that holds it.
pub(crate) fn state(property: &str) -> Option<&'static str> {
    match property {
        "Session" => Some("System.Web.HttpContext.Current.Session"),
        "Application" => Some("System.Web.HttpContext.Current.Application"),
        "Cache" => Some("System.Web.HttpContext.Current.Cache"),
        "ViewState" => Some("System.Web.UI.Control.ViewState"),
        "TempData" => Some("System.Web.Mvc.ControllerBase.TempData"),
        _ => None,
    }
}
