//! How a hazard stands: normal, watch, warning, imminent - the most that any warning in force or
//! any indicator says of it. What one says and what it means stand in one table here.

use jiff::Timestamp;
use record::kind::Filed;
use record::kinds::Registers;
use record::requirements::{Hazard, Indicator};
use serde::Serialize;

use super::chain::{Standing, ended_by};
use super::{Certainty, Message, Severity, Urgency, Warning};
use crate::requirements::drift::readings::Reading;
use crate::state::State;

record::words! {
    /// How a hazard stands.
    pub enum Posture {
        /// Nothing points to it.
        Normal = "normal",
        /// It may come: watch.
        Watch = "watch",
        /// It is likely: be ready.
        Warning = "warning",
        /// It is there or about to be: act.
        Imminent = "imminent",
    }
}

impl Serialize for Posture {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A hazard and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HazardPosture {
    /// `hazard/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub posture: Posture,
    /// What says so, the strongest first.
    pub because: Vec<Sign>,
}

/// What points to a hazard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sign {
    /// The identifier of a warning, or `indicator/id`.
    pub of: String,
    /// How far it raises the posture.
    pub posture: Posture,
    /// Why so far.
    pub why: String,
}

/// A warning as it bears on hazards.
pub struct Bearing<'a> {
    /// The warning.
    pub warning: &'a Warning,
    /// Whether it holds.
    pub standing: &'a Standing,
    /// The sites that it touches, `site/id`.
    pub sites: &'a [String],
}

/// How long a warning that names no end is taken to raise a posture, in hours after it begins.
const ENDLESS_HOURS: i64 = 24;

/// How far a warning raises a posture by its own words, and why. A test, one that is over and one
/// that says all is clear raise nothing.
pub fn level(warning: &Warning, standing: &Standing, at: Timestamp) -> (Posture, String) {
    use Certainty::{Likely, Observed, Unlikely};
    use Severity::{Extreme, Severe};
    if !warning.is_actual() {
        return (Posture::Normal, super::NOT_ACTUAL.into());
    }
    if let Some(over) = standing.text() {
        return (Posture::Normal, over);
    }
    if warning.is_all_clear() {
        return (Posture::Normal, "it says that all is clear".into());
    }
    let past_end = warning.expires.is_none()
        && warning
            .begins()
            .is_some_and(|begins| at.as_second() - begins.as_second() > ENDLESS_HOURS * 3_600);
    if past_end {
        let text = format!("it names no end and began more than {ENDLESS_HOURS} h ago");
        return (Posture::Normal, text);
    }
    let (urgency, severity, certainty) = (warning.urgency, warning.severity, warning.certainty);
    let word = |word: Option<&'static str>| word.unwrap_or("nothing");
    let why = format!(
        "urgency {}, severity {}, certainty {}",
        word(urgency.map(Urgency::as_str)),
        word(severity.map(Severity::as_str)),
        word(certainty.map(Certainty::as_str)),
    );
    let sure = matches!(certainty, Some(Observed | Likely));
    let grave = matches!(severity, Some(Extreme | Severe));
    let posture = match urgency {
        _ if certainty == Some(Unlikely) => Posture::Normal,
        Some(Urgency::Past) => Posture::Watch,
        _ if severity == Some(Severity::Minor) => Posture::Watch,
        Some(Urgency::Immediate) if sure && grave => Posture::Imminent,
        Some(Urgency::Immediate | Urgency::Expected) if sure => Posture::Warning,
        _ => Posture::Watch,
    };
    (posture, why)
}

/// Whether a warning tells of a hazard: by the hazard's words for events and categories, else by
/// its own name.
pub fn tells_of(warning: &Warning, hazard: &Filed<Hazard>) -> bool {
    let own = [
        hazard.id.replace(['-', '_', '.'], " "),
        hazard.title().to_string(),
    ];
    let words = match hazard.own.events.is_empty() {
        true => &own[..],
        false => &hazard.own.events[..],
    };
    let events: Vec<String> = warning.events.iter().map(|it| spaced(it)).collect();
    words.iter().any(|word| {
        let asked = spaced(word);
        let category = warning.categories.iter().any(|it| spaced(it) == asked);
        let code = |it: &String| it.rsplit_once(':').is_some_and(|(_, code)| code == word);
        asked.trim() != ""
            && (category
                || events.iter().any(|event| event.contains(&asked))
                || warning.event_codes.iter().any(code))
    })
}

/// Words in small letters, a space before and after each.
fn spaced(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    format!(" {} ", words.join(" "))
}

/// How long a posture is held that an update lowers, in seconds: the next update may raise it
/// again, and nobody is to be sent home and called back within the hour.
const HELD_SECONDS: i64 = 3_600;

/// How far each warning raises a posture, and why. What an update lowers is held for an hour after
/// it was sent; a cancellation and an all-clear lower at once.
fn levels(bearings: &[Bearing<'_>], at: Timestamp) -> Vec<(Posture, String)> {
    let all: Vec<&Warning> = bearings.iter().map(|it| it.warning).collect();
    let own = |it: &Bearing<'_>| level(it.warning, it.standing, at);
    let mut levels: Vec<(Posture, String)> = bearings.iter().map(own).collect();
    for (earlier, by) in ended_by(&all, at).into_iter().enumerate() {
        let Some(by) = by else { continue };
        let (known, update) = (all[earlier], &bearings[by]);
        let Some(sent) = update.warning.sent else {
            continue;
        };
        let lasted = known
            .expires
            .is_none_or(|expires| sent < expires && at < expires);
        let fresh = at.as_second() - sent.as_second() < HELD_SECONDS;
        let lowers = update.warning.message == Message::Update
            && !update.warning.is_all_clear()
            && *update.standing == Standing::InForce;
        if !(lasted && fresh && lowers) {
            continue;
        }
        let (before, _) = level(known, &Standing::InForce, at);
        if before > levels[by].0 {
            let text = format!(
                "{}; it stood at {} until this update, which is held for an hour from {sent}",
                levels[by].1,
                before.as_str()
            );
            levels[by] = (before, text);
        }
    }
    levels
}

/// How each hazard stands that anything points to, the worst first. A journal's state adds what
/// the indicators' signals said before, without which no level could be held.
pub fn postures(
    registers: &Registers,
    state: Option<&State>,
    bearings: &[Bearing<'_>],
    at: Timestamp,
) -> Vec<HazardPosture> {
    let mut all: Vec<HazardPosture> = Vec::new();
    let levels = levels(bearings, at);
    for hazard in registers.hazards.live() {
        let mut because: Vec<Sign> = bearings
            .iter()
            .zip(&levels)
            .filter(|(it, _)| strikes(hazard, it.sites) && tells_of(it.warning, hazard))
            .map(|(it, (posture, why))| Sign {
                of: it.warning.identifier.clone(),
                posture: *posture,
                why: why.clone(),
            })
            .chain(indicators(registers, state, hazard, at))
            .filter(|sign| sign.posture > Posture::Normal)
            .collect();
        because.sort_by(|a, b| b.posture.cmp(&a.posture).then_with(|| a.of.cmp(&b.of)));
        if let Some(first) = because.first() {
            all.push(HazardPosture {
                id: hazard.reference(),
                name: hazard.title().to_string(),
                posture: first.posture,
                because,
            });
        }
    }
    all.sort_by(|a, b| b.posture.cmp(&a.posture).then_with(|| a.id.cmp(&b.id)));
    all
}

/// Whether a hazard can strike one of some sites; one that names none can strike anywhere.
pub fn strikes(hazard: &Filed<Hazard>, sites: &[String]) -> bool {
    let named = &hazard.own.sites;
    let is = |site: &String| {
        let id = record::link::split(site).1;
        named.iter().any(|known| known.id() == id)
    };
    !sites.is_empty() && (named.is_empty() || sites.iter().any(is))
}

/// What the indicators of a hazard say: their signals' values in the order heard, each level left
/// only when the value is back by more than the hysteresis.
fn indicators(
    registers: &Registers,
    state: Option<&State>,
    hazard: &Filed<Hazard>,
    at: Timestamp,
) -> Vec<Sign> {
    let of = registers.indicators.live().filter(|it| {
        it.own
            .hazard
            .as_ref()
            .is_some_and(|id| id.id() == &*hazard.id)
    });
    let sign = |indicator: &Filed<Indicator>| {
        let signals = registers.signals.live().filter(|it| {
            it.own
                .indicator
                .as_ref()
                .is_some_and(|id| id.id() == &*indicator.id)
        });
        let mut values: Vec<(Option<Timestamp>, f64)> = Vec::new();
        for signal in signals {
            let before = state.map_or(&[][..], |state| state.readings(&signal.id));
            let of = |it: &&Reading| it.indicator.as_deref() == Some(&*indicator.id);
            let before = before.iter().filter(of);
            values.extend(before.filter_map(|it| Some((Some(it.at), it.value?))));
            let heard = signal.own.heard.as_ref().or(signal.own.since.as_ref());
            let now = signal
                .own
                .value
                .map(|it| (heard.map(|heard| heard.earliest()), it));
            values.extend(now.filter(|it| !values.contains(it)));
        }
        // What was heard after the instant asked about was not known then.
        values.retain(|(heard, _)| heard.is_none_or(|heard| heard <= at));
        values.sort_by_key(|(heard, _)| *heard);
        let last = values.last()?.1;
        let values = values.into_iter().map(|(_, value)| value);
        let posture = held_level(&indicator.own, values);
        let unit = indicator.own.unit.as_deref().unwrap_or_default();
        Some(Sign {
            of: indicator.reference(),
            posture,
            why: format!("its value is {last} {unit}").trim_end().to_string(),
        })
    };
    of.filter_map(sign).collect()
}

/// The level after some values: it rises at a threshold, and falls only once the value has come
/// back by more than the hysteresis. Where `act` lies below `watch`, less is worse.
pub fn held_level(indicator: &Indicator, values: impl Iterator<Item = f64>) -> Posture {
    let (watch, warn, act) = (indicator.watch, indicator.warn, indicator.act);
    let falling = watch
        .or(warn)
        .zip(act.or(warn))
        .is_some_and(|(low, high)| high < low);
    let sign = if falling { -1.0 } else { 1.0 };
    let room = indicator.hysteresis.unwrap_or(0.0).abs();
    let steps = [
        (act, Posture::Imminent),
        (warn, Posture::Warning),
        (watch, Posture::Watch),
    ];
    let mut held = Posture::Normal;
    for value in values {
        let reaches = |room: f64| {
            let over = |threshold: f64| sign * value >= sign * threshold - room;
            steps
                .iter()
                .find(|(threshold, _)| threshold.is_some_and(over))
                .map_or(Posture::Normal, |(_, posture)| *posture)
        };
        let (bare, eased) = (reaches(0.0), reaches(room));
        held = bare.max(held.min(eased));
    }
    held
}
