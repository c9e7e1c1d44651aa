//! On paper: foreign bytes in, documents out; bytes only.

#![deny(clippy::disallowed_methods)]
