//! Declarations of class files.

use std::borrow::Cow;
use std::collections::BTreeSet;

use noak::error::DecodeError;
use noak::reader::cpool::{self, ConstantPool};
use noak::reader::{Attribute, AttributeContent, Class};
use seaworthy_types::{ClassFacts, MemberFacts};

type Attributes<'a> = noak::reader::DecodeMany<'a, Attribute<'a>, u16>;

/// What a class file declares.
pub(super) fn read(bytes: &[u8]) -> Result<ClassFacts<'_>, String> {
    facts(bytes).map_err(|error| format!("a class file: {error}"))
}

fn facts(bytes: &[u8]) -> Result<ClassFacts<'_>, DecodeError> {
    let class = Class::new(bytes)?;
    let pool = class.pool();
    let name = |index: cpool::Index<cpool::Class<'_>>| {
        pool.retrieve(index).map(|of| Cow::Owned(of.name.display().to_string()))
    };
    let text = |index: cpool::Index<cpool::Utf8<'_>>| {
        pool.retrieve(index).map(|of| Cow::Owned(of.display().to_string()))
    };
    let mut facts = ClassFacts {
        name: name(class.this_class())?,
        access: class.access_flags().bits(),
        superclass: class.super_class().map(name).transpose()?,
        ..ClassFacts::default()
    };
    for interface in class.interfaces() {
        facts.interfaces.push(name(interface?)?);
    }
    facts.signature = signature(pool, class.attributes())?;
    for field in class.fields() {
        let field = field?;
        facts.fields.push(MemberFacts {
            name: text(field.name())?,
            access: field.access_flags().bits(),
            descriptor: text(field.descriptor())?,
            signature: signature(pool, field.attributes())?,
        });
    }
    for method in class.methods() {
        let method = method?;
        facts.methods.push(MemberFacts {
            name: text(method.name())?,
            access: method.access_flags().bits(),
            descriptor: text(method.descriptor())?,
            signature: signature(pool, method.attributes())?,
        });
    }
    Ok(facts)
}

/// The attribute `Signature`. The contents of other attributes are left alone: those of `ct.sym` are not always whole.
fn signature(
    pool: &ConstantPool<'_>,
    attributes: Attributes<'_>,
) -> Result<Option<Cow<'static, str>>, DecodeError> {
    for attribute in attributes {
        let attribute = attribute?;
        if pool.retrieve(attribute.name())?.to_str() == Some("Signature")
            && let AttributeContent::Signature(of) = attribute.read_content(pool)?
        {
            return Ok(Some(Cow::Owned(pool.retrieve(of.signature())?.display().to_string())));
        }
    }
    Ok(None)
}

/// Packages that a `module-info.class` exports to all modules.
pub(super) fn exports(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let Ok(class) = Class::new(bytes) else { return found };
    let pool = class.pool();
    for attribute in class.attributes().into_iter().flatten() {
        let name = pool.retrieve(attribute.name()).ok().and_then(|name| name.to_str());
        if name != Some("Module") {
            continue;
        }
        let exported = exported(attribute.content()).unwrap_or_default();
        let packages = exported.into_iter().filter_map(|row| {
            let index = cpool::Index::<cpool::Package<'_>>::new(row).ok()?;
            Some(pool.retrieve(index).ok()?.name.display().to_string().replace('/', "."))
        });
        found.extend(packages);
    }
    found
}

/// Rows of the packages that an attribute `Module` exports to all. It is read by hand: versions of required modules may be
/// left out, which its reader does not expect.
fn exported(content: &[u8]) -> Option<Vec<u16>> {
    let mut numbers = content.chunks_exact(2).map(|pair| match *pair {
        [high, low] => u16::from_be_bytes([high, low]),
        _ => 0,
    });
    // Name, flags and version come first; a required module takes three numbers.
    let required = usize::from(numbers.nth(3)?);
    if required > 0 {
        numbers.nth(required * 3 - 1)?;
    }
    let mut found = Vec::new();
    for _ in 0..numbers.next()? {
        let (package, _flags, targets) = (numbers.next()?, numbers.next()?, numbers.next()?);
        if targets == 0 {
            found.push(package);
        } else {
            numbers.nth(usize::from(targets) - 1)?;
        }
    }
    Some(found)
}
