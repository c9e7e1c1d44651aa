//! Circles that lock and circles that do not.
