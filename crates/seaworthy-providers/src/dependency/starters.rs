//! What starters bring.
//!
//! A starter is a library without code whose only use is to bring others. Rules ask for those others, and the build
//! file names the starter alone; the network is not asked, so the well-known ones are listed here. Versions are those
//! of the starter where both are released together, else not known.

/// Starter and what it brings, as `group:artifact`; `=` stands for the starter's own group.
const BROUGHT: &[(&str, &str)] = &[
    (
        "org.apache.camel.springboot:camel-spring-boot-starter",
        "=:camel-spring-boot org.apache.camel:camel-core-engine \
         org.springframework.boot:spring-boot-starter",
    ),
    (
        "org.springframework.boot:spring-boot-starter",
        "=:spring-boot =:spring-boot-autoconfigure =:spring-boot-starter-logging \
         org.springframework:spring-core org.yaml:snakeyaml",
    ),
    (
        "org.springframework.boot:spring-boot-starter-activemq",
        "=:spring-boot-starter org.springframework:spring-jms org.apache.activemq:activemq-broker",
    ),
    (
        "org.springframework.boot:spring-boot-starter-actuator",
        "=:spring-boot-starter =:spring-boot-actuator =:spring-boot-actuator-autoconfigure \
         io.micrometer:micrometer-core",
    ),
    (
        "org.springframework.boot:spring-boot-starter-amqp",
        "=:spring-boot-starter org.springframework:spring-messaging \
         org.springframework.amqp:spring-rabbit com.rabbitmq:amqp-client",
    ),
    (
        "org.springframework.boot:spring-boot-starter-aop",
        "=:spring-boot-starter org.springframework:spring-aop org.aspectj:aspectjweaver",
    ),
    (
        "org.springframework.boot:spring-boot-starter-artemis",
        "=:spring-boot-starter org.springframework:spring-jms",
    ),
    (
        "org.springframework.boot:spring-boot-starter-batch",
        "=:spring-boot-starter =:spring-boot-starter-jdbc \
         org.springframework.batch:spring-batch-core",
    ),
    (
        "org.springframework.boot:spring-boot-starter-cache",
        "=:spring-boot-starter org.springframework:spring-context-support",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-cassandra",
        "=:spring-boot-starter org.springframework.data:spring-data-cassandra",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-elasticsearch",
        "=:spring-boot-starter org.springframework.data:spring-data-elasticsearch",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-jdbc",
        "=:spring-boot-starter-jdbc org.springframework.data:spring-data-jdbc",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-jpa",
        "=:spring-boot-starter-aop =:spring-boot-starter-jdbc \
         org.springframework.data:spring-data-jpa org.springframework:spring-aspects \
         org.springframework:spring-orm",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-ldap",
        "=:spring-boot-starter org.springframework.data:spring-data-ldap \
         org.springframework.ldap:spring-ldap-core",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-mongodb",
        "=:spring-boot-starter org.springframework.data:spring-data-mongodb \
         org.mongodb:mongodb-driver-sync",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-neo4j",
        "=:spring-boot-starter org.springframework.data:spring-data-neo4j",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-r2dbc",
        "=:spring-boot-starter org.springframework.data:spring-data-r2dbc",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-redis",
        "=:spring-boot-starter org.springframework.data:spring-data-redis io.lettuce:lettuce-core",
    ),
    (
        "org.springframework.boot:spring-boot-starter-data-rest",
        "=:spring-boot-starter-web org.springframework.data:spring-data-rest-webmvc",
    ),
    (
        "org.springframework.boot:spring-boot-starter-freemarker",
        "=:spring-boot-starter org.freemarker:freemarker org.springframework:spring-context-support",
    ),
    (
        "org.springframework.boot:spring-boot-starter-hateoas",
        "=:spring-boot-starter-web org.springframework.hateoas:spring-hateoas",
    ),
    (
        "org.springframework.boot:spring-boot-starter-integration",
        "=:spring-boot-starter org.springframework.integration:spring-integration-core",
    ),
    (
        "org.springframework.boot:spring-boot-starter-jdbc",
        "=:spring-boot-starter com.zaxxer:HikariCP org.springframework:spring-jdbc \
         org.springframework:spring-tx",
    ),
    (
        "org.springframework.boot:spring-boot-starter-jersey",
        "=:spring-boot-starter-json =:spring-boot-starter-tomcat \
         org.glassfish.jersey.core:jersey-server",
    ),
    ("org.springframework.boot:spring-boot-starter-jetty", "org.eclipse.jetty:jetty-webapp"),
    (
        "org.springframework.boot:spring-boot-starter-json",
        "=:spring-boot-starter org.springframework:spring-web \
         com.fasterxml.jackson.core:jackson-databind \
         com.fasterxml.jackson.datatype:jackson-datatype-jdk8 \
         com.fasterxml.jackson.datatype:jackson-datatype-jsr310 \
         com.fasterxml.jackson.module:jackson-module-parameter-names",
    ),
    (
        "org.springframework.boot:spring-boot-starter-log4j2",
        "org.apache.logging.log4j:log4j-core org.slf4j:jul-to-slf4j",
    ),
    (
        "org.springframework.boot:spring-boot-starter-logging",
        "ch.qos.logback:logback-classic org.apache.logging.log4j:log4j-to-slf4j \
         org.slf4j:jul-to-slf4j",
    ),
    (
        "org.springframework.boot:spring-boot-starter-mail",
        "=:spring-boot-starter org.springframework:spring-context-support",
    ),
    (
        "org.springframework.boot:spring-boot-starter-oauth2-client",
        "=:spring-boot-starter org.springframework.security:spring-security-config \
         org.springframework.security:spring-security-core \
         org.springframework.security:spring-security-oauth2-client \
         org.springframework.security:spring-security-oauth2-jose",
    ),
    (
        "org.springframework.boot:spring-boot-starter-oauth2-resource-server",
        "=:spring-boot-starter org.springframework.security:spring-security-config \
         org.springframework.security:spring-security-core \
         org.springframework.security:spring-security-oauth2-resource-server \
         org.springframework.security:spring-security-oauth2-jose",
    ),
    (
        "org.springframework.boot:spring-boot-starter-quartz",
        "=:spring-boot-starter org.quartz-scheduler:quartz \
         org.springframework:spring-context-support org.springframework:spring-tx",
    ),
    (
        "org.springframework.boot:spring-boot-starter-reactor-netty",
        "io.projectreactor.netty:reactor-netty-http",
    ),
    (
        "org.springframework.boot:spring-boot-starter-security",
        "=:spring-boot-starter org.springframework:spring-aop \
         org.springframework.security:spring-security-config \
         org.springframework.security:spring-security-core \
         org.springframework.security:spring-security-web",
    ),
    (
        "org.springframework.boot:spring-boot-starter-test",
        "=:spring-boot-starter =:spring-boot-test =:spring-boot-test-autoconfigure \
         org.assertj:assertj-core org.mockito:mockito-core org.springframework:spring-test",
    ),
    ("org.springframework.boot:spring-boot-starter-thymeleaf", "=:spring-boot-starter"),
    (
        "org.springframework.boot:spring-boot-starter-tomcat",
        "org.apache.tomcat.embed:tomcat-embed-core org.apache.tomcat.embed:tomcat-embed-el \
         org.apache.tomcat.embed:tomcat-embed-websocket",
    ),
    (
        "org.springframework.boot:spring-boot-starter-undertow",
        "io.undertow:undertow-core io.undertow:undertow-servlet io.undertow:undertow-websockets-jsr",
    ),
    (
        "org.springframework.boot:spring-boot-starter-validation",
        "=:spring-boot-starter org.hibernate.validator:hibernate-validator",
    ),
    (
        "org.springframework.boot:spring-boot-starter-web",
        "=:spring-boot-starter =:spring-boot-starter-json =:spring-boot-starter-tomcat \
         org.springframework:spring-web org.springframework:spring-webmvc",
    ),
    (
        "org.springframework.boot:spring-boot-starter-web-services",
        "=:spring-boot-starter-web org.springframework.ws:spring-ws-core",
    ),
    (
        "org.springframework.boot:spring-boot-starter-webflux",
        "=:spring-boot-starter =:spring-boot-starter-json =:spring-boot-starter-reactor-netty \
         org.springframework:spring-web org.springframework:spring-webflux",
    ),
    (
        "org.springframework.boot:spring-boot-starter-websocket",
        "=:spring-boot-starter-web org.springframework:spring-messaging \
         org.springframework:spring-websocket",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter",
        "=:spring-cloud-commons =:spring-cloud-context",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-bus-amqp",
        "=:spring-cloud-bus =:spring-cloud-starter-stream-rabbit",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-config",
        "=:spring-cloud-config-client =:spring-cloud-starter",
    ),
    ("org.springframework.cloud:spring-cloud-starter-consul", "=:spring-cloud-consul-core"),
    (
        "org.springframework.cloud:spring-cloud-starter-consul-config",
        "=:spring-cloud-consul-config =:spring-cloud-starter-consul",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-consul-discovery",
        "=:spring-cloud-consul-discovery =:spring-cloud-starter-consul",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-gateway",
        "=:spring-cloud-starter org.springframework.boot:spring-boot-starter-webflux",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-netflix-eureka-client",
        "=:spring-cloud-netflix-eureka-client =:spring-cloud-starter",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-netflix-eureka-server",
        "=:spring-cloud-netflix-eureka-server =:spring-cloud-starter",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-openfeign",
        "=:spring-cloud-openfeign-core =:spring-cloud-starter",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-stream-kafka",
        "=:spring-cloud-stream-binder-kafka",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-stream-rabbit",
        "=:spring-cloud-stream-binder-rabbit",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-vault-config",
        "=:spring-cloud-starter =:spring-cloud-vault-config",
    ),
    (
        "org.springframework.cloud:spring-cloud-starter-zookeeper-discovery",
        "=:spring-cloud-zookeeper-discovery",
    ),
];

/// Most libraries that one starter brings, starters of starters included.
const MAX_BROUGHT: usize = 100;

/// A library that a starter brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Brought {
    pub(super) group: String,
    pub(super) artifact: String,
    /// Whether it has the version of the starter.
    pub(super) same_version: bool,
}

/// What a library brings, starters of starters included, nearest first, each once; what is excluded brings nothing
/// either.
pub(super) fn brought_by(
    group: &str,
    artifact: &str,
    is_excluded: impl Fn(&str, &str) -> bool,
) -> Vec<Brought> {
    let mut found: Vec<Brought> = Vec::new();
    let mut next = 0;
    let mut at = Some((group.to_owned(), artifact.to_owned(), true));
    while let Some((group, artifact, same)) = at.take() {
        let own = format!("{group}:{artifact}");
        let row = BROUGHT.binary_search_by(|(name, _)| (*name).cmp(own.as_str())).ok();
        let names = row.and_then(|i| BROUGHT.get(i)).map_or("", |(_, names)| names);
        for (of, name) in names.split_whitespace().filter_map(|name| name.split_once(':')) {
            let brought = Brought {
                group: if of == "=" { group.clone() } else { of.to_owned() },
                artifact: name.to_owned(),
                same_version: same && of == "=" && is_released_together(&group, name),
            };
            let is_known = found
                .iter()
                .any(|b| (&b.group, &b.artifact) == (&brought.group, &brought.artifact));
            if !is_known && !is_excluded(&brought.group, &brought.artifact) {
                found.push(brought);
            }
        }
        if let Some(brought) = found.get(next).filter(|_| next < MAX_BROUGHT) {
            at = Some((brought.group.clone(), brought.artifact.clone(), brought.same_version));
            next += 1;
        }
    }
    found
}

/// Whether the artifacts of a group have one version; projects of Spring Cloud are released one by one.
fn is_released_together(group: &str, artifact: &str) -> bool {
    match group {
        "org.springframework.cloud" => artifact.contains("consul") || artifact.contains("netflix"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_for_the_search() {
        assert!(BROUGHT.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn starters_of_starters_count_and_exclusions_cut() {
        let web = |excluded: &str| {
            brought_by("org.springframework.boot", "spring-boot-starter-web", |_, a| a == excluded)
        };
        let has = |all: &[Brought], name: &str| all.iter().any(|b| b.artifact == name);
        let all = web("");
        assert!(has(&all, "tomcat-embed-core") && has(&all, "logback-classic"));
        assert!(all.iter().any(|b| b.artifact == "spring-boot" && b.same_version));
        assert!(all.iter().any(|b| b.artifact == "spring-webmvc" && !b.same_version));
        assert!(!has(&web("spring-boot-starter-tomcat"), "tomcat-embed-core"));
        assert_eq!(brought_by("acme", "thing", |_, _| false), []);
    }
}
