//! The JSON Schema of the file format.

/// The schema (draft-07), as text with a line end.
pub fn schema() -> String {
    let schema = exchange::write::schema::schema();
    format!("{}\n", exchange::write::json::pretty(&schema))
}
