//! What happened to a record: who, when and what changed, in words; any two revisions beside each
//! other; and the way back to an earlier one.

use axum::response::Response;
use continuity::event::Event;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::node::Node;

use super::difference::{Differs, difference, legend, list};
use super::label;
use super::names::Names;
use super::reading::facts;
use super::show::undo;
use super::subject::{self, Change, Subject};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show};
use crate::web::when;

/// Changes on a page.
const PAGE: usize = 40;

/// What the history may be asked.
pub const ASKED: &[Parameter] = &[Parameter::new(
    "before",
    Sort::Typed,
    "Only revisions before this one.",
)];

/// What a comparison may be asked.
pub const COMPARED: &[Parameter] = &[
    Parameter::new("from", Sort::Typed, "The earlier revision."),
    Parameter::new("to", Sort::Typed, "The later revision."),
];

/// The history.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let subject = Subject::of(&call, &present.state)?;
    let changes = subject::changes(&call).await?;
    let zone = when::zone(&present.state.registers);
    let names = Names::new(&present.state.registers);
    let before = call
        .query
        .text("before")
        .and_then(|text| text.parse::<u32>().ok());
    let shown = changes.iter().enumerate().rev();
    let mut shown = shown.filter(|(_, it)| before.is_none_or(|before| it.revision < before));
    let rows: Vec<(usize, &Change)> = shown.by_ref().take(PAGE).collect();
    let next = amendable(&call, &subject);
    let title = format!("History of {}", subject.title(&names));
    let older = shown
        .next()
        .and_then(|_| rows.last())
        .map(|(_, change)| change.revision);
    let body = html! {
        p.crumbs { a href=(subject.path()) { (subject.title(&names)) } }
        h1 { (title) }
        p.quiet { "The latest first. Nothing is ever taken out of it: going back makes a new revision." }
        (compare_form(&subject, &changes))
        (legend())
        ol.history { @for (place, change) in &rows {
            @let earlier = place.checked_sub(1).and_then(|place| changes.get(place));
            (entry(&subject, change, earlier, next, &zone, call.now))
        } }
        @if let Some(older) = older {
            p.actions { a.button.plain href={ "?before=" (older) } { "Older" } }
        }
    };
    let page = Page::new(title, "/records", body).about(&subject.reference());
    show(&call, page).await
}

fn amendable(call: &Call, subject: &Subject) -> bool {
    subject.next(call).amend
}

fn tree(subject: &Subject, change: Option<&Change>) -> Node {
    let content = change.and_then(|change| change.content.as_ref());
    content.map_or_else(|| Node::map::<&str>([]), |record| subject.tree(record))
}

fn entry(
    subject: &Subject,
    change: &Change,
    earlier: Option<&Change>,
    may_undo: bool,
    zone: &TimeZone,
    now: jiff::Timestamp,
) -> Markup {
    let all = difference(
        &subject.outline.parts(),
        &tree(subject, earlier),
        &tree(subject, Some(change)),
    );
    let at = change.entry.at;
    html! {
        li #{ "r" (change.revision) } {
            p {
                strong { "Revision " (change.revision) ": " (what(&change.entry.event)) }
                " by " (change.entry.actor.strip_prefix("account/").unwrap_or(&change.entry.actor))
                ", " (when::both(at, zone)) " " span.quiet { (when::ago(at, now)) }
                @if let Some(reason) = reason(&change.entry.event) { br; "“" (reason) "”" }
            }
            @if !all.is_empty() {
                details open[all.len() <= 3] {
                    summary { (count(&all)) }
                    (list(&all))
                }
            }
            @if may_undo && change.revision < subject.filing.revision && change.content.is_some() {
                (undo(subject, change.revision, "Go back to this"))
            }
        }
    }
}

fn count(all: &[Differs]) -> String {
    match all {
        [one] => one.sentence(),
        all => format!("{} fields", all.len()),
    }
}

/// What happened, in words.
fn what(event: &Event) -> String {
    match event {
        Event::Filed(it) => format!(
            "filed as {}",
            label::inside(it.written.record.status().as_str())
        ),
        Event::Amended(it) => match it.home.as_deref() {
            Some(home) => format!("changed in the folder {home}"),
            None => format!(
                "changed, {}",
                label::inside(it.written.record.status().as_str())
            ),
        },
        Event::Submitted(_) => "submitted for approval".into(),
        Event::Approved(_) => "put in force".into(),
        Event::Returned(_) => "given back to its author".into(),
        Event::Retired(_) => "retired".into(),
        Event::Homed(it) => match it.home.as_deref() {
            Some(home) => format!("has its home in the folder {home}"),
            None => "has its home here again".into(),
        },
        other => label::inside(other.word()),
    }
}

fn reason(event: &Event) -> Option<&str> {
    match event {
        Event::Submitted(it) | Event::Approved(it) | Event::Returned(it) | Event::Retired(it) => {
            it.reason.as_deref()
        }
        _ => None,
    }
}

/// Two revisions beside each other.
pub async fn compare(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let subject = Subject::of(&call, &present.state)?;
    let names = Names::new(&present.state.registers);
    let changes = subject::changes(&call).await?;
    let asked = |name| {
        call.query
            .text(name)
            .and_then(|text| text.parse::<u32>().ok())
    };
    let to = asked("to").unwrap_or(subject.filing.revision);
    let from = asked("from").unwrap_or(to.saturating_sub(1));
    let find = |revision| changes.iter().find(|change| change.revision == revision);
    let unknown = |revision: u32| {
        Problem::unknown(&format!("revision {revision} of {}", subject.reference()))
    };
    let earlier = match from {
        0 => None,
        from => Some(find(from).ok_or_else(|| unknown(from))?),
    };
    let later = find(to).ok_or_else(|| unknown(to))?;
    let (before, after) = (tree(&subject, earlier), tree(&subject, Some(later)));
    let parts = subject.outline.parts();
    let all = difference(&parts, &before, &after);
    let title = format!("{}: revision {from} and {to}", subject.title(&names));
    let body = html! {
        p.crumbs { a href={ (subject.path()) "/history" } { "History" } }
        h1 { (title) }
        (compare_form(&subject, &changes))
        @if all.is_empty() { p.sheet { "They say the same." } }
        @else {
            section.sheet { h2 { "What differs" } (legend()) (list(&all)) }
            div.columns {
                section.sheet { h2 { "Revision " (from) } (facts(&parts, &before, &names)) }
                section.sheet { h2 { "Revision " (to) } (facts(&parts, &after, &names)) }
            }
        }
    };
    let page = Page::new(title, "/records", body).about(&subject.reference());
    show(&call, page).await
}

fn compare_form(subject: &Subject, changes: &[Change]) -> Markup {
    let numbers: Vec<String> = changes
        .iter()
        .map(|change| change.revision.to_string())
        .collect();
    let choices: Vec<(&str, &str)> = numbers
        .iter()
        .map(|it| (it.as_str(), it.as_str()))
        .collect();
    let revision = subject.filing.revision;
    let (latest, earlier) = (revision.to_string(), revision.saturating_sub(1).to_string());
    let faults = Faults::default();
    html! {
        @if changes.len() > 1 {
            form.row action={ (subject.path()) "/compare" } {
                (form::select(Ask::new("from", "Compare revision", ""), &earlier, &choices, &faults))
                (form::select(Ask::new("to", "with", ""), &latest, &choices, &faults))
                button.plain type="submit" { "Compare" }
            }
        }
    }
}
