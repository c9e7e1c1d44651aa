//! From policy to practice: what was decided and what realises it, what was done out of order, and
//! the work that is left, week by week, with the gaps that close. What follows from what is
//! `continuity::implementation::rollout`'s business.

mod bars;
mod export;
mod parts;

pub use export::{decided as decided_csv, work as work_csv};

use std::sync::Arc;

use axum::response::Response;
use continuity::implementation::rollout::{Rollout, Stand};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::answer::rollout::rollout_by;
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as frame};
use crate::web::navigation::Mark;
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::strategy::asked;
use crate::web::requirements::words::{count, state};

/// The page's own address.
const PATH: &str = "/implementation/rollout";

/// What may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("after", Sort::Typed, "An entry that must be seen."),
    Parameter::new("as-of", Sort::Typed, "A point in the past."),
];

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let (now, told) = told(&call).await?;
    let registers = now.registers();
    let body = html! {
        h1 { "From policy to practice" }
        p.lead { "What was decided, what puts it into practice, and the work that is left in its \
            proper order." }
        (summary(&told))
        (parts::out_of_order(registers, &told))
        (parts::nothing(registers, &told))
        (parts::critical(registers, &told))
        (bars::bars(&told))
        (parts::weeks(registers, &told))
        (parts::decided(registers, &told))
        (parts::unasked(registers, &told))
        (parts::people(registers, &told))
        (parts::remarks(&told))
    };
    let page = Page::new("From policy to practice", "/implementation", body)
        .help("3-implementation#from-policy-to-practice")
        .export([
            ("CSV of the work", format!("{PATH}.csv").as_str()),
            ("CSV of the decisions", "/implementation/decided.csv"),
            ("JSON", "/api/v1/rollout"),
        ]);
    frame(&call, page).await
}

/// The rollout at the point asked about, as the reader may see it.
async fn told(call: &Call) -> Result<(Arc<Reckoned>, Rollout), Problem> {
    let now = reckoned::of(call).await?;
    let known = Arc::clone(&now);
    let told = asked(call, &now, move |given| {
        let state = Some(&known.present.state);
        Ok(rollout_by(given, &known.findings, state))
    });
    let told = told.await?;
    Ok((now, told))
}

fn summary(told: &Rollout) -> Markup {
    let in_force = told.decided.iter().filter(|it| it.in_force).count();
    let nothing = told.realised_by_nothing.len();
    html! {
        p {
            "Of " strong { (count(told.decided.len(), "decision", "decisions")) } ", "
            strong { (in_force) } " are in force: what realises them is in place and was shown to \
            work. "
            @if let Some(day) = &told.in_force_on {
                "The last of what is under way is in force on " strong { (day_words(day)) } "."
            }
            @if nothing > 0 {
                " For " strong { (nothing) } " of them a part is realised by nothing."
            }
        }
        p { @for (stand, number) in stands(told) { (standing(stand)) " " (number) " " } }
    }
}

/// How many decisions are how far, the worst first.
fn stands(told: &Rollout) -> Vec<(Stand, usize)> {
    let all = [
        Stand::Nothing,
        Stand::Planned,
        Stand::InHand,
        Stand::InPlace,
        Stand::Proven,
        Stand::Accepted,
    ];
    let counted = all.map(|stand| {
        let of = told.decided.iter().filter(|it| it.state == stand);
        (stand, of.count())
    });
    counted
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .collect()
}

/// How far a decision is, as a word with its shape and colour.
fn standing(stand: Stand) -> Markup {
    let mark = match stand {
        Stand::Nothing => Mark::Bad,
        Stand::Planned => Mark::Open,
        Stand::InHand => Mark::Warn,
        Stand::InPlace | Stand::Accepted => Mark::Warn,
        Stand::Proven => Mark::Good,
    };
    state(mark, stand.words())
}

/// A day as one says it: `Fri 29 Jan 2027`.
fn day_words(day: &str) -> String {
    match day.parse::<Date>() {
        Ok(date) => date.strftime("%a %-d %b %Y").to_string(),
        Err(_) => day.to_owned(),
    }
}
