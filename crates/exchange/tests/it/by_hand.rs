//! Estates entered by hand from real inputs that no importer reads: a rack with its power
//! supplies, and the chain of a hospital from its processes down to one room.

use std::collections::BTreeMap;

use continuity::requirements::recovery_targets::{Verdict, recovery_targets};
use continuity::requirements::weaknesses::{Question, weaknesses};
use continuity::standpoint::Standpoint;
use record::kinds::Registers;

use crate::estate::{at_noon, lose, read};
use crate::real;

const RACK: &str = "tests/it/fixtures/scs";
const HOSPITAL: &str = "tests/it/fixtures/hospital";

/// The devices that hang on one power supply: three controllers, two managers.
const ONE_SUPPLY: [&str; 5] = [
    "component/st01-ctl-r01-u27",
    "component/st01-ctl-r01-u28",
    "component/st01-ctl-r01-u29",
    "component/st01-mgmt-r01-u30",
    "component/st01-mgmt-r01-u31",
];

fn is_device(registers: &Registers, reference: &str) -> bool {
    let id = reference.strip_prefix("component/");
    let component = id.and_then(|id| registers.components.get(id));
    component.is_some_and(|it| it.own.item.environment.is_some())
}

fn is_supply(registers: &Registers, reference: &str) -> bool {
    let id = reference.strip_prefix("component/");
    let component = id.and_then(|id| registers.components.get(id));
    component.is_some_and(|it| it.own.item.class.as_deref() == Some("power-supply"))
}

/// The smallest sets of losses that stop an item, up to two.
fn stop_sets(standpoint: &Standpoint<'_>, item: &str) -> Vec<Vec<String>> {
    let of = standpoint.estate.ask(item).expect("it is an item");
    let question = Question {
        of,
        breach: false,
        people: false,
        order: 2,
    };
    let found = weaknesses(standpoint, &recovery_targets(standpoint), question);
    assert!(found.complete);
    found.sets.into_iter().map(|set| set.members).collect()
}

#[test]
fn five_devices_of_the_rack_hang_on_one_power_supply() {
    let registers = read(RACK);
    let standpoint = at_noon(&registers);
    let mut single = Vec::new();
    let mut devices = 0;
    for item in standpoint.estate.graph.items() {
        let reference = standpoint.estate.reference(item);
        if !is_device(&registers, reference) {
            continue;
        }
        devices += 1;
        let sets = stop_sets(&standpoint, reference);
        let alone = |set: &&Vec<String>| set.len() == 1;
        if sets
            .iter()
            .filter(alone)
            .any(|set| is_supply(&registers, &set[0]))
        {
            single.push(reference.to_string());
        }
    }
    assert_eq!(
        (devices, single.as_slice()),
        (33, ONE_SUPPLY.map(String::from).as_slice())
    );
}

#[test]
fn without_the_ups_the_five_stop_and_the_others_run_on_one_supply() {
    let registers = read(RACK);
    let standpoint = at_noon(&registers);
    let devices = |ids: &[String]| -> Vec<String> {
        ids.iter()
            .filter(|id| is_device(&registers, id))
            .cloned()
            .collect()
    };
    let dark = lose(&standpoint, &["feed-ups"]);
    assert_eq!(devices(&dark.stopped), ONE_SUPPLY);
    assert_eq!(dark.on_redundancy.len(), 28);
    assert!(
        dark.on_redundancy
            .iter()
            .all(|row| (row.up, row.of, row.k) == (1, 2, 1))
    );
    let lit = lose(&standpoint, &["feed-direct"]);
    assert_eq!(
        (devices(&lit.stopped), lit.on_redundancy.len()),
        (Vec::new(), 28)
    );
    assert_eq!(devices(&lose(&standpoint, &["rack-r01"]).stopped).len(), 33);
}

#[test]
fn the_rack_says_what_the_power_table_says() {
    let Some(folder) = real::folder("scs-hardware-landscape") else {
        return;
    };
    let table = folder.join("documentation/System_Power_Wireing.md");
    let table = std::fs::read_to_string(table).expect("the table can be read");
    let mut written: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for line in table.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if let [device, _, feed] = cells[..]
            && device.starts_with("st01-")
        {
            let feed = if feed == "USV" {
                "feed-ups"
            } else {
                "feed-direct"
            };
            written.entry(device.to_string()).or_default().push(feed);
        }
    }
    let registers = read(RACK);
    let mut entered: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for device in registers
        .components
        .iter()
        .filter(|it| it.own.item.environment.is_some())
    {
        let supplies = device.item.requires.iter().flat_map(|need| &need.of);
        let feeds = supplies.filter_map(|supply| {
            let supply = registers.components.get(&supply.text)?;
            let feed = supply.item.requires.first()?;
            Some(registers.components.get(&feed.of[0].text)?.id.as_ref())
        });
        entered.insert(device.id.to_string(), feeds.collect());
    }
    assert_eq!(entered, written);
}

#[test]
fn everything_in_the_hospital_ends_in_one_room() {
    let registers = read(HOSPITAL);
    let standpoint = at_noon(&registers);
    for place in ["room-403", "building-et4", "the-open-hospital"] {
        let stopped = lose(&standpoint, &[place]).stopped;
        for activity in registers.activities.iter() {
            assert!(
                stopped.contains(&activity.reference()),
                "{place}: {}",
                activity.id
            );
        }
    }
    let rack = lose(&standpoint, &["r01"]).stopped;
    assert_eq!(
        rack.iter().filter(|id| id.starts_with("service/")).count(),
        9
    );
    let one_host = lose(&standpoint, &["bigcluster01"]);
    assert_eq!(one_host.stopped, ["component/bigcluster01"]);
    assert_eq!(one_host.on_redundancy[0].id, "component/cluster01");
}

#[test]
fn the_hospitals_targets_reach_down_to_its_racks() {
    let registers = read(HOSPITAL);
    let standpoint = at_noon(&registers);
    let targets = recovery_targets(&standpoint);
    let rows = targets.table(&standpoint).items;
    let row = |id: &str| rows.iter().find(|row| row.id == id).expect("it is an item");
    // No recovery time is declared anywhere: demands pass down whole, capability is unknown.
    let cluster = row("component/cluster01");
    assert_eq!(cluster.rto_required_seconds, Some(0));
    assert_eq!(cluster.rto_driver.as_deref(), Some("service/medilab"));
    assert_eq!(cluster.verdict, Verdict::Unknown);
    let store = row("component/datastore");
    assert_eq!(store.rto_required_seconds, Some(3_600));
    assert_eq!(store.rto_driver.as_deref(), Some("service/medical-file"));
    assert_eq!(store.rpo_required_seconds, Some(4 * 3_600));
    assert_eq!(
        row("component/srv-dev").rto_required_seconds,
        Some(3 * 86_400)
    );
    assert_eq!(row("component/srv-dev").rpo_required_seconds, Some(86_400));
}
