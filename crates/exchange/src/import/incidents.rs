//! Incidents of our own as a table (CSV): what, when, where, how long, at what loss. Times without
//! an offset or a zone that is known count as their day only.

use std::collections::BTreeMap;

use continuity::requirements::local_history::{History, Seen, Sort, Whereabouts};
use record::link::{RecordRef, to_id};
use record::requirements::hazard::{Counting, Window};
use record::value::{Duration, Moment, Money};

use super::hazard_rows::{Oddity, Row, Table, local_moment, read, seconds_between, span, tables};
use super::{File, Import};

const AT: &[&str] = &[
    "at",
    "start",
    "started",
    "start time",
    "began",
    "occurred",
    "date",
    "when",
];
const HAZARD: &[&str] = &["hazard", "type", "category", "cause", "kind"];
const TERMS: &str = "Named by an import of incidents. To make a rate of them, say in `observed` \
    from when to when all of them were written down.";

/// Columns that may be missing.
struct Columns {
    id: Option<usize>,
    name: Option<usize>,
    site: Option<usize>,
    zone: Option<usize>,
    end: Option<usize>,
    lasted: Option<usize>,
    loss: Option<usize>,
    hit: Option<usize>,
    strength: Option<usize>,
}

/// What is odd about rows.
#[derive(Default)]
struct Oddities {
    unreadable: Oddity,
    backwards: Oddity,
    loss: Oddity,
    day_only: Oddity,
}

/// Imports incidents. Cost: linear in the bytes.
pub fn import(files: &[File<'_>]) -> Import {
    let mut import = Import::default();
    let tables = tables(files, &[AT, HAZARD], &mut import);
    if !import.complaints.is_empty() || tables.is_empty() {
        return import;
    }
    let (mut sorts, mut ids): (Vec<Sort>, BTreeMap<String, usize>) = Default::default();
    let (mut events, mut odd) = (Vec::new(), Oddities::default());
    for table in &tables {
        let columns = columns(table);
        table.each(&mut import, |row| {
            let line = row.line;
            let [at, hazard] = row.cells();
            let zone = row.cell(columns.zone);
            let (Some(moment), false) = (local_moment(at, zone), hazard.is_empty()) else {
                return odd.unreadable.at(line);
            };
            if at.len() > 10 && matches!(moment, Moment::Day(_)) && !at.contains("00:00") {
                odd.day_only.at(line);
            }
            let id = to_id(hazard);
            let sort = *ids.entry(id.clone()).or_insert_with(|| {
                sorts.push(sort(&id, hazard));
                sorts.len() - 1
            });
            let named = (sort, sorts[sort].id.as_str());
            events.push(seen(row, &columns, named, moment, &mut odd));
        });
    }
    if !import.complaints.is_empty() {
        return import;
    }
    odd.tell(&mut import);
    let Some((from, to)) = span(events.iter().map(|seen| seen.at)) else {
        import.remark("no row could be read as an incident");
        return import;
    };
    import.history = Some(History {
        source: format!("incidents: {}", tables[0].file),
        terms: TERMS.into(),
        kept: Window { from, to },
        sorts,
        events,
    });
    import
}

fn columns(table: &Table<'_>) -> Columns {
    Columns {
        id: table.column(&["id", "number", "key"]),
        name: table.column(&["name", "title", "summary", "short description"]),
        site: table.column(&["site", "location", "where"]),
        zone: table.column(&["zone", "timezone", "time zone"]),
        end: table.column(&["end", "ended", "end time", "resolved", "until"]),
        lasted: table.column(&["lasted", "duration", "outage"]),
        loss: table.column(&["loss", "cost"]),
        hit: table.column(&["hit", "affected", "services", "items"]),
        strength: table.column(&["strength", "severity"]),
    }
}

fn sort(id: &str, hazard: &str) -> Sort {
    Sort {
        id: id.to_string(),
        name: hazard.to_string(),
        class: "",
        counts: Counting::Struck,
        within_km: None,
        complete_from: None,
    }
}

fn seen(
    row: &Row<'_>,
    columns: &Columns,
    (sort, hazard): (usize, &str),
    at: Moment,
    odd: &mut Oddities,
) -> Seen {
    let line = row.line;
    let cell = |column: Option<usize>| row.cell(column);
    let end = cell(columns.end).and_then(|end| local_moment(end, cell(columns.zone)));
    let between = end.and_then(|end| seconds_between(at, end));
    if between.is_some_and(|seconds| seconds < 0) {
        odd.backwards.at(line);
    }
    let between = between.filter(|seconds| *seconds >= 0).map(Duration);
    let stated = cell(columns.lasted).and_then(read::<Duration>);
    let loss = cell(columns.loss);
    let money = loss.and_then(read::<Money>);
    if loss.is_some() && money.is_none() {
        odd.loss.at(line);
    }
    let hit = cell(columns.hit).unwrap_or_default();
    let hit = hit
        .split([';', ','])
        .map(str::trim)
        .filter(|it| !it.is_empty());
    let key = match cell(columns.id) {
        Some(id) => to_id(id),
        None => format!("{hazard}-{}-{line}", at.date()),
    };
    Seen {
        sort,
        key,
        name: cell(columns.name).map(str::to_string),
        at,
        lasted: stated.or(between),
        strength: cell(columns.strength).map(str::to_string),
        loss: money,
        hit: hit.filter_map(read::<RecordRef>).collect(),
        place: Whereabouts::Here(cell(columns.site).map(str::to_string)),
    }
}

impl Oddities {
    fn tell(&self, import: &mut Import) {
        self.unreadable
            .tell(import, "say neither when nor what and were passed over");
        self.backwards.tell(
            import,
            "end before they begin: how long it lasted is not known",
        );
        self.loss.tell(
            import,
            "give a loss without a currency (`1200 EUR`): it is not taken",
        );
        self.day_only.tell(
            import,
            "give a time without a zone that is known: only its day counts",
        );
    }
}
