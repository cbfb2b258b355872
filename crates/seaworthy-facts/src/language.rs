//! Languages and formats, and how a path tells them.

use serde::{Deserialize, Serialize};

/// What a language is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LanguageClass {
    /// Programs.
    Code,
    /// Settings, descriptors and build manifests.
    Config,
    /// Pages and templates.
    Markup,
    /// Prose and everything that is only text.
    Text,
    /// Archives and other binaries.
    Binary,
}

macro_rules! languages {
    ($($variant:ident $name:literal $class:ident [$($ext:literal)*];)*) => {
        /// A programming language or file format.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Language {
            $(#[doc = $name] #[serde(rename = $name)] $variant,)*
            /// Not known.
            #[default]
            #[serde(rename = "other")]
            Other,
        }

        impl Language {
            /// Every language but `Other`.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name as people write it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* Self::Other => "other" }
            }

            /// What it is used for.
            pub fn class(self) -> LanguageClass {
                match self { $(Self::$variant => LanguageClass::$class,)* Self::Other => LanguageClass::Text }
            }

            fn of_extension(ext: &str) -> Option<Self> {
                match ext { $($($ext => Some(Self::$variant),)*)* _ => None }
            }
        }
    };
}

// A closed list with one line a language: a macro keeps name, class and extensions together.
languages! {
    Java "Java" Code ["java"];
    Kotlin "Kotlin" Code ["kt"];
    Scala "Scala" Code ["scala"];
    Groovy "Groovy" Code ["groovy"];
    CSharp "C#" Code ["cs"];
    VisualBasic "Visual Basic" Code ["vb"];
    VisualBasic6 "Visual Basic 6" Code ["bas" "frm" "cls" "ctl" "dsr" "vbs"];
    JavaScript "JavaScript" Code ["js" "mjs" "cjs" "jsx"];
    TypeScript "TypeScript" Code ["ts" "mts" "cts"];
    Tsx "TSX" Code ["tsx"];
    Python "Python" Code ["py"];
    Php "PHP" Code ["php" "phtml" "php5" "inc"];
    Ruby "Ruby" Code ["rb" "rake" "ru" "gemspec"];
    Go "Go" Code ["go"];
    Rust "Rust" Code ["rs"];
    C "C" Code ["c" "h"];
    Cpp "C++" Code ["cpp" "cc" "cxx" "hpp" "hh"];
    Cobol "COBOL" Code ["cbl" "cob" "cpy" "cobol" "ccp" "pco" "sqb"];
    Jcl "JCL" Code ["jcl" "prc" "proc"];
    Assembler "Assembler" Code ["asm" "mac" "hlasm" "mlc" "bms"];
    Perl "Perl" Code ["pl" "pm" "cgi" "psgi"];
    Shell "Shell" Code ["sh" "bash" "ksh"];
    Batch "Batch" Code ["bat" "cmd"];
    PowerShell "PowerShell" Code ["ps1" "psm1"];
    Sql "SQL" Code ["sql" "ddl" "pks" "pkb"];
    Swift "Swift" Code ["swift"];
    Dart "Dart" Code ["dart"];
    Proto "Protocol Buffers" Code ["proto"];
    Vue "Vue" Code ["vue"];
    Svelte "Svelte" Code ["svelte"];
    Class "Java class file" Code ["class"];
    Jsp "JSP" Markup ["jsp" "jspx" "jspf" "tag" "tld"];
    Aspx "ASP.NET page" Markup ["aspx" "ascx" "master" "asax" "ashx" "asmx" "svc"];
    Asp "Classic ASP" Markup ["asp" "asa"];
    Razor "Razor" Markup ["cshtml" "vbhtml" "razor"];
    Erb "ERB" Markup ["erb" "rhtml"];
    Twig "Twig" Markup ["twig"];
    Html "HTML" Markup ["html" "htm" "xhtml"];
    Css "CSS" Markup ["css" "scss" "sass" "less"];
    Svg "SVG" Markup ["svg"];
    Xml "XML" Config ["xml" "xsd" "xsl" "xslt" "wsdl" "config" "csproj" "vbproj" "fsproj" "props" "targets" "nuspec" "resx" "xmi" "jnlp" "edmx"];
    Yaml "YAML" Config ["yaml" "yml"];
    Json "JSON" Config ["json" "jsonc" "json5"];
    Toml "TOML" Config ["toml"];
    Properties "Properties" Config ["properties"];
    Ini "INI" Config ["ini" "cfg" "cnf" "vbp" "vbg"];
    Env "Env file" Config ["env"];
    Gradle "Gradle" Config ["gradle"];
    GradleKts "Gradle Kotlin" Config [];
    Dockerfile "Dockerfile" Config ["dockerfile"];
    Procfile "Procfile" Config [];
    Crontab "Crontab" Config ["cron"];
    Systemd "systemd unit" Config ["service" "timer" "socket"];
    Nginx "nginx" Config [];
    Conf "Configuration" Config ["conf"];
    Htaccess "httpd" Config [];
    Solution "Visual Studio solution" Config ["sln"];
    GoMod "Go module" Config [];
    Gemfile "Gemfile" Config [];
    Requirements "pip requirements" Config [];
    Lock "Lock file" Config ["lock"];
    Makefile "Makefile" Config ["mk"];
    Terraform "Terraform" Config ["tf"];
    Markdown "Markdown" Text ["md" "adoc" "rst" "markdown"];
    Plain "Text" Text ["txt" "csv" "tsv" "log" "po" "pot"];
    SourceMap "Source map" Text ["map"];
    Archive "Archive" Binary ["jar" "war" "ear" "rar" "zip" "gz" "tgz" "tar" "nupkg"];
    NativeLibrary "Native library" Binary ["so" "dll" "dylib" "a" "lib" "ocx"];
    KeyStore "Key store" Binary ["jks" "p12" "pfx" "keystore" "bks"];
    Image "Image" Binary ["png" "jpg" "jpeg" "gif" "ico" "bmp" "webp" "tif" "tiff"];
    Font "Font" Binary ["woff" "woff2" "ttf" "eot" "otf"];
    Csd "CICS resource definitions" Config ["csd"];
}

impl Language {
    /// The language a path tells by its file name, then by its extension; case does not matter.
    pub fn of_path(path: &str) -> Self {
        // `database.yml.example` is read as what it is an example of; its role says that it is none itself.
        let path = [".example", ".sample", ".dist", ".template", ".tmpl"]
            .iter()
            .find_map(|e| path.strip_suffix(e))
            .unwrap_or(path);
        // A file of settings with Ruby in it is one of settings, as `database.yml` is; `feed.xml.erb` is a page.
        if let Some(inner) = path.strip_suffix(".erb").filter(|inner| !inner.ends_with(".erb"))
            && let inner = Self::of_path(inner)
            && matches!(
                inner,
                Self::Yaml | Self::Properties | Self::Ini | Self::Toml | Self::Conf | Self::Nginx
            )
        {
            return inner;
        }
        let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        match file.as_str() {
            "dockerfile" | "containerfile" => return Self::Dockerfile,
            "procfile" => return Self::Procfile,
            "crontab" => return Self::Crontab,
            "nginx.conf" => return Self::Nginx,
            ".htaccess" | "httpd.conf" | "apache2.conf" => return Self::Htaccess,
            "go.mod" | "go.work" => return Self::GoMod,
            "go.sum" | "gemfile.lock" | "yarn.lock" | "poetry.lock" | "composer.lock" => {
                return Self::Lock;
            }
            "gemfile" => return Self::Gemfile,
            "rakefile" | "config.ru" | "capfile" | "guardfile" => return Self::Ruby,
            "makefile" | "gnumakefile" => return Self::Makefile,
            "pipfile" => return Self::Toml,
            "web.config" | "app.config" | "nuget.config" | "packages.config" => return Self::Xml,
            ".env" | ".flaskenv" => return Self::Env,
            ".editorconfig" | ".npmrc" | "setup.cfg" => return Self::Ini,
            "manifest.mf" => return Self::Properties,
            "artisan" => return Self::Php,
            "jenkinsfile" => return Self::Groovy,
            "license" | "readme" | "notice" | "changelog" | "copying" => return Self::Plain,
            _ => {}
        }
        if file.ends_with(".gradle.kts") || file.ends_with(".kts") {
            return Self::GradleKts;
        }
        // `dockerfile.js` is code about Dockerfiles.
        let is_code = file
            .rsplit_once('.')
            .and_then(|(_, ext)| Self::of_extension(ext))
            .is_some_and(Self::is_code);
        let image = ["dockerfile.", "dockerfile-", "containerfile"];
        if image.iter().any(|start| file.starts_with(start)) && !is_code {
            return Self::Dockerfile;
        }
        if file.starts_with(".env.") {
            return Self::Env;
        }
        if file.starts_with("requirements") && (file.ends_with(".txt") || file.ends_with(".in")) {
            return Self::Requirements;
        }
        if path.contains("/cron.d/") || path.starts_with("cron.d/") {
            return Self::Crontab;
        }
        file.rsplit_once('.').and_then(|(_, ext)| Self::of_extension(ext)).unwrap_or(Self::Other)
    }

    /// What a file is once its first bytes are known: classes and controls of Visual Basic 6 share their extensions with
    /// other languages, and say what they are in the first line.
    #[must_use]
    pub fn refined(self, path: &str, head: &[u8]) -> Self {
        let shared = [".cls", ".ctl", ".dsr"];
        let lower = path.to_ascii_lowercase();
        let ambiguous = self == Self::VisualBasic6 && shared.iter().any(|e| lower.ends_with(e));
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let says = head.get(..8).is_some_and(|h| h.eq_ignore_ascii_case(b"VERSION "));
        if ambiguous && !says { Self::Other } else { self }
    }

    /// The language of the program that the first line asks for: `#!/usr/bin/perl -T`, `#!/usr/bin/env python3`.
    pub fn of_first_line(text: &str) -> Option<Self> {
        let line = text.trim_start_matches('\u{feff}').lines().next()?.strip_prefix("#!")?;
        let mut words = line.split_whitespace();
        let mut program = words.next()?;
        if program.ends_with("/env") {
            program = words.find(|w| !w.starts_with('-') && !w.contains('='))?;
        }
        let name = program.rsplit('/').next().unwrap_or(program);
        Some(match name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.') {
            "sh" | "bash" | "ksh" | "dash" | "ash" | "zsh" => Self::Shell,
            "perl" => Self::Perl,
            "python" | "pypy" => Self::Python,
            "ruby" => Self::Ruby,
            "php" => Self::Php,
            "node" | "nodejs" => Self::JavaScript,
            "pwsh" => Self::PowerShell,
            "groovy" => Self::Groovy,
            _ => return None,
        })
    }

    /// The languages that the code inside of a page of this language may be written in; none for what is no page. Rules for
    /// facts of those languages hold in the page too.
    pub fn of_code_inside(self) -> &'static [Self] {
        match self {
            Self::Jsp => &[Self::Java],
            Self::Aspx | Self::Razor => &[Self::CSharp, Self::VisualBasic],
            Self::Erb => &[Self::Ruby],
            _ => &[],
        }
    }

    /// Whether lines of this language count as code in sizes and in the coverage.
    pub fn is_code(self) -> bool {
        self.class() == LanguageClass::Code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_extensions_are_told_by_the_first_line() {
        let class = Language::of_path("a/Order.cls");
        assert_eq!(class.refined("a/Order.cls", b"VERSION 1.0 CLASS"), Language::VisualBasic6);
        assert_eq!(class.refined("a/Order.cls", b"public class Order"), Language::Other);
        assert_eq!(Language::Java.refined("A.java", b""), Language::Java);
    }

    #[test]
    fn first_lines_tell_languages() {
        for (line, language) in [
            ("#!/bin/sh -e\nx", Some(Language::Shell)),
            ("#!/usr/bin/perl5.36 -T\r\n", Some(Language::Perl)),
            ("#!/usr/bin/env -S python3 -u\n", Some(Language::Python)),
            ("#! /usr/bin/env php\n<?php", Some(Language::Php)),
            ("#!/sbin/openrc-run\n", None),
            ("# /bin/sh", None),
            ("", None),
        ] {
            assert_eq!(Language::of_first_line(line), language, "{line}");
        }
    }

    #[test]
    fn paths_tell_languages() {
        for (path, language) in [
            ("a/B.java", Language::Java),
            ("Dockerfile", Language::Dockerfile),
            ("docker/Dockerfile.prod", Language::Dockerfile),
            ("mode/dockerfile.js", Language::JavaScript),
            ("build.gradle.kts", Language::GradleKts),
            ("requirements-dev.txt", Language::Requirements),
            ("Web.config", Language::Xml),
            ("etc/cron.d/app", Language::Crontab),
            ("x/y.unknown", Language::Other),
            ("noext", Language::Other),
            (".env.production", Language::Env),
            ("config/database.yml.erb", Language::Yaml),
            ("app/views/feed.xml.erb", Language::Erb),
            ("a.erb.erb.erb", Language::Erb),
        ] {
            assert_eq!(Language::of_path(path), language, "{path}");
        }
    }
}
