//! What is due and overdue: reviews, exercises, contacts, confirmations; each with what mends it.

use continuity::state::State;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kind::Status;

use crate::http::call::Call;
use crate::web::reckoned::Reckoned;
use crate::web::{form, link};

/// How many of each sort stand on the page.
const SHOWN: usize = 5;
/// A fact that nobody confirmed for so many months is asked about.
const CONFIRMED_MONTHS: i32 = 12;
/// Contact details are verified every so many months (domain reference 4.18).
const CONTACT_MONTHS: i32 = 3;
/// So many days ahead something is shown as due.
const AHEAD_DAYS: i32 = 30;

/// Something with a day.
struct Due {
    reference: String,
    name: String,
    day: Date,
}

/// The sheet.
pub fn sheet(call: &Call, now: &Reckoned, zone: &TimeZone) -> Markup {
    let state = &now.present.state;
    let today = now.at.to_zoned(zone.clone()).date();
    let ahead = today.saturating_add(AHEAD_DAYS.days());
    let (reviews, confirmations) = of_envelopes(state, today, ahead);
    let exercises = exercises(state, ahead);
    let contacts = contacts(state, today);
    let nothing = [&reviews, &confirmations, &exercises, &contacts]
        .iter()
        .all(|all| all.is_empty());
    html! {
        section.sheet aria-labelledby="due" {
            h2 #due { "Due and overdue" }
            @if nothing { p { span.good { "Nothing is due in the coming " (AHEAD_DAYS) " days." } } }
            (list("Reviews", &reviews, today, |_| html! {}))
            (list("Exercises", &exercises, today, |_| html! {}))
            (list("Contacts to verify", &contacts, today, |_| html! {}))
            (list("Facts to confirm", &confirmations, today, |due| still_right(call, due)))
        }
    }
}

fn list(title: &str, all: &[Due], today: Date, beside: impl Fn(&Due) -> Markup) -> Markup {
    html! {
        @if !all.is_empty() {
            h3 { (title) " " small { "(" (all.len()) ")" } }
            ul.due { @for due in all.iter().take(SHOWN) {
                li {
                    (link::record(&due.reference, &due.name)) ": "
                    @if due.day < today { span.warn { "overdue since " (due.day) } } @else { (due.day) }
                    (beside(due))
                }
            } }
            @if all.len() > SHOWN { p.quiet { "and " (all.len() - SHOWN) " more" } }
        }
    }
}

/// One press says that a fact still holds.
fn still_right(call: &Call, due: &Due) -> Markup {
    use continuity::access::{Action, Object};
    let (kind, id) = record::link::split(&due.reference);
    let object = Object::Record(kind.unwrap_or_default(), id);
    if !call.may_do(Action::Amend, object) {
        return html! {};
    }
    html! {
        form.still-right method="post" action="/still-right" {
            (form::request())
            input type="hidden" name="record" value=(due.reference);
            button.plain type="submit" { "Still right" span.unseen { ": " (due.name) } }
        }
    }
}

/// Reviews that come due, and facts that were confirmed too long ago; the oldest first.
fn of_envelopes(state: &State, today: Date, ahead: Date) -> (Vec<Due>, Vec<Due>) {
    let (mut reviews, mut confirmations) = (Vec::new(), Vec::new());
    state
        .registers
        .each_envelope(&mut |kind, id, envelope, _, status| {
            if status == Status::Retired {
                return;
            }
            let due = |day: Date| Due {
                reference: format!("{kind}/{id}"),
                name: envelope.name.clone().unwrap_or_else(|| id.to_owned()),
                day,
            };
            if let Some(day) = envelope.review_due.filter(|day| day.0 <= ahead) {
                reviews.push(due(day.0));
            }
            if let Some(confirmed) = &envelope.confirmed {
                let until = confirmed.at.0.checked_add(CONFIRMED_MONTHS.months());
                if let Some(until) = until.ok().filter(|until| *until < today) {
                    confirmations.push(due(until));
                }
            }
        });
    reviews.sort_by(|one, other| (one.day, &one.reference).cmp(&(other.day, &other.reference)));
    confirmations
        .sort_by(|one, other| (one.day, &one.reference).cmp(&(other.day, &other.reference)));
    (reviews, confirmations)
}

/// Exercises that are to be carried out soon, or were to be and were not.
fn exercises(state: &State, ahead: Date) -> Vec<Due> {
    let carried_out = |id: &str| {
        let reference = format!("exercise/{id}");
        state
            .runs()
            .any(|run| run.start.exercise.as_ref() == Some(&reference))
    };
    let planned = state.registers.exercises.live().filter_map(|exercise| {
        let day = exercise.own.at.as_ref()?.date().0;
        (day <= ahead && !carried_out(&exercise.id)).then(|| Due {
            reference: exercise.reference(),
            name: exercise.title().to_owned(),
            day,
        })
    });
    let mut planned: Vec<Due> = planned.collect();
    planned.sort_by_key(|due| due.day);
    planned
}

/// People and teams whose contact details were verified too long ago.
fn contacts(state: &State, today: Date) -> Vec<Due> {
    let persons = state.registers.persons.live();
    let persons = persons.map(|it| (it.reference(), it.title(), it.own.contact_verified));
    let teams = state.registers.teams.live();
    let teams = teams.map(|it| (it.reference(), it.title(), it.own.contact_verified));
    let late = persons
        .chain(teams)
        .filter_map(|(reference, name, verified)| {
            let until = verified?.0.checked_add(CONTACT_MONTHS.months()).ok()?;
            (until < today).then(|| Due {
                reference,
                name: name.to_owned(),
                day: until,
            })
        });
    let mut late: Vec<Due> = late.collect();
    late.sort_by(|one, other| (one.day, &one.reference).cmp(&(other.day, &other.reference)));
    late
}
