//! What data comes back over: where all restores from one place share its rate, one waits for
//! another.

use engine::graph::Item;
use engine::recovery::surviving;

use super::jobs::Made;
use super::limit::{Limit, Sort};
use crate::estate::Of;

/// Bytes a second that count as one.
const MEGABYTE: u64 = 1_000_000;

impl Made<'_, '_> {
    /// The limit of the place from which an item's data comes back, and how much of its rate the
    /// restore takes; nothing where no rate is written there.
    pub(super) fn line(&mut self, item: Item) -> Option<(usize, u32)> {
        let (id, whole, rate) = self.shared_rate(item)?;
        let limits = &mut self.crews.limits;
        let is_it = |it: &Limit| it.id == id && it.sort == Sort::Rate;
        let limit = limits.iter().position(is_it).unwrap_or_else(|| {
            limits.push(Limit {
                id: id.clone(),
                sort: Sort::Rate,
                amount: whole,
                from: 0,
                shift: None,
            });
            limits.len() - 1
        });
        Some((limit, rate.min(whole)))
    }

    /// The place from which an item's data comes back, its rate, and that of the copy.
    fn shared_rate(&self, item: Item) -> Option<(String, u32, u32)> {
        let (graph, standing) = (self.graph(), &self.fall.standing);
        let dataset = self.estate().listed(item).dataset()?;
        let stands = surviving(graph, standing);
        let copies = graph.copies(item).iter().enumerate();
        let usable = copies.filter(|(at, _)| {
            let protection = dataset.own.protection.get(*at);
            stands(item, *at) && protection.is_none_or(|it| self.losses.spares(it))
        });
        let known = usable.filter_map(|(at, copy)| Some((copy.seconds?, at)));
        let (_, at) = known.min()?;
        let place = graph.copies(item)[at].at?;
        let listed = self.estate().listed(place);
        let whole = match listed.of {
            Of::Component(component) => component.own.restore_rate,
            Of::Site(site) => site.own.restore_rate,
            _ => None,
        };
        let whole = whole?.0;
        let rate = dataset.own.protection.get(at)?.restore_rate?.0;
        let amount = |bytes: u64| u32::try_from(bytes.div_ceil(MEGABYTE)).unwrap_or(u32::MAX);
        Some((listed.reference.clone(), amount(whole), amount(rate)))
    }
}
