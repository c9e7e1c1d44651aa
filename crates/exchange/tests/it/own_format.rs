//! Our own format in hostile hands: whatever is done to sound files, the answer is records and
//! complaints, never a panic.

use exchange::import::mainstay;

use super::mutate::never_panics;

const LINES: &[u8] = br#"{"kind":"service","id":"shop","targets":{"rto":"4h"},"requires":["db"]}
{"kind":"component","id":"db","recovery":{"takes":{"best":"1h","likely":"90m","worst":"3h"}}}
"#;

#[test]
fn hostile_files_of_records_do_no_harm() {
    let estate = include_bytes!("../../../mainstay/tests/it/shop/estate.yaml");
    let rules = include_bytes!("../../../mainstay/tests/it/shop/rules.yaml");
    let samples: [(&str, &[u8]); 3] = [
        ("estate.yaml", estate),
        ("rules.yaml", rules),
        ("more.jsonl", LINES),
    ];
    never_panics(&samples, mainstay::import);
}
