//! Java, Jakarta EE and everything else on the JVM.

use seaworthy_base::Evidence;
use seaworthy_deps::{Module, Packaging, Scope};

use super::{Class, View, property};
use crate::{Claim, ComponentKind, Platform};

impl View<'_> {
    pub(super) fn java(&self, module: &Module) -> Class {
        let found = |names: &[&str]| {
            self.candidate
                .modules
                .iter()
                .flat_map(|m| &m.dependencies)
                .find(|d| d.scope != Scope::Test && names.iter().any(|n| d.name.starts_with(n)))
        };
        let boot = module.property("spring.boot").map(str::to_owned).or_else(|| {
            found(&["org.springframework.boot:spring-boot"])
                .map(|d| d.version.clone().unwrap_or_default())
        });
        let web = found(&[
            "org.springframework.boot:spring-boot-starter-web",
            "org.springframework.boot:spring-boot-starter-undertow",
            "org.springframework.boot:spring-boot-starter-jetty",
            "org.springframework.boot:spring-boot-starter-tomcat",
            "io.quarkus:quarkus-resteasy",
            "io.quarkus:quarkus-rest",
            "io.quarkus:quarkus-undertow",
            "io.micronaut:micronaut-http-server",
            "io.dropwizard:dropwizard-core",
            "io.helidon.webserver",
            "io.vertx:vertx-web",
            "org.eclipse.jetty:jetty-server",
            "io.grpc:grpc-netty",
        ]);
        let enterprise = self.imports(&[
            "javax.ejb",
            "jakarta.ejb",
            "javax.jms",
            "jakarta.jms",
            "javax.transaction.UserTransaction",
        ]);
        let here = module.evidence.clone();
        let mut class = match module.packaging {
            Packaging::EnterpriseArchive => self.class(ComponentKind::Web, Platform::JavaEe, here),
            Packaging::WebArchive if boot.is_some() => {
                self.class(ComponentKind::Web, Platform::Java, here)
            }
            Packaging::WebArchive => match enterprise {
                Some(place) => {
                    let mut class = self.class(ComponentKind::Web, Platform::JavaEe, here);
                    class.platform.evidence.push(place.clone());
                    class
                }
                None => self.class(ComponentKind::Web, Platform::Servlet, here),
            },
            Packaging::EjbModule if !self.candidate.inside_archive => {
                self.class(ComponentKind::Web, Platform::JavaEe, here)
            }
            Packaging::Executable => {
                let listens = self.listens().map(|s| s.evidence.clone());
                match web.map(|d| d.evidence.clone()).or(listens) {
                    Some(place) => self.class(ComponentKind::Web, Platform::Java, place),
                    None if found(&["org.springframework.boot:spring-boot-starter-batch"])
                        .is_some() =>
                    {
                        self.class(ComponentKind::Job, Platform::Java, here)
                    }
                    None => self.class(ComponentKind::Worker, Platform::Java, here),
                }
            }
            _ => {
                let desktop =
                    self.imports(&["javax.swing.JFrame", "javafx.application", "java.awt.Frame"]);
                let runs = module.properties.contains_key("main.class")
                    || self.candidate.dockerfile.is_some();
                match (runs, web, self.listens(), desktop) {
                    (true, Some(d), _, _) => {
                        self.class(ComponentKind::Web, Platform::Java, d.evidence.clone())
                    }
                    (true, None, Some(s), _) => {
                        self.class(ComponentKind::Web, Platform::Java, s.evidence.clone())
                    }
                    (true, None, None, Some(place)) => {
                        self.class(ComponentKind::Desktop, Platform::Java, place.clone())
                    }
                    (true, None, None, None) => {
                        self.class(ComponentKind::Worker, Platform::Java, here)
                    }
                    (false, ..) => self.class(ComponentKind::Library, Platform::Java, here),
                }
            }
        };
        if self.candidate.inside_archive && module.packaging != Packaging::EnterpriseArchive {
            class.kind = ComponentKind::Library;
        }
        let named = |name: &str, version: Option<&str>| match version {
            Some(v) if !v.is_empty() => format!("{name} {v}"),
            _ => name.to_owned(),
        };
        let liberty = module
            .properties
            .keys()
            .any(|k| k.starts_with("plugin.") && k.contains("liberty"))
            .then(|| module.evidence.clone())
            .or_else(|| {
                let file = self
                    .files
                    .iter()
                    .find(|f| f.path.ends_with("/server.xml") && f.path.contains("liberty"))?;
                Some(Evidence::file(&file.path, "Liberty server configuration"))
            });
        class.framework = if let Some(version) = boot {
            let place = found(&["org.springframework.boot"])
                .map_or_else(|| module.evidence.clone(), |d| d.evidence.clone());
            Some(Claim::new(named("Spring Boot", Some(&version)), place))
        } else if let Some(d) = found(&["io.quarkus:"]) {
            Some(Claim::new(named("Quarkus", d.version.as_deref()), d.evidence.clone()))
        } else if let Some(d) = found(&["io.micronaut:"]) {
            Some(Claim::new(named("Micronaut", d.version.as_deref()), d.evidence.clone()))
        } else if let Some(place) = liberty.filter(|_| class.platform.value == Platform::JavaEe) {
            Some(Claim::new("Java EE on Liberty".to_owned(), place))
        } else if let Some(d) =
            found(&["org.springframework:spring-webmvc", "org.springframework:spring-web"])
        {
            Some(Claim::new(named("Spring MVC", d.version.as_deref()), d.evidence.clone()))
        } else if let Some(d) = found(&["javax:javaee", "jakarta.platform:jakarta.jakartaee"]) {
            let jakarta = d.name.starts_with("jakarta");
            Some(Claim::new(
                named(if jakarta { "Jakarta EE" } else { "Java EE" }, d.version.as_deref()),
                d.evidence.clone(),
            ))
        } else {
            found(&["io.grpc:grpc-netty"])
                .map(|d| Claim::new(named("gRPC", d.version.as_deref()), d.evidence.clone()))
        };
        class.version = property(module, "java.release");
        class
    }
}
