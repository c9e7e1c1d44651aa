//! A piece of practice: a record that puts decisions into practice, how far it is, and what shows
//! it. What is decided stands in `decided`; what must come first in `need`.

mod kinds;

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::kind::{Envelope, Filed, RecordKind, Status};
use record::kinds::Registers;
use record::link::{PARTIES, split};
use record::operation::exercise::Rung;
use record::practice::{Decision, Practice};
use serde::Serialize;

use crate::event::Mode;
use crate::finding::Judge;
use crate::state::State;

/// The sort of a piece, in the order in which practice is built (S3.1 to S3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Somebody who holds a function.
    Role,
    /// People who work together.
    Team,
    /// Who calls whom.
    CallTree,
    /// Capacity held ready.
    Arrangement,
    /// Something that makes harm rarer or milder.
    Measure,
    /// A work instruction.
    Procedure,
    /// The steps by which something comes back.
    Plan,
    /// That someone learnt what a role asks for.
    Training,
    /// A recovery carried out on purpose.
    Exercise,
}

impl Sort {
    /// Every sort, in order.
    pub const ALL: &'static [Sort] = &[
        Sort::Role,
        Sort::Team,
        Sort::CallTree,
        Sort::Arrangement,
        Sort::Measure,
        Sort::Procedure,
        Sort::Plan,
        Sort::Training,
        Sort::Exercise,
    ];

    /// The word of its records.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Role => "role",
            Sort::Team => "team",
            Sort::CallTree => "call-tree",
            Sort::Arrangement => "arrangement",
            Sort::Measure => "measure",
            Sort::Procedure => "procedure",
            Sort::Plan => "plan",
            Sort::Training => "training",
            Sort::Exercise => "exercise",
        }
    }

    /// The sub-stage of the practice that it belongs to.
    pub fn sub_stage(self) -> &'static str {
        match self {
            Sort::Role | Sort::Team | Sort::CallTree => "S3.1",
            Sort::Arrangement => "S3.2",
            Sort::Measure => "S3.3",
            Sort::Plan => "S3.4",
            Sort::Procedure => "S3.5",
            Sort::Training => "S4.2",
            Sort::Exercise => "S3.6",
        }
    }
}

/// How far a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Meant, and not begun.
    Planned,
    /// Begun, and not usable yet.
    InHand,
    /// Usable.
    InPlace,
    /// Shown to work.
    Proven,
}

impl How {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            How::Planned => "planned",
            How::InHand => "in hand",
            How::InPlace => "in place",
            How::Proven => "proven",
        }
    }
}

/// What something costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// What of: once, a year, each call, or a line of a budget.
    pub what: String,
    /// How much.
    pub amount: String,
}

/// A record that puts decisions into practice.
#[derive(Clone, Debug)]
pub struct Piece<'r> {
    /// `kind/id`.
    pub id: String,
    /// Its sort.
    pub sort: Sort,
    /// Its name.
    pub name: String,
    /// How far it is.
    pub state: How,
    /// Why it is so, in a few words.
    pub why: String,
    /// Whether it was usable once and has run out.
    pub ran_out: bool,
    /// Who answers for it, `kind/id`.
    pub owner: Option<String>,
    /// What shows how far it is.
    pub evidence: Vec<String>,
    /// Since when it is usable, where a record says so.
    pub since: Option<Date>,
    /// The day it is set for, where that is still to come.
    pub set_for: Option<Date>,
    /// By when it shall be usable, where a record says so.
    pub due: Option<Date>,
    /// What it costs.
    pub cost: Vec<Cost>,
    /// What it is about: itself, and the records that it covers, `kind/id`.
    pub covers: Vec<String>,
    /// The decisions that it says it puts into practice.
    pub realises: &'r [Decision],
    /// How long it takes at least, as recorded.
    pub lead_seconds: Option<i64>,
    /// The work that is left, as recorded.
    pub person_days: Option<f64>,
}

/// All pieces, and what finds them.
pub struct Pieces<'r> {
    /// The pieces, by sort and id.
    pub all: Vec<Piece<'r>>,
    places: BTreeMap<String, usize>,
}

impl<'r> Pieces<'r> {
    /// Gathers every piece that is not retired. `state` is that of a journal, for its runs. Cost:
    /// linear in the records and their references.
    pub fn new(judge: &Judge<'r>, state: Option<&State>) -> Pieces<'r> {
        let ground = Ground {
            judge,
            registers: judge.registers(),
            today: judge.today(),
            tests: state.map(tests),
            paid: paid(judge.registers()),
        };
        let mut all = kinds::all(&ground);
        all.sort_by(|one, other| (one.sort, &one.id).cmp(&(other.sort, &other.id)));
        let places = all.iter().enumerate();
        let places = places.map(|(place, piece)| (piece.id.clone(), place));
        Pieces {
            places: places.collect(),
            all,
        }
    }

    /// The place of a piece.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The pieces of a sort, each with its place.
    pub fn of(&self, sort: Sort) -> impl Iterator<Item = (usize, &Piece<'r>)> {
        let all = self.all.iter().enumerate();
        all.filter(move |(_, piece)| piece.sort == sort)
    }
}

/// A test that a run was: when it ended, and its name.
type Test = (Date, String);

/// What every kind's piece is made from.
struct Ground<'g, 'r> {
    judge: &'g Judge<'r>,
    registers: &'r Registers,
    today: Date,
    /// The runs that ended, by exercise and by plan; none where records stand in files.
    tests: Option<BTreeMap<String, Test>>,
    paid: BTreeMap<String, Vec<Cost>>,
}

/// The latest run of each exercise; and of each plan, the latest that carried it out.
fn tests(state: &State) -> BTreeMap<String, Test> {
    let mut tests = BTreeMap::new();
    for run in state.runs().filter(|run| !run.is_on()) {
        let day = run.last_at().to_zoned(jiff::tz::TimeZone::UTC).date();
        let test = (day, format!("run/{}", run.id()));
        if let Some(exercise) = &run.start.exercise {
            tests.insert(exercise.clone(), test.clone());
        }
        let carried_out = match (run.mode(), run.start.type_) {
            (Mode::Exercise, rung) => rung.is_some_and(carries_out),
            _ => true,
        };
        if let Some(plan) = run.plan().filter(|_| carried_out) {
            tests.insert(plan.reference(), test);
        }
    }
    tests
}

/// Whether an exercise of this sort carries a plan out, so that it is a first test (S3.6).
pub fn carries_out(rung: Rung) -> bool {
    rung >= Rung::Component
}

/// What the lines of budgets pay, by what they pay.
fn paid(registers: &Registers) -> BTreeMap<String, Vec<Cost>> {
    let mut paid: BTreeMap<String, Vec<Cost>> = BTreeMap::new();
    for budget in registers.budgets.approved() {
        for line in &budget.own.lines {
            let cost = Cost {
                what: format!("{}: {}", budget.title(), line.title),
                amount: line.amount.to_string(),
            };
            for record in &line.pays {
                paid.entry(record.text.to_string())
                    .or_default()
                    .push(cost.clone());
            }
        }
    }
    paid
}

/// The role, team, person or body that a text names, as `kind/id`.
pub fn party(registers: &Registers, text: &str) -> Option<String> {
    if let (Some(kind), id) = split(text) {
        return registers.has(kind, id).then(|| text.to_string());
    }
    let kind = PARTIES.iter().find(|kind| registers.has(kind, text));
    kind.map(|kind| format!("{kind}/{text}"))
}

impl<'r> Ground<'_, 'r> {
    /// What every record tells of its piece; approved is in place until more is known.
    fn piece<K: RecordKind>(
        &self,
        sort: Sort,
        record: &'r Filed<K>,
        practice: Option<&'r Practice>,
    ) -> Piece<'r> {
        let id = record.reference();
        let (state, why) = self.how(record.status(), &record.envelope);
        let from = record.envelope.valid_from.map(|day| day.0);
        let owner = record.envelope.owner.as_ref();
        Piece {
            sort,
            name: record.title().to_string(),
            state,
            why,
            ran_out: false,
            owner: owner
                .map(|it| party(self.registers, &it.text).unwrap_or_else(|| it.text.to_string())),
            evidence: Vec::new(),
            since: from.filter(|day| *day <= self.today),
            set_for: from.filter(|day| *day > self.today && record.is_approved()),
            due: None,
            cost: self.paid.get(&id).cloned().unwrap_or_default(),
            covers: vec![id.clone()],
            realises: practice.map_or(&[], |it| &it.realises),
            lead_seconds: practice.and_then(|it| it.lead_time).map(|it| it.0),
            person_days: practice
                .and_then(|it| it.person_days)
                .filter(|it| *it >= 0.0),
            id,
        }
    }

    fn how(&self, status: Status, envelope: &Envelope) -> (How, String) {
        match (status, envelope.valid_from) {
            (Status::Approved, Some(from)) if from.0 > self.today => {
                (How::InHand, format!("approved, and holds from {from}"))
            }
            (Status::Approved, Some(from)) => (How::InPlace, format!("approved since {from}")),
            (Status::Approved, None) => (How::InPlace, "approved".into()),
            (Status::InReview, _) => (How::InHand, "in review".into()),
            (Status::Draft | Status::Retired, _) => (How::Planned, "a draft".into()),
        }
    }

    /// Adds an item or record by the text that names it.
    fn cover(&self, piece: &mut Piece<'_>, text: &str) {
        let estate = self.judge.estate();
        let id = match (estate.find(text), split(text).0) {
            (Some(item), _) => estate.reference(item).to_string(),
            (None, Some(_)) => text.to_string(),
            (None, None) => return,
        };
        if !piece.covers.contains(&id) {
            piece.covers.push(id);
        }
    }

    /// A day that has come, as it is shown to prove something.
    fn past(&self, day: Option<record::value::Date>) -> Option<Date> {
        day.map(|day| day.0).filter(|day| *day <= self.today)
    }
}

impl Piece<'_> {
    fn prove(&mut self, shown: String) {
        if self.state == How::InPlace {
            self.state = How::Proven;
            self.why.clone_from(&shown);
        }
        self.evidence.push(shown);
    }

    fn fall_to(&mut self, state: How, why: impl Into<String>) {
        if state < self.state {
            (self.state, self.why) = (state, why.into());
        }
    }
}
