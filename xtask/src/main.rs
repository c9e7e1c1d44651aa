//! Chores of the house: `cargo xtask CHORE`. Each chore is a module of the library beside this
//! file; here is only the list of them.

#![allow(clippy::disallowed_methods)] // a chore may look at the clock: benchmarks measure time

use std::process::ExitCode;

/// What a chore does with the arguments after its name.
type Run = fn(&[String]) -> anyhow::Result<()>;

/// Every chore: its name, one line about it, and where it lives.
const CHORES: &[(&str, &str, Run)] = &[
    (
        "tidy",
        "is the house as it was drawn? every complaint, with its mend",
        xtask::tidy::run,
    ),
    (
        "bench",
        "how fast is it, beside its limits and peers? `bench` alone lists what there is",
        xtask::bench::run,
    ),
    (
        "torture",
        "does it bear hostile input and hard days? `torture` alone lists what there is",
        xtask::torture::run,
    ),
    (
        "pictures",
        "takes the handbook's pictures of every screen of the demonstration anew",
        xtask::pictures::run,
    ),
    (
        "golden",
        "writes a journal that every later version must open: `golden NAME`",
        xtask::golden::run,
    ),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = arguments.first().map(String::as_str);
    let Some((_, _, run)) = CHORES.iter().find(|(name, _, _)| Some(*name) == asked) else {
        eprint!("{}", chores());
        return ExitCode::from(2);
    };
    match run(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The list a person sees who asked for nothing, or for something that is not there.
fn chores() -> String {
    let mut text = String::from("usage: cargo xtask CHORE [ARGUMENT...]\n\n");
    for (name, about, _) in CHORES {
        text.push_str(&format!("  {name:<10} {about}\n"));
    }
    text
}
