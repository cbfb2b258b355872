//! Short ways to write trees.

use seaworthy_base::Evidence;

use crate::{Node, Yaml};

impl From<Yaml> for Node {
    fn from(value: Yaml) -> Self {
        Self { value, why: Vec::new(), todo: None }
    }
}

impl From<&str> for Node {
    fn from(value: &str) -> Self {
        Yaml::Str(value.to_owned()).into()
    }
}

impl From<String> for Node {
    fn from(value: String) -> Self {
        Yaml::Str(value).into()
    }
}

impl From<i64> for Node {
    fn from(value: i64) -> Self {
        Yaml::Int(value).into()
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Yaml::Bool(value).into()
    }
}

impl Node {
    /// A mapping of the given entries.
    pub fn map<K: Into<String>, V: Into<Self>>(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        Yaml::Map(entries.into_iter().map(|(k, v)| (k.into(), v.into())).collect()).into()
    }

    /// A sequence of the given items.
    pub fn seq<V: Into<Self>>(items: impl IntoIterator<Item = V>) -> Self {
        Yaml::Seq(items.into_iter().map(Into::into).collect()).into()
    }

    /// The same mapping with one more entry; any other value is returned unchanged.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Self>) -> Self {
        if let Yaml::Map(entries) = &mut self.value {
            entries.push((key.to_owned(), value.into()));
        }
        self
    }

    /// The same mapping with one more entry where there is a value.
    #[must_use]
    pub fn with_some(self, key: &str, value: Option<impl Into<Self>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// The same with places in the code as reasons.
    #[must_use]
    pub fn why(mut self, evidence: &[Evidence]) -> Self {
        self.why.extend_from_slice(evidence);
        self
    }

    /// The same with a stated default as reason.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.why.push(Evidence::default_of(reason));
        self
    }

    /// The same with something left to decide, one line each; an empty text changes nothing.
    #[must_use]
    pub fn todo(mut self, text: &str) -> Self {
        if !text.is_empty() {
            match &mut self.todo {
                Some(todo) => {
                    todo.push('\n');
                    todo.push_str(text);
                }
                None => self.todo = Some(text.to_owned()),
            }
        }
        self
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Yaml::Map(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The value at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The items of a sequence; none for any other value.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Yaml::Seq(items) => items,
            _ => &[],
        }
    }

    /// The entries of a mapping; none for any other value.
    pub fn entries(&self) -> &[(String, Self)] {
        match &self.value {
            Yaml::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Yaml::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The number of an integer.
    pub fn as_int(&self) -> Option<i64> {
        match &self.value {
            Yaml::Int(number) => Some(*number),
            _ => None,
        }
    }
}
