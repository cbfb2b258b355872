//! Rules as Konveyor writes them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The rules of one directory, under the header that its `ruleset.yaml` gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruleset {
    /// Key of the result; `konveyor-analysis` without a header.
    pub name: String,
    /// Copied to the result.
    pub description: String,
    /// Added to the labels of every rule, for selection and in the result.
    pub labels: Vec<String>,
    /// The rules, files in the order of their names; within a file tagging rules before the others.
    pub rules: Vec<Rule>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// `ruleID`, unique within a file.
    pub id: String,
    /// One or more sentences on the rule.
    pub description: String,
    /// Template of the message; without one the rule only tags.
    pub message: Option<String>,
    /// Tags as written, templates too; not empty for a tagging rule.
    pub tags: Vec<String>,
    /// Further reading; only with a message.
    pub links: Vec<Link>,
    /// What the finding asks for; only with a message.
    pub category: Category,
    /// Story points; `None` or 0 makes the result an insight.
    pub effort: Option<i64>,
    /// Labels of the rule itself.
    pub labels: Vec<String>,
    /// Variables taken from the code of an incident.
    pub variables: Vec<CustomVariable>,
    /// What must hold. `from`, `as`, `ignore` and `not` are set only where the condition is a leaf.
    pub when: Entry,
    /// Where it was read.
    pub origin: Origin,
}

impl Rule {
    /// Whether its main work is tagging.
    pub fn is_tagging(&self) -> bool {
        !self.tags.is_empty()
    }
}

/// Place of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub path: Arc<Path>,
    /// Line of the list entry, from 1.
    pub line: u32,
}

/// A link of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Its words; may be empty.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// May or may not need work.
    #[default]
    Potential,
    /// Nice to have.
    Optional,
    /// Must be solved.
    Mandatory,
}

impl Category {
    /// The word of the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Potential => "potential",
            Self::Optional => "optional",
            Self::Mandatory => "mandatory",
        }
    }
}

/// A variable taken from the line of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomVariable {
    /// Its name in templates.
    pub name: String,
    /// Regular expression over the trimmed line (RE2 syntax), unanchored.
    pub pattern: String,
    /// The group to take; empty for the only one or the whole match.
    pub group: String,
    /// Its value where nothing matches.
    pub default: String,
}

/// One entry of a condition with its modifiers.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The sibling whose result this one refers to.
    pub from: Option<String>,
    /// The name of the result for siblings.
    pub bind: Option<String>,
    /// Whether its incidents are left out of the union.
    pub ignore: bool,
    /// Whether it must not hold.
    pub not: bool,
    /// What it asks.
    pub condition: Condition,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every entry must hold. Entries stand in the order of the file; [`crate::evaluation_order`] gives the other one.
    And(Vec<Entry>),
    /// Any entry must hold.
    Or(Vec<Entry>),
    /// A question to a provider.
    Leaf(Leaf),
}

/// A question to a provider. Equal leaves of different rules are asked once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leaf {
    /// `builtin.file`.
    File {
        /// A path pattern.
        pattern: String,
    },
    /// `builtin.filecontent`.
    FileContent {
        /// A regular expression.
        pattern: String,
        /// A path pattern; empty for every file.
        file_pattern: String,
        /// Restriction to files.
        filepaths: FilePaths,
    },
    /// `builtin.xml`.
    Xml {
        /// An XPath.
        xpath: String,
        /// Prefix to address.
        namespaces: BTreeMap<String, String>,
        /// Restriction to files.
        filepaths: FilePaths,
    },
    /// `builtin.xmlPublicID`.
    XmlPublicId {
        /// A regular expression over the public id of the document type.
        regex: String,
        /// Read and without effect.
        namespaces: BTreeMap<String, String>,
        /// Restriction to files.
        filepaths: FilePaths,
    },
    /// `builtin.json`.
    Json {
        /// An XPath over the JSON tree.
        xpath: String,
        /// Restriction to files.
        filepaths: FilePaths,
    },
    /// `builtin.hasTags`: all of them.
    HasTags(Vec<String>),
    /// `java.referenced`.
    Java(JavaReference),
    /// `java.dependency`, `go.dependency` and those of other providers.
    Dependency(DependencyQuery),
    /// `nodejs.referenced`.
    NodeJs {
        /// An identifier or a regular expression.
        pattern: String,
        /// Restriction to files.
        filepaths: FilePaths,
    },
    /// `go.referenced`.
    Go {
        /// A symbol: `import/path`, `import/path.Name` or `Name`.
        pattern: String,
    },
    /// `python.referenced`.
    Python {
        /// A symbol.
        pattern: String,
    },
    /// `csharp.referenced`.
    CSharp {
        /// A regular expression over `Namespace.Type.Member`.
        pattern: String,
        /// `ALL`, `METHOD`, `FIELD`, `CLASS`, upper case; empty for `ALL`.
        location: String,
        /// Restriction to files.
        filepaths: FilePaths,
    },
    /// `yaml.k8sResourceMatched`.
    K8sResource {
        /// Equal to the document's `apiVersion`.
        api_version: String,
        /// Equal to the document's `kind`.
        kind: String,
        /// Version of Kubernetes that deprecates it, with a leading `v`; may be empty.
        deprecated_in: String,
        /// Version that removes it; may be empty.
        removed_in: String,
        /// What takes its place; may be empty.
        replacement_api: String,
    },
}

impl Leaf {
    /// The restriction to files, where the condition knows one.
    pub fn filepaths(&self) -> &FilePaths {
        match self {
            Self::FileContent { filepaths, .. }
            | Self::Xml { filepaths, .. }
            | Self::XmlPublicId { filepaths, .. }
            | Self::Json { filepaths, .. }
            | Self::NodeJs { filepaths, .. }
            | Self::CSharp { filepaths, .. } => filepaths,
            Self::Java(java) => &java.filepaths,
            Self::File { .. }
            | Self::HasTags(_)
            | Self::Dependency(_)
            | Self::Go { .. }
            | Self::Python { .. }
            | Self::K8sResource { .. } => &FilePaths::Any,
        }
    }
}

/// Which files a condition looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilePaths {
    /// Every file; also what an empty list means.
    #[default]
    Any,
    /// Files that match any of these path patterns.
    Patterns(Vec<String>),
    /// The files of the incidents of the sibling with this name: `{{name.filepaths}}`. Where the sibling found nothing,
    /// every file.
    Chained(String),
    /// `{{name.Filepaths}}`: every file, because Konveyor renders the capital form as nothing. Its authors mean
    /// [`FilePaths::Chained`].
    CapitalChained(String),
}

/// `java.referenced`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JavaReference {
    /// The pattern as written, never empty.
    pub pattern: String,
    /// Where to look.
    pub location: JavaLocation,
    /// An annotation that the reported element must carry.
    pub annotated: Option<Annotated>,
    /// Restriction to files.
    pub filepaths: FilePaths,
}

/// Locations of `java.referenced`; unknown words mean [`JavaLocation::Default`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JavaLocation {
    /// Types, imports, method calls and constructor calls.
    #[default]
    Default,
    /// Direct supertypes of classes and interfaces.
    Inheritance,
    /// Calls of methods.
    MethodCall,
    /// `new`.
    ConstructorCall,
    /// Annotations.
    Annotation,
    /// Implemented interfaces, extended classes.
    ImplementsType,
    /// Declarations of enum constants.
    Enum,
    /// Methods that return the type.
    ReturnType,
    /// Imports.
    Import,
    /// Locals and parameters of the type.
    VariableDeclaration,
    /// Any reference to the type.
    Type,
    /// Packages.
    Package,
    /// Fields of the type.
    Field,
    /// Declarations of methods.
    Method,
    /// Declarations of classes.
    Class,
}

impl JavaLocation {
    /// The location that a word of a rule means.
    pub fn of_word(word: &str) -> Self {
        match word.to_ascii_uppercase().as_str() {
            "INHERITANCE" => Self::Inheritance,
            "METHOD_CALL" => Self::MethodCall,
            "CONSTRUCTOR_CALL" => Self::ConstructorCall,
            "ANNOTATION" => Self::Annotation,
            "IMPLEMENTS_TYPE" => Self::ImplementsType,
            "ENUM" => Self::Enum,
            "RETURN_TYPE" => Self::ReturnType,
            "IMPORT" => Self::Import,
            "VARIABLE_DECLARATION" => Self::VariableDeclaration,
            "TYPE" => Self::Type,
            "PACKAGE" => Self::Package,
            "FIELD" | "FIELD_DECLARATION" => Self::Field,
            "METHOD" => Self::Method,
            "CLASS" => Self::Class,
            _ => Self::Default,
        }
    }
}

/// An annotation with members.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Annotated {
    /// Regular expression over the qualified name; may be empty.
    pub pattern: String,
    /// Name and regular expression of members.
    pub elements: Vec<(String, String)>,
}

/// `<provider>.dependency`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DependencyQuery {
    /// The provider: `java`, `go`, ….
    pub provider: String,
    /// The exact name, `group.artifact` for Java.
    pub name: String,
    /// A regular expression over the name; used where it is not empty.
    pub name_regex: String,
    /// Lowest version; may be empty.
    pub lower: String,
    /// Highest version; may be empty.
    pub upper: String,
}
