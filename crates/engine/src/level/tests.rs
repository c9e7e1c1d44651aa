//! Levels against their definition.
