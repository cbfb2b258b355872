//! Java compilation units, what their names mean, and the search of `java.referenced` over them.
