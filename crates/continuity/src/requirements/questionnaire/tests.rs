//! What follows from answers is what the engine says once they are in force; what changed is
//! said field by field; what similar activities answered is a hint.

use record::kind::Status;
use record::kinds::{Record, Registers};
use serde_json::{Value, json};

use super::change::changes;
use super::consequence::{Consequence, Today, with_answers};
use super::peers::{Far, peers};
use super::turn::Turn;
use super::{Answers, Topic};
use crate::finding::{Judge, check};
use crate::homes::AGREED;
use crate::requirements::recovery_targets::Verdict;
use crate::standpoint::Standpoint;
use crate::testing::{NOON, instant, registers};

/// TV-9 of the domain reference: an activity on a gateway on a database; the impact of TV-1.
fn estate() -> Value {
    json!([
        { "kind": "policy", "id": "ours", "lead": { "detect": "0s", "decide": "0s" },
          "impact-scale": { "levels": ["none", "low", "high", "severe", "ruin"],
            "intolerable": 3, "intolerable-loss": "250000 EUR" } },
        { "kind": "activity", "id": "pay", "name": "Card payments", "requires": ["gateway"],
          "targets": { "wrt": "2h" }, "tags": ["money"] },
        { "kind": "service", "id": "gateway", "requires": ["db"], "targets": { "rto": "12h" },
          "recovery": { "takes": "3h" } },
        { "kind": "component", "id": "db", "recovery": { "takes": "2h" } },
        { "kind": "impact", "id": "pay-2025", "status": "approved", "activity": "pay",
          "after": ["1h", "4h", "8h", "24h", "72h"],
          "levels": { "financial": [0, 1, 2, 3, 4], "legal": [0, 0, 1, 2, 3] } }
    ])
}

/// What follows from answers, on the estate as it is at [`NOON`].
fn consequence(registers: &Registers, answers: &Answers) -> Consequence {
    let judge = Judge::new(Standpoint::new(registers, instant(NOON)));
    let today = Today {
        registers,
        homes: &AGREED,
        rows: &judge.targets.table(&judge.standpoint).items,
        findings: &check(&judge),
        at: instant(NOON),
    };
    super::consequence::consequence(&today, answers)
}

fn answers(levels: Value) -> Answers {
    let registers = registers(estate());
    let mut answers = Answers::in_force(&registers, "pay").expect("in force");
    let impact = answers.impact.as_mut().expect("in force");
    for (category, levels) in levels.as_object().expect("a map") {
        let levels = levels.as_array().expect("a list").iter();
        let levels = levels.map(|level| level.as_u64().expect("a level") as u32);
        impact.own.levels.insert(category.clone(), levels.collect());
    }
    impact.envelope.status = Some(Status::Draft);
    answers
}

#[test]
fn the_consequence_is_what_the_engine_says_once_it_is_in_force() {
    let registers = registers(estate());
    let answers = answers(json!({ "legal": [0, 1, 3, 3, 3] }));
    let found = consequence(&registers, &answers);
    // Legal reaches 3 at 8 h, before financial at 24 h: by hand from the rule of MTPD.
    assert_eq!(found.mtpd_before_seconds, Some(24 * 3_600));
    assert_eq!(found.mtpd_seconds, Some(8 * 3_600));
    assert_eq!(found.mtpd_from, "impact");
    let shown = found.shown.as_ref().expect("it was judged");
    assert_eq!(shown.category.as_deref(), Some("legal"));
    assert_eq!(shown.last_tolerable_seconds, 4 * 3_600);
    // 8 h less 2 h of work recovery.
    assert_eq!(found.required_seconds, Some(6 * 3_600));
    assert_eq!(found.required_before_seconds, Some(22 * 3_600));
    assert_eq!(found.verdict, Verdict::Meets);
    let gateway = &found.needs[0];
    assert_eq!(gateway.id, "service/gateway");
    assert!(gateway.promises_less && gateway.decided_here, "{gateway:?}");
    assert_eq!(gateway.promised_seconds, Some(12 * 3_600));
    assert_eq!((found.needs_count, found.promise_less_count), (2, 1));
    let new: Vec<&str> = found.new.iter().map(|it| it.code.as_str()).collect();
    assert!(new.contains(&"provider-slower-than-consumer"), "{new:?}");

    let after = with_answers(&registers, &answers);
    let judge = Judge::new(Standpoint::new(&after, instant(NOON)));
    for needed in &found.needs {
        let item = judge.estate().find(&needed.id).expect("it is there");
        let required = judge.targets.deadlines.required(item).seconds;
        assert_eq!(needed.required_seconds, required, "{}", needed.id);
        assert_eq!(needed.verdict, judge.targets.verdict(item), "{}", needed.id);
    }
    let before = check(&Judge::new(Standpoint::new(&registers, instant(NOON))));
    for finding in &found.new {
        let same =
            |it: &crate::finding::Finding| it.code == finding.code && it.subject == finding.subject;
        assert!(check(&judge).iter().any(same), "{finding:?}");
        assert!(!before.iter().any(same), "{finding:?}");
    }
}

#[test]
fn harm_beyond_the_times_judged_is_no_figure() {
    let registers = registers(estate());
    let answers = answers(json!({ "financial": [0, 0, 1, 1, 2], "legal": [0, 0, 0, 1, 1] }));
    let found = consequence(&registers, &answers);
    let shown = found.shown.expect("it was judged");
    assert_eq!(shown.first_intolerable_seconds, None);
    assert_eq!(shown.last_tolerable_seconds, 72 * 3_600);
    assert_eq!((found.mtpd_seconds, found.required_seconds), (None, None));
}

#[test]
fn a_change_names_its_question() {
    let registers = registers(estate());
    let before = Answers::in_force(&registers, "pay").expect("in force");
    let mut after = answers(json!({ "legal": [0, 1, 3, 3, 3] }));
    assert_eq!(changes(Some(&before), &before), []);
    let targets = after.activity.own.item.targets.as_mut().expect("it has");
    targets.wrt = None;
    targets.mbco = Some(record::value::Percent(6_000));
    let more = record::link::ItemRef::to("component/db");
    let needs = &mut after.activity.own.item.requires;
    needs.insert(0, record::item::Need::one(more));
    let found = changes(Some(&before), &after);
    let told: Vec<String> = found
        .iter()
        .map(|it| {
            let (topic, field) = (it.topic.unwrap_or("-"), &it.field);
            format!("{topic} {field}: {:?} -> {:?}", it.before, it.after)
        })
        .collect();
    assert_eq!(
        told,
        [
            r#"needs requires.component/db: None -> Some("needed")"#,
            r#"minimum targets.mbco: None -> Some("60%")"#,
            r#"backlog targets.wrt: Some("2h") -> None"#,
            r#"impact levels.legal: Some("0, 0, 1, 2, 3") -> Some("0, 1, 3, 3, 3")"#,
        ]
    );
    assert!(changes(None, &after).iter().all(|it| it.before.is_none()));
}

#[test]
fn similar_activities_are_a_hint() {
    let mut all = estate();
    let list = all.as_array_mut().expect("a list");
    for (id, tag, rto) in [
        ("a", "money", "2h"),
        ("b", "money", "4h"),
        ("c", "money", "8h"),
        ("d", "far", "90d"),
    ] {
        list.push(json!({ "kind": "activity", "id": id, "tags": [tag],
            "targets": { "rto": rto } }));
    }
    let registers = registers(all);
    let judge = Judge::new(Standpoint::new(&registers, instant(NOON)));
    let rows = judge.targets.table(&judge.standpoint).items;
    let pay = registers.activities.get("pay").expect("it is there");
    let found = peers(&registers, &rows, pay);
    assert_eq!(found.alike, ["activity/a", "activity/b", "activity/c"]);
    let rto = found.rto.expect("three answered");
    let hours = |hours: i64| hours * 3_600;
    assert_eq!(
        (rto.least_seconds, rto.middle_seconds, rto.most_seconds),
        (hours(2), hours(4), hours(8))
    );
    assert!(!found.all_others && rto.count == 3);
    assert_eq!(rto.far(hours(8)), None);
    assert_eq!(rto.far(hours(24)), Some(Far::Longer));
    assert_eq!(rto.far(600), Some(Far::Shorter));
    assert_eq!(found.mtpd, None, "too few say it");
}

#[test]
fn what_is_known_says_where_it_is_from() {
    let registers = registers(estate());
    let answers = Answers::in_force(&registers, "pay").expect("in force");
    let known = answers.known(Topic::Impact).expect("it is known");
    assert_eq!(known.record, "impact/pay-2025");
    assert!(answers.known(Topic::Loss).is_none());
    assert_eq!(Topic::numbered(1), Some(Topic::Impact));
    assert_eq!(Topic::numbered(0), None);
    assert_eq!(Topic::numbered(10), None);
    assert!(answers.minutes() < 14 && answers.minutes() > 4);
    assert!(matches!(answers.records()[1], Record::Impact(_)));
}

/// Month-end is judged apart; the backlog is that of TV-7.
fn busy() -> Registers {
    let mut all = estate();
    let list = all.as_array_mut().expect("a list");
    list[1]["peaks"] = json!([{ "name": "month-end" }]);
    list[1]["targets"] = json!({ "rto": "12h" });
    list[1]["backlog"] = json!({ "arrives": "100/h", "clears": "130/h" });
    list.push(
        json!({ "kind": "impact", "id": "pay-month-end", "status": "approved",
        "activity": "pay", "when": "month-end", "after": ["1h", "4h", "8h", "24h", "72h"],
        "levels": { "legal": [0, 3, 3, 3, 4] } }),
    );
    registers(all)
}

#[test]
fn each_condition_is_asked_about_by_itself_and_the_least_is_the_headline() {
    let registers = busy();
    let mut answers = Answers::in_force(&registers, "pay").expect("in force");
    assert_eq!(answers.when(), "normal");
    assert!(answers.turn(&Turn::In("month-end".into())));
    assert_eq!(answers.when(), "month-end");
    let found = consequence(&registers, &answers);
    let told: Vec<(&str, Option<i64>)> = found
        .conditions
        .iter()
        .map(|it| (it.when.as_str(), it.mtpd_seconds()))
        .collect();
    let hours = |hours: i64| Some(hours * 3_600);
    // TV-5: the headline is the least, and says which condition decides.
    assert_eq!(told, [("normal", hours(24)), ("month-end", hours(4))]);
    assert_eq!(
        (found.mtpd_seconds, found.mtpd_when.as_str()),
        (hours(4), "month-end")
    );
    let shown = found.shown.expect("it was judged");
    assert_eq!(shown.first_intolerable_seconds, hours(4));
    assert!(!shown.at_once);
}

#[test]
fn what_is_begun_is_prefilled_for_a_peak_and_empty_for_another_respondent() {
    let registers = registers(estate());
    let mut answers = Answers::in_force(&registers, "pay").expect("in force");
    let state = crate::state::State::default();
    assert!(answers.turn(&Turn::In("yule".into())));
    assert_eq!(answers.impact, None);
    let pattern = answers.pattern().expect("normal times");
    assert_eq!(&*pattern.id, "pay-2025");
    let begun = answers.impact_or_begun(&state);
    assert_eq!(
        (&*begun.id, begun.own.when.as_deref()),
        ("pay-yule", Some("yule"))
    );
    let ben = Some("Ben".to_string());
    let when = "normal".to_string();
    assert!(answers.turn(&Turn::New {
        when,
        respondent: ben.clone()
    }));
    assert_eq!(
        answers.pattern(),
        None,
        "one answer is no hint for the other"
    );
    assert_eq!(
        answers.timed().map(|it| &*it.id),
        Some("pay-2025"),
        "the same times"
    );
    let begun = answers.impact_or_begun(&state);
    assert_eq!((&*begun.id, begun.own.respondent), ("pay-impact", ben));
    assert!(!answers.turn(&Turn::Of("nowhere".into())));
    assert!(answers.turn(&Turn::Of("pay-2025".into())));
    assert_eq!(answers.impacts().count(), 1);
}

#[test]
fn what_a_limit_leaves_is_said_with_the_backlog() {
    // TV-7: MTPD 24 h leaves 24 * 30 / 130 = 5.538 h; 12 h down take 40 h to clear.
    let registers = busy();
    let mut answers = Answers::in_force(&registers, "pay").expect("in force");
    answers.others.clear();
    let registers = self::registers(estate());
    let found = consequence(&registers, &answers)
        .limit
        .expect("it has an MTPD");
    assert_eq!(found.rto_at_most_seconds, 19_938);
    assert_eq!(found.rto_seconds, Some(12 * 3_600));
    assert!(found.is_exceeded());
    let backlog = found.backlog.expect("it has one");
    assert_eq!(backlog.cleared_after_seconds, Some(40 * 3_600));
    assert!(!backlog.fits);
    // TV-8: as much arrives as is cleared.
    let own = &mut answers.activity.own;
    own.backlog.as_mut().expect("it has one").clears.0 = 100.0;
    let found = consequence(&registers, &answers)
        .limit
        .expect("it has an MTPD");
    assert_eq!(found.rto_at_most_seconds, 0);
    assert_eq!(
        found.backlog.expect("it has one").cleared_after_seconds,
        None
    );
}

#[test]
fn intolerable_at_the_first_moment_judged_is_said() {
    // TV-4.
    let registers = registers(estate());
    let found = consequence(&registers, &answers(json!({ "legal": [3, 3, 3, 3, 3] })));
    let shown = found.shown.expect("it was judged");
    assert!(shown.at_once);
    assert_eq!(shown.category.as_deref(), Some("legal"));
    let limit = found.limit.expect("it has an MTPD");
    assert_eq!((limit.mtpd_seconds, limit.wrt_seconds), (3_600, 7_200));
    assert_eq!(
        limit.rto_at_most_seconds, -3_600,
        "catching up alone takes longer"
    );
}

#[test]
fn a_workaround_of_which_nothing_is_said_takes_part_in_nothing() {
    let mut all = estate();
    all.as_array_mut()
        .expect("a list")
        .push(json!({ "kind": "workaround", "id": "vouchers",
        "activity": "pay", "start-within": "1h", "sustain-for": "60h" }));
    let registers = registers(all);
    let mut answers = Answers::in_force(&registers, "pay").expect("in force");
    let before = consequence(&registers, &answers);
    assert_eq!(
        before.required_seconds,
        Some(61 * 3_600),
        "TV-11: it bridges"
    );
    let own = &mut answers.workaround.as_mut().expect("in force").own;
    (own.start_within, own.sustain_for) = (None, None);
    assert!(!answers.knows(Topic::Workaround));
    let after = consequence(&registers, &answers);
    assert_eq!(after.required_seconds, Some(22 * 3_600));
    assert_eq!(
        super::consequence::with_answers(&registers, &answers)
            .workarounds
            .live()
            .count(),
        0
    );
}
