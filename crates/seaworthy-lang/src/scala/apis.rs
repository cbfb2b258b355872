//! What Scala's own libraries add to the APIs of the platform.

use std::sync::OnceLock;

use crate::apis::Effect::{Connect, Env, Exec, Listen, Read, Write};
use crate::apis::{Api, Apis, NONE};
use crate::jvm;

const SCALA: &[Api] = &[
    ("scala.sys.env", Env(0)),
    ("scala.sys.env.apply", Env(0)),
    ("scala.sys.env.get", Env(0)),
    ("scala.sys.env.getOrElse", Env(0)),
    ("scala.util.Properties.envOrElse", Env(0)),
    ("scala.util.Properties.envOrNone", Env(0)),
    ("scala.util.Properties.envOrSome", Env(0)),
    ("scala.io.Source.fromFile", Read(0)),
    ("os.read", Read(0)),
    ("os.write", Write(0)),
    ("os.write.over", Write(0)),
    ("os.write.append", Write(0)),
    ("os.makeDir.all", Write(0)),
    ("scala.sys.process.Process", Exec(0)),
    ("scala.sys.process.stringToProcess", Exec(0)),
    ("os.proc", Exec(0)),
    ("akka.http.scaladsl.HttpExt.newServerAt", Listen { port: 1, host: 0 }),
    ("akka.http.scaladsl.HttpExt.bindAndHandle", Listen { port: 2, host: 1 }),
    ("org.apache.pekko.http.scaladsl.HttpExt.newServerAt", Listen { port: 1, host: 0 }),
    ("org.http4s.blaze.server.BlazeServerBuilder.bindHttp", Listen { port: 0, host: 1 }),
    ("org.http4s.server.blaze.BlazeServerBuilder.bindHttp", Listen { port: 0, host: 1 }),
    ("zio.http.Server.defaultWithPort", Listen { port: 0, host: NONE }),
    ("slick.jdbc.JdbcBackend.DatabaseFactoryDef.forURL", Connect(0)),
];

/// The table of the language.
pub(super) fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| jvm::apis_with(SCALA))
}

/// What Scala's functions return, where the platform's table does not say it.
pub(super) fn returned_type(name: &str) -> Option<&'static str> {
    Some(match name {
        "akka.http.scaladsl.Http" => "akka.http.scaladsl.HttpExt",
        "org.apache.pekko.http.scaladsl.Http" => "org.apache.pekko.http.scaladsl.HttpExt",
        "org.http4s.blaze.server.BlazeServerBuilder" => {
            "org.http4s.blaze.server.BlazeServerBuilder"
        }
        "org.http4s.server.blaze.BlazeServerBuilder" => {
            "org.http4s.server.blaze.BlazeServerBuilder"
        }
        _ => return None,
    })
}
