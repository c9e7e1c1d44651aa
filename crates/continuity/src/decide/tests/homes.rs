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
    };
    assert!(
        story
            .tell(&operator(), command)
            .starts_with("invalid: home: ")
    );
}
