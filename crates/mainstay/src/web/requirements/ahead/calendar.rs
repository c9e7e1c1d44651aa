//! The list as a calendar: month by month what must be begun and what is missed on which day.

use continuity::requirements::drift::Row;
use jiff::civil::Date;
use maud::{Markup, html};

use super::PATH;
use crate::web::link::escaped;

/// A day on which something is due or missed.
struct Entry<'r> {
    day: Date,
    begins: bool,
    row: &'r Row,
}

/// The months in which something is due or missed; what is past stands in the first.
pub(super) fn months(rows: &[&Row], today: Date) -> Markup {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for row in rows.iter().filter(|row| !row.missed) {
        for (day, begins) in [(row.do_by, true), (row.on, false)] {
            let day = day.map(|day| day.max(today));
            entries.extend(day.map(|day| Entry { day, begins, row }));
        }
    }
    entries.sort_by(|one, other| {
        let key = |it: &Entry<'_>| (it.day, !it.begins, it.row.what);
        key(one)
            .cmp(&key(other))
            .then(one.row.key.cmp(&other.row.key))
    });
    let of_month = |entry: &&Entry<'_>| (entry.day.year(), entry.day.month());
    let refs: Vec<&Entry<'_>> = entries.iter().collect();
    let months = refs.chunk_by(|one, other| of_month(one) == of_month(other));
    html! {
        section aria-labelledby="calendar" {
            h2 #calendar { "By month" }
            div.months { @for month in months { (sheet(month, today)) } }
        }
    }
}

fn sheet(month: &[&Entry<'_>], today: Date) -> Markup {
    let first = month[0].day;
    let alike = |one: &&Entry<'_>, other: &&Entry<'_>| {
        let key = |it: &Entry<'_>| (it.day, it.begins, it.row.what);
        key(one) == key(other)
    };
    html! {
        section.sheet.month {
            h3 { (first.strftime("%B %Y")) " " small { "(" (month.len()) ")" } }
            ul.plain-list { @for group in month.chunk_by(alike) {
                @let entry = group[0];
                li {
                    time datetime=(entry.day) { (entry.day.strftime("%a %-d")) }
                    " " span.tag { @if entry.begins { "begin" } @else { "missed" } } " "
                    a href={ (PATH) "/" (escaped(&entry.row.key)) } { (entry.row.name) }
                    @if group.len() > 1 { " and " (group.len() - 1) " more" }
                    " " small { (entry.row.what.words()) }
                    @if entry.begins && entry.row.do_by.is_some_and(|day| day < today) { " " small.warn { "late" } }
                }
            } }
        }
    }
}
