use seaworthy_facts::FactKind;

use crate::testing::{facts, keys, problems, row, rows};

#[test]
fn paths_of_elements_and_attributes() {
    let text = "<?xml version=\"1.0\"?>\n<web-app xmlns=\"http://java.sun.com/xml/ns/javaee\" version=\"3.0\">\n  <distributable/>\n  <session-config>\n    <session-timeout>\n      30\n    </session-timeout>\n  </session-config>\n</web-app>\n";
    let expected = [
        ("web-app/@xmlns", "http://java.sun.com/xml/ns/javaee", 2),
        ("web-app/@version", "3.0", 2),
        ("web-app/distributable", "", 3),
        ("web-app/session-config/session-timeout", "30", 6),
    ];
    assert_eq!(keys("WEB-INF/web.xml", text), expected.map(row));
    assert!(rows(FactKind::Url, "WEB-INF/web.xml", text).is_empty());
}

#[test]
fn net_settings_are_named() {
    let text = "<configuration>\n <appSettings>\n  <add key=\"ClientId\" value=\"x1\"/>\n </appSettings>\n <connectionStrings>\n  <add name=\"Db\" connectionString=\"Server=db\"/>\n </connectionStrings>\n <system.web>\n  <sessionState mode=\"InProc\"/>\n </system.web>\n</configuration>\n";
    let read = keys("Web.config", text);
    for expected in [
        ("configuration/appSettings/add[ClientId]", "x1", 3),
        ("configuration/appSettings/add/@key", "ClientId", 3),
        ("configuration/connectionStrings/add[Db]", "Server=db", 6),
        ("configuration/system.web/sessionState/@mode", "InProc", 9),
    ] {
        assert!(read.contains(&row(expected)), "{expected:?} in {read:?}");
    }
}

#[test]
fn java_descriptors_and_beans_are_named() {
    let text = "<x>\n<context-param><param-name>a</param-name><param-value>1</param-value></context-param>\n<servlet><init-param><param-name>b</param-name>\n<param-value>2</param-value></init-param></servlet>\n<env-entry><env-entry-name>c</env-entry-name><env-entry-value>3</env-entry-value></env-entry>\n<bean id=\"ds\"><property name=\"url\" value=\"jdbc:h2:mem\"/><property name=\"u\"><value>4</value></property></bean>\n<hib:property name=\"dialect\">D</hib:property>\n<map><entry key=\"k\">v</entry></map>\n<xa-datasource-property name=\"URL\">jdbc:x</xa-datasource-property>\n</x>\n";
    let read = keys("beans.xml", text);
    for expected in [
        ("x/context-param[a]", "1", 2),
        ("x/servlet/init-param[b]", "2", 4),
        ("x/env-entry[c]", "3", 5),
        ("x/bean/property[url]", "jdbc:h2:mem", 6),
        ("x/bean/property[u]", "4", 6),
        ("x/property[dialect]", "D", 7),
        ("x/map/entry[k]", "v", 8),
        ("x/xa-datasource-property[URL]", "jdbc:x", 9),
    ] {
        assert!(read.contains(&row(expected)), "{expected:?} in {read:?}");
    }
    // Each address once, under its most telling key.
    let urls = [
        ("jdbc:h2:mem", "x/bean/property[url]", 6),
        ("jdbc:x", "x/xa-datasource-property[URL]", 9),
    ];
    assert_eq!(rows(FactKind::Url, "beans.xml", text), urls.map(row));
}

#[test]
fn server_ports() {
    let text = "<s>\n<Service><Connector port=\"8080\" protocol=\"HTTP/1.1\"/>\n<Connector port=\"8009\" protocol=\"AJP/1.3\"/></Service>\n<socket-binding name=\"http\" port=\"${jboss.http.port:8081}\"/>\n<socket-binding name=\"txn\" port=\"4712\"/>\n<httpEndpoint host=\"*\" httpPort=\"9080\" httpsPort=\"9443\"/>\n<bindings><binding protocol=\"http\" bindingInformation=\"*:82:localhost\"/></bindings>\n<server><listen-port>7001</listen-port></server>\n</s>";
    let expected = [
        ("8080", "", 2),
        ("8081", "", 4),
        ("9080", "*", 6),
        ("9443", "*", 6),
        ("82", "*", 7),
        ("7001", "", 8),
    ];
    assert_eq!(rows(FactKind::Listen, "server.xml", text), expected.map(row));
}

#[test]
fn log_files() {
    let text = "<c>\n<appender><param name=\"File\" value=\"/l/1\"/></appender>\n<Appenders><RollingFile fileName=\"/l/2\" filePattern=\"x\"/></Appenders>\n<appender><file>/l/3</file><rollingPolicy><fileNamePattern>/l/3.%d</fileNamePattern></rollingPolicy></appender>\n<targets><target fileName=\"/l/4\"/></targets>\n<appender><file value=\"/l/5\"/></appender>\n<appender><rollingPolicy><fileNamePattern>/l/6.%d</fileNamePattern></rollingPolicy></appender>\n<file-handler><file relative-to=\"x\" path=\"7.log\"/></file-handler>\n<other><file>/no</file></other>\n</c>";
    let expected = [
        ("/l/1", "logging", 2),
        ("/l/2", "logging", 3),
        ("/l/3", "logging", 4),
        ("/l/4", "logging", 5),
        ("/l/5", "logging", 6),
        ("/l/6.%d", "logging", 7),
        ("7.log", "logging", 8),
    ];
    assert_eq!(rows(FactKind::FileWrite, "logback.xml", text), expected.map(row));
}

#[test]
fn a_standalone_server_file() {
    let text = "<server xmlns=\"urn:jboss:domain:20.0\">\n<system-properties><property name=\"a.b\" value=\"${env.A_B:c}\"/></system-properties>\n<profile><subsystem xmlns=\"urn:jboss:domain:datasources:6.0\"><datasources><datasource jndi-name=\"java:/Ds\">\n<connection-url>jdbc:postgresql://${env.DB_HOST:db}/x</connection-url></datasource></datasources></subsystem></profile>\n</server>";
    let read = keys("standalone.xml", text);
    for expected in [
        ("server/@xmlns", "urn:jboss:domain:20.0", 1),
        ("server/system-properties/property[a.b]", "${env.A_B:c}", 2),
        ("server/profile/subsystem/datasources/datasource/@jndi-name", "java:/Ds", 3),
    ] {
        assert!(read.contains(&row(expected)), "{expected:?} in {read:?}");
    }
    let key = "server/profile/subsystem/datasources/datasource/connection-url";
    let urls = [("jdbc:postgresql://${env.DB_HOST:db}/x", key, 4)];
    assert_eq!(rows(FactKind::Url, "standalone.xml", text), urls.map(row));
    let variables = [("A_B", "c", 2), ("DB_HOST", "db", 4)];
    assert_eq!(rows(FactKind::EnvRead, "standalone.xml", text), variables.map(row));
}

#[test]
fn a_key_without_its_value_is_no_entry() {
    let text = "<a><init-param><param-value>1</param-value></init-param><add key=\"k\"/></a>";
    let expected = [("a/init-param/param-value", "1", 1), ("a/add/@key", "k", 1)];
    assert_eq!(keys("web.xml", text), expected.map(row));
}

#[test]
fn broken_and_deep_documents() {
    let text = "<a>\n<b x=\"1\">\n<c>2</b>\n</a>";
    assert!(keys("a.xml", text).contains(&row(("a/b/@x", "1", 2))));
    assert!(!problems("a.xml", text).is_empty());
    assert!(facts("a.xml", &"<a>".repeat(100_000)).facts.len() < 10);
}

#[test]
fn schemas_and_resource_tables_give_nothing() {
    for path in ["a.xsd", "b.wsdl", "Strings.resx"] {
        assert!(keys(path, "<a>b</a>").is_empty());
    }
}
