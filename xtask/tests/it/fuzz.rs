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
