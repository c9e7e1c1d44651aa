//! From trees to text: YAML and JSON. Reading what was written gives an equal tree.

pub mod json;
pub mod schema;
pub mod yaml;
