//! Dockerfiles for components that have none.

mod dotnet;
mod iis;
mod java;
mod libraries;
mod native;
mod perl;
mod script;
mod scripting;
mod versions;

use seaworthy_components::{Component, Platform};

use crate::names;
use crate::plan::Plan;
use crate::{DraftFile, DraftKind};
use script::Script;

/// What never belongs in an image or its build: history, build output, dependencies, settings of a machine, keys.
const IGNORED: &str = "**/.git\n**/.idea\n**/.vscode\n**/node_modules\n**/target\n**/build/libs\n**/bin/Debug\n**/bin/Release\n**/obj\n**/__pycache__\n**/.venv\n**/.env\n**/.env.*\n**/*.pem\n**/*.key\n**/*.p12\n**/*.pfx\n**/*.jks\n**/*.log\n";

/// The Dockerfile of a plan and its ignore file; nothing where a Dockerfile exists or nothing is known about the
/// platform.
pub(crate) fn dockerfiles(plan: &Plan<'_>, components: &[Component]) -> Vec<DraftFile> {
    let Some(dockerfile) = dockerfile(plan, components) else { return Vec::new() };
    // BuildKit reads the ignore file beside the Dockerfile, wherever the context is.
    let ignore = DraftFile {
        path: format!("{}.dockerignore", dockerfile.path),
        content: IGNORED.to_owned(),
        fields: Vec::new(),
        ..dockerfile.clone()
    };
    vec![dockerfile, ignore]
}

fn dockerfile(plan: &Plan<'_>, components: &[Component]) -> Option<DraftFile> {
    if plan.component.dockerfile.is_some() {
        return None;
    }
    let context = Context::of(plan.component, components);
    let mut script = Script::new();
    let platform = &plan.component.platform;
    if !platform.value.is_windows() {
        script.line("# syntax=docker/dockerfile:1.7");
    }
    let folder = if context.root.is_empty() { "." } else { &context.root };
    script.comment(&format!("Draft for {}. Build context: {folder}", plan.component.name));
    script.evidence("platform", &format!("{:?}", platform.value), &platform.evidence);
    if let Some(version) = &plan.component.platform_version {
        script.evidence("platform version", &version.value, &version.evidence);
    }
    if let Some(framework) = &plan.component.framework {
        script.evidence("framework", &framework.value, &framework.evidence);
    }
    match platform.value {
        Platform::Java => java::jar(&mut script, plan, &context),
        Platform::Servlet => java::servlet(&mut script, plan, &context),
        Platform::JavaEe => java::enterprise(&mut script, plan, &context),
        Platform::DotNet => dotnet::dotnet(&mut script, plan, &context),
        Platform::DotNetFramework => dotnet::framework(&mut script, plan),
        Platform::Node => scripting::node(&mut script, plan),
        Platform::Python => scripting::python(&mut script, plan),
        Platform::Php => scripting::php(&mut script, plan),
        Platform::Ruby => scripting::ruby(&mut script, plan),
        Platform::Go => native::go(&mut script, plan),
        Platform::Rust => native::rust(&mut script, plan, &context),
        Platform::StaticFiles => native::static_files(&mut script, plan),
        Platform::Perl => perl::perl(&mut script, plan),
        Platform::Native => native::c(&mut script, plan, &context),
        Platform::Iis => iis::pages(&mut script, plan),
        Platform::Windows | Platform::Mainframe | Platform::Unknown => return None,
    }
    let (content, fields) = script.finish();
    Some(DraftFile {
        path: format!("{}/Dockerfile", plan.name),
        kind: DraftKind::Dockerfile,
        component: plan.component.id.clone(),
        content,
        fields,
    })
}

/// From where an image is built.
#[derive(Clone, Debug)]
struct Context {
    /// Folder, relative to the application's root.
    root: String,
    /// The component below it; empty where both are the same.
    module: String,
}

impl Context {
    /// The outermost folder above the component that is built by the same ecosystem: a build of several modules needs
    /// its parent.
    fn of(component: &Component, components: &[Component]) -> Self {
        let whole_tree = matches!(
            component.platform.value,
            Platform::Java
                | Platform::Servlet
                | Platform::JavaEe
                | Platform::DotNet
                | Platform::Rust
                | Platform::Native
        );
        let own: &str = &component.root;
        let parents = components.iter().filter(|c| {
            whole_tree
                && c.ecosystem.is_some()
                && c.ecosystem == component.ecosystem
                && below(&c.root, own).is_some_and(|rest| !rest.is_empty())
        });
        let root = parents.map(|c| &*c.root).min_by_key(|root| root.len()).unwrap_or(own);
        // A folder that a shell would split is built by itself.
        match below(root, own).and_then(names::file_path) {
            Some(module) => Self { root: root.to_owned(), module: module.to_owned() },
            None => Self { root: own.to_owned(), module: String::new() },
        }
    }

    /// A path of the component as seen from the context.
    fn path(&self, path: &str) -> String {
        if self.module.is_empty() { path.to_owned() } else { format!("{}/{path}", self.module) }
    }
}

/// What of `inner` lies below `outer`.
fn below<'p>(outer: &str, inner: &'p str) -> Option<&'p str> {
    if outer.is_empty() {
        return Some(inner);
    }
    let rest = inner.strip_prefix(outer)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}
