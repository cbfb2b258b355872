//! Libraries copied into the tree.

use seaworthy_facts::{Language, LanguageClass, Role};

use super::{PathParts, Surroundings, Verdict};

/// Folders that hold other people's code wherever they stand above a package.
const FOLDERS: [&str; 14] = [
    "third_party",
    "extlib",
    "third-party",
    "thirdparty",
    "3rdparty",
    "node_modules",
    "bower_components",
    "jspm_packages",
    "site-packages",
    "webjars",
    "pods",
    "godeps",
    "_vendor",
    "vendored",
];

/// Folders that browsers load from; a `lib` or `vendor` inside holds libraries.
const ASSET_FOLDERS: [&str; 17] = [
    "assets",
    "content",
    "css",
    "htdocs",
    "javascript",
    "javascripts",
    "js",
    "public",
    "resources",
    "scripts",
    "static",
    "styles",
    "stylesheets",
    "web",
    "webapp",
    "webcontent",
    "wwwroot",
];

/// Library files by the start of their name; what follows it may be a plugin's name.
const DISTINCT_NAMES: [&str; 36] = [
    "jquery",
    "modernizr",
    "knockout",
    "ckeditor",
    "tinymce",
    "tiny_mce",
    "underscore",
    "backbone",
    "lodash",
    "requirejs",
    "handlebars",
    "mustache",
    "scriptaculous",
    "mootools",
    "zepto",
    "html5shiv",
    "html5shim",
    "es5-shim",
    "es6-shim",
    "excanvas",
    "swfobject",
    "raphael",
    "highcharts",
    "select2",
    "datatables",
    "fullcalendar",
    "toastr",
    "sweetalert",
    "momentjs",
    "moment-with-locales",
    "codemirror",
    "font-awesome",
    "fontawesome",
    "bootstrap-datepicker",
    "bootstrap-select",
    "ext-all",
];

/// Library names that applications use for own files too: only a version, or the bare name in a folder that is
/// served as it is, proves them.
const COMMON_NAMES: [&str; 20] = [
    "angular",
    "bootstrap",
    "chart",
    "d3",
    "dojo",
    "ember",
    "foundation",
    "leaflet",
    "moment",
    "normalize",
    "pdfjs",
    "polyfill",
    "popper",
    "prototype",
    "react",
    "require",
    "respond",
    "socket.io",
    "three",
    "vue",
];

/// Folders that are served as they are, without a build.
const SERVED_FOLDERS: [&str; 9] =
    ["content", "htdocs", "public", "scripts", "static", "web", "webapp", "webcontent", "wwwroot"];

pub(super) fn by_path(path: &PathParts<'_>, surroundings: &Surroundings) -> Option<Verdict> {
    let vendored = |reason| Some((Role::Vendored, reason));
    if path.has(&["web-inf", "lib"])
        || path.has(&["boot-inf", "lib"])
        || path.has(&["app-inf", "lib"])
    {
        return vendored("library of a web archive");
    }
    if path.outside_packages().iter().any(|folder| FOLDERS.contains(folder)) {
        return vendored("in a folder for other people's code");
    }
    if vendor_folder(path, surroundings) {
        return vendored("in a vendor folder");
    }
    if path
        .folders
        .windows(2)
        .any(|pair| matches!(pair, ["packages", package] if is_versioned(package)))
    {
        return vendored("fetched NuGet package");
    }
    if matches!(path.file, "mvnw" | "mvnw.cmd" | "gradlew" | "gradlew.bat")
        || path.has(&[".mvn", "wrapper"])
        || path.has(&["gradle", "wrapper"])
        || path.has(&[".yarn", "releases"])
    {
        return vendored("build tool wrapper");
    }
    if is_asset(path.language) {
        let in_assets = path.all_folders.windows(2).any(|pair| {
            matches!(pair, [outer, inner] if ASSET_FOLDERS.contains(outer)
                && matches!(*inner, "lib" | "libs" | "vendor" | "vendors" | "external" | "plugins-vendor"))
        });
        let assets = path.all_folders.iter().position(|folder| ASSET_FOLDERS.contains(folder));
        let below_assets = || path.all_folders.iter().skip(assets.unwrap_or(usize::MAX));
        let in_vendor = below_assets().any(|folder| matches!(*folder, "vendor" | "vendors"));
        if in_assets || (is_script_or_style(path.language) && in_vendor) {
            return vendored("in a library folder of the web assets");
        }
        if may_be_copied(path) && below_assets().any(|folder| is_library_folder(folder)) {
            return vendored("in the folder of a well-known library");
        }
        if path.has(&["scripts", "webforms"]) {
            return vendored("script of ASP.NET Web Forms");
        }
        if may_be_copied(path) && is_library_file(path) {
            return vendored("file name of a well-known library");
        }
    }
    None
}

/// `vendor` is a common word: it counts at the top, beside a package manifest, or among web assets.
fn vendor_folder(path: &PathParts<'_>, surroundings: &Surroundings) -> bool {
    path.folders.iter().enumerate().any(|(at, folder)| {
        matches!(*folder, "vendor" | "vendors")
            && (at == 0
                || surroundings.is_package(path.folders.get(..at).unwrap_or_default())
                || path.folders.get(at - 1).is_some_and(|parent| ASSET_FOLDERS.contains(parent)))
    })
}

/// Whether a folder name ends in a version: `newtonsoft.json.9.0.1`.
fn is_versioned(folder: &str) -> bool {
    let mut numbers =
        folder.rsplit('.').take_while(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    numbers.next().is_some()
        && numbers.next().is_some()
        && folder.contains(|c: char| c.is_ascii_alphabetic())
}

fn is_asset(language: Language) -> bool {
    is_script_or_style(language)
        || matches!(
            language,
            Language::Html | Language::Svg | Language::Json | Language::Markdown | Language::Plain
        )
        || matches!(language.class(), LanguageClass::Binary)
}

fn is_script_or_style(language: Language) -> bool {
    matches!(
        language,
        Language::JavaScript | Language::Css | Language::SourceMap | Language::TypeScript
    )
}

fn is_library_folder(folder: &str) -> bool {
    DISTINCT_NAMES.contains(&folder)
        || matches!(
            folder,
            "dojo" | "dijit" | "extjs" | "fckeditor" | "jquery-ui" | "jqueryui" | "yui"
        )
}

/// TypeScript is written, not copied; only its declarations come with libraries.
fn may_be_copied(path: &PathParts<'_>) -> bool {
    is_script_or_style(path.language)
        && (path.language != Language::TypeScript || path.file.ends_with(".d.ts"))
}

fn is_library_file(path: &PathParts<'_>) -> bool {
    let after = |names: &[&str]| {
        names.iter().find_map(|name| {
            // The name must end there: `reactor.js` is no `react`.
            path.file.strip_prefix(name).filter(|rest| rest.starts_with(['.', '-', '@']))
        })
    };
    if after(&DISTINCT_NAMES).is_some() {
        return true;
    }
    let Some(rest) = after(&COMMON_NAMES) else { return false };
    let versioned = rest.split(['-', '.', '@']).any(|part| {
        part == "min"
            || part.strip_prefix('v').unwrap_or(part).starts_with(|c: char| c.is_ascii_digit())
    });
    let served = || path.all_folders.iter().any(|folder| SERVED_FOLDERS.contains(folder));
    versioned || (matches!(rest, ".js" | ".css") && served())
}

/// Archives that no other rule placed: libraries, or data.
pub(super) fn closed_archive(path: &PathParts<'_>) -> Option<Verdict> {
    if path.language != Language::Archive {
        return None;
    }
    let is_library =
        [".jar", ".nupkg", ".war", ".ear"].iter().any(|ending| path.file.ends_with(ending));
    Some((Role::Vendored, if is_library { "library archive" } else { "closed archive" }))
}
