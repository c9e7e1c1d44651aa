//! What may come.
