//! The guided tour of a demonstration: a strip on a page that says what to look at, why it matters
//! and where to go on. Nothing but the address says that someone is on it, so it needs no script.

use continuity::state::State;
use jiff::civil::{Weekday, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use maud::{Markup, html};

use super::when;
use crate::http::call::Call;

/// One stop.
struct Stop {
    /// Its name.
    title: &'static str,
    /// The page; `{friday}` stands for the coming Friday, 16:30.
    path: &'static str,
    /// What one sees.
    see: &'static str,
    /// Why it matters.
    matters: &'static str,
}

/// What the tour loses at its end.
const LOST: (&str, &str) = ("site", "ams-cloud");

const STOPS: [Stop; 10] = [
    Stop {
        title: "Would we be back in time?",
        path: "/",
        see: "Three figures that are never mixed: how many services must be back, how many would \
              be by calculation, how many were shown to be by a run. Below, the worst first.",
        matters: "A plan that nobody carried out is a hope. Here it is counted as one.",
    },
    Stop {
        title: "What was agreed",
        path: "/initiation",
        see: "The first of five stages, and how far each of its parts has come. A part is done \
              only while it is true; what breaks it sets it back, with the reason.",
        matters: "Nobody has to ask how far the programme is, and nobody can say more than is so.",
    },
    Stop {
        title: "Rules that are checked",
        path: "/initiation/policies/continuity",
        see: "The policy in sentences. Above a rule stands the law that asks for it; below it, who \
              breaks it and what keeps it.",
        matters: "A rule that nobody can check is a wish. Try a draft, and see whom it would hit \
                  before anyone approves it.",
    },
    Stop {
        title: "What an outage does",
        path: "/requirements/bia",
        see: "Owners are asked one question a page, ten minutes in all. What follows from an \
              answer stands beside it, at once.",
        matters: "Targets come from harm, not from the wish of whoever runs the machine.",
    },
    Stop {
        title: "One service",
        path: "/items/service/card-gateway",
        see: "What it needs, who answers for it, and three times: needed, calculated, shown. Each \
              number opens its arithmetic.",
        matters: "It runs in two halls, and stops with one of them all the same: here is why.",
    },
    Stop {
        title: "What hangs on what",
        path: "/map?of=service/card-gateway&hops=2",
        see: "Two steps around the service, never the whole tangle. Click something to lose it: \
              pattern and word say what goes with it. The list below says the same.",
        matters: "The smallest box may be under everything: here it is the machine that resolves \
                  names.",
    },
    Stop {
        title: "What is wrong, and how to mend it",
        path: "/findings",
        see: "Everything that is not as it should be, the worst first, each with its path, its \
              owner and the mend.",
        matters: "Some was known and excused until a day. When the day is past, it is an error \
                  again, by itself.",
    },
    Stop {
        title: "Shown, not claimed",
        path: "/runs/booking-in-luebeck-1",
        see: "A plan that was carried out: each step with its time, who said so, and what the \
              business confirmed. This is what the third figure on the first page counts.",
        matters: "If something that it rests on changes, it counts no longer until it is shown anew.",
    },
    Stop {
        title: "Friday, 16:30: who is in charge?",
        path: "/initiation/who?at={friday}&lose=site/ams-cloud",
        see: "For that very minute: who may declare, who decides what comes first, who speaks to \
              whom; and behind each, to whom the duty passes, and when.",
        matters: "At three in the morning nobody reads a chart of roles.",
    },
    Stop {
        title: "Amsterdam is lost",
        path: "/requirements/impact?lose=site/ams-cloud&at={friday}",
        see: "What is down and what runs on. For each target: by when it must be decided, by when \
              it would be back. Who is in charge stands beside it.",
        matters: "The freight desk bears an hour until someone decides; the security watch is too \
                  late from the start. Lose something else, at another hour, and compare.",
    },
];

/// Whether the organisation is the one of the tour.
pub fn is_possible(state: &State) -> bool {
    state.filing(LOST.0, LOST.1).is_some()
}

/// The strip of the stop that the address names.
pub fn strip(call: &Call) -> Option<Markup> {
    let present = call.doors.ledger.present();
    if !call.doors.demonstration || !is_possible(&present.state) {
        return None;
    }
    let uri = &call.parts.uri;
    let stop = super::frame::asked(call, "tour")?.parse::<usize>().ok()?;
    let stop = stop.checked_sub(1).filter(|stop| *stop < STOPS.len())?;
    let zone = when::zone(&present.state.registers);
    let friday = friday(call.now, &zone);
    let here = uri.path_and_query().map_or("/", |it| it.as_str());
    Some(shown(stop, &friday, here))
}

fn shown(at: usize, friday: &str, here: &str) -> Markup {
    let stop = &STOPS[at];
    let count = STOPS.len();
    html! {
        section.tour aria-label="Tour" {
            p { span.quiet { "Tour, stop " (at + 1) " of " (count) "  " } strong { (stop.title) } }
            p { (stop.see) " " (stop.matters) }
            p.actions {
                @if at + 1 < count {
                    a.button href=(address(at + 1, friday)) { "Next: " (STOPS[at + 1].title) }
                } @else {
                    a.button href="/" { "Look around by yourself" }
                }
                @if at > 0 { a href=(address(at - 1, friday)) { "Back" } }
                a href=(super::frame::without(here, "tour")) { "Leave the tour" }
            }
        }
    }
}

/// The address of a stop.
fn address(at: usize, friday: &str) -> String {
    let path = STOPS[at].path.replace("{friday}", friday);
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}tour={}", at + 1)
}

/// The coming Friday, 16:30 where the organisation is, in its local time.
fn friday(now: Timestamp, zone: &TimeZone) -> String {
    let today = now.to_zoned(zone.clone());
    let mut day = today.date();
    let half_past_four = time(16, 30, 0, 0);
    if day.weekday() == Weekday::Friday && today.time() >= half_past_four {
        day = day.saturating_add(1.day());
    }
    while day.weekday() != Weekday::Friday {
        day = day.saturating_add(1.day());
    }
    day.to_datetime(half_past_four)
        .strftime("%Y-%m-%dT%H:%M")
        .to_string()
}

#[cfg(test)]
mod tests;
