//! APIs of the Java platform and its usual libraries that touch what a container changes.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::apis::Effect::{Connect, Env, Exec, Listen, Open, Read, Temporary, Write, WriteNamed};
use crate::apis::{Api, Apis, NONE};

const ENVIRONMENT: &[Api] =
    &[("java.lang.System.getenv", Env(0)), ("io.github.cdimascio.dotenv.Dotenv.get", Env(0))];

const SERVERS: &[Api] = &[
    ("java.net.ServerSocket", Listen { port: 0, host: 2 }),
    ("java.net.DatagramSocket", Listen { port: 0, host: 1 }),
    ("java.net.MulticastSocket", Listen { port: 0, host: NONE }),
    ("javax.net.ServerSocketFactory.createServerSocket", Listen { port: 0, host: 2 }),
    ("javax.net.ssl.SSLServerSocketFactory.createServerSocket", Listen { port: 0, host: 2 }),
    ("java.rmi.registry.LocateRegistry.createRegistry", Listen { port: 0, host: NONE }),
    ("org.eclipse.jetty.server.Server", Listen { port: 0, host: NONE }),
    ("org.eclipse.jetty.server.ServerConnector.setPort", Listen { port: 0, host: NONE }),
    ("org.apache.catalina.startup.Tomcat.setPort", Listen { port: 0, host: NONE }),
    ("org.apache.catalina.connector.Connector.setPort", Listen { port: 0, host: NONE }),
    ("io.netty.bootstrap.ServerBootstrap.bind", Listen { port: 0, host: NONE }),
    ("io.vertx.core.http.HttpServer.listen", Listen { port: 0, host: 1 }),
    ("io.grpc.ServerBuilder.forPort", Listen { port: 0, host: NONE }),
    ("io.undertow.Undertow.Builder.addHttpListener", Listen { port: 0, host: 1 }),
    ("spark.Spark.port", Listen { port: 0, host: NONE }),
    ("io.javalin.Javalin.start", Listen { port: 0, host: NONE }),
    ("org.h2.tools.Server.createTcpServer", Listen { port: NONE, host: NONE }),
];

const FILES: &[Api] = &[
    ("java.io.FileOutputStream", Write(0)),
    ("java.io.FileWriter", Write(0)),
    ("java.io.PrintWriter", WriteNamed(0)),
    ("java.io.RandomAccessFile", Open { path: 0, mode: 1 }),
    ("java.io.File.mkdir", Write(NONE)),
    ("java.io.File.mkdirs", Write(NONE)),
    ("java.io.File.createNewFile", Write(NONE)),
    ("java.io.File.delete", Write(NONE)),
    ("java.io.File.deleteOnExit", Write(NONE)),
    ("java.io.File.renameTo", Write(0)),
    ("java.io.File.createTempFile", Temporary),
    ("java.nio.file.Files.write", Write(0)),
    ("java.nio.file.Files.writeString", Write(0)),
    ("java.nio.file.Files.newOutputStream", Write(0)),
    ("java.nio.file.Files.newBufferedWriter", Write(0)),
    ("java.nio.file.Files.createFile", Write(0)),
    ("java.nio.file.Files.createDirectory", Write(0)),
    ("java.nio.file.Files.createDirectories", Write(0)),
    ("java.nio.file.Files.copy", Write(1)),
    ("java.nio.file.Files.move", Write(1)),
    ("java.nio.file.Files.delete", Write(0)),
    ("java.nio.file.Files.deleteIfExists", Write(0)),
    ("java.nio.file.Files.createTempFile", Temporary),
    ("java.nio.file.Files.createTempDirectory", Temporary),
    ("java.util.logging.FileHandler", Write(0)),
    ("org.apache.commons.io.FileUtils.writeStringToFile", Write(0)),
    ("org.apache.commons.io.FileUtils.writeByteArrayToFile", Write(0)),
    ("org.apache.commons.io.FileUtils.writeLines", Write(0)),
    ("org.apache.commons.io.FileUtils.copyFile", Write(1)),
    ("org.apache.commons.io.FileUtils.copyInputStreamToFile", Write(1)),
    ("org.apache.commons.io.FileUtils.copyURLToFile", Write(1)),
    ("org.apache.commons.io.FileUtils.openOutputStream", Write(0)),
    ("org.apache.commons.io.FileUtils.forceMkdir", Write(0)),
    ("org.apache.commons.io.FileUtils.deleteDirectory", Write(0)),
    ("org.springframework.web.multipart.MultipartFile.transferTo", Write(0)),
    ("javax.servlet.http.Part.write", Write(0)),
    ("jakarta.servlet.http.Part.write", Write(0)),
    ("org.apache.commons.fileupload.FileItem.write", Write(0)),
    ("java.io.FileInputStream", Read(0)),
    ("java.io.FileReader", Read(0)),
    ("java.nio.file.Files.readAllBytes", Read(0)),
    ("java.nio.file.Files.readAllLines", Read(0)),
    ("java.nio.file.Files.readString", Read(0)),
    ("java.nio.file.Files.lines", Read(0)),
    ("java.nio.file.Files.newInputStream", Read(0)),
    ("java.nio.file.Files.newBufferedReader", Read(0)),
    ("org.apache.commons.io.FileUtils.readFileToString", Read(0)),
    ("org.apache.commons.io.FileUtils.readLines", Read(0)),
    ("org.apache.commons.io.FileUtils.openInputStream", Read(0)),
    ("org.springframework.core.io.FileSystemResource", Read(0)),
    ("javax.servlet.ServletContext.getRealPath", Read(0)),
    ("jakarta.servlet.ServletContext.getRealPath", Read(0)),
];

const CLIENTS: &[Api] = &[
    ("java.sql.DriverManager.getConnection", Connect(0)),
    ("java.net.URL", Connect(0)),
    ("java.net.URI.create", Connect(0)),
    ("java.rmi.Naming.lookup", Connect(0)),
    ("java.rmi.Naming.rebind", Connect(0)),
    ("org.springframework.web.client.RestTemplate.getForObject", Connect(0)),
    ("org.springframework.web.client.RestTemplate.getForEntity", Connect(0)),
    ("org.springframework.web.client.RestTemplate.postForObject", Connect(0)),
    ("org.springframework.web.client.RestTemplate.postForEntity", Connect(0)),
    ("org.springframework.web.client.RestTemplate.exchange", Connect(0)),
    ("org.springframework.web.reactive.function.client.WebClient.create", Connect(0)),
    ("org.apache.http.client.methods.HttpGet", Connect(0)),
    ("org.apache.http.client.methods.HttpPost", Connect(0)),
    ("org.apache.activemq.ActiveMQConnectionFactory", Connect(0)),
    ("javax.ws.rs.client.Client.target", Connect(0)),
    ("jakarta.ws.rs.client.Client.target", Connect(0)),
    ("com.mongodb.client.MongoClients.create", Connect(0)),
];

const PROGRAMS: &[Api] = &[
    ("java.lang.Runtime.exec", Exec(0)),
    ("java.lang.ProcessBuilder", Exec(0)),
    ("java.lang.ProcessBuilder.command", Exec(0)),
    ("org.apache.commons.exec.CommandLine.parse", Exec(0)),
];

/// Calls whose receiver is seldom known and whose name says enough.
const BY_NAME: &[Api] =
    &[("?.transferTo", Write(0)), ("?.getenv", Env(0)), ("?.mkdirs", Write(NONE))];

/// The table of the platform.
pub(crate) fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| Apis::new(&[ENVIRONMENT, SERVERS, FILES, CLIENTS, PROGRAMS, BY_NAME]))
}

/// The table of the platform with rows of a language's own.
pub(crate) fn apis_with(own: &'static [Api]) -> Apis {
    Apis::new(&[own, ENVIRONMENT, SERVERS, FILES, CLIENTS, PROGRAMS, BY_NAME])
}

/// What well-known methods return: enough to follow the chains that legacy code is written in.
const RETURNS: &[(&str, &str)] = &[
    ("javax.servlet.http.HttpServletRequest.getSession", "javax.servlet.http.HttpSession"),
    ("jakarta.servlet.http.HttpServletRequest.getSession", "jakarta.servlet.http.HttpSession"),
    ("javax.servlet.http.HttpServletRequest.getServletContext", "javax.servlet.ServletContext"),
    ("javax.servlet.http.HttpSession.getServletContext", "javax.servlet.ServletContext"),
    ("javax.servlet.http.HttpServlet.getServletContext", "javax.servlet.ServletContext"),
    ("jakarta.servlet.http.HttpServlet.getServletContext", "jakarta.servlet.ServletContext"),
    ("javax.servlet.ServletConfig.getServletContext", "javax.servlet.ServletContext"),
    ("javax.servlet.FilterConfig.getServletContext", "javax.servlet.ServletContext"),
    ("javax.servlet.ServletContextEvent.getServletContext", "javax.servlet.ServletContext"),
    ("javax.servlet.http.HttpSessionEvent.getSession", "javax.servlet.http.HttpSession"),
    ("javax.faces.context.FacesContext.getCurrentInstance", "javax.faces.context.FacesContext"),
    ("javax.faces.context.FacesContext.getExternalContext", "javax.faces.context.ExternalContext"),
    ("jakarta.faces.context.FacesContext.getCurrentInstance", "jakarta.faces.context.FacesContext"),
    (
        "jakarta.faces.context.FacesContext.getExternalContext",
        "jakarta.faces.context.ExternalContext",
    ),
    ("java.lang.Runtime.getRuntime", "java.lang.Runtime"),
    ("java.lang.Thread.currentThread", "java.lang.Thread"),
    ("java.lang.System.getProperties", "java.util.Properties"),
    ("java.lang.System.getenv", "java.lang.String"),
    ("java.lang.System.getProperty", "java.lang.String"),
    ("java.nio.file.Paths.get", "java.nio.file.Path"),
    ("java.nio.file.Path.of", "java.nio.file.Path"),
    ("java.nio.file.Path.toFile", "java.io.File"),
    ("java.io.File.getParentFile", "java.io.File"),
    ("java.io.File.getAbsoluteFile", "java.io.File"),
    ("java.io.File.createTempFile", "java.io.File"),
    ("java.io.File.toPath", "java.nio.file.Path"),
    ("java.nio.file.FileSystems.getDefault", "java.nio.file.FileSystem"),
    ("java.sql.DriverManager.getConnection", "java.sql.Connection"),
    ("javax.sql.DataSource.getConnection", "java.sql.Connection"),
    ("java.sql.Connection.createStatement", "java.sql.Statement"),
    ("java.sql.Connection.prepareStatement", "java.sql.PreparedStatement"),
    ("java.sql.Connection.prepareCall", "java.sql.CallableStatement"),
    ("java.rmi.registry.LocateRegistry.createRegistry", "java.rmi.registry.Registry"),
    ("java.rmi.registry.LocateRegistry.getRegistry", "java.rmi.registry.Registry"),
    ("java.net.InetAddress.getLocalHost", "java.net.InetAddress"),
    ("java.net.InetAddress.getByName", "java.net.InetAddress"),
    ("java.net.InetAddress.getLoopbackAddress", "java.net.InetAddress"),
    ("java.net.NetworkInterface.getByInetAddress", "java.net.NetworkInterface"),
    ("java.net.NetworkInterface.getByName", "java.net.NetworkInterface"),
    (
        "java.util.concurrent.Executors.newScheduledThreadPool",
        "java.util.concurrent.ScheduledExecutorService",
    ),
    (
        "java.util.concurrent.Executors.newSingleThreadScheduledExecutor",
        "java.util.concurrent.ScheduledExecutorService",
    ),
    ("java.util.concurrent.Executors.newFixedThreadPool", "java.util.concurrent.ExecutorService"),
    ("java.util.concurrent.Executors.newCachedThreadPool", "java.util.concurrent.ExecutorService"),
    ("java.util.logging.Logger.getLogger", "java.util.logging.Logger"),
    ("org.slf4j.LoggerFactory.getLogger", "org.slf4j.Logger"),
    ("org.apache.commons.logging.LogFactory.getLog", "org.apache.commons.logging.Log"),
    ("javax.ws.rs.client.ClientBuilder.newClient", "javax.ws.rs.client.Client"),
    ("jakarta.ws.rs.client.ClientBuilder.newClient", "jakarta.ws.rs.client.Client"),
    (
        "org.springframework.web.context.request.RequestContextHolder.getRequestAttributes",
        "org.springframework.web.context.request.RequestAttributes",
    ),
    ("org.quartz.SchedulerFactory.getScheduler", "org.quartz.Scheduler"),
    ("org.quartz.impl.StdSchedulerFactory.getScheduler", "org.quartz.Scheduler"),
    ("org.quartz.impl.StdSchedulerFactory.getDefaultScheduler", "org.quartz.Scheduler"),
    ("io.grpc.ServerBuilder.forPort", "io.grpc.ServerBuilder"),
];

/// The type that a well-known method returns, by its qualified name.
pub(crate) fn returned_type(method: &str) -> Option<&'static str> {
    static TABLE: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| RETURNS.iter().copied().collect()).get(method).copied()
}
