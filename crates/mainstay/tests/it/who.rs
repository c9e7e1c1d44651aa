//! `mainstay who`: who decides on a Friday afternoon, and what changes when a site is lost.

use crate::binary::mainstay;

const AT: &str = "2026-06-19T14:30:00Z";

fn havensund(rest: &[&str]) -> crate::binary::Outcome {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/havensund");
    mainstay(&[&["who", folder, "--at", AT], rest].concat())
}

#[test]
fn every_function_is_told_with_its_holder_and_each_deputy() {
    let told = havensund(&[]);
    assert_eq!(told.code, 0, "{}", told.err);
    for words in [
        "Declare a disruption",
        "Command",
        "Decide to restore",
        "Spend money",
        "Speak to the regulator",
    ] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    let line = "Incident commander (any plan): person/tomas-lind";
    assert!(told.out.contains(line), "{}", told.out);
    let next = "then person/ines-krahl after 10m (2026-06-19T14:40:00Z)";
    assert!(told.out.contains(next), "{}", told.out);
}

#[test]
fn what_is_lost_takes_its_people_and_an_unknown_name_is_an_error() {
    let before = havensund(&["--format", "json"]);
    let after = havensund(&["--lose", "team/dba", "--format", "json"]);
    assert_eq!((before.code, after.code), (0, 0), "{}", after.err);
    let restorer = |out: &str| {
        let answer: serde_json::Value = serde_json::from_str(out).expect("JSON");
        let functions = answer["functions"].as_array().expect("a list").clone();
        let mut items = functions.into_iter();
        let found = items.find(|it| it["item"] == "component/booking-db-a");
        let found = found.expect("it is restored by someone");
        found["holder"]["who"][0]
            .as_str()
            .unwrap_or("nobody")
            .to_string()
    };
    assert_eq!(restorer(&before.out), "team/dba");
    assert_eq!(restorer(&after.out), "team/platform");
    let unknown = havensund(&["--lose", "nowhere"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("nowhere"), "{}", unknown.err);
}
