//! Stage 5: it happened, what now?

pub mod situation;
