//! A class with those that stand in it, as one text.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::class_file::{ClassFile, flags};
use crate::constants::Opened;
use crate::imports::imports;
use crate::names::push_qualified;
use crate::output::{Classes, Loaded, Output};
use crate::writer::Writer;

/// How much of a class file is read.
#[derive(Debug, Clone, Copy)]
pub struct ClassLimits {
    /// Bytes of one class file.
    pub class: usize,
    /// Bytes of one method's code; the format allows 65,535.
    pub code: usize,
    /// Bytes of text for one unit; what comes later is left out.
    pub text: usize,
}

impl Default for ClassLimits {
    fn default() -> Self {
        ClassLimits { class: 16 << 20, code: 65_535, text: 32 << 20 }
    }
}

/// Why there is no text for a class file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClassError {
    /// The bytes do not start as a class file does, or end early.
    #[error("no class file: {0}")]
    Malformed(String),
    /// The file has more bytes than the limit, which is told.
    #[error("the class file is larger than {0} bytes")]
    TooLarge(usize),
    /// No class was given.
    #[error("no class file was given")]
    Nothing,
}

/// The language of the source as far as the class file shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JvmLanguage {
    /// Java, or no sign of another.
    #[default]
    Java,
    /// Kotlin.
    Kotlin,
    /// Scala.
    Scala,
    /// Groovy.
    Groovy,
}

/// What a class file declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClassKind {
    /// A class.
    #[default]
    Class,
    /// An interface.
    Interface,
    /// An enumeration.
    Enum,
    /// An annotation type.
    Annotation,
    /// A record.
    Record,
    /// `module-info`.
    Module,
    /// `package-info`: only the annotations of a package.
    Package,
}

/// One class file, or one with those of the classes within it, as Java text.
#[derive(Debug, Clone, Default)]
pub struct ClassText {
    /// Binary name with dots: `a.b.Outer$Inner`.
    pub name: String,
    /// Valid Java.
    pub text: String,
    /// For every line of `text` the line of the source it comes from, from 1; 0 where the class file does not say.
    pub lines: Vec<u32>,
    /// Name of the source file, without folder.
    pub source_file: Option<String>,
    /// Java release that the class file's version belongs to: 8 for 52.
    pub release: u16,
    /// The language of its source.
    pub language: JvmLanguage,
    /// What it declares.
    pub kind: ClassKind,
    /// Whether a compiler made the class for itself.
    pub is_synthetic: bool,
    /// What could not be read, in words.
    pub problems: Vec<String>,
}

/// Reads one class file on its own.
pub fn read_class(bytes: &[u8], limits: &ClassLimits) -> Result<ClassText, ClassError> {
    read_unit(&[("", bytes)], limits)
}

/// Reads the class files of one source class (`Outer.class`, `Outer$Inner.class`, `Outer$1.class`), each with the name of its
/// entry. A class that cannot be read becomes a problem as long as another one can.
pub fn read_unit(classes: &[(&str, &[u8])], limits: &ClassLimits) -> Result<ClassText, ClassError> {
    let mut opened = Vec::new();
    let mut problems = Vec::new();
    let mut error = ClassError::Nothing;
    for (entry, bytes) in classes {
        match open(bytes, limits) {
            Ok(class) => opened.push(class),
            Err(e) => {
                problems.push(format!("{entry}: {e}"));
                error = e;
            }
        }
    }
    let mut files: Vec<ClassFile<'_>> = opened.iter().filter_map(ClassFile::read).collect();
    if files.is_empty() {
        if !opened.is_empty() {
            error = ClassError::Malformed("a class without name".to_owned());
        }
        return Err(error);
    }
    files.sort_by_key(|f| (f.name.len(), f.name));
    files.dedup_by_key(|f| f.name);
    let classes = arrange(files);
    Ok(write(&classes, limits, problems))
}

pub(crate) fn open<'a>(bytes: &'a [u8], limits: &ClassLimits) -> Result<Opened<'a>, ClassError> {
    if bytes.len() > limits.class {
        return Err(ClassError::TooLarge(limits.class));
    }
    match noak::reader::Class::new(bytes) {
        Ok(class) => Ok(Opened::new(class)),
        Err(e) => Err(ClassError::Malformed(e.to_string())),
    }
}

/// Puts classes into those they stand in. The first one, which has the shortest name, is the unit's own; what has no other
/// place stands in that.
fn arrange(files: Vec<ClassFile<'_>>) -> Classes<'_> {
    let by_name: FxHashMap<&str, usize> =
        files.iter().enumerate().map(|(i, f)| (f.name, i)).collect();
    let mut inside = vec![Vec::new(); files.len()];
    for (i, file) in files.iter().enumerate().skip(1) {
        // Outer classes have shorter names, so nothing stands in itself.
        let outer =
            file.enclosing().and_then(|outer| by_name.get(outer)).copied().filter(|o| *o < i);
        if let Some(list) = inside.get_mut(outer.unwrap_or(0)) {
            list.push(i);
        }
    }
    let all = files.into_iter().zip(inside).map(|(file, inside)| {
        let has_no_name = file.inner.get(file.name).is_some_and(|inner| inner.simple.is_none());
        let is_anonymous = has_no_name && !file.is_interface() && file.interfaces.len() <= 1;
        Loaded { file, inside, is_anonymous }
    });
    Classes { all: all.collect(), by_name }
}

fn write(classes: &Classes<'_>, limits: &ClassLimits, problems: Vec<String>) -> ClassText {
    let Some(first) = classes.all.first() else { return ClassText::default() };
    let file = &first.file;
    let mut out = Output {
        classes,
        writer: Writer::new(limits.text),
        scope: Vec::new(),
        written_methods: FxHashSet::default(),
        written_classes: classes.all.iter().map(|c| c.file.flags & flags::SYNTHETIC != 0).collect(),
        initialisers: FxHashSet::default(),
        problems,
        nesting: 0,
        max_code: limits.code,
    };
    let kind = kind(file);
    let package = file.name.rsplit_once('/').map(|(package, _)| package);
    match kind {
        ClassKind::Module => crate::module::write(&mut out.writer, file),
        ClassKind::Package => {
            for annotation in crate::annotations::annotations(file, file.attributes.annotations) {
                out.writer.push(&annotation);
                out.writer.line(0);
            }
        }
        _ => {}
    }
    if kind != ClassKind::Module
        && let Some(package) = package
    {
        out.writer.push("package ");
        push_qualified(&mut out.writer.text, package);
        out.writer.push(";");
    }
    let head = Head { text: out.writer.text.len(), lines: out.writer.lines.len() };
    if !matches!(kind, ClassKind::Module | ClassKind::Package) {
        out.class(0);
        import_types(&mut out.writer, &head, package.unwrap_or(""));
    }
    for class in &classes.all {
        for problem in &class.file.problems {
            out.problem(problem.clone());
        }
    }
    if out.writer.is_full() {
        out.problem(format!("the text is longer than {} bytes; the rest is left out", limits.text));
    }
    let version = file.opened.class.version().major;
    ClassText {
        name: file.name.replace('/', "."),
        text: out.writer.text,
        lines: out.writer.lines,
        source_file: file.attributes.source_file.map(str::to_owned),
        release: version.saturating_sub(44),
        language: language(file),
        kind,
        is_synthetic: file.flags & flags::SYNTHETIC != 0,
        problems: out.problems,
    }
}

/// How far the text goes before the first class.
struct Head {
    text: usize,
    lines: usize,
}

/// Puts imports before the first class.
fn import_types(writer: &mut Writer, head: &Head, package: &str) {
    let found = imports(&writer.text, &writer.lines, &package.replace('/', "."));
    let mut text = String::new();
    for name in found.keys() {
        // Without a package the first class stands on the first line.
        if head.text > 0 {
            text.push('\n');
        }
        text.push_str("import ");
        text.push_str(name);
        text.push(';');
        if head.text == 0 {
            text.push('\n');
        }
    }
    writer.text.insert_str(head.text, &text);
    let at = if head.text == 0 { 0 } else { head.lines };
    writer.lines.splice(at..at, found.into_values());
}

fn kind(file: &ClassFile<'_>) -> ClassKind {
    let simple = file.name.rsplit('/').next().unwrap_or("");
    if file.flags & flags::MODULE != 0 {
        ClassKind::Module
    } else if simple == "package-info" {
        ClassKind::Package
    } else if file.flags & flags::ANNOTATION != 0 {
        ClassKind::Annotation
    } else if file.is_interface() {
        ClassKind::Interface
    } else if file.is_enum() {
        ClassKind::Enum
    } else if file.attributes.record.is_some() {
        ClassKind::Record
    } else {
        ClassKind::Class
    }
}

fn language(file: &ClassFile<'_>) -> JvmLanguage {
    let ending = file.attributes.source_file.and_then(|s| s.rsplit('.').next());
    match ending {
        Some("java") => JvmLanguage::Java,
        Some("kt") => JvmLanguage::Kotlin,
        Some("scala") => JvmLanguage::Scala,
        Some("groovy") => JvmLanguage::Groovy,
        _ if file.attributes.is_scala => JvmLanguage::Scala,
        _ if file.interfaces.contains(&"groovy/lang/GroovyObject") => JvmLanguage::Groovy,
        _ => JvmLanguage::Java,
    }
}
