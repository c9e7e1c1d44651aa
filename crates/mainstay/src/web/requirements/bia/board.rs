//! The board: how far the analysis covers what is in scope, and a campaign with every
//! questionnaire, who has it, how it stands; chasing and closing.

use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::command::Command;
use continuity::requirements::campaign::{CampaignStep, Standing};
use continuity::requirements::coverage::{Coverage, Covered, coverage};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ledger::Present;
use maud::{Markup, html};

use super::{HELP, PLACE, mark, named, place};
use crate::answer::campaigns::{Row, Summary, Whole, listed, whole};
use crate::http::call::Call;
use crate::http::order;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::form;
use crate::web::frame::{Page, show as framed};
use crate::web::link::{self, escaped};
use crate::web::navigation::Mark;
use crate::web::when;

/// Rows on the board.
const ROWS: usize = 200;

/// What the board may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("campaign", Sort::Typed, "This campaign."),
    Parameter::new(
        "standing",
        Sort::Typed,
        "Only questionnaires that stand so.",
    ),
    Parameter::new("mine", Sort::Typed, "Only those that you may answer."),
];

/// The board.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let present = call.doors.ledger.present();
    let state = &present.state;
    let all = listed(state, call.now);
    let wanted = call.query.text("campaign").filter(|it| !it.is_empty());
    let open = |it: &&Summary| it.closed_at.is_none();
    let chosen = match wanted {
        Some(id) => Some(id.to_string()),
        None => all.items.iter().find(open).map(|it| it.id.clone()),
    };
    let campaign = match &chosen {
        Some(id) => {
            let unknown = || Problem::unknown(&format!("campaign/{id}"));
            Some(whole(state, id, call.now).ok_or_else(unknown)?)
        }
        None => None,
    };
    let today = call.now.to_zoned(TimeZone::UTC).date();
    let body = html! {
        h1 { "Impact analysis" }
        p.lead { "What happens, and when does it become intolerable, if a piece of work stops?" }
        (covered(&coverage(&state.registers, today)))
        p.actions {
            @if call.may(Action::File) { a.button href="/requirements/bia/begin" { "Begin a campaign" } }
            a.button.plain href="/requirements/bia/table" { "Judge in a table" }
            a.button.plain href="/requirements/bia/report" { "Report" }
        }
        @match &campaign {
            Some(campaign) => (one(&call, &present, campaign)),
            None => div.sheet { p { "No campaign was begun yet. A campaign asks the owners of chosen activities, and shows who has answered." } },
        }
        (others(&all.items, chosen.as_deref()))
    };
    framed(&call, Page::new("Impact analysis", PLACE, body).help(HELP)).await
}

/// Reminds the owners of what is chosen; of all that is open where nothing is.
pub async fn chased(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let campaign = fields.text("campaign").to_string();
    let step = CampaignStep::Chase {
        activities: fields.all("activity").map(str::to_string).collect(),
        text: fields.filled("text").map(str::to_string),
    };
    finish(&call, campaign, step).await
}

/// Closes a campaign.
pub async fn closed(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let campaign = fields.text("campaign").to_string();
    let reason = fields.text("reason").to_string();
    finish(&call, campaign, CampaignStep::Close { reason }).await
}

async fn finish(call: &Call, campaign: String, step: CampaignStep) -> Result<Response, Problem> {
    let path = format!("/requirements/bia?campaign={}", escaped(&campaign));
    let receipt = order::execute(call, Command::Campaign { campaign, step }).await?;
    Ok(form::away(&path, &receipt))
}

/// How far the analysis covers what is in scope.
fn covered(coverage: &Coverage) -> Markup {
    let all = coverage.activities.len();
    let in_date = coverage.count(Covered::InDate);
    let middle = coverage.ages_days.get(coverage.ages_days.len() / 2);
    html! {
        section.sheet {
            p.lead { strong { (in_date) " of " (all) } " activities in scope have an approved impact that is in date." }
            dl.facts {
                @for &word in Covered::ALL {
                    dt { (word.as_str()) }
                    dd { a href={ "/requirements/bia/report?covered=" (slug(word)) } { (coverage.count(word)) } }
                }
                @if coverage.excluded_count > 0 { dt { "out of scope" } dd { (coverage.excluded_count) } }
                @if coverage.undecided_count > 0 {
                    dt { "neither in scope nor out" }
                    dd { a href="/initiation/scope" { (coverage.undecided_count) } }
                }
                dt { "age of the approved ones" }
                dd { @match (middle, coverage.ages_days.last()) {
                    (Some(middle), Some(oldest)) => { "half are younger than " (middle) " days, the oldest has " (oldest) }
                    _ => "unknown",
                } }
            }
        }
    }
}

/// A word of coverage as a parameter.
pub(super) fn slug(covered: Covered) -> &'static str {
    match covered {
        Covered::InDate => "in-date",
        Covered::Overdue => "overdue",
        Covered::Undated => "undated",
        Covered::Waiting => "waiting",
        Covered::Missing => "missing",
    }
}

fn one(call: &Call, present: &Present, campaign: &Whole) -> Markup {
    let summary = &campaign.summary;
    let word = call.query.text("standing").unwrap_or_default();
    let standing = Standing::ALL.iter().find(|it| it.as_str() == word).copied();
    let mine = call.query.text("mine").is_some_and(|it| !it.is_empty());
    let id = |row: &Row| record::link::split(&row.id).1.to_string();
    let wanted = |row: &&Row| {
        let stands = standing.is_none_or(|standing| row.standing == standing);
        let activity = id(row);
        let may = || call.may_do(Action::Amend, Object::Record("activity", &activity));
        stands && (!mine || may())
    };
    let rows: Vec<&Row> = campaign.questionnaires.iter().filter(wanted).collect();
    let here = format!("/requirements/bia?campaign={}", escaped(&summary.id));
    html! {
        section.sheet {
            h2 { (summary.name) }
            p { @match (&summary.closed_at, &summary.due) {
                (Some(at), _) => { span.good { "Closed" } " on " (at.get(..10).unwrap_or(at)) @if let Some(reason) = &summary.closed_reason { ": " (reason) } }
                (None, Some(due)) => { @if summary.overdue { span.bad-word { "Overdue" } " since " (due) } @else { "Due " (due) } }
                (None, None) => span.quiet { "No day was set by which all shall have answered." },
            } span.quiet { " Begun by " (named(present, &summary.begun_by)) "." } }
            (counts(summary, &here, standing, mine))
            (table(call, present, campaign, &rows))
            @if rows.len() > ROWS { p.quiet { "and " (rows.len() - ROWS) " more: choose a state above" } }
            @if summary.closed_at.is_none() { (run(call, present, summary)) }
        }
    }
}

fn counts(summary: &Summary, here: &str, chosen: Option<Standing>, mine: bool) -> Markup {
    let all: usize = summary.counts.iter().map(|it| it.count).sum();
    let current = |is: bool| is.then_some("true");
    html! {
        nav.filter aria-label="Which questionnaires" {
            a href=(here) aria-current=[current(chosen.is_none() && !mine)] { (all) " in all" }
            @for count in &summary.counts {
                @let here = format!("{here}&standing={}", count.standing.as_str());
                a href=(here) aria-current=[current(chosen == Some(count.standing))] {
                    (count.count) " " (mark(count.standing))
                }
            }
            a href={ (here) "&mine=yes" } aria-current=[current(mine)] { "yours to answer" }
        }
    }
}

fn table(call: &Call, present: &Present, campaign: &Whole, rows: &[&Row]) -> Markup {
    let closed = campaign.summary.closed_at.is_some();
    html! {
        @if rows.is_empty() { p { "None." } } @else {
            table.stack {
                thead { tr { th scope="col" { "Activity" } th scope="col" { "Asked" } th scope="col" { "State" }
                    th scope="col" { "Answered" } th scope="col" { "Reminded" } th scope="col" { span.unseen { "What to do" } } } }
                tbody { @for row in rows.iter().take(ROWS) {
                    (line(call, present, campaign, row, closed))
                } }
            }
        }
    }
}

fn line(call: &Call, present: &Present, campaign: &Whole, row: &Row, closed: bool) -> Markup {
    let activity = record::link::split(&row.id).1;
    use Standing::{Answered, Chased, Contested, Sent};
    let next = match row.standing {
        Answered => ("approve", "Look and approve"),
        _ => ("start", "Open"),
    };
    html! {
        tr {
            td { strong { (link::record(&row.id, &row.name)) } }
            td data-label="Asked" { @match &row.to { Some(to) => (named(present, to)), None => span.warn { "nobody owns it" } } }
            td data-label="State" { (mark(row.standing))
                @for doubt in &row.contested {
                    br; small { (named(present, &doubt.by)) ": " (doubt.text) }
                }
                @for (topic, to) in &row.delegated {
                    br; small { (topic) " handed to " (named(present, to)) }
                } }
            td data-label="Answered" { (row.answered_count) " of " (row.questions_count) }
            td data-label="Reminded" { @match &row.chased_at { Some(at) => (ago(at, call.now)), None => span.quiet { "never" } }
                @if row.chased_count > 1 { " (" (row.chased_count) " times)" } }
            td.do { @if !closed {
                a href=(place(activity, next.0)) { (next.1) span.unseen { ": " (row.name) } }
                @if matches!(row.standing, Sent | Chased | Contested) {
                    form method="post" action="/requirements/bia/chase" {
                        (form::request())
                        input type="hidden" name="campaign" value=(campaign.summary.id);
                        input type="hidden" name="activity" value=(activity);
                        button.plain type="submit" { "Remind" span.unseen { ": " (row.name) } }
                    }
                }
            } }
        }
    }
}

fn ago(at: &str, now: Timestamp) -> String {
    let at: Result<Timestamp, _> = at.parse();
    at.map_or_else(|_| "unknown".into(), |at| when::ago(at, now))
}

/// Reminding all, and closing: for whoever may do it.
fn run(call: &Call, present: &Present, summary: &Summary) -> Markup {
    let runs = summary.begun_by == call.actor.as_text() || call.may(Action::Import);
    if !runs {
        return html! {};
    }
    let none = form::Faults::default();
    let open: usize = summary
        .counts
        .iter()
        .filter(|it| !matches!(it.standing, Standing::Closed | Standing::Answered))
        .map(|it| it.count)
        .sum();
    html! {
        div.actions {
            @if open > 0 {
                form method="post" action="/requirements/bia/chase" {
                    (form::request())
                    input type="hidden" name="campaign" value=(summary.id);
                    button.plain type="submit" { "Remind all " (open) " who have not signed" }
                }
            }
        }
        details {
            summary { "Close this campaign" }
            form method="post" action="/requirements/bia/close" {
                (form::request())
                input type="hidden" name="campaign" value=(summary.id);
                (form::field(form::Ask::new("reason", "Why now", "All are in; or what becomes of those that are not.").required(), "", &none))
                button type="submit" { "Close it" }
                p.quiet { "It was begun by " (named(present, &summary.begun_by)) ". What was not approved stays a draft." }
            }
        }
    }
}

fn others(all: &[Summary], chosen: Option<&str>) -> Markup {
    let rest: Vec<&Summary> = all
        .iter()
        .filter(|it| Some(it.id.as_str()) != chosen)
        .collect();
    html! {
        @if !rest.is_empty() {
            h2 { "Other campaigns" }
            ul { @for it in rest { li {
                a href={ "/requirements/bia?campaign=" (escaped(&it.id)) } { (it.name) } " "
                @if it.closed_at.is_some() { span.state.(Mark::Good.class()) { "closed" } } @else { span.state.(Mark::Open.class()) { "open" } }
            } } }
        }
    }
}
