//! Answers at a size at which anything that looks back along whole paths would not return.

use continuity::requirements::recovery_targets::recovery_targets;
use continuity::standpoint::Standpoint;
use record::item::{Item, Need, Recovery, Rto, Targets};
use record::kind::{Envelope, Filed};
use record::kinds::{Record, Registers};
use record::link::ItemRef;
use record::requirements::Component;
use record::value::{Duration, Takes};

const LINKS: usize = 100_000;

/// A component of a chain: each needs the next and takes a second.
fn link(at: usize) -> Record {
    let next = (at + 1 < LINKS).then(|| Need::one(ItemRef::to(format!("component/c{}", at + 1))));
    let item = Item {
        requires: next.into_iter().collect(),
        targets: Some(Targets {
            mtpd: None,
            mtpd_ends: None,
            wrt: None,
            rto: Some(Rto::plain(Duration(3_600))),
            rpo: None,
            mbco: None,
        }),
        recovery: Some(Recovery {
            takes: Some(Takes::Fixed(Duration(1))),
            resume: None,
            by: None,
            observed: Vec::new(),
        }),
        ..Item::empty()
    };
    let own = Component {
        item,
        version: None,
        capacity: None,
        restore_rate: None,
        rack: None,
        supported_until: None,
        expires: None,
        licence_until: None,
    };
    Record::Component(Filed::made(&format!("c{at}"), Envelope::empty(), own))
}

#[test]
fn a_chain_a_hundred_thousand_deep_is_judged_and_told() {
    let mut registers = Registers::default();
    for at in 0..LINKS {
        assert!(registers.file(link(at)).is_ok());
    }
    let at = "2026-11-22T12:00:00Z".parse().expect("an instant");
    let standpoint = Standpoint::new(&registers, at);
    let targets = recovery_targets(&standpoint);
    let first = standpoint.estate.find("component/c0").expect("it is filed");
    assert_eq!(targets.times.seconds(first), Some(LINKS as i64));
    let rows = targets.table(&standpoint).items;
    assert_eq!(rows.len(), LINKS);
    assert!(rows.iter().all(|row| row.rtc_path.len() <= 20));
    let whole = targets.row(&standpoint, first, usize::MAX);
    assert_eq!(whole.rtc_path.len(), LINKS);
}
