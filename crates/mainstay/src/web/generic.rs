//! Pages that are built from the fields of a kind and know none by name.

pub mod difference;
pub mod inputs;
pub mod label;
pub mod names;
pub mod outline;
pub mod reading;
pub mod values;

#[cfg(test)]
mod tests;
