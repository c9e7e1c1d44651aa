//! What we will miss next: one dated list, by the day by which something must be done, and the
//! same as a calendar by month. Every row leads to its arithmetic. Nothing here foresees anything;
//! that is `continuity::requirements::drift`.

mod calendar;
mod file;
mod one;
mod scored;

pub use file::{csv, ical};
pub use one::{filed, show as one};

use std::sync::Arc;

use axum::response::Response;
use continuity::requirements::drift::{Drift, Row, WITHIN_DAYS, What};
use jiff::civil::Date;
use maud::{Markup, html};
use record::link::split;

use super::words::{count, named, party};
use crate::answer;
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show};
use crate::web::link::escaped;
use crate::web::reckoned::{self, Reckoned};

/// The page's own address.
pub const PATH: &str = "/requirements/ahead";
/// The horizons that are offered, in days.
const HORIZONS: [(&str, &str); 4] = [
    ("30", "30 days"),
    ("90", "3 months"),
    ("365", "a year"),
    ("1095", "3 years"),
];
/// How many rows stand on the page; the files hold all.
const SHOWN: usize = 200;
/// So many of one sort and day stand in one line.
const ALIKE: usize = 4;

/// What may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("after", Sort::Typed, "An entry that must be seen."),
    Parameter::new("as-of", Sort::Typed, "A point in the past."),
    Parameter::new("within", Sort::Typed, "How many days are looked at."),
    Parameter::new("what", Sort::Typed, "Only this sort."),
    Parameter::new("owner", Sort::Typed, "Only what this party answers for."),
];

/// What is foreseen, and what of it is asked for.
pub(super) struct Ahead {
    pub(super) now: Arc<Reckoned>,
    pub(super) drift: Arc<Drift>,
    within: u32,
    what: Option<What>,
    owner: String,
}

impl Ahead {
    pub(super) async fn of(call: &Call) -> Result<Ahead, Problem> {
        let now = reckoned::of(call).await?;
        let text = |name: &str| call.query.text(name).unwrap_or_default().trim().to_owned();
        let within = text("within").parse().unwrap_or(WITHIN_DAYS);
        let drift = foreseen(call, &now, within).await?;
        Ok(Ahead {
            now,
            drift,
            within,
            what: What::of(&text("what")),
            owner: text("owner"),
        })
    }

    /// The rows that are asked for.
    pub(super) fn rows(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.drift.rows.iter().collect();
        rows.retain(|row| self.what.is_none_or(|what| row.what == what));
        rows.retain(|row| self.owner.is_empty() || self.is_owner(row));
        rows
    }

    fn is_owner(&self, row: &Row) -> bool {
        let owner = row.owner.as_ref();
        let owner = owner.and_then(|owner| party(self.now.registers(), owner));
        owner.is_some_and(|owner| owner == self.owner || split(&owner).1 == self.owner)
    }

    /// The same question as a part of an address.
    pub(super) fn query(&self) -> String {
        let what = self.what.map_or("", What::as_str);
        let pairs = [
            ("within", self.within.to_string()),
            ("what", what.to_owned()),
            ("owner", self.owner.clone()),
        ];
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        format!("?{}", pairs.join("&"))
    }
}

/// What is foreseen within so many days; what the home page shows too is computed once.
pub async fn foreseen(
    call: &Call,
    now: &Arc<Reckoned>,
    within: u32,
) -> Result<Arc<Drift>, Problem> {
    let seen = Arc::clone(now);
    if within == WITHIN_DAYS {
        return call.doors.compute(move || seen.ahead()).await;
    }
    let compute = move || {
        let state = Some(&seen.present.state);
        Arc::new(seen.given(|given| answer::drift::drift(given, state, within)))
    };
    call.doors.compute(compute).await
}

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let ahead = Ahead::of(&call).await?;
    let rows = ahead.rows();
    let query = ahead.query();
    let kept = scored::of(&call, &ahead.now).await?;
    let (missed, open): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.missed);
    let body = html! {
        h1 { "What we will miss next" }
        (sentence(&ahead, &rows))
        (filters(&ahead))
        @if open.is_empty() {
            p { span.good { "Nothing more is foreseen to be missed." }
                @if !ahead.drift.asked.is_empty() { " What cannot be foreseen stands "
                    a href="#asked" { "below" } "." } }
        } @else {
            section aria-labelledby="list" {
                h2 #list { "By the day by which something must be done" }
                (table(&ahead, &open))
            }
            (calendar::months(&open, ahead.drift.from))
        }
        @if !missed.is_empty() {
            section aria-labelledby="missed" {
                h2 #missed { "Missed already" }
                (table(&ahead, &missed))
            }
        }
        (scored::block(&kept, ahead.within))
        (asked(&ahead))
    };
    let page = Page::new("What we will miss next", "/requirements", body)
        .help("2-requirements#what-we-will-miss")
        .export([
            ("CSV", format!("{PATH}.csv{query}")),
            ("Calendar", format!("{PATH}.ics{query}")),
        ]);
    show(&call, page).await
}

fn sentence(ahead: &Ahead, rows: &[&Row]) -> Markup {
    let today = ahead.drift.from;
    let missed = rows.iter().filter(|row| row.missed).count();
    let late = rows.iter().filter(|row| !row.missed);
    let late = late.filter(|row| row.do_by.is_some_and(|day| day <= today));
    let unknown = rows.iter().filter(|row| row.on.is_none()).count();
    let (late, ahead_of) = (late.count(), rows.len() - missed);
    html! {
        p.lead {
            "If nobody acts, " strong { (count(ahead_of, "thing is", "things are")) }
            " missed between " (today) " and " (ahead.drift.until) ", or must be begun by then. "
            @if late > 0 { "Of these " strong.warn { (late) } " must be begun today or should have been. " }
            @if missed > 0 { strong.bad-word { (missed) } " more " (if missed == 1 { "is" } else { "are" }) " missed already. " }
            @if unknown > 0 { "Of " (unknown) " nobody can say the day." }
        }
    }
}

fn filters(ahead: &Ahead) -> Markup {
    let within = ahead.within.to_string();
    html! {
        form.row.filters action=(PATH) {
            div.field { label for="filter-within" { "Looking ahead" }
                select #filter-within name="within" {
                    @if !HORIZONS.iter().any(|(days, _)| *days == within) {
                        option value=(within) selected { (within) " days" } }
                    @for (days, words) in HORIZONS {
                        option value=(days) selected[days == within] { (words) } }
                } }
            div.field { label for="filter-what" { "What" }
                select #filter-what name="what" {
                    option value="" { "any" }
                    @for what in What::ALL {
                        @let chosen = ahead.what == Some(*what);
                        option value=(what.as_str()) selected[chosen] { (what.words()) } }
                } }
            div.field { label for="filter-owner" { "Answers for it" }
                input #filter-owner name="owner" value=(ahead.owner); }
            button type="submit" { "Show" }
        }
    }
}

fn table(ahead: &Ahead, rows: &[&Row]) -> Markup {
    let alike = |one: &&Row, other: &&Row| {
        let key = |row: &Row| (row.what, row.do_by, row.on, row.missed);
        key(one) == key(other)
    };
    let groups: Vec<&[&Row]> = rows.chunk_by(alike).collect();
    html! {
        div.scroll { table.stack.ahead {
            thead { tr { th { "What" } th { "Do by" } th { "Missed on" } th { "How likely" }
                th { "What to do" } th { "Answers for it" } } }
            tbody { @for group in groups.iter().take(SHOWN) {
                @if group.len() < ALIKE { @for row in *group { (line(ahead, row, &[])) } }
                @else { (line(ahead, group[0], group)) }
            } }
        } }
        @if groups.len() > SHOWN {
            p.quiet { "and more; the " a href={ (PATH) ".csv" (ahead.query()) } { "table" }
                " holds all." }
        }
    }
}

/// One line: a row, or many of one sort and day with the same to do.
fn line(ahead: &Ahead, row: &Row, group: &[&Row]) -> Markup {
    let (registers, today) = (ahead.now.registers(), ahead.drift.from);
    html! {
        tr {
            th scope="row" {
                @if group.is_empty() {
                    a href=(address(ahead, row)) { (row.text) }
                    br; small { (row.what.words()) ": " (named(registers, &row.subject)) }
                } @else {
                    (count(group.len(), "time", "times")) ": " (row.what.words())
                    details { summary { "Which" } ul.plain-list { @for row in group {
                        li { a href=(address(ahead, row)) { (row.name) } }
                    } } }
                }
            }
            td data-label="Do by" { (do_by(row, today)) }
            td data-label="Missed on" { (missed_on(row, today)) }
            td data-label="How likely" { (likely(row))
                @if !group.is_empty() && !row.missed { " " small { "each" } } }
            td data-label="What to do" { (row.act) }
            td data-label="Answers for it" { @match (&row.owner, group.len()) {
                (_, 1..) => { span.quiet { "see each" } }
                (Some(owner), _) => { (named(registers, owner)) }
                (None, _) => { span.quiet { "nobody is written" } }
            } }
        }
    }
}

/// The address of the arithmetic of a row, with the horizon it was reckoned for.
fn address(ahead: &Ahead, row: &Row) -> String {
    format!("{PATH}/{}?within={}", escaped(&row.key), ahead.within)
}

/// By when something must be done, in words.
pub fn do_by(row: &Row, today: Date) -> Markup {
    html! { @match row.do_by {
        _ if row.missed => { span.bad-word { "now" } }
        None => { span.quiet { "unknown" } }
        Some(day) if day < today => { span.warn { "now" } ", it should have begun on " (day) }
        Some(day) if day == today => { span.warn { "today" } }
        Some(day) => { (day) " " small { "(" (distance(today, day)) ")" } }
    } }
}

/// When something is missed, in words.
pub fn missed_on(row: &Row, today: Date) -> Markup {
    html! { @match row.on {
        Some(day) if row.missed && day < today => { span.bad-word { "missed" } " since " (day) }
        _ if row.missed => { span.bad-word { "missed" } " now" }
        None => { span.quiet { "nobody can say" } }
        Some(day) if day == today => { "today" }
        Some(day) => { (day) " " small { "(" (distance(today, day)) ")" } }
    } }
}

/// How likely something is, in words and as a figure.
pub fn likely(row: &Row) -> Markup {
    let percent = |p: f64| match p {
        p if p <= 0.0 => "0 %".to_owned(),
        p if p < 0.01 => "under 1 %".to_owned(),
        p if (0.99..1.0).contains(&p) => "over 99 %".to_owned(),
        p => format!("{:.0} %", p * 100.0),
    };
    html! { @match row.probability {
        _ if row.missed => { "it is so" }
        Some(p) => { (percent(p)) }
        None => { span.quiet { "unknown" } }
    } }
}

/// `in 12 days`, `tomorrow`.
fn distance(today: Date, day: Date) -> String {
    match today.duration_until(day).as_secs() / 86_400 {
        1 => "tomorrow".to_owned(),
        days @ 0..=60 => format!("in {days} days"),
        days => format!("in {:.0} months", days as f64 / (365.25 / 12.0)),
    }
}

/// What is missing so that more could be foreseen.
fn asked(ahead: &Ahead) -> Markup {
    let asked: Vec<_> = ahead
        .drift
        .asked
        .iter()
        .filter(|it| ahead.what.is_none_or(|what| it.what == what))
        .collect();
    html! {
        @if !asked.is_empty() {
            section.sheet aria-labelledby="asked" {
                h2 #asked { "What cannot be foreseen" }
                p { (count(asked.len(), "fact is", "facts are")) " not written down. What rests on them is unknown, not well." }
                details open[asked.len() <= 10] {
                    summary { "Which" }
                    ul.plain-list { @for it in asked.iter().take(SHOWN) { li {
                        (it.text) " " a href={ (crate::web::link::filed(&it.subject)) "/edit" } { "Write it" }
                    } } }
                    @if asked.len() > SHOWN { p.quiet { "and " (asked.len() - SHOWN) " more" } }
                }
            }
        }
    }
}
