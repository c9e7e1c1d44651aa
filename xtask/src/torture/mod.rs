//! Hard days on purpose: what the house must survive and no ordinary test has time for.

pub mod fuzz;
mod mutation;
mod sample;

/// Runs the torture named by the first argument.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    match args.split_first() {
        Some((name, rest)) if name == "fuzz" => fuzz::run(rest),
        _ => anyhow::bail!(
            "usage: cargo xtask torture fuzz [--minutes N] [--only READER] [--seed S] [--samples DIR]"
        ),
    }
}
