//! Under which condition an activity stands at an instant, from the words of the page: "compute
//! per condition; headline = the minimum; the plan priority at a real moment uses the condition
//! that applies then".

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use record::initiation::Calendar;
use record::requirements::Activity;
use record::requirements::activity::Peak;

use super::deadline::mtpd_when;
use super::hours::Minutes;
use super::world::{Seconds, World};

fn calendar(world: &World, i: usize) -> Option<&Calendar> {
    let hours = world.item(i).hours.as_ref()?;
    world
        .all
        .calendars
        .get(hours.id())
        .map(|calendar| &calendar.own)
}

/// The zone of its hours; without any, of most calendars, the first of equals.
fn zone(world: &World, i: usize) -> TimeZone {
    let mut zones: Vec<&str> = Vec::new();
    match calendar(world, i) {
        Some(calendar) => zones.push(&calendar.zone),
        None => zones.extend(world.all.calendars.iter().map(|c| c.zone.as_str())),
    }
    let count = |zone: &str| zones.iter().filter(|other| **other == zone).count();
    let most = zones.iter().map(|zone| count(zone)).max().unwrap_or(0);
    let found = zones.iter().find(|zone| count(zone) == most);
    found.map_or(TimeZone::UTC, |zone| {
        TimeZone::get(zone).expect("a zone that was checked")
    })
}

/// Readings: a day on which the hours open at all is a working day; where they never close, or
/// there are none, Monday to Friday.
fn works(world: &World, i: usize, day: Date) -> bool {
    let office = !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let Some(calendar) = calendar(world, i) else {
        return office;
    };
    let midnight = |day: Date| {
        let begin = day.to_zoned(zone(world, i)).expect("a day near today");
        begin.timestamp().as_second()
    };
    let (from, to) = (
        midnight(day),
        midnight(day.tomorrow().expect("a day after")),
    );
    let row = Minutes::of(calendar, from, 3);
    let open = (from..to).step_by(60).filter(|&at| row.is_open(at)).count();
    match open as i64 {
        0 => false,
        open if open * 60 == to - from => office,
        _ => true,
    }
}

/// `last-3-working`: working days that have fewer than three after them in their month.
fn falls_on(world: &World, i: usize, peak: &Peak, day: Date) -> bool {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let days = match peak.days.as_deref() {
        None => return false,
        Some(days) => days,
    };
    if names.contains(&days) {
        return names[day.weekday().to_monday_zero_offset() as usize] == days;
    }
    let Some((end, count)) = days
        .strip_suffix("-working")
        .and_then(|rest| rest.split_once('-'))
    else {
        return day.to_string() == days;
    };
    let count: usize = count.parse().expect("a number");
    let of_month = (1..=day.days_in_month())
        .map(|d| jiff::civil::date(day.year(), day.month(), d))
        .filter(|&d| works(world, i, d));
    let mut working: Vec<Date> = of_month.collect();
    if end == "last" {
        working.reverse();
    }
    working.iter().take(count).any(|&d| d == day)
}

/// Whether a peak applies, and how long a stop can be borne then.
pub fn now(world: &World, i: usize, activity: &Activity, at: i64) -> (bool, Seconds) {
    let instant = jiff::Timestamp::from_second(at).expect("an instant near today");
    let day = instant.to_zoned(zone(world, i)).date();
    let id = &world.things[i].id;
    let targets = world.item(i).targets.as_ref();
    let declared = targets.and_then(|t| t.mtpd).map(|d| d.0);
    let normal = declared.or_else(|| mtpd_when(world, id, Some("normal")));
    let peaks = activity
        .peaks
        .iter()
        .filter(|peak| falls_on(world, i, peak, day));
    let each: Vec<Seconds> = peaks
        .map(|peak| {
            let judged = world.all.impacts.iter().any(|impact| {
                let approved = impact.status() == record::kind::Status::Approved;
                let when = impact.when.as_deref() == Some(peak.name.as_str());
                approved && when && impact.activity.id() == id
            });
            let own = peak.mtpd.map(|d| d.0);
            let shown = mtpd_when(world, id, Some(&peak.name));
            match (own, judged) {
                (None, false) => normal,
                (None, true) => shown,
                (own, _) => own,
            }
        })
        .collect();
    if each.is_empty() {
        return (false, normal);
    }
    (true, each.into_iter().flatten().min())
}
