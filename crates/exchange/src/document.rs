//! What goes out as a document, before any format is chosen.

pub mod table;
