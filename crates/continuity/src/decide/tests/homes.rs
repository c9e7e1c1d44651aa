//! Folders as homes: taken over, read-only here, left alone where they collide, retired when gone.

use serde_json::json;

use super::story::{Story, account, made, operator, record, step};
use crate::access::Function::*;
use crate::command::Command;
use crate::written::Written;

fn sync(story: &mut Story, records: Vec<Written>) -> String {
    let command = Command::Sync {
        home: "git".into(),
        folder: "/srv/estate".into(),
        records,
        seen: None,
    };
    story.tell(&operator(), command)
}

fn read(id: &str, name: &str) -> Written {
    let value = json!({ "kind": "service", "id": id, "name": name });
    Written::read_from(record(value), "services.yaml")
}

#[test]
fn a_folder_is_the_home_of_what_it_holds() {
    let mut story = Story::with(&[ContinuityManager]);
    let manager = account("continuity-manager");
    story.file(
        &manager,
        json!({ "kind": "service", "id": "c", "name": "ours" }),
    );
    story.file(
        &manager,
        json!({ "kind": "service", "id": "d", "name": "same" }),
    );
    let mut told = vec![
        sync(
            &mut story,
            vec![
                read("a", "A"),
                read("b", "B"),
                read("c", "theirs"),
                read("d", "same"),
            ],
        ),
        sync(
            &mut story,
            vec![
                read("a", "A"),
                read("b", "B"),
                read("c", "theirs"),
                read("d", "same"),
            ],
        ),
    ];
    let home = story.state.home("git").expect("it was made");
    assert_eq!(
        (home.records, &*home.collisions),
        (3, &["service/c".to_string()][..])
    );
    told.push(story.amend(
        &manager,
        json!({ "kind": "service", "id": "a", "name": "mine" }),
    ));
    told.push(story.tell(&manager, Command::Retire(step("service/a"))));
    told.push(sync(&mut story, vec![read("a", "A2"), read("d", "same")]));
    told.push(story.life("service", "b"));
    told.push(sync(
        &mut story,
        vec![read("a", "A2"), read("b", "B"), read("d", "same")],
    ));
    told.push(story.tell(&operator(), Command::LeaveHome { home: "git".into() }));
    told.push(story.amend(
        &manager,
        json!({ "kind": "service", "id": "a", "name": "mine" }),
    ));
    assert_eq!(
        told,
        [
            "filed, filed, homed, synced",
            "nothing to do",
            "home-is-a-folder: service/a has its home in the folder git (services.yaml:0) and is \
             read-only here.",
            "home-is-a-folder: service/a has its home in the folder git (services.yaml:0) and is \
             read-only here.",
            "amended, retired, synced",
            "revision 2, in force None, shown retired, proposed None",
            "amended, synced",
            "homed, homed, homed, home-left",
            "amended",
        ]
    );
}

#[test]
fn the_name_of_a_home_is_an_id() {
    let mut story = Story::new();
    let command = Command::Sync {
        home: "My Folder".into(),
        folder: "x".into(),
        records: vec![made(json!({ "kind": "service", "id": "a" }))],
        seen: None,
    };
    assert!(
        story
            .tell(&operator(), command)
            .starts_with("invalid: home: ")
    );
}

/// A service that needs another, with the lines on which record and need stand.
fn placed(line: u32, need: u32, status: &str) -> Written {
    let value = json!({ "kind": "service", "id": "a", "status": status, "requires": ["b"] });
    let mut lines = [line, need].into_iter();
    let mut record = record(value);
    record.stand_at(0, &mut |place| {
        (place.line, place.column) = (lines.next().expect("two places"), 1);
    });
    Written::read_from(record, "services.yaml")
}

#[test]
fn a_record_that_only_moved_is_found_where_it_stands_now() {
    for status in ["approved", "in-review"] {
        let mut story = Story::new();
        let mut told = Vec::new();
        for (line, need) in [(1, 4), (1, 4), (1, 5), (2, 5), (2, 5)] {
            told.push(sync(&mut story, vec![placed(line, need, status)]));
        }
        let (nothing, moved) = ("nothing to do", "homed, synced");
        assert_eq!(told, ["filed, synced", nothing, moved, moved, nothing]);
        let latest = story.state.latest("service", "a").expect("it is there");
        assert_eq!(
            Written::read_from(latest, "services.yaml").read,
            placed(2, 5, status).read
        );
    }
}

#[test]
fn a_content_that_waits_moves_too() {
    let mut story = Story::new();
    sync(&mut story, vec![placed(1, 4, "approved")]);
    let mut told = vec![sync(&mut story, vec![placed(1, 4, "in-review")])];
    told.push(sync(&mut story, vec![placed(7, 9, "in-review")]));
    told.push(sync(&mut story, vec![placed(7, 9, "in-review")]));
    assert_eq!(told, ["amended, synced", "homed, synced", "nothing to do"]);
}

#[test]
fn what_was_changed_meanwhile_is_not_synced_over() {
    let mut story = Story::with(&[ContinuityManager]);
    story.file(
        &account("continuity-manager"),
        json!({ "kind": "service", "id": "a", "name": "A" }),
    );
    let seen = story
        .state
        .filing("service", "a")
        .expect("it is there")
        .last;
    let mut command = Command::Sync {
        home: "git".into(),
        folder: "x".into(),
        records: vec![read("a", "A")],
        seen: Some(seen - 1),
    };
    assert_eq!(
        story.tell(&operator(), command.clone()),
        "wrong-state: service/a was changed after it was decided what the folder shall make of it."
    );
    if let Command::Sync { seen: of, .. } = &mut command {
        *of = Some(seen);
    }
    assert_eq!(story.tell(&operator(), command), "homed, synced");
}
