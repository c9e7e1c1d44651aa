//! The doors: the command line.

fn main() {}
