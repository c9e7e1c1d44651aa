//! Test binary: one per crate, `tests/it/main.rs`, because each further one is linked anew on every
//! run. That its files are named is looked after by `dead_files`.

use super::Complaint;
use super::house::House;

/// Looks at the Rust files directly in a crate's `tests` folder and one folder below.
pub fn check(house: &House) -> anyhow::Result<Vec<Complaint>> {
    let mut out = Vec::new();
    for file in house.rust() {
        let Some((of, within)) = file.path.split_once("/tests/") else {
            continue;
        };
        if house.file(&format!("{of}/Cargo.toml")).is_none() {
            continue;
        }
        let own_binary = !within.contains('/');
        let other_folder = within.ends_with("/main.rs") && within != "it/main.rs";
        if own_binary || other_folder {
            out.push(Complaint::new(
                &file.path,
                1,
                "a second test binary: each is linked anew on every run",
                "move the file into tests/it and name it in tests/it/main.rs",
            ));
        }
    }
    Ok(out)
}
