//! The repository itself is tidy.

use std::path::Path;

use xtask::tidy::CHECKS;
use xtask::tidy::house::House;

#[test]
fn the_house_is_as_it_was_drawn() {
    let house = House::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).expect("readable");
    let mut said = String::new();
    for (name, check) in CHECKS {
        for complaint in check(&house).expect("the check can run") {
            said.push_str(&format!("{complaint}  [{name}]\n"));
        }
    }
    assert!(said.is_empty(), "\n{said}");
}

#[test]
fn every_check_has_a_file_of_its_name() {
    let house = House::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).expect("readable");
    for (name, _) in CHECKS {
        assert!(house.has(&format!("xtask/src/tidy/{name}.rs")), "{name}");
    }
}
