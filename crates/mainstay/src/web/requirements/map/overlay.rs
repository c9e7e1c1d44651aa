//! What a loss does to each item at an hour, in one word that the drawing, the list and the what-if
//! page share.

use std::collections::BTreeMap;

use continuity::requirements::exposure::{Exposure, exposure};
use continuity::requirements::return_order::{Return, return_order};

use crate::answer::impact::after_loss;
use crate::answer::{Given, Wrong};
use crate::web::navigation::Mark;
use crate::web::requirements::words::percent;

/// How an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// As always.
    Up,
    /// Gone: it must be brought back by its own work.
    Lost,
    /// Stopped with what it needs.
    Stopped,
    /// On at a level in hundredths of a percent.
    Degraded(u32),
    /// On with so many of so many.
    Reduced(u32, u32),
    /// It was stopped and is back by now.
    Back,
}

impl State {
    /// Its class in the style and the drawing.
    pub fn class(&self) -> &'static str {
        match self {
            State::Up => "is-up",
            State::Lost => "is-lost",
            State::Stopped => "is-stopped",
            State::Degraded(_) => "is-degraded",
            State::Reduced(..) => "is-reduced",
            State::Back => "is-back",
        }
    }

    /// Its word.
    pub fn word(&self) -> String {
        match self {
            State::Up => "up".into(),
            State::Lost => "lost".into(),
            State::Stopped => "stopped".into(),
            State::Degraded(level) => format!("at {}", percent(*level)),
            State::Reduced(up, of) => format!("{up} of {of} left"),
            State::Back => "back".into(),
        }
    }

    /// Its mark.
    pub fn mark(&self) -> Mark {
        match self {
            State::Up | State::Back => Mark::Good,
            State::Lost | State::Stopped => Mark::Bad,
            State::Degraded(_) | State::Reduced(..) => Mark::Warn,
        }
    }
}

/// What a loss does.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// Whether anything is lost.
    pub asked: bool,
    /// What was named as lost, by `kind/id`.
    pub lost: Vec<String>,
    /// How many items stop.
    pub stopped: usize,
    /// What follows from it.
    pub exposure: Option<Exposure>,
    /// In which order it comes back.
    pub returns: Vec<Return>,
    states: BTreeMap<String, State>,
    places: BTreeMap<String, usize>,
}

impl Overlay {
    /// How an item is.
    pub fn state(&self, reference: &str) -> &State {
        self.states.get(reference).unwrap_or(&State::Up)
    }

    /// When and in which wave an item comes back; none for one that did not stop.
    pub fn comeback(&self, reference: &str) -> Option<&Return> {
        self.places
            .get(reference)
            .map(|place| &self.returns[*place])
    }

    /// The hour by which all that is known to come back is back.
    pub fn last_hours(&self) -> u32 {
        let back = self.returns.iter().filter_map(from_loss);
        let last = back.max().unwrap_or(0);
        u32::try_from((last + 3_599) / 3_600).unwrap_or(u32::MAX)
    }

    /// Hours worth a look: a few up to the last.
    pub fn steps(&self) -> Vec<u32> {
        let last = self.last_hours();
        let mut steps: Vec<u32> = [0, 1, 2, 4, 8, 24, 72, 168]
            .into_iter()
            .filter(|hour| *hour < last)
            .collect();
        steps.push(last);
        steps
    }
}

/// When an item is back, from the loss on.
pub fn from_loss(back: &Return) -> Option<i64> {
    back.back_seconds.map(|seconds| seconds + back.lead_seconds)
}

/// What follows when some names are lost, as it is so many hours later.
pub fn overlay(given: &Given<'_>, lose: &[String], hours: Option<u32>) -> Result<Overlay, Wrong> {
    if lose.is_empty() {
        return Ok(Overlay::default());
    }
    let (standpoint, losses) = after_loss(given, lose)?;
    let full = |name: &String| match standpoint.estate.ask(name) {
        Ok(item) if !name.starts_with("scenario/") => standpoint.estate.reference(item).to_owned(),
        _ => name.clone(),
    };
    let mut lost: Vec<String> = lose.iter().map(full).collect();
    lost.dedup();
    let exposure = exposure(&standpoint, &losses);
    let returns = return_order(&standpoint, &losses);
    let mut states: BTreeMap<String, State> = BTreeMap::new();
    for it in &exposure.degraded {
        states.insert(it.id.clone(), State::Degraded(it.to_percent.0));
    }
    for it in &exposure.on_redundancy {
        states
            .entry(it.id.clone())
            .or_insert(State::Reduced(it.up, it.of));
    }
    let now = hours.map(|hours| i64::from(hours) * 3_600);
    for it in &returns {
        let back = now.is_some_and(|now| from_loss(it).is_some_and(|at| at <= now));
        let state = match (back, it.lost) {
            (true, _) => State::Back,
            (false, true) => State::Lost,
            (false, false) => State::Stopped,
        };
        states.insert(it.id.clone(), state);
    }
    let places = returns.iter().enumerate();
    Ok(Overlay {
        asked: true,
        lost,
        stopped: exposure.stopped.len(),
        places: places.map(|(place, it)| (it.id.clone(), place)).collect(),
        exposure: Some(exposure),
        returns,
        states,
    })
}
