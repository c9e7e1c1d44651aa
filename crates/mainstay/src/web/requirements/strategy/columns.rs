//! The options as columns, the same facts as rows; on a narrow page each is a card.

use continuity::requirements::recovery_points::Point;
use continuity::requirements::strategy::comparison::{Column, Comparison, EventLoss};
use maud::{Markup, html};
use record::kinds::Registers;

use super::bad_years;
use super::compare::{advantage, name};
use super::reaches;
use super::{amount, between, ground, grouped, known, often, sort};
use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, percent, point, state};
use crate::web::when::{span, span_or_unknown};

/// All options.
pub fn block(registers: &Registers, told: &Comparison) -> Markup {
    html! {
        section.options-sheet aria-labelledby="options" {
            h2 #options { "The ways beside each other" }
            @if told.options.len() < 2 { p { "No option is filed that covers it. "
                a href="/records/options/new" { "New option" } } }
            div.options.scroll { @for (place, column) in told.options.iter().enumerate() {
                (card(registers, told, place + 1, column)) } }
        }
    }
}

fn card(registers: &Registers, told: &Comparison, number: usize, column: &Column) -> Markup {
    let best = told.cheapest_in_time.as_ref() == Some(&column.id);
    let currency = &told.currency;
    html! {
        section.option.best[best] aria-label=(column.name) {
            h3 { (number) ". " (name(registers, column)) @if column.id == "try" { " " span.quiet {
                "(only tried)" } }
                span.quiet.sort { (sort(column.sort)) @if best { strong { " cheapest in time" } }
                    } }
            (fact("Reaches what is asked?", &html! { (reaches(column.verdict))
                @if !column.because.is_empty() { br; span.quiet { (column.because.join("; ")) } }
                    }))
            (fact("Back after (RTC)", &back(column)))
            (fact("Margin", &margin(column)))
            (fact("Data lost (RPC)", &data(told, column)))
            (fact("Level reached", &html! { @match column.level_percent {
                Some(level) => (percent(level.0)), None => "unknown" } }))
            (fact("How sure", &sure(registers, column)))
            (fact("Cost a year", &cost(registers, told, column)))
            (fact("Loss that remains a year", &left(registers, told, column)))
            (fact("Loss avoided a year", &html! { @match column.avoided_per_year {
                _ if column.id == told.options[0].id => span.quiet {
                    "the others are compared with this" },
                Some(avoided) if avoided < 0.0 => { "none, " (amount(-avoided, currency)) " more" }
                avoided => (known(avoided, currency)) } }))
            (fact("Cost and loss together", &html! { strong { (known(column.total_per_year,
                currency)) }
                @if let Some(by) = &column.beaten_by { br; (state(Mark::Warn, "beaten by")) " "
                    (of(registers, told, by)) span.quiet { ": no dearer, and leaves no more" } } }))
            (fact("A bad year costs", &html! { @match &column.year {
                Some(year) => (bad_years::short(year, column.less.as_ref(), currency)),
                None => "unknown" } }))
            (fact("All risks together", &html! { @match &column.register_less {
                Some(less) if less.mean == 0.0 && less.p95 == 0.0 => {
                    "no risk in numbers changes by it" }
                Some(less) => { (advantage(less.mean, currency)) " on average"
                    br; span.quiet { "1 year in 20: " (advantage(less.p95, currency)) } },
                None => span.quiet { @if column.id == told.options[0].id {
                    "the others are compared with this" } @else { "only for what is computed" } },
            } }))
            (fact("Has paid for itself", &html! { @match &column.payback {
                Some(it) => (bad_years::payback(it)),
                None => span.quiet { @if column.id == told.options[0].id { "–" }
                    @else { "unknown" } } } }))
            (fact("Pays if it happens", &html! { @match column.break_even_per_year {
                Some(rate) if rate <= 0.0 => "always: it costs no more",
                Some(rate) => { (often(rate)) " or more often" },
                None => span.quiet { "–" } } }))
            (fact("Would bring back in time", &items(registers, &column.fixes)))
            (fact("Stays broken", &items(registers, &column.broken)))
            (fact("Time to build", &html! { @match column.lead_time_seconds {
                Some(lead) => (span(lead)), None if column.id == "today" => "it is there",
                None => "unknown" } }))
            (fact("What binds it", &bounds(column)))
            (fact("", &html! { @if column.id.contains('/') {
                a.no-print href={ "?mode=" (told.mode) "&option=" (column.id) "#decide" } {
                    "Decide for this" } " "
                a.no-print href={ "?mode=" (told.mode) "&like=" (column.id) "#try" } {
                    "Try a copy" } } }))
        }
    }
}

fn fact(label: &str, value: &Markup) -> Markup {
    html! { div.fact { @if !label.is_empty() { span.fact-name { (label) } } div { (value) } } }
}

fn of(registers: &Registers, told: &Comparison, id: &str) -> Markup {
    let column = told.options.iter().find(|it| it.id == id);
    html! { @if let Some(column) = column { (name(registers, column)) } @else { (id) } }
}

fn back(column: &Column) -> Markup {
    html! {
        strong { (span_or_unknown(column.rtc_seconds)) }
        @if let Some(claimed) = column.rtc_claimed_seconds.filter(|it| Some(*it) !=
            column.rtc_seconds) {
            br; span.quiet { "claimed: " (span(claimed)) }
        }
    }
}

fn margin(column: &Column) -> Markup {
    html! { @match column.margin_seconds {
        None => span.quiet { "unknown" },
        Some(left) if left < 0 => (state(Mark::Bad, &format!("{} too late", span(-left)))),
        Some(0) => (state(Mark::Warn, "nothing to spare")),
        Some(left) => (state(Mark::Good, &format!("{} to spare", span(left)))),
    } }
}

fn data(told: &Comparison, column: &Column) -> Markup {
    html! {
        @match column.rpc_seconds {
            Some(it) => (point(it)),
            None if told.rpo_required_seconds.is_none() => span.quiet { "nothing is asked" },
            None => "unknown",
        }
        @if let Some(left) = column.rpo_margin_seconds.filter(|left| *left < 0) {
            br; (state(Mark::Bad, &format!("{} too much", span(-left))))
        } @else if column.rpc_seconds == Some(Point::None) { br; (state(Mark::Bad,
            "nothing to restore from")) }
    }
}

fn sure(registers: &Registers, column: &Column) -> Markup {
    html! {
        (ground(column.ground))
        @match &column.tested {
            Some(day) => { br; (state(Mark::Good, &format!("shown to work {day}"))) },
            None if column.id.contains('/') => { br; span.quiet { "never shown to work" } },
            None => {},
        }
        @for it in &column.evidence { br; (named(registers, it)) }
    }
}

fn cost(registers: &Registers, told: &Comparison, column: &Column) -> Markup {
    let (cost, currency) = (&column.cost, &told.currency);
    html! {
        strong { (between(cost.per_year, currency)) }
        @if let Some(why) = &cost.remark { br; span.quiet { (why) } }
        details { summary { "How that comes about" } ul.plain-list {
            @if let Some(once) = cost.once { li { "once " (between(Some(once), currency)) ", over "
                (cost.years) " years" } }
            @if let Some(running) = cost.running { li { "to run " (between(Some(running),
                currency)) } }
            @if let Some(people) = cost.people { li { "people " (amount(people, currency)) } }
            @for it in &cost.builds_on { li { "builds on " (named(registers, &it.id)) ": "
                @if it.paid { "in place already, costs nothing more" }
                @else { (between(it.per_year, currency)) }
                @if !it.shared_with.is_empty() { " (shared with " (it.shared_with.len())
                    " more; counted once in the sum of all)" }
            } }
            @if let Some(day) = &cost.priced { li { "prices of " (day) } }
            @else if column.id != "today" { li { "nobody says of which day the prices are" } }
        } }
    }
}

fn left(registers: &Registers, told: &Comparison, column: &Column) -> Markup {
    let currency = &told.currency;
    html! {
        strong { (known(column.residual_per_year, currency)) }
        @if column.residual_per_year.is_none() && column.residual_at_least > 0.0 {
            br; span.quiet { "at least " (amount(column.residual_at_least, currency)) } }
        @if let Some(said) = column.residual_declared { br; span.quiet { "it says itself: "
            (amount(said, currency)) } }
        @if !column.events.is_empty() { details { summary { "Scenario by scenario" } ul.plain-list {
            @for event in &column.events { li {
                (named(registers, &event.scenario)) ": "
                @match event.per_year { Some(rate) => (format!("{rate:.3} a year")), None =>
                    "how often is unknown" }
                " × " (known(event.loss, currency))
                @if let Some(outage) = event.outage_seconds { " for " (span(outage)) " out" }
                " = " (known(event.loss_per_year, currency))
                (scatter(registers, event, currency))
                @if let Some(why) = &event.missing { " " span.quiet { "(" (why) ")" } }
                @for it in &event.sources { br; span.quiet { (named(registers, &it.activity)) " "
                    (grouped(it.amount)) " by " (named(registers, &it.impact))
                    @if it.carried_on { ", carried on beyond what was judged" } } }
            } }
        } } }
    }
}

/// How widely what one costs scatters, and who says so.
fn scatter(registers: &Registers, event: &EventLoss, currency: &str) -> Markup {
    let ends = event.loss_low.zip(event.loss_high);
    html! { @if let Some((low, high)) = ends.filter(|_| event.loss.is_some_and(|it| it > 0.0)) {
        br; span.quiet { @match event.scatter.as_deref() {
            None => "taken as sure: nobody says how widely it scatters",
            Some(by) => { "eight of ten cost " (grouped(low)) " to " (amount(high, currency))
                @if by == "impacts" { ", as the impacts say at the most" }
                @else { ", as widely as " (named(registers, by)) } }
        } }
    } }
}

fn items(registers: &Registers, all: &[String]) -> Markup {
    html! { @if all.is_empty() { span.quiet { "nothing" } } @else {
        @for (place, it) in all.iter().take(6).enumerate() { @if place > 0 { ", " }
            (named(registers, it)) }
        @if all.len() > 6 { details { summary { "and " (all.len() - 6) " more" }
            @for (place, it) in all.iter().skip(6).enumerate() { @if place > 0 { ", " }
                (named(registers, it)) } } }
    } }
}

fn bounds(column: &Column) -> Markup {
    html! { @if column.constraints.is_empty() { span.quiet { "nothing written" } } @else {
        ul.plain-list {
    @for it in &column.constraints { li {
        @if let Some(about) = it.about { strong { (about.replace('-', " ")) } ": " } (it.says) " "
        (match it.met {
            Some(true) => state(Mark::Good, "met"),
            Some(false) => state(Mark::Bad, "rules it out"),
            None => state(Mark::Open, "nobody has looked"),
        })
    } } } } }
}
