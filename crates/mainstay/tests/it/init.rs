//! `mainstay init`: what it writes can be read, is marked, and never takes the place of a file.

use crate::binary::{fresh, mainstay_in};

#[test]
fn defaults_are_marked_and_give_no_errors() {
    let folder = fresh("init-defaults");
    let made = mainstay_in(&folder, &["init", "new", "--yes"], "");
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(
        made.out.contains("12 answers of 12 are defaults"),
        "{}",
        made.out
    );
    for file in ["policies", "scopes", "bodies", "roles", "calendars"] {
        let text = std::fs::read_to_string(folder.join(format!("new/{file}.yaml")));
        assert!(
            text.expect("it was written").contains("assumption: true"),
            "{file}"
        );
    }
    let checked = mainstay_in(&folder, &["check", "new", "--format", "json"], "");
    assert_eq!(checked.code, 0, "{}", checked.out);
    let again = mainstay_in(&folder, &["init", "new", "--yes"], "");
    assert_eq!(again.code, 2);
    assert!(again.err.contains("nothing was written"), "{}", again.err);
}

#[test]
fn answers_from_stdin_are_kept_and_faulty_ones_are_all_named() {
    let folder = fresh("init-answers");
    let answers = "Fähre: \"Nord\"\nEurope/Berlin\nmon-sat 8:00-20:00\nTicket sales\n4h\n\
                   50000 EUR\nall of it\n-\nHead of IT\nHead of IT, 20000 EUR\n180d\n60d\n";
    let made = mainstay_in(&folder, &["init", "new"], answers);
    assert_eq!(made.code, 0, "{}", made.err);
    let checked = mainstay_in(&folder, &["check", "new"], "");
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    let new = folder.join("new");
    let read = |file: &str| std::fs::read_to_string(new.join(file)).expect("it is there");
    let activity = read("activities.yaml");
    assert!(
        activity.contains("id: ticket-sales") && activity.contains("mtpd: 4h"),
        "{activity}"
    );
    assert!(!activity.contains("assumption"), "{activity}");
    assert!(read("calendars.yaml").contains("zone: Europe/Berlin"));
    let faulty = mainstay_in(&folder, &["init", "other"], "a\nMars/X\nnever\n\nsoon\n");
    assert_eq!(faulty.code, 2);
    for line in ["line 2:", "line 3:", "line 5:"] {
        assert!(faulty.err.contains(line), "{}", faulty.err);
    }
    assert!(!folder.join("other").exists());
    assert_eq!(mainstay_in(&folder, &["init", "silent"], "").code, 2);
}

#[test]
fn a_record_of_the_same_id_elsewhere_is_left_alone() {
    let folder = fresh("init-same-id");
    std::fs::create_dir(folder.join("estate")).expect("made");
    let own = "kind: policy\nid: continuity\n";
    std::fs::write(folder.join("estate/ours.yaml"), own).expect("written");
    let refused = mainstay_in(&folder, &["init", "estate", "--yes"], "");
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("policy/continuity stands already in"),
        "{}",
        refused.err
    );
    assert!(!folder.join("estate/roles.yaml").exists());
}
