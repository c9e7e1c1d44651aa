//! The estate made ready for margins, kept while nothing but signals and changes of operation is
//! filed, so that one signal is judged at once; and the margin computed last.

use std::sync::{Arc, Mutex, PoisonError};

use continuity::requirements::margin::{Ground, Margin, Told};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ledger::{Point, Present};

use super::answer_api::given;
use super::call::Call;
use super::problem::Problem;
use crate::answer;
use crate::web::frame::asked;

/// How old a margin may be where nothing changed: windows of planned work begin and end.
const FRESH: SignedDuration = SignedDuration::from_secs(15);

/// What the ground was made from: how many records there are but signals and changes, the latest
/// entry about any of them, and the day.
type Key = (usize, u64, Date);

/// What is kept.
#[derive(Default)]
pub struct Grounds {
    ground: Mutex<Option<(Key, Arc<Ground>)>>,
    margin: Mutex<Option<(u64, Timestamp, Arc<Margin>)>>,
}

impl Grounds {
    /// The ground of a present: the kept one, or a new one. Cost: linear in the records where it
    /// is kept, else that of trying each loss.
    pub fn of(&self, present: &Present, at: Timestamp) -> Arc<Ground> {
        let key = key(present, at);
        let mut kept = self.ground.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, ground)) = kept.as_ref().filter(|(of, _)| *of == key) {
            return Arc::clone(ground);
        }
        let made = answer::margin::ground(&given(&present.state.registers, &[], at));
        let made = Arc::new(made);
        *kept = Some((key, Arc::clone(&made)));
        made
    }

    fn known(&self, seq: u64, at: Timestamp) -> Option<Arc<Margin>> {
        let kept = self.margin.lock().unwrap_or_else(PoisonError::into_inner);
        let (of, then, margin) = kept.as_ref()?;
        let fresh = at.duration_since(*then).abs() < FRESH;
        (*of == seq && fresh).then(|| Arc::clone(margin))
    }
}

fn key(present: &Present, at: Timestamp) -> Key {
    let (mut count, mut last) = (0, 0);
    for (reference, filing) in present.state.filings() {
        if !reference.starts_with("signal/") && !reference.starts_with("change/") {
            count += 1;
            last = last.max(filing.last);
        }
    }
    (count, last, at.to_zoned(TimeZone::UTC).date())
}

/// The margin of a present at an instant.
pub fn margin_of(grounds: &Grounds, present: &Present, at: Timestamp) -> Arc<Margin> {
    if let Some(known) = grounds.known(present.seq, at) {
        return known;
    }
    let ground = grounds.of(present, at);
    let given = given(&present.state.registers, &[], at);
    let told = Told::of(&present.state, at);
    let margin = Arc::new(answer::margin::margin(&given, &ground, Some(&told)));
    let mut kept = grounds
        .margin
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    *kept = Some((present.seq, at, Arc::clone(&margin)));
    margin
}

/// The snapshot that a page is about, and the instant: now, or as `as-of` says.
async fn of_page(call: &Call) -> Result<(Arc<Present>, Timestamp), Problem> {
    let Some(text) = asked(call, "as-of") else {
        return Ok((call.doors.ledger.present(), call.now));
    };
    let instant: Option<Timestamp> = text.replace(' ', "+").parse().ok();
    let point = match (text.parse(), instant) {
        (Ok(entry), _) => Point::Entry(entry),
        (_, Some(instant)) => Point::Instant(instant),
        _ => {
            let text = "`as-of` is the number of an entry, or an instant with its offset.";
            return Err(Problem::invalid(text));
        }
    };
    let then = call.doors.ledger.as_of(point).await;
    let then = then.map_err(|failure| super::order::failed(&failure))?;
    Ok((then, instant.unwrap_or(call.now)))
}

/// The margin that a page shows: of the present, or of the point that `as-of` names.
pub async fn shown(call: &Call) -> Result<(Arc<Present>, Arc<Margin>), Problem> {
    let (present, at) = of_page(call).await?;
    let doors = Arc::clone(&call.doors);
    let compute = move || {
        let margin = margin_of(&doors.grounds, &present, at);
        (present, margin)
    };
    call.doors.compute(compute).await
}
