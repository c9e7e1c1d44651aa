//! What was forecast beside what happened: the past foretold again, and what was said and kept.

use continuity::requirements::hazard_outlook::{HazardOutlook, share};
use continuity::requirements::kept_forecast::Became;
use continuity::requirements::score::Score;
use maud::{Markup, html};

use super::{Asked, PATH, drawing};
use crate::answer::forecast::{KeptForecasts, KeptRow};
use crate::web::form;

/// Kept forecasts that are listed.
const LISTED: usize = 20;

/// The past foretold again.
pub(super) fn back_test(outlook: &HazardOutlook) -> Markup {
    html! {
        section.sheet {
            h2 { "What we forecast, and what happened" }
            p { "The past is foretold again: at one day after the other, from what lay before it \
                alone. What came is then held against it, beside the long-run rate of the same \
                past." }
            @match &outlook.score {
                Some(score) => { (verdict(score)) (table(score)) }
                None => p { "No history is long enough: it takes ten years to learn from, and some \
                    to foretell." },
            }
        }
    }
}

/// Whether they were better than the long-run rate, and the figures.
pub(in crate::web::requirements) fn verdict(score: &Score) -> Markup {
    let Some(base) = &score.climatology else {
        return html! {};
    };
    let better = score.log_score < base.log_score;
    html! {
        @if better { p.good { "Better than the long-run rate." } }
        @else { p.warn { "Not better than the long-run rate: take that." } }
        div.scroll { table.stack {
            thead { tr { th { "measure" } th { "these forecasts" } th { "long-run rate" } } }
            tbody {
                tr { th scope="row" { "Brier score (less is better)" }
                    td data-label="these forecasts" { (format!("{:.5}", score.brier)) }
                    td data-label="long-run rate" { (format!("{:.5}", base.brier)) } }
                tr { th scope="row" { "log score (less is better)" }
                    td data-label="these forecasts" { (format!("{:.5}", score.log_score)) }
                    td data-label="long-run rate" { (format!("{:.5}", base.log_score)) } }
                tr { th scope="row" { "forecasts" }
                    td data-label="these forecasts" { (score.forecasts) ", " (score.came_true)
                        " came true" }
                    td data-label="long-run rate" { (base.forecasts) } }
            }
        } }
    }
}

/// Calibration: as figures, and drawn.
fn table(score: &Score) -> Markup {
    html! {
        h3 { "Of what was said to be so likely, how much came" }
        div.beside {
            div.scroll { table.stack {
                thead { tr { th { "said" } th { "forecasts" } th { "on the average" } th { "came" } } }
                tbody { @for it in &score.calibration { tr {
                    th scope="row" { (percent(it.from)) " to " (percent(it.to)) }
                    td data-label="forecasts" { (it.forecasts) }
                    td data-label="on the average" { (share(it.said)) }
                    td data-label="came" { @if it.came == 0.0 { "none" } @else { (share(it.came)) } }
                } } }
            } }
            (drawing::calibration(&score.calibration))
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// What was said and kept.
pub(super) fn kept(kept: &KeptForecasts, asked: &Asked, may_keep: bool) -> Markup {
    let scored = &kept.scored;
    html! {
        section.sheet aria-labelledby="kept" {
            h2 #kept { "Forecasts that were kept" }
            @if kept.kept == 0 {
                p { "None was kept yet. A kept forecast cannot be changed afterwards, and what \
                    comes is held against it." }
            } @else {
                p { (kept.kept) " were kept: " (scored.open) " are still open, "
                    (scored.score.as_ref().map_or(0, |it| it.forecasts)) " are over and scored, "
                    (scored.unknown) " are over and nobody says whether anyone looked." }
                @if let Some(score) = &scored.score { (verdict(score)) (table(score)) }
                div.scroll { table.stack {
                    thead { tr { th { "what" } th { "from" } th { "until" } th { "said" } th { "became" } } }
                    tbody { @for row in kept.items.iter().take(LISTED) { (line(row)) } }
                } }
                p { a href="/api/v1/forecasts" { "All of them as JSON" } }
            }
            @if may_keep && asked.question.what_if.is_none() {
                form method="post" action=(PATH) {
                    (form::request())
                    input type="hidden" name="within" value=(asked.within);
                    button type="submit" { "Keep the forecast of today" }
                }
            }
        }
    }
}

fn line(row: &KeptRow) -> Markup {
    let day = |text: &str| text.get(..10).unwrap_or(text).to_string();
    html! {
        tr {
            th scope="row" { (row.what) }
            td data-label="from" { (day(&row.from)) }
            td data-label="until" { (day(&row.until)) }
            td data-label="said" { (share(row.probability)) }
            td data-label="became" { @match row.became {
                Some(Became::CameTrue) => "it came",
                Some(Became::DidNotCome) => "it did not come",
                Some(Became::Open) => "open",
                Some(Became::Unknown) => "nobody looked",
                None => "see its own page",
            } }
        }
    }
}
