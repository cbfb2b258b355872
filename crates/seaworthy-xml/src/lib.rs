//! A tolerant XML tree with the position of every node.
