//! Type names. A `using` brings a whole namespace, so a simple name is qualified only where the file declares it or
//! a well-known namespace is known to hold it.

use rustc_hash::FxHashMap;
use seaworthy_base::{Interner, Sym};

use crate::bindings::Bindings;
use crate::variables::Type;

/// Namespaces with the types that rules ask for.
const WELL_KNOWN: &[(&str, &str)] = &[
    (
        "System",
        "Activator AppContext AppDomain AppDomainSetup Array ArgumentException ArgumentNullException Attribute BitConverter Buffer Console \
Convert DateTime DateTimeOffset Environment Enum Exception Flags GC Guid IDisposable IServiceProvider \
InvalidOperationException Lazy MarshalByRefObject Math NotImplementedException NotSupportedException Nullable Obsolete Object \
OperatingSystem PlatformNotSupportedException Random Serializable String StringComparer StringComparison ThreadStatic TimeSpan \
TimeZone TimeZoneInfo Type Uri UriBuilder Version",
    ),
    (
        "System.IO",
        "BinaryReader BinaryWriter BufferedStream Directory DirectoryInfo DriveInfo DriveType File FileAccess FileInfo \
FileMode FileNotFoundException FileShare FileStream FileSystemWatcher IOException MemoryStream Path Stream StreamReader \
StreamWriter StringReader StringWriter TextReader TextWriter",
    ),
    ("System.IO.IsolatedStorage", "IsolatedStorageFile IsolatedStorageFileStream"),
    ("System.IO.MemoryMappedFiles", "MemoryMappedFile"),
    (
        "System.IO.Pipes",
        "AnonymousPipeServerStream NamedPipeClientStream NamedPipeServerStream PipeDirection",
    ),
    ("System.IO.Ports", "SerialPort"),
    (
        "System.Collections.Generic",
        "Dictionary HashSet ICollection IDictionary IEnumerable IList IReadOnlyList KeyValuePair LinkedList List Queue \
SortedDictionary SortedList Stack",
    ),
    (
        "System.Collections.Concurrent",
        "BlockingCollection ConcurrentBag ConcurrentDictionary ConcurrentQueue ConcurrentStack",
    ),
    ("System.Collections", "ArrayList Hashtable"),
    ("System.Linq", "Enumerable Queryable"),
    ("System.Text", "Encoding StringBuilder"),
    (
        "System.Threading",
        "AutoResetEvent CancellationToken CancellationTokenSource EventWaitHandle Interlocked ManualResetEvent Monitor Mutex ReaderWriterLock ReaderWriterLockSlim Semaphore SemaphoreSlim Thread ThreadPool Timer",
    ),
    ("System.Threading.Tasks", "Parallel Task TaskCompletionSource"),
    ("System.Timers", "ElapsedEventArgs Timer"),
    (
        "System.Net",
        "CredentialCache Dns FtpWebRequest HttpListener HttpWebRequest HttpWebResponse IPAddress IPEndPoint NetworkCredential ServicePointManager WebClient WebProxy WebRequest WebResponse",
    ),
    (
        "System.Net.Http",
        "DelegatingHandler HttpClient HttpClientHandler HttpContent HttpMessageHandler HttpRequestMessage HttpResponseMessage IHttpClientFactory StringContent",
    ),
    ("System.Net.Mail", "Attachment MailAddress MailMessage SmtpClient"),
    ("System.Web.Mail", "MailMessage SmtpMail"),
    ("System.Net.Sockets", "NetworkStream Socket TcpClient TcpListener UdpClient"),
    ("System.Net.NetworkInformation", "NetworkInterface Ping"),
    (
        "System.Diagnostics",
        "Debug EventLog EventLogEntryType EventLogTraceListener PerformanceCounter PerformanceCounterCategory Process ProcessStartInfo Stopwatch TextWriterTraceListener Trace",
    ),
    ("System.Diagnostics.Eventing.Reader", "EventLogReader"),
    (
        "System.Configuration",
        "Configuration ConfigurationElement ConfigurationErrorsException ConfigurationManager ConfigurationProperty ConfigurationSection ConfigurationSettings ConnectionStringSettings",
    ),
    ("System.Web.Configuration", "WebConfigurationManager"),
    ("Microsoft.Win32", "Registry RegistryHive RegistryKey RegistryView SystemEvents"),
    (
        "System.Messaging",
        "Message MessageQueue MessageQueueTransaction MessageQueueTransactionType XmlMessageFormatter BinaryMessageFormatter",
    ),
    (
        "System.Transactions",
        "CommittableTransaction DependentTransaction IsolationLevel Transaction TransactionManager TransactionOptions TransactionScope TransactionScopeOption",
    ),
    (
        "System.EnterpriseServices",
        "AutoComplete ContextUtil ServicedComponent Transaction TransactionOption",
    ),
    (
        "System.Security.Principal",
        "GenericIdentity GenericPrincipal IIdentity IPrincipal NTAccount SecurityIdentifier WindowsIdentity WindowsImpersonationContext WindowsPrincipal",
    ),
    ("System.Security.Permissions", "FileIOPermission PrincipalPermission SecurityPermission"),
    (
        "System.Security.Cryptography",
        "ProtectedData DataProtectionScope RSACryptoServiceProvider AesManaged CspParameters MD5 SHA1 SHA256",
    ),
    (
        "System.Security.Cryptography.X509Certificates",
        "StoreLocation StoreName X509Certificate X509Certificate2 X509Store",
    ),
    (
        "System.DirectoryServices",
        "DirectoryEntry DirectorySearcher SearchResult SearchResultCollection",
    ),
    (
        "System.DirectoryServices.AccountManagement",
        "ContextType GroupPrincipal PrincipalContext UserPrincipal",
    ),
    ("System.DirectoryServices.Protocols", "LdapConnection LdapDirectoryIdentifier SearchRequest"),
    (
        "System.Management",
        "ManagementClass ManagementObject ManagementObjectCollection ManagementObjectSearcher ManagementScope",
    ),
    ("System.Management.Automation", "PowerShell"),
    (
        "System.ServiceProcess",
        "ServiceAccount ServiceBase ServiceController ServiceInstaller ServiceProcessInstaller",
    ),
    (
        "System.Runtime.InteropServices",
        "CharSet ComImport ComVisible DllImport Guid InterfaceType LibraryImport Marshal RuntimeInformation OSPlatform StructLayout",
    ),
    (
        "System.Runtime.Remoting",
        "ObjRef RemotingConfiguration RemotingServices WellKnownObjectMode",
    ),
    ("System.Runtime.Remoting.Channels", "ChannelServices"),
    ("System.Runtime.Remoting.Channels.Tcp", "TcpChannel TcpClientChannel TcpServerChannel"),
    ("System.Runtime.Remoting.Channels.Http", "HttpChannel HttpServerChannel"),
    (
        "System.Runtime.Serialization",
        "DataContract DataMember ISerializable NetDataContractSerializer SerializationInfo",
    ),
    ("System.Runtime.Serialization.Formatters.Binary", "BinaryFormatter"),
    ("System.Runtime.Caching", "CacheItemPolicy MemoryCache ObjectCache"),
    (
        "System.ServiceModel",
        "BasicHttpBinding CallbackBehavior ChannelFactory ClientBase EndpointAddress FaultContract FaultException MsmqIntegrationBinding NetMsmqBinding NetNamedPipeBinding NetTcpBinding OperationContract ServiceBehavior ServiceContract ServiceHost WSDualHttpBinding WSHttpBinding",
    ),
    ("System.ServiceModel.Web", "WebGet WebInvoke WebServiceHost"),
    ("System.ServiceModel.Activation", "AspNetCompatibilityRequirements ServiceHostFactory"),
    (
        "System.Data",
        "CommandType ConnectionState DataRow DataSet DataTable DbType IDbCommand IDbConnection IDataReader SqlDbType",
    ),
    (
        "System.Data.SqlClient",
        "SqlBulkCopy SqlCommand SqlConnection SqlConnectionStringBuilder SqlDataAdapter SqlDataReader SqlDependency SqlParameter SqlTransaction",
    ),
    (
        "Microsoft.Data.SqlClient",
        "SqlBulkCopy SqlCommand SqlConnection SqlConnectionStringBuilder SqlDataAdapter SqlDataReader SqlParameter SqlTransaction",
    ),
    ("System.Data.OleDb", "OleDbCommand OleDbConnection OleDbDataAdapter"),
    ("System.Data.Odbc", "OdbcCommand OdbcConnection"),
    ("System.Data.OracleClient", "OracleCommand OracleConnection"),
    ("System.Data.SQLite", "SQLiteCommand SQLiteConnection"),
    ("Microsoft.Data.Sqlite", "SqliteCommand SqliteConnection"),
    (
        "System.Data.Entity",
        "CreateDatabaseIfNotExists Database DbContext DbModelBuilder DbSet DropCreateDatabaseAlways DropCreateDatabaseIfModelChanges EntityState MigrateDatabaseToLatestVersion",
    ),
    (
        "Microsoft.EntityFrameworkCore",
        "DbContext DbContextOptions DbContextOptionsBuilder DbSet ModelBuilder",
    ),
    (
        "System.Drawing",
        "Bitmap Brush Color Font FontFamily Graphics Icon Image Pen Point Rectangle Size SolidBrush",
    ),
    ("System.Drawing.Imaging", "ImageCodecInfo ImageFormat"),
    ("System.Drawing.Printing", "PrintDocument PrinterSettings PrintPageEventArgs"),
    ("System.Printing", "LocalPrintServer PrintQueue PrintServer PrintSystemJobInfo"),
    ("FluentScheduler", "JobManager Registry"),
    ("Quartz.Impl", "StdSchedulerFactory"),
    ("Renci.SshNet", "ScpClient SftpClient SshClient"),
    ("Topshelf", "HostFactory"),
    ("System.Windows.Forms", "Application Button Form MessageBox OpenFileDialog TextBox"),
    ("System.Windows", "Application MessageBox Window"),
    (
        "System.Web",
        "HttpApplication HttpApplicationState HttpContext HttpContextBase HttpCookie HttpException HttpFileCollection HttpPostedFile HttpPostedFileBase HttpRequest HttpRequestBase HttpResponse HttpResponseBase HttpRuntime HttpServerUtility HttpServerUtilityBase HttpSessionStateBase HttpUtility IHttpHandler IHttpModule SiteMap",
    ),
    (
        "System.Web.SessionState",
        "HttpSessionState IReadOnlySessionState IRequiresSessionState SessionStateMode",
    ),
    ("System.Web.Caching", "Cache CacheDependency CacheItemPriority SqlCacheDependency"),
    ("System.Web.Hosting", "HostingEnvironment IRegisteredObject"),
    (
        "System.Web.Security",
        "FormsAuthentication FormsAuthenticationTicket MachineKey Membership MembershipProvider RoleProvider Roles",
    ),
    ("System.Web.Services", "WebMethod WebService WebServiceBinding"),
    ("System.Web.Services.Protocols", "SoapHttpClientProtocol SoapHeader"),
    ("System.Web.UI", "Control MasterPage Page ScriptManager UserControl"),
    (
        "System.Web.UI.WebControls",
        "Button DropDownList FileUpload GridView Label ListView Repeater TextBox",
    ),
    (
        "System.Web.Mvc",
        "ActionName ActionResult AllowHtml Authorize Controller ControllerBase FilterConfig HandleError HttpGet HttpPost JsonResult OutputCache RouteArea RoutePrefix Route SelectList SessionState TempDataDictionary ValidateAntiForgeryToken ViewResult",
    ),
    (
        "System.Web.Http",
        "ApiController Authorize FromBody FromUri GlobalConfiguration HttpConfiguration HttpDelete HttpGet HttpPost HttpPut IHttpActionResult Route RoutePrefix",
    ),
    ("System.Web.Routing", "Route RouteCollection RouteTable"),
    ("System.Web.Optimization", "BundleCollection BundleTable ScriptBundle StyleBundle"),
    (
        "Microsoft.AspNetCore.Mvc",
        "ActionName ApiController ApiVersion Area Authorize BindProperty Controller ControllerBase FromBody FromForm FromQuery FromRoute FromServices HttpDelete HttpGet HttpPatch HttpPost HttpPut IActionResult ActionResult IUrlHelper Produces ProducesResponseType ResponseCache Route ValidateAntiForgeryToken",
    ),
    ("Microsoft.AspNetCore.Mvc.RazorPages", "PageModel"),
    ("Microsoft.AspNetCore.Authorization", "AllowAnonymous Authorize"),
    (
        "Microsoft.AspNetCore.Http",
        "CookieOptions HttpContext HttpRequest HttpResponse IFormFile IHttpContextAccessor ISession PathString SameSiteMode StatusCodes",
    ),
    (
        "Microsoft.AspNetCore.Builder",
        "IApplicationBuilder WebApplication WebApplicationBuilder ForwardedHeadersOptions",
    ),
    (
        "Microsoft.AspNetCore.Hosting",
        "IHostingEnvironment IWebHost IWebHostBuilder IWebHostEnvironment WebHostBuilder",
    ),
    ("Microsoft.AspNetCore", "WebHost"),
    ("Microsoft.AspNetCore.Routing", "IEndpointRouteBuilder"),
    ("Microsoft.AspNetCore.DataProtection", "IDataProtectionProvider IDataProtector"),
    ("Microsoft.AspNetCore.SignalR", "Hub HubContext IHubContext"),
    ("Microsoft.AspNet.SignalR", "Hub GlobalHost"),
    (
        "Microsoft.Extensions.Hosting",
        "BackgroundService Host IHost IHostApplicationLifetime IHostBuilder IHostedService IApplicationLifetime",
    ),
    (
        "Microsoft.Extensions.Configuration",
        "ConfigurationBuilder IConfiguration IConfigurationBuilder IConfigurationRoot IConfigurationSection",
    ),
    (
        "Microsoft.Extensions.DependencyInjection",
        "IServiceCollection IServiceScopeFactory ServiceProvider",
    ),
    ("Microsoft.Extensions.Caching.Memory", "IMemoryCache MemoryCache MemoryCacheEntryOptions"),
    ("Microsoft.Extensions.Caching.Distributed", "IDistributedCache"),
    ("Microsoft.Extensions.Logging", "ILogger ILoggerFactory LogLevel"),
    ("Topshelf", "HostFactory ServiceControl"),
    (
        "Quartz",
        "IJob IJobExecutionContext IScheduler JobBuilder TriggerBuilder DisallowConcurrentExecution",
    ),
    ("Quartz.Impl", "StdSchedulerFactory"),
    ("Hangfire", "BackgroundJob GlobalConfiguration RecurringJob"),
    ("RabbitMQ.Client", "ConnectionFactory IConnection IModel"),
    ("StackExchange.Redis", "ConfigurationOptions ConnectionMultiplexer IDatabase"),
    ("MongoDB.Driver", "IMongoDatabase MongoClient"),
    ("NLog", "LogManager"),
    ("NLog.Targets", "FileTarget"),
    ("log4net", "ILog LogManager"),
    ("Serilog", "Log LoggerConfiguration"),
    ("NUnit.Framework", "Test TestCase TestFixture SetUp"),
    ("Xunit", "Fact Theory"),
    ("Microsoft.VisualStudio.TestTools.UnitTesting", "TestClass TestMethod"),
];

/// Namespaces that newer projects use without saying so.
const IMPLICIT: [&str; 7] = [
    "System",
    "System.Collections.Generic",
    "System.IO",
    "System.Linq",
    "System.Net.Http",
    "System.Threading",
    "System.Threading.Tasks",
];

/// The names of one file.
#[derive(Debug, Default)]
pub(crate) struct Names<'t> {
    /// The strings of the qualified names.
    pub(crate) strings: Interner,
    /// Types declared in this file by simple name.
    pub(crate) declared: Bindings<'t, Sym>,
    usings: Vec<&'t str>,
    aliases: FxHashMap<&'t str, &'t str>,
    seen: FxHashMap<&'t str, Type>,
}

impl<'t> Names<'t> {
    /// A `using` of a namespace.
    pub(crate) fn using(&mut self, namespace: &'t str) {
        self.usings.push(namespace);
        self.seen.clear();
    }

    /// A namespace the file declares: its types see those of every namespace around it.
    pub(crate) fn inside(&mut self, namespace: &'t str) {
        let mut rest = namespace;
        loop {
            self.usings.push(rest);
            match rest.rsplit_once('.') {
                Some((outer, _)) => rest = outer,
                None => break,
            }
        }
        self.seen.clear();
    }

    /// A `using` of a type or namespace under another name.
    pub(crate) fn alias(&mut self, alias: &'t str, target: &'t str) {
        self.aliases.insert(alias, target);
        self.seen.clear();
    }

    /// Whether a namespace that starts like this is used.
    pub(crate) fn uses(&self, start: &str) -> bool {
        self.usings
            .iter()
            .any(|u| u.strip_prefix(start).is_some_and(|r| r.is_empty() || r.starts_with('.')))
    }

    /// A type by its qualified name.
    pub(crate) fn known(&mut self, qualified: &str, resolved: bool) -> Type {
        Type { name: self.strings.intern(qualified), resolved }
    }

    /// The qualified name of a type as written. A simple name nobody is known to hold stays simple.
    pub(crate) fn resolve(&mut self, written: &'t str) -> Type {
        let written = written.strip_prefix("global::").unwrap_or(written);
        let written = written.split('<').next().unwrap_or(written).trim();
        if written.is_empty() {
            return Type::UNKNOWN;
        }
        if let Some(name) = self.declared.get(written) {
            return Type { name, resolved: true };
        }
        if let Some(&found) = self.seen.get(written) {
            return found;
        }
        let found = match written.split_once('.') {
            None => self.look_up(written),
            Some((first, rest)) => self.dotted(written, first, rest),
        };
        self.seen.insert(written, found);
        found
    }

    fn dotted(&mut self, written: &str, first: &'t str, rest: &str) -> Type {
        let of_namespace = matches!(first, "System" | "Microsoft" | "Windows")
            || self.usings.iter().any(|u| u.split('.').next() == Some(first));
        if of_namespace && self.declared.get(first).is_none() {
            return self.known(written, true);
        }
        let outer = self.resolve(first);
        let qualified = format!("{}.{rest}", self.strings.get(outer.name));
        self.known(&qualified, outer.resolved)
    }

    fn look_up(&mut self, simple: &str) -> Type {
        if let Some(target) = self.aliases.get(simple) {
            return Type { name: self.strings.intern(target), resolved: true };
        }
        let mut implicit = None;
        // An attribute may be written with or without its suffix; facts are without.
        let simple = simple.strip_suffix("Attribute").filter(|s| !s.is_empty()).unwrap_or(simple);
        for (namespace, types) in WELL_KNOWN {
            if !types.split_ascii_whitespace().any(|t| t == simple) {
                continue;
            }
            if self.usings.contains(namespace) {
                return self.known(&format!("{namespace}.{simple}"), true);
            }
            if implicit.is_none() && IMPLICIT.contains(namespace) {
                implicit = Some(namespace);
            }
        }
        match implicit {
            Some(namespace) => self.known(&format!("{namespace}.{simple}"), false),
            None => self.known(simple, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(names: &mut Names<'static>, written: &'static str) -> (String, bool) {
        let t = names.resolve(written);
        (names.strings.get(t.name).to_owned(), t.resolved)
    }

    #[test]
    fn only_known_namespaces_qualify() {
        let mut names = Names::default();
        names.using("Microsoft.Win32");
        names.using("Acme.Core");
        names.alias("Q", "System.Messaging.MessageQueue");
        for (written, name, sure) in [
            ("Registry", "Microsoft.Win32.Registry", true),
            ("Q", "System.Messaging.MessageQueue", true),
            ("System.IO.File", "System.IO.File", true),
            ("global::System.Web.HttpContext", "System.Web.HttpContext", true),
            ("File", "System.IO.File", false),
            ("Acme.Core.Thing", "Acme.Core.Thing", true),
            ("OrderService", "OrderService", false),
            ("MessageQueue", "MessageQueue", false),
            ("List<string>", "System.Collections.Generic.List", false),
        ] {
            assert_eq!(resolved(&mut names, written), (name.to_owned(), sure), "{written}");
        }
        names.using("System.Messaging");
        assert_eq!(
            resolved(&mut names, "MessageQueue"),
            ("System.Messaging.MessageQueue".to_owned(), true)
        );
    }
}
