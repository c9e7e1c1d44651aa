//! What the analysis asks of services and by which path, what contradicts itself, and what nobody
//! has settled yet. Long lists show their beginning and lead to the rest.

use continuity::requirements::coverage::Covered;
use maud::{Markup, html};

use super::super::consequence::verdict;
use super::super::{mark, named, place};
use super::{HERE, Only};
use crate::answer::impact_report::roll_up::{RollUp, Row, ServiceRow};
use crate::web::reckoned::Reckoned;
use crate::web::{link, when};

/// Entries of a list on a page.
pub(super) const MOST: usize = 30;
/// Entries of a list on paper: all.
pub(super) const ALL: usize = usize::MAX;
/// Steps of a path.
const STEPS: usize = 8;

/// What is open: contested, not approved, out of date, not answered, not time-critical.
pub(super) fn open(now: &Reckoned, whole: &RollUp, most: usize) -> Markup {
    let of = |wanted: &dyn Fn(&Row) -> bool| -> Vec<&Row> {
        whole.rows.iter().filter(|row| wanted(row)).collect()
    };
    let contested = of(&|row| Only::Contested.holds(row));
    let waiting = of(&|row| Only::Unapproved.holds(row));
    let old = of(&|row| Only::OutOfDate.holds(row));
    let missing = of(&|row| row.covered == Some(Covered::Missing));
    let open_ended = of(&Row::is_open_ended);
    html! {
        h2 #open { "Not settled" }
        div.columns.open-lists {
            (list("Respondents disagree, and nobody has decided", (&contested, most), "only=contested",
                |row| html! { (row.contested.join(", ")) }))
            (list("Impacts that nobody has approved", (&waiting, most), "only=unapproved",
                |row| html! { (link::several(now.registers(), &row.not_approved, 3)) }))
            (list("Approved, but overdue or of unknown date", (&old, most), "only=out-of-date",
                |row| html! { @if let Some(covered) = row.covered { (covered.as_str()) } }))
            (list("Never judged", (&missing, most), "covered=missing", |row| html! {
                @match &row.owner { Some(owner) => (named(&now.present, owner)),
                    None => "nobody owns it" } }))
            (unanswered(now, whole, most))
            (list("Not time-critical, as far as it was judged", (&open_ended, most), "only=open-ended",
                |row| html! { "not intolerable within "
                    (when::span(row.mtpd.beyond_seconds.unwrap_or(0))) }))
        }
    }
}

fn list(
    title: &str,
    (rows, most): (&[&Row], usize),
    query: &str,
    says: impl Fn(&Row) -> Markup,
) -> Markup {
    html! { section.sheet {
        h3 { (title) " " small { "(" (rows.len()) ")" } }
        @if rows.is_empty() { p { "None." } }
        ul.plain-list { @for row in rows.iter().take(most) { li {
            a href=(place(record::link::split(&row.id).1, "report")) { (row.name) } ": " (says(row))
        } } }
        @if rows.len() > most { p { a href={ (HERE) "?" (query) } {
            "and " (rows.len() - most) " more" } } }
    } }
}

fn unanswered(now: &Reckoned, whole: &RollUp, most: usize) -> Markup {
    let all = &whole.unanswered;
    html! { section.sheet {
        h3 { "Asked, and not signed" " " small { "(" (all.len()) ")" } }
        @if all.is_empty() { p { "None." } }
        ul.plain-list { @for it in all.iter().take(most) { li {
            a href=(place(record::link::split(&it.id).1, "answers")) {
                (named(&now.present, &it.id)) }
            ": " @match &it.asked { Some(asked) => (named(&now.present, asked)), None => "nobody" }
            ", " (it.open_count) " questions open " (mark(it.standing))
        } } }
        @if all.len() > most { p { a href="/requirements/bia" {
            "and " (all.len() - most) " more" } } }
    } }
}

/// What is asked of each service, and by which path.
pub(super) fn services(now: &Reckoned, whole: &RollUp, most: usize) -> Markup {
    let asked = |row: &&ServiceRow| row.business_seconds.is_some();
    let rows: Vec<&ServiceRow> = whole.services.iter().filter(asked).collect();
    let none = whole.services.len() - rows.len();
    html! {
        @if rows.is_empty() { p { "No activity asks anything of a service." } } @else {
            div.scroll { table.stack {
                thead { tr { th scope="col" { "Service" }
                    th scope="col" { "The business needs it back within" }
                    th scope="col" { "Because of" }
                    th scope="col" { "Promises" small { " (RTO)" } }
                    th scope="col" { "Would be back" } } }
                tbody { @for row in rows.iter().take(most) { (service(now, row)) } }
            } }
            @if rows.len() > most { p { a href="/requirements/services" {
                "and " (rows.len() - most) " more" } " " small { "all stand in JSON" } } }
            p.quiet { "Counted from the start of recovery work; what services promise each other is "
                "left out of the second column." }
        }
        @if none > 0 { p.quiet { "Of " (none) " services no activity asks anything." } }
    }
}

fn service(now: &Reckoned, row: &ServiceRow) -> Markup {
    let needs = row.business_seconds;
    let late = needs.zip(row.promised_seconds);
    let late = late.is_some_and(|(needs, promised)| promised > needs) || row.conflict.is_some();
    html! { tr {
        th scope="row" { (link::record(&row.id, &row.name))
            @if let Some(rpo) = row.rpo_required_seconds {
                br; small { "may lose the last " (when::span(rpo)) " (RPO)" } } }
        td data-label="Needed within" { a href={ (link::place(&row.id)) "#targets" } {
            (when::span_or_unknown(needs)) } }
        td data-label="Because of" { (path(now, row)) }
        td data-label="Promises" { @match row.promised_seconds {
                Some(promised) => (when::span(promised)), None => span.quiet { "nothing" } }
            @if late { br; span.bad-word { "\u{25B2} too late" } } }
        td data-label="Would be back" { (when::span_or_unknown(row.back_seconds)) " "
            (verdict(row.verdict)) }
    } }
}

/// The path from the activity that decides down to the service.
fn path(now: &Reckoned, row: &ServiceRow) -> Markup {
    let above = row.path.len().saturating_sub(1);
    html! {
        @if let Some(first) = row.path.first() { (link::named(now.registers(), &first.id)) }
        @for step in row.path.iter().take(above).skip(1).take(STEPS) {
            " \u{203A} " (link::named(now.registers(), &step.id)) }
        @if above > STEPS + 1 { " and " (above - STEPS - 1) " more steps" }
        @if let Some(last) = row.path.last() { br; small { (last.because) } }
    }
}

/// What contradicts itself or cannot be met.
pub(super) fn conflicts(now: &Reckoned, whole: &RollUp, most: usize) -> Markup {
    let all = &whole.conflicts;
    html! {
        @if all.is_empty() { p { "None." } }
        ul.plain-list { @for it in all.iter().take(most) { li {
            a href={ "/findings?code=" (it.code) } { (it.code.replace('-', " ")) } ": "
            (link::named(now.registers(), &it.subject)) ": " (it.text)
        } } }
        @if all.len() > most { p { a href="/findings" { "and " (all.len() - most) " more" } } }
    }
}
