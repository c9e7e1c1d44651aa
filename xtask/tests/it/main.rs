//! Tidy, run as a test: on this repository, and each check on small made-up trees, where it must
//! both complain and hold its peace.

mod code;
mod disk;
mod fuzz;
mod hostile;
mod papers;
mod repository;
mod rooms;
mod tree;
