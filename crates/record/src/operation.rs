//! Stage 4: would it work today?

pub mod action;
pub mod change;
pub mod exercise;
pub mod finding;
pub mod review;
pub mod signal;
pub mod training;

pub use action::Action;
pub use change::Change;
pub use exercise::Exercise;
pub use finding::Finding;
pub use review::Review;
pub use signal::Signal;
pub use training::Training;
