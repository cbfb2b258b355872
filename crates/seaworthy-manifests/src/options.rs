//! What a user can choose about drafts.

/// Choices about drafts; nothing here changes what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftOptions {
    /// Namespace; the application's name as a DNS label where none is given.
    pub namespace: Option<String>,
    /// Registry and path before `<application>/<component>`.
    pub registry: String,
    /// Minor release of the oldest Kubernetes 1.x that has to take the manifests.
    pub kubernetes_minor: u16,
}

impl Default for DraftOptions {
    fn default() -> Self {
        Self { namespace: None, registry: "registry.example.com".to_owned(), kubernetes_minor: 33 }
    }
}
