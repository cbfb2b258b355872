//! Packages whose functions matter to a container. Names are without the major version of a module.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::apis::Effect::{Connect, Env, Exec, ListenAddress, Read, Temporary, Write};
use crate::apis::{Api, Apis};

const STANDARD: &[Api] = &[
    ("os.Getenv", Env(0)),
    ("os.LookupEnv", Env(0)),
    ("syscall.Getenv", Env(0)),
    ("net/http.ListenAndServe", ListenAddress(0)),
    ("net/http.ListenAndServeTLS", ListenAddress(0)),
    ("net.Listen", ListenAddress(1)),
    ("net.ListenPacket", ListenAddress(1)),
    ("crypto/tls.Listen", ListenAddress(1)),
    ("net/http.Dir", Read(0)),
    ("net/http.ServeFile", Read(2)),
    ("os.Open", Read(0)),
    ("os.ReadFile", Read(0)),
    ("os.ReadDir", Read(0)),
    ("os.DirFS", Read(0)),
    ("io/ioutil.ReadFile", Read(0)),
    ("io/ioutil.ReadDir", Read(0)),
    ("html/template.ParseFiles", Read(0)),
    ("html/template.ParseGlob", Read(0)),
    ("path/filepath.Walk", Read(0)),
    ("path/filepath.WalkDir", Read(0)),
    ("os.WriteFile", Write(0)),
    ("os.Create", Write(0)),
    ("os.OpenFile", Write(0)),
    ("os.Mkdir", Write(0)),
    ("os.MkdirAll", Write(0)),
    ("os.Remove", Write(0)),
    ("os.RemoveAll", Write(0)),
    ("os.Rename", Write(1)),
    ("os.Link", Write(1)),
    ("os.Symlink", Write(1)),
    ("os.Truncate", Write(0)),
    ("os.Chmod", Write(0)),
    ("os.Chown", Write(0)),
    ("io/ioutil.WriteFile", Write(0)),
    ("os.CreateTemp", Temporary),
    ("os.MkdirTemp", Temporary),
    ("io/ioutil.TempFile", Temporary),
    ("io/ioutil.TempDir", Temporary),
    ("os/exec.Command", Exec(0)),
    ("os/exec.CommandContext", Exec(1)),
    ("os.StartProcess", Exec(0)),
    ("syscall.Exec", Exec(0)),
    ("syscall.ForkExec", Exec(0)),
    ("database/sql.Open", Connect(1)),
    ("net/http.Get", Connect(0)),
    ("net/http.Post", Connect(0)),
    ("net/http.NewRequest", Connect(1)),
    ("net/http.NewRequestWithContext", Connect(2)),
    ("plugin.Open", Read(0)),
];

const LIBRARIES: &[Api] = &[
    ("github.com/gin-gonic/gin.Engine.Run", ListenAddress(0)),
    ("github.com/gin-gonic/gin.Engine.RunTLS", ListenAddress(0)),
    ("github.com/gin-gonic/gin.Engine.Static", Read(1)),
    ("github.com/gin-gonic/gin.Engine.LoadHTMLGlob", Read(0)),
    ("github.com/gin-gonic/gin.Context.SaveUploadedFile", Write(1)),
    ("github.com/labstack/echo.Echo.Start", ListenAddress(0)),
    ("github.com/labstack/echo.Echo.StartTLS", ListenAddress(0)),
    ("github.com/labstack/echo.Echo.StartAutoTLS", ListenAddress(0)),
    ("github.com/labstack/echo.Echo.Static", Read(1)),
    ("github.com/gofiber/fiber.App.Listen", ListenAddress(0)),
    ("github.com/gofiber/fiber.App.ListenTLS", ListenAddress(0)),
    ("github.com/gofiber/fiber.App.Static", Read(1)),
    ("github.com/kataras/iris.Application.Listen", ListenAddress(0)),
    ("github.com/kataras/iris.Addr", ListenAddress(0)),
    ("github.com/beego/beego/server/web.Run", ListenAddress(0)),
    ("github.com/astaxie/beego.Run", ListenAddress(0)),
    ("github.com/valyala/fasthttp.ListenAndServe", ListenAddress(0)),
    ("github.com/gorilla/sessions.NewFilesystemStore", Write(0)),
    ("go.etcd.io/bbolt.Open", Write(0)),
    ("github.com/boltdb/bolt.Open", Write(0)),
    ("github.com/dgraph-io/badger.DefaultOptions", Write(0)),
    ("github.com/syndtr/goleveldb/leveldb.OpenFile", Write(0)),
    ("github.com/cockroachdb/pebble.Open", Write(0)),
    ("github.com/blevesearch/bleve.New", Write(0)),
    ("gorm.io/driver/sqlite.Open", Write(0)),
    ("github.com/jmoiron/sqlx.Open", Connect(1)),
    ("github.com/jmoiron/sqlx.Connect", Connect(1)),
    ("gorm.io/driver/postgres.Open", Connect(0)),
    ("gorm.io/driver/mysql.Open", Connect(0)),
    ("github.com/jackc/pgx.Connect", Connect(1)),
    ("github.com/jackc/pgx/pgxpool.New", Connect(1)),
    ("github.com/streadway/amqp.Dial", Connect(0)),
    ("github.com/rabbitmq/amqp091-go.Dial", Connect(0)),
    ("github.com/nats-io/nats.go.Connect", Connect(0)),
    ("github.com/redis/go-redis.ParseURL", Connect(0)),
    ("github.com/go-redis/redis.ParseURL", Connect(0)),
    ("github.com/go-ldap/ldap.DialURL", Connect(0)),
    ("github.com/joho/godotenv.Load", Read(0)),
];

/// What functions return: a type of the same package.
const RETURNED: &[(&str, &str)] = &[
    ("database/sql.DB.Begin", "Tx"),
    ("database/sql.Open", "DB"),
    ("database/sql.OpenDB", "DB"),
    ("github.com/confluentinc/confluent-kafka-go/kafka.NewConsumer", "Consumer"),
    ("github.com/gin-gonic/gin.Default", "Engine"),
    ("github.com/gin-gonic/gin.Engine.Group", "RouterGroup"),
    ("github.com/gin-gonic/gin.New", "Engine"),
    ("github.com/gin-gonic/gin.RouterGroup.Group", "RouterGroup"),
    ("github.com/go-chi/chi.NewMux", "Mux"),
    ("github.com/go-chi/chi.NewRouter", "Mux"),
    ("github.com/gofiber/fiber.App.Group", "Router"),
    ("github.com/gofiber/fiber.New", "App"),
    ("github.com/gorilla/mux.NewRouter", "Router"),
    ("github.com/gorilla/mux.Route.Subrouter", "Router"),
    ("github.com/gorilla/mux.Router.Handle", "Route"),
    ("github.com/gorilla/mux.Router.HandleFunc", "Route"),
    ("github.com/gorilla/mux.Router.PathPrefix", "Route"),
    ("github.com/gorilla/sessions.CookieStore.Get", "Session"),
    ("github.com/jmoiron/sqlx.Connect", "DB"),
    ("github.com/jmoiron/sqlx.Open", "DB"),
    ("github.com/julienschmidt/httprouter.New", "Router"),
    ("github.com/kataras/iris.Default", "Application"),
    ("github.com/kataras/iris.New", "Application"),
    ("github.com/labstack/echo.Echo.Group", "Group"),
    ("github.com/labstack/echo.New", "Echo"),
    ("github.com/robfig/cron.New", "Cron"),
    ("github.com/sirupsen/logrus.New", "Logger"),
    ("google.golang.org/grpc.Dial", "ClientConn"),
    ("google.golang.org/grpc.NewClient", "ClientConn"),
    ("google.golang.org/grpc.NewServer", "Server"),
    ("gorm.io/gorm.Open", "DB"),
    ("log.Default", "Logger"),
    ("log.New", "Logger"),
    ("net.Dial", "Conn"),
    ("net.Listen", "Listener"),
    ("net/http.DefaultClient", "Client"),
    ("net/http.DefaultServeMux", "ServeMux"),
    ("net/http.Get", "Response"),
    ("net/http.NewServeMux", "ServeMux"),
    ("os.Create", "File"),
    ("os.CreateTemp", "File"),
    ("os.Open", "File"),
    ("os.OpenFile", "File"),
    ("os.Stderr", "File"),
    ("os.Stdin", "File"),
    ("os.Stdout", "File"),
    ("os/exec.Command", "Cmd"),
    ("os/exec.CommandContext", "Cmd"),
    ("time.NewTicker", "Ticker"),
];

/// What a struct literal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    /// Its `Addr` is listened on.
    Listens,
    /// The field holds the path of a file that is written.
    Writes(&'static str),
    /// An option of a command line with `Name`, `Value` and `EnvVars`.
    Flag,
}

/// The meaning of a struct literal of a type.
pub(super) fn literal(type_: &str) -> Option<Literal> {
    Some(match type_ {
        "net/http.Server" => Literal::Listens,
        "gopkg.in/natefinch/lumberjack.v2.Logger" | "github.com/natefinch/lumberjack.Logger" => {
            Literal::Writes("Filename")
        }
        "github.com/urfave/cli.StringFlag"
        | "github.com/urfave/cli.IntFlag"
        | "github.com/urfave/cli.UintFlag" => Literal::Flag,
        _ => return None,
    })
}

/// The rows of both tables.
pub(super) fn apis() -> &'static Apis {
    static APIS: OnceLock<Apis> = OnceLock::new();
    APIS.get_or_init(|| Apis::new(&[STANDARD, LIBRARIES]))
}

/// The type that a function returns or a variable of a package has.
pub(super) fn returned_type(qualified: &str) -> Option<String> {
    static MAP: OnceLock<FxHashMap<&str, &str>> = OnceLock::new();
    let map = MAP.get_or_init(|| RETURNED.iter().copied().collect());
    let simple = map.get(&*unversioned(qualified))?;
    let folder = qualified.rfind('/').map_or(0, |at| at + 1);
    let package = qualified.get(folder..)?.find('.')? + folder;
    Some(format!("{}.{simple}", qualified.get(..package)?))
}

/// Where a function that defines a flag takes its name and default.
pub(super) fn flag(function: &str) -> Option<(usize, usize)> {
    let (package, name) = function.rsplit_once('.')?;
    if !matches!(
        package,
        "flag" | "flag.FlagSet" | "github.com/spf13/pflag" | "github.com/spf13/pflag.FlagSet"
    ) {
        return None;
    }
    Some(match name {
        "String" | "Int" | "Uint" | "Int64" | "Uint64" | "Uint16" => (0, 1),
        "StringP" | "IntP" | "UintP" => (0, 2),
        "StringVar" | "IntVar" | "UintVar" | "Int64Var" | "Uint64Var" | "Uint16Var" => (1, 2),
        "StringVarP" | "IntVarP" | "UintVarP" => (1, 3),
        _ => return None,
    })
}

/// Whether a flag of this name says what to listen on, and not what to connect to.
pub(super) fn is_listening_flag(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['_', '.'], "-");
    let name = ["http-", "https-", "grpc-", "server-", "web-", "api-", "listen-", "bind-"]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(&name);
    matches!(
        name,
        "port"
            | "addr"
            | "address"
            | "listen"
            | "bind"
            | "listen-addr"
            | "listen-address"
            | "bind-addr"
            | "bind-address"
            | "httpport"
            | "httpaddr"
            | "listenaddr"
            | "listenaddress"
            | "http"
    )
}

/// A name without the major version in its path: `github.com/labstack/echo/v4.New` is `github.com/labstack/echo.New`.
pub(super) fn unversioned(name: &str) -> Cow<'_, str> {
    let mut from = 0;
    while let Some(at) = name.get(from..).and_then(|rest| rest.find("/v")) {
        let at = from + at;
        let digits = name.get(at + 2..).unwrap_or("");
        let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let after = digits.get(length..).unwrap_or("");
        if length > 0 && (after.is_empty() || after.starts_with(['.', '/'])) {
            return Cow::Owned(format!("{}{after}", name.get(..at).unwrap_or("")));
        }
        from = at + 2;
    }
    Cow::Borrowed(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_modules_do_not_matter() {
        assert_eq!(unversioned("github.com/labstack/echo/v4.New"), "github.com/labstack/echo.New");
        assert_eq!(
            unversioned("github.com/jackc/pgx/v5/pgxpool.New"),
            "github.com/jackc/pgx/pgxpool.New"
        );
        assert_eq!(unversioned("a/vendor/v.X"), "a/vendor/v.X");
        assert_eq!(
            returned_type("github.com/labstack/echo/v4.New").as_deref(),
            Some("github.com/labstack/echo/v4.Echo")
        );
        assert_eq!(returned_type("os.Create").as_deref(), Some("os.File"));
    }

    #[test]
    fn flags_to_connect_with_are_none_to_listen_on() {
        assert!(is_listening_flag("port") && is_listening_flag("web.listen-address"));
        assert!(!is_listening_flag("redis-addr") && !is_listening_flag("db_port"));
    }
}
