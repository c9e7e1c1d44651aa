//! Product and twin asked which condition applies on many days, and how long a stop can be borne
//! then.

use continuity::requirements::condition;
use continuity::requirements::own_target::own_target;

use super::agreement::{Figures, agree, differences, put, standpoint, world_of};
use super::world::World;
use super::{deadline, hours};

/// Instants through two months, off the full hour, so that days turn in every zone.
fn moments() -> impl Iterator<Item = i64> {
    (0..40).map(|n| hours::NEW_YEAR + n * 131_400)
}

fn of_twin(world: &World) -> Figures {
    let mut figures = Figures::new();
    for i in (0..world.len()).filter(|&i| world.is(i, "activity")) {
        let activity = world
            .all
            .activities
            .get(&world.things[i].id)
            .expect("it is one");
        let headline = deadline::mtpd(world, i, activity);
        put(&mut figures, &world.name(i), "headline", headline);
        for at in moments() {
            let now = super::condition::now(world, i, activity, at);
            put(&mut figures, &world.name(i), &format!("at {at}"), now);
        }
    }
    figures
}

fn of_product(world: &World) -> Figures {
    let mut figures = Figures::new();
    let standpoint = standpoint(world);
    for listed in standpoint
        .estate
        .items
        .iter()
        .filter(|it| it.activity().is_some())
    {
        let own = own_target(&standpoint, listed);
        let headline = own.mtpd.as_ref().map(|mtpd| mtpd.seconds);
        put(&mut figures, &listed.reference, "headline", headline);
        let hours = standpoint.days_of(listed.item.hours.as_ref());
        for at in moments() {
            let instant = jiff::Timestamp::from_second(at).expect("an instant");
            let now = condition::at(&listed.reference, &own, hours, instant);
            let now = now.expect("an activity has conditions");
            let told = (now.when != "normal", now.mtpd_seconds);
            put(&mut figures, &listed.reference, &format!("at {at}"), told);
        }
    }
    figures
}

#[test]
fn conditions_agree() {
    agree("conditions", 150, &|nodes| {
        let world = world_of(nodes)?;
        differences(&of_twin(&world), &of_product(&world))
    });
}
