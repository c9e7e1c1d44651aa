//! The rows of the table as the estate was built: with nothing down, what single losses would stop
//! each watched item. They are made once with the ground; a signal copies them and writes again
//! only those that it changes.

use std::cmp::Reverse;
use std::sync::Arc;

use engine::graph::Item;
use engine::next_loss::{Loss, NextLoss as Next, NextLosses, Watched};

use super::ground::Shown;
use super::{LISTED_MAX, Left, NextLoss, ServiceMargin};

/// At most so many losses are listed of a service of which nothing has changed.
const ALWAYS_MAX: usize = 8;

/// The rows with nothing down, by their places among the watched.
#[derive(Debug)]
pub(super) struct Rows {
    as_built: Vec<ServiceMargin>,
    ranks: Vec<u32>,
}

impl Rows {
    /// Makes them. Cost: linear in the watched.
    pub(super) fn new(next: &NextLosses, items: &[Shown]) -> Rows {
        let shown = |item: Item| &items[item as usize];
        let places = 0..next.watched().len() as u32;
        let row = |place: u32| {
            let (first, count) = always(next, place, &|_| true);
            service((next, &shown), place, Left::Full, first, count)
        };
        let as_built: Vec<ServiceMargin> = places.map(row).collect();
        let mut order: Vec<&ServiceMargin> = as_built.iter().collect();
        order.sort_by_key(|row| {
            let activity = row.id.starts_with("activity/");
            let tier = row.tier.unwrap_or(u32::MAX);
            (Reverse(activity), tier, row.id.as_str())
        });
        let mut ranks = vec![0; as_built.len()];
        for (rank, row) in (0u32..).zip(&order) {
            ranks[row.place as usize] = rank;
        }
        Rows { as_built, ranks }
    }

    /// A copy of all of them, place by place.
    pub(super) fn as_built(&self) -> Vec<ServiceMargin> {
        self.as_built.clone()
    }

    /// Where a row stands among its like: activities first, then by tier and name.
    pub(super) fn rank(&self, place: u32) -> u32 {
        self.ranks[place as usize]
    }
}

/// The first of the losses that stop a watched item with nothing down, those that leave it late
/// first, and how many there are; of those that are open yet.
pub(super) fn always(
    next: &NextLosses,
    place: u32,
    open: &dyn Fn(Item) -> bool,
) -> (Vec<Next>, usize) {
    let alone = next.alone(place);
    let of = |late: bool| {
        let losses = alone.iter().filter(|loss| open(loss.item));
        losses.filter(move |loss| loss.late == late)
    };
    let first = of(true).chain(of(false)).take(ALWAYS_MAX).copied();
    let first = first.map(as_before).collect();
    (first, alone.iter().filter(|loss| open(loss.item)).count())
}

fn as_before(loss: Loss) -> Next {
    Next {
        loss,
        stops_anyway: true,
        late_anyway: loss.late,
    }
}

/// A row; what is new first, then what is late, then by name.
pub(super) fn service<'s>(
    (next, shown): (&NextLosses, &dyn Fn(Item) -> &'s Shown),
    place: u32,
    margin: Left,
    mut losses: Vec<Next>,
    count: usize,
) -> ServiceMargin {
    let gained = |it: &Next| !it.stops_anyway;
    let later = |it: &Next| it.loss.late && !it.late_anyway;
    losses.sort_unstable_by_key(|it| {
        (
            Reverse(gained(it)),
            Reverse(later(it)),
            Reverse(it.loss.late),
            it.loss.item,
        )
    });
    let new = losses.iter().filter(|it| gained(it) || later(it)).count();
    let Watched { item, deadline } = next.watched()[place as usize];
    let row = |it: &Next| NextLoss {
        members: vec![shown(it.loss.item).reference.clone()],
        name: shown(it.loss.item).name.clone(),
        stops: true,
        breaches: deadline.map(|_| it.loss.late),
        because_of_signal: gained(it),
        late_because_of_signal: later(it),
        why: Vec::new(),
        instead_of: Vec::new(),
    };
    ServiceMargin {
        id: shown(item).reference.clone(),
        name: shown(item).name.clone(),
        tier: shown(item).tier,
        margin,
        next_losses_count: count,
        because_of_signal_count: new,
        next_losses: Arc::new(losses.iter().take(LISTED_MAX).map(row).collect()),
        without_margin: None,
        condition: None,
        place,
    }
}
