//! Margin told as stories: two lines into one house, one of them said to be down.

use jiff::Timestamp;
use record::kinds::Registers;
use serde_json::{Value, json};

use super::hours::{DAYS, spells};
use super::{Ground, Left, Margin, ServiceMargin, Told, Warned, margin};
use crate::requirements::recovery_targets::recovery_targets;
use crate::standpoint::Standpoint;
use crate::testing::{NOON, instant, registers};

fn house() -> Vec<Value> {
    vec![
        json!({ "kind": "component", "id": "isp-a", "also": ["line-a"], "recovery": { "takes": "1h" } }),
        json!({ "kind": "component", "id": "isp-b", "recovery": { "takes": "2h" } }),
        json!({ "kind": "component", "id": "router", "recovery": { "takes": "10m" } }),
        json!({ "kind": "service", "id": "shop", "name": "The shop", "tier": 1,
            "targets": { "rto": "90m" }, "lead": { "detect": "0m", "decide": "0m" },
            "recovery": { "takes": "5m" },
            "requires": ["router", { "any": 1, "of": ["isp-a", "isp-b"] }] }),
        json!({ "kind": "activity", "id": "sell", "targets": { "mtpd": "8h" },
            "peaks": [{ "name": "month-end", "days": "last-3-working" }], "requires": ["shop"] }),
    ]
}

fn down(of: &str, since: &str) -> Value {
    json!({ "kind": "signal", "id": format!("down-{of}"), "of": of, "says": "down", "feed": "probe",
        "since": since, "heard": since })
}

fn asked(extra: Vec<Value>, at: &str) -> Margin {
    let all: Vec<Value> = house().into_iter().chain(extra).collect();
    let registers = registers(Value::Array(all));
    of(&registers, instant(at))
}

fn with(registers: &Registers, warned: Vec<Warned>, at: Timestamp) -> Margin {
    let standpoint = Standpoint::new(registers, at);
    let targets = recovery_targets(&standpoint);
    let ground = Ground::new(&standpoint.estate, &targets);
    let spells = spells(registers);
    margin(&ground, registers, &Told { spells, warned }, at)
}

fn of(registers: &Registers, at: Timestamp) -> Margin {
    with(registers, Vec::new(), at)
}

fn row<'m>(margin: &'m Margin, id: &str) -> &'m ServiceMargin {
    let found = margin.services.iter().find(|it| it.id == id);
    found.unwrap_or_else(|| panic!("{id} is watched"))
}

fn new_losses(row: &ServiceMargin) -> Vec<&str> {
    let new = row.next_losses.iter().filter(|it| it.because_of_signal);
    new.map(|it| it.members[0].as_str()).collect()
}

#[test]
fn with_nothing_down_what_was_always_a_single_point_is_no_alarm() {
    let margin = asked(vec![], NOON);
    let shop = row(&margin, "service/shop");
    assert_eq!(shop.margin, Left::Full);
    assert_eq!(shop.next_losses.len(), 1);
    assert_eq!(shop.next_losses[0].members, ["component/router"]);
    assert!(!shop.next_losses[0].because_of_signal);
    assert!(margin.on_last_redundancy.is_empty());
}

#[test]
fn one_line_down_makes_the_other_the_next_loss_by_name_and_back() {
    let margin = asked(vec![down("line-a", "2026-05-15T11:00:00Z")], NOON);
    assert_eq!(margin.lost, ["component/isp-a"]);
    let shop = row(&margin, "service/shop");
    assert_eq!(shop.margin, Left::None);
    assert_eq!(new_losses(shop), ["component/isp-b"]);
    let first = &shop.next_losses[0];
    // An hour for the other line, five minutes of its own: in time, even with both down.
    assert_eq!(first.breaches, Some(false));
    assert_eq!(first.why, ["component/isp-b", "service/shop"]);
    assert_eq!(first.instead_of, ["component/isp-a"]);
    assert_eq!(
        new_losses(row(&margin, "activity/sell")),
        ["component/isp-b"]
    );
    assert_eq!(margin.on_last_redundancy[0].members_up, ["component/isp-b"]);
    assert_eq!(
        margin.services[0].id, "activity/sell",
        "activities come first"
    );

    let mut ended = down("line-a", "2026-05-15T11:00:00Z");
    ended["until"] = json!("2026-05-15T11:30:00Z");
    let margin = asked(vec![ended], NOON);
    assert_eq!(row(&margin, "service/shop").margin, Left::Full);
    let hours = row(&margin, "service/shop")
        .without_margin
        .expect("a signal tells of it");
    assert_eq!(
        (hours.days, hours.seconds, hours.stopped_seconds),
        (DAYS, 1_800, 0)
    );
}

#[test]
fn the_latest_of_a_feed_counts_and_feeds_do_not_silence_each_other() {
    let say = |id: &str, feed: &str, says: &str, heard: &str| {
        json!({ "kind": "signal", "id": id, "of": "isp-a", "says": says, "feed": feed,
            "since": heard, "heard": heard })
    };
    let early = say("one", "probe", "down", "2026-05-15T10:00:00Z");
    let late = say("two", "probe", "up", "2026-05-15T11:00:00Z");
    let margin = asked(vec![early.clone(), late], NOON);
    assert_eq!(row(&margin, "service/shop").margin, Left::Full);
    let other = say("three", "eyes", "up", "2026-05-15T11:00:00Z");
    let margin = asked(vec![early, other], NOON);
    assert_eq!(row(&margin, "service/shop").margin, Left::None);
}

#[test]
fn what_is_not_on_record_is_kept_visible_and_old_or_early_words_say_so() {
    let strange = down("isp-z", "2026-05-15T11:00:00Z");
    let old = down("isp-a", "2026-05-13T11:00:00Z");
    let early = down("router", "2026-05-16T11:00:00Z");
    let margin = asked(vec![strange, old, early], NOON);
    let of = |of: &str| {
        let found = margin.signals.iter().find(|it| it.of == of);
        serde_json::to_value(found.expect("it is listed")).expect("it is plain")
    };
    assert_eq!(of("isp-z")["standing"], "unplaced");
    assert_eq!(of("isp-a")["standing"], "counts");
    assert_eq!(of("isp-a")["stale"], true);
    assert_eq!(of("router")["standing"], "not-yet");
    assert_eq!(of("router")["clock_ahead"], true);
    assert_eq!(margin.lost, ["component/isp-a"]);
}

#[test]
fn after_how_long_a_word_is_stale_is_for_a_policy_to_say() {
    let stale = |policy: Option<&str>| {
        let mut said = vec![down("isp-a", "2026-05-15T10:00:00Z")];
        said.extend(policy.map(|after| {
            json!({ "kind": "policy", "id": "p", "status": "approved",
                "signals-stale-after": after })
        }));
        let margin = asked(said, NOON);
        let by = margin.stale_after_by.clone();
        (margin.signals[0].stale, margin.stale_after_seconds, by)
    };
    assert_eq!(stale(None), (false, 86_400, None));
    let by = || Some("policy/p".to_string());
    assert_eq!(stale(Some("1h")), (true, 3_600, by()));
    assert_eq!(stale(Some("3h")), (false, 10_800, by()));
}

#[test]
fn planned_work_that_takes_the_last_redundancy_at_a_peak_is_told_before() {
    let change = |id: &str, of: &str, from: &str, until: &str| json!({ "kind": "change", "id": id, "touches": [of], "from": from, "until": until });
    let one = change(
        "c1",
        "isp-a",
        "2026-05-28T20:00:00Z",
        "2026-05-28T23:00:00Z",
    );
    let two = change(
        "c2",
        "isp-b",
        "2026-05-28T22:00:00Z",
        "2026-05-29T01:00:00Z",
    );
    let alone = change(
        "c3",
        "isp-b",
        "2026-05-20T20:00:00Z",
        "2026-05-20T21:00:00Z",
    );
    let exercise =
        json!({ "kind": "exercise", "id": "drill", "at": "2026-05-20T19:30:00Z", "lasts": "2h" });
    let margin = asked(vec![one, two, alone, exercise], NOON);
    let planned = |id: &str| {
        let found = margin.planned.iter().find(|it| it.change == id);
        found.unwrap_or_else(|| panic!("{id} is planned"))
    };
    let both = planned("change/c1");
    assert_eq!(both.together_with, ["change/c2"]);
    assert_eq!(both.stops, ["activity/sell", "service/shop"]);
    // 28 May 2026 is a Thursday, the last but one working day of the month.
    assert_eq!(both.meets_peak, ["activity/sell: month-end on 2026-05-28"]);
    let alone = planned("change/c3");
    assert!(alone.stops.is_empty() && alone.meets_peak.is_empty());
    assert_eq!(
        alone.takes_last_redundancy[0].members_up,
        ["component/isp-a"]
    );
    assert_eq!(alone.leaves_without_margin.len(), 2);
    assert_eq!(alone.meets_exercise, ["exercise/drill"]);
    assert!(
        !alone.authority_gap.is_empty(),
        "no role may command here at all"
    );
    let hours = row(&margin, "service/shop")
        .without_margin
        .expect("work is planned");
    // An hour alone, two hours before the other begins, two hours after the first has ended.
    assert_eq!(hours.planned_seconds, 5 * 3_600);
}

#[test]
fn inside_a_window_what_is_worked_on_is_down() {
    let change = json!({ "kind": "change", "id": "c", "touches": ["isp-a"],
        "from": "2026-05-15T11:00:00Z", "until": "2026-05-15T13:00:00Z" });
    let margin = asked(vec![change.clone()], NOON);
    assert_eq!(margin.under_way, ["change/c"]);
    assert_eq!(
        new_losses(row(&margin, "service/shop")),
        ["component/isp-b"]
    );
    let margin = asked(vec![change], "2026-05-15T13:00:00Z");
    assert_eq!(row(&margin, "service/shop").margin, Left::Full);
}

#[test]
fn work_in_the_hours_of_a_warning_meets_it() {
    let mut all = house();
    all.push(json!({ "kind": "change", "id": "c", "touches": ["isp-a"],
        "from": "2026-05-20T20:00:00Z", "until": "2026-05-20T21:00:00Z" }));
    let registers = registers(Value::Array(all));
    let storm = |until: &str| Warned {
        name: "Storm (w1)".into(),
        from: Some(instant("2026-05-20T18:00:00Z")),
        until: Some(instant(until)),
        sites: vec!["site/ams1".into()],
    };
    let meets = |until: &str| {
        let margin = with(&registers, vec![storm(until)], instant(NOON));
        margin.planned[0].meets_warning.clone()
    };
    assert_eq!(meets("2026-05-20T20:30:00Z"), ["Storm (w1) at site/ams1"]);
    assert!(meets("2026-05-20T19:00:00Z").is_empty());
}

/// A number below `sides` from a seed, the same on every machine.
fn thrown(seed: &mut u64, sides: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    (*seed >> 33) % sides
}

/// Sites, teams, parts on them, services on parts and services, activities on services.
fn random_estate(seed: &mut u64) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for at in 0..2 {
        out.push(json!({ "kind": "site", "id": format!("s{at}") }));
        out.push(json!({ "kind": "team", "id": format!("t{at}") }));
    }
    for at in 0..8 {
        let takes = format!("{}m", 10 * (1 + thrown(seed, 12)));
        let (site, team) = (thrown(seed, 2), thrown(seed, 2));
        out.push(
            json!({ "kind": "component", "id": format!("c{at}"), "site": format!("s{site}"),
            "recovery": { "takes": takes, "by": format!("t{team}") } }),
        );
    }
    for at in 0..6 {
        let first = thrown(seed, 6);
        let pair = [
            format!("c{first}"),
            format!("c{}", first + 1 + thrown(seed, 2)),
        ];
        let alone = format!("c{}", thrown(seed, 8));
        let mut needs = vec![json!({ "any": 1, "of": pair }), json!(alone)];
        if at > 0 && thrown(seed, 2) == 0 {
            needs.push(json!({ "item": format!("v{}", thrown(seed, at)), "phase": "recover" }));
        } else if at > 0 {
            needs.push(json!(format!("v{}", thrown(seed, at))));
        }
        let rto = format!("{}m", 30 * (1 + thrown(seed, 6)));
        out.push(
            json!({ "kind": "service", "id": format!("v{at}"), "requires": needs,
            "targets": { "rto": rto }, "recovery": { "takes": "5m" } }),
        );
    }
    out.push(json!({ "kind": "activity", "id": "a", "requires": ["v5"],
        "targets": { "mtpd": "8h" } }));
    out
}

/// How many single losses would stop each item now, each tried on the whole estate anew; nothing
/// where it has stopped.
fn plainly(standpoint: &Standpoint<'_>, down: &[u32], of: u32) -> Option<usize> {
    let estate = &standpoint.estate;
    let stopped = |lost: &[u32]| engine::standing::standing(&estate.graph, lost);
    let now = stopped(down);
    let stops = |&x: &u32| {
        let listed = estate.listed(x);
        let may = listed.activity().is_none() && listed.team().is_none();
        let with: Vec<u32> = down.iter().copied().chain([x]).collect();
        may && x != of && !now.is_stopped(x) && stopped(&with).is_stopped(of)
    };
    (!now.is_stopped(of)).then(|| estate.graph.items().filter(stops).count())
}

#[test]
fn signal_after_signal_on_a_kept_ground_is_the_whole_judged_anew() {
    let (mut without, mut stopped, mut late) = (0, 0, 0);
    for number in 0..60 {
        let mut seed = 1_000 + number;
        let records = random_estate(&mut seed);
        let bare = registers(Value::Array(records.clone()));
        let standpoint = Standpoint::new(&bare, instant(NOON));
        let targets = recovery_targets(&standpoint);
        let kept = Ground::new(&standpoint.estate, &targets);
        let mut said: Vec<Value> = Vec::new();
        for step in 0..5 {
            let of = match thrown(&mut seed, 9) {
                8 => format!("t{}", thrown(&mut seed, 2)),
                at => format!("c{at}"),
            };
            let known = said.iter().position(|signal| signal["of"] == *of);
            match known {
                Some(place) => drop(said.remove(place)),
                None => said.push(down(&of, "2026-05-15T11:00:00Z")),
            }
            let all = records.iter().chain(&said).cloned().collect();
            let now = registers(Value::Array(all));
            let told = Told {
                spells: spells(&now),
                warned: Vec::new(),
            };
            let on_kept = margin(&kept, &now, &told, instant(NOON));
            let anew = with(&now, Vec::new(), instant(NOON));
            let told = |margin: &Margin| serde_json::to_value(margin).expect("it is shown");
            assert_eq!(
                told(&on_kept),
                told(&anew),
                "estate {number}, signal {step}"
            );
            let found = |id: &str| standpoint.estate.find(id).expect("an item");
            let names = said.iter().map(|it| it["of"].as_str().expect("a name"));
            let lost: Vec<u32> = names
                .map(|name| kept.find(name).expect("an item"))
                .collect();
            for row in &on_kept.services {
                let expected = plainly(&standpoint, &lost, found(&row.id));
                let counted = (row.margin != Left::Stopped).then_some(row.next_losses_count);
                assert_eq!(
                    counted, expected,
                    "estate {number}, signal {step}, {}",
                    row.id
                );
                without += usize::from(row.margin == Left::None);
                stopped += usize::from(row.margin == Left::Stopped);
                let only_late = |it: &&super::NextLoss| it.late_because_of_signal;
                late += row.next_losses.iter().filter(only_late).count();
            }
        }
    }
    assert!(without > 100, "{without} without margin");
    assert!(stopped > 100, "{stopped} stopped");
    assert!(late > 20, "{late} late because of a signal");
}
