//! Hard days on purpose: what the house must survive and no ordinary test has time for.

pub mod bitrot;
pub mod disk;
pub mod fuzz;
pub mod ioerror;
mod mutation;
pub mod powercut;
mod sample;
mod specimen;
pub mod tamper;

use anyhow::Context as _;

/// Runs the torture named by the first argument.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    match args.split_first() {
        Some((name, rest)) if name == "fuzz" => fuzz::run(rest),
        Some((name, rest)) if name == "bitrot" => bitrot::run(rest),
        Some((name, rest)) if name == "tamper" => tamper::run(rest),
        Some((name, rest)) if name == "ioerror" => ioerror::run(rest),
        Some((name, rest)) if name == "powercut" => powercut::run(rest),
        _ => anyhow::bail!(
            "usage: cargo xtask torture \
             fuzz [--minutes N] [--only READER] [--seed S] [--samples DIR]\n       \
             cargo xtask torture bitrot | powercut | tamper [--full] [--seed S]\n       \
             cargo xtask torture ioerror"
        ),
    }
}

/// Whether an option was given.
fn has(args: &[String], name: &str) -> bool {
    args.iter().any(|arg| arg == name)
}

/// The number after an option.
fn number(args: &[String], name: &str, otherwise: u64) -> anyhow::Result<u64> {
    let Some(at) = args.iter().position(|arg| arg == name) else {
        return Ok(otherwise);
    };
    let value = args
        .get(at + 1)
        .with_context(|| format!("{name} needs a number"))?;
    value.parse().with_context(|| format!("{name} {value}"))
}
