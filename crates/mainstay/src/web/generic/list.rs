//! The records of a kind: filtered, page by page, with who answers for each, how fresh it is and
//! when it last changed.

use std::collections::BTreeMap;

use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::state::{Filing, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kind::{Envelope, Status};
use record::kinds::{About, Record};

use super::names::Names;
use super::{HELP, label, subject};
use crate::http::call::Call;
use crate::http::order::failed;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show};
use crate::web::{link, reckoned, when};

/// Records on a page.
const PAGE: usize = 50;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "q",
        Sort::Typed,
        "Only records whose id, names or description hold this.",
    ),
    Parameter::new("status", Sort::Typed, "Only records that have come so far."),
    Parameter::new(
        "owner",
        Sort::Typed,
        "Only records that this party answers for.",
    ),
    Parameter::new("tag", Sort::Typed, "Only records with this label."),
    Parameter::new("from", Sort::Typed, "Begin after this id."),
];

struct Row {
    record: Record,
    filing: Filing,
}

/// The page.
pub async fn page(call: Call) -> Result<Response, Problem> {
    let about = subject::kind(&call)?;
    let now = reckoned::of(&call).await?;
    let state = &now.present.state;
    let (rows, more) = rows(&call, about, state);
    let changed = changed(&call, &rows).await?;
    let names = Names::new(&state.registers);
    let title = label::sentence(about.plural);
    let new = call.may_do(Action::File, Object::Kind(about.name));
    let path = format!("/records/{}", about.plural);
    let body = html! {
        h1 { (title) }
        p.lead { (about.about) }
        p.actions {
            @if new { a.button href={ (path) "/new" } { "New " (label::inside(about.name)) } }
            @if call.may(Action::Import) && new { a.button.plain href={ (path) "/grid" } { "Edit as a table" } }
        }
        (filter(&call, about))
        @if rows.is_empty() {
            div.sheet {
                @if filtered(&call) { p { "None of them is as you asked. " a href=(path) { "All of them" } } }
                @else {
                    p { "There are none yet." }
                    @if new { p { a href={ (path) "/new" } { "Write the first" } ", or " a href="/records/import" { "import files" } "." } }
                }
            }
        } @else {
            (table(&rows, &changed, &names, &call, &when::zone(&state.registers)))
        }
        @if more {
            @let last = rows.last().map_or("", |row| row.record.id());
            p.actions { a.button.plain href=(next(&call, last)) { "Next " (PAGE) } }
        }
    };
    let csv = format!("/api/v1/export/csv?kind={}", about.name);
    let page = Page::new(title, "/records", body)
        .help(HELP)
        .export([("CSV", csv)]);
    let page = page.export([
        ("XLSX, all kinds", "/api/v1/export/xlsx"),
        ("YAML, all kinds", "/api/v1/export/mainstay"),
    ]);
    show(&call, page).await
}

fn asked<'c>(call: &'c Call, name: &str) -> Option<&'c str> {
    call.query
        .text(name)
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

fn filtered(call: &Call) -> bool {
    ASKED.iter().any(|it| asked(call, it.name).is_some())
}

/// The records that are asked for, one page of them, and whether there are more.
fn rows(call: &Call, about: &About, state: &State) -> (Vec<Row>, bool) {
    let (mut rows, mut more) = (Vec::new(), false);
    let from = asked(call, "from").unwrap_or_default();
    state.registers.after(about.name, from, &mut |record| {
        if !fits(call, &record) {
            return true;
        }
        if rows.len() == PAGE {
            more = true;
            return false;
        }
        if let Some(filing) = state.filing(about.name, record.id()) {
            rows.push(Row {
                filing: filing.clone(),
                record,
            });
        }
        true
    });
    (rows, more)
}

fn fits(call: &Call, record: &Record) -> bool {
    let envelope = record.envelope();
    let status = match asked(call, "status") {
        Some("any") => true,
        Some(word) => record.status().as_str() == word,
        None => record.status() != Status::Retired,
    };
    let tag = asked(call, "tag").is_none_or(|it| envelope.tags.iter().any(|tag| tag == it));
    let owner = asked(call, "owner").is_none_or(|it| {
        let owner = envelope.owner.as_ref().map(|owner| &*owner.text);
        owner.is_some_and(|owner| owner == it || record::link::split(owner).1 == it)
    });
    let text = asked(call, "q").map(str::to_lowercase);
    status && tag && owner && text.is_none_or(|text| holds(record.id(), envelope, &text))
}

fn holds(id: &str, envelope: &Envelope, text: &str) -> bool {
    let texts = [
        Some(id),
        envelope.name.as_deref(),
        envelope.description.as_deref(),
    ];
    let also = envelope.also.iter().map(String::as_str);
    let mut texts = texts.into_iter().flatten().chain(also);
    texts.any(|known| known.to_lowercase().contains(text))
}

fn next(call: &Call, last: &str) -> String {
    let kept = ASKED.iter().filter(|it| it.name != "from");
    let kept = kept.filter_map(|it| {
        Some(format!(
            "&{}={}",
            it.name,
            link::escaped(asked(call, it.name)?)
        ))
    });
    let plural = call.path.get("plural");
    format!(
        "/records/{plural}?from={}{}",
        link::escaped(last),
        kept.collect::<String>()
    )
}

/// When each of these records changed last.
async fn changed(call: &Call, rows: &[Row]) -> Result<BTreeMap<u64, Timestamp>, Problem> {
    let entries: Vec<u64> = rows.iter().map(|row| row.filing.last).collect();
    let read = call.doors.ledger.journal().read(&entries).await;
    let read = read.map_err(|failure| failed(&failure.into()))?;
    let at = read.iter().filter_map(|entry| {
        let at = Timestamp::from_microsecond(entry.at_micros).ok()?;
        Some((entry.seq, at))
    });
    Ok(at.collect())
}

fn filter(call: &Call, about: &About) -> Markup {
    let faults = Faults::default();
    let value = |name| asked(call, name).unwrap_or_default();
    let choices = [
        ("", "in use"),
        ("draft", "draft"),
        ("in-review", "in review"),
        ("approved", "in force"),
        ("retired", "retired"),
        ("any", "all of them"),
    ];
    html! {
        form.row.filter action={ "/records/" (about.plural) } {
            (form::typed("search", Ask::new("q", "Holds the text", ""), value("q"), &faults))
            (form::select(Ask::new("status", "Status", ""), value("status"), &choices, &faults))
            (form::field(Ask::new("owner", "Owner", ""), value("owner"), &faults))
            (form::field(Ask::new("tag", "Label", ""), value("tag"), &faults))
            button.plain type="submit" { "Show" }
        }
    }
}

fn table(
    rows: &[Row],
    changed: &BTreeMap<u64, Timestamp>,
    names: &Names<'_>,
    call: &Call,
    zone: &TimeZone,
) -> Markup {
    html! {
        div.scroll tabindex="0" { table.stack {
            thead { tr {
                th scope="col" { "Name" } th scope="col" { "Status" } th scope="col" { "Owner" }
                th scope="col" { "Confirmed" } th scope="col" { "Changed" }
            } }
            tbody { @for row in rows {
                @let envelope = row.record.envelope();
                @let reference = row.record.reference();
                tr {
                    td {
                        a href=(link::filed(&reference)) { (names.name(&reference)) }
                        @if envelope.name.is_some() { " " small { (row.record.id()) } }
                    }
                    td data-label="Status" {
                        (status(row.record.status()))
                        @if row.filing.proposed.is_some() { br; small { "a change is proposed" } }
                    }
                    td data-label="Owner" {
                        @match &envelope.owner {
                            Some(owner) => (names.party(&owner.text)),
                            None => span.quiet { "nobody is named" },
                        }
                    }
                    td data-label="Confirmed" { (confirmed(envelope, call.now)) }
                    td data-label="Changed" {
                        @if let Some(at) = changed.get(&row.filing.last) {
                            a href={ (link::filed(&reference)) "/history" }
                                title=(when::words(*at, zone)) { (when::ago(*at, call.now)) }
                        }
                    }
                }
            } }
        } }
    }
}

/// How far a record has come: shape, word and colour.
pub fn status(status: Status) -> Markup {
    let (class, word) = match status {
        Status::Draft => ("open-word", "draft"),
        Status::InReview => ("warn", "in review"),
        Status::Approved => ("good", "in force"),
        Status::Retired => ("retired-word", "retired"),
    };
    html! { span.state.(class) { (word) } }
}

/// How fresh a record is.
pub fn confirmed(envelope: &Envelope, now: Timestamp) -> Markup {
    let Some(confirmed) = &envelope.confirmed else {
        return html! { span.quiet { "never confirmed" } };
    };
    let today = now.to_zoned(TimeZone::UTC).date();
    let days = confirmed
        .at
        .0
        .until(today)
        .map_or(0, |span| span.get_days());
    let (class, age) = match days {
        ..=0 => ("good", "today".to_owned()),
        1 => ("good", "yesterday".to_owned()),
        2..=180 => ("good", format!("{days} days ago")),
        181..=365 => ("warn", format!("{days} days ago")),
        _ => ("bad-word", format!("{days} days ago")),
    };
    html! { span.(class) { (age) } " " small { "by " (confirmed.by) ", " (confirmed.at) } }
}
