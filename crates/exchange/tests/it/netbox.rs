//! NetBox dumps: the demo inventory counted, and rows of people never seen.

use exchange::import::{File, Import, netbox};
use record::item::Item;
use record::kinds::Record;

use super::mutate::never_panics;
use super::real;

const SMALL: &str = include_str!("fixtures/small-netbox.json");

fn small() -> Import {
    netbox::import(&[File {
        name: "dump.json",
        bytes: SMALL.as_bytes(),
    }])
}

fn needs(import: &Import, id: &str) -> Vec<String> {
    let item: Option<&Item> = import.records.iter().find_map(|record| match record {
        Record::Component(filed) if &*filed.id == id => Some(&filed.own.item),
        _ => None,
    });
    let item = item.unwrap_or_else(|| panic!("no component {id}"));
    let members = |need: &record::item::Need| {
        let of: Vec<&str> = need.of.iter().map(|of| &*of.text).collect();
        if need.grouped {
            format!("{} of {}", need.any, of.join(" "))
        } else {
            of.join(" ")
        }
    };
    item.requires.iter().map(members).collect()
}

fn ids(import: &Import, kind: &str) -> usize {
    import
        .records
        .iter()
        .filter(|record| record.kind() == kind)
        .count()
}

#[test]
fn needs_come_from_what_is_declared_with_a_direction() {
    let import = small();
    assert_eq!(import.complaints, []);
    assert_eq!(
        needs(&import, "tallinn-r1"),
        ["1 of component/a component/b"]
    );
    assert_eq!(needs(&import, "tartu-r1"), [""; 0]);
    assert_eq!(
        needs(&import, "rtr1"),
        ["component/tallinn-r1", "component/pdu1"]
    );
    assert_eq!(
        needs(&import, "pdu1"),
        ["component/tallinn-r1", "component/a"]
    );
    assert_eq!(
        needs(&import, "tallinn-panel-3"),
        [""; 0],
        "a part without a power port"
    );
    assert_eq!(needs(&import, "vm1"), ["component/c1"]);
    assert_eq!(needs(&import, "x-1"), ["site/tartu"]);
    let Some(Record::Site(site)) = import.records.first() else {
        panic!("sites come first")
    };
    assert_eq!(site.item.region.as_deref(), Some("baltics"));
    assert_eq!(site.envelope.tags, ["europe"]);
}

#[test]
fn rows_of_people_and_access_are_never_seen() {
    let shown = format!("{:?}", small());
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains("4 rows of users"), "{shown}");
    // Nor in a complaint about a broken file.
    let broken = SMALL.replace("\"email\":", "\"email\"=");
    let import = netbox::import(&[File {
        name: "dump.json",
        bytes: broken.as_bytes(),
    }]);
    assert_eq!(import.complaints.len(), 1);
    assert!(!format!("{import:?}").contains("CANARY"));
}

#[test]
fn the_demo_inventory_has_its_counts() {
    let paths = ["netbox-demo-v3.6.json"];
    let Some(import) = real::import("netbox-demo-v3.6", &paths, netbox::import) else {
        return;
    };
    assert_eq!(import.complaints, []);
    let class = |class: &str| {
        let of_source = |record: &&Record| match record {
            Record::Component(filed) => filed
                .envelope
                .source
                .as_ref()
                .is_some_and(|source| source.contains(class)),
            _ => false,
        };
        import.records.iter().filter(of_source).count()
    };
    assert_eq!((ids(&import, "site"), ids(&import, "supplier")), (24, 9));
    let counts = [
        "dcim.rack ",
        "dcim.device ",
        "virtualmachine ",
        "circuits.circuit ",
        "powerfeed ",
        "powerpanel ",
        "virtualization.cluster ",
    ]
    .map(class);
    assert_eq!(counts, [42, 72, 180, 29, 48, 4, 32]);
    let edges: usize = import
        .records
        .iter()
        .map(|record| match record {
            Record::Component(filed) => filed.own.item.requires.len(),
            _ => 0,
        })
        .sum();
    println!("{edges} edges\n{}", import.remarks.join("\n"));
    let said = import.remarks.join("\n");
    assert!(said.contains("82 of 108 cables"), "{said}");
}

#[test]
fn no_dump_is_refused_with_its_reason() {
    for bytes in ["{}", "[1]", "[{\"a\":1}]", "nonsense", ""] {
        let import = netbox::import(&[File {
            name: "dump.json",
            bytes: bytes.as_bytes(),
        }]);
        assert_eq!(import.complaints.len(), 1, "{bytes}");
        assert!(import.records.is_empty());
    }
}

#[test]
fn hostile_dumps_do_no_harm() {
    never_panics(&[("dump.json", SMALL.as_bytes())], netbox::import);
}
