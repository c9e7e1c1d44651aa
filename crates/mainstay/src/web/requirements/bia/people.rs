//! How many people are needed as time goes on after a stop: the rows of the form, and what they
//! say. Times of the grid of harm are offered; a row without a number says nothing.

use maud::{Markup, html};
use record::requirements::activity::PeopleAfter;
use record::value::Duration;

use super::ask::Shown;
use super::grid::{Grid, MOST};
use super::typed::{duration, value};
use crate::http::fields::Fields;
use crate::web::form::Faults;

/// Empty rows below those that are offered.
const SPARE: usize = 1;

/// The rows.
pub fn rows(shown: &Shown<'_>) -> Markup {
    let known = &shown.answers.activity.own.people_after;
    let grid = Grid::of(shown.registers, shown.answers);
    let offered = times(known, &grid.times);
    let rows = (offered.len() + SPARE).min(MOST);
    html! {
        fieldset {
            legend { "People needed as time goes on" }
            p.quiet { "From the disruption on. Leave the number empty where you do not know it, or "
                "where it is the same as before." }
            @for at in 0..rows {
                @let after = offered.get(at);
                @let people = after.and_then(|after| known.iter().find(|it| it.after == *after));
                div.row {
                    (shown.line(&name(at, "after"), &format!("From, {}", at + 1), "4 hours, 1 day.",
                        after.map(|it| it.to_string())))
                    (shown.line(&name(at, "people"), &format!("People needed then, {}", at + 1),
                        "A number.", people.map(|it| it.people.to_string())))
                }
            }
        }
    }
}

fn name(at: usize, part: &str) -> String {
    format!("people-after.{at}.{part}")
}

/// The times that are offered: those that are known, and those of the grid, growing.
fn times(known: &[PeopleAfter], judged: &[Duration]) -> Vec<Duration> {
    let known = known.iter().map(|it| it.after);
    let mut all: Vec<Duration> = known.chain(judged.iter().copied()).collect();
    all.sort_unstable_by_key(|it| it.0);
    all.dedup();
    all
}

/// What the rows say, growing in time; nothing where the form did not ask.
pub fn taken(fields: &Fields, faults: &mut Faults) -> Option<Vec<PeopleAfter>> {
    let asked = fields
        .pairs()
        .any(|(name, _)| name.starts_with("people-after."));
    if !asked {
        return None;
    }
    let mut all: Vec<(usize, PeopleAfter)> = Vec::new();
    for at in 0..MOST {
        let (after, people) = (name(at, "after"), name(at, "people"));
        if fields.filled(&people).is_none() {
            continue;
        }
        if fields.filled(&after).is_none() {
            faults.add(after, "say from when on");
            continue;
        }
        let (from, number) = (
            duration(fields, &after, faults),
            value::<u32>(fields, &people, faults),
        );
        all.extend(
            from.zip(number)
                .map(|(after, people)| (at, PeopleAfter { after, people })),
        );
    }
    all.sort_by_key(|(_, it)| it.after.0);
    for pair in all.windows(2) {
        if pair[0].1.after == pair[1].1.after {
            let text = "this time stands in another row already";
            faults.add(name(pair[0].0.max(pair[1].0), "after"), text);
        }
    }
    Some(all.into_iter().map(|(_, it)| it).collect())
}
