//! Tidy, bench and torture: chores of the house.

mod bench;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.split_first() {
        Some((chore, rest)) if chore == "bench" => bench::run(rest),
        _ => anyhow::bail!("usage: cargo xtask bench graph DIR"),
    }
}
