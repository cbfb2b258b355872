//! Tests on the built binary live in `tests/`.
