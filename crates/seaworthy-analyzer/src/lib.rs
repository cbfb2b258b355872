//! Runs Konveyor rules over an application: conditions, tags, incidents, violations, output.
