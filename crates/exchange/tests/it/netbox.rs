//! NetBox dumps: the demo inventory counted, and rows of people never seen.

use exchange::import::{File, Import, netbox};
use record::item::Item;
use record::kinds::Record;

use super::mutate::never_panics;
use super::real;

const SMALL: &str = r#"[
{"model":"dcim.region","pk":1,"fields":{"name":"Europe","slug":"europe","parent":null}},
{"model":"dcim.region","pk":2,"fields":{"name":"Baltics","slug":"baltics","parent":1}},
{"model":"dcim.site","pk":1,"fields":{"name":"Tallinn","slug":"tallinn","status":"active","region":2,"latitude":"59.4","longitude":"24.7"}},
{"model":"dcim.site","pk":2,"fields":{"name":"Tartu","slug":"tartu","status":"active","region":2,"latitude":null,"longitude":null}},
{"model":"dcim.rack","pk":1,"fields":{"name":"R1","site":1}},
{"model":"dcim.rack","pk":2,"fields":{"name":"R1","site":2}},
{"model":"dcim.powerpanel","pk":1,"fields":{"name":"Panel","site":1}},
{"model":"dcim.powerfeed","pk":1,"fields":{"name":"A","power_panel":1,"rack":1,"type":"primary"}},
{"model":"dcim.powerfeed","pk":2,"fields":{"name":"B","power_panel":1,"rack":1,"type":"redundant"}},
{"model":"dcim.devicerole","pk":1,"fields":{"name":"Router","slug":"router"}},
{"model":"dcim.device","pk":1,"fields":{"name":"rtr1","site":1,"rack":1,"role":1}},
{"model":"dcim.device","pk":2,"fields":{"name":"pdu1","site":1,"rack":1,"role":null}},
{"model":"dcim.device","pk":3,"fields":{"name":"panel","site":1,"rack":1,"role":null}},
{"model":"dcim.powerport","pk":1,"fields":{"device":1,"name":"PSU0"}},
{"model":"dcim.powerport","pk":2,"fields":{"device":2,"name":"inlet"}},
{"model":"dcim.poweroutlet","pk":1,"fields":{"device":2,"name":"o1","power_port":2}},
{"model":"dcim.cable","pk":1,"fields":{}},
{"model":"dcim.cable","pk":2,"fields":{}},
{"model":"dcim.cabletermination","pk":1,"fields":{"cable":1,"cable_end":"A","termination_type":["dcim","powerport"],"termination_id":1}},
{"model":"dcim.cabletermination","pk":2,"fields":{"cable":1,"cable_end":"B","termination_type":["dcim","poweroutlet"],"termination_id":1}},
{"model":"dcim.cabletermination","pk":3,"fields":{"cable":2,"cable_end":"A","termination_type":["dcim","powerport"],"termination_id":2}},
{"model":"dcim.cabletermination","pk":4,"fields":{"cable":2,"cable_end":"B","termination_type":["dcim","powerfeed"],"termination_id":1}},
{"model":"virtualization.cluster","pk":1,"fields":{"name":"c1","site":1}},
{"model":"virtualization.virtualmachine","pk":1,"fields":{"name":"vm1","cluster":1,"device":null,"site":null}},
{"model":"circuits.provider","pk":1,"fields":{"name":"Carrier","slug":"carrier"}},
{"model":"circuits.circuit","pk":1,"fields":{"cid":"X-1","provider":1,"status":"active"}},
{"model":"circuits.circuittermination","pk":1,"fields":{"circuit":1,"term_side":"A","site":1,"provider_network":null}},
{"model":"circuits.circuittermination","pk":2,"fields":{"circuit":1,"term_side":"Z","site":2,"provider_network":null}},
{"model":"auth.user","pk":1,"fields":{"username":"CANARY-user","password":"pbkdf2_sha256$CANARY","email":"CANARY@example.com"}},
{"model":"users.token","pk":1,"fields":{"key":"CANARY-token"}},
{"model":"sessions.session","pk":"CANARY-session","fields":{"session_data":"CANARY"}},
{"model":"tenancy.contact","pk":1,"fields":{"name":"CANARY-contact","phone":"CANARY"}}
]"#;

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
