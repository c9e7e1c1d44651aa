//! CSV as people have it: what must be read at the first try, and what must be refused.

use exchange::import::{File, Import, csv};
use record::kinds::{Record, Registers};
use record::requirements::Service;
use record::value::Duration;

const FORTY: &[u8] = include_bytes!("fixtures/forty-services.csv");

fn import(name: &str, text: &str) -> Import {
    let bytes = text.as_bytes();
    csv::import(&[File { name, bytes }])
}

fn filed(import: &Import) -> Registers {
    let mut registers = Registers::default();
    for record in &import.records {
        registers
            .file(record.clone())
            .expect("an importer gives each id once");
    }
    registers
}

fn service(import: &Import, id: &str) -> record::kind::Filed<Service> {
    let found = import.records.iter().find_map(|record| match record {
        Record::Service(service) if &*service.id == id => Some(service.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no service {id} in {import:#?}"))
}

#[test]
fn forty_services_pasted_are_read_at_the_first_try() {
    let import = csv::import(&[File {
        name: "services/forty-services.csv",
        bytes: FORTY,
    }]);
    assert_eq!(import.complaints, []);
    assert_eq!(import.records.len(), 40);
    let shop = service(&import, "svc-017");
    assert_eq!(shop.envelope.name.as_deref(), Some("Web shop"));
    assert_eq!(shop.envelope.also, ["SVC-017"]);
    assert_eq!(
        shop.envelope.source.as_deref(),
        Some("csv forty-services.csv, row 18")
    );
    let owner = shop.envelope.owner.as_ref().map(|owner| &*owner.text);
    assert_eq!(owner, Some("role/head-of-sales"));
    let targets = shop.item.targets.as_ref().expect("targets were given");
    assert_eq!(targets.rto.map(|rto| rto.within), Some(Duration(7_200)));
    assert_eq!(targets.rpo, Some(Duration(900)));
    let needs: Vec<&str> = shop
        .item
        .requires
        .iter()
        .map(|need| &*need.of[0].text)
        .collect();
    assert_eq!(
        needs,
        ["service/svc-018", "service/svc-020", "service/svc-005"]
    );
    assert_eq!(shop.item.hours, None, "24x7 is what no hours mean");
    assert_eq!(shop.item.tier, Some(1));
    let team = shop
        .item
        .recovery
        .as_ref()
        .and_then(|recovery| recovery.by.clone());
    assert_eq!(team.map(|team| team.text), Some("shop".into()));
    let ledger = service(&import, "svc-036");
    assert_eq!(&*ledger.item.requires[1].of[0].text, "service/svc-005");
    let reporting = service(&import, "svc-038");
    assert_eq!(&*reporting.item.requires[0].of[0].text, "data-warehouse");
    let said = import.remarks.join("\n");
    assert!(
        said.contains("no row answers to `Data warehouse`"),
        "{said}"
    );
    assert!(said.contains("`TBD` counts as missing (row 13)"), "{said}");
}
