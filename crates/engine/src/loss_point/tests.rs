//! Requirements against their definition.
