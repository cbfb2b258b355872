//! Libraries copied into the tree.

use seaworthy_facts::{Language, LanguageClass, Role};

use super::{PathParts, Surroundings, Verdict};

/// Folders that hold other people's code wherever they stand above a package.
const FOLDERS: [&str; 13] = [
    "third_party",
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

/// Library files by the start of their name, told from an application's own files by what follows it.
const DISTINCT_NAMES: [&str; 46] = [
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
    "respond",
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
    "angular",
    "momentjs",
    "moment-with-locales",
    "leaflet",
    "codemirror",
    "font-awesome",
    "fontawesome",
    "normalize",
    "foundation",
    "ext-all",
    "dojo",
    "bootstrap-datepicker",
    "bootstrap-select",
    "react-dom",
    "pdfjs",
    "polyfill",
    "json2",
];

/// Library names that applications use for own files too: only a version or a folder of assets proves them.
const COMMON_NAMES: [&str; 12] = [
    "bootstrap",
    "d3",
    "moment",
    "vue",
    "react",
    "ember",
    "prototype",
    "require",
    "popper",
    "chart",
    "three",
    "socket.io",
];

pub(super) fn by_path(path: &PathParts<'_>, surroundings: &Surroundings) -> Option<Verdict> {
    let vendored = |reason| Some((Role::Vendored, reason));
    if path.has(&["web-inf", "lib"])
        || path.has(&["boot-inf", "lib"])
        || path.has(&["app-inf", "lib"])
    {
        return vendored("library of a web archive");
    }
    if path.folders.iter().any(|folder| FOLDERS.contains(folder)) {
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
    if path.language == Language::Archive {
        return vendored("library archive");
    }
    if is_asset(path.language) {
        let in_assets = path.all_folders.windows(2).any(|pair| {
            matches!(pair, [outer, inner] if ASSET_FOLDERS.contains(outer)
                && matches!(*inner, "lib" | "libs" | "vendor" | "vendors" | "external" | "plugins-vendor"))
        });
        if in_assets {
            return vendored("in a library folder of the web assets");
        }
        if is_script_or_style(path.language) && is_library_file(path) {
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

fn is_library_file(path: &PathParts<'_>) -> bool {
    let in_assets = || {
        path.all_folders.iter().any(|folder| {
            ASSET_FOLDERS.contains(folder) && !matches!(*folder, "resources" | "js" | "css")
        })
    };
    names_library(path.file, &DISTINCT_NAMES).is_some()
        || names_library(path.file, &COMMON_NAMES).is_some_and(|rest| {
            let proven = rest.contains("min") || rest.contains(|c: char| c.is_ascii_digit());
            proven || (in_assets() && rest.matches('.').count() == 1)
        })
}

/// What follows the name of a library in a file name; the name must end there, so that `reactor.js` is no `react`.
fn names_library<'a>(file: &'a str, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| {
        file.strip_prefix(name).filter(|rest| rest.starts_with(['.', '-', '_', '@']))
    })
}
