//! Java: executable jars, web archives on Tomcat, enterprise archives on WildFly or Open Liberty.

use seaworthy_deps::BuildTool;

use super::script::{Script, exec};
use super::{Context, versions};
use crate::names;
use crate::plan::{Plan, file_stem, is_liberty, technology};

/// What the build stage leaves and how it got there.
struct Build {
    /// Where the archive is, in the build stage.
    archive: String,
}

/// The build stage. `extension` is that of the archive: `jar`, `war`, `ear`.
fn build(script: &mut Script, plan: &Plan<'_>, context: &Context, extension: &str) -> Build {
    let java = versions::java(plan);
    let release = &java.value;
    script.decision("Java release", &java);
    let tool = plan.component.build_tool.as_ref();
    if let Some(tool) = tool {
        script.evidence("build tool", &format!("{:?}", tool.value), &tool.evidence);
    }
    let found =
        plan.component.artifact.as_ref().and_then(|a| Some((a, names::file_path(&a.value)?)));
    let folder = match tool.map(|t| t.value) {
        Some(BuildTool::Gradle) => "build/libs",
        Some(BuildTool::Ant) => "dist",
        Some(BuildTool::Archive) => ".",
        _ => "target",
    };
    // Without a known name the only archive of the folder is taken.
    let archive = if let Some((claim, path)) = found {
        script.evidence("archive", path, &claim.evidence);
        path.to_owned()
    } else {
        script.todo(&format!("the archive's name is not known: check {folder}/*.{extension}"));
        format!("{folder}/*.{extension}")
    };
    let archive = context.path(&archive);
    let module = names::file_path(&context.module);
    match tool.map(|t| t.value) {
        Some(BuildTool::Gradle) => {
            // Gradle 9 is the first that runs on Java 25.
            let gradle = if release == "25" { "9.1" } else { "8.14" };
            script.todo(
                "use ./gradlew below where the build comes with a wrapper for another release",
            );
            script.stage(&format!("FROM gradle:{gradle}-jdk{release} AS build"));
            script.line("WORKDIR /src");
            script.line("COPY . .");
            let task = if extension == "jar" { "assemble" } else { extension };
            let task = match module {
                Some(module) => format!(":{}:{task}", module.replace('/', ":")),
                None => task.to_owned(),
            };
            script.line(&format!(
                "RUN --mount=type=cache,target=/home/gradle/.gradle/caches gradle --no-daemon {task} -x test"
            ));
        }
        Some(BuildTool::Archive) => {
            script.todo("the archive is built already: put it beside this file under this name");
            script.stage(&format!("FROM eclipse-temurin:{release}-jdk-jammy AS build"));
            script.line("WORKDIR /src");
            script.line(&format!("COPY {archive} ./"));
        }
        Some(BuildTool::Ant) => {
            script
                .todo("Ant is not in this image: add it, or build outside and copy the archive in");
            script.stage(&format!("FROM eclipse-temurin:{release}-jdk-jammy AS build"));
            script.line("WORKDIR /src");
            script.line("COPY . .");
            script.line("RUN ant");
        }
        _ => {
            script.stage(&format!("FROM maven:3.9-eclipse-temurin-{release} AS build"));
            script.line("WORKDIR /src");
            script.line("COPY . .");
            let only = module.map(|m| format!(" -pl {m} -am")).unwrap_or_default();
            script.line(&format!(
                "RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -DskipTests{only} package"
            ));
        }
    }
    Build { archive }
}

fn ports(plan: &Plan<'_>) -> Vec<u16> {
    plan.ports.iter().map(|p| p.number.value).collect()
}

/// How a Spring Boot jar is taken apart and started.
struct Layers {
    /// Arguments of `java` that unpack `app.jar` to `/out`.
    extract: &'static str,
    start: &'static [&'static str],
}

/// By release of Spring Boot: `tools` since 3.3, `layertools` since 2.3, whole before.
fn layers(plan: &Plan<'_>) -> Option<Layers> {
    let version = spring_boot_version(plan)?;
    let layertools = "-Djarmode=layertools -jar app.jar extract --destination /out";
    // The launcher moved to another package in 3.2.
    match version {
        v if v >= (3, 3) => Some(Layers {
            extract: "-Djarmode=tools -jar app.jar extract --layers --destination /out",
            start: &["java", "-jar", "app.jar"],
        }),
        v if v >= (3, 2) => Some(Layers {
            extract: layertools,
            start: &["java", "org.springframework.boot.loader.launch.JarLauncher"],
        }),
        v if v >= (2, 3) => Some(Layers {
            extract: layertools,
            start: &["java", "org.springframework.boot.loader.JarLauncher"],
        }),
        _ => None,
    }
}

/// An executable jar: in layers where Spring Boot can, else as it is.
pub(super) fn jar(script: &mut Script, plan: &Plan<'_>, context: &Context) {
    let built = build(script, plan, context, "jar");
    let release = versions::java(plan).value;
    let ports = ports(plan);
    if let Some(Layers { extract, start }) = layers(plan) {
        script.line(&format!("RUN cp {} app.jar && java {extract}", built.archive));
        runtime(script, plan, &release);
        script.line("WORKDIR /app");
        for layer in ["dependencies", "spring-boot-loader", "snapshot-dependencies", "application"]
        {
            script.line(&format!("COPY --from=build /out/{layer}/ ./"));
        }
        script.end(&format!("{0}:{0}", plan.uid), &ports, &exec("ENTRYPOINT", start));
        return;
    }
    script.line(&format!("RUN mkdir /out && cp {} /out/app.jar", built.archive));
    runtime(script, plan, &release);
    script.line("WORKDIR /app");
    script.line("COPY --from=build /out/app.jar ./app.jar");
    if technology(plan.component, "spring boot").is_none() {
        script
            .todo("check that the jar is executable (Main-Class) and holds or finds its libraries");
    }
    let start = exec("ENTRYPOINT", &["java", "-jar", "app.jar"]);
    script.end(&format!("{0}:{0}", plan.uid), &ports, &start);
}

fn runtime(script: &mut Script, plan: &Plan<'_>, release: &str) {
    // Distroless images exist for the newer long-term releases only.
    let distroless = plan.profile.distroless && matches!(release, "17" | "21");
    if distroless {
        script.stage(&format!("FROM gcr.io/distroless/java{release}-debian12:nonroot"));
    } else {
        script.stage(&format!("FROM eclipse-temurin:{release}-jre-jammy"));
    }
}

/// Major and minor of Spring Boot.
fn spring_boot_version(plan: &Plan<'_>) -> Option<(u32, u32)> {
    let framework = plan.component.framework.as_ref()?;
    let lower = framework.value.to_ascii_lowercase();
    let version = lower.strip_prefix("spring boot")?.trim();
    let mut numbers = version.split('.').map(str::parse::<u32>);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Whether the code uses the `jakarta.*` packages, with the reason.
fn is_jakarta(plan: &Plan<'_>) -> bool {
    let component = plan.component;
    let newer_spring = spring_boot_version(plan).is_some_and(|v| v >= (3, 0));
    newer_spring
        || ["jakarta ee 9", "jakarta ee 10", "jakarta ee 11", "jakarta.", "jakarta servlet"]
            .iter()
            .any(|name| technology(component, name).is_some())
}

/// A web archive on Tomcat, unpacked while the image is built so that the root can be read-only.
pub(super) fn servlet(script: &mut Script, plan: &Plan<'_>, context: &Context) {
    let built = build(script, plan, context, "war");
    let release = versions::java(plan).value;
    let archive = &built.archive;
    script.line(&format!("RUN mkdir -p /out && cp {archive} /out/app.war"));
    script.line("WORKDIR /out/ROOT");
    script.line("RUN jar -xf ../app.war");
    let (tomcat, reason) = if is_jakarta(plan) {
        ("10.1", "the code uses jakarta.*, which Tomcat 10.1 and later have")
    } else {
        ("9.0", "no use of jakarta.* was found: Tomcat 9 is the last with javax.*")
    };
    script.line("");
    script.comment(reason);
    let release = if tomcat == "10.1" && release == "8" { "11".to_owned() } else { release };
    script.line(&format!("FROM tomcat:{tomcat}-jre{release}-temurin-jammy"));
    script.line(
        "RUN groupadd --system --gid 10001 app \\\n && useradd --system --uid 10001 --gid 10001 --no-create-home app \\\n && rm -rf \"$CATALINA_HOME/webapps\" \"$CATALINA_HOME/webapps.dist\"",
    );
    script.comment("The folder's name is the context path: ROOT serves /");
    script.line("COPY --from=build /out/ROOT/ /usr/local/tomcat/webapps/ROOT/");
    script.todo("data sources and other JNDI resources go to META-INF/context.xml, with values from the environment");
    // Tomcat's connector is set in its server.xml, not by a variable.
    let ports = ports(plan);
    if let Some(main) = ports.first().filter(|&&p| p != 8080) {
        script.line(&format!("RUN sed -i 's/port=\"8080\"/port=\"{main}\"/' conf/server.xml"));
    }
    script.end("10001:10001", &ports, &exec("CMD", &["catalina.sh", "run"]));
}

/// An enterprise archive (or a web archive that needs a full server).
pub(super) fn enterprise(script: &mut Script, plan: &Plan<'_>, context: &Context) {
    let artifact = plan.component.artifact.as_ref().map_or("", |a| a.value.as_str());
    let extension = if artifact.ends_with(".war") { "war" } else { "ear" };
    let built = build(script, plan, context, extension);
    let release = versions::java(plan).value;
    let stem = file_stem(artifact).unwrap_or("app");
    script.line(&format!("RUN mkdir /out && cp {} /out/{stem}.{extension}", built.archive));
    if is_liberty(plan.component) {
        liberty(script, plan, &release, extension);
        return;
    }
    let jakarta = is_jakarta(plan);
    script.line("");
    script.comment(if jakarta {
        "the code uses jakarta.*, which WildFly has since 27"
    } else {
        "no use of jakarta.* was found: WildFly 26 is the last with javax.*"
    });
    let image = match (jakarta, release.as_str()) {
        (true, "21" | "25") => "quay.io/wildfly/wildfly:36.0.1.Final-jdk21",
        (true, _) => "quay.io/wildfly/wildfly:36.0.1.Final-jdk17",
        (false, "8" | "11") => "quay.io/wildfly/wildfly:26.1.3.Final-jdk11",
        (false, _) => "quay.io/wildfly/wildfly:26.1.3.Final-jdk17",
    };
    script.line(&format!("FROM {image}"));
    script.todo(
        "data sources, queues and security domains: write a jboss-cli script and run it here",
    );
    script.line(&format!(
        "COPY --from=build --chmod=0644 /out/{stem}.{extension} /opt/jboss/wildfly/standalone/deployments/"
    ));
    script.comment("The server writes beside its configuration: it runs from a copy below /tmp");
    let ports = ports(plan);
    let offset = ports.first().filter(|&&p| p != 8080);
    let http = offset.map(|p| format!(" -Djboss.http.port={p}")).unwrap_or_default();
    let run = format!(
        "rm -rf /tmp/standalone && cp -R /opt/jboss/wildfly/standalone /tmp/standalone && exec /opt/jboss/wildfly/bin/standalone.sh -b 0.0.0.0 -Djboss.server.base.dir=/tmp/standalone{http}"
    );
    script.line("ENV LAUNCH_JBOSS_IN_BACKGROUND=true");
    script.end("10001:0", &ports, &exec("CMD", &["/bin/sh", "-c", &run]));
}

fn liberty(script: &mut Script, plan: &Plan<'_>, release: &str, extension: &str) {
    script.stage(&format!(
        "FROM icr.io/appcafe/open-liberty:full-java{}-openj9-ubi",
        if matches!(release, "8" | "11" | "17" | "21") { release } else { "21" }
    ));
    script.todo("copy the server.xml with the features, data sources and queues of today's server to /config/");
    script.line(&format!("COPY --from=build --chmod=0644 /out/*.{extension} /config/dropins/"));
    script.end(
        "10001:0",
        &ports(plan),
        &exec("CMD", &["/opt/ol/wlp/bin/server", "run", "defaultServer"]),
    );
}
