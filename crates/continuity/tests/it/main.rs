//! All tests of continuity that stand outside it, in one binary.

mod twin;
