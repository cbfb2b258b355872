//! Programming languages: one walk over the syntax tree, one extractor each.
