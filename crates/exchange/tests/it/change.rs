//! What an import would change: new, changed by field, no longer named; what a person added stays.

use exchange::import::change::{Change, change};
use exchange::import::{File, Import, compose, mainstay};
use record::kinds::{Record, Registers};

fn registers(text: &str) -> Registers {
    let import = mainstay::import(&[File {
        name: "own.yaml",
        bytes: text.as_bytes(),
    }]);
    assert_eq!(import.complaints, []);
    let mut registers = Registers::default();
    for record in import.records {
        registers.file(record).expect("ids are unique");
    }
    registers
}

fn imported(text: &str) -> Import {
    let import = compose::import(&[File {
        name: "compose.yaml",
        bytes: text.as_bytes(),
    }]);
    assert_eq!(import.complaints, []);
    import
}

fn shown(change: &Change) -> String {
    let added = change
        .added
        .iter()
        .map(|record| format!("+ {}", record.reference()));
    let changed = change.changed.iter();
    let changed = changed.map(|a| format!("~ {}: {}", a.record.reference(), a.fields.join(", ")));
    let lines: Vec<String> = added.chain(changed).collect();
    format!(
        "{}\n{}\n{}",
        lines.join("\n"),
        change.remarks.join("\n"),
        change.sentence()
    )
}

const PROJECT: &str =
    "services:\n  web: { depends_on: [ api, db ] }\n  api: { depends_on: [ postgres ] }\n  db:\n";

#[test]
fn the_first_import_is_all_new_and_the_second_changes_nothing() {
    let first = change(imported(PROJECT), &Registers::default());
    insta::assert_snapshot!(shown(&first), @r"
    + service/web
    + service/api
    + service/db
    3 services, 3 dependencies declared between them
    needed, but declared in no file here: postgres
    3 services are new; 1 reference resolves to nothing.
    ");
    let again = change(imported(PROJECT), &first.after);
    assert!(again.is_empty());
    assert_eq!(again.after, first.after);
}

#[test]
fn what_a_person_added_stays_and_only_what_is_brought_changes() {
    let before = registers(
        "kind: service\nid: web\nname: Shop\ntags: [mine]\nsource: compose compose.yaml\n\
         requires:\n  - { any: 1, of: [service/api, service/spare], switch: 2m }\n  - service/gone\n\
         ---\nkind: service\nid: db\nalso: [postgres]\nsource: compose compose.yaml\n\
         ---\nkind: service\nid: old\nsource: compose compose.yaml\n\
         ---\nkind: service\nid: hand-made\n",
    );
    let change = change(imported(PROJECT), &before);
    insta::assert_snapshot!(shown(&change));
    let Some(Record::Service(web)) = change.after.record("service", "web") else {
        panic!("the service is kept");
    };
    assert_eq!(web.envelope.name.as_deref(), Some("Shop"));
    assert_eq!(web.envelope.tags, ["mine"]);
    assert_eq!(
        web.item.requires[0].of.len(),
        2,
        "a refined need stays refined"
    );
    let Some(Record::Service(api)) = change.after.record("service", "api") else {
        panic!("the service is new");
    };
    assert_eq!(
        &*api.item.requires[0].of[0].text, "service/db",
        "`also` resolves a name"
    );
    assert_eq!(change.vanished, ["service/old"]);
    assert!(
        change.after.has("service", "old"),
        "an import deletes nothing"
    );
}
