//! Hard days on purpose: what the house must survive and no ordinary test has time for.

use anyhow::Context as _;

pub mod bitrot;
mod clock;
pub mod disk;
pub mod flood;
pub mod full;
pub mod fuzz;
pub mod ioerror;
pub mod keeping;
pub mod kill;
mod mutation;
pub mod organisation;
pub mod powercut;
pub mod readers;
mod sample;
mod schemathesis;
pub mod soak;
mod specimen;
pub mod tamper;

/// Every torture: its name, how it is called, and where it lives.
const TORTURES: &[(&str, &str, Run)] = &[
    ("bitrot", "[--full] [--seed S]", bitrot::run),
    ("clock", "[--jumps N] [--full]", clock::run),
    ("flood", "[--sockets N] [--full]", flood::run),
    ("full", "[--fills N] [--seed S] [--full]", full::run),
    (
        "fuzz",
        "[--minutes N] [--only READER] [--seed S] [--samples DIR]",
        fuzz::run,
    ),
    ("ioerror", "", ioerror::run),
    ("keeping", "[--rounds N] [--full]", keeping::run),
    ("kill", "[--kills N] [--seed S] [--full]", kill::run),
    (
        "organisation",
        "[--seeds N] [--seed FIRST] [--full]",
        organisation::run,
    ),
    ("powercut", "[--full] [--seed S]", powercut::run),
    ("readers", "[--seed S] [--only FORM] [--said]", readers::run),
    (
        "schemathesis",
        "[--minutes N] [--seed FIRST] [--full]",
        schemathesis::run,
    ),
    ("soak", "[--minutes N] [--full]", soak::run),
    ("tamper", "[--full] [--seed S]", tamper::run),
];

type Run = fn(&[String]) -> anyhow::Result<()>;

/// Runs the torture named by the first argument.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let asked = args.first().map(String::as_str);
    let Some((_, _, run)) = TORTURES.iter().find(|(name, _, _)| Some(*name) == asked) else {
        let calls = TORTURES
            .iter()
            .map(|(name, how, _)| format!("  {name} {how}\n"));
        anyhow::bail!(
            "usage: cargo xtask torture NAME\n\n{}",
            calls.collect::<String>()
        );
    };
    run(&args[1..])
}

/// What stands after an option.
fn option<'a>(args: &'a [String], name: &str) -> Option<&'a str> {
    let at = args.iter().position(|arg| arg == name)?;
    args.get(at + 1).map(String::as_str)
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
