//! Search: every word must be there, the nearest comes first.

use record::complaint::Complaints;
use record::kinds::{Record, Registers};
use record::node::Node;

use super::Index;

fn index(records: &[(&str, &str, &str)]) -> Index {
    let mut registers = Registers::default();
    for (kind, id, name) in records {
        let node = Node::map([
            ("kind", Node::text(*kind)),
            ("id", Node::text(*id)),
            ("name", Node::text(*name)),
        ]);
        let mut complaints = Complaints::new();
        let record = Record::read(&node, 0, &mut complaints).expect("a record");
        registers.file(record).expect("no other has its id");
    }
    Index::new(&registers, &["target-missed"])
}

fn found(index: &Index, text: &str, kind: &str) -> String {
    let found = index.find(text, kind, 10);
    let ids: Vec<&str> = found.iter().map(|entry| entry.id.as_str()).collect();
    ids.join(" ")
}

#[test]
fn the_nearest_comes_first() {
    let index = index(&[
        ("service", "gateway-old", "Old gateway"),
        ("service", "gateway", "Payment gateway"),
        ("team", "pay", "Gateway people"),
    ]);
    assert_eq!(
        found(&index, "gateway", ""),
        "service/gateway service/gateway-old team/pay"
    );
    assert_eq!(found(&index, "gateway", "team"), "team/pay");
    assert_eq!(found(&index, "pay gate", "service"), "service/gateway");
    assert_eq!(found(&index, "nothing like it", ""), "");
    assert_eq!(found(&index, "target missed", ""), "target-missed");
    assert_eq!(found(&index, "Initiation", ""), "/initiation");
}
