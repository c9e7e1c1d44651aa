//! Tidy, run as a test: on this repository, and each check on small made-up trees, where it must
//! both complain and hold its peace.

mod code;
mod disk;
mod flood;
mod fuzz;
mod hostile;
mod full;
mod keeping;
mod kill;
mod organisation;
mod papers;
mod pictures;
mod repository;
mod rooms;
mod soak;
mod tree;

/// The cluster that the test run started.
fn cluster() -> String {
    std::env::var("MAINSTAY_POSTGRES")
        .expect("this test needs PostgreSQL: run ./test, or set MAINSTAY_POSTGRES")
}

/// Says that the test under way did not run, where `./test` shows it at its end.
fn did_not_run(what: &str) {
    let line = format!("did not run: {what}\n");
    eprint!("{line}");
    if let Some(path) = std::env::var_os("MAINSTAY_DID_NOT_RUN") {
        let file = std::fs::OpenOptions::new().append(true).open(path);
        let written =
            file.and_then(|mut file| std::io::Write::write_all(&mut file, line.as_bytes()));
        written.expect("the file named by MAINSTAY_DID_NOT_RUN can be written");
    }
}
