//! Earthquakes of the USGS catalogue (CSV): day, place, magnitude. What the file leaves out below
//! its least magnitude is not zero: the hazard keeps from which magnitude the history is complete.

use continuity::requirements::local_history::{History, Point, Seen, Sort, Whereabouts};
use record::requirements::hazard::{Counting, Window};

use super::hazard_rows::{Oddity, moment, number, span, tables};
use super::{File, Import};

const COLUMNS: &[&[&str]] = &[
    &["date", "time"],
    &["latitude", "lat"],
    &["longitude", "lon", "long"],
    &["magnitude", "mag"],
];
/// How near counts where the hazard does not say it: what strong shaking of a great quake reaches.
const WITHIN_KM: f64 = 300.0;
const TERMS: &str = "Earthquakes of the USGS catalogue near a site: what came near, not damage at \
    the site. US Government work, in the public domain; times in UTC. Blasts and collapses of \
    mines are among them where the file does not tell them apart.";

/// Imports quakes. Cost: linear in the bytes.
pub fn import(files: &[File<'_>]) -> Import {
    let mut import = Import::default();
    let tables = tables(files, COLUMNS, &mut import);
    if !import.complaints.is_empty() || tables.is_empty() {
        return import;
    }
    let (mut unreadable, mut events, mut least) = (Oddity::default(), Vec::new(), f64::INFINITY);
    let mut beyond = Oddity::default();
    for table in &tables {
        table.each(&mut import, |row| {
            let line = row.line;
            let [when, lat, lon, magnitude] = row.cells();
            let read = (moment(when), number(lat), number(lon), number(magnitude));
            let (Some(at), Some(lat), Some(lon), Some(magnitude)) = read else {
                return unreadable.at(line);
            };
            if lat.abs() > 90.0 || lon.abs() > 180.0 || !(-3.0..=10.0).contains(&magnitude) {
                return beyond.at(line);
            }
            least = least.min(magnitude);
            events.push(Seen {
                sort: 0,
                key: format!("{}-{line}", at.date()),
                name: Some(format!("Earthquake of magnitude {magnitude}")),
                at,
                lasted: None,
                strength: Some(format!("magnitude {magnitude}")),
                loss: None,
                hit: Vec::new(),
                place: Whereabouts::Point(Point { lat, lon }),
            });
        });
    }
    if !import.complaints.is_empty() {
        return import;
    }
    unreadable.tell(
        &mut import,
        "have no day, place or magnitude and were passed over",
    );
    beyond.tell(
        &mut import,
        "name a place or a magnitude that the earth does not have and were passed over",
    );
    let Some((from, to)) = span(events.iter().map(|seen| seen.at)) else {
        import.remark("no row could be read as an earthquake");
        return import;
    };
    import.history = Some(History {
        source: format!("usgs-quakes: {}", tables[0].file),
        terms: TERMS.into(),
        kept: Window { from, to },
        sorts: vec![Sort {
            id: "earthquake".into(),
            name: "Earthquake near by".into(),
            class: "natural",
            counts: Counting::Near,
            within_km: Some(WITHIN_KM),
            complete_from: Some(format!("magnitude {least}")),
        }],
        events,
    });
    import
}
