//! Who has acknowledged a policy: the revision in force, person by person. Whoever was asked and
//! has left no longer counts.

use jiff::civil::Date;
use record::initiation::Policy;
use record::kind::Filed;
use record::kinds::Registers;
use serde::Serialize;

use crate::state::State;

/// The share that is aimed at where the policy says nothing, in percent.
pub const SHARE_DEFAULT: u32 = 80;

/// Someone who has acknowledged it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reader {
    /// The person, `person/id`.
    pub id: String,
    /// When.
    pub at: String,
}

/// How many of the staff have acknowledged a policy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Acknowledged {
    /// The policy, `policy/id`.
    pub policy: String,
    /// The revision that counts; none where the records come from a folder.
    pub revision: Option<u32>,
    /// How many are asked: the persons who have not left.
    pub asked: usize,
    /// Who of them has acknowledged it, and when.
    pub by: Vec<Reader>,
    /// Who has not.
    pub open: Vec<String>,
    /// The share that is aimed at, in percent.
    pub aim_percent: u32,
    /// Whether the policy says so itself.
    pub aim_agreed: bool,
}

impl Acknowledged {
    /// The share that has, in percent rounded down; none where nobody is asked.
    pub fn percent(&self) -> Option<u32> {
        let share = (self.by.len() * 100).checked_div(self.asked)?;
        u32::try_from(share).ok()
    }

    /// What is missing, as a sentence without its end; nothing where enough have.
    pub fn lack(&self) -> Option<String> {
        let aim = self.aim_percent;
        match (self.revision, self.percent()) {
            (None, _) => Some("a folder keeps no acknowledgements; a journal does".into()),
            (_, None) => Some("no person is known who could acknowledge it".into()),
            (_, Some(share)) if share < aim => {
                let (by, asked) = (self.by.len(), self.asked);
                let text = format!("{by} of {asked} have ({share} %), and {aim} % is the aim");
                Some(match self.aim_agreed {
                    true => text,
                    false => format!("{text} while the policy names none"),
                })
            }
            _ => None,
        }
    }
}

/// Counts the acknowledgements of the revision in force. Cost: linear in the persons.
pub fn acknowledged(
    registers: &Registers,
    state: Option<&State>,
    policy: &Filed<Policy>,
    today: Date,
) -> Acknowledged {
    let revision = state
        .and_then(|state| state.filing("policy", &policy.id))
        .and_then(|filing| filing.in_force);
    let reference = policy.reference();
    let (mut by, mut open) = (Vec::new(), Vec::new());
    for person in registers.persons.live() {
        if person.own.leaves.is_some_and(|day| day.0 <= today) {
            continue;
        }
        let known = state.and_then(|it| it.acknowledgement(&reference, &person.reference()));
        match known.filter(|known| Some(known.revision) == revision) {
            Some(known) => by.push(Reader {
                id: person.reference(),
                at: known.at.to_string(),
            }),
            None => open.push(person.reference()),
        }
    }
    let share = policy.own.acknowledged_share;
    Acknowledged {
        policy: reference,
        revision,
        asked: by.len() + open.len(),
        by,
        open,
        aim_percent: share.map_or(SHARE_DEFAULT, |share| share.0 / 100),
        aim_agreed: share.is_some(),
    }
}
