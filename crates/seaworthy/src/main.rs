//! The command line of Seaworthy.
fn main() {}
