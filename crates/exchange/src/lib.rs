//! On paper: foreign bytes in, documents out; bytes only.
