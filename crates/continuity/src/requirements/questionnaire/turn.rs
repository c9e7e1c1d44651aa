//! Whose answer is asked for, and in which condition: each respondent fills an impact of their own,
//! and each peak has one of its own. What they say is compared elsewhere.

use record::kind::{Envelope, Filed, Status};
use record::kinds::Record;
use record::link::{Id, PartyRef, is_id};
use record::register::Register;
use record::requirements::{Impact, Workaround};

use super::{Answers, free};
use crate::requirements::respondents::{NORMAL, when};
use crate::state::State;
use record::kind::RecordKind;
use record::kinds::Registers;

/// Which of the impacts of an activity is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// One that is there, by its id.
    Of(String),
    /// The first of a condition, or one to be begun where nobody judged it.
    In(String),
    /// One to be begun in a condition, by someone who has not judged it yet.
    New {
        /// `normal`, or a peak.
        when: String,
        /// Who judges; nothing: not said yet.
        respondent: Option<String>,
    },
}

/// What an impact is that is yet to be begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// `normal`, or a peak.
    pub when: String,
    /// Who judges.
    pub respondent: Option<String>,
    /// Whether somebody else judged this condition already: then it is begun empty, so that the
    /// one answer is no hint for the other.
    pub beside: bool,
}

impl Begun {
    /// The first one of normal times.
    pub(super) fn first() -> Begun {
        Begun {
            when: NORMAL.into(),
            respondent: None,
            beside: false,
        }
    }
}

impl Answers {
    /// Turns to one of the impacts, or to one to be begun. False where no impact has that id.
    pub fn turn(&mut self, turn: &Turn) -> bool {
        let found = match turn {
            Turn::Of(id) if self.impacts().all(|it| &*it.id != id) => return false,
            Turn::Of(id) => Some(id.clone()),
            Turn::In(when) => self.first_in(when).map(|it| it.id.to_string()),
            Turn::New { .. } => None,
        };
        let mut all: Vec<Filed<Impact>> = std::mem::take(&mut self.others);
        all.extend(self.impact.take());
        all.sort_by_key(|it| self.rank(&it.id));
        let at = all.iter().position(|it| found.as_deref() == Some(&*it.id));
        self.impact = at.map(|at| all.remove(at));
        self.others = all;
        if let Turn::In(when) | Turn::New { when, .. } = turn {
            self.begun = Begun {
                when: when.clone(),
                respondent: match turn {
                    Turn::New { respondent, .. } => respondent.clone(),
                    _ => None,
                },
                beside: self.first_in(when).is_some(),
            };
        }
        true
    }

    /// Every impact, the one asked about first.
    pub fn impacts(&self) -> impl Iterator<Item = &Filed<Impact>> {
        self.impact.iter().chain(&self.others)
    }

    /// The impact that a condition is known by: the one in force first, then by id.
    pub fn first_in(&self, condition: &str) -> Option<&Filed<Impact>> {
        let all = self.impacts().filter(|it| when(it) == condition);
        all.min_by_key(|it| self.rank(&it.id))
    }

    /// The condition that is asked about.
    pub fn when(&self) -> &str {
        match &self.impact {
            Some(impact) => when(impact),
            None => &self.begun.when,
        }
    }

    /// Who judges what is asked about.
    pub fn respondent(&self) -> Option<&str> {
        match &self.impact {
            Some(impact) => impact.own.respondent.as_deref(),
            None => self.begun.respondent.as_deref(),
        }
    }

    /// The judgement that a new one is begun from: what the same respondent said of normal times,
    /// for a peak that nobody judged the one of normal times. Nothing for another's first answer.
    pub fn pattern(&self) -> Option<&Filed<Impact>> {
        if self.impact.is_some() || self.begun.when == NORMAL {
            return None;
        }
        let who = self.begun.respondent.as_deref();
        let own = |it: &&Filed<Impact>| when(it) == NORMAL && it.own.respondent.as_deref() == who;
        let own = who.and_then(|_| self.others.iter().find(own));
        match self.begun.beside {
            true => own,
            false => own.or_else(|| self.first_in(NORMAL)),
        }
    }

    /// The judgement whose times a grid shows.
    pub fn timed(&self) -> Option<&Filed<Impact>> {
        let beside = || self.first_in(self.when()).or_else(|| self.first_in(NORMAL));
        let own = self.impact.as_ref().or_else(|| self.pattern());
        own.or_else(beside).filter(|it| !it.own.after.is_empty())
    }

    /// Whether somebody other than the one asked about is known by a name in this condition.
    pub fn is_taken(&self, respondent: &str) -> bool {
        let same = |it: &Filed<Impact>| {
            let name = it.own.respondent.as_deref().unwrap_or_default();
            name.trim().eq_ignore_ascii_case(respondent.trim())
        };
        let beside = self.others.iter().filter(|it| when(it) == self.when());
        beside.into_iter().any(same)
    }

    /// The impact, begun where there is none: a draft of the activity's owner that judges nothing
    /// yet. Such a one is not filed before its first category is judged.
    pub fn impact_or_begun(&self, state: &State) -> Filed<Impact> {
        let begun = || {
            let normal = self.begun.when == NORMAL;
            let own = Impact {
                activity: Id::to(&self.activity.id),
                when: (!normal).then(|| self.begun.when.clone()),
                after: Vec::new(),
                levels: Default::default(),
                loss: Vec::new(),
                loss_low: Vec::new(),
                loss_high: Vec::new(),
                respondent: self.begun.respondent.clone(),
                confidence: None,
            };
            let word = match is_id(&self.begun.when) && !normal {
                true => self.begun.when.as_str(),
                false => "impact",
            };
            let bare = normal && !self.begun.beside;
            let id = free(state, Impact::NAME, &self.activity.id, word, bare);
            Filed::made(&id, self.envelope(), own)
        };
        self.impact.clone().unwrap_or_else(begun)
    }

    /// The workaround, begun where there is none.
    pub fn workaround_or_begun(&self, state: &State) -> Filed<Workaround> {
        let begun = || {
            let own = Workaround {
                activity: Id::to(&self.activity.id),
                start_within: None,
                sustain_for: None,
                capacity: None,
                rekey: None,
                forms: None,
                tried: None,
            };
            let name = Workaround::NAME;
            let id = free(state, name, &self.activity.id, "workaround", true);
            Filed::made(&id, self.envelope(), own)
        };
        self.workaround.clone().unwrap_or_else(begun)
    }

    fn envelope(&self) -> Envelope {
        let owner = self.activity.envelope.owner.as_ref();
        Envelope {
            status: Some(Status::Draft),
            owner: owner.map(|owner| PartyRef::to(&*owner.text)),
            ..Envelope::empty()
        }
    }

    fn rank(&self, id: &str) -> (usize, String) {
        let at = self.order.iter().position(|known| known == id);
        (at.unwrap_or(usize::MAX), id.to_string())
    }
}

/// The live impacts of an activity: those of normal times first, of them those in force, then by
/// id. A draft that nobody put in force beside one in force, of the same condition and by nobody
/// else, is no answer of its own and left out. Cost: linear in impacts, and in those of the
/// activity squared.
pub(super) fn impacts_of<'r>(registers: &'r Registers, activity: &str) -> Vec<&'r Filed<Impact>> {
    let mut all = of(&registers.impacts, |it| it.activity.id() == activity);
    // A stable sort: an impact of normal times is asked about first.
    all.sort_by_key(|it| when(it) != NORMAL);
    let mut kept: Vec<&Filed<Impact>> = Vec::new();
    for impact in all {
        let twin = |other: &&Filed<Impact>| {
            when(other) == when(impact) && other.own.respondent == impact.own.respondent
        };
        if impact.is_approved() || !kept.iter().any(twin) {
            kept.push(impact);
        }
    }
    kept
}

/// The workaround of an activity: the one in force first, then by id.
pub fn workaround_of<'r>(
    registers: &'r Registers,
    activity: &str,
) -> Option<&'r Filed<Workaround>> {
    let all = of(&registers.workarounds, |it| it.activity.id() == activity);
    all.into_iter().next()
}

fn of<K: RecordKind>(register: &Register<K>, wanted: impl Fn(&Filed<K>) -> bool) -> Vec<&Filed<K>> {
    let mut all: Vec<_> = register.live().filter(|record| wanted(record)).collect();
    all.sort_by_key(|record| (!record.is_approved(), record.id.clone()));
    all
}

/// Whether a workaround says nothing any more: such a one is retired with the answers.
pub fn says_nothing(workaround: &Workaround) -> bool {
    let Workaround {
        activity: _,
        start_within,
        sustain_for,
        capacity,
        rekey,
        forms,
        tried,
    } = workaround;
    let times = [start_within, sustain_for, rekey];
    times.iter().all(|it| it.is_none()) && capacity.is_none() && forms.is_none() && tried.is_none()
}

/// Whether a record is a workaround of which nothing is said any more.
pub fn is_emptied(record: &Record) -> bool {
    matches!(record, Record::Workaround(it) if says_nothing(&it.own))
}
