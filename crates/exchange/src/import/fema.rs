//! Disaster declarations of the United States, as OpenFEMA gives them (CSV). A declaration is an
//! administrative act for a state or a county: rows of one disaster in one state are one, and it
//! counts at a site in that state, whether or not the site was struck.

use std::collections::{BTreeMap, HashSet};

use continuity::requirements::local_history::{History, Seen, Sort, Whereabouts};
use record::link::to_id;
use record::requirements::hazard::{Counting, Window};
use record::value::{Date, Duration, Moment};

use super::hazard_rows::{Oddity, moment, span, tables};
use super::{File, Import};

const COLUMNS: &[&[&str]] = &[
    &["disasternumber", "disaster number"],
    &["declarationdate", "declaration date"],
    &["statecode", "state", "state code"],
    &["incidenttype", "incident type"],
    &["incidentbegindate", "incident begin date"],
    &["incidentenddate", "incident end date"],
    &["disastername", "declarationtitle", "disaster name"],
];
/// Kinds of incident that people bring about; every other is nature's.
const HUMAN: [&str; 5] = [
    "terrorist",
    "human-cause",
    "chemical",
    "toxic-substances",
    "fishing-losses",
];
const TERMS: &str = "Declared disasters of the state in which a site lies: an authority's \
    decision, not damage at the site. US Government work, in the public domain; dates are days without a \
    zone. This product uses the FEMA OpenFEMA API, but is not endorsed by FEMA.";

/// What is odd about rows, each kept and counted.
#[derive(Default)]
struct Oddities {
    unreadable: Oddity,
    backwards: Oddity,
    early: Oddity,
    open: Oddity,
    again: usize,
}

/// Imports declarations. Cost: linear in the bytes.
pub fn import(files: &[File<'_>]) -> Import {
    let mut import = Import::default();
    let tables = tables(files, COLUMNS, &mut import);
    if !import.complaints.is_empty() || tables.is_empty() {
        return import;
    }
    let mut oddities = Oddities::default();
    let mut sorts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut list, mut events, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    let mut days: Option<(Moment, Moment)> = None;
    for table in &tables {
        table.each(&mut import, |row| {
            let line = row.line;
            let [number, declared, state, kind, began, ended, name] = row.cells();
            let (Some(declared), Some(began)) = (moment(declared), moment(began)) else {
                return oddities.unreadable.at(line);
            };
            let two = state.len() == 2 && state.bytes().all(|byte| byte.is_ascii_alphabetic());
            if number.is_empty() || !two || kind.is_empty() {
                return oddities.unreadable.at(line);
            }
            let state = state.to_ascii_uppercase();
            if !seen.insert(format!("{number}/{state}").into_boxed_str()) {
                oddities.again += 1;
                return;
            }
            for day in [began, declared] {
                let (from, to) = days.unwrap_or((day, day));
                let earlier = |a: Moment, b: Moment| if a.date() < b.date() { a } else { b };
                let later = |a: Moment, b: Moment| if a.date() > b.date() { a } else { b };
                days = Some((earlier(from, day), later(to, day)));
            }
            let slug = to_id(kind);
            let sort = *sorts.entry(slug.clone()).or_insert_with(|| {
                list.push(sort(&slug, kind));
                list.len() - 1
            });
            events.push(Seen {
                sort,
                key: to_id(number),
                name: (!name.is_empty()).then(|| title(name)),
                at: began,
                lasted: lasted(declared, began, ended, line, &mut oddities),
                strength: None,
                loss: None,
                hit: Vec::new(),
                place: Whereabouts::Area(format!("US-{state}")),
            });
        });
    }
    if !import.complaints.is_empty() {
        return import;
    }
    oddities.tell(&mut import);
    let days = days.into_iter().flat_map(|(from, to)| [from, to]);
    let Some((from, to)) = span(days) else {
        import.remark("no row could be read as a declaration");
        return import;
    };
    import.history = Some(History {
        source: format!("fema: {}", tables[0].file),
        terms: TERMS.into(),
        kept: Window { from, to },
        sorts: list,
        events,
    });
    import
}

fn sort(slug: &str, kind: &str) -> Sort {
    Sort {
        id: format!("declared-{slug}"),
        name: format!("Declared disaster: {}", kind.to_lowercase()),
        class: if HUMAN.contains(&slug) {
            "human"
        } else {
            "natural"
        },
        counts: Counting::Declared,
        within_km: None,
        complete_from: None,
    }
}

/// How long an incident lasted, both days counted; not known where its end is missing or before
/// its beginning.
fn lasted(
    declared: Moment,
    began: Moment,
    ended: &str,
    line: u32,
    oddities: &mut Oddities,
) -> Option<Duration> {
    if declared.date() < began.date() {
        oddities.early.at(line);
    }
    let Some(ended) = moment(ended) else {
        oddities.open.at(line);
        return None;
    };
    let (began, ended): (Date, Date) = (began.date(), ended.date());
    if ended < began {
        oddities.backwards.at(line);
        return None;
    }
    let days = ended.0.since(began.0).ok()?.get_days();
    Some(Duration(86_400 * (i64::from(days) + 1)))
}

impl Oddities {
    fn tell(&self, import: &mut Import) {
        self.unreadable.tell(
            import,
            "could not be placed in time and state, and were passed over",
        );
        self.backwards.tell(
            import,
            "end before they begin: how long it lasted is not known",
        );
        self.early.tell(
            import,
            "were declared before the incident began: kept as they are",
        );
        self.open
            .tell(import, "have no end: how long it lasted is not known");
        if self.again > 0 {
            import.remark(format!(
                "{} rows repeat a disaster in the same state (one row a county) and count once",
                self.again
            ));
        }
    }
}

/// `HURRICANE IDALIA ` as people write it.
fn title(name: &str) -> String {
    let mut title = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !title.is_empty() {
            title.push(' ');
        }
        let mut letters = word.chars();
        title.extend(letters.next());
        title.push_str(&letters.as_str().to_lowercase());
    }
    title
}
