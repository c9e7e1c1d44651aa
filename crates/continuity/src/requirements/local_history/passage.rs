//! How near a way came to a place: between its fixes as well as at them, and how strong it was
//! while near. A storm that moves fast passes a place between two six-hourly fixes.

use engine::sphere::{Point, distance_km, distance_to_way_km};
use record::value::Moment;

use super::exposed::Sites;
use super::{History, Whereabouts};

/// A degree of latitude is at least this long, in kilometres.
const DEGREE_KM: f64 = 110.0;

/// One known place on a way.
#[derive(Clone, Copy, Debug)]
pub struct Fix {
    /// Where.
    pub point: Point,
    /// How strong it was there.
    pub strength: f64,
    /// When.
    pub at: Moment,
}

/// A way of known places, in the order of time.
#[derive(Clone, Debug)]
pub struct Track {
    /// The places.
    pub fixes: Vec<Fix>,
    /// From which strength at a site it is of the strong sort.
    pub strong_from: f64,
    /// The index of the strong sort.
    pub strong: usize,
    /// The unit of the strength.
    pub unit: &'static str,
}

/// How a way passed a place.
pub(super) struct Passage {
    /// How near it came, in kilometres.
    pub distance_km: f64,
    /// The greatest strength while it was near: at a fix, else as it was between two.
    pub strength: f64,
    /// Whether a fix itself was near.
    pub at_fix: bool,
    /// When: at the nearest fix, or the fix before the nearest place of the way.
    pub at: Moment,
}

impl Track {
    /// How it passed a place, where it came near enough.
    pub(super) fn passes(&self, place: Point, within_km: f64) -> Option<Passage> {
        let band = within_km / DEGREE_KM + 1.0;
        let mut passage: Option<Passage> = None;
        let mut note = |distance_km: f64, strength: f64, at_fix: bool, at: Moment| {
            if distance_km > within_km {
                return;
            }
            let known = passage.get_or_insert(Passage {
                distance_km,
                strength,
                at_fix,
                at,
            });
            if distance_km < known.distance_km {
                (known.distance_km, known.at) = (distance_km, at);
            }
            known.strength = known.strength.max(strength);
            known.at_fix |= at_fix;
        };
        for (index, fix) in self.fixes.iter().enumerate() {
            let away = (fix.point.lat - place.lat).abs();
            if away <= band {
                note(distance_km(place, fix.point), fix.strength, true, fix.at);
            }
            let Some(before) = index.checked_sub(1).map(|index| &self.fixes[index]) else {
                continue;
            };
            // Six hours are no more than some degrees; a way that jumps further is looked at too.
            let span = (fix.point.lat - before.point.lat).abs();
            if away.min((before.point.lat - place.lat).abs()) > band + span + 5.0 {
                continue;
            }
            let (distance, along) = distance_to_way_km(place, before.point, fix.point);
            if along > 0.0 && along < 1.0 {
                let strength = before.strength + along * (fix.strength - before.strength);
                note(distance, strength, false, before.at);
            }
        }
        passage
    }
}

/// The distance of two points where it is within a bound.
pub(super) fn near(place: Point, other: Point, within_km: f64) -> Option<f64> {
    if (place.lat - other.lat).abs() > within_km / DEGREE_KM {
        return None;
    }
    let distance = distance_km(place, other);
    (distance <= within_km).then_some(distance)
}

/// Of ways: how many had a fix near each site, how many of these were strong there, and which
/// passed only between two fixes.
pub(super) fn tell(
    history: &History,
    sites: &Sites<'_>,
    within: &[f64],
    remarks: &mut Vec<String>,
) {
    for site in &sites.list {
        let (mut at_fix, mut strong, mut between) = (0, 0, Vec::new());
        let (mut any, mut far) = (false, 0.0);
        for seen in &history.events {
            let (Whereabouts::Track(track), Some(place)) = (&seen.place, site.point) else {
                continue;
            };
            (any, far) = (true, within[seen.sort]);
            let Some(passage) = track.passes(place, far) else {
                continue;
            };
            strong += usize::from(passage.strength >= track.strong_from);
            match passage.at_fix {
                true => at_fix += 1,
                false => between.push(seen.name.clone().unwrap_or_default()),
            }
        }
        if !any {
            continue;
        }
        let more = match between.is_empty() {
            true => String::new(),
            false => format!(
                "; {} more passed between two fixes: {}",
                between.len(),
                between.join(", ")
            ),
        };
        remarks.push(format!(
            "site/{}: {at_fix} had a fix within {far} km, {strong} of all were of the strong sort \
             there{more}",
            site.id
        ));
    }
}
