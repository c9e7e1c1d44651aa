//! The twin tried on the small facts that the pages state, so that it is itself to be trusted.

use super::deadline::{deadlines, mtpd_of_impacts, own_target};
use super::hours::{Minutes, longest, shortest};
use super::points::{Point, capability, required};
use super::readings::INTOLERABLE_LOSS_LIMITS_MTPD;
use super::recovery::{Frame, Loss, p80};
use super::up_and_down::{all_lost, lost, set, stopped};
use super::weaknesses::{minimal, probability, unavailability};
use super::world::{Seconds, World};

fn times(world: &World, names: &[&str]) -> Vec<Seconds> {
    let frame = Frame::new(world);
    let all = Loss::all(&frame);
    names.iter().map(|name| all.t(at(world, name))).collect()
}

fn required_by(world: &World, names: &[&str]) -> Vec<Seconds> {
    let all = deadlines(&Frame::new(world)).required;
    names.iter().map(|name| all[at(world, name)]).collect()
}

fn at(world: &World, name: &str) -> usize {
    world.find(name).unwrap_or_else(|| panic!("no {name}"))
}

fn minutes(list: &[i64]) -> Vec<Seconds> {
    list.iter().map(|m| Some(m * 60)).collect()
}

const TV_9: &str = "
{kind: activity, id: p1, targets: {mtpd: 8h, wrt: 2h}, requires: [{item: s1, tail: 30m}]}
{kind: activity, id: p2, targets: {mtpd: 72h, wrt: 8h}, requires: [s2]}
{kind: service, id: s1, recovery: {takes: 90m}, requires: [db1, iam, net]}
{kind: service, id: s2, recovery: {takes: 4h}, requires: [iam, net]}
{kind: component, id: db1, recovery: {takes: 2h30m}, requires: [sto, net]}
{kind: component, id: iam, targets: {rto: 8h}, recovery: {takes: 30m}, requires: [net]}
{kind: component, id: net, recovery: {takes: 45m}}
{kind: component, id: sto, recovery: {takes: 1h}}
";

const NAMES: [&str; 8] = ["p1", "p2", "s1", "s2", "db1", "iam", "net", "sto"];

#[test]
fn deadlines_flow_down_and_capabilities_up() {
    let world = World::of(TV_9);
    let t = times(&world, &NAMES);
    assert_eq!(t, minutes(&[330, 315, 300, 315, 210, 75, 45, 60]));
    let r = required_by(&world, &NAMES);
    assert_eq!(r, minutes(&[360, 3840, 330, 3840, 240, 240, 90, 90]));
}

#[test]
fn a_slow_database_makes_storage_infeasible() {
    let world = World::of(&TV_9.replace("takes: 2h30m", "takes: 4h30m"));
    let r = required_by(&world, &["sto", "net", "db1"]);
    assert_eq!(r, minutes(&[-30, -30, 240]));
    assert_eq!(times(&world, &["p1", "db1"]), minutes(&[450, 330]));
}

#[test]
fn vouchers_move_the_target_of_the_activity() {
    let vouchers = "{kind: workaround, id: v, activity: p1, start-within: 1h, sustain-for: 12h}";
    let world = World::of(&format!("{TV_9}\n{vouchers}"));
    assert_eq!(required_by(&world, &["s1"]), minutes(&[750]));
}

#[test]
fn a_circle_is_one_unit() {
    let world = World::of(
        "
        {kind: component, id: iam, recovery: {takes: 30m}, requires: [{item: vault, phase: recover}]}
        {kind: component, id: vault, recovery: {takes: 20m}, requires: [{item: iam, phase: recover}]}
        {kind: service, id: login, targets: {rto: 2h}, recovery: {takes: 10m},
        requires: [{item: iam, phase: run}]}"
            .replace("10m},\n        ", "10m}, ")
            .as_str(),
    );
    assert_eq!(
        times(&world, &["iam", "vault", "login"]),
        minutes(&[30, 30, 40])
    );
    assert_eq!(
        required_by(&world, &["iam", "vault", "login"]),
        minutes(&[110, 110, 120])
    );
}

#[test]
fn a_group_takes_its_kth_member_and_excuses_the_others() {
    let world = World::of(
        "
        {kind: service, id: x, targets: {rto: 90m}, recovery: {takes: 0s}, requires: [{any: 1, of: [isp-a, isp-b]}]}
        {kind: component, id: isp-a, recovery: {takes: 12m}}
        {kind: component, id: isp-b, recovery: {takes: 24h}}",
    );
    assert_eq!(times(&world, &["x"]), minutes(&[12]));
    let all = deadlines(&Frame::new(&world));
    let (a, b) = (at(&world, "isp-a"), at(&world, "isp-b"));
    assert_eq!((all.required[a], all.required[b]), (Some(5400), Some(5400)));
    assert_eq!((all.unexcused[a], all.unexcused[b]), (Some(5400), None));
    let world = World::of(
        "
        {kind: service, id: g, targets: {rto: 6h}, recovery: {takes: 0s}, requires: [{any: 2, of: [a, b, c]}]}
        {kind: component, id: a, recovery: {takes: 2h}}
        {kind: component, id: b, recovery: {takes: 5h}}
        {kind: component, id: c, recovery: {takes: 9h}}",
    );
    assert_eq!(times(&world, &["g"]), minutes(&[300]));
}

#[test]
fn a_plan_gives_the_time_and_the_tail() {
    let world = World::of(
        "
        {kind: service, id: shop, requires: [orders, customers], lead: {detect: 20m, decide: 25m}, targets: {rto: 4h}}
        {kind: component, id: orders}
        {kind: component, id: customers}
        {kind: plan, id: p, status: approved, steps: [{id: s1, takes: 10m}, {id: s2, takes: 30m, after: [s1]}, {id: s3, takes: 45m, after: [s1]}, {id: s4, takes: 90m, after: [s2, s3], restores: orders}, {id: s5, takes: 60m, after: [s2, s3], restores: customers}, {id: s6, takes: 20m, after: [s2]}, {id: s7, takes: 30m, after: [s4, s5, s6]}, {id: s8, takes: 15m, after: [s7], restores: shop}]}",
    );
    let t = times(&world, &["orders", "customers", "shop"]);
    assert_eq!(t, minutes(&[145, 115, 190]));
    assert_eq!(
        required_by(&world, &["shop", "orders"]),
        minutes(&[195, 150])
    );
}

#[test]
fn mtpd_comes_from_impacts() {
    let scale = "{kind: policy, id: p, impact-scale: {levels: [a, b, c, d, e], intolerable: 3}}";
    let impact = "{kind: activity, id: a}\n{kind: impact, id: i, status: approved, activity: a, after: [1h, 4h, 8h, 24h, 72h], levels: {financial: [0, 1, 2, 3, 4], legal: [0, 0, 1, 2, 3], reputation: [0, 1, 1, 2, 2]}}";
    let world = World::of(&format!("{scale}\n{impact}"));
    assert_eq!(mtpd_of_impacts(&world, "a"), Some(86_400));
    let careful = scale.replace("3}", "3, report: last-tolerable}");
    let world = World::of(&format!("{careful}\n{impact}"));
    assert_eq!(mtpd_of_impacts(&world, "a"), Some(28_800));
    let money = scale.replace("3}", "3, intolerable-loss: 250 EUR}");
    let lost = "{kind: impact, id: i, status: approved, activity: a, after: [1h, 4h, 8h, 24h, 72h], levels: {x: [0, 0, 0, 0, 0]}, loss: [5 EUR, 20 EUR, 90 EUR, 400 EUR, 1500 EUR]}";
    let world = World::of(&format!("{money}\n{lost}"));
    if INTOLERABLE_LOSS_LIMITS_MTPD {
        let hours = mtpd_of_impacts(&world, "a").map(|s| s as f64 / 3_600.0);
        assert!((hours.expect("a crossing") - 16.258).abs() < 0.001);
    }
}

#[test]
fn a_backlog_takes_its_share_of_the_time() {
    let text =
        "{kind: activity, id: a, targets: {mtpd: 24h}, backlog: {arrives: 100/h, clears: 130/h}}";
    let world = World::of(text);
    let hours = own_target(&world, 0).map(|s| s as f64 / 3_600.0);
    assert!((hours.expect("a target") - 5.538).abs() < 0.001);
    let world = World::of(&text.replace("130/h", "100/h"));
    assert_eq!(own_target(&world, 0), Some(0));
}

#[test]
fn recovery_points_differ_by_the_way_of_failing() {
    let world = World::of(
        "
        {kind: policy, id: p, dwell: 10d}
        {kind: site, id: here}
        {kind: site, id: there}
        {kind: dataset, id: daily, site: here, protection: [{method: backup, at: there, every: 24h, runs: 2h, offsite-after: 3h, immutable: true, retention: 30d}]}
        {kind: dataset, id: short, protection: [{method: backup, every: 24h, runs: 2h, offsite-after: 3h, immutable: true, retention: 7d}]}
        {kind: dataset, id: missed, protection: [{method: backup, every: 24h, runs: 2h, offsite-after: 3h, missed: 1}]}
        {kind: dataset, id: logs, protection: [{method: log-shipping, every: 15m, runs: 2m}]}
        {kind: dataset, id: lags, site: here, protection: [{method: async, at: there, lag-p99: 45s, lag-max: 20m}]}
        {kind: service, id: billing, targets: {rpo: 15m}, requires: [daily]}
        {kind: service, id: analytics, targets: {rpo: 24h}, requires: [daily]}",
    );
    let hours = |h: i64| Point::Loses(h * 3_600);
    let of = |name: &str| capability(&world, at(&world, name));
    assert_eq!(of("daily"), [hours(26), hours(29), hours(26), hours(269)]);
    assert_eq!(of("short")[3], Point::Nothing);
    assert_eq!(of("missed")[1], hours(53));
    assert_eq!(of("logs")[0], Point::Loses(1_020));
    let lag = Point::Loses(45);
    assert_eq!(of("lags"), [lag, lag, Point::Nothing, Point::Nothing]);
    assert_eq!(required(&world)[at(&world, "daily")], Some(900));
}

#[test]
fn cut_sets_and_their_probability() {
    let world = World::of(
        "
        {kind: service, id: s, requires: [net, {any: 1, of: [db1, db2]}, iam]}
        {kind: component, id: net, failure: {rate: 1/yr}, recovery: {takes: 365d}}
        {kind: component, id: db1, failure: {rate: 1/yr}, recovery: {takes: 365d}}
        {kind: component, id: db2, failure: {rate: 1/yr}, recovery: {takes: 365d}}
        {kind: component, id: iam, failure: {rate: 1/yr}, recovery: {takes: 365d}}",
    );
    let s = at(&world, "s");
    let sets = minimal(&world, s, false, false).expect("sets");
    let names = |set: &Vec<usize>| set.iter().map(|&i| world.things[i].id.clone()).collect();
    let mut sets: Vec<Vec<String>> = sets.iter().map(names).collect();
    sets.sort();
    assert_eq!(sets, [vec!["db1", "db2"], vec!["iam"], vec!["net"]]);
    assert_eq!(
        probability(&world, &[at(&world, "net"), at(&world, "iam")]),
        Some(0.25)
    );
    let down = unavailability(&world, s, false);
    assert!((down - (1.0 - 0.5 * 0.5 * 0.75)).abs() < 1e-12);
}

#[test]
fn a_common_cause_spoils_redundancy() {
    // 2-of-3, q = 0.01, beta = 0.1: unavailability 0.001241.
    let unit = |id: &str| {
        format!(
            "{{kind: component, id: {id}, failure: {{rate: 1/yr}}, recovery: {{takes: 318546s}}}}"
        )
    };
    let group = "{kind: service, id: s, requires: [{any: 2, of: [a, b, c], beta: 0.1}]}";
    let world = World::of(&[group.to_string(), unit("a"), unit("b"), unit("c")].join("\n"));
    let down = unavailability(&world, at(&world, "s"), false);
    assert!((1.0 - down - 0.998759).abs() < 1e-6, "{down}");
}

#[test]
fn a_lost_supplier_takes_its_sites() {
    let world = World::of(
        "
        {kind: supplier, id: u}
        {kind: site, id: x, supplier: u, requires: [power]}
        {kind: component, id: power}
        {kind: component, id: c, site: x, holds: [d]}
        {kind: dataset, id: d}",
    );
    let gone = lost(&world, &set(&world, &[at(&world, "u")]));
    let names = ["u", "x", "c", "d", "power"].map(|name| gone[at(&world, name)]);
    assert_eq!(names, [true, true, true, true, false]);
    let dark = lost(&world, &set(&world, &[at(&world, "power")]));
    let down = stopped(&world, &dark);
    assert!(
        ["x", "c", "d"]
            .iter()
            .all(|name| down[at(&world, name)] && !dark[at(&world, name)])
    );
    assert!(all_lost(&world).iter().all(|&lost| lost));
}

#[test]
fn three_points_count_as_p80() {
    assert!((p80(20.0, 30.0, 70.0) - 42.51).abs() < 0.005);
}

const OFFICE: &str = "{kind: calendar, id: c, zone: Europe/Berlin, windows: [{days: [mon, tue, wed, thu, fri], from: \"08:00\", to: \"18:00\"}]}";

fn second(text: &str) -> i64 {
    let instant: jiff::Timestamp = text.parse().expect("an instant");
    instant.as_second()
}

#[test]
fn agreed_hours_are_walked() {
    let world = World::of(OFFICE);
    let office = world.all.calendars.get("c").expect("a calendar");
    let row = Minutes::of(office, second("2026-06-01T00:00:00Z"), 60);
    let walk = |from: &str, hours: i64| row.deadline(second(from), hours * 3_600);
    let at = |text: &str| Some(second(text));
    assert_eq!(
        walk("2026-06-19T16:30:00+02:00", 4),
        at("2026-06-22T10:30:00+02:00")
    );
    assert_eq!(
        walk("2026-06-19T16:00:00+02:00", 2),
        at("2026-06-19T18:00:00+02:00")
    );
    assert_eq!(
        walk("2026-06-20T12:00:00+02:00", 1),
        at("2026-06-22T09:00:00+02:00")
    );
    assert_eq!(shortest(office, 4 * 3_600), 4 * 3_600);
    // 66 hours, and one more over the weekend on which clocks go back.
    assert_eq!(longest(office, 4 * 3_600), 67 * 3_600);
}

#[test]
fn nights_are_as_long_as_the_clock_makes_them() {
    let night = "{kind: calendar, id: c, zone: Europe/Berlin, windows: [{days: [mon, tue, wed, thu, fri, sat, sun], from: \"22:00\", to: \"06:00\"}]}";
    let world = World::of(night);
    let night = world.all.calendars.get("c").expect("a calendar");
    let length = |open: &str| {
        let open = second(open);
        let row = Minutes::of(night, open, 2);
        (open..open + 86_400)
            .step_by(60)
            .take_while(|&at| row.is_open(at))
            .count()
            / 60
    };
    assert_eq!(length("2026-03-28T22:00:00+01:00"), 7);
    assert_eq!(length("2026-10-24T22:00:00+02:00"), 9);
    assert_eq!(length("2026-06-20T22:00:00+02:00"), 8);
}

#[test]
fn needs_written_for_recovery_make_a_circle_a_deadlock() {
    let text = "{kind: component, id: iam, requires: [{item: vault, phase: recover}]}\n{kind: component, id: vault, requires: [{item: iam, phase: recover}]}";
    let stuck = |text: &str| {
        let circles = super::cycle::circles(&World::of(text)).into_iter();
        circles.map(|(_, stuck)| stuck).collect::<Vec<bool>>()
    };
    assert_eq!(stuck(text), [true]);
    assert_eq!(
        stuck(&text.replace(", phase: recover", ", phase: run")),
        [false]
    );
    let glass = text.replace(
        "iam, phase: recover",
        "iam, phase: recover, bootstrap: true",
    );
    assert!(stuck(&glass).is_empty());
}
