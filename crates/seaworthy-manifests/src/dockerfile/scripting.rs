//! Node.js, Python, PHP, Ruby.

use seaworthy_components::ComponentKind;
use seaworthy_deps::BuildTool;

use super::script::{Script, exec};
use super::versions;
use crate::names;
use crate::plan::{Plan, technology};

fn ports(plan: &Plan<'_>) -> Vec<u16> {
    plan.ports.iter().map(|p| p.number.value).collect()
}

fn user(plan: &Plan<'_>) -> String {
    format!("{0}:{0}", plan.uid)
}

/// The start found in the code, as an argument vector.
fn start<'p>(script: &mut Script, plan: &'p Plan<'_>) -> Option<&'p [String]> {
    let claim = plan.start()?;
    script.evidence("start", &claim.value.join(" "), &claim.evidence);
    Some(&claim.value)
}

pub(super) fn node(script: &mut Script, plan: &Plan<'_>) {
    let component = plan.component;
    let release = versions::node(plan);
    script.decision("Node.js release", &release);
    let (install, prune) = match component.build_tool.as_ref().map(|t| t.value) {
        Some(BuildTool::Yarn) => (
            "corepack enable && yarn install --frozen-lockfile",
            "yarn install --frozen-lockfile --production",
        ),
        Some(BuildTool::Pnpm) => {
            ("corepack enable && pnpm install --frozen-lockfile", "pnpm prune --prod")
        }
        _ => {
            script.comment(
                "npm ci needs package-lock.json: make one with npm install where it is missing",
            );
            ("npm ci", "npm prune --omit=dev")
        }
    };
    if let Some(tool) = &component.build_tool {
        script.evidence("package manager", &format!("{:?}", tool.value), &tool.evidence);
    }
    let artifact = component.artifact.as_ref();
    let entry = artifact.and_then(|a| names::file_path(&a.value)).filter(|a| a.ends_with("js"));
    let started = start(script, plan).map(<[String]>::to_vec);
    // npm swallows the signals that end a pod: node is started itself.
    let script_file = started.as_deref().and_then(|arguments| match arguments {
        [program, rest @ ..] if program == "node" => Some(rest.to_vec()),
        _ => None,
    });
    let arguments = match (script_file, entry) {
        (Some(rest), _) => rest,
        (None, Some(entry)) => vec![entry.to_owned()],
        (None, None) => {
            script.todo("the file that starts the program is not known: set it in CMD");
            vec!["index.js".to_owned()]
        }
    };
    script.stage(&format!("FROM node:{}-bookworm-slim AS build", release.value));
    script.line("WORKDIR /app");
    script.line("COPY . .");
    script.line(&format!("RUN {install}"));
    let built = entry
        .is_some_and(|e| ["dist/", "build/", "lib/", ".next/"].iter().any(|d| e.starts_with(d)));
    if built {
        script.line(&format!("RUN npm run build && {prune}"));
    } else {
        script.line(&format!("RUN npm run --if-present build && {prune}"));
    }
    // Distroless images exist for the even releases of the last years.
    if plan.profile.distroless {
        script.stage(&format!("FROM gcr.io/distroless/nodejs{}-debian12:nonroot", release.value));
    } else {
        script.stage(&format!("FROM node:{}-bookworm-slim", release.value));
    }
    let port = plan.ports.first().map(|p| format!(" PORT={}", p.number.value)).unwrap_or_default();
    script.line(&format!("ENV NODE_ENV=production{port}"));
    script.line("WORKDIR /app");
    script.line("COPY --from=build /app ./");
    let command = if plan.profile.distroless {
        exec("CMD", &arguments)
    } else {
        let whole: Vec<String> = std::iter::once("node".to_owned()).chain(arguments).collect();
        exec("CMD", &whole)
    };
    script.end(&user(plan), &ports(plan), &command);
}

pub(super) fn python(script: &mut Script, plan: &Plan<'_>) {
    let component = plan.component;
    let release = versions::python(plan);
    script.decision("Python release", &release);
    let serves = component.kind == ComponentKind::Web;
    let asynchronous = ["fastapi", "starlette", "uvicorn", "quart"]
        .iter()
        .any(|n| technology(component, n).is_some());
    let port = plan.ports.first().map_or(8000, |p| p.number.value);
    let found = start(script, plan).map(<[String]>::to_vec);
    // A development server is no server: gunicorn takes its place.
    let wsgi =
        ["django", "flask", "bottle", "pyramid"].iter().any(|n| technology(component, n).is_some());
    let development = found.as_deref().is_some_and(|arguments| {
        let by_python = arguments.first().is_some_and(|program| program.starts_with("python"));
        let by_flask =
            matches!(arguments, [program, verb, ..] if program == "flask" && verb == "run");
        by_flask
            || arguments.iter().any(|word| word == "runserver")
            || (serves && wsgi && by_python)
    });
    let own_server = found.filter(|_| !development);
    let command = match (own_server, serves) {
        (Some(arguments), _) => exec("CMD", &arguments),
        (None, true) => {
            script.todo("set the module that holds the application object in CMD");
            let bind = format!("0.0.0.0:{port}");
            if asynchronous {
                let port = port.to_string();
                exec("CMD", &["uvicorn", "--host", "0.0.0.0", "--port", &port, "main:app"])
            } else {
                let module = if technology(component, "django").is_some() {
                    "project.wsgi:application"
                } else {
                    "app:app"
                };
                exec(
                    "CMD",
                    &[
                        "gunicorn",
                        "--bind",
                        &bind,
                        "--workers",
                        "2",
                        "--worker-tmp-dir",
                        "/dev/shm",
                        module,
                    ],
                )
            }
        }
        (None, false) => {
            script.todo("the file that starts the program is not known: set it in CMD");
            exec("CMD", &["python", "main.py"])
        }
    };
    let server = match (serves, asynchronous) {
        (false, _) => "",
        (true, true) => " uvicorn==0.34.0",
        (true, false) => " gunicorn==23.0.0",
    };
    let image = format!("python:{}-slim-bookworm", release.value);
    script.stage(&format!("FROM {image} AS build"));
    script.line("ENV PIP_DISABLE_PIP_VERSION_CHECK=1");
    script.line("WORKDIR /build");
    script.line("RUN python -m venv /venv");
    let cache = "RUN --mount=type=cache,target=/root/.cache";
    match component.build_tool.as_ref().map(|t| t.value) {
        Some(BuildTool::Poetry) => {
            script.line("COPY . .");
            script.line(
                "RUN pip install --no-cache-dir poetry==2.1.3 poetry-plugin-export==1.9.0 \\\n && poetry export --without-hashes -o requirements.txt",
            );
        }
        Some(BuildTool::Pipenv) => {
            script.line("COPY Pipfile* ./");
            script.line(
                "RUN pip install --no-cache-dir pipenv==2025.0.4 \\\n && pipenv requirements > requirements.txt",
            );
        }
        tool => {
            if tool != Some(BuildTool::Pip) {
                script.todo("no list of requirements was found: name what to install");
            }
            script.line("COPY requirements*.txt ./");
        }
    }
    script
        .comment("Libraries with C code may need compilers here and their run-time packages below");
    script.line(&format!("{cache} /venv/bin/pip install -r requirements.txt{server}"));
    script.stage(&format!("FROM {image}"));
    script.line("ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1");
    script.line("RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin app");
    script.line("WORKDIR /app");
    script.line("COPY --from=build /venv /venv");
    script.line("COPY . .");
    if technology(component, "django").is_some() {
        script.todo(
            "run manage.py collectstatic here; run migrate as a Job, never when a copy starts",
        );
    }
    script.end(&user(plan), &ports(plan), &command);
}

pub(super) fn php(script: &mut Script, plan: &Plan<'_>) {
    let component = plan.component;
    let release = versions::php(plan);
    script.decision("PHP release", &release);
    let composer = component.build_tool.as_ref().is_some_and(|t| t.value == BuildTool::Composer);
    if composer {
        script.stage("FROM composer:2.8 AS deps");
        script.line("WORKDIR /app");
        script.line("COPY . .");
        script.line("RUN --mount=type=cache,target=/tmp/cache composer install --no-dev --no-scripts --no-interaction --prefer-dist --optimize-autoloader --ignore-platform-reqs");
    }
    let serves = matches!(component.kind, ComponentKind::Web | ComponentKind::Static);
    let extensions = extensions(plan);
    if serves {
        let port = plan.ports.first().map_or(8080, |p| p.number.value);
        let public = ["laravel", "symfony"].iter().any(|n| technology(component, n).is_some());
        let root = if public { "; s!/var/www/html!/var/www/html/public!" } else { "" };
        script.stage(&format!("FROM php:{}-apache-bookworm", release.value));
        script
            .todo("add the PHP extensions that the code uses; those below come from its back ends");
        script.line(&format!(
            "RUN docker-php-ext-install -j\"$(nproc)\" {extensions} \\\n && a2enmod rewrite \\\n && sed -ri 's/^Listen 80$/Listen {port}/' /etc/apache2/ports.conf \\\n && sed -ri 's!<VirtualHost \\*:80>!<VirtualHost *:{port}>!{root}' /etc/apache2/sites-available/000-default.conf \\\n && mv \"$PHP_INI_DIR/php.ini-production\" \"$PHP_INI_DIR/php.ini\""
        ));
        script.line("WORKDIR /var/www/html");
        script
            .line("ENV APACHE_RUN_DIR=/tmp APACHE_LOCK_DIR=/tmp APACHE_PID_FILE=/tmp/apache2.pid");
    } else {
        script.stage(&format!("FROM php:{}-cli-bookworm", release.value));
        script.line(&format!("RUN docker-php-ext-install -j\"$(nproc)\" {extensions}"));
        script.line("WORKDIR /app");
    }
    script.line(if composer { "COPY --from=deps /app ./" } else { "COPY . ./" });
    let command = if serves {
        exec("CMD", &["apache2-foreground"])
    } else if let Some(arguments) = start(script, plan) {
        exec("CMD", arguments)
    } else {
        script.todo("the file that starts the program is not known: set it in CMD");
        exec("CMD", &["php", "main.php"])
    };
    script.end(&user(plan), &ports(plan), &command);
}

/// Extensions for the back ends that were found.
fn extensions(plan: &Plan<'_>) -> String {
    let mut names = std::collections::BTreeSet::from(["opcache"]);
    for claim in &plan.component.outbound {
        match claim.value.technology.to_ascii_lowercase().as_str() {
            "mysql" | "mariadb" => names.extend(["pdo_mysql", "mysqli"]),
            _ => {}
        }
    }
    names.into_iter().collect::<Vec<_>>().join(" ")
}

pub(super) fn ruby(script: &mut Script, plan: &Plan<'_>) {
    let component = plan.component;
    let release = versions::ruby(plan);
    script.decision("Ruby release", &release);
    let rails = technology(component, "rails").is_some();
    let found = start(script, plan).map(<[String]>::to_vec);
    let command = match found {
        Some(arguments) => exec("CMD", &arguments),
        None if component.kind == ComponentKind::Web => {
            let port = plan.ports.first().map_or(3000, |p| p.number.value);
            exec("CMD", &["bundle", "exec", "puma", "-b", &format!("tcp://0.0.0.0:{port}")])
        }
        None => {
            script.todo("the command that starts the program is not known: set it in CMD");
            exec("CMD", &["bundle", "exec", "ruby", "main.rb"])
        }
    };
    let environment = if rails {
        "ENV RAILS_ENV=production RAILS_LOG_TO_STDOUT=1 RAILS_SERVE_STATIC_FILES=1 BUNDLE_DEPLOYMENT=1 BUNDLE_WITHOUT=development:test BUNDLE_PATH=/usr/local/bundle"
    } else {
        "ENV BUNDLE_DEPLOYMENT=1 BUNDLE_WITHOUT=development:test BUNDLE_PATH=/usr/local/bundle"
    };
    script.stage(&format!("FROM ruby:{}-bookworm AS build", release.value));
    script.line(environment);
    script.line("WORKDIR /app");
    script.line("COPY . .");
    script.line("RUN bundle install --jobs 4 && rm -rf \"$BUNDLE_PATH\"/ruby/*/cache");
    if rails {
        script.todo("precompile assets here if the application has any; run db:migrate as a Job");
    }
    script.stage(&format!("FROM ruby:{}-slim-bookworm", release.value));
    script.todo("install the run-time libraries of native gems (libpq5, default-mysql-client, libvips42, …)");
    script
        .line("RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --create-home app");
    script.line(environment);
    script.line("WORKDIR /app");
    script.line("COPY --from=build /usr/local/bundle /usr/local/bundle");
    script.line("COPY --from=build /app /app");
    script.end(&user(plan), &ports(plan), &command);
}
