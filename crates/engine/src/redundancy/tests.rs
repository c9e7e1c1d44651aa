//! Redundancy against its definition.
