//! Hard days on purpose: what the house must survive and no ordinary test has time for.

mod clock;
pub mod full;
pub mod fuzz;
pub mod keeping;
pub mod kill;
mod mutation;
pub mod organisation;
mod sample;
pub mod soak;

/// Every torture: its name, how it is called, and where it lives.
const TORTURES: &[(&str, &str, Run)] = &[
    (
        "fuzz",
        "[--minutes N] [--only READER] [--seed S] [--samples DIR]",
        fuzz::run,
    ),
    ("clock", "[--jumps N] [--full]", clock::run),
    ("full", "[--fills N] [--seed S] [--full]", full::run),
    ("keeping", "[--rounds N] [--full]", keeping::run),
    ("kill", "[--kills N] [--seed S] [--full]", kill::run),
    (
        "organisation",
        "[--seeds N] [--seed FIRST] [--full]",
        organisation::run,
    ),
    ("soak", "[--minutes N] [--full]", soak::run),
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
