//! The plan of the programme: what it delivers, tranche by tranche, and how far each deliverable
//! has slipped.

use jiff::civil::Date;
use record::initiation::programme::Deliverable;
use record::kinds::Registers;
use serde::Serialize;

use crate::rule::age::days_between;

/// How a deliverable stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It was accepted.
    Accepted,
    /// It is past due and not accepted.
    Late,
    /// It is expected after it is due.
    WillBeLate,
    /// It is not due yet.
    Open,
    /// Nobody has said when it is due.
    Undated,
}

impl Standing {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Standing::Accepted => "accepted",
            Standing::Late => "late",
            Standing::WillBeLate => "will be late",
            Standing::Open => "open",
            Standing::Undated => "no day set",
        }
    }
}

/// One deliverable.
#[derive(Clone, Debug, Serialize)]
pub struct DeliverableRow {
    /// The programme, `programme/id`.
    pub programme: String,
    /// Its place in the programme, from 0.
    pub place: usize,
    /// Its name.
    pub title: String,
    /// What makes it good enough.
    pub accepted_when: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// When it is due.
    pub due: Option<String>,
    /// When it is expected now.
    pub expected: Option<String>,
    /// When it was accepted.
    pub accepted: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// By how many days it slipped so far, or will; negative where it came early. Unknown without
    /// a due day.
    pub slip_days: Option<i64>,
}

/// A tranche and what it delivers.
#[derive(Clone, Debug, Serialize)]
pub struct Tranche {
    /// Its name; none for what belongs to no tranche.
    pub name: Option<String>,
    /// What it delivers, in order.
    pub deliverables: Vec<DeliverableRow>,
    /// The greatest slip of what it delivers.
    pub slip_days: Option<i64>,
}

/// The plan.
#[derive(Clone, Debug, Serialize)]
pub struct ProgrammePlan {
    /// The tranches, in the order in which the programmes name them.
    pub tranches: Vec<Tranche>,
}

/// Sets the plan out, as of a day.
pub fn programme_plan(registers: &Registers, today: Date) -> ProgrammePlan {
    let mut tranches: Vec<Tranche> = Vec::new();
    for programme in registers.programmes.live() {
        for (place, deliverable) in programme.own.deliverables.iter().enumerate() {
            let row = row(programme.reference(), place, deliverable, today);
            let known = tranches
                .iter()
                .position(|it| it.name == deliverable.tranche);
            let at = known.unwrap_or_else(|| {
                tranches.push(Tranche {
                    name: deliverable.tranche.clone(),
                    deliverables: Vec::new(),
                    slip_days: None,
                });
                tranches.len() - 1
            });
            let tranche = &mut tranches[at];
            tranche.slip_days = tranche.slip_days.max(row.slip_days);
            tranche.deliverables.push(row);
        }
    }
    ProgrammePlan { tranches }
}

fn row(programme: String, place: usize, it: &Deliverable, today: Date) -> DeliverableRow {
    let due = it.due.map(|due| due.0);
    let accepted = it.done.map(|done| done.0).filter(|done| *done <= today);
    let expected = it.expected.map(|expected| expected.0);
    let standing = match (due, accepted) {
        (_, Some(_)) => Standing::Accepted,
        (None, _) => Standing::Undated,
        (Some(due), _) if due < today => Standing::Late,
        (Some(due), _) if expected.is_some_and(|day| day > due) => Standing::WillBeLate,
        _ => Standing::Open,
    };
    let until = match (accepted, expected) {
        (Some(accepted), _) => Some(accepted),
        // What is expected on a day that has passed has slipped to today at least.
        (None, Some(expected)) => Some(expected.max(today)),
        (None, None) => due.map(|due| due.max(today)),
    };
    let slip = due.zip(until);
    DeliverableRow {
        programme,
        place,
        title: it.title.clone(),
        accepted_when: it.accepted_when.clone(),
        owner: it.owner.as_ref().map(|owner| owner.text.to_string()),
        due: due.map(|day| day.to_string()),
        expected: expected.map(|day| day.to_string()),
        accepted: accepted.map(|day| day.to_string()),
        standing,
        slip_days: slip.map(|(due, until)| days_between(due, until)),
    }
}
