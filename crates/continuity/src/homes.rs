//! What folders that are homes say otherwise than the journal: records that stand in two places,
//! and records that a folder has changed since it was last brought into step. Records alone cannot
//! tell; who knows both hands it in.

use record::kind::Origin;

use crate::state::State;

/// Where folders and journal do not agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Homes {
    /// Records that a folder holds though their home is elsewhere.
    pub collisions: Vec<Collision>,
    /// Records of a folder that the journal has otherwise.
    pub drift: Vec<Drift>,
}

/// A record that a folder holds though its home is elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The record, `kind/id`.
    pub subject: String,
    /// The folder, by its name as a home.
    pub folder: String,
    /// The folder that is its home; nothing: the journal.
    pub home: Option<String>,
    /// Where it stands in the folder, where that is at hand.
    pub at: Option<Origin>,
}

/// A record of a folder that the journal has otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The record, `kind/id`.
    pub subject: String,
    /// The folder, by its name as a home.
    pub folder: String,
    /// How it differs, as the end of a sentence.
    pub how: String,
    /// Where it stands in the folder, if it still does.
    pub at: Option<Origin>,
}

/// Folders and journal agree, or there is only one of both.
pub static AGREED: Homes = Homes {
    collisions: Vec::new(),
    drift: Vec::new(),
};

impl Homes {
    /// What the present knows: the collisions of the last time each folder was brought into step,
    /// as far as they still stand.
    pub fn of(state: &State) -> Homes {
        let mut collisions = Vec::new();
        for (folder, home) in state.homes() {
            for subject in &home.collisions {
                let (kind, id) = record::link::split(subject);
                let filing = kind.and_then(|kind| state.filing(kind, id));
                let elsewhere = filing.and_then(|filing| filing.home.as_deref());
                let retired = kind
                    .and_then(|kind| state.registers.envelope(kind, id))
                    .is_none_or(|(.., status)| status == record::kind::Status::Retired);
                if retired || elsewhere == Some(folder) {
                    continue;
                }
                collisions.push(Collision {
                    subject: subject.clone(),
                    folder: folder.to_string(),
                    home: elsewhere.map(str::to_string),
                    at: None,
                });
            }
        }
        Homes {
            collisions,
            drift: Vec::new(),
        }
    }
}
