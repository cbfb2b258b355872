use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::Code;
use seaworthy_facts::{FactFlags, FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.py"), Language::Python, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

fn calls(facts: &FileFacts) -> Vec<&str> {
    facts.of(FactKind::Call).map(|(_, name, _)| name).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    let unknown = crate::grammar::unknown_rows(&super::language(), super::ROWS);
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn imports_tell_names() {
    let f = facts(
        r#"
import os, os.path
import numpy as np
from logging.handlers import RotatingFileHandler as Rotating, SysLogHandler
from . import models
from ..core.db import session as s
from __future__ import division
from x import *
os.getpid(); np.zeros(3); Rotating('/var/log/a.log'); SysLogHandler()
models.run(); s.commit(); unknown.save(); len([])
class A:
    def m(self):
        self.n()
        super().m()
"#,
    );
    assert_eq!(
        of(&f, FactKind::Import),
        [
            ("os", ""),
            ("os.path", ""),
            ("numpy", "np"),
            ("logging.handlers.RotatingFileHandler", "Rotating"),
            ("logging.handlers.SysLogHandler", ""),
            (".models", ""),
            ("..core.db.session", "s"),
            ("__future__.division", ""),
            ("x.*", ""),
        ]
    );
    assert_eq!(
        calls(&f),
        [
            "os.getpid",
            "numpy.zeros",
            "logging.handlers.RotatingFileHandler",
            "logging.handlers.SysLogHandler",
            ".models.run",
            "..core.db.session.commit",
            "?.save",
            "len",
            "A.n",
            "super",
            "?.m",
        ]
    );
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [("/var/log/a.log", "logging.handlers.RotatingFileHandler")]
    );
}

#[test]
fn flask_routes_listeners_and_sessions() {
    let f = facts(
        r#"
import os
from flask import Flask, Blueprint, request, session
app = Flask(__name__)
bp = Blueprint('shop', __name__)
app.secret_key = 'not so secret'
app.config['SESSION_TYPE'] = 'filesystem'
cache = {}

@app.route('/orders', methods=['POST', 'PUT'])
def orders():
    """SELECT a FROM docstring, http://in-a-docstring/"""
    session['user'] = request.form['user']
    cache['x'] = 1

@bp.route("/healthz")
async def health(a: int, b=2): pass

if __name__ == '__main__':
    app.run(host='0.0.0.0', port=int(os.environ.get('PORT', 8080)), debug=True)
    app.run()
"#,
    );
    assert_eq!(of(&f, FactKind::Route), [("/orders", "POST"), ("/healthz", "GET")]);
    assert!(
        of(&f, FactKind::Annotation)
            .contains(&("flask.Flask.route", r#""/orders", methods={"POST", "PUT"}"#))
    );
    assert_eq!(of(&f, FactKind::Listen), [("8080", "0.0.0.0"), ("5000", "127.0.0.1")]);
    assert_eq!(of(&f, FactKind::EnvRead), [("PORT", "8080")]);
    assert_eq!(
        of(&f, FactKind::Assign),
        [
            ("app", "_"),
            ("bp", "_"),
            ("app.secret_key", r#""not so secret""#),
            ("app.config.SESSION_TYPE", r#""filesystem""#),
            ("cache", "{}"),
            ("session.user", "_"),
            ("cache.x", "1"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::Field),
        [("flask.Flask", "app"), ("flask.Blueprint", "bp"), ("dict", "cache")]
    );
    assert_eq!(of(&f, FactKind::FunctionDecl), [("orders", "()"), ("health", "async (int, ?)")]);
    assert!(
        of(&f, FactKind::Call)
            .contains(&("flask.Flask.run", r#"host="0.0.0.0", port=_, debug=True"#))
    );
    assert!(of(&f, FactKind::Url).is_empty() && of(&f, FactKind::Sql).is_empty());
    assert!(
        f.of(FactKind::Call)
            .filter(|c| c.1 == "flask.Flask.run")
            .all(|(x, _, _)| x.flags.has(FactFlags::RESOLVED))
    );
}

#[test]
fn django_settings_are_assignments() {
    let f = facts(
        r#"
import os
from django.urls import path, re_path
BASE_DIR = os.path.dirname(os.path.dirname(__file__))
SECRET_KEY = os.environ['SECRET'] or 'insecure'
DEBUG = True
ALLOWED_HOSTS = ['shop.example', "10.1.2.3"]
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': os.path.join(BASE_DIR, 'db.sqlite3'), 'PORT': 5432}}
MEDIA_ROOT = BASE_DIR / 'media'
CACHES = dict(default=1)
urlpatterns = [path('orders/', v), re_path(r'^healthz$', h)]
class Meta(models.Model, metaclass=M):
    ordering = ['id']
    title: str = models.CharField(max_length=3)
"#,
    );
    assert_eq!(
        of(&f, FactKind::Assign),
        [
            ("BASE_DIR", "_"),
            ("SECRET_KEY", "_"),
            ("DEBUG", "True"),
            ("ALLOWED_HOSTS", r#"{"shop.example", "10.1.2.3"}"#),
            (
                "DATABASES",
                r#"{default={ENGINE="django.db.backends.sqlite3", NAME="./db.sqlite3", PORT=5432}}"#
            ),
            ("MEDIA_ROOT", r#""./media""#),
            ("CACHES", "_"),
            ("urlpatterns", "{_, _}"),
            ("Meta.ordering", r#"{"id"}"#),
            ("Meta.title", "_"),
        ]
    );
    assert_eq!(of(&f, FactKind::EnvRead), [("SECRET", "insecure")]);
    assert_eq!(of(&f, FactKind::Route), [("/orders/", "*"), ("/healthz", "*")]);
    assert_eq!(of(&f, FactKind::TypeDecl), [("Meta", "class")]);
    assert_eq!(of(&f, FactKind::Supertype), [("models.Model", "Meta")]);
    assert!(of(&f, FactKind::StringLit).contains(&("django.db.backends.sqlite3", "assign:ENGINE")));
    assert!(!of(&f, FactKind::StringLit).iter().any(|l| l.0 == "default"), "keys are names");
}

#[test]
fn files_programs_and_temporary_places() {
    let f = facts(
        r#"
import subprocess, tempfile, sqlite3, shutil, logging
from pathlib import Path
from os import system
open('/var/data/x', 'w'); open('/etc/a'); open(name, mode='ab')
with open('/tmp/%s.txt' % n, 'wb') as out: out.write(b'1')
Path('/srv/up').mkdir()
tempfile.mkdtemp()
sqlite3.connect('/data/app.db'); sqlite3.connect(':memory:')
shutil.copy('a', '/opt/b')
logging.basicConfig(filename='/var/log/app.log')
subprocess.run(['convert', 'x']); system("ls -l"); subprocess.Popen(args)
"#,
    );
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("/var/data/x", "open"),
            ("?", "open"),
            ("/tmp/", "open"),
            ("/srv/up", "pathlib.Path.mkdir"),
            ("<temp>", "tempfile.mkdtemp"),
            ("/data/app.db", "sqlite3.connect"),
            ("/opt/b", "shutil.copy"),
            ("/var/log/app.log", "logging.basicConfig"),
        ]
    );
    assert_eq!(of(&f, FactKind::FileRead), [("/etc/a", "open")]);
    assert_eq!(
        of(&f, FactKind::Exec),
        [("convert", "subprocess.run"), ("ls -l", "os.system"), ("?", "subprocess.Popen")]
    );
}

#[test]
fn ports_of_sockets_grpc_and_servers() {
    let f = facts(
        r#"
import os, socket, grpc, uvicorn
from concurrent import futures
from http.server import HTTPServer
def serve():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.bind(('127.0.0.1', 9000))
    port = os.environ.get('PORT', "8080")
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))
    server.add_insecure_port('[::]:' + port)
    server.add_insecure_port(f'0.0.0.0:{port}')
    uvicorn.run("main:app", host="0.0.0.0", port=5001)
    HTTPServer(('', 8000), Handler)
class S:
    def __init__(self):
        self.port = 7000
        self.sock = socket.socket()
    def go(self):
        self.sock.bind(('', self.port))
"#,
    );
    assert_eq!(
        of(&f, FactKind::Listen),
        [
            ("9000", "127.0.0.1"),
            ("8080", "[::]"),
            ("8080", "0.0.0.0"),
            ("5001", "0.0.0.0"),
            ("8000", ""),
            ("7000", ""),
        ]
    );
    assert_eq!(of(&f, FactKind::EnvRead), [("PORT", "8080")]);
    assert!(of(&f, FactKind::Call).contains(&("grpc.Server.add_insecure_port", r#""[::]:""#)));
    assert!(f.of(FactKind::Listen).any(|(x, n, _)| n == "7000" && f.scope(x) == "S.go"));
}

#[test]
fn environment_variables_in_every_form() {
    let f = facts(
        r#"
import os
from os import environ, getenv as ge
from decouple import config
a = os.environ["A"]; b = environ.get('B'); c = ge('C', 'x'); d = config('D', default='y')
os.environ['SET'] = '1'
e = os.environ[name]; g = os.environ.get("G") or "z"
print(os.environ)
"#,
    );
    assert_eq!(
        of(&f, FactKind::EnvRead),
        [("A", ""), ("B", ""), ("C", "x"), ("D", "y"), ("?", ""), ("G", "z")]
    );
}

#[test]
fn comments_and_docstrings_are_no_facts() {
    let f = facts(
        r#""""Module: http://doc/ SELECT x FROM y"""
# open('/comment', 'w'); os.environ['NOT_ME']
class A:
    'docstring http://doc/'
    def m(self):
        '''another'''
        "and " "one more"
        return None
"#,
    );
    for kind in [FactKind::StringLit, FactKind::Url, FactKind::Sql, FactKind::Call] {
        assert!(of(&f, kind).is_empty(), "{kind:?}");
    }
}

#[test]
fn literals_say_what_they_are() {
    let f = facts(
        "u = 'redis://cache:6379/0'\ndb.execute(f\"SELECT * FROM orders WHERE id = {i}\")\nq = ('UPDATE t '\n 'SET a = 1')\n",
    );
    assert_eq!(of(&f, FactKind::Url), [("redis://cache:6379/0", "u")]);
    assert_eq!(of(&f, FactKind::Sql), [("SELECT", "orders"), ("UPDATE t", "t")]);
}

#[test]
fn python_2_is_partly_parsed() {
    let f = facts("import urllib2\nprint 'hello world'\nexec 'x = 1'\nos = 1\n");
    assert_eq!(f.outcome, ParseOutcome::PartlyParsed(2));
    assert_eq!(f.problems[0].code, Code::SyntaxError);
    assert_eq!(of(&f, FactKind::Reference), [("print", "statement"), ("exec", "statement")]);
    assert_eq!(of(&f, FactKind::Import), [("urllib2", "")]);
}

#[test]
fn broken_syntax_is_noted_and_the_rest_is_read() {
    let f = facts("import os\nx = = 1\ny = (1,, 2)\nos.getenv('X')\n");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    assert_eq!(of(&f, FactKind::EnvRead), [("X", "")]);
}

#[test]
fn depth_costs_no_stack() {
    let n = 5_000;
    facts(&format!("x = {}1{}", "(".repeat(n), ")".repeat(n)));
    facts(&format!("x = {}1{}", "[".repeat(n), "]".repeat(n)));
    let chain = format!("b{}\n", ".c('abc')".repeat(n));
    assert_eq!(calls(&facts(&chain)).len(), n);
    let sum = format!("x = 'abc'{}\n", " + 'abc'".repeat(n));
    assert_eq!(of(&facts(&sum), FactKind::StringLit).len(), n + 1);
    facts(&"a = ".repeat(n));
    let nested: Vec<String> = (0..300).map(|i| " ".repeat(i) + "def f():").collect();
    facts(&nested.join("\n"));
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
    }

    #[test]
    fn any_python_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["class", "A", "(", ")", "import", "from", "'a'", "\n", "\n  ", "\"", "f'{", "'''", "@", "def", "x",
            ".", ":", "=", "os.environ", "or", "lambda", "[", "]", ",", "+", "self", "{", "}", "\\", "é", "%", "rb'", "as", "with"]), 0..60)) {
        facts(&words.join(" "));
    }
}
