//! The list as files: a table for a spreadsheet, and a calendar that a calendar program reads
//! (RFC 5545). An entry keeps its id from one download to the next.

use axum::response::Response;
use continuity::requirements::drift::Row;
use exchange::document::table::Table;
use exchange::write::csv::table;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Ahead;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::http::reply;

const HEAD: [&str; 11] = [
    "key",
    "subject",
    "name",
    "what",
    "text",
    "do_by",
    "on",
    "missed",
    "probability",
    "do",
    "owner",
];

/// The rows as CSV.
pub async fn csv(call: Call) -> Result<Response, Problem> {
    let ahead = Ahead::of(&call).await?;
    let rows = ahead.rows().into_iter().map(cells).collect();
    let all = Table {
        name: "ahead".to_owned(),
        head: HEAD.map(str::to_owned).to_vec(),
        rows,
    };
    Ok(reply::body("text/csv; charset=utf-8", table(&all)))
}

fn cells(row: &Row) -> Vec<String> {
    let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    vec![
        row.key.clone(),
        row.subject.clone(),
        row.name.clone(),
        row.what.as_str().to_owned(),
        row.text.clone(),
        day(row.do_by),
        day(row.on),
        if row.missed { "yes" } else { "no" }.to_owned(),
        row.probability
            .map_or(String::new(), |it| format!("{it:.4}")),
        row.act.clone(),
        row.owner.clone().unwrap_or_default(),
    ]
}

/// The rows as a calendar: a day to begin and a day on which it is missed.
pub async fn ical(call: Call) -> Result<Response, Problem> {
    let ahead = Ahead::of(&call).await?;
    let body = calendar(&ahead.rows(), call.now);
    Ok(reply::body("text/calendar; charset=utf-8", body))
}

pub(super) fn calendar(rows: &[&Row], now: Timestamp) -> String {
    let mut out = String::new();
    for text in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Mainstay//ahead//EN",
    ] {
        line(&mut out, text);
    }
    for row in rows.iter().filter(|row| !row.missed) {
        if let Some(day) = row.do_by {
            event(&mut out, row, "begin", day, now);
        }
        if let Some(day) = row.on {
            event(&mut out, row, "missed", day, now);
        }
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, row: &Row, word: &str, day: Date, now: Timestamp) {
    let stamp = now.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ");
    let summary = match word {
        "begin" => format!("Begin: {}", row.text),
        _ => row.text.clone(),
    };
    let lines = [
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}.{word}@mainstay", row.key),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")),
        format!("SUMMARY:{}", escaped(&summary)),
        format!("DESCRIPTION:{}", escaped(&row.act)),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ];
    for text in &lines {
        line(out, text);
    }
}

/// A text as a value: what has a meaning of its own there is marked.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// One line, folded so that no part has more than 75 bytes.
fn line(out: &mut String, text: &str) {
    let mut bytes = 0;
    for c in text.chars() {
        if bytes + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            bytes = 1;
        }
        out.push(c);
        bytes += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests;
