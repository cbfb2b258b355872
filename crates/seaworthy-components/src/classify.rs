//! What a candidate is: its kind, platform and framework.

use seaworthy_base::Evidence;
use seaworthy_deps::{Ecosystem, Module, Packaging, Scope};
use seaworthy_facts::{FactKind, Language};

use crate::candidate::Candidate;
use crate::{Claim, ComponentKind, FileSummary, Platform, Signal};

/// The answer.
pub(crate) struct Class {
    pub(crate) kind: ComponentKind,
    pub(crate) platform: Claim<Platform>,
    pub(crate) framework: Option<Claim<String>>,
    pub(crate) version: Option<Claim<String>>,
    pub(crate) evidence: Vec<Evidence>,
}

/// Looks at what the build says first, then at what the code does.
pub(crate) fn classify(
    candidate: &Candidate<'_>,
    files: &[&FileSummary],
    signals: &[&Signal],
) -> Class {
    let view = View { candidate, files, signals };
    let mut class = match candidate.primary() {
        Some(module) => match module.ecosystem {
            Ecosystem::Maven => view.java(module),
            Ecosystem::Nuget => view.dotnet(module),
            Ecosystem::Npm => view.node(module),
            Ecosystem::Pypi => view.python(Some(module)),
            Ecosystem::Composer => view.php(Some(module)),
            Ecosystem::Gem => view.ruby(module),
            Ecosystem::Go => view.go(module),
        },
        None => view.without_manifest(),
    };
    // A module with a main class that others build on is a library with a tool in it.
    if candidate.built_upon
        && candidate.dockerfile.is_none()
        && matches!(class.kind, ComponentKind::Worker | ComponentKind::Job)
    {
        class.kind = ComponentKind::Library;
    }
    class
}

struct View<'a> {
    candidate: &'a Candidate<'a>,
    files: &'a [&'a FileSummary],
    signals: &'a [&'a Signal],
}

impl View<'_> {
    fn class(&self, kind: ComponentKind, platform: Platform, evidence: Evidence) -> Class {
        let mut all = vec![evidence.clone()];
        if let Some(dockerfile) = &self.candidate.dockerfile {
            all.extend(dockerfile.evidence.iter().cloned());
        }
        Class {
            kind,
            platform: Claim::new(platform, evidence),
            framework: None,
            version: None,
            evidence: all,
        }
    }

    fn signal(&self, kind: FactKind, last: &str) -> Option<&Signal> {
        self.signals
            .iter()
            .copied()
            .find(|s| s.kind == kind && s.name.rsplit('.').next() == Some(last))
    }

    fn listens(&self) -> Option<&Signal> {
        self.signals.iter().copied().find(|s| {
            s.kind == FactKind::Listen
                && matches!(
                    Language::of_path(&s.evidence.path),
                    l if l.is_code() || l == Language::Dockerfile
                )
        })
    }

    fn imports(&self, prefixes: &[&str]) -> Option<&Evidence> {
        self.files
            .iter()
            .filter(|f| f.role.counts())
            .flat_map(|f| &f.imports)
            .find(|(name, _)| prefixes.iter().any(|p| name.starts_with(p)))
            .map(|(_, place)| place)
    }

    fn java(&self, module: &Module) -> Class {
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
            None
        };
        class.version = property(module, "java.release");
        class
    }

    fn dotnet(&self, module: &Module) -> Class {
        let target = module.property("target.framework").unwrap_or("");
        let framework = target.split(';').next().unwrap_or("").trim();
        let old = framework.starts_with('v')
            || framework
                .strip_prefix("net")
                .is_some_and(|v| v.starts_with(['2', '3', '4']) && !v.contains('.'));
        let platform = if old { Platform::DotNetFramework } else { Platform::DotNet };
        let here = module.evidence.clone();
        let desktop =
            ["use.wpf", "use.windows.forms"].iter().any(|k| module.property(k) == Some("true"))
                || module.property("output.type").is_some_and(|t| t.eq_ignore_ascii_case("winexe"));
        let service = self
            .signal(FactKind::Supertype, "ServiceBase")
            .or_else(|| self.signal(FactKind::Supertype, "BackgroundService"));
        let sdk = module.property("sdk").unwrap_or("");
        let kind = match module.packaging {
            _ if desktop => ComponentKind::Desktop,
            Packaging::WebArchive => ComponentKind::Web,
            Packaging::Executable if sdk.ends_with(".Web") => ComponentKind::Web,
            Packaging::Executable if sdk.ends_with(".Worker") || service.is_some() => {
                ComponentKind::Worker
            }
            Packaging::Executable if self.listens().is_some() => ComponentKind::Web,
            Packaging::Executable => ComponentKind::Job,
            _ => ComponentKind::Library,
        };
        let mut class = self.class(kind, platform, here.clone());
        let has = |prefix: &str| {
            module.dependencies.iter().find(|d| d.name.to_ascii_lowercase().starts_with(prefix))
        };
        class.framework = if let Some(d) = has("microsoft.aspnet.mvc") {
            Some(Claim::new(
                format!("ASP.NET MVC {}", d.version.as_deref().unwrap_or("")).trim().to_owned(),
                d.evidence.clone(),
            ))
        } else if old && self.imports(&["System.Web.UI"]).is_some() && kind == ComponentKind::Web {
            Some(Claim::new("ASP.NET Web Forms".to_owned(), here.clone()))
        } else if let Some(place) =
            self.imports(&["System.ServiceModel"]).filter(|_| old && kind == ComponentKind::Web)
        {
            Some(Claim::new("WCF".to_owned(), place.clone()))
        } else if kind == ComponentKind::Web && !old {
            Some(Claim::new("ASP.NET Core".to_owned(), here))
        } else {
            None
        };
        class.version = property(module, "target.framework").map(|mut claim| {
            claim.value = clean_target(framework);
            claim
        });
        class
    }

    fn node(&self, module: &Module) -> Class {
        const SERVERS: [(&str, &str); 13] = [
            ("express", "Express"),
            ("@nestjs/core", "NestJS"),
            ("fastify", "Fastify"),
            ("koa", "Koa"),
            ("@hapi/hapi", "hapi"),
            ("hapi", "hapi"),
            ("restify", "Restify"),
            ("next", "Next.js"),
            ("nuxt", "Nuxt"),
            ("@feathersjs/feathers", "Feathers"),
            ("sails", "Sails"),
            ("@grpc/grpc-js", "gRPC"),
            ("grpc", "gRPC"),
        ];
        const PAGES: [&str; 5] =
            ["react-scripts", "@angular/core", "@vue/cli-service", "vite", "gatsby"];
        let runtime = |name: &str| {
            module
                .dependencies
                .iter()
                .find(|d| d.name == name && d.scope == Scope::Runtime && d.direct)
        };
        let start = module
            .properties
            .get("script.start")
            .or_else(|| module.properties.get("bin"))
            .or_else(|| module.properties.get("main"));
        let listens =
            self.signals.iter().copied().find(|s| {
                s.kind == FactKind::Listen && Language::of_path(&s.evidence.path).is_code()
            });
        let server = SERVERS.iter().find_map(|(name, title)| Some((runtime(name)?, *title)));
        let started =
            module.properties.contains_key("script.start") || self.candidate.dockerfile.is_some();
        let mut class = match (server, listens) {
            (Some((d, _)), Some(s)) => {
                let mut class = self.class(ComponentKind::Web, Platform::Node, d.evidence.clone());
                class.evidence.push(s.evidence.clone());
                class
            }
            (Some((d, _)), None) if started => {
                self.class(ComponentKind::Web, Platform::Node, d.evidence.clone())
            }
            (None, Some(s)) if started || start.is_some() => {
                self.class(ComponentKind::Web, Platform::Node, s.evidence.clone())
            }
            _ => {
                let page = PAGES
                    .iter()
                    .find_map(|p| module.dependencies.iter().find(|d| d.name == *p && d.direct));
                match (page, self.candidate.dockerfile.as_ref()) {
                    (Some(d), _) if module.properties.contains_key("script.build") => {
                        self.class(ComponentKind::Static, Platform::StaticFiles, d.evidence.clone())
                    }
                    (_, Some(dockerfile)) if module.properties.contains_key("script.start") => self
                        .class(
                            ComponentKind::Worker,
                            Platform::Node,
                            dockerfile.evidence[0].clone(),
                        ),
                    _ => {
                        self.class(ComponentKind::Library, Platform::Node, module.evidence.clone())
                    }
                }
            }
        };
        class.framework = server.map(|(d, title)| {
            let version = d.version.as_deref().unwrap_or("");
            Claim::new(format!("{title} {version}").trim().to_owned(), d.evidence.clone())
        });
        class.version = property(module, "engines.node");
        class
    }

    fn python(&self, module: Option<&Module>) -> Class {
        const FRAMEWORKS: [(&str, &str); 8] = [
            ("django", "Django"),
            ("flask", "Flask"),
            ("fastapi", "FastAPI"),
            ("tornado", "Tornado"),
            ("aiohttp", "aiohttp"),
            ("pyramid", "Pyramid"),
            ("bottle", "Bottle"),
            ("grpcio", "gRPC"),
        ];
        let here = module.map_or_else(|| self.candidate.place(), |m| m.evidence.clone());
        let framework = module.and_then(|m| {
            FRAMEWORKS.iter().find_map(|(name, title)| {
                // Compiled requirements list what others bring in, too: what the code imports is its framework.
                self.imports(&[if *name == "grpcio" { "grpc" } else { name }])?;
                let d = m
                    .dependencies
                    .iter()
                    .find(|d| d.scope == Scope::Runtime && d.direct && d.name == *name)?;
                let version = d.version.as_deref().unwrap_or("");
                Some(Claim::new(format!("{title} {version}").trim().to_owned(), d.evidence.clone()))
            })
        });
        let manage = self.files.iter().find(|f| {
            f.role.counts() && (f.path.ends_with("manage.py") || f.path.ends_with("wsgi.py"))
        });
        let imported = self.imports(&["flask", "django", "fastapi", "grpc"]).cloned();
        let serves = self
            .listens()
            .map(|s| s.evidence.clone())
            .or_else(|| manage.map(|f| Evidence::file(&f.path, "WSGI entry point")));
        let runs = framework.is_some() || imported.is_some();
        let mut class = match (serves, runs) {
            (Some(place), _) => self.class(ComponentKind::Web, Platform::Python, place),
            (None, true) if self.candidate.dockerfile.is_some() || self.has_start() => {
                self.class(ComponentKind::Web, Platform::Python, here.clone())
            }
            (None, _) if self.candidate.dockerfile.is_some() || self.has_start() => {
                self.class(ComponentKind::Worker, Platform::Python, here.clone())
            }
            (None, _) => self.class(ComponentKind::Library, Platform::Python, here.clone()),
        };
        class.framework = framework;
        class.version = module
            .and_then(|m| property(m, "python.requires"))
            .or_else(|| self.base_image_version("python"));
        class
    }

    fn has_start(&self) -> bool {
        self.signals
            .iter()
            .any(|s| s.kind == FactKind::ConfigKey && s.evidence.path.ends_with("Procfile"))
    }

    fn php(&self, module: Option<&Module>) -> Class {
        let index = self.files.iter().find(|f| {
            f.role.counts() && (f.path.ends_with("index.php") || f.path.ends_with("artisan"))
        });
        let here = module.map_or_else(|| self.candidate.place(), |m| m.evidence.clone());
        let mut class = match index {
            Some(file) => self.class(
                ComponentKind::Web,
                Platform::Php,
                Evidence::file(&file.path, "PHP entry point"),
            ),
            None => self.class(ComponentKind::Library, Platform::Php, here),
        };
        class.framework = module.and_then(|m| {
            [
                ("laravel/framework", "Laravel"),
                ("symfony/framework-bundle", "Symfony"),
                ("slim/slim", "Slim"),
                ("cakephp/cakephp", "CakePHP"),
            ]
            .iter()
            .find_map(|(name, title)| {
                let d = m.dependency(name)?;
                Some(Claim::new(
                    format!("{title} {}", d.version.as_deref().unwrap_or("")).trim().to_owned(),
                    d.evidence.clone(),
                ))
            })
        });
        class.version = module
            .and_then(|m| property(m, "php.version"))
            .or_else(|| self.base_image_version("php"));
        class
    }

    fn ruby(&self, module: &Module) -> Class {
        let rails = module.dependency("rails");
        let rack = self.files.iter().find(|f| f.path.ends_with("config.ru"));
        let sinatra = module.dependency("sinatra");
        let mut class = if let Some(d) = rails.or(sinatra) {
            self.class(ComponentKind::Web, Platform::Ruby, d.evidence.clone())
        } else if let Some(file) = rack {
            self.class(
                ComponentKind::Web,
                Platform::Ruby,
                Evidence::file(&file.path, "Rack entry point"),
            )
        } else if self.candidate.dockerfile.is_some() || self.has_start() {
            self.class(ComponentKind::Worker, Platform::Ruby, module.evidence.clone())
        } else {
            self.class(ComponentKind::Library, Platform::Ruby, module.evidence.clone())
        };
        class.framework = rails
            .map(|d| ("Ruby on Rails", d))
            .or(sinatra.map(|d| ("Sinatra", d)))
            .map(|(title, d)| {
                Claim::new(
                    format!("{title} {}", d.version.as_deref().unwrap_or("")).trim().to_owned(),
                    d.evidence.clone(),
                )
            });
        class.version =
            property(module, "ruby.version").or_else(|| self.base_image_version("ruby"));
        class
    }

    fn go(&self, module: &Module) -> Class {
        let main = self.files.iter().find(|f| {
            f.role.counts()
                && f.language == Language::Go
                && &*f.package == "main"
                && directory(&f.path) == &*self.candidate.root
        });
        let serves = self.listens().map(|s| s.evidence.clone());
        let http = self
            .imports(&[
                "net/http",
                "google.golang.org/grpc",
                "github.com/gin-gonic/gin",
                "github.com/labstack/echo",
            ])
            .cloned();
        let mut class = match (main, serves) {
            (Some(_), Some(place)) => self.class(ComponentKind::Web, Platform::Go, place),
            (Some(_), None) if http.is_some() && self.candidate.dockerfile.is_some() => self.class(
                ComponentKind::Web,
                Platform::Go,
                http.unwrap_or_else(|| module.evidence.clone()),
            ),
            (Some(file), None) if self.candidate.dockerfile.is_some() => self.class(
                ComponentKind::Worker,
                Platform::Go,
                Evidence::file(&file.path, "package main"),
            ),
            (Some(file), None) => self.class(
                ComponentKind::Job,
                Platform::Go,
                Evidence::file(&file.path, "package main"),
            ),
            (None, _) => self.class(ComponentKind::Library, Platform::Go, module.evidence.clone()),
        };
        class.version = property(module, "go.version");
        class
    }

    fn without_manifest(&self) -> Class {
        let mut by_language: std::collections::BTreeMap<Language, u64> =
            std::collections::BTreeMap::new();
        for file in self.files.iter().filter(|f| f.role.counts() && f.language.is_code()) {
            *by_language.entry(file.language).or_default() += u64::from(file.lines);
        }
        let main =
            by_language.iter().max_by_key(|(l, n)| (**n, std::cmp::Reverse(**l))).map(|(l, _)| *l);
        match main {
            Some(Language::Php) => return self.php(None),
            Some(Language::Python) => return self.python(None),
            _ => {}
        }
        let platform = match main {
            Some(Language::Java | Language::Kotlin | Language::Scala | Language::Groovy) => {
                Platform::Java
            }
            Some(Language::JavaScript | Language::TypeScript | Language::Tsx) => Platform::Node,
            Some(Language::Ruby) => Platform::Ruby,
            Some(Language::Go) => Platform::Go,
            _ => Platform::Unknown,
        };
        let kind = match (&self.candidate.dockerfile, self.listens()) {
            (Some(_), Some(_)) => ComponentKind::Web,
            (Some(_), None) => ComponentKind::Worker,
            (None, _) => ComponentKind::Library,
        };
        let place = self.candidate.place();
        self.class(kind, platform, place)
    }

    /// The version in the tag of an existing Dockerfile's `FROM python:3.11-slim`.
    fn base_image_version(&self, image: &str) -> Option<Claim<String>> {
        self.signals
            .iter()
            .filter(|s| s.kind == FactKind::ConfigKey && s.name.starts_with("FROM"))
            .find_map(|s| {
                let name = s.value.split_whitespace().next()?;
                let (repository, tag) = name.rsplit_once(':')?;
                if repository.rsplit('/').next()? != image {
                    return None;
                }
                let version: String =
                    tag.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
                (!version.is_empty()).then(|| {
                    Claim::new(version.trim_end_matches('.').to_owned(), s.evidence.clone())
                })
            })
    }
}

fn property(module: &Module, key: &str) -> Option<Claim<String>> {
    let property = module.properties.get(key).filter(|p| !p.value.is_empty())?;
    Some(Claim::new(property.value.clone(), property.evidence.clone()))
}

/// `net8.0` → `8.0`, `netcoreapp3.1` → `3.1`, `v4.7.2` and `net472` → `4.7.2`.
fn clean_target(target: &str) -> String {
    let digits = target
        .trim_start_matches("netcoreapp")
        .trim_start_matches("netstandard")
        .trim_start_matches("net")
        .trim_start_matches('v');
    let digits = digits.split('-').next().unwrap_or(digits);
    if digits.contains('.') || digits.len() < 2 {
        return digits.to_owned();
    }
    digits.chars().map(String::from).collect::<Vec<_>>().join(".")
}

/// The folder part of a path, empty for the root.
pub(crate) fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn target_frameworks() {
        for (target, version) in [
            ("net8.0", "8.0"),
            ("v4.7.2", "4.7.2"),
            ("net472", "4.7.2"),
            ("netcoreapp3.1", "3.1"),
            ("net8.0-windows", "8.0"),
        ] {
            assert_eq!(clean_target(target), version);
        }
    }
}
