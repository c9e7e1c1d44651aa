//! Pages that are built from the fields of a kind and know none by name, and what pages of several
//! stages share.

pub mod stage;
