//! The work that is left: bringing a piece to where it can be used, and showing that it works. How
//! long each takes at least and how much work it is, as recorded or else assumed, and who does it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::need::{Because, Need};
use super::piece::{How, Piece, Pieces, Sort};
use crate::finding::{Judge, plan_reach};

/// Calendar days in seconds.
const DAY_SECONDS: i64 = 86_400;
/// More than this is no plan any more: what is recorded above counts as this.
const DAYS_MAX: i64 = 3_650;

/// What a piece of work does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    /// Brings it to where it can be used.
    PutInPlace,
    /// Shows that it works.
    Prove,
}

/// A piece of work.
#[derive(Clone, Debug)]
pub struct Work {
    /// `kind/id`, with `#proof` where it shows that it works.
    pub id: String,
    /// The piece.
    pub piece: usize,
    /// What it does.
    pub does: Does,
    /// How long it takes at least, in calendar days.
    pub lead_days: i64,
    /// How much work it is, in days of one person.
    pub person_days: f64,
    /// Which of both nobody recorded.
    pub assumed: Vec<&'static str>,
    /// The work that comes first, by index, and why; none where it is the same piece's.
    pub after: Vec<(usize, Option<Because>)>,
}

impl Work {
    /// What is to be done, verb first.
    pub fn words(&self, sort: Sort, set_for: bool) -> &'static str {
        match (self.does, sort) {
            (Does::PutInPlace, Sort::Role) => "name who holds it",
            (Does::PutInPlace, Sort::Team) => "set it up",
            (Does::PutInPlace, Sort::CallTree) => "write and approve it",
            (Does::PutInPlace, Sort::Arrangement) => "bring it into place",
            (Does::PutInPlace, Sort::Measure) => "build it and take it into use",
            (Does::PutInPlace, Sort::Procedure | Sort::Plan) if set_for => "wait until it holds",
            (Does::PutInPlace, Sort::Procedure | Sort::Plan) => "write and approve it",
            (Does::PutInPlace, Sort::Training) => "train",
            (Does::PutInPlace, Sort::Exercise) => "prepare and hold it",
            (Does::Prove, Sort::Plan) => "carry it out for the first time",
            (Does::Prove, Sort::Procedure) => "let a deputy carry it out",
            (Does::Prove, Sort::Arrangement) => "call on it once",
            (Does::Prove, Sort::Measure) => "let somebody else show that it works",
            (Does::Prove, _) => "try it once",
        }
    }
}

/// What is assumed of work that nobody recorded: calendar days at least, and person-days.
fn assumed(does: Does, sort: Sort) -> (i64, f64) {
    match (does, sort) {
        (Does::PutInPlace, Sort::Role) => (14, 1.0),
        (Does::PutInPlace, Sort::Team) => (14, 2.0),
        (Does::PutInPlace, Sort::CallTree) => (0, 2.0),
        (Does::PutInPlace, Sort::Arrangement) => (90, 5.0),
        (Does::PutInPlace, Sort::Measure) => (60, 5.0),
        (Does::PutInPlace, Sort::Procedure) => (0, 2.0),
        (Does::PutInPlace, Sort::Plan) => (14, 5.0),
        (Does::PutInPlace, Sort::Training) => (14, 1.0),
        (Does::PutInPlace, Sort::Exercise) | (Does::Prove, Sort::Plan) => (30, 5.0),
        (Does::Prove, Sort::Arrangement) => (14, 2.0),
        (Does::Prove, _) => (0, 1.0),
    }
}

/// The work that is left, in the order of the pieces, and the circles of needs that had to be cut:
/// the pieces whose needs were left out, by index. Cost: linear in pieces and needs.
pub fn works(pieces: &Pieces<'_>, needs: &[Need]) -> (Vec<Work>, Vec<usize>) {
    let mut works = Vec::new();
    let mut place: BTreeMap<(usize, Does), usize> = BTreeMap::new();
    let tested = tested(pieces, needs);
    for (at, piece) in pieces.all.iter().enumerate() {
        for does in [Does::PutInPlace, Does::Prove] {
            if is_left(piece, does, tested.contains_key(&at)) {
                place.insert((at, does), works.len());
                works.push(work(piece, at, does));
            }
        }
    }
    let mut before: BTreeMap<usize, Vec<&Need>> = BTreeMap::new();
    for need in needs {
        before.entry(need.after).or_default().push(need);
    }
    for at in 0..works.len() {
        let piece = works[at].piece;
        let own = place.get(&(piece, Does::PutInPlace)).copied();
        works[at].after = match own.filter(|own| *own != at) {
            Some(own) => vec![(own, None)],
            None => first_of_all(piece, &before, &place),
        };
    }
    let cut = cut_circles(&mut works);
    (works, cut)
}

/// The work that comes before all work on a piece. What counts as done has no work of its own; what
/// it should have waited for comes first all the same.
fn first_of_all(
    piece: usize,
    before: &BTreeMap<usize, Vec<&Need>>,
    place: &BTreeMap<(usize, Does), usize>,
) -> Vec<(usize, Option<Because>)> {
    let mut first: BTreeMap<usize, Because> = BTreeMap::new();
    let mut seen = BTreeSet::from([piece]);
    let mut open = vec![(piece, None)];
    while let Some((at, because)) = open.pop() {
        for need in before.get(&at).into_iter().flatten() {
            let because: Because = because.unwrap_or(need.because);
            if let Some(&work) = place.get(&(need.before, Does::PutInPlace)) {
                first.entry(work).or_insert(because);
            } else if seen.insert(need.before) {
                open.push((need.before, Some(because)));
            }
        }
    }
    let found = first
        .into_iter()
        .filter(|(work, _)| place.get(&(piece, Does::PutInPlace)) != Some(work));
    found.map(|(work, because)| (work, Some(because))).collect()
}

/// The plans that an exercise still to come carries out, each with it.
fn tested(pieces: &Pieces<'_>, needs: &[Need]) -> BTreeMap<usize, usize> {
    let tests = needs.iter().filter(|need| {
        need.because == Because::PlanBeforeTest && pieces.all[need.after].state < How::InPlace
    });
    tests.map(|need| (need.before, need.after)).collect()
}

fn is_left(piece: &Piece<'_>, does: Does, tested: bool) -> bool {
    match (does, piece.sort) {
        (Does::PutInPlace, _) => piece.state < How::InPlace,
        (Does::Prove, Sort::Plan) => piece.state < How::Proven && !tested,
        (Does::Prove, Sort::Role | Sort::Team | Sort::Training | Sort::Exercise) => false,
        (Does::Prove, _) => piece.state < How::Proven,
    }
}

fn work(piece: &Piece<'_>, at: usize, does: Does) -> Work {
    let (mut lead_days, mut person_days) = assumed(does, piece.sort);
    let mut assumed = vec!["lead-time", "person-days"];
    if does == Does::PutInPlace {
        if let Some(seconds) = piece.lead_seconds {
            lead_days = seconds.saturating_add(DAY_SECONDS - 1) / DAY_SECONDS;
            assumed.retain(|it| *it != "lead-time");
        }
        if let Some(days) = piece.person_days {
            person_days = days;
            assumed.retain(|it| *it != "person-days");
        }
        // What is only to come on its day has no work left that anybody recorded.
        if piece.set_for.is_some() {
            lead_days = 0;
            assumed.retain(|it| *it != "lead-time");
            if piece.person_days.is_none() {
                person_days = 0.0;
                assumed.clear();
            }
        }
    }
    let suffix = match does {
        Does::PutInPlace => "",
        Does::Prove => "#proof",
    };
    Work {
        id: format!("{}{suffix}", piece.id),
        piece: at,
        does,
        lead_days: lead_days.clamp(0, DAYS_MAX),
        person_days: person_days.min(DAYS_MAX as f64),
        assumed,
        after: Vec::new(),
    }
}

/// Leaves needs out until nothing waits for itself: of what is stuck the first one begins.
fn cut_circles(works: &mut [Work]) -> Vec<usize> {
    let mut waits: Vec<usize> = works.iter().map(|work| work.after.len()).collect();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); works.len()];
    for (at, work) in works.iter().enumerate() {
        for (first, _) in &work.after {
            next[*first].push(at);
        }
    }
    let mut done = vec![false; works.len()];
    let mut cut = Vec::new();
    let mut ready: Vec<usize> = (0..works.len()).filter(|&at| waits[at] == 0).collect();
    let mut from = 0;
    loop {
        while let Some(at) = ready.pop() {
            if std::mem::replace(&mut done[at], true) {
                continue;
            }
            for &then in &next[at] {
                waits[then] = waits[then].saturating_sub(1);
                if waits[then] == 0 {
                    ready.push(then);
                }
            }
        }
        let Some(stuck) = (from..works.len()).find(|&at| !done[at]) else {
            return cut;
        };
        from = stuck;
        works[stuck].after.retain(|(first, _)| done[*first]);
        waits[stuck] = 0;
        cut.push(works[stuck].piece);
        ready.push(stuck);
    }
}

/// Who does the work on a piece, and how many of them there are; whether that is assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hands {
    /// `kind/id`.
    pub party: String,
    /// People who can work at once.
    pub people: u32,
    /// Whether nobody says how many they are.
    pub assumed: bool,
}

/// The hands of an owner: a team's people, the holders of a role, else one.
pub fn hands(judge: &Judge<'_>, owner: &str) -> Hands {
    let (kind, id) = record::link::split(owner);
    let known = match kind {
        Some("team") => {
            let item = judge.estate().find_kind("team", id);
            item.and_then(|item| plan_reach::people(judge, item))
        }
        Some("role") => {
            let role = judge.registers().roles.get(id);
            role.map(|role| role.own.holders.unwrap_or(1))
        }
        Some("person") => Some(1),
        _ => None,
    };
    Hands {
        party: owner.to_string(),
        people: known.unwrap_or(1).max(1),
        assumed: known.is_none(),
    }
}
