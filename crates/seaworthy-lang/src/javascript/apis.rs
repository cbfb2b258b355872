//! APIs of Node and its usual libraries that touch what a container changes.

use std::sync::OnceLock;

use crate::apis::Effect::{
    Connect, Exec, Listen, ListenAddress, Open, Read, Route, Temporary, Write,
};
use crate::apis::{Api, Apis, NONE};

const SERVERS: &[Api] = &[
    ("http.Server.listen", Listen { port: 0, host: 1 }),
    ("https.Server.listen", Listen { port: 0, host: 1 }),
    ("http2.Server.listen", Listen { port: 0, host: 1 }),
    ("net.Server.listen", Listen { port: 0, host: 1 }),
    ("tls.Server.listen", Listen { port: 0, host: 1 }),
    ("dgram.Socket.bind", Listen { port: 0, host: 1 }),
    ("express.listen", Listen { port: 0, host: 1 }),
    ("connect.listen", Listen { port: 0, host: 1 }),
    ("koa.listen", Listen { port: 0, host: 1 }),
    ("fastify.listen", Listen { port: 0, host: 1 }),
    ("polka.listen", Listen { port: 0, host: 1 }),
    ("hono.listen", Listen { port: 0, host: 1 }),
    ("restify.createServer.listen", Listen { port: 0, host: 1 }),
    ("@nestjs/core.NestFactory.listen", Listen { port: 0, host: 1 }),
    ("@hapi/hapi.server", Listen { port: 0, host: NONE }),
    ("@hapi/hapi.Server", Listen { port: 0, host: NONE }),
    ("hapi.server", Listen { port: 0, host: NONE }),
    ("hapi.Server", Listen { port: 0, host: NONE }),
    ("ws.Server", Listen { port: 0, host: NONE }),
    ("ws.WebSocketServer", Listen { port: 0, host: NONE }),
    ("socket.io.listen", Listen { port: 0, host: NONE }),
    ("apollo-server.ApolloServer.listen", Listen { port: 0, host: NONE }),
    ("@grpc/grpc-js.Server.bindAsync", ListenAddress(0)),
    ("@grpc/grpc-js.Server.bind", ListenAddress(0)),
    ("grpc.Server.bind", ListenAddress(0)),
    ("grpc.Server.bindAsync", ListenAddress(0)),
];

const ROUTES: &[Api] = &[
    ("express.get", Route(0, "GET")),
    ("express.post", Route(0, "POST")),
    ("express.put", Route(0, "PUT")),
    ("express.patch", Route(0, "PATCH")),
    ("express.delete", Route(0, "DELETE")),
    ("express.head", Route(0, "HEAD")),
    ("express.all", Route(0, "*")),
    ("express.use", Route(0, "*")),
    ("koa-router.get", Route(0, "GET")),
    ("koa-router.post", Route(0, "POST")),
    ("koa-router.put", Route(0, "PUT")),
    ("koa-router.delete", Route(0, "DELETE")),
    ("@koa/router.get", Route(0, "GET")),
    ("@koa/router.post", Route(0, "POST")),
    ("@koa/router.put", Route(0, "PUT")),
    ("@koa/router.delete", Route(0, "DELETE")),
    ("fastify.get", Route(0, "GET")),
    ("fastify.post", Route(0, "POST")),
    ("fastify.put", Route(0, "PUT")),
    ("fastify.delete", Route(0, "DELETE")),
    ("restify.createServer.get", Route(0, "GET")),
    ("restify.createServer.post", Route(0, "POST")),
    ("polka.get", Route(0, "GET")),
    ("polka.post", Route(0, "POST")),
];

/// Functions of `fs` with the promises' and `fs-extra`'s after their own names.
macro_rules! file_functions {
    ($($function:literal $effect:expr),* $(,)?) => {
        const FILES: &[Api] = &[$(
            (concat!("fs.", $function), $effect),
            (concat!("fs.", $function, "Sync"), $effect),
            (concat!("fs.promises.", $function), $effect),
            (concat!("fs-extra.", $function), $effect),
            (concat!("fs-extra.", $function, "Sync"), $effect),
            (concat!("graceful-fs.", $function), $effect),
            (concat!("graceful-fs.", $function, "Sync"), $effect),
        )*];
    };
}

file_functions! {
    "writeFile" Write(0),
    "appendFile" Write(0),
    "createWriteStream" Write(0),
    "mkdir" Write(0),
    "rename" Write(1),
    "copyFile" Write(1),
    "unlink" Write(0),
    "rm" Write(0),
    "rmdir" Write(0),
    "truncate" Write(0),
    "symlink" Write(1),
    "chmod" Write(0),
    "chown" Write(0),
    "mkdtemp" Temporary,
    "open" Open { path: 0, mode: 1 },
    "readFile" Read(0),
    "createReadStream" Read(0),
    "readdir" Read(0),
    // Of fs-extra only.
    "outputFile" Write(0),
    "outputJson" Write(0),
    "writeJson" Write(0),
    "writeJSON" Write(0),
    "ensureDir" Write(0),
    "ensureFile" Write(0),
    "mkdirp" Write(0),
    "mkdirs" Write(0),
    "move" Write(1),
    "copy" Write(1),
    "remove" Write(0),
    "readJson" Read(0),
}

const MORE_FILES: &[Api] = &[
    ("mkdirp", Write(0)),
    ("rimraf", Write(0)),
    ("jsonfile.writeFile", Write(0)),
    ("jsonfile.writeFileSync", Write(0)),
    ("pino.destination", Write(0)),
    ("sqlite3.Database", Write(0)),
    ("better-sqlite3", Write(0)),
    ("tmp.file", Temporary),
    ("tmp.dir", Temporary),
    ("tmp.fileSync", Temporary),
    ("tmp.dirSync", Temporary),
    ("tempfile", Temporary),
];

const PROGRAMS: &[Api] = &[
    ("child_process.exec", Exec(0)),
    ("child_process.execSync", Exec(0)),
    ("child_process.execFile", Exec(0)),
    ("child_process.execFileSync", Exec(0)),
    ("child_process.spawn", Exec(0)),
    ("child_process.spawnSync", Exec(0)),
    ("child_process.fork", Exec(0)),
    ("execa", Exec(0)),
    ("execa.execa", Exec(0)),
    ("execa.command", Exec(0)),
    ("cross-spawn", Exec(0)),
    ("shelljs.exec", Exec(0)),
];

const CONNECTIONS: &[Api] = &[
    ("mongoose.connect", Connect(0)),
    ("mongodb.MongoClient.connect", Connect(0)),
    ("mongodb.MongoClient", Connect(0)),
    ("redis.createClient", Connect(0)),
    ("ioredis", Connect(0)),
    ("amqplib.connect", Connect(0)),
    ("pg.Client", Connect(0)),
    ("pg.Pool", Connect(0)),
    ("sequelize.Sequelize", Connect(0)),
    ("sequelize", Connect(0)),
    ("axios.get", Connect(0)),
    ("axios.post", Connect(0)),
    ("fetch", Connect(0)),
];

/// The table of the language.
pub(super) fn apis() -> &'static Apis {
    static APIS: OnceLock<Apis> = OnceLock::new();
    APIS.get_or_init(|| Apis::new(&[SERVERS, ROUTES, FILES, MORE_FILES, PROGRAMS, CONNECTIONS]))
}

/// Functions and types with the option that names a file they write.
pub(super) const WRITTEN_BY_OPTION: [(&str, &str); 7] = [
    ("multer", "dest"),
    ("winston.transports.File", "filename"),
    ("winston.transports.DailyRotateFile", "filename"),
    ("winston-daily-rotate-file", "filename"),
    ("nedb", "filename"),
    ("express-fileupload", "tempFileDir"),
    ("session-file-store", "path"),
];

/// What a function or construction returns where its own name does not say it.
pub(super) fn returned(callee: &str) -> Option<&'static str> {
    Some(match callee {
        "http.createServer" | "http.Server.listen" | "express.listen" => "http.Server",
        "https.createServer" | "https.Server.listen" => "https.Server",
        "http2.createServer" | "http2.createSecureServer" => "http2.Server",
        "net.createServer" | "net.Server.listen" => "net.Server",
        "tls.createServer" => "tls.Server",
        "dgram.createSocket" => "dgram.Socket",
        "express.Router" | "express.use" | "express.route" | "express.set" => "express",
        "fastify.default" | "fastify.fastify" => "fastify",
        "@nestjs/core.NestFactory.create" => "@nestjs/core.NestFactory",
        "sqlite3.verbose" => "sqlite3",
        _ => return None,
    })
}

/// Whether a name is one that people give to a web application, router or server.
pub(super) fn looks_like_server(name: &str) -> bool {
    matches!(
        name,
        "app"
            | "router"
            | "routes"
            | "server"
            | "httpServer"
            | "httpsServer"
            | "expressApp"
            | "fastify"
            | "api"
            | "application"
            | "webserver"
    )
}
