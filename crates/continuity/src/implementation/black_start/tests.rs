//! Circles that lock, opened by what is told; told as small estates.

use serde_json::{Value, json};

use super::*;
use crate::testing::judged;

fn of(records: &Value) -> BlackStart {
    judged(records.clone(), |judge| black_start(judge.estate()))
}

/// The records with every way that was told written into them.
fn with_ways(records: &Value, start: &BlackStart) -> Value {
    let mut records = records.clone();
    for way in start.locked.iter().flat_map(|locked| &locked.ways) {
        for record in records.as_array_mut().expect("a list") {
            let reference = format!("component/{}", record["id"].as_str().expect("an id"));
            if !way.used_by.contains(&reference) {
                continue;
            }
            for need in record["requires"].as_array_mut().expect("needs") {
                if format!("component/{}", need["item"].as_str().expect("an item")) == way.to {
                    need["bootstrap"] = json!(true);
                }
            }
        }
    }
    records
}

fn component(id: &str, needs: &[(&str, &str)]) -> Value {
    let needs: Vec<Value> = needs
        .iter()
        .map(|(item, phase)| json!({ "item": item, "phase": phase }))
        .collect();
    json!({ "kind": "component", "id": id, "requires": needs })
}

#[test]
fn identity_and_vault_tv_12() {
    let records = json!([
        component("iam", &[("vault", "recover")]),
        component("vault", &[("iam", "recover")]),
        component("shop", &[("vault", "run")]),
    ]);
    let start = of(&records);
    assert_eq!(start.locked.len(), 1);
    assert_eq!(start.locked[0].items, ["component/iam", "component/vault"]);
    let way = &start.locked[0].ways;
    assert_eq!(way.len(), 1);
    assert_eq!(way[0].to, "component/iam");
    assert_eq!(way[0].used_by, ["component/vault"]);
    assert_eq!(start.waves[0], ["component/vault"]);
    let mended = of(&with_ways(&records, &start));
    assert_eq!(mended.locked, []);
    assert_eq!(mended.there, *way);
}

#[test]
fn a_need_of_running_is_a_part_of_the_circle() {
    // The names need a host to run, the host needs the console to be recovered, and the console
    // needs the names: the way must also stand at the need of running.
    let records = json!([
        component("console", &[("names", "recover")]),
        component("host", &[("console", "recover")]),
        component("names", &[("host", "run")]),
    ]);
    let start = of(&records);
    assert_eq!(start.locked[0].ways.len(), 1);
    let mended = of(&with_ways(&records, &start));
    assert_eq!(mended.locked, []);
    assert!(start.fewest);
}

#[test]
fn two_circles_through_one_item_need_one_way() {
    let records = json!([
        component("dns", &[("iam", "recover")]),
        component("iam", &[("dns", "recover"), ("vault", "recover")]),
        component("vault", &[("iam", "recover")]),
    ]);
    let start = of(&records);
    let ways = &start.locked[0].ways;
    assert_eq!((start.locked.len(), ways.len()), (1, 1));
    assert_eq!(ways[0].to, "component/iam");
    assert_eq!(ways[0].used_by, ["component/dns", "component/vault"]);
    assert_eq!(of(&with_ways(&records, &start)).locked, []);
}
