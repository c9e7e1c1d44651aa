//! Product and twin asked when things are back, hour by hour and around exceptions.

use continuity::requirements::hours_walk::{HoursWalk, Moment};
use continuity::requirements::recovery_targets::recovery_targets;

use super::agreement::{Figures, agree, differences, put, standpoint, world_of};
use super::hours;
use super::recovery::{Frame, Loss};
use super::world::World;

/// Moments at which everything is lost: through two weeks, off the full hour.
fn moments() -> impl Iterator<Item = i64> {
    (0..20).map(|n| hours::NEW_YEAR + n * 61_980)
}

/// The first Monday of 2026, 00:00 by the clock of the item's hours.
fn monday(world: &World, i: usize) -> i64 {
    let calendar = world.item(i).hours.as_ref();
    let calendar = calendar.and_then(|h| world.all.calendars.get(h.id()));
    let zone = calendar.map_or("UTC", |calendar| &calendar.zone);
    let zone = jiff::tz::TimeZone::get(zone).expect("a zone that was checked");
    let start = jiff::civil::date(2026, 1, 5).to_zoned(zone).expect("a day");
    start.timestamp().as_second()
}

fn instant(text: &str) -> i64 {
    let end = text.find('[').unwrap_or(text.len());
    let instant: jiff::Timestamp = text[..end].parse().expect("an instant");
    instant.as_second()
}

/// In time, late or unknown, hour by hour.
fn signs(week: &[Option<bool>]) -> String {
    let sign = |hour: &Option<bool>| match hour {
        Some(true) => '+',
        Some(false) => '-',
        None => '?',
    };
    week.iter().map(sign).collect()
}

/// Back at many moments; the week's hours; due and back of what the product names as worst.
fn hours_of_twin(world: &World, named: &[(usize, i64)]) -> Figures {
    let mut figures = Figures::new();
    let frame = Frame::new(world);
    let all = Loss::all(&frame);
    for i in 0..world.len() {
        let name = world.name(i);
        for at in moments() {
            put(
                &mut figures,
                &name,
                &format!("back {at}"),
                hours::back(&all, i, at),
            );
        }
        let demands = world.is(i, "service") || world.is(i, "activity");
        if demands && hours::due(world, i, hours::NEW_YEAR).is_some() {
            let start = monday(world, i);
            let in_time = |hour: i64| {
                let at = start + hour * 3_600;
                let due = hours::due(world, i, at).expect("it has an RTO");
                hours::back(&all, i, at).map(|back| back <= due)
            };
            let week: Vec<Option<bool>> = (0..168).map(in_time).collect();
            put(&mut figures, &name, "week", signs(&week));
        }
    }
    for &(i, at) in named {
        let due = hours::due(world, i, at);
        put(
            &mut figures,
            &world.name(i),
            &format!("at {at}"),
            (due, hours::back(&all, i, at)),
        );
    }
    figures
}

fn hours_of_product(world: &World) -> (Figures, Vec<(usize, i64)>) {
    let mut figures = Figures::new();
    let mut named = Vec::new();
    let standpoint = standpoint(world);
    let targets = recovery_targets(&standpoint);
    let mut walk = HoursWalk::new(&standpoint, &targets);
    for i in 0..world.len() {
        let name = world.name(i);
        let item = standpoint.estate.find(&name).expect("both know it");
        let (detect, decide) = super::deadline::lead(world, i);
        for at in moments() {
            let lost = jiff::Timestamp::from_second(at).expect("an instant");
            let back = walk
                .back(item, lost, detect + decide)
                .map(|back| back.as_second());
            put(&mut figures, &name, &format!("back {at}"), back);
        }
        let Some(verdict) = walk.judge(item) else {
            continue;
        };
        put(&mut figures, &name, "week", signs(&verdict.week));
        let mut show = |moment: &Moment| {
            let at = instant(&moment.lost);
            let (due, back) = (moment.due.as_deref(), moment.back.as_deref());
            put(
                &mut figures,
                &name,
                &format!("at {at}"),
                (due.map(instant), back.map(instant)),
            );
            named.push((i, at));
        };
        verdict.worst.iter().for_each(&mut show);
        verdict.late_around_exceptions.iter().for_each(&mut show);
    }
    (figures, named)
}

#[test]
fn hours_agree() {
    agree("hours", 120, &|nodes| {
        let world = world_of(nodes)?;
        let (product, named) = hours_of_product(&world);
        differences(&hours_of_twin(&world, &named), &product)
    });
}
