//! Data made anew eases what one activity asks of it and nothing else; against the words of the
//! rule, one source and one dataset at a time, on small random estates.

use std::collections::BTreeSet;

use engine::graph::Item;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::estate::Estate;
use crate::requirements::recovery_points::Point;
use crate::requirements::recovery_targets::{RecoveryTargets, recovery_targets};
use crate::standpoint::Standpoint;
use crate::testing::{check, instant, registers};

const HOUR: i64 = 3_600;

fn computed<T>(records: Json, ask: impl FnOnce(&Estate<'_>, &RecoveryTargets) -> T) -> T {
    let registers = registers(records);
    let standpoint = Standpoint::new(&registers, instant("2026-06-08T10:00:00Z"));
    let targets = recovery_targets(&standpoint);
    ask(&standpoint.estate, &targets)
}

fn may_lose(estate: &Estate<'_>, targets: &RecoveryTargets, name: &str) -> Option<i64> {
    let item = estate.ask(name).expect("an item");
    targets.points.required[item as usize].seconds
}

/// An activity that may lose a quarter of an hour, on orders copied every hour, which it can type
/// in again from paper of the last day.
fn paper(takes: &str, more: Json) -> Json {
    let mut records = json!([
        { "kind": "site", "id": "here" }, { "kind": "site", "id": "there" },
        { "kind": "activity", "id": "sell", "targets": { "mtpd": "24h", "wrt": "4h", "rpo": "15m" },
          "requires": ["shop"], "reconstructs": [
            { "dataset": "orders", "from": "paper slips", "reaches-back": "24h", "takes": takes }] },
        { "kind": "service", "id": "shop", "requires": ["db"] },
        { "kind": "component", "id": "db", "site": "here", "holds": ["orders"] },
        { "kind": "dataset", "id": "orders", "protection": [
            { "method": "log-shipping", "at": "site/there", "every": "1h" }] },
    ]);
    let all = records.as_array_mut().expect("records");
    all.extend(more.as_array().expect("records").iter().cloned());
    records
}

fn codes(records: Json) -> BTreeSet<(String, String)> {
    let found = check(records).into_iter();
    let of = found.filter(|it| it.code.starts_with("rpo-m") || it.code.starts_with("reconstr"));
    of.map(|it| (it.code, it.subject)).collect()
}

fn pair(code: &str, subject: &str) -> (String, String) {
    (code.into(), subject.into())
}

#[test]
fn its_share_is_eased_to_the_age_of_the_source_where_the_work_fits() {
    computed(paper("3h", json!([])), |estate, targets| {
        assert_eq!(may_lose(estate, targets, "orders"), Some(24 * HOUR));
        assert_eq!(
            may_lose(estate, targets, "db"),
            Some(900),
            "what holds it is asked as before"
        );
        let item = estate.ask("sell").expect("an item");
        let judged = targets.points.judged_alone(item, 900).expect("it has data");
        assert_eq!(
            (judged[1].allowed_seconds, judged[1].point),
            (24 * HOUR, Point::Seconds(HOUR))
        );
        let orders = estate.ask("orders").expect("an item");
        let path = targets.points.required_path(orders, 10);
        let path: Vec<&str> = path.iter().map(|&it| estate.reference(it)).collect();
        assert_eq!(
            path,
            [
                "activity/sell",
                "service/shop",
                "component/db",
                "dataset/orders"
            ]
        );
    });
    assert_eq!(codes(paper("3h", json!([]))), BTreeSet::new());
}

#[test]
fn work_that_does_not_fit_eases_nothing_and_is_said() {
    for takes in ["5h", "4h1s"] {
        computed(paper(takes, json!([])), |estate, targets| {
            assert_eq!(may_lose(estate, targets, "orders"), Some(900));
        });
        let wanted = [
            pair("reconstruction-exceeds-wrt", "activity/sell"),
            pair("rpo-missed", "activity/sell"),
        ];
        assert_eq!(codes(paper(takes, json!([]))), BTreeSet::from(wanted));
    }
    computed(paper("4h", json!([])), |estate, targets| {
        assert_eq!(
            may_lose(estate, targets, "orders"),
            Some(24 * HOUR),
            "just fits"
        );
    });
}

#[test]
fn whoever_else_runs_on_it_asks_for_what_they_ask() {
    let other = json!([{ "kind": "activity", "id": "count", "targets": { "rpo": "30m" },
        "requires": ["shop"] }]);
    computed(paper("3h", other.clone()), |estate, targets| {
        assert_eq!(may_lose(estate, targets, "orders"), Some(30 * 60));
    });
    assert_eq!(
        codes(paper("3h", other)),
        BTreeSet::from([pair("rpo-missed", "activity/count")])
    );
}

#[test]
fn data_beside_it_stays_as_it_was_and_a_group_takes_its_least() {
    let beside = |group: Option<&str>| {
        let mut records = paper("3h", json!([]));
        records[4]["holds"] = json!(["orders", "customers"]);
        let mut customers = json!({ "kind": "dataset", "id": "customers", "protection": [
            { "method": "log-shipping", "at": "site/there", "every": "10m" }] });
        if let Some(group) = group {
            customers["consistency-group"] = json!(group);
            records[5]["consistency-group"] = json!(group);
        }
        records.as_array_mut().expect("records").push(customers);
        records
    };
    computed(beside(None), |estate, targets| {
        assert_eq!(may_lose(estate, targets, "orders"), Some(24 * HOUR));
        assert_eq!(may_lose(estate, targets, "customers"), Some(900));
    });
    assert_eq!(codes(beside(None)), BTreeSet::new());
    computed(beside(Some("ledger")), |estate, targets| {
        for name in ["orders", "customers"] {
            assert_eq!(
                may_lose(estate, targets, name),
                Some(900),
                "customers are not made anew"
            );
        }
    });
    assert_eq!(
        codes(beside(Some("ledger"))),
        BTreeSet::from([pair("rpo-missed", "activity/sell")])
    );
}

/// An activity, its RPO, and what it bears of each dataset that it makes anew.
type Source = (Item, i64, Vec<(Item, i64)>);

/// The rule in its own words: of each source whose way leads to an item the RPO, or what it bears
/// of a dataset on that way; groups take the least of their members.
fn by_the_rule(estate: &Estate<'_>, sources: &[Source]) -> Vec<Option<i64>> {
    let mut all: Vec<Option<i64>> = vec![None; estate.graph.len()];
    for (source, rpo, borne) in sources {
        let mut asked: Vec<Option<i64>> = vec![None; all.len()];
        asked[*source as usize] = Some(*rpo);
        loop {
            let before = asked.clone();
            for item in estate.graph.items() {
                let Some(asks) = before[item as usize] else {
                    continue;
                };
                let mut next: Vec<Item> = estate.graph.holds(item).to_vec();
                for id in estate.graph.groups_of(item) {
                    next.extend(estate.graph.members(id));
                }
                let mut next: Vec<(Item, bool)> = next.into_iter().map(|to| (to, true)).collect();
                for (_, members) in &estate.consistency {
                    let sharing = members.iter().filter(|_| members.contains(&item));
                    next.extend(sharing.map(|&to| (to, false)));
                }
                for (to, by_need) in next {
                    let bears = borne.iter().find(|it| by_need && it.0 == to);
                    let bears = bears.map_or(0, |it| it.1);
                    let asks = asks.max(bears);
                    let known = &mut asked[to as usize];
                    *known = Some(known.map_or(asks, |known| known.min(asks)));
                }
            }
            if asked == before {
                break;
            }
        }
        for (least, asked) in all.iter_mut().zip(asked) {
            *least = match (*least, asked) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
    }
    all
}

#[derive(Clone, Debug)]
struct Made {
    rpos: Vec<Option<u8>>,
    anew: Vec<Vec<(usize, u8, u8)>>,
    needs: Vec<Vec<usize>>,
    holds: Vec<Vec<usize>>,
    grouped: Vec<bool>,
}

const ACTIVITIES: usize = 3;
const COMPONENTS: usize = 3;
const DATA: usize = 3;

fn made() -> impl Strategy<Value = Made> {
    let some = |of: usize| proptest::collection::vec(0..of, 0..3);
    let anew = proptest::collection::vec((0..DATA, 1u8..30, 0u8..5), 0..3);
    (
        proptest::collection::vec(proptest::option::of(1u8..20), ACTIVITIES),
        proptest::collection::vec(anew, ACTIVITIES),
        proptest::collection::vec(some(COMPONENTS), ACTIVITIES),
        proptest::collection::vec(some(DATA), COMPONENTS),
        proptest::collection::vec(any::<bool>(), DATA),
    )
        .prop_map(|(rpos, anew, needs, holds, grouped)| Made {
            rpos,
            anew,
            needs,
            holds,
            grouped,
        })
}

fn unique<T: Clone, K: Ord>(all: &[T], key: impl Fn(&T) -> K) -> Vec<T> {
    let mut met = BTreeSet::new();
    all.iter()
        .filter(|it| met.insert(key(it)))
        .cloned()
        .collect()
}

fn records(made: &Made) -> Json {
    let mut all = Vec::new();
    for at in 0..ACTIVITIES {
        let mut targets = json!({ "wrt": "4h" });
        if let Some(rpo) = made.rpos[at] {
            targets["rpo"] = json!(format!("{rpo}h"));
        }
        let anew = unique(&made.anew[at], |it| it.0);
        let anew = anew.iter().map(|(data, back, takes)| {
            json!({ "dataset": format!("d{data}"), "reaches-back": format!("{back}h"),
                "takes": format!("{takes}h") })
        });
        let needs = unique(&made.needs[at], |it| *it);
        let needs: Vec<String> = needs.iter().map(|it| format!("c{it}")).collect();
        all.push(
            json!({ "kind": "activity", "id": format!("a{at}"), "targets": targets,
            "requires": needs, "reconstructs": anew.collect::<Vec<_>>() }),
        );
    }
    for at in 0..COMPONENTS {
        let holds = unique(&made.holds[at], |it| *it);
        let holds: Vec<String> = holds.iter().map(|it| format!("d{it}")).collect();
        all.push(json!({ "kind": "component", "id": format!("c{at}"), "holds": holds }));
    }
    for at in 0..DATA {
        let mut record = json!({ "kind": "dataset", "id": format!("d{at}") });
        if made.grouped[at] {
            record["consistency-group"] = json!("g");
        }
        all.push(record);
    }
    Json::Array(all)
}

proptest! {
    #[test]
    fn agrees_with_the_rule_in_its_own_words(made in made()) {
        computed(records(&made), |estate, targets| {
            let item = |name: String| estate.ask(&name).expect("an item");
            let source = |at: usize| {
                let rpo = i64::from(made.rpos[at]?) * HOUR;
                let anew = unique(&made.anew[at], |it| it.0);
                let takes: u32 = anew.iter().map(|it| u32::from(it.2)).sum();
                let counts = anew.iter().filter(|_| takes <= 4);
                let borne = counts.map(|it| (item(format!("d{}", it.0)), i64::from(it.1) * HOUR));
                Some((item(format!("a{at}")), rpo, borne.collect()))
            };
            let sources: Vec<Source> = (0..ACTIVITIES).filter_map(source).collect();
            let wanted = by_the_rule(estate, &sources);
            let found: Vec<_> = targets.points.required.iter().map(|it| it.seconds).collect();
            assert_eq!(found, wanted);
            // The path leads from who decides.
            for item in estate.graph.items().filter(|&it| wanted[it as usize].is_some()) {
                let path = targets.points.required_path(item, 99);
                assert!(sources.iter().any(|it| it.0 == path[0]), "{path:?}");
                assert_eq!(path.last(), Some(&item));
            }
        });
    }
}
