//! APIs of Python and its usual libraries that touch what a container changes.

use std::sync::OnceLock;

use crate::apis::Effect::{
    Connect, Env, Exec, Listen, ListenAddress, Open, Read, Temporary, Write,
};
use crate::apis::{Api, Apis, NONE};

const ENVIRONMENT: &[Api] = &[
    ("os.getenv", Env(0)),
    ("os.environ.get", Env(0)),
    ("os.environ.pop", Env(0)),
    ("os.getenvb", Env(0)),
    ("decouple.config", Env(0)),
    ("environ.Env", Env(0)),
    ("environ.Env.str", Env(0)),
    ("environ.Env.bool", Env(0)),
    ("environ.Env.int", Env(0)),
    ("environ.Env.list", Env(0)),
    ("environ.Env.db", Env(0)),
    ("environs.Env.str", Env(0)),
    ("environs.Env.bool", Env(0)),
    ("environs.Env.int", Env(0)),
];

const SERVERS: &[Api] = &[
    ("flask.Flask.run", Listen { port: 1, host: 0 }),
    ("flask_socketio.SocketIO.run", Listen { port: 2, host: 1 }),
    ("uvicorn.run", Listen { port: NONE, host: NONE }),
    ("hypercorn.run", Listen { port: NONE, host: NONE }),
    ("waitress.serve", Listen { port: NONE, host: NONE }),
    ("aiohttp.web.run_app", Listen { port: NONE, host: NONE }),
    ("bottle.run", Listen { port: NONE, host: NONE }),
    ("bottle.Bottle.run", Listen { port: NONE, host: NONE }),
    ("sanic.Sanic.run", Listen { port: 1, host: 0 }),
    ("tornado.web.Application.listen", Listen { port: 0, host: 1 }),
    ("tornado.httpserver.HTTPServer.listen", Listen { port: 0, host: 1 }),
    ("tornado.httpserver.HTTPServer.bind", Listen { port: 0, host: 1 }),
    ("wsgiref.simple_server.make_server", Listen { port: 1, host: 0 }),
    ("werkzeug.serving.run_simple", Listen { port: 1, host: 0 }),
    ("prometheus_client.start_http_server", Listen { port: 0, host: 1 }),
    ("socket.socket.bind", Listen { port: NONE, host: NONE }),
    ("http.server.HTTPServer", Listen { port: NONE, host: NONE }),
    ("http.server.ThreadingHTTPServer", Listen { port: NONE, host: NONE }),
    ("BaseHTTPServer.HTTPServer", Listen { port: NONE, host: NONE }),
    ("socketserver.TCPServer", Listen { port: NONE, host: NONE }),
    ("socketserver.ThreadingTCPServer", Listen { port: NONE, host: NONE }),
    ("socketserver.UDPServer", Listen { port: NONE, host: NONE }),
    ("SocketServer.TCPServer", Listen { port: NONE, host: NONE }),
    ("xmlrpc.server.SimpleXMLRPCServer", Listen { port: NONE, host: NONE }),
    ("gevent.pywsgi.WSGIServer", Listen { port: NONE, host: NONE }),
    ("eventlet.listen", Listen { port: NONE, host: NONE }),
    ("asyncio.start_server", Listen { port: 2, host: 1 }),
    ("websockets.serve", Listen { port: 2, host: 1 }),
    ("twisted.internet.reactor.listenTCP", Listen { port: 0, host: NONE }),
    ("grpc.Server.add_insecure_port", ListenAddress(0)),
    ("grpc.Server.add_secure_port", ListenAddress(0)),
];

const FILES: &[Api] = &[
    ("open", Open { path: 0, mode: 1 }),
    ("io.open", Open { path: 0, mode: 1 }),
    ("codecs.open", Open { path: 0, mode: 1 }),
    ("gzip.open", Open { path: 0, mode: 1 }),
    ("zipfile.ZipFile", Open { path: 0, mode: 1 }),
    ("tarfile.open", Open { path: 0, mode: 1 }),
    ("file", Open { path: 0, mode: 1 }),
    ("pathlib.Path.write_text", Write(NONE)),
    ("pathlib.Path.write_bytes", Write(NONE)),
    ("pathlib.Path.mkdir", Write(NONE)),
    ("pathlib.Path.touch", Write(NONE)),
    ("pathlib.Path.unlink", Write(NONE)),
    ("os.mkdir", Write(0)),
    ("os.makedirs", Write(0)),
    ("os.remove", Write(0)),
    ("os.unlink", Write(0)),
    ("os.rename", Write(1)),
    ("os.replace", Write(1)),
    ("os.symlink", Write(1)),
    ("os.chmod", Write(0)),
    ("os.chown", Write(0)),
    ("os.rmdir", Write(0)),
    ("shutil.copy", Write(1)),
    ("shutil.copy2", Write(1)),
    ("shutil.copyfile", Write(1)),
    ("shutil.copytree", Write(1)),
    ("shutil.move", Write(1)),
    ("shutil.rmtree", Write(0)),
    ("logging.FileHandler", Write(0)),
    ("logging.handlers.RotatingFileHandler", Write(0)),
    ("logging.handlers.TimedRotatingFileHandler", Write(0)),
    ("logging.handlers.WatchedFileHandler", Write(0)),
    ("sqlite3.connect", Write(0)),
    ("shelve.open", Write(0)),
    ("dbm.open", Write(0)),
    ("os.listdir", Read(0)),
    ("tempfile.mkstemp", Temporary),
    ("tempfile.mkdtemp", Temporary),
    ("tempfile.mktemp", Temporary),
    ("tempfile.TemporaryFile", Temporary),
    ("tempfile.NamedTemporaryFile", Temporary),
    ("tempfile.SpooledTemporaryFile", Temporary),
    ("tempfile.TemporaryDirectory", Temporary),
    ("tempfile.gettempdir", Temporary),
];

const PROGRAMS: &[Api] = &[
    ("subprocess.run", Exec(0)),
    ("subprocess.call", Exec(0)),
    ("subprocess.check_call", Exec(0)),
    ("subprocess.check_output", Exec(0)),
    ("subprocess.Popen", Exec(0)),
    ("subprocess.getoutput", Exec(0)),
    ("subprocess.getstatusoutput", Exec(0)),
    ("commands.getoutput", Exec(0)),
    ("commands.getstatusoutput", Exec(0)),
    ("os.system", Exec(0)),
    ("os.popen", Exec(0)),
    ("os.execv", Exec(0)),
    ("os.execvp", Exec(0)),
    ("os.execl", Exec(0)),
    ("os.execlp", Exec(0)),
    ("os.spawnl", Exec(1)),
    ("os.spawnv", Exec(1)),
    ("os.startfile", Exec(0)),
    ("asyncio.create_subprocess_exec", Exec(0)),
    ("asyncio.create_subprocess_shell", Exec(0)),
    ("pexpect.spawn", Exec(0)),
];

const CONNECTIONS: &[Api] = &[
    ("sqlalchemy.create_engine", Connect(0)),
    ("pymongo.MongoClient", Connect(0)),
    ("redis.from_url", Connect(0)),
    ("redis.Redis.from_url", Connect(0)),
    ("redis.StrictRedis.from_url", Connect(0)),
    ("requests.get", Connect(0)),
    ("requests.post", Connect(0)),
    ("urllib.request.urlopen", Connect(0)),
    ("urllib2.urlopen", Connect(0)),
];

/// The table of the language.
pub(super) fn apis() -> &'static Apis {
    static APIS: OnceLock<Apis> = OnceLock::new();
    APIS.get_or_init(|| Apis::new(&[ENVIRONMENT, SERVERS, FILES, PROGRAMS, CONNECTIONS]))
}

/// What a function returns where its own name does not say it.
pub(super) fn returned(callee: &str) -> Option<&'static str> {
    Some(match callee {
        "logging.getLogger" => "logging.Logger",
        "sqlite3.connect" => "sqlite3.Connection",
        "grpc.server" | "grpc.aio.server" => "grpc.Server",
        "pathlib.Path.parent" | "pathlib.Path.resolve" | "pathlib.Path.joinpath" => "pathlib.Path",
        _ => return None,
    })
}

/// Port and host where a call gives none.
pub(super) fn usual_address(callee: &str) -> (Option<&'static str>, Option<&'static str>) {
    match callee {
        "flask.Flask.run" | "flask_socketio.SocketIO.run" => (Some("5000"), Some("127.0.0.1")),
        "uvicorn.run" | "sanic.Sanic.run" => (Some("8000"), Some("127.0.0.1")),
        "bottle.run" | "bottle.Bottle.run" => (Some("8080"), Some("127.0.0.1")),
        "aiohttp.web.run_app" | "waitress.serve" => (Some("8080"), Some("0.0.0.0")),
        _ => (None, None),
    }
}
