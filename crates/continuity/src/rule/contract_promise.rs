//! `contract-promise`: a supplier has promised to be back as soon as is needed.

use engine::graph::Item;
use record::initiation::Contract;
use record::kind::Filed;

use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;
use crate::path::humane;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "contract-promise",
    demands: "Agree a recovery time in the contract that is no later than the one required.",
    means: "A contract in force that covers the item, or its supplier's whole service, promises an \
            `rto` no later than the item must be back; of a supplier, no later than the soonest \
            of all that comes from it. Asked of what comes from a supplier or stands under \
            contract, where anything is required of it at all.",
    matters: "What is not promised cannot be demanded on the day. A promise is still no proof.",
    with: &[Key {
        name: "rpo",
        means: "whether a recovery point must be promised as well",
        sort: Sort::Truth,
        default: Some("false"),
    }],
    kinds: &["service", "component", "dataset", "site", "supplier"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let Some(item) = subject.item else {
        return Outcome::Silent;
    };
    let contracts = contracts(judge, item);
    let Some(contracts) = contracts else {
        return Outcome::Silent;
    };
    let rto = soonest(judge, item, |it| {
        judge.targets.deadlines.required(it).seconds
    });
    let points = &judge.targets.points.required;
    let rpo = soonest(judge, item, |it| points[it as usize].seconds);
    let rpo = rpo.filter(|_| with.truth("rpo"));
    if rto.is_none() && rpo.is_none() {
        return Outcome::Silent;
    }
    let title = subject.title();
    let in_force = in_force(judge, &contracts);
    if in_force.is_empty() {
        let why = if contracts.is_empty() {
            "No contract covers"
        } else {
            "No contract in force covers"
        };
        return subject
            .breach(format!("{why} {title}."))
            .seconds(rto, None)
            .into();
    }
    let because: Vec<String> = in_force
        .iter()
        .map(|contract| contract.reference())
        .collect();
    let promised = |of: fn(&Contract) -> Option<record::value::Duration>| {
        in_force
            .iter()
            .filter_map(|contract| of(contract))
            .map(|it| it.0)
            .min()
    };
    for (what, needs, has) in [
        ("recovery time", rto, promised(|contract| contract.rto)),
        ("recovery point", rpo, promised(|contract| contract.rpo)),
    ] {
        let Some(needs) = needs else { continue };
        let text = match has {
            Some(has) if has <= needs => continue,
            Some(has) => format!(
                "{title} needs a {what} of {}, and {} is promised.",
                humane(needs),
                humane(has)
            ),
            None => format!(
                "{title} needs a {what} of {}, and none is promised.",
                humane(needs)
            ),
        };
        return subject
            .breach(text)
            .because(because)
            .seconds(Some(needs), has)
            .into();
    }
    Outcome::Holds
}

/// Those that hold today.
fn in_force<'r>(judge: &Judge<'r>, contracts: &[&'r Filed<Contract>]) -> Vec<&'r Filed<Contract>> {
    let today = judge.today();
    let live = |contract: &&Filed<Contract>| {
        contract.own.start.is_none_or(|day| day.0 <= today)
            && contract.own.end.is_none_or(|day| day.0 >= today)
    };
    contracts.iter().copied().filter(live).collect()
}

/// The contracts that speak of an item; none where it is nobody's promise.
fn contracts<'r>(judge: &Judge<'r>, item: Item) -> Option<Vec<&'r Filed<Contract>>> {
    let (estate, facts) = (judge.estate(), judge.facts());
    let mut all = facts.contracts(item).to_vec();
    let listed = estate.listed(item);
    if let Some(supplier) = &listed.item.supplier {
        let supplier = estate.find_kind("supplier", supplier.id());
        let of_supplier = supplier.map_or(&[][..], |supplier| facts.contracts(supplier));
        // A contract that names nothing covers all that its supplier gives.
        all.extend(
            of_supplier
                .iter()
                .filter(|contract| contract.own.covers.is_empty()),
        );
        return Some(all);
    }
    (listed.kind() == "supplier" || !all.is_empty()).then_some(all)
}

/// The soonest that is required of an item, or of what stands on it where it is a supplier.
fn soonest(judge: &Judge<'_>, item: Item, of: impl Fn(Item) -> Option<i64>) -> Option<i64> {
    let estate = judge.estate();
    let guests: &[Item] = match estate.listed(item).kind() {
        "supplier" => estate.graph.guests(item),
        _ => &[],
    };
    guests.iter().copied().chain([item]).filter_map(of).min()
}
