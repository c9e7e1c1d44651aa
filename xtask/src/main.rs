//! Tidy, bench and torture: chores of the house.

fn main() {}
