//! The report of the analysis: method and scale, ranked activities, harm over time, what that asks
//! of services, conflicts, and what nobody has settled. Each activity has a page of its own, and
//! all of them stand together on paper. Each figure leads to where it comes from.

pub mod export;
pub mod one;
pub mod paper;

mod afterwards;
mod back;
mod curve;
mod harm;
mod lists;
mod method;
mod ranked;
mod signed;

use std::sync::Arc;

use axum::response::Response;
use continuity::access::Action;
use continuity::requirements::coverage::Covered;
use maud::{Markup, html};

use super::{PLACE, board};
use crate::answer::Wrong;
use crate::answer::impact_report::Ground;
use crate::answer::impact_report::roll_up::{RollUp, Row};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::reckoned::Reckoned;
use crate::web::{reckoned, when};

/// The part of the handbook that helps here.
const HELP: &str = "2-requirements#the-report-of-the-analysis";
/// The page itself.
const HERE: &str = "/requirements/bia/report";
/// Activities on one page.
const ROWS: usize = 40;

/// What the report may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new(
        "covered",
        Sort::Typed,
        "Only activities that are covered so.",
    ),
    Parameter::new(
        "only",
        Sort::Typed,
        "Only those that are contested, open-ended, unapproved, out-of-date or unknown.",
    ),
    Parameter::new("from", Sort::Typed, "After so many activities."),
];

/// Which activities are listed.
struct Chosen {
    covered: Option<Covered>,
    only: Option<Only>,
    from: usize,
}

/// What is looked for among the activities.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    Contested,
    OpenEnded,
    Unapproved,
    OutOfDate,
    Unknown,
}

impl Only {
    const ALL: [Only; 5] = [
        Only::Contested,
        Only::OpenEnded,
        Only::Unapproved,
        Only::OutOfDate,
        Only::Unknown,
    ];

    fn slug(self) -> &'static str {
        match self {
            Only::Contested => "contested",
            Only::OpenEnded => "open-ended",
            Only::Unapproved => "unapproved",
            Only::OutOfDate => "out-of-date",
            Only::Unknown => "unknown",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Only::Contested => "contested",
            Only::OpenEnded => "not time-critical",
            Only::Unapproved => "with impacts not approved",
            Only::OutOfDate => "out of date",
            Only::Unknown => "with unknown MTPD",
        }
    }

    fn holds(self, row: &Row) -> bool {
        match self {
            Only::Contested => !row.contested.is_empty(),
            Only::OpenEnded => row.is_open_ended(),
            Only::Unapproved => !row.not_approved.is_empty(),
            Only::OutOfDate => {
                matches!(row.covered, Some(Covered::Overdue | Covered::Undated))
            }
            Only::Unknown => row.mtpd.seconds.is_none() && !row.is_open_ended(),
        }
    }
}

impl Chosen {
    fn of(call: &Call) -> Chosen {
        let text = |name: &str| call.query.text(name).unwrap_or_default();
        let (covered, only) = (text("covered"), text("only"));
        let covered = Covered::ALL.iter().find(|it| board::slug(**it) == covered);
        Chosen {
            covered: covered.copied(),
            only: Only::ALL.into_iter().find(|it| it.slug() == only),
            from: text("from").parse().unwrap_or(0),
        }
    }

    fn holds(&self, row: &Row) -> bool {
        let covered = self.covered.is_none_or(|it| row.covered == Some(it));
        covered && self.only.is_none_or(|it| it.holds(row))
    }

    /// The page with the same choice, from another row on.
    fn place(&self, from: usize) -> String {
        let covered = self.covered.map(board::slug).map(|it| ("covered", it));
        let only = self.only.map(|it| ("only", it.slug()));
        let chosen = covered.into_iter().chain(only);
        let pairs: Vec<String> = chosen.map(|(name, it)| format!("{name}={it}&")).collect();
        format!("{HERE}?{}from={from}", pairs.concat())
    }
}

/// Asks something of what the report is made from, as the caller may see it.
async fn asked<T: Send + 'static>(
    call: &Call,
    now: &Arc<Reckoned>,
    ask: impl FnOnce(&Ground<'_>) -> Result<T, Wrong> + Send + 'static,
) -> Result<T, Problem> {
    let (now, money) = (Arc::clone(now), call.may(Action::ReadMoney));
    let compute = move || now.given(|given| ask(&now.impact_ground(given, money)));
    Ok(call.doors.compute(compute).await??)
}

/// The whole organisation, computed once for each present.
async fn rolled_up(call: &Call, now: &Arc<Reckoned>) -> Result<Arc<RollUp>, Problem> {
    let now = Arc::clone(now);
    call.doors.compute(move || now.impact()).await
}

/// The report.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let method = asked(&call, &now, |ground| Ok(ground.method())).await?;
    let whole = rolled_up(&call, &now).await?;
    let chosen = Chosen::of(&call);
    let rows: Vec<&Row> = whole.rows.iter().filter(|row| chosen.holds(row)).collect();
    let body = html! {
        (head(&now, "Report of the impact analysis"))
        p.actions {
            a.button.plain href={ (HERE) "/paper" } { "All of it on paper" }
        }
        (counts(&whole, &chosen))
        h2 #ranked { "Soonest intolerable first" }
        (ranked::table(&now, &rows, &method, &chosen))
        (lists::open(&now, &whole, lists::MOST))
        h2 #services { "What that asks of services" }
        (lists::services(&now, &whole, lists::MOST))
        h2 #afterwards { "Once all is back" }
        (afterwards::of_all(&now, &whole, lists::MOST))
        h2 #conflicts { "Conflicts" }
        (lists::conflicts(&now, &whole, lists::MOST))
        h2 #method { "Method and scale" }
        (method::block(&now, &method))
    };
    let page = Page::new("Report of the impact analysis", PLACE, body).help(HELP);
    framed(&call, page.export(forms())).await
}

/// The same in other forms.
fn forms() -> [(&'static str, &'static str); 3] {
    [
        ("Activities as CSV", "/requirements/bia/report.csv"),
        ("Harm over time as CSV", "/requirements/bia/harm.csv"),
        ("JSON", "/api/v1/impact-report"),
    ]
}

/// Title, date and entry of a report.
fn head(now: &Reckoned, title: &str) -> Markup {
    html! {
        p.quiet.unprinted { a href="/requirements/bia" { "Impact analysis" } }
        h1 { (title) }
        p { "As of " (when::both(now.at, &when::zone(now.registers()))) ", entry "
            (now.present.seq) " of the journal." }
    }
}

/// How far the analysis covers what is in scope, each number with its list.
fn counts(whole: &RollUp, chosen: &Chosen) -> Markup {
    let current = |is: bool| is.then_some("true");
    let all = chosen.covered.is_none() && chosen.only.is_none();
    html! {
        nav.filter aria-label="Which activities" {
            a href=(HERE) aria-current=[current(all)] { (whole.rows.len()) " in all" }
            @for (covered, count) in &whole.counts {
                a href={ (HERE) "?covered=" (board::slug(*covered)) }
                    aria-current=[current(chosen.covered == Some(*covered))] {
                    (count) " " (covered.as_str()) }
            }
            @for only in Only::ALL {
                @let count = whole.rows.iter().filter(|row| only.holds(row)).count();
                @if count > 0 {
                    a href={ (HERE) "?only=" (only.slug()) }
                        aria-current=[current(chosen.only == Some(only))] {
                        (count) " " (only.words()) }
                }
            }
            @if whole.excluded_count > 0 {
                a href="/initiation/scope" { (whole.excluded_count) " out of scope" }
            }
            @if whole.undecided_count > 0 {
                a href="/initiation/scope" { (whole.undecided_count) " neither in scope nor out" }
            }
        }
        p.paper-only { @for (covered, count) in &whole.counts { (count) " " (covered.as_str()) "; " }
            (whole.excluded_count) " out of scope; " (whole.undecided_count)
            " neither in scope nor out." }
    }
}
