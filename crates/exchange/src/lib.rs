//! On paper: foreign bytes in, documents out. Bytes only: no file, no socket, nobody asking.

#![deny(clippy::disallowed_methods)]

pub mod read;

pub mod document;
pub mod import;
pub mod warning;
pub mod write;
