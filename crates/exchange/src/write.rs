//! From trees to text: YAML and JSON. Reading what was written gives an equal tree. From records to
//! tables and drawings.

pub mod csv;
pub mod dot;
mod graph;
pub mod json;
pub mod schema;
pub mod mermaid;
pub mod patch;
pub mod tables;
pub mod xlsx;
pub mod yaml;
