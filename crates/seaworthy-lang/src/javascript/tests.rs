use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::Code;
use seaworthy_facts::{FactFlags, FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn read(language: Language, text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.js"), language, text)
}

fn facts(text: &str) -> FileFacts {
    read(Language::JavaScript, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

fn calls(facts: &FileFacts) -> Vec<&str> {
    facts.of(FactKind::Call).map(|(_, name, _)| name).collect()
}

#[test]
fn every_row_is_a_kind_of_the_grammar() {
    for language in [Language::JavaScript, Language::TypeScript, Language::Tsx] {
        let unknown =
            crate::grammar::unknown_rows(&super::language(language), &super::rows(language)).len();
        assert_eq!(unknown, 0, "{language:?}");
    }
}

#[test]
fn modules_are_told_however_they_are_bound() {
    let f = facts(
        r#"import fs from 'node:fs';
        import { writeFile as w, default as d } from "fs/promises";
        import * as cp from 'child_process';
        const { exec, spawn: start } = require('child_process');
        const os = require("os"), path = require('node:path');
        fs.writeFileSync('/var/data/a', x);
        w(`/tmp/${name}`, 'x');
        cp.execFile('convert');
        exec('ls -l'); start('sh', ['-c']);
        os.hostname(); path.join('a');
        require('./jobs').run();
        const late = await import('sharp'); late.resize(1);
        const save = require('util').promisify(fs.appendFile);
        save('/var/log/x', 'y');
        unknown.writeFile('q');"#,
    );
    assert_eq!(
        of(&f, FactKind::Import),
        [
            ("fs", "fs"),
            ("fs.promises", ""),
            ("child_process", "cp"),
            ("child_process", ""),
            ("os", "os"),
            ("path", "path"),
            ("./jobs", ""),
            ("sharp", ""),
            ("util", ""),
        ]
    );
    assert_eq!(
        calls(&f),
        [
            "fs.writeFileSync",
            "fs.promises.writeFile",
            "child_process.execFile",
            "child_process.exec",
            "child_process.spawn",
            "os.hostname",
            "path.join",
            "./jobs.run",
            "sharp.resize",
            "util.promisify",
            "fs.appendFile",
            "?.writeFile",
        ]
    );
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("/var/data/a", "fs.writeFileSync"),
            ("/tmp/", "fs.promises.writeFile"),
            ("/var/log/x", "fs.appendFile"),
        ]
    );
    assert_eq!(
        of(&f, FactKind::Exec),
        [
            ("convert", "child_process.execFile"),
            ("ls -l", "child_process.exec"),
            ("sh", "child_process.spawn"),
        ]
    );
    assert_eq!(of(&f, FactKind::Reference), [("fs.appendFile", "")]);
}

#[test]
fn servers_routes_and_sessions() {
    let f = facts(
        r#"const express = require('express');
        const session = require('express-session');
        const app = express();
        const router = express.Router();
        app.use(session({ secret: 'keyboard cat', resave: false, store: new RedisStore(c) }));
        app.get('/healthz', (req, res) => { req.session.user = 'me'; });
        app.get('env');
        router.post(`/orders`, handler);
        app.listen(process.env.PORT || 3000);
        require('http').createServer(app).listen(8080, '127.0.0.1');
        module.exports = function (app) { app.get('/late', h); app.get('setting'); other.get('/no', h); };"#,
    );
    let all = of(&f, FactKind::Call);
    assert!(
        all.contains(&("express-session", r#"{secret="keyboard cat", resave=false, store=_}"#))
    );
    assert!(all.contains(&("express", "")) && all.contains(&("express.Router", "")));
    assert!(
        all.contains(&("express.listen", "_")),
        "a port from the environment is not hard-coded"
    );
    assert_eq!(
        of(&f, FactKind::Route),
        [("/healthz", "GET"), ("/orders", "POST"), ("/late", "GET")]
    );
    assert_eq!(of(&f, FactKind::Listen), [("3000", ""), ("8080", "127.0.0.1")]);
    assert_eq!(of(&f, FactKind::EnvRead), [("PORT", "3000")]);
    assert!(of(&f, FactKind::Assign).contains(&("req.session.user", r#""me""#)));
    let sure: Vec<_> =
        f.of(FactKind::Route).map(|(x, _, _)| x.flags.has(FactFlags::RESOLVED)).collect();
    assert_eq!(sure, [true, true, false]);
    assert!(of(&f, FactKind::StringLit).contains(&("keyboard cat", "assign:secret")));
}

#[test]
fn ports_through_variables_options_and_addresses() {
    let f = facts(
        r#"const fastify = require('fastify')();
        const PORT = parseInt(process.env.PORT, 10) || 4000;
        fastify.listen({ port: PORT, host: '0.0.0.0' });
        const Hapi = require('@hapi/hapi');
        const server = Hapi.server({ port: 3100, host: 'localhost' });
        server.route({ method: 'GET', path: '/ready', handler });
        const grpc = require('@grpc/grpc-js');
        const s = new grpc.Server();
        s.bindAsync(`[::]:${PORT}`, creds, cb);
        class S { constructor() { this.server = new grpc.Server(); this.port = '50051'; }
                  go() { this.server.bindAsync(`0.0.0.0:${this.port}`); } }
        exports.server = require('https').createServer(o); exports.server.listen('9443');"#,
    );
    assert_eq!(
        of(&f, FactKind::Listen),
        [
            ("4000", "0.0.0.0"),
            ("3100", "localhost"),
            ("4000", "[::]"),
            ("50051", "0.0.0.0"),
            ("9443", ""),
        ]
    );
    assert_eq!(of(&f, FactKind::Route), [("/ready", "GET")]);
    assert_eq!(of(&f, FactKind::EnvRead), [("PORT", "4000")]);
}

#[test]
fn environment_variables_in_every_form() {
    let f = facts(
        r#"const { DB_HOST, DB_PORT: port = '5432', API } = process.env;
        a(process.env['QUEUE-URL'], process.env[name], process.env.LEVEL ?? 'info');
        process.env.TZ = 'UTC';
        const env = process.env; env.REGION.split(',');
        const here = __dirname; process.on('SIGTERM', () => process.exit(0));"#,
    );
    assert_eq!(
        of(&f, FactKind::EnvRead),
        [
            ("DB_HOST", ""),
            ("DB_PORT", "5432"),
            ("API", ""),
            ("QUEUE-URL", ""),
            ("?", ""),
            ("LEVEL", "info"),
            ("REGION", ""),
        ]
    );
    assert!(of(&f, FactKind::Reference).contains(&("__dirname", "")));
    assert!(of(&f, FactKind::Call).contains(&("process.on", r#""SIGTERM", _"#)));
    assert!(of(&f, FactKind::Call).contains(&("process.exit", "0")));
}

#[test]
fn state_of_modules_and_classes() {
    let f = facts(
        r#"let cache = {}; const seen = new Map(), limit = 5; var first;
        const handler = () => {}; const fs = require('fs');
        function f(a, b) { let local = {}; counter.n = 1; }
        class Cart extends require('events').EventEmitter {
            static items = [];
            total() { this.add(1); }
            add = async (x) => { console.log(x); };
        }
        module.exports = { port: 3000, db: { host: 'localhost', user: U } };"#,
    );
    assert_eq!(
        of(&f, FactKind::Field),
        [
            ("Object", "let cache"),
            ("Map", "const seen"),
            ("?", "const limit"),
            ("?", "var first"),
            ("Array", "static items"),
        ]
    );
    assert_eq!(of(&f, FactKind::TypeDecl), [("Cart", "class")]);
    assert_eq!(of(&f, FactKind::Supertype), [("events.EventEmitter", "Cart")]);
    assert_eq!(
        of(&f, FactKind::FunctionDecl),
        [("handler", "()"), ("f", "(?, ?)"), ("Cart.total", "()"), ("Cart.add", "async (?)")]
    );
    assert!(calls(&f).contains(&"Cart.add"));
    assert!(
        of(&f, FactKind::Assign)
            .contains(&("module.exports", r#"{port=3000, db={host="localhost", user=$U}}"#))
    );
    assert!(of(&f, FactKind::Assign).contains(&("counter.n", "1")));
    assert!(f.of(FactKind::Call).any(|(x, n, _)| n == "console.log" && f.scope(x) == "Cart.add"));
}

#[test]
fn typescript_types_tell_receivers_and_decorators_routes() {
    let f = read(
        Language::TypeScript,
        r#"import { Controller, Get, Post } from '@nestjs/common';
        import { HttpClient } from '@angular/common/http';
        import type { Request } from 'express';
        import cluster = require('cluster');
        type Mode = 'alpha-mode' | 'beta-mode';
        interface Shape { kind: 'http://in-a-type/'; }
        enum Level { Low = 'low-level' }
        @Controller('cats')
        export class Cats<T> extends Base<T> implements OnInit, ng.Other {
            private readonly cache: Map<string, 'literal-type'> = new Map();
            constructor(private http: HttpClient, plain: number) { super(); }
            @Get(':id') one(req: Request): string { return this.http.get<string>('http://api/x') as any; }
            @Post() make() { cluster.fork(); }
        }"#,
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(of(&f, FactKind::Route), [("/cats/:id", "GET"), ("/cats", "POST")]);
    assert_eq!(calls(&f), ["@angular/common/http.HttpClient.get", "cluster.fork"]);
    assert_eq!(of(&f, FactKind::Url), [("http://api/x", "@angular/common/http.HttpClient.get")]);
    assert_eq!(
        of(&f, FactKind::TypeDecl),
        [("Shape", "interface"), ("Level", "enum"), ("Cats", "class")]
    );
    assert_eq!(
        of(&f, FactKind::Supertype),
        [("Base", "Cats"), ("OnInit", "Cats"), ("ng.Other", "Cats")]
    );
    assert_eq!(of(&f, FactKind::Field), [("Map", "private readonly cache")]);
    assert!(of(&f, FactKind::FunctionDecl).contains(&("Cats.one", "(express.Request)")));
    assert!(of(&f, FactKind::Annotation).contains(&("@nestjs/common.Controller", r#""cats""#)));
    assert_eq!(of(&f, FactKind::StringLit).iter().filter(|l| l.0.contains("-type")).count(), 0);
}

#[test]
fn comments_directives_keys_and_pages_are_no_facts() {
    let f = facts(
        r#"'use strict';
        // fetch('http://comment/')
        /* process.env.NOT_ME; require('nothing') */
        const a = { 'quoted-key': 1, plain: 2 };
        const page = <div className="some classes" style={{ color: "red" }}><a href="http://link/">text: require('x')</a></div>;
        const re = /https?:\/\/x/;"#,
    );
    assert_eq!(of(&f, FactKind::StringLit), [("red", "assign:color")]);
    assert!(of(&f, FactKind::Url).is_empty() && of(&f, FactKind::EnvRead).is_empty());
    assert!(of(&f, FactKind::Import).is_empty() && calls(&f).is_empty());
}

#[test]
fn literals_say_what_they_are() {
    let f = facts(
        "mongoose.connect('mongodb://localhost:27017/shop'); db.query(`SELECT * FROM orders WHERE id = ${id}`); const u = 'http://' + host;",
    );
    assert_eq!(of(&f, FactKind::Url), [("mongodb://localhost:27017/shop", "?.connect")]);
    assert_eq!(of(&f, FactKind::Sql), [("SELECT", "orders")]);
}

#[test]
fn files_written_by_options_and_temporary_places() {
    let f = facts(
        r#"const multer = require('multer'), winston = require('winston'), fs = require('fs'), path = require('path');
        multer({ dest: 'uploads/' });
        new winston.transports.File({ filename: '/var/log/app.log' });
        fs.mkdtemp('x'); fs.open('/a', 'w'); fs.open('/b', 'r');
        fs.createWriteStream(path.join(__dirname, 'data', 'out.txt'));"#,
    );
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [
            ("uploads/", "multer"),
            ("/var/log/app.log", "winston.transports.File"),
            ("<temp>", "fs.mkdtemp"),
            ("/a", "fs.open"),
            ("./data/out.txt", "fs.createWriteStream"),
        ]
    );
    assert_eq!(of(&f, FactKind::FileRead), [("/b", "fs.open")]);
}

#[test]
fn names_end_with_their_blocks() {
    let f = facts(
        "function a(fs) { fs.writeFile('x'); } { const os = require('os'); } os.hostname(); try {} catch (process) { process.exit(); }",
    );
    assert_eq!(calls(&f), ["?.writeFile", "?.hostname", "?.exit"]);
}

#[test]
fn broken_syntax_is_noted_and_the_rest_is_read() {
    let f = facts("function f( { let = ; } process.env.X; const a = ;;; require('fs')");
    assert!(matches!(f.outcome, ParseOutcome::PartlyParsed(n) if n > 0));
    assert_eq!(f.problems[0].code, Code::SyntaxError);
    assert_eq!(of(&f, FactKind::Import), [("fs", "a")]);
}

#[test]
fn depth_costs_no_stack() {
    let n = 10_000;
    facts(&format!("x = {}1{};", "(".repeat(n), ")".repeat(n)));
    facts(&format!("x = {}1{};", "[".repeat(n), "]".repeat(n)));
    let chain = format!("b{};", ".c('abc')".repeat(n));
    assert_eq!(calls(&facts(&chain)).len(), n);
    let sum = format!("x = 'abc'{};", " + 'abc'".repeat(n));
    assert_eq!(of(&facts(&sum), FactKind::StringLit).len(), n + 1);
    facts(&"function f() { ".repeat(n));
    facts(&"({a:".repeat(n));
}

proptest! {
    #[test]
    fn any_text_does_not_panic(text in ".{0,300}") {
        facts(&text);
        read(Language::Tsx, &text);
    }

    #[test]
    fn any_script_like_text_does_not_panic(words in proptest::collection::vec(
        prop::sample::select(vec!["class", "A", "{", "}", "(", ")", "import", "from", "'a'", ";", "\"", "`", "${", "@", "new", "x",
            ".", "=>", "=", "require", "process.env", "||", "static", "<", ">", ",", "+", "this", "[", "]", "\\", "é", ":", "async"]), 0..60)) {
        facts(&words.join(" "));
        read(Language::TypeScript, &words.join(" "));
    }
}
