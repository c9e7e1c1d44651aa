//! Benchmarks beside their peers and their limits, on inputs made outside the repository.

mod alerts;
mod bia;
mod check;
mod estate;
mod forecast;
mod graph;
mod journal;
mod margin;
mod pages;
mod papers;
mod print;
mod risk;
mod schedule;
mod server;
mod tangle;

/// Runs the benchmark named by the first argument.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    anyhow::ensure!(
        !cfg!(debug_assertions),
        "an unoptimised build measures nothing: `cargo run --release -p xtask -- bench …`"
    );
    match args.split_first() {
        Some((name, rest)) if name == "graph" => graph::run(rest),
        Some((name, rest)) if name == "alerts" => alerts::run(rest),
        Some((name, rest)) if name == "bia" => bia::run(rest),
        Some((name, rest)) if name == "check" => check::run(rest),
        Some((name, rest)) if name == "forecast" => forecast::run(rest),
        Some((name, rest)) if name == "journal" => journal::run(rest),
        Some((name, rest)) if name == "margin" => margin::run(rest),
        Some((name, rest)) if name == "pages" => pages::run(rest),
        Some((name, rest)) if name == "papers" => print::run(rest),
        Some((name, rest)) if name == "server" => server::run(rest),
        Some((name, rest)) if name == "risk" => risk::run(rest),
        Some((name, rest)) if name == "schedule" => schedule::run(rest),
        _ => anyhow::bail!(
            "usage: cargo xtask bench alerts [--dry]
       \
             cargo xtask bench bia [--dry]
       \
             cargo xtask bench check [--dry]
       \
             cargo xtask bench forecast [--series N] [--python PROGRAM] [--dry]
       \
             cargo xtask bench journal [--postgres] [--dry]
       \
             cargo xtask bench server [PART...] [--dry]
       \
             cargo xtask bench margin [--dry]
       \
             cargo xtask bench pages [--dry]
       \
             cargo xtask bench papers [--dry]
       \
             cargo xtask bench risk --peers FOLDER [--python PROGRAM] [--dry]
       \
             cargo xtask bench schedule DIR [--peers FOLDER [--python PROGRAM]] [--dry]
       \
             cargo xtask bench graph DIR [--peers FOLDER [--python PROGRAM]] [--dry]"
        ),
    }
}
