//! The test vectors of options, measures and turns (TV-35, TV-52 to TV-54), and their rules.

use serde_json::{Value, json};

use super::comparison::{Assumed, Column, Comparison, Ground, comparison};
use super::cost::Range;
use super::decision::Standing;
use super::measure_effect::{mean_loss, measure_effects};
use super::overview::strategy_overview;
use super::turns::team_turns;
use super::workings::Workings;
use crate::requirements::recovery_targets::Verdict;
use crate::testing::judged;
use record::requirements::scenario::Mode;

/// TV-52: an event of 0.12 a year, 30,000 fixed and 12,000 an hour.
fn five_options(rto: &str) -> Value {
    let option = |id: &str, sort: &str, rtc: &str, yearly: Option<&str>| {
        let mut option = json!({ "kind": "option", "id": id, "covers": ["service/orders"],
            "type": sort, "mode": "loss", "rtc": rtc, "level": "100%" });
        if let Some(yearly) = yearly {
            option["cost-per-year"] = json!(yearly);
        }
        option
    };
    json!([
        { "kind": "activity", "id": "order-management", "requires": ["orders"] },
        { "kind": "service", "id": "orders", "targets": { "rto": rto }, "site": "hall" },
        { "kind": "site", "id": "hall" },
        { "kind": "impact", "id": "orders-2026", "status": "approved",
          "activity": "order-management", "after": ["0s", "1h"], "levels": { "financial": [1, 2] },
          "loss": ["30000 EUR", "42000 EUR"] },
        { "kind": "scenario", "id": "hall-lost", "loses": ["site/hall"], "frequency": "0.12/yr" },
        option("a-nothing", "do-nothing", "240h", None),
        option("b-cold", "gradual", "96h", Some("25000 EUR")),
        option("c-warm", "intermediate", "24h", Some("90000 EUR")),
        option("d-hot", "fast", "6h", Some("220000 EUR")),
        option("e-mirror", "immediate", "6m", Some("520000 EUR")),
    ])
}

fn compared(records: Value, of: &str) -> Comparison {
    judged(records, |judge| {
        let workings = Workings::new(judge);
        comparison(&workings, of, Some(Mode::Loss), Assumed::NOTHING, None).expect("an item")
    })
}

fn totals(options: &[Column]) -> Vec<i64> {
    let total = |it: &Column| it.total_per_year.expect("known").round() as i64;
    options.iter().map(total).collect()
}

#[test]
fn tv_52_the_five_options_cost_what_they_cost() {
    let all = compared(five_options("24h"), "service/orders");
    let sums = [349_200, 166_840, 128_160, 232_240, 523_744];
    assert_eq!(totals(&all.options), sums);
    assert_eq!(all.cheapest_in_time.as_deref(), Some("option/c-warm"));
    assert_eq!(all.cheapest.as_deref(), Some("option/c-warm"));
    assert_eq!(all.frequency_per_year, Some(0.12));
}

#[test]
fn tv_52_within_eight_hours_it_is_the_hot_one_at_a_price() {
    let all = compared(five_options("8h"), "service/orders");
    let verdicts: Vec<Verdict> = all.options.iter().map(|it| it.verdict).collect();
    use Verdict::{Meets, Misses};
    assert_eq!(verdicts, [Misses, Misses, Misses, Meets, Meets]);
    assert_eq!(all.cheapest_in_time.as_deref(), Some("option/d-hot"));
    // The cheapest of all is named apart and never taken silently.
    assert_eq!(all.cheapest.as_deref(), Some("option/c-warm"));
    let bands: Vec<(i64, Option<&str>, Option<i64>)> = all
        .bands
        .iter()
        .map(|band| {
            let price = band.price_per_year.map(|it| it.round() as i64);
            (band.within_seconds / 3_600, band.option.as_deref(), price)
        })
        .collect();
    assert_eq!(
        bands,
        [
            (1, Some("option/e-mirror"), Some(0)),
            (4, Some("option/e-mirror"), Some(291_504)),
            (8, Some("option/d-hot"), Some(104_080)),
            (24, Some("option/c-warm"), Some(0)),
            (72, Some("option/c-warm"), None),
        ]
    );
}

#[test]
fn break_even_is_where_cost_and_avoided_loss_are_equal() {
    let all = compared(five_options("8h"), "service/orders");
    let hot = all
        .options
        .iter()
        .find(|it| it.id == "option/d-hot")
        .expect("hot");
    // 220,000 a year against 2,808,000 less for each event.
    let rate = hot.break_even_per_year.expect("it avoids loss");
    assert!((rate - 220_000.0 / 2_808_000.0).abs() < 1e-9, "{rate}");
    assert_eq!(hot.margin_seconds, Some(2 * 3_600));
    assert_eq!(all.options[0].break_even_per_year, None);
    let quarter = &all.sensitivity[0];
    assert_eq!(
        (quarter.factor, quarter.cheapest.as_deref()),
        (0.25, Some("option/b-cold"))
    );
    assert_eq!(all.drivers.len(), 4);
}

#[test]
fn without_frequency_or_curve_the_loss_is_unknown_and_not_nothing() {
    let mut records = five_options("8h");
    records[4]["frequency"] = Value::Null;
    let all = compared(records, "service/orders");
    assert!(all.options.iter().all(|it| it.residual_per_year.is_none()));
    assert_eq!(all.without_frequency, ["scenario/hall-lost"]);
    assert_eq!(all.cheapest_in_time, None);

    let mut records = five_options("8h");
    records[3]["status"] = json!("draft");
    let all = compared(records, "service/orders");
    assert_eq!(all.unpriced, ["activity/order-management"]);
    assert!(all.options.iter().all(|it| it.total_per_year.is_none()));
}

/// A shop in one hall: the options change the estate, and the engine says what that does.
fn shop() -> Value {
    json!([
        { "kind": "activity", "id": "selling", "requires": ["shop"], "targets": { "mtpd": "24h" } },
        { "kind": "service", "id": "shop", "targets": { "rto": "4h", "rpo": "1h", "mbco": "60%" },
          "requires": [{ "item": "db", "tail": "10m" }], "recovery": { "takes": "10m" } },
        { "kind": "service", "id": "stock", "targets": { "rto": "4h" }, "requires": ["db"],
          "recovery": { "takes": "10m", "resume": "5m" } },
        { "kind": "component", "id": "db", "site": "hall", "recovery": { "takes": "9h" },
          "holds": ["rows"] },
        { "kind": "dataset", "id": "rows", "size": "1 GB", "protection": [
            { "method": "backup", "at": "site/far", "every": "24h", "runs": "1h",
              "restore-rate": "100 MB/s" }] },
        { "kind": "site", "id": "hall" },
        { "kind": "site", "id": "far" },
        { "kind": "impact", "id": "selling-2026", "status": "approved", "activity": "selling",
          "after": ["1h", "10h"], "levels": { "financial": [1, 2] },
          "loss": ["1000 EUR", "10000 EUR"] },
        { "kind": "scenario", "id": "hall-lost", "loses": ["site/hall"], "frequency": "0.1/yr",
          "mode": "loss" },
        { "kind": "measure", "id": "dark-fibre", "cost": "50000 EUR", "cost-per-year": "2000 EUR" },
        { "kind": "option", "id": "second", "covers": ["service/shop"], "type": "fast",
          "mode": "loss", "rtc": "10m", "cost": "10000 EUR", "cost-max": "20000 EUR", "years": 10,
          "builds-on": ["dark-fibre"],
          "changes": [
            { "item": "component/db", "standby": { "site": "far", "switch": "15m" } },
            { "item": "dataset/rows", "protection": [
              { "method": "async", "at": "site/far", "lag-p99": "45s" }] }] },
        { "kind": "option", "id": "quicker", "covers": ["service/shop"], "type": "intermediate",
          "mode": "loss", "cost-per-year": "500 EUR", "builds-on": ["dark-fibre"],
          "changes": [{ "item": "component/db", "takes": "3h" }] },
        { "kind": "option", "id": "paper", "covers": ["service/shop"], "type": "manual",
          "mode": "loss", "rtc": "1h", "rpc": "0s", "level": "40%", "cost-per-year": "100 EUR" },
    ])
}

fn column<'c>(all: &'c Comparison, id: &str) -> &'c Column {
    all.options.iter().find(|it| it.id == id).expect("a column")
}

#[test]
fn an_option_that_says_what_it_changes_is_computed_and_not_believed() {
    let all = compared(shop(), "service/shop");
    let today = column(&all, "today");
    let rows = 10; // seconds to restore 1 GB at 100 MB/s
    assert_eq!(today.rtc_seconds, Some(9 * 3_600 + rows + 600));
    assert_eq!(today.verdict, Verdict::Misses);

    let quicker = column(&all, "option/quicker");
    assert_eq!(quicker.ground, Ground::Computed);
    assert_eq!(quicker.rtc_seconds, Some(3 * 3_600 + rows + 600));
    // In time, and still a day of data is lost.
    assert_eq!(quicker.verdict, Verdict::Misses);
    assert_eq!(quicker.fixes, ["service/shop", "service/stock"]);

    let second = column(&all, "option/second");
    assert_eq!(
        (second.rtc_seconds, second.rtc_claimed_seconds),
        (Some(0), Some(600))
    );
    assert_eq!(second.rpo_margin_seconds, Some(3_600 - 45));
    assert_eq!(second.verdict, Verdict::Meets);
    assert_eq!(second.residual_per_year, Some(0.0));

    let paper = column(&all, "option/paper");
    assert_eq!(
        (paper.ground, paper.verdict),
        (Ground::Claimed, Verdict::Misses)
    );
    assert_eq!(paper.because, ["its level is below the least of any use"]);
    // An hour in full, and six tenths of the rest of today's nine hours and ten minutes.
    let hours = (9.0 * 3_600.0 + 610.0) / 3_600.0;
    let expected = 0.1 * (1_000.0 + 0.6 * 1_000.0 * (hours - 1.0));
    assert!((paper.residual_per_year.expect("known") - expected).abs() < 1e-6);
}

#[test]
fn what_two_options_share_is_counted_once() {
    let mut records = shop();
    let list = records.as_array_mut().expect("a list");
    for (id, option) in [("one", "second"), ("two", "quicker")] {
        list.push(
            json!({ "kind": "choice", "id": id, "status": "approved", "gap-accepted": true,
            "covers": [if id == "one" { "service/shop" } else { "service/stock" }],
            "option": option, "approver": "role/boss", "expires": "2027-01-01" }),
        );
    }
    list.push(json!({ "kind": "role", "id": "boss" }));
    list[11]["covers"] = json!(["service/shop", "service/stock"]);
    judged(records, |judge| {
        let all = strategy_overview(&Workings::new(judge));
        let rows: Vec<(&str, Standing, Option<Range>)> = all
            .rows
            .iter()
            .map(|row| (row.id.as_str(), row.standing, row.cost_per_year))
            .collect();
        let fibre = 50_000.0 / 5.0 + 2_000.0;
        let second = Range {
            low: fibre + 1_000.0,
            high: fibre + 2_000.0,
        };
        let quicker = Range::exact(fibre + 500.0);
        assert!(rows.contains(&("service/shop", Standing::GapAccepted, Some(second))));
        assert!(rows.contains(&("service/stock", Standing::GapAccepted, Some(quicker))));
        let once = Range {
            low: fibre + 1_500.0,
            high: fibre + 2_500.0,
        };
        assert_eq!(all.cost_per_year, once);
        assert_eq!((all.decided, all.of, all.gaps_accepted), (2, 2, 2));
    });
}

#[test]
fn a_standby_stands_in_for_its_item_alone() {
    let mut records = shop();
    let list = records.as_array_mut().expect("a list");
    list.push(json!({ "kind": "component", "id": "cache", "site": "hall",
        "recovery": { "takes": "2h" } }));
    list[1]["requires"] = json!([{ "any": 2, "of": ["db", "cache"] }]);
    let all = compared(records, "service/shop");
    // The database has a second one; the cache has none, and is waited for.
    assert_eq!(column(&all, "option/second").rtc_seconds, Some(2 * 3_600));
}

#[test]
fn tv_35_a_measure_halves_frequency_and_cuts_severity() {
    let mean = 0.4 * mean_loss(200_000.0, 900_000.0);
    assert!((mean - 159_292.0).abs() < 1.0, "{mean}");
    let records = json!([
        { "kind": "role", "id": "it" },
        { "kind": "risk", "id": "outage", "frequency": "0.4/yr",
          "severity": { "median": "200000 EUR", "p90": "900000 EUR" }, "measures": ["both"] },
        { "kind": "measure", "id": "both", "type": "prevents", "owner": "role/it",
          "frequency-left": "50%", "severity-left": "60%", "cost-per-year": "100000 EUR",
          "state": "verified", "verified": "2026-01-01", "verified-by": "role/it" },
    ]);
    judged(records, |judge| {
        let all = measure_effects(&Workings::new(judge), None);
        let after = all[0].risks[0].after_per_year.expect("known");
        assert!((after - 47_788.0).abs() < 1.0, "{after}");
        let saved = all[0].avoided_per_year.expect("known");
        assert!((saved - 111_504.0).abs() < 1.0, "{saved}");
        assert!((all[0].value_per_year.expect("known") - 11_504.0).abs() < 1.0);
        let fault = all[0].verification_fault.as_deref();
        assert_eq!(
            fault,
            Some("whoever owns it says that it works; someone else must see it")
        );
    });
}

#[test]
fn a_measure_on_recovery_shows_before_and_after() {
    let mut records = shop();
    let list = records.as_array_mut().expect("a list");
    list[9]["changes"] = json!([{ "item": "component/db", "takes": "8h" }]);
    judged(records, |judge| {
        let all = measure_effects(&Workings::new(judge), None);
        let effects = &all[0].recovery;
        let shop = effects
            .iter()
            .find(|it| it.id == "service/shop")
            .expect("the shop");
        let (before, after) = (shop.before_seconds, shop.after_seconds);
        assert_eq!(
            before.zip(after).map(|(before, after)| before - after),
            Some(3_600)
        );
    });
}

/// TV-53, by records: one team, three things lost with their hall.
#[test]
fn tv_53_on_one_team_the_earliest_due_goes_first() {
    let item = |id: &str, rto: &str, takes: &str| {
        json!({ "kind": "service", "id": id, "site": "hall", "targets": { "rto": rto },
            "recovery": { "takes": takes, "by": "dba" } })
    };
    let records = json!([
        item("a", "3h", "2h"), item("b", "4h", "2h"), item("c", "5h30m", "1h30m"),
        { "kind": "team", "id": "dba", "capacity": 1 }, { "kind": "site", "id": "hall" },
        { "kind": "scenario", "id": "lost", "loses": ["site/hall"] },
    ]);
    judged(records, |judge| {
        let scenario = judge
            .registers()
            .scenarios
            .get("lost")
            .expect("it is there");
        let turns = &team_turns(judge, scenario)[0];
        let ends: Vec<i64> = turns
            .turns
            .iter()
            .map(|turn| turn.ends_seconds / 1_800)
            .collect();
        assert_eq!(ends, [4, 8, 11]);
        assert!(turns.turns.iter().all(|turn| turn.late_seconds == 0));
    });
}

/// TV-54, by records: a standby of 60 seats for three.
fn standby(more: &[(&str, Value)]) -> Value {
    let service = |id: &str, tier: u32, mbco: &str| json!({ "kind": "service", "id": id, "tier": tier, "targets": { "mbco": mbco } });
    let mut held = json!({ "kind": "arrangement", "id": "seats", "covers": ["service/a"],
        "capacity": 60, "unit": "seats",
        "carries": [{ "item": "service/a", "whole": 25 }, { "item": "service/b", "whole": 30 },
            { "item": "service/c", "whole": 40 }] });
    for (key, value) in more {
        held[*key] = value.clone();
    }
    json!([
        service("a", 1, "100%"),
        service("b", 2, "50%"),
        service("c", 3, "50%"),
        held
    ])
}

fn fit(records: Value) -> (Option<f64>, Vec<Option<usize>>) {
    judged(records, |judge| {
        let fit = super::standby_fit::standby_fits(judge, |_| true).remove(0);
        (fit.short, fit.loads.iter().map(|it| it.dropped).collect())
    })
}

#[test]
fn tv_54_at_their_least_level_three_fit_and_at_more_they_are_four_short() {
    assert_eq!(fit(standby(&[])), (Some(0.0), vec![None, None, None]));
    let wants = |least: &str| {
        json!([{ "item": "service/a", "whole": 25 }, { "item": "service/b", "whole": 30 },
            { "item": "service/c", "whole": 40, "least": least }])
    };
    let short = ("carries", wants("60%"));
    assert_eq!(
        fit(standby(std::slice::from_ref(&short))),
        (Some(4.0), vec![None, None, Some(1)])
    );
    // As agreed, and no further than needed.
    let agreed = ("sheds", json!(["service/b", "service/c"]));
    assert_eq!(
        fit(standby(&[short.clone(), agreed])),
        (Some(4.0), vec![None, Some(1), None])
    );
    // Of four who share it each has a quarter once all call: of 56 in all, 15 for each.
    let shared = ("shared-by", json!(4));
    let (missing, dropped) = fit(standby(&[shared]));
    assert_eq!(missing, Some(45.0));
    assert_eq!(dropped.iter().flatten().count(), 3);
    // Nobody says what it can carry: nothing is known to be short.
    let unknown = ("capacity", Value::Null);
    assert_eq!(
        fit(standby(&[short.clone(), unknown])),
        (None, vec![None, None, None])
    );
    let found = crate::testing::check(standby(&[short]));
    let found = found
        .iter()
        .find(|it| it.code == "capacity-short")
        .expect("a finding");
    assert_eq!(found.text, "seats can carry 60 seats; 64 are demanded.");
}

#[test]
fn a_risk_knows_its_measures_and_the_ways_to_recover_what_it_stops() {
    let mut records = shop();
    let list = records.as_array_mut().expect("a list");
    list.push(json!({ "kind": "risk", "id": "fire", "frequency": "0.2/yr",
        "affects": ["site/hall"], "measures": ["sprinklers"] }));
    list.push(json!({ "kind": "risk", "id": "theft", "frequency": "1/yr",
        "affects": ["component/db"], "severity": { "median": "9 EUR", "p90": "9 EUR" } }));
    list.push(
        json!({ "kind": "risk", "id": "elsewhere", "frequency": "1/yr",
        "affects": ["site/far"], "fixed": "5 EUR" }),
    );
    list.push(
        json!({ "kind": "measure", "id": "sprinklers", "severity-left": "25%",
        "state": "planned", "cost-per-year": "10 EUR" }),
    );
    judged(records, |judge| {
        let workings = Workings::new(judge);
        let fire = super::treatment::treatments(&workings, "risk/fire").expect("in force");
        let measure = &fire.measures[0];
        let before = measure.before_per_year.expect("known");
        assert!((measure.avoided_per_year.expect("known") - 0.75 * before).abs() < 1e-9);
        let options: Vec<(&str, bool)> = fire
            .options
            .iter()
            .map(|it| (it.id.as_str(), it.avoided_per_year.is_some()))
            .collect();
        assert_eq!(
            options,
            [
                ("option/second", true),
                ("option/quicker", true),
                ("option/paper", false)
            ]
        );
        // Six hours sooner, at 1,000 an hour, once in five years.
        let quicker = fire.options[1].avoided_per_year.expect("known");
        assert!((quicker - 0.2 * 6_000.0).abs() < 1e-6, "{quicker}");
        assert_eq!(fire.options[1].of.as_deref(), Some("service/shop"));
        // A loss that is written does not hang on the recovery, and that is said.
        let theft = super::treatment::treatments(&workings, "risk/theft").expect("in force");
        assert!(theft.options.iter().all(|it| it.why.is_some()), "{theft:?}");
        let elsewhere = super::treatment::treatments(&workings, "risk/elsewhere");
        assert_eq!(elsewhere.expect("in force").options, []);
        let estate = judge.estate();
        let shop = estate.find("service/shop").expect("there");
        let stopping = crate::requirements::risk_numbers::struck::stopping(estate, shop);
        let ids: Vec<&str> = stopping.iter().map(|it| &*it.id).collect();
        assert_eq!(ids, ["fire", "theft"]);
    });
}

fn codes(records: Value) -> Vec<(String, String)> {
    let found = crate::testing::check(records).into_iter();
    let ours =
        found.filter(|it| it.code.starts_with("choice-") || it.code.starts_with("accepted-"));
    ours.map(|it| (it.code, it.text)).collect()
}

fn with_choice(choice: Value) -> Value {
    let mut records = five_options("8h");
    let list = records.as_array_mut().expect("a list");
    list.push(json!({ "kind": "role", "id": "cfo" }));
    let mut whole = json!({ "kind": "choice", "id": "orders", "status": "approved",
        "covers": ["service/orders"], "option": "c-warm" });
    for (key, value) in choice.as_object().expect("fields") {
        whole[key] = value.clone();
    }
    list.push(whole);
    records
}

#[test]
fn a_decision_that_misses_its_target_is_a_finding_until_the_gap_is_accepted() {
    let (code, text) = codes(with_choice(json!({}))).remove(0);
    assert_eq!(code, "choice-misses-target");
    assert_eq!(
        text,
        "orders takes c-warm, which does not reach what service/orders needs: \
         it is back too late."
    );
    assert!(codes(with_choice(json!({ "option": "d-hot" }))).is_empty());

    let accepted = json!({ "gap-accepted": true, "approver": "role/cfo", "expires": "2027-01-01" });
    assert!(codes(with_choice(accepted)).is_empty());
}

#[test]
fn an_accepted_gap_comes_back_on_its_day_and_without_a_name_or_an_end_at_once() {
    let gone = json!({ "gap-accepted": true, "approver": "role/cfo", "expires": "2026-05-14",
        "gap": "16 hours too late" });
    assert_eq!(
        codes(with_choice(gone)),
        [(
            "accepted-gap-expired".to_string(),
            "The gap that orders accepts was accepted until 2026-05-14. The gap: 16 hours too late."
                .to_string()
        )]
    );
    let (code, text) = codes(with_choice(json!({ "gap-accepted": true }))).remove(0);
    assert_eq!(code, "accepted-gap-incomplete");
    assert!(
        text.ends_with("nobody is named who accepts it, and it has no end."),
        "{text}"
    );
}

#[test]
fn a_decision_is_outdated_when_its_option_changed_or_its_day_has_passed() {
    let changed = json!({ "option": "d-hot", "seen": { "rtc": "4h",
        "cost-per-year": "220000 EUR" } });
    assert_eq!(
        codes(with_choice(changed)),
        [(
            "choice-outdated".to_string(),
            "orders must be decided anew: its recovery time was 4h and is 6h.".to_string()
        )]
    );
    let late = json!({ "option": "d-hot", "expires": "2026-05-14" });
    assert_eq!(
        codes(with_choice(late))[0].1,
        "orders must be decided anew: it held until 2026-05-14."
    );
}

fn sampling() -> engine::annual_loss::Sampling {
    engine::annual_loss::Sampling {
        years: 40_000,
        seed: 1,
        threads: std::num::NonZeroUsize::new(2).expect("two"),
    }
}

/// The same, with the years drawn.
fn drawn(records: Value, of: &str) -> Comparison {
    judged(records, |judge| {
        let workings = Workings::new(judge);
        let mode = Some(Mode::Loss);
        let found = comparison(&workings, of, mode, Assumed::NOTHING, None);
        let mut found = found.expect("an item");
        super::years::draw(&workings, &mut found, sampling());
        found
    })
}

#[test]
fn tv_52_drawn_the_bad_years_are_those_of_one_strike_and_of_two() {
    let all = drawn(five_options("8h"), "service/orders");
    let year = |id: &str| column(&all, id).year.expect("all is known");
    // Once in eight years: nine of ten years pass at most one, 99 of 100 one, by 0.12 a year.
    let nothing = year("option/a-nothing");
    assert!((nothing.mean / 349_200.0 - 1.0).abs() < 0.05, "{nothing:?}");
    assert!((nothing.none_probability - (-0.12f64).exp()).abs() < 0.01);
    assert_eq!(nothing.p95.round() as i64, 30_000 + 240 * 12_000);
    assert_eq!(year("option/d-hot").p95.round() as i64, 30_000 + 6 * 12_000);
    let hot = column(&all, "option/d-hot");
    let less = hot.less.expect("drawn");
    assert_eq!(less.p95.round() as i64, 234 * 12_000);
    assert_eq!(less.worse_probability, 0.0);
    assert!(all.options[0].less.is_none() && all.options[0].payback.is_none());
    // Nothing is paid once, and each year saves more than it costs.
    let payback = hot.payback.expect("known");
    assert_eq!((payback.years, payback.latest_years), (Some(0.0), None));
    let kept = payback.probability.expect("drawn");
    // It pays within five years when it strikes once: 220,000 a year against 2,808,000.
    assert!((kept - (1.0 - (-0.6f64).exp())).abs() < 0.02, "{kept}");
}

#[test]
fn an_option_that_changes_nothing_leaves_exactly_nothing_between() {
    let mut records = shop();
    let list = records.as_array_mut().expect("a list");
    list.push(
        json!({ "kind": "option", "id": "same", "covers": ["service/shop"],
        "type": "fast", "mode": "loss", "cost-per-year": "5 EUR",
        "changes": [{ "item": "component/db", "takes": "9h" }] }),
    );
    list.push(json!({ "kind": "risk", "id": "fire", "frequency": "0.2/yr",
        "affects": ["site/hall"] }));
    let all = drawn(records, "service/shop");
    let same = column(&all, "option/same");
    let less = [
        same.less.expect("drawn"),
        same.register_less.expect("drawn"),
    ];
    for less in less {
        let figures = [less.mean, less.p90, less.p95, less.p99, less.mean_error];
        assert_eq!(figures, [0.0; 5]);
        assert_eq!((less.tail_mean, less.worse_probability), (0.0, 0.0));
    }
    let quicker = column(&all, "option/quicker").register_less.expect("drawn");
    assert!(quicker.mean > 0.0 && quicker.p99 > 0.0, "{quicker:?}");
    assert_eq!(quicker.worse_probability, 0.0);
}

#[test]
fn a_payback_has_a_middle_and_two_ends() {
    use super::payback::{Between, Outlay, payback};
    let once = Range {
        low: 1_000.0,
        high: 3_000.0,
    };
    // Over five years: 400 a year, and 100 to run.
    let per_year = Range {
        low: 300.0,
        high: 700.0,
    };
    let outlay = Outlay::new(Some(once), per_year, None);
    assert_eq!((outlay.yearly, outlay.years), (Range::exact(100.0), 5));
    let found = payback(outlay, (600.0, Between::assumed(600.0)), None);
    assert_eq!(found.years, Some(4.0));
    assert_eq!(found.soonest_years, Some(1_000.0 / 1_100.0));
    assert_eq!(found.latest_years, Some(15.0));
    assert_eq!(
        payback(outlay, (100.0, Between::assumed(100.0)), None).years,
        None
    );
    assert_eq!(found.probability, None);
}
