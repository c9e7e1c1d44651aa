//! Tracks of tropical storms (CSV, one row a fix, six hours apart, as HURDAT2 gives them). A name
//! comes again in other years; a storm is its name and year, and goes on over the new year.

use continuity::requirements::local_history::{
    Fix, History, Point, Seen, Sort, Track, Whereabouts,
};
use record::link::to_id;
use record::requirements::hazard::{Counting, Window};
use record::value::{Date, Moment};

use super::hazard_rows::{Oddity, number, read, sensible, span, tables};
use super::{File, Import};

const COLUMNS: &[&[&str]] = &[
    &["name"],
    &["year"],
    &["month"],
    &["day"],
    &["hour"],
    &["lat", "latitude"],
    &["long", "lon", "longitude"],
    &["wind", "wind knots"],
];
/// How near counts where the hazard does not say it: about where gales of a storm end.
const WITHIN_KM: f64 = 150.0;
/// Sustained wind of a hurricane, in knots (Saffir and Simpson, category 1).
const HURRICANE_KNOTS: f64 = 64.0;
/// Rows further apart in days than this are another storm of the same name.
const GAP_DAYS: i32 = 3;
const TERMS: &str = "Tropical storms whose track came near a site: what came near, not damage at \
    the site. The track is followed between its fixes, six hours apart. NOAA HURDAT2, US \
    Government work, in the public domain; times in UTC.";
/// What a depression is called that never had a name.
const NUMBERS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// A storm while its rows are read.
struct Storm {
    name: String,
    year: i16,
    last: Date,
    fixes: Vec<Fix>,
}

/// Imports tracks. Cost: linear in the bytes.
pub fn import(files: &[File<'_>]) -> Import {
    let mut import = Import::default();
    let tables = tables(files, COLUMNS, &mut import);
    if !import.complaints.is_empty() || tables.is_empty() {
        return import;
    }
    let (mut unreadable, mut storms) = (Oddity::default(), Vec::new());
    for table in &tables {
        table.each(&mut import, |row| match fix(row.cells()) {
            Some((name, fix)) => take(&mut storms, name, fix),
            None => unreadable.at(row.line),
        });
    }
    if !import.complaints.is_empty() {
        return import;
    }
    unreadable.tell(
        &mut import,
        "have no name, time, place or wind and were passed over",
    );
    let before = storms.len();
    storms.retain(|storm| !unnamed(&storm.name));
    if before > storms.len() {
        import.remark(format!(
            "{} depressions that never had a name are not counted among {before} storms",
            before - storms.len()
        ));
    }
    let fixes = storms.iter().flat_map(|storm| &storm.fixes);
    let Some(kept) = span(fixes.map(|fix| fix.at)).and_then(whole_years) else {
        import.remark("no row could be read as a fix of a storm");
        return import;
    };
    import.history = Some(History {
        source: format!("storm-tracks: {}", tables[0].file),
        terms: TERMS.into(),
        kept,
        sorts: sorts(),
        events: storms.into_iter().map(seen).collect(),
    });
    import
}

fn fix(cells: [&str; 8]) -> Option<(&str, Fix)> {
    let [name, year, month, day, hour, lat, lon, wind] = cells;
    let day = format!("{year:0>4}-{month:0>2}-{day:0>2}");
    let at: Moment = read(&format!("{day}T{hour:0>2}:00:00Z"))?;
    let (lat, lon, strength) = (number(lat)?, number(lon)?, number(wind)?);
    let known = lat.abs() <= 90.0 && lon.abs() <= 360.0 && (0.0..400.0).contains(&strength);
    let fix = Fix {
        point: Point { lat, lon },
        strength,
        at: sensible(at)?,
    };
    (known && !name.is_empty()).then_some((name, fix))
}

/// Puts a fix to the storm under way, or begins one.
fn take(storms: &mut Vec<Storm>, name: &str, fix: Fix) {
    let day = fix.at.date();
    let goes_on = |storm: &&mut Storm| {
        let gap = day
            .0
            .since(storm.last.0)
            .map_or(i32::MAX, |span| span.get_days());
        storm.name == name && (storm.year == day.0.year() || (0..=GAP_DAYS).contains(&gap))
    };
    match storms.last_mut().filter(goes_on) {
        Some(storm) => {
            storm.last = day;
            storm.fixes.push(fix);
        }
        None => storms.push(Storm {
            name: name.to_string(),
            year: day.0.year(),
            last: day,
            fixes: vec![fix],
        }),
    }
}

/// `AL021994`, `Twelve`, `Twenty-One`: a number, not a name.
fn unnamed(name: &str) -> bool {
    let lower = name.to_lowercase();
    let code = lower.len() == 8 && lower.bytes().skip(2).all(|byte| byte.is_ascii_digit());
    code || lower
        .split('-')
        .all(|word| NUMBERS.contains(&word) || word == "unnamed")
}

/// A season is looked at as a whole, and so is a year.
fn whole_years((from, to): (Date, Date)) -> Option<Window> {
    let from = read(&format!("{:04}-01-01", from.0.year()))?;
    let to = read(&format!("{:04}-12-31", to.0.year()))?;
    Some(Window { from, to })
}

fn sorts() -> Vec<Sort> {
    let sort = |id: &str, name: &str| Sort {
        id: id.into(),
        name: name.into(),
        class: "natural",
        counts: Counting::Near,
        within_km: Some(WITHIN_KM),
        complete_from: None,
    };
    vec![
        sort(
            "tropical-storm",
            "Tropical storm near by, below hurricane strength",
        ),
        sort("hurricane", "Hurricane near by"),
    ]
}

fn seen(storm: Storm) -> Seen {
    let at = storm.fixes[0].at;
    Seen {
        sort: 0,
        key: format!("{}-{}", to_id(&storm.name), storm.year),
        name: Some(format!("{} {}", storm.name, storm.year)),
        at,
        lasted: None,
        strength: None,
        loss: None,
        hit: Vec::new(),
        place: Whereabouts::Track(Track {
            fixes: storm.fixes,
            strong_from: HURRICANE_KNOTS,
            strong: 1,
            unit: "kt",
        }),
    }
}
