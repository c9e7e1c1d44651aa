//! Stage 3: from what was decided to what is there: the order of the work, and what is missing.

pub mod rollout;
