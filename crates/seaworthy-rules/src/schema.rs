//! The JSON schema of the native dialect, for editors.

use crate::native::RuleFile;

/// The schema of a rule file, as JSON text with a final newline.
pub fn schema_json() -> String {
    let schema = schemars::schema_for!(RuleFile);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_schema_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/schema.json");
        let fresh = super::schema_json();
        if std::env::var_os("SEAWORTHY_UPDATE").is_some() {
            std::fs::write(path, &fresh).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == fresh, "run this test with SEAWORTHY_UPDATE=1");
    }
}
