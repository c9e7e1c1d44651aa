//! Tidy, run as a test: on this repository, and each check on small made-up trees, where it must
//! both complain and hold its peace.

mod code;
mod fuzz;
mod kill;
mod organisation;
mod papers;
mod repository;
mod rooms;
mod tree;

/// The cluster that the test run started.
fn cluster() -> String {
    std::env::var("MAINSTAY_POSTGRES")
        .expect("this test needs PostgreSQL: run ./test, or set MAINSTAY_POSTGRES")
}
