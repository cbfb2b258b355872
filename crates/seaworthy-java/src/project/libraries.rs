//! Which packages the declared dependencies can own, by their coordinates: the jars themselves are not at hand.
//!
//! The answer is a guess on the safe side: a package counts as owned when the name of a dependency speaks for it. The tables
//! hold what names do not say: groups that many projects share, specifications under many names, well-known dependencies of
//! dependencies.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use seaworthy_types::LibraryType;

/// The dependencies of an application.
#[derive(Clone, Debug, Default)]
pub struct Libraries {
    /// Prefixes of packages, by whole parts.
    prefixes: FxHashSet<String>,
    /// Words of names that tell something, for packages that have them among their first parts.
    words: FxHashSet<String>,
    /// Words of the names of specifications, after the root that they are for: `javax servlet`.
    specifications: FxHashSet<(Root, String)>,
    /// Dependencies that bring all of Java EE.
    platforms: FxHashSet<Root>,
    /// Types of class files at hand, by package and name.
    described: FxHashMap<String, FxHashMap<String, Arc<LibraryType>>>,
    /// Simple names of those that are member types.
    member_names: FxHashSet<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Root {
    Javax,
    Jakarta,
}

/// Groups of many unrelated projects: one more part tells them apart.
const SHARED: &[&str] = &[
    "org.apache",
    "org.eclipse",
    "org.jboss",
    "org.codehaus",
    "org.glassfish",
    "org.wildfly",
    "com.google",
    "com.sun",
    "com.ibm",
    "com.oracle",
    "com.microsoft",
    "com.github",
    "io.github",
    "net.sf",
    "net.sourceforge",
    "net.java",
    "org.ow2",
    "org.jetbrains",
];

/// Words that tell nothing about packages.
const VAGUE: &[&str] = &[
    "all",
    "annotation",
    "annotations",
    "api",
    "app",
    "apache",
    "base",
    "bom",
    "boot",
    "client",
    "cloud",
    "common",
    "commons",
    "config",
    "core",
    "data",
    "dev",
    "eclipse",
    "ee",
    "engine",
    "ext",
    "extension",
    "extensions",
    "framework",
    "full",
    "google",
    "http",
    "ibm",
    "impl",
    "integration",
    "io",
    "java",
    "jakarta",
    "javax",
    "jboss",
    "jdbc",
    "jdk",
    "jre",
    "json",
    "lib",
    "library",
    "log",
    "logging",
    "main",
    "maven",
    "mock",
    "model",
    "module",
    "modules",
    "net",
    "oracle",
    "orm",
    "parent",
    "plugin",
    "project",
    "remote",
    "runtime",
    "server",
    "service",
    "services",
    "shared",
    "simple",
    "spec",
    "spi",
    "sql",
    "starter",
    "sun",
    "support",
    "test",
    "testing",
    "tests",
    "tools",
    "util",
    "utils",
    "web",
    "xml",
];

/// First parts of packages that are no names of projects.
const DOMAINS: &[&str] = &[
    "org", "com", "net", "io", "edu", "gov", "de", "fr", "uk", "co", "eu", "ch", "at", "it", "jp",
    "br", "me", "dev",
];

/// Words of specifications and of what implements them, and the part of `javax.` or `jakarta.` that comes with them.
const SPECIFICATIONS: &[(&str, &[&str])] = &[
    ("servlet", &["servlet", "tomcat", "jetty", "undertow", "jsp"]),
    ("ejb", &["ejb", "ejb3", "openejb"]),
    ("jms", &["jms", "activemq", "artemis", "hornetq"]),
    ("persistence", &["persistence", "jpa", "hibernate", "eclipselink", "openjpa"]),
    ("ws", &["rs", "jaxrs", "resteasy", "jersey", "cxf", "ws"]),
    ("inject", &["inject", "cdi", "weld", "arc"]),
    ("enterprise", &["cdi", "enterprise", "weld", "arc", "deploy", "concurrency", "openwebbeans"]),
    ("decorator", &["cdi", "decorator", "weld", "arc"]),
    (
        "annotation",
        &["annotation", "annotations", "jsr250", "jsr305", "findbugs", "spotbugs", "starter"],
    ),
    ("transaction", &["transaction", "jta", "hibernate", "narayana"]),
    ("interceptor", &["interceptor", "interceptors", "cdi", "weld", "arc"]),
    ("validation", &["validation", "validator"]),
    ("faces", &["faces", "jsf", "myfaces", "mojarra"]),
    ("el", &["el"]),
    ("json", &["json", "jsonp", "jsonb", "johnzon", "yasson"]),
    ("batch", &["batch", "jberet"]),
    ("mail", &["mail", "email", "javamail"]),
    ("activation", &["activation", "mail", "email", "jaxb"]),
    ("xml.bind", &["jaxb", "bind"]),
    ("xml.ws", &["jaxws", "ws", "cxf"]),
    ("xml.soap", &["soap", "saaj", "jaxws"]),
    ("xml.rpc", &["rpc", "jaxrpc"]),
    ("xml.registry", &["registry", "jaxr"]),
    ("jws", &["jws", "jaxws", "cxf"]),
    ("resource", &["resource", "connector", "jca"]),
    ("websocket", &["websocket", "tyrus"]),
    ("security", &["security", "jacc", "jaspic", "auth"]),
    ("cache", &["cache", "jcache"]),
];

/// Dependencies that bring a whole platform.
const PLATFORMS: &[&str] = &[
    "javaee",
    "jakartaee",
    "j2ee",
    "jee",
    "openejb",
    "tomee",
    "payara",
    "glassfish-embedded",
    "wildfly-spec",
];

/// Packages that come with dependencies whose names do not say so: a part of `group:artifact`, and prefixes.
const COMES_WITH: &[(&str, &[&str])] = &[
    ("guava", &["com.google.common"]),
    ("asm", &["org.objectweb"]),
    ("cglib", &["net.sf.cglib"]),
    ("kotlin", &["kotlin"]),
    ("mysql", &["com.mysql"]),
    ("junit", &["org.junit", "junit", "org.hamcrest"]),
    ("openjfx", &["javafx"]),
    ("httpclient", &["org.apache.http"]),
    ("httpcore", &["org.apache.http"]),
    ("scala", &["scala"]),
    ("groovy", &["groovy"]),
    ("ojdbc", &["oracle"]),
    ("c3p0", &["com.mchange"]),
    ("drools", &["org.kie"]),
    ("hibernate", &["org.jboss.logging"]),
    ("hibernate-search", &["org.apache.lucene"]),
    ("elasticsearch", &["org.apache.lucene"]),
    ("solr", &["org.apache.lucene"]),
    ("spring-boot-starter", &["org.slf4j", "ch.qos.logback", "org.yaml", "org.apache.logging"]),
    (
        "spring-boot-starter-web",
        &["com.fasterxml.jackson", "org.apache.tomcat", "org.apache.catalina"],
    ),
    ("spring-boot-starter-test", &["org.junit", "org.mockito", "org.assertj", "org.hamcrest"]),
    ("spring-boot-starter-data-jpa", &["org.hibernate"]),
    ("camel-spring", &["org.springframework"]),
    ("quarkus", &["org.eclipse.microprofile", "io.smallrye", "org.jboss.logging", "io.vertx"]),
    ("tomcat", &["org.apache.catalina", "org.apache.coyote", "org.apache.jasper"]),
    ("xerces", &["org.apache.xerces", "org.apache.xml"]),
    ("bcprov", &["org.bouncycastle"]),
    ("wss4j", &["org.apache.ws"]),
];

impl Libraries {
    /// Reads the coordinates (group and artifact) of all dependencies, also those that other dependencies bring, if known.
    pub fn new<'c>(coordinates: impl IntoIterator<Item = (&'c str, &'c str)>) -> Self {
        let mut libraries = Self::default();
        for (group, artifact) in coordinates {
            if !artifact.ends_with("-bom") {
                libraries.add(&group.to_lowercase(), &artifact.to_lowercase());
            }
        }
        libraries
    }

    /// Adds types that class files at hand describe: of jars in a folder, in an archive or in a local repository. They win
    /// over the built-in index, and their packages are owned whatever the coordinates say. Of two types with equal names the
    /// first counts, as on a class path.
    pub fn add_signatures(&mut self, types: impl IntoIterator<Item = LibraryType>) {
        for of in types {
            if let Some((_, member)) = of.name.rsplit_once('.') {
                self.member_names.insert(member.to_owned());
            }
            let package = self.described.entry(of.package.to_string()).or_default();
            package.entry(of.name.to_string()).or_insert_with(|| Arc::new(of));
        }
    }

    /// A type of class files at hand, by its package and its name in it.
    pub(crate) fn find_in(&self, package: &str, name: &str) -> Option<Arc<LibraryType>> {
        self.described.get(package)?.get(name).cloned()
    }

    /// A type of class files at hand, by its qualified name.
    pub(crate) fn find(&self, qualified: &str) -> Option<Arc<LibraryType>> {
        if self.described.is_empty() {
            return None;
        }
        let ends = qualified.match_indices('.').map(|(at, _)| at);
        ends.rev().find_map(|at| self.find_in(qualified.get(..at)?, qualified.get(at + 1..)?))
    }

    /// Whether a class file at hand is that of a member type with this simple name.
    pub(crate) fn has_member_name(&self, name: &str) -> bool {
        self.member_names.contains(name)
    }

    fn add(&mut self, group: &str, artifact: &str) {
        let whole = format!("{group}:{artifact}");
        let is_specification = group.starts_with("javax") || group.starts_with("jakarta");
        let roots: &[Root] = match (whole.contains("javax"), whole.contains("jakarta")) {
            (true, false) => &[Root::Javax],
            // Artifacts of Jakarta EE 8 are called Jakarta and hold `javax` still.
            _ => &[Root::Javax, Root::Jakarta],
        };
        let words: Vec<&str> =
            whole.split(['.', '-', '_', ':']).filter(|word| !word.is_empty()).collect();
        for &root in roots {
            if PLATFORMS.iter().any(|name| whole.contains(name)) {
                self.platforms.insert(root);
            }
            for word in &words {
                self.specifications.insert((root, (*word).to_owned()));
            }
        }
        if !is_specification {
            let parts: Vec<&str> = group.split('.').collect();
            let shared = parts.get(..2).is_some_and(|two| SHARED.contains(&two.join(".").as_str()));
            let depth = if shared { 3 } else { 2 };
            if let Some(base) = parts.get(..depth) {
                self.prefixes.insert(base.join("."));
            }
        }
        for word in words {
            if word.len() > 1 && !VAGUE.contains(&word) && !DOMAINS.contains(&word) {
                self.words.insert(word.to_owned());
            }
        }
        self.words.insert(artifact.replace(['-', '_', '.'], ""));
        for (name, prefixes) in COMES_WITH {
            if whole.contains(name) {
                self.prefixes.extend(prefixes.iter().map(|prefix| (*prefix).to_owned()));
            }
        }
    }

    /// Whether no dependency is known.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a dependency can own a package.
    pub fn can_own(&self, package: &str) -> bool {
        if self.is_empty() || package.is_empty() || package.starts_with("java.") {
            return false;
        }
        for root in [Root::Javax, Root::Jakarta] {
            let name = if root == Root::Javax { "javax" } else { "jakarta" };
            if let Some(rest) = package.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')) {
                return self.can_own_specification(root, rest);
            }
        }
        let mut ends = package.match_indices('.').map(|(i, _)| i).chain([package.len()]);
        ends.any(|end| package.get(..end).is_some_and(|prefix| self.prefixes.contains(prefix)))
            || self.has_word_of(package)
    }

    fn has_word_of(&self, package: &str) -> bool {
        let lower = package.to_lowercase();
        let parts: Vec<&str> = lower.split('.').collect();
        let shared = parts.get(..2).is_some_and(|two| SHARED.contains(&two.join(".").as_str()));
        let is_name = |part: &&&str| !DOMAINS.contains(*part) && !VAGUE.contains(*part);
        parts.iter().take(if shared { 4 } else { 3 }).filter(is_name).any(|part| {
            self.words.contains(*part)
                || (part.len() > 4 && self.words.iter().any(|word| word.starts_with(*part)))
        })
    }

    fn can_own_specification(&self, root: Root, rest: &str) -> bool {
        if self.platforms.contains(&root) {
            return true;
        }
        let has = |word: &str| self.specifications.contains(&(root, word.to_owned()));
        let within = |area: &str| {
            rest.strip_prefix(area).is_some_and(|tail| tail.is_empty() || tail.starts_with('.'))
        };
        let named = SPECIFICATIONS.iter().find(|(area, _)| within(area));
        match named {
            Some((_, words)) => words.iter().any(|word| has(word)),
            None => rest.split('.').next().is_some_and(has),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owns(coordinates: &[(&str, &str)], package: &str) -> bool {
        Libraries::new(coordinates.iter().copied()).can_own(package)
    }

    #[test]
    fn groups_own_their_packages() {
        let spring = [("org.springframework.boot", "spring-boot-starter-web")];
        assert!(owns(&spring, "org.springframework.web.bind"));
        assert!(owns(&spring, "com.fasterxml.jackson.core") && owns(&spring, "javax.annotation"));
        assert!(!owns(&spring, "org.hibernate") && !owns(&spring, "commonj.timers"));
        assert!(!owns(&[], "org.springframework"));
    }

    #[test]
    fn shared_groups_are_told_apart() {
        let camel = [("org.apache.camel", "camel-core")];
        assert!(owns(&camel, "org.apache.camel.component"));
        assert!(!owns(&camel, "org.apache.shiro"));
        assert!(owns(&[("log4j", "log4j")], "org.apache.log4j"));
        assert!(!owns(&[("log4j", "log4j")], "org.apache.commons.lang"));
        assert!(owns(&[("commons-lang", "commons-lang")], "org.apache.commons.lang.time"));
    }

    #[test]
    fn words_of_names_speak_for_packages() {
        assert!(owns(&[("org.simplejavamail", "simple-java-mail")], "org.simplejavamail.email"));
        assert!(owns(&[("net.java.dev.jna", "jna")], "com.sun.jna.platform"));
        assert!(owns(&[("xerces", "xercesImpl")], "org.apache.xerces.dom"));
        assert!(owns(&[("dom4j", "dom4j")], "org.dom4j.io"));
    }

    #[test]
    fn specifications_come_under_many_names() {
        assert!(owns(&[("javax.servlet", "javax.servlet-api")], "javax.servlet.http"));
        assert!(!owns(&[("javax.servlet", "javax.servlet-api")], "jakarta.servlet"));
        assert!(owns(&[("jakarta.servlet", "jakarta.servlet-api")], "javax.servlet"));
        assert!(owns(&[("org.jboss.spec.javax.jms", "jboss-jms-api_2.0_spec")], "javax.jms"));
        assert!(!owns(&[("javax.ejb", "javax.ejb-api")], "javax.jms"));
        assert!(owns(&[("javax", "javaee-api")], "javax.xml.rpc"));
        assert!(!owns(&[("javax", "javaee-api")], "jakarta.ejb"));
        assert!(owns(&[("org.hibernate", "hibernate-core")], "javax.persistence"));
        assert!(owns(&[("javax.portlet", "portlet-api")], "javax.portlet.filter"));
        assert!(!owns(&[("jakarta.platform", "jakarta.jakartaee-bom")], "jakarta.ejb"));
    }
}
