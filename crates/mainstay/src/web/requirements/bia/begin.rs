//! Beginning a campaign: a name, a day, and the activities, chosen by a filter.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::requirements::campaign::CampaignStep;
use continuity::requirements::coverage::{Covered, coverage};
use continuity::state::State;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kind::Filed;
use record::link::to_id;
use record::requirements::Activity;

use super::{HELP, PLACE, named, place, typed};
use crate::http::call::Call;
use crate::http::order;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};

/// Activities on the page.
const ROWS: usize = 1_000;

/// What the page may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "q",
        Sort::Typed,
        "Only activities whose name, id, owner or label holds this.",
    ),
    Parameter::new(
        "covered",
        Sort::Typed,
        "Only activities that are covered so.",
    ),
];

/// The form.
pub async fn show(call: Call) -> Result<Response, Problem> {
    shown(&call, &Faults::default()).await
}

/// Begins it: every questionnaire is sent.
pub async fn done(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let activities: Vec<String> = fields.all("activity").map(str::to_string).collect();
    let mut faults = Faults::default();
    let due = typed::value(fields, "due", &mut faults);
    let name = fields.text("name").trim().to_string();
    if name.is_empty() {
        faults.add("name", "give it a name");
    }
    if activities.is_empty() {
        faults.add("activity", "choose at least one activity");
    }
    if !faults.is_empty() {
        return shown(&call, &faults).await;
    }
    let campaign = free(&call.doors.ledger.present().state, &to_id(&name));
    let path = match fields.filled("then") {
        Some(activity) => place(activity, "start"),
        None => format!("/requirements/bia?campaign={campaign}"),
    };
    let step = CampaignStep::Begin {
        name,
        activities,
        due,
    };
    let receipt = order::execute(&call, Command::Campaign { campaign, step }).await?;
    Ok(form::away(&path, &receipt))
}

/// An id that no campaign has.
fn free(state: &State, wanted: &str) -> String {
    let mut wanted: String = wanted.chars().take(60).collect();
    let stem = wanted.clone();
    let mut number = 2;
    while state.campaign(&wanted).is_some() {
        wanted = format!("{stem}-{number}");
        number += 1;
    }
    wanted
}

async fn shown(call: &Call, faults: &Faults) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let state = &present.state;
    let (text, word) = (
        call.query.text("q").unwrap_or_default().to_lowercase(),
        call.query.text("covered").unwrap_or_default(),
    );
    let today = call.now.to_zoned(TimeZone::UTC).date();
    let covered = coverage(&state.registers, today).activities;
    let how = |id: &str| {
        let found = covered.binary_search_by(|(known, _)| known.as_str().cmp(id));
        found.ok().map(|at| covered[at].1)
    };
    let wanted = |activity: &&Filed<Activity>| {
        let fits = word.is_empty() || how(&activity.id).map(super::board::slug) == Some(word);
        fits && holds(activity, &text)
    };
    let all: Vec<&Filed<Activity>> = state.registers.activities.live().filter(wanted).collect();
    let row = |activity: &Filed<Activity>| {
        let asked = state
            .questionnaire(&activity.id)
            .map(|(campaign, _)| campaign);
        let may = call.may_do(Action::Amend, Object::Record("activity", &activity.id));
        let owner = activity.envelope.owner.as_ref();
        let owner = owner.map(|it| named(&present, &it.text));
        line(call, activity, how(&activity.id), asked, owner, may)
    };
    let fields = call.fields();
    let body = html! {
        p.quiet { a href="/requirements/bia" { "Impact analysis" } }
        h1 { "Begin a campaign" }
        p { "Each chosen activity's questionnaire goes to whoever answers for it." }
        (filter(&text, word))
        (faults.summary())
        form method="post" action="/requirements/bia/begin" {
            (form::request())
            div.row {
                (form::field(Ask::new("name", "Name", "Spring 2027").required(), fields.text("name"), faults))
                (form::typed("date", Ask::new("due", "Answers by", ""), fields.text("due"), faults))
            }
            table.stack {
                caption #f-activity { (all.len()) " activities" }
                thead { tr { th scope="col" { "Ask" } th scope="col" { "Activity" } th scope="col" { "Owner" } th scope="col" { "Impact today" } } }
                tbody { @for activity in all.iter().take(ROWS) { (row(activity)) } }
            }
            @if all.len() > ROWS { p.quiet { "Only the first " (ROWS) " are shown: narrow them down above." } }
            div.actions { button type="submit" { "Send the questionnaires" } }
        }
    };
    let page = Page::new("Begin a campaign", PLACE, body).help(HELP);
    let status = match faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    show_as(call, status, page).await
}

/// Whether a name, id, owner or label of an activity holds a text in small letters.
pub(super) fn holds(activity: &Filed<Activity>, text: &str) -> bool {
    let owner = activity.envelope.owner.as_ref().map_or("", |it| &it.text);
    let in_text = |it: &str| it.to_lowercase().contains(text);
    text.is_empty()
        || in_text(activity.title())
        || in_text(&activity.id)
        || in_text(owner)
        || activity.envelope.tags.iter().any(|tag| in_text(tag))
}

fn filter(text: &str, word: &str) -> Markup {
    let none = Faults::default();
    let mut choices = vec![("", "whatever is known")];
    let words = Covered::ALL.iter();
    choices.extend(words.map(|&it| (super::board::slug(it), it.as_str())));
    html! {
        form.row method="get" action="/requirements/bia/begin" {
            (form::typed("search", Ask::new("q", "Only activities with", "Name, owner or label."), text, &none))
            (form::select(Ask::new("covered", "Impact", ""), word, &choices, &none))
            button.plain type="submit" { "Show these" }
        }
    }
}

fn line(
    call: &Call,
    activity: &Filed<Activity>,
    covered: Option<Covered>,
    asked: Option<&str>,
    owner: Option<String>,
    may: bool,
) -> Markup {
    let sent = call.fields().pairs().next().is_some();
    let chosen = match sent {
        true => call.fields().all("activity").any(|it| *it == *activity.id),
        false => true,
    };
    html! {
        tr {
            td { @match (asked, may) {
                (Some(campaign), _) => small { "asked in " (campaign) },
                (None, false) => small { "not yours to ask" },
                (None, true) => label.check { input type="checkbox" name="activity" value=(activity.id) checked[chosen]; span.unseen { "Ask about " (activity.title()) } },
            } }
            th scope="row" { (activity.title()) }
            td data-label="Owner" { @match owner { Some(owner) => (owner), None => span.warn { "nobody" } } }
            td data-label="Impact today" { @match covered { Some(it) => (it.as_str()), None => span.quiet { "not in scope" } } }
        }
    }
}
