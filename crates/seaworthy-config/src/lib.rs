//! Configuration formats read as keys and values with positions.
