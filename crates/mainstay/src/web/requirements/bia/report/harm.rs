//! The harm of one activity, condition by condition and view by view: a drawing and the same
//! figures as a table. Views stand side by side; nothing is averaged.

use continuity::requirements::respondents::{Agreement, NORMAL};
use maud::{Markup, html};

use super::curve;
use super::ranked::level_mark;
use crate::answer::impact_report::activity::ActivityReport;
use crate::answer::impact_report::harm::{ConditionHarm, View};
use crate::answer::impact_report::method::Method;
use crate::web::navigation::Mark;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::words::state;
use crate::web::{link, when};

/// Views of one condition that are shown whole.
const VIEWS: usize = 6;

/// All conditions.
pub(super) fn block(now: &Reckoned, it: &ActivityReport, method: &Method) -> Markup {
    html! { section.sheet.flows {
        h2 { "Harm over time" }
        @if it.conditions.iter().all(|it| it.views.is_empty()) {
            p { "Nobody has judged what a stop does." }
        }
        @for condition in &it.conditions { (one(now, condition, method)) }
    } }
}

fn one(now: &Reckoned, condition: &ConditionHarm, method: &Method) -> Markup {
    html! {
        h3 { (title(condition)) }
        @if let Some(days) = &condition.days { p.quiet { "On these days: " (days)
            @if let Some(multiplier) = condition.multiplier {
                "; it hurts " (multiplier) " times as much" } "." } }
        @if !condition.known { p { (state(Mark::Warn, "no peak of the activity is called so")) } }
        @if let Some(decided) = condition.decided_seconds {
            p { "Declared for it: intolerable after " strong { (when::span(decided)) } "." } }
        @if condition.views.is_empty() && condition.decided_seconds.is_none() {
            p { (state(Mark::Open, "never judged")) } }
        @if !condition.views.is_empty() && !condition.views.iter().any(View::is_in_force) {
            p { (state(Mark::Open, "only drafts: they decide nothing yet")) }
        }
        (range(condition))
        @for view in condition.views.iter().take(VIEWS) { (self::view(now, view, method)) }
        @if condition.views.len() > VIEWS { p.quiet {
            "and " (condition.views.len() - VIEWS) " more views; JSON holds all" } }
    }
}

/// The condition in words.
fn title(condition: &ConditionHarm) -> String {
    match condition.when.as_str() {
        NORMAL => "In normal times".into(),
        when => format!("At a peak: {when}"),
    }
}

fn range(condition: &ConditionHarm) -> Markup {
    let (mark, words, then) = match condition.agreement {
        Agreement::Undecided => (
            Mark::Bad,
            "respondents disagree",
            "The least counts until the owner decides.",
        ),
        Agreement::Decided => (
            Mark::Good,
            "respondents disagreed, and the owner has decided",
            "What is declared counts.",
        ),
        _ => return html! {},
    };
    html! { p { (state(mark, words)) ": intolerable after "
    strong { (when::span_or_unknown(condition.least_seconds)) } " by one view, "
    @match (condition.greatest_seconds, condition.never_within_seconds) {
        (Some(greatest), _) => { "after " strong { (when::span(greatest)) } " by another" }
        (None, Some(within)) => { "never within " strong { (when::span(within)) } " by another" }
        (None, None) => "unknown by another",
    } ". " (then) } }
}

fn view(now: &Reckoned, view: &View, method: &Method) -> Markup {
    let registers = now.registers();
    let most = method.levels.last().map_or(4, |it| it.level);
    html! { div.view {
        p { @match &view.said.respondent {
                Some(who) => { "Judged by " strong { (who) } }
                None => "Judged, nobody says by whom",
            }
            " (" (link::named(registers, &view.said.impact)) ", " (view.said.status) ")"
            @if let Some(confidence) = &view.said.confidence { "; in their words \u{201C}" (confidence) "\u{201D}" }
            @if let (Some(by), Some(on)) = (&view.confirmed_by, &view.confirmed_on) {
                "; confirmed by " (super::super::named(&now.present, by)) " on " (on) }
            ". " (interval(view))
        }
        div.drawings {
            @if !view.levels.is_empty() {
                figure { (curve::levels(view, most, method.intolerable_level)) } }
            @if !view.loss_minor.is_empty() {
                figure { (curve::money(view, threshold(view, method), currency(view)))
                    figcaption { "Money lost by then, " (currency(view)) } } }
        }
        (grid(view, method))
        @if !method.money_shown { p.quiet { "Amounts are shown to those who may see money." } }
    } }
}

/// The interval in words: where the truth lies, and what decides.
fn interval(view: &View) -> Markup {
    html! {
        @match view.said.first_intolerable_seconds {
            Some(first) if view.said.at_once() => {
                "Intolerable at the first time judged, " (when::span(first))
                ": it needs an option that works at once, or finer times." }
            Some(first) => { "Still tolerable after " (when::span(view.said.last_tolerable_seconds))
                ", no longer after " (when::span(first)) "." }
            None => { "Tolerable for " (when::span(view.said.last_tolerable_seconds))
                ", as far as it was judged." }
        }
        @if let Some(driver) = &view.said.category { " " strong { (driver) } " decides." }
        @if let Some(crossing) = view.said.loss_crossing_seconds {
            " The money lost becomes intolerable after about " (when::span(crossing))
            " (indicative: a straight line between the times)." }
    }
}

fn currency(view: &View) -> &str {
    let first = view.loss.first().and_then(|it| it.rsplit_once(' '));
    first.map_or("", |(_, code)| code)
}

/// The intolerable loss in the currency of a view, in minor units.
fn threshold(view: &View, method: &Method) -> Option<i64> {
    let code = currency(view);
    let same = method
        .intolerable_loss
        .iter()
        .filter(|it| it.amount.ends_with(code));
    same.map(|it| it.minor).min()
}

/// The figures of the drawing.
fn grid(view: &View, method: &Method) -> Markup {
    html! { div.scroll { table.stack.grid-read {
        thead { tr { th scope="col" { "Harm to" }
            @for after in &view.after_seconds { th.num scope="col" { "after " (when::span(*after)) } }
        } }
        tbody {
            @for row in &view.levels { tr { th scope="row" { (row.category) }
                @for (after, level) in view.after_seconds.iter().zip(&row.levels) {
                    td.num data-label={ "after " (when::span(*after)) } {
                    (level_mark(Some(*level), method.intolerable_level))
                    @if let Some(word) = word(method, *level) { br; small { (word) } } } }
            } }
            @if !view.loss.is_empty() { tr { th scope="row" { "money lost by then" }
                @for (after, loss) in view.after_seconds.iter().zip(&view.loss) {
                    td.num data-label={ "after " (when::span(*after)) } { (loss) } } } }
        }
    } } }
}

fn word(method: &Method, level: u32) -> Option<&str> {
    method.levels.get(level as usize)?.word.as_deref()
}
