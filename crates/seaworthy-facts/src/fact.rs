//! One thing a file says.

use seaworthy_base::{Span, Sym};
use serde::{Deserialize, Serialize};

/// Kinds of facts. The comment of each says what [`Fact::name`] and [`Fact::value`] hold.
///
/// Names of types and functions are qualified as far as the source tells, with `.` between the parts in every
/// language: `javax.servlet.http.HttpSession.setAttribute`, `System.IO.File.WriteAllText`, `flask.Flask.run`,
/// `fs.writeFile` (JavaScript: by module), `ActiveRecord.Base`, `net/http.ListenAndServe` (Go: by import path). An
/// unknown receiver is `?`: `?.setAttribute`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum FactKind {
    /// name: imported module, package or type, `*` kept (`java.util.*`); value: local alias, if any.
    Import,
    /// name: the package, namespace or module this file declares.
    Package,
    /// name: qualified name of a declared class, interface, struct, enum or module; value: `class`, `interface`, ….
    TypeDecl,
    /// name: qualified supertype; value: the qualified declaring type.
    Supertype,
    /// name: qualified annotation, attribute or decorator; value: rendered arguments.
    Annotation,
    /// name: qualified function or method; value: modifiers and parameter types, rendered.
    FunctionDecl,
    /// name: qualified declared type of a field or module-level variable (`?` if none); value: `modifiers name`,
    /// for example `private static final cache`.
    Field,
    /// name: qualified callee; value: rendered arguments (see [`crate::render_args`]).
    Call,
    /// name: qualified type constructed; value: rendered arguments.
    New,
    /// name: qualified or dotted target (`SESSION_ENGINE`, `config.logger`, `app.secret_key`); value: rendered right
    /// side. Only module-level, class-level and attribute assignments; locals are left out.
    Assign,
    /// name: qualified constant or member read without a call where a rule could want it (`$_SESSION`,
    /// `HttpContext.Current.Session`, `__dirname`).
    Reference,
    /// name: the literal text, unescaped, at most 400 bytes; value: its use (`arg:<callee>`, `assign:<target>`, ``).
    StringLit,
    /// name: environment variable; value: default, if any.
    EnvRead,
    /// name: port number or `?`; value: bind host or ``.
    Listen,
    /// name: path or `?`; value: the API.
    FileRead,
    /// name: path or `?` (`<temp>` for temporary files); value: the API.
    FileWrite,
    /// name: outbound URL or host with scheme (`jdbc:postgresql://db:5432/x`, `http://…`, `amqp://…`); value: the API or key.
    Url,
    /// name: first words of an SQL statement, upper case (`SELECT`, `INSERT INTO orders`); value: the table, if found.
    Sql,
    /// name: HTTP path served; value: method (`GET`, `*`).
    Route,
    /// name: program started or `?`; value: the API.
    Exec,
    /// name: dotted key path in a configuration file (`spring.datasource.url`, `services.web.ports.0`,
    /// XML: `configuration/system.web/sessionState/@mode`); value: the value.
    ConfigKey,
    /// name: `ecosystem:name` (`maven:org.hibernate:hibernate-core`, `npm:express`, `nuget:EntityFramework`,
    /// `pypi:django`, `gem:rails`, `composer:laravel/framework`, `go:github.com/x/y`); value: version or requirement.
    Dependency,
    /// name: path of the file itself; one per file, so that rules can ask for file names. value: role name.
    File,
}

impl FactKind {
    /// Every kind.
    pub const ALL: [Self; 23] = [
        Self::Import,
        Self::Package,
        Self::TypeDecl,
        Self::Supertype,
        Self::Annotation,
        Self::FunctionDecl,
        Self::Field,
        Self::Call,
        Self::New,
        Self::Assign,
        Self::Reference,
        Self::StringLit,
        Self::EnvRead,
        Self::Listen,
        Self::FileRead,
        Self::FileWrite,
        Self::Url,
        Self::Sql,
        Self::Route,
        Self::Exec,
        Self::ConfigKey,
        Self::Dependency,
        Self::File,
    ];

    /// The kind as one bit of a mask.
    pub fn bit(self) -> u32 {
        1 << self as u8
    }
}

/// Flags of a fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactFlags(u8);

impl FactFlags {
    /// The receiver or type was resolved through imports or declarations, not guessed from its last name.
    pub const RESOLVED: Self = Self(1);
    /// Found by a line scanner because the grammar could not parse the place.
    pub const FALLBACK: Self = Self(2);
    /// The API writes or reads a temporary place.
    pub const TEMPORARY: Self = Self(4);

    /// Both sets.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// One thing a file says, with its place. Symbols belong to the [`crate::FileFacts`] that holds the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What kind of thing.
    pub kind: FactKind,
    /// How it was found.
    pub flags: FactFlags,
    /// See the comment of the kind.
    pub name: Sym,
    /// See the comment of the kind.
    pub value: Sym,
    /// The qualified enclosing function or type; empty at file level. Occurrences are counted per scope.
    pub scope: Sym,
    /// Where it stands in the decoded text.
    pub span: Span,
}
