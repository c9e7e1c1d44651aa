//! Small estates in which people are the limit: who comes first, what one more saves, which plans
//! crowd each other out, which promises cannot all be kept, and that threads change nothing.

use serde_json::{Value as Json, json};

use super::{Budget, RecoverySchedule, recovery_schedule};
use crate::requirements::loss::Losses;
use crate::requirements::recovery_targets::Verdict;
use crate::standpoint::Standpoint;
use crate::testing::{NOON, instant, registers};

const HOUR: i64 = 3_600;

/// The schedule once everything but teams is lost.
fn all_lost(records: Json, at: &str, budget: Budget) -> RecoverySchedule {
    let registers = registers(records);
    let standpoint = Standpoint::new(&registers, instant(at));
    let estate = &standpoint.estate;
    let lost = estate
        .graph
        .items()
        .filter(|&it| estate.listed(it).team().is_none());
    let lost: Vec<_> = lost.collect();
    let found = recovery_schedule(&standpoint, &Losses::of(&lost), budget);
    assert!(found.verified);
    found
}

fn noon(records: Json) -> RecoverySchedule {
    all_lost(records, NOON, Budget::default())
}

fn service(id: &str, takes: &str, rto: &str) -> Json {
    json!({ "kind": "service", "id": id, "targets": { "rto": rto },
            "recovery": { "takes": takes, "by": "team/dba" } })
}

fn dba(people: u32) -> Json {
    json!({ "kind": "team", "id": "dba", "capacity": people })
}

fn ends(found: &RecoverySchedule) -> Vec<(&str, i64)> {
    let items = found.items.iter();
    items
        .map(|it| (&*it.id, it.back_seconds.expect("it is known")))
        .collect()
}

/// TV-53: in the order of their due times all three are in time.
#[test]
fn one_administrator_brings_back_what_is_due_first() {
    let found = noon(json!([
        dba(1),
        service("c", "90m", "330m"),
        service("b", "2h", "4h"),
        service("a", "2h", "3h"),
    ]));
    let order = [
        ("service/a", 2 * HOUR),
        ("service/b", 4 * HOUR),
        ("service/c", 19_800),
    ];
    assert_eq!(ends(&found), order);
    assert_eq!((found.late_count, found.exact), (0, true));
    assert_eq!(found.conflict.as_ref().map(|it| it.items.len()), None);
    // They wait all the same, and one more would have all back sooner.
    let team = &found.teams[0];
    assert_eq!((&*team.id, team.waits_seconds), ("team/dba", 6 * HOUR));
    assert_eq!(team.one_more_makespan_seconds, 12_600);
}

/// TV-16 under a limit: two of three hosts are enough, and two people bring back two at once.
#[test]
fn two_of_three_are_enough_and_the_third_comes_after() {
    let host = |id: &str, takes: &str| {
        json!({ "kind": "component", "id": id,
                "recovery": { "takes": takes, "by": "team/dba" } })
    };
    let found = noon(json!([
        dba(1), host("x", "2h"), host("y", "5h"), host("z", "9h"),
        { "kind": "service", "id": "web", "targets": { "rto": "7h" },
          "recovery": { "takes": "0s" },
          "requires": [{ "any": 2, "of": ["x", "y", "z"] }] },
    ]));
    let web = found
        .items
        .iter()
        .find(|it| it.id == "service/web")
        .expect("it stops");
    assert_eq!(web.back_seconds, Some(7 * HOUR));
    assert_eq!(web.alone_seconds, Some(5 * HOUR));
    assert_eq!(
        (web.verdict, found.makespan_seconds),
        (Verdict::Meets, 16 * HOUR)
    );
}

/// Two that take two hours each within two and a half: one must give way, the lesser tier first.
#[test]
fn promises_that_cannot_all_be_kept_are_named_with_the_cheapest_to_relax() {
    let mut second = service("ledger", "2h", "150m");
    second["tier"] = json!(1);
    let found = noon(json!([
        { "kind": "policy", "id": "p", "tier-bands": ["1h", "2h", "3h"] },
        dba(1), service("archive", "2h", "150m"), second, service("wiki", "1h", "72h"),
    ]));
    assert_eq!((found.late_count, found.late_anyway_count), (1, 0));
    let conflict = found.conflict.expect("they conflict");
    assert_eq!(conflict.items, ["service/archive", "service/ledger"]);
    assert!(conflict.least);
    let why = conflict.because.expect("it is proven");
    assert_eq!(
        (&*why.by, why.from_seconds, why.until_seconds),
        ("team/dba", 0, 9_000)
    );
    assert_eq!((why.work_seconds, why.room_seconds), (14_400, 9_000));
    let cheapest = &conflict.relax[0];
    assert_eq!(cheapest.id, "service/archive");
    assert_eq!(
        (cheapest.by_seconds, cheapest.to_seconds),
        (5_400, 4 * HOUR)
    );
    assert!(cheapest.price < conflict.relax[1].price);
}

/// What no people can mend is no conflict of promises.
#[test]
fn what_is_late_by_itself_is_no_conflict() {
    let found = noon(json!([dba(1), service("slow", "5h", "4h")]));
    assert_eq!((found.late_count, found.late_anyway_count), (1, 1));
    assert_eq!((found.conflict.is_some(), found.exact), (false, true));
}

fn plan(id: &str, item: &str) -> Json {
    json!({ "kind": "plan", "id": id, "status": "approved", "covers": [item], "steps": [
        { "id": "data", "by": "team/dba", "takes": "2h" },
        { "id": "app", "takes": "30m", "after": ["data"], "restores": item },
    ] })
}

#[test]
fn each_plan_fits_alone_and_one_is_late_beside_the_other() {
    let bare = |id: &str| json!({ "kind": "service", "id": id, "targets": { "rto": "3h" } });
    let estate = |people: u32| {
        json!([
            dba(people),
            bare("shop"),
            bare("bank"),
            plan("shop", "service/shop"),
            plan("bank", "service/bank")
        ])
    };
    let found = noon(estate(1));
    assert_eq!(found.plans.len(), 2);
    assert!(found.plans.iter().all(|plan| plan.alone_late.is_empty()));
    assert!(found.plans.iter().all(|plan| plan.alone_seconds == 9_000));
    let crowded = found.plans.iter().filter(|plan| plan.is_crowded_out());
    assert_eq!((crowded.count(), found.late_count), (1, 1));
    assert_eq!(found.teams[0].one_more_late_count, 0);
    let two = noon(estate(2));
    assert_eq!(
        (two.late_count, two.makespan_seconds, two.teams.len()),
        (0, 9_000, 0)
    );
}

/// Called at night: the team is there 45 minutes after the loss, or when its hours begin.
#[test]
fn a_team_that_is_called_out_begins_later() {
    let team = json!({ "kind": "team", "id": "dba", "capacity": 1, "call-out": "45m",
                       "hours": "calendar/office" });
    let office = json!({ "kind": "calendar", "id": "office", "zone": "UTC", "windows": [
        { "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "18:00" } ] });
    let records = || json!([team, office, service("shop", "1h", "4h")]);
    let at = |at: &str| all_lost(records(), at, Budget::default()).makespan_seconds;
    assert_eq!(at(NOON), HOUR);
    assert_eq!(at("2026-05-15T22:00:00Z"), HOUR + 2_700);
    assert_eq!(at("2026-05-18T07:50:00Z"), HOUR + 600);
}

#[test]
fn threads_and_nothing_else_may_differ() {
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let hours = ["70m", "2h", "50m", "3h", "45m", "100m", "80m"];
    let services = names.iter().zip(hours);
    let mut all: Vec<Json> = services
        .map(|(id, takes)| service(id, takes, "3h"))
        .collect();
    all.push(dba(2));
    let with = |threads: usize, seed: u64| {
        let budget = Budget {
            schedules: 600,
            seed,
            threads,
            runs: 500,
        };
        let found = all_lost(json!(all), NOON, budget);
        serde_json::to_string(&found).expect("plain values")
    };
    let one = with(1, 5);
    assert_eq!(one, with(2, 5));
    assert_eq!(one, with(4, 5));
    assert_eq!(one, with(1, 5));
}

/// Two people at work for ten hours rest for eleven; in turns one of them is always there.
#[test]
fn work_that_outlasts_a_shift_is_handed_over() {
    let team = |people: u32| {
        json!({ "kind": "team", "id": "dba", "capacity": people, "shift-max": "10h",
                "rest": "8h" })
    };
    // One person: ten hours, eight of rest, ten, eight, and the last four.
    let long = |records: Json| noon(records).makespan_seconds;
    assert_eq!(
        long(json!([team(1), service("a", "24h", "100h")])),
        40 * HOUR
    );
    // Two in turns are through without a pause, although neither works longer than a shift.
    assert_eq!(
        long(json!([team(2), service("a", "24h", "100h")])),
        24 * HOUR
    );
    let found = noon(json!([
        team(2),
        service("a", "6h", "9h"),
        service("b", "6h", "9h")
    ]));
    assert_eq!(found.makespan_seconds, 6 * HOUR);
    let task = noon(json!([team(1), service("a", "12h", "100h")])).tasks;
    assert_eq!(task.len(), 1);
    assert_eq!(
        (task[0].starts_seconds, task[0].ends_seconds),
        (0, 20 * HOUR)
    );
}

#[test]
fn who_alone_can_do_it_is_the_limit() {
    let step = |id: &str, skills: Json| {
        json!({ "id": id, "by": "team/dba", "takes": "2h", "restores": format!("service/{id}"),
                "skills": skills })
    };
    let plan = |id: &str, skills: Json| json!({ "kind": "plan", "id": id, "status": "approved", "steps": [step(id, skills)] });
    let bare = |id: &str| json!({ "kind": "service", "id": id, "targets": { "rto": "3h" } });
    let person = |id: &str, skills: Json| json!({ "kind": "person", "id": id, "teams": ["dba"], "skills": skills });
    let estate = |one: Json, other: Json| {
        json!([
            dba(2),
            person("ann", json!(["ledger", "mail"])),
            person("bo", json!(["mail"])),
            bare("a"),
            bare("b"),
            plan("a", one),
            plan("b", other)
        ])
    };
    let ledger = || json!(["ledger"]);
    let alone = noon(estate(ledger(), ledger()));
    assert_eq!((alone.makespan_seconds, alone.late_count), (4 * HOUR, 1));
    assert_eq!(alone.teams[0].persons, ["ann"]);
    assert_eq!(alone.teams[0].one_more_late_count, 0);
    let shared = noon(estate(ledger(), json!(["Mail"])));
    assert_eq!((shared.makespan_seconds, shared.late_count), (2 * HOUR, 0));
    let nobody = noon(estate(json!(["tape"]), json!([])));
    assert_eq!(
        (nobody.unskilled, nobody.makespan_seconds),
        (vec!["a/a".to_string()], 2 * HOUR)
    );
}

/// 600 GB twice at 400 MB/s take 25 minutes each; over a line of 500 MB/s one after the other.
#[test]
fn data_from_one_place_shares_its_rate() {
    let copy = json!([{ "method": "backup", "at": "site/vault", "every": "24h",
                        "restore-rate": "400 MB/s" }]);
    let data =
        |id: &str| json!({ "kind": "dataset", "id": id, "size": "600 GB", "protection": copy });
    let estate = |vault: Json| {
        let registers = registers(json!([vault, data("one"), data("two")]));
        let standpoint = Standpoint::new(&registers, instant(NOON));
        let lost = ["dataset/one", "dataset/two"].map(|it| standpoint.estate.find(it).unwrap());
        recovery_schedule(&standpoint, &Losses::of(&lost), Budget::default()).makespan_seconds
    };
    assert_eq!(estate(json!({ "kind": "site", "id": "vault" })), 1_500);
    let narrow = json!({ "kind": "site", "id": "vault", "restore-rate": "500 MB/s" });
    assert_eq!(estate(narrow), 3_000);
    let wide = json!({ "kind": "site", "id": "vault", "restore-rate": "800 MB/s" });
    assert_eq!(estate(wide), 1_500);
}

#[test]
fn a_lost_team_is_replaced_by_its_deputy() {
    let registers = registers(json!([
        { "kind": "team", "id": "dba", "capacity": 3, "deputy": "platform" },
        { "kind": "team", "id": "platform", "capacity": 1 },
        service("a", "1h", "9h"), service("b", "1h", "9h"),
    ]));
    let standpoint = Standpoint::new(&registers, instant(NOON));
    let lost = ["service/a", "service/b", "team/dba"];
    let lost = lost.map(|it| standpoint.estate.find(it).expect("it is there"));
    let found = recovery_schedule(&standpoint, &Losses::of(&lost), Budget::default());
    assert_eq!(found.makespan_seconds, 2 * HOUR);
    assert!(
        found
            .tasks
            .iter()
            .all(|it| it.by.as_deref() == Some("team/platform"))
    );
}
