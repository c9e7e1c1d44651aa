//! Warnings that come in, measures that are carried out on them, and what came of them. A message
//! that is there already changes nothing; a feed that says nothing new is noted now and then.

use jiff::Timestamp;
use record::link::is_id;

use super::Desk;
use crate::access::{Action, Object};
use crate::command::{DecidePrecaution, JudgeWarning, ReceiveWarnings, Start};
use crate::event::{
    Came, Event, FeedHeard, Mode, PrecautionDecided, WarningJudged, WarningReceived,
};
use crate::refusal::Refusal;
use crate::requirements::warning::Warning;
use crate::requirements::warning::precaution::precautions;
use crate::state::warning::Received;

/// How long a feed without news is not noted again, in seconds.
const HEARD_SECONDS: i64 = 600;
/// Most alerts of one delivery.
const ALERTS_MAX: usize = 5_000;
/// Most characters of a text that is kept.
const TEXT_MAX: usize = 8_000;
/// Most points of the areas of one warning that are kept.
const POINTS_MAX: usize = 100_000;
/// Most complaints of a delivery that are kept.
const ERRORS_MAX: usize = 20;

impl Desk<'_> {
    pub(super) fn receive_warnings(&self, it: &ReceiveWarnings) -> Result<Vec<Event>, Refusal> {
        self.may(Action::ReceiveWarning, Object::Whole)?;
        if !is_id(&it.feed) {
            let text = "a feed is named in lower-case letters, digits, `-`, `.`, `_`";
            return Err(Refusal::invalid("feed", text));
        }
        if it.warnings.len() > ALERTS_MAX {
            let text = format!("{} alerts; at most {ALERTS_MAX} at once", it.warnings.len());
            return Err(Refusal::invalid("alerts", text));
        }
        let mut errors: Vec<String> = it.errors.iter().take(ERRORS_MAX).cloned().collect();
        let mut events = Vec::new();
        let mut taken = std::collections::BTreeSet::new();
        for warning in &it.warnings {
            let id = self.free_id(warning);
            let known = self.state.warning(&id);
            if known.is_some() || !taken.insert(id.clone()) {
                continue;
            }
            let points = points(warning);
            if points > POINTS_MAX {
                let name = &warning.identifier;
                errors.push(format!(
                    "{name}: {points} points; at most {POINTS_MAX} are kept"
                ));
                continue;
            }
            events.push(Event::WarningReceived(WarningReceived {
                id,
                feed: it.feed.clone(),
                digest: it.digest.clone(),
                warning: shortened(warning),
            }));
        }
        let fresh = events.len() as u32;
        let known = self.state.feed(&it.feed);
        let silent = known.is_none_or(|feed| {
            self.context.now.as_second() - feed.heard.as_second() >= HEARD_SECONDS
        });
        let told = known.is_none_or(|feed| feed.errors != errors);
        if fresh > 0 || silent || told {
            let heard = FeedHeard {
                feed: it.feed.clone(),
                alerts: it.warnings.len() as u32,
                fresh,
                digest: it.digest.clone(),
                errors,
            };
            events.insert(0, Event::FeedHeard(heard));
        }
        Ok(events)
    }

    /// The id of a message; another message that happens to have the same digest gets another.
    fn free_id(&self, warning: &Warning) -> String {
        let own = warning.id();
        let mut id = own.clone();
        let mut number = 1;
        while let Some(known) = self.state.warning(&id) {
            if known.warning.is_same_message(warning) {
                break;
            }
            number += 1;
            id = format!("{own}-{number}");
        }
        id
    }

    /// Accepts or declines a measure on a warning. Accepted, its plan becomes a run of its own
    /// mode: the word of the role that decides is the word that starts it.
    pub(super) fn decide_precaution(&self, it: &DecidePrecaution) -> Result<Vec<Event>, Refusal> {
        self.known_warning(&it.warning)?;
        let id = record::link::split(&it.measure).1;
        let reference = format!("measure/{id}");
        self.may(Action::DecidePrecaution, Object::Record("measure", id))?;
        let proposed = precautions(self.state, &it.warning, self.context.now);
        let list = proposed.map_or_else(Vec::new, |it| it.list);
        let Some(proposal) = list.into_iter().find(|it| it.measure == reference) else {
            let text = "this measure answers no hazard that the warning tells of here";
            return Err(Refusal::invalid("measure", text));
        };
        if proposal.decided.as_ref().is_some_and(|it| it.accepted) {
            let (why, remedy) = (
                "was accepted already",
                "Look at the run that carries it out.",
            );
            return Err(Refusal::wrong_state(&reference, why, remedy));
        }
        let reason = it.reason.as_deref().map(str::trim);
        let reason = reason.filter(|text| !text.is_empty());
        if reason.is_some_and(|text| text.chars().count() > TEXT_MAX) {
            return Err(Refusal::invalid("reason", "that is too long"));
        }
        if reason.is_none() {
            let text = "say why it is decided, in a sentence";
            return Err(Refusal::invalid("reason", text));
        }
        let carried = match (&proposal.plan, it.accept) {
            (Some(plan), true) => self.start_authorised(&Start {
                run: it.run.clone(),
                mode: Mode::Precaution,
                plan: plan.clone(),
                exercise: None,
                scenario: None,
                at: None,
                began: None,
                reason: reason.map(str::to_string),
                typed: it.typed.clone(),
            })?,
            _ => Vec::new(),
        };
        let decided = PrecautionDecided {
            warning: it.warning.clone(),
            measure: reference,
            hazard: proposal.hazard,
            run: (!carried.is_empty()).then(|| it.run.clone()),
            reason: reason.map(str::to_string),
            advice: proposal.advice.as_str().into(),
            probability: proposal.probability,
            threshold: proposal.threshold,
            cost: proposal.cost_money,
            avoids: proposal.avoids_money,
            latest: proposal.latest,
            begins: proposal.begins,
        };
        let mut events = vec![match it.accept {
            true => Event::PrecautionAccepted(decided),
            false => Event::PrecautionDeclined(decided),
        }];
        events.extend(carried);
        Ok(events)
    }

    pub(super) fn judge_warning(&self, it: &JudgeWarning) -> Result<Vec<Event>, Refusal> {
        let known = self.known_warning(&it.warning)?;
        self.may(Action::JudgeWarning, Object::Whole)?;
        let note = it.note.as_deref().map(str::trim);
        let note = note.filter(|text| !text.is_empty());
        if note.is_some_and(|text| text.chars().count() > TEXT_MAX) {
            return Err(Refusal::invalid("note", "that is too long"));
        }
        check_struck(it, self.context.now)?;
        let what = WarningJudged {
            warning: it.warning.clone(),
            came: it.came,
            struck: it.struck,
            note: note.map(str::to_string),
        };
        match known.judged.as_ref().is_some_and(|it| it.what == what) {
            true => Ok(Vec::new()),
            false => Ok(vec![Event::WarningJudged(what)]),
        }
    }

    fn known_warning(&self, id: &str) -> Result<&Received, Refusal> {
        let known = self.state.warning(id);
        known.ok_or_else(|| Refusal::unknown(&format!("warning/{id}")))
    }
}

fn check_struck(it: &JudgeWarning, now: Timestamp) -> Result<(), Refusal> {
    match (it.came, it.struck) {
        (Came::Hit, None) => Err(Refusal::invalid("struck", "say when it struck")),
        (Came::FalseAlarm, Some(_)) => {
            let text = "what did not strike has no instant of striking";
            Err(Refusal::invalid("struck", text))
        }
        (_, Some(struck)) if struck > now => {
            Err(Refusal::invalid("struck", "that is still to come"))
        }
        _ => Ok(()),
    }
}

fn points(warning: &Warning) -> usize {
    let areas = warning.areas.iter();
    let rings = areas.flat_map(|area| area.polygons.iter().flat_map(|it| &it.rings));
    rings.map(Vec::len).sum()
}

/// The warning with its long texts cut, and said to be.
fn shortened(warning: &Warning) -> Warning {
    let mut kept = warning.clone();
    let mut cut = false;
    for text in [&mut kept.text, &mut kept.instruction, &mut kept.headline] {
        let Some(long) = text.as_mut() else {
            continue;
        };
        if let Some((end, _)) = long.char_indices().nth(TEXT_MAX) {
            long.truncate(end);
            long.push('…');
            cut = true;
        }
    }
    if cut {
        let text = format!("its texts were cut after {TEXT_MAX} characters");
        kept.remarks.push(text);
    }
    kept
}
