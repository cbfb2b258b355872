//! Types of packages that files import with `*`, so that such an import says exactly what it brings.

const JAVA_LANG: &str = "AbstractMethodError Appendable ArithmeticException ArrayIndexOutOfBoundsException \
ArrayStoreException AssertionError AutoCloseable Boolean Byte CharSequence Character Class ClassCastException \
ClassLoader ClassNotFoundException CloneNotSupportedException Cloneable Comparable Deprecated Double Enum Error \
Exception ExceptionInInitializerError Float FunctionalInterface IllegalAccessException IllegalArgumentException \
IllegalMonitorStateException IllegalStateException IncompatibleClassChangeError IndexOutOfBoundsException \
InheritableThreadLocal InstantiationException Integer InternalError InterruptedException Iterable LinkageError Long \
Math NegativeArraySizeException NoClassDefFoundError NoSuchFieldException NoSuchMethodError NoSuchMethodException \
NullPointerException Number NumberFormatException Object OutOfMemoryError Override Package Process ProcessBuilder \
ProcessHandle Readable Record ReflectiveOperationException Runnable Runtime RuntimeException RuntimePermission SafeVarargs \
SecurityException SecurityManager Short StackOverflowError StackTraceElement StrictMath String StringBuffer \
StringBuilder StringIndexOutOfBoundsException SuppressWarnings System Thread ThreadDeath ThreadGroup ThreadLocal \
Throwable UnsatisfiedLinkError UnsupportedOperationException VirtualMachineError Void";

/// Packages with every public type that applications use. `javax` stands for `jakarta` too.
const PACKAGES: &[(&str, &str)] = &[
    (
        "java.util",
        "AbstractCollection AbstractList AbstractMap AbstractQueue AbstractSet ArrayDeque ArrayList Arrays Base64 \
BitSet Calendar Collection Collections Comparator ConcurrentModificationException Currency Date Deque Dictionary \
EmptyStackException Enumeration EnumMap EnumSet EventListener EventObject Formatter GregorianCalendar HashMap HashSet \
Hashtable IdentityHashMap Iterator LinkedHashMap LinkedHashSet LinkedList List ListIterator ListResourceBundle Locale \
Map MissingResourceException NavigableMap NavigableSet NoSuchElementException Objects Observable Observer Optional \
OptionalDouble OptionalInt OptionalLong PriorityQueue Properties PropertyResourceBundle Queue Random RandomAccess \
ResourceBundle Scanner ServiceLoader Set SimpleTimeZone SortedMap SortedSet Spliterator Stack StringJoiner \
StringTokenizer Timer TimerTask TimeZone TooManyListenersException TreeMap TreeSet UUID Vector WeakHashMap",
    ),
    (
        "java.io",
        "BufferedInputStream BufferedOutputStream BufferedReader BufferedWriter ByteArrayInputStream \
ByteArrayOutputStream CharArrayReader CharArrayWriter Closeable Console DataInput DataInputStream DataOutput \
DataOutputStream EOFException Externalizable File FileDescriptor FileFilter FileInputStream FileNotFoundException \
FilenameFilter FileOutputStream FileReader FileWriter FilterInputStream FilterOutputStream Flushable InputStream \
InputStreamReader InterruptedIOException InvalidClassException IOException LineNumberReader NotSerializableException \
ObjectInput ObjectInputStream ObjectOutput ObjectOutputStream ObjectStreamException OutputStream OutputStreamWriter \
PipedInputStream PipedOutputStream PrintStream PrintWriter PushbackInputStream RandomAccessFile Reader \
SequenceInputStream Serializable StreamTokenizer StringReader StringWriter UncheckedIOException \
UnsupportedEncodingException UTFDataFormatException Writer",
    ),
    (
        "java.net",
        "Authenticator BindException ConnectException CookieHandler DatagramPacket DatagramSocket HttpCookie \
HttpURLConnection IDN Inet4Address Inet6Address InetAddress InetSocketAddress JarURLConnection MalformedURLException \
MulticastSocket NetworkInterface NoRouteToHostException PasswordAuthentication PortUnreachableException \
ProtocolException Proxy ProxySelector ServerSocket Socket SocketAddress SocketException SocketTimeoutException \
UnknownHostException URI URISyntaxException URL URLClassLoader URLConnection URLDecoder URLEncoder URLStreamHandler",
    ),
    (
        "java.nio.file",
        "CopyOption FileAlreadyExistsException FileStore FileSystem FileSystems FileVisitor FileVisitResult Files \
LinkOption NoSuchFileException OpenOption Path PathMatcher Paths SimpleFileVisitor StandardCopyOption \
StandardOpenOption StandardWatchEventKinds WatchEvent WatchKey WatchService",
    ),
    (
        "java.sql",
        "Array BatchUpdateException Blob CallableStatement Clob Connection DatabaseMetaData DataTruncation Date Driver \
DriverManager DriverPropertyInfo NClob ParameterMetaData PreparedStatement Ref ResultSet ResultSetMetaData RowId \
Savepoint SQLData SQLException SQLFeatureNotSupportedException SQLTimeoutException SQLWarning SQLXML Statement Struct \
Time Timestamp Types",
    ),
    (
        "java.rmi",
        "AccessException AlreadyBoundException ConnectException MarshalException Naming NoSuchObjectException \
NotBoundException Remote RemoteException RMISecurityManager ServerException StubNotFoundException UnmarshalException",
    ),
    (
        "java.rmi.server",
        "RemoteObject RemoteServer RMIClientSocketFactory RMIServerSocketFactory RMISocketFactory ServerNotActiveException \
UID UnicastRemoteObject Unreferenced",
    ),
    ("java.rmi.registry", "LocateRegistry Registry"),
    ("java.math", "BigDecimal BigInteger MathContext RoundingMode"),
    (
        "java.text",
        "ChoiceFormat Collator DateFormat DateFormatSymbols DecimalFormat DecimalFormatSymbols FieldPosition Format \
MessageFormat Normalizer NumberFormat ParseException ParsePosition SimpleDateFormat",
    ),
    (
        "java.util.concurrent",
        "ArrayBlockingQueue BlockingDeque BlockingQueue BrokenBarrierException Callable CancellationException \
CompletableFuture CompletionException CompletionService CompletionStage ConcurrentHashMap ConcurrentLinkedDeque \
ConcurrentLinkedQueue ConcurrentMap ConcurrentSkipListMap ConcurrentSkipListSet CopyOnWriteArrayList \
CopyOnWriteArraySet CountDownLatch CyclicBarrier Delayed DelayQueue ExecutionException Executor \
ExecutorCompletionService ExecutorService Executors ForkJoinPool Future FutureTask LinkedBlockingDeque \
LinkedBlockingQueue Phaser PriorityBlockingQueue RecursiveAction RecursiveTask RejectedExecutionException \
ScheduledExecutorService ScheduledFuture ScheduledThreadPoolExecutor Semaphore SynchronousQueue ThreadFactory \
ThreadLocalRandom ThreadPoolExecutor TimeoutException TimeUnit",
    ),
    (
        "javax.servlet",
        "AsyncContext AsyncEvent AsyncListener DispatcherType Filter FilterChain FilterConfig FilterRegistration \
GenericServlet MultipartConfigElement ReadListener RequestDispatcher Servlet ServletConfig ServletContainerInitializer \
ServletContext ServletContextAttributeListener ServletContextEvent ServletContextListener ServletException \
ServletInputStream ServletOutputStream ServletRegistration ServletRequest ServletRequestEvent ServletRequestListener \
ServletResponse SessionCookieConfig SessionTrackingMode SingleThreadModel UnavailableException WriteListener",
    ),
    (
        "javax.servlet.http",
        "Cookie HttpServlet HttpServletRequest HttpServletRequestWrapper HttpServletResponse HttpServletResponseWrapper \
HttpSession HttpSessionActivationListener HttpSessionAttributeListener HttpSessionBindingEvent \
HttpSessionBindingListener HttpSessionContext HttpSessionEvent HttpSessionListener HttpUpgradeHandler HttpUtils Part",
    ),
    (
        "javax.servlet.annotation",
        "HandlesTypes HttpConstraint HttpMethodConstraint MultipartConfig ServletSecurity WebFilter WebInitParam \
WebListener WebServlet",
    ),
    (
        "javax.ejb",
        "AccessTimeout ActivationConfigProperty AfterBegin AfterCompletion ApplicationException Asynchronous AsyncResult \
BeforeCompletion ConcurrencyManagement ConcurrencyManagementType CreateException DependsOn DuplicateKeyException EJB \
EJBAccessException EJBContext EJBException EJBHome EJBLocalHome EJBLocalObject EJBMetaData EJBObject EJBs \
EJBTransactionRolledbackException EnterpriseBean EntityBean EntityContext ExcludeDefaultInterceptors FinderException \
Handle HomeHandle Init Local LocalBean LocalHome Lock LockType MessageDriven MessageDrivenBean MessageDrivenContext \
NoSuchEJBException NoSuchEntityException ObjectNotFoundException PostActivate PrePassivate Remote RemoteHome Remove \
RemoveException Schedule ScheduleExpression Schedules SessionBean SessionContext SessionSynchronization Singleton \
Startup Stateful StatefulTimeout Stateless TimedObject Timeout Timer TimerConfig TimerHandle TimerService \
TransactionAttribute TransactionAttributeType TransactionManagement TransactionManagementType \
TransactionRolledbackLocalException",
    ),
    (
        "javax.persistence",
        "Access AccessType AssociationOverride AttributeConverter AttributeOverride AttributeOverrides Basic Cacheable \
CascadeType CollectionTable Column ColumnResult ConstraintMode Convert Converter DiscriminatorColumn DiscriminatorType \
DiscriminatorValue ElementCollection Embeddable Embedded EmbeddedId Entity EntityExistsException EntityGraph \
EntityListeners EntityManager EntityManagerFactory EntityNotFoundException EntityResult EntityTransaction Enumerated \
EnumType ExcludeDefaultListeners FetchType FlushModeType ForeignKey GeneratedValue GenerationType Id IdClass Index \
Inheritance InheritanceType JoinColumn JoinColumns JoinTable Lob LockModeType ManyToMany ManyToOne MapKey MapKeyColumn \
MapKeyEnumerated MapKeyJoinColumn MapsId MappedSuperclass NamedAttributeNode NamedEntityGraph NamedNativeQueries \
NamedNativeQuery NamedQueries NamedQuery NamedStoredProcedureQuery NoResultException NonUniqueResultException OneToMany \
OneToOne OptimisticLockException OrderBy OrderColumn Parameter ParameterMode Persistence PersistenceContext \
PersistenceContextType PersistenceContexts PersistenceException PersistenceUnit PersistenceUnitUtil PostLoad \
PostPersist PostRemove PostUpdate PrePersist PreRemove PreUpdate PrimaryKeyJoinColumn Query QueryHint \
RollbackException SecondaryTable SequenceGenerator SqlResultSetMapping StoredProcedureQuery SynchronizationType Table \
TableGenerator Temporal TemporalType TransactionRequiredException Transient Tuple TypedQuery UniqueConstraint Version",
    ),
    (
        "javax.jms",
        "BytesMessage CompletionListener Connection ConnectionConsumer ConnectionFactory ConnectionMetaData DeliveryMode \
Destination ExceptionListener InvalidDestinationException JMSConnectionFactory JMSConnectionFactoryDefinition \
JMSConsumer JMSContext JMSDestinationDefinition JMSDestinationDefinitions JMSException JMSProducer \
JMSRuntimeException JMSSecurityException JMSSessionMode MapMessage Message MessageConsumer MessageFormatException \
MessageListener MessageProducer ObjectMessage Queue QueueBrowser QueueConnection QueueConnectionFactory QueueReceiver \
QueueRequestor QueueSender QueueSession Session StreamMessage TemporaryQueue TemporaryTopic TextMessage Topic \
TopicConnection TopicConnectionFactory TopicPublisher TopicSession TopicSubscriber XAConnection XAConnectionFactory \
XASession",
    ),
    (
        "javax.naming",
        "AuthenticationException Binding CommunicationException CompositeName Context InitialContext \
InvalidNameException LinkRef Name NameAlreadyBoundException NameClassPair NameNotFoundException NameParser \
NamingEnumeration NamingException NoInitialContextException NoPermissionException RefAddr Reference Referenceable \
ServiceUnavailableException StringRefAddr",
    ),
    (
        "javax.ws.rs",
        "ApplicationPath BadRequestException BeanParam ClientErrorException ConstrainedTo Consumes CookieParam DefaultValue \
DELETE Encoded ForbiddenException FormParam GET HEAD HeaderParam HttpMethod InternalServerErrorException MatrixParam \
NameBinding NotAllowedException NotAuthorizedException NotFoundException OPTIONS PATCH Path PathParam POST \
ProcessingException Produces PUT QueryParam ServerErrorException WebApplicationException",
    ),
    (
        "javax.ws.rs.core",
        "AbstractMultivaluedMap Application CacheControl Configurable Configuration Context Cookie EntityTag Feature Form \
GenericEntity GenericType HttpHeaders Link MediaType MultivaluedHashMap MultivaluedMap NewCookie PathSegment Request \
Response SecurityContext StreamingOutput UriBuilder UriInfo Variant",
    ),
    ("javax.inject", "Inject Named Provider Qualifier Scope Singleton"),
    (
        "javax.annotation",
        "Generated ManagedBean PostConstruct PreDestroy Priority Resource Resources",
    ),
    (
        "javax.enterprise.context",
        "ApplicationScoped BusyConversationException ContextNotActiveException Conversation ConversationScoped Dependent \
Destroyed Initialized NonexistentConversationException NormalScope RequestScoped SessionScoped",
    ),
    (
        "javax.transaction",
        "HeuristicMixedException HeuristicRollbackException InvalidTransactionException NotSupportedException \
RollbackException Status Synchronization SystemException Transaction Transactional TransactionManager \
TransactionRequiredException TransactionScoped TransactionSynchronizationRegistry UserTransaction",
    ),
    (
        "org.springframework.web.bind.annotation",
        "ControllerAdvice CookieValue CrossOrigin DeleteMapping ExceptionHandler GetMapping InitBinder Mapping \
MatrixVariable ModelAttribute PatchMapping PathVariable PostMapping PutMapping RequestAttribute RequestBody \
RequestHeader RequestMapping RequestMethod RequestParam RequestPart ResponseBody ResponseStatus RestController \
RestControllerAdvice SessionAttribute SessionAttributes",
    ),
];

/// Whether a simple name is a type of `java.lang`.
pub(super) fn in_java_lang(simple: &str) -> bool {
    JAVA_LANG.split_ascii_whitespace().any(|n| n == simple)
}

/// Whether a package holds a type; `None` for packages that are not in the list.
pub(super) fn holds(package: &str, simple: &str) -> Option<bool> {
    let same = |listed: &str| match package.strip_prefix("jakarta.") {
        Some(rest) => listed.strip_prefix("javax.") == Some(rest),
        None => listed == package,
    };
    PACKAGES
        .iter()
        .find(|(name, _)| same(name))
        .map(|(_, types)| types.split_ascii_whitespace().any(|n| n == simple))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jakarta_is_javax_under_another_name() {
        assert_eq!(holds("javax.ejb", "Stateful"), Some(true));
        assert_eq!(holds("jakarta.ejb", "Stateful"), Some(true));
        assert_eq!(holds("java.util", "Stateful"), Some(false));
        assert_eq!(holds("com.acme", "Stateful"), None);
        assert!(in_java_lang("String") && !in_java_lang("List"));
    }
}
