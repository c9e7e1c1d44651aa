//! Findings about folders that are homes. A line `folder NAME holds kind/id` or `folder NAME
//! differs kind/id` says what records alone cannot.

use super::{Case, the};
use crate::homes::{Collision, Drift, Homes};

pub const CASES: &[Case] = &[
    Case {
        code: "home-collision",
        subject: "service/a",
        found: "service a name: A\nfolder git holds service/a",
        quiet: "service a name: A",
    },
    Case {
        code: "home-drift",
        subject: "service/a",
        found: "service a name: A\nfolder git differs service/a",
        quiet: "service a name: A",
    },
];

/// The records of an estate, and what is said of folders beside them.
pub fn homes(text: &str) -> (String, Homes) {
    let (mut rest, mut homes) = (String::new(), Homes::default());
    for line in text.split_inclusive('\n') {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["folder", folder, "holds", subject] => homes.collisions.push(Collision {
                subject: subject.into(),
                folder: folder.into(),
                home: None,
                at: None,
            }),
            ["folder", folder, "differs", subject] => homes.drift.push(Drift {
                subject: subject.into(),
                folder: folder.into(),
                how: "has another name".into(),
                at: None,
            }),
            _ => rest.push_str(line),
        }
    }
    (rest, homes)
}

#[test]
fn a_collision_names_both_homes() {
    let finding = the(CASES[0].found, "home-collision", "service/a");
    let said = "The folder git holds service/a too, but its home is the journal; what the folder \
                says of it does not count.";
    assert_eq!(finding.text, said);
}
