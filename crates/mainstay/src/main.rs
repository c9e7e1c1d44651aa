//! The doors: the command line.

#![allow(clippy::disallowed_methods)] // today decides what is overdue; settings are read here

fn main() {}
