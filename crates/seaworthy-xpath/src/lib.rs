//! XPath 1.0 over the tolerant XML tree, in the standard's way and in Konveyor's.
