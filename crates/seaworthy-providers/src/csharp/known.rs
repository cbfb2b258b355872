//! Well-known types of .NET Framework and its companions, by namespace: those that decide what a name in old code means.
//! Attributes stand without `Attribute`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

const TYPES: &[(&str, &str)] = &[
    (
        "System",
        "Action Activator AppDomain AppDomainSetup ArgumentException ArgumentNullException \
         ArgumentOutOfRangeException Array Attribute BitConverter Boolean Buffer Byte Char Console Convert \
         DateTime DateTimeOffset Decimal Delegate Double Enum Environment EventArgs EventHandler Exception \
         FormatException Func GC Guid IAsyncResult ICloneable IComparable IConvertible IDisposable IEquatable \
         IFormatProvider IndexOutOfRangeException Int16 Int32 Int64 IntPtr InvalidCastException \
         InvalidOperationException Lazy Math MarshalByRefObject NotImplementedException NotSupportedException \
         Nullable NullReferenceException Object Obsolete OperationCanceledException Predicate Random Serializable \
         Single String StringComparer StringComparison TimeSpan TimeZone TimeZoneInfo Tuple Type \
         UnauthorizedAccessException Uri UriBuilder Version",
    ),
    (
        "System.Collections",
        "ArrayList BitArray Hashtable ICollection IComparer IDictionary IEnumerable IEnumerator IList Queue \
         SortedList Stack",
    ),
    (
        "System.Collections.Generic",
        "Comparer Dictionary EqualityComparer HashSet ICollection IComparer IDictionary IEnumerable IEnumerator \
         IEqualityComparer IList IReadOnlyCollection IReadOnlyDictionary IReadOnlyList ISet KeyNotFoundException \
         KeyValuePair LinkedList List Queue SortedDictionary SortedList SortedSet Stack",
    ),
    (
        "System.ComponentModel",
        "BackgroundWorker Browsable Category Component Container DefaultValue Description Designer DesignerCategory \
         DisplayName EditorBrowsable IContainer INotifyPropertyChanged PropertyChangedEventArgs TypeConverter \
         TypeDescriptor",
    ),
    (
        "System.ComponentModel.DataAnnotations",
        "AssociatedMetadataTypeTypeDescriptionProvider Compare ConcurrencyCheck CreditCard CustomValidation DataType \
         Display DisplayColumn DisplayFormat Editable EmailAddress EnumDataType FileExtensions FilterUIHint \
         IValidatableObject Key MaxLength MetadataType MinLength Phone Range RegularExpression Required ScaffoldColumn \
         ScaffoldTable StringLength Timestamp UIHint Url Validation ValidationContext ValidationException \
         ValidationResult Validator",
    ),
    (
        "System.ComponentModel.DataAnnotations.Schema",
        "Column ComplexType DatabaseGenerated DatabaseGeneratedOption ForeignKey Index InverseProperty NotMapped Table",
    ),
    (
        "System.Linq",
        "Enumerable IGrouping ILookup IOrderedEnumerable IOrderedQueryable IQueryable Lookup Queryable",
    ),
    (
        "System.Text",
        "Encoder Encoding Decoder StringBuilder ASCIIEncoding UTF8Encoding UnicodeEncoding",
    ),
    (
        "System.IO",
        "BinaryReader BinaryWriter BufferedStream Directory DirectoryInfo DriveInfo File FileAccess FileInfo FileMode \
         FileShare FileStream FileSystemWatcher IOException MemoryStream Path SearchOption Stream StreamReader \
         StreamWriter StringReader StringWriter TextReader TextWriter",
    ),
    (
        "System.Threading",
        "AutoResetEvent CancellationToken CancellationTokenSource EventWaitHandle Interlocked ManualResetEvent Monitor \
         Mutex ReaderWriterLock ReaderWriterLockSlim Semaphore SemaphoreSlim SynchronizationContext Thread \
         ThreadAbortException ThreadPool ThreadStart Timer Timeout",
    ),
    (
        "System.Threading.Tasks",
        "Parallel ParallelOptions Task TaskCanceledException TaskCompletionSource TaskFactory TaskScheduler",
    ),
    (
        "System.Reflection",
        "Assembly AssemblyName BindingFlags ConstructorInfo FieldInfo MemberInfo MethodBase MethodInfo Module \
         ParameterInfo PropertyInfo AssemblyTitle AssemblyVersion AssemblyFileVersion AssemblyCompany AssemblyProduct",
    ),
    (
        "System.Reflection.Emit",
        "AssemblyBuilder AssemblyBuilderAccess DynamicMethod ILGenerator MethodBuilder ModuleBuilder OpCodes TypeBuilder",
    ),
    (
        "System.Runtime.Remoting",
        "ObjectHandle RemotingConfiguration RemotingServices WellKnownObjectMode ObjRef",
    ),
    (
        "System.Runtime.Remoting.Channels",
        "ChannelServices IChannel IServerChannelSink BinaryServerFormatterSinkProvider",
    ),
    ("System.Runtime.Serialization.Formatters.Binary", "BinaryFormatter"),
    (
        "System.Runtime.Serialization",
        "DataContract DataContractSerializer DataMember EnumMember Formatter FormatterServices IFormatter ISerializable \
         IgnoreDataMember KnownType OnDeserialized SerializationBinder SerializationException SerializationInfo \
         StreamingContext",
    ),
    (
        "System.Configuration",
        "AppSettingsReader AppSettingsSection ApplicationSettingsBase Configuration ConfigurationElement \
         ConfigurationElementCollection ConfigurationErrorsException ConfigurationException ConfigurationManager \
         ConfigurationProperty ConfigurationSection ConfigurationSettings ConnectionStringSettings \
         ConnectionStringSettingsCollection ConnectionStringsSection ExeConfigurationFileMap \
         IConfigurationSectionHandler ProviderBase SettingsBase",
    ),
    (
        "System.Configuration.Install",
        "InstallContext Installer InstallException ManagedInstallerClass TransactedInstaller",
    ),
    (
        "System.Transactions",
        "CommittableTransaction IsolationLevel Transaction TransactionManager TransactionOptions TransactionScope \
         TransactionScopeAsyncFlowOption TransactionScopeOption",
    ),
    (
        "System.Data",
        "CommandBehavior CommandType ConnectionState DataColumn DataException DataRow DataRowView DataSet DataTable \
         DataView DbType IDataAdapter IDataParameter IDataReader IDataRecord IDbCommand IDbConnection IDbTransaction \
         IsolationLevel ParameterDirection SqlDbType",
    ),
    (
        "System.Data.SqlClient",
        "SqlBulkCopy SqlCommand SqlConnection SqlConnectionStringBuilder SqlDataAdapter SqlDataReader SqlException \
         SqlParameter SqlTransaction",
    ),
    (
        "System.Data.Entity",
        "CreateDatabaseIfNotExists Database DbConfiguration DbConfigurationType DbContext DbContextTransaction \
         DbModelBuilder DbSet DropCreateDatabaseAlways DropCreateDatabaseIfModelChanges EntityState \
         IDatabaseInitializer IDbSet MigrateDatabaseToLatestVersion NullDatabaseInitializer QueryableExtensions",
    ),
    ("System.Data.Entity.Spatial", "DbGeography DbGeometry DbSpatialServices"),
    (
        "System.Data.Entity.Infrastructure",
        "DbConnectionInfo DbEntityEntry DbUpdateConcurrencyException DbUpdateException IDbConnectionFactory \
         IObjectContextAdapter LocalDbConnectionFactory SqlConnectionFactory",
    ),
    ("System.Data.Entity.Migrations", "DbMigration DbMigrationsConfiguration DbMigrator"),
    ("System.Data.Spatial", "DbGeography DbGeometry"),
    (
        "System.Web",
        "AspNetHostingPermission HttpApplication HttpApplicationState HttpApplicationStateBase HttpBrowserCapabilities \
         HttpCachePolicy HttpContext HttpContextBase HttpContextWrapper HttpCookie HttpCookieCollection HttpException \
         HttpFileCollection HttpFileCollectionBase HttpModuleCollection HttpPostedFile HttpPostedFileBase \
         HttpPostedFileWrapper HttpRequest HttpRequestBase HttpRequestWrapper HttpResponse HttpResponseBase \
         HttpResponseWrapper HttpRuntime HttpServerUtility HttpServerUtilityBase HttpServerUtilityWrapper \
         HttpSessionStateBase HttpSessionStateWrapper HttpUnhandledException HttpUtility HttpWorkerRequest IHtmlString \
         HtmlString IHttpAsyncHandler IHttpHandler IHttpHandlerFactory IHttpModule MimeMapping \
         PreApplicationStartMethod SiteMap SiteMapNode SiteMapProvider StaticSiteMapProvider TraceContext \
         VirtualPathUtility XmlSiteMapProvider",
    ),
    (
        "System.Web.Mvc",
        "AcceptVerbs ActionDescriptor ActionExecutedContext ActionExecutingContext ActionFilter ActionMethodSelector \
         ActionName ActionNameSelector ActionResult AdditionalMetadata AjaxHelper AllowAnonymous AllowHtml \
         AreaRegistration AreaRegistrationContext AsyncController AsyncTimeout AuthorizationContext Authorize Bind \
         ChildActionOnly ContentResult Controller ControllerBase ControllerBuilder ControllerContext \
         ControllerDescriptor CustomModelBinder DataAnnotationsModelMetadataProvider \
         DataAnnotationsModelValidatorProvider DefaultControllerFactory DefaultModelBinder DependencyResolver \
         EmptyResult ExceptionContext FileContentResult FilePathResult FileResult FileStreamResult Filter FilterInfo \
         FilterProviders FormCollection FormMethod GlobalFilterCollection GlobalFilters HandleError HandleErrorInfo \
         HiddenInput HtmlHelper HttpDelete HttpGet HttpHead HttpNotFoundResult HttpOptions HttpPatch HttpPost HttpPut \
         HttpStatusCodeResult HttpUnauthorizedResult HttpVerbs IActionFilter IAuthorizationFilter IController \
         IControllerActivator IControllerFactory IDependencyResolver IExceptionFilter IFilterProvider IModelBinder \
         IModelBinderProvider IResultFilter IValueProvider IView IViewDataContainer IViewEngine JavaScriptResult \
         JsonRequestBehavior JsonResult ModelBinder ModelBinderDictionary ModelBinderProviders ModelBinders \
         ModelBindingContext ModelClientValidationRule ModelError ModelErrorCollection ModelMetadata ModelState \
         ModelStateDictionary MultiSelectList MvcFilter MvcHandler MvcHtmlString MvcRouteHandler NoAsyncTimeout \
         NonAction OutputCache PartialViewResult RazorView RazorViewEngine RedirectResult RedirectToRouteResult Remote \
         RequireHttps ResultExecutedContext ResultExecutingContext Route RouteArea RoutePrefix SelectList \
         SelectListItem SessionState SessionStateTempDataProvider TagBuilder TagRenderMode TempDataDictionary \
         UrlHelper UrlParameter ValidateAntiForgeryToken ValidateInput ValueProviderDictionary ValueProviderFactories \
         ValueProviderResult ViewContext ViewDataDictionary ViewEngineResult ViewEngines ViewPage ViewResult \
         ViewResultBase ViewUserControl VirtualPathProviderViewEngine WebFormViewEngine WebViewPage",
    ),
    (
        "System.Web.Http",
        "AcceptVerbs ActionName AllowAnonymous ApiController AuthorizationFilter Authorize FromBody FromUri \
         GlobalConfiguration HttpBindNever HttpConfiguration HttpDelete HttpError HttpGet HttpHead HttpOptions HttpPatch \
         HttpPost HttpPut HttpResponseException HttpServer IHttpActionResult IHttpController IncludeErrorDetailPolicy \
         NonAction OverrideAuthorization Route RouteParameter RoutePrefix",
    ),
    (
        "System.Web.Routing",
        "HttpMethodConstraint IRouteConstraint IRouteHandler RequestContext Route RouteBase RouteCollection RouteData \
         RouteTable RouteValueDictionary StopRoutingHandler UrlRoutingModule VirtualPathData",
    ),
    (
        "System.Web.Optimization",
        "Bundle BundleCollection BundleContext BundleResponse BundleTable CssMinify CssRewriteUrlTransform IBundleOrderer \
         IBundleTransform IItemTransform JsMinify ScriptBundle Scripts StyleBundle Styles",
    ),
    (
        "System.Web.UI",
        "AttributeCollection ClientScriptManager Control ControlCollection HtmlTextWriter ICallbackEventHandler \
         INamingContainer IPostBackDataHandler IPostBackEventHandler ITemplate ImageClickEventArgs LosFormatter \
         MasterPage ObjectStateFormatter Page PageHandlerFactory PageStatePersister ScriptManager ScriptReference \
         ScriptResourceDefinition StateBag TemplateControl ToolboxData UpdatePanel UserControl ViewStateException",
    ),
    (
        "System.Web.UI.WebControls",
        "BaseValidator BoundField BulletedList Button CheckBox CheckBoxList CommandEventArgs CompareValidator \
         CustomValidator DataControlRowType DataGrid DataList DetailsView DropDownList FileUpload FormView GridView \
         GridViewCommandEventArgs GridViewRow GridViewRowEventArgs HiddenField HyperLink Image ImageButton Label \
         LinkButton ListBox ListItem ListItemType ListView Literal Login LoginStatus LoginView Menu MultiView \
         ObjectDataSource Panel PlaceHolder RadioButton RadioButtonList RangeValidator RegularExpressionValidator \
         Repeater RepeaterItem RequiredFieldValidator SqlDataSource Table TableCell TableRow TemplateField TextBox \
         TreeView Unit ValidationSummary View WebControl Wizard XmlDataSource",
    ),
    (
        "System.Web.UI.HtmlControls",
        "HtmlAnchor HtmlButton HtmlControl HtmlForm HtmlGenericControl HtmlHead HtmlImage HtmlInputText HtmlLink HtmlMeta",
    ),
    (
        "System.Web.Security",
        "AntiXss FormsAuthentication FormsAuthenticationTicket FormsIdentity MachineKey Membership \
         MembershipCreateStatus MembershipCreateUserException MembershipProvider MembershipUser MembershipUserCollection \
         RolePrincipal RoleProvider Roles SqlMembershipProvider SqlRoleProvider WindowsAuthenticationModule",
    ),
    (
        "System.Web.SessionState",
        "HttpSessionState IReadOnlySessionState IRequiresSessionState SessionIDManager SessionStateBehavior \
         SessionStateMode SessionStateModule SessionStateStoreProviderBase",
    ),
    (
        "System.Web.Configuration",
        "AuthenticationSection CompilationSection CustomErrorsSection MachineKeySection MembershipSection \
         SessionStateSection WebConfigurationManager",
    ),
    (
        "System.Web.Caching",
        "Cache CacheDependency CacheItemPriority CacheItemRemovedReason SqlCacheDependency",
    ),
    (
        "System.Web.Hosting",
        "ApplicationManager HostingEnvironment IRegisteredObject VirtualFile VirtualPathProvider",
    ),
    ("System.Web.Services", "WebMethod WebService WebServiceBinding WsiProfiles"),
    (
        "System.ServiceModel",
        "BasicHttpBinding BasicHttpSecurityMode CallbackBehavior ChannelFactory ClientBase CommunicationException \
         CommunicationState ConcurrencyMode DuplexChannelFactory EndpointAddress FaultContract FaultException \
         ICommunicationObject InstanceContext InstanceContextMode MessageContract NetNamedPipeBinding NetTcpBinding \
         OperationContext OperationContract ServiceBehavior ServiceContract ServiceHost SessionMode WSHttpBinding",
    ),
    (
        "System.Xml.Xsl",
        "IXsltContextFunction XslCompiledTransform XslTransform XsltArgumentList XsltException XsltSettings",
    ),
    (
        "System.Drawing",
        "Bitmap Brush Brushes Color ColorTranslator ContentAlignment Font FontFamily FontStyle Graphics Icon Image Pen \
         Pens Point PointF Rectangle RectangleF Region Size SizeF SolidBrush StringFormat SystemColors TextureBrush",
    ),
    (
        "System.Drawing.Imaging",
        "Encoder EncoderParameter EncoderParameters ImageCodecInfo ImageFormat PixelFormat",
    ),
    (
        "System.Drawing.Drawing2D",
        "CompositingQuality GraphicsPath InterpolationMode LinearGradientBrush SmoothingMode",
    ),
    (
        "System.Windows.Forms",
        "Application BindingSource Button CheckBox Clipboard ComboBox ContextMenuStrip Control Cursor Cursors DataGridView \
         DialogResult DockStyle ErrorProvider FolderBrowserDialog Form GroupBox KeyEventArgs Keys Label ListBox ListView \
         MainMenu MenuStrip MessageBox MessageBoxButtons MessageBoxIcon MouseEventArgs NotifyIcon OpenFileDialog Padding \
         Panel PictureBox ProgressBar RadioButton SaveFileDialog SplitContainer StatusStrip TabControl TabPage TextBox \
         Timer ToolStrip ToolStripMenuItem ToolTip TreeNode TreeView UserControl",
    ),
    (
        "WebMatrix.WebData",
        "ExtendedMembershipProvider PreApplicationStartCode SimpleMembershipProvider SimpleRoleProvider WebSecurity",
    ),
    ("Microsoft.Web.WebPages.OAuth", "AuthenticationClientData OAuthAccount OAuthWebSecurity"),
    (
        "DotNetOpenAuth.AspNet",
        "AuthenticationClientCollection AuthenticationResult IAuthenticationClient OpenAuthSecurityManager",
    ),
];

/// Members that classes of the program inherit, by base class.
const MEMBERS: &[(&str, &str)] = &[
    (
        "System.Web.Mvc.Controller",
        "ActionInvoker AsyncManager Binders Content ControllerContext Dispose ExecuteCore File HttpContext HttpNotFound \
         Initialize JavaScript Json ModelState OnActionExecuted OnActionExecuting OnAuthorization OnException \
         PartialView Profile Redirect RedirectPermanent RedirectToAction RedirectToActionPermanent RedirectToRoute \
         Request Resolver Response RouteData Server Session TempData TempDataProvider TryUpdateModel TryValidateModel \
         UpdateModel Url User ValidateModel ValidateRequest ValueProvider View ViewBag ViewData ViewEngineCollection",
    ),
    (
        "System.Web.Http.ApiController",
        "ActionContext BadRequest Configuration Conflict Content ControllerContext Created CreatedAtRoute \
         InternalServerError Json ModelState NotFound Ok Redirect RedirectToRoute Request RequestContext ResponseMessage \
         StatusCode Unauthorized Url User Validate",
    ),
    (
        "System.Web.UI.Page",
        "Application AutoPostBackControl Cache ClientQueryString ClientScript Context Controls DataBind EnableViewState \
         FindControl Form Header IsCrossPagePostBack IsPostBack IsValid LoadControl MapPath Master MasterPageFile Page \
         PreviousPage RegisterAsyncTask Request Response RouteData Server Session Theme Title Trace User Validate \
         Validators ViewState",
    ),
    (
        "System.Web.UI.UserControl",
        "Application Attributes Cache Context Controls DataBind FindControl IsPostBack LoadControl MapPath Page Parent \
         Request Response Server Session Trace ViewState",
    ),
    (
        "System.Web.UI.MasterPage",
        "Application Cache Context Controls FindControl IsPostBack Master Page Request Response Server Session \
         ViewState",
    ),
    (
        "System.Web.HttpApplication",
        "Application CompleteRequest Context Modules Request Response Server Session User",
    ),
    ("System.Web.Services.WebService", "Application Context Server Session User"),
    (
        "System.Data.Entity.DbContext",
        "ChangeTracker Configuration Database Entry SaveChanges SaveChangesAsync Set",
    ),
];

type Table = FxHashMap<&'static str, FxHashSet<&'static str>>;

fn table(rows: &[(&'static str, &'static str)]) -> Table {
    rows.iter().map(|(key, names)| (*key, names.split_whitespace().collect())).collect()
}

static TYPE_TABLE: LazyLock<Table> = LazyLock::new(|| table(TYPES));
static MEMBER_TABLE: LazyLock<Table> = LazyLock::new(|| table(MEMBERS));

/// Whether a namespace is known to have that type.
pub(super) fn is_type(namespace: &str, name: &str) -> bool {
    TYPE_TABLE.get(namespace).is_some_and(|names| names.contains(name))
}

/// Whether the types of a namespace are listed here.
pub(super) fn is_listed(namespace: &str) -> bool {
    TYPE_TABLE.contains_key(namespace)
}

/// Whether this is a listed namespace or one above it.
pub(super) fn is_namespace(name: &str) -> bool {
    TYPES.iter().any(|(namespace, _)| {
        namespace.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// Whether a class is known to pass on that member.
pub(super) fn is_member(namespace: &str, class: &str, name: &str) -> bool {
    MEMBER_TABLE
        .get(format!("{namespace}.{class}").as_str())
        .is_some_and(|names| names.contains(name))
}
