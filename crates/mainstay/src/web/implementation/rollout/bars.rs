//! The work as bars over the weeks. The table of each week says the same in words.

use continuity::implementation::rollout::{Rollout, WorkRow};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use maud::{Markup, html};

/// The most bars that are drawn; the tables hold all.
const BARS: usize = 60;
/// Width of the names and of the time.
const NAMES: i64 = 300;
const WIDE: i64 = 640;
/// Height of a bar with its space.
const HIGH: i64 = 24;
/// Room for the name of a day.
const NAME_WIDE: i64 = 60;

pub(super) fn bars(told: &Rollout) -> Markup {
    let Some((first, last)) = span(told) else {
        return html! {};
    };
    let days = (last - first).get_days().max(1) as i64 + 1;
    let across = |day: Date| NAMES + (day - first).get_days() as i64 * WIDE / days;
    let rows: Vec<&WorkRow> = told.work.iter().take(BARS).collect();
    let (width, height) = (NAMES + WIDE + 10, (rows.len() as i64 + 1) * HIGH);
    let weeks = mondays(first, last, days);
    html! { div.scroll.rollout-bars tabindex="0" role="group" aria-label="Bars of the work" {
        svg viewBox=(format!("0 0 {width} {height}")) role="img" width=(width) height=(height)
            aria-label="The work as bars over the weeks; the tables below say the same" {
            @for week in &weeks {
                line.week x1=(across(*week)) x2=(across(*week)) y1=(HIGH) y2=(height) {}
                text.week x=(across(*week) + 2) y=(HIGH - 8) { (week.strftime("%-d %b")) }
            }
            @for (at, row) in rows.iter().enumerate() { (bar(row, at as i64, &across)) }
        }
        @if told.work.len() > BARS { p.quiet { "The first " (BARS) " of " (told.work.len()) "." } }
    } }
}

/// Mondays from the first to the last day, so far apart that their names have room.
fn mondays(first: Date, last: Date, days: i64) -> Vec<Date> {
    let weeks = (days * NAME_WIDE / (WIDE * 7) + 1).max(1);
    let begin = first
        .series(1.day())
        .find(|day| day.weekday() == Weekday::Monday);
    let begin = begin.unwrap_or(first);
    begin
        .series((weeks * 7).days())
        .take_while(|day| *day <= last)
        .collect()
}

fn bar(row: &WorkRow, at: i64, across: &dyn Fn(Date) -> i64) -> Markup {
    let days = (row.starts.parse::<Date>(), row.ends.parse::<Date>());
    let (Ok(starts), Ok(ends)) = days else {
        return html! {};
    };
    let (left, top) = (across(starts), (at + 1) * HIGH);
    let width = (across(ends.tomorrow().unwrap_or(ends)) - left).max(4);
    let name: String = row.name.chars().take(38).collect();
    let mark = if row.critical { "! " } else { "" };
    let class = if row.critical { "bar decides" } else { "bar" };
    html! {
        text x="4" y=(top + 15) { (mark) (name) }
        rect class=(class) x=(left) y=(top + 4) width=(width) height=(HIGH - 8) rx="3" {
            title { (row.name) ": " (row.words) ", " (row.starts) " to " (row.ends)
                @if row.critical { ", decides the end" } }
        }
    }
}

fn span(told: &Rollout) -> Option<(Date, Date)> {
    let first = told.starts.parse().ok()?;
    let last = told
        .work
        .iter()
        .filter_map(|it| it.ends.parse().ok())
        .max()?;
    Some((first, last))
}
