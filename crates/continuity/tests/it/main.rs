//! All tests of continuity that stand outside it, in one binary.

mod small_estate;
mod twin;
mod vectors;
mod size;
