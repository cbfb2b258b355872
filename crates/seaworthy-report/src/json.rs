//! The assessment for machines.

use seaworthy_assess::Assessment;

use crate::Error;

/// `assessment.json`: indented by two spaces, keys in the order of the model, a newline at the end.
///
/// Equal assessments give equal bytes.
pub fn assessment(assessment: &Assessment) -> Result<Vec<u8>, Error> {
    // Measured first: a text of megabytes that grows by doubling takes three times its size.
    let mut length = Length(1);
    serde_json::to_writer_pretty(&mut length, assessment)?;
    let mut json = Vec::with_capacity(length.0);
    serde_json::to_writer_pretty(&mut json, assessment)?;
    json.push(b'\n');
    Ok(json)
}

/// Counts bytes and keeps none.
struct Length(usize);

impl std::io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_as_the_same_assessment() {
        let written = crate::shop::assessment();
        let json = assessment(&written).unwrap();
        assert!(json.ends_with(b"}\n"));
        let read: Assessment = serde_json::from_slice(&json).unwrap();
        assert_eq!(read, written);
        assert_eq!(assessment(&read).unwrap(), json);
    }
}
