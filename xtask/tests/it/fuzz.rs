//! Some cases of the torture for every reader; the readers' own tests run two thousand each.

use xtask::torture::fuzz::cases;

#[test]
fn no_reader_falls_over_a_mutated_sample() {
    for (reader, _) in exchange::import::FORMATS {
        let finds = cases(reader, &[], 1_000_000, 150).expect("samples of every format are known");
        let told: Vec<String> = finds
            .iter()
            .map(|find| format!("{reader}: seed {}: {}", find.seed, find.what))
            .collect();
        assert_eq!(told, Vec::<String>::new());
    }
}

/// S-01 to S-04 for the readers of warnings, standings and histories, in small: what is refused,
/// remarked or read as it stands; time and memory are measured by `cargo xtask torture readers`.
#[test]
fn readers_of_warnings_and_histories_refuse_or_remark_what_is_hostile() {
    let attacks = xtask::torture::readers::small(1).unwrap();
    assert!(attacks > 200, "{attacks}");
}
