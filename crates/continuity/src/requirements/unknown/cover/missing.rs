//! Why nothing answers a loss: no plan, a plan that is not in force, that does not bring something
//! back, that does not list the sort of loss, or that reckons with something being there.

use engine::graph::Item;
use serde::Serialize;

use super::super::names::{titles, together};
use super::super::sorts::words;
use super::{Against, Known, Misfit};

/// The most reasons that are given for one activity.
const MOST: usize = 4;

/// What sort of thing is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A plan for it brings back some of it, not all.
    NotRestored,
    /// A plan would, and does not list the sort of loss.
    TypeNotListed,
    /// A plan would, and is not in force.
    NotInForce,
    /// A plan brings something of it back, and is made for another loss.
    NotForIt,
    /// No plan brings any of it back.
    NoPlan,
    /// Too few people are left, or nobody says how many there are.
    TooFewPeople,
}

/// What is missing so that a loss is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Of what sort.
    pub why: Why,
    /// The plan that is near, `plan/id`.
    pub plan: Option<String>,
    /// What it does not bring back, or reckons with, `kind/id`.
    pub items: Vec<String>,
    /// The loss types that it does not list.
    pub loss_types: Vec<&'static str>,
    /// A sentence.
    pub text: String,
    /// The sentence without the name of the plan that it begins with.
    #[serde(skip)]
    pub says: String,
}

/// The reasons for one activity, the nearest to mend first.
pub(super) fn of(against: &Against<'_, '_, '_>, activity: Item, lacked: &[Item]) -> Vec<Missing> {
    let estate = against.plans.estate;
    let of_use = |known: &&Known<'_>| lacked.iter().any(|it| known.brings.contains(it));
    let near = against.plans.all.iter().filter(of_use);
    let mut all: Vec<Missing> = near.map(|known| one(against, known, lacked)).collect();
    if all.is_empty() {
        let roots = roots(against, lacked);
        let name = estate.listed(activity).title();
        let text = match roots.is_empty() {
            true => format!("No plan brings back {name}."),
            false => {
                let rest = titles(estate, &roots);
                format!("No plan brings back {name}, nor what is lost of it: {rest}.")
            }
        };
        all.push(Missing {
            why: Why::NoPlan,
            plan: None,
            items: estate.references(&roots),
            loss_types: Vec::new(),
            says: text.clone(),
            text,
        });
    }
    all.sort_by(|one, other| {
        let key = |it: &Missing| (it.why, it.items.len());
        key(one)
            .cmp(&key(other))
            .then_with(|| one.plan.cmp(&other.plan))
    });
    all.truncate(MOST);
    all
}

pub(super) fn one(against: &Against<'_, '_, '_>, known: &Known<'_>, lacked: &[Item]) -> Missing {
    let estate = against.plans.estate;
    let name = known.plan.title();
    let misfit = known.fits(against.loss).err();
    let (why, items, loss_types, says) = match misfit {
        None if known.plan.is_approved() => {
            let roots = roots(against, lacked);
            let rest = titles(estate, &roots);
            let says = format!("is for it, and does not bring back {rest}.");
            (Why::NotRestored, roots, Vec::new(), says)
        }
        None => {
            let says = "would answer it, and is not in force.".to_string();
            (Why::NotInForce, Vec::new(), Vec::new(), says)
        }
        Some(Misfit::SaysNothing) => {
            let says = "says neither for which scenarios nor for which loss types it is.".into();
            (Why::NotForIt, Vec::new(), Vec::new(), says)
        }
        Some(Misfit::Reckons(out)) => {
            let rest = titles(estate, &out);
            let says = format!("was made for another loss: it reckons with {rest}.");
            (Why::NotForIt, out, Vec::new(), says)
        }
        Some(Misfit::Unlisted(sorts)) => {
            let said: Vec<String> = sorts.iter().map(|it| words(*it).to_lowercase()).collect();
            let says = format!("does not list this sort of loss: {}.", together(&said));
            let sorts = sorts.iter().map(|it| it.as_str()).collect();
            (Why::TypeNotListed, Vec::new(), sorts, says)
        }
    };
    Missing {
        why,
        plan: Some(known.plan.reference()),
        items: estate.references(&items),
        loss_types,
        text: format!("{name} {says}"),
        says,
    }
}

/// What is lost and stays down although the plans for the loss were carried out.
fn roots(against: &Against<'_, '_, '_>, lacked: &[Item]) -> Vec<Item> {
    let standing = &against.loss.standing;
    let down = |item: &&Item| against.down[**item as usize];
    let lost = |item: &&Item| standing.is_lost(**item);
    lacked.iter().filter(down).filter(lost).copied().collect()
}
