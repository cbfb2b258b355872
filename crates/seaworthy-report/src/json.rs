//! The assessment for machines.

use seaworthy_assess::Assessment;

use crate::Error;

/// `assessment.json`: indented by two spaces, keys in the order of the model, a newline at the end.
///
/// Equal assessments give equal bytes.
pub fn assessment(assessment: &Assessment) -> Result<String, Error> {
    let mut json = serde_json::to_string_pretty(assessment)?;
    json.push('\n');
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_as_the_same_assessment() {
        let written = crate::shop::assessment();
        let json = assessment(&written).unwrap();
        assert!(json.ends_with("}\n"));
        let read: Assessment = serde_json::from_str(&json).unwrap();
        assert_eq!(read, written);
        assert_eq!(assessment(&read).unwrap(), json);
    }
}
