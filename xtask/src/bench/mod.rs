//! Benchmarks beside their peers, on inputs made outside the repository.

mod graph;

/// Runs the benchmark named by the first argument.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    match args.split_first() {
        Some((name, rest)) if name == "graph" => graph::run(rest),
        _ => {
            anyhow::bail!("usage: cargo xtask bench graph DIR [--peers FOLDER [--python PROGRAM]]")
        }
    }
}
