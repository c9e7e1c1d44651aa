//! Random estates.
