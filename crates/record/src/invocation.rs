//! Stage 5: it happened, what now? What is done on the day itself is remembered as events; filed
//! is what was learnt from it.

pub mod lesson;

pub use lesson::Lesson;
