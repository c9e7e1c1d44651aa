//! ServiceNow tables: the direction of relations, and what is kept apart.

use exchange::import::{File, Import, servicenow};
use record::kinds::Record;

use super::mutate::never_panics;

const ITEMS: &str = "\
name,sys_id,sys_class_name,owned_by,business_criticality,location,support_group,short_description
Web shop,aa01,cmdb_ci_service,Head of Sales,1 - most critical,Tallinn,Shop,Sells
Oracle,aa02,cmdb_ci_db_ora_instance,,,Tallinn,Databases,
host-1,aa03,cmdb_ci_linux_server,,,Tallinn,,
rack-7,aa04,cmdb_ci_rack,,,Tallinn,,
pool,aa05,cmdb_ci_cluster,,,,,
host-2,aa06,cmdb_ci_linux_server,,,,,
twin,aa07,cmdb_ci_appl,,,,,
twin,aa08,cmdb_ci_appl,,,,,
";

const RELATIONS: &str = "\
parent,child,type
Web shop,Oracle,Depends on::Used by
Oracle,host-1,Runs on::Runs
rack-7,aa03,Contains::Contained by
host-2,Web shop,Used by::Depends on
pool,host-1,Members::Member of
pool,host-2,Members::Member of
Web shop,Gone system,Depends on::Used by
Web shop,twin,Depends on::Used by
Web shop,host-2,Receives data from::Sends data to
nobody,host-2,Depends on::Used by
";

fn import() -> Import {
    servicenow::import(&[
        File {
            name: "cmdb_ci.csv",
            bytes: ITEMS.as_bytes(),
        },
        File {
            name: "cmdb_rel_ci.csv",
            bytes: RELATIONS.as_bytes(),
        },
    ])
}

fn needs(import: &Import, id: &str) -> Vec<String> {
    let item = import.records.iter().find_map(|record| match record {
        Record::Service(filed) if &*filed.id == id => Some(&filed.own.item),
        Record::Component(filed) if &*filed.id == id => Some(&filed.own.item),
        _ => None,
    });
    let requires = &item.unwrap_or_else(|| panic!("no {id}")).requires;
    requires
        .iter()
        .map(|need| need.of[0].text.to_string())
        .collect()
}

#[test]
fn each_type_of_relation_has_its_direction() {
    let import = import();
    assert_eq!(import.complaints, []);
    let shop = ["component/oracle", "component/host-2", "gone-system"];
    assert_eq!(needs(&import, "web-shop"), shop);
    assert_eq!(needs(&import, "oracle"), ["component/host-1"]);
    assert_eq!(
        needs(&import, "host-1"),
        ["component/rack-7"],
        "what is contained is lost with it"
    );
    assert_eq!(needs(&import, "rack-7"), [""; 0]);
    assert_eq!(
        needs(&import, "pool"),
        [""; 0],
        "how many members it needs, nobody said"
    );
    assert_eq!(needs(&import, "twin-aa07"), [""; 0]);
    let Some(Record::Service(shop)) = import.records.first() else {
        panic!("the shop is first")
    };
    assert_eq!(shop.envelope.also, ["aa01"]);
    assert_eq!(shop.item.tier, Some(1));
    assert_eq!(
        shop.envelope.source.as_deref(),
        Some("servicenow cmdb_ci.csv, row 2")
    );
}

#[test]
fn remarks_show_sentences_and_name_what_was_left_out() {
    let said = import().remarks.join("\n");
    for part in [
        "example: `Web shop` needs `Oracle` (read from: Web shop · Depends on::Used by · Oracle)",
        "`aa03` needs `rack-7`",
        "1 relation of the type `Receives data from::Sends data to`",
        "`twin` is the name of 2 items; relate them by `sys_id` (1 row, first row 9)",
        "no item answers to `Gone system`",
        "component/pool (2)",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn a_table_of_something_else_is_refused() {
    let import = servicenow::import(&[File {
        name: "x.csv",
        bytes: b"a,b\n1,2\n",
    }]);
    assert_eq!(import.complaints.len(), 1);
}

#[test]
fn hostile_tables_do_no_harm() {
    let samples = [
        ("cmdb_ci.csv", ITEMS.as_bytes()),
        ("cmdb_rel_ci.csv", RELATIONS.as_bytes()),
    ];
    never_panics(&samples, servicenow::import);
}
