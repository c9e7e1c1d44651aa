//! The conditions of all activities made ready to be asked of any instant, with copies of what
//! they hang on, so that they can be kept as long as the records stand.

use std::collections::HashMap;

use engine::graph::Item;
use jiff::Timestamp;

use super::{ConditionMtpd, ConditionNow, now};
use crate::agreed_hours::{Hours, programme_zone};
use crate::estate::Estate;
use crate::requirements::recovery_targets::RecoveryTargets;

/// The conditions of all activities.
#[derive(Debug)]
pub struct KeptConditions {
    activities: HashMap<Item, Kept>,
    calendars: HashMap<String, Hours>,
    programme: Hours,
}

#[derive(Debug)]
struct Kept {
    reference: String,
    conditions: Vec<ConditionMtpd>,
    headline: Option<i64>,
    calendar: Option<String>,
}

impl KeptConditions {
    /// Makes them ready. Cost: linear in the activities.
    pub fn new(estate: &Estate<'_>, targets: &RecoveryTargets) -> KeptConditions {
        let mut kept = KeptConditions {
            activities: HashMap::new(),
            calendars: HashMap::new(),
            programme: Hours::always_in(programme_zone(estate.registers)),
        };
        for item in estate.graph.items() {
            let (listed, own) = (estate.listed(item), &targets.own[item as usize]);
            if own.conditions.is_empty() {
                continue;
            }
            let calendar = listed.item.hours.as_ref().map(|it| it.id().to_owned());
            if let Some(id) = &calendar
                && !kept.calendars.contains_key(id)
                && let Some(record) = estate.registers.calendars.live().find(|it| &*it.id == id)
                && let Ok(hours) = Hours::new(record)
            {
                kept.calendars.insert(id.clone(), hours);
            }
            let of = Kept {
                reference: listed.reference.clone(),
                conditions: own.conditions.clone(),
                headline: own.mtpd.as_ref().map(|mtpd| mtpd.seconds),
                calendar,
            };
            kept.activities.insert(item, of);
        }
        kept
    }

    /// The condition of an activity at an instant; none of anything else, nor where it has no
    /// MTPD under any.
    pub fn at(&self, item: Item, at: Timestamp) -> Option<ConditionNow> {
        let kept = self.activities.get(&item)?;
        kept.conditions
            .iter()
            .find(|it| it.mtpd_seconds.is_some())?;
        let calendar = kept.calendar.as_ref().and_then(|id| self.calendars.get(id));
        let hours = calendar.unwrap_or(&self.programme);
        now(
            &kept.reference,
            (&kept.conditions, kept.headline),
            hours,
            at,
        )
    }
}
