//! Which package of the application an import means.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

/// Packages of an application and the components that hold them.
pub(crate) struct PackageIndex<'p> {
    holders: FxHashMap<&'p str, BTreeSet<&'p str>>,
}

impl<'p> PackageIndex<'p> {
    pub(crate) fn new(packages: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let mut holders: FxHashMap<&str, BTreeSet<&str>> = FxHashMap::default();
        for (component, package) in packages {
            holders.entry(package).or_default().insert(component);
        }
        Self { holders }
    }

    /// Component and name of the package that `import`, written in `component`, means.
    ///
    /// The import itself, or it without its last part (a type or a wildcard). More parts fall away only where the
    /// names follow Java's convention (`com.acme.Outer.Inner.CONSTANT`: a lower-case package, then an upper-case type);
    /// else `com.acme.other.Thing` of a library would land in the application's `com.acme`.
    pub(crate) fn resolve(
        &self,
        component: &'p str,
        import: &str,
        uses: &BTreeMap<String, Vec<String>>,
    ) -> Option<(&'p str, &'p str)> {
        let mut name = import.trim_end_matches('*').trim_end_matches(['.', '/']);
        let mut cut = "";
        for removed in 0.. {
            let java = || {
                let last = name.rsplit(['.', '/']).next().unwrap_or(name);
                cut.starts_with(char::is_uppercase) && last.starts_with(char::is_lowercase)
            };
            if (removed <= 1 || java())
                && let Some((&package, holders)) = self.holders.get_key_value(name)
            {
                return Self::holder(component, holders, uses).map(|c| (c, package));
            }
            let at = name.rfind(['.', '/'])?;
            cut = name.get(at + 1..).unwrap_or("");
            name = name.get(..at).unwrap_or("");
        }
        None
    }

    /// The importing component itself, else one that it uses, else the only one there is: services often hold packages
    /// of the same name that have nothing to do with each other.
    fn holder(
        component: &'p str,
        holders: &BTreeSet<&'p str>,
        uses: &BTreeMap<String, Vec<String>>,
    ) -> Option<&'p str> {
        if holders.contains(component) {
            return Some(component);
        }
        uses.get(component)
            .into_iter()
            .flatten()
            .find_map(|id| holders.get(id.as_str()))
            .or_else(|| holders.first().filter(|_| holders.len() == 1))
            .copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_find_packages() {
        let list = [
            ("web", "com.acme"),
            ("web", "com.acme.cart"),
            ("core", "com.acme.model"),
            ("a", "util"),
            ("b", "util"),
            ("b", "App.Models"),
            ("go", "github.com/x/y/store"),
        ];
        let index = PackageIndex::new(list.into_iter());
        let mut uses = BTreeMap::new();
        let of = |c, i, uses: &BTreeMap<_, _>| index.resolve(c, i, uses);
        assert_eq!(of("web", "com.acme.cart.*", &uses), Some(("web", "com.acme.cart")));
        assert_eq!(of("web", "com.acme.cart.Cart", &uses), Some(("web", "com.acme.cart")));
        assert_eq!(of("web", "com.acme.cart.Cart.Item.MAX", &uses), Some(("web", "com.acme.cart")));
        assert_eq!(of("web", "com.acme.model.User", &uses), Some(("core", "com.acme.model")));
        assert_eq!(of("web", "com.acme.library.Thing", &uses), None);
        assert_eq!(of("b", "App.Models.User", &uses), Some(("b", "App.Models")));
        assert_eq!(of("go", "github.com/x/y/store", &uses), Some(("go", "github.com/x/y/store")));
        assert_eq!(of("a", "util.text", &uses), Some(("a", "util")));
        assert_eq!(of("web", "util.text", &uses), None);
        uses.insert("web".to_owned(), vec!["b".to_owned()]);
        assert_eq!(of("web", "util.text", &uses), Some(("b", "util")));
        for odd in ["", "*", "...", "/", "é.*", "."] {
            assert_eq!(of("web", odd, &uses), None);
        }
    }
}
