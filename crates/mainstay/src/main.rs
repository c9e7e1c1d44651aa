//! The doors: the command line. It parses what came in, asks `continuity`, shows what comes back;
//! it decides nothing itself.

#![allow(clippy::disallowed_methods)] // the doors are where the clock is read

mod access;
mod answer;
mod cli;
mod demo;
mod folder;
mod http;
mod interview;
mod keep;
mod operator;
mod serve;
mod settings;
mod source;
mod web;

fn main() -> std::process::ExitCode {
    cli::run()
}
