//! Stories told of small estates whose answer is seen at a glance.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::testing::judged;

/// A shop behind two lines to the Internet, one of them in a duct, and one database in a hall.
fn shop(db_takes: &str) -> Value {
    json!([
        { "kind": "activity", "id": "sell", "targets": { "mtpd": "8h", "wrt": "2h" },
          "requires": ["shop"] },
        { "kind": "service", "id": "shop", "recovery": { "takes": "10m", "by": "team/web" },
          "requires": [{ "any": 1, "of": ["isp-a", "isp-b"] }, "db"] },
        { "kind": "component", "id": "isp-a", "requires": ["duct"], "recovery": { "takes": "3d" } },
        { "kind": "component", "id": "isp-b", "recovery": { "takes": "3d" } },
        { "kind": "component", "id": "duct", "recovery": { "takes": "5d" } },
        { "kind": "component", "id": "db", "site": "hall",
          "recovery": { "takes": db_takes, "by": "team/dba" } },
        { "kind": "site", "id": "hall", "recovery": { "takes": "30d" } },
        { "kind": "team", "id": "dba" },
        { "kind": "team", "id": "web", "deputy": "team/dba" },
    ])
}

fn stories(records: Value) -> UnknownDisasters {
    judged(records, |judge| {
        unknown_disasters(&judge.standpoint, &judge.targets, ORDER, WORK)
    })
}

#[test]
fn sets_that_defeat_one_redundancy_are_one_story() {
    let found = stories(shop("1h"));
    assert!(found.complete);
    let both = found.stories.iter().find(|it| it.key.starts_with("ways-"));
    let both = both.expect("both lines are a story");
    assert_eq!(both.title, "Both at once: isp-a and isp-b");
    let mut sets: Vec<_> = both.sets.iter().map(|it| it.members.join("+")).collect();
    sets.sort();
    let wanted = [
        "component/duct+component/isp-b",
        "component/isp-a+component/isp-b",
    ];
    assert_eq!(sets, wanted);
    assert_eq!(both.activities, ["activity/sell"]);
    assert_eq!(both.uncovered, 2);
    assert_eq!(both.sets[0].activities[0].back_seconds, Some(3 * 86_400));
}

#[test]
fn what_stands_at_one_place_is_one_story_and_one_loss_comes_before_two() {
    let found = stories(shop("9h"));
    let hall = found.stories.iter().find(|it| it.key == "place-site.hall");
    let hall = hall.expect("the hall is a story");
    assert_eq!(hall.order, 1);
    let members: BTreeSet<String> = hall.sets.iter().map(|it| it.members.join("+")).collect();
    assert!(members.contains("component/db"), "{members:?}");
    let orders: Vec<usize> = found.stories.iter().map(|it| it.order).collect();
    assert!(orders.is_sorted(), "{orders:?}");
}

#[test]
fn a_plan_in_force_that_loses_the_set_covers_it() {
    let mut records = shop("1h");
    let plans = json!([
        { "kind": "scenario", "id": "lines", "loses": ["isp-a", "isp-b", "duct"] },
        { "kind": "plan", "id": "radio", "status": "approved", "covers": ["activity/sell"],
          "scenarios": ["lines"], "steps": [{ "id": "one", "title": "Radio", "takes": "1h" }] },
    ]);
    let list = records.as_array_mut().expect("a list");
    list.extend(plans.as_array().cloned().unwrap_or_default());
    let found = stories(records);
    let both = found.stories.iter().find(|it| it.key.starts_with("ways-"));
    assert_eq!(both.expect("a story").uncovered, 0);
    let last = found.stories.last().expect("stories");
    assert_eq!(last.uncovered, 0, "what is covered stands last");
}

#[test]
fn each_sort_of_loss_is_covered_open_spared_or_not_thought_of() {
    use super::sorts::State;
    let mut records = json!([
        { "kind": "activity", "id": "pay", "targets": { "mtpd": "2h" }, "requires": ["till"] },
        { "kind": "service", "id": "till", "requires": [{ "any": 1, "of": ["db-1", "db-2"] }] },
        { "kind": "component", "id": "db-1", "recovery": { "takes": "5h" } },
        { "kind": "component", "id": "db-2", "recovery": { "takes": "5h" } },
        { "kind": "scenario", "id": "bases", "loses": ["db-1", "db-2"] },
        { "kind": "scenario", "id": "line", "loses": ["db-1"], "loss-types": ["network"] },
        { "kind": "team", "id": "ops" },
        { "kind": "scenario", "id": "ill", "mode": "people", "loss-types": ["people"],
          "loses": [{ "team": "ops", "share": "40%" }] },
    ]);
    let state = |records: &serde_json::Value, sort: &str| {
        let all = stories(records.clone()).loss_types;
        assert_eq!((all.rows.len(), all.tier_1_only), (13, true));
        assert_eq!(all.unsorted, ["scenario/bases"]);
        let row = all.rows.iter().find(|it| it.loss_type == sort);
        row.expect("every sort has a row").cells[0].state
    };
    assert_eq!(state(&records, "platform"), State::NotCovered);
    assert_eq!(state(&records, "network"), State::Spared);
    assert_eq!(state(&records, "site"), State::NoScenario);
    assert_eq!(state(&records, "people"), State::NotJudged);
    let plan = json!({ "kind": "plan", "id": "p", "status": "draft", "covers": ["service/till"],
        "scenarios": ["bases"], "steps": [{ "id": "one", "takes": "1h" }] });
    records.as_array_mut().expect("a list").push(plan);
    assert_eq!(state(&records, "platform"), State::NotCovered, "a draft");
    records[8]["status"] = json!("approved");
    assert_eq!(state(&records, "platform"), State::Covered);
}

/// People of a shop: a team of two, and one plan whose step asks for both.
fn people(share: &str) -> Value {
    json!([
        { "kind": "activity", "id": "pay", "targets": { "mtpd": "8h" }, "requires": ["till"],
          "people": 10, "people-minimum": 7 },
        { "kind": "service", "id": "till", "recovery": { "takes": "1h", "by": "team/web" } },
        { "kind": "team", "id": "dba", "capacity": 2 },
        { "kind": "team", "id": "web", "capacity": 10, "deputy": "team/spare" },
        { "kind": "team", "id": "spare", "capacity": 1 },
        { "kind": "scenario", "id": "till-lost", "loses": ["till"] },
        { "kind": "plan", "id": "back", "name": "Tills back", "status": "approved",
          "covers": ["service/till"], "scenarios": ["till-lost"],
          "steps": [{ "id": "both", "title": "Compare", "by": "dba", "people": 2, "takes": "1h" }] },
        { "kind": "scenario", "id": "ill", "mode": "people", "loss-types": ["people"],
          "loses": [{ "kind": "team", "share": share }] },
    ])
}

#[test]
fn a_share_away_is_judged_by_what_is_left_of_each_team() {
    use super::away::{Away, Left};
    use crate::requirements::loss::losses;
    let told = |records: Value| {
        judged(records, |judge| {
            let estate = judge.estate();
            let ill = estate.registers.scenarios.get("ill").expect("it is there");
            let lost = losses(estate, ill);
            let away = Away::new(estate, &lost);
            let teams: Vec<_> = away
                .teams()
                .into_iter()
                .map(|it| (it.team, it.left, it.asked, it.verdict))
                .collect();
            (
                teams,
                away.manned(estate.find("activity/pay").expect("it is there")),
            )
        })
    };
    // Of two, four in ten are away: one is left for a step of two. Of ten, six are left for one.
    let (teams, pay) = told(people("40%"));
    assert_eq!(teams[0], ("team/dba".into(), Some(1), 2, Left::TooFew));
    assert_eq!(teams[1], ("team/web".into(), Some(6), 1, Left::Enough));
    assert_eq!(pay.verdict, Left::TooFew);
    let texts: Vec<&str> = pay.missing.iter().map(|it| &*it.text).collect();
    assert_eq!(
        texts,
        [
            "pay: 6 of 10 people left, and 7 are its minimum.",
            "dba: 1 of 2 people left, and 2 are asked for “Compare” in Tills back.",
        ]
    );
    // A deputy team with as many left stands in; one of unknown size is not known.
    let mut records = people("10%");
    records[2] = json!({ "kind": "team", "id": "dba", "capacity": 2, "deputy": "team/web" });
    let (teams, pay) = told(records.clone());
    assert_eq!(teams[0], ("team/dba".into(), Some(1), 2, Left::Deputy));
    assert_eq!(pay.verdict, Left::Deputy);
    records[2] = json!({ "kind": "team", "id": "dba" });
    let (teams, pay) = told(records);
    assert_eq!(teams[0], ("team/dba".into(), None, 2, Left::Unknown));
    assert_eq!(pay.verdict, Left::Unknown);
    assert_eq!(
        pay.missing[0].text,
        "Nobody says how many people dba has; “Compare” in Tills back asks for 2."
    );
}

#[test]
fn without_a_target_it_is_told_what_stops() {
    let found = stories(json!([
        { "kind": "service", "id": "shop", "requires": ["names", { "any": 1, "of": ["db-1", "db-2"] }] },
        { "kind": "service", "id": "mail", "requires": ["names"] },
        { "kind": "component", "id": "names" },
        { "kind": "component", "id": "db-1" },
        { "kind": "component", "id": "db-2" },
    ]));
    assert!(found.stops_only && found.complete);
    let told: Vec<_> = found
        .stories
        .iter()
        .map(|it| (&*it.title, it.order, it.activities.len(), it.due_seconds))
        .collect();
    assert_eq!(
        told,
        [
            ("names is gone", 1, 2, None),
            ("Both at once: db-1 and db-2", 2, 1, None),
        ]
    );
    assert!(found.stories.iter().all(|it| it.uncovered == it.sets.len()));
    assert_eq!(found.loss_types.activities.len(), 2);
}

#[test]
fn the_nearest_plans_go_by_the_rule_of_cover() {
    use super::cover::{Loss, Why};
    use super::nearest::nearest_plans;
    let mut records = shop("1h");
    let plans = json!([
        { "kind": "scenario", "id": "lines", "loses": ["isp-a", "isp-b", "duct"] },
        { "kind": "plan", "id": "a-draft", "covers": ["activity/sell"], "scenarios": ["lines"],
          "steps": [{ "id": "one", "takes": "1h" }] },
        { "kind": "plan", "id": "b-other", "status": "approved", "covers": ["activity/sell"],
          "loss-types": ["site"], "steps": [{ "id": "one", "takes": "1h" }] },
        { "kind": "plan", "id": "c-radio", "status": "approved", "covers": ["activity/sell"],
          "scenarios": ["lines"], "steps": [{ "id": "one", "takes": "1h" }] },
        { "kind": "plan", "id": "d-hall", "status": "approved", "covers": ["db"],
          "scenarios": ["lines"], "steps": [{ "id": "one", "takes": "1h" }] },
    ]);
    let list = records.as_array_mut().expect("a list");
    list.extend(plans.as_array().cloned().unwrap_or_default());
    judged(records, |judge| {
        let estate = judge.estate();
        let duct = estate.find("component/duct").expect("it is there");
        let a = estate.find("component/isp-b").expect("it is there");
        let near = nearest_plans(estate, &Loss::of(estate, &[duct, a]));
        assert_eq!(near.stops, ["activity/sell"]);
        assert_eq!(near.answered, ["activity/sell"]);
        let told: Vec<_> = near
            .plans
            .iter()
            .map(|it| (&*it.plan, it.answers, it.missing.as_ref().map(|it| it.why)))
            .collect();
        assert_eq!(
            told,
            [
                ("plan/c-radio", true, None),
                ("plan/b-other", false, Some(Why::TypeNotListed)),
                ("plan/a-draft", false, Some(Why::NotInForce)),
            ],
            "what brings back nothing that stops is not near"
        );
    });
}
