//! The doors: the command line. It parses what came in, asks `continuity`, shows what comes back;
//! it decides nothing itself.

#![allow(clippy::disallowed_methods)] // the doors are where the clock is read

mod access;
mod cli;
mod folder;
mod serve;
mod settings;
mod web;
mod source;

fn main() -> std::process::ExitCode {
    cli::run()
}
