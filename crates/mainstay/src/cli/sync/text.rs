//! What a sync would change, for people.

use crate::answer::check::listing::At;
use crate::answer::sync::{Row, Sync};

/// How many records are listed under a sign before the rest is only counted.
const LINES_MAX: usize = 40;

/// A line for each record that changes, then the counts.
pub fn of(shown: &Sync) -> String {
    let mut out = String::new();
    list(&mut out, '+', &shown.added, |row| match &row.name {
        Some(name) => format!("{}  {name}", row.id),
        None => row.id.clone(),
    });
    list(&mut out, '~', &shown.changed, |row| {
        format!("{}: {}", row.id, row.fields.join(", "))
    });
    list(&mut out, '-', &shown.retired, |row| {
        format!("{}  no longer in the folder: it is retired", row.id)
    });
    list(&mut out, '=', &shown.taken_over, |row| {
        format!("{}  as it is; its home is the folder from now on", row.id)
    });
    list(&mut out, '!', &shown.collisions, |row| {
        let home = match &row.home {
            Some(home) => format!("the folder {home}"),
            None => "the journal".into(),
        };
        format!("{}  has its home in {home}: left alone", row.id)
    });
    out.push_str(&format!("{}: {}", shown.home, shown.says));
    out
}

fn list(out: &mut String, sign: char, rows: &[Row], line: impl Fn(&Row) -> String) {
    for row in rows.iter().take(LINES_MAX) {
        let place = row.at.as_ref().map_or(String::new(), place);
        out.push_str(&format!("{sign} {}{place}\n", line(row)));
    }
    if rows.len() > LINES_MAX {
        let more = rows.len() - LINES_MAX;
        out.push_str(&format!("{sign} … and {more} more\n"));
    }
}

fn place(at: &At) -> String {
    format!("  {}:{}", at.file, at.line)
}
