//! Groups of artifacts that are built without Maven's record and whose name belongs to one publisher.

/// Artifact (a `*` at the end stands for any rest), first major version, group. The first row that fits counts.
const GROUPS: &[(&str, u32, &str)] = &[
    ("spring-boot*", 0, "org.springframework.boot"),
    ("spring-security-oauth2", 0, "org.springframework.security.oauth"),
    ("spring-security-*", 0, "org.springframework.security"),
    ("spring-data-*", 0, "org.springframework.data"),
    ("spring-batch-*", 0, "org.springframework.batch"),
    ("spring-integration-*", 0, "org.springframework.integration"),
    ("spring-session-*", 0, "org.springframework.session"),
    ("spring-ldap-*", 0, "org.springframework.ldap"),
    ("spring-ws-*", 0, "org.springframework.ws"),
    ("spring-kafka*", 0, "org.springframework.kafka"),
    ("spring-rabbit*", 0, "org.springframework.amqp"),
    ("spring-amqp", 0, "org.springframework.amqp"),
    ("spring-retry", 0, "org.springframework.retry"),
    ("spring-hateoas", 0, "org.springframework.hateoas"),
    ("spring-plugin-core", 0, "org.springframework.plugin"),
    ("spring-webflow", 0, "org.springframework.webflow"),
    ("spring-aop", 0, "org.springframework"),
    ("spring-aspects", 0, "org.springframework"),
    ("spring-beans", 0, "org.springframework"),
    ("spring-context*", 0, "org.springframework"),
    ("spring-core*", 0, "org.springframework"),
    ("spring-expression", 0, "org.springframework"),
    ("spring-instrument*", 0, "org.springframework"),
    ("spring-jcl", 0, "org.springframework"),
    ("spring-jdbc", 0, "org.springframework"),
    ("spring-jms", 0, "org.springframework"),
    ("spring-messaging", 0, "org.springframework"),
    ("spring-orm", 0, "org.springframework"),
    ("spring-oxm", 0, "org.springframework"),
    ("spring-r2dbc", 0, "org.springframework"),
    ("spring-test", 0, "org.springframework"),
    ("spring-tx", 0, "org.springframework"),
    ("spring-web*", 0, "org.springframework"),
    ("spring", 0, "org.springframework"),
    ("activation", 0, "javax.activation"),
    ("ant", 1, "org.apache.ant"),
    ("ant-*", 1, "org.apache.ant"),
    ("antlr", 0, "antlr"),
    ("aopalliance", 0, "aopalliance"),
    ("apiguardian-api", 0, "org.apiguardian"),
    ("asm", 4, "org.ow2.asm"),
    ("asm-*", 4, "org.ow2.asm"),
    ("asm", 0, "asm"),
    ("asm-*", 0, "asm"),
    ("aspectj*", 0, "org.aspectj"),
    ("bcprov-*", 0, "org.bouncycastle"),
    ("bcpkix-*", 0, "org.bouncycastle"),
    ("bcutil-*", 0, "org.bouncycastle"),
    ("bcmail-*", 0, "org.bouncycastle"),
    ("bcpg-*", 0, "org.bouncycastle"),
    ("c3p0", 0, "com.mchange"),
    ("cglib", 0, "cglib"),
    ("cglib-nodep", 0, "cglib"),
    ("commons-beanutils", 0, "commons-beanutils"),
    ("commons-codec", 0, "commons-codec"),
    ("commons-collections", 0, "commons-collections"),
    ("commons-dbcp", 0, "commons-dbcp"),
    ("commons-digester", 0, "commons-digester"),
    ("commons-fileupload", 0, "commons-fileupload"),
    ("commons-httpclient", 0, "commons-httpclient"),
    ("commons-io", 0, "commons-io"),
    ("commons-lang", 0, "commons-lang"),
    ("commons-logging", 0, "commons-logging"),
    ("commons-pool", 0, "commons-pool"),
    ("commons-validator", 0, "commons-validator"),
    ("derby*", 0, "org.apache.derby"),
    ("dom4j", 2, "org.dom4j"),
    ("dom4j", 0, "dom4j"),
    ("groovy", 4, "org.apache.groovy"),
    ("groovy-*", 4, "org.apache.groovy"),
    ("groovy", 0, "org.codehaus.groovy"),
    ("groovy-*", 0, "org.codehaus.groovy"),
    ("hibernate-core", 6, "org.hibernate.orm"),
    ("hibernate-core", 0, "org.hibernate"),
    ("hibernate-entitymanager", 0, "org.hibernate"),
    ("hibernate-jpa-2.1-api", 0, "org.hibernate.javax.persistence"),
    ("hsqldb", 2, "org.hsqldb"),
    ("hsqldb", 0, "hsqldb"),
    ("javassist", 3, "org.javassist"),
    ("javax.inject", 0, "javax.inject"),
    ("jaxen", 0, "jaxen"),
    ("jcip-annotations", 0, "net.jcip"),
    ("jna", 0, "net.java.dev.jna"),
    ("jna-platform", 0, "net.java.dev.jna"),
    ("jsp-api", 0, "javax.servlet.jsp"),
    ("jsr250-api", 0, "javax.annotation"),
    ("jstl", 0, "javax.servlet"),
    ("junit-jupiter*", 5, "org.junit.jupiter"),
    ("junit-platform-*", 0, "org.junit.platform"),
    ("junit-vintage-*", 0, "org.junit.vintage"),
    ("junit", 0, "junit"),
    ("kotlin-*", 1, "org.jetbrains.kotlin"),
    ("log4j", 1, "log4j"),
    ("lombok", 0, "org.projectlombok"),
    ("micrometer-*", 0, "io.micrometer"),
    ("mockito-*", 0, "org.mockito"),
    ("mssql-jdbc", 0, "com.microsoft.sqlserver"),
    ("mysql-connector-java", 0, "mysql"),
    ("mysql-connector-j", 0, "com.mysql"),
    ("nekohtml", 0, "net.sourceforge.nekohtml"),
    ("ojdbc8", 0, "com.oracle.database.jdbc"),
    ("ojdbc10", 0, "com.oracle.database.jdbc"),
    ("ojdbc11", 0, "com.oracle.database.jdbc"),
    ("okhttp", 3, "com.squareup.okhttp3"),
    ("opentest4j", 0, "org.opentest4j"),
    ("oro", 0, "oro"),
    ("quartz", 2, "org.quartz-scheduler"),
    ("reactor-core", 0, "io.projectreactor"),
    ("saxon-he", 0, "net.sf.saxon"),
    ("selenium-*", 0, "org.seleniumhq.selenium"),
    ("servlet-api", 0, "javax.servlet"),
    ("testcontainers*", 0, "org.testcontainers"),
    ("velocity", 1, "org.apache.velocity"),
    ("wsdl4j", 0, "wsdl4j"),
    ("xalan", 0, "xalan"),
    ("xercesimpl", 0, "xerces"),
    ("xml-apis", 0, "xml-apis"),
    ("xmlpull", 0, "xmlpull"),
];

/// The group of an artifact of that name and version, where the name leaves no doubt.
pub(super) fn group_of(artifact: &str, version: &str) -> Option<&'static str> {
    let end = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    let major: u32 = version.get(..end)?.parse().ok()?;
    let name = artifact.to_ascii_lowercase();
    GROUPS
        .iter()
        .find(|(pattern, from, _)| {
            *from <= major
                && match pattern.strip_suffix('*') {
                    Some(start) => name.starts_with(start),
                    None => name == *pattern,
                }
        })
        .map(|(_, _, group)| *group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_publisher_give_a_group() {
        assert_eq!(group_of("spring-core", "5.3.1"), Some("org.springframework"));
        assert_eq!(group_of("hibernate-core", "6.1.0.Final"), Some("org.hibernate.orm"));
        assert_eq!(group_of("asm", "3.1"), Some("asm"));
        assert_eq!(group_of("Saxon-HE", "12.9"), Some("net.sf.saxon"));
        assert_eq!(group_of("core", "1"), None);
        assert_eq!(group_of("spring-core", "x"), None);
    }
}
