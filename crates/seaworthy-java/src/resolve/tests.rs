//! What names and calls mean.
